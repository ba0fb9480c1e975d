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

bool
regime_list_parse(const struct regime ***out, size_t *n, struct arena *a, const struct catalog *c,
                  const char *list, struct err *e)
{
    const struct regime **v = NEW_ARRAY(a, const struct regime *, c->nregimes + 1);
    *n = 0;
    *out = v;
    bool all = !list || strcmp(list, "all") == 0;
    for (size_t i = 0; all && i < c->nregimes; i++)
        if (c->regimes[i].variant_of.n == 0)
            v[(*n)++] = &c->regimes[i];
    struct slice rest = all ? SL("") : slice_str(list), name;
    while (slice_cut(&rest, ',', &name)) {
        name = slice_trim(name);
        const struct regime *r = catalog_regime(c, name);
        if (!r)
            return unknown_regime(a, c, name, e);
        add_once(v, n, r);
    }
    if (*n == 0)
        return err_set(e, ERR_INPUT, "no regime to judge by: give --regimes a,b or all");
    return true;
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
