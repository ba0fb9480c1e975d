/* SPDX-License-Identifier: Apache-2.0 */
#include "support/random_evidence.h"

#include <stdio.h>

static const struct slice texts[] = {
    SL_INIT(""),
    SL_INIT("plain"),
    SL_INIT("CN=\"quoted\\, name\",O=Ä中😀"),
    SL_INIT("line\nfeed\ttab \x01 control \x7f"),
    SL_INIT("=1301,c02b"),
    SL_INIT("true"),
    SL_INIT("[\"x\"]"),
    SL_INIT("comity:fact:role"),
    SL_INIT(" spaces "),
    SL_INIT("9999999999999999999999999"),
    SL_INIT("</script><!-- & %s %n"),
};

struct dice {
    struct arena *a;
    uint64_t state;
};

/* splitmix64 */
static uint64_t
roll(struct dice *d, uint64_t sides)
{
    uint64_t z = d->state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return (z ^ z >> 31) % sides;
}

static struct slice
any_text(struct dice *d)
{
    return texts[roll(d, COUNT_OF(texts))];
}

static struct slices
any_texts(struct dice *d)
{
    struct slices out = {NEW_ARRAY(d->a, struct slice, 4), (size_t)roll(d, 5)};
    for (size_t i = 0; i < out.n; i++)
        out.v[i] = any_text(d);
    return out;
}

static int64_t
any_int(struct dice *d)
{
    static const int64_t ints[] = {0, 1, -1, 2048, INT64_MAX, INT64_MIN, 1767225600, -62135596801};
    return ints[roll(d, COUNT_OF(ints))];
}

static void
fill_set(struct dice *d, struct fact *f, const struct registry *r)
{
    uint64_t unknown = roll(d, 3); /* 0: all settled, 1: some, 2: none */
    for (size_t i = 0; i < r->n && unknown < 2; i++)
        if (unknown == 0 || roll(d, 2))
            fact_element(f, i, roll(d, 3) == 0);
    fact_settle(f, r->n);
    if (roll(d, 4) == 0)
        f->extra = any_texts(d);
    if (roll(d, 3))
        return;
    f->norder = (size_t)roll(d, 5);
    f->order = NEW_ARRAY(d->a, uint16_t, f->norder);
    for (size_t i = 0; i < f->norder; i++)
        f->order[i] = (uint16_t)roll(d, r->n);
}

static void
fill_fact(struct dice *d, struct fact *f, const struct field *field, size_t norigins)
{
    f->origin = (uint16_t)roll(d, norigins);
    if (roll(d, 3) == 0)
        f->reason = any_text(d);
    if (field->type == FIELD_SET) {
        fill_set(d, f, field->registry);
        return;
    }
    f->known = roll(d, 3) > 0;
    if (!f->known)
        return;
    f->b = field->type == FIELD_BOOL && roll(d, 2);
    if (field->type == FIELD_INT || field->type == FIELD_TIME)
        f->i = any_int(d);
    if (field->type == FIELD_STRING)
        f->s = field->one_of.n ? field->one_of.v[roll(d, field->one_of.n)] : any_text(d);
    if (field->type == FIELD_STRINGS)
        f->list = any_texts(d);
}

static struct slice
any_id(struct dice *d, size_t i)
{
    static const char *const forms[] = {"tls:host:%zu",     "cert:%zu",         "cert:%zu/key",
                                        "tls:h%zu/TLS 1.2", "algorithm:EC#%zu", "%zu",
                                        "tls:[::1]:%zu"};
    char text[64];
    const char *form = forms[roll(d, COUNT_OF(forms))];
    const char *at = strstr(form, "%zu");
    /* Numbers are few, so that targets share ids. */
    int n = snprintf(text, sizeof text, "%.*s%zu%s", (int)(at - form), form, i, at + 3);
    return arena_dup(d->a, slice_of(text, (size_t)n));
}

static void
fill_target(struct dice *d, struct evidence *ev, const struct catalog *c)
{
    ev->target = any_text(d);
    ev->norigins = 1 + (size_t)roll(d, 3);
    ev->origins = NEW_ARRAY(d->a, struct origin, ev->norigins);
    for (size_t i = 0; i < ev->norigins; i++)
        ev->origins[i] = (struct origin){roll(d, 2) ? SL("tls-probe") : any_text(d), any_text(d),
                                         roll(d, 2) ? 1767225600 : 0, any_text(d)};
    ev->n = 1 + (size_t)roll(d, 4);
    ev->assets = NEW_ARRAY(d->a, struct asset, ev->n);
    for (size_t i = 0; i < ev->n; i++) {
        const struct kind *k = &c->kinds[roll(d, c->nkinds)];
        asset_init(&ev->assets[i], d->a, k, any_id(d, i), any_text(d));
        for (size_t f = 0; f < k->n; f++)
            fill_fact(d, &ev->assets[i].facts[f], &k->fields[f], ev->norigins);
    }
}

struct evidence *
random_evidence(struct arena *a, const struct catalog *c, uint64_t seed, size_t ntargets)
{
    struct dice d = {a, seed};
    struct evidence *out = NEW_ARRAY(a, struct evidence, ntargets);
    for (size_t i = 0; i < ntargets; i++)
        fill_target(&d, &out[i], c);
    return out;
}

/* ---- comparing ------------------------------------------------------------------------------ */

static bool
same_list(struct slices x, struct slices y)
{
    bool same = x.n == y.n;
    for (size_t i = 0; same && i < x.n; i++)
        same = slice_eq(x.v[i], y.v[i]);
    return same;
}

static bool
same_set(const struct fact *x, const struct fact *y, const struct registry *r)
{
    bool same = x->norder == y->norder && same_list(x->extra, y->extra);
    for (size_t i = 0; same && i < r->n; i++) {
        bool known = bits_has(x->known_bits, i);
        same = known == bits_has(y->known_bits, i) &&
               (!known || bits_has(x->truth_bits, i) == bits_has(y->truth_bits, i));
    }
    for (size_t i = 0; same && i < x->norder; i++)
        same = x->order[i] == y->order[i];
    return same;
}

static bool
same_fact(const struct fact *x, const struct fact *y, const struct field *f)
{
    if (x->known != y->known || !slice_eq(x->reason, y->reason) || x->origin != y->origin)
        return false;
    if (f->type == FIELD_SET)
        return same_set(x, y, f->registry);
    return !x->known ||
           (x->b == y->b && x->i == y->i && slice_eq(x->s, y->s) && same_list(x->list, y->list));
}

static bool
same_asset(const struct asset *x, const struct asset *y, struct arena *a, struct slice *where)
{
    *where = arena_printf(a, "asset %.*s", SL_FMT(x->id));
    if (!slice_eq(x->id, y->id) || !slice_eq(x->name, y->name) || x->kind != y->kind)
        return false;
    for (size_t i = 0; i < x->kind->n; i++)
        if (!same_fact(&x->facts[i], &y->facts[i], &x->kind->fields[i])) {
            *where = arena_printf(a, "asset %.*s, fact %.*s", SL_FMT(x->id),
                                  SL_FMT(x->kind->fields[i].path));
            return false;
        }
    return true;
}

static const struct asset *
find_asset(const struct evidence *ev, struct slice id)
{
    for (size_t i = 0; i < ev->n; i++)
        if (slice_eq(ev->assets[i].id, id))
            return &ev->assets[i];
    return NULL;
}

bool
evidence_same(const struct evidence *x, const struct evidence *y, struct arena *a,
              struct slice *where)
{
    *where = SL("target or number of assets");
    if (!slice_eq(x->target, y->target) || x->n != y->n)
        return false;
    *where = SL("origins");
    if (x->norigins != y->norigins)
        return false;
    for (size_t i = 0; i < x->norigins; i++)
        if (!slice_eq(x->origins[i].method, y->origins[i].method) ||
            !slice_eq(x->origins[i].where, y->origins[i].where) ||
            !slice_eq(x->origins[i].note, y->origins[i].note) ||
            x->origins[i].when != y->origins[i].when)
            return false;
    /* Services and components stand apart in a BOM: the order of assets may change. */
    for (size_t i = 0; i < x->n; i++) {
        const struct asset *other = find_asset(y, x->assets[i].id);
        *where = arena_printf(a, "asset %.*s is gone", SL_FMT(x->assets[i].id));
        if (!other || !same_asset(&x->assets[i], other, a, where))
            return false;
    }
    return true;
}
