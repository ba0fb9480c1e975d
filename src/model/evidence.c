/* SPDX-License-Identifier: Apache-2.0 */
#include "model/evidence.h"

#include <assert.h>
#include <stddef.h>

void
asset_init(struct asset *out, struct arena *a, const struct kind *k, struct slice id,
           struct slice name)
{
    *out = (struct asset){id, name, k, NEW_ARRAY(a, struct fact, k->n)};
    for (size_t i = 0; i < k->n; i++) {
        if (k->fields[i].type != FIELD_SET)
            continue;
        out->facts[i].known_bits = bits_new(a, k->fields[i].registry->n);
        out->facts[i].truth_bits = bits_new(a, k->fields[i].registry->n);
    }
}

struct fact *
asset_fact(const struct asset *as, struct slice path)
{
    const struct field *f = kind_field(as->kind, path);
    return f ? &as->facts[kind_index(as->kind, f)] : NULL;
}

void
fact_bool(struct fact *f, bool value)
{
    f->b = value;
    f->known = true;
}

void
fact_int(struct fact *f, int64_t value)
{
    f->i = value;
    f->known = true;
}

void
fact_string(struct fact *f, struct slice value)
{
    f->s = value;
    f->known = true;
}

void
fact_unknown(struct fact *f, struct slice reason)
{
    f->known = false;
    f->reason = reason;
}

void
fact_element(struct fact *f, size_t element, bool offered)
{
    assert(f->known_bits && f->truth_bits);
    bits_set(f->known_bits, element);
    if (offered)
        bits_set(f->truth_bits, element);
    else
        bits_clear(f->truth_bits, element);
}

void
fact_settle(struct fact *f, size_t n)
{
    assert(f->known_bits);
    f->known = bits_count(f->known_bits, n) == n;
}

void
asset_bool(const struct asset *as, const char *path, bool value)
{
    struct fact *f = asset_fact(as, slice_str(path));
    if (f)
        fact_bool(f, value);
}

void
asset_int(const struct asset *as, const char *path, int64_t value)
{
    struct fact *f = asset_fact(as, slice_str(path));
    if (f)
        fact_int(f, value);
}

void
asset_string(const struct asset *as, const char *path, struct slice value)
{
    struct fact *f = asset_fact(as, slice_str(path));
    if (f)
        fact_string(f, value);
}

void
asset_list(const struct asset *as, const char *path, struct slices value)
{
    struct fact *f = asset_fact(as, slice_str(path));
    if (!f)
        return;
    f->list = value;
    f->known = true;
}

void
asset_unknown(const struct asset *as, const char *path, struct slice reason)
{
    struct fact *f = asset_fact(as, slice_str(path));
    if (f)
        fact_unknown(f, reason);
}

/* ---- copying -------------------------------------------------------------------------------- */

struct copier {
    struct arena *a;
    size_t reserve;
    bool full;
};

/* Null for nothing, and where there is no room. */
static void *
copy(struct copier *c, const void *from, size_t n, size_t size)
{
    size_t room = arena_room(c->a), octets = n * size; /* they are there once already */
    c->full = c->full || room < c->reserve || room - c->reserve < octets + sizeof(max_align_t);
    if (c->full || octets == 0)
        return NULL;
    return memcpy(arena_alloc(c->a, n, size), from, octets);
}

static void
copy_text(struct copier *c, struct slice *s)
{
    s->p = copy(c, s->p, s->n, 1);
}

static void
copy_list(struct copier *c, struct slices *list)
{
    list->v = copy(c, list->v, list->n, sizeof *list->v);
    for (size_t i = 0; i < list->n && !c->full; i++)
        copy_text(c, &list->v[i]);
}

static void
copy_fact(struct copier *c, struct fact *f, const struct field *field)
{
    size_t words = field->type == FIELD_SET ? BITS_WORDS(field->registry->n) : 0;
    copy_text(c, &f->s);
    copy_list(c, &f->list);
    f->known_bits = copy(c, f->known_bits, words, sizeof *f->known_bits);
    f->truth_bits = copy(c, f->truth_bits, words, sizeof *f->truth_bits);
    copy_list(c, &f->extra);
    f->order = copy(c, f->order, f->norder, sizeof *f->order);
    copy_text(c, &f->reason);
}

static void
copy_asset(struct copier *c, struct asset *as)
{
    copy_text(c, &as->id);
    copy_text(c, &as->name);
    as->facts = copy(c, as->facts, as->kind->n, sizeof *as->facts);
    for (size_t i = 0; i < as->kind->n && !c->full; i++)
        copy_fact(c, &as->facts[i], &as->kind->fields[i]);
}

/* Each copy starts as the original's members; what they point to is copied in their place. */
bool
evidence_copy(struct evidence *out, struct arena *a, const struct evidence *from, size_t reserve)
{
    struct copier c = {.a = a, .reserve = reserve};
    *out = *from;
    copy_text(&c, &out->target);
    out->assets = copy(&c, out->assets, out->n, sizeof *out->assets);
    for (size_t i = 0; i < out->n && !c.full; i++)
        copy_asset(&c, &out->assets[i]);
    out->origins = copy(&c, out->origins, out->norigins, sizeof *out->origins);
    for (size_t i = 0; i < out->norigins && !c.full; i++) {
        copy_text(&c, &out->origins[i].method);
        copy_text(&c, &out->origins[i].where);
        copy_text(&c, &out->origins[i].note);
    }
    return !c.full;
}
