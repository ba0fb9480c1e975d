/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/rows.h"

#include "committee/kinds_committee.h"
#include "committee/kinds_project.h"

#include <assert.h>

/* ---- the tables ------------------------------------------------------------------------------*/

/*
 * Instants are integers, seconds since 1970; 0: none. `leaf` is the index of the event that began
 * what the row is about, so that rows come in the order in which things happened.
 */
#define KEY_INT(n)                       \
    {                                    \
        (n), COLUMN_INTEGER, true, false \
    }
#define KEY_TEXT(n)                   \
    {                                 \
        (n), COLUMN_TEXT, true, false \
    }
#define INT(n)                            \
    {                                     \
        (n), COLUMN_INTEGER, false, false \
    }
#define TEXT(n)                        \
    {                                  \
        (n), COLUMN_TEXT, false, false \
    }
#define BY_TEXT(n)                    \
    {                                 \
        (n), COLUMN_TEXT, false, true \
    }

static const struct column organisation_columns[] = {
    KEY_INT("leaf"), BY_TEXT("id"),    TEXT("name_en"), TEXT("name_zh"),   TEXT("origin"),
    TEXT("country"), TEXT("category"), TEXT("family"),  INT("population"), INT("weight"),
};
static const struct column person_columns[] = {
    KEY_INT("leaf"),
    BY_TEXT("id"),
    BY_TEXT("organisation"),
    TEXT("profile"),
};
static const struct column membership_columns[] = {
    KEY_INT("leaf"), BY_TEXT("id"), BY_TEXT("organisation"), TEXT("person"),
    BY_TEXT("body"), TEXT("role"),  TEXT("standing"),        INT("confirmed"),
    INT("from"),     INT("until"),  INT("ended_at"),
};
static const struct column mandate_columns[] = {
    KEY_INT("leaf"), BY_TEXT("id"),   BY_TEXT("person"), BY_TEXT("organisation"),  TEXT("body"),
    TEXT("kind"),    TEXT("project"), TEXT("ballot"),    TEXT("for_organisation"), INT("from"),
    INT("until"),    INT("ended_at"),
};
static const struct column group_columns[] = {
    KEY_INT("leaf"), BY_TEXT("id"),  TEXT("name_en"), TEXT("name_zh"),
    TEXT("access"),  TEXT("admits"), TEXT("reason"),  INT("closed"),
};
static const struct column project_columns[] = {
    KEY_INT("leaf"),    BY_TEXT("id"),  TEXT("title_en"), TEXT("title_zh"),
    TEXT("process"),    TEXT("group"),  TEXT("lead"),     TEXT("stage"),
    INT("stage_since"), TEXT("status"), INT("opened"),    INT("withdrawn_at"),
};
static const struct column draft_columns[] = {
    KEY_TEXT("project"), KEY_INT("leaf"), TEXT("id"), TEXT("file"),
    TEXT("stage"),       INT("clauses"),  INT("at"),
};
static const struct column comment_columns[] = {
    KEY_TEXT("project"), KEY_INT("leaf"),  TEXT("id"),       TEXT("draft"),
    TEXT("clause"),      TEXT("type"),     TEXT("language"), BY_TEXT("organisation"),
    TEXT("object"),      TEXT("decision"), TEXT("reason"),   TEXT("applied_in"),
    INT("withdrawn"),    INT("at"),        INT("disposed"),
};
static const struct column period_columns[] = {
    KEY_TEXT("project"), KEY_INT("leaf"), TEXT("draft"), TEXT("stage"), INT("opens"), INT("closes"),
};
static const struct column ballot_columns[] = {
    KEY_TEXT("project"), KEY_INT("leaf"), TEXT("id"),    TEXT("question_en"), TEXT("question_zh"),
    TEXT("stage"),       TEXT("draft"),   TEXT("rule"),  INT("voters"),       INT("sealed"),
    INT("opens"),        INT("closes"),   INT("closed"), TEXT("outcome"),
};
static const struct column vote_columns[] = {
    KEY_TEXT("project"),     KEY_TEXT("ballot"), KEY_INT("place"), TEXT("voter"),
    BY_TEXT("organisation"), TEXT("choice"),     INT("sealed"),    TEXT("reason"),
    TEXT("mandate"),         INT("at"),          INT("leaf"),
};
static const struct column publication_columns[] = {
    KEY_TEXT("project"), KEY_INT("leaf"), TEXT("number"),   TEXT("draft"),
    TEXT("file"),        INT("at"),       TEXT("in_force"),
};
static const struct column correction_columns[] = {
    KEY_TEXT("project"), KEY_INT("leaf"), INT("of"), TEXT("text"), INT("at"),
};

#define TABLE(name, columns)                 \
    {                                        \
        (name), (columns), COUNT_OF(columns) \
    }
const struct row_table row_tables[ROWS_CORRECTION + 1] = {
    [ROWS_ORGANISATION] = TABLE("organisation", organisation_columns),
    [ROWS_PERSON] = TABLE("person", person_columns),
    [ROWS_MEMBERSHIP] = TABLE("membership", membership_columns),
    [ROWS_MANDATE] = TABLE("mandate", mandate_columns),
    [ROWS_GROUP] = TABLE("group", group_columns),
    [ROWS_PROJECT] = TABLE("project", project_columns),
    [ROWS_DRAFT] = TABLE("draft", draft_columns),
    [ROWS_COMMENT] = TABLE("comment", comment_columns),
    [ROWS_PERIOD] = TABLE("period", period_columns),
    [ROWS_BALLOT] = TABLE("ballot", ballot_columns),
    [ROWS_VOTE] = TABLE("vote", vote_columns),
    [ROWS_PUBLICATION] = TABLE("publication", publication_columns),
    [ROWS_CORRECTION] = TABLE("correction", correction_columns),
};

/* ---- making rows -----------------------------------------------------------------------------*/

struct making {
    struct rows *out;
    struct arena *a;
    const struct committee *c;
    const struct project *p;
    const struct event *ev;
    union row_value *next; /* of the row under way */
};

static void
begin(struct making *m, enum row_table_id table)
{
    m->next = NEW_ARRAY(m->a, union row_value, row_tables[table].n);
    m->out->v[m->out->n++] = (struct row){table, m->next};
}

static void
text(struct making *m, struct slice s)
{
    (m->next++)->text = s;
}

static void
word(struct making *m, const char *s)
{
    text(m, slice_str(s));
}

static void
integer(struct making *m, int64_t i)
{
    (m->next++)->integer = i;
}

static void
leaf(struct making *m, uint64_t index)
{
    integer(m, (int64_t)index);
}

/* All columns of the row were given. */
static void
end(const struct making *m)
{
    const struct row *r = &m->out->v[m->out->n - 1];
    assert(m->next == r->values + row_tables[r->table].n);
    (void)r;
}

/* ---- of the committee ------------------------------------------------------------------------*/

static void
organisation_row(struct making *m, struct slice id)
{
    const struct organisation *o = committee_organisation(m->c, id);
    if (!o)
        return;
    begin(m, ROWS_ORGANISATION);
    leaf(m, o->since);
    text(m, o->id);
    text(m, o->name.en);
    text(m, o->name.zh);
    word(m, origin_words[o->origin]);
    text(m, o->country);
    text(m, o->category);
    text(m, o->family);
    integer(m, o->population);
    integer(m, o->weight);
    end(m);
}

static void
person_row(struct making *m, struct slice id)
{
    const struct person *p = committee_person(m->c, id);
    if (!p)
        return;
    begin(m, ROWS_PERSON);
    leaf(m, p->since);
    text(m, p->id);
    text(m, p->organisation);
    text(m, p->profile);
    end(m);
}

static void
membership_row(struct making *m, struct slice id)
{
    const struct membership *x = committee_membership(m->c, id);
    if (!x)
        return;
    begin(m, ROWS_MEMBERSHIP);
    leaf(m, x->since);
    text(m, x->id);
    text(m, x->organisation);
    text(m, x->person);
    text(m, x->body);
    word(m, role_words[x->role]);
    text(m, x->standing);
    integer(m, x->confirmed);
    integer(m, x->from);
    integer(m, x->until);
    integer(m, x->ended_at);
    end(m);
}

static void
mandate_row(struct making *m, struct slice id)
{
    const struct mandate *x = committee_mandate(m->c, id);
    if (!x)
        return;
    begin(m, ROWS_MANDATE);
    leaf(m, x->since);
    text(m, x->id);
    text(m, x->person);
    text(m, x->organisation);
    text(m, x->body);
    word(m, mandate_words[x->kind]);
    text(m, x->project);
    text(m, x->ballot);
    text(m, x->for_organisation);
    integer(m, x->from);
    integer(m, x->until);
    integer(m, x->ended_at);
    end(m);
}

/* "domestic foreign": the origins that may be invited. */
static struct slice
admits_text(struct arena *a, const struct group *g)
{
    struct slice all = {0};
    for (size_t i = 0; i < COUNT_OF(g->admits); i++)
        if (g->admits[i])
            all = arena_printf(a, "%.*s%s%s", SL_FMT(all), all.n ? " " : "", origin_words[i]);
    return all;
}

static void
group_row(struct making *m, struct slice id)
{
    const struct group *g = committee_group(m->c, id);
    if (!g)
        return;
    begin(m, ROWS_GROUP);
    leaf(m, g->since);
    text(m, g->id);
    text(m, g->name.en);
    text(m, g->name.zh);
    word(m, access_words[g->access]);
    text(m, admits_text(m->a, g));
    text(m, g->reason);
    leaf(m, g->closed);
    end(m);
}

static void
of_committee(struct making *m)
{
    organisation_row(m, m->ev->by.organisation);
    person_row(m, m->ev->by.person);
    mandate_row(m, m->ev->by.mandate);
}

static void
of_organisation(struct making *m)
{
    struct slice id = event_text(m->ev, "id");
    organisation_row(m, id.n ? id : event_text(m->ev, "organisation"));
}

static void
of_person(struct making *m)
{
    person_row(m, event_text(m->ev, "id"));
}

static void
of_membership(struct making *m)
{
    struct slice id = event_text(m->ev, "id");
    membership_row(m, id.n ? id : event_text(m->ev, "membership"));
}

static void
of_mandate(struct making *m)
{
    struct slice id = event_text(m->ev, "id");
    mandate_row(m, id.n ? id : event_text(m->ev, "mandate"));
}

static void
of_group(struct making *m)
{
    struct slice id = event_text(m->ev, "id");
    group_row(m, id.n ? id : event_text(m->ev, "group"));
}

/* ---- of a project ----------------------------------------------------------------------------*/

static void
of_project(struct making *m)
{
    const struct project *p = m->p;
    if (p->leaves.n == 0)
        return;
    begin(m, ROWS_PROJECT);
    leaf(m, p->leaves.v[0]);
    text(m, p->id);
    text(m, p->title.en);
    text(m, p->title.zh);
    text(m, p->process);
    text(m, p->group);
    text(m, p->lead);
    text(m, p->stage);
    integer(m, p->stage_since);
    word(m, project_status_name(p->status));
    integer(m, p->opened);
    integer(m, p->withdrawn_at);
    end(m);
}

static void
of_draft(struct making *m)
{
    const struct draft_posted *d = project_draft(m->p, event_text(m->ev, "id"));
    if (!d)
        return;
    begin(m, ROWS_DRAFT);
    text(m, m->p->id);
    leaf(m, d->index);
    text(m, d->id);
    text(m, d->file);
    text(m, d->stage);
    integer(m, (int64_t)d->clauses.n);
    integer(m, d->at);
    end(m);
}

static void
of_comment(struct making *m)
{
    struct slice id = event_text(m->ev, "id");
    const struct comment *x = project_comment(m->p, id.n ? id : event_text(m->ev, "comment"));
    if (!x)
        return;
    begin(m, ROWS_COMMENT);
    text(m, m->p->id);
    leaf(m, x->index);
    text(m, x->id);
    text(m, x->draft);
    text(m, x->clause);
    word(m, comment_type_words[x->type]);
    text(m, x->language);
    text(m, x->organisation);
    text(m, x->object);
    word(m, decision_words[x->decision]);
    text(m, x->reason);
    text(m, x->applied_in);
    integer(m, x->withdrawn);
    integer(m, x->at);
    leaf(m, x->disposed);
    end(m);
}

/* The newest one: an older period is over and cannot change. */
static void
of_period(struct making *m)
{
    if (m->p->periods.n == 0)
        return;
    const struct comment_period *x = &m->p->periods.v[m->p->periods.n - 1];
    begin(m, ROWS_PERIOD);
    text(m, m->p->id);
    leaf(m, x->index);
    text(m, x->draft);
    text(m, x->stage);
    integer(m, x->opens);
    integer(m, x->closes);
    end(m);
}

static void
of_ballot(struct making *m)
{
    struct slice id = event_text(m->ev, "id");
    const struct ballot *b = project_ballot(m->p, id.n ? id : event_text(m->ev, "ballot"));
    if (!b)
        return;
    begin(m, ROWS_BALLOT);
    text(m, m->p->id);
    leaf(m, b->index);
    text(m, b->id);
    text(m, b->question.en);
    text(m, b->question.zh);
    text(m, b->stage);
    text(m, b->draft);
    text(m, b->rule.key);
    integer(m, (int64_t)b->roll.n);
    integer(m, b->sealed);
    integer(m, b->opens);
    integer(m, b->closes);
    leaf(m, b->closed_index);
    word(m, b->closed ? outcome_name(ballot_outcome(b)) : "");
    end(m);
}

static void
vote_row(struct making *m, const struct ballot *b, size_t place)
{
    const struct ballot_vote *v = &b->votes[place];
    begin(m, ROWS_VOTE);
    text(m, m->p->id);
    text(m, b->id);
    integer(m, (int64_t)place);
    text(m, b->roll.v[place].id);
    text(m, b->roll.v[place].organisation);
    text(m, v->choice);
    integer(m, v->sealed);
    text(m, v->reason);
    text(m, v->mandate);
    integer(m, v->at);
    leaf(m, v->index);
    end(m);
}

static void
of_vote(struct making *m)
{
    const struct ballot *b = project_ballot(m->p, event_text(m->ev, "ballot"));
    size_t place = b ? ballot_place(b, event_text(m->ev, "voter")) : 0;
    if (b && place < b->roll.n)
        vote_row(m, b, place);
}

/* With the votes that stand on from an earlier round. */
static void
of_opening(struct making *m)
{
    const struct ballot *b = project_ballot(m->p, event_text(m->ev, "id"));
    if (!b)
        return;
    m->out->v = NEW_ARRAY(m->a, struct row, 1 + b->roll.n);
    of_ballot(m);
    for (size_t i = 0; i < b->roll.n; i++)
        if (b->votes[i].cast)
            vote_row(m, b, i);
}

static void
of_publication(struct making *m)
{
    of_project(m);
    if (m->p->publications.n == 0)
        return;
    const struct publication *x = &m->p->publications.v[m->p->publications.n - 1];
    begin(m, ROWS_PUBLICATION);
    text(m, m->p->id);
    leaf(m, x->index);
    text(m, x->number);
    text(m, x->draft);
    text(m, x->file);
    integer(m, x->at);
    text(m, x->in_force);
    end(m);
}

static void
of_correction(struct making *m)
{
    if (m->p->corrections.n == 0)
        return;
    const struct correction *x = &m->p->corrections.v[m->p->corrections.n - 1];
    begin(m, ROWS_CORRECTION);
    text(m, m->p->id);
    leaf(m, x->index);
    leaf(m, x->of);
    text(m, x->text);
    integer(m, x->at);
    end(m);
}

/* ---- by kind ---------------------------------------------------------------------------------*/

#define ROWS_AT_ONCE 3 /* the most that one event changes, but for the opening of a ballot */

/* Votes and comments first: nearly all events are of them. What is absent changes no table. */
static const struct {
    const struct event_kind *kind;
    void (*rows)(struct making *m);
} makers[] = {
    {&kind_vote_cast, of_vote},
    {&kind_comment_filed, of_comment},
    {&kind_disposition_set, of_comment},
    {&kind_vote_sealed, of_vote},
    {&kind_vote_unsealed, of_vote},
    {&kind_comment_withdrawn, of_comment},
    {&kind_mandate_granted, of_mandate},
    {&kind_mandate_ended, of_mandate},
    {&kind_membership_granted, of_membership},
    {&kind_membership_confirmed, of_membership},
    {&kind_membership_ended, of_membership},
    {&kind_person_registered, of_person},
    {&kind_organisation_admitted, of_organisation},
    {&kind_organisation_changed, of_organisation},
    {&kind_committee_opened, of_committee},
    {&kind_group_opened, of_group},
    {&kind_group_changed, of_group},
    {&kind_group_closed, of_group},
    {&kind_draft_posted, of_draft},
    {&kind_comments_opened, of_period},
    {&kind_comments_extended, of_period},
    {&kind_ballot_opened, of_opening},
    {&kind_ballot_closed, of_ballot},
    {&kind_consensus_judged, of_ballot},
    {&kind_project_proposed, of_project},
    {&kind_project_ruled, of_project},
    {&kind_project_suspended, of_project},
    {&kind_project_resumed, of_project},
    {&kind_project_withdrawn, of_project},
    {&kind_stage_entered, of_project},
    {&kind_review_decided, of_project},
    {&kind_text_published, of_publication},
    {&kind_text_withdrawn, of_project},
    {&kind_correction_made, of_correction},
};

void
rows_of(struct rows *out, struct arena *a, const struct committee *c, const struct project *p,
        const struct event *ev)
{
    struct making m = {.out = out, .a = a, .c = c, .p = p, .ev = ev};
    *out = (struct rows){NEW_ARRAY(a, struct row, ROWS_AT_ONCE), 0};
    for (size_t i = 0; i < COUNT_OF(makers); i++)
        if (makers[i].kind == ev->kind) {
            makers[i].rows(&m);
            return;
        }
}
