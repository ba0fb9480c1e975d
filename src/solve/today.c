/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/today.h"

#include "model/bits.h"
#include "solve/change.h"
#include "solve/product.h"

struct wishing {
    struct arena *a;
    const struct problem *p;
    struct instance *in; /* to add to; null where nothing is added */
    const struct mapping *m;
    VEC(struct soft) soft;
    VEC(struct wish) wish;
};

static void
wish_of(struct wishing *w, int lit, const struct wish *what, int64_t weight)
{
    if (lit == LIT_TRUE || lit == LIT_FALSE)
        return; /* it cannot be otherwise */
    vec_push(w->a, &w->soft, (struct soft){lit, weight});
    vec_push(w->a, &w->wish, *what);
}

static void
wish(struct wishing *w, int lit, const struct wish *what)
{
    wish_of(w, lit, what, 1);
}

static struct wishes
done(const struct wishing *w)
{
    return (struct wishes){w->soft.v, w->wish.v, w->soft.n};
}

static const struct field *
field_of(const struct slot *slot, const char *path)
{
    return kind_field(slot->kind, slice_str(path));
}

static const struct fact *
fact_of(const struct wishing *w, size_t slot, struct slice path)
{
    return w->m->assets[slot] ? asset_fact(w->m->assets[slot], path) : NULL;
}

static bool
offers(const struct fact *f, size_t element)
{
    return f && f->truth_bits && bits_has(f->known_bits, element) &&
           bits_has(f->truth_bits, element);
}

/* --- literals with a way out ---------------------------------------------------------------- */

/* A variable that may hold where one of the literals does: the wish, or what excuses it. */
static int
either(struct wishing *w, const int *lits, size_t n)
{
    struct instance *in = w->in;
    size_t real = 0, last = 0;
    for (size_t i = 0; i < n; i++) {
        if (lits[i] == LIT_TRUE)
            return LIT_TRUE;
        if (lits[i] != LIT_FALSE) {
            real++;
            last = i;
        }
    }
    if (real < 2)
        return real ? lits[last] : LIT_FALSE;
    int *clause = NEW_ARRAY(w->a, int, n + 1);
    int lit = instance_var(in);
    size_t k = 0;
    clause[k++] = -lit;
    for (size_t i = 0; i < n; i++)
        if (lits[i] != LIT_FALSE)
            clause[k++] = lits[i];
    instance_clause(in, clause, k);
    return lit;
}

/* Holds only where all the literals do. */
static int
every(struct wishing *w, const int *lits, size_t n)
{
    struct instance *in = w->in;
    if (n == 0)
        return LIT_FALSE; /* there is no excuse */
    if (n == 1)
        return lits[0];
    int lit = instance_var(in);
    for (size_t i = 0; i < n; i++)
        INSTANCE_CLAUSE(in, -lit, lits[i]);
    return lit;
}

/* --- today's product ------------------------------------------------------------------------ */

static int
version_lit(const struct wishing *w, size_t slot, struct slice name)
{
    const struct column *c = space_column(&w->p->space, slot, "versions");
    return c && c->field->type == FIELD_SET && name.n ? column_element(c, name) : LIT_FALSE;
}

/* Holds where all versions in which the element of a union is offered today are off. */
static int
gone(struct wishing *w, size_t slot, struct slice whole, size_t element)
{
    int off[PRODUCT_PARTS * COUNT_OF(product_parts[0].versions)];
    size_t n = 0;
    const struct fact *versions = fact_of(w, slot, SL("versions"));
    for (size_t i = 0; i < PRODUCT_PARTS; i++) {
        const struct product_part *part = &product_parts[i];
        if (!slice_eq(part->whole, whole) || !offers(fact_of(w, slot, part->path), element))
            continue;
        for (size_t k = 0; k < COUNT_OF(part->versions); k++) {
            int lit = version_lit(w, slot, part->versions[k]);
            const struct column *c = space_column(&w->p->space, slot, "versions");
            if (lit == LIT_FALSE || !versions)
                continue;
            const struct element *el = registry_by_name(c->field->registry, part->versions[k]);
            if (offers(versions, registry_index(c->field->registry, el)))
                off[n++] = -lit;
        }
    }
    return every(w, off, n);
}

/* The slot of the leaf that signs by a scheme; SLOT_NONE where no leaf of ours does. */
static size_t
signer(const struct wishing *w, const struct field *f, size_t element)
{
    const struct registry *r = f->registry;
    const struct attribute *algorithm = registry_attribute(r, SL("algorithm"));
    const struct element *el = &r->elements[element];
    const struct product_scheme *p =
        algorithm ? product_scheme(el->attr[algorithm - r->attributes].s, el->name) : NULL;
    return p ? space_leaf(&w->p->space, p->key, SL("")) : SLOT_NONE;
}

/* What excuses a change of one element: its versions are off, its certificate came or went. */
static int
excuse(struct wishing *w, size_t slot, const struct field *f, size_t element, bool offered)
{
    if (!slice_eq_str(f->path, "signature_schemes"))
        return offered ? gone(w, slot, f->path, element) : LIT_FALSE;
    size_t leaf = signer(w, f, element);
    if (leaf == SLOT_NONE)
        return offered ? gone(w, slot, f->path, element) : LIT_FALSE;
    int there = w->p->space.slots[leaf].present;
    if (!w->m->assets[leaf])
        return offered ? LIT_FALSE : there;
    const int ways[] = {-there, offered ? gone(w, slot, f->path, element) : LIT_FALSE};
    return either(w, ways, COUNT_OF(ways));
}

/* What follows from other facts: changing those changes it. */
static bool
follows(const struct field *f)
{
    static const char *const paths[] = {
        "role",   "valid_from",  "valid_until", "subject",
        "issuer", "fingerprint", "serial",      "serial_bits",
    };
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        if (slice_eq_str(f->path, paths[i]))
            return true;
    return change_follows(f);
}

static void
wish_set(struct wishing *w, size_t slot, const struct column *c, const struct fact *f, bool free)
{
    struct wish what = {.slot = slot, .field = kind_index(w->p->space.slots[slot].kind, c->field)};
    for (size_t e = 0; e < c->field->registry->n; e++) {
        if (!bits_has(f->known_bits, e) || c->elements[e] == LIT_FALSE)
            continue;
        what.on = bits_has(f->truth_bits, e);
        what.element = e;
        const int ways[] = {what.on ? c->elements[e] : -c->elements[e],
                            free ? excuse(w, slot, c->field, e, what.on) : LIT_FALSE};
        wish(w, either(w, ways, COUNT_OF(ways)), &what);
    }
}

/* The value lies between the same thresholds as today. */
static int
same_number(struct wishing *w, const struct steps *s, int64_t value)
{
    int both[2];
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        bool first_above = value < s->at[i] && (i == 0 || value >= s->at[i - 1]);
        bool last_below = value >= s->at[i] && (i + 1 == s->n || value < s->at[i + 1]);
        if (last_below)
            both[n++] = s->reached[i];
        if (first_above)
            both[n++] = -s->reached[i];
    }
    return n ? every(w, both, n) : LIT_TRUE;
}

/*
 * The literals that say that a fact which is no set stays as it is: of a list one for each item
 * that conditions name, else one. Into out[]; gives how many.
 */
static size_t
keeps(struct wishing *w, const struct column *c, const struct fact *f, int *out)
{
    size_t n = 0;
    switch (c->field->type) {
    case FIELD_BOOL:
        out[n++] = f->b ? c->yes : -c->yes;
        break;
    case FIELD_INT:
    case FIELD_TIME:
        out[n++] = same_number(w, &c->steps, f->i);
        break;
    case FIELD_STRING:
        out[n++] = column_is(c, f->s);
        break;
    case FIELD_STRINGS:
        for (; n < c->choices.named.n; n++)
            out[n] =
                mapping_has(&f->list, c->choices.named.v[n]) ? c->choices.is[n] : -c->choices.is[n];
        break;
    case FIELD_SET:
        break;
    }
    return n;
}

static bool
is_wished(const struct column *c, const struct fact *f)
{
    return c->field->type != FIELD_SET && f->known && !follows(c->field);
}

/* Holds where no version is left that has such a fact; LIT_FALSE for facts of all versions. */
static int
outlived(struct wishing *w, size_t slot, const struct field *f)
{
    int off[PRODUCT_OLD_VERSIONS];
    size_t n = 0;
    if (w->p->space.slots[slot].part != SLOT_THING || !product_is_old(f->path))
        return LIT_FALSE;
    for (size_t i = 0; i < PRODUCT_OLD_VERSIONS; i++) {
        int on = version_lit(w, slot, product_old_versions[i]);
        if (on != LIT_FALSE)
            off[n++] = -on;
    }
    return every(w, off, n);
}

/* A fact that is no set. Free where the thing, or what has such facts, is not there any more. */
static void
wish_scalar(struct wishing *w, size_t slot, const struct column *c, const struct fact *f)
{
    const struct slot *s = &w->p->space.slots[slot];
    struct wish what = {slot, kind_index(s->kind, c->field), WISH_WHOLE, {0}, true};
    int *lits = NEW_ARRAY(w->a, int, c->choices.named.n + 1);
    size_t n = keeps(w, c, f, lits);
    int gone = outlived(w, slot, c->field);
    for (size_t i = 0; i < n; i++) {
        const int ways[] = {lits[i], -s->present, gone};
        if (c->field->type == FIELD_STRINGS)
            what.value = c->choices.named.v[i];
        what.on = c->field->type == FIELD_STRINGS ? mapping_has(&f->list, what.value)
                                                  : c->field->type != FIELD_BOOL || f->b;
        wish(w, either(w, ways, COUNT_OF(ways)), &what);
    }
}

/* A certificate as it is: whatever changes in it, it is issued anew, once. */
static void
wish_certificate(struct wishing *w, size_t slot)
{
    const struct slot *s = &w->p->space.slots[slot];
    const struct asset *as = w->m->assets[slot];
    VEC(int) all = {0};
    for (size_t f = 0; f < s->kind->n; f++) {
        const struct column *c = &s->columns[f];
        int *lits = NEW_ARRAY(w->a, int, c->choices.named.n + 1);
        size_t n = is_wished(c, &as->facts[f]) ? keeps(w, c, &as->facts[f], lits) : 0;
        for (size_t i = 0; i < n; i++)
            if (lits[i] != LIT_TRUE)
                vec_push(w->a, &all, lits[i]);
    }
    if (all.n == 0)
        return;
    const int ways[] = {every(w, all.v, all.n), -s->present};
    wish_of(w, either(w, ways, COUNT_OF(ways)),
            &(struct wish){slot, WISH_WHOLE, WISH_WHOLE, {0}, true}, WISH_REISSUED);
}

static void
wish_slot(struct wishing *w, size_t i)
{
    const struct slot *slot = &w->p->space.slots[i];
    const struct asset *as = w->m->assets[i];
    bool is_there = as != NULL;
    if (slot->part != SLOT_THING) {
        wish_of(w, is_there ? slot->present : -slot->present,
                &(struct wish){i, WISH_WHOLE, WISH_WHOLE, {0}, is_there}, is_there ? 1 : WISH_NEW);
        if (is_there)
            wish_certificate(w, i);
        return;
    }
    for (size_t f = 0; is_there && f < slot->kind->n; f++) {
        const struct column *c = &slot->columns[f];
        if (is_wished(c, &as->facts[f]))
            wish_scalar(w, i, c, &as->facts[f]);
        else if (c->field->type == FIELD_SET && !follows(c->field) && !product_part(c->field->path))
            wish_set(w, i, c, &as->facts[f], change_is_union(slot->kind, c->field));
    }
}

/* Evidence without any certificate says nothing about certificates. */
static bool
is_spoken_of(const struct wishing *w, size_t slot)
{
    if (w->p->space.slots[slot].part == SLOT_THING)
        return true;
    for (size_t i = 0; i < w->p->space.n; i++)
        if (w->p->space.slots[i].part != SLOT_THING && w->m->assets[i])
            return true;
    return false;
}

void
wishes_today(struct wishes *out, struct arena *a, struct problem *p, const struct mapping *m)
{
    struct wishing w = {.a = a, .p = p, .in = &p->instance, .m = m};
    for (size_t i = 0; i < p->space.n; i++)
        if (is_spoken_of(&w, i))
            wish_slot(&w, i);
    *out = done(&w);
}

void
wishes_detail(struct wishes *out, struct arena *a, struct problem *p, const struct mapping *m)
{
    struct wishing w = {.a = a, .p = p, .in = &p->instance, .m = m};
    for (size_t i = 0; i < p->space.n; i++)
        for (size_t f = 0; m->assets[i] && f < p->space.slots[i].kind->n; f++) {
            const struct column *c = &p->space.slots[i].columns[f];
            if (c->field->type == FIELD_SET && product_part(c->field->path))
                wish_set(&w, i, c, &m->assets[i]->facts[f], false);
            else if (p->space.slots[i].part != SLOT_THING && is_wished(c, &m->assets[i]->facts[f]))
                wish_scalar(&w, i, c, &m->assets[i]->facts[f]);
        }
    *out = done(&w);
}

/* --- margin --------------------------------------------------------------------------------- */

enum {
    GOAL_WEAK,       /* nothing weak */
    GOAL_MUCH,       /* what IANA recommends */
    GOAL_LITTLE,     /* of all else, and of certificates, as little as possible */
    GOAL_BY_THE_WAY, /* what IANA recommends of that which certificates bring along */
};

/* Flags on the right side; the first goal wants them. */
static const struct {
    const char *kind, *path;
    bool yes;
} good_flags[] = {
    {"tls", "server_preference", true},
    {"tls", "extended_master_secret", true},
    {"tls", "secure_renegotiation", true},
    {"tls", "client_renegotiation", false},
    {"tls", "compression", false},
    {"tls", "early_data", false},
    {"tls", "ocsp_stapling", true},
    {"tls", "fallback_scsv", true},
    {"tls", "sni", true},
    {"cert", "self_signed", false},
};

static bool
attribute_text(const struct registry *r, size_t e, const char *name, struct slice *out)
{
    const struct attribute *at = registry_attribute(r, slice_str(name));
    if (!at || at->type != ATTRIBUTE_STRING)
        return false;
    *out = r->elements[e].attr[at - r->attributes].s;
    return true;
}

static bool
attribute_flag(const struct registry *r, size_t e, const char *name, bool otherwise)
{
    const struct attribute *at = registry_attribute(r, slice_str(name));
    return at && at->type == ATTRIBUTE_BOOL ? r->elements[e].attr[at - r->attributes].b : otherwise;
}

static bool
text_is(const struct registry *r, size_t e, const char *name, const char *const *among, size_t n)
{
    struct slice s;
    for (size_t i = 0; attribute_text(r, e, name, &s) && i < n; i++)
        if (slice_eq_str(s, among[i]))
            return true;
    return false;
}

static bool
few_bits(const struct registry *r, size_t e)
{
    static const char *const finite_field[] = {"ff"}, *const hashes[] = {"SHA-1", "MD5"};
    static const char *const kem[] = {"kem"};
    const struct attribute *at = registry_attribute(r, SL("bits"));
    if (text_is(r, e, "hash", hashes, COUNT_OF(hashes)) && !registry_attribute(r, SL("kx")))
        return true;
    if (!at || at->type != ATTRIBUTE_INT || text_is(r, e, "kind", kem, COUNT_OF(kem)))
        return false;
    int64_t bits = r->elements[e].attr[at - r->attributes].i;
    bool group = registry_attribute(r, SL("family")) != NULL;
    if (text_is(r, e, "kind", finite_field, COUNT_OF(finite_field)))
        return bits < 3072; /* SP 800-57 part 1, table 2: what has a strength of 128 bits */
    return bits < (group ? 250 : 128);
}

/* Discouraged, weak, or without forward secrecy, by the attributes that its registry has. */
static bool
is_weak(const struct registry *r, size_t e)
{
    static const char *const discouraged[] = {"D"}, *const macs[] = {"MD5"};
    return text_is(r, e, "recommended", discouraged, COUNT_OF(discouraged)) || few_bits(r, e) ||
           !attribute_flag(r, e, "forward_secret", true) ||
           attribute_flag(r, e, "anonymous", false) || attribute_flag(r, e, "export", false) ||
           attribute_flag(r, e, "deprecated", false) || text_is(r, e, "mac", macs, COUNT_OF(macs));
}

/* Suites whose peers must share a secret or an authority of identities beforehand. */
static bool
is_special(const struct registry *r, size_t e)
{
    static const char *const auth[] = {"PSK", "IBC", "KRB5", "SHA", "ECCPWD"};
    return text_is(r, e, "auth", auth, COUNT_OF(auth));
}

static bool
is_recommended(const struct registry *r, size_t e)
{
    static const char *const yes[] = {"Y"};
    return text_is(r, e, "recommended", yes, COUNT_OF(yes));
}

/* What a certificate brings along, and nobody offers for its own sake. */
static bool
follows_certificates(const struct field *f)
{
    return slice_has_suffix(f->path, SL("signature_schemes")) ||
           slice_eq(f->path, SL("authentication"));
}

static void
margin_set(struct wishing goals[MARGIN_GOALS], size_t slot, const struct column *c)
{
    struct wish what = {.slot = slot,
                        .field = kind_index(goals->p->space.slots[slot].kind, c->field)};
    const struct registry *r = c->field->registry;
    size_t gladly = follows_certificates(c->field) ? GOAL_BY_THE_WAY : GOAL_MUCH;
    for (size_t e = 0; e < r->n; e++) {
        bool weak = is_weak(r, e) || is_special(r, e), recommended = !weak && is_recommended(r, e);
        what.element = e;
        what.on = recommended;
        wish(&goals[weak          ? GOAL_WEAK
                    : recommended ? gladly
                                  : GOAL_LITTLE],
             recommended ? c->elements[e] : -c->elements[e], &what);
    }
}

/* Texts that a certificate should not hold. */
static const struct {
    const char *path, *value;
} weak_texts[] = {
    {"signature.hash", "MD5"}, {"signature.hash", "SHA-1"},    {"signature.hash", "SHA-224"},
    {"key.algorithm", "DSA"},  {"signature.algorithm", "DSA"},
};

static void
margin_texts(struct wishing goals[MARGIN_GOALS], size_t slot)
{
    const struct slot *s = &goals->p->space.slots[slot];
    for (size_t i = 0; i < COUNT_OF(weak_texts); i++) {
        const struct field *f = field_of(s, weak_texts[i].path);
        if (!f || f->type != FIELD_STRING)
            continue;
        const struct wish what = {slot, kind_index(s->kind, f), WISH_WHOLE, {0}, false};
        const struct choices *c = &s->columns[what.field].choices;
        for (size_t k = 0; k < c->named.n; k++)
            if (slice_eq_str(c->named.v[k], weak_texts[i].value))
                wish(&goals[GOAL_WEAK], -c->is[k], &what);
    }
}

static void
margin_flags(struct wishing goals[MARGIN_GOALS], size_t slot)
{
    const struct slot *s = &goals->p->space.slots[slot];
    for (size_t i = 0; i < COUNT_OF(good_flags); i++) {
        const struct field *f = field_of(s, good_flags[i].path);
        if (!slice_eq_str(s->kind->name, good_flags[i].kind) || !f || f->type != FIELD_BOOL)
            continue;
        const struct wish what = {slot, kind_index(s->kind, f), WISH_WHOLE, {0}, good_flags[i].yes};
        int yes = s->columns[what.field].yes;
        wish(&goals[GOAL_WEAK], good_flags[i].yes ? yes : -yes, &what);
    }
}

void
wishes_margin(struct wishes out[MARGIN_GOALS], struct arena *a, const struct problem *p)
{
    struct wishing goals[MARGIN_GOALS];
    for (size_t i = 0; i < MARGIN_GOALS; i++)
        goals[i] = (struct wishing){.a = a, .p = p};
    for (size_t i = 0; i < p->space.n; i++) {
        const struct slot *slot = &p->space.slots[i];
        const struct wish whole = {i, WISH_WHOLE, WISH_WHOLE, {0}, false};
        margin_flags(goals, i);
        margin_texts(goals, i);
        if (slot->part == SLOT_LEAF)
            wish(&goals[GOAL_LITTLE], -slot->present, &whole);
        for (size_t f = 0; f < slot->kind->n; f++)
            if (slot->kind->fields[f].type == FIELD_SET &&
                !change_is_union(slot->kind, &slot->kind->fields[f]))
                margin_set(goals, i, &slot->columns[f]);
    }
    for (size_t i = 0; i < MARGIN_GOALS; i++)
        out[i] = done(&goals[i]);
}

/* --- the last word -------------------------------------------------------------------------- */

typedef VEC(int) literals;

/* Of texts the ordinary ones, the most ordinary first. */
static const struct {
    const char *path, *value;
} ordinary_texts[] = {
    {"key.algorithm", "EC"},       {"key.algorithm", "RSA"}, {"key.curve", "secp256r1"},
    {"key.curve", "secp384r1"},    {"usage", "signing"},     {"signature.hash", "SHA-256"},
    {"signature.hash", "SHA-384"},
};

/* Items that the certificates of public authorities have (RFC 5280, section 4.2). */
static const struct {
    const char *path, *item; /* no item: any that conditions do not name */
    enum slot_part part;
} ordinary_items[] = {
    {"key_usage", "digitalSignature", SLOT_LEAF},   {"extended_key_usage", "serverAuth", SLOT_LEAF},
    {"key_usage", "keyCertSign", SLOT_ISSUER},      {"key_usage", "cRLSign", SLOT_ISSUER},
    {"subject_alternative_names", NULL, SLOT_LEAF}, {"alpn", NULL, SLOT_THING},
};

/* Numbers of which more is better, and how much is enough. */
static const struct {
    const char *path;
    int64_t enough;
} generous[] = {
    {"key.bits", 3072},
    {"dh_bits", 3072},
    {"version", 3},
    {"serial_bits", 127},
};

/* How keys sign, where that has another name than the key. */
static const struct {
    const char *key, *signature;
} signs_as[] = {
    {"RSA", "RSA-PKCS1"},
    {"EC", "ECDSA"},
    {"Ed25519", "EdDSA"},
    {"Ed448", "EdDSA"},
};

/* A chain of one kind: an issuer with a key like that of its leaf, signed with a key like it. */
static bool
is_alike(const struct field *f, struct slice value, struct slice leaf)
{
    if (slice_eq(f->path, SL("key.algorithm")))
        return slice_eq(value, leaf);
    if (!slice_eq(f->path, SL("signature.algorithm")))
        return false;
    for (size_t i = 0; i < COUNT_OF(signs_as); i++)
        if (slice_eq_str(leaf, signs_as[i].key))
            return slice_eq_str(value, signs_as[i].signature);
    return slice_eq(value, leaf);
}

/* Of the suites that may be preferred the one with the longest key, then the first registered. */
static void
order_preferred(struct arena *a, literals *out, const struct kind *k, const struct column *c)
{
    const struct field *suites = kind_field(k, SL("suites"));
    const struct registry *r = suites ? suites->registry : NULL;
    const struct attribute *bits = r ? registry_attribute(r, SL("bits")) : NULL;
    for (unsigned lesser = 0; bits && lesser < 2; lesser++)
        for (size_t e = 0; e < r->n; e++) {
            int lit = column_is(c, r->elements[e].name);
            if ((r->elements[e].attr[bits - r->attributes].i < 256) == lesser &&
                lit != c->choices.other)
                vec_push(a, out, lit);
        }
}

static void
order_texts(struct arena *a, literals *out, const struct column *c, struct slice leaf)
{
    for (size_t i = 0; i < c->choices.named.n; i++)
        if (is_alike(c->field, c->choices.named.v[i], leaf))
            vec_push(a, out, c->choices.is[i]);
    for (size_t o = 0; o < COUNT_OF(ordinary_texts); o++)
        for (size_t i = 0; i < c->choices.named.n; i++)
            if (slice_eq_str(c->field->path, ordinary_texts[o].path) &&
                slice_eq_str(c->choices.named.v[i], ordinary_texts[o].value))
                vec_push(a, out, c->choices.is[i]);
    for (size_t i = 0; i < c->choices.named.n; i++)
        vec_push(a, out, c->choices.is[i]);
}

static bool
is_ordinary(const struct column *c, enum slot_part part, const struct slice *item)
{
    for (size_t i = 0; i < COUNT_OF(ordinary_items); i++)
        if (slice_eq_str(c->field->path, ordinary_items[i].path) &&
            ordinary_items[i].part == part &&
            (item ? ordinary_items[i].item && slice_eq_str(*item, ordinary_items[i].item)
                  : !ordinary_items[i].item))
            return true;
    return false;
}

static void
order_items(struct arena *a, literals *out, const struct column *c, enum slot_part part)
{
    for (size_t i = c->choices.named.n; i-- > 0;)
        vec_push(a, out,
                 is_ordinary(c, part, &c->choices.named.v[i]) ? c->choices.is[i]
                                                              : -c->choices.is[i]);
    vec_push(a, out, is_ordinary(c, part, NULL) ? c->choices.other : -c->choices.other);
}

static void
order_number(struct arena *a, literals *out, const struct column *c)
{
    int64_t enough = INT64_MIN;
    for (size_t i = 0; i < COUNT_OF(generous); i++)
        if (slice_eq_str(c->field->path, generous[i].path))
            enough = generous[i].enough;
    for (size_t i = 0; i < c->steps.n; i++)
        vec_push(a, out, c->steps.at[i] <= enough ? c->steps.reached[i] : -c->steps.reached[i]);
}

/*
 * Texts come before numbers, because a curve has its own size. What a certificate of today's
 * authorities looks like: its issuer's key like its own, its texts ordinary, its items there, its
 * key long enough. Registries list the better elements first: the last go first.
 */
static void
order_slot(struct arena *a, literals *out, const struct space *s, const struct slot *slot)
{
    struct slice leaf = slot->part == SLOT_ISSUER ? s->slots[slot->other].key : slot->key;
    for (size_t f = 0; f < slot->kind->n; f++) {
        const struct column *c = &slot->columns[f];
        for (size_t i = c->elements ? c->field->registry->n : 0; i-- > 0;)
            vec_push(a, out, -c->elements[i]);
        if (c->field->type == FIELD_BOOL)
            vec_push(a, out, slice_eq(c->field->path, SL("encrypt_then_mac")) ? c->yes : -c->yes);
        if (c->field->type == FIELD_STRINGS)
            order_items(a, out, c, slot->part);
        if (slice_eq(c->field->path, SL("preferred_suite")) && c->field->type == FIELD_STRING)
            order_preferred(a, out, slot->kind, c);
        if (c->field->type == FIELD_STRING)
            order_texts(a, out, c, leaf);
    }
    for (size_t f = 0; f < slot->kind->n; f++)
        order_number(a, out, &slot->columns[f]);
}

struct literals
wishes_order(struct arena *a, const struct problem *p)
{
    literals all = {0};
    size_t kept = 0;
    for (size_t i = p->space.n; i-- > 0;)
        vec_push(a, &all,
                 p->space.slots[i].part == SLOT_ISSUER ? p->space.slots[i].present
                                                       : -p->space.slots[i].present);
    /* Issuers first: how they sign follows from their keys. */
    for (unsigned others = 0; others < 2; others++)
        for (size_t i = 0; i < p->space.n; i++)
            if ((p->space.slots[i].part != SLOT_ISSUER) == others)
                order_slot(a, &all, &p->space, &p->space.slots[i]);
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i] != LIT_TRUE && all.v[i] != LIT_FALSE)
            all.v[kept++] = all.v[i];
    return (struct literals){all.v, kept};
}
