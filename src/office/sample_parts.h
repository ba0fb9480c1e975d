/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of office/sample.h share. Nobody else includes this. */
#pragma once

#include "base/vec.h"
#include "draft/draft.h"
#include "office/comment_object.h"
#include "office/sample.h"
#include "text/csv.h"
#include "text/json_build.h"

#define SAMPLE_FOUNDED 2300 /* days ago: the committee begins */
#define SAMPLE_FOREIGN 900  /* members of foreign capital get their seats */

/* A seat of the committee or a place in a group: who votes there. */
struct sample_place {
    struct slice organisation, person, mandate;
};

struct sample_group {
    struct slice id, convenor; /* a mandate */
    int64_t every, foreign;    /* which organisations join */
    VEC(struct sample_place) places;
};

struct sample_organisation {
    const struct csv_row *row;
    struct slice id, person, mandate; /* of its first delegate; empty until it has a seat */
    bool domestic;
};

struct sample {
    struct arena *a;
    struct env env; /* its clock is `now` */
    const char *data;
    struct office office;
    bool opened;
    int64_t base, now; /* seconds: the end of the sample, and where it is */
    struct actor secretary;
    struct slice chair;
    struct csv_table organisations, persons, groups, projects, comments;
    VEC(struct sample_organisation) who;
    VEC(struct sample_place) seats;
    VEC(struct sample_group) wgs;
    struct catalog catalog;
    struct draft drafts[3];
    struct slice texts[3]; /* of their files */
};

enum sample_draft { SAMPLE_DRAFT_1, SAMPLE_DRAFT_2, SAMPLE_OUTLINE };

/* To so many days before the end, some minutes into the day. */
void sample_go(struct sample *s, int64_t days_ago);

/* A field of a row by its column's name; the tables are ours and have it. */
struct slice sample_field(const struct csv_table *t, const struct csv_row *row, const char *column);

/* An act that has to be allowed: *e says which one was refused. */
struct sample_act {
    const char *type;
    struct slice project, mandate; /* mandate empty: the secretary's */
    struct json_node *data;
    struct slice object; /* or empty */
    bool open;
};
MUST_USE bool sample_do(struct event *out, struct sample *s, const struct sample_act *act,
                        struct err *e);

struct json_node *sample_langs(struct arena *a, struct slice en, struct slice zh);

/* sample_people.c: everybody who is there from the beginning; those who come later. */
MUST_USE bool sample_people(struct sample *s, struct err *e);
MUST_USE bool sample_foreign(struct sample *s, struct err *e);

/* sample_life.c: the projects, from the first day to the last. */
MUST_USE bool sample_life(struct sample *s, struct err *e);
