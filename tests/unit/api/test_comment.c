/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comments, drafts, the desk and the ways on, as people give and see them: on the sample's
 * P-1464, whose draft d-1 (five clauses, the fourth on network interfaces) is out for comment.
 */
#include "api/act_comment.h"
#include "api/act_desk.h"
#include "api/act_now.h"
#include "api/act_process.h"
#include "api/ways.h"

#include "support/cases.h"
#include "support/portal.h"

#define PROJECT "P-1464"

static struct portal_case portal;

static struct viewer
viewer_person(struct slice person)
{
    struct viewer v = {.office = &portal.office,
                       .catalog = &portal.portal.catalog,
                       .arena = &case_arena,
                       .now = portal.now};
    viewer_of(&v, person);
    return v;
}

static struct viewer
secretary(void)
{
    return viewer_person(portal_person(&portal, portal.secretary));
}

static struct viewer
foreign(void)
{
    return viewer_person(portal_person(&portal, portal.foreign));
}

static const struct project *
project(void)
{
    const struct project *p;
    struct err e = {0};
    assert_true(office_project(&p, &portal.office, SL(PROJECT), &e));
    assert_non_null(p);
    return p;
}

static struct given
given_of(const char *text)
{
    struct given g = {0};
    struct slice rest = slice_str(text), one, name;
    while (slice_cut(&rest, '|', &one))
        if (slice_cut(&one, '=', &name))
            given_add(&g, &case_arena, name, one);
    return g;
}

static const char *
names_of(const struct given_faults *f)
{
    struct slice all = {0};
    for (size_t i = 0; i < f->n; i++) {
        assert_true(f->v[i].text.en.n > 0 && f->v[i].text.zh.n > 0);
        all = arena_printf(&case_arena, "%.*s%s%.*s", SL_FMT(all), i ? ", " : "",
                           SL_FMT(f->v[i].name));
    }
    return arena_str(&case_arena, all);
}

/* ---- comments --------------------------------------------------------------------------------*/

struct comment_row_case {
    const char *name, *given, *faults;
    const char *clause, *change; /* of what is made; null: none */
};

#define SAID "text=Say which.|type=te"

static const struct comment_row_case comment_rows[] = {
    {"on the whole", SAID, "", NULL, NULL},
    {"on a clause, by its number", SAID "|clause=4", "", "", NULL},
    {"on a quote", SAID "|clause=4|quote=compress", "", "", NULL},
    {"a change", SAID "|clause=4|quote=shall not|replace=should not", "", "", "shall"},
    {"in Chinese, by its script", "text=建议删去。|type=ed|clause=4|quote=不应|replace=不宜", "",
     "", "不"},
    {"the language said", SAID "|language=zh|clause=4|quote=不应", "", "", NULL},
    {"nothing", "", "type, text", NULL, NULL},
    {"no type", "text=x", "type", NULL, NULL},
    {"no such type", "text=x|type=zz", "type", NULL, NULL},
    {"no text", "type=te|clause=4", "text", NULL, NULL},
    {"white space alone", "type=te|text=  ", "text", NULL, NULL},
    {"no such language", SAID "|language=fr", "language", NULL, NULL},
    {"no such clause", SAID "|clause=9.9", "clause", NULL, NULL},
    {"markup as a clause", SAID "|clause=<script>", "clause", NULL, NULL},
    {"no such draft", SAID "|draft=d-99|clause=4", "draft", NULL, NULL},
    {"a quote of no clause", SAID "|quote=compress", "clause", NULL, NULL},
    {"a quote that is not there", SAID "|clause=4|quote=pizza", "quote", NULL, NULL},
    {"a quote that is there twice", SAID "|clause=4|quote=a", "quote", NULL, NULL},
    {"a quote of the other language", SAID "|clause=4|quote=不应", "quote", NULL, NULL},
    {"a change of nothing", SAID "|clause=4|replace=x", "quote", NULL, NULL},
    {"a change that changes nothing", SAID "|clause=4|quote=shall|replace=shall", "replace", NULL,
     NULL},
    {"bad UTF-8", "text=\xff\xfe|type=te", "text", NULL, NULL},
};

static void
run_comment(void **state)
{
    const struct comment_row_case *row = *state;
    struct viewer v = foreign();
    struct given g = given_of(row->given);
    struct given_faults faults = {0};
    struct comment_given c;
    struct comment_object object;
    struct drafts d;
    struct act x;
    struct err e = {0};
    drafts_begin(&d, &v, project());
    bool ok =
        comment_take(&c, &case_arena, &g, &faults) && comment_request(&x, &d, &c, &faults, &e);
    assert_int_equal(e.code, ERR_NONE);
    assert_string_equal(names_of(&faults), row->faults);
    assert_int_equal(ok, faults.n == 0);
    if (!ok)
        return;
    assert_int_equal(x.nobjects, 1);
    assert_true(comment_object_read(&object, &case_arena, x.objects[0].octets));
    assert_int_equal(object.anchored, row->clause != NULL);
    assert_int_equal(json_get(x.data, "clause") != NULL, row->clause != NULL);
    assert_int_equal(object.proposes, row->change != NULL);
}

/* Filed by a delegate, it counts once; by the secretary only as of the public. */
static void
filed(void **state)
{
    struct viewer v = foreign(), s = secretary();
    struct given g = given_of(SAID "|clause=4"), of_public = given_of(SAID "|public=1|from=Ann");
    struct given_faults faults = {0};
    struct comment_given c;
    struct office_done done;
    struct act_how how = {.once = SL("t:1")};
    struct drafts d;
    struct act x;
    struct err e = {0};
    (void)state;
    for (int i = 0; i < 2; i++) {
        drafts_begin(&d, &v, project());
        assert_true(comment_take(&c, &case_arena, &g, &faults) &&
                    comment_request(&x, &d, &c, &faults, &e));
        assert_true(act_run(&done, &v, &x, &how, &e));
        assert_int_equal(done.answer, i ? OFFICE_REPEATED : OFFICE_DONE);
    }
    struct act_how none = {0};
    drafts_begin(&d, &s, project());
    assert_true(comment_take(&c, &case_arena, &g, &faults) &&
                comment_request(&x, &d, &c, &faults, &e));
    assert_true(act_run(&done, &s, &x, &none, &e));
    assert_int_equal(done.answer, OFFICE_REFUSED);
    drafts_begin(&d, &s, project());
    assert_true(comment_take(&c, &case_arena, &of_public, &faults) &&
                comment_request(&x, &d, &c, &faults, &e));
    assert_true(act_run(&done, &s, &x, &none, &e));
    if (done.answer == OFFICE_REFUSED)
        assert_true(slice_find(done.refusal.rule, SL("public")) != SIZE_MAX);
}

/* ---- drafts ----------------------------------------------------------------------------------*/

static void
drafts_are_read(void **state)
{
    struct viewer v = foreign(), blind = v;
    struct drafts d;
    struct err e = {0};
    (void)state;
    drafts_begin(&d, &v, project());
    const struct draft *first = drafts_get(&d, SL("d-1"), &e);
    assert_non_null(first);
    assert_ptr_equal(first, drafts_get(&d, SL(""), &e));
    assert_null(drafts_get(&d, SL("d-99"), &e));
    assert_int_equal(e.code, ERR_INPUT);
    blind.catalog = NULL;
    drafts_begin(&d, &blind, project());
    assert_null(drafts_get(&d, SL("d-1"), &e));
}

struct draft_row {
    const char *name, *octets;
    bool read;
};

static const struct draft_row draft_rows[] = {
    {"nothing", "", false},
    {"no YAML", "{{{{", false},
    {"YAML of something else", "a: 1\n", false},
    {"octets", "\xff\xd8\xff\xe0", false},
};

static void
run_draft(void **state)
{
    const struct draft_row *row = *state;
    struct viewer v = secretary();
    struct given_faults faults = {0};
    struct draft_checked c;
    struct act x;
    struct err e = {0};
    assert_true(draft_check(&c, &v, SL("x.yaml"), slice_str(row->octets), &e));
    assert_int_equal(c.draft != NULL, row->read);
    assert_true(row->read || c.problems.n > 0);
    assert_false(draft_request(&x, &v, SL(PROJECT), slice_str(row->octets), &c, true, &faults));
    assert_string_equal(names_of(&faults), "file");
}

/* ---- the desk --------------------------------------------------------------------------------*/

static const struct mandate *
first_mandate(const struct viewer *v)
{
    assert_true(v->nmandates > 0);
    return v->mandates[0];
}

static bool
prepare(struct desk_sitting *s, const struct viewer *v, const char *given, uint64_t *n)
{
    struct given g = given_of(given);
    struct given_faults faults = {0};
    struct comment_given c;
    struct desk_text t;
    struct drafts d;
    struct refusal r = {0};
    struct err e = {0};
    drafts_begin(&d, v, project());
    assert_true(comment_take(&c, &case_arena, &g, &faults));
    assert_true(desk_text_of(&t, &d, &c, &faults, &e));
    return desk_prepare(&s->desk, &case_arena, &s->hand, &t, n, &r);
}

/* Prepared, approved, filed; and filed again it is the same comment. */
static void
desk_files_once(void **state)
{
    struct viewer v = foreign();
    const struct mandate *by = first_mandate(&v);
    struct desk_sitting s;
    struct office_done done;
    struct given_faults faults = {0};
    struct refusal r = {0};
    struct drafts d;
    uint64_t n = 0;
    struct err e = {0};
    (void)state;
    assert_true(desk_sit(&s, &v, SL(PROJECT), by, true, &e));
    assert_true(prepare(&s, &v, "text=From the desk.|type=ge", &n));
    assert_true(desk_approve(&s.desk, &case_arena, &s.hand, n, &r));
    assert_true(desk_keep(&s, &e));
    desk_leave(&s);
    size_t before = project()->comments.n;
    assert_true(desk_sit(&s, &v, SL(PROJECT), by, false, &e));
    assert_int_equal(desk_entry(&s.desk, n)->state, DESK_APPROVED);
    drafts_begin(&d, &v, project());
    assert_true(desk_file(&done, &s, &d, n, true, &faults, &e)); /* only asked */
    assert_int_equal(project()->comments.n, before);
    assert_true(desk_sit(&s, &v, SL(PROJECT), by, false, &e));
    drafts_begin(&d, &v, project());
    assert_true(desk_file(&done, &s, &d, n, false, &faults, &e));
    assert_int_equal(done.answer, OFFICE_DONE);
    assert_int_equal(project()->comments.n, before + 1);
    assert_true(desk_sit(&s, &v, SL(PROJECT), by, false, &e));
    assert_int_equal(desk_entry(&s.desk, n)->state, DESK_FILED);
    drafts_begin(&d, &v, project());
    assert_true(desk_file(&done, &s, &d, n, false, &faults, &e));
    assert_int_equal(done.answer, OFFICE_REFUSED);
    assert_int_equal(project()->comments.n, before + 1);
}

/* What is not kept is not there; what was never approved is not filed. */
static void
desk_left(void **state)
{
    struct viewer v = foreign();
    const struct mandate *by = first_mandate(&v);
    struct desk_sitting s;
    struct office_done done;
    struct given_faults faults = {0};
    struct drafts d;
    uint64_t n = 0;
    struct err e = {0};
    (void)state;
    assert_true(desk_sit(&s, &v, SL("P-1332"), by, true, &e));
    size_t before = s.desk.entries.n;
    assert_true(prepare(&s, &v, "text=Not kept.|type=ge", &n));
    desk_leave(&s);
    desk_leave(&s);
    assert_true(desk_sit(&s, &v, SL("P-1332"), by, false, &e));
    assert_int_equal(s.desk.entries.n, before);
    desk_leave(&s);
    assert_true(desk_sit(&s, &v, SL(PROJECT), by, true, &e));
    assert_true(prepare(&s, &v, "text=Not approved.|type=ge", &n));
    assert_true(desk_keep(&s, &e));
    drafts_begin(&d, &v, project());
    assert_true(desk_file(&done, &s, &d, n, false, &faults, &e));
    assert_int_equal(done.answer, OFFICE_REFUSED);
}

/* ---- ways and times --------------------------------------------------------------------------*/

static void
ways_say_why(void **state)
{
    struct viewer views[] = {secretary(), foreign(), viewer_person(SL(""))};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(views); i++) {
        struct ways w;
        struct err e = {0};
        uint64_t seen = portal.office.seen;
        assert_true(ways_on(&w, &views[i], project(), NULL, &e));
        assert_true(w.n > 1);
        assert_int_equal(w.asked, i < 2);
        assert_int_equal(portal.office.seen, seen);
        for (size_t k = 0; k < w.n; k++) {
            assert_true(w.v[k].refusal.code != REFUSED_NOT); /* the period runs */
            assert_true(w.v[k].refusal.en.n > 0 && w.v[k].refusal.zh.n > 0);
            assert_non_null(w.v[k].needs);
        }
        /* To the secretary and to nobody: what is open. To a member: that it is not for it. */
        assert_int_equal(w.v[0].refusal.code, i == 1 ? REFUSED_ROLE : REFUSED_OPEN);
    }
}

struct now_row {
    const char *name, *type, *project;
    enum refusal_code code;
};

static const struct now_row now_rows[] = {
    {"a comment, while it is out", "comment.filed", PROJECT, REFUSED_NOT},
    {"another period, while one runs", "comments.opened", PROJECT, REFUSED_OPEN},
    {"a later end", "comments.extended", PROJECT, REFUSED_NOT},
    {"a publication, not at this stage", "text.published", PROJECT, REFUSED_STAGE},
    {"going on, where nothing waits", "project.resumed", PROJECT, REFUSED_STAGE},
    {"a comment after its time", "comment.filed", "P-1332", REFUSED_LATE},
    {"a correction, always", "correction.made", PROJECT, REFUSED_NOT},
    {"of the committee", "organisation.admitted", "", REFUSED_NOT},
};

static void
run_now(void **state)
{
    const struct now_row *row = *state;
    struct viewer v = strcmp(row->type, "comment.filed") == 0 ? foreign() : secretary();
    struct refusal r;
    struct err e = {0};
    uint64_t seen = portal.office.seen;
    assert_true(
        act_now(&r, &v, event_kind_find(slice_str(row->type)), slice_str(row->project), &e));
    if (r.code != row->code)
        fail_msg("%s: %.*s", refusal_name(r.code), SL_FMT(r.en));
    assert_int_equal(portal.office.seen, seen);
}

/* No kind of act trips over made-up values. */
static void
now_of_all(void **state)
{
    struct viewer views[] = {secretary(), foreign(), viewer_person(SL(""))};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(views); i++)
        for (size_t k = 0; k < nevent_kinds; k++) {
            struct refusal r;
            struct err e = {0};
            struct slice p = event_kinds[k]->of_project ? SL(PROJECT) : SL("");
            if (!act_now(&r, &views[i], event_kinds[k], p, &e))
                fail_msg("%s: %s", event_kinds[k]->name, e.msg);
        }
}

int
main(void)
{
    portal_case_make(&portal);
    CASES_TABLE(comment_rows, run_comment);
    CASES_TEST(ways_say_why);
    CASES_TABLE(now_rows, run_now);
    CASES_TEST(now_of_all);
    CASES_TEST(filed);
    CASES_TEST(drafts_are_read);
    CASES_TABLE(draft_rows, run_draft);
    CASES_TEST(desk_files_once);
    CASES_TEST(desk_left);
    int failed = cases_run("api_comment");
    portal_case_done(&portal);
    return failed;
}
