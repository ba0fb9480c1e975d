/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields of an event as options of the command line, and back to data: what
 * each type of field is called, how its value is written.
 */
#pragma once

#include "base/vec.h"
#include "cli/committee_seat.h"

struct given_rows {
    struct arena *a;
    VEC(struct option) v;
    size_t size; /* of the struct so far */
};

/* The first `head` octets of the struct are seat_options, whose rows come last. */
void given_begin(struct given_rows *rows, struct arena *a, size_t head);
/*
 * The rows of one field; `arg` where it is not the type's own. An object whose fields have a
 * table is --FIELD-SUBFIELD each.
 */
void given_field(struct given_rows *rows, const struct event_field *f, const char *name,
                 const char *help, const char *arg);
void given_person(struct given_rows *rows);
struct command_options given_end(struct given_rows *rows);

/* "min_days" as an option: "min-days". */
const char *given_name(struct arena *a, const char *key);

/* The value of an option by its name; empty where it was not given. */
struct slice given_text(const struct command_options *co, const void *options, const char *name);

/*
 * Adds the field to `data`, from its place or its option `name` (null: as the field); nothing
 * where neither was given.
 */
MUST_USE bool given_put(struct seat *s, struct json_node *data, const struct event_field *f,
                        const char *name, const struct command_options *co, const void *options,
                        struct slice place, struct err *e);

/* A file's octets; "-" is standard input. */
MUST_USE bool given_file(struct slice *out, struct seat *s, struct slice path, struct err *e);
/* A text as given, of a file (@FILE), or of standard input (-). */
MUST_USE bool given_long(struct slice *out, struct seat *s, struct slice text, struct err *e);
