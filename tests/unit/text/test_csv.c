/* SPDX-License-Identifier: Apache-2.0 */
#include "text/csv.h"

#include "base/buf.h"
#include "support/cases.h"

struct row {
    const char *name;
    struct slice text;
    const char *reads; /* "name|name; line:field|field; …", or null: it fails */
    const char *says;
};

#define QUOTE_SAYS "f:2: a quote out of place"
#define CR_SAYS "a carriage return without a line feed"

static const struct row rows[] = {
    {"names alone", SL_INIT("a,b\n"), "a|b", NULL},
    {"two rows", SL_INIT("a,b\n1,2\n3,4\n"), "a|b; 2:1|2; 3:3|4", NULL},
    {"no line end at the end", SL_INIT("a,b\n1,2"), "a|b; 2:1|2", NULL},
    {"quoted, no line end at the end", SL_INIT("a,b\n1,\"2\""), "a|b; 2:1|2", NULL},
    {"CRLF", SL_INIT("a,b\r\n1,2\r\n\"3\",\"4\"\r\n"), "a|b; 2:1|2; 3:3|4", NULL},
    {"byte order mark",
     SL_INIT("\xef\xbb\xbf"
             "a,b\n1,2\n"),
     "a|b; 2:1|2", NULL},
    {"byte order mark, quoted name", SL_INIT("\xef\xbb\xbf\"a\"\n1\n"), "a; 2:1", NULL},
    {"commas and quotes in quotes", SL_INIT("a\n\"1, \"\"2\"\", 3\"\n"), "a; 2:1, \"2\", 3", NULL},
    {"nothing but a quote", SL_INIT("a\n\"\"\"\"\n"), "a; 2:\"", NULL},
    {"line end in quotes", SL_INIT("a,b\n\"1\n2\",3\n4,5\n"), "a|b; 2:1\n2|3; 4:4|5", NULL},
    {"CRLF in quotes", SL_INIT("a\r\n\"1\r\n\r\n2\"\r\n3\r\n"), "a; 2:1\n\n2; 5:3", NULL},
    {"empty fields", SL_INIT("a,b,c\n,,\n\"\",\"\",\"\"\n"), "a|b|c; 2:||; 3:||", NULL},
    {"one column, empty", SL_INIT("a\n\"\"\n"), "a; 2:", NULL},
    {"spaces count", SL_INIT("a, b\n 1 ,\t2\t\n"), "a| b; 2: 1 |\t2\t", NULL},
    {"a semicolon is text", SL_INIT("a\n1;2\n"), "a; 2:1;2", NULL},
    {"UTF-8", SL_INIT("a\nГОСТ\n\"国密\"\n"), "a; 2:ГОСТ; 3:国密", NULL},
    {"a comment is a row", SL_INIT("a\n# 1\n"), "a; 2:# 1", NULL},

    {"empty", SL_INIT(""), NULL, "f:1: the file is empty"},
    {"byte order mark alone", SL_INIT("\xef\xbb\xbf"), NULL, "f:1: the file is empty"},
    {"a field too few", SL_INIT("a,b\n1,2\n3\n"), NULL,
     "f:3: 1 fields, where the first row names 2"},
    {"a field too many", SL_INIT("a,b\n1,2,3\n"), NULL, "f:2: 3 fields"},
    {"a comma too many", SL_INIT("a,b\n1,2,\n"), NULL, "f:2: 3 fields"},
    {"too few after a row of two lines", SL_INIT("a,b\n\"1\n\",2\n3\n"), NULL, "f:4: 1 fields"},
    {"place of a row of two lines", SL_INIT("a,b\n1,2\n\"3\n\"\n"), NULL, "f:3: 1 fields"},
    {"a column without a name", SL_INIT("a,,c\n1,2,3\n"), NULL, "f:1: column 2 has no name"},
    {"no name at all", SL_INIT("\"\"\n"), NULL, "f:1: column 1 has no name"},
    {"a name twice", SL_INIT("a,b,a\n1,2,3\n"), NULL,
     "f:1: column 'a': the name stands here twice"},
    {"an empty line at the start", SL_INIT("\na\n1\n"), NULL, "f:1: an empty line"},
    {"an empty line within", SL_INIT("a\n\n1\n"), NULL, "f:2: an empty line"},
    {"an empty line of CRLF", SL_INIT("a\r\n1\r\n\r\n"), NULL, "f:3: an empty line"},
    {"a quote in a field without", SL_INIT("a\n1\"2\n"), NULL, QUOTE_SAYS},
    {"a quote behind a space", SL_INIT("a,b\n1, \"2\"\n"), NULL, QUOTE_SAYS},
    {"text behind a quote", SL_INIT("a\n\"1\"2\n"), NULL, QUOTE_SAYS},
    {"a space behind a quote", SL_INIT("a,b\n\"1\" ,2\n"), NULL, QUOTE_SAYS},
    {"a quote not doubled", SL_INIT("a\n\"1\"2\"\n"), NULL, QUOTE_SAYS},
    {"never closed", SL_INIT("a\n\"1\n2\n"), NULL, "f:2: a quote is opened in this row"},
    {"never closed, at the end", SL_INIT("a\n1\n\""), NULL, "f:3: a quote is opened"},
    {"never closed, but for a doubled one", SL_INIT("a\n\"1\"\""), NULL, "f:2: a quote is opened"},
    {"CR alone ends no row", SL_INIT("a\r1\r"), NULL, "f:1: " CR_SAYS},
    {"CR within a row", SL_INIT("a,b\n1\r,2\n"), NULL, "f:2: " CR_SAYS},
    {"CR in quotes", SL_INIT("a\n\"1\r2\"\n"), NULL, "f:2: " CR_SAYS},
    {"two CR and LF", SL_INIT("a\r\r\n1\n"), NULL, "f:1: " CR_SAYS},
    {"NUL", SL_INIT("a\n1\0002\n"), NULL, "f:2: a NUL octet"},
    {"NUL in quotes", SL_INIT("a\n\"\0\"\n"), NULL, "f:2: a NUL octet"},
    {"not UTF-8", SL_INIT("a\n\"1\n\xff\"\n"), NULL, "f:3: not UTF-8"},
    {"UTF-8 cut by the line end", SL_INIT("a\n\xe5\x9b\n"), NULL, "f:2: not UTF-8"},
    {"UTF-16",
     SL_INIT("\xff\xfe"
             "a\0\n\0"),
     NULL, "f:1: a NUL octet"},
};

static struct slice
print_table(const struct csv_table *t)
{
    struct buf b;
    buf_init(&b, &case_arena, 4096);
    for (size_t i = 0; i < t->ncolumns; i++)
        buf_printf(&b, "%s%.*s", i ? "|" : "", SL_FMT(t->columns[i]));
    for (size_t k = 0; k < t->n; k++) {
        buf_printf(&b, "; %u:", t->rows[k].line);
        for (size_t i = 0; i < t->ncolumns; i++)
            buf_printf(&b, "%s%.*s", i ? "|" : "", SL_FMT(t->rows[k].text[i]));
    }
    assert_false(b.full);
    return buf_slice(&b);
}

static void
read_row(void **state)
{
    const struct row *r = *state;
    struct csv_table t;
    struct err e = {0};
    bool ok = csv_read(&t, &case_arena, &case_arena, SL("f"), r->text, &e);
    if (r->reads)
        assert_string_equal(e.msg, "");
    assert_int_equal(ok, r->reads != NULL);
    if (!r->reads) {
        assert_int_equal(e.code, ERR_INPUT);
        if (!strstr(e.msg, r->says))
            fail_msg("'%s' does not say '%s'", e.msg, r->says);
        return;
    }
    struct slice printed = print_table(&t);
    if (!slice_eq_str(printed, r->reads))
        fail_msg("reads '%.*s', not '%s'", SL_FMT(printed), r->reads);
}

/* `n` times the octet, behind a header of one column, and in front of `tail`. */
static struct slice
long_text(const char *head, uint8_t octet, size_t n, const char *tail)
{
    struct buf b;
    buf_init(&b, &case_arena, 2 * CSV_TEXT_MAX);
    buf_str(&b, head);
    uint8_t *many = NEW_ARRAY(&case_arena, uint8_t, n);
    memset(many, octet, n);
    buf_add(&b, slice_of(many, n));
    buf_str(&b, tail);
    return buf_slice(&b);
}

static const struct limit_row {
    const char *name, *head, *tail;
    uint8_t octet;
    size_t n;
    const char *says; /* null: it is read */
} limit_rows[] = {
    {"longest field", "a\n", "\n", 'x', CSV_FIELD_MAX, NULL},
    {"longer field", "a\n", "\n", 'x', CSV_FIELD_MAX + 1, "f:2: a field is longer"},
    {"long field in quotes", "a\n\"", "\"\n", 'x', CSV_FIELD_MAX + 1, "f:2: a field is longer"},
    {"a quote opened and much behind it", "a\n\"", "", '\n', CSV_FIELD_MAX * 4, "f:2: a quote is"},
    {"many empty names", "", "\n", ',', CSV_COLUMNS_MAX - 1, "f:1: column 1 has no name"},
    {"too many columns", "", "\n", ',', CSV_COLUMNS_MAX, "f:1: more fields than"},
    {"too many fields", "a\n", "\n", ',', CSV_COLUMNS_MAX, "f:2: more fields than"},
    {"largest file", "a\n", "", '\n', CSV_TEXT_MAX - 2, "f:2: an empty line"},
    {"larger file", "a\n", "", '\n', CSV_TEXT_MAX - 1, "16777217 octets, we accept 16777216"},
};

static void
limit(void **state)
{
    const struct limit_row *r = *state;
    struct csv_table t;
    struct err e = {0};
    struct slice text = long_text(r->head, r->octet, r->n, r->tail);
    assert_int_equal(csv_read(&t, &case_arena, &case_arena, SL("f"), text, &e), r->says == NULL);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
}

static void
too_many_rows(void **state)
{
    (void)state;
    struct csv_table t;
    struct err e = {0};
    struct slice text = long_text("a\n", '1', 2 * (CSV_ROWS_MAX + 1), "");
    uint8_t *p = arena_alloc(&case_arena, text.n, 1);
    memcpy(p, text.p, text.n);
    for (size_t i = 3; i < text.n; i += 2)
        p[i] = '\n';
    struct slice fewer = slice_of(p, text.n - 2);
    assert_true(csv_read(&t, &case_arena, &case_arena, SL("f"), fewer, &e));
    assert_int_equal(t.n, CSV_ROWS_MAX);
    assert_int_equal(t.rows[t.n - 1].line, CSV_ROWS_MAX + 1);
    assert_false(csv_read(&t, &case_arena, &case_arena, SL("f"), slice_of(p, text.n), &e));
    assert_non_null(strstr(e.msg, "f:1000002: more rows than we accept"));
}

static void
places(void **state)
{
    (void)state;
    struct csv_table t;
    struct err e = {0};
    struct arena rows_from = {0};
    assert_true(csv_read(&t, &case_arena, &rows_from, SL("dir/f.csv"), SL("a,b\n1,2\n"), &e));
    assert_int_equal(csv_column(&t, SL("b")), 1);
    assert_true(csv_column(&t, SL("c")) == SIZE_MAX);
    assert_false(csv_fail(&t, &t.rows[0], &e, "row %d", 1));
    assert_string_equal(e.msg, "dir/f.csv:2: row 1");
    assert_false(csv_fail_field(&t, &t.rows[0], 1, &e, "wrong, write %d", 3));
    assert_string_equal(e.msg, "dir/f.csv:2: column 'b': wrong, write 3");
    struct slice kept = t.rows[0].text[1];
    arena_free(&rows_from);
    assert_true(slice_eq(kept, SL("2"))); /* the texts stay */
}

int
main(void)
{
    CASES_TABLE(rows, read_row);
    CASES_TABLE(limit_rows, limit);
    CASES_TEST(too_many_rows);
    CASES_TEST(places);
    return cases_run("text/csv");
}
