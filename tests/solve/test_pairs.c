/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the solver says of the eight regimes against what a person derived by hand (pairs.yaml):
 * every pair, the conflicts that were seen coming, elements that a common product may and may not
 * offer, and the largest sets. Each argument is a day; without any, all days that the file answers
 * for.
 */
#include "base/env.h"
#include "solve/conflicts.h"
#include "solve/engine.h"
#include "support/cases.h"
#include "text/yaml.h"

#include <stdio.h>

#define DAYS_MAX 16
#define REGIMES_MAX 16

/* One day: all rows look at the same answer, which is asked for when the first of them runs. */
struct day {
    struct slice text;
    date_t on;
    bool made;
    struct conflicts found;
};

struct row {
    struct day *day;
    const struct yaml_node *node;
};

static struct arena data_arena; /* the rows live as long as the test */
static struct catalog catalog;
static struct yaml_doc doc;
static struct day days[DAYS_MAX];
static size_t ndays;
static const struct regime *regimes[REGIMES_MAX];
static size_t nregimes;

static const struct yaml_node *
list_of(const struct yaml_node *n, const char *key)
{
    static const struct yaml_node none;
    const struct yaml_node *list = yaml_get(n, slice_str(key));
    return list ? list : &none;
}

static struct slice
text_of(const struct yaml_node *n, const char *key)
{
    const struct yaml_node *text = yaml_get(n, slice_str(key));
    assert_non_null(text);
    return text->text;
}

/* The i-th item, or what says nothing. */
static const struct yaml_node *
item(const struct yaml_node *list, size_t i)
{
    static const struct yaml_node none;
    const struct yaml_node *x = list->first;
    for (; x && i > 0; i--)
        x = x->next;
    return x ? x : &none;
}

static size_t
index_of(struct slice regime)
{
    for (size_t i = 0; i < nregimes; i++)
        if (slice_eq(regimes[i]->id, regime))
            return i;
    fail_msg("no such regime: %.*s", SL_FMT(regime));
    return 0;
}

static const struct conflicts *
answer(struct day *d)
{
    struct err e = {0};
    struct conflicts_options o = {
        .catalog = &catalog, .regimes = regimes, .n = nregimes, .on = d->on};
    if (!d->made && !conflicts_find(&d->found, &data_arena, &o, &e))
        fail_msg("%s", e.msg);
    d->made = true;
    assert_true(d->found.complete);
    return &d->found;
}

/* --- conflicts ---------------------------------------------------------------------------- */

static bool
is_rule(const struct requirement *r, const struct yaml_node *clause)
{
    return slice_eq(r->id, text_of(clause, "requirement")) &&
           slice_eq(r->standard->id, text_of(clause, "standard"));
}

static bool
says(const struct clash_member *m, const struct yaml_node *clause)
{
    for (size_t i = 0; i < m->nrules; i++)
        if (is_rule(m->rules[i], clause))
            return true;
    return false;
}

/* Is a clause told as read by others exactly if it was? */
static void
rests(const struct conflict *c, const struct yaml_node *clauses, const struct yaml_node *rests_on)
{
    for (const struct yaml_node *x = clauses->first; x; x = x->next)
        for (size_t i = 0; i < c->n; i++)
            for (size_t k = 0; k < c->members[i].nrules; k++) {
                const struct requirement *r = c->members[i].rules[k];
                const struct yaml_node *told = rests_on->first;
                while (told && !is_rule(r, told))
                    told = told->next;
                if (is_rule(r, x) && (r->read >= READ_SECONDARY) != (told != NULL))
                    fail_msg("pairs.yaml:%u: rests_on: %.*s", x->line, SL_FMT(r->id));
            }
}

/* Are the clauses the members, one for one? */
static bool
same_conflict(const struct conflict *c, const struct yaml_node *clauses)
{
    bool taken[64] = {false};
    if (c->n != clauses->n || c->n > COUNT_OF(taken))
        return false;
    for (const struct yaml_node *x = clauses->first; x; x = x->next) {
        size_t i = 0;
        while (i < c->n && (taken[i] || !says(&c->members[i], x)))
            i++;
        if (i == c->n)
            return false;
        taken[i] = true;
    }
    return true;
}

static const struct conflict *
conflict_like(const struct conflicts *f, const struct pair *p, const struct yaml_node *clauses)
{
    for (size_t i = 0; i < p->nconflicts; i++)
        if (same_conflict(&f->list[p->conflicts[i]], clauses))
            return &f->list[p->conflicts[i]];
    return NULL;
}

/* Of all conflicts that were found each has a member that is disputed. */
static bool
all_disputed(const struct conflicts *f, const struct pair *p)
{
    for (size_t i = 0; i < p->nconflicts; i++)
        if (!f->list[p->conflicts[i]].disputed)
            return false;
    return true;
}

static void
clashes(const struct conflicts *f, const struct pair *p, const struct yaml_node *row)
{
    struct slice class = text_of(row, "class");
    const struct yaml_node *conflicts = list_of(row, "conflicts");
    const struct yaml_node *disputed = yaml_get(row, SL("disputed"));
    assert_true(conflicts->n > 0);
    for (const struct yaml_node *c = conflicts->first; c; c = c->next) {
        const struct conflict *found = conflict_like(f, p, c);
        if (!found) {
            fail_msg("pairs.yaml:%u: not among the %zu conflicts that were found", c->line,
                     p->nconflicts);
            return; /* for the analyser */
        }
        assert_true(slice_eq_str(class, reconciling_names[found->class]));
        rests(found, c, list_of(row, "rests_on"));
    }
    assert_int_equal(disputed && slice_eq(disputed->text, SL("true")), all_disputed(f, p));
}

/* --- products ----------------------------------------------------------------------------- */

static bool
differs_so(const struct pair *p, struct slice class)
{
    for (size_t i = 0; i < p->ndifferences; i++)
        if (slice_eq_str(class, reconciling_names[p->differences[i].class]))
            return true;
    return false;
}

/* In how large a number is asked for. */
static bool
differs(const struct pair *p, struct slice field)
{
    for (size_t i = 0; i < p->ndifferences; i++) {
        const struct difference *d = &p->differences[i];
        struct slice path =
            arena_printf(&case_arena, "%.*s.%.*s", SL_FMT(d->kind->name), SL_FMT(d->field->path));
        if (slice_eq(path, field) && d->class == RECONCILE_STRICTER)
            return true;
    }
    return false;
}

/* The variable of an element of the endpoint's sets. */
static int
element_lit(const struct problem *p, struct slice name)
{
    static const char *const unions[] = {"suites", "groups", "signature_schemes"};
    size_t tls = space_thing(&p->space, SL("tls"));
    for (size_t i = 0; i < COUNT_OF(unions); i++) {
        const struct column *c = space_column(&p->space, tls, unions[i]);
        if (c && registry_by_name(c->field->registry, name))
            return column_element(c, name);
    }
    fail_msg("no such element: %.*s", SL_FMT(name));
    return 0;
}

/* Is there a product for both that offers the element? */
static bool
offerable(struct day *d, const struct pair *p, struct slice name)
{
    const struct regime *both[] = {regimes[p->a], regimes[p->b]};
    struct problem *problem = NULL;
    struct err e = {0};
    struct problem_options o = {.catalog = &catalog, .regimes = both, .n = 2, .on = d->on};
    if (!problem_make(&problem, &case_arena, &o, &e)) {
        fail_msg("%s", e.msg);
        return false;
    }
    struct budget budget = BUDGET_ENDLESS;
    AUTO_ENGINE engine = engine_new(&case_arena, &problem->instance, NULL, 0);
    uint64_t groups[1] = {0};
    bits_set(groups, 0);
    bits_set(groups, 1);
    const int lit = element_lit(problem, name);
    struct engine_question q = {.groups = groups, .lits = &lit, .nlits = 1};
    return lit != LIT_FALSE && engine_ask(engine, &q, &budget) == SAT_YES;
}

static void
goes_together(struct day *d, const struct pair *p, const struct yaml_node *row)
{
    assert_non_null(p->example);
    assert_true(differs_so(p, text_of(row, "class")));
    if (!slice_eq(text_of(row, "on"), d->text))
        return; /* what the common product looks like is told for the first day only */
    for (const struct yaml_node *x = list_of(row, "stricter")->first; x; x = x->next)
        if (!differs(p, x->text))
            fail_msg("%.*s does not differ", SL_FMT(x->text));
    for (const struct yaml_node *x = list_of(row, "allow")->first; x; x = x->next)
        if (!offerable(d, p, x->text))
            fail_msg("cannot be offered: %.*s", SL_FMT(x->text));
    for (const struct yaml_node *x = list_of(row, "refuse")->first; x; x = x->next)
        if (offerable(d, p, x->text))
            fail_msg("can be offered: %.*s", SL_FMT(x->text));
}

/* --- rows --------------------------------------------------------------------------------- */

static void
pair_is(void **state)
{
    const struct row *row = *state;
    const struct conflicts *f = answer(row->day);
    const struct yaml_node *names = list_of(row->node, "pair");
    size_t a = index_of(item(names, 0)->text), b = index_of(item(names, 1)->text);
    bool compatible = slice_eq(text_of(row->node, "compatible"), SL("true"));
    for (size_t i = 0; i < f->npairs; i++) {
        const struct pair *p = &f->pairs[i];
        if (p->a != a || p->b != b)
            continue;
        assert_int_equal(p->together, compatible ? TOGETHER_YES : TOGETHER_NO);
        if (compatible)
            goes_together(row->day, p, row->node);
        else
            clashes(f, p, row->node);
        return;
    }
    fail_msg("no such pair");
}

static void
alone_is(void **state)
{
    const struct row *row = *state;
    assert_int_equal(answer(row->day)->alone[index_of(text_of(row->node, "regime"))],
                     slice_eq(text_of(row->node, "satisfiable"), SL("true")));
}

/* The sets are the expected ones, and no conflict needs more than two regimes but those told. */
static void
cliques_are(void **state)
{
    const struct row *row = *state;
    const struct conflicts *f = answer(row->day);
    const struct yaml_node *sets = list_of(row->node, "sets");
    for (const struct yaml_node *s = sets->first; s; s = s->next) {
        const struct yaml_node *names = list_of(s, "regimes");
        bool found = false;
        for (size_t i = 0; i < f->nlargest && !found; i++) {
            size_t k = 0;
            const struct yaml_node *x = names->first;
            for (; x && k < f->largest[i].n && f->largest[i].regimes[k] == index_of(x->text); k++)
                x = x->next;
            found = !x && k == f->largest[i].n;
        }
        if (!found)
            fail_msg("pairs.yaml:%u: no such set", s->line);
    }
    assert_int_equal(sets->n, f->nlargest);
    for (size_t i = 0; i < f->n; i++)
        assert_int_equal(f->list[i].nregimes, 2);
    assert_int_equal(list_of(doc.root, "triples")->n, 0);
}

/* --- the file ----------------------------------------------------------------------------- */

static struct day *
day_of(const struct yaml_node *n)
{
    struct slice text = text_of(n, "on");
    for (size_t i = 0; i < ndays; i++)
        if (slice_eq(days[i].text, text))
            return &days[i];
    struct day *d = &days[ndays++];
    assert_true(ndays <= DAYS_MAX);
    *d = (struct day){.text = text};
    assert_true(date_parse(text, &d->on));
    return d;
}

static void
add(CMUnitTestFunction run, struct day *d, const struct yaml_node *n, struct slice name)
{
    struct row *row = NEW(&data_arena, struct row);
    *row = (struct row){d, n};
    cases_add(
        (const char *)arena_printf(&data_arena, "%.*s: %.*s", SL_FMT(d->text), SL_FMT(name)).p, run,
        row);
}

/* The row of a pair that holds on the day: the last that began by then. */
static const struct yaml_node *
row_on(const struct yaml_node *pairs, struct slice a, struct slice b, date_t on)
{
    const struct yaml_node *last = NULL;
    for (const struct yaml_node *p = pairs->first; p; p = p->next) {
        const struct yaml_node *names = list_of(p, "pair");
        if (slice_eq(item(names, 0)->text, a) && slice_eq(item(names, 1)->text, b) &&
            day_of(p)->on <= on)
            last = p;
    }
    return last;
}

static bool
wanted(const struct day *d, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (slice_eq(slice_str(argv[i]), d->text))
            return true;
    return argc == 1;
}

static void
add_day(struct day *d)
{
    const struct yaml_node *pairs = list_of(doc.root, "pairs");
    for (size_t a = 0; a < nregimes; a++) {
        const struct yaml_node *alone = item(list_of(doc.root, "alone"), a);
        add(alone_is, d, alone, regimes[a]->id);
        for (size_t b = a + 1; b < nregimes; b++) {
            const struct yaml_node *row = row_on(pairs, regimes[a]->id, regimes[b]->id, d->on);
            struct slice name = arena_printf(&data_arena, "%.*s and %.*s", SL_FMT(regimes[a]->id),
                                             SL_FMT(regimes[b]->id));
            assert_non_null(row); /* every pair has an answer */
            add(pair_is, d, row, name);
        }
    }
    for (const struct yaml_node *c = list_of(doc.root, "cliques")->first; c; c = c->next)
        if (day_of(c) == d)
            add(cliques_are, d, c, SL("the largest sets"));
}

static bool
load(void)
{
    struct env env;
    struct err e = {0};
    struct slice text;
    env_system(&env);
    if (catalog_load(&catalog, &data_arena, &env, DATA_DIR, &e) &&
        env.read_file(env.ctx, &text, &data_arena, PAIRS, 1 << 20, &e) &&
        yaml_parse(&doc, &data_arena, SL(PAIRS), text, &e))
        return true;
    fprintf(stderr, "%s\n", e.msg);
    return false;
}

int
main(int argc, char **argv)
{
    if (!load())
        return 1;
    for (const struct yaml_node *n = list_of(doc.root, "alone")->first; n; n = n->next) {
        regimes[nregimes] = catalog_regime(&catalog, text_of(n, "regime"));
        assert_true(regimes[nregimes++] && nregimes <= REGIMES_MAX);
    }
    for (const struct yaml_node *p = list_of(doc.root, "pairs")->first; p; p = p->next)
        (void)day_of(p);
    for (size_t i = 0; i < ndays; i++)
        if (wanted(&days[i], argc, argv))
            add_day(&days[i]);
    int failed = cases_run("pairs");
    arena_free(&data_arena);
    return failed;
}
