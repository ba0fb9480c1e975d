/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts as people give them: what is wrong with a field, by its name and in both languages; under
 * whose mandate an act is done; and that one that comes twice counts once.
 */
#include "api/act.h"
#include "api/act_vote.h"

#include "support/bureau.h"
#include "support/cases.h"

static struct bureau bureau;

static struct viewer
viewer_person(const char *person)
{
    struct viewer v = {.office = &bureau.office, .arena = &case_arena, .now = bureau.now};
    viewer_of(&v, slice_str(person));
    return v;
}

/* "a=b|c=d": of a test, so nothing is escaped. A name may come twice. */
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

/* "name-en, origin": of all faults, in their order. */
static const char *
names_of(const struct given_faults *f)
{
    struct slice all = {0};
    for (size_t i = 0; i < f->n; i++) {
        assert_true(f->v[i].text.en.n > 0 && f->v[i].text.zh.n > 0);
        all = arena_printf(&case_arena, "%.*s%s%s", SL_FMT(all), i ? ", " : "",
                           f->v[i].name.n ? arena_str(&case_arena, f->v[i].name) : "-");
    }
    return arena_str(&case_arena, all);
}

/* ---- fields ----------------------------------------------------------------------------------*/

#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define THOUSAND HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED
#define NAMED "name-en=Example Works|origin=domestic"

struct take_row {
    const char *name, *type, *project, *given;
    const char *faults; /* by name; "": none */
};

static const struct take_row take_rows[] = {
    {"an organisation", "organisation.admitted", "", NAMED, ""},
    {"in one language", "organisation.admitted", "", "name-zh=虚构单位|origin=foreign", ""},
    {"empty fields are as none", "organisation.admitted", "", NAMED "|country=|weight=", ""},
    {"spaces around a word", "organisation.admitted", "", "name-en=X|origin= foreign ", ""},
    {"nothing at all", "organisation.admitted", "", "", "name-en, origin"},
    {"a field that there is not", "organisation.admitted", "", NAMED "|colour=red", "colour"},
    {"a member of the data, as the record has it", "organisation.admitted", "", NAMED "|name=X",
     "name"},
    {"the longest line", "organisation.admitted", "", "name-en=" THOUSAND "|origin=domestic", ""},
    {"too long", "organisation.admitted", "", "name-en=" THOUSAND "1|origin=domestic", "name-en"},
    {"one half too long", "organisation.admitted", "",
     "name-en=X|name-zh=" THOUSAND "1|origin=domestic", "name-zh"},
    {"bad UTF-8", "organisation.admitted", "", "name-en=\xff\xfe|origin=domestic", "name-en"},
    {"cut UTF-8", "organisation.admitted", "", "name-zh=\xe8\x99|origin=domestic", "name-zh"},
    {"a control", "organisation.admitted", "", "name-en=a\x01z|origin=domestic", "name-en"},
    {"two lines", "organisation.admitted", "", "name-en=a\nz|origin=domestic", "name-en"},
    {"no such word", "organisation.admitted", "", "name-en=X|origin=martian", "origin"},
    {"a word in other letters", "organisation.admitted", "", "name-en=X|origin=Domestic", "origin"},
    {"a negative number", "organisation.admitted", "", NAMED "|weight=-1", "weight"},
    {"no number", "organisation.admitted", "", NAMED "|weight=ten", "weight"},
    {"a number past what JSON carries", "organisation.admitted", "",
     NAMED "|weight=9007199254740993", "weight"},
    {"a number past 64 bits", "organisation.admitted", "", NAMED "|weight=99999999999999999999",
     "weight"},
    {"an id with a space", "organisation.admitted", "", NAMED "|id=o 7", "id"},
    {"an id with a path", "organisation.admitted", "", NAMED "|id=../x", "id"},
    {"an id with markup", "organisation.admitted", "", NAMED "|id=<b>", "id"},
    {"an id too long", "organisation.admitted", "", NAMED "|id=" HUNDRED, "id"},
    {"several at once", "organisation.admitted", "", "origin=x|weight=y|id=z z|who=me",
     "who, id, name-en, origin, weight"},
    {"twice: the first one", "organisation.admitted", "", NAMED "|origin=martian", ""},
    {"of no project", "organisation.admitted", "P-1", NAMED, "-"},

    {"a person", "person.registered", "", "organisation=o-2|name-en=Ann Other|mail=a@b.example",
     ""},
    {"a person without a name", "person.registered", "", "organisation=o-2|mail=a@b.example",
     "name-en"},
    {"a person's name too long", "person.registered", "", "organisation=o-2|name-zh=" THOUSAND "1",
     "name-zh"},
    {"a person's mail with a control", "person.registered", "",
     "organisation=o-2|name-en=X|mail=a\x7f", "mail"},
    {"a digest in place of the name", "person.registered", "", "organisation=o-2|profile=sha256:00",
     "profile, name-en"},

    {"a date", "mandate.granted", "", "person=p-2|kind=expert|until=2027-01-01", ""},
    {"days ahead", "mandate.granted", "", "person=p-2|kind=expert|until=+60", ""},
    {"no day of the calendar", "mandate.granted", "", "person=p-2|kind=expert|until=2027-02-30",
     "until"},
    {"too many days ahead", "mandate.granted", "", "person=p-2|kind=expert|until=+36601", "until"},
    {"days back", "mandate.granted", "", "person=p-2|kind=expert|until=-5", "until"},
    {"a time in words", "mandate.granted", "", "person=p-2|kind=expert|until=tomorrow", "until"},
    {"an empty file is none", "mandate.granted", "", "person=p-2|kind=expert|document=", ""},

    {"a flag", "ballot.opened", "P-1", "sealed=1", ""},
    {"a flag that says no", "ballot.opened", "P-1", "sealed=0", ""},
    {"a flag in words", "ballot.opened", "P-1", "sealed=yes", "sealed"},
    {"ids", "ballot.opened", "P-1", "voters=ms-1, ms-2", ""},
    {"ids, one by one", "ballot.opened", "P-1", "voters=ms-1|voters=ms-2", ""},
    {"ids, two alike", "ballot.opened", "P-1", "voters=ms-1,ms-1", "voters"},
    {"ids, one of them none", "ballot.opened", "P-1", "voters=ms-1,m s", "voters"},
    {"without its project", "ballot.opened", "", "", "-"},

    {"words", "text.published", "P-1", "number=T 1|in-force=2027-01-01|languages=zh,en", ""},
    {"words, one unknown", "text.published", "P-1",
     "number=T 1|in-force=2027-01-01|languages=zh,fr", "languages"},
    {"words, none", "text.published", "P-1", "number=T 1|in-force=2027-01-01|languages=,",
     "languages"},
    {"a date with a time", "text.published", "P-1",
     "number=T 1|in-force=2027-01-01T00:00:00Z|languages=zh", "in-force"},

    {"a longer text", "correction.made", "P-1", "of=3|text=first line\nsecond line", ""},
    {"a longer text, bad UTF-8", "correction.made", "P-1", "of=3|text=\xc3\x28", "text"},
    {"a file", "document.filed", "P-1", "document=minutes|file=%PDF-1.7", ""},
    {"no file", "document.filed", "P-1", "document=minutes", "file"},
    {"a file that is empty", "document.filed", "P-1", "document=minutes|file=", "file"},

    {"a vote is given otherwise", "vote.cast", "P-1", "ballot=b-1|choice=yes", "-"},
    {"a comment is given otherwise", "comment.filed", "P-1", "type=te", "-"},
    {"nobody founds a committee again", "committee.opened", "", "id=X", "-"},
    {"nobody changes a key by hand", "key.rotated", "", "new=k", "-"},
};

static void
run_take(void **state)
{
    const struct take_row *row = *state;
    struct viewer v = viewer_person("p-1");
    struct given g = given_of(row->given);
    struct given_faults faults = {0};
    struct act x;
    bool ok = act_take(&x, &v, event_kind_find(slice_str(row->type)), slice_str(row->project), &g,
                       NULL, &faults);
    assert_string_equal(names_of(&faults), row->faults);
    assert_int_equal(ok, faults.n == 0);
}

/* Every act has its form, and every form its act; labels for people are there. */
static void
forms_are_all(void **state)
{
    static const char *const otherwise[] = {"comment.filed", "committee.opened", "draft.posted",
                                            "key.rotated",   "process.adopted",  "vote.cast",
                                            "vote.sealed",   "vote.unsealed"};
    (void)state;
    assert_int_equal(nact_forms + COUNT_OF(otherwise), nevent_kinds);
    for (size_t i = 0; i < nact_forms; i++) {
        assert_non_null(event_kind_find(slice_str(act_forms[i].type)));
        assert_true(i == 0 || strcmp(act_forms[i - 1].type, act_forms[i].type) < 0);
        assert_true(act_forms[i].title.en.n > 0 && act_forms[i].title.zh.n > 0);
        for (size_t k = 0; k < COUNT_OF(otherwise); k++)
            assert_string_not_equal(act_forms[i].type, otherwise[k]);
    }
}

/* What is taken has the shape that the office asks for, objects and all. */
static void
objects_are_named(void **state)
{
    struct viewer v = viewer_person("p-1");
    struct given g = given_of("of=3|text=What is right.");
    struct given_faults faults = {0};
    struct act x;
    (void)state;
    assert_true(
        act_take(&x, &v, event_kind_find(SL("correction.made")), SL("P-1"), &g, NULL, &faults));
    assert_int_equal(x.nobjects, 1);
    assert_true(x.objects[0].open);
    assert_true(
        slice_eq(json_text(json_get(x.data, "text")), digest_of(&case_arena, x.objects[0].octets)));
}

/* ---- mandates --------------------------------------------------------------------------------*/

static const char *
answer_of(const struct office_done *d)
{
    static const char *const words[] = {"done", "repeated", "refused"};
    return words[d->answer];
}

/* By a person, under `acting` or whichever allows it. */
static struct office_done
try_as(const char *person, const char *type, const char *project, const char *given,
       const struct act_how *how)
{
    struct viewer v = viewer_person(person);
    struct given g = given_of(given);
    struct given_faults faults = {0};
    struct office_done done = {0};
    struct act x;
    struct err e = {0};
    if (!act_take(&x, &v, event_kind_find(slice_str(type)), slice_str(project), &g, NULL, &faults))
        fail_msg("%s: faults of %s", type, names_of(&faults));
    if (!act_run(&done, &v, &x, how, &e))
        fail_msg("%s: %s", type, e.msg);
    return done;
}

static void
check(const struct office_done *d, const char *answer, const char *rule)
{
    if (strcmp(answer_of(d), answer) != 0)
        fail_msg("%s, not %s: %.*s", answer_of(d), answer, SL_FMT(d->refusal.en));
    if (rule)
        assert_string_equal(arena_str(&case_arena, d->refusal.rule), rule);
}

static void
without_mandate(void **state)
{
    struct office_done d;
    (void)state;
    d = try_as("", "organisation.admitted", "", NAMED, &(struct act_how){0});
    check(&d, "refused", "mandate.none");
    d = try_as("p-99", "organisation.admitted", "", NAMED, &(struct act_how){0});
    check(&d, "refused", "mandate.none");
}

static void
others_mandate(void **state)
{
    static const char *const acting[] = {"m-1", "m-3", "m-99", "../m-2", ""};
    (void)state;
    for (size_t i = 0; i + 1 < COUNT_OF(acting); i++) {
        struct act_how how = {.acting = slice_str(acting[i])};
        struct office_done d = try_as("p-2", "organisation.admitted", "", NAMED, &how);
        check(&d, "refused", "mandate.holder");
    }
}

static void
own_mandate(void **state)
{
    struct office_done d;
    (void)state;
    d = try_as("p-1", "organisation.admitted", "", NAMED, &(struct act_how){0});
    check(&d, "done", NULL);
    assert_true(slice_eq_str(d.event.by.mandate, "m-1"));
    assert_true(d.receipt.n > 0);
    d = try_as("p-2", "organisation.admitted", "", NAMED, &(struct act_how){0});
    check(&d, "refused", "mandate.kind");
}

static void
over_and_not_begun(void **state)
{
    struct office_done d;
    (void)state;
    d = try_as("p-3", "mandate.granted", "", "person=p-3|kind=alternate|until=+2",
               &(struct act_how){0});
    check(&d, "done", NULL);
    struct slice id = arena_dup(&bureau.arena, event_text(&d.event, "id"));
    struct act_how how = {.acting = id};
    d = try_as("p-3", "membership.confirmed", "", "membership=ms-2", &how);
    check(&d, "done", NULL);
    assert_true(slice_eq(d.event.by.mandate, id));
    bureau.now += 3 * BUREAU_DAY;
    d = try_as("p-3", "membership.confirmed", "", "membership=ms-2", &how);
    check(&d, "refused", "mandate.holder");
    d = try_as("p-3", "membership.confirmed", "", "membership=ms-2", &(struct act_how){0});
    check(&d, "refused", "membership.confirmed"); /* by the one that still holds */
}

/* The secretary is the delegate of its organisation, too: each act goes under the right one. */
static void
two_mandates(void **state)
{
    struct office_done d;
    struct act_how none = {0};
    (void)state;
    d = try_as("p-1", "mandate.granted", "", "person=p-1|kind=delegate", &none);
    check(&d, "done", NULL);
    struct slice second = arena_dup(&bureau.arena, event_text(&d.event, "id"));
    d = try_as("p-1", "organisation.admitted", "", NAMED, &none);
    check(&d, "done", NULL);
    assert_true(slice_eq_str(d.event.by.mandate, "m-1"));
    d = try_as("p-1", "membership.granted", "", "organisation=o-1", &none);
    check(&d, "done", NULL);
    struct slice seat = arena_dup(&case_arena, event_text(&d.event, "id"));
    d = try_as("p-1", "membership.confirmed", "",
               arena_str(&case_arena, arena_printf(&case_arena, "membership=%.*s", SL_FMT(seat))),
               &none);
    check(&d, "done", NULL);
    assert_true(slice_eq(d.event.by.mandate, second));
    struct act_how secretary = {.acting = SL("m-1")};
    d = try_as("p-1", "membership.confirmed", "", "membership=ms-2", &secretary);
    check(&d, "refused", "membership.own");
    /* Both say no: what is told is about the matter, not about the role. */
    d = try_as("p-1", "group.closed", "", "group=WG9", &none);
    check(&d, "refused", "group.unknown");
}

static void
only_asked(void **state)
{
    struct act_how how = {.dry = true};
    uint64_t before = bureau.office.seen;
    (void)state;
    struct office_done d = try_as("p-1", "organisation.admitted", "", NAMED, &how);
    check(&d, "done", NULL);
    assert_int_equal(bureau.office.seen, before);
    d = try_as("p-2", "organisation.admitted", "", NAMED, &how);
    check(&d, "refused", "mandate.kind");
    assert_int_equal(bureau.office.seen, before);
}

/* ---- once ------------------------------------------------------------------------------------*/

static void
twice_is_once(void **state)
{
    struct act_how how = {.once = SL("web:ann:0123")};
    (void)state;
    struct office_done d = try_as("p-1", "organisation.admitted", "", NAMED, &how);
    check(&d, "done", NULL);
    uint64_t index = d.event.index, seen = bureau.office.seen;
    d = try_as("p-1", "organisation.admitted", "", NAMED, &how);
    check(&d, "repeated", NULL);
    assert_int_equal(d.event.index, index);
    assert_int_equal(bureau.office.seen, seen);
    d = try_as("p-1", "organisation.admitted", "", "name-en=Other|origin=domestic", &how);
    check(&d, "refused", "act.once");
    d = try_as("p-2", "membership.ended", "", "membership=ms-2|reason=x", &how);
    check(&d, "refused", "act.once");
    assert_int_equal(bureau.office.seen, seen);
}

/* A text behind a digest has another salt the second time: it is the same act all the same. */
static void
twice_with_texts(void **state)
{
    struct act_how how = {.once = SL("web:ann:0124")};
    (void)state;
    struct office_done d =
        try_as("p-1", "person.registered", "", "organisation=o-1|name-en=Ann Other", &how);
    check(&d, "done", NULL);
    uint64_t seen = bureau.office.seen;
    d = try_as("p-1", "person.registered", "", "organisation=o-1|name-en=Ann Other", &how);
    check(&d, "repeated", NULL);
    assert_int_equal(bureau.office.seen, seen);
}

/* Two mandates, and the key was used under the second: found again, not refused by the first. */
static void
twice_under_any(void **state)
{
    struct act_how how = {.once = SL("web:ann:0125")};
    (void)state;
    struct office_done d =
        try_as("p-1", "organisation.changed", "", "organisation=o-1|country=CN", &how);
    check(&d, "done", NULL);
    d = try_as("p-1", "organisation.changed", "", "organisation=o-1|country=CN", &how);
    check(&d, "repeated", NULL);
}

static void
keys_differ(void **state)
{
    struct viewer v = viewer_person("p-1");
    struct slice a = act_once(&v), b = act_once(&v);
    (void)state;
    assert_int_equal(a.n, 32);
    assert_false(slice_eq(a, b));
}

static void
key_too_long(void **state)
{
    struct viewer v = viewer_person("p-1");
    struct given g = given_of(NAMED);
    struct given_faults faults = {0};
    struct act_how how = {.once = SL(THOUSAND)};
    struct office_done done;
    struct act x;
    struct err e = {0};
    uint64_t seen = bureau.office.seen;
    (void)state;
    assert_true(
        act_take(&x, &v, event_kind_find(SL("organisation.admitted")), SL(""), &g, NULL, &faults));
    assert_false(act_run(&done, &v, &x, &how, &e));
    assert_int_equal(bureau.office.seen, seen);
}

/* ---- votes -----------------------------------------------------------------------------------*/

struct vote_row {
    const char *name, *given, *faults;
};

static const struct vote_row vote_rows[] = {
    {"yes", "choice=yes", ""},
    {"with all", "choice=no|reason=因为|marks=expert,blue|conditional=1|voter=ms-2", ""},
    {"no choice", "reason=because", "choice"},
    {"no position has such a name", "choice=<script>", "choice"},
    {"bad UTF-8", "choice=no|reason=\xff", "reason"},
};

static void
run_vote(void **state)
{
    const struct vote_row *row = *state;
    struct viewer v = viewer_person("p-2");
    struct given g = given_of(row->given);
    struct given_faults faults = {0};
    struct vote_given vote;
    struct project p;
    struct act x;
    project_init(&p, &case_arena);
    p.id = SL("P-1");
    bool ok = vote_take(&vote, &case_arena, SL("b-1"), &g, &faults) &&
              vote_request(&x, &v, &p, &vote, &faults);
    assert_string_equal(names_of(&faults), row->faults);
    assert_int_equal(ok, faults.n == 0);
}

static const struct vote_row opening_rows[] = {
    {"nothing", "", "file"},
    {"no JSON", "yes", "file"},
    {"no object", "[1]", "file"},
    {"an object", "{\"ballot\":\"b-1\",\"choice\":\"yes\"}", ""},
};

static void
run_opening(void **state)
{
    const struct vote_row *row = *state;
    struct viewer v = viewer_person("p-2");
    struct given_faults faults = {0};
    struct act x;
    (void)vote_open(&x, &v, SL("P-1"), slice_str(row->given), &faults);
    assert_string_equal(names_of(&faults), row->faults);
}

int
main(void)
{
    bureau_make(&bureau, 3);
    CASES_TABLE(take_rows, run_take);
    CASES_TEST(forms_are_all);
    CASES_TEST(objects_are_named);
    CASES_TEST(without_mandate);
    CASES_TEST(others_mandate);
    CASES_TEST(own_mandate);
    CASES_TEST(only_asked);
    CASES_TEST(over_and_not_begun);
    CASES_TEST(two_mandates);
    CASES_TEST(twice_is_once);
    CASES_TEST(twice_with_texts);
    CASES_TEST(twice_under_any);
    CASES_TEST(keys_differ);
    CASES_TEST(key_too_long);
    CASES_TABLE(vote_rows, run_vote);
    CASES_TABLE(opening_rows, run_opening);
    int failed = cases_run("api_act");
    bureau_done(&bureau);
    return failed;
}
