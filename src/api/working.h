/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The working copy of a project's draft: what its drafters change, clause by clause, between two
 * revisions that are posted. Nothing of it is in the record; the store keeps it as a value of the
 * body that drafts ("working/P-7" of the group or the committee).
 *
 * Each text is changed from what its editor saw: where somebody else has changed it
 * since, the change is not made, and both texts are given.
 *
 *   {"at":"…","changes":[{"at":"…","id":"c-suites","language":"zh","part":"text","person":"p-3"}],
 *    "from":"d-2","person":"p-3","project":"P-7","text":"…the file…","v":1}
 */
#pragma once

#include "api/act_draft.h"
#include "draft/edit.h"

#define WORKING_CHANGES_MAX 20000
#define WORKING_SEEN 16 /* octets of what an editor saw: of SHA-256, in hexadecimal */

/* Who changed a text last. */
struct working_change {
    enum edit_part part;
    struct slice id;
    enum draft_language language;
    struct slice person;
    int64_t at;
};

struct working {
    const struct viewer *viewer;
    const struct project *project;
    struct slice body;
    bool there;          /* kept in the store; else it is the newest draft as it was posted */
    bool open;           /* a transaction of the store */
    struct slice from;   /* the draft that it was made of */
    struct slice text;   /* the file */
    struct slice person; /* who changed it last, and when; of none: empty, 0 */
    int64_t at;
    VEC(struct working_change) changes; /* one for each text that was changed */
};

/*
 * Opens it. `write`: nobody else changes it until the end; ends with working_leave, on failure
 * too. ERR_INPUT where the project has no draft, or its newest was forgotten.
 */
MUST_USE bool working_open(struct working *w, const struct viewer *v, const struct project *p,
                           bool write, struct err *e);
MUST_USE bool working_keep(struct working *w, struct err *e); /* and commits */
MUST_USE bool working_drop(struct working *w, struct err *e); /* the same: it is gone */
void working_leave(struct working *w);                        /* nothing where it was kept */

/* Other drafts were posted since it was begun. */
bool working_is_old(const struct working *w);
/* It differs from the draft that it was made of. */
bool working_changed(const struct working *w);
const struct working_change *working_change_of(const struct working *w, const struct edit_at *at);

/* What an editor saw of a text: to be sent back with the change. */
struct slice working_seen(struct arena *a, struct slice text);

/* One text as an editor wants it. */
struct working_edit {
    struct edit_at at;
    const char *name;  /* of the field that it came in: faults are given under it */
    struct slice text; /* as typed */
    struct slice seen; /* working_seen of what the editor began with */
};

struct working_conflict {
    const struct working_edit *edit;
    struct slice theirs; /* what stands there now */
    struct slice person; /* who wrote it; may be empty */
    int64_t when;
};

struct working_done {
    bool changed; /* anything */
    struct working_conflict *conflicts;
    size_t n;
};

/*
 * All of them, or none: with conflicts or faults nothing is changed. A text that the editor left
 * alone stays as others made it. False with faults by field, or with *e.
 */
MUST_USE bool working_edit(struct working_done *out, struct working *w,
                           const struct working_edit *v, size_t n, struct given_faults *f,
                           struct err *e);

/* A whole file in its place; the changes of single texts are forgotten. */
void working_replace(struct working *w, struct slice text);

/*
 * Whether a condition of that requirement would be one: checked against the vocabulary. False with
 * a fault under `name` that says line and column within the text.
 */
bool working_condition(const struct viewer *v, const struct draft *d, struct slice requirement,
                       const char *name, struct slice text, struct given_faults *f);
