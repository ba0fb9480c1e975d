/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/parse.h"

bool
cel_compile(struct cel_ast **out, struct arena *a, const struct cel_env *env, struct slice text,
            struct cel_place *at, struct err *e)
{
    return cel_parse(out, a, env, text, at, e) && cel_check(*out, a, env, at, e);
}

bool
cel_compile_condition(struct cel_ast **out, struct arena *a, const struct cel_env *env,
                      struct slice text, struct cel_place *at, struct err *e)
{
    if (!cel_compile(out, a, env, text, at, e))
        return false;
    const struct cel_type *t = (*out)->root->type;
    if (t->kind == CEL_BOOL)
        return true;
    err_set(e, ERR_INPUT, "a condition gives a bool, this gives %.*s", SL_FMT(cel_type_text(a, t)));
    return cel_report((*out)->text, (*out)->root->at, at, e);
}
