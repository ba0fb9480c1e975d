/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "files.h"
#include "model/evidence.h"
#include "support/cases.h"

static const char vocabulary[] =
    "kind: k\ntitle: K\nfields:\n"
    "  b: {type: bool, label: x, text: t, collect: c}\n  i: {type: int, unit: bit, label: x, text: "
    "t, collect: c}\n"
    "  s: {type: string, label: x, text: t, collect: c}\n  l: {type: strings, label: x, text: t, "
    "collect: c}\n"
    "  e: {type: set, registry: suites, label: x, text: t, collect: c}\n"
    "  u: {type: set, registry: suites, label: x, text: t, collect: c}\n";

static void
load_kind(struct kind *out)
{
    struct data_folder d;
    struct err e = {0};
    struct registry *suites = NEW(&case_arena, struct registry);
    data_folder_init(&d);
    data_folder_put(&d, "vocabulary/k.yaml", vocabulary);
    struct env env = data_folder_env(&d);
    if (!registry_load(suites, &case_arena, &env, "data/registry/suites.yaml", &e) ||
        !kind_load(out, &case_arena, &env, suites, 1, "data/vocabulary/k.yaml", &e))
        fail_msg("%s", e.msg);
}

static struct slices
list_of(struct arena *a, const char *first, const char *second)
{
    struct slices l = {NEW_ARRAY(a, struct slice, 2), 2};
    l.v[0] = arena_dup(a, slice_str(first));
    l.v[1] = arena_dup(a, slice_str(second));
    return l;
}

/* Two assets, in which every member of a fact holds something, and two origins. */
static struct evidence
make(struct arena *a, const struct kind *k)
{
    struct evidence ev = {arena_dup(a, SL("target")), NEW_ARRAY(a, struct asset, 2), 2,
                          NEW_ARRAY(a, struct origin, 2), 2};
    asset_init(&ev.assets[0], a, k, arena_dup(a, SL("id0")), arena_dup(a, SL("name0")));
    asset_init(&ev.assets[1], a, k, arena_dup(a, SL("id1")), (struct slice){0});
    const struct asset *as = &ev.assets[0];
    asset_bool(as, "b", true);
    asset_int(as, "i", -7);
    asset_string(as, "s", arena_dup(a, SL("text")));
    asset_list(as, "l", list_of(a, "one", ""));
    struct fact *e = asset_fact(as, SL("e"));
    fact_element(e, 0, true);
    fact_element(e, 3, false);
    e->extra = list_of(a, "STRANGE", "STRANGER");
    e->order = NEW_ARRAY(a, uint16_t, 2);
    e->order[0] = 3;
    e->norder = 2;
    e->origin = 1;
    asset_unknown(as, "u", arena_dup(a, SL("not asked")));
    ev.origins[1] = (struct origin){arena_dup(a, SL("method")), arena_dup(a, SL("where")), 99,
                                    arena_dup(a, SL("note"))};
    return ev;
}

static void
assert_text(struct slice got, const char *want)
{
    if (!slice_eq_str(got, want))
        fail_msg("'%.*s' instead of '%s'", SL_FMT(got), want);
}

static void
check(const struct evidence *ev, const struct kind *k)
{
    assert_text(ev->target, "target");
    assert_int_equal(ev->n, 2);
    const struct asset *as = &ev->assets[0];
    assert_ptr_equal(as->kind, k);
    assert_text(as->id, "id0");
    assert_text(as->name, "name0");
    assert_true(asset_fact(as, SL("b"))->known && asset_fact(as, SL("b"))->b);
    assert_int_equal(asset_fact(as, SL("i"))->i, -7);
    assert_text(asset_fact(as, SL("s"))->s, "text");
    assert_int_equal(asset_fact(as, SL("l"))->list.n, 2);
    assert_text(asset_fact(as, SL("l"))->list.v[0], "one");
    assert_text(asset_fact(as, SL("l"))->list.v[1], "");
    const struct fact *e = asset_fact(as, SL("e")), *u = asset_fact(as, SL("u"));
    assert_int_equal(e->known_bits[0], 9);
    assert_int_equal(e->truth_bits[0], 1);
    assert_int_equal(e->extra.n, 2);
    assert_text(e->extra.v[1], "STRANGER");
    assert_int_equal(e->norder, 2);
    assert_int_equal(e->order[0], 3);
    assert_int_equal(e->origin, 1);
    assert_int_equal(u->known_bits[0] | u->truth_bits[0], 0);
    assert_text(u->reason, "not asked");
    assert_text(ev->assets[1].id, "id1");
    assert_text(ev->assets[1].name, "");
    assert_false(asset_fact(&ev->assets[1], SL("b"))->known);
    assert_int_equal(asset_fact(&ev->assets[1], SL("e"))->known_bits[0], 0);
    assert_int_equal(ev->norigins, 2);
    assert_text(ev->origins[0].method, "");
    assert_text(ev->origins[1].method, "method");
    assert_text(ev->origins[1].where, "where");
    assert_text(ev->origins[1].note, "note");
    assert_int_equal(ev->origins[1].when, 99);
}

/* The original's memory is given back: AddressSanitizer sees what still points there. */
static void
a_copy_stands_alone(void **state)
{
    (void)state;
    struct kind k;
    struct arena from = {0};
    load_kind(&k);
    struct evidence ev = make(&from, &k), copied;
    check(&ev, &k);
    assert_true(evidence_copy(&copied, &case_arena, &ev, 0));
    memset(ev.assets[0].facts, 0xa5, k.n * sizeof(struct fact));
    memset(ev.assets, 0xa5, 2 * sizeof *ev.assets);
    memset(ev.origins, 0xa5, 2 * sizeof *ev.origins);
    arena_free(&from);
    check(&copied, &k);
}

static void
nothing_is_taken_of_the_reserve(void **state)
{
    (void)state;
    struct kind k;
    load_kind(&k);
    struct evidence ev = make(&case_arena, &k), copied;
    const size_t max = (size_t)64 << 10;
    size_t fitted = 0, failed = 0;
    for (size_t reserve = 0; reserve <= max; reserve += 16) {
        AUTO_ARENA a = {.max = max};
        bool fits = evidence_copy(&copied, &a, &ev, reserve);
        assert_true(arena_room(&a) >= reserve);
        if (fits)
            check(&copied, &k);
        fitted += fits;
        failed += !fits;
        assert_true(!fits || failed == 0); /* more room is never worse */
    }
    assert_true(fitted > 100 && failed > 100);
}

int
main(void)
{
    CASES_TEST(a_copy_stands_alone);
    CASES_TEST(nothing_is_taken_of_the_reserve);
    return cases_run("model/evidence");
}
