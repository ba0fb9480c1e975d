/* SPDX-License-Identifier: Apache-2.0 */
/* Paths to routes, what is accepted, cookies, files of the record. */
#include "support/cases.h"
#include "web/accept.h"
#include "web/route.h"
#include "web/server_parts.h"

/* --- routes --------------------------------------------------------------------------------- */

static const struct path {
    const char *name, *path;
} lost[] = {
    {"nothing", ""},
    {"no slash in front", "language"},
    {"slash behind", "/language/"},
    {"two slashes", "//language"},
    {"dot", "/./language"},
    {"two dots", "/x/../language"},
    {"two dots, encoded", "/x/%2e%2e/language"},
    {"slash, encoded", "/%2Flanguage"},
    {"NUL", "/language%00"},
    {"broken UTF-8", "/%FF"},
    {"capital", "/Language"},
    {"more behind it", "/language/x"},
    {"only dots", "/.."},
    {"forty parts", "/1/2/3/4/5/6/7/8/9/1/2/3/4/5/6/7/8/9/1/2/3/4/5/6/7/8/9/1/2/3/4/5/6/7/8/9"},
};

static void
run_lost(void **state)
{
    const struct path *row = *state;
    struct route_match m;
    for (int method = HTTP_GET; method <= HTTP_POST; method++) {
        route_find(&m, &case_arena, (enum http_method)method, slice_str(row->path));
        assert_null(m.route);
        assert_false(m.other_method);
    }
}

static void
found_by_method(void **state)
{
    struct route_match m;
    (void)state;
    route_find(&m, &case_arena, HTTP_POST, SL("/language"));
    assert_non_null(m.route);
    assert_string_equal(m.route->name, "language.set");
    route_find(&m, &case_arena, HTTP_POST, SL("/l%61nguage"));
    assert_non_null(m.route);
    route_find(&m, &case_arena, HTTP_GET, SL("/language"));
    assert_null(m.route);
    assert_true(m.other_method);
}

/* A path that fits the pattern: parameters are filled with a word that no row has. */
static struct slice
example(const char *pattern)
{
    struct slice rest = slice_sub(slice_str(pattern), 1, SIZE_MAX), part, out = {0};
    while (slice_cut(&rest, '/', &part))
        out = arena_printf(&case_arena, "%.*s/%.*s", SL_FMT(out),
                           SL_FMT(part.p[0] == '{' ? SL("some-9") : part));
    return out.n ? out : SL("/");
}

/* Rows are sound, names are unique, and the first row that fits is the only one. */
static void
rows_are_sound(void **state)
{
    struct map names = {0};
    (void)state;
    for (const struct route_table *const *t = route_tables; *t; t++)
        for (size_t i = 0; i < (*t)->n; i++) {
            const struct route *r = &(*t)->v[i];
            struct route_match m;
            assert_true(r->path[0] == '/' && r->run && r->name && r->summary);
            if (map_put(&case_arena, &names, slice_str(r->name), &names))
                fail_msg("two routes are called %s", r->name);
            route_find(&m, &case_arena, r->method, example(r->path));
            if (m.route != r)
                fail_msg("%s is found instead of %s", m.route ? m.route->name : "nothing", r->name);
            assert_ptr_equal(route_named(r->name), r);
            if (r->method == HTTP_POST && r->guard == GUARD_NONE)
                fail_msg("%s changes something without a guard", r->name);
            if (r->method == HTTP_GET && r->guard != GUARD_NONE)
                fail_msg("%s is read, and has a guard", r->name);
            if (!r->page && !r->shape && !r->type && r->method == HTTP_GET)
                fail_msg("%s answers nothing", r->name);
        }
}

static void
fields_are_sound(void **state)
{
    (void)state;
    for (const struct route_table *const *t = route_tables; *t; t++)
        for (size_t i = 0; i < (*t)->n; i++) {
            const struct route *r = &(*t)->v[i];
            for (size_t k = 0; k < r->nfields; k++) {
                const struct web_field *f = &r->fields[k];
                bool choice = f->kind == WEB_CHOICE || f->kind == WEB_CHOICES;
                if (!f->name || !*f->name || (choice && !f->choices && !r->fields_of))
                    fail_msg("%s: field %zu", r->name, k);
                for (size_t l = 0; l < k; l++)
                    if (strcmp(r->fields[l].name, f->name) == 0)
                        fail_msg("%s: two fields %s", r->name, f->name);
            }
        }
}

/* --- Accept --------------------------------------------------------------------------------- */

static const struct accept {
    const char *name, *field;
    bool json;
} accepts[] = {
    {"nothing", "", false},
    {"anything", "*/*", false},
    {"a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false},
    {"JSON", "application/json", true},
    {"JSON or anything", "application/json, */*", true},
    {"both alike", "text/html, application/json", false},
    {"rather JSON", "text/html;q=0.5, application/json", true},
    {"rather a page", "application/json;q=0.5, text/html", false},
    {"JSON refused", "application/json;q=0", false},
    {"JSON a little more", "application/json;q=0.801, text/html;q=0.8", true},
    {"blanks", "  application/json ; q=1 ", true},
    {"wrong weight", "application/json;q=x", false},
    {"problem alone", "application/problem+json", false},
    {"commas", ",,,", false},
};

static void
run_accept(void **state)
{
    const struct accept *row = *state;
    assert_int_equal(accept_json(slice_str(row->field)), row->json);
}

/* --- cookies -------------------------------------------------------------------------------- */

static const struct cookie {
    const char *name, *field, *value;
} cookies[] = {
    {"nothing", "", ""},
    {"alone", "lang=en", "en"},
    {"second", "a=b; lang=en", "en"},
    {"first of two", "lang=en; lang=zh", "en"},
    {"another that ends alike", "xlang=en", ""},
    {"another that begins alike", "lang2=en", ""},
    {"without a value", "lang=", ""},
    {"without a sign", "lang", ""},
    {"equals sign in it", "lang=a=b", "a=b"},
    {"capitals", "LANG=en", ""},
    {"blanks", " lang=en ;", "en"},
};

static void
run_cookie(void **state)
{
    const struct cookie *row = *state;
    struct slice v = http_cookie(slice_str(row->field), "lang");
    assert_string_equal(arena_str(&case_arena, v), row->value);
}

/* --- tags ---------------------------------------------------------------------------------- */

static const struct tag {
    const char *name, *field;
    bool known;
} tags[] = {
    {"nothing", "", false},
    {"the same", "\"a\"", true},
    {"another", "\"b\"", false},
    {"in a list", "\"b\", \"a\"", true},
    {"weakened on the way", "W/\"a\"", true},
    {"any", "*", true},
    {"without quotes", "a", false},
    {"a part of it", "\"", false},
    {"commas", ",,", false},
};

static void
run_tag(void **state)
{
    const struct tag *row = *state;
    assert_int_equal(http_etag_known(slice_str(row->field), SL("\"a\"")), row->known);
    assert_false(http_etag_known(slice_str(row->field), SL("")));
}

/* --- files of the record -------------------------------------------------------------------- */

static const struct file {
    const char *name, *path;
    bool ours;
} files[] = {
    {"checkpoint", "/record/checkpoint", true},
    {"key", "/record/log.vkey", true},
    {"tile", "/record/tile/0/000", true},
    {"tile of a large log", "/record/tile/0/x001/x234/067", true},
    {"part of a tile", "/record/tile/1/000.p/8", true},
    {"bundle", "/record/tile/entries/x001/067", true},
    {"part of a bundle", "/record/tile/entries/008.p/156", true},
    {"object", "/record/object/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
     true},
    {"the record's page", "/record", false},
    {"an entry's page", "/record/entries/7", false},
    {"folder", "/record/tile/0", false},
    {"folder with a slash", "/record/tile/0/", false},
    {"two slashes", "/record/tile//000", false},
    {"dots", "/record/tile/0/../../../keys/log.key", false},
    {"dots alone", "/record/..", false},
    {"dot", "/record/./checkpoint", false},
    {"encoded dots", "/record/tile/%2e%2e/000", false},
    {"capital X", "/record/tile/0/X001/000", false},
    {"four digits", "/record/tile/0/0000", false},
    {"three levels", "/record/tile/100/000", false},
    {"name", "/record/tile/0/abc", false},
    {"hidden file", "/record/tile/0/.000", false},
    {"thirteen parts",
     "/record/tile/0/x01/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/1", false},
    {"object too short", "/record/object/0123", false},
    {"object in capitals",
     "/record/object/0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", false},
    {"object and more",
     "/record/object/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0", false},
    {"checkpoint and more", "/record/checkpoint.tmp", false},
    {"another folder", "/keys/log.key", false},
    {"nothing", "", false},
};

static void
run_file(void **state)
{
    const struct file *row = *state;
    const char *relative;
    assert_int_equal(record_file_path(&relative, row->path), row->ours);
}

static void
secrets_are_not_logged(void **state)
{
    struct route r = {.path = "/invitations/{token}"};
    struct route plain = {.path = "/projects/{p}"};
    (void)state;
    assert_string_equal(server_log_path(&case_arena, &r, SL("/invitations/s3cr3t")),
                        "/invitations/{token}");
    assert_string_equal(server_log_path(&case_arena, &plain, SL("/projects/P-1")), "/projects/P-1");
    assert_string_equal(server_log_path(&case_arena, NULL, SL("/a\x1B[2J\n b")),
                        "/a\\x1B[2J\\x0A\\x20b");
}

int
main(void)
{
    CASES_TABLE(lost, run_lost);
    CASES_TEST(found_by_method);
    CASES_TEST(rows_are_sound);
    CASES_TEST(fields_are_sound);
    CASES_TABLE(accepts, run_accept);
    CASES_TABLE(cookies, run_cookie);
    CASES_TABLE(tags, run_tag);
    CASES_TABLE(files, run_file);
    CASES_TEST(secrets_are_not_logged);
    return cases_run("web/http");
}
