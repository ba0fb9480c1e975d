/* SPDX-License-Identifier: Apache-2.0 */
#include "report/config_rows.h"

#include "solve/change.h"

#include <inttypes.h>

struct slice
config_label(struct arena *a, const struct field *f)
{
    if (f->label.n)
        return f->label;
    struct slice path = f->path;
    uint8_t *p = arena_alloc(a, path.n + 1, 1);
    for (size_t i = 0; i < path.n; i++)
        p[i] = path.p[i] == '_' || path.p[i] == '.' ? ' ' : path.p[i];
    return slice_of(p, path.n);
}

static struct slices
set_values(struct arena *a, const struct field *field, const struct fact *f)
{
    size_t n = field->registry->n;
    struct slices out = {NEW_ARRAY(a, struct slice, n + f->norder + f->extra.n), 0};
    for (size_t i = 0; i < f->norder; i++)
        out.v[out.n++] = field->registry->elements[f->order[i]].name;
    for (size_t i = 0; i < n && f->norder == 0; i++)
        if (bits_has(f->truth_bits, i))
            out.v[out.n++] = field->registry->elements[i].name;
    for (size_t i = 0; i < f->extra.n; i++)
        out.v[out.n++] = f->extra.v[i];
    return out;
}

static struct slices
one(struct arena *a, struct slice value)
{
    struct slices out = {NEW(a, struct slice), value.n > 0};
    out.v[0] = value;
    return out;
}

/* "3072 bits", "1 day"; the unit "1" is none. */
static struct slice
number(struct arena *a, const struct field *field, int64_t k)
{
    if (field->unit.n == 0 || slice_eq_str(field->unit, "1"))
        return arena_printf(a, "%" PRId64, k);
    return arena_printf(a, "%" PRId64 " %.*s%s", k, SL_FMT(field->unit), k == 1 ? "" : "s");
}

/* Of the sets named "…_suites" for "suites": how many are not empty. */
static size_t
parts_in_use(const struct asset *as, const struct field *whole)
{
    size_t n = 0;
    for (size_t i = 0; i < as->kind->n; i++) {
        const struct field *f = &as->kind->fields[i];
        bool part = f != whole && f->type == FIELD_SET && f->registry == whole->registry &&
                    slice_has_suffix(f->path, whole->path);
        n += part && as->facts[i].known && bits_count(as->facts[i].truth_bits, f->registry->n) > 0;
    }
    return n;
}

/* The union that a set is part of, or null. */
static const struct field *
union_of(const struct kind *k, const struct field *part)
{
    for (size_t i = 0; i < k->n; i++) {
        const struct field *f = &k->fields[i];
        if (f != part && f->type == FIELD_SET && f->registry == part->registry &&
            change_is_union(k, f) && slice_has_suffix(part->path, f->path))
            return f;
    }
    return NULL;
}

/* One of the union and its parts is enough: the union where one part alone is in use. */
static bool
is_told_elsewhere(const struct asset *as, const struct field *f)
{
    if (change_is_union(as->kind, f))
        return parts_in_use(as, f) > 1;
    const struct field *whole = union_of(as->kind, f);
    return whole && parts_in_use(as, whole) < 2;
}

bool
config_is_plain(const struct asset *as)
{
    for (size_t i = 0; i < as->kind->n; i++)
        if (as->kind->fields[i].type == FIELD_SET)
            return false;
    return true;
}

/* Fields that follow from others, or that any value does for. */
static bool
is_dull(const struct field *f)
{
    static const char *const paths[] = {"role",   "version", "serial",      "serial_bits",
                                        "issuer", "subject", "fingerprint", "preferred_suite"};
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        if (slice_eq_str(f->path, paths[i]))
            return true;
    return false;
}

/* What a row says; no values where it is not shown. */
static struct slices
values_of(struct arena *a, const struct asset *as, size_t i, bool all)
{
    const struct field *field = &as->kind->fields[i];
    const struct fact *f = &as->facts[i];
    if (!all && is_dull(field))
        return (struct slices){0};
    switch (field->type) {
    case FIELD_SET:
        if (!all && is_told_elsewhere(as, field))
            return (struct slices){0};
        return set_values(a, field, f);
    case FIELD_INT:
        return one(a, number(a, field, f->i));
    case FIELD_STRING:
        return one(a, f->s);
    case FIELD_STRINGS:
        return all ? f->list : (struct slices){0};
    case FIELD_TIME:
        return all ? one(a, date_clock(a, f->i)) : (struct slices){0};
    case FIELD_BOOL:
        break; /* told in two rows */
    }
    return (struct slices){0};
}

static struct config_row
flags(struct arena *a, const struct asset *as, bool on)
{
    struct slices names = {NEW_ARRAY(a, struct slice, as->kind->n), 0};
    for (size_t i = 0; i < as->kind->n; i++)
        if (as->kind->fields[i].type == FIELD_BOOL && as->facts[i].known && as->facts[i].b == on)
            names.v[names.n++] = config_label(a, &as->kind->fields[i]);
    return (struct config_row){on ? SL("on") : SL("off"), names};
}

size_t
config_rows(struct config_row **out, struct arena *a, const struct asset *as, bool all)
{
    struct config_row *v = NEW_ARRAY(a, struct config_row, as->kind->n + 2);
    size_t n = 0;
    for (size_t i = 0; i < as->kind->n; i++) {
        struct slices values = as->facts[i].known ? values_of(a, as, i, all) : (struct slices){0};
        bool empty = all && as->facts[i].known && as->kind->fields[i].type != FIELD_BOOL;
        if (values.n == 0 && empty)
            values = one(a, SL("none"));
        if (values.n)
            v[n++] = (struct config_row){config_label(a, &as->kind->fields[i]), values};
    }
    for (int on = all || !config_is_plain(as) ? 1 : -1; on >= 0; on--) {
        struct config_row r = flags(a, as, on == 1);
        if (r.values.n)
            v[n++] = r;
    }
    *out = v;
    return n;
}
