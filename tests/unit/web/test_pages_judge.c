/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Products and their judgement as pages: who keeps and who sees them, that the portal and
 * `comity check` say the same of the same evidence, and evidence that is none. The first argument
 * is the program: it is the worker, and the command line that is compared.
 */
#include "api/verdict_words.h"
#include "support/cases.h"
#include "support/command.h"
#include "support/portal.h"
#include "web/worker_answers.h"

#include <pthread.h>

#define ON "2027-01-01"
#define BOUND "xXbOuNdXx"
#define TIMEOUT_MS 60000
#define FILE_MAX ((size_t)16 << 20)

static struct portal_case portal;
static const char *program;

/* A foreign CycloneDX file, with markup in every name. */
static const char evidence[] =
    "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"metadata\":{\"component\":{\"type\":"
    "\"application\",\"name\":\"<script>alert(1)</script>\"}},\"components\":[{\"type\":"
    "\"cryptographic-asset\",\"name\":\"<script>alert(2)</script>\",\"bom-ref\":\"\\\"><b>\","
    "\"cryptoProperties\":{\"assetType\":\"protocol\",\"protocolProperties\":{\"type\":\"tls\","
    "\"version\":\"1.2\",\"cipherSuites\":[{\"name\":\"TLS_RSA_WITH_3DES_EDE_CBC_SHA\"},{\"name\":"
    "\"<img src=x onerror=alert(3)>\"}]}}}]}";

/* A multipart form: fields "a=b" parted by &, and the evidence. */
static unsigned
upload(const char *path, const char *fields, const char *name, struct slice file)
{
    struct slice rest = slice_str(fields), one, key;
    struct buf b;
    buf_init(&b, &case_arena, (size_t)40 << 20);
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
               "--" BOUND "\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"%s\""
               "\r\nContent-Type: application/json\r\n\r\n",
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

/* A product of the foreign member; its address. */
static const char *
keep_evidence(const char *shared, struct slice octets)
{
    const char *fields =
        arena_str(&case_arena, arena_printf(&case_arena, "name=Gate <i>7</i>&shared=%s", shared));
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_FOREIGN);
    unsigned status = upload("/products", fields, "a<b>.cdx.json", octets);
    if (status != 303)
        fail_msg("%u %.*s", status, SL_FMT(portal.reply.body));
    return arena_str(&case_arena, portal.reply.location);
}

static const char *
keep(const char *shared)
{
    return keep_evidence(shared, slice_str(evidence));
}

static const char *
below(const char *address, const char *rest)
{
    return arena_str(&case_arena, arena_printf(&case_arena, "%s%s", address, rest));
}

/* ---- the same as the command line ------------------------------------------------------------*/

static void
check(struct json_node *out)
{
    struct slice says;
    struct err e = {0};
    int status;
    if (!temp_write(&portal.temp, "evidence", slice_str(evidence), &e))
        fail_msg("%s", e.msg);
    const char *path = temp_path(&case_arena, &portal.temp, "evidence");
    const char *const argv[] = {program,     "check", path,   "--data", portal.options.data,
                                "--regimes", "all",   "--on", ON,       "--format",
                                "json",      NULL};
    const struct command c = {.argv = argv};
    if (!command_run(&says, &status, &case_arena, &c, TIMEOUT_MS, &e) ||
        !json_parse(out, &case_arena, SL("check"), says, &e))
        fail_msg("%s", e.msg);
}

static void
same_verdict(const struct json_node *view, const struct json_node *judged)
{
    enum verdict v;
    assert_true(verdict_of_name(&v, json_text(json_get(judged, "verdict"))));
    assert_true(slice_eq_str(json_text(json_get(json_get(view, "verdict"), "id")), verdict_id(v)));
}

static const struct json_node *
finding_of(const struct json_node *judged, struct slice standard, struct slice requirement)
{
    const struct json_node *list = json_get(judged, "findings");
    for (size_t i = 0; i < json_count(list); i++)
        if (slice_eq(json_text(json_get(json_item(list, i), "standard")), standard) &&
            slice_eq(json_text(json_get(json_item(list, i), "requirement")), requirement))
            return json_item(list, i);
    return NULL;
}

/* The clauses behind one cell: each as the command line has it, and as many. */
static void
same_findings(const char *address, const struct json_node *judged)
{
    struct slice id = json_text(json_get(judged, "regime"));
    const struct json_node *view = portal_view(
        &portal, arena_str(&case_arena, arena_printf(&case_arena, "%s/regimes/%.*s?on=" ON, address,
                                                     SL_FMT(id))));
    const struct json_node *list = json_get(json_item(json_get(view, "targets"), 0), "findings");
    assert_int_equal(json_count(list), json_count(json_get(judged, "findings")));
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json_node *f = json_item(list, i);
        const struct json_node *other = finding_of(judged, json_text(json_get(f, "standard")),
                                                   json_text(json_get(f, "requirement")));
        assert_non_null(other);
        same_verdict(f, other);
        assert_true(
            slice_eq(json_text(json_get(f, "clause")), json_text(json_get(other, "clause"))));
    }
}

static void
the_matrix_says_what_check_says(void **state UNUSED)
{
    struct json_node said;
    const char *address = keep("private");
    check(&said);
    const struct json_node *regimes = json_get(json_item(json_get(&said, "targets"), 0), "regimes");
    const struct json_node *view = portal_view(&portal, below(address, "?on=" ON));
    const struct json_node *rows = json_get(view, "rows");
    assert_int_equal(json_count(rows), 1);
    const struct json_node *cells = json_get(json_item(rows, 0), "cells");
    assert_true(json_count(cells) >= 5);
    assert_int_equal(json_count(cells), json_count(regimes));
    for (size_t i = 0; i < json_count(cells); i++) {
        assert_true(slice_eq(json_text(json_get(json_item(cells, i), "regime")),
                             json_text(json_get(json_item(regimes, i), "regime"))));
        same_verdict(json_item(cells, i), json_item(regimes, i));
        same_findings(address, json_item(regimes, i));
    }
}

/* ---- who sees it -----------------------------------------------------------------------------*/

static bool
is_listed(const char *address)
{
    struct slice id = slice_sub(slice_str(address), strlen("/products/"), SIZE_MAX / 2);
    const struct json_node *list = json_get(portal_view(&portal, "/products"), "products");
    for (size_t i = 0; i < json_count(list); i++)
        if (slice_eq(json_text(json_get(json_item(list, i), "id")), id))
            return true;
    return false;
}

static const char *const pages_below[] = {"", "/regimes/US-FED", "/conflicts", "/plan"};

static void
sees(enum portal_role role, const char *address, bool want)
{
    portal_as(&portal, role);
    assert_int_equal(is_listed(address), want);
    for (size_t i = 0; i < (want ? 2 : COUNT_OF(pages_below)); i++)
        assert_int_equal(portal_get(&portal, below(address, pages_below[i])), want ? 200 : 404);
}

static const struct shared {
    const char *name;
    bool member, observer;
} shares[] = {
    {"private", false, false},
    {"committee", true, false},
    {"public", true, true},
};

static void
who_sees(void **state)
{
    const struct shared *s = *state;
    const char *address = keep(s->name);
    sees(PORTAL_FOREIGN, address, true);
    sees(PORTAL_CHAIR, address, s->member);
    sees(PORTAL_ADMINISTRATOR, address, s->observer);
    sees(PORTAL_OBSERVER, address, s->observer);
}

/* Others change nothing, however much they see. */
static void
others_change_nothing(void **state UNUSED)
{
    const char *address = keep("public");
    static const struct {
        const char *rest, *form;
    } posts[] = {{"/change", "name=Mine&shared=public"}, {"/delete", ""}};
    for (size_t i = 0; i < COUNT_OF(posts); i++) {
        portal_as(&portal, PORTAL_CHAIR);
        assert_int_equal(portal_post(&portal, below(address, posts[i].rest), posts[i].form), 403);
        portal_as(&portal, PORTAL_OBSERVER);
        assert_int_equal(portal_post(&portal, below(address, posts[i].rest), posts[i].form), 401);
    }
    portal_as(&portal, PORTAL_CHAIR);
    assert_int_equal(upload(below(address, "/replace"), "", "x", slice_str(evidence)), 403);
    sees(PORTAL_FOREIGN, address, true);
    assert_int_equal(portal_get(&portal, address), 200);
    assert_true(portal_has(&portal, "Gate &lt;i&gt;7"));
}

static void
it_is_renamed_and_deleted(void **state UNUSED)
{
    const char *address = keep("public");
    assert_int_equal(
        portal_post(&portal, below(address, "/change"), "name=Gate%208&shared=private"), 303);
    sees(PORTAL_OBSERVER, address, false);
    sees(PORTAL_FOREIGN, address, true);
    assert_int_equal(portal_get(&portal, address), 200);
    assert_true(portal_has(&portal, "Gate 8"));
    assert_int_equal(portal_post(&portal, below(address, "/delete"), ""), 303);
    sees(PORTAL_FOREIGN, address, false);
    /* Its number is not given again. */
    assert_string_not_equal(keep("private"), address);
}

/* ---- evidence that is none -------------------------------------------------------------------*/

/* Who is not signed in, and has loaded the page with the form: its cookie and token. */
static void
observer_with_a_form(void)
{
    portal_as(&portal, PORTAL_OBSERVER);
    assert_int_equal(portal_get(&portal, "/products"), 200);
    assert_int_not_equal(portal.reply.cookies.n, 0);
    struct slice set = portal.reply.cookies.v[0];
    (void)slice_cut(&set, ';', &portal.cookie);
    struct slice body = portal.reply.body, mark = SL("name=\"form_token\" value=\"");
    size_t at = slice_find(body, mark);
    assert_int_not_equal(at, SIZE_MAX);
    body = slice_sub(body, at + mark.n, 200);
    (void)slice_cut(&body, '"', &portal.form_token);
}

/* Names of an endpoint, of a file and of a product are texts on every page. */
static void
markup_stays_text(void **state UNUSED)
{
    static const char *const pages[] = {"/products", "/matrix"};
    const char *address = keep("public");
    portal_as(&portal, PORTAL_OBSERVER);
    for (size_t i = 0; i < COUNT_OF(pages) + 2; i++) {
        const char *at = i < 2 ? pages[i] : below(address, pages_below[i - 2]);
        assert_int_equal(portal_get(&portal, at), 200);
        assert_false(portal_has(&portal, "<script>alert"));
        assert_false(portal_has(&portal, "<img"));
        assert_false(portal_has(&portal, "a<b>"));
        assert_false(portal_has(&portal, "<i>7"));
    }
    observer_with_a_form();
    assert_int_equal(upload("/products/judge", "", "a<b>", slice_str(evidence)), 200);
    assert_false(portal_has(&portal, "<script>alert"));
    assert_false(portal_has(&portal, "<img"));
    assert_false(portal_has(&portal, "a<b>"));
}

static struct slice
deep(size_t n)
{
    struct buf b;
    buf_init(&b, &case_arena, FILE_MAX);
    buf_str(&b, "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":");
    for (size_t i = 0; i < n; i++)
        buf_str(&b, "[");
    return buf_slice(&b);
}

/* Many small values: what costs most to read. */
static struct slice
wide(size_t octets)
{
    struct buf b;
    buf_init(&b, &case_arena, FILE_MAX);
    buf_str(&b, "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{}");
    while (b.n + 8 < octets)
        buf_str(&b, ",{}");
    buf_str(&b, "]}");
    return buf_slice(&b);
}

static void
refuses(struct slice file, const char *says)
{
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_FOREIGN);
    assert_int_equal(upload("/products/judge", "", "x", file), 422);
    if (!portal_has(&portal, says))
        fail_msg("no '%s' in %.*s", says, SL_FMT(slice_sub(portal.reply.body, 0, 4000)));
    assert_int_equal(upload("/products", "name=N&shared=private", "x", file), 422);
    assert_true(portal_has(&portal, says));
}

static void
what_is_no_evidence_is_told(void **state UNUSED)
{
    static const struct {
        const char *file, *says;
    } rows[] = {
        {"", "evidence"},
        {"{}", "cannot be read"},
        {"[1,2]", "cannot be read"},
        {"\xff\xfe\0", "cannot be read"},
        {"<?xml version=\"1.0\"?><bom/>", "cannot be read"},
        {"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"9.9\"}", "cannot be read"},
        {"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"specVersion\":\"1.6\"}",
         "cannot be read"},
        {"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[]}",
         "cannot be read"},
        {"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"<script>alert(9)</script>\"}",
         "cannot be read"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        refuses(slice_str(rows[i].file), rows[i].says);
        assert_false(portal_has(&portal, "<script>alert"));
    }
}

static void
bombs_are_refused(void **state UNUSED)
{
    refuses(deep(100), "cannot be read");
    refuses(deep(1000000), "cannot be read");
    refuses(wide(FILE_MAX - ((size_t)64 << 10)), "cannot be read");
}

/* What is only looked at leaves nothing behind. */
static void
nothing_is_kept(void **state UNUSED)
{
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_FOREIGN);
    size_t before = json_count(json_get(portal_view(&portal, "/products"), "products"));
    uint64_t seen = portal.office.seen;
    assert_int_equal(upload("/products/judge", "", "x", slice_str(evidence)), 200);
    assert_true(portal_has(&portal, "nothing of it was kept"));
    assert_int_equal(json_count(json_get(portal_view(&portal, "/products"), "products")), before);
    assert_int_equal(portal.office.seen, seen);
}

/* ---- before the vote -------------------------------------------------------------------------*/

#define IMPACT "/projects/P-1332/drafts/d-1/impact?on=" ON

static int64_t
number(const struct json_node *n, const char *key)
{
    const struct json_node *v = json_get(n, key);
    assert_non_null(v);
    assert_int_equal(v->type, JSON_INT);
    return v->i;
}

/* What the draft says of that product, or null. */
static const struct json_node *
row_of(const struct json_node *view, const char *address)
{
    const struct json_node *list = json_get(view, "rows");
    struct slice id = slice_sub(slice_str(address), strlen("/products/"), SIZE_MAX / 2);
    for (size_t i = 0; i < json_count(list); i++)
        if (slice_eq(json_text(json_get(json_get(json_item(list, i), "product"), "id")), id))
            return json_item(list, i);
    return NULL;
}

/* The finding of that requirement, or null. */
static const struct json_node *
break_of(const struct json_node *row, const char *requirement)
{
    const struct json_node *list = json_get(row, "findings");
    for (size_t i = 0; i < json_count(list); i++)
        if (slice_eq_str(json_text(json_get(json_item(list, i), "requirement")), requirement))
            return json_item(list, i);
    return NULL;
}

/* A product with TLS 1.0 alone is shut out by the clause on versions; members see it, others do
 * not. */
static void
a_draft_shuts_out(void **state UNUSED)
{
    struct slice old = arena_dup(&case_arena, slice_str(evidence));
    size_t at = slice_find(old, SL("\"1.2\""));
    assert_int_not_equal(at, SIZE_MAX);
    ((char *)(uintptr_t)old.p)[at + 3] = '0';
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_CHAIR);
    int64_t shut_out = number(portal_view(&portal, IMPACT), "shut_out");
    const char *address = keep_evidence("committee", old);
    portal_as(&portal, PORTAL_CHAIR);
    const struct json_node *view = portal_view(&portal, IMPACT);
    assert_int_equal(number(view, "shut_out"), shut_out + 1);
    const struct json_node *row = row_of(view, address);
    assert_true(slice_eq_str(json_text(json_get(json_get(row, "verdict"), "id")), "fail"));
    const struct json_node *why = break_of(row, "r-transfer-versions");
    assert_true(slice_eq_str(json_text(json_get(json_get(why, "verdict"), "id")), "fail"));
    assert_true(json_text(json_get(why, "clause_id")).n > 0);
    const struct json_node *clauses = json_get(view, "clauses");
    size_t by_versions = 0;
    for (size_t i = 0; i < json_count(clauses); i++)
        if (slice_eq_str(json_text(json_get(json_item(clauses, i), "requirement")),
                         "r-transfer-versions"))
            by_versions = json_count(json_get(json_item(clauses, i), "products"));
    assert_int_equal(by_versions, 1);
    /* As a page, in both languages, with its link from the draft. */
    assert_int_equal(portal_get(&portal, IMPACT), 200);
    assert_true(portal_has(&portal, "Gate &lt;i&gt;7"));
    assert_false(portal_has(&portal, "<script>alert"));
    portal.accept_language = "zh-CN";
    assert_int_equal(portal_get(&portal, IMPACT), 200);
    assert_false(portal_has(&portal, "shut out"));
    portal.accept_language = "en";
    assert_int_equal(portal_get(&portal, "/projects/P-1332/drafts/d-1"), 200);
    assert_true(portal_has(&portal, "/projects/P-1332/drafts/d-1/impact"));
    /* Who is no member does not learn of it. */
    portal_as(&portal, PORTAL_OBSERVER);
    assert_int_equal(portal_get(&portal, IMPACT), 200);
    assert_false(portal_has(&portal, address));
    assert_int_equal(portal_get(&portal, "/projects/P-1332/drafts/d-99/impact"), 404);
    assert_int_equal(portal_get(&portal, "/projects/P-1332/drafts/d-1/impact?on=tomorrow"), 422);
}

/* ---- answers that are kept -------------------------------------------------------------------*/

struct asking {
    pthread_t thread;
    struct arena arena;
    enum worker_state state;
    struct slice out;
};

static void *
ask_matrix(void *ctx)
{
    struct asking *k = ctx;
    struct err e = {0};
    const struct worker_question q = {.task = WORKER_MATRIX,
                                      .options_json = SL("{\"on\":\"2030-02-03\"}"),
                                      .file = slice_str(evidence),
                                      .deadline_ms = TIMEOUT_MS,
                                      .patience_ms = TIMEOUT_MS};
    k->state = worker_ask(&k->out, &k->arena, portal.portal.workers, &q, &e);
    return NULL;
}

#define ASKING 8

/* Many who ask the same at once get the same octets: it was worked on once. */
static void
one_answer_for_all(void **state UNUSED)
{
    static struct asking v[ASKING];
    for (size_t i = 0; i < ASKING; i++)
        assert_int_equal(pthread_create(&v[i].thread, NULL, ask_matrix, &v[i]), 0);
    for (size_t i = 0; i < ASKING; i++)
        pthread_join(v[i].thread, NULL);
    for (size_t i = 0; i < ASKING; i++) {
        assert_int_equal(v[i].state, WORKER_READY);
        assert_true(slice_eq(v[i].out, v[0].out));
    }
    for (size_t i = 0; i < ASKING; i++)
        arena_free(&v[i].arena);
}

/* Who has no patience is told so, and has the answer later; a fault stays a fault. */
static void
an_answer_comes_later(void **state UNUSED)
{
    struct slice out;
    struct err e = {0};
    struct worker_question q = {.task = WORKER_CONFLICTS,
                                .options_json = SL("{\"on\":\"2030-02-04\",\"any\":true,"
                                                   "\"regimes\":[\"US-FED\",\"CN-SM\"]}"),
                                .file = slice_str(evidence),
                                .deadline_ms = TIMEOUT_MS};
    assert_int_equal(worker_ask(&out, &case_arena, portal.portal.workers, &q, &e), WORKER_WORKING);
    q.patience_ms = TIMEOUT_MS;
    assert_int_equal(worker_ask(&out, &case_arena, portal.portal.workers, &q, &e), WORKER_READY);
    assert_int_not_equal(slice_find(out, SL("comity-conflicts/1")), SIZE_MAX);
    q.file = SL("{}");
    for (size_t i = 0; i < 2; i++) {
        e = (struct err){0};
        assert_int_equal(worker_ask(&out, &case_arena, portal.portal.workers, &q, &e),
                         WORKER_FAILED);
        assert_int_equal(e.code, ERR_INPUT);
    }
}

int
main(int argc, char **argv)
{
    if (argc < 2)
        return 77;
    program = argv[1];
    portal_case_make(&portal);
    workers_program(portal.portal.workers, program);
    CASES_TEST(the_matrix_says_what_check_says);
    CASES_TABLE(shares, who_sees);
    CASES_TEST(others_change_nothing);
    CASES_TEST(it_is_renamed_and_deleted);
    CASES_TEST(markup_stays_text);
    CASES_TEST(what_is_no_evidence_is_told);
    CASES_TEST(bombs_are_refused);
    CASES_TEST(nothing_is_kept);
    CASES_TEST(a_draft_shuts_out);
    CASES_TEST(one_answer_for_all);
    CASES_TEST(an_answer_comes_later);
    int failed = cases_run("pages_judge");
    portal_case_done(&portal);
    return failed;
}
