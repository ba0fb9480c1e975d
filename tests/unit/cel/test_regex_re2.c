/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our regular expressions against RE2: the rows of test_regex.c and some
 * thousand pairs of pattern and text made by a small generator. Both must
 * accept the same patterns and find the same texts.
 *
 * Kept out, because this RE2 differs from its documentation or from ours: \C
 * (a single octet), (?<name>) (newer than Debian 12's), code points assigned
 * after its Unicode tables, \B over texts beyond ASCII (RE2 finds it between the
 * octets of one code point).
 */
#include "base/buf.h"
#include "cel/regex.h"
#include "support/cases.h"
#include "unit/cel/re2_oracle.h"

#include <stdio.h>

#define PATTERNS 6000
#define TEXTS 6 /* for each pattern */

static const struct match_row {
    const char *name;
    struct slice pattern, text;
    bool want;
} match_rows[] = {
#include "unit/cel/regex_rows.inc"
};

enum answer {
    REFUSED,
    NO,
    YES,
};

static const char *const answers[] = {"refused", "no", "yes"};

/* One pattern, compiled by both. */
struct pair {
    struct slice pattern;
    const struct cel_regex *ours;
    struct re2_oracle *theirs;
};

static void
open_pair(struct pair *p, struct slice pattern)
{
    struct err e = {0};
    p->pattern = pattern;
    if (!cel_regex_compile(&p->ours, &case_arena, pattern, &e))
        p->ours = NULL;
    p->theirs = re2_oracle_new((const char *)pattern.p, pattern.n);
}

/* Fails where they differ; gives the common answer. */
static enum answer
ask(const struct pair *p, struct slice text)
{
    enum answer a = REFUSED, b = REFUSED;
    if (p->ours)
        a = cel_regex_match(p->ours, text, &case_arena) ? YES : NO;
    if (p->theirs)
        b = re2_oracle_match(p->theirs, (const char *)text.p, text.n) ? YES : NO;
    if (a != b)
        fail_msg("pattern '%.*s' text '%.*s': ours %s, RE2 %s", SL_FMT(p->pattern), SL_FMT(text),
                 answers[a], answers[b]);
    return a;
}

static void
row_agrees(void **state)
{
    const struct match_row *r = *state;
    struct pair p;
    open_pair(&p, r->pattern);
    assert_int_equal(ask(&p, r->text), r->want ? YES : NO);
    re2_oracle_free(p.theirs);
}

static uint64_t seed;

static uint32_t
pick(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

static const char *const atoms[] = {
    "a",
    "b",
    "c",
    "ab",
    "A",
    "B",
    "_",
    "-",
    "0",
    "1",
    ".",
    " ",
    "\n",
    "\xc3\xa9",
    "\xc3\x89",
    "\xce\xa3",
    "\xcf\x83",
    "\xcf\x82",
    "k",
    "s",
    "\xe2\x84\xaa",
    "\xf0\x9f\x98\x80",
    "\\d",
    "\\D",
    "\\w",
    "\\W",
    "\\s",
    "\\S",
    "\\.",
    "\\n",
    "\\x41",
    "\\x{e9}",
    "\\141",
    "\\0",
    "\\Qa.\\E",
    "\\Q*\\E",
    "\\b",
    "\\B",
    "\\A",
    "\\z",
    "^",
    "$",
    "\\pL",
    "\\PL",
    "\\p{Lu}",
    "\\p{Greek}",
    "\\P{Greek}",
    "\\p{^Lu}",
    "\\pN",
    "\\p{Any}",
    "[a-c]",
    "[^a-c]",
    "[ab]",
    "[^\\d]",
    "[\\w-]",
    "[]a]",
    "[^]a]",
    "[a-]",
    "[[:alpha:]]",
    "[[:^alpha:]]",
    "[^[:word:]_]",
    "[\\pL\\d]",
    "[^\\p{Ll}]",
    "[\\x00-\\x{10FFFF}]",
    "[b-a]",
    "[[:foo:]]",
    "[a-\\d]",
    "[",
    "]",
    "{",
    "}",
    "{2}",
    "(?i)",
    "(?s)",
    "(?m)",
    "(?-i)",
    "(?i-s)",
    "(?U)",
    "(?x)",
    "(?)",
    "\\1",
    "\\8",
    "\\q",
    "\\",
    ")",
    "(",
    "|",
    "*",
    "(?P<n>a)",
    "(?P<n",
    "(?=a)",
    "\\_",
    "\\E",
    "\\p{Foo}",
    "\\x",
    "\\x{110000}",
};

static const char *const repeats[] = {
    "*",    "+",     "?",    "*?",    "+?",     "??",   "{2}", "{0}", "{0,1}", "{1,2}",
    "{2,}", "{1,}?", "{,2}", "{3,2}", "{1001}", "{02}", "**",  "+*",  "{600}",
};

/* Mostly well-formed, sometimes not. */
static void
make_pattern(struct buf *b, unsigned depth)
{
    uint32_t parts = 1 + pick(4);
    for (uint32_t i = 0; i < parts; i++) {
        if (depth > 0 && pick(4) == 0) {
            static const char *const heads[] = {
                "(", "(?:", "(?i:", "(?s:", "(?m:", "(?-i:", "(?U:"};
            buf_str(b, heads[pick(COUNT_OF(heads))]);
            make_pattern(b, depth - 1);
            buf_str(b, ")");
        } else {
            /* The tail of the table is for errors: seldom taken. */
            buf_str(b, atoms[pick(pick(12) == 0 ? COUNT_OF(atoms) : 64)]);
        }
        if (pick(3) == 0)
            buf_str(b, repeats[pick(pick(10) == 0 ? COUNT_OF(repeats) : 12)]);
        if (pick(6) == 0)
            buf_str(b, "|");
    }
}

static void
make_text(struct buf *b, bool ascii)
{
    static const char *const pieces[] = {
        "a",
        "a",
        "b",
        "b",
        "c",
        "A",
        "B",
        "C",
        "_",
        "-",
        "0",
        "1",
        " ",
        "\n",
        ".",
        "*",
        "ab",
        "\xc3\xa9",
        "\xc3\x89",
        "\xce\xa3",
        "\xcf\x83",
        "\xcf\x82",
        "k",
        "K",
        "s",
        "\xc5\xbf",
        "\xe2\x84\xaa",
        "\xf0\x9f\x98\x80",
        "\t",
        "\r",
        "]",
        "{",
        "}",
        "\xff",
        "\xc3",
        "x",
        "z",
    };
    uint32_t n = pick(9);
    for (uint32_t i = 0; i < n; i++) {
        const char *piece = pieces[pick(COUNT_OF(pieces))];
        if (!ascii || (uint8_t)piece[0] < 0x80)
            buf_str(b, piece);
    }
}

static void
generated_agree(void **state)
{
    (void)state;
    int counts[3] = {0};
    seed = 20261123;
    for (int i = 0; i < PATTERNS; i++) {
        struct arena_mark m = arena_mark(&case_arena);
        struct buf b;
        struct pair p;
        buf_init(&b, &case_arena, 10000);
        make_pattern(&b, 3);
        open_pair(&p, buf_slice(&b));
        bool ascii = slice_find(p.pattern, SL("\\B")) != SIZE_MAX;
        for (int j = 0; j < TEXTS; j++) {
            buf_init(&b, &case_arena, 10000);
            make_text(&b, ascii);
            counts[ask(&p, buf_slice(&b))]++;
        }
        re2_oracle_free(p.theirs);
        arena_reset(&case_arena, m);
    }
    printf("# refused %d, no %d, yes %d\n", counts[REFUSED], counts[NO], counts[YES]);
    /* The generator must keep making all three kinds. */
    for (int i = 0; i < 3; i++)
        assert_true(counts[i] > PATTERNS * TEXTS / 20);
}

static const struct class_row {
    const char *name;
} class_rows[] = {
    {"(?i)\\pL"},    {"(?i)[a-z]"},     {"(?i)[^a-z]"},   {"(?i)\\x{3a3}"},
    {"(?i)\\x{df}"}, {"\\pP"},          {"\\pS"},         {"\\p{Zs}"},
    {"\\p{Sc}"},     {"\\p{Cyrillic}"}, {"\\p{Hebrew}"},  {"\\p{Thai}"},
    {"\\p{Latin}"},  {"\\p{Armenian}"}, {"(?i)\\p{Lu}"},  {"\\p{Nd}"},
    {"\\P{Common}"}, {"(?i)\\P{Ll}"},   {"[[:^print:]]"}, {"(?i)[\\x{1e00}-\\x{1eff}]"},
};

/* Every code point of the first planes' scripts that were complete long ago. */
static void
code_points_agree(void **state)
{
    const struct class_row *r = *state;
    struct pair p;
    open_pair(&p, slice_str(r->name));
    for (uint32_t cp = 0; cp < 0x800; cp++) {
        uint8_t text[2] = {(uint8_t)cp};
        if (cp >= 0x80) {
            text[0] = (uint8_t)(0xc0 | cp >> 6);
            text[1] = (uint8_t)(0x80 | (cp & 0x3f));
        }
        ask(&p, slice_of(text, cp < 0x80 ? 1 : 2));
    }
    for (uint32_t cp = 0x1e00; cp < 0x2800; cp++) {
        uint8_t text[3] = {(uint8_t)(0xe0 | cp >> 12), (uint8_t)(0x80 | (cp >> 6 & 0x3f)),
                           (uint8_t)(0x80 | (cp & 0x3f))};
        ask(&p, slice_of(text, 3));
    }
    re2_oracle_free(p.theirs);
}

int
main(void)
{
    CASES_TABLE(match_rows, row_agrees);
    CASES_TEST(generated_agree);
    CASES_TABLE(class_rows, code_points_agree);
    return cases_run("cel regex against RE2");
}
