/* SPDX-License-Identifier: Apache-2.0 */
#include "api/act_vote.h"

#include "committee/ballot.h"
#include "crypto/crypto.h"
#include "office/object.h"
#include "text/json_canonical.h"

#define SALT 32
#define OPENING_MAX ((size_t)128 << 10)

/* ---- what is given ---------------------------------------------------------------------------*/

struct slice
vote_choice_key(const struct ballot *b, struct slice given)
{
    const struct position *v;
    size_t n;
    rule_positions(&b->rule, &v, &n);
    for (size_t i = 0; i < n; i++)
        if (slice_eq(given, v[i].name.zh) || slice_eq(given, v[i].name.en))
            return v[i].key;
    return given;
}

/* Every field "marks", each cut at its commas. */
static struct slices
marks_of(struct arena *a, const struct given *g)
{
    VEC(struct slice) v = {0};
    for (size_t i = 0; i < g->n; i++) {
        struct slice rest = g->v[i].text, one;
        while (slice_eq_str(g->v[i].name, "marks") && slice_cut(&rest, ',', &one))
            if (slice_trim(one).n)
                vec_push(a, &v, slice_trim(one));
    }
    return (struct slices){v.v, v.n};
}

bool
vote_take(struct vote_given *out, struct arena *a, struct slice ballot, const struct given *g,
          struct given_faults *f)
{
    *out = (struct vote_given){
        .ballot = ballot,
        .choice = slice_trim(given_get(g, "choice")),
        .reason = slice_trim(given_get(g, "reason")),
        .voter = slice_trim(given_get(g, "voter")),
        .marks = marks_of(a, g),
        .conditional = slice_eq_str(given_get(g, "conditional"), "1"),
    };
    return out->choice.n || given_fault(f, a, "choice", SL("Choose one of the positions."),
                                        SL("请选择一种表决意见。"));
}

static bool
choice_of(struct slice *out, struct arena *a, const struct project *p, const struct vote_given *g,
          struct given_faults *f)
{
    const struct ballot *b = project_ballot(p, g->ballot);
    *out = b ? vote_choice_key(b, g->choice) : g->choice;
    return id_valid(*out) ||
           given_fault(f, a, "choice", SL("There is no such position."), SL("没有这种表决意见。"));
}

static bool
reason_of(struct slice *out, const struct viewer *v, const struct vote_given *g,
          struct given_faults *f)
{
    struct err why = {0};
    *out = (struct slice){0};
    return !g->reason.n || object_text(out, v->arena, v->office->env, g->reason, &why) ||
           given_fault(f, v->arena, "reason", arena_dup(v->arena, slice_str(why.msg)),
                       SL("理由过长，或编码不是UTF-8。"));
}

/* A vote as data of vote.cast. */
static struct json_node *
vote_json(struct arena *a, const struct vote_given *g, struct slice choice, struct slice reason)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "ballot", g->ballot);
    json_put_text(a, n, "choice", choice);
    if (g->conditional)
        json_put_bool(a, n, "conditional", true);
    if (g->marks.n)
        json_put_texts(a, n, "marks", &g->marks);
    if (reason.n)
        json_put_text(a, n, "reason", object_digest(a, reason));
    json_put_text_if(a, n, "voter", g->voter);
    return n;
}

/* ---- cast ------------------------------------------------------------------------------------*/

bool
vote_request(struct act *out, const struct viewer *v, const struct project *p,
             const struct vote_given *g, struct given_faults *f)
{
    struct slice choice, reason;
    if (!choice_of(&choice, v->arena, p, g, f) || !reason_of(&reason, v, g, f))
        return false;
    *out = (struct act){.kind = event_kind_find(SL("vote.cast")),
                        .project = arena_dup(v->arena, p->id),
                        .data = vote_json(v->arena, g, choice, reason)};
    return !reason.n || act_keep(out, v, NULL, reason, true, f);
}

/* ---- sealed by the voter ---------------------------------------------------------------------*/

static struct slice
digest_text(struct arena *a, const uint8_t octets[32])
{
    return arena_printf(a, "sha256:%.*s", SL_FMT(crypto_hex(a, slice_of(octets, 32))));
}

/* Whose vote it is, by the engine's own answer. */
static bool
ask_voter(struct office_done *asked, const struct viewer *v, const struct actor *by,
          const struct act *x, const struct vote_given *g, struct err *e)
{
    struct arena *a = v->arena;
    struct json_node *data = json_new_object(a);
    uint8_t nothing[32] = {0};
    json_put_text(a, data, "ballot", g->ballot);
    json_put_text(a, data, "commitment", digest_text(a, nothing));
    json_put_text_if(a, data, "voter", g->voter);
    struct office_request r = {.type = slice_str(x->kind->name),
                               .project = x->project,
                               .by = *by,
                               .data = data,
                               .dry = true};
    return office_act(asked, a, v->office, &r, e);
}

/* The vote as it is kept: what vote.unsealed will say, and the reason itself. */
static bool
opening_of(struct slice *out, struct arena *a, const struct vote_given *g,
           const struct sealed_vote *vote, const uint8_t salt[SALT], struct slice reason,
           struct err *e)
{
    struct vote_given voted = *g;
    voted.voter = vote->voter;
    struct json_node *n = vote_json(a, &voted, vote->choice, reason);
    json_put_text(a, n, "project", vote->project);
    json_put_text_if(a, n, "reason_object", reason);
    json_put_text(a, n, "salt", digest_text(a, salt));
    return json_canonical(out, a, n, OPENING_MAX, e);
}

bool
vote_seal(struct vote_sealing *out, const struct viewer *v, const struct actor *by,
          const struct project *p, const struct vote_given *g, struct given_faults *f,
          struct err *e)
{
    struct arena *a = v->arena;
    struct slice choice, reason;
    uint8_t salt[SALT], commitment[32];
    *out = (struct vote_sealing){.act = {.kind = event_kind_find(SL("vote.sealed")),
                                         .project = arena_dup(a, p->id),
                                         .data = json_new_object(a)}};
    if (!choice_of(&choice, a, p, g, f) || !reason_of(&reason, v, g, f) ||
        !ask_voter(&out->asked, v, by, &out->act, g, e))
        return false;
    if (out->asked.answer == OFFICE_REFUSED)
        return true;
    const struct sealed_vote vote = {.project = out->act.project,
                                     .ballot = g->ballot,
                                     .voter = event_text(&out->asked.event, "voter"),
                                     .choice = choice,
                                     .reason = reason.n ? object_digest(a, reason) : reason,
                                     .conditional = g->conditional,
                                     .marks = g->marks};
    v->office->env->random(v->office->env->ctx, salt, sizeof salt);
    vote_commitment(commitment, a, &vote, salt);
    json_put_text(a, out->act.data, "ballot", g->ballot);
    json_put_text(a, out->act.data, "commitment", digest_text(a, commitment));
    json_put_text(a, out->act.data, "voter", vote.voter);
    return opening_of(&out->opening, a, g, &vote, salt, reason, e);
}

bool
vote_open(struct act *out, const struct viewer *v, struct slice project, struct slice octets,
          struct given_faults *f)
{
    struct arena *a = v->arena;
    struct json_node n;
    struct err why = {0};
    if (octets.n > OPENING_MAX || !json_parse(&n, a, SL("the opening"), octets, &why) ||
        n.type != JSON_OBJECT)
        return given_fault(f, a, "file", SL("This is no opening of a sealed vote."),
                           SL("该文件不是密封投票的开启文件。"));
    *out = (struct act){.kind = event_kind_find(SL("vote.unsealed")),
                        .project = project,
                        .data = json_new_object(a)};
    for (size_t i = 0; i < n.n; i++)
        if (!slice_eq_str(n.members[i].key, "project") &&
            !slice_eq_str(n.members[i].key, "reason_object"))
            json_put_at(a, out->data, n.members[i].key, &n.members[i].value);
    struct slice reason = json_text(json_get(&n, "reason_object"));
    return !reason.n || act_keep(out, v, NULL, reason, true, f);
}
