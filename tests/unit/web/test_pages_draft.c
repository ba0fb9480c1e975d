/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drafts, comments, the working copy, answers, desks and tables of the sample committee, as pages
 * and as JSON. P-1332 has three drafts and is at the review; P-1464 is out for comment.
 *
 * usage: test_pages_draft COMITY (the program, for its workers)
 */
#include "api/act_draft.h"
#include "support/cases.h"
#include "support/portal.h"
#include "web/form.h"
#include "web/route.h"
#include "web/worker.h"

#include <stdio.h>

static struct portal_case portal;

/* With the whole of what came. */
static void
fail_page(const char *what)
{
    fwrite(portal.reply.body.p, 1, portal.reply.body.n, stderr);
    fail_msg("%s: %u", what, portal.reply.status);
}

#define DRAFT "/projects/P-1332/drafts/d-3"
#define OUT "/projects/P-1464"

/* ---- what is shown ---------------------------------------------------------------------------*/

struct asked {
    const char *name, *target, *language;
    enum portal_role as;
    unsigned status;
    const char *has, *hasnt;
};

static const struct asked pages[] = {
    {"drafts", "/projects/P-1332/drafts", "en", PORTAL_OBSERVER, 200, "What changed since d-2",
     "Post a draft"},
    {"drafts, of who posts them", "/projects/P-1332/drafts", "en", PORTAL_SECRETARY, 200,
     "Post a draft", NULL},
    {"no drafts", "/projects/P-1588/drafts", "en", PORTAL_OBSERVER, 200, "No draft was posted yet",
     "against"},
    {"a draft", "/projects/P-1332/drafts/d-1", "en", PORTAL_OBSERVER, 200,
     "<b class=\"provision shall\">", "File the comment"},
    {"a draft, words that must not stand there", "/projects/P-1332/drafts/d-1", "en",
     PORTAL_OBSERVER, 200, "<u class=\"doubtful\"", NULL},
    {"a draft, words that are quoted", "/projects/P-1332/drafts/d-1", "en", PORTAL_OBSERVER, 200,
     "<mark class=\"quoted\" title=\"c-2\">", NULL},
    {"a draft, its languages", "/projects/P-1332/drafts/d-1", "en", PORTAL_OBSERVER, 200,
     "class=\"side\" lang=\"zh-Hans\"", NULL},
    {"a draft, a condition", "/projects/P-1332/drafts/d-1", "en", PORTAL_OBSERVER, 200,
     "store.ciphers.all(c, c.name in approved_ciphers)", NULL},
    {"findings, for those who edit", "/projects/P-1332/drafts/d-1", "en", PORTAL_SECRETARY, 200,
     "zh-forbidden", NULL},
    {"findings, for nobody else", "/projects/P-1332/drafts/d-1", "en", PORTAL_FOREIGN, 200,
     "Encryption", "zh-forbidden"},
    {"a draft, in Chinese", "/projects/P-1332/drafts/d-1", "zh-CN", PORTAL_OBSERVER, 200, "意见表",
     "Table of comments"},
    {"out for comment", OUT "/drafts/d-1", "en", PORTAL_FOREIGN, 200, "File the comment", NULL},
    {"out for comment, of nobody", OUT "/drafts/d-1", "en", PORTAL_OBSERVER, 200,
     "Sign in to comment", "File the comment"},
    {"no such draft", "/projects/P-1332/drafts/d-9", "en", PORTAL_OBSERVER, 404, "no such draft",
     NULL},
    {"a draft of no project", "/projects/none/drafts/d-1", "zh-CN", PORTAL_OBSERVER, 404,
     "没有该项目", NULL},
    {"a diff", DRAFT "/diff/d-2", "en", PORTAL_OBSERVER, 200, "What changed from d-2 to d-3", NULL},
    {"a diff of meaning", "/projects/P-1332/drafts/d-2/diff/d-1", "en", PORTAL_OBSERVER, 200,
     "Allowed before, forbidden now", NULL},
    {"a diff, of text", "/projects/P-1332/drafts/d-2/diff/d-1", "en", PORTAL_OBSERVER, 200, "<ins>",
     NULL},
    {"a diff, of places", "/projects/P-1332/drafts/d-2/diff/d-1", "zh-CN", PORTAL_OBSERVER, 200,
     "已重新定位", "Found again"},
    {"against itself", DRAFT "/diff/d-3", "en", PORTAL_OBSERVER, 200, "The drafts are the same",
     "<ins>"},
    {"against none", DRAFT "/diff/d-9", "en", PORTAL_OBSERVER, 404, "no such draft", NULL},
    {"comments", "/projects/P-1332/comments", "en", PORTAL_OBSERVER, 200, "20 in all",
     "Answer the comments"},
    {"comments of one type", "/projects/P-1332/comments?type=ed", "en", PORTAL_OBSERVER, 200,
     "show all", "id=\"comment-c-1\""},
    {"comments by clause", "/projects/P-1332/comments?sort=clause", "en", PORTAL_OBSERVER, 200,
     "c-20", NULL},
    {"comments of none", "/projects/P-1332/comments?type=%3Cscript%3E", "en", PORTAL_OBSERVER, 200,
     NULL, "<script>"},
    {"comments past the last page", "/projects/P-1332/comments?page=99999999999", "en",
     PORTAL_OBSERVER, 200, "c-20", NULL},
    {"no comments", "/projects/P-1588/comments", "en", PORTAL_OBSERVER, 200,
     "No comment was filed yet", NULL},
    {"a comment", "/projects/P-1332/comments/c-2", "en", PORTAL_OBSERVER, 200, "<del>",
     "Withdraw this comment"},
    {"no such comment", "/projects/P-1332/comments/c-99", "en", PORTAL_OBSERVER, 404,
     "no such comment", NULL},
    {"answers", OUT "/dispositions", "en", PORTAL_SECRETARY, 200, "Record and go on", NULL},
    {"answers, of who gives none", OUT "/dispositions", "en", PORTAL_OBSERVER, 200,
     "Answers are given by", "Record and go on"},
    {"all answered", "/projects/P-1332/dispositions", "en", PORTAL_SECRETARY, 200,
     "Every comment has an answer", NULL},
    {"the working copy, of nobody", DRAFT "/edit", "en", PORTAL_OBSERVER, 303, NULL, NULL},
    {"the working copy, of who posts no drafts", DRAFT "/edit", "en", PORTAL_FOREIGN, 403,
     "Only those who may post", NULL},
    {"the working copy", DRAFT "/edit", "en", PORTAL_SECRETARY, 200, "Choose a clause", NULL},
    {"the working copy of an old draft", "/projects/P-1332/drafts/d-1/edit", "en", PORTAL_SECRETARY,
     409, "another draft", NULL},
    {"no such clause to change", DRAFT "/edit/clauses/nothing", "en", PORTAL_SECRETARY, 404,
     "no such clause", NULL},
    {"a desk of nobody", OUT "/desk", "en", PORTAL_OBSERVER, 303, NULL, NULL},
    {"a desk of no organisation", OUT "/desk", "en", PORTAL_ADMINISTRATOR, 403, "desk", NULL},
    {"a desk", OUT "/desk", "en", PORTAL_FOREIGN, 200, "Nothing lies on the desk", NULL},
    {"an entry that is not there", OUT "/desk/7", "en", PORTAL_FOREIGN, 404, "no such entry", NULL},
    {"a table to read in", OUT "/tables", "en", PORTAL_FOREIGN, 200, "Choose a table", NULL},
    {"a table to read in, in Chinese", OUT "/tables", "zh-CN", PORTAL_FOREIGN, 200, "选择意见表",
     "Choose a table"},
    {"a table of no form", "/projects/P-1332/tables/din.csv", "en", PORTAL_OBSERVER, 404,
     "no such table", NULL},
    {"a path as a table", "/projects/P-1332/tables/..%2f..%2fkeys", "en", PORTAL_OBSERVER, 404,
     NULL, NULL},
};

static void
asks(void **state)
{
    const struct asked *row = *state;
    portal.accept_language = row->language;
    portal_as(&portal, row->as);
    unsigned status = portal_get(&portal, row->target);
    if (status != row->status)
        fail_msg("%u: %.*s", status, SL_FMT(portal.reply.body));
    if (row->has && !portal_has(&portal, row->has))
        fail_msg("no '%s' in %.*s", row->has, SL_FMT(portal.reply.body));
    if (row->hasnt && portal_has(&portal, row->hasnt))
        fail_msg("'%s' is on the page", row->hasnt);
}

/* ---- what JSON says --------------------------------------------------------------------------*/

static const struct shape *
find_shape(const void *ctx, struct slice name)
{
    (void)ctx;
    for (size_t t = 0; shape_tables[t]; t++)
        for (size_t i = 0; i < shape_tables[t]->n; i++)
            if (slice_eq_str(name, shape_tables[t]->v[i].name))
                return &shape_tables[t]->v[i];
    return NULL;
}

static void
fits(const char *target, const char *shape)
{
    const struct json_node *n = portal_view(&portal, target);
    const struct shape_finder f = {find_shape, NULL};
    const struct shape *s = find_shape(NULL, slice_str(shape));
    struct err e = {0};
    assert_non_null(s);
    if (!shape_fits(&case_arena, n, s, &f, &e))
        fail_msg("%s: %s", target, e.msg);
}

static void
json_has_its_shape(void **state)
{
    static const struct {
        const char *target, *shape;
    } rows[] = {
        {"/projects/P-1332/drafts", "drafts"},
        {"/projects/P-1332/drafts/d-1", "draft"},
        {DRAFT, "draft"},
        {OUT "/drafts/d-1", "draft"},
        {OUT "/drafts/d-1/comment", "comment_place"},
        {OUT "/drafts/d-1/comment?clause=o-scope", "comment_place"},
        {"/projects/P-1332/drafts/d-2/diff/d-1", "draft_diff"},
        {DRAFT "/diff/d-3", "draft_diff"},
        {"/projects/P-1332/comments", "comments"},
        {"/projects/P-1332/comments/c-2", "comment_page"},
        {OUT "/comments/c-1", "comment_page"},
        {OUT "/dispositions", "disposition_desk"},
        {"/projects/P-1332/dispositions", "disposition_desk"},
        {DRAFT "/edit", "working"},
        {DRAFT "/edit/clauses/c-ciphers", "working_clause"},
        {DRAFT "/edit/requirements/r-ciphers", "working_requirement"},
        {OUT "/tables", "comment_import"},
    };
    (void)state;
    portal_as(&portal, PORTAL_SECRETARY);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        fits(rows[i].target, rows[i].shape);
    portal_as(&portal, PORTAL_FOREIGN);
    fits(OUT "/desk", "desk");
    fits(OUT "/drafts/d-1", "draft");
}

static void
places_are_aligned(void **state)
{
    (void)state;
    portal_as(&portal, PORTAL_OBSERVER);
    const struct json_node *n = portal_view(&portal, "/projects/P-1332/drafts/d-1");
    const struct json_node *clauses = json_get(n, "clauses");
    assert_true(json_count(clauses) > 30);
    for (size_t i = 0; i < json_count(clauses); i++) {
        const struct json_node *sides = json_get(json_item(clauses, i), "sides");
        assert_int_equal(json_count(sides), 2);
        assert_true(slice_eq(json_text(json_get(json_item(sides, 0), "tag")), SL("zh-Hans")));
        assert_true(slice_eq(json_text(json_get(json_item(sides, 1), "tag")), SL("en")));
    }
}

/* ---- forms -----------------------------------------------------------------------------------*/

/* The value of a hidden field on the page of the last reply. */
static struct slice
hidden(const char *name)
{
    struct slice mark = arena_printf(&case_arena, "name=\"%s\" value=\"", name), rest, value;
    size_t at = slice_find(portal.reply.body, mark);
    if (at == SIZE_MAX)
        fail_msg("no field %s in %.*s", name, SL_FMT(portal.reply.body));
    rest = slice_sub(portal.reply.body, at + mark.n, SIZE_MAX);
    (void)slice_cut(&rest, '"', &value);
    return value;
}

static struct slice
encoded(const char *text)
{
    return http_encode(&case_arena, slice_str(text));
}

/* Text of the page as it was before it was escaped. */
static bool
shows(const char *text)
{
    struct buf b;
    buf_init(&b, &case_arena, 1 << 20);
    for (const char *c = text; *c; c++)
        switch (*c) {
        case '<':
            buf_str(&b, "&lt;");
            break;
        case '>':
            buf_str(&b, "&gt;");
            break;
        case '&':
            buf_str(&b, "&amp;");
            break;
        case '"':
            buf_str(&b, "&quot;");
            break;
        case '\'':
            buf_str(&b, "&#39;");
            break;
        default:
            buf_u8(&b, (uint8_t)*c);
        }
    return slice_find(portal.reply.body, buf_slice(&b)) != SIZE_MAX;
}

/* ---- two editors -----------------------------------------------------------------------------*/

#define CLAUSE DRAFT "/edit/clauses/c-ciphers"

/* The fields of the clause's form, with one text instead. */
static const char *
form_of(struct slice seen, const char *zh, const char *en)
{
    struct slice f = arena_printf(
        &case_arena, "title-zh=%.*s&title-en=Ciphers&text-zh=%.*s&text-en=%.*s&seen=%.*s",
        SL_FMT(encoded("密码算法")), SL_FMT(encoded(zh)), SL_FMT(encoded(en)),
        SL_FMT(http_encode(&case_arena, seen)));
    return arena_str(&case_arena, f);
}

static struct slice
text_now(const char *language)
{
    const struct json_node *n = portal_view(&portal, CLAUSE);
    const struct json_node *sides = json_get(json_get(n, "place"), "sides");
    struct slice all = {0};
    for (size_t i = 0; i < json_count(sides); i++) {
        const struct json_node *side = json_item(sides, i);
        const struct json_node *paragraphs = json_get(side, "paragraphs");
        if (!slice_eq_str(json_text(json_get(side, "language")), language))
            continue;
        for (size_t p = 0; p < json_count(paragraphs); p++) {
            const struct json_node *spans = json_get(json_item(paragraphs, p), "spans");
            for (size_t s = 0; s < json_count(spans); s++)
                all = arena_printf(&case_arena, "%.*s%.*s", SL_FMT(all),
                                   SL_FMT(json_text(json_get(json_item(spans, s), "text"))));
        }
    }
    return all;
}

static void
drop_working(void)
{
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_SECRETARY);
    assert_int_equal(portal_post(&portal, DRAFT "/edit/drop", ""), 303);
}

static void
the_second_editor_is_told(void **state)
{
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_SECRETARY);
    drop_working();
    assert_int_equal(portal_get(&portal, CLAUSE), 200);
    struct slice seen = hidden("seen"), en = text_now("en");
    const char *english = arena_str(&case_arena, en);
    assert_int_equal(portal_post(&portal, CLAUSE, form_of(seen, "甲应加密。", english)), 303);

    portal_as_person(&portal, "p-4", false); /* the convenor, who saw what the secretary had seen */
    assert_int_equal(portal_post(&portal, CLAUSE, form_of(seen, "乙宜加密。", english)), 409);
    assert_true(shows("甲应加密。"));
    assert_true(shows("乙宜加密。"));
    assert_true(portal_has(&portal, "Somebody else was faster"));
    struct slice now = hidden("seen");
    assert_false(slice_eq(now, seen));
    assert_true(slice_eq(text_now("zh"), SL("甲应加密。")));

    /* Sent again from that page, it takes the place of the other. */
    assert_int_equal(portal_post(&portal, CLAUSE, form_of(now, "乙宜加密。", english)), 303);
    assert_true(slice_eq(text_now("zh"), SL("乙宜加密。")));
    drop_working();
}

static void
different_texts_of_a_clause_do_not_collide(void **state)
{
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_SECRETARY);
    assert_int_equal(portal_get(&portal, CLAUSE), 200);
    struct slice seen = hidden("seen");
    const char *zh = arena_str(&case_arena, text_now("zh"));
    const char *en = arena_str(&case_arena, text_now("en"));
    assert_int_equal(portal_post(&portal, CLAUSE, form_of(seen, "甲应加密。", en)), 303);
    portal_as_person(&portal, "p-4", false);
    assert_int_equal(portal_post(&portal, CLAUSE, form_of(seen, zh, "Shall encrypt.")), 303);
    assert_true(slice_eq(text_now("zh"), SL("甲应加密。")));
    assert_true(slice_eq(text_now("en"), SL("Shall encrypt.")));
    drop_working();
}

static void
findings_come_at_once(void **state)
{
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_SECRETARY);
    assert_int_equal(portal_get(&portal, CLAUSE), 200);
    struct slice seen = hidden("seen");
    assert_int_equal(portal_post(&portal, CLAUSE, form_of(seen, "系统必须加密。", "It must.")),
                     303);
    assert_int_equal(portal_get(&portal, CLAUSE), 200);
    assert_true(portal_has(&portal, "zh-forbidden"));
    assert_true(portal_has(&portal, "en-forbidden"));
    assert_int_equal(portal_get(&portal, DRAFT "/edit"), 200);
    assert_true(portal_has(&portal, "It breaks rules of drafting"));
    assert_int_equal(portal_post(&portal, DRAFT "/edit/post", ""), 422);
    drop_working();
}

static void
hostile_texts_stay_texts(void **state)
{
    static const char *const texts[] = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "a: b # c\n- d\n{e: [f]}\n'g' \"h\" \\i",
        "{{page.form_token}} {{{x}}} [[Sign in]]",
        "应：“引号”　——…\t宜",
        "%00%0d%0aSet-Cookie: a=b",
        "---\n...\nclauses: []",
        "\xF0\x9F\x94\x92\xF0\xA0\x80\x80",
    };
    (void)state;
    portal.accept_language = "en";
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        portal_as(&portal, PORTAL_SECRETARY);
        assert_int_equal(portal_get(&portal, CLAUSE), 200);
        struct slice seen = hidden("seen");
        unsigned status = portal_post(&portal, CLAUSE, form_of(seen, texts[i], texts[i]));
        if (status != 303)
            fail_msg("%u for '%s'", status, texts[i]);
        assert_int_equal(portal_get(&portal, CLAUSE), 200);
        if (!shows(texts[i]))
            fail_page(texts[i]);
        assert_false(portal_has(&portal, "<script>alert"));
        assert_false(portal_has(&portal, "<img src=x"));
    }
    drop_working();
}

static void
marks_that_are_not_seen_are_refused(void **state)
{
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_SECRETARY);
    assert_int_equal(portal_get(&portal, CLAUSE), 200);
    struct slice seen = hidden("seen");
    assert_int_equal(portal_post(&portal, CLAUSE,
                                 form_of(seen, "应",
                                         "a\xE2\x80\x8E"
                                         "b")),
                     422);
    assert_true(portal_has(&portal, "cannot be seen"));
}

static void
what_is_too_long_is_kept(void **state)
{
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_SECRETARY);
    assert_int_equal(portal_get(&portal, CLAUSE), 200);
    struct slice seen = hidden("seen");
    char *longer = arena_alloc(&case_arena, DRAFT_TEXT_MAX + 2, 1);
    memset(longer, 'x', DRAFT_TEXT_MAX + 1);
    assert_int_equal(portal_post(&portal, CLAUSE, form_of(seen, "应", longer)), 422);
    assert_true(portal_has(&portal, longer));
    assert_true(portal_has(&portal, "Too long"));
}

static void
conditions_are_checked(void **state)
{
    static const struct {
        const char *must;
        unsigned status;
        const char *has;
    } rows[] = {
        {"store.ciphers.all(c, c.name in approved_ciphers)", 303, NULL},
        {"store.nothing", 422, "Line 1, column"},
        {"store.encrypted ==\n  1", 422, "Line 1, column"},
        {"store.encrypted &&\nstore.nothing", 422, "Line 2, column"},
        {"store.encrypted && (", 422, "Line 2, column 1"},
        {"\"text\"", 422, "Line 1, column"},
        {"", 422, "cannot be empty"},
        {"store.ciphers.all(c, c.name in [\"NO-SUCH\"])", 422, "NO-SUCH"},
        {"store.encrypted", 303, NULL},
    };
    static const char target[] = DRAFT "/edit/requirements/r-ciphers";
    (void)state;
    portal.accept_language = "en";
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        portal_as(&portal, PORTAL_SECRETARY);
        assert_int_equal(portal_get(&portal, target), 200);
        struct slice form =
            arena_printf(&case_arena, "must=%.*s&seen=%.*s", SL_FMT(encoded(rows[i].must)),
                         SL_FMT(http_encode(&case_arena, hidden("seen"))));
        unsigned status = portal_post(&portal, target, arena_str(&case_arena, form));
        if (status != rows[i].status)
            fail_page(rows[i].must);
        if (rows[i].has && (!portal_has(&portal, rows[i].has) || !shows(rows[i].must)))
            fail_page(rows[i].must);
    }
    drop_working();
}

static void
what_is_posted_is_the_working_copy(void **state)
{
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_SECRETARY);
    assert_int_equal(portal_get(&portal, CLAUSE), 200);
    struct slice seen = hidden("seen");
    const char *zh =
        "存储系统应只使用SM4-XTS、SM4-GCM、AES-256-XTS和AES-256-GCM四种算法加密数据，其中SM4由"
        "GB/T 32907-2016规定。";
    const char *en = "A storage system shall encrypt its data with the four algorithms SM4-XTS, "
                     "SM4-GCM, AES-256-XTS and AES-256-GCM only, of which SM4 is specified in GB/T "
                     "32907-2016.";
    assert_int_equal(portal_post(&portal, CLAUSE, form_of(seen, zh, en)), 303);
    unsigned status = portal_post(&portal, DRAFT "/edit/post", "");
    if (status != 303)
        fail_msg("%u %.*s", status, SL_FMT(portal.reply.body));
    assert_true(slice_eq(portal.reply.location, SL("/projects/P-1332/drafts/d-4")));
    const struct json_node *n = portal_view(&portal, "/projects/P-1332/drafts/d-4/diff/d-3");
    assert_int_equal(json_get(n, "changed")->i, 1);
    n = portal_view(&portal, "/projects/P-1332/drafts/d-4/edit");
    assert_false(json_get(n, "there")->b);
    /* The file differs in nothing but that text. */
    portal_get(&portal, "/projects/P-1332/drafts/d-4/file");
    struct slice new_ = portal.reply.body;
    portal_get(&portal, "/projects/P-1332/drafts/d-3/file");
    if (new_.n != portal.reply.body.n + strlen("its "))
        fail_msg("%zu and %zu octets", new_.n, portal.reply.body.n);
}

/* ---- comments --------------------------------------------------------------------------------*/

struct sent {
    const char *name, *target, *form, *language;
    enum portal_role as;
    unsigned status;
    const char *has;
};

static const struct sent refusals[] = {
    {"a comment of nobody", OUT "/drafts/d-1/comment", "type=te&text=x", "en", PORTAL_OBSERVER, 401,
     "Sign in first"},
    {"a comment that says nothing", OUT "/drafts/d-1/comment", "type=te&clause=o-scope", "en",
     PORTAL_FOREIGN, 422, "needed"},
    {"a comment without a type", OUT "/drafts/d-1/comment", "text=Kept+words&clause=o-scope", "en",
     PORTAL_FOREIGN, 422, "Kept words"},
    {"a quote that is not there", OUT "/drafts/d-1/comment",
     "type=te&text=Kept+words&clause=o-scope&language=en&quote=nowhere", "en", PORTAL_FOREIGN, 422,
     "Kept words"},
    {"a replacement of nothing", OUT "/drafts/d-1/comment",
     "type=te&text=Kept+words&clause=o-scope&language=en&replace=x", "en", PORTAL_FOREIGN, 422,
     "Kept words"},
    {"no such clause", OUT "/drafts/d-1/comment", "type=te&text=x&clause=none", "en",
     PORTAL_FOREIGN, 422, NULL},
    {"not out for comment", "/projects/P-1332/drafts/d-3/comment", "type=te&text=Kept+words", "en",
     PORTAL_FOREIGN, 422, "Kept words"},
    {"not out for comment, in Chinese", "/projects/P-1332/drafts/d-3/comment",
     "type=te&text=Kept+words", "zh-CN", PORTAL_FOREIGN, 422, "征求意见"},
    {"an answer without a reason", OUT "/dispositions", "comment=c-1&decision=partly", "en",
     PORTAL_SECRETARY, 422, "takes a reason"},
    {"an answer that is none", OUT "/dispositions", "comment=c-1&decision=maybe&reason=Kept+words",
     "en", PORTAL_SECRETARY, 422, "Kept words"},
    {"an answer to nothing", OUT "/dispositions", "comment=c-99&decision=accepted", "en",
     PORTAL_SECRETARY, 422, "c-99"},
    {"an answer of who gives none", OUT "/dispositions", "comment=c-1&decision=accepted", "en",
     PORTAL_FOREIGN, 422, "This was not done"},
    {"withdrawn by another", OUT "/comments/c-1/withdraw", "", "en", PORTAL_SECRETARY, 422, NULL},
    {"a clause changed by nobody", CLAUSE, "text-en=x", "en", PORTAL_OBSERVER, 401, NULL},
    {"a clause changed by who posts no drafts", CLAUSE, "text-en=x", "en", PORTAL_FOREIGN, 403,
     NULL},
    {"a draft of nobody", "/projects/P-1332/drafts", "", "en", PORTAL_OBSERVER, 401, NULL},
    {"a draft without a file", "/projects/P-1332/drafts", "", "en", PORTAL_SECRETARY, 422,
     "needed"},
    {"a desk of another", OUT "/desk", "type=te&text=x", "en", PORTAL_ADMINISTRATOR, 403, NULL},
    {"a choice of nothing", OUT "/desk/do", "do=approve", "en", PORTAL_FOREIGN, 422, "Choose"},
    {"a choice of what is not there", OUT "/desk/do", "do=approve&numbers=9", "en", PORTAL_FOREIGN,
     422, NULL},
    {"a choice of words", OUT "/desk/do", "do=drop&numbers=one", "en", PORTAL_FOREIGN, 422,
     "Choose"},
    {"a table of nothing", OUT "/tables/file", "", "en", PORTAL_FOREIGN, 404, "read one in first"},
};

static void
refuses(void **state)
{
    const struct sent *row = *state;
    portal.accept_language = row->language;
    portal_as(&portal, row->as);
    uint64_t before = portal.office.seen;
    unsigned status = portal_post(&portal, row->target, row->form);
    if (status != row->status)
        fail_msg("%u: %.*s", status, SL_FMT(portal.reply.body));
    if (row->has && !portal_has(&portal, row->has))
        fail_msg("no '%s' in %.*s", row->has, SL_FMT(portal.reply.body));
    assert_int_equal(portal.office.seen, before);
}

static int64_t
number_at(const char *target, const char *key)
{
    return json_get(portal_view(&portal, target), key)->i;
}

static void
a_comment_is_filed_and_answered(void **state)
{
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_FOREIGN);
    int64_t total = number_at(OUT "/comments", "total");
    const char *form = "type=te&clause=o-scope&language=en&once=abc-1&text=%3Cscript%3Ealert(1)"
                       "%3C/script%3E&proposed=%22%3E%3Cimg+src%3Dx%3E";
    unsigned status = portal_post(&portal, OUT "/drafts/d-1/comment", form);
    if (status != 303)
        fail_msg("%u %.*s", status, SL_FMT(portal.reply.body));
    assert_int_equal(number_at(OUT "/comments", "total"), total + 1);
    /* Sent once more, it is there once. */
    assert_int_equal(portal_post(&portal, OUT "/drafts/d-1/comment", form), 303);
    assert_int_equal(number_at(OUT "/comments", "total"), total + 1);
    static const char *const targets[] = {OUT "/comments", OUT "/drafts/d-1",
                                          OUT "/dispositions?comment=c-5", OUT "/comments/c-5"};
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        portal_as(&portal, PORTAL_SECRETARY);
        assert_int_equal(portal_get(&portal, targets[i]), 200);
        assert_true(shows("<script>alert(1)</script>"));
        assert_false(portal_has(&portal, "<script>alert(1)"));
        assert_false(portal_has(&portal, "<img src=x"));
    }
    status = portal_post(&portal, OUT "/dispositions",
                         "comment=c-5&decision=not-accepted&reason=%3Cb%3Eno%3C/b%3E");
    if (status != 303)
        fail_msg("%u %.*s", status, SL_FMT(portal.reply.body));
    assert_true(slice_eq(portal.reply.location, SL(OUT "/dispositions?after=c-5")));
    assert_int_equal(portal_get(&portal, OUT "/comments/c-5"), 200);
    assert_true(shows("<b>no</b>"));
    portal_as(&portal, PORTAL_FOREIGN);
    assert_int_equal(portal_get(&portal, OUT "/comments/c-5"), 200);
    assert_true(portal_has(&portal, "Withdraw this comment"));
    assert_int_equal(portal_post(&portal, OUT "/comments/c-5/withdraw", "reason=Mistaken"), 303);
    assert_int_equal(portal_get(&portal, OUT "/comments/c-5"), 200);
    assert_true(portal_has(&portal, "withdrawn"));
}

/* ---- the desk --------------------------------------------------------------------------------*/

static void
post_ok(const char *target, const char *form)
{
    unsigned status = portal_post(&portal, target, form);
    if (status != 303)
        fail_msg("%s: %u %.*s", target, status, SL_FMT(portal.reply.body));
}

static void
a_desk_is_kept_and_filed(void **state)
{
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_FOREIGN);
    int64_t total = number_at(OUT "/comments", "total");
    uint64_t before = portal.office.seen;
    post_ok(OUT "/desk", "type=te&text=First%3Cscript%3E&clause=1");
    post_ok(OUT "/desk", "type=ed&text=Second");
    post_ok(OUT "/desk", "type=ge&text=Third");
    post_ok(OUT "/desk/do", "do=merge&number=2&number=1");
    assert_true(slice_eq(portal.reply.location, SL(OUT "/desk/4")));
    assert_int_equal(portal_get(&portal, OUT "/desk/4"), 200);
    assert_false(portal_has(&portal, "First<script>"));
    post_ok(OUT "/desk/4/change", "type=te&text=Together&clause=1");
    post_ok(OUT "/desk/do", "do=drop&number=3&note=Not+ours");
    assert_int_equal(portal.office.seen, before); /* nothing of it is in the record */
    assert_int_equal(portal_post(&portal, OUT "/desk/do", "do=file&number=4"), 422);
    post_ok(OUT "/desk/do", "do=approve&number=4");
    post_ok(OUT "/desk/do", "do=file");
    assert_int_equal(number_at(OUT "/comments", "total"), total + 1);
    fits(OUT "/desk", "desk");
    fits(OUT "/desk/4", "desk_entry_page");
    assert_int_equal(number_at(OUT "/desk", "settled"), 4);
    /* Another organisation sees nothing of it. */
    portal_as_person(&portal, "p-3", false);
    assert_int_equal(number_at(OUT "/desk", "settled"), 0);
    assert_int_equal(portal_get(&portal, OUT "/desk/4"), 404);
}

/* ---- tables ----------------------------------------------------------------------------------*/

#define BOUND "xXbOuNdXx"

/* A multipart form: fields "a=b" parted by &, and one file. */
static unsigned
upload(const char *path, const char *fields, const char *name, struct slice file)
{
    struct slice rest = slice_str(fields), one, key;
    struct buf b;
    buf_init(&b, &case_arena, (size_t)32 << 20);
    buf_printf(&b,
               "--" BOUND "\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n%.*s"
               "\r\n",
               SL_FMT(portal.form_token));
    while (slice_cut(&rest, '&', &one)) {
        (void)slice_cut(&one, '=', &key);
        buf_printf(&b,
                   "--" BOUND "\r\nContent-Disposition: form-data; name=\"%.*s\"\r\n\r\n%.*s"
                   "\r\n",
                   SL_FMT(key), SL_FMT(one));
    }
    buf_printf(&b,
               "--" BOUND "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\""
               "\r\nContent-Type: application/octet-stream\r\n\r\n",
               name);
    buf_add(&b, file);
    buf_str(&b, "\r\n--" BOUND "--\r\n");
    const struct http_request r = {
        .method = HTTP_POST,
        .path = slice_str(path),
        .peer = SL("127.0.0.1"),
        .body = buf_slice(&b),
        .headers = {[HTTP_HOST] = SL("portal.test"),
                    [HTTP_ACCEPT] = SL("text/html"),
                    [HTTP_ACCEPT_LANGUAGE] = slice_str(portal.accept_language),
                    [HTTP_COOKIE] = portal.cookie,
                    [HTTP_ORIGIN] = SL("http://portal.test"),
                    [HTTP_CONTENT_TYPE] = SL("multipart/form-data; boundary=" BOUND)}};
    return portal_send(&portal, &r);
}

#define ISO_HEAD                                                                                   \
    "MB/NC,Line number,Clause/Subclause,Paragraph/Figure/Table,Type of comment,Comments,Proposed " \
    "change,Observations of the secretariat\r\n"

static void
a_table_is_read_and_filed(void **state)
{
    static const char table[] =
        ISO_HEAD "X,,1,,te,<script>alert(1)</script>,\"=cmd|' /C calc'!A1\","
                 "\r\nX,,99.9,,te,No such clause,,\r\nX,,1,,ed,,,\r\n"
                 "X,,General,,ge,All of it,,\r\n";
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_FOREIGN);
    int64_t total = number_at(OUT "/comments", "total");
    uint64_t before = portal.office.seen;
    unsigned status = upload(OUT "/tables", "to=file&type=te", "a<b>.csv", slice_str(table));
    if (status != 303)
        fail_msg("%u %.*s", status, SL_FMT(portal.reply.body));
    assert_int_equal(portal.office.seen, before);
    fits(OUT "/tables", "comment_import");
    assert_int_equal(number_at(OUT "/tables", "good"), 2);
    assert_int_equal(number_at(OUT "/tables", "bad"), 1);
    assert_int_equal(portal_get(&portal, OUT "/tables"), 200);
    assert_false(portal_has(&portal, "<script>alert"));
    assert_false(portal_has(&portal, "a<b>"));
    post_ok(OUT "/tables/file", "");
    assert_int_equal(number_at(OUT "/comments", "total"), total + 2);
    fits(OUT "/tables", "comment_import");
    assert_int_equal(number_at(OUT "/tables", "done"), 2);
    assert_int_equal(portal_post(&portal, OUT "/tables/file", ""), 409);
    assert_int_equal(number_at(OUT "/comments", "total"), total + 2);
    post_ok(OUT "/tables/drop", "");
    /* What was exported is not filed again. */
    assert_int_equal(portal_get(&portal, OUT "/tables/iso.csv"), 200);
    struct slice exported = arena_dup(&case_arena, portal.reply.body);
    assert_int_equal(upload(OUT "/tables", "to=file", "b.csv", exported), 303);
    assert_int_equal(number_at(OUT "/tables", "good"), 0);
    post_ok(OUT "/tables/drop", "");
    /* On the desk. */
    assert_int_equal(upload(OUT "/tables", "to=desk&type=te", "c.csv", slice_str(table)), 303);
    int64_t prepared = number_at(OUT "/desk", "prepared");
    post_ok(OUT "/tables/file", "");
    assert_int_equal(number_at(OUT "/desk", "prepared"), prepared + 2);
    post_ok(OUT "/tables/drop", "");
}

static void
what_is_no_table_is_told(void **state)
{
    static const struct {
        const char *name;
        struct slice file;
    } rows[] = {{"empty.csv", SL_INIT("\n")},
                {"text.txt", SL_INIT("nothing of a table")},
                {"zip.xlsx", SL_INIT("PK\003\004 and then nothing")},
                {"binary.xlsx", SL_INIT("\x7f"
                                        "ELF\0\0\0\0")}};
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_FOREIGN);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        unsigned status = upload(OUT "/tables", "to=file", rows[i].name, rows[i].file);
        if (status != 422)
            fail_msg("%s: %u %.*s", rows[i].name, status, SL_FMT(portal.reply.body));
    }
    assert_false(json_get(portal_view(&portal, OUT "/tables"), "there")->b);
}

static void
tables_go_out_in_both_forms(void **state)
{
    static const struct {
        const char *target, *type;
        struct slice begins;
    } rows[] = {
        {"/projects/P-1332/tables/iso.csv", "text/csv", SL_INIT("\xEF\xBB\xBF")},
        {"/projects/P-1332/tables/gb.csv?type=te", "text/csv", SL_INIT("\xEF\xBB\xBF")},
        {"/projects/P-1332/tables/iso.xlsx", "application/vnd.openxml", SL_INIT("PK\003\004")},
        {"/projects/P-1332/tables/gb.xlsx?state=none", "application/vnd.openxml",
         SL_INIT("PK\003\004")},
    };
    (void)state;
    portal_as(&portal, PORTAL_OBSERVER);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(portal_get(&portal, rows[i].target), 200);
        assert_true(slice_has_prefix(portal.reply.type, slice_str(rows[i].type)));
        assert_true(slice_has_prefix(portal.reply.body, rows[i].begins));
        assert_true(portal.reply.attachment.n > 0);
    }
    assert_int_equal(portal_get(&portal, rows[1].target), 200);
    assert_true(portal_has(&portal, "采纳"));
}

/* ---- drafts from a file ----------------------------------------------------------------------*/

static void
a_draft_comes_as_a_file(void **state)
{
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_SECRETARY);
    assert_int_equal(portal_get(&portal, "/projects/P-1332/drafts/d-1/file"), 200);
    struct slice first = arena_dup(&case_arena, portal.reply.body);
    uint64_t before = portal.office.seen;
    /* It breaks rules of drafting. */
    assert_int_equal(upload("/projects/P-1332/drafts", "", "d.yaml", first), 422);
    assert_true(portal_has(&portal, "breaks rules of drafting"));
    static const char *const bad[] = {"", "a: [", "standard: X\n", "\xff\xfe\0"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(
            upload("/projects/P-1332/drafts", "with-errors=1", "d.yaml", slice_str(bad[i])), 422);
    assert_int_equal(portal.office.seen, before);
    assert_int_equal(upload("/projects/P-1332/drafts", "with-errors=1", "d.yaml", first), 303);
    assert_true(slice_has_prefix(portal.reply.location, SL("/projects/P-1332/drafts/d-")));
}

static void
a_long_draft_comes_in_pages(void **state)
{
    struct buf b;
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_SECRETARY);
    buf_init(&b, &case_arena, (size_t)4 << 20);
    buf_str(&b, "standard: LONG\ntitle: {en: Long, zh: 长}\nauthority: A\nedition: E\n"
                "published: 2026-01-31\nstatus: draft\nsource: {title: S, read: primary}\n"
                "requirements: []\nclauses:\n");
    for (unsigned i = 1; i <= 900; i++)
        buf_printf(&b, "  - {id: c%u, number: \"%u\", kind: body, text: {zh: 应, en: shall}}\n", i,
                   i);
    assert_int_equal(upload("/projects/P-1332/drafts", "with-errors=1", "l.yaml", buf_slice(&b)),
                     303);
    const char *target = arena_str(&case_arena, portal.reply.location);
    const char *third = arena_str(&case_arena, arena_printf(&case_arena, "%s?page=3", target));
    const char *none = arena_str(&case_arena, arena_printf(&case_arena, "%s?page=99", target));
    fits(target, "draft");
    fits(third, "draft");
    assert_int_equal(json_count(json_get(portal_view(&portal, target), "clauses")), 400);
    assert_int_equal(json_count(json_get(portal_view(&portal, third), "clauses")), 100);
    assert_int_equal(number_at(none, "first"), 1);
    assert_int_equal(portal_get(&portal, target), 200);
    assert_true(portal_has(&portal, "Clauses 1 to 400 of 900"));
    assert_false(portal_has(&portal, "rel=\"prev\""));
    assert_int_equal(portal_get(&portal, third), 200);
    assert_true(portal_has(&portal, "rel=\"prev\""));
    assert_false(portal_has(&portal, "rel=\"next\""));
}

/* ---- what is kept inside a group -------------------------------------------------------------*/

/* A draft whose file is not in the public record, of a project of the closed group WG3. */
static void
closed_texts_are_not_shown(void **state)
{
    struct viewer v = {.office = &portal.office,
                       .catalog = &portal.portal.catalog,
                       .arena = &case_arena,
                       .now = portal.now};
    const struct project *p;
    struct draft_checked checked;
    struct given_faults f = {0};
    struct office_done done;
    struct act x = {0};
    struct err e = {0};
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_OBSERVER);
    assert_int_equal(portal_get(&portal, "/projects/P-1332/drafts/d-1/file"), 200);
    struct slice file = arena_printf(&case_arena, "# inside\n%.*s", SL_FMT(portal.reply.body));
    /* A project of WG1, closed: P-2188 is at its first stage. */
    assert_true(office_project(&p, &portal.office, SL("P-2188"), &e) && p);
    struct slice body = arena_dup(&case_arena, project_body(p));
    viewer_of(&v, portal_person(&portal, portal.secretary));
    assert_true(draft_check(&checked, &v, SL("d"), file, &e));
    assert_true(draft_request(&x, &v, SL("P-2188"), file, &checked, true, &f));
    for (size_t i = 0; i < x.nobjects; i++)
        x.objects[i].open = false;
    assert_true(act_run(&done, &v, &x, &(struct act_how){0}, &e));
    if (done.answer == OFFICE_REFUSED)
        fail_msg("%.*s", SL_FMT(done.refusal.en));
    const struct group *g = committee_group(&portal.office.committee, body);
    assert_true(g && g->access == ACCESS_CLOSED);
    static const char *const targets[] = {
        "/projects/P-2188/drafts/d-1", "/projects/P-2188/drafts/d-1/file",
        "/projects/P-2188/drafts/d-1/diff/d-1", "/projects/P-2188/drafts/d-1/comment"};
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        portal_as(&portal, PORTAL_OBSERVER);
        assert_int_equal(portal_get(&portal, targets[i]), 403);
        portal_as(&portal, PORTAL_FOREIGN);
        assert_int_equal(portal_get(&portal, targets[i]), 403);
        assert_false(portal_has(&portal, "inside\n"));
        assert_false(portal_has(&portal, "SM4-XTS"));
        portal_as(&portal, PORTAL_SECRETARY);
        assert_int_equal(portal_get(&portal, targets[i]), 200);
    }
}

int
main(int argc, char **argv)
{
    portal_case_make(&portal);
    if (argc > 1)
        workers_program(portal.portal.workers, argv[1]);
    CASES_TABLE(pages, asks);
    CASES_TEST(json_has_its_shape);
    CASES_TEST(places_are_aligned);
    CASES_TABLE(refusals, refuses);
    CASES_TEST(the_second_editor_is_told);
    CASES_TEST(different_texts_of_a_clause_do_not_collide);
    CASES_TEST(findings_come_at_once);
    CASES_TEST(hostile_texts_stay_texts);
    CASES_TEST(marks_that_are_not_seen_are_refused);
    CASES_TEST(what_is_too_long_is_kept);
    CASES_TEST(conditions_are_checked);
    CASES_TEST(what_is_posted_is_the_working_copy);
    CASES_TEST(a_comment_is_filed_and_answered);
    CASES_TEST(a_desk_is_kept_and_filed);
    CASES_TEST(a_table_is_read_and_filed);
    CASES_TEST(what_is_no_table_is_told);
    CASES_TEST(tables_go_out_in_both_forms);
    CASES_TEST(a_draft_comes_as_a_file);
    CASES_TEST(a_long_draft_comes_in_pages);
    CASES_TEST(closed_texts_are_not_shown);
    int failed = cases_run("pages_draft");
    portal_case_done(&portal);
    return failed;
}
