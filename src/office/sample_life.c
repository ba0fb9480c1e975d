/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sample's projects. All of them go the same way, step by step, in days since
 * they were proposed; the present cuts each at another stage.
 */
#include "office/sample_parts.h"

#include <inttypes.h>
#include <stdlib.h>

enum doing {
    DO_PROPOSE,
    DO_DOCUMENT,
    DO_DRAFT, /* "1", "2": revisions; projects but the main one have one text only */
    DO_ADVANCE,
    DO_AUTHORITY, /* the same, on the paper of the body above */
    DO_OPEN,      /* a ballot, by the rule */
    DO_VOTE_GROUP,
    DO_VOTE_SEATS, /* "0 3": of every three seats the first */
    DO_CLOSE,
    DO_ASK, /* open a comment period */
    DO_COMMENT,
    DO_ANSWER,
    DO_PUBLISH,
    DO_STOP, /* only projects that end so */
    DO_ABOLISH,
};

struct step {
    int64_t day; /* of the project */
    enum doing what;
    const char *arg;
};

static const struct step steps[] = {
    {0, DO_PROPOSE, NULL},
    {1, DO_DOCUMENT, "study-report"},
    {3, DO_ADVANCE, "proposal"},
    {4, DO_DOCUMENT, "proposal-form"},
    {4, DO_DOCUMENT, "outline"},
    {5, DO_OPEN, "wg-vote"},
    {7, DO_VOTE_GROUP, NULL},
    {20, DO_CLOSE, NULL},
    {20, DO_ADVANCE, "project-approval"},
    {21, DO_DOCUMENT, "plan"},
    {22, DO_OPEN, "other-decision"},
    {25, DO_VOTE_SEATS, "0 3"},
    {33, DO_VOTE_SEATS, "1 9"},
    {37, DO_CLOSE, NULL},
    {55, DO_AUTHORITY, "drafting"},
    {65, DO_STOP, NULL},
    {100, DO_DRAFT, "1"},
    {100, DO_DOCUMENT, "explanation"},
    {100, DO_OPEN, "wg-vote"},
    {104, DO_VOTE_GROUP, NULL},
    {115, DO_CLOSE, NULL},
    {115, DO_ADVANCE, "comment"},
    {116, DO_ASK, NULL},
    {140, DO_COMMENT, NULL},
    {178, DO_ANSWER, NULL},
    {180, DO_DRAFT, "2"},
    {180, DO_DOCUMENT, "explanation"},
    {180, DO_DOCUMENT, "comment-table"},
    {180, DO_OPEN, "wg-vote"},
    {184, DO_VOTE_GROUP, NULL},
    {195, DO_CLOSE, NULL},
    {195, DO_ADVANCE, "review"},
    {196, DO_DRAFT, "2"},
    {196, DO_DOCUMENT, "explanation"},
    {196, DO_DOCUMENT, "comment-table"},
    {197, DO_OPEN, "draft-for-review"},
    {202, DO_VOTE_SEATS, "0 3"},
    {206, DO_VOTE_SEATS, "1 6"},
    {215, DO_VOTE_SEATS, "2 3"},
    {228, DO_CLOSE, NULL},
    {228, DO_DOCUMENT, "minutes"},
    {229, DO_ADVANCE, "approval"},
    {235, DO_DOCUMENT, "approval-file"},
    {245, DO_AUTHORITY, "publication"},
    {258, DO_PUBLISH, NULL},
    {258, DO_ADVANCE, "published"},
    {2084, DO_ADVANCE, "periodic-review"},
    {2085, DO_OPEN, "other-decision"},
    {2090, DO_VOTE_SEATS, "0 3"},
    {2100, DO_CLOSE, NULL},
    {2101, DO_DOCUMENT, "review-conclusion"},
    {2105, DO_ABOLISH, NULL},
};

/* A project of the sample. */
struct going {
    const struct csv_row *row;
    struct slice id, end; /* the end: empty, "main", "stopped", "abolished" */
    int64_t days;         /* ago: when it was proposed */
    struct sample_group *group;
    size_t nth;
    struct slice ballot;
    size_t outlived; /* steps done */
};

/* ---- small numbers that look like life -------------------------------------------------------*/

static uint32_t
mix(size_t a, size_t b)
{
    uint32_t h = (uint32_t)(a * 2654435761u ^ (b + 1) * 2246822519u);
    h ^= h >> 15;
    h *= 2654435761u;
    return h ^ h >> 13;
}

/* Mostly yes: 86 %, no 7 %, abstain 7 %. */
static const char *
choice(size_t voter, size_t ballot)
{
    uint32_t roll = mix(voter, ballot) % 100;
    return roll < 86 ? "yes" : roll < 93 ? "no" : "abstain";
}

/* ---- acts ------------------------------------------------------------------------------------*/

static bool
do_propose(struct sample *s, struct going *g, struct err *e)
{
    struct arena *a = s->a;
    struct sample_act act = {.type = "project.proposed", .data = json_new_object(a)};
    struct event ev;
    json_put_text(a, act.data, "group", g->group->id);
    json_put_text(a, act.data, "lead", g->group->places.v[0].organisation);
    json_put_text(a, act.data, "process", SL("SAC-GBT"));
    json_put_node(a, act.data, "title",
                  sample_langs(a, sample_field(&s->projects, g->row, "title_en"),
                               sample_field(&s->projects, g->row, "title_zh")));
    if (!sample_do(&ev, s, &act, e))
        return false;
    g->id = arena_dup(a, ev.project);
    return true;
}

static bool
do_document(struct sample *s, struct going *g, const char *key, struct err *e)
{
    struct arena *a = s->a;
    struct event ev;
    struct sample_act act = {.type = "document.filed",
                             .project = g->id,
                             .data = json_new_object(a),
                             .object = arena_printf(a, "%.*s: %s (invented)\n", SL_FMT(g->id), key),
                             .open = true};
    json_put_text(a, act.data, "document", slice_str(key));
    json_put_text(a, act.data, "file", object_digest(a, act.object));
    return sample_do(&ev, s, &act, e);
}

static bool
do_draft(struct sample *s, struct going *g, const char *revision, struct err *e)
{
    struct arena *a = s->a;
    bool main_one = slice_eq_str(g->end, "main");
    enum sample_draft which = !main_one                    ? SAMPLE_OUTLINE
                              : strcmp(revision, "1") == 0 ? SAMPLE_DRAFT_1
                                                           : SAMPLE_DRAFT_2;
    struct sample_act act = {.type = "draft.posted",
                             .project = g->id,
                             .mandate = g->group->convenor,
                             .data = json_new_object(a),
                             .object = s->texts[which],
                             .open = true};
    struct json_node *clauses = json_new_array(a);
    struct event ev;
    for (size_t i = 0; i < s->drafts[which].n; i++)
        json_push_text(a, clauses, s->drafts[which].clauses[i].id);
    json_put_node(a, act.data, "clauses", clauses);
    json_put_text(a, act.data, "file", object_digest(a, act.object));
    return sample_do(&ev, s, &act, e);
}

static bool
do_advance(struct sample *s, struct going *g, const char *to, bool authority, struct err *e)
{
    struct arena *a = s->a;
    struct sample_act act = {
        .type = "stage.entered", .project = g->id, .data = json_new_object(a), .open = true};
    struct event ev;
    json_put_text(a, act.data, "to", slice_str(to));
    if (authority) {
        act.object = arena_printf(a, "Decision on %.*s: %s (invented)\n", SL_FMT(g->id), to);
        json_put_text(a, act.data, "shown_by", object_digest(a, act.object));
    }
    return sample_do(&ev, s, &act, e);
}

static bool
do_open(struct sample *s, struct going *g, const char *rule, struct err *e)
{
    struct sample_act act = {
        .type = "ballot.opened", .project = g->id, .data = json_new_object(s->a)};
    struct event ev;
    json_put_text(s->a, act.data, "rule_key", slice_str(rule));
    if (!sample_do(&ev, s, &act, e))
        return false;
    g->ballot = arena_dup(s->a, event_text(&ev, "id"));
    return true;
}

static bool
vote(struct sample *s, struct going *g, const struct sample_place *p, size_t nth, struct err *e)
{
    struct arena *a = s->a;
    const char *says = choice(nth, g->nth * 31 + g->outlived);
    struct sample_act act = {
        .type = "vote.cast", .project = g->id, .mandate = p->mandate, .data = json_new_object(a)};
    struct event ev;
    json_put_text(a, act.data, "ballot", g->ballot);
    json_put_text(a, act.data, "choice", slice_str(says));
    if (strcmp(says, "no") == 0) {
        struct slice why = nth % 2 ? SL("The costs were not looked at.") : SL("试验依据不足。");
        act.open = true;
        if (!object_text(&act.object, a, &s->env, why, e))
            return false;
        json_put_text(a, act.data, "reason", object_digest(a, act.object));
    }
    return sample_do(&ev, s, &act, e);
}

static bool
do_vote_group(struct sample *s, struct going *g, struct err *e)
{
    for (size_t i = 0; i < g->group->places.n; i++)
        if (mix(i, g->nth) % 5 && !vote(s, g, &g->group->places.v[i], i, e))
            return false;
    return true;
}

static bool
do_vote_seats(struct sample *s, struct going *g, const char *part, struct err *e)
{
    size_t rest = (size_t)(part[0] - '0'), of = (size_t)(part[2] - '0');
    for (size_t i = rest; i < s->seats.n; i += of)
        if (!vote(s, g, &s->seats.v[i], i, e))
            return false;
    return true;
}

static bool
do_close(struct sample *s, struct going *g, struct err *e)
{
    struct sample_act act = {
        .type = "ballot.closed", .project = g->id, .data = json_new_object(s->a)};
    struct event ev;
    json_put_text(s->a, act.data, "ballot", g->ballot);
    return sample_do(&ev, s, &act, e);
}

static bool
do_ask(struct sample *s, struct going *g, struct err *e)
{
    struct sample_act act = {
        .type = "comments.opened", .project = g->id, .data = json_new_object(s->a)};
    struct event ev;
    return sample_do(&ev, s, &act, e);
}

/* ---- comments --------------------------------------------------------------------------------*/

/* The mandate in the group of the organisation by its name, or of any member where it is empty. */
static struct slice
commenter(const struct sample *s, const struct going *g, struct slice name, size_t nth)
{
    for (size_t i = 0; name.n && i < s->who.n; i++) {
        const struct sample_organisation *o = &s->who.v[i];
        if (!slice_eq(sample_field(&s->organisations, o->row, "name_en"), name))
            continue;
        for (size_t k = 0; k < g->group->places.n; k++)
            if (slice_eq(g->group->places.v[k].organisation, o->id))
                return g->group->places.v[k].mandate;
    }
    return g->group->places.v[mix(nth, 7) % g->group->places.n].mandate;
}

static bool
anchored(struct comment_object *c, struct sample *s, const struct draft *d,
         const struct csv_row *row, struct err *e)
{
    const struct csv_table *t = &s->comments;
    struct slice clause = sample_field(t, row, "clause"), quote = sample_field(t, row, "quote");
    struct slice replace = sample_field(t, row, "replace");
    enum draft_language l =
        slice_eq_str(sample_field(t, row, "language"), "zh") ? DRAFT_ZH : DRAFT_EN;
    if (!clause.n)
        return true;
    c->anchored = true;
    if (!quote.n)
        return anchor_make(&c->anchor, d, clause, l, (struct slice){0}, 0, 0, e);
    if (!anchor_quote(&c->anchor, d, clause, l, (struct slice){0}, quote, e))
        return false;
    if (!replace.n)
        return true;
    c->proposes = true;
    struct slice text = draft_clause(d, clause)->text[l].s;
    struct slice changed =
        arena_printf(s->a, "%.*s%.*s%.*s", SL_FMT(slice_sub(text, 0, c->anchor.start)),
                     SL_FMT(replace), SL_FMT(slice_sub(text, c->anchor.start + quote.n, text.n)));
    return proposal_make(&c->proposal, s->a, d, clause, l, changed, e);
}

static bool
comment(struct sample *s, struct going *g, const struct draft *d, const struct csv_row *row,
        size_t nth, struct err *e)
{
    struct arena *a = s->a;
    const struct csv_table *t = &s->comments;
    struct comment_object c = {.text = sample_field(t, row, "text"),
                               .proposed = sample_field(t, row, "proposed")};
    struct sample_act act = {.type = "comment.filed",
                             .project = g->id,
                             .mandate = commenter(s, g, sample_field(t, row, "organisation"), nth),
                             .data = json_new_object(a),
                             .open = true};
    struct event ev;
    if (!anchored(&c, s, d, row, e) || !comment_object_write(&act.object, a, &s->env, &c, e))
        return false;
    json_put_text_if(a, act.data, "clause", sample_field(t, row, "clause"));
    json_put_text(a, act.data, "language", sample_field(t, row, "language"));
    json_put_text(a, act.data, "object", object_digest(a, act.object));
    json_put_text(a, act.data, "type", sample_field(t, row, "type"));
    return sample_do(&ev, s, &act, e);
}

static bool
is_commented(const struct sample *s, const struct going *g, const struct csv_row *row)
{
    const char *draft = slice_eq_str(g->end, "main") ? "draft-1" : "outline";
    return slice_eq_str(sample_field(&s->comments, row, "draft"), draft);
}

static bool
do_comment(struct sample *s, struct going *g, struct err *e)
{
    bool main_one = slice_eq_str(g->end, "main");
    const struct draft *d = &s->drafts[main_one ? SAMPLE_DRAFT_1 : SAMPLE_OUTLINE];
    for (size_t i = 0; i < s->comments.n; i++)
        if (is_commented(s, g, &s->comments.rows[i]) &&
            !comment(s, g, d, &s->comments.rows[i], i, e))
            return false;
    return true;
}

static bool
answer(struct sample *s, struct going *g, size_t nth, const struct csv_row *row, struct err *e)
{
    struct arena *a = s->a;
    const struct csv_table *t = &s->comments;
    struct slice decision = sample_field(t, row, "decision"), why = sample_field(t, row, "reason");
    struct sample_act act = {.type = "disposition.set",
                             .project = g->id,
                             .mandate = g->group->convenor,
                             .data = json_new_object(a),
                             .open = true};
    struct event ev;
    json_put_text(a, act.data, "comment", arena_printf(a, "c-%zu", nth));
    json_put_text(a, act.data, "decision", decision.n ? decision : SL("noted"));
    if (why.n) {
        if (!object_text(&act.object, a, &s->env, why, e))
            return false;
        json_put_text(a, act.data, "reason", object_digest(a, act.object));
    }
    return sample_do(&ev, s, &act, e);
}

static bool
do_answer(struct sample *s, struct going *g, struct err *e)
{
    size_t nth = 0;
    for (size_t i = 0; i < s->comments.n; i++)
        if (is_commented(s, g, &s->comments.rows[i]) &&
            !answer(s, g, ++nth, &s->comments.rows[i], e))
            return false;
    return true;
}

/* ---- ends ------------------------------------------------------------------------------------*/

static bool
do_publish(struct sample *s, struct going *g, struct err *e)
{
    struct arena *a = s->a;
    struct sample_act act = {
        .type = "text.published", .project = g->id, .data = json_new_object(a)};
    struct json_node *languages = json_new_array(a);
    struct slice day = slice_sub(instant_text(a, s->now + (int64_t)180 * 86400), 0, 10);
    struct slice year = slice_sub(instant_text(a, s->now), 0, 4);
    struct event ev;
    json_push_text(a, languages, SL("zh"));
    json_push_text(a, languages, SL("en"));
    json_put_text(a, act.data, "in_force", day);
    json_put_node(a, act.data, "languages", languages);
    json_put_text(a, act.data, "number",
                  arena_printf(a, "SAMPLE/T %zu-%.*s", 100 + g->nth, SL_FMT(year)));
    return sample_do(&ev, s, &act, e);
}

static bool
do_stop(struct sample *s, struct going *g, struct err *e)
{
    struct sample_act act = {
        .type = "project.withdrawn", .project = g->id, .data = json_new_object(s->a)};
    struct event ev;
    json_put_text(s->a, act.data, "reason", SL("No organisation was ready to lead the drafting."));
    return sample_do(&ev, s, &act, e);
}

static bool
do_abolish(struct sample *s, struct going *g, struct err *e)
{
    struct arena *a = s->a;
    struct sample_act act = {
        .type = "stage.entered", .project = g->id, .data = json_new_object(a), .open = true};
    struct event ev;
    act.object = arena_printf(a, "Decision on %.*s: abolished (invented)\n", SL_FMT(g->id));
    json_put_text(a, act.data, "reason", SL("Overtaken by a newer standard."));
    json_put_text(a, act.data, "shown_by", object_digest(a, act.object));
    json_put_text(a, act.data, "to", SL("abolished"));
    return sample_do(&ev, s, &act, e);
}

/* ---- the course of things --------------------------------------------------------------------*/

static bool
take_step(struct sample *s, struct going *g, const struct step *step, struct err *e)
{
    if (!g->group || !g->group->places.v)
        return csv_fail(&s->projects, g->row, e, "a project needs a group with members");
    switch (step->what) {
    case DO_PROPOSE:
        return do_propose(s, g, e);
    case DO_DOCUMENT:
        return do_document(s, g, step->arg, e);
    case DO_DRAFT:
        return do_draft(s, g, step->arg, e);
    case DO_ADVANCE:
        return do_advance(s, g, step->arg, false, e);
    case DO_AUTHORITY:
        return do_advance(s, g, step->arg, true, e);
    case DO_OPEN:
        return do_open(s, g, step->arg, e);
    case DO_VOTE_GROUP:
        return do_vote_group(s, g, e);
    case DO_VOTE_SEATS:
        return do_vote_seats(s, g, step->arg, e);
    case DO_CLOSE:
        return do_close(s, g, e);
    case DO_ASK:
        return do_ask(s, g, e);
    case DO_COMMENT:
        return do_comment(s, g, e);
    case DO_ANSWER:
        return do_answer(s, g, e);
    case DO_PUBLISH:
        return do_publish(s, g, e);
    case DO_STOP:
        return !slice_eq_str(g->end, "stopped") || do_stop(s, g, e);
    case DO_ABOLISH:
        return !slice_eq_str(g->end, "abolished") || do_abolish(s, g, e);
    }
    return true;
}

/* The project whose next step comes first, or null: days ago, the more the earlier. */
static struct going *
next_one(struct going *v, size_t n)
{
    struct going *best = NULL;
    int64_t first = -1;
    for (size_t i = 0; i < n; i++) {
        bool over = v[i].outlived == COUNT_OF(steps) ||
                    (slice_eq_str(v[i].end, "stopped") && steps[v[i].outlived].day > 65);
        int64_t ago = over ? -1 : v[i].days - steps[v[i].outlived].day;
        if (ago < 0 || ago <= first)
            continue;
        first = ago;
        best = &v[i];
    }
    return best;
}

static bool
read_projects(struct going *v, struct sample *s, struct err *e)
{
    for (size_t i = 0; i < s->projects.n; i++) {
        const struct csv_row *row = &s->projects.rows[i];
        struct slice group = sample_field(&s->projects, row, "group");
        v[i] = (struct going){.row = row, .end = sample_field(&s->projects, row, "end"), .nth = i};
        for (size_t k = 0; k < s->wgs.n; k++)
            if (slice_eq(s->wgs.v[k].id, group))
                v[i].group = &s->wgs.v[k];
        if (!v[i].group || !slice_to_i64(sample_field(&s->projects, row, "days"), &v[i].days))
            return csv_fail(&s->projects, row, e, "a project needs days and a group");
    }
    return true;
}

bool
sample_life(struct sample *s, struct err *e)
{
    struct going *v = NEW_ARRAY(s->a, struct going, s->projects.n + 1);
    bool foreign = false;
    if (!read_projects(v, s, e))
        return false;
    for (struct going *g; (g = next_one(v, s->projects.n)) != NULL; g->outlived++) {
        const struct step *step = &steps[g->outlived];
        if (!foreign && g->days - step->day < SAMPLE_FOREIGN) {
            foreign = true;
            sample_go(s, SAMPLE_FOREIGN);
            if (!sample_foreign(s, e))
                return false;
        }
        sample_go(s, g->days - step->day);
        if (!take_step(s, g, step, e))
            return false;
    }
    return true;
}
