/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The committee's office: a folder with its database, its keys and its public
 * record, and acts from request to receipt.
 *
 *   comity.db   events, objects, projections (store/)
 *   record/     static files that anyone may copy and verify (record/)
 *   keys/       what signs the record; 0700, files 0600
 *
 * An act takes the write lock, brings the states up to date, completes and
 * decides (committee/act.h), appends, commits, and then publishes the record's
 * files. It is acknowledged when the database has committed; tiles and
 * checkpoint follow from it and are made again where they lag or are damaged.
 */
#pragma once

#include "base/env.h"
#include "committee/act.h"
#include "store/store.h"

struct office {
    const struct env *env;
    struct arena arena; /* the states below live here and in arenas of their own */
    const char *dir;
    struct store *store;
    struct committee committee;
    uint64_t seen; /* events folded so far */
    struct office_private *private_;
};

/* Objects that an act brings along: personal data and long texts. */
struct office_object {
    struct slice octets;
    bool open; /* goes into the public record, too */
};

struct office_request {
    struct slice type;    /* "comment.filed" */
    struct slice project; /* empty: of the committee */
    struct actor by;
    const struct json_node *data; /* what the person gives; the rest is completed */
    const struct office_object *objects;
    size_t nobjects;
    struct slice once; /* may be empty; at most STORE_KEY_MAX octets */
    bool dry;          /* only ask: nothing is written */
    bool later;        /* no receipt now: the record's files follow with the next act without
                          `later`, with office_settle, or when the office closes. For many acts */
};

enum office_answer {
    OFFICE_DONE,
    OFFICE_REPEATED, /* the same `once` was done before: event and receipt are of then */
    OFFICE_REFUSED,
};

struct office_done {
    enum office_answer answer;
    struct refusal refusal; /* OFFICE_REFUSED */
    struct event event;     /* as recorded */
    struct slice leaf;      /* its octets */
    struct slice receipt;   /* a proof file (record/proof.h); empty where only asked */
    struct slice warning;   /* done, but the record's files lag: why; may be empty */
};

/* A new folder; refuses one that is not empty. `founding` is the data of committee.opened. */
MUST_USE bool office_create(const char *dir, const struct env *env,
                            const struct json_node *founding, const struct office_object *objects,
                            size_t nobjects, struct err *e);

/*
 * Checks what a start must notice (projections, tip of the record) and mends it;
 * *notes says what it did, for people. ERR_INPUT where the events themselves are damaged.
 */
MUST_USE bool office_open(struct office *o, const char *dir, const struct env *env,
                          struct slices *notes, struct err *e);
/* The same; another's lock on the database is a failure after `wait_ms` (0: as office_open). For
 * those with whom somebody waits for an answer. */
MUST_USE bool office_open_wait(struct office *o, const char *dir, const struct env *env,
                               unsigned wait_ms, struct slices *notes, struct err *e);
void office_close(struct office *o); /* settles what was left for later, where it can */

/* False with *e for a fault; a refusal is an answer. Texts live in `a`. */
MUST_USE bool office_act(struct office_done *out, struct arena *a, struct office *o,
                         const struct office_request *r, struct err *e);

/* Folds what other processes and threads recorded since; for those that keep an office open. */
MUST_USE bool office_refresh(struct office *o, struct err *e);

/* The state of one project, folded; lives until the office closes or acts. Null: no such project.
 */
MUST_USE bool office_project(const struct project **out, struct office *o, struct slice id,
                             struct err *e);

/* Octets of an object; *there false where it was forgotten. */
MUST_USE bool office_object(struct slice *out, bool *there, struct arena *a, struct office *o,
                            struct slice digest, struct err *e);

/* Whether it stands in the public record, too; false where it was forgotten. */
MUST_USE bool office_object_open(bool *open, struct office *o, struct slice digest, struct err *e);

/* Deletes it, here and in the public record; its digest stays in the events. */
MUST_USE bool office_forget(struct office *o, struct slice digest, struct err *e);

/* Brings the record's files to all events: after acts that left it for later. */
MUST_USE bool office_settle(struct office *o, struct err *e);

/* The receipt of any leaf; settles first where that leaf is not in the files yet. */
MUST_USE bool office_receipt(struct slice *out, struct arena *a, struct office *o, uint64_t index,
                             struct err *e);

/*
 * Remakes every projection, and the record's files where any of them, not only the last, is not
 * what the events give; calls back with events done, for progress (may be null).
 */
MUST_USE bool office_rebuild(struct office *o, void (*progress)(void *ctx, uint64_t n), void *ctx,
                             struct err *e);

/* One folder with a consistent copy; without keys unless asked. */
MUST_USE bool office_backup(struct office *o, const char *to, bool with_keys, struct err *e);
/*
 * Refuses what does not verify, and what lacks leaves that a checkpoint or receipt in the file
 * `earlier` (may be null) shows to be signed: an older backup would sign other ones in their place.
 * The portal's sessions, API tokens and invitations are left out: they may have been ended since.
 */
MUST_USE bool office_restore(uint64_t *entries, const char *from, const char *to,
                             const char *earlier, const struct env *env, struct err *e);

/* A new key signs from here on: a key.rotated event, signed by the old one. */
MUST_USE bool office_rotate_key(struct office_done *out, struct arena *a, struct office *o,
                                const struct actor *by, struct err *e);

/* verify: office/verify.h */
