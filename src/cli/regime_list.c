/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/regime_list.h"

#include "cli/listing.h"

static bool
unknown_regime(struct arena *a, const struct catalog *c, struct slice name, struct err *e)
{
    struct slice *ids = NEW_ARRAY(a, struct slice, c->nregimes);
    for (size_t i = 0; i < c->nregimes; i++)
        ids[i] = c->regimes[i].id;
    return listing_unknown(e, "regime", name, ids, c->nregimes);
}

static bool
add_once(const struct regime **v, size_t *n, const struct regime *r)
{
    for (size_t i = 0; i < *n; i++)
        if (v[i] == r)
            return false;
    v[(*n)++] = r;
    return true;
}

/* Regimes of the catalog, being asked for. */
struct list {
    const struct catalog *c;
    const struct regime **v;
    size_t n;
};

/* Those of a market (empty: of every one), variants of others aside. False where there is none. */
static bool
add_market(struct list *l, struct slice market)
{
    bool any = false;
    for (size_t i = 0; i < l->c->nregimes; i++) {
        const struct regime *r = &l->c->regimes[i];
        if (r->variant_of.n || (market.n && !slice_eq(r->market, market)))
            continue;
        add_once(l->v, &l->n, r);
        any = true;
    }
    return any;
}

static bool
add_regime(struct list *l, struct slice name)
{
    const struct regime *r = catalog_regime(l->c, name);
    if (r)
        add_once(l->v, &l->n, r);
    return r != NULL;
}

static bool
unknown_market(struct arena *a, const struct catalog *c, struct slice name, struct err *e)
{
    struct slice *known = NEW_ARRAY(a, struct slice, 2 * c->nregimes);
    for (size_t i = 0; i < c->nregimes; i++) {
        known[i] = c->regimes[i].id;
        known[c->nregimes + i] = c->regimes[i].market;
    }
    return listing_unknown(e, "regime", name, known, 2 * c->nregimes);
}

static struct list
start(struct arena *a, const struct catalog *c)
{
    return (struct list){c, NEW_ARRAY(a, const struct regime *, c->nregimes + 1), 0};
}

static bool
is_all(const char *list)
{
    return !list || strcmp(list, "all") == 0;
}

bool
regime_list_parse(const struct regime ***out, size_t *n, struct arena *a, const struct catalog *c,
                  const char *list, struct err *e)
{
    struct list l = start(a, c);
    struct slice rest = slice_str(list), name;
    if (is_all(list)) {
        add_market(&l, SL(""));
        rest = SL("");
    }
    while (slice_cut(&rest, ',', &name)) {
        name = slice_trim(name);
        if (!add_regime(&l, name))
            return unknown_regime(a, c, name, e);
    }
    *out = l.v;
    *n = l.n;
    return l.n || err_set(e, ERR_INPUT, "no regime to judge by: give --regimes a,b or all");
}

bool
market_list_parse(const struct regime ***out, size_t *n, struct arena *a, const struct catalog *c,
                  const char *list, struct err *e)
{
    struct list l = start(a, c);
    struct slice rest = slice_str(list), name;
    if (is_all(list)) {
        add_market(&l, SL(""));
        rest = SL("");
    }
    while (slice_cut(&rest, ',', &name)) {
        name = slice_trim(name);
        if (!add_regime(&l, name) && (name.n == 0 || !add_market(&l, name)))
            return unknown_market(a, c, name, e);
    }
    *out = l.v;
    *n = l.n;
    return l.n || err_set(e, ERR_INPUT, "no market to plan for: give --markets a,b or all");
}

bool
on_date_parse(date_t *out, const struct env *env, const char *text, struct err *e)
{
    if (!text) {
        *out = date_of_seconds(env->wall_ns(env->ctx) / 1000000000);
        return true;
    }
    if (!date_parse(slice_str(text), out))
        return err_set(e, ERR_INPUT, "'%s' is not a date: write YYYY-MM-DD, as in 2031-01-01",
                       text);
    return true;
}
