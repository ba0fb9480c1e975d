/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every ballot of tests/committee/vectors.yaml against the rule of its process: as written, in
 * other orders, and with rule and roll as a recount reads them from the record. And the rows
 * themselves are tried: every number of every rule, changed by one, has to change some row.
 */
#include "support/cases.h"
#include "text/json_canonical.h"
#include "vectors.h"

#include <stdio.h>

static struct arena file_arena;
static struct vectors vectors;

static void
must_count(struct tally *t, const struct rule *r, const struct roll *roll,
           const struct ballot_box *box)
{
    struct err e = {0};
    if (!tally_count(t, &case_arena, r, roll, box, &e))
        fail_msg("%s", e.msg);
}

static bool
same_list(const struct slices *x, const struct slices *y)
{
    bool same = x->n == y->n;
    for (size_t i = 0; same && i < x->n; i++)
        same = slice_eq(x->v[i], y->v[i]);
    return same;
}

static void
show(const struct vector *v, const struct tally *t)
{
    print_error("%s: %s, not %s\n", v->name, outcome_name(t->outcome), outcome_name(v->outcome));
    for (size_t i = 0; i < t->steps.n; i++)
        print_error("  %.*s: %.*s\n", SL_FMT(t->steps.v[i].key), SL_FMT(t->steps.v[i].text.en));
}

/* The units fall into four parts, and every vote has a fate. */
static void
check_sums(const struct vector *v, const struct tally *t)
{
    size_t by_position = 0, fates = 0, n;
    const struct position *positions;
    rule_positions(v->rule, &positions, &n);
    assert_int_equal(t->voted + t->uncounted + t->recused + t->silent, t->units);
    for (size_t i = 0; i < n; i++)
        by_position += t->by_position[i];
    assert_int_equal(by_position, t->voted);
    for (size_t i = 0; i < v->box.n; i++)
        fates += t->fates[i] == FATE_COUNTED;
    assert_true(fates >= t->voted);
}

static void
check_unmet(const struct vector *v, const struct tally *t)
{
    struct slices unmet = {NEW_ARRAY(&case_arena, struct slice, t->steps.n), 0};
    if (v->outcome != OUTCOME_JUDGED)
        return;
    for (size_t i = 0; i < t->steps.n; i++)
        if (t->steps.v[i].informs && !t->steps.v[i].met)
            unmet.v[unmet.n++] = t->steps.v[i].key;
    assert_true(same_list(&unmet, &v->unmet));
}

static struct slice
octets(struct json_node *n)
{
    struct slice out;
    struct err e = {0};
    if (!json_canonical(&out, &case_arena, n, (size_t)1 << 22, &e))
        fail_msg("%s", e.msg);
    return out;
}

/* What the tally puts into the record. */
static struct slice
tally_octets(const struct rule *r, const struct tally *t)
{
    struct json_node n;
    tally_to_json(&n, &case_arena, r, t);
    return octets(&n);
}

static void
reread(struct rule *rule, struct roll *roll, const struct vector *v)
{
    struct json_node n, back;
    struct err e = {0};
    rule_to_json(&n, &case_arena, v->rule);
    if (!json_canonical_read(&back, &case_arena, octets(&n), &e) ||
        !rule_from_json(rule, &case_arena, &back, &e))
        fail_msg("%s", e.msg);
    roll_to_json(&n, &case_arena, &v->roll);
    if (!json_canonical_read(&back, &case_arena, octets(&n), &e) ||
        !roll_from_json(roll, &case_arena, &back, &e))
        fail_msg("%s", e.msg);
}

static void
vector_row(void **state)
{
    const struct vector *v = *state;
    struct tally t, other;
    struct rule rule;
    struct roll roll;
    must_count(&t, v->rule, &v->roll, &v->box);
    if (t.outcome != v->outcome || !same_list(&t.failed, &v->failed)) {
        show(v, &t);
        fail_msg("another result");
    }
    check_sums(v, &t);
    check_unmet(v, &t);

    reread(&rule, &roll, v);
    struct vote *turned = NEW_ARRAY(&case_arena, struct vote, v->box.n);
    for (size_t i = 0; i < v->box.n; i++)
        turned[i] = v->box.votes[v->box.n - 1 - i];
    struct ballot_box box = v->box;
    box.votes = turned;
    must_count(&other, &rule, &roll, &box);
    struct slice x = tally_octets(v->rule, &t), y = tally_octets(&rule, &other);
    assert_int_equal(x.n, y.n);
    assert_memory_equal(x.p, y.p, x.n);
    assert_true(same_list(&t.objectors, &other.objectors));
}

/* ---- are the rows sharp? --------------------------------------------------------------------*/

/* What one row says under a rule, in a word that differs where anything about it does. */
static struct slice
answer(const struct rule *r, const struct vector *v)
{
    struct tally t;
    struct err e = {0};
    if (!tally_count(&t, &case_arena, r, &v->roll, &v->box, &e))
        return SL("error");
    struct slice s = arena_printf(&case_arena, "%s", outcome_name(t.outcome));
    for (size_t i = 0; i < t.steps.n; i++)
        s = arena_printf(&case_arena, "%.*s %.*s=%d", SL_FMT(s), SL_FMT(t.steps.v[i].key),
                         t.steps.v[i].met);
    for (size_t i = 0; i < VOTE_KINDS; i++)
        s = arena_printf(&case_arena, "%.*s %zu", SL_FMT(s), t.by_kind[i]);
    return s;
}

struct trial {
    const struct rule *right;
    size_t tried, missed;
};

/* `wrong` is the rule with one thing changed; some row of it has to notice. */
static void
try_wrong(struct trial *t, const struct rule *wrong, struct slice what)
{
    bool noticed = false;
    t->tried++;
    for (size_t i = 0; i < vectors.n && !noticed; i++)
        if (vectors.v[i].rule == t->right)
            noticed = !slice_eq(answer(t->right, &vectors.v[i]), answer(wrong, &vectors.v[i]));
    if (!noticed) {
        print_error("%.*s/%.*s: no row notices %.*s\n", SL_FMT(t->right->process),
                    SL_FMT(t->right->key), SL_FMT(what));
        t->missed++;
    }
}

static void
try_int(struct trial *t, struct rule *wrong, int64_t *at, const char *what, struct slice key)
{
    int64_t was = *at;
    if (was == 0)
        return;
    *at = was + 1;
    try_wrong(t, wrong, arena_printf(&case_arena, "%s + 1 of %.*s", what, SL_FMT(key)));
    *at = was - 1;
    if (was > 1)
        try_wrong(t, wrong, arena_printf(&case_arena, "%s - 1 of %.*s", what, SL_FMT(key)));
    *at = was;
}

static void
try_tests(struct trial *t, struct rule *wrong, struct rule_tests *list)
{
    struct rule_tests was = *list;
    list->v = NEW_ARRAY(&case_arena, struct rule_test, was.n);
    if (was.n)
        memcpy(list->v, was.v, was.n * sizeof *was.v);
    for (size_t i = 0; i < was.n; i++) {
        struct rule_test *test = &list->v[i];
        try_int(t, wrong, &test->num, "num", test->key);
        try_int(t, wrong, &test->least, "least", test->key);
        try_int(t, wrong, &test->if_from, "if_from", test->key);
        try_int(t, wrong, &test->if_to, "if_to", test->key);
        if (test->den) {
            test->strict = !test->strict;
            try_wrong(t, wrong, arena_printf(&case_arena, "strict of %.*s", SL_FMT(test->key)));
            test->strict = !test->strict;
        }
        if (test->in.n) {
            struct slice in = test->in;
            test->in = SL("");
            try_wrong(t, wrong, arena_printf(&case_arena, "the set of %.*s", SL_FMT(test->key)));
            test->in = in;
        }
    }
    *list = was;
}

static void
try_bands(struct trial *t, struct rule *wrong)
{
    struct rule_bands was = wrong->bands;
    wrong->bands.v = NEW_ARRAY(&case_arena, struct rule_band, was.n);
    for (size_t i = 0; i < was.n; i++) {
        memcpy(wrong->bands.v, was.v, was.n * sizeof *was.v);
        try_int(t, wrong, &wrong->bands.v[i].num, "turnout", was.v[i].pass.v[0].key);
        wrong->bands.v[i].strict = !was.v[i].strict;
        try_wrong(t, wrong, SL("a band's strict"));
        wrong->bands.v[i].strict = was.v[i].strict;
        try_tests(t, wrong, &wrong->bands.v[i].pass);
    }
    wrong->bands = was;
}

static void
try_rest(struct trial *t, struct rule *wrong)
{
    const struct rule *r = t->right;
    try_int(t, wrong, &wrong->balance.num, "num", SL("balance"));
    try_int(t, wrong, &wrong->electorate.least, "least", SL("electorate"));
    if (r->silence != SILENCE_VOID) {
        wrong->silence = SILENCE_VOID;
        try_wrong(t, wrong, SL("silence"));
        wrong->silence = r->silence;
    }
    if (r->second.in.n) {
        wrong->second.in = SL("");
        try_wrong(t, wrong, SL("second"));
        wrong->second.in = r->second.in;
    }
    if (r->recirculate != RECIRCULATE_NEVER) {
        wrong->recirculate = RECIRCULATE_NEVER;
        try_wrong(t, wrong, SL("recirculate"));
        wrong->recirculate = r->recirculate;
    }
    for (size_t i = 0; i < r->positions.n; i++)
        if (r->positions.v[i].reason == REASON_OR_VOID) {
            wrong->positions.v = NEW_ARRAY(&case_arena, struct position, r->positions.n);
            memcpy(wrong->positions.v, r->positions.v, r->positions.n * sizeof(struct position));
            wrong->positions.v[i].reason = REASON_OPTIONAL;
            try_wrong(t, wrong, SL("a vote that is void without a reason"));
            wrong->positions = r->positions;
        }
}

static void
every_number_matters(void **state)
{
    size_t tried = 0, missed = 0;
    (void)state;
    for (size_t i = 0; i < vectors.processes.n; i++)
        for (size_t j = 0; j < vectors.processes.v[i].rules.n; j++) {
            struct trial t = {.right = &vectors.processes.v[i].rules.v[j]};
            struct rule wrong = *t.right;
            try_tests(&t, &wrong, &wrong.quorum);
            try_tests(&t, &wrong, &wrong.pass);
            try_tests(&t, &wrong, &wrong.block);
            if (wrong.bands.n)
                try_bands(&t, &wrong);
            try_rest(&t, &wrong);
            tried += t.tried;
            missed += t.missed;
        }
    assert_true(tried > 150);
    assert_int_equal(missed, 0);
}

int
main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    vectors_load(&vectors, &file_arena, argv[1], argv[2]);
    for (size_t i = 0; i < vectors.n; i++)
        cases_add(vectors.v[i].name, vector_row, &vectors.v[i]);
    CASES_TEST(every_number_matters);
    int failed = cases_run("committee_vectors");
    arena_free(&file_arena);
    return failed;
}
