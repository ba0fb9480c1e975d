/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An octet that chooses the part and language, a file, a NUL, a text: put in place of that
 * part of each clause and requirement. Where it is done, the file is read again, has the text, and
 * all other texts are what they were.
 */
#include "draft/edit.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The clauses or requirements, where the file has a list of them. */
static const struct yaml_node *
entries(const struct edit_file *f, bool clauses)
{
    const struct yaml_node *root = f->doc.root;
    const struct yaml_node *list =
        root->type == YAML_MAPPING ? yaml_get(root, clauses ? SL("clauses") : SL("requirements"))
                                   : NULL;
    return list && list->type == YAML_SEQUENCE ? list->first : NULL;
}

static struct slice
id_of(const struct yaml_node *n)
{
    const struct yaml_node *id = n->type == YAML_MAPPING ? yaml_get(n, SL("id")) : NULL;
    return id && id->type == YAML_SCALAR ? id->text : SL("");
}

static void
check_others(const struct edit_file *was, const struct edit_file *is, const struct edit_at *but)
{
    for (unsigned clauses = 0; clauses < 2; clauses++)
        for (const struct yaml_node *n = entries(was, clauses); n; n = n->next)
            for (unsigned k = 0; k < 4; k++) {
                struct slice a, b;
                const struct edit_at at = {(clauses ? EDIT_TITLE : EDIT_WHEN) + k / 2, id_of(n),
                                           (enum draft_language)(k % 2)};
                bool same = at.part == but->part && slice_eq(at.id, but->id) &&
                            (!clauses || at.language == but->language);
                if (!same && edit_find(&a, was, &at) &&
                    (!edit_find(&b, is, &at) || !slice_eq(a, b)))
                    abort();
            }
}

static void
check(struct arena *a, const struct edit_file *f, const struct edit_at *at, struct slice text)
{
    struct edit_file again;
    struct slice out, found;
    struct err e = {0};
    if (!edit_apply(&out, a, f, at, text, &e))
        return;
    if (!edit_open(&again, a, SL("f"), out, &e) || !edit_find(&found, &again, at) ||
        !slice_eq(found, text))
        abort();
    check_others(f, &again, at);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct edit_file f;
    struct slice file, text, all = slice_of(data, n);
    struct err e = {0};
    if (n < 1 || n > 20000)
        return 0;
    enum edit_part part = (enum edit_part)(data[0] % EDIT_PARTS);
    enum draft_language l = (enum draft_language)(data[0] / EDIT_PARTS % DRAFT_LANGUAGES);
    all = slice_sub(all, 1, n);
    if (slice_cut(&all, 0, &file) && edit_text(&text, &a, all, &e) &&
        edit_open(&f, &a, SL("f"), file, &e)) {
        unsigned left = 8;
        for (const struct yaml_node *c = entries(&f, part == EDIT_TITLE || part == EDIT_TEXT);
             c && left-- > 0; c = c->next)
            check(&a, &f, &(struct edit_at){part, id_of(c), l}, text);
    }
    arena_free(&a);
    return 0;
}
