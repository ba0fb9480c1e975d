/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a start notices, and what it mends. Events that are not those that were appended are
 * never mended: the record or a backup says what they were.
 */
#include "office/office_parts.h"

#include "base/cleanup.h"

#include <inttypes.h>
#include <sys/stat.h>

struct mend {
    struct office *o;
    struct arena *a; /* of the notes */
    VEC(struct slice) notes;
};

static void
note(struct mend *m, struct slice what)
{
    vec_push(m->a, &m->notes, what);
}

/* --- events --------------------------------------------------------------------------------- */

/* The root over all events in the database, up to what was signed, is the signed one. */
struct reckoning {
    struct tile_edge *edge;
    struct crypto_hasher *hasher;
};

static bool
reckon(void *ctx, const struct store_event *ev, struct err *e UNUSED)
{
    struct reckoning *r = ctx;
    struct merkle_hash hash;
    merkle_leaf(&hash, r->hasher, ev->octets);
    (void)tile_edge_add(r->edge, r->hasher, &hash);
    return true;
}

bool
office_root(struct merkle_hash *out, struct office *o, uint64_t size, struct err *e)
{
    AUTO_ARENA a = {0};
    struct reckoning r = {NEW(&a, struct tile_edge), o->private_->hasher};
    if (!o->store->ops->each(o->store, 0, size, NULL, reckon, &r, e))
        return false;
    tile_edge_root(out, r.hasher, r.edge);
    return r.edge->size == size ||
           err_set(e, ERR_INPUT, "%" PRIu64 " events were signed, the database holds %" PRIu64,
                   size, r.edge->size);
}

/* Only their checksum is gone: they are taken as they are where they lead to the signed root. */
static bool
reseal_events(struct mend *m, struct err *e)
{
    const struct store_ops *ops = m->o->store->ops;
    enum record_tip tip;
    struct slice why;
    struct merkle_hash root;
    const struct record_mark *mark = &m->o->private_->publisher.mark;
    if (!office_tip(&tip, &why, m->a, m->o, e))
        return false;
    /* Where nothing is to be written it only finds out what is signed. */
    if (tip == RECORD_TIP_CURRENT && !office_publish(m->o, e))
        return false;
    if (tip != RECORD_TIP_CURRENT)
        return err_set(e, ERR_INPUT,
                       "the checksum of the events is gone, and the record cannot vouch for "
                       "them: restore a backup");
    if (!ops->begin_write(m->o->store, e))
        return false;
    uint64_t size = 0;
    bool ok = ops->size(m->o->store, &size, e) && office_root(&root, m->o, size, e);
    if (ok && (size != mark->size || !merkle_same(&root, &mark->root)))
        ok = err_set(e, ERR_INPUT, "the events do not lead to the signed root: restore a backup");
    ok = ok && ops->events_seal(m->o->store, e) && ops->commit(m->o->store, e);
    ops->rollback(m->o->store);
    if (ok)
        note(m, SL("The checksum of the events was gone; they lead to the signed root, and have a "
                   "new one."));
    return ok;
}

static bool
check_events(struct mend *m, struct err *e)
{
    struct store *s = m->o->store;
    bool sound;
    struct slice why = {0};
    if (!s->ops->events_sound(s, &sound, &why, m->a, e))
        return false;
    if (sound)
        return true;
    if (slice_find(why, SL("checksum")) != SIZE_MAX)
        return reseal_events(m, e);
    return err_set(e, ERR_INPUT,
                   "%s: %.*s: somebody changed the database; restore it from a backup "
                   "(comity verify %s says whether the public record is whole)",
                   m->o->private_->db, SL_FMT(why), m->o->private_->record);
}

/* --- projections ---------------------------------------------------------------------------- */

static bool
check_rows(struct mend *m, struct err *e)
{
    struct store *s = m->o->store;
    bool sound;
    struct slice why = {0};
    if (!s->ops->rows_sound(s, &sound, &why, m->a, e))
        return false;
    if (sound)
        return true;
    if (!s->ops->begin_write(s, e))
        return false;
    /* Another process may have mended them while this one waited. */
    struct slice still = {0};
    bool ok = s->ops->rows_sound(s, &sound, &still, m->a, e);
    if (ok && !sound)
        ok = office_rebuild_rows(m->o, NULL, NULL, e) && s->ops->commit(s, e);
    s->ops->rollback(s);
    if (ok)
        note(m,
             arena_printf(m->a, "The tables were made again from the events: %.*s.", SL_FMT(why)));
    return ok;
}

/* --- the record's files --------------------------------------------------------------------- */

static bool
tip_mend(struct mend *m, enum record_tip tip, struct slice why, struct err *e)
{
    struct office *o = m->o;
    switch (tip) {
    case RECORD_TIP_CURRENT:
        return true;
    case RECORD_TIP_AHEAD:
    case RECORD_TIP_FORKED:
        return err_set(e, ERR_INPUT,
                       "%s: %.*s: the database is older than the record, or another one; restore "
                       "the newest backup",
                       o->private_->record, SL_FMT(why));
    case RECORD_TIP_BEHIND:
    case RECORD_TIP_ABSENT:
    case RECORD_TIP_DAMAGED:
        break;
    }
    if (!o->private_->can_sign) {
        note(m, arena_printf(m->a,
                             "The public files need making again (%.*s), which takes the "
                             "private key: %s.",
                             SL_FMT(why), o->private_->why_not));
        return true;
    }
    if (!office_publish(o, e) || !office_publish_objects(o, tip != RECORD_TIP_BEHIND, e))
        return false;
    note(m, arena_printf(m->a, "The public files were made again: %.*s.", SL_FMT(why)));
    return true;
}

static bool
check_record(struct mend *m, struct err *e)
{
    struct office *o = m->o;
    enum record_tip tip;
    struct slice why = {0};
    if (mkdir(o->private_->record, 0755) == 0)
        why = SL("the folder was gone");
    if (!office_tip(&tip, &why, m->a, o, e) || !tip_mend(m, tip, why, e))
        return false;
    return office_publish_objects(o, false, e);
}

bool
office_mend(struct office *o, struct slices *notes, struct err *e)
{
    struct mend m = {.o = o, .a = &o->arena};
    bool ok = office_catch_up(o, e);
    if (ok && o->seen == 0)
        ok = err_set(e, ERR_INPUT, "%s holds no committee: it was never finished being made",
                     o->dir);
    ok = ok && check_events(&m, e) && check_rows(&m, e) && check_record(&m, e);
    *notes = (struct slices){m.notes.v, m.notes.n};
    return ok;
}
