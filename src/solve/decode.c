/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/decode.h"

#include "solve/product.h"

#include <assert.h>

#define DAY INT64_C(86400)

struct decoding {
    struct arena *a;
    const struct problem *p;
    const uint64_t *values;
    const struct slot *slot;
    struct asset *as;
    const struct asset *like; /* null where there is none */
};

static bool
holds(const struct decoding *d, int lit)
{
    return decode_holds(d->values, lit);
}

/* --- numbers -------------------------------------------------------------------------------- */

/* Both ends belong to it. */
struct interval {
    int64_t from, to;
};

static struct interval
interval_of(const struct decoding *d, const struct steps *s)
{
    struct interval in = {s->least, s->most};
    for (size_t i = 0; i < s->n; i++) {
        if (holds(d, s->reached[i]))
            in.from = s->at[i];
        else if (s->at[i] - 1 < in.to)
            in.to = s->at[i] - 1;
    }
    return in;
}

static bool
within(struct interval in, int64_t x)
{
    return in.from <= x && x <= in.to;
}

static int64_t
clamp(struct interval in, int64_t x)
{
    return x < in.from ? in.from : x > in.to ? in.to : x;
}

/* What people use, best known first: of issuers, of keys by their algorithm. 0 is none. */
#define USUAL(path, key, issuer, ...)        \
    {                                        \
        SL_INIT(path), SL_INIT(key), issuer, \
        {                                    \
            __VA_ARGS__                      \
        }                                    \
    }
static const struct {
    struct slice path, key;
    bool issuer;
    int64_t values[6];
} usual[] = {
    USUAL("key.bits", "RSA", false, 2048, 3072, 4096, 8192),
    USUAL("key.bits", "RSA-PSS", false, 2048, 3072, 4096, 8192),
    USUAL("key.bits", "DSA", false, 2048, 3072),
    USUAL("key.bits", "EC", false, 256, 384, 521, 512),
    USUAL("key.bits", "ML-DSA-44", false, 10496), /* the public key, FIPS 204, table 2 */
    USUAL("key.bits", "ML-DSA-65", false, 15616),
    USUAL("key.bits", "ML-DSA-87", false, 20736),
    USUAL("dh_bits", "", false, 2048, 3072, 4096, 8192),
    USUAL("ticket_lifetime", "", false, 7200, 86400, 3600),
    USUAL("validity_days", "", true, 1825, 3650, 1095, 365, 90),
    USUAL("validity_days", "", false, 90, 365, 398, 825, 1825, 30),
    USUAL("serial_bits", "", false, 127, 64, 159),
    USUAL("version", "", false, 3),
};

static const struct fact *
like_fact(const struct decoding *d, const struct field *f)
{
    const struct fact *like = d->like ? asset_fact(d->like, f->path) : NULL;
    return like && like->known ? like : NULL;
}

/* The named text that the model gives a field; false where it is another, or none. */
static bool
named_text(const struct decoding *d, const struct column *c, struct slice *out)
{
    for (size_t i = 0; c->field->type == FIELD_STRING && i < c->choices.named.n; i++)
        if (holds(d, c->choices.is[i])) {
            *out = c->choices.named.v[i];
            return true;
        }
    return false;
}

static struct slice
key_algorithm(const struct decoding *d)
{
    const struct field *f = kind_field(d->slot->kind, SL("key.algorithm"));
    struct slice key = {0};
    return f && named_text(d, &d->slot->columns[kind_index(d->slot->kind, f)], &key)
               ? key
               : (struct slice){0};
}

static int64_t
number(const struct decoding *d, const struct field *f, struct interval in)
{
    const struct fact *like = like_fact(d, f);
    struct slice key = key_algorithm(d);
    if (like && within(in, like->i))
        return like->i;
    for (size_t i = 0; i < COUNT_OF(usual); i++) {
        if (!slice_eq(usual[i].path, f->path) || (usual[i].key.n && !slice_eq(usual[i].key, key)) ||
            (usual[i].issuer && d->slot->part != SLOT_ISSUER))
            continue;
        for (size_t k = 0; k < COUNT_OF(usual[i].values); k++)
            if (usual[i].values[k] && within(in, usual[i].values[k]))
                return usual[i].values[k];
    }
    return in.from;
}

/* --- validity ------------------------------------------------------------------------------- */

static struct fact *
fact_at(const struct decoding *d, const char *path, struct interval *in)
{
    const struct field *f = kind_field(d->slot->kind, slice_str(path));
    if (!f || (f->type != FIELD_TIME && f->type != FIELD_INT))
        return NULL;
    *in = interval_of(d, &d->slot->columns[kind_index(d->slot->kind, f)].steps);
    return asset_fact(d->as, slice_str(path));
}

/* Where a validity that starts at `start` can end. */
static struct interval
ends_after(int64_t start, struct interval until, struct interval days)
{
    struct interval in = {days.from ? start + (days.from - 1) * DAY + 1 : start,
                          start + days.to * DAY};
    return (struct interval){in.from > until.from ? in.from : until.from,
                             in.to < until.to ? in.to : until.to};
}

/* The three facts of a certificate's validity, which depend on each other (law E8). */
static void
put_validity(struct decoding *d)
{
    struct interval from, until, days;
    struct fact *f = fact_at(d, "valid_from", &from), *u = fact_at(d, "valid_until", &until);
    struct fact *n = fact_at(d, "validity_days", &days);
    if (!f || !u || !n)
        return;
    const struct kind *k = d->slot->kind;
    const struct fact *like_from = like_fact(d, kind_field(k, SL("valid_from")));
    const struct fact *like_until = like_fact(d, kind_field(k, SL("valid_until")));
    int64_t wanted = number(d, kind_field(k, SL("validity_days")), days);
    const int64_t starts[] = {
        like_from ? like_from->i : date_seconds(d->p->on),
        date_seconds(d->p->on),
        until.from - days.to * DAY,
        until.to - wanted * DAY,
        until.to - days.from * DAY,
        from.from,
        from.to,
    };
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        int64_t start = clamp(from, starts[i]);
        struct interval in = ends_after(start, until, days);
        if (in.from > in.to)
            continue;
        int64_t end = like_until && within(in, like_until->i) ? like_until->i
                                                              : clamp(in, start + wanted * DAY);
        fact_int(f, start);
        fact_int(u, end);
        fact_int(n, (end - start + DAY - 1) / DAY);
        return;
    }
    assert(false); /* law E8 leaves at least one */
}

/* --- texts ---------------------------------------------------------------------------------- */

/* What stands where the model says "another": the first that no condition names. */
static const struct {
    struct slice path;
    struct slice values[4];
} other_texts[] = {
    {SL_INIT("key.curve"), {SL_INIT(""), SL_INIT("secp256r1"), SL_INIT("sect571r1")}},
    {SL_INIT("signature.hash"), {SL_INIT(""), SL_INIT("SHA-256"), SL_INIT("SHAKE256")}},
    {SL_INIT("subject_alternative_names"), {SL_INIT("www.example.com"), SL_INIT("example.com")}},
    {SL_INIT("alpn"), {SL_INIT("http/1.1"), SL_INIT("h2")}},
};

static bool
taken(const struct decoding *d, const struct field *f, struct slice v)
{
    const struct column *c = &d->slot->columns[kind_index(d->slot->kind, f)];
    return mapping_has(&c->choices.named, v);
}

/* Names of certificates that hold a chain together. */
static struct slice
name_of(const struct decoding *d, const struct slot *slot)
{
    return slot->part == SLOT_LEAF ? SL("CN=www.example.com")
                                   : arena_printf(d->a, "CN=Example CA,OU=%.*s", SL_FMT(slot->id));
}

static struct slice
chain_name(const struct decoding *d, const struct field *f)
{
    const struct slot *slot = d->slot;
    bool self = slot->other == SLOT_NONE;
    for (size_t i = 0; i < slot->kind->n && slice_eq_str(f->path, "issuer"); i++)
        if (slice_eq_str(slot->kind->fields[i].path, "self_signed"))
            self = holds(d, slot->columns[i].yes);
    if (slice_eq_str(f->path, "subject") || self)
        return name_of(d, slot);
    if (slot->part == SLOT_LEAF)
        return name_of(d, &d->p->space.slots[slot->other]);
    return SL("CN=Example Root CA");
}

/* A suite of the best version that no condition on the preferred suite names. */
static struct slice
unnamed_suite(const struct decoding *d, const struct field *f)
{
    const struct slot *slot = d->slot;
    for (size_t v = 0; v < PRODUCT_VERSIONS; v++) {
        const struct field *set = kind_field(slot->kind, product_versions[v].suites);
        const struct column *c = set ? &slot->columns[kind_index(slot->kind, set)] : NULL;
        for (size_t e = 0; c && e < set->registry->n; e++)
            if (holds(d, c->elements[e]) && !taken(d, f, set->registry->elements[e].name))
                return set->registry->elements[e].name;
    }
    return SL("none");
}

/* A number of its own for each certificate, as many digits as the field has. */
static struct slice
own_number(const struct decoding *d, const struct field *f)
{
    int digits = slice_eq_str(f->path, "fingerprint") ? 64 : 2;
    return arena_printf(d->a, "%0*zx", digits, (size_t)(d->slot - d->p->space.slots) + 1);
}

static struct slice
other_text(const struct decoding *d, const struct field *f, size_t nth)
{
    const struct fact *like = f->type == FIELD_STRING ? like_fact(d, f) : NULL;
    if (like && !taken(d, f, like->s))
        return like->s;
    if (slice_eq_str(f->path, "preferred_suite"))
        return unnamed_suite(d, f);
    if (slice_eq_str(f->path, "subject") || slice_eq_str(f->path, "issuer"))
        return chain_name(d, f);
    if (slice_eq_str(f->path, "fingerprint") || slice_eq_str(f->path, "serial"))
        return own_number(d, f);
    for (size_t i = 0; i < COUNT_OF(other_texts); i++)
        for (size_t k = 0; k < COUNT_OF(other_texts[i].values); k++)
            if (slice_eq(other_texts[i].path, f->path) && other_texts[i].values[k].p &&
                !taken(d, f, other_texts[i].values[k]) && nth-- == 0)
                return other_texts[i].values[k];
    struct slice v = arena_printf(d->a, "another-%zu", nth + 1);
    while (taken(d, f, v))
        v = arena_printf(d->a, "%.*s'", SL_FMT(v));
    return v;
}

static void
put_list(struct decoding *d, const struct column *c, struct fact *f)
{
    const struct choices *in = &c->choices;
    const struct interval size = interval_of(d, &c->steps);
    VEC(struct slice) list = {0};
    for (size_t i = 0; i < in->named.n; i++)
        if (holds(d, in->is[i]))
            vec_push(d->a, &list, in->named.v[i]);
    const struct fact *like = like_fact(d, c->field);
    for (size_t i = 0; like && holds(d, in->other) && i < like->list.n; i++)
        if (!taken(d, c->field, like->list.v[i]) && (int64_t)list.n < size.to)
            vec_push(d->a, &list, like->list.v[i]);
    size_t others = 0;
    for (size_t i = 0; i < list.n; i++)
        others += !taken(d, c->field, list.v[i]);
    while (holds(d, in->other) && (others == 0 || (int64_t)list.n < size.from))
        vec_push(d->a, &list, other_text(d, c->field, others++));
    f->list = (struct slices){list.v, list.n};
    f->known = true;
}

/* --- facts ---------------------------------------------------------------------------------- */

static void
put_set(const struct decoding *d, const struct column *c, struct fact *f)
{
    for (size_t e = 0; e < c->field->registry->n; e++)
        fact_element(f, e, holds(d, c->elements[e]));
    fact_settle(f, c->field->registry->n);
}

static void
put_fact(struct decoding *d, const struct column *c, struct fact *f)
{
    struct slice text;
    switch (c->field->type) {
    case FIELD_SET:
        put_set(d, c, f);
        break;
    case FIELD_BOOL:
        fact_bool(f, holds(d, c->yes));
        break;
    case FIELD_INT:
    case FIELD_TIME:
        fact_int(f, number(d, c->field, interval_of(d, &c->steps)));
        break;
    case FIELD_STRING:
        fact_string(f, named_text(d, c, &text) ? text : other_text(d, c->field, 0));
        break;
    case FIELD_STRINGS:
        put_list(d, c, f);
        break;
    }
}

void
decode(struct evidence *out, struct arena *a, const struct problem *p, const uint64_t *values,
       const struct mapping *like)
{
    const struct space *s = &p->space;
    *out = (struct evidence){.target = SL("product"),
                             .assets = NEW_ARRAY(a, struct asset, s->n),
                             .origins = NEW(a, struct origin),
                             .norigins = 1};
    *out->origins = (struct origin){.method = SL("plan"), .where = SL("product")};
    for (size_t i = 0; i < s->n; i++) {
        const struct slot *slot = &s->slots[i];
        if (!decode_holds(values, slot->present))
            continue;
        struct asset *as = &out->assets[out->n++];
        struct decoding d = {.a = a,
                             .p = p,
                             .values = values,
                             .slot = slot,
                             .as = as,
                             .like = like ? like->assets[i] : NULL};
        asset_init(as, a, slot->kind, slot->id, slot->name);
        for (size_t f = 0; f < slot->kind->n; f++)
            put_fact(&d, &slot->columns[f], &as->facts[f]);
        put_validity(&d);
    }
}
