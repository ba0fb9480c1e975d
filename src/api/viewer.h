/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who looks at what: every view is made for a viewer, at a moment, from one
 * office. What a viewer may see follows from the committee's state alone:
 * the record is public, so are the texts that it holds openly; texts kept
 * beside it are for those whose mandate holds in the body that made them.
 */
#pragma once

#include "model/catalog.h"
#include "office/office.h"

struct viewer {
    struct office *office;
    const struct catalog *catalog; /* null: no draft can be read */
    struct arena *arena;           /* of what is made */
    int64_t now;
    struct slice person;             /* empty: anybody; an observer */
    const struct mandate **mandates; /* of that person, that hold now */
    size_t nmandates;
};

/* Fills in the mandates of `person` that hold at `now`. */
void viewer_of(struct viewer *v, struct slice person);

/*
 * Whether one of the mandates is of these kinds (1u << enum mandate_kind) and, where `body` is not
 * empty, for that body or, as acts have it, for the whole committee.
 */
bool viewer_holds(const struct viewer *v, unsigned kinds, struct slice body);
bool viewer_is_member(const struct viewer *v); /* any mandate of the committee or a group */
bool viewer_keeps(const struct viewer *v);     /* the secretariat */

/* Whether texts of that body are shown: of an open one to every member, of a closed one to its own
 * members and the secretariat. Open objects are shown to everybody. */
bool viewer_sees(const struct viewer *v, struct slice body);

/* The actor of a mandate. */
struct actor viewer_actor(const struct mandate *m);

/* What a viewer gets of an object. */
enum viewer_text {
    VIEWER_TEXT,      /* its octets */
    VIEWER_FORGOTTEN, /* it was deleted; the record keeps its digest */
    VIEWER_HIDDEN,    /* it is kept beside the record, for those inside `body` */
};

/* `body`: whose text it is. *octets is empty but for VIEWER_TEXT; it lives in v->arena. */
MUST_USE bool viewer_object(enum viewer_text *out, struct slice *octets, const struct viewer *v,
                            struct slice digest, struct slice body, struct err *e);
