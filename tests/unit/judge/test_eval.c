/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three-valued evaluation: each atom over known, partly known and unknown facts,
 * each connective, and the two kernels against a plain walk over the tree.
 */
#include "judge/eval.h"
#include "model/bits.h"
#include "rpn.h"
#include "support/cases.h"

#include <stdlib.h>

enum value {
    T, /* certainly true */
    F, /* certainly false */
    U,
};

struct row {
    const char *name;
    const char *condition; /* rpn.h */
    const char *facts;     /* world_asset */
    enum value want;
    int64_t now;
};

static enum value
value_of(struct truth t, size_t i)
{
    assert_false(t.yes & t.no);
    return t.yes >> i & 1 ? T : t.no >> i & 1 ? F : U;
}

static void
evaluates(void **state)
{
    const struct row *r = *state;
    struct world w;
    struct form f;
    struct program p;
    struct lanes l;
    struct asset as;
    world_make(&w, &case_arena);
    form_init(&f, &case_arena, &w.kind);
    ref_t root = rpn_build(&f, &case_arena, &w, r->condition);
    program_build(&p, &case_arena, &f, &root, 1);
    world_asset(&as, &case_arena, &w, r->facts);
    lanes_init(&l, &case_arena, &p);
    lanes_load(&l, &p, &(const struct asset *){&as}, 1);
    struct truth *t = NEW_ARRAY(&case_arena, struct truth, p.nsteps);

    eval_run(t, &p, &l, r->now);
    assert_int_equal(value_of(eval_truth(t, &p, root), 0), r->want);
    struct truth lone = eval_truth(t, &p, root), opposite = eval_truth(t, &p, ref_not(root));
    assert_int_equal(lone.yes, opposite.no);
    assert_int_equal(lone.no, opposite.yes);
    assert_int_equal((lone.yes | lone.no) & ~(uint64_t)1, 0); /* nothing past the last asset */

    eval_run_portable(t, &p, &l, r->now);
    assert_int_equal(value_of(eval_truth(t, &p, root), 0), r->want);
}

static const struct row ROWS[] = {
    {"true", "1", "", T, 0},
    {"false", "0", "", F, 0},

    {"some of: one certain", "s:A,B", "groups=A", T, 0},
    {"some of: one certain, others unknown", "s:A,B", "groups=A...", T, 0},
    {"some of: only others", "s:A,B", "groups=C,D,E", F, 0},
    {"some of: nothing offered", "s:A,B", "groups=", F, 0},
    {"some of: unknown", "s:A,B", "", U, 0},
    {"some of: one possible", "s:A,B", "groups=B?", U, 0},
    {"some of: possible ones lie elsewhere", "s:A,B", "groups=C?,D?", F, 0},
    {"some of: asked and refused, the rest unknown", "s:A,B", "groups=!A,!B...", F, 0},
    {"some of: half refused, the rest unknown", "s:A,B", "groups=!A...", U, 0},
    {"some of: a strange name may be one", "s:A,B", "groups=C,+x", U, 0},
    {"some of: certain beside a strange name", "s:A,B", "groups=A,+x", T, 0},
    {"some of nothing", "s:", "groups=A", F, 0},
    {"some of nothing, unknown", "s:", "", F, 0},
    {"some of nothing, strange name", "s:", "groups=+x", U, 0},

    {"none of: others only", "s:A,B !", "groups=C", T, 0},
    {"none of: one certain", "s:A,B !", "groups=A", F, 0},
    {"none of: one certain, others unknown", "s:A,B !", "groups=A...", F, 0},
    {"none of: unknown", "s:A,B !", "", U, 0},
    {"none of: one possible", "s:A,B !", "groups=C,B?", U, 0},
    {"none of: strange name at best unknown", "s:A,B !", "groups=C,+x", U, 0},
    {"none of: strange name does not save it", "s:A,B !", "groups=A,+x", F, 0},
    {"none of: nothing offered", "s:A,B !", "groups=", T, 0},

    {"any name: one of ours", "s:any", "groups=E", T, 0},
    {"any name: a strange one", "s:any", "groups=+x", T, 0},
    {"any name: nothing", "s:any", "groups=", F, 0},
    {"any name: unknown", "s:any", "", U, 0},

    {"at least two: two", "s2:A,B,C", "groups=A,C", T, 0},
    {"at least two: one", "s2:A,B,C", "groups=A,D", F, 0},
    {"at least two: one, and one possible", "s2:A,B,C", "groups=A,B?", U, 0},
    {"at least two: two, and one possible", "s2:A,B,C", "groups=A,B,C?", T, 0},
    {"at least two: unknown", "s2:A,B,C", "", U, 0},
    {"at least two: one, and a strange name", "s2:A,B,C", "groups=A,+x", U, 0},
    {"at least three: one, and a strange name", "s3:A,B,C", "groups=A,+x", F, 0},
    {"at least two of any: one, and a strange name", "s2:any", "groups=A,+x", T, 0},
    {"at least two of any: two strange names", "s2:any", "groups=+x,+y", T, 0},
    {"at least three of two", "s3:A,B", "", F, 0},
    {"fewer than two: one", "s2:A,B,C !", "groups=A,D", T, 0},

    {"flag on", "b", "on", T, 0},
    {"flag off", "b", "!on", F, 0},
    {"flag unknown", "b", "", U, 0},
    {"flag negated", "b !", "!on", T, 0},
    {"flag negated, unknown", "b !", "", U, 0},

    {"number above", "i5", "bits=6", T, 0},
    {"number at the bound", "i5", "bits=5", T, 0},
    {"number below", "i5", "bits=4", F, 0},
    {"number unknown", "i5", "", U, 0},
    {"number below, negated", "i5 !", "bits=4", T, 0},
    {"number, least bound", "i-9223372036854775807", "bits=-9223372036854775808", F, 0},
    {"number, greatest bound", "i9223372036854775807", "bits=9223372036854775807", T, 0},
    {"number, greatest bound, unknown", "i9223372036854775807", "", U, 0},
    {"number, zero is not unknown", "i1", "bits=0", F, 0},

    {"time after", "t100", "until=101", T, 0},
    {"time before", "t100", "until=99", F, 0},
    {"time unknown", "t100", "", U, 0},
    {"time from now: enough", "n10", "until=110", T, 100},
    {"time from now: a second short", "n10", "until=109", F, 100},
    {"time from now: unknown", "n10", "", U, 100},
    {"time from now: past the end of time", "n9223372036854775807", "until=5", F, 100},
    {"time from now: before the beginning", "n-9223372036854775807", "until=5", T, -100},
    {"now reached", "w100", "", T, 100},
    {"now not reached", "w100", "", F, 99},

    {"string in", "g:RSA,EC", "key.alg=EC", T, 0},
    {"string not in", "g:RSA,EC", "key.alg=DSA", F, 0},
    {"string that no condition names", "g:RSA,EC", "key.alg=what", F, 0},
    {"string unknown", "g:RSA,EC", "", U, 0},
    {"string excluded", "g:RSA !", "key.alg=EC", T, 0},
    {"string excluded, unknown", "g:RSA !", "", U, 0},
    {"string told apart by another condition", "g:RSA g:EC s:A &2 |2", "key.alg=EC groups=B", F, 0},

    {"list holds", "l:a,b", "uses=x,b", T, 0},
    {"list holds not", "l:a,b", "uses=x,y", F, 0},
    {"list empty holds not", "l:a,b", "uses=", F, 0},
    {"list unknown", "l:a,b", "", U, 0},
    {"list holds other", "o:a,b", "uses=a,c", T, 0},
    {"list holds only these", "o:a,b", "uses=a,b,a", F, 0},
    {"list holds other: empty does not", "o:a,b", "uses=", F, 0},
    {"list holds other: unknown", "o:a,b", "", U, 0},
    {"list holds other: one that another condition names", "o:a l:c s:A &2 |2", "uses=c", T, 0},
    {"list size", "z2", "uses=a,a", T, 0},
    {"list size short", "z2", "uses=a", F, 0},
    {"list size unknown", "z2", "", U, 0},
    {"opaque is unknown until asked", "px", "on", U, 0},

    {"and: T T", "b i5 &2", "on bits=5", T, 0},
    {"and: T F", "b i5 &2", "on bits=4", F, 0},
    {"and: T U", "b i5 &2", "on", U, 0},
    {"and: F U", "b i5 &2", "!on", F, 0},
    {"and: U F", "b i5 &2", "bits=4", F, 0},
    {"and: U U", "b i5 &2", "", U, 0},
    {"or: F F", "b i5 |2", "!on bits=4", F, 0},
    {"or: T U", "b i5 |2", "on", T, 0},
    {"or: F U", "b i5 |2", "!on", U, 0},
    {"or: U T", "b i5 |2", "bits=5", T, 0},
    {"or: U U", "b i5 |2", "", U, 0},
    {"implication, guard unknown, rest holds", "b ! i5 |2", "bits=7", T, 0},
    {"implication, guard unknown, rest fails", "b ! i5 |2", "bits=3", U, 0},
    {"choice, guard unknown, both hold", "b i5 s:A ?", "bits=5 groups=A", T, 0},
    {"choice, guard unknown, one holds", "b i5 s:A ?", "bits=5", U, 0},
};

/* --- kernels against a walk ----------------------------------------------------------------- */

static uint64_t
draw(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static enum value
opposite(enum value v)
{
    return v == T ? F : v == F ? T : U;
}

/* One atom on one asset, element by element. */
static enum value
plain_atom(const struct form *f, const struct atom *at, const struct asset *as, int64_t now)
{
    if (at->field == ATOM_NO_FIELD)
        return at->op == ATOM_OPAQUE ? U : now >= at->k ? T : F;
    const struct fact *x = &as->facts[at->field];
    int64_t least = 0, most = 0;
    switch (at->op) {
    case ATOM_SET:
        for (size_t i = 0; i < f->kind->fields[at->field].registry->n; i++) {
            bool in = bits_has(at->mask, i), known = bits_has(x->known_bits, i);
            least += in && known && bits_has(x->truth_bits, i);
            most += in && (!known || bits_has(x->truth_bits, i));
        }
        least += at->any_name ? (int64_t)x->extra.n : 0;
        most += (int64_t)x->extra.n;
        return least >= at->k ? T : most < at->k ? F : U;
    case ATOM_BOOL:
        return !x->known ? U : x->b ? T : F;
    case ATOM_INT:
        return !x->known ? U : x->i >= at->k ? T : F;
    case ATOM_TIME:
        return !x->known ? U : x->i - (at->minus_now ? now : 0) >= at->k ? T : F;
    case ATOM_STRING:
        for (size_t i = 0; x->known && i < at->values.n; i++)
            if (slice_eq(at->values.v[i], x->s))
                return T;
        return x->known ? F : U;
    case ATOM_LIST_SOME:
    case ATOM_LIST_OTHER:
        for (size_t k = 0; x->known && k < x->list.n; k++) {
            bool in = false;
            for (size_t i = 0; i < at->values.n; i++)
                in |= slice_eq(at->values.v[i], x->list.v[k]);
            if (in == (at->op == ATOM_LIST_SOME))
                return T;
        }
        return x->known ? F : U;
    case ATOM_LIST_SIZE:
        return !x->known ? U : (int64_t)x->list.n >= at->k ? T : F;
    case ATOM_NOW:
    case ATOM_OPAQUE:
        break;
    }
    return U;
}

static enum value
plain(const struct form *f, ref_t r, const struct asset *as, int64_t now)
{
    const struct node *n = ref_node(f, r);
    enum value v = T;
    if (n->op == NODE_ATOM)
        v = plain_atom(f, &f->atoms.v[n->atom], as, now);
    for (size_t i = 0; n->op == NODE_AND && i < n->n; i++) {
        enum value kid = plain(f, n->kids[i], as, now);
        v = kid == F || v == F ? F : kid == U ? U : v;
    }
    return ref_negated(r) ? opposite(v) : v;
}

static ref_t
random_atom(struct form *f, const struct world *w, uint64_t *seed)
{
    static const char *const WORDS[] = {
        "b",   "i1024", "i2048", "t500",  "n10",      "w100",  "g:RSA",  "g:EC,RSA", "l:a", "l:b,c",
        "o:a", "o:",    "z2",    "s:A,B", "s2:B,C,D", "s:any", "s2:any", "s:D,E",    "s:",  "px",
    };
    uint64_t n = draw(seed) % (COUNT_OF(WORDS) + 6);
    if (n < COUNT_OF(WORDS))
        return rpn_build(f, &case_arena, w, WORDS[n]);
    uint64_t mask[BITS_WORDS(WORLD_SUITES)] = {0};
    for (size_t i = 0; i < WORLD_SUITES; i++)
        if (draw(seed) % 8 == 0)
            bits_set(mask, i);
    return form_atom(f, &(struct atom){.op = ATOM_SET,
                                       .field = F_SUITES,
                                       .k = 1 + (int64_t)(draw(seed) % 3 == 0),
                                       .mask = mask});
}

static ref_t
random_ref(struct form *f, const struct world *w, uint64_t *seed, unsigned depth)
{
    ref_t kids[3];
    size_t n = 1 + draw(seed) % 3;
    if (depth == 0 || draw(seed) % 4 == 0)
        return random_atom(f, w, seed) ^ (ref_t)(draw(seed) & 1);
    for (size_t i = 0; i < n; i++)
        kids[i] = random_ref(f, w, seed, depth - 1);
    return draw(seed) & 1 ? form_and(f, kids, n) : form_or(f, kids, n);
}

static void
random_set(struct fact *f, size_t n, uint64_t *seed)
{
    uint64_t known = draw(seed) % 4;
    for (size_t i = 0; i < n; i++)
        if (known == 0 || draw(seed) % 4 < known)
            fact_element(f, i, draw(seed) % 6 == 0);
    fact_settle(f, n);
    static struct slice strange[] = {SL_INIT("x"), SL_INIT("y")};
    f->extra = (struct slices){strange, draw(seed) % 8 == 0 ? 1 + draw(seed) % 2 : 0};
}

static void
random_asset(struct asset *as, const struct world *w, uint64_t *seed)
{
    static const char *const FACTS[] = {
        "on",     "!on",      "bits=1024", "bits=2048", "key.alg=RSA", "key.alg=DSA",
        "uses=a", "uses=b,x", "uses=",     "until=105", "until=600",
    };
    struct buf b;
    buf_init(&b, &case_arena, 1000);
    for (size_t i = 0; i < COUNT_OF(FACTS); i++)
        if (draw(seed) % 3 == 0)
            buf_printf(&b, "%s ", FACTS[i]);
    world_asset(as, &case_arena, w, arena_str(&case_arena, buf_slice(&b)));
    random_set(&as->facts[F_SUITES], WORLD_SUITES, seed);
    random_set(&as->facts[F_GROUPS], WORLD_GROUPS, seed);
}

#define CONDITIONS 60

static void
one_round(const struct world *w, uint64_t *seed)
{
    struct form f;
    struct program p;
    struct lanes l;
    ref_t roots[CONDITIONS];
    size_t n = draw(seed) % (EVAL_LANES + 1);
    struct asset *assets = NEW_ARRAY(&case_arena, struct asset, n);
    const struct asset *at[EVAL_LANES];
    form_init(&f, &case_arena, &w->kind);
    for (size_t i = 0; i < CONDITIONS; i++)
        roots[i] = random_ref(&f, w, seed, 3);
    for (size_t i = 0; i < n; i++) {
        random_asset(&assets[i], w, seed);
        at[i] = &assets[i];
    }
    program_build(&p, &case_arena, &f, roots, CONDITIONS);
    lanes_init(&l, &case_arena, &p);
    lanes_load(&l, &p, at, n);
    struct truth *fast = NEW_ARRAY(&case_arena, struct truth, p.nsteps);
    struct truth *slow = NEW_ARRAY(&case_arena, struct truth, p.nsteps);
    eval_run(fast, &p, &l, 100);
    eval_run_portable(slow, &p, &l, 100);
    assert_memory_equal(fast, slow, p.nsteps * sizeof *fast);
    for (size_t c = 0; c < CONDITIONS; c++)
        for (size_t i = 0; i < n; i++)
            assert_int_equal(value_of(eval_truth(fast, &p, roots[c]), i),
                             plain(&f, roots[c], at[i], 100));
}

static void
both_kernels_agree_with_a_walk(void **state)
{
    (void)state;
    uint64_t seed = 20261123;
    struct world w;
    world_make(&w, &case_arena);
    for (int i = 0; i < 60; i++) {
        struct arena_mark mark = arena_mark(&case_arena);
        one_round(&w, &seed);
        arena_reset(&case_arena, mark);
    }
}

static void
lanes_can_be_loaded_again(void **state)
{
    (void)state;
    struct world w;
    struct form f;
    struct program p;
    struct lanes l;
    struct asset as[2];
    const struct asset *both[] = {&as[0], &as[1]};
    world_make(&w, &case_arena);
    form_init(&f, &case_arena, &w.kind);
    ref_t root = rpn_build(&f, &case_arena, &w, "s:A b &2 i5 |2");
    program_build(&p, &case_arena, &f, &root, 1);
    world_asset(&as[0], &case_arena, &w, "groups=A on bits=1");
    world_asset(&as[1], &case_arena, &w, "groups=B,+x !on bits=1");
    struct truth *t = NEW_ARRAY(&case_arena, struct truth, p.nsteps);
    lanes_init(&l, &case_arena, &p);
    lanes_load(&l, &p, both, 2);
    eval_run(t, &p, &l, 0);
    assert_int_equal(value_of(eval_truth(t, &p, root), 0), T);
    assert_int_equal(value_of(eval_truth(t, &p, root), 1), F);
    lanes_load(&l, &p, both + 1, 1); /* the second lane's old facts must not shine through */
    eval_run(t, &p, &l, 0);
    assert_int_equal(value_of(eval_truth(t, &p, root), 0), F);
    assert_int_equal(value_of(eval_truth(t, &p, root), 1), U);
}

static void
a_program_holds_only_what_is_needed(void **state)
{
    (void)state;
    struct world w;
    struct form f;
    struct program p;
    world_make(&w, &case_arena);
    form_init(&f, &case_arena, &w.kind);
    ref_t roots[2] = {rpn_build(&f, &case_arena, &w, "s:A b &2"),
                      rpn_build(&f, &case_arena, &w, "i5 t9 &2 l:a |2")};
    program_build(&p, &case_arena, &f, roots, 1);
    assert_int_equal(p.nsteps, 3);
    assert_int_equal(p.nwords, 1);
    assert_int_equal(p.nnumbers, 0);
    assert_int_equal(p.step_of[roots[1] >> 1], NO_COLUMN);
    program_build(&p, &case_arena, &f, roots, 2);
    assert_int_equal(p.nsteps, 8);
}

int
main(void)
{
    CASES_TABLE(ROWS, evaluates);
    CASES_TEST(both_kernels_agree_with_a_walk);
    CASES_TEST(lanes_can_be_loaded_again);
    CASES_TEST(a_program_holds_only_what_is_needed);
    return cases_run("eval");
}
