/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "draft/textdiff.h"
#include "support/cases.h"
#include "support/random.h"

struct row {
    const char *name;
    enum draft_language l;
    const char *from, *to, *want;
};

static const struct row rows[] = {
    {"same", DRAFT_EN, "a b c", "a b c", "a b c"},
    {"both empty", DRAFT_EN, "", "", ""},
    {"all new", DRAFT_EN, "", "a b", "{+a b+}"},
    {"all gone", DRAFT_EN, "a b", "", "[-a b-]"},
    {"one word", DRAFT_EN, "It must answer.", "It shall answer.", "It [-must-]{+shall+} answer."},
    {"words are not cut", DRAFT_EN, "shall", "shallow", "[-shall-]{+shallow+}"},
    {"versions are words", DRAFT_EN, "TLS 1.2 only", "TLS 1.3 only", "TLS [-1.2-]{+1.3+} only"},
    {"insert", DRAFT_EN, "a c", "a b c", "a {+b +}c"},
    {"delete", DRAFT_EN, "a b c", "a c", "a [-b -]c"},
    {"the blank between two changes goes along", DRAFT_EN, "one red two", "one green three",
     "one [-red two-]{+green three+}"},
    {"zh character", DRAFT_ZH, "系统宜加密。", "系统应加密。", "系统[-宜-]{+应+}加密。"},
    {"zh negation", DRAFT_ZH, "系统应加密。", "系统不应加密。", "系统{+不+}应加密。"},
    {"zh names are words", DRAFT_ZH, "采用SM4-CBC算法", "采用SM4-GCM算法",
     "采用[-SM4-CBC-]{+SM4-GCM+}算法"},
    {"zh numbers are words", DRAFT_ZH, "在365天内", "在180天内", "在[-365-]{+180+}天内"},
    {"line ends stay", DRAFT_ZH, "甲。\n乙。", "甲。\n丙。", "甲。\n[-乙-]{+丙+}。"},
    {"no UTF-8", DRAFT_ZH, "\xe5\xba", "\xe5\xbb", "\xe5[-\xba-]{+\xbb+}"},
};

static struct slice
side(const struct textdiff *d, enum textdiff_edit without)
{
    struct buf b;
    buf_init(&b, &case_arena, (size_t)1 << 20);
    for (size_t i = 0; i < d->n; i++)
        if (d->v[i].edit != without)
            buf_add(&b, d->v[i].text);
    return buf_slice(&b);
}

/* Both texts can be had back, and the runs are in their normal form. */
static void
check(const struct textdiff *d, struct slice from, struct slice to)
{
    assert_true(slice_eq(side(d, TEXTDIFF_INSERT), from));
    assert_true(slice_eq(side(d, TEXTDIFF_DELETE), to));
    for (size_t i = 0; i < d->n; i++) {
        assert_true(d->v[i].text.n > 0);
        if (i == 0)
            continue;
        assert_int_not_equal(d->v[i].edit, d->v[i - 1].edit);
        assert_false(d->v[i].edit == TEXTDIFF_DELETE && d->v[i - 1].edit == TEXTDIFF_INSERT);
    }
}

static void
run_row(void **state)
{
    const struct row *r = *state;
    struct textdiff d;
    textdiff_make(&d, &case_arena, r->l, slice_str(r->from), slice_str(r->to));
    check(&d, slice_str(r->from), slice_str(r->to));
    assert_string_equal(arena_str(&case_arena, textdiff_print(&case_arena, &d)), r->want);
    assert_false(d.coarse);
}

/* A text of a few words, so that much repeats. */
static struct slice
random_text(uint64_t *r, enum draft_language l)
{
    static const char *const words[2][6] = {{"应", "可", "密", "SM4", "。", "1.2"},
                                            {"shall ", "may ", "key", " ", ".", "1.2"}};
    struct buf b;
    buf_init(&b, &case_arena, 4096);
    for (size_t n = random_below(r, 40); n > 0; n--)
        buf_str(&b, words[l][random_below(r, 6)]);
    return buf_slice(&b);
}

static void
any_two_texts(void **state)
{
    (void)state;
    uint64_t r = 1;
    for (size_t i = 0; i < 3000; i++) {
        enum draft_language l = i % 2 ? DRAFT_EN : DRAFT_ZH;
        struct slice from = random_text(&r, l), to = random_text(&r, l);
        struct textdiff d;
        textdiff_make(&d, &case_arena, l, from, to);
        check(&d, from, to);
    }
}

/* Past the bound: coarse, and right all the same. */
static void
far_apart(void **state)
{
    (void)state;
    struct buf a, b;
    struct textdiff d;
    buf_init(&a, &case_arena, (size_t)1 << 20);
    buf_init(&b, &case_arena, (size_t)1 << 20);
    buf_str(&a, "same ");
    buf_str(&b, "same ");
    for (int i = 0; i < TEXTDIFF_EDITS_MAX; i++) {
        buf_printf(&a, "a%d ", i);
        buf_printf(&b, "b%d\n", i);
    }
    buf_str(&a, "end");
    buf_str(&b, "end");
    textdiff_make(&d, &case_arena, DRAFT_EN, buf_slice(&a), buf_slice(&b));
    check(&d, buf_slice(&a), buf_slice(&b));
    assert_true(d.coarse);
    assert_int_equal(d.n, 4);
}

struct map_row {
    const char *name, *from, *to;
    size_t at, n;
    size_t want; /* SIZE_MAX: not all of it is kept */
};

static const struct map_row maps[] = {
    {"behind an insertion", "a b c d", "a x b c d", 4, 3, 6},
    {"before a change", "a b c d", "a b c e", 0, 5, 0},
    {"across a deletion", "a b c d", "a b d", 2, 5, SIZE_MAX},
    {"inside of a deletion", "a b c d", "a b d", 4, 1, SIZE_MAX},
    {"past the end", "a b", "a b", 2, 2, SIZE_MAX},
};

static void
run_map(void **state)
{
    const struct map_row *r = *state;
    struct textdiff d;
    size_t at = SIZE_MAX;
    textdiff_make(&d, &case_arena, DRAFT_EN, slice_str(r->from), slice_str(r->to));
    bool kept = textdiff_map(&d, r->at, r->n, &at);
    assert_int_equal(kept ? at : SIZE_MAX, r->want);
}

int
main(void)
{
    CASES_TABLE(rows, run_row);
    CASES_TABLE(maps, run_map);
    CASES_TEST(any_two_texts);
    CASES_TEST(far_apart);
    return cases_run("textdiff");
}
