/* SPDX-License-Identifier: Apache-2.0 */
#include "model/standard_read.h"
#include "text/nearest.h"

struct regime_entry {
    struct slice regime, market, note, variant_of;
    const struct yaml_node *title, *audience, *standards;
};

static const struct yaml_member regime_members[] = {
    {"regime", YAML_AS_TEXT, true, offsetof(struct regime_entry, regime)},
    {"title", YAML_AS_MAP, true, offsetof(struct regime_entry, title)},
    {"market", YAML_AS_TEXT, true, offsetof(struct regime_entry, market)},
    {"audience", YAML_AS_MAP, true, offsetof(struct regime_entry, audience)},
    {"standards", YAML_AS_LIST, true, offsetof(struct regime_entry, standards)},
    {"variant_of", YAML_AS_TEXT, false, offsetof(struct regime_entry, variant_of)},
    {"note", YAML_AS_TEXT, false, offsetof(struct regime_entry, note)},
};

struct part_entry {
    const struct yaml_node *standard, *levels;
};

static const struct yaml_member part_members[] = {
    {"standard", YAML_AS_NODE, true, offsetof(struct part_entry, standard)},
    {"levels", YAML_AS_LIST, false, offsetof(struct part_entry, levels)},
};

static bool
find_standard(struct loader *l, const struct catalog *c, const struct yaml_doc *d,
              const struct yaml_node *n, const struct standard **out, struct err *e)
{
    if (!yaml_is(d, n, YAML_SCALAR, e))
        return false;
    *out = catalog_standard(c, n->text);
    if (*out)
        return true;
    struct slice *known = NEW_ARRAY(l->a, struct slice, c->nstandards);
    for (size_t i = 0; i < c->nstandards; i++)
        known[i] = c->standards[i].id;
    struct slice near = nearest_name(n->text, known, c->nstandards);
    if (near.n)
        return yaml_fail(d, n, e, "unknown standard '%.*s', did you mean '%.*s'?",
                         SL_FMT(slice_sub(n->text, 0, 80)), SL_FMT(near));
    return yaml_fail(d, n, e, "unknown standard '%.*s', add its file under standards/",
                     SL_FMT(slice_sub(n->text, 0, 80)));
}

/* A level that no requirement of the standard has is a misspelling. */
static bool
check_level(const struct yaml_doc *d, const struct standard *s, const struct yaml_node *n,
            struct err *e)
{
    struct slice near = {0};
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < s->requirements[i].levels.n; k++) {
            struct slice level = s->requirements[i].levels.v[k];
            if (slice_eq(level, n->text))
                return true;
            if (!near.n)
                near = nearest_name(n->text, &level, 1);
        }
    return yaml_fail(d, n, e, "no requirement of %.*s has the level '%.*s'%s%.*s%s", SL_FMT(s->id),
                     SL_FMT(slice_sub(n->text, 0, 80)), near.n ? ", did you mean '" : "",
                     SL_FMT(near), near.n ? "'?" : ", correct it");
}

static bool
read_part(struct regime_part *out, struct loader *l, const struct catalog *c,
          const struct yaml_doc *d, const struct yaml_node *n, struct err *e)
{
    struct part_entry entry = {0};
    if (!yaml_read(d, n, part_members, COUNT_OF(part_members), l->a, &entry, e) ||
        !find_standard(l, c, d, entry.standard, &out->standard, e))
        return false;
    if (!entry.levels)
        return true;
    if (!yaml_texts(d, entry.levels, l->a, &out->levels, e))
        return false;
    for (const struct yaml_node *level = entry.levels->first; level; level = level->next)
        if (!check_level(d, out->standard, level, e))
            return false;
    return true;
}

static bool
read_parts(struct regime *out, struct loader *l, const struct catalog *c, const struct yaml_doc *d,
           const struct yaml_node *list, struct err *e)
{
    if (list->n == 0)
        return yaml_fail(d, list, e, "a regime names at least one standard");
    out->parts = NEW_ARRAY(l->a, struct regime_part, list->n);
    for (const struct yaml_node *n = list->first; n; n = n->next) {
        if (read_part(&out->parts[out->n], l, c, d, n, e))
            out->n++;
        else if (!loader_goes_on(l, e))
            return false;
    }
    return true;
}

bool
regime_read(struct regime *out, struct loader *l, const struct catalog *c, const char *path,
            struct err *e)
{
    *out = (struct regime){0};
    struct yaml_doc d;
    struct regime_entry entry = {0};
    if (!loader_read(l, &d, path, STANDARD_FILE_MAX, e) ||
        !yaml_read(&d, d.root, regime_members, COUNT_OF(regime_members), l->a, &entry, e))
        return false;
    if (!slice_eq(entry.regime, loader_stem(d.file)))
        return yaml_fail(&d, d.root, e, "regime '%.*s' is not the file's name, rename one",
                         SL_FMT(entry.regime));
    out->id = entry.regime;
    out->market = entry.market;
    out->note = entry.note;
    out->variant_of = entry.variant_of;
    return text_read(&out->title, l->a, &d, entry.title, e) &&
           text_read(&out->audience, l->a, &d, entry.audience, e) &&
           read_parts(out, l, c, &d, entry.standards, e);
}
