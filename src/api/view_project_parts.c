/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_project_parts.h"

#include "api/terms.h"
#include "api/view_ballot.h"
#include "api/view_process.h"
#include "api/ways.h"

/* ---- drafts, periods, ballots, papers --------------------------------------------------------*/

static struct json_node *
drafts(struct arena *a, const struct project *p, const struct process *process)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = p->drafts.n; i-- > 0;) {
        const struct draft_posted *d = &p->drafts.v[i];
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "id", d->id);
        json_put_text(a, n, "file", d->file);
        json_put_int(a, n, "clauses", (int64_t)d->clauses.n);
        view_stage(a, n, "stage", process, d->stage);
        put_instant(a, n, "at", d->at);
        json_put_int(a, n, "entry", (int64_t)d->index);
        json_put_bool(a, n, "newest", i + 1 == p->drafts.n);
        json_push_node(a, list, n);
    }
    return list;
}

static struct json_node *
period(struct arena *a, const struct comment_period *x, const struct process *process, bool runs)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "draft", x->draft);
    view_stage(a, n, "stage", process, x->stage);
    put_instant(a, n, "opens", x->opens);
    put_instant(a, n, "closes", x->closes);
    json_put_bool(a, n, "runs", runs);
    json_put_int(a, n, "entry", (int64_t)x->index);
    return n;
}

static struct json_node *
comments(const struct viewer *v, const struct project *p, const struct process *process)
{
    struct arena *a = v->arena;
    const struct comment_period *open = project_open_period(p, v->now);
    struct json_node *n = json_new_object(a), *list = json_new_array(a);
    json_put_int(a, n, "total", (int64_t)p->comments.n);
    json_put_int(a, n, "open", (int64_t)project_open_comments(p));
    if (open)
        json_put_node(a, n, "period", period(a, open, process, true));
    for (size_t i = p->periods.n; i-- > 0;)
        json_push_node(a, list, period(a, &p->periods.v[i], process, &p->periods.v[i] == open));
    json_put_node(a, n, "periods", list);
    return n;
}

static struct json_node *
ballots(const struct viewer *v, const struct project *p, const struct process *process)
{
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = p->ballots.n; i-- > 0;) {
        const struct ballot *b = p->ballots.v[i];
        struct json_node *n = json_new_object(a);
        int64_t voted = 0;
        for (size_t k = 0; k < b->roll.n; k++)
            voted += b->votes[k].cast;
        json_put_text(a, n, "id", b->id);
        put_langs(a, n, "question",
                  b->question.en.n || b->question.zh.n ? b->question : b->rule.name);
        view_stage(a, n, "stage", process, b->stage);
        json_put_text_if(a, n, "draft", b->draft);
        put_ballot_state(a, n, b, v->now);
        if (b->sealed)
            json_put_bool(a, n, "sealed", true);
        put_instant(a, n, "opens", b->opens);
        put_instant(a, n, "closes", b->closes);
        json_put_int(a, n, "voters", (int64_t)b->roll.n);
        json_put_int(a, n, "voted", voted);
        if (b->closed)
            put_word(a, n, "outcome", slice_str(outcome_name(ballot_outcome(b))),
                     outcome_words(ballot_outcome(b)));
        json_put_int(a, n, "entry", (int64_t)b->index);
        json_push_node(a, list, n);
    }
    return list;
}

static struct json_node *
documents(const struct viewer *v, const struct project *p, const struct process *process)
{
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = p->documents.n; i-- > 0;) {
        const struct document_filed *d = &p->documents.v[i];
        const struct process_document *named = process ? process_document(process, d->key) : NULL;
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "key", d->key);
        put_langs(a, n, "name", named ? named->name : (struct langs){d->key, d->key});
        json_put_text(a, n, "file", d->file);
        json_put_bool(a, n, "shown", viewer_sees(v, project_body(p)));
        view_stage(a, n, "stage", process, d->stage);
        put_instant(a, n, "at", d->at);
        json_put_int(a, n, "entry", (int64_t)d->index);
        json_push_node(a, list, n);
    }
    return list;
}

static struct json_node *
publications(struct arena *a, const struct project *p)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = p->publications.n; i-- > 0;) {
        const struct publication *x = &p->publications.v[i];
        struct json_node *n = json_new_object(a), *languages = json_new_array(a);
        json_put_text(a, n, "number", x->number);
        json_put_text(a, n, "draft", x->draft);
        json_put_text(a, n, "file", x->file);
        for (size_t k = 0; k < x->languages.n; k++) {
            struct json_node *holder = json_new_object(a);
            put_word(a, holder, "word", x->languages.v[k], term_language(x->languages.v[k]));
            json_push_node(a, languages, json_get(holder, "word"));
        }
        json_put_node(a, n, "languages", languages);
        put_instant(a, n, "at", x->at);
        json_put_text(a, n, "in_force", x->in_force);
        json_put_int(a, n, "entry", (int64_t)x->index);
        json_push_node(a, list, n);
    }
    return list;
}

static struct json_node *
reviews(struct arena *a, const struct project *p)
{
    static const char *const words[] = {"keep", "revise", "withdraw"};
    struct json_node *list = json_new_array(a);
    for (size_t i = p->reviews.n; i-- > 0;) {
        const struct review *x = &p->reviews.v[i];
        struct json_node *n = json_new_object(a);
        put_word(a, n, "decision", slice_str(words[x->decision]), term_review(x->decision));
        put_instant(a, n, "at", x->at);
        json_put_int(a, n, "entry", (int64_t)x->index);
        json_push_node(a, list, n);
    }
    return list;
}

void
project_put_parts(const struct viewer *v, struct json_node *n, const struct project *p,
                  const struct process *process)
{
    struct arena *a = v->arena;
    json_put_node(a, n, "drafts", drafts(a, p, process));
    json_put_node(a, n, "comments", comments(v, p, process));
    json_put_node(a, n, "ballots", ballots(v, p, process));
    json_put_node(a, n, "documents", documents(v, p, process));
    json_put_node(a, n, "publications", publications(a, p));
    json_put_node(a, n, "reviews", reviews(a, p));
}

bool
project_put_corrections(const struct viewer *v, struct json_node *n, const struct project *p,
                        struct err *e)
{
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = p->corrections.n; i-- > 0;) {
        const struct correction *x = &p->corrections.v[i];
        struct json_node *o = json_new_object(a);
        json_put_int(a, o, "of", (int64_t)x->of);
        json_put_int(a, o, "entry", (int64_t)x->index);
        if (!view_text(v, o, "text", x->text, project_body(p), e))
            return false;
        put_instant(a, o, "at", x->at);
        json_push_node(a, list, o);
    }
    json_put_node(a, n, "corrections", list);
    return true;
}

/* ---- what can be done ------------------------------------------------------------------------*/

/* When it makes sense to offer it. */
enum moment {
    ALWAYS,
    WHILE_ACTIVE,
    WHILE_SUSPENDED,
    WHILE_UNPUBLISHED,
    WHILE_PUBLISHED,
    WITH_PERIOD,
    WITHOUT_PERIOD,
    WITHOUT_BALLOT,
    WITH_NEWER_RULES,
};

/* To whom: the mandate's kind, in the project's body; `lead`: also who drafts for the lead. */
static const struct {
    const char *type;
    unsigned kinds;
    bool lead;
    unsigned stage_act; /* 1u << enum stage_act; 0: at any stage */
    enum moment when;
} offers[] = {
    {"draft.posted", MAY_KEEP | 1u << MANDATE_CONVENOR, true, 1u << STAGE_DRAFT, WHILE_ACTIVE},
    {"document.filed", MAY_KEEP | 1u << MANDATE_CONVENOR, true, 0, WHILE_ACTIVE},
    {"comments.opened", MAY_LEAD | 1u << MANDATE_CONVENOR, false, 1u << STAGE_COMMENT,
     WITHOUT_PERIOD},
    {"comments.extended", MAY_LEAD | 1u << MANDATE_CONVENOR, false, 0, WITH_PERIOD},
    {"ballot.opened", MAY_LEAD | 1u << MANDATE_CONVENOR, false, 1u << STAGE_BALLOT, WITHOUT_BALLOT},
    {"text.published", MAY_LEAD, false, 1u << STAGE_PUBLISH, WHILE_ACTIVE},
    {"review.decided", MAY_LEAD, false, 1u << STAGE_REVIEW, WHILE_ACTIVE},
    {"project.ruled", MAY_LEAD, false, 0, WITH_NEWER_RULES},
    {"project.suspended", MAY_LEAD, false, 0, WHILE_ACTIVE},
    {"project.resumed", MAY_LEAD, false, 0, WHILE_SUSPENDED},
    {"project.withdrawn", MAY_LEAD, false, 0, WHILE_UNPUBLISHED},
    {"text.withdrawn", MAY_LEAD, false, 0, WHILE_PUBLISHED},
    {"correction.made", MAY_LEAD | 1u << MANDATE_CONVENOR, false, 0, ALWAYS},
};

static bool
is_moment(enum moment when, const struct viewer *v, const struct project *p)
{
    bool active = p->status == PROJECT_ACTIVE || p->status == PROJECT_PUBLISHED;
    const struct adopted *newest =
        committee_process(&v->office->committee, p->process, (struct slice){0});
    switch (when) {
    case WHILE_ACTIVE:
        return active;
    case WHILE_SUSPENDED:
        return p->status == PROJECT_SUSPENDED;
    case WHILE_UNPUBLISHED:
        return p->status == PROJECT_ACTIVE || p->status == PROJECT_SUSPENDED;
    case WHILE_PUBLISHED:
        return p->status == PROJECT_PUBLISHED;
    case WITH_PERIOD:
        return active && project_open_period(p, v->now);
    case WITHOUT_PERIOD:
        return active && p->drafts.n && !project_open_period(p, v->now);
    case WITHOUT_BALLOT:
        return active && !project_open_ballot(p);
    case WITH_NEWER_RULES:
        return active && newest && !slice_eq(newest->digest, p->process_digest);
    case ALWAYS:
        break;
    }
    return true;
}

static bool
drafts_for_lead(const struct viewer *v, const struct project *p)
{
    const unsigned drafters = MAY_SPEAK | 1u << MANDATE_EXPERT;
    for (size_t i = 0; i < v->nmandates; i++)
        if (drafters >> v->mandates[i]->kind & 1 && slice_eq(v->mandates[i]->organisation, p->lead))
            return true;
    return false;
}

void
project_put_acts(const struct viewer *v, struct json_node *n, const struct project *p,
                 const struct process *process)
{
    struct arena *a = v->arena;
    const struct stage *s = process ? process_stage(process, p->stage) : NULL;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; s && i < COUNT_OF(offers); i++) {
        bool may = viewer_holds(v, offers[i].kinds, project_body(p)) ||
                   (offers[i].lead && drafts_for_lead(v, p));
        bool here = offers[i].stage_act == 0 || offers[i].stage_act & s->acts;
        if (!may || !here || !is_moment(offers[i].when, v, p))
            continue;
        struct json_node *o = json_new_object(a);
        put_word(a, o, "type", slice_str(offers[i].type),
                 term_offer(event_kind_find(slice_str(offers[i].type))));
        json_put_text(a, o, "address",
                      arena_printf(a, "/projects/%.*s/acts/%s", SL_FMT(p->id), offers[i].type));
        json_push_node(a, list, o);
    }
    json_put_node(a, n, "acts", list);
}

/* ---- the ways on -----------------------------------------------------------------------------*/

static void
put_refusal(struct arena *a, struct json_node *n, const struct refusal *r)
{
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "code", slice_str(refusal_name(r->code)));
    json_put_text(a, o, "rule", r->rule);
    put_langs(a, o, "says", (struct langs){r->en, r->zh});
    json_put_node(a, n, "refusal", o);
}

bool
project_put_ways(const struct viewer *v, struct json_node *n, const struct project *p,
                 const struct process *process, struct err *e)
{
    struct arena *a = v->arena;
    const struct stage *s = process ? process_stage(process, p->stage) : NULL;
    struct json_node *list = json_new_array(a);
    struct ways ways;
    if (!ways_on(&ways, v, p, NULL, e))
        return false;
    for (size_t i = 0; s && i < ways.n; i++) {
        const struct way *w = &ways.v[i];
        struct json_node *o = json_new_object(a), *by = json_new_array(a),
                         *needs = json_new_array(a);
        view_stage(a, o, "to", process, w->to);
        if (w->name.en.n || w->name.zh.n)
            put_langs(a, o, "name", w->name);
        for (unsigned r = 0; r < PROCESS_ROLES; r++) {
            struct json_node *holder = json_new_object(a);
            if (!(w->needs->by >> r & 1))
                continue;
            put_word(a, holder, "word", slice_str(process_role_names[r]),
                     term_process_role((enum process_role)r));
            json_push_node(a, by, json_get(holder, "word"));
        }
        json_put_node(a, o, "by", by);
        view_needs(a, needs, process, s, w->needs);
        json_put_node(a, o, "needs", needs);
        json_put_bool(a, o, "open", w->refusal.code == REFUSED_NOT);
        if (w->refusal.code != REFUSED_NOT)
            put_refusal(a, o, &w->refusal);
        json_push_node(a, list, o);
    }
    json_put_node(a, n, "ways", list);
    json_put_bool(a, n, "ways_mine", ways.asked);
    return true;
}
