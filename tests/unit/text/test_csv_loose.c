/* SPDX-License-Identifier: Apache-2.0 */
#include "text/csv_loose.h"

#include "base/vec.h"
#include "support/cases.h"
#include "text/csv_write.h"
#include "text/encoding.h"

/* Rows as "number:field|field"; an exclamation mark behind the number of a broken one. */
static const struct loose_case {
    const char *name;
    struct slice text;
    const char *encoding, *rows;
    char separator;
} loose[] = {
    {"nothing", SL_INIT(""), "UTF-8", "", ','},
    {"line ends alone", SL_INIT("\r\n\n\r"), "UTF-8", "", ','},
    {"plain", SL_INIT("a,b\n1,2\n"), "UTF-8", "1:0=a|1=b; 2:0=1|1=2", ','},
    {"mark", SL_INIT("\xef\xbb\xbf\"a\",b\n"), "UTF-8", "1:0=a|1=b", ','},
    {"rows of any length", SL_INIT("a,b\n1\n1,2,3\n"), "UTF-8", "1:0=a|1=b; 2:0=1; 3:0=1|1=2|2=3",
     ','},
    {"no line end at the end", SL_INIT("a,\"b\""), "UTF-8", "1:0=a|1=b", ','},
    {"spaces around quotes", SL_INIT("a, \"b,c\" ,d\n"), "UTF-8", "1:0=a|1=b,c|2=d", ','},
    {"a quote within", SL_INIT("a\"b,c\n"), "UTF-8", "1:0=a\"b|1=c", ','},
    {"quotes not doubled", SL_INIT("\"say \"hi\" now\",x\n"), "UTF-8", "1:0=say \"hi\" now|1=x",
     ','},
    {"nothing but a quote", SL_INIT("\""), "UTF-8", "1!:0=\"", ','},
    {"never closed, twice", SL_INIT("\"a\n\"b\nc,d\n"), "UTF-8", "1!:0=\"a; 2!:0=\"b; 3:0=c|1=d",
     ','},
    {"semicolons and commas", SL_INIT("a;b\n1,5;2\n3,5;4\n"), "UTF-8",
     "1:0=a|1=b; 2:0=1,5|1=2; 3:0=3,5|1=4", ';'},
    {"one line with commas", SL_INIT("title, with comma\na;b;c\n1;2;3\n"), "UTF-8",
     "1:0=title, with comma; 2:0=a|1=b|2=c; 3:0=1|1=2|2=3", ';'},
    {"sep=|", SL_INIT("sep=|\r\na|b\r\n"), "UTF-8", "2:0=a|1=b", '|'},
    {"sep= without more", SL_INIT("sep="), "UTF-8", "1:0=sep=", ','},
    {"apostrophes", SL_INIT("'=a,''=b,'c,''d,'\n"), "UTF-8", "1:0==a|1='=b|2='c|3=''d|4='", ','},
    {"a guarded field of its own", SL_INIT("' =a,'\"x\n"), "UTF-8", "1:0= =a|1='\"x", ','},
    {"NUL", SL_INIT("a\0b\nc\n"), "UTF-8",
     "1!:0=a\xef\xbf\xbd"
     "b; 2:0=c",
     ','},
    {"U+FFFD is text", SL_INIT("\xef\xbf\xbd\n"), "UTF-8", "1:0=\xef\xbf\xbd", ','},
    {"one broken octet among others", SL_INIT("中文,中\xff\n文,字\n"), "UTF-8",
     "1!:0=中文|1=中\xef\xbf\xbd; 2:0=文|1=字", ','},
    {"GB18030", SL_INIT("\xd6\xd0\xce\xc4,\x81\x30\x89\x38\n"), "GB18030", "1:0=中文|1=ß", ','},
    {"GB18030, cut", SL_INIT("\xd6\xd0,\xce"), "GB18030", "1!:0=中|1=\xef\xbf\xbd", ','},
    {"UTF-16, odd",
     SL_INIT("\xff\xfe"
             "a\0,\0b\0\n"),
     "UTF-16LE", "1!:0=a|1=b\xef\xbf\xbd", ','},
    {"UTF-16, half of a pair",
     SL_INIT("\xfe\xff"
             "\xd8\0\0,\0b"),
     "UTF-16BE", "1!:0=\xef\xbf\xbd|1=b", ','},
    {"UTF-16 without a mark", SL_INIT("a\0,\0b\0\n\0c\0,\0d\0"), "UTF-16LE", "1:0=a|1=b; 2:0=c|1=d",
     ','},
};

static struct slice
rows_of(const struct sheet *s)
{
    struct buf b;
    buf_init(&b, &case_arena, 100000);
    for (size_t i = 0; i < s->n; i++) {
        buf_printf(&b, "%s%u%s:", i ? "; " : "", s->rows[i].number, s->rows[i].broken ? "!" : "");
        for (size_t k = 0; k < s->rows[i].n; k++)
            buf_printf(&b, "%s%u=%.*s", k ? "|" : "", s->rows[i].cells[k].column,
                       SL_FMT(s->rows[i].cells[k].text));
    }
    return buf_slice(&b);
}

static void
read_loose(void **state)
{
    const struct loose_case *c = *state;
    struct sheet s;
    struct err e = {0};
    assert_true(csv_loose_read(&s, &case_arena, c->text, &e));
    assert_string_equal(s.encoding, c->encoding);
    assert_int_equal(s.separator, c->separator);
    struct slice got = rows_of(&s);
    if (!slice_eq_str(got, c->rows))
        fail_msg("got  '%.*s'\n    want '%s'", SL_FMT(got), c->rows);
    for (size_t i = 0; i < s.n; i++)
        if (s.rows[i].broken)
            assert_true(s.nfaults > 0);
}

static const struct guard_case {
    const char *name, *text, *field; /* as it is written */
} guards[] = {
    {"guard: formula", "=1+1", "\"'=1+1\""},
    {"guard: plus", "+1", "\"'+1\""},
    {"guard: minus", "- see 5.2", "\"'- see 5.2\""},
    {"guard: at", "@SUM(A1)", "\"'@SUM(A1)\""},
    {"guard: TAB", "\t=1", "\"'\t=1\""},
    {"guard: CR", "\r=1", "\"'\r=1\""},
    {"guard: LF", "\nx", "\"'\nx\""},
    {"guard: full width", "＝1", "\"'＝1\""},
    {"guard: behind spaces", "  =1", "\"'  =1\""},
    {"guard: apostrophe and formula", "'=1", "\"''=1\""},
    {"guard: apostrophes alone", "''", "''"},
    {"guard: apostrophe and text", "'x", "'x"},
    {"guard: quotes too", "=\"a\"", "\"'=\"\"a\"\"\""},
    {"guard: not in the middle", "a=1", "a=1"},
    {"guard: nothing", "", ""},
    {"quotes: a separator's name", "sep=|", "\"sep=|\""},
    {"quotes: comma", "a,b", "\"a,b\""},
    {"quotes: semicolon", "a;b", "\"a;b\""},
    {"quotes: space at the end", "a ", "\"a \""},
    {"quotes: quote", "\"", "\"\"\"\""},
};

static void
writes_field(void **state)
{
    const struct guard_case *c = *state;
    struct slice text = slice_str(c->text);
    struct buf b;
    buf_init(&b, &case_arena, 1000);
    csv_write_row(&b, &text, 1);
    struct slice want = arena_printf(&case_arena, "%s\r\n", c->field);
    if (!slice_eq(buf_slice(&b), want))
        fail_msg("wrote %.*s", SL_FMT(buf_slice(&b)));
}

/* Any text of these characters, up to four of them: exactly the same comes back. */
static void
every_short_text_comes_back(void **state)
{
    (void)state;
    static const char *const parts[] = {"",   "=",  "'", "\"", ",",  ";", "\t",
                                        "\r", "\n", " ", "a",  "＝", "-"};
    const size_t n = COUNT_OF(parts);
    struct buf b;
    VEC(struct slice) texts = {0};
    for (size_t i = 0; i < n * n * n * n; i++) {
        struct slice s = arena_printf(&case_arena, "%s%s%s%s", parts[i % n], parts[i / n % n],
                                      parts[i / n / n % n], parts[i / n / n / n]);
        vec_push(&case_arena, &texts, s);
    }
    buf_init(&b, &case_arena, 10000000);
    csv_write_start(&b);
    for (size_t i = 0; i < texts.n; i++) {
        const struct slice row[] = {SL("x"), texts.v[i], SL("y")};
        csv_write_row(&b, row, 3);
    }
    assert_false(b.full);
    struct sheet s;
    struct err e = {0};
    assert_true(csv_loose_read(&s, &case_arena, buf_slice(&b), &e));
    assert_int_equal(s.n, texts.n);
    assert_int_equal(s.nfaults, 0);
    for (size_t i = 0; i < s.n; i++) {
        const struct sheet_cell *cell = sheet_cell(&s.rows[i], 1);
        struct slice got = cell ? cell->text : SL("");
        if (!slice_eq(got, texts.v[i]))
            fail_msg("'%.*s' became '%.*s'", SL_FMT(texts.v[i]), SL_FMT(got));
        assert_true(slice_eq_str(s.rows[i].cells[s.rows[i].n - 1].text, "y"));
    }
}

static void
faults_past_those_told_still_mark_rows(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, &case_arena, 1 << 20);
    for (size_t i = 0; i < 3 * SHEET_FAULTS_MAX; i++)
        buf_str(&b, "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad,\xff\n");
    buf_str(&b, "a,b\n");
    struct sheet s;
    struct err e = {0};
    assert_true(csv_loose_read(&s, &case_arena, buf_slice(&b), &e));
    assert_int_equal(s.nfaults, SHEET_FAULTS_MAX);
    assert_int_equal(s.all_faults, 3 * SHEET_FAULTS_MAX);
    for (size_t i = 0; i + 1 < s.n; i++)
        assert_true(s.rows[i].broken);
    assert_false(s.rows[s.n - 1].broken);
}

/* A file of nothing but quotes must not cost the square of its length. */
static void
open_quotes_cost_little(void **state)
{
    (void)state;
    size_t n = (size_t)4 << 20;
    uint8_t *text = NEW_ARRAY(&case_arena, uint8_t, n);
    for (size_t i = 0; i < n; i += 4)
        memcpy(text + i, "\"a,\n", 4);
    struct sheet s;
    struct err e = {0};
    assert_true(csv_loose_read(&s, &case_arena, slice_of(text, n), &e));
    assert_true(s.n > 0 && s.rows[0].broken && s.rows[s.n - 1].broken);
}

/* A comment of many lines with semicolons, and so long that what is looked at ends within it. */
static void
long_texts_do_not_tell_the_separator(void **state)
{
    (void)state;
    struct buf b, text;
    buf_init(&b, &case_arena, 1 << 20);
    buf_init(&text, &case_arena, 1 << 20);
    for (size_t i = 0; i < 8000; i++)
        buf_str(&text, "first; second\n");
    const struct slice names[] = {SL("Clause"), SL("Comments")};
    const struct slice row[] = {SL("5"), buf_slice(&text)};
    csv_write_start(&b);
    csv_write_row(&b, names, 2);
    csv_write_row(&b, row, 2);
    struct sheet s;
    struct err e = {0};
    assert_true(csv_loose_read(&s, &case_arena, buf_slice(&b), &e));
    assert_int_equal(s.separator, ',');
    assert_int_equal(s.n, 2);
    assert_int_equal(s.nfaults, 0);
    assert_true(slice_eq(s.rows[1].cells[1].text, row[1]));
}

static void
limits_are_told(void **state)
{
    (void)state;
    struct buf b;
    struct sheet s;
    struct err e = {0};
    buf_init(&b, &case_arena, 1 << 20);
    buf_str(&b, "a,");
    for (size_t i = 0; i <= SHEET_TEXT_MAX; i++)
        buf_u8(&b, 'x');
    buf_str(&b, "\nb,c\n");
    assert_true(csv_loose_read(&s, &case_arena, buf_slice(&b), &e));
    assert_int_equal(s.n, 2);
    assert_true(s.rows[0].broken && !s.rows[1].broken);
    size_t n = ENCODING_TEXT_MAX + 1;
    uint8_t *big = NEW_ARRAY(&case_arena, uint8_t, n);
    memset(big, 'a', n);
    assert_false(csv_loose_read(&s, &case_arena, slice_of(big, n), &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

int
main(void)
{
    CASES_TABLE(loose, read_loose);
    CASES_TABLE(guards, writes_field);
    CASES_TEST(every_short_text_comes_back);
    CASES_TEST(faults_past_those_told_still_mark_rows);
    CASES_TEST(open_quotes_cost_little);
    CASES_TEST(long_texts_do_not_tell_the_separator);
    CASES_TEST(limits_are_told);
    return cases_run("csv_loose");
}
