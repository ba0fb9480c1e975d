/* SPDX-License-Identifier: Apache-2.0 */
/* The record's files follow the events: what the publisher reads, who signs, what was signed. */
#include "office/office_parts.h"

#include <inttypes.h>

/* --- who signs ------------------------------------------------------------------------------ */

bool
office_follow_keys(struct office *o, struct err *e)
{
    struct office_private *p = o->private_;
    struct committee *c = &o->committee;
    if (p->keys.n == c->keys.n && (p->can_sign || p->why_not[0]))
        return true;
    while (p->keys.n < c->keys.n) {
        struct note_vkey k;
        struct slice text = arena_dup(&p->keys_arena, c->keys.v[p->keys.n]);
        if (!note_vkey_read(&k, &p->keys_arena, text, e))
            return err_in(e, "key %zu of the record", p->keys.n + 1);
        vec_push(&p->keys_arena, &p->keys, k);
    }
    struct err why = {0};
    note_skey_wipe(&p->signer);
    p->can_sign = p->keys.n > 0 && keys_settle(&p->signer, &p->keys_arena, p->keys_dir,
                                               &p->keys.v[p->keys.n - 1], &why);
    memcpy(p->why_not, why.msg, sizeof why.msg);
    p->publisher.keys = p->keys.v;
    p->publisher.nkeys = p->keys.n;
    p->publisher.signer = p->can_sign ? &p->signer : NULL;
    return true;
}

/* --- what the publisher reads --------------------------------------------------------------- */

static bool
source_size(void *ctx, uint64_t *out, struct err *e)
{
    struct office *o = ctx;
    o->store->ops->rollback(o->store); /* an older view, if any */
    if (!o->store->ops->begin_read(o->store, e) || !office_catch_up(o, e) ||
        !office_follow_keys(o, e))
        return false;
    *out = o->seen;
    return true;
}

static void
leaves_forget(struct office_leaves *l)
{
    arena_free(&l->arena);
    *l = (struct office_leaves){0};
}

static bool
leaf_visit(void *ctx, const struct store_event *ev, struct err *e UNUSED)
{
    struct office_leaves *l = ctx;
    vec_push(&l->arena, &l->v, arena_dup(&l->arena, ev->octets));
    return true;
}

void
office_leaf_seen(struct office *o, uint64_t index, struct slice octets)
{
    struct office_leaves *l = &o->private_->leaves;
    if (l->v.n == 0 || index != l->first + l->v.n)
        return;
    if (l->v.n >= OFFICE_LEAVES_MAX || l->arena.used > OFFICE_LEAVES_OCTETS)
        leaves_forget(l);
    else
        vec_push(&l->arena, &l->v, arena_dup(&l->arena, octets));
}

static bool
source_leaf(void *ctx, uint64_t index, struct slice *octets, struct err *e)
{
    struct office *o = ctx;
    struct office_leaves *l = &o->private_->leaves;
    if (index < l->first || index >= l->first + l->v.n) {
        leaves_forget(l);
        l->first = index;
        if (!o->store->ops->each(o->store, index, index + TILE_WIDTH, NULL, leaf_visit, l, e))
            return false;
        if (l->v.n == 0)
            return err_set(e, ERR_INPUT, "there is no event %" PRIu64, index);
    }
    *octets = l->v.v[index - l->first];
    return true;
}

void
office_publisher_init(struct office *o)
{
    struct office_private *p = o->private_;
    p->source = (struct record_source){o, source_size, source_leaf};
    record_publisher_init(&p->publisher, &p->publisher_arena, p->record, &p->source);
}

void
office_publisher_done(struct office *o)
{
    struct office_private *p = o->private_;
    record_publisher_done(&p->publisher);
    note_skey_wipe(&p->signer);
    arena_free(&p->publisher_arena);
    arena_free(&p->work_arena);
    leaves_forget(&p->leaves);
    arena_free(&p->keys_arena);
}

/* --- what was signed ------------------------------------------------------------------------ */

static bool
mark_get(struct record_mark *out, struct office *o, struct err *e)
{
    struct slice kept;
    *out = (struct record_mark){0};
    if (!o->store->ops->meta_get(o->store, OFFICE_META_SIGNED, &kept, &o->private_->work_arena, e))
        return false;
    if (kept.n == 0)
        return true;
    if (kept.n != 8 + sizeof out->root.b)
        return err_set(e, ERR_INPUT, "the database's note of what was signed is damaged");
    for (size_t i = 0; i < 8; i++)
        out->size = out->size << 8 | kept.p[i];
    memcpy(out->root.b, kept.p + 8, sizeof out->root.b);
    o->private_->kept = out->size;
    return true;
}

bool
office_keep_mark(struct office *o, struct err *e)
{
    const struct record_mark *mark = &o->private_->publisher.mark;
    struct record_mark kept;
    if (!mark_get(&kept, o, e))
        return false;
    if (mark->size <= kept.size)
        return true;
    uint8_t octets[8 + sizeof mark->root.b];
    for (size_t i = 0; i < 8; i++)
        octets[i] = (uint8_t)(mark->size >> (56 - 8 * i));
    memcpy(octets + 8, mark->root.b, sizeof mark->root.b);
    return o->store->ops->meta_put(o->store, OFFICE_META_SIGNED, slice_of(octets, sizeof octets),
                                   e);
}

/* --- doing it ------------------------------------------------------------------------------- */

bool
office_tip(enum record_tip *out, struct slice *why, struct arena *a, struct office *o,
           struct err *e)
{
    struct record_publisher *p = &o->private_->publisher;
    bool ok = (p->mark.size > 0 || mark_get(&p->mark, o, e)) && record_tip_check(out, why, a, p, e);
    o->store->ops->rollback(o->store);
    return ok;
}

bool
office_publish(struct office *o, struct err *e)
{
    struct office_private *p = o->private_;
    if (!office_follow_keys(o, e))
        return false;
    if (!p->can_sign)
        return err_set(e, ERR_INPUT, "nothing can be signed: %s", p->why_not);
    bool ok = (p->publisher.mark.size > 0 || mark_get(&p->publisher.mark, o, e)) &&
              record_publish(&p->publisher, e);
    o->store->ops->rollback(o->store);
    return ok;
}

bool
office_settle(struct office *o, struct err *e)
{
    if (!office_publish(o, e) || !office_publish_objects(o, false, e))
        return false;
    o->private_->unsettled = false;
    return true;
}

bool
office_receipt(struct slice *out, struct arena *a, struct office *o, uint64_t index, struct err *e)
{
    if (index >= o->seen)
        return err_set(e, ERR_INPUT, "there is no leaf %" PRIu64 ": the record has %" PRIu64, index,
                       o->seen);
    struct record_publisher *p = &o->private_->publisher;
    /* Without a key it is taken from the files as they are. */
    if (index >= p->mark.size && o->private_->can_sign && !office_settle(o, e))
        return false;
    bool ok = record_receipt(out, a, p, index, (struct slice){0}, e);
    o->store->ops->rollback(o->store);
    return ok;
}

/* --- public objects ------------------------------------------------------------------------- */

struct putting {
    struct office *o;
    uint64_t last;
};

static bool
put_object(void *ctx, const struct store_object *object, struct err *e)
{
    struct putting *p = ctx;
    p->last = object->seq;
    return !object->open || record_object_write(p->o->private_->record, object->octets, e);
}

bool
office_publish_objects(struct office *o, bool all, struct err *e)
{
    const struct store_ops *ops = o->store->ops;
    struct slice kept;
    struct putting p = {.o = o};
    if (!ops->meta_get(o->store, OFFICE_META_OBJECTS, &kept, &o->private_->work_arena, e))
        return false;
    for (size_t i = 0; i < kept.n; i++)
        p.last = p.last << 8 | kept.p[i];
    uint64_t before = p.last;
    if (!ops->object_each(o->store, all ? 0 : p.last, put_object, &p, e))
        return false;
    if (p.last == before)
        return true;
    uint8_t octets[8];
    for (size_t i = 0; i < sizeof octets; i++)
        octets[i] = (uint8_t)(p.last >> (56 - 8 * i));
    if (ops->begin_write(o->store, e) &&
        ops->meta_put(o->store, OFFICE_META_OBJECTS, slice_of(octets, sizeof octets), e) &&
        ops->commit(o->store, e))
        return true;
    ops->rollback(o->store);
    return false;
}
