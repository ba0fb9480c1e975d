/* SPDX-License-Identifier: Apache-2.0 */
#include "support/product.h"

#include "model/case.h"
#include "support/cases.h"

void
product_read(struct evidence *out, struct arena *a, const struct catalog *c, const char *yaml)
{
    struct yaml_doc d;
    struct err e = {0};
    if (!yaml_parse(&d, a, SL("product"), slice_str(yaml), &e))
        fail_msg("%s", e.msg);
    *out = (struct evidence){.target = SL("product"),
                             .assets = NEW_ARRAY(a, struct asset, d.root->n),
                             .origins = NEW_ARRAY(a, struct origin, 1),
                             .norigins = 1};
    for (const struct yaml_node *n = d.root->first; n; n = n->next) {
        struct case_facts facts = {0};
        const struct kind *k = catalog_kind(c, n->first->key);
        if (!k || !case_read(&facts, a, &d, k, n->first, &e))
            fail_msg("%.*s: %s", SL_FMT(n->first->key), e.msg);
        facts.asset.id = arena_printf(a, "%.*s:%zu", SL_FMT(k->name), out->n);
        out->assets[out->n++] = facts.asset;
    }
}
