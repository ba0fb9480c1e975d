/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a program of your own uses cel/: a policy over login attempts. It shows
 * declared structs, a host's objects without copying, a function of the host's
 * own, facts that are not known yet, and errors with their place.
 *
 * Build it against cel/ and base/ alone. It is run as a test.
 */
#include "cel/cel.h"

#include <stdio.h>

/* --- the program's own data: CEL sees it where it is --- */

struct login {
    const char *user;
    int64_t failures;
    bool hardware_key;
    bool country_known; /* the look-up has not answered yet */
    const char *country;
};

struct login_object {
    struct cel_object object; /* first: that is how get() finds the rest */
    const struct login *login;
};

enum { USER, FAILURES, HARDWARE_KEY, COUNTRY };

static const struct cel_unknown country_unknown = {.trail = SL_INIT("login.country")};

static struct cel_value
login_get(const struct cel_object *o, uint32_t n, uint32_t field, struct cel_cx *cx)
{
    (void)n;
    (void)cx;
    const struct login *l = ((const struct login_object *)o)->login;
    switch (field) {
    case USER:
        return cel_string(slice_str(l->user));
    case FAILURES:
        return cel_int(l->failures);
    case HARDWARE_KEY:
        return cel_bool(l->hardware_key);
    case COUNTRY:
        return l->country_known ? cel_string(slice_str(l->country)) : cel_unknown(&country_unknown);
    default:
        return cel_none();
    }
}

/* --- a function of the program's own: risk(failures) --- */

static struct cel_value
risk(struct cel_cx *cx, const struct cel_value *v)
{
    if (v[0].i < 0)
        return cel_fail(cx, CEL_E_VALUE, "risk() of a count below zero");
    return cel_double(1.0 - 1.0 / (double)(1 + v[0].i));
}

/* --- declarations, once --- */

struct policy {
    struct cel_env *env;
    struct cel_class login; /* what login objects have in common */
    uint32_t slot;          /* of the variable `login` */
};

static bool
declare(struct policy *p, struct arena *a, struct err *e)
{
    static const struct cel_row functions[] = {{"risk", "(int) -> double", risk, false}};
    static const struct cel_value trusted[] = {
        {.kind = CEL_STRING, .n = 2, .p = (const uint8_t *)"DE"},
        {.kind = CEL_STRING, .n = 2, .p = (const uint8_t *)"CN"},
    };
    struct cel_struct *s;
    p->env = cel_env_new(a, CEL_LIB_ALL);
    /* Fields in the order of the enum above: the index is what login_get receives. */
    if (!cel_env_struct(p->env, SL("Login"), &s, e) ||
        !cel_env_field(p->env, s, SL("user"), &cel_type_string, e) ||
        !cel_env_field(p->env, s, SL("failures"), &cel_type_int, e) ||
        !cel_env_field(p->env, s, SL("hardware_key"), &cel_type_bool, e) ||
        !cel_env_field(p->env, s, SL("country"), &cel_type_string, e))
        return false;
    p->login = (struct cel_class){.type = &s->type, .get = login_get};
    return cel_env_variable(p->env, SL("login"), &s->type, &p->slot, e) &&
           cel_env_constant(p->env, SL("trusted"), cel_type_list(a, &cel_type_string),
                            cel_list_of(a, trusted, COUNT_OF(trusted)), e) &&
           cel_env_function(p->env, &functions[0], e);
}

/* --- one condition on one login --- */

static void
print_result(struct arena *a, struct slice text, struct cel_value v)
{
    if (v.kind == CEL_ERROR) {
        struct cel_place at = cel_place_of(text, v.error->at);
        printf("  error at %u:%u: %.*s\n", at.line, at.column, SL_FMT(v.error->text));
    } else if (v.kind == CEL_UNKNOWN) {
        const struct cel_unknown *const *missing;
        size_t n;
        cel_unknown_leaves(a, v.unknown, &missing, &n);
        printf("  unknown, for want of");
        for (size_t i = 0; i < n; i++)
            printf(" %.*s", SL_FMT(missing[i]->trail));
        printf("\n");
    } else {
        printf("  %.*s\n", SL_FMT(cel_value_text(a, v)));
    }
}

static void
judge(const struct policy *p, struct arena *a, const char *condition, const struct login *login)
{
    struct cel_ast *ast;
    struct err e = {0};
    printf("%s\n", condition);
    if (!cel_compile_condition(&ast, a, p->env, slice_str(condition), NULL, &e)) {
        printf("  refused at %s\n", e.msg);
        return;
    }
    /* A program is made once and evaluated as often as needed. */
    const struct cel_program *program = cel_program_new(a, ast);
    struct cel_value *slots = NEW_ARRAY(a, struct cel_value, program->nslots);
    struct login_object object = {{&p->login}, login};
    slots[p->slot] = cel_object(&object.object, 0);
    struct cel_cx cx = {.arena = a, .steps_max = 10000};
    print_result(a, ast->text, cel_eval(program, slots, &cx));
}

int
main(void)
{
    static const char *const conditions[] = {
        "login.hardware_key || login.failures < 3",
        "login.hardware_key || login.country in trusted",
        "login.failures < 3 && login.country in trusted",
        "login.country in trusted && login.user.endsWith('@example.org')",
        "risk(login.failures) < 0.9 && [1, 2, 3].exists(n, n == login.failures - 2)",
        "risk(login.failures - 10) < 0.9",
        "login.failurs < 3",
        "login.failures < '3'",
    };
    struct login login = {.user = "ada@example.org", .failures = 5};
    struct arena a = {0};
    struct policy p;
    struct err e = {0};
    if (!declare(&p, &a, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    for (size_t i = 0; i < COUNT_OF(conditions); i++)
        judge(&p, &a, conditions[i], &login);
    arena_free(&a);
    return 0;
}
