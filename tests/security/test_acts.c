/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What anybody may do is the committee's own answer, and no second one: each act asked through the
 * portal by each role, and asked of the office under each mandate that the role's person holds. And
 * nobody acts under a mandate that is another's.
 */
#include "api/act.h"
#include "committee/event.h"
#include "doors.h"
#include "support/cases.h"
#include "web/form.h"

#include <stdio.h>

static struct doors doors;

static const struct act_row {
    const char *name, *type;
    const char *form; /* "{project}" and so on are filled in by the test */
    bool of_project;
} acts[] = {
    {"a person is registered", "person.registered", "organisation=o-2&name-en=Li", false},
    {"an organisation is admitted", "organisation.admitted",
     "name-en=New&origin=foreign&country=DE", false},
    {"an organisation is renamed", "organisation.changed", "organisation=o-2&name-en=Newer", false},
    {"a seat is given", "membership.granted", "organisation=o-2&role=observer", false},
    {"a seat is confirmed", "membership.confirmed", "membership={claim}", false},
    {"a seat is ended", "membership.ended", "membership={claim}", false},
    {"an expert is named", "mandate.granted", "person=p-3&kind=expert", false},
    {"a secretary is named", "mandate.granted", "person=p-3&kind=secretary", false},
    {"a chair is named", "mandate.granted", "person=p-3&kind=chair", false},
    {"a mandate is ended", "mandate.ended", "mandate={mandate}", false},
    {"a group is opened", "group.opened", "id=WG-new&name-en=New&access=open", false},
    {"a group is closed", "group.closed", "group={group}", false},
    {"an organisation is invited", "group.invited", "group={group}&organisation=o-2", false},
    {"a ballot is opened", "ballot.opened", "rule=wg&question-en=Now", true},
    {"a project is suspended", "project.suspended", "reason=later", true},
    {"a project is withdrawn", "project.withdrawn", "reason=no", true},
    {"a stage is entered", "stage.entered", "to=40", true},
    {"comments are opened", "comments.opened", "kind=public", true},
};

static const enum knock who[] = {KNOCK_DELEGATE, KNOCK_FOREIGN,   KNOCK_ALTERNATE,
                                 KNOCK_CONVENOR, KNOCK_SECRETARY, KNOCK_ADMIN};

/* --- what is asked -------------------------------------------------------------------------- */

static struct slice
claim(void)
{
    const struct committee *c = &doors.p.office.committee;
    for (size_t i = 0; i < c->memberships.n; i++) {
        const struct membership *m = c->memberships.v[i].value;
        if (slice_eq(m->person, doors.accounts.v[ROLE_ACCOUNT_CLAIMED].person))
            return m->id;
    }
    return SL("ms-1");
}

static struct slice
filled(const char *form)
{
    const struct committee *c = &doors.p.office.committee;
    const struct {
        struct slice mark, value;
    } places[] = {{SL("{claim}"), claim()},
                  {SL("{group}"), c->groups.v[0].key},
                  {SL("{mandate}"), slice_str(doors.p.foreign)}};
    struct slice s = slice_str(form);
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        size_t at = slice_find(s, places[i].mark);
        if (at != SIZE_MAX)
            s = arena_printf(&doors.p.arena, "%.*s%.*s%.*s", SL_FMT(slice_sub(s, 0, at)),
                             SL_FMT(places[i].value),
                             SL_FMT(slice_sub(s, at + places[i].mark.n, s.n)));
    }
    return s;
}

/* --- the portal's answer -------------------------------------------------------------------- */

static unsigned
asked(const struct act_row *r, struct slice form, const char *more)
{
    struct slice path = r->of_project ? arena_printf(&doors.p.arena, "/projects/%.*s/acts/%s",
                                                     SL_FMT(doors.project), r->type)
                                      : arena_printf(&doors.p.arena, "/acts/%s", r->type);
    struct slice body = arena_printf(&doors.p.arena, "%.*s&dry=1%s", SL_FMT(form), more);
    (void)portal_post_json(&doors.p, arena_str(&doors.p.arena, path),
                           arena_str(&doors.p.arena, body));
    return doors.p.reply.status;
}

/* --- the committee's ------------------------------------------------------------------------ */

static bool
allowed(const struct act_row *r, struct slice form, struct slice person)
{
    struct office *o = &doors.p.office;
    struct viewer v = {.office = o, .arena = &case_arena, .now = doors.p.now};
    struct given given = {0};
    struct given_faults faults = {0};
    struct http_pairs pairs = {0};
    struct act x;
    struct err e = {0};
    viewer_of(&v, person);
    assert_true(form_urlencoded(&pairs, &case_arena, form, &e));
    for (size_t i = 0; i < pairs.n; i++)
        given_add(&given, &case_arena, pairs.v[i].name, pairs.v[i].value);
    if (!act_take(&x, &v, event_kind_find(slice_str(r->type)),
                  r->of_project ? doors.project : (struct slice){0}, &given, NULL, &faults))
        return false;
    for (size_t i = 0; i < o->committee.mandates.n; i++) {
        const struct mandate *m = o->committee.mandates.v[i].value;
        struct office_done done;
        if (!slice_eq(m->person, person))
            continue;
        struct office_request request = {.type = slice_str(r->type),
                                         .project = x.project,
                                         .by = {m->organisation, m->person, m->id},
                                         .data = x.data,
                                         .objects = x.objects,
                                         .nobjects = x.nobjects,
                                         .dry = true};
        assert_true(office_act(&done, &case_arena, o, &request, &e));
        if (done.answer != OFFICE_REFUSED)
            return true;
    }
    return false;
}

static struct slice
person_of(enum knock k)
{
    struct account x;
    struct err e = {0};
    bool there;
    const char *name = k == KNOCK_DELEGATE    ? "delegate"
                       : k == KNOCK_FOREIGN   ? "foreign"
                       : k == KNOCK_ALTERNATE ? "alternate"
                       : k == KNOCK_CONVENOR  ? "convenor"
                       : k == KNOCK_SECRETARY ? "secretary"
                                              : "admin";
    assert_true(account_find(&x, &there, &case_arena, doors.p.office.store, slice_str(name), &e) &&
                there);
    return x.person;
}

/* How many acts were allowed to somebody: or the test would say nothing. */
static unsigned yes, no;

static void
act_row(void **state)
{
    const struct act_row *r = *state;
    struct slice form = filled(r->form);
    for (size_t i = 0; i < COUNT_OF(who); i++) {
        struct slice person = person_of(who[i]);
        bool may = person.n && allowed(r, form, person);
        doors_as(&doors, who[i]);
        uint64_t before = doors_state(&doors);
        unsigned status = asked(r, form, "");
        yes += may;
        no += !may;
        if (status == (may ? 200 : 422) && doors_state(&doors) == before)
            continue;
        print_error("%s as %s: the committee says %s, the portal %u %.*s\n", r->type,
                    knock_names[who[i]], may ? "yes" : "no", status, SL_FMT(doors.p.reply.body));
        fail();
    }
}

/* Under each mandate of everybody: only under one's own. */
static void
nobody_acts_as_another(void **state)
{
    (void)state;
    const struct committee *c = &doors.p.office.committee;
    static const struct act_row r = {"", "person.registered", "", false};
    struct slice form = SL("organisation=o-2&name-en=Li");
    for (size_t i = 0; i < COUNT_OF(who); i++) {
        struct slice person = arena_dup(&case_arena, person_of(who[i]));
        doors_as(&doors, who[i]);
        for (size_t k = 0; k < c->mandates.n; k += 7) {
            const struct mandate *m = c->mandates.v[k].value;
            bool own = slice_eq(m->person, person);
            char acting[80];
            snprintf(acting, sizeof acting, "&acting=%.*s", SL_FMT(m->id));
            unsigned status = asked(&r, form, acting);
            assert_true(own || status == 422);
        }
        assert_int_equal(asked(&r, form, "&acting=m-1"), who[i] == KNOCK_SECRETARY ? 200 : 422);
    }
}

static void
the_rows_say_something(void **state)
{
    (void)state;
    assert_true(yes >= 12);
    assert_true(no >= 60);
}

int
main(void)
{
    doors_make(&doors);
    CASES_TABLE(acts, act_row);
    CASES_TEST(nobody_acts_as_another);
    CASES_TEST(the_rows_say_something);
    int failed = cases_run("acts");
    doors_done(&doors);
    return failed;
}
