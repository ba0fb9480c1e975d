/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cases.h"
#include "support/temp.h"
#include "text/json_build.h"
#include "web/pages_parts.h"

#include <stdio.h>
#include <sys/stat.h>

/* ---- marks ----------------------------------------------------------------------------------- */

struct mark_row {
    const char *name, *in, *en, *zh; /* null: refused, and `says` */
    const char *says;
};

static const struct mark_row mark_rows[] = {
    {"a text of the catalogue", "<p>[[Vote]]</p>", "<p>Vote</p>", "<p>投票</p>", NULL},
    {"one that it does not have", "[[Nothing here]]", "Nothing here", "Nothing here", NULL},
    {"white space is one space", "[[\n  {{n}}\tvotes  ]]", "{{n}} votes", "{{n}} 票", NULL},
    {"a text is escaped, its tags are not", "[[<b>{{a}} & \"{{b}}\"]]",
     "&lt;b&gt;{{a}} &amp; &quot;{{b}}&quot;", "&lt;b&gt;{{a}} &amp; &quot;{{b}}&quot;", NULL},
    {"a translation is escaped", "[[Evil]]", "Evil", "&lt;script&gt;", NULL},
    {"the language of a name", "{{name.@}} {{@}} {{#x.@}}{{/x.@}}",
     "{{name.en}} {{en}} {{#x.en}}{{/x.en}}", "{{name.zh}} {{zh}} {{#x.zh}}{{/x.zh}}", NULL},
    {"in a text, too", "[[By {{name.@}}]]", "By {{name.en}}", "由{{name.zh}}提出", NULL},
    {"an @ outside of a tag", "a@b [[c@d]]", "a@b c@d", "a@b c@d", NULL},
    {"an @ in a comment", "{{! x.@ }}", "{{! x.@ }}", "{{! x.@ }}", NULL},
    {"blanks that lines begin with", "  <p>\n\t  a  b\n", "<p>\na  b\n", "<p>\na  b\n", NULL},
    {"a single bracket", "a[0] ]] [x]", "a[0] ]] [x]", "a[0] ]] [x]", NULL},
    {"in an attribute", "<a title=\"[[Vote]]\">", "<a title=\"Vote\">", "<a title=\"投票\">", NULL},
    {"not closed", "ab\ncd [[Vote", NULL, NULL, "f:2:4: this [[ is not closed"},
    {"nothing in it", "[[ ]]", NULL, NULL, "f:1:1: a text stands between [[ and ]]"},
    {"one in another", "[[a [[b]] c]]", NULL, NULL, "a text stands between [[ and ]]"},
};

static const char catalogue[] = "msgid \"Vote\"\nmsgstr \"投票\"\n\n"
                                "msgid \"{{n}} votes\"\nmsgstr \"{{n}} 票\"\n\n"
                                "msgid \"Evil\"\nmsgstr \"<script>\"\n\n"
                                "msgid \"By {{name.@}}\"\nmsgstr \"由{{name.@}}提出\"\n";

static void
mark_row(void **state)
{
    const struct mark_row *r = *state;
    const char *want[PAGE_LANGUAGES] = {r->en, r->zh};
    struct pages p = {.arena = &case_arena};
    struct err e = {0};
    assert_true(po_read(&p.po[PAGE_ZH], &case_arena, SL("c.po"), slice_str(catalogue), &e));
    for (int lang = 0; lang < PAGE_LANGUAGES; lang++) {
        struct slice got;
        bool ok = pages_marks(&got, &case_arena, &p, (enum page_language)lang, SL("f"),
                              slice_str(r->in), &e);
        assert_int_equal(ok, want[lang] != NULL);
        if (ok)
            assert_string_equal(arena_str(&case_arena, got), want[lang]);
        else if (!strstr(e.msg, r->says))
            fail_msg("it says: %s", e.msg);
    }
}

/* ---- ways of showing a value ----------------------------------------------------------------- */

struct show_row {
    const char *name, *value, *part, *want; /* null: nothing is there */
};

static const struct show_row show_rows[] = {
    {"date", "\"2026-11-24T01:02:03Z\"", "date", "2026-11-24"},
    {"date of a date", "\"2026-11-24\"", "date", "2026-11-24"},
    {"date of something else", "\"soon\"", "date", "soon"},
    {"date of a number", "7", "date", NULL},
    {"time", "\"2026-11-24T01:02:03Z\"", "time", "2026-11-24 01:02 UTC"},
    {"time of a date", "\"2026-11-24\"", "time", "2026-11-24"},
    {"time of a stump", "\"2026-11-24T\"", "time", "2026-11-24"},
    {"url", "\"a/b c?d=e&f#%_.-~\"", "url", "a%2Fb%20c%3Fd%3De%26f%23%25_.-~"},
    {"url of other scripts", "\"标\"", "url", "%E6%A0%87"},
    {"url of a number", "12", "url", "12"},
    {"grouped", "1234567", "grouped", "1,234,567"},
    {"grouped, three digits", "999", "grouped", "999"},
    {"grouped, the smallest", "-9223372036854775808", "grouped", "-9,223,372,036,854,775,808"},
    {"grouped, 0", "0", "grouped", "0"},
    {"short", "\"0123456789abcdef0123\"", "short", "0123456789ab…"},
    {"short of what is short", "\"0123456789abcdef\"", "short", "0123456789abcdef"},
    {"any", "[1]", "any", "true"},
    {"any of none", "[]", "any", "false"},
    {"count", "[1,[2,3]]", "count", "2"},
    {"count of a text", "\"ab\"", "count", NULL},
    {"a part that there is not", "\"x\"", "upper", NULL},
    {"no name at all", "\"x\"", "", NULL},
};

static void
show_row(void **state)
{
    const struct show_row *r = *state;
    struct json_node v;
    struct err e = {0};
    struct mustache_set set;
    struct buf out;
    assert_true(json_parse(&v, &case_arena, SL("v"), slice_str(r->value), &e));
    const struct json_node *got = pages_show(NULL, &case_arena, &v, slice_str(r->part));
    if (!r->want) {
        assert_true(!got || json_text(got).n == 0);
        return;
    }
    mustache_set_init(&set, &case_arena);
    buf_init(&out, &case_arena, 1000);
    assert_true(mustache_add(&set, SL("t"), SL("{{.}}"), &e));
    struct mustache_view view = {.stack = &got, .n = 1};
    assert_true(mustache_render(&out, &case_arena, &set, mustache_find(&set, SL("t")), &view, &e));
    assert_string_equal(arena_str(&case_arena, buf_slice(&out)), r->want);
}

/* ---- the language of a visitor ----------------------------------------------------------------
 */

static const struct language_row {
    const char *name, *field;
    enum page_language want;
} language_rows[] = {
    {"none", "", PAGE_EN},
    {"English", "en", PAGE_EN},
    {"Chinese", "zh", PAGE_ZH},
    {"of China", "zh-CN,zh;q=0.9,en;q=0.8", PAGE_ZH},
    {"in capitals", "ZH-hans", PAGE_ZH},
    {"Mandarin", "cmn-Hans-CN", PAGE_ZH},
    {"English first", "en-GB,zh;q=0.9", PAGE_EN},
    {"English preferred", "zh;q=0.3, en;q=0.7", PAGE_EN},
    {"the first of two as good", "zh, en", PAGE_ZH},
    {"others in front", "fr, de;q=0.9, zh;q=0.1", PAGE_ZH},
    {"others alone", "fr, ru", PAGE_EN},
    {"refused", "zh;q=0, fr", PAGE_EN},
    {"refused in long", "zh;q=0.000, en;q=0.001", PAGE_EN},
    {"begins like it", "zha, zhu", PAGE_EN},
    {"anything", "*", PAGE_EN},
    {"no weight", "zh;q=", PAGE_EN},
    {"a weight of letters", "zh;q=a", PAGE_EN},
    {"commas", ",,;,zh", PAGE_ZH},
};

static void
language_row(void **state)
{
    const struct language_row *r = *state;
    assert_int_equal(pages_language(slice_str(r->field)), r->want);
}

/* ---- a folder
 * ----------------------------------------------------------------------------------*/

static void
put_file(const struct temp *t, const char *name, const char *text)
{
    struct err e = {0};
    if (!temp_write(t, name, slice_str(text), &e))
        fail_msg("%s", e.msg);
}

struct folder_row {
    const char *name, *file, *text;
    const char *says; /* null: it loads */
};

static const struct folder_row folder_rows[] = {
    {"as it is", "templates/x.mustache", "<p>{{a}}</p>", NULL},
    {"a tag left open", "templates/x.mustache", "\n  <p>{{a</p>", "x.mustache:2:6: this tag"},
    {"a section left open", "templates/x.mustache", "[[a\nb]]{{#a}}",
     "x.mustache:2:4: this section"},
    {"unescaped", "templates/x.mustache", "{{{a}}}", "x.mustache:1:1: nothing goes out unescaped"},
    {"a mark left open", "templates/x.mustache", "a\n[[b", "x.mustache:2:1: this [[ is not closed"},
    {"a bad catalogue", "locale/zh/x.po", "msgid \"a\n", "x.po:1: this text is not closed"},
    {"a translation with half a tag", "locale/zh/x.po", "msgid \"Hello\"\nmsgstr \"{{a\"\n",
     "in zh-Hans: page:1:1"},
    {"a file of no known type", "static/x.exe", "x", "x.exe: no type is known"},
};

static void
folder_row(void **state)
{
    static const char *const folders[] = {"templates", "style", "static", "locale", "locale/zh"};
    const struct folder_row *r = *state;
    struct temp t;
    struct env env;
    struct pages p;
    struct err e = {0};
    assert_true(temp_make(&t, &e));
    env_system(&env);
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        assert_int_equal(mkdir(temp_path(&case_arena, &t, folders[i]), 0700), 0);
    put_file(&t, "templates/head.mustache", "<title>{{page.title}}</title>");
    put_file(&t, "templates/foot.mustache", "</html>");
    put_file(&t, "templates/page.mustache", "[[Hello]] {{x}} {{.title}} {{form.y}}");
    put_file(&t, "locale/zh/a.po", "msgid \"Unused\"\nmsgstr \"x\"\n");
    put_file(&t, "style/10.css", "/* a */\n  a { b: c }\n");
    put_file(&t, "style/20.css", "d{}");
    put_file(&t, r->file, r->text);
    bool ok = pages_load(&p, &case_arena, &env, t.path, &e);
    if (ok != (r->says == NULL) || (r->says && !strstr(e.msg, r->says)))
        fail_msg("%s", ok ? "it loads" : e.msg);
    if (ok) {
        struct json_node *shell = json_new_object(&case_arena),
                         *view = json_new_object(&case_arena);
        struct buf out;
        buf_init(&out, &case_arena, PAGE_MAX);
        json_put_text(&case_arena, shell, "title", SL("<T>"));
        json_put_text(&case_arena, view, "x", SL("&"));
        const struct page_content content = {.view = view, .shell = shell};
        assert_true(pages_render(&out, &case_arena, &p, PAGE_EN, "page", &content, &e));
        assert_string_equal(arena_str(&case_arena, buf_slice(&out)),
                            "<title>&lt;T&gt;</title>Hello &amp;  </html>");
        assert_false(pages_render(&out, &case_arena, &p, PAGE_EN, "none", &content, &e));
        const struct page_file *css = pages_file(&p, SL("portal.css"));
        assert_non_null(css);
        assert_string_equal(arena_str(&case_arena, css->octets), "a { b: c }\nd{}");
        assert_int_equal(css->digest.n, 16);
    }
    temp_remove(&t);
}

/* Ours: every template that another one includes is there, and so are head and foot. */
static struct slice missing_partial;

static void
look_for(void *ctx, enum mustache_tag tag, struct slice text)
{
    if (tag == MUSTACHE_PARTIAL && !mustache_find(ctx, text))
        missing_partial = text;
}

static void
our_own(void **state UNUSED)
{
    struct env env;
    struct pages p;
    struct err e = {0};
    env_system(&env);
    if (!pages_load(&p, &case_arena, &env, WEB_DIR, &e))
        fail_msg("%s", e.msg);
    for (int lang = 0; lang < PAGE_LANGUAGES; lang++) {
        assert_non_null(mustache_find(&p.set[lang], SL("head")));
        for (size_t i = 0; i < p.set[lang].templates.n; i++) {
            missing_partial = (struct slice){0};
            mustache_each(p.set[lang].templates.v[i].value, look_for, &p.set[lang]);
            if (missing_partial.n)
                fail_msg("%.*s includes %.*s, which is not there",
                         SL_FMT(p.set[lang].templates.v[i].key), SL_FMT(missing_partial));
        }
    }
    assert_true(p.po[PAGE_ZH].n > 500);
    assert_true(pages_file(&p, SL("portal.css"))->octets.n < 40000);
}

int
main(void)
{
    CASES_TABLE(mark_rows, mark_row);
    CASES_TABLE(show_rows, show_row);
    CASES_TABLE(language_rows, language_row);
    CASES_TABLE(folder_rows, folder_row);
    CASES_TEST(our_own);
    return cases_run("web/pages");
}
