/* SPDX-License-Identifier: Apache-2.0 */
#include "web/role_products.h"

#include "api/products.h"

static const struct {
    enum account_role role;
    const char *name, *file, *target;
} rows[] = {
    {ROLE_ACCOUNT_FOREIGN, "Gateway 7 (invented)", "gateway.cdx.json",
     "gateway.erewhon.invalid:443"},
    {ROLE_ACCOUNT_DELEGATE, "Vault 3 (invented)", "vault.cdx.json", "vault.daren.invalid:443"},
};

static bool
is_kept(bool *kept, const struct viewer *v, const char *name, struct err *e)
{
    struct product_list all;
    *kept = false;
    if (!product_all(&all, v, e))
        return false;
    for (size_t i = 0; i < all.n; i++)
        *kept = *kept || slice_eq_str(all.v[i].name, name);
    return true;
}

bool
role_products_make(struct arena *a, const struct env *env, struct office *o, int64_t now,
                   const struct role_accounts *accounts, const char *dir, struct err *e)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct role_account *who = &accounts->v[rows[i].role];
        struct viewer v = {.office = o, .arena = a, .now = now};
        struct slice evidence, target = slice_str(rows[i].target);
        char *path = arena_str(a, arena_printf(a, "%s/sample/products/%s", dir, rows[i].file));
        enum product_put put;
        bool kept;
        if (!who->there)
            continue;
        viewer_of(&v, who->person);
        if (!is_kept(&kept, &v, rows[i].name, e))
            return false;
        struct product p = {.name = slice_str(rows[i].name),
                            .shared = PRODUCT_PUBLIC,
                            .file = slice_str(rows[i].file),
                            .targets = {&target, 1}};
        if (!kept && (!env->read_file(env->ctx, &evidence, a, path, PRODUCT_EVIDENCE_MAX, e) ||
                      !product_keep(&put, &p, &evidence, &v, e)))
            return false;
    }
    return true;
}
