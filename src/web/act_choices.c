/* SPDX-License-Identifier: Apache-2.0 */
#include "web/act_choices.h"

#include "api/act.h"
#include "api/terms.h"
#include "api/view.h"

/* ---- a list under way ------------------------------------------------------------------------*/

struct listing {
    struct call *c;
    const struct act_asked *q;
    struct web_choice *v;
    size_t n;
    bool full;
};

static void
add(struct listing *l, struct slice word, struct slice label)
{
    struct arena *a = l->c->arena;
    if (l->n == ACT_CHOICES_MAX)
        l->full = true;
    else
        l->v[l->n++] = (struct web_choice){arena_str(a, word), arena_str(a, label)};
}

static struct slice
words(const struct listing *l, struct langs text)
{
    return langs_get(&text, l->c->lang == PAGE_ZH);
}

/* "Example Corp (o-3)", "示例公司（o-3）". */
static struct slice
with(const struct listing *l, struct slice name, struct slice beside)
{
    return arena_printf(l->c->arena, l->c->lang == PAGE_ZH ? "%.*s（%.*s）" : "%.*s (%.*s)",
                        SL_FMT(name), SL_FMT(beside));
}

static const struct committee *
state(const struct listing *l)
{
    return &l->c->office->committee;
}

static struct slice
organisation_name(const struct listing *l, struct slice id)
{
    const struct organisation *o = committee_organisation(state(l), id);
    return o ? words(l, o->name) : id;
}

static bool
person_name(struct slice *out, const struct listing *l, struct slice id, struct err *e)
{
    struct json_node *n = json_new_object(l->c->arena);
    if (!view_person(&l->c->viewer, n, "person", id, e))
        return false;
    const struct json_node *name = json_get(json_get(n, "person"), "name");
    struct langs both = {json_text(json_get(name, "en")), json_text(json_get(name, "zh"))};
    *out = name ? words(l, both) : id;
    return true;
}

/* Of an organisation that the viewer speaks for. */
static bool
is_own(const struct listing *l, struct slice organisation)
{
    for (size_t i = 0; i < l->c->viewer.nmandates; i++)
        if (slice_eq(l->c->viewer.mandates[i]->organisation, organisation))
            return true;
    return false;
}

/* ---- of the committee ------------------------------------------------------------------------*/

static bool
organisations(struct listing *l, struct err *e UNUSED)
{
    const struct map *m = &state(l)->organisations;
    for (size_t i = 0; i < m->n; i++) {
        const struct organisation *o = m->v[i].value;
        add(l, o->id, with(l, words(l, o->name), o->id));
    }
    return true;
}

static bool
persons(struct listing *l, struct err *e)
{
    const struct map *m = &state(l)->persons;
    bool keeps = viewer_keeps(&l->c->viewer);
    for (size_t i = 0; i < m->n && !l->full; i++) {
        const struct person *p = m->v[i].value;
        struct slice name;
        if (!keeps && !is_own(l, p->organisation))
            continue;
        if (!person_name(&name, l, p->id, e))
            return false;
        add(l, p->id, with(l, name, organisation_name(l, p->organisation)));
    }
    return true;
}

static bool
groups(struct listing *l, struct err *e UNUSED)
{
    const struct map *m = &state(l)->groups;
    for (size_t i = 0; i < m->n; i++) {
        const struct group *g = m->v[i].value;
        if (!g->closed)
            add(l, g->id, with(l, words(l, g->name), g->id));
    }
    return true;
}

static bool
bodies(struct listing *l, struct err *e)
{
    add(l, SL(BODY_COMMITTEE), words(l, view_body_name(state(l), SL(BODY_COMMITTEE))));
    return groups(l, e);
}

/* Of one's own organisation; for the secretariat all. To confirm: one's own that are claimed. */
static bool
memberships(struct listing *l, struct err *e)
{
    const struct map *m = &state(l)->memberships;
    bool confirms = strcmp(l->q->kind->name, "membership.confirmed") == 0;
    bool all = !confirms && viewer_keeps(&l->c->viewer);
    for (size_t i = 0; i < m->n && !l->full; i++) {
        const struct membership *s = m->v[i].value;
        struct slice name = organisation_name(l, s->organisation);
        if (!membership_lives(s, l->c->now) || (confirms && s->confirmed) ||
            !(all || is_own(l, s->organisation)))
            continue;
        if (s->person.n && !person_name(&name, l, s->person, e))
            return false;
        add(l, s->id, with(l, name, words(l, view_body_name(state(l), s->body))));
    }
    return true;
}

static bool
mandate_label(struct slice *out, const struct listing *l, const struct mandate *m, struct err *e)
{
    struct slice name, kind = words(l, *mandate_kind_name(m->kind));
    if (!person_name(&name, l, m->person, e))
        return false;
    *out =
        arena_printf(l->c->arena, l->c->lang == PAGE_ZH ? "%.*s，%.*s，%.*s" : "%.*s, %.*s, %.*s",
                     SL_FMT(name), SL_FMT(kind), SL_FMT(organisation_name(l, m->organisation)));
    return true;
}

static bool
mandates(struct listing *l, struct err *e)
{
    const struct map *m = &state(l)->mandates;
    bool all = viewer_keeps(&l->c->viewer);
    for (size_t i = 0; i < m->n && !l->full; i++) {
        const struct mandate *one = m->v[i].value;
        struct slice label;
        if (!mandate_lives(one, l->c->now) || !(all || is_own(l, one->organisation)))
            continue;
        if (!mandate_label(&label, l, one, e))
            return false;
        add(l, one->id, label);
    }
    return true;
}

static bool
adopted(struct listing *l, struct err *e UNUSED)
{
    const struct map *m = &state(l)->process_newest;
    for (size_t i = 0; i < m->n; i++) {
        const struct adopted *a = m->v[i].value;
        add(l, a->id, with(l, words(l, a->process->name), a->id));
    }
    return true;
}

static bool
projects(struct listing *l, struct err *e)
{
    struct rows rows = {0};
    if (!view_rows(&rows, &l->c->viewer, ROWS_PROJECT, NULL, 0, e))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        struct langs title = {view_cell(&rows.v[i], "title_en"), view_cell(&rows.v[i], "title_zh")};
        struct slice id = view_cell(&rows.v[i], "id");
        add(l, id, with(l, words(l, title), id));
    }
    return true;
}

/* ---- of a project ----------------------------------------------------------------------------*/

static bool
drafts(struct listing *l, struct err *e UNUSED)
{
    const struct project *p = l->q->project;
    for (size_t i = p ? p->drafts.n : 0; i-- > 0;)
        add(l, p->drafts.v[i].id,
            with(l, p->drafts.v[i].id,
                 slice_sub(instant_text(l->c->arena, p->drafts.v[i].at), 0, 10)));
    return true;
}

static void
add_ballots(struct listing *l, bool closed)
{
    const struct project *p = l->q->project;
    for (size_t i = p ? p->ballots.n : 0; i-- > 0;)
        if (p->ballots.v[i]->closed == closed)
            add(l, p->ballots.v[i]->id,
                with(l, words(l, p->ballots.v[i]->question), p->ballots.v[i]->id));
}

static bool
open_ballots(struct listing *l, struct err *e UNUSED)
{
    add_ballots(l, false);
    return true;
}

static bool
closed_ballots(struct listing *l, struct err *e UNUSED)
{
    add_ballots(l, true);
    return true;
}

static const struct stage *
stage_of(const struct listing *l, const struct process **process)
{
    const struct project *p = l->q->project;
    *process = p ? view_process(state(l), p) : NULL;
    return *process ? process_stage(*process, p->stage) : NULL;
}

static bool
rules(struct listing *l, struct err *e UNUSED)
{
    const struct process *process;
    const struct stage *s = stage_of(l, &process);
    for (size_t i = 0; s && i < s->ballots.n; i++) {
        const struct rule *r = process_rule(process, s->ballots.v[i]);
        if (r)
            add(l, r->key, with(l, words(l, r->name), r->key));
    }
    return true;
}

static bool
papers(struct listing *l, struct err *e UNUSED)
{
    const struct process *process;
    (void)stage_of(l, &process);
    for (size_t i = 0; process && i < process->documents.n; i++)
        add(l, process->documents.v[i].key, words(l, process->documents.v[i].name));
    return true;
}

static bool
stages(struct listing *l, struct err *e UNUSED)
{
    const struct process *process;
    const struct stage *s = stage_of(l, &process);
    for (size_t i = 0; s && i < s->next.n; i++) {
        const struct stage *to = process_stage(process, s->next.v[i].to);
        struct slice name = to ? words(l, to->name) : s->next.v[i].to;
        struct slice way = words(l, s->next.v[i].name);
        add(l, s->next.v[i].to, way.n ? with(l, name, way) : name);
    }
    return true;
}

static bool
comments(struct listing *l, struct err *e UNUSED)
{
    const struct project *p = l->q->project;
    bool own = strcmp(l->q->kind->name, "comment.withdrawn") == 0;
    bool keeps = viewer_keeps(&l->c->viewer);
    for (size_t i = 0; p && i < p->comments.n; i++) {
        const struct comment *c = &p->comments.v[i];
        bool fits = !own || (c->organisation.n ? is_own(l, c->organisation) : keeps);
        if (!c->withdrawn && fits)
            add(l, c->id, with(l, c->id, organisation_name(l, c->organisation)));
    }
    return true;
}

/* ---- which field has which list --------------------------------------------------------------*/

static const struct {
    const char *type, *name; /* type null: of any act */
    bool (*fill)(struct listing *l, struct err *e);
} sources[] = {
    {NULL, "organisation", organisations},
    {NULL, "lead", organisations},
    {NULL, "for-organisation", organisations},
    {NULL, "person", persons},
    {NULL, "group", groups},
    {NULL, "body", bodies},
    {NULL, "membership", memberships},
    {NULL, "mandate", mandates},
    {NULL, "process", adopted},
    {NULL, "project", projects},
    {NULL, "draft", drafts},
    {NULL, "applied-in", drafts},
    {NULL, "carries", closed_ballots},
    {"ballot.closed", "ballot", open_ballots},
    {"consensus.judged", "ballot", closed_ballots},
    {NULL, "rule-key", rules},
    {"document.filed", "document", papers},
    {NULL, "to", stages},
    {NULL, "comment", comments},
};

static void
begin(struct listing *l, struct call *c, const struct act_asked *q)
{
    *l = (struct listing){.c = c, .q = q};
    l->v = NEW_ARRAY(c->arena, struct web_choice, ACT_CHOICES_MAX + 1);
}

/* The words of a closed list. */
static const struct web_choice *
closed_list(struct call *c, const struct act_field *f)
{
    struct listing l;
    begin(&l, c, NULL);
    for (size_t i = 0; f->words[i]; i++)
        add(&l, slice_str(f->words[i]), words(&l, term_any(slice_str(f->words[i]))));
    return l.v;
}

bool
act_choices(const struct web_choice **out, struct call *c, const struct act_asked *q,
            const struct act_field *f, struct err *e)
{
    struct listing l;
    *out = NULL;
    if (f->words) {
        *out = closed_list(c, f);
        return true;
    }
    for (size_t i = 0; f->value == ACT_VALUE_ID && i < COUNT_OF(sources); i++) {
        if (strcmp(sources[i].name, f->name) != 0 ||
            (sources[i].type && strcmp(sources[i].type, q->kind->name) != 0))
            continue;
        begin(&l, c, q);
        if (!sources[i].fill(&l, e))
            return false;
        *out = l.full ? NULL : l.v;
        break;
    }
    return true;
}

bool
act_acting_choices(const struct web_choice **out, struct call *c, struct err *e)
{
    struct listing l;
    *out = NULL;
    if (c->viewer.nmandates < 2)
        return true;
    begin(&l, c, NULL);
    for (size_t i = 0; i < c->viewer.nmandates; i++) {
        const struct mandate *m = c->viewer.mandates[i];
        struct slice label;
        if (!mandate_label(&label, &l, m, e))
            return false;
        add(&l, m->id, with(&l, label, words(&l, view_body_name(state(&l), m->body))));
    }
    *out = l.v;
    return true;
}

/* ---- processes of the program ----------------------------------------------------------------*/

bool
act_processes(struct processes *out, struct call *c, struct err *e)
{
    struct loader l = {.a = c->arena, .trees = c->arena, .env = &c->portal->env};
    struct slice dir = arena_printf(c->arena, "%s/processes", c->portal->options->data);
    return process_load_all(out, &l, arena_str(c->arena, dir), e);
}

bool
act_process_choices(const struct web_choice **out, struct call *c, struct err *e)
{
    struct listing l;
    struct processes all;
    if (!act_processes(&all, c, e))
        return false;
    begin(&l, c, NULL);
    for (size_t i = 0; i < all.n; i++)
        add(&l, all.v[i].id, with(&l, words(&l, all.v[i].name), all.v[i].id));
    *out = l.v;
    return true;
}
