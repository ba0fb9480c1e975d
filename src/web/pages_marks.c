/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pages_parts.h"

static const char *const parts[PAGE_LANGUAGES] = {"en", "zh"}; /* what @ stands for */

static bool
starts(struct slice s, size_t at, const char *what)
{
    return slice_has_prefix(slice_sub(s, at, s.n), slice_str(what));
}

static bool
fault(struct slice file, struct slice text, size_t at, const char *what, struct err *e)
{
    size_t line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        column = text.p[i] == '\n' ? 1 : column + ((text.p[i] & 0xc0) != 0x80);
        line += text.p[i] == '\n';
    }
    return err_set(e, ERR_INPUT, "%.*s:%zu:%zu: %s", SL_FMT(file), line, column, what);
}

/* A tag whose "{{" stands at `at`, its @ resolved; gives the octets that it takes. */
static size_t
add_tag(struct buf *b, struct slice s, size_t at, enum page_language lang)
{
    size_t n = slice_find(slice_sub(s, at, s.n), SL("}}"));
    n = n == SIZE_MAX ? s.n - at : n + 2;
    bool comment = at + 2 < s.n && s.p[at + 2] == '!';
    for (size_t i = at; i < at + n; i++)
        if (s.p[i] == '@' && !comment)
            buf_str(b, parts[lang]);
        else
            buf_u8(b, s.p[i]);
    return n;
}

/* A text of the catalogue: escaped but for its tags. */
static void
add_text(struct buf *b, struct slice s, enum page_language lang)
{
    for (size_t i = 0; i < s.n;) {
        if (starts(s, i, "{{")) {
            i += add_tag(b, s, i, lang);
            continue;
        }
        if (s.p[i] == '&')
            buf_str(b, "&amp;");
        else if (s.p[i] == '<')
            buf_str(b, "&lt;");
        else if (s.p[i] == '>')
            buf_str(b, "&gt;");
        else if (s.p[i] == '"')
            buf_str(b, "&quot;");
        else
            buf_u8(b, s.p[i]);
        i++;
    }
}

struct slice
pages_msgid(struct arena *a, struct slice s)
{
    struct buf b;
    bool gap = false;
    buf_init(&b, a, MUSTACHE_TEMPLATE_MAX);
    s = slice_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t' || s.p[i] == '\r';
        if (!blank && gap)
            buf_u8(&b, ' ');
        if (!blank)
            buf_u8(&b, s.p[i]);
        gap = blank;
    }
    return buf_slice(&b);
}

bool
pages_marks(struct slice *out, struct arena *a, const struct pages *p, enum page_language lang,
            struct slice file, struct slice text, struct err *e)
{
    struct buf b;
    buf_init(&b, a, 4 * MUSTACHE_TEMPLATE_MAX);
    bool line_start = true;
    for (size_t i = 0; i < text.n;) {
        if (line_start && (text.p[i] == ' ' || text.p[i] == '\t')) {
            i++;
            continue;
        }
        line_start = text.p[i] == '\n';
        if (starts(text, i, "[[")) {
            size_t n = slice_find(slice_sub(text, i, text.n), SL("]]"));
            if (n == SIZE_MAX)
                return fault(file, text, i, "this [[ is not closed", e);
            struct slice id = pages_msgid(a, slice_sub(text, i + 2, n - 2));
            if (id.n == 0 || slice_find(id, SL("[[")) != SIZE_MAX)
                return fault(file, text, i, "a text stands between [[ and ]]", e);
            add_text(&b, pages_text(p, lang, id), lang);
            i += n + 2;
        } else if (starts(text, i, "{{")) {
            i += add_tag(&b, text, i, lang);
        } else {
            buf_u8(&b, text.p[i++]);
        }
    }
    return buf_done(&b, out, e);
}

void
pages_style(struct buf *out, struct slice css)
{
    bool line_start = true;
    for (size_t i = 0; i < css.n;) {
        if (starts(css, i, "/*")) {
            size_t n = slice_find(slice_sub(css, i, css.n), SL("*/"));
            i = n == SIZE_MAX ? css.n : i + n + 2;
            continue;
        }
        uint8_t c = css.p[i++];
        if (line_start && (c == ' ' || c == '\t' || c == '\n'))
            continue;
        line_start = c == '\n';
        buf_u8(out, c);
    }
}
