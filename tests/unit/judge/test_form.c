/* SPDX-License-Identifier: Apache-2.0 */
#include "rpn.h"
#include "support/cases.h"
#include "world.h"

/* Both in reverse Polish: rpn.h. */
struct row {
    const char *name;
    const char *in, *want;
};

static void
prints(void **state)
{
    const struct row *r = *state;
    struct world w;
    struct form f;
    struct buf b;
    struct err e = {0};
    world_make(&w, &case_arena);
    form_init(&f, &case_arena, &w.kind);
    buf_init(&b, &case_arena, 100000);
    form_print(&b, &f, rpn_build(&f, &case_arena, &w, r->in));
    assert_true(form_ok(&f, &e));
    assert_string_equal(arena_str(&case_arena, buf_slice(&b)), r->want);
}

static void
same(void **state)
{
    const struct row *r = *state;
    struct world w;
    struct form f;
    world_make(&w, &case_arena);
    form_init(&f, &case_arena, &w.kind);
    ref_t a = rpn_build(&f, &case_arena, &w, r->in);
    assert_int_equal(a, rpn_build(&f, &case_arena, &w, r->want));
}

static void
different(void **state)
{
    const struct row *r = *state;
    struct world w;
    struct form f;
    world_make(&w, &case_arena);
    form_init(&f, &case_arena, &w.kind);
    ref_t a = rpn_build(&f, &case_arena, &w, r->in);
    assert_int_not_equal(a, rpn_build(&f, &case_arena, &w, r->want));
}

/* `want`: the fields' paths, in their order in the kind. */
static void
fields(void **state)
{
    const struct row *r = *state;
    struct world w;
    struct form f;
    struct buf b;
    world_make(&w, &case_arena);
    form_init(&f, &case_arena, &w.kind);
    buf_init(&b, &case_arena, 1000);
    uint64_t *bits = bits_new(&case_arena, w.kind.n);
    form_fields(&f, &case_arena, rpn_build(&f, &case_arena, &w, r->in), bits);
    for (size_t i = 0; i < w.kind.n; i++)
        if (bits_has(bits, i))
            buf_printf(&b, "%.*s ", SL_FMT(w.kind.fields[i].path));
    assert_string_equal(arena_str(&case_arena, buf_slice(&b)), r->want);
}

static const struct row FIELDS[] = {
    {"of a constant", "1", ""},
    {"of an atom", "s:A", "groups "},
    {"negated", "b !", "on "},
    {"shared, and below a negation", "b i5 &2 ! s:A i5 &2 ! &2", "groups on bits "},
    {"the day is no field", "w9 b &2", "on "},
    {"what is opaque is not looked into", "p(x) g:RSA &2", "key.alg "},
};

static const struct row PRINT[] = {
    {"true", "1", "true"},
    {"false", "0", "false"},
    {"some of", "s:A,B", "groups some of {A, B}"},
    {"none of", "s:A,B !", "groups none of {A, B}"},
    {"most are banned: only", "s:A,B,C,D !", "groups only {E}"},
    {"all are banned", "s:A,B,C,D,E !", "groups only {}"},
    {"no element, still not false: strange names", "s:", "groups some of {}"},
    {"at least two", "s2:A,B,C", "groups at least 2 of {A, B, C}"},
    {"fewer than two", "s2:A,B,C !", "groups fewer than 2 of {A, B, C}"},
    {"any name", "s:any", "groups some of any"},
    {"flag", "b", "on"},
    {"flag, negated", "b !", "!on"},
    {"number", "i3000", "bits >= 3000"},
    {"number, negated", "i3000 !", "bits < 3000"},
    {"time", "t77", "until >= 77"},
    {"time from now", "n-5", "until - now >= -5"},
    {"now", "w9 !", "now < 9"},
    {"string", "g:RSA,EC", "key.alg in {\"EC\", \"RSA\"}"},
    {"string, negated", "g:RSA !", "key.alg not in {\"RSA\"}"},
    {"list", "l:b,a,b", "uses holds some of {\"a\", \"b\"}"},
    {"list, none", "l:a !", "uses holds none of {\"a\"}"},
    {"list, other", "o:a", "uses holds other than {\"a\"}"},
    {"list, only", "o:a !", "uses holds only {\"a\"}"},
    {"other than nothing is not empty", "o:", "uses.size >= 1"},
    {"list size", "z2", "uses.size >= 2"},
    {"opaque", "p(x)", "opaque((x))"},
    {"opaque, negated", "p(x) !", "!opaque((x))"},
    {"and", "b i5 &2", "on && bits >= 5"},
    {"or", "b i5 |2", "on || bits >= 5"},
    {"or inside and", "b i5 |2 s:A &2", "(on || bits >= 5) && groups some of {A}"},
    {"a choice", "b i5 i9 ?", "(!on || bits >= 5) && (on || bits >= 9)"},
};

static const struct row SAME[] = {
    {"order of and", "b i5 &2", "i5 b &2"},
    {"order of or", "b i5 |2", "i5 b |2"},
    {"nested and", "b i5 &2 s:A &2", "s:A b i5 &3"},
    {"nested or", "b i5 |2 s:A |2", "s:A b i5 |3"},
    {"double", "b b &2", "b"},
    {"double negation", "b ! !", "b"},
    {"De Morgan", "b ! i5 ! &2 !", "b i5 |2"},
    {"empty and", "&0", "1"},
    {"empty or", "|0", "0"},
    {"true in and", "b 1 &2", "b"},
    {"false in and", "b 0 &2", "0"},
    {"false in or", "b 0 |2", "b"},
    {"true in or", "b 1 |2", "1"},
    {"x and not x", "b b ! &2", "0"},
    {"x or not x", "b b ! |2", "1"},
    {"x and not x, far apart", "b i5 s:A b ! &4", "0"},
    {"a conjunction and its negation", "b i5 &2 b i5 &2 ! |2", "1"},
    {"two bans are one", "s:A ! s:B ! &2", "s:A,B !"},
    {"two bans, far apart", "s:A ! b s:B ! &3", "b s:A,B ! &2"},
    {"two bans, nested", "s:A ! b &2 s:B ! &2", "b s:A,B ! &2"},
    {"two demands by or are one", "s:A s:B |2", "s:A,B"},
    {"any name covers", "s:any s:B |2", "s:any"},
    {"tightest lower bound", "i5 i7 &2", "i7"},
    {"tightest upper bound", "i5 ! i7 ! &2", "i5 !"},
    {"loosest lower bound by or", "i5 i7 |2", "i5"},
    {"at least 7 and below 5", "i7 i5 ! &2", "0"},
    {"at least 5 and below 5", "i5 i5 ! &2", "0"},
    {"below 5 or at least 3", "i5 ! i3 |2", "1"},
    {"times", "t5 t9 &2", "t9"},
    {"times from now", "n5 n9 &2", "n9"},
    {"now", "w5 w9 &2", "w9"},
    {"sizes", "z5 z9 &2", "z9"},
    {"at least none", "z0", "1"},
    {"at least none of a set", "s0:A", "1"},
    {"strings excluded", "g:RSA ! g:EC ! &2", "g:RSA,EC !"},
    {"strings in both", "g:RSA,EC g:EC,DSA &2", "g:EC"},
    {"strings in neither", "g:RSA g:EC &2", "0"},
    {"string in and not", "g:RSA,EC g:EC ! &2", "g:RSA"},
    {"string not and in", "g:EC ! g:RSA,EC &2", "g:RSA"},
    {"string in nothing", "g:", "0"},
    {"list holds neither", "l:a ! l:b ! &2", "l:a,b !"},
    {"list holds only both", "o:a,b ! o:b,c ! &2", "o:b !"},
    {"list holds some of nothing", "l:", "0"},
    {"the same text, the same opaque", "px", "px"},
    {"absorbed", "b b i5 |2 &2", "b"},
    {"absorbed from an or", "b b i5 &2 |2", "b"},
    {"what is settled is struck", "b b ! i5 |2 &2", "b i5 &2"},
    {"struck, then joined", "b s:A ! b ! s:B ! |2 &3", "b s:A,B ! &2"},
    {"struck to nothing", "b i5 b ! i5 ! |2 &3", "0"},
    {"choice by a constant", "1 b i5 ?", "b"},
    {"choice between the same", "b i5 i5 ?", "i5"},
};

static const struct row DIFFERENT[] = {
    {"k", "i5", "i6"},
    {"masks", "s:A", "s:B"},
    {"counts", "s:A,B", "s2:A,B"},
    {"all by mask is not any name", "s:A,B,C,D,E", "s:any"},
    {"demands joined by and stay two", "s:A s:B &2", "s:A,B"},
    {"counts are not bans", "s2:A,B ! s2:C,D ! &2", "s2:A,B,C,D !"},
    {"time and time from now", "t5", "n5"},
    {"time bounds of both sorts", "t5 n9 &2", "n9"},
    {"values that run together", "g:RS,A", "g:R,SA"},
    {"list some and other", "l:a", "o:a"},
    {"list holds a and b", "l:a l:b &2", "l:a,b"},
    {"opaque texts", "px", "py"},
    {"nothing of a set is not nothing of any name", "s: !", "1"},
};

static void
an_opaque_part_marks_the_whole(void **state)
{
    (void)state;
    struct world w;
    struct form f;
    world_make(&w, &case_arena);
    form_init(&f, &case_arena, &w.kind);
    assert_true(ref_node(&f, rpn_build(&f, &case_arena, &w, "b i5 px |2 &2"))->opaque);
    assert_true(ref_node(&f, rpn_build(&f, &case_arena, &w, "px !"))->opaque);
    assert_false(ref_node(&f, rpn_build(&f, &case_arena, &w, "b i5 s:A |2 &2"))->opaque);
}

static void
the_scope_tells_opaque_parts_apart(void **state)
{
    (void)state;
    struct world w;
    struct form f;
    world_make(&w, &case_arena);
    form_init(&f, &case_arena, &w.kind);
    struct atom at = {.op = ATOM_OPAQUE, .field = ATOM_NO_FIELD, .text = SL("x"), .scope = &w};
    ref_t a = form_atom(&f, &at);
    at.scope = &f;
    assert_int_not_equal(a, form_atom(&f, &at));
}

static void
children_come_before_parents(void **state)
{
    (void)state;
    struct world w;
    struct form f;
    world_make(&w, &case_arena);
    form_init(&f, &case_arena, &w.kind);
    for (size_t i = 0; i < COUNT_OF(SAME); i++) {
        rpn_build(&f, &case_arena, &w, SAME[i].in);
        rpn_build(&f, &case_arena, &w, SAME[i].want);
    }
    for (size_t i = 0; i < f.nodes.n; i++) {
        const struct node *n = &f.nodes.v[i];
        for (size_t k = 0; k < n->n; k++) {
            assert_true(n->kids[k] >> 1 < i);
            assert_true(k == 0 || n->kids[k - 1] < n->kids[k]);
        }
    }
}

int
main(void)
{
    CASES_TABLE(FIELDS, fields);
    CASES_TABLE(PRINT, prints);
    CASES_TABLE(SAME, same);
    CASES_TABLE(DIFFERENT, different);
    CASES_TEST(an_opaque_part_marks_the_whole);
    CASES_TEST(the_scope_tells_opaque_parts_apart);
    CASES_TEST(children_come_before_parents);
    return cases_run("form");
}
