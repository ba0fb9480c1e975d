/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "draft/diff.h"
#include "drafts.h"
#include "support/cases.h"

#define BEFORE                                       \
    "a 4 body 甲应加密。|A shall encrypt.\n"    \
    "b 4.1 body 乙应签名。|B shall sign.\n"     \
    "c 4.2 body 丙宜备份。|C should back up.\n" \
    "d 5 body 丁可记录。|D may log.\n"

struct row {
    const char *name, *after, *want;
};

/* "ID what …", one after the other; a language with its keyword change as zh(shall>!shall). */
static const struct row rows[] = {
    {"same", BEFORE, ""},
    {"added", BEFORE "e 6 body 戊|E\n", "e added zh en; "},
    {"removed at the end",
     "a 4 body 甲应加密。|A shall encrypt.\nb 4.1 body 乙应签名。|B shall sign.\nc 4.2 body "
     "丙宜备份。|C should back up.\n",
     "d removed zh(may>) en(may>); "},
    {"removed at the beginning, the others renumbered",
     "b 4 body 乙应签名。|B shall sign.\nc 5 body 丙宜备份。|C should back up.\nd 6 body "
     "丁可记录。|D may log.\n",
     "a removed zh(shall>) en(shall>); b 4.1>4 moved; c 4.2>5 moved; d 5>6; "},
    {"swapped: one moved, not both",
     "a 4 body 甲应加密。|A shall encrypt.\nc 4.1 body 丙宜备份。|C should back up.\nb 4.2 body "
     "乙应签名。|B shall sign.\nd 5 body 丁可记录。|D may log.\n",
     "c 4.2>4.1 moved; b 4.1>4.2; "},
    {"into another clause",
     "a 4 body 甲应加密。|A shall encrypt.\nb 4.1 body 乙应签名。|B shall sign.\nd 5 body "
     "丁可记录。|D may log.\nc 5.1 body 丙宜备份。|C should back up.\n",
     "d moved; c 4.2>5.1 moved; "},
    {"stronger in one language",
     "a 4 body 甲应加密。|A shall encrypt.\nb 4.1 body 乙应签名。|B shall sign.\nc 4.2 body "
     "丙应备份。|C should back up.\nd 5 body 丁可记录。|D may log.\n",
     "c zh(should>shall); "},
    {"forbidden in both",
     "a 4 body 甲不应加密。|A shall not encrypt.\nb 4.1 body 乙应签名。|B shall sign.\nc 4.2 body "
     "丙宜备份。|C should back up.\nd 5 body 丁可记录。|D may log.\n",
     "a zh(shall>!shall) en(shall>!shall); "},
    {"another kind",
     "a 4 body 甲应加密。|A shall encrypt.\nb 4.1 body 乙应签名。|B shall sign.\nc 4.2 note "
     "丙宜备份。|C should back up.\nd 5 body 丁可记录。|D may log.\n",
     "c kind; "},
    {"all new", "x 1 body 一|One\n",
     "a removed zh(shall>) en(shall>); b removed zh(shall>) en(shall>); c removed zh(should>) "
     "en(should>); d removed zh(may>) en(may>); x added zh en; "},
};

static void
print_keyword(struct buf *b, const struct diff_text *t, size_t side)
{
    if (t->has_keyword[side])
        buf_printf(b, "%s%s", t->negative[side] ? "!" : "", keyword_name(t->keyword[side]));
}

static void
print_text(struct buf *b, const struct diff_text *t, const char *name)
{
    if (!t->text_changed)
        return;
    buf_printf(b, " %s", name);
    if (!t->keyword_changed)
        return;
    buf_str(b, "(");
    print_keyword(b, t, 0);
    buf_str(b, ">");
    print_keyword(b, t, 1);
    buf_str(b, ")");
}

static void
print_clause(struct buf *b, const struct diff_clause *c)
{
    buf_printf(b, "%.*s%s", SL_FMT((c->to ? c->to : c->from)->id),
               !c->from ? " added"
               : !c->to ? " removed"
                        : "");
    if (c->renumbered)
        buf_printf(b, " %.*s>%.*s", SL_FMT(c->from->number), SL_FMT(c->to->number));
    buf_printf(b, "%s%s", c->kind_changed ? " kind" : "", c->moved ? " moved" : "");
    print_text(b, &c->text[DRAFT_ZH], "zh");
    print_text(b, &c->text[DRAFT_EN], "en");
    buf_str(b, "; ");
}

static void
run_row(void **state)
{
    const struct row *r = *state;
    struct diff d;
    struct buf b;
    diff_make(&d, &case_arena, drafts_short(BEFORE), drafts_short(r->after));
    buf_init(&b, &case_arena, 65536);
    for (size_t i = 0; i < d.nclauses; i++)
        if (d.clauses[i].changed)
            print_clause(&b, &d.clauses[i]);
    buf_u8(&b, 0);
    assert_string_equal((const char *)b.p, r->want);
    assert_int_equal(d.same, r->want[0] == 0);
}

/* There and back: what was added is removed. */
static void
both_ways(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct diff there, back;
        const struct draft *from = drafts_short(BEFORE), *to = drafts_short(rows[i].after);
        diff_make(&there, &case_arena, from, to);
        diff_make(&back, &case_arena, to, from);
        assert_int_equal(there.nclauses, back.nclauses);
        size_t added = 0, removed = 0;
        for (size_t k = 0; k < there.nclauses; k++) {
            added += !there.clauses[k].from;
            removed += !back.clauses[k].to;
        }
        assert_int_equal(added, removed);
    }
}

#define RULE(id, clause, keyword, must)                      \
    "  - {id: " id ", clause: " clause ", keyword: " keyword \
    ", kind: tls, text: {en: t}, must: '" must               \
    "', cases: {pass: [{tickets: true}], fail: [{tickets: false}]}}\n"
#define CLAUSES \
    "clauses: [{id: a, kind: body, number: \"4\"}, {id: b, kind: body, number: \"5\"}]\n"
#define SETS(names) "sets: {good: {registry: suites, members: [" names "]}}\n"

struct rule_row {
    const char *name, *from, *to, *want;
};

static const struct rule_row rules[] = {
    {"same", RULE("r", "a", "shall", "tls.tickets"), RULE("r", "a", "shall", "tls.tickets"), ""},
    {"condition", RULE("r", "a", "shall", "tls.tickets"), RULE("r", "a", "shall", "!tls.tickets"),
     "r condition; "},
    {"keyword", RULE("r", "a", "shall", "tls.tickets"), RULE("r", "a", "may", "tls.tickets"),
     "r keyword; "},
    {"clause", RULE("r", "a", "shall", "tls.tickets"), RULE("r", "b", "shall", "tls.tickets"),
     "r clause; "},
    {"another id is another rule", RULE("r", "a", "shall", "tls.tickets"),
     RULE("s", "a", "shall", "tls.tickets"), "s added; r removed; "},
};

static void
print_rules(struct buf *b, const char *from, const char *to, const char *old_sets,
            const char *new_sets)
{
    struct diff d;
    const char *old = (const char *)arena_printf(
                          &case_arena, DRAFTS_HEAD "%s" CLAUSES "requirements:\n%s", old_sets, from)
                          .p;
    const char *new = (const char *)arena_printf(
                          &case_arena, DRAFTS_HEAD "%s" CLAUSES "requirements:\n%s", new_sets, to)
                          .p;
    diff_make(&d, &case_arena, drafts_read(old), drafts_read(new));
    for (size_t i = 0; i < d.nrequirements; i++) {
        const struct diff_requirement *r = &d.requirements[i];
        if (!r->changed)
            continue;
        buf_printf(b, "%.*s%s%s%s%s%s; ", SL_FMT((r->to ? r->to : r->from)->id),
                   !r->from ? " added"
                   : !r->to ? " removed"
                            : "",
                   r->clause_changed ? " clause" : "", r->keyword_changed ? " keyword" : "",
                   r->text_changed ? " text" : "", r->condition_changed ? " condition" : "");
    }
    buf_u8(b, 0);
}

static void
run_rule(void **state)
{
    const struct rule_row *r = *state;
    struct buf b;
    buf_init(&b, &case_arena, 65536);
    print_rules(&b, r->from, r->to, "", "");
    assert_string_equal((const char *)b.p, r->want);
}

/* The condition is the same to the letter, but the list that it names is another. */
static void
a_set_changed(void **state)
{
    (void)state;
    struct buf b;
    const char *rule = RULE("r", "a", "shall", "tls.suites.all(s, s.name in good)")
        RULE("q", "a", "shall", "tls.tickets");
    buf_init(&b, &case_arena, 65536);
    print_rules(&b, rule, rule, SETS("AES_GCM"), SETS("AES_GCM, ECDHE_CBC"));
    assert_string_equal((const char *)b.p, "r condition; ");
}

int
main(void)
{
    CASES_TABLE(rows, run_row);
    CASES_TABLE(rules, run_rule);
    CASES_TEST(both_ways);
    CASES_TEST(a_set_changed);
    return cases_run("diff");
}
