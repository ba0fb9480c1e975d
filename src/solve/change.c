/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/change.h"

#include "base/buf.h"
#include "base/vec.h"
#include "judge/words.h"
#include "solve/product.h"

#define VALUE_MAX 200 /* octets of a value that is told */

struct changes {
    VEC(struct change) list;
    struct arena *a;
};

/* --- which is which ------------------------------------------------------------------------- */

static bool
is_endpoint(const struct asset *as)
{
    return slice_eq(as->kind->name, SL("tls"));
}

bool
change_endpoint(const struct asset **out, const struct evidence *ev, struct err *e)
{
    *out = NULL;
    for (size_t i = 0; i < ev->n; i++) {
        if (!is_endpoint(&ev->assets[i]))
            continue;
        if (*out)
            return err_set(e, ERR_INPUT,
                           "%.*s: holds more than one TLS endpoint; give a file with the one that "
                           "is meant",
                           SL_FMT(ev->target));
        *out = &ev->assets[i];
    }
    if (!*out)
        return err_set(e, ERR_INPUT,
                       "%.*s: holds no TLS endpoint; 'comity scan HOST:PORT -o FILE' makes one",
                       SL_FMT(ev->target));
    return true;
}

static struct slice
text_of(const struct asset *as, const char *path)
{
    const struct fact *f = asset_fact(as, slice_str(path));
    return f && f->known ? f->s : (struct slice){0};
}

/* TLCP's certificate for encryption, beside the one that signs. */
static bool
is_second(const struct asset *as)
{
    return slice_eq(text_of(as, "key.algorithm"), SL("SM2")) &&
           slice_eq(text_of(as, "usage"), SL("encryption"));
}

static bool
alike(const struct asset *x, const struct asset *y)
{
    static const char *const by[] = {"role", "key.algorithm"};
    if (x->kind != y->kind)
        return false;
    for (size_t i = 0; i < COUNT_OF(by) && !is_endpoint(x); i++)
        if (!slice_eq(text_of(x, by[i]), text_of(y, by[i])))
            return false;
    return is_second(x) == is_second(y);
}

struct asset *
change_partner(const struct asset *as, const struct evidence *of, const struct evidence *in)
{
    size_t nth = 0;
    for (const struct asset *x = of->assets; x != as; x++)
        nth += alike(x, as);
    for (size_t i = 0; i < in->n; i++)
        if (alike(&in->assets[i], as) && nth-- == 0)
            return &in->assets[i];
    return NULL;
}

struct slice
change_name(struct arena *a, const struct asset *as)
{
    if (is_endpoint(as))
        return SL("endpoint");
    bool leaf = slice_eq(text_of(as, "role"), SL("leaf"));
    struct slice key = text_of(as, "key.algorithm");
    for (size_t i = 0; i < PRODUCT_LEAVES; i++)
        if (slice_eq(product_leaves[i].key, key) &&
            slice_eq(product_leaves[i].usage, is_second(as) ? SL("encryption") : SL("")))
            return arena_printf(a, "%s%.*s", leaf ? "" : "CA's ", SL_FMT(product_leaves[i].name));
    return arena_printf(a, "%s%.*s certificate", leaf ? "" : "CA's ", SL_FMT(key));
}

/* --- which facts ---------------------------------------------------------------------------- */

bool
change_is_union(const struct kind *k, const struct field *f)
{
    for (size_t i = 0; i < k->n; i++) {
        const struct field *part = &k->fields[i];
        if (part->type == FIELD_SET && part->registry == f->registry && part->path.n > f->path.n &&
            slice_has_suffix(part->path, f->path) &&
            part->path.p[part->path.n - f->path.n - 1] == '_')
            return true;
    }
    return false;
}

/* --- telling -------------------------------------------------------------------------------- */

static void
tell(struct changes *c, const struct asset *as, const struct field *f, enum change_kind kind,
     struct slice from, struct slice to)
{
    vec_push(c->a, &c->list,
             ((struct change){.kind = kind,
                              .asset = change_name(c->a, as),
                              .of = as->kind,
                              .field = f,
                              .from = from,
                              .to = to}));
}

static void
tell_set(struct changes *c, const struct asset *as, const struct field *f, const struct fact *was,
         const struct fact *is)
{
    for (size_t i = 0; i < f->registry->n; i++) {
        bool now = bits_has(is->truth_bits, i);
        bool before = bits_has(was->truth_bits, i);
        if (now != before && bits_has(was->known_bits, i) && bits_has(is->known_bits, i))
            tell(c, as, f, now ? CHANGE_ON : CHANGE_OFF, (struct slice){0},
                 f->registry->elements[i].name);
    }
    for (size_t i = 0; i < was->extra.n; i++)
        if (is->known)
            tell(c, as, f, CHANGE_OFF, (struct slice){0}, was->extra.v[i]);
}

/* The value for people; "not known" where it is not. */
static struct slice
value_of(struct arena *a, const struct field *f, const struct fact *x)
{
    struct buf b;
    if (!x->known)
        return SL(CHANGE_NOT_KNOWN);
    if (f->type == FIELD_STRINGS && x->list.n == 0)
        return SL("none");
    buf_init(&b, a, VALUE_MAX);
    words_scalar(&b, f, x);
    return buf_slice(&b);
}

static bool
same_list(const struct slices *x, const struct slices *y)
{
    if (x->n != y->n)
        return false;
    for (size_t i = 0; i < x->n; i++)
        if (!slice_eq(x->v[i], y->v[i]))
            return false;
    return true;
}

static bool
same_value(const struct field *f, const struct fact *x, const struct fact *y)
{
    if (!x->known || !y->known)
        return x->known == y->known;
    switch (f->type) {
    case FIELD_BOOL:
        return x->b == y->b;
    case FIELD_INT:
    case FIELD_TIME:
        return x->i == y->i;
    case FIELD_STRING:
        return slice_eq(x->s, y->s);
    case FIELD_STRINGS:
        return same_list(&x->list, &y->list);
    case FIELD_SET:
        break;
    }
    return true;
}

static void
tell_scalar(struct changes *c, const struct asset *as, const struct field *f,
            const struct fact *was, const struct fact *is)
{
    if (same_value(f, was, is) || !is->known)
        return;
    if (f->type == FIELD_BOOL && was->known)
        tell(c, as, f, is->b ? CHANGE_ON : CHANGE_OFF, (struct slice){0}, (struct slice){0});
    else
        tell(c, as, f, CHANGE_REPLACE, value_of(c->a, f, was), value_of(c->a, f, is));
}

/* What only older versions have goes with them. */
static bool
goes_with_old(const struct asset *as, const struct field *f)
{
    const struct field *versions = kind_field(as->kind, SL("versions"));
    if (!versions || !product_is_old(f->path))
        return false;
    const struct fact *is = asset_fact(as, SL("versions"));
    for (size_t i = 0; i < PRODUCT_OLD_VERSIONS; i++) {
        const struct element *v = registry_by_name(versions->registry, product_old_versions[i]);
        if (v && (!is->known || bits_has(is->truth_bits, registry_index(versions->registry, v))))
            return false;
    }
    return true;
}

/* The version that the field speaks of is given up, or taken up: the set goes with it. */
static bool
goes_with_version(const struct asset *as, const struct asset *was, const struct field *f)
{
    const struct fact *is = asset_fact(as, SL("versions")), *old = asset_fact(was, SL("versions"));
    const struct field *versions = kind_field(as->kind, SL("versions"));
    const char *name = words_version(f);
    if (!versions || !name)
        return false;
    const struct element *v = registry_by_name(versions->registry, slice_str(name));
    size_t i = v ? registry_index(versions->registry, v) : 0;
    return v && bits_has(old->truth_bits, i) && !bits_has(is->truth_bits, i);
}

bool
change_follows(const struct field *f)
{
    return slice_eq(f->path, SL("authentication")) || slice_eq(f->path, SL("preferred_suite"));
}

static void
tell_asset(struct changes *c, const struct asset *as, const struct asset *was)
{
    for (size_t i = 0; i < as->kind->n; i++) {
        const struct field *f = &as->kind->fields[i];
        if (change_follows(f) || goes_with_old(as, f))
            continue;
        if (f->type != FIELD_SET)
            tell_scalar(c, as, f, &was->facts[i], &as->facts[i]);
        else if (!change_is_union(as->kind, f) && !goes_with_version(as, was, f))
            tell_set(c, as, f, &was->facts[i], &as->facts[i]);
    }
}

void
change_list(struct change **out, size_t *n, struct arena *a, const struct evidence *today,
            const struct evidence *to)
{
    struct changes c = {.a = a};
    for (size_t i = 0; i < to->n; i++) {
        const struct asset *as = &to->assets[i], *was = change_partner(as, to, today);
        if (was)
            tell_asset(&c, as, was);
        else
            tell(&c, as, NULL, CHANGE_ON, (struct slice){0}, (struct slice){0});
    }
    for (size_t i = 0; i < today->n; i++)
        if (!change_partner(&today->assets[i], today, to))
            tell(&c, &today->assets[i], NULL, CHANGE_OFF, (struct slice){0}, (struct slice){0});
    *out = c.list.v;
    *n = c.list.n;
}

static bool
same_breath(const struct change *x, const struct change *y)
{
    if (x->kind != y->kind || x->field != y->field || !x->field || x->field->type != FIELD_SET ||
        !slice_eq(x->asset, y->asset) || x->nrules != y->nrules)
        return false;
    for (size_t i = 0; i < x->nrules; i++)
        if (x->rules[i] != y->rules[i])
            return false;
    return true;
}

bool
change_group(struct slices *elements, struct arena *a, const struct change *v, size_t n, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (same_breath(&v[k], &v[i]))
            return false;
    *elements = (struct slices){NEW_ARRAY(a, struct slice, n - i), 0};
    elements->v[elements->n++] = v[i].to;
    for (size_t k = i + 1; k < n; k++)
        if (same_breath(&v[k], &v[i]))
            elements->v[elements->n++] = v[k].to;
    return true;
}
