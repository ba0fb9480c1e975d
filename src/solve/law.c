/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/law.h"

#include "solve/product.h"

#include <assert.h>

#define DAY INT64_C(86400)
#define LITS_MAX (2 * REGISTRY_ELEMENTS_MAX + 16) /* the elements of two sets, and a few */

/* One clause in the making; only the first n count, so that starting one costs nothing. */
struct clause {
    size_t n;
    int v[LITS_MAX];
};

static void
start(struct clause *c, const struct clause *like)
{
    c->n = like ? like->n : 0;
    if (c->n)
        memcpy(c->v, like->v, c->n * sizeof *c->v);
}

static void
add(struct clause *c, int lit)
{
    assert(c->n < LITS_MAX);
    c->v[c->n++] = lit;
}

static void
write(struct lawgiver *l, struct clause *c)
{
    add(c, -l->selector);
    encoder_clause(l->en, c->v, c->n);
}

/* A short one. */
static void
write_few(struct lawgiver *l, const int *lits, size_t n)
{
    int v[8];
    assert(n < COUNT_OF(v));
    memcpy(v, lits, n * sizeof *v);
    v[n] = -l->selector;
    encoder_clause(l->en, v, n + 1);
}
#define WRITE(l, ...) \
    write_few((l), (int[]){__VA_ARGS__}, sizeof((int[]){__VA_ARGS__}) / sizeof(int))

static const struct column *
column_at(const struct lawgiver *l, size_t slot, struct slice path)
{
    if (slot == SLOT_NONE)
        return NULL;
    const struct kind *k = l->space->slots[slot].kind;
    const struct field *f = kind_field(k, path);
    return f ? &l->space->slots[slot].columns[kind_index(k, f)] : NULL;
}

static const struct column *
set_at(const struct lawgiver *l, struct slice path)
{
    const struct column *c = column_at(l, l->endpoint, path);
    return c && c->field->type == FIELD_SET ? c : NULL;
}

static const struct column *
text_at(const struct lawgiver *l, size_t slot, struct slice path)
{
    const struct column *c = column_at(l, slot, path);
    return c && c->field->type == FIELD_STRING ? c : NULL;
}

static int
flag_at(const struct lawgiver *l, size_t slot, struct slice path)
{
    const struct column *c = column_at(l, slot, path);
    return c && c->field->type == FIELD_BOOL ? c->yes : 0;
}

static bool
holds_element(const struct clause *c, int lit)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i] == lit)
            return true;
    return false;
}

/* --- the endpoint by itself ----------------------------------------------------------------- */

/* The columns of one union, by version; at most n. */
static size_t
parts_of(const struct lawgiver *l, const struct column *all, const struct column **out)
{
    size_t n = 0;
    for (size_t i = 0; i < PRODUCT_PARTS; i++) {
        const struct column *c = set_at(l, product_parts[i].path);
        if (c && slice_eq(product_parts[i].whole, all->field->path) &&
            c->field->registry == all->field->registry)
            out[n++] = c;
    }
    return n;
}

/* suites is the union of tls12_suites and so on. */
static void
write_unions(struct lawgiver *l)
{
    const struct slot *slot = &l->space->slots[l->endpoint];
    for (size_t f = 0; f < slot->kind->n; f++) {
        const struct column *all = &slot->columns[f], *part[PRODUCT_PARTS];
        size_t parts = all->field->type == FIELD_SET ? parts_of(l, all, part) : 0;
        for (size_t e = 0; parts && e < all->field->registry->n; e++) {
            struct clause c;
            start(&c, NULL);
            for (size_t i = 0; i < parts; i++)
                add(&c, part[i]->elements[e]);
            if (holds_element(&c, all->elements[e]))
                continue; /* one variable: only one version can carry it */
            for (size_t i = 0; i < parts; i++)
                WRITE(l, -part[i]->elements[e], all->elements[e]);
            add(&c, -all->elements[e]);
            write(l, &c);
        }
    }
}

static int
version_lit(const struct lawgiver *l, struct slice name)
{
    const struct column *versions = set_at(l, SL("versions"));
    return versions && name.n ? column_element(versions, name) : LIT_FALSE;
}

/* What is accepted in a version needs the version, and a version needs a suite. */
static void
write_versions(struct lawgiver *l)
{
    for (size_t i = 0; i < PRODUCT_PARTS; i++) {
        const struct product_part *p = &product_parts[i];
        const struct column *c = set_at(l, p->path);
        for (size_t e = 0; c && e < c->field->registry->n; e++) {
            struct clause needs;
            start(&needs, NULL);
            add(&needs, -c->elements[e]);
            for (size_t k = 0; k < COUNT_OF(p->versions); k++)
                add(&needs, version_lit(l, p->versions[k]));
            write(l, &needs);
        }
    }
    for (size_t i = 0; i < PRODUCT_VERSIONS; i++) {
        const struct column *c = set_at(l, product_versions[i].suites);
        struct clause some;
        start(&some, NULL);
        add(&some, -version_lit(l, product_versions[i].name));
        for (size_t e = 0; c && e < c->field->registry->n; e++)
            add(&some, c->elements[e]);
        if (c)
            write(l, &some);
    }
}

/* Where this is the best version: the preferred suite is one that it accepts. */
static void
write_preferred(struct lawgiver *l, const struct column *preferred, size_t version,
                const struct column *suites)
{
    const struct registry *r = suites->field->registry;
    struct clause best, other, c;
    start(&best, NULL);
    for (size_t i = 0; i < version; i++)
        add(&best, version_lit(l, product_versions[i].name));
    add(&best, -version_lit(l, product_versions[version].name));
    start(&other, &best);
    add(&other, -preferred->choices.other);
    for (size_t e = 0; e < r->n; e++) {
        int is = column_is(preferred, r->elements[e].name);
        if (is == preferred->choices.other) {
            add(&other, suites->elements[e]);
            continue;
        }
        start(&c, &best);
        add(&c, -is);
        add(&c, suites->elements[e]);
        write(l, &c);
    }
    write(l, &other);
}

static void
write_preference(struct lawgiver *l)
{
    const struct column *preferred = text_at(l, l->endpoint, SL("preferred_suite"));
    for (size_t v = 0; preferred && v < PRODUCT_VERSIONS; v++) {
        const struct column *suites = set_at(l, product_versions[v].suites);
        if (suites)
            write_preferred(l, preferred, v, suites);
    }
    for (size_t i = 0; preferred && i < preferred->choices.named.n; i++) {
        const struct column *suites = set_at(l, SL("suites"));
        if (suites && !registry_by_name(suites->field->registry, preferred->choices.named.v[i]))
            WRITE(l, -preferred->choices.is[i]); /* no suite at all */
    }
}

/* Suites that authenticate in a way that has no certificate of ours and no name in the registry. */
static void
add_own_ways(struct clause *c, const struct column *suites)
{
    static const char *const own[] = {"IBC", "KRB5", "SHA", "ECCPWD"};
    const struct registry *r = suites->field->registry;
    const struct attribute *auth = registry_attribute(r, SL("auth"));
    const struct attribute *kx = registry_attribute(r, SL("kx"));
    for (size_t e = 0; auth && kx && e < r->n; e++) {
        bool is = slice_eq_str(r->elements[e].attr[kx - r->attributes].s, "DH");
        for (size_t i = 0; i < COUNT_OF(own); i++)
            is = is || slice_eq_str(r->elements[e].attr[auth - r->attributes].s, own[i]);
        if (is)
            add(c, suites->elements[e]);
    }
}

/* It speaks some version, and can say who it is or says that it does not. */
static void
write_something(struct lawgiver *l)
{
    const struct column *authentication = set_at(l, SL("authentication"));
    const struct column *suites = set_at(l, SL("suites"));
    struct clause versions, ways;
    start(&versions, NULL);
    start(&ways, NULL);
    for (size_t i = 0; i < PRODUCT_VERSIONS; i++)
        add(&versions, version_lit(l, product_versions[i].name));
    if (set_at(l, SL("versions")))
        write(l, &versions);
    for (size_t e = 0; authentication && e < authentication->field->registry->n; e++)
        add(&ways, authentication->elements[e]);
    if (suites)
        add_own_ways(&ways, suites);
    if (authentication)
        write(l, &ways);
}

/* --- the endpoint and its certificates ------------------------------------------------------ */

static int
leaf_there(const struct lawgiver *l, struct slice key, const char *usage)
{
    size_t slot = space_leaf(l->space, key, slice_str(usage));
    return slot == SLOT_NONE ? 0 : l->space->slots[slot].present;
}

/* Static Diffie-Hellman takes a certificate of its own kind of key, which is there for that. */
static void
write_static_dh(struct lawgiver *l)
{
    const struct column *suites = set_at(l, SL("suites"));
    const struct registry *r = suites ? suites->field->registry : NULL;
    const struct attribute *kx = r ? registry_attribute(r, SL("kx")) : NULL;
    const int there = leaf_there(l, SL("other"), "");
    struct clause some;
    start(&some, NULL);
    add(&some, -there);
    for (size_t e = 0; there && kx && e < r->n; e++) {
        if (!slice_eq_str(r->elements[e].attr[kx - r->attributes].s, "DH"))
            continue;
        add(&some, suites->elements[e]);
        WRITE(l, -suites->elements[e], there);
    }
    if (some.n > 1)
        write(l, &some);
}

/* It can authenticate by what it has a certificate for, and has none that it cannot show. */
static void
write_authentication(struct lawgiver *l)
{
    const struct column *ways = set_at(l, SL("authentication"));
    const int sm2 = leaf_there(l, SL("SM2"), ""), sealing = leaf_there(l, SL("SM2"), "encryption");
    for (size_t w = 0; ways && w < ways->field->registry->n; w++) {
        struct slice name = ways->field->registry->elements[w].name;
        struct clause some;
        start(&some, NULL);
        add(&some, -ways->elements[w]);
        for (size_t i = 0; i < PRODUCT_LEAVES; i++) {
            const struct product_leaf *leaf = &product_leaves[i];
            int there = leaf_there(l, leaf->key, (const char *)leaf->usage.p);
            if (!there || !slice_eq(leaf->authenticates, name))
                continue;
            add(&some, there);
            if (there == sm2)
                WRITE(l, -there, ways->elements[w], column_element(ways, SL("SM2-double")));
            else
                WRITE(l, -there, ways->elements[w]);
        }
        if (some.n > 1)
            write(l, &some);
    }
    if (ways && sm2 && sealing)
        WRITE(l, -column_element(ways, SL("SM2-double")), sm2);
    write_static_dh(l);
}

/* A handshake is signed with the key of a certificate; in TLS 1.3 on the scheme's own curve. */
static void
write_schemes_of(struct lawgiver *l, const struct column *c, bool binds_curve)
{
    const struct registry *r = c->field->registry;
    const struct attribute *algorithm = registry_attribute(r, SL("algorithm"));
    const struct attribute *curve = registry_attribute(r, SL("curve"));
    for (size_t e = 0; algorithm && curve && e < r->n; e++) {
        const struct element *el = &r->elements[e];
        const struct product_scheme *p =
            product_scheme(el->attr[algorithm - r->attributes].s, el->name);
        if (!p || c->elements[e] == LIT_FALSE)
            continue;
        size_t leaf = space_leaf(l->space, p->key, SL(""));
        const struct column *on = text_at(l, leaf, SL("key.curve"));
        struct slice wants = el->attr[curve - r->attributes].s;
        if (leaf != SLOT_NONE)
            WRITE(l, -c->elements[e], l->space->slots[leaf].present);
        if (on && binds_curve && wants.n && slice_eq_str(p->key, "EC"))
            WRITE(l, -c->elements[e], column_is(on, wants));
    }
}

static void
write_schemes(struct lawgiver *l)
{
    const struct column *c12 = set_at(l, SL("tls12_signature_schemes"));
    const struct column *c13 = set_at(l, SL("tls13_signature_schemes"));
    if (c12)
        write_schemes_of(l, c12, false);
    if (c13)
        write_schemes_of(l, c13, true);
}

/* --- certificates --------------------------------------------------------------------------- */

/* While `there` holds: who signs with a key of this type signs so. */
static void
write_signer(struct lawgiver *l, int there, const struct column *key, const struct column *by)
{
    for (size_t i = 0; i < PRODUCT_KEYS; i++) {
        struct clause c;
        start(&c, NULL);
        add(&c, -there);
        add(&c, -column_is(key, product_keys[i].key));
        for (size_t k = 0; k < COUNT_OF(product_keys[i].signs); k++)
            if (product_keys[i].signs[k].n)
                add(&c, column_is(by, product_keys[i].signs[k]));
        write(l, &c);
    }
}

/* A chain: the issuer's key signed the leaf, and its certificate says that it may. */
static void
write_chain(struct lawgiver *l)
{
    for (size_t i = 0; i < l->space->n; i++) {
        const struct slot *issuer = &l->space->slots[i];
        if (issuer->part != SLOT_ISSUER)
            continue;
        const struct column *key = text_at(l, i, SL("key.algorithm"));
        const struct column *by = text_at(l, issuer->other, SL("signature.algorithm"));
        const struct column *role = text_at(l, i, SL("role"));
        int self = flag_at(l, i, SL("self_signed")), ca = flag_at(l, i, SL("ca"));
        int alone = flag_at(l, issuer->other, SL("self_signed"));
        WRITE(l, -issuer->present, l->space->slots[issuer->other].present);
        if (alone)
            WRITE(l, -alone, -issuer->present);
        if (ca)
            WRITE(l, -issuer->present, ca);
        if (role && self) {
            WRITE(l, -column_is(role, SL("root")), self);
            WRITE(l, column_is(role, SL("root")), -self);
        }
        if (key && by)
            write_signer(l, issuer->present, key, by);
    }
}

/* The i-th of: the least value, every threshold, one past the largest value. */
static int64_t
bound(const struct steps *s, size_t i)
{
    return i == 0 ? s->least : i <= s->n ? s->at[i - 1] : s->most + 1;
}

static int
bound_lit(const struct steps *s, size_t i)
{
    return i == 0 ? LIT_TRUE : i <= s->n ? s->reached[i - 1] : LIT_FALSE;
}

/* Days are counted up: of `seconds`. */
static int64_t
whole_days(int64_t seconds)
{
    return (seconds + DAY - 1) / DAY;
}

/*
 * validity_days is the time between valid_from and valid_until. With `until` at
 * least b and `from` below a it is more than b - a; and the other way round.
 */
static void
write_span(struct lawgiver *l, const struct steps *from, const struct steps *until,
           const struct steps *days)
{
    for (size_t a = 0; a < from->n + 2; a++)
        for (size_t b = 0; b < until->n + 2; b++) {
            int64_t shortest = bound(until, b) - bound(from, a) + 1;
            int64_t longest = bound(until, b) - 1 - bound(from, a);
            size_t low = 0, high = 0;
            while (low < days->n && days->at[low] <= whole_days(shortest))
                low++;
            while (high < days->n && days->at[high] <= whole_days(longest))
                high++;
            if (shortest > 0)
                WRITE(l, -bound_lit(until, b), bound_lit(from, a), bound_lit(days, low));
            if (longest < 0)
                WRITE(l, bound_lit(until, b), -bound_lit(from, a));
            else
                WRITE(l, bound_lit(until, b), -bound_lit(from, a), -bound_lit(days, high + 1));
        }
}

static void
write_validity(struct lawgiver *l)
{
    for (size_t i = 0; i < l->space->n; i++) {
        const struct column *from = column_at(l, i, SL("valid_from"));
        const struct column *until = column_at(l, i, SL("valid_until"));
        const struct column *days = column_at(l, i, SL("validity_days"));
        if (from && until && days)
            write_span(l, &from->steps, &until->steps, &days->steps);
    }
}

/* --- all ------------------------------------------------------------------------------------ */

#define LAW(id, clause, text, write)                       \
    {                                                      \
        SL_INIT(id), SL_INIT(clause), SL_INIT(text), write \
    }

const struct law laws[LAWS] = {
    LAW("E1", "vocabulary",
        "What is accepted in any version is what is accepted in one of the versions.",
        write_unions),
    LAW("E2", "RFC 8446 §4.1.3, RFC 5246 §7.4.1.3",
        "A version is accepted where one of its suites is; what belongs to a version needs it.",
        write_versions),
    LAW("E3", "vocabulary", "The preferred suite is one that the best version accepts.",
        write_preference),
    LAW("E4", "what a product is",
        "An endpoint accepts some version with suites, and has a way to authenticate or is "
        "anonymous.",
        write_something),
    LAW("E5", "RFC 8446 §4.4.2, RFC 5246 §7.4.2",
        "An endpoint authenticates by the certificates that it has, and by each of them.",
        write_authentication),
    LAW("E6", "RFC 8446 §4.2.3, RFC 5246 §7.4.3",
        "A handshake is signed by the key of a leaf certificate, in TLS 1.3 on the scheme's curve.",
        write_schemes),
    LAW("E7", "RFC 5280 §4.1.1.3, §4.2.1.9, §6.1.4",
        "A certificate is signed as its issuer's key can sign, and the issuer is an authority.",
        write_chain),
    LAW("E8", "RFC 5280 §4.1.2.5", "The days of validity are those between the two ends.",
        write_validity),
};
