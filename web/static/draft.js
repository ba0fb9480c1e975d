/* SPDX-License-Identifier: Apache-2.0 */
/* On the page of a draft: words that are selected in a clause are quoted in the comment on it. The
 * form works without. */
"use strict";
(function () {
    let last = null;
    function side(node) {
        const e = node && (node.nodeType === 1 ? node : node.parentElement);
        return e && e.closest(".clause .side");
    }
    document.addEventListener("selectionchange", function () {
        const s = document.getSelection();
        const from = s && s.rangeCount && !s.isCollapsed && side(s.anchorNode);
        if (from && from === side(s.focusNode))
            last = { side: from, text: s.toString().replace(/\n{2,}/g, "\n").trim() };
    });
    document.addEventListener("toggle", function (event) {
        const form = event.target;
        if (!form.open || !form.classList.contains("comment-here") || !last || !last.text)
            return;
        const clause = form.closest(".clause");
        const quote = form.querySelector("[data-quote]");
        const language = form.querySelector("[data-language-of]");
        if (!clause.contains(last.side) || !quote || quote.value)
            return;
        quote.value = last.text;
        language.value = last.side.dataset.language;
    }, true);
})();
