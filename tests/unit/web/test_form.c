/* SPDX-License-Identifier: Apache-2.0 */
/* What was sent, as pairs and files; and what a route takes of it. */
#include "support/cases.h"
#include "web/form.h"

/* --- urlencoded ----------------------------------------------------------------------------- */

struct urlencoded {
    const char *name;
    struct slice text;
    const char *pairs; /* "a=b|c=d"; null: refused */
};

static const struct urlencoded urlencoded[] = {
    {"nothing", SL_INIT(""), ""},
    {"one", SL_INIT("a=b"), "a=b|"},
    {"two", SL_INIT("a=b&c=d"), "a=b|c=d|"},
    {"the same twice", SL_INIT("a=1&a=2"), "a=1|a=2|"},
    {"empty parts between", SL_INIT("&&a=b&&"), "a=b|"},
    {"no value", SL_INIT("a"), "a=|"},
    {"empty value", SL_INIT("a="), "a=|"},
    {"empty name", SL_INIT("=b"), "=b|"},
    {"second equals sign is text", SL_INIT("a=b=c"), "a=b=c|"},
    {"plus is a space", SL_INIT("a+b=c+d"), "a b=c d|"},
    {"percent", SL_INIT("a%3Db=%26"), "a=b=&|"},
    {"small and capital digits", SL_INIT("a=%4a%4A"), "a=JJ|"},
    {"percent without digits stays", SL_INIT("a=100%"), "a=100%|"},
    {"percent with one digit stays", SL_INIT("a=%4"), "a=%4|"},
    {"percent with wrong digits stays", SL_INIT("a=%4g%zz"), "a=%4g%zz|"},
    {"a decoded percent is not decoded again", SL_INIT("a=%2541"), "a=%41|"},
    {"Chinese", SL_INIT("a=%E4%B8%AD"), "a=中|"},
    {"raw UTF-8", SL_INIT("a=中"), "a=中|"},
    {"NUL", SL_INIT("a=%00"), NULL},
    {"NUL in a name", SL_INIT("%00=a"), NULL},
    {"raw NUL", SL_INIT("a=\0b"), NULL},
    {"broken UTF-8", SL_INIT("a=%E4%B8"), NULL},
    {"overlong UTF-8", SL_INIT("a=%C0%AF"), NULL},
    {"surrogate", SL_INIT("a=%ED%A0%80"), NULL},
};

static struct slice
show_pairs(const struct http_pairs *p)
{
    struct slice out = {0};
    for (size_t i = 0; i < p->n; i++)
        out = arena_printf(&case_arena, "%.*s%.*s=%.*s|", SL_FMT(out), SL_FMT(p->v[i].name),
                           SL_FMT(p->v[i].value));
    return out;
}

static void
check_pairs(bool ok, const struct http_pairs *p, const char *wanted)
{
    assert_int_equal(ok, wanted != NULL);
    if (wanted)
        assert_string_equal(arena_str(&case_arena, show_pairs(p)), wanted);
}

static void
run_urlencoded(void **state)
{
    const struct urlencoded *row = *state;
    struct http_pairs p = {0};
    check_pairs(form_urlencoded(&p, &case_arena, row->text, NULL), &p, row->pairs);
}

static void
urlencoded_has_a_limit(void **state)
{
    struct http_pairs p = {0};
    struct buf b;
    struct err e = {0};
    (void)state;
    buf_init(&b, &case_arena, 1 << 20);
    for (int i = 0; i <= HTTP_FIELDS_MAX; i++)
        buf_str(&b, "a=b&");
    assert_false(form_urlencoded(&p, &case_arena, buf_slice(&b), &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

/* --- JSON ----------------------------------------------------------------------------------- */

static const struct urlencoded json[] = {
    {"nothing in it", SL_INIT("{}"), ""},
    {"text", SL_INIT("{\"a\":\"b c\"}"), "a=b c|"},
    {"number", SL_INIT("{\"a\":-7}"), "a=-7|"},
    {"true", SL_INIT("{\"a\":true}"), "a=1|"},
    {"false is absent", SL_INIT("{\"a\":false}"), ""},
    {"list", SL_INIT("{\"a\":[\"x\",\"y\"]}"), "a=x|a=y|"},
    {"empty list", SL_INIT("{\"a\":[]}"), ""},
    {"null", SL_INIT("{\"a\":null}"), NULL},
    {"fraction", SL_INIT("{\"a\":1.5}"), NULL},
    {"object", SL_INIT("{\"a\":{}}"), NULL},
    {"list in a list", SL_INIT("{\"a\":[[\"x\"]]}"), NULL},
    {"object in a list", SL_INIT("{\"a\":[{}]}"), NULL},
    {"a list", SL_INIT("[\"a\"]"), NULL},
    {"a text", SL_INIT("\"a\""), NULL},
    {"twice the same", SL_INIT("{\"a\":1,\"a\":2}"), NULL},
    {"NUL", SL_INIT("{\"a\":\"\\u0000\"}"), NULL},
    {"no end", SL_INIT("{\"a\":"), NULL},
    {"nothing at all", SL_INIT(""), NULL},
};

static void
run_json(void **state)
{
    const struct urlencoded *row = *state;
    struct http_pairs p = {0};
    check_pairs(form_json(&p, &case_arena, row->text, NULL), &p, row->pairs);
}

/* --- multipart ------------------------------------------------------------------------------ */

#define B "multipart/form-data; boundary=xx"
#define FIELD "Content-Disposition: form-data; name=\"a\"\r\n\r\n"
#define FILE_(n) "Content-Disposition: form-data; name=\"f\"; filename=\"" n "\"\r\n"

static const struct multipart {
    const char *name, *type;
    struct slice body;
    const char *pairs; /* with files as "name<file:type>=octets|"; null: refused */
} multipart[] = {
    {"one field", B, SL_INIT("--xx\r\n" FIELD "b\r\n--xx--\r\n"), "a=b|"},
    {"no line end behind the last boundary", B, SL_INIT("--xx\r\n" FIELD "b\r\n--xx--"), "a=b|"},
    {"empty field", B, SL_INIT("--xx\r\n" FIELD "\r\n--xx--\r\n"), "a=|"},
    {"two fields", B, SL_INIT("--xx\r\n" FIELD "b\r\n--xx\r\n" FIELD "c\r\n--xx--\r\n"),
     "a=b|a=c|"},
    {"line ends in a value stay", B, SL_INIT("--xx\r\n" FIELD "1\r\n2\r\n\r\n--xx--\r\n"),
     "a=1\r\n2\r\n|"},
    {"what looks like a boundary, without its line end", B,
     SL_INIT("--xx\r\n" FIELD "1--xx--\r\n--xx--\r\n"), "a=1--xx--|"},
    {"a file", B,
     SL_INIT("--xx\r\n" FILE_("n.csv") "Content-Type: text/csv\r\n\r\n1,2\r\n--xx--\r\n"),
     "f<n.csv:text/csv>=1,2|"},
    {"a file with NULs", B, SL_INIT("--xx\r\n" FILE_("n") "\r\n\0\0\r\n--xx--\r\n"), "f<n:>=??|"},
    {"no file chosen", B, SL_INIT("--xx\r\n" FILE_("") "\r\n\r\n--xx--\r\n"), ""},
    {"an empty file that has a name", B, SL_INIT("--xx\r\n" FILE_("n") "\r\n\r\n--xx--\r\n"),
     "f<n:>=|"},
    {"the name is for display alone", B,
     SL_INIT("--xx\r\n" FILE_("../../etc/passwd") "\r\nx\r\n--xx--\r\n"),
     "f<../../etc/passwd:>=x|"},
    {"quote in a file name", B, SL_INIT("--xx\r\n" FILE_("a%22b") "\r\nx\r\n--xx--\r\n"),
     "f<a\"b:>=x|"},
    {"quoted boundary", "multipart/form-data; boundary=\"x x\"",
     SL_INIT("--x x\r\n" FIELD "b\r\n--x x--\r\n"), "a=b|"},
    {"boundary in capitals", "Multipart/Form-Data; BOUNDARY=xx; charset=utf-8",
     SL_INIT("--xx\r\n" FIELD "b\r\n--xx--\r\n"), "a=b|"},
    {"heads in small letters", B,
     SL_INIT("--xx\r\ncontent-disposition: form-data; name=a\r\n\r\nb\r\n--xx--\r\n"), "a=b|"},
    {"no parts", B, SL_INIT("--xx--\r\n"), ""},
    {"no boundary", "multipart/form-data", SL_INIT("--xx\r\n" FIELD "b\r\n--xx--\r\n"), NULL},
    {"empty boundary", "multipart/form-data; boundary=", SL_INIT("--\r\n" FIELD "b\r\n----\r\n"),
     NULL},
    {"boundary of 71 octets",
     "multipart/form-data; boundary="
     "12345678901234567890123456789012345678901234567890123456789012345678901",
     SL_INIT(""), NULL},
    {"another boundary", B, SL_INIT("--yy\r\n" FIELD "b\r\n--yy--\r\n"), NULL},
    {"text in front", B, SL_INIT("hello\r\n--xx\r\n" FIELD "b\r\n--xx--\r\n"), NULL},
    {"no end", B, SL_INIT("--xx\r\n" FIELD "b\r\n"), NULL},
    {"no end of the heads", B, SL_INIT("--xx\r\nContent-Disposition: form-data\r\n--xx--"), NULL},
    {"no name", B, SL_INIT("--xx\r\nContent-Disposition: form-data\r\n\r\nb\r\n--xx--"), NULL},
    {"no heads", B, SL_INIT("--xx\r\n\r\n\r\nb\r\n--xx--"), NULL},
    {"encoded part", B,
     SL_INIT("--xx\r\nContent-Transfer-Encoding: base64\r\n" FIELD "b\r\n--xx--"), NULL},
    {"broken UTF-8 in a field", B, SL_INIT("--xx\r\n" FIELD "\xFF\r\n--xx--\r\n"), NULL},
    {"NUL in a field", B, SL_INIT("--xx\r\n" FIELD "\0\r\n--xx--\r\n"), NULL},
    {"broken UTF-8 in a file name", B, SL_INIT("--xx\r\n" FILE_("\xC0") "\r\nx\r\n--xx--\r\n"),
     NULL},
    {"five files", B,
     SL_INIT("--xx\r\n" FILE_("1") "\r\n1\r\n--xx\r\n" FILE_("2") "\r\n2\r\n--xx\r\n" FILE_(
         "3") "\r\n3\r\n--xx\r\n" FILE_("4") "\r\n4\r\n--xx\r\n" FILE_("5") "\r\n5\r\n--xx--\r\n"),
     NULL},
    {"nothing", B, SL_INIT(""), NULL},
};

static void
run_multipart(void **state)
{
    const struct multipart *row = *state;
    struct http_pairs p = {0};
    struct http_files f = {0};
    bool ok = form_multipart(&p, &f, &case_arena, slice_str(row->type), row->body, NULL);
    assert_int_equal(ok, row->pairs != NULL);
    if (!ok)
        return;
    struct slice out = show_pairs(&p);
    for (size_t i = 0; i < f.n; i++) {
        struct slice octets = arena_dup(&case_arena, f.v[i].octets);
        char *shown = arena_str(&case_arena, octets);
        for (size_t k = 0; k < octets.n; k++)
            shown[k] = shown[k] ? shown[k] : '?';
        out = arena_printf(&case_arena, "%.*s%.*s<%.*s:%.*s>=%s|", SL_FMT(out),
                           SL_FMT(f.v[i].field), SL_FMT(f.v[i].name), SL_FMT(f.v[i].type), shown);
    }
    assert_string_equal(arena_str(&case_arena, out), row->pairs);
}

/* --- what a route takes --------------------------------------------------------------------- */

static const struct web_choice colours[] = {{"red", "Red"}, {"blue", "Blue"}, {NULL, NULL}};
static const struct web_field fields[] = {
    {.name = "line", .kind = WEB_TEXT, .max = 10},
    {.name = "long", .kind = WEB_LONG},
    {.name = "id", .kind = WEB_ID},
    {.name = "n", .kind = WEB_INTEGER},
    {.name = "day", .kind = WEB_DATE},
    {.name = "at", .kind = WEB_INSTANT},
    {.name = "one", .kind = WEB_CHOICE, .choices = colours},
    {.name = "any", .kind = WEB_CHOICES, .choices = colours},
    {.name = "yes", .kind = WEB_FLAG},
    {.name = "file", .kind = WEB_FILE, .max = 5},
    {.name = "secret", .kind = WEB_PASSWORD},
    {.name = "kept", .kind = WEB_HIDDEN},
};
static const struct web_field needed[] = {{.name = "must", .kind = WEB_TEXT, .needed = true},
                                          {.name = "flag", .kind = WEB_FLAG}};

static const struct take {
    const char *name, *form;
    const char *given;  /* "a=b|" in order of the fields */
    const char *faults; /* names, in order: "n|" */
} takes[] = {
    {"nothing", "", "", ""},
    {"all well",
     "line=x&long=a%0D%0Ab&id=P-1&n=-5&day=2026-11-24&at=%2B60&one=red&any=red&any=blue&yes=1&"
     "secret=+x+&kept=k",
     "line=x|long=a\nb|id=P-1|n=-5|day=2026-11-24|at=+60|one=red|any=red|any=blue|yes=1|secret= x "
     "|kept=k|",
     ""},
    {"empty is absent", "line=&n=&yes=&one=", "", ""},
    {"blanks around a line go", "line=++x++", "line=x|", ""},
    {"blanks alone are nothing", "line=+++", "", ""},
    {"flag 0 is absent", "yes=0", "", ""},
    {"flag on", "yes=on", "yes=1|", ""},
    {"flag otherwise", "yes=2", "yes=1|", "yes|"},
    {"too long", "line=12345678901", "line=12345678901|", "line|"},
    {"exactly as long", "line=1234567890", "line=1234567890|", ""},
    {"line end in a line", "line=a%0Ab", "line=a\nb|", "line|"},
    {"escape in a line", "line=%1B[0m", "line=\x1B[0m|", "line|"},
    {"delete in a line", "line=a%7F", "line=a\x7F|", "line|"},
    {"tab in a long text", "long=a%09b", "long=a\tb|", ""},
    {"bell in a long text", "long=a%07b", "long=a\ab|", "long|"},
    {"lone CR becomes a line end", "long=a%0Db", "long=a\nb|", ""},
    {"space in an id", "id=a+b", "id=a b|", "id|"},
    {"Chinese in an id", "id=%E4%B8%AD", "id=中|", "id|"},
    {"number in words", "n=five", "n=five|", "n|"},
    {"number with a fraction", "n=1.5", "n=1.5|", "n|"},
    {"number too large", "n=9223372036854775808", "n=9223372036854775808|", "n|"},
    {"no such day", "day=2026-02-30", "day=2026-02-30|", "day|"},
    {"an instant is no day", "day=2026-01-01T00:00:00Z", "day=2026-01-01T00:00:00Z|", "day|"},
    {"a day is an instant", "at=2026-01-01", "at=2026-01-01|", ""},
    {"an instant", "at=2026-01-01T00:00:00Z", "at=2026-01-01T00:00:00Z|", ""},
    {"too many days from now", "at=%2B36601", "at=+36601|", "at|"},
    {"negative days", "at=%2B-1", "at=+-1|", "at|"},
    {"no such choice", "one=green", "one=green|", "one|"},
    {"a choice in capitals is another", "one=RED", "one=RED|", "one|"},
    {"two where one may be", "one=red&one=blue", "one=red|one=blue|", "one|"},
    {"one of several is no choice", "any=red&any=pink", "any=red|any=pink|", "any|"},
    {"a line twice", "line=a&line=b", "line=a|line=b|", "line|"},
    {"a field that nobody asked for", "other=x", "", "|"},
    {"the hidden ones are ours", "form_token=t&once=abc", "", ""},
    {"the password is not, where nothing is to be proved", "password=x", "", "|"},
    {"names are exact", "Line=x", "", "|"},
};

static void
check_taken(const struct given *g, const struct given_faults *f, const char *given,
            const char *faults)
{
    struct slice out = {0}, wrong = {0};
    for (size_t i = 0; i < g->n; i++)
        out = arena_printf(&case_arena, "%.*s%.*s=%.*s|", SL_FMT(out), SL_FMT(g->v[i].name),
                           SL_FMT(g->v[i].text));
    for (size_t i = 0; i < f->n; i++) {
        wrong = arena_printf(&case_arena, "%.*s%.*s|", SL_FMT(wrong), SL_FMT(f->v[i].name));
        assert_true(f->v[i].text.en.n > 0 && f->v[i].text.zh.n > 0);
    }
    assert_string_equal(arena_str(&case_arena, out), given);
    assert_string_equal(arena_str(&case_arena, wrong), faults);
}

static void
take(const struct route *r, const char *form, const struct http_files *files, const char *given,
     const char *faults)
{
    struct http_pairs p = {0};
    struct given g = {0};
    struct given_faults f = {0};
    struct err e = {0};
    assert_true(form_urlencoded(&p, &case_arena, slice_str(form), &e));
    bool ok = form_take(&g, &f, &case_arena, r, &p, files);
    assert_int_equal(ok, f.n == 0);
    check_taken(&g, &f, given, faults);
}

static void
run_take(void **state)
{
    const struct take *row = *state;
    struct route r = {.method = HTTP_POST, .fields = fields, .nfields = COUNT_OF(fields)};
    take(&r, row->form, &(struct http_files){0}, row->given, row->faults);
}

static void
what_is_needed(void **state)
{
    struct route r = {.method = HTTP_POST, .fields = needed, .nfields = COUNT_OF(needed)};
    struct http_files none = {0};
    (void)state;
    take(&r, "must=x", &none, "must=x|", "");
    take(&r, "", &none, "", "must|");
    take(&r, "must=", &none, "", "must|");
    take(&r, "must=++", &none, "", "must|");
    take(&r, "flag=1", &none, "flag=1|", "must|");
}

static void
files_where_they_belong(void **state)
{
    struct route r = {.method = HTTP_POST, .fields = fields, .nfields = COUNT_OF(fields)};
    struct http_file good = {SL("file"), SL("n.csv"), SL("text/csv"), SL("1,2\n3")};
    struct http_file large = {SL("file"), SL("n.csv"), SL("text/csv"), SL("123456")};
    struct http_file stray = {SL("line"), SL("n"), SL(""), SL("x")};
    struct http_file unknown = {SL("what"), SL("n"), SL(""), SL("x")};
    (void)state;
    take(&r, "", &(struct http_files){&good, 1, 1}, "file=1,2\n3|", "");
    take(&r, "", &(struct http_files){&large, 1, 1}, "file=123456|", "file|");
    take(&r, "", &(struct http_files){&stray, 1, 1}, "line=x|", "line|");
    take(&r, "", &(struct http_files){&unknown, 1, 1}, "", "|");
    take(&r, "file=text", &(struct http_files){0}, "file=text|", "");
}

static void
only_forms_have_hidden_fields(void **state)
{
    struct route r = {.method = HTTP_GET, .fields = fields, .nfields = COUNT_OF(fields)};
    struct route prove = {.method = HTTP_POST, .guard = GUARD_PROVE};
    (void)state;
    take(&r, "once=x", &(struct http_files){0}, "", "|");
    take(&prove, "password=x&once=y", &(struct http_files){0}, "", "");
}

int
main(void)
{
    CASES_TABLE(urlencoded, run_urlencoded);
    CASES_TEST(urlencoded_has_a_limit);
    CASES_TABLE(json, run_json);
    CASES_TABLE(multipart, run_multipart);
    CASES_TABLE(takes, run_take);
    CASES_TEST(what_is_needed);
    CASES_TEST(files_where_they_belong);
    CASES_TEST(only_forms_have_hidden_fields);
    return cases_run("web/form");
}
