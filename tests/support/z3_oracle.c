/* SPDX-License-Identifier: Apache-2.0 */
#include "support/z3_oracle.h"

#include <stdio.h>
#include <stdlib.h>

#include <z3.h>

struct z3_oracle {
    const struct instance *in;
    Z3_context cx;
    Z3_solver solver;
    Z3_ast *var; /* by variable, groups' included */
    Z3_ast *room;
};

static void
die(Z3_context cx, Z3_error_code code)
{
    fprintf(stderr, "z3: %s\n", Z3_get_error_msg(cx, code));
    abort();
}

static Z3_context
new_context(void)
{
    Z3_config config = Z3_mk_config();
    Z3_context cx = Z3_mk_context(config);
    Z3_del_config(config);
    Z3_set_error_handler(cx, die);
    return cx;
}

static Z3_ast *
new_vars(Z3_context cx, const struct instance *in)
{
    size_t n = (size_t)in->nvars + in->groups.n;
    Z3_ast *var = calloc(n + 1, sizeof *var);
    for (size_t v = 1; var && v <= n; v++)
        var[v] = Z3_mk_const(cx, Z3_mk_int_symbol(cx, (int)v), Z3_mk_bool_sort(cx));
    return var;
}

static Z3_ast
lit(Z3_context cx, const Z3_ast *var, int lit)
{
    return lit > 0 ? var[lit] : Z3_mk_not(cx, var[-lit]);
}

/* The clauses, group => conditions, each handed to `add`. */
static void
each_clause(Z3_context cx, const struct instance *in, const Z3_ast *var,
            void (*add)(void *ctx, Z3_ast clause), void *ctx)
{
    Z3_ast *lits = calloc(in->lits.n + 1, sizeof *lits);
    unsigned n = 0;
    for (size_t i = 0; i < in->lits.n; i++) {
        if (in->lits.v[i]) {
            lits[n++] = lit(cx, var, in->lits.v[i]);
            continue;
        }
        add(ctx, Z3_mk_or(cx, n, lits));
        n = 0;
    }
    for (size_t g = 0; g < in->groups.n; g++) {
        for (size_t i = 0; i < in->groups.v[g].n; i++) {
            int selector = in->conditions.v[in->groups.v[g].conditions[i]].selector;
            Z3_ast both[] = {Z3_mk_not(cx, var[instance_group_var(in, g)]), var[selector]};
            add(ctx, Z3_mk_or(cx, 2, both));
        }
    }
    free(lits);
}

static void
add_to_solver(void *ctx, Z3_ast clause)
{
    struct z3_oracle *z = ctx;
    Z3_solver_assert(z->cx, z->solver, clause);
}

struct z3_oracle *
z3_oracle_new(struct arena *a, const struct instance *in)
{
    struct z3_oracle *z = NEW(a, struct z3_oracle);
    z->in = in;
    z->cx = new_context();
    /* The fastest of its solvers for this (a Boolean, finite-domain instance). */
    z->solver = Z3_mk_solver_for_logic(z->cx, Z3_mk_string_symbol(z->cx, "QF_FD"));
    Z3_solver_inc_ref(z->cx, z->solver);
    z->var = new_vars(z->cx, in);
    z->room = calloc(in->conditions.n + in->groups.n + 1, sizeof(Z3_ast));
    each_clause(z->cx, in, z->var, add_to_solver, z);
    return z;
}

void
z3_oracle_free(struct z3_oracle *z)
{
    Z3_solver_dec_ref(z->cx, z->solver);
    Z3_del_context(z->cx);
    free(z->var);
    free(z->room);
}

static bool
check(struct z3_oracle *z, unsigned n)
{
    Z3_lbool answer = Z3_solver_check_assumptions(z->cx, z->solver, n, z->room);
    if (answer == Z3_L_UNDEF) {
        fprintf(stderr, "z3: %s\n", Z3_solver_get_reason_unknown(z->cx, z->solver));
        abort();
    }
    return answer == Z3_L_TRUE;
}

static void
read_core(struct z3_oracle *z, const uint64_t *groups, uint64_t *core)
{
    sets_clear(core, BITS_WORDS(z->in->groups.n));
    Z3_ast_vector v = Z3_solver_get_unsat_core(z->cx, z->solver);
    Z3_ast_vector_inc_ref(z->cx, v);
    for (unsigned i = 0; i < Z3_ast_vector_size(z->cx, v); i++) {
        Z3_ast a = Z3_ast_vector_get(z->cx, v, i);
        SETS_EACH (g, groups, z->in->groups.n) {
            if (Z3_is_eq_ast(z->cx, a, z->var[instance_group_var(z->in, g)]))
                bits_set(core, g);
        }
    }
    Z3_ast_vector_dec_ref(z->cx, v);
}

bool
z3_oracle_groups(struct z3_oracle *z, const uint64_t *groups, uint64_t *core)
{
    unsigned n = 0;
    SETS_EACH (g, groups, z->in->groups.n)
        z->room[n++] = z->var[instance_group_var(z->in, g)];
    bool possible = check(z, n);
    if (!possible && core)
        read_core(z, groups, core);
    return possible;
}

bool
z3_oracle_conditions(struct z3_oracle *z, const uint64_t *conditions)
{
    unsigned n = 0;
    SETS_EACH (c, conditions, z->in->conditions.n)
        z->room[n++] = z->var[z->in->conditions.v[c].selector];
    return check(z, n);
}

/* Some item of the core is missing from each set that is left. */
static bool
refuted(const uint32_t *cores, size_t n, uint32_t set)
{
    for (size_t i = 0; i < n; i++) {
        if ((cores[i] & set) == cores[i])
            return true;
    }
    return false;
}

/* From the largest set down: what is possible is possible with less, what is not is not with more.
 */
void
z3_oracle_table(struct oracle *o, struct arena *a, const struct instance *in, bool groups)
{
    *o = (struct oracle){.n = groups ? in->groups.n : in->conditions.n, .groups = groups};
    if (o->n > ORACLE_ITEMS_MAX)
        abort();
    o->possible = NEW_ARRAY(a, bool, (size_t)1 << o->n);
    uint32_t *cores = NEW_ARRAY(a, uint32_t, (size_t)1 << o->n);
    size_t ncores = 0;
    AUTO_Z3_ORACLE z = z3_oracle_new(a, in);
    for (uint32_t set = (uint32_t)1 << o->n; set-- > 0;) {
        uint64_t bits = set, core = set;
        if (!o->possible[set] && !refuted(cores, ncores, set)) {
            o->possible[set] =
                groups ? z3_oracle_groups(z, &bits, &core) : z3_oracle_conditions(z, &bits);
            if (!o->possible[set])
                cores[ncores++] = (uint32_t)core;
        }
        for (size_t i = 0; i < o->n && o->possible[set]; i++)
            o->possible[set & ~((uint32_t)1 << i)] = true;
    }
}

/* -- its optimiser ------------------------------------------------------------------------ */

struct optimiser {
    Z3_context cx;
    Z3_optimize opt;
};

static void
add_to_optimiser(void *ctx, Z3_ast clause)
{
    struct optimiser *o = ctx;
    Z3_optimize_assert(o->cx, o->opt, clause);
}

int64_t
z3_oracle_best(const struct instance *in)
{
    struct optimiser o = {.cx = new_context()};
    o.opt = Z3_mk_optimize(o.cx);
    Z3_optimize_inc_ref(o.cx, o.opt);
    Z3_ast *var = new_vars(o.cx, in);
    each_clause(o.cx, in, var, add_to_optimiser, &o);
    for (size_t g = 0; g < in->groups.n; g++) {
        char weight[32];
        snprintf(weight, sizeof weight, "%lld", (long long)in->groups.v[g].weight);
        if (in->groups.v[g].weight)
            Z3_optimize_assert_soft(o.cx, o.opt, var[instance_group_var(in, g)], weight, NULL);
    }
    int64_t sum = -1;
    if (Z3_optimize_check(o.cx, o.opt, 0, NULL) == Z3_L_TRUE) {
        sum = 0;
        Z3_model model = Z3_optimize_get_model(o.cx, o.opt);
        Z3_model_inc_ref(o.cx, model);
        for (size_t g = 0; g < in->groups.n; g++) {
            Z3_ast value;
            if (Z3_model_eval(o.cx, model, var[instance_group_var(in, g)], true, &value) &&
                Z3_get_bool_value(o.cx, value) == Z3_L_TRUE)
                sum += in->groups.v[g].weight;
        }
        Z3_model_dec_ref(o.cx, model);
    }
    free(var);
    Z3_optimize_dec_ref(o.cx, o.opt);
    Z3_del_context(o.cx);
    return sum;
}

int64_t
z3_oracle_cheapest(const struct instance *in, size_t group, const struct soft *soft, size_t n)
{
    struct optimiser o = {.cx = new_context()};
    o.opt = Z3_mk_optimize(o.cx);
    Z3_optimize_inc_ref(o.cx, o.opt);
    Z3_ast *var = new_vars(o.cx, in);
    each_clause(o.cx, in, var, add_to_optimiser, &o);
    Z3_optimize_assert(o.cx, o.opt, var[instance_group_var(in, group)]);
    for (size_t i = 0; i < n; i++) {
        char weight[32];
        snprintf(weight, sizeof weight, "%lld", (long long)soft[i].weight);
        Z3_optimize_assert_soft(o.cx, o.opt, lit(o.cx, var, soft[i].lit), weight, NULL);
    }
    int64_t sum = -1;
    if (Z3_optimize_check(o.cx, o.opt, 0, NULL) == Z3_L_TRUE) {
        sum = 0;
        Z3_model model = Z3_optimize_get_model(o.cx, o.opt);
        Z3_model_inc_ref(o.cx, model);
        for (size_t i = 0; i < n; i++) {
            Z3_ast value;
            if (!Z3_model_eval(o.cx, model, lit(o.cx, var, soft[i].lit), true, &value) ||
                Z3_get_bool_value(o.cx, value) != Z3_L_TRUE)
                sum += soft[i].weight;
        }
        Z3_model_dec_ref(o.cx, model);
    }
    free(var);
    Z3_optimize_dec_ref(o.cx, o.opt);
    Z3_del_context(o.cx);
    return sum;
}
