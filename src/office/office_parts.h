/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of office/office.h share. Nobody else includes this. */
#pragma once

#include "base/vec.h"
#include "office/office.h"
#include "record/keys.h"
#include "record/publish.h"

#define OFFICE_DB "comity.db"
#define OFFICE_RECORD "record"
#define OFFICE_KEYS "keys"
#define OFFICE_PATH_MAX 4096
#define OFFICE_META_SIGNED "signed"   /* struct record_mark, octets */
#define OFFICE_META_OBJECTS "objects" /* seq of the last public object that was written out */

/* A project's state and the memory it lives in. */
struct office_stream {
    struct arena arena;
    struct project project;
};

/* Leaves that the publisher asks for one by one, read many at a time. */
struct office_leaves {
    struct arena arena;
    uint64_t first;
    VEC(struct slice) v;
};
#define OFFICE_LEAVES_MAX 512
#define OFFICE_LEAVES_OCTETS ((size_t)8 << 20)

struct office_private {
    char db[OFFICE_PATH_MAX], record[OFFICE_PATH_MAX], keys_dir[OFFICE_PATH_MAX];

    struct arena committee; /* of the committee's state */
    struct arena names;     /* of the map and of its keys */
    struct map streams;     /* id -> struct office_stream: projects that were asked for */
    int64_t last_at;        /* of the last event, of whatever stream */
    bool unsettled;         /* acts were recorded that the record's files do not show yet */

    struct crypto_hasher *hasher;
    struct arena publisher_arena, work_arena, keys_arena;
    struct office_leaves leaves;
    struct record_source source;
    struct record_publisher publisher;
    VEC(struct note_vkey) keys; /* as committee.keys, read */
    uint64_t kept;              /* leaves of the last signed tree that the database has a note of */
    struct note_skey signer;
    bool can_sign;
    char why_not[ERR_MSG_MAX]; /* where it cannot: the private key is gone, or unsafe */
};

/* --- office_state.c: the states follow the events --- */

/* Folds what came since; inside the caller's transaction, if any. */
MUST_USE bool office_catch_up(struct office *o, struct err *e);
/* Forgets all states: the next look folds them again. After a commit that failed. */
void office_forget_states(struct office *o);
/* Null where there is no such project. */
MUST_USE bool office_stream_load(struct office_stream **out, struct office *o, struct slice id,
                                 struct err *e);
/* An empty one for a project that begins. */
struct office_stream *office_stream_new(struct office *o, struct slice id);
/* ERR_INPUT where the octets are not those of the hash, or no event. Slices in `a` and `ev`. */
MUST_USE bool office_event_of(struct event *out, struct arena *a, struct crypto_hasher *h,
                              const struct store_event *ev, struct err *e);

/* --- office_publish.c: the record's files follow the events --- */

void office_publisher_init(struct office *o);
void office_publisher_done(struct office *o);
/* The committee's keys, read, and the private one for the last of them, where it is there. */
MUST_USE bool office_follow_keys(struct office *o, struct err *e);
/* Where the folder stands; *why in `a`. */
MUST_USE bool office_tip(enum record_tip *out, struct slice *why, struct arena *a, struct office *o,
                         struct err *e);
MUST_USE bool office_publish(struct office *o, struct err *e);
/* One more leaf, just appended, for the publisher. */
void office_leaf_seen(struct office *o, uint64_t index, struct slice octets);
/* Public objects that came since the last time, or all; with the number of the last in the
 * database. */
MUST_USE bool office_publish_objects(struct office *o, bool all, struct err *e);
/* Inside a write: keeps what was signed, where that is more than the database knows. */
MUST_USE bool office_keep_mark(struct office *o, struct err *e);

/* --- office_act.c --- */

/*
 * How an act's request becomes its data where that needs a look at the states: `data`, if any, is
 * called under the write lock, with the states up to date, before anything is decided. It may write
 * to the store: that is part of the act.
 */
struct office_prepare {
    bool (*data)(void *ctx, const struct json_node **out, struct arena *a, struct office *o,
                 struct err *e);
    void *ctx;
    bool hidden; /* objects that come with it are named in what is not in the leaf yet */
};
MUST_USE bool office_act_with(struct office_done *out, struct arena *a, struct office *o,
                              const struct office_request *r, const struct office_prepare *prepare,
                              struct err *e);

/* --- office_seal.c: sealed ballots --- */

/* Whether the request is a vote in a sealed ballot, and how it becomes a commitment. */
MUST_USE bool office_seals(bool *out, struct office *o, const struct office_request *r,
                           struct err *e);
MUST_USE bool office_seal(struct office_done *out, struct arena *a, struct office *o,
                          const struct office_request *r, struct err *e);
/* Opens what is held in escrow for a ballot that is about to be closed; *all false and *out set
 * where one was refused. */
MUST_USE bool office_unseal(struct office_done *out, bool *all, struct arena *a, struct office *o,
                            const struct office_request *r, struct err *e);
/* The ballot is closed: nothing of it is secret any more. */
MUST_USE bool office_unseal_done(struct office *o, const struct office_request *r, struct err *e);

/* --- office_rebuild.c --- */

/* Inside a write. */
MUST_USE bool office_rebuild_rows(struct office *o, void (*progress)(void *ctx, uint64_t n),
                                  void *ctx, struct err *e);

/* --- office_mend.c: what a start notices --- */
MUST_USE bool office_mend(struct office *o, struct slices *notes, struct err *e);

/* The root over the first `size` events in the database. */
MUST_USE bool office_root(struct merkle_hash *out, struct office *o, uint64_t size, struct err *e);

/* --- office.c --- */
MUST_USE bool office_path(char out[OFFICE_PATH_MAX], const char *dir, const char *name,
                          struct err *e);
