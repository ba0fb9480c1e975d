/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/instance.h"

#include "solve/dump.h"
#include "support/cases.h"

/* What makes an instance wrong, and what is said about it. */
struct row {
    const char *name;
    void (*spoil)(struct instance *in);
    enum err_code code;
    const char *says;
};

static void
make(struct instance *in)
{
    instance_init(in, &case_arena);
    int x = instance_var(in), y = instance_var(in);
    INSTANCE_CLAUSE(in, x, -y);
    uint32_t c = instance_condition(in, SL("only x"));
    uint32_t d = instance_condition(in, SL("some y\nor other"));
    INSTANCE_UNDER(in, c, x);
    INSTANCE_UNDER(in, d, y);
    instance_group(in, SL("both"), 5, (uint32_t[]){d, c, d}, 3);
    instance_group(in, SL("none"), 0, NULL, 0);
}

static void
fine(struct instance *in)
{
    (void)in;
}

static void
unknown_variable(struct instance *in)
{
    INSTANCE_CLAUSE(in, 1, in->nvars + 1);
}

static void
unknown_negated(struct instance *in)
{
    INSTANCE_CLAUSE(in, INT32_MIN);
}

static void
group_variable(struct instance *in)
{
    INSTANCE_CLAUSE(in, instance_group_var(in, 0));
}

static void
unknown_condition(struct instance *in)
{
    instance_group(in, SL("odd"), 1, (uint32_t[]){2}, 1);
}

static void
negative_weight(struct instance *in)
{
    instance_group(in, SL("odd"), -1, NULL, 0);
}

static void
huge_weight(struct instance *in)
{
    instance_group(in, SL("odd"), INSTANCE_WEIGHT_MAX + 1, NULL, 0);
}

static void
two_selectors(struct instance *in)
{
    INSTANCE_UNDER(in, 0, 1, -in->conditions.v[1].selector);
}

static void
selector_twice(struct instance *in)
{
    INSTANCE_UNDER(in, 0, -in->conditions.v[0].selector, in->conditions.v[1].selector);
}

static void
too_many_groups(struct instance *in)
{
    for (size_t i = 0; i < INSTANCE_GROUPS_MAX; i++)
        instance_group(in, SL("g"), 1, NULL, 0);
}

static void
too_many_variables(struct instance *in)
{
    in->nvars = INSTANCE_VARS_MAX + 1;
}

static const struct row rows[] = {
    {"fine", fine, ERR_NONE, NULL},
    {"one selector, twice in a clause", selector_twice, ERR_NONE, NULL},
    {"a variable that is not there", unknown_variable, ERR_INPUT,
     "clause 4: there is no variable 5"},
    {"the least number there is", unknown_negated, ERR_INPUT, "clause 4"},
    {"a group's variable in a clause", group_variable, ERR_INPUT, "clause 4"},
    {"a condition that is not there", unknown_condition, ERR_INPUT,
     "'odd': there is no condition 2"},
    {"a negative weight", negative_weight, ERR_INPUT, "a weight of -1"},
    {"a weight too large", huge_weight, ERR_INPUT, "a weight of"},
    {"a clause under two conditions", two_selectors, ERR_INPUT, "clause 4: it is under two"},
    {"too many groups", too_many_groups, ERR_LIMIT, "4098 groups"},
    {"too many variables", too_many_variables, ERR_LIMIT, "4194305 variables"},
};

static void
check_row(void **state)
{
    const struct row *r = *state;
    struct instance in;
    struct err e = {0};
    make(&in);
    r->spoil(&in);
    assert_int_equal(instance_check(&in, &e), r->code == ERR_NONE);
    assert_int_equal(e.code, r->code);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("says: %s", e.msg);
}

static void
groups_are_sets(void **state)
{
    (void)state;
    struct instance in;
    make(&in);
    assert_int_equal(in.groups.v[0].n, 2);
    assert_int_equal(in.groups.v[0].conditions[0], 0);
    assert_int_equal(in.groups.v[0].conditions[1], 1);
    assert_int_equal(instance_group_var(&in, 1), 6);
}

/* -- as text ------------------------------------------------------------------------------ */

static struct slice
dumped(void (*dump)(struct buf *, const struct instance *, const uint64_t *),
       const uint64_t *groups)
{
    struct instance in;
    struct buf b;
    struct slice text;
    struct err e = {0};
    make(&in);
    buf_init(&b, &case_arena, 4096);
    dump(&b, &in, groups);
    assert_true(buf_done(&b, &text, &e));
    return slice_str(arena_str(&case_arena, text));
}

static void
wcnf(struct buf *b, const struct instance *in, const uint64_t *groups)
{
    (void)groups;
    dump_wcnf(b, in);
}

#define NAMES(c)                                                                                   \
    c " condition 3 only x\n" c " condition 4 some y or other\n" c " group 5 both\n" c " group 6 " \
      "none\n"

static void
dimacs(void **state)
{
    (void)state;
    uint64_t groups = 1;
    assert_string_equal(dumped(dump_dimacs, NULL).p, NAMES("c") "p cnf 6 5\n1 -2 0\n-3 1 0\n"
                                                                "-4 2 0\n-5 3 0\n-5 4 0\n");
    assert_string_equal(dumped(dump_dimacs, &groups).p,
                        NAMES("c") "p cnf 6 6\n1 -2 0\n-3 1 0\n-4 2 0\n-5 3 0\n-5 4 0\n5 0\n");
}

static void
weighted(void **state)
{
    (void)state;
    assert_string_equal(dumped(wcnf, NULL).p,
                        NAMES("c") "p wcnf 6 6 6\n6 1 -2 0\n6 -3 1 0\n6 -4 2 0\n6 -5 3 0\n"
                                   "6 -5 4 0\n5 5 0\n");
}

static void
smt2(void **state)
{
    (void)state;
    uint64_t groups = 1;
    const char *text = (const char *)dumped(dump_smt2, &groups).p;
    assert_int_equal(strncmp(text, NAMES(";"), strlen(NAMES(";"))), 0);
    assert_non_null(strstr(text, "(set-logic QF_UF)\n(declare-const v1 Bool)\n"));
    assert_non_null(strstr(text, "(assert (or false false v1 (not v2)))\n"));
    assert_non_null(strstr(text, "(assert (or false false v5))\n(check-sat)\n"));
}

/* What does not fit is told, not cut. */
static void
full_buffer(void **state)
{
    (void)state;
    struct instance in;
    struct buf b;
    struct slice text;
    struct err e = {0};
    make(&in);
    buf_init(&b, &case_arena, 64);
    dump_dimacs(&b, &in, NULL);
    assert_false(buf_done(&b, &text, &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

int
main(void)
{
    CASES_TABLE(rows, check_row);
    CASES_TEST(groups_are_sets);
    CASES_TEST(dimacs);
    CASES_TEST(weighted);
    CASES_TEST(smt2);
    CASES_TEST(full_buffer);
    return cases_run("solve/instance");
}
