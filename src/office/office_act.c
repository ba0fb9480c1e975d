/* SPDX-License-Identifier: Apache-2.0 */
/* An act from request to receipt. */
#include "office/office_parts.h"

#include "text/json_canonical.h"

#include <inttypes.h>

#define CLOCK_SLACK 300 /* seconds that our clock may lie behind the last entry */

/* What the steps of one act hand on. */
struct acting {
    struct office *o;
    struct office_done *out;
    struct arena *a;
    const struct office_request *r;
    const struct office_prepare *prepare;
    struct office_stream *stream;
    struct act_world world;
    struct event ev;
    bool applied; /* the states are ahead of the database */
};

static bool
refused(struct acting *x, const struct refusal_text *why, struct slices names)
{
    x->out->answer = OFFICE_REFUSED;
    (void)refuse_as(&x->out->refusal, x->a, why, names);
    return true;
}

/* --- the same again? ------------------------------------------------------------------------ */

/*
 * What the request says is what the entry says, as far as both say it. Digests are left out: the
 * object behind one has a new salt each time.
 */
static bool
same_data(struct arena *a, const struct json_node *kept, const struct json_node *wanted)
{
    for (uint32_t i = 0; wanted && wanted->type == JSON_OBJECT && i < wanted->n; i++) {
        const struct json_node *w = &wanted->members[i].value;
        const struct json_node *k = json_get(kept, arena_str(a, wanted->members[i].key));
        struct slice x, y;
        if (!k || digest_valid(json_text(w)))
            continue;
        if (!json_canonical(&x, a, w, EVENT_SIZE_MAX, NULL) ||
            !json_canonical(&y, a, k, EVENT_SIZE_MAX, NULL) || !slice_eq(x, y))
            return false;
    }
    return true;
}

/* A vote in a sealed ballot is asked for as any vote, and recorded as a commitment. */
static bool
same_kind(struct slice asked, struct slice recorded)
{
    return slice_eq(asked, recorded) ||
           (slice_eq_str(asked, "vote.cast") && slice_eq_str(recorded, "vote.sealed"));
}

static bool
same_act(struct arena *a, const struct event *ev, const struct office_request *r)
{
    return same_data(a, ev->data, r->data) && same_kind(r->type, slice_str(ev->kind->name)) &&
           (r->project.n == 0 || slice_eq(r->project, ev->project)) &&
           slice_eq(r->by.person, ev->by.person) && slice_eq(r->by.mandate, ev->by.mandate) &&
           slice_eq(r->by.organisation, ev->by.organisation);
}

/* The act of that key, done before. */
static bool
repeat(struct acting *x, uint64_t index, struct err *e)
{
    static const struct refusal_text other = {
        REFUSED_REPEATED, "act.once",
        "The key {1} was given to another act, entry {2}: a new act takes a new key.",
        "键值{1}已用于另一项操作（条目{2}）：新的操作须使用新的键值。"};
    struct store_event kept;
    if (!x->o->store->ops->event(x->o->store, index, &kept, x->a, e) ||
        !office_event_of(&x->out->event, x->a, x->o->private_->hasher, &kept, e))
        return false;
    if (!same_act(x->a, &x->out->event, x->r)) {
        x->out->event = (struct event){0};
        return refused(x, &other, SLICES(x->r->once, arena_printf(x->a, "%" PRIu64, index)));
    }
    x->out->answer = OFFICE_REPEATED;
    x->out->leaf = kept.octets;
    return true;
}

/* --- time ----------------------------------------------------------------------------------- */

/* False where the clock lies too far back: refused then. */
static bool
time_of(struct acting *x)
{
    static const struct refusal_text back = {
        REFUSED_CLOCK, "office.clock",
        "This computer's clock says {1}, the last entry is of {2}: set the clock, then try again.",
        "本机时钟为{1}，而最后一条记录的时间为{2}：请校正时钟后重试。"};
    const struct env *env = x->o->env;
    int64_t now = env->wall_ns(env->ctx) / 1000000000, last = x->o->private_->last_at;
    x->ev.at = now < last ? last : now;
    if (last - now <= CLOCK_SLACK)
        return true;
    return !refused(x, &back,
                    SLICES(instant_text(x->a, now < 0 ? 0 : now), instant_text(x->a, last)));
}

/* --- deciding ------------------------------------------------------------------------------- */

static bool
envelope(struct acting *x, struct err *e)
{
    struct office *o = x->o;
    x->ev.index = o->seen;
    x->ev.by = x->r->by;
    x->ev.project = x->r->project;
    x->ev.data = x->r->data;
    if (x->prepare && !x->prepare->data(x->prepare->ctx, &x->ev.data, x->a, o, e))
        return false;
    if (x->ev.project.n > 0 && !office_stream_load(&x->stream, o, x->ev.project, e))
        return false;
    x->world = (struct act_world){.committee = &o->committee,
                                  .project = x->stream ? &x->stream->project : NULL,
                                  .last_at = o->private_->last_at};
    return true;
}

/* Objects belong to the act that brings them: each is named in it. */
static bool
objects_named(const struct acting *x, struct err *e)
{
    for (size_t i = 0; i < x->r->nobjects && !(x->prepare && x->prepare->hidden); i++) {
        struct slice digest = digest_of(x->a, x->r->objects[i].octets);
        if (slice_find(x->out->leaf, digest) == SIZE_MAX)
            return err_set(e, ERR_INPUT, "object %.*s comes with an act that does not name it",
                           SL_FMT(digest));
    }
    return true;
}

/* Sets the answer; OFFICE_DONE with event and leaf where it may be recorded. */
static bool
decide(struct acting *x, struct err *e)
{
    static const struct refusal_text no_kind = {
        REFUSED_SHAPE, "event.type", "There is no act called {1}.", "没有名为“{1}”的操作。"};
    static const struct refusal_text no_key = {
        REFUSED_SHAPE, "key.rotation",
        "A key is not replaced by an act alone: the office makes it and signs with both.",
        "密钥更换不能仅凭此行为：新密钥由系统生成，并由新旧密钥共同签署。"};
    x->ev.kind = event_kind_find(x->r->type);
    if (!x->ev.kind)
        return refused(x, &no_kind, SLICES(slice_sub(x->r->type, 0, EVENT_ID_MAX)));
    if (slice_eq_str(x->r->type, KEYS_EVENT) && !x->prepare)
        return refused(x, &no_key, NO_SLICES); /* nobody could sign the record any more */
    if (!time_of(x))
        return true;
    if (!envelope(x, e))
        return false;
    if (!act_complete(&x->ev, x->a, &x->world, &x->out->refusal) ||
        !act_decide(x->a, &x->world, &x->ev, &x->out->refusal)) {
        x->out->answer = OFFICE_REFUSED;
        return true;
    }
    if (!event_write(&x->out->leaf, x->a, &x->ev, e) || !objects_named(x, e))
        return false;
    x->out->answer = OFFICE_DONE;
    x->out->event = x->ev;
    return true;
}

/* --- recording ------------------------------------------------------------------------------ */

static bool
put_objects(const struct acting *x, struct err *e)
{
    const struct store_ops *ops = x->o->store->ops;
    for (size_t i = 0; i < x->r->nobjects; i++) {
        uint8_t digest[32];
        crypto_hash(digest, CRYPTO_SHA256, x->r->objects[i].octets);
        if (!ops->object_put(x->o->store, digest, x->r->objects[i].octets, x->r->objects[i].open,
                             e))
            return false;
    }
    return true;
}

static bool
append(const struct acting *x, struct err *e)
{
    struct store_event ev = {
        .index = x->ev.index, .octets = x->out->leaf, .project = x->ev.project, .once = x->r->once};
    struct merkle_hash hash;
    merkle_leaf(&hash, x->o->private_->hasher, ev.octets);
    memcpy(ev.hash, hash.b, sizeof ev.hash);
    return x->o->store->ops->append(x->o->store, &ev, e);
}

static bool
record(struct acting *x, struct err *e)
{
    struct office *o = x->o;
    struct rows rows;
    if (!put_objects(x, e) || !append(x, e))
        return false;
    x->applied = true;
    if (x->ev.kind->of_project && !x->stream) {
        x->stream = map_get(&o->private_->streams, x->ev.project);
        if (!x->stream)
            x->stream = office_stream_new(o, x->ev.project);
    }
    struct project *p = x->ev.kind->of_project ? &x->stream->project : NULL;
    act_apply(&o->committee, p, &x->ev);
    rows_of(&rows, x->a, &o->committee, p, &x->ev);
    if (!o->store->ops->rows_put(o->store, &rows, e) || !office_keep_mark(o, e) ||
        !o->store->ops->commit(o->store, e))
        return false;
    office_leaf_seen(o, o->seen, x->out->leaf);
    o->seen++;
    o->private_->last_at = x->ev.at;
    return true;
}

static bool
act_locked(struct acting *x, struct err *e)
{
    struct office *o = x->o;
    uint64_t index = STORE_NONE;
    if (!office_catch_up(o, e))
        return false;
    if (x->r->once.n > 0 && !o->store->ops->once(o->store, x->r->once, &index, e))
        return false;
    if (index != STORE_NONE)
        return repeat(x, index, e);
    if (!office_follow_keys(o, e))
        return false;
    if (o->seen > 0 && !o->private_->can_sign && !x->r->dry)
        return err_set(e, ERR_INPUT, "nothing can be signed, so nothing is recorded: %s",
                       o->private_->why_not);
    if (!decide(x, e))
        return false;
    return x->out->answer != OFFICE_DONE || x->r->dry || record(x, e);
}

/* --- afterwards ----------------------------------------------------------------------------- */

/* The act stands; the record's files follow it, or a warning says why they lag. */
static void
follow(struct acting *x)
{
    struct office *o = x->o;
    struct err e = {0};
    bool ok = true;
    arena_free(&o->private_->work_arena);
    if (x->r->later) {
        o->private_->unsettled = true;
        return;
    }
    for (size_t i = 0; i < x->r->nobjects && ok; i++)
        if (x->r->objects[i].open)
            ok = record_object_write(o->private_->record, x->r->objects[i].octets, &e);
    ok = ok && (o->private_->unsettled ? office_settle(o, &e) : office_publish(o, &e)) &&
         office_receipt(&x->out->receipt, x->a, o, x->out->event.index, &e);
    if (!ok)
        x->out->warning = arena_printf(
            x->a, "it is recorded, but the public files lag until the next act or start: %s",
            e.msg);
}

bool
office_act_with(struct office_done *out, struct arena *a, struct office *o,
                const struct office_request *r, const struct office_prepare *prepare, struct err *e)
{
    const struct store_ops *ops = o->store->ops;
    struct acting x = {.o = o, .out = out, .a = a, .r = r, .prepare = prepare};
    *out = (struct office_done){0};
    if (!(r->dry ? ops->begin_read(o->store, e) : ops->begin_write(o->store, e)))
        return false;
    bool ok = act_locked(&x, e);
    ops->rollback(o->store); /* nothing where it was committed */
    if (!ok) {
        struct err none = {0};
        if (x.applied)
            office_forget_states(o);
        if (x.applied && !office_catch_up(o, &none))
            office_forget_states(o); /* the next one tries again, and says why */
        return false;
    }
    if (out->answer != OFFICE_REFUSED && !r->dry)
        follow(&x);
    return true;
}

bool
office_act(struct office_done *out, struct arena *a, struct office *o,
           const struct office_request *r, struct err *e)
{
    bool seals, all = true;
    if (!office_seals(&seals, o, r, e))
        return false;
    if (seals)
        return office_seal(out, a, o, r, e);
    bool closes = slice_eq_str(r->type, "ballot.closed") && !r->dry;
    if (closes && !office_unseal(out, &all, a, o, r, e))
        return false;
    if (!all)
        return true;
    return office_act_with(out, a, o, r, NULL, e) &&
           (!closes || out->answer == OFFICE_REFUSED || office_unseal_done(o, r, e));
}
