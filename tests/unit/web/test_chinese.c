/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every page of the sample committee in Chinese: no English sentence is left on it. What people
 * said, ids, code, and what stands in an element with lang="en" is left out. The pages are those of
 * the route table: one whose parameters are not known here fails.
 */
#include "support/cases.h"
#include "support/portal.h"
#include "web/worker.h"

#include <stdio.h>

static struct portal_case portal;

/* What stands for a parameter in the sample committee. Null: no page of it is there to be had. */
static const struct {
    const char *name, *value;
} known[] = {
    {"project", "P-1464"},   {"draft", "d-1"},
    {"from", NULL},          {"ballot", "b-3"},
    {"comment", "c-1"},      {"clause", NULL},
    {"organisation", "o-3"}, {"group", "WG2"},
    {"process", "SAC-GBT"},  {"index", "100"},
    {"person", "p-30"},      {"account", NULL},
    {"regime", "CN-SM"},     {"standard", "CN-GB-T-39786"},
    {"product", NULL},       {"token", NULL},
    {"number", NULL},        {"type", NULL},
    {"requirement", NULL},   {"table", NULL},
};

/* Addresses instead of those, and further ones. */
static const char *const more[] = {
    "/nowhere",
    "/acts/mandate.granted",
    "/projects/P-1464/acts/stage.entered",
    "/projects/P-1332",
    "/projects/P-1332/ballots/b-5",
    "/projects/P-1332/comments/c-2",
    "/projects/P-1332/drafts/d-2/diff/d-1",
    "/projects/P-1464/drafts/d-1/edit/clauses/o-scope",
    "/record?type=vote.cast",
};

static const char *
value_of(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (slice_eq_str(name, known[i].name))
            return known[i].value;
    fail_msg("what is {%.*s} in the sample committee? Add it to known[]", SL_FMT(name));
    return NULL;
}

/* The route's path with the sample's own ids; false: there is none. */
static bool
address_of(struct slice *out, const struct route *r)
{
    struct slice rest = slice_sub(slice_str(r->path), 1, SIZE_MAX), part;
    *out = (struct slice){0};
    while (slice_cut(&rest, '/', &part)) {
        if (part.p[0] == '{') {
            const char *value = value_of(slice_sub(part, 1, part.n - 2));
            if (!value)
                return false;
            part = slice_str(value);
        }
        *out = arena_printf(&case_arena, "%.*s/%.*s", SL_FMT(*out), SL_FMT(part));
    }
    if (out->n == 0)
        *out = SL("/");
    return true;
}

/* Whether what is inside a tag is no text of the portal's own. */
static bool
is_foreign(struct slice tag)
{
    static const char *const names[] = {"code",  "pre", "textarea", "script",
                                        "style", "svg", "title"};
    static const char *const marks[] = {"lang=\"en\"", "mono", "\"quote", "said"};
    struct slice rest = tag, name;
    (void)slice_cut(&rest, ' ', &name);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_eq_str(name, names[i]))
            return true;
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (slice_find(rest, slice_str(marks[i])) != SIZE_MAX)
            return true;
    return false;
}

static bool
is_void(struct slice tag)
{
    static const char *const names[] = {"br",   "input", "meta", "link",
                                        "rect", "line",  "path", "hr"};
    struct slice rest = tag, name;
    (void)slice_cut(&rest, ' ', &name);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_eq_str(name, names[i]))
            return true;
    return tag.n && (tag.p[tag.n - 1] == '/' || tag.p[0] == '!');
}

/* Four English words in a row: a sentence, not a name. */
static bool
is_english(struct slice s)
{
    size_t words = 0, letters = 0;
    for (size_t i = 0; i <= s.n; i++) {
        uint8_t c = i < s.n ? s.p[i] : ' ';
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'') {
            letters++;
        } else {
            words = c != ' ' && c != ',' ? 0 : words + (letters > 0);
            letters = 0;
        }
        if (words == 4)
            return true;
    }
    return false;
}

static void
check(const char *address)
{
    struct slice s = portal.reply.body;
    size_t depth = 0, foreign = 0; /* the depth at which a foreign element began; 0: none */
    bool main = false;
    while (s.n) {
        struct slice text, tag;
        (void)slice_cut(&s, '<', &text);
        if (main && !foreign && is_english(text))
            fail_msg("%s: %.*s", address, SL_FMT(slice_sub(text, 0, 200)));
        if (!slice_cut(&s, '>', &tag) || tag.n == 0)
            continue;
        main = main || slice_has_prefix(tag, SL("main"));
        if (tag.p[0] == '/') {
            if (foreign == depth)
                foreign = 0;
            depth -= depth > 0;
        } else if (!is_void(tag)) {
            depth++;
            if (!foreign && is_foreign(tag))
                foreign = depth;
        }
    }
    assert_true(main);
}

static void
look_at(const char *address)
{
    unsigned status = portal_get(&portal, address);
    if (status != 200 && status != 404)
        fail_msg("%s: %u", address, status);
    if (slice_has_prefix(portal.reply.type, SL("text/html")))
        check(address);
}

/* Each route once, by whoever may open it. */
static void
look_at_all(const struct route *r)
{
    struct slice address;
    if (r->method != HTTP_GET || !r->page || !address_of(&address, r))
        return;
    bool desk = slice_find(address, SL("/desk")) != SIZE_MAX ||
                slice_find(address, SL("/tables")) != SIZE_MAX ||
                slice_find(address, SL("/products")) != SIZE_MAX;
    portal_as(&portal, r->access == ROUTE_ADMIN || slice_has_prefix(address, SL("/invitations"))
                           ? PORTAL_ADMINISTRATOR
                       : desk ? PORTAL_FOREIGN
                              : PORTAL_SECRETARY);
    look_at(arena_str(&case_arena, address));
}

static void
no_english_is_left(void **state UNUSED)
{
    size_t seen = 0;
    portal.accept_language = "zh-CN,zh;q=0.9";
    for (const struct route_table *const *t = route_tables; *t; t++)
        for (size_t i = 0; i < (*t)->n; i++, seen++)
            look_at_all(&(*t)->v[i]);
    assert_true(seen > 50);
    portal_as(&portal, PORTAL_SECRETARY);
    for (size_t i = 0; i < COUNT_OF(more); i++)
        look_at(more[i]);
    portal_as(&portal, PORTAL_OBSERVER);
    look_at("/");
    look_at("/sign-in");
}

static void
english_is_found(void **state UNUSED)
{
    assert_true(is_english(SL("not one of these words")));
    assert_true(is_english(SL("意见 This was not done, 意见")));
    assert_false(is_english(SL("IETF Independent Submission")));
    assert_false(is_english(SL("SM4-XTS、SM4-GCM和SM4-CBC三种 TLS 1.3")));
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_OBSERVER);
    assert_int_equal(portal_get(&portal, "/help"), 200);
    assert_true(portal_has(&portal, "Everything works by keyboard and without script."));
}

int
main(int argc, char **argv)
{
    portal_case_make(&portal);
    if (argc > 1)
        workers_program(portal.portal.workers, argv[1]);
    CASES_TEST(english_is_found);
    CASES_TEST(no_english_is_left);
    int failed = cases_run("web/chinese");
    portal_case_done(&portal);
    return failed;
}
