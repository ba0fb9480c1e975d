/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "draft/proposal.h"
#include "drafts.h"
#include "support/cases.h"

#define BEFORE                                                                           \
    "a 4 body 存储系统宜对数据加密。|A storage system should encrypt data.\n" \
    "b 5 body 密钥应在365天内更换。|Keys shall be replaced within 365 days.\n"

struct row {
    const char *name, *clause;
    enum draft_language l;
    const char *text;
    const char *all, *some; /* printed with the draft and 3 characters of context; without it */
};

static const struct row rows[] = {
    {"zh", "a", DRAFT_ZH, "存储系统应对数据加密。", "…储系统[-宜-]{+应+}对数据…", "…[-宜-]{+应+}…"},
    {"en", "b", DRAFT_EN, "Keys shall be replaced within 180 days.", "…in [-365-]{+180+} da…",
     "…[-365-]{+180+}…"},
    {"deletion", "a", DRAFT_EN, "A system should encrypt data.", "A [-storage -]sys…",
     "…[-storage -]…"},
    {"all gone", "a", DRAFT_ZH, "", "[-存储系统宜对数据加密。-]", "[-存储系统宜对数据加密。-]"},
    {"two changes", "b", DRAFT_ZH, "密钥宜在启用后180天内更换。",
     "密钥[-应在365-]{+宜在启用后180+}天内更…", "…[-应在365-]{+宜在启用后180+}…"},
    {"white space at the ends does not count", "a", DRAFT_ZH, "  存储系统应对数据加密。\n",
     "…储系统[-宜-]{+应+}对数据…", "…[-宜-]{+应+}…"},
};

/* By way of JSON and back. */
static struct proposal
through_json(const struct proposal *p)
{
    struct json_write w;
    struct json_node n;
    struct proposal back;
    struct buf b;
    struct err e = {0};
    buf_init(&b, &case_arena, (size_t)1 << 20);
    json_write_init(&w, json_sink_buf, &b);
    proposal_write(&w, p);
    assert_true(json_write_done(&w, &e));
    assert_true(json_parse(&n, &case_arena, SL("p"), buf_slice(&b), &e));
    if (!proposal_read(&back, &case_arena, &n, &e))
        fail_msg("%s", e.msg);
    return back;
}

static void
run_row(void **state)
{
    const struct row *r = *state;
    const struct draft *d = drafts_short(BEFORE);
    struct proposal p;
    struct slice text;
    struct err e = {0};
    assert_true(
        proposal_make(&p, &case_arena, d, slice_str(r->clause), r->l, slice_str(r->text), &e));
    struct proposal back = through_json(&p);
    if (!proposal_apply(&text, &case_arena, d, &back, &e))
        fail_msg("%s", e.msg);
    assert_true(slice_eq(text, slice_trim(slice_str(r->text))));
    assert_string_equal(arena_str(&case_arena, proposal_print(&case_arena, &back, d, 3)), r->all);
    assert_string_equal(arena_str(&case_arena, proposal_print(&case_arena, &back, NULL, 3)),
                        r->some);
}

struct refusal {
    const char *name, *after, *want;
};

/* The proposal is 宜 -> 应 in clause a. */
static const struct refusal refusals[] = {
    {"text changed", "a 4 body 存储系统宜对全部数据加密。|x\n", "no longer the one"},
    {"one space more", "a 4 body 存储系统宜 对数据加密。|x\n", "no longer the one"},
    {"applied already", "a 4 body 存储系统应对数据加密。|x\n", "no longer the one"},
    {"clause gone", "c 4 body 存储系统宜对数据加密。|x\n", "has no clause 'a'"},
    {"the language gone", "a 4 body |x\n", "no longer the one"},
};

static void
run_refusal(void **state)
{
    const struct refusal *r = *state;
    struct proposal p;
    struct slice text;
    struct err e = {0};
    assert_true(proposal_make(&p, &case_arena, drafts_short(BEFORE), SL("a"), DRAFT_ZH,
                              SL("存储系统应对数据加密。"), &e));
    assert_false(proposal_apply(&text, &case_arena, drafts_short(r->after), &p, &e));
    if (!strstr(e.msg, r->want))
        fail_msg("%s", e.msg);
}

/* Steps that fit the digest but not the text: forged, and refused. */
static void
forged_steps(void **state)
{
    (void)state;
    const struct draft *d = drafts_short(BEFORE);
    struct proposal p;
    struct slice text;
    struct err e = {0};
    assert_true(
        proposal_make(&p, &case_arena, d, SL("a"), DRAFT_ZH, SL("存储系统应对数据加密。"), &e));
    for (size_t i = 0; i < p.n; i++) {
        struct proposal_step kept = p.v[i];
        if (kept.edit == TEXTDIFF_INSERT)
            p.v[i].text = SL("\xe5\xba"); /* half a character */
        else if (kept.edit == TEXTDIFF_DELETE)
            p.v[i].text = SL("可");
        else
            p.v[i].n += 1;
        assert_false(proposal_apply(&text, &case_arena, d, &p, &e));
        p.v[i] = kept;
    }
    p.n--;
    assert_false(proposal_apply(&text, &case_arena, d, &p, &e));
}

static void
nothing_to_propose(void **state)
{
    (void)state;
    const struct draft *d = drafts_short(BEFORE);
    struct proposal p;
    struct err e = {0};
    assert_false(
        proposal_make(&p, &case_arena, d, SL("a"), DRAFT_ZH, SL("存储系统宜对数据加密。\n"), &e));
    assert_false(proposal_make(&p, &case_arena, d, SL("z"), DRAFT_ZH, SL("甲"), &e));
    assert_false(proposal_make(&p, &case_arena, d, SL("a"), DRAFT_ZH, SL("\xff"), &e));
}

#define DIGEST "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HEAD "{\"before\":\"" DIGEST "\",\"clause\":\"a\",\"language\":\"zh\",\"steps\":"

struct bad_json {
    const char *name, *json;
};

static const struct bad_json bad[] = {
    {"a list", "[]"},
    {"empty", "{}"},
    {"no steps", "{\"before\":\"" DIGEST "\",\"clause\":\"a\",\"language\":\"zh\"}"},
    {"no step", HEAD "[]}"},
    {"short digest", "{\"before\":\"sha256:00\",\"clause\":\"a\",\"language\":\"zh\","
                     "\"steps\":[{\"keep\":1}]}"},
    {"digest in capitals",
     "{\"before\":\"sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef\","
     "\"clause\":\"a\",\"language\":\"zh\",\"steps\":[{\"keep\":1}]}"},
    {"another language", "{\"before\":\"" DIGEST "\",\"clause\":\"a\",\"language\":\"fr\","
                         "\"steps\":[{\"keep\":1}]}"},
    {"keep nothing", HEAD "[{\"keep\":0}]}"},
    {"keep a negative number", HEAD "[{\"keep\":-1}]}"},
    {"keep a fraction", HEAD "[{\"keep\":1.5}]}"},
    {"keep too much", HEAD "[{\"keep\":1000000}]}"},
    {"insert nothing", HEAD "[{\"insert\":\"\"}]}"},
    {"insert a number", HEAD "[{\"insert\":1}]}"},
    {"two in one", HEAD "[{\"keep\":1,\"insert\":\"a\"}]}"},
    {"an unknown step", HEAD "[{\"move\":1}]}"},
    {"a step that is a list", HEAD "[[]]}"},
};

static void
run_bad(void **state)
{
    const struct bad_json *r = *state;
    struct json_node n;
    struct proposal p;
    struct err e = {0};
    assert_true(json_parse(&n, &case_arena, SL("p"), slice_str(r->json), &e));
    assert_false(proposal_read(&p, &case_arena, &n, &e));
    assert_true(e.msg[0]);
}

int
main(void)
{
    CASES_TABLE(rows, run_row);
    CASES_TABLE(refusals, run_refusal);
    CASES_TABLE(bad, run_bad);
    CASES_TEST(forged_steps);
    CASES_TEST(nothing_to_propose);
    return cases_run("proposal");
}
