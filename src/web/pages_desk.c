/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An organisation's own desk: what its people prepare on a draft, change, merge, drop and
 * approve, and what is filed then. Nothing of it is in the record before.
 */
#include "api/may.h"
#include "api/view_desk.h"
#include "base/cleanup.h"
#include "web/asked.h"
#include "web/form.h"

#define CHOSEN_MAX 1000

struct sitting {
    const struct project *project;
    struct comment_look *look;
    struct desk_sitting desk;
    bool ready; /* false: answered */
};

static void
leave(struct sitting *s)
{
    if (s->desk.viewer)
        desk_leave(&s->desk);
}
#define AUTO_SITTING CLEANUP(leave) struct sitting

static bool
sit(struct sitting *s, struct answer *out, struct call *c, bool write, struct err *e)
{
    if (!asked_project(&s->project, out, c, e))
        return false;
    if (!s->project)
        return true;
    const struct mandate *by = may_sit(&c->viewer, s->project);
    if (!by)
        return answer_forbidden(out, N_("Only delegates, alternates and experts of an organisation "
                                        "work at its desk."));
    s->look = asked_look(c, s->project);
    s->ready = desk_sit(&s->desk, &c->viewer, s->project->id, by, write, e);
    return s->ready;
}

static struct slice
entry_address(const struct call *c, uint64_t number)
{
    return asked_address(c, "/desk/", arena_printf(c->arena, "%llu", (unsigned long long)number));
}

/* *x null where it was answered. */
static bool
entry_asked(const struct desk_entry **x, struct sitting *s, struct answer *out, struct call *c)
{
    uint64_t number;
    *x = slice_to_u64(c->params[1], &number) ? desk_entry(&s->desk.desk, number) : NULL;
    return *x ? true : answer_missing(out, N_("There is no such entry on the desk."));
}

/* ---- the desk --------------------------------------------------------------------------------*/

static bool
get_desk(struct answer *out, struct call *c, struct err *e)
{
    AUTO_SITTING s = {0};
    if (!sit(&s, out, c, false, e))
        return false;
    if (!s.ready)
        return true;
    bool shown = view_desk(&out->view, s.look, &s.desk, e);
    leave(&s); /* the fields of the form look at the desk themselves */
    if (!shown)
        return false;
    return c->json ||
           (form_among(out, c, "desk.prepare", NULL, e) && form_among(out, c, "desk.do", NULL, e));
}

static const struct web_choice types[] = {
    {"te", N_("technical")}, {"ed", N_("editorial")}, {"ge", N_("general")}, {NULL, NULL}};
static const struct web_choice languages[] = {
    {"zh", N_("Chinese")}, {"en", N_("English")}, {NULL, NULL}};

static const struct web_field text_fields[] = {
    {.name = "clause",
     .kind = WEB_ID,
     .label = N_("Clause"),
     .hint = N_("Its number, 5.2, or its identifier. Left empty: the whole draft.")},
    {.name = "type", .kind = WEB_CHOICE, .needed = true, .choices = types, .label = N_("Type")},
    {.name = "text", .kind = WEB_LONG, .needed = true, .label = N_("Comment")},
    {.name = "language",
     .kind = WEB_CHOICE,
     .choices = languages,
     .label = N_("Language"),
     .hint = N_("Of the comment, and of the text that it quotes. Left empty: by its script.")},
    {.name = "quote",
     .kind = WEB_LONG,
     .max = ANCHOR_QUOTE_MAX,
     .label = N_("Words of the clause"),
     .hint = N_("That the comment is about, exactly as they stand there.")},
    {.name = "replace", .kind = WEB_LONG, .label = N_("What should stand in their place")},
    {.name = "proposed", .kind = WEB_LONG, .label = N_("Proposed change, in words")},
};

/* From the fields; false with faults, or with *e. */
static bool
text_of(struct desk_text *t, struct call *c, struct sitting *s, struct given_faults *f,
        struct err *e)
{
    struct comment_given given;
    return comment_take(&given, c->arena, &c->given, f) &&
           desk_text_of(t, &s->look->drafts, &given, f, e);
}

static bool
kept(struct answer *out, struct sitting *s, struct slice location, const char *note, struct err *e)
{
    return desk_keep(&s->desk, e) && answer_done(out, location, note);
}

static bool
post_prepare(struct answer *out, struct call *c, struct err *e)
{
    AUTO_SITTING s = {0};
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct refusal r = {0};
    struct desk_text t;
    uint64_t number = 0;
    if (!sit(&s, out, c, true, e))
        return false;
    if (!s.ready)
        return true;
    if (!text_of(&t, c, &s, faults, e))
        return faults->n && answer_faulty(out, c, faults);
    if (!desk_prepare(&s.desk.desk, c->arena, &s.desk.hand, &t, &number, &r))
        return answer_refused(out, c, &r);
    return kept(out, &s, asked_address(c, "/desk", (struct slice){0}),
                N_("It lies on the desk. The delegate approves it before it is filed."), e);
}

/* ---- several entries at once -----------------------------------------------------------------*/

static const struct web_choice doings[] = {{"approve", N_("Approve")},
                                           {"merge", N_("Merge")},
                                           {"drop", N_("Drop")},
                                           {"file", N_("File what is approved")},
                                           {NULL, NULL}};
static const struct web_field do_fields[] = {
    {.name = "do",
     .kind = WEB_CHOICE,
     .needed = true,
     .choices = doings,
     .label = N_("What to do")},
    {.name = "numbers",
     .kind = WEB_TEXT,
     .max = 4000,
     .label = N_("Entries"),
     .hint = N_("Their numbers, parted by commas.")},
    {.name = "note", .kind = WEB_TEXT, .label = N_("Why, for colleagues")},
};

/* The entries that can be worked at, as boxes. */
static struct web_choice *
boxes(struct call *c, const struct desk *d)
{
    struct web_choice *v = NEW_ARRAY(c->arena, struct web_choice, d->entries.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < d->entries.n; i++) {
        const struct desk_entry *x = &d->entries.v[i];
        struct slice word = arena_printf(c->arena, "%llu", (unsigned long long)x->number);
        if (x->state == DESK_PREPARED || x->state == DESK_APPROVED)
            v[n++] = (struct web_choice){arena_str(c->arena, word), arena_str(c->arena, word)};
    }
    return v;
}

static bool
do_fields_of(const struct web_field **out, size_t *n, struct call *c, struct err *e)
{
    AUTO_SITTING s = {0};
    struct answer none = {0};
    struct web_field *v = NEW_ARRAY(c->arena, struct web_field, COUNT_OF(do_fields) + 1);
    if (!sit(&s, &none, c, false, e))
        return false;
    memcpy(v, do_fields, sizeof do_fields);
    *out = v;
    *n = COUNT_OF(do_fields);
    if (s.ready)
        v[(*n)++] = (struct web_field){.name = "number",
                                       .kind = WEB_CHOICES,
                                       .choices = boxes(c, &s.desk.desk),
                                       .label = N_("Entries")};
    return true;
}

struct chosen {
    uint64_t v[CHOSEN_MAX];
    size_t n;
};

/* Ascending, none twice; those that are no numbers are faults. */
static bool
add_number(struct chosen *x, struct slice text)
{
    uint64_t number;
    size_t at = x->n;
    if (!slice_to_u64(slice_trim(text), &number) || x->n == CHOSEN_MAX)
        return false;
    while (at > 0 && x->v[at - 1] > number)
        at--;
    if (at > 0 && x->v[at - 1] == number)
        return true;
    memmove(&x->v[at + 1], &x->v[at], (x->n - at) * sizeof x->v[0]);
    x->v[at] = number;
    x->n++;
    return true;
}

/* "number" several times, as boxes give it, or "numbers": "1,2,5". */
static bool
numbers_of(struct chosen *x, struct call *c, struct given_faults *f)
{
    struct slice list = given_get(&c->given, "numbers"), one;
    bool ok = true;
    x->n = 0;
    for (size_t i = 0; i < c->given.n; i++)
        if (slice_eq_str(c->given.v[i].name, "number"))
            ok = add_number(x, c->given.v[i].text) && ok;
    while (slice_cut(&list, ',', &one))
        ok = add_number(x, one) && ok;
    return (ok && x->n > 0) || given_fault(f, c->arena, "numbers",
                                           SL("Choose entries of the desk."), SL("请选择条目。"));
}

static bool
do_approve(struct sitting *s, struct call *c, const struct chosen *x, struct refusal *r)
{
    for (size_t i = 0; i < x->n; i++)
        if (!desk_approve(&s->desk.desk, c->arena, &s->desk.hand, x->v[i], r))
            return false;
    return true;
}

static bool
do_drop(struct sitting *s, struct call *c, const struct chosen *x, struct refusal *r)
{
    for (size_t i = 0; i < x->n; i++)
        if (!desk_drop(&s->desk.desk, c->arena, &s->desk.hand, x->v[i],
                       given_get(&c->given, "note"), r))
            return false;
    return true;
}

/* The new one says what the first did, until it is changed. */
static bool
do_merge(uint64_t *number, struct sitting *s, struct call *c, const struct chosen *x,
         struct refusal *r)
{
    const struct desk_entry *first = desk_entry(&s->desk.desk, x->v[0]);
    static const struct desk_text none;
    struct desk_text says = first ? first->says : none;
    return desk_merge(&s->desk.desk, c->arena, &s->desk.hand, x->v, x->n, &says, number, r);
}

/* What is approved of the chosen, or all of it; stops at the first refusal. */
static bool
do_file(struct answer *out, struct call *c, struct sitting *s, const struct chosen *x,
        struct err *e)
{
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct chosen *all = NEW(c->arena, struct chosen);
    size_t filed = 0;
    *all = *x;
    for (size_t i = 0; x->n == 0 && i < s->desk.desk.entries.n && all->n < CHOSEN_MAX; i++)
        if (s->desk.desk.entries.v[i].state == DESK_APPROVED)
            all->v[all->n++] = s->desk.desk.entries.v[i].number;
    desk_leave(&s->desk);
    for (size_t i = 0; i < all->n; i++, filed++) {
        AUTO_SITTING one = {0};
        struct office_done done;
        if (!sit(&one, out, c, false, e))
            return false;
        if (!one.ready)
            return true;
        if (!desk_file(&done, &one.desk, &one.look->drafts, all->v[i], false, faults, e))
            return faults->n && answer_faulty(out, c, faults);
        if (done.answer == OFFICE_REFUSED)
            return answer_refused(out, c, &done.refusal);
        viewer_of(&c->viewer, c->visitor.person); /* the states have moved on */
    }
    return answer_done(out, asked_address(c, "/desk", (struct slice){0}),
                       filed ? N_("Filed, as comments of the organisation.")
                             : N_("Nothing on the desk is approved yet."));
}

static bool
post_do(struct answer *out, struct call *c, struct err *e)
{
    AUTO_SITTING s = {0};
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct chosen *x = NEW(c->arena, struct chosen);
    struct refusal r = {0};
    struct slice what = given_get(&c->given, "do");
    bool file = slice_eq_str(what, "file");
    uint64_t number = 0;
    if (!sit(&s, out, c, !file, e))
        return false;
    if (!s.ready)
        return true;
    bool chosen = numbers_of(x, c, faults);
    if (file && (chosen || !given_has(&c->given, "numbers")))
        return do_file(out, c, &s, x, e);
    if (!chosen)
        return answer_faulty(out, c, faults);
    bool merge = slice_eq_str(what, "merge");
    bool done = merge                           ? do_merge(&number, &s, c, x, &r)
                : slice_eq_str(what, "approve") ? do_approve(&s, c, x, &r)
                                                : do_drop(&s, c, x, &r);
    if (!done)
        return answer_refused(out, c, &r);
    return kept(out, &s, merge ? entry_address(c, number) : asked_address(c, "/desk", SL("")),
                merge                           ? N_("Merged. Say here what they say together.")
                : slice_eq_str(what, "approve") ? N_("Approved.")
                                                : N_("Dropped; it stays on the desk, marked so."),
                e);
}

/* ---- one entry -------------------------------------------------------------------------------*/

static struct given
values_of(struct call *c, const struct desk_text *t)
{
    struct given g = {0};
    const struct {
        const char *name;
        struct slice value;
    } v[] = {{"clause", t->clause},    {"type", slice_str(comment_type_words[t->type])},
             {"text", t->text},        {"language", t->language},
             {"quote", t->quote},      {"replace", t->replace},
             {"proposed", t->proposed}};
    for (size_t i = 0; i < COUNT_OF(v); i++)
        if (v[i].value.n)
            given_add(&g, c->arena, slice_str(v[i].name), v[i].value);
    return g;
}

static bool
get_entry(struct answer *out, struct call *c, struct err *e)
{
    AUTO_SITTING s = {0};
    const struct desk_entry *x;
    if (!sit(&s, out, c, false, e))
        return false;
    if (!s.ready)
        return true;
    if (!entry_asked(&x, &s, out, c))
        return false;
    if (!x)
        return true;
    if (!view_desk_entry(&out->view, s.look, &s.desk, x, e))
        return false;
    struct given values = values_of(c, &x->says);
    bool workable = x->state == DESK_PREPARED || x->state == DESK_APPROVED;
    return c->json || !workable || form_among(out, c, "desk.change", &values, e);
}

static bool
post_change(struct answer *out, struct call *c, struct err *e)
{
    AUTO_SITTING s = {0};
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    const struct desk_entry *x;
    struct refusal r = {0};
    struct desk_text t;
    if (!sit(&s, out, c, true, e))
        return false;
    if (!s.ready)
        return true;
    if (!entry_asked(&x, &s, out, c))
        return false;
    if (!x)
        return true;
    if (!text_of(&t, c, &s, faults, e))
        return faults->n && answer_faulty(out, c, faults);
    t.draft = x->says.draft;
    if (!desk_change(&s.desk.desk, c->arena, &s.desk.hand, x->number, &t, &r))
        return answer_refused(out, c, &r);
    return kept(out, &s, asked_address(c, "/desk", (struct slice){0}),
                N_("Changed. An approval that it had is gone."), e);
}

/* ---- rows ------------------------------------------------------------------------------------*/

#define ACT .access = ROUTE_SIGNED_IN, .scope = SCOPE_ACT, .guard = GUARD_FORM, .shape = "done"
#define FIELDS(f) .fields = (f), .nfields = COUNT_OF(f)

static const struct route rows[] = {
    {.method = HTTP_GET,
     .path = "/projects/{project}/desk",
     .name = "project.desk",
     .summary = N_("Our desk"),
     .access = ROUTE_SIGNED_IN,
     .shape = "desk",
     .page = "desk",
     .run = get_desk},
    {.method = HTTP_POST,
     .path = "/projects/{project}/desk",
     .name = "desk.prepare",
     .summary = N_("Prepare a comment"),
     ACT,
     FIELDS(text_fields),
     .run = post_prepare},
    {.method = HTTP_POST,
     .path = "/projects/{project}/desk/do",
     .name = "desk.do",
     .summary = N_("Approve, merge, drop or file entries of the desk"),
     ACT,
     .fields_of = do_fields_of,
     .run = post_do},
    {.method = HTTP_GET,
     .path = "/projects/{project}/desk/{number}",
     .name = "desk.entry",
     .summary = N_("An entry of the desk"),
     .access = ROUTE_SIGNED_IN,
     .shape = "desk_entry_page",
     .page = "desk_entry",
     .run = get_entry},
    {.method = HTTP_POST,
     .path = "/projects/{project}/desk/{number}/change",
     .name = "desk.change",
     .summary = N_("Change an entry of the desk"),
     ACT,
     FIELDS(text_fields),
     .run = post_change},
};
ROUTE_TABLE(desk_routes, rows);
