/* SPDX-License-Identifier: Apache-2.0 */
/* Projections made again from the events. */
#include "base/cleanup.h"
#include "office/folds.h"
#include "office/office_parts.h"
#include "record/read.h"

#define PROGRESS_STEP 10000

/* States of its own: an office in use keeps its. */
struct rebuild {
    struct office *o;
    struct folds folds;
    void (*progress)(void *ctx, uint64_t n);
    void *ctx;
};

static bool
rebuild_visit(void *ctx, const struct store_event *in, struct err *e)
{
    struct rebuild *b = ctx;
    struct arena *scratch = &b->folds.scratch;
    struct arena_mark mark = arena_mark(scratch);
    struct event ev;
    struct rows rows;
    if (!office_event_of(&ev, scratch, b->o->private_->hasher, in, e))
        return false;
    struct project *p = folds_apply(&b->folds, &ev);
    rows_of(&rows, scratch, &b->folds.committee, p, &ev);
    bool ok = b->o->store->ops->rows_put(b->o->store, &rows, e);
    arena_reset(scratch, mark);
    if (ok && b->progress && (in->index + 1) % PROGRESS_STEP == 0)
        b->progress(b->ctx, in->index + 1);
    return ok;
}

bool
office_rebuild_rows(struct office *o, void (*progress)(void *ctx, uint64_t n), void *ctx,
                    struct err *e)
{
    const struct store_ops *ops = o->store->ops;
    struct rebuild b = {.o = o, .progress = progress, .ctx = ctx};
    folds_init(&b.folds);
    bool ok = ops->rows_clear(o->store, e) &&
              ops->each(o->store, 0, STORE_NONE, NULL, rebuild_visit, &b, e) &&
              ops->rows_seal(o->store, e);
    folds_free(&b.folds);
    return ok;
}

/* Every file of the record is read; where one is damaged, all are made again. */
static bool
rebuild_record(struct office *o, struct err *e)
{
    AUTO_ARENA a = {0};
    struct files files;
    struct record_result result;
    char checkpoint[OFFICE_PATH_MAX];
    struct office_private *p = o->private_;
    if (!p->can_sign)
        return true; /* the copy of somebody else's: read only */
    if (!office_settle(o, e) || !files_open(&files, &a, p->record, e))
        return false;
    /* Whether the files are those of the signed tree; what the leaves say was gone through above.
     */
    struct record_options r = {.files = &files, .trusted = &p->keys.v[p->keys.n - 1], .any = true};
    bool ok = record_read(&result, &a, &r, e);
    files_close(&files);
    if (!ok || result.first.fault == RECORD_SOUND)
        return ok;
    /* Without a checkpoint nothing in the folder is believed. */
    return office_path(checkpoint, p->record, RECORD_CHECKPOINT, e) &&
           (unlink(checkpoint) == 0 || err_sys(e, "%s", checkpoint)) && office_publish(o, e) &&
           office_publish_objects(o, true, e);
}

bool
office_rebuild(struct office *o, void (*progress)(void *ctx, uint64_t n), void *ctx, struct err *e)
{
    const struct store_ops *ops = o->store->ops;
    if (!ops->begin_write(o->store, e))
        return false;
    if (office_rebuild_rows(o, progress, ctx, e) && ops->commit(o->store, e))
        return rebuild_record(o, e);
    ops->rollback(o->store);
    return false;
}
