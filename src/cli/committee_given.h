/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields of an act (api/act.h) as options of the command line: what each kind of value is called in
 * the help, and how what was written is read, from files and standard input, too.
 */
#pragma once

#include "api/act.h"
#include "base/vec.h"
#include "cli/committee_seat.h"

struct given_rows {
    struct arena *a;
    VEC(struct option) v;
    size_t size; /* of the struct so far */
};

/* The first `head` octets of the struct are seat_options, whose rows come last. */
void given_begin(struct given_rows *rows, struct arena *a, size_t head);
void given_row(struct given_rows *rows, const struct act_field *f);
struct command_options given_end(struct given_rows *rows);

/*
 * Adds the field as it was written: as an argument where `place` is not empty, else as its option;
 * nothing where neither was.
 */
MUST_USE bool given_read(struct given *out, struct seat *s, const struct act_field *f,
                         const struct command_options *co, const void *options, struct slice place,
                         struct err *e);

/* A file's octets; "-" is standard input. */
MUST_USE bool given_file(struct slice *out, struct seat *s, struct slice path, struct err *e);
/* A text as given, of a file (@FILE), or of standard input (-). */
MUST_USE bool given_long(struct slice *out, struct seat *s, struct slice text, struct err *e);

/* What was written, for messages about it. Both may be null. */
struct given_written {
    const struct given *given;
    const char *const *places; /* fields that came as arguments; ends with null */
};
/* The first fault as an error: "--closes 'soon': …", in the caller's language. Always false. */
bool given_wrong(const struct given_faults *f, const struct given_written *w, const struct seat *s,
                 struct err *e);
