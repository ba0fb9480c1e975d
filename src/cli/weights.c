/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/weights.h"

#include "text/nearest.h"
#include "text/yaml.h"

struct reader {
    struct arena *a;
    const struct yaml_doc *doc;
    const struct regime *const *regimes;
    size_t n;
    int64_t *by_regime, *by_market; /* by regime; 0 where not said */
};

static bool
number(const struct reader *r, const struct yaml_node *node, int64_t *out, struct err *e)
{
    if (!yaml_is(r->doc, node, YAML_SCALAR, e) || !yaml_int(r->doc, node, out, e))
        return false;
    if (*out < 1 || *out > WEIGHT_MAX)
        return yaml_fail(r->doc, node, e, "'%.*s' must be from 1 to %d, not %.*s",
                         SL_FMT(node->key), WEIGHT_MAX, SL_FMT(node->text));
    return true;
}

static bool
unknown(const struct reader *r, const struct yaml_node *node, struct err *e)
{
    struct slice *known = NEW_ARRAY(r->a, struct slice, 2 * r->n);
    for (size_t i = 0; i < r->n; i++) {
        known[i] = r->regimes[i]->id;
        known[r->n + i] = r->regimes[i]->market;
    }
    struct slice near = nearest_name(node->key, known, 2 * r->n);
    if (near.n)
        return yaml_fail_key(r->doc, node, e,
                             "'%.*s' is no market or regime of this plan; did you mean '%.*s'?",
                             SL_FMT(node->key), SL_FMT(near));
    return yaml_fail_key(r->doc, node, e,
                         "'%.*s' is no market or regime of this plan: see --markets",
                         SL_FMT(node->key));
}

/* One line of the file. */
static bool
line(struct reader *r, const struct yaml_node *node, struct err *e)
{
    int64_t weight;
    bool found = false;
    if (!number(r, node, &weight, e))
        return false;
    for (size_t i = 0; i < r->n; i++) {
        bool is_regime = slice_eq(r->regimes[i]->id, node->key);
        bool is_market = slice_eq(r->regimes[i]->market, node->key);
        if (is_regime)
            r->by_regime[i] = weight;
        if (is_market)
            r->by_market[i] = weight;
        found |= is_regime || is_market;
    }
    return found || unknown(r, node, e);
}

bool
weights_read(const int64_t **out, struct arena *a, struct slice file, struct slice text,
             const struct regime *const *regimes, size_t n, struct err *e)
{
    struct yaml_doc doc;
    if (!yaml_parse(&doc, a, file, text, e) || !yaml_is(&doc, doc.root, YAML_MAPPING, e))
        return false;
    struct reader r = {.a = a,
                       .doc = &doc,
                       .regimes = regimes,
                       .n = n,
                       .by_regime = NEW_ARRAY(a, int64_t, n),
                       .by_market = NEW_ARRAY(a, int64_t, n)};
    for (const struct yaml_node *node = doc.root->first; node; node = node->next)
        if (!line(&r, node, e))
            return false;
    for (size_t i = 0; i < n; i++)
        if (r.by_regime[i] == 0)
            r.by_regime[i] = r.by_market[i] ? r.by_market[i] : 1;
    *out = r.by_regime;
    return true;
}

bool
weights_load(const int64_t **out, struct arena *a, const struct env *env, const char *path,
             const struct regime *const *regimes, size_t n, struct err *e)
{
    struct slice text;
    return env->read_file(env->ctx, &text, a, path, WEIGHTS_FILE_MAX, e) &&
           weights_read(out, a, slice_str(path), text, regimes, n, e);
}
