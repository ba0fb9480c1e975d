/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names, nouns and values.
 */
#include "judge/words.h"

#include "model/bits.h"

#include <inttypes.h>

/* --- lists ---------------------------------------------------------------------------------- */

void
words_cut(struct buf *b, struct slice s)
{
    buf_add(b, slice_sub(s, 0, WORDS_VALUE_MAX));
    buf_str(b, s.n > WORDS_VALUE_MAX ? "..." : "");
}

void
words_list(struct buf *b, struct slices names)
{
    for (size_t i = 0; i < names.n && i < WORDS_NAMES_MAX; i++) {
        buf_str(b, i ? ", " : "");
        words_cut(b, names.v[i]);
    }
    if (names.n > WORDS_NAMES_MAX)
        buf_printf(b, " (and %zu more)", names.n - WORDS_NAMES_MAX);
}

/* Fields that speak of one protocol version: registries say which elements it can have. */
static const struct {
    const char *prefix, *version;
} VERSIONS[] = {
    {"ssl3_", "SSL 3.0"},  {"tls10_", "TLS 1.0"}, {"tls11_", "TLS 1.1"},
    {"tls12_", "TLS 1.2"}, {"tls13_", "TLS 1.3"}, {"tlcp_", "TLCP 1.1"},
};

/* The version that the field speaks of, and how long its prefix is; null and 0 for others. */
static const char *
version_of(const struct field *f, size_t *prefix)
{
    *prefix = 0;
    for (size_t i = 0; i < COUNT_OF(VERSIONS); i++)
        if (slice_has_prefix(f->path, slice_str(VERSIONS[i].prefix))) {
            *prefix = strlen(VERSIONS[i].prefix);
            return VERSIONS[i].version;
        }
    return NULL;
}

const char *
words_version(const struct field *f)
{
    size_t prefix;
    return version_of(f, &prefix);
}

static bool
can_be_in(const struct registry *r, size_t element, const char *version)
{
    const struct attribute *at = registry_attribute(r, SL("versions"));
    if (!version || !at || at->type != ATTRIBUTE_STRINGS)
        return true;
    struct slices in = r->elements[element].attr[at - r->attributes].list;
    for (size_t i = 0; i < in.n; i++)
        if (slice_eq_str(in.v[i], version))
            return true;
    return false;
}

/* The names of the elements for which `bits` is set, and room for `more`. */
static struct slices
names_of(struct arena *a, const struct registry *r, const uint64_t *bits, size_t more)
{
    struct slices out = {NEW_ARRAY(a, struct slice, bits_count(bits, r->n) + more), 0};
    for (size_t i = 0; i < r->n; i++)
        if (bits_has(bits, i))
            out.v[out.n++] = r->elements[i].name;
    return out;
}

struct slices
words_offered(const struct witness *w, struct arena *a, const struct atom *at)
{
    const struct registry *r = words_field(w, at)->registry;
    const struct fact *f = words_fact(w, at);
    uint64_t bits[BITS_WORDS(REGISTRY_ELEMENTS_MAX)] = {0};
    for (size_t i = 0; i < BITS_WORDS(r->n); i++)
        bits[i] = at->mask[i] & f->known_bits[i] & f->truth_bits[i];
    size_t strange = at->any_name ? f->extra.n : 0;
    struct slices out = names_of(a, r, bits, strange);
    for (size_t i = 0; i < strange; i++)
        out.v[out.n++] = f->extra.v[i];
    return out;
}

struct slices
words_needed(const struct witness *w, struct arena *a, const struct atom *at)
{
    const struct registry *r = words_field(w, at)->registry;
    size_t prefix;
    const char *version = version_of(words_field(w, at), &prefix);
    uint64_t bits[BITS_WORDS(REGISTRY_ELEMENTS_MAX)] = {0};
    for (size_t i = 0; i < r->n; i++)
        if (bits_has(at->mask, i) && can_be_in(r, i, version))
            bits_set(bits, i);
    return names_of(a, r, bits_count(bits, r->n) ? bits : at->mask, 0);
}

static bool
among(struct slices values, struct slice s)
{
    for (size_t i = 0; i < values.n; i++)
        if (slice_eq(values.v[i], s))
            return true;
    return false;
}

struct slices
words_items(const struct witness *w, struct arena *a, const struct atom *at)
{
    const struct slices list = words_fact(w, at)->list;
    struct slices out = {NEW_ARRAY(a, struct slice, list.n), 0};
    for (size_t i = 0; i < list.n; i++)
        if (among(at->values, list.v[i]) == (at->op == ATOM_LIST_SOME) && !among(out, list.v[i]))
            out.v[out.n++] = list.v[i];
    return out;
}

bool
words_unlisted(const struct witness *w, const struct atom *at, uint64_t *const *unlisted)
{
    const struct fact *f = words_fact(w, at);
    const uint64_t *off = unlisted ? unlisted[at->field] : NULL;
    for (size_t i = 0; off && i < BITS_WORDS(words_field(w, at)->registry->n); i++)
        if (f->known_bits[i] & f->truth_bits[i] & at->mask[i] & ~off[i])
            return false;
    return off != NULL;
}

/* --- nouns and values ----------------------------------------------------------------------- */

static void
spaced(struct buf *b, struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_u8(b, s.p[i] == '_' ? ' ' : s.p[i]);
}

void
words_noun(struct buf *b, const struct field *f, size_t n)
{
    size_t prefix;
    const char *where = version_of(f, &prefix);
    struct slice what = slice_sub(f->path, prefix, f->path.n);
    bool plural = slice_has_suffix(what, SL("s"));
    if (!plural)
        buf_str(b, n == 1 ? "way of " : "ways of ");
    spaced(b, slice_sub(what, 0, what.n - (plural && n == 1)));
    if (where)
        buf_printf(b, " in %s", where);
}

void
words_number(struct buf *b, const struct field *f, int64_t k)
{
    buf_printf(b, "%" PRId64, k);
    if (f->type == FIELD_INT && f->unit.n && !slice_eq_str(f->unit, "1"))
        buf_printf(b, " %.*s%s", SL_FMT(f->unit), k == 1 ? "" : "s");
}

void
words_instant(struct buf *b, int64_t t)
{
    if (!date_covers(t)) {
        buf_printf(b, "%" PRId64 " seconds after 1970", t);
        return;
    }
    date_t day = date_of_seconds(t);
    int64_t s = t - date_seconds(day);
    buf_add(b, date_print(b->a, day));
    if (s)
        buf_printf(b, " %02d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}

void
words_scalar(struct buf *b, const struct field *f, const struct fact *x)
{
    switch (f->type) {
    case FIELD_BOOL:
        buf_str(b, x->b ? "on" : "off");
        break;
    case FIELD_INT:
        words_number(b, f, x->i);
        break;
    case FIELD_STRING:
        words_cut(b, x->s.n ? x->s : SL("empty"));
        break;
    case FIELD_TIME:
        words_instant(b, x->i);
        break;
    case FIELD_STRINGS:
        words_list(b, x->list);
        break;
    case FIELD_SET:
        break;
    }
}

void
words_value(struct buf *b, const struct witness *w, size_t field)
{
    words_scalar(b, &witness_form(w)->kind->fields[field], &w->asset->facts[field]);
}
