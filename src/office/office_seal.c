/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sealed ballots. Who votes gives the vote; the office draws a salt, records the
 * commitment, and keeps the opening in escrow, in the database and nowhere else. When the
 * ballot is to be closed it records every opening first, so that nobody can stall
 * the count by staying silent.
 */
#include "office/office_parts.h"

#include "base/cleanup.h"
#include "committee/ballot.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

#define OPENING_MAX ((size_t)1 << 16)

/* Owner of the escrow of one ballot; no organisation has such an id. */
static struct slice
escrow_of(struct arena *a, struct slice project, struct slice ballot)
{
    return arena_printf(a, "escrow/%.*s/%.*s", SL_FMT(project), SL_FMT(ballot));
}

static struct slice
ballot_of(const struct office_request *r)
{
    return json_text(json_get(r->data, "ballot"));
}

bool
office_seals(bool *out, struct office *o, const struct office_request *r, struct err *e)
{
    const struct project *p;
    *out = false;
    if (!slice_eq_str(r->type, "vote.cast"))
        return true;
    if (!office_project(&p, o, r->project, e))
        return false;
    const struct ballot *b = p ? project_ballot(p, ballot_of(r)) : NULL;
    *out = b && b->sealed && !b->closed;
    return true;
}

/* --- sealing -------------------------------------------------------------------------------- */

static struct slices
texts_of(struct arena *a, const struct json_node *list)
{
    struct slices out = {NEW_ARRAY(a, struct slice, json_count(list)), json_count(list)};
    for (size_t i = 0; i < out.n; i++)
        out.v[i] = json_text(json_item(list, i));
    return out;
}

/* Whose vote it is, as the kind itself fills it in. */
static bool
voter_of(struct slice *out, struct arena *a, struct office *o, const struct office_request *r)
{
    struct office_stream *s;
    struct err none = {0};
    struct refusal refusal;
    if (!office_stream_load(&s, o, r->project, &none) || !s)
        return false;
    struct act_world w = {&o->committee, &s->project, o->private_->last_at};
    struct event ev = {.kind = event_kind_find(SL("vote.cast")),
                       .index = o->seen,
                       .by = r->by,
                       .project = r->project,
                       .data = r->data};
    bool ok = act_complete(&ev, a, &w, &refusal);
    *out = event_text(&ev, "voter");
    return ok;
}

static const struct json_node *
opening_of(struct arena *a, struct office *o, const struct office_request *r, struct slice voter,
           uint8_t commitment[32])
{
    uint8_t salt[32];
    o->env->random(o->env->ctx, salt, sizeof salt);
    const struct json_node *conditional = json_get(r->data, "conditional");
    const struct json_node *marks = json_get(r->data, "marks");
    const struct sealed_vote vote = {
        .project = r->project,
        .ballot = ballot_of(r),
        .voter = voter,
        .choice = json_text(json_get(r->data, "choice")),
        .reason = json_text(json_get(r->data, "reason")),
        .conditional = conditional && conditional->type == JSON_BOOL && conditional->b,
        .marks = texts_of(a, marks),
    };
    vote_commitment(commitment, a, &vote, salt);
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "ballot", vote.ballot);
    json_put_text(a, n, "choice", vote.choice);
    if (vote.conditional)
        json_put_bool(a, n, "conditional", true);
    if (vote.marks.n)
        json_put_texts(a, n, "marks", &vote.marks);
    json_put_text_if(a, n, "reason", vote.reason);
    struct slice hex = crypto_hex(a, slice_of(salt, sizeof salt));
    json_put_text(a, n, "salt", arena_printf(a, "sha256:%.*s", SL_FMT(hex)));
    json_put_text(a, n, "voter", voter);
    return n;
}

/* Digests of those objects that are to be public once the vote is: its reason. */
static void
put_open_objects(struct json_node *kept, struct arena *a, const struct office_request *r)
{
    struct slice reason = json_text(json_get(r->data, "reason"));
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < r->nobjects; i++)
        if (r->objects[i].open && slice_eq(digest_of(a, r->objects[i].octets), reason))
            json_push_text(a, list, reason);
    json_put_node(a, kept, "objects", list);
}

static bool
keep_opening(struct office *o, struct arena *a, const struct office_request *r, struct slice voter,
             const struct json_node *opening, struct err *e)
{
    struct json_node *kept = json_new_object(a);
    struct slice octets;
    put_open_objects(kept, a, r);
    json_put_node(a, kept, "opening", opening);
    return json_canonical(&octets, a, kept, OPENING_MAX, e) &&
           o->store->ops->private_put(o->store, escrow_of(a, r->project, ballot_of(r)), voter,
                                      octets, e);
}

/* The data of vote.sealed; the opening goes into escrow in the same transaction. */
static bool
sealed_data(void *ctx, const struct json_node **out, struct arena *a, struct office *o,
            struct err *e)
{
    const struct office_request *r = ctx;
    struct json_node *data = json_new_object(a);
    struct slice voter;
    *out = data;
    json_put_text(a, data, "ballot", ballot_of(r));
    if (!voter_of(&voter, a, o, r))
        return true; /* the act is incomplete, which its kind then says */
    uint8_t commitment[32];
    const struct json_node *opening = opening_of(a, o, r, voter, commitment);
    struct slice hex = crypto_hex(a, slice_of(commitment, sizeof commitment));
    json_put_text(a, data, "commitment", arena_printf(a, "sha256:%.*s", SL_FMT(hex)));
    json_put_text(a, data, "voter", voter);
    return r->dry || keep_opening(o, a, r, voter, opening, e);
}

/*
 * What the kind cannot see in a commitment: that the vote itself is one that the
 * rule takes. It would be void when it is opened, and nobody could tell its voter before.
 */
static bool
choice_fits(struct office_done *out, struct arena *a, struct office *o,
            const struct office_request *r)
{
    static const struct refusal_text text = {
        REFUSED_RULE, "ballot.sealed", "The rule of ballot {1} would not take such a vote: {2}.",
        "投票{1}的规则不接受这样的票：{2}。"};
    const struct project *p;
    struct err none = {0};
    struct slice voter;
    if (!office_project(&p, o, r->project, &none) || !p || !voter_of(&voter, a, o, r))
        return true;
    const struct ballot *b = project_ballot(p, ballot_of(r));
    const struct json_node *conditional = json_get(r->data, "conditional");
    const struct vote vote = {
        .voter = ballot_place(b, voter),
        .position = json_text(json_get(r->data, "choice")),
        .reasoned = json_get(r->data, "reason") != NULL,
        .conditional = conditional && conditional->type == JSON_BOOL && conditional->b,
    };
    const struct ballot_box any = {0};
    enum vote_fate fate = vote_admissible(&b->rule, &b->roll, &any, &vote);
    if (fate == FATE_COUNTED || fate == FATE_NO_VOTER || fate == FATE_RECUSED)
        return true; /* of the last two the kind itself speaks */
    out->answer = OFFICE_REFUSED;
    return refuse_as(&out->refusal, a, &text, SLICES(b->id, slice_str(vote_fate_name(fate))));
}

bool
office_seal(struct office_done *out, struct arena *a, struct office *o,
            const struct office_request *r, struct err *e)
{
    struct office_object *closed = NEW_ARRAY(a, struct office_object, r->nobjects);
    struct office_request sealed = *r;
    *out = (struct office_done){0};
    if (!choice_fits(out, a, o, r))
        return true;
    for (size_t i = 0; i < r->nobjects; i++)
        closed[i] = (struct office_object){.octets = r->objects[i].octets};
    sealed.type = SL("vote.sealed");
    sealed.objects = closed;
    union {
        const void *from;
        void *to;
    } ctx = {.from = r};
    struct office_prepare p = {.data = sealed_data, .ctx = ctx.to, .hidden = true};
    return office_act_with(out, a, o, &sealed, &p, e);
}

/* --- opening -------------------------------------------------------------------------------- */

struct opening {
    struct slice voter, kept;
};

struct openings {
    struct arena *a;
    VEC(struct opening) v;
};

static bool
collect(void *ctx, struct slice name, struct slice value, struct err *e UNUSED)
{
    struct openings *all = ctx;
    vec_push(all->a, &all->v, (struct opening){arena_dup(all->a, name), arena_dup(all->a, value)});
    return true;
}

static bool
openings_of(struct openings *all, struct office *o, const struct office_request *r, struct err *e)
{
    return o->store->ops->private_each(o->store, escrow_of(all->a, r->project, ballot_of(r)),
                                       SL(""), collect, all, e);
}

/* The objects of a vote, now for everybody. */
static bool
objects_of(struct office_request *out, struct arena *a, struct office *o,
           const struct json_node *digests, struct err *e)
{
    struct office_object *objects = NEW_ARRAY(a, struct office_object, json_count(digests));
    out->objects = objects;
    for (size_t i = 0; i < json_count(digests); i++) {
        bool there;
        struct slice octets;
        if (!office_object(&octets, &there, a, o, json_text(json_item(digests, i)), e))
            return false;
        if (there)
            objects[out->nobjects++] = (struct office_object){octets, true};
    }
    return true;
}

static bool
open_one(struct office_done *out, struct arena *a, struct office *o, const struct office_request *r,
         const struct opening *x, struct err *e)
{
    struct json_node kept;
    if (!json_canonical_read(&kept, a, x->kept, e))
        return err_in(e, "the sealed vote of %.*s in escrow", SL_FMT(x->voter));
    struct office_request one = {.type = SL("vote.unsealed"),
                                 .project = r->project,
                                 .by = r->by,
                                 .data = json_get(&kept, "opening"),
                                 .later = true}; /* the close itself follows */
    return objects_of(&one, a, o, json_get(&kept, "objects"), e) &&
           office_act_with(out, a, o, &one, NULL, e);
}

/* Whether the vote is still to be opened: a close that was interrupted has opened some. */
static bool
to_be_opened(bool *out, struct office *o, const struct office_request *r, struct slice voter,
             struct err *e)
{
    const struct project *p;
    if (!office_project(&p, o, r->project, e))
        return false;
    const struct ballot *b = p ? project_ballot(p, ballot_of(r)) : NULL;
    size_t place = b ? ballot_place(b, voter) : 0;
    *out =
        b && !b->closed && place < b->roll.n && b->votes[place].sealed && !b->votes[place].opened;
    return true;
}

bool
office_unseal(struct office_done *out, bool *all, struct arena *a, struct office *o,
              const struct office_request *r, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct openings list = {.a = &scratch};
    *all = true;
    if (!openings_of(&list, o, r, e))
        return false;
    for (size_t i = 0; i < list.v.n && *all; i++) {
        bool needed;
        if (!to_be_opened(&needed, o, r, list.v.v[i].voter, e))
            return false;
        if (!needed)
            continue;
        if (!open_one(out, a, o, r, &list.v.v[i], e))
            return false;
        *all = out->answer != OFFICE_REFUSED;
    }
    return true;
}

bool
office_unseal_done(struct office *o, const struct office_request *r, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct openings list = {.a = &scratch};
    const struct store_ops *ops = o->store->ops;
    if (!openings_of(&list, o, r, e))
        return false;
    if (list.v.n == 0)
        return true;
    bool ok = ops->begin_write(o->store, e);
    struct slice owner = escrow_of(&scratch, r->project, ballot_of(r));
    for (size_t i = 0; i < list.v.n && ok; i++)
        ok = ops->private_forget(o->store, owner, list.v.v[i].voter, e);
    ok = ok && ops->commit(o->store, e);
    ops->rollback(o->store);
    return ok;
}
