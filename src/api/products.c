/* SPDX-License-Identifier: Apache-2.0 */
#include "api/products.h"

#include "committee/event.h"
#include "text/json_canonical.h"

#define ABOUT "product/"    /* what is known of it */
#define OCTETS "evidence/"  /* its evidence */
#define LAST "product-last" /* the number given last */
#define NUMBER_MAX 1000000000

const char *const product_shared_names[PRODUCT_PUBLIC + 1] = {
    [PRODUCT_PRIVATE] = "private",
    [PRODUCT_COMMITTEE] = "committee",
    [PRODUCT_PUBLIC] = "public",
};

struct langs
product_shared_words(enum product_shared s)
{
    static const struct langs words[] = {
        [PRODUCT_PRIVATE] = {SL_INIT("only its organisation"), SL_INIT("仅本单位可见")},
        [PRODUCT_COMMITTEE] = {SL_INIT("shared with the committee"), SL_INIT("委员会内共享")},
        [PRODUCT_PUBLIC] = {SL_INIT("public"), SL_INIT("公开")},
    };
    return words[s];
}

static enum product_shared
shared_of(struct slice word)
{
    for (size_t i = 0; i < COUNT_OF(product_shared_names); i++)
        if (slice_eq_str(word, product_shared_names[i]))
            return (enum product_shared)i;
    return PRODUCT_PRIVATE;
}

/* ---- who ------------------------------------------------------------------------------------ */

const struct organisation *
product_keeper(const struct viewer *v)
{
    const struct committee *c = &v->office->committee;
    const struct person *p = v->person.n ? committee_person(c, v->person) : NULL;
    return p ? committee_organisation(c, p->organisation) : NULL;
}

bool
product_mine(const struct viewer *v, const struct product *p)
{
    const struct organisation *o = product_keeper(v);
    return o && slice_eq(o->id, p->organisation);
}

static bool
may_see(const struct viewer *v, const struct product *p)
{
    switch (p->shared) {
    case PRODUCT_PUBLIC:
        return true;
    case PRODUCT_COMMITTEE:
        return viewer_is_member(v) || product_mine(v, p);
    case PRODUCT_PRIVATE:
        return product_mine(v, p);
    }
    return false;
}

/* ---- as it is kept -------------------------------------------------------------------------- */

static struct slice
key_of(struct arena *a, const char *prefix, struct slice id)
{
    return arena_printf(a, "%s%.*s", prefix, SL_FMT(id));
}

static bool
write_one(struct slice *out, struct arena *a, const struct product *p, struct err *e)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "name", p->name);
    json_put_text(a, n, "shared", slice_str(product_shared_names[p->shared]));
    json_put_int(a, n, "at", p->at);
    json_put_text(a, n, "by", p->by);
    json_put_text(a, n, "file", p->file);
    json_put_text(a, n, "digest", p->digest);
    json_put_int(a, n, "octets", (int64_t)p->octets);
    json_put_texts(a, n, "targets", &p->targets);
    return json_canonical(out, a, n, STORE_OBJECT_MAX, e);
}

static int64_t
number_of(const struct json_node *n, const char *key)
{
    const struct json_node *v = json_get(n, key);
    return v && v->type == JSON_INT ? v->i : 0;
}

static bool
read_one(struct product *p, struct arena *a, struct slice organisation, struct slice id,
         struct slice octets, struct err *e)
{
    struct json_node n;
    if (!json_parse(&n, a, id, octets, e))
        return err_in(e, "a product that is kept here");
    const struct json_node *targets = json_get(&n, "targets");
    *p = (struct product){.id = arena_dup(a, id),
                          .organisation = organisation,
                          .name = json_text(json_get(&n, "name")),
                          .shared = shared_of(json_text(json_get(&n, "shared"))),
                          .at = number_of(&n, "at"),
                          .by = json_text(json_get(&n, "by")),
                          .file = json_text(json_get(&n, "file")),
                          .digest = json_text(json_get(&n, "digest")),
                          .octets = (size_t)number_of(&n, "octets")};
    p->targets.v = NEW_ARRAY(a, struct slice, json_count(targets) + 1);
    for (size_t i = 0; i < json_count(targets); i++)
        p->targets.v[p->targets.n++] = json_text(json_item(targets, i));
    return true;
}

/* The organisation that an id names, or null. */
static const struct organisation *
organisation_of(const struct viewer *v, struct slice id)
{
    size_t dot = id.n;
    while (dot > 0 && id.p[dot - 1] != '.')
        dot--;
    if (dot < 2 || id.n > STORE_KEY_MAX / 2)
        return NULL;
    return committee_organisation(&v->office->committee, slice_sub(id, 0, dot - 1));
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool
load(struct product *p, bool *there, const struct viewer *v, const struct organisation *o,
     struct slice id, struct err *e)
{
    struct store *s = v->office->store;
    struct slice octets;
    if (!s->ops->private_get(s, o->id, key_of(v->arena, ABOUT, id), &octets, there, v->arena, e))
        return false;
    return !*there || read_one(p, v->arena, o->id, id, octets, e);
}

bool
product_get(const struct product **out, const struct viewer *v, struct slice id, struct err *e)
{
    const struct organisation *o = organisation_of(v, id);
    struct store *s = v->office->store;
    struct product *p = NEW(v->arena, struct product);
    bool there = false;
    *out = NULL;
    if (!o)
        return true;
    bool ok = s->ops->begin_read(s, e) && load(p, &there, v, o, id, e);
    s->ops->rollback(s);
    if (ok && there && may_see(v, p))
        *out = p;
    return ok;
}

bool
product_evidence(struct slice *out, const struct viewer *v, const struct product *p, struct err *e)
{
    struct store *s = v->office->store;
    bool there = false;
    bool ok = s->ops->begin_read(s, e) &&
              s->ops->private_get(s, p->organisation, key_of(v->arena, OCTETS, p->id), out, &there,
                                  v->arena, e);
    s->ops->rollback(s);
    return ok && (there || err_set(e, ERR_SYSTEM, "the evidence of %.*s is gone", SL_FMT(p->id)));
}

struct visiting {
    const struct viewer *v;
    struct slice organisation;
    struct product_list *out;
};

static bool
visit(void *ctx, struct slice name, struct slice value, struct err *e)
{
    struct visiting *t = ctx;
    struct arena *a = t->v->arena;
    struct product p;
    struct slice id = slice_sub(name, strlen(ABOUT), name.n);
    if (!read_one(&p, a, t->organisation, id, value, e))
        return false;
    if (may_see(t->v, &p))
        vec_push(a, t->out, p);
    return true;
}

static bool
visit_organisation(struct product_list *out, const struct viewer *v, const struct organisation *o,
                   struct err *e)
{
    struct store *s = v->office->store;
    struct visiting t = {v, o->id, out};
    return s->ops->private_each(s, o->id, SL(ABOUT), visit, &t, e);
}

/* "o-3.10" behind "o-3.9": shorter first. */
static void
in_order(struct product *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0; k--) {
            struct slice x = v[k - 1].id, y = v[k].id;
            if (x.n < y.n || (x.n == y.n && slice_cmp(x, y) <= 0))
                break;
            struct product swap = v[k];
            v[k] = v[k - 1];
            v[k - 1] = swap;
        }
}

static bool
visit_all(struct product_list *out, const struct viewer *v, struct err *e)
{
    const struct committee *c = &v->office->committee;
    const struct organisation *mine = product_keeper(v);
    if (mine && !visit_organisation(out, v, mine, e))
        return false;
    in_order(out->v, out->n);
    for (size_t i = 0; i < c->organisations.n; i++) {
        const struct organisation *o = c->organisations.v[i].value;
        size_t from = out->n;
        if (o == mine)
            continue;
        if (!visit_organisation(out, v, o, e))
            return false;
        in_order(out->v + from, out->n - from);
    }
    return true;
}

bool
product_all(struct product_list *out, const struct viewer *v, struct err *e)
{
    struct store *s = v->office->store;
    *out = (struct product_list){0};
    bool ok = s->ops->begin_read(s, e) && visit_all(out, v, e);
    s->ops->rollback(s);
    return ok;
}

/* ---- changing ------------------------------------------------------------------------------- */

static bool
next_id(struct slice *out, const struct viewer *v, struct slice organisation, struct err *e)
{
    struct store *s = v->office->store;
    struct slice text;
    bool there;
    int64_t last = 0;
    if (!s->ops->private_get(s, organisation, SL(LAST), &text, &there, v->arena, e))
        return false;
    if (there && (!slice_to_i64(text, &last) || last < 0 || last > NUMBER_MAX))
        return err_set(e, ERR_SYSTEM, "the numbers of products are damaged");
    text = arena_printf(v->arena, "%lld", (long long)last + 1);
    *out = arena_printf(v->arena, "%.*s.%.*s", SL_FMT(organisation), SL_FMT(text));
    return s->ops->private_put(s, organisation, SL(LAST), text, e);
}

static bool
too_many(const struct viewer *v, const struct organisation *o, const struct product *p)
{
    struct product_list list = {0};
    struct err none = {0};
    size_t octets = 0, others = 0;
    if (!visit_organisation(&list, v, o, &none))
        return false; /* the same fault meets the writing below */
    for (size_t i = 0; i < list.n; i++) {
        bool itself = slice_eq(list.v[i].id, p->id);
        octets += itself ? 0 : list.v[i].octets;
        others += !itself;
    }
    return others >= PRODUCTS_MAX || octets + p->octets > PRODUCTS_OCTETS_MAX;
}

static bool
keep(enum product_put *answer, struct product *p, const struct slice *evidence,
     const struct viewer *v, const struct organisation *o, struct err *e)
{
    struct store *s = v->office->store;
    struct product before;
    struct slice about;
    bool there = true;
    if (p->id.n && !load(&before, &there, v, o, p->id, e))
        return false;
    *answer = there ? too_many(v, o, p) ? PRODUCT_TOO_MANY : PRODUCT_KEPT : PRODUCT_GONE;
    if (*answer != PRODUCT_KEPT)
        return true;
    if ((p->id.n == 0 && !next_id(&p->id, v, o->id, e)) || !write_one(&about, v->arena, p, e) ||
        !s->ops->private_put(s, o->id, key_of(v->arena, ABOUT, p->id), about, e))
        return false;
    return (!evidence ||
            s->ops->private_put(s, o->id, key_of(v->arena, OCTETS, p->id), *evidence, e)) &&
           s->ops->commit(s, e);
}

bool
product_keep(enum product_put *answer, struct product *p, const struct slice *evidence,
             const struct viewer *v, struct err *e)
{
    struct store *s = v->office->store;
    const struct organisation *o = product_keeper(v);
    if (!o || (p->organisation.n && !slice_eq(p->organisation, o->id)))
        return err_set(e, ERR_UNSUPPORTED, "a product of somebody else");
    p->organisation = o->id;
    if (evidence) {
        p->octets = evidence->n;
        p->digest = digest_of(v->arena, *evidence);
        p->at = v->now;
        p->by = v->person;
    }
    bool ok = s->ops->begin_write(s, e) && keep(answer, p, evidence, v, o, e);
    s->ops->rollback(s); /* nothing where it was committed */
    return ok;
}

bool
product_delete(const struct viewer *v, const struct product *p, struct err *e)
{
    struct store *s = v->office->store;
    bool ok = s->ops->begin_write(s, e) &&
              s->ops->private_forget(s, p->organisation, key_of(v->arena, ABOUT, p->id), e) &&
              s->ops->private_forget(s, p->organisation, key_of(v->arena, OCTETS, p->id), e) &&
              s->ops->commit(s, e);
    s->ops->rollback(s);
    return ok;
}
