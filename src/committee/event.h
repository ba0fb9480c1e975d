/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event: one act of a committee, as it stands in the record. On disk it is a
 * leaf of the log, canonical JSON (RFC 8785) without floats and nulls:
 *
 *   {"at":"2026-11-24T01:02:03Z",
 *    "by":{"mandate":"m-3","organisation":"o-12","person":"p-3"},
 *    "data":{...},"index":17,"project":"P-7","type":"vote.cast","v":1}
 *
 * `project` is absent for acts of the committee itself. What `data` holds is
 * said by the row of its type in event_kinds: a table, so that the shape of
 * every event is checked, documented and fuzzed in one way.
 *
 * Personal data and long texts are no part of an event: it holds the SHA-256
 * of an object ("sha256:<64 hex>") that is kept beside the log and can be deleted.
 *
 * Everything here is pure: no clock, no file, no database.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "committee/langs.h"
#include "text/json.h"

#define EVENT_VERSION 1
#define EVENT_SIZE_MAX \
    65535                   /* octets of a leaf: what an entry bundle can carry (C2SP tlog-tiles) */
#define EVENT_ID_MAX 64     /* octets of an id: letters, digits, '-', '.', '_' */
#define EVENT_DATA_DEPTH 16 /* levels of `data`, itself the first: an adopted process has 9 */
#define EVENT_TEXT_MAX 1000 /* octets of a FIELD_TEXT, and of each language of a FIELD_LANGS */

/* Who acts, and in what right. All three are ids; see committee.h. */
struct actor {
    struct slice organisation, person, mandate;
};

struct event_kind;

struct event {
    const struct event_kind *kind;
    uint64_t index; /* of the leaf, from 0 */
    int64_t at;     /* seconds since 1970-01-01T00:00:00Z */
    struct actor by;
    struct slice project;         /* empty: an act of the committee itself */
    const struct json_node *data; /* an object */
};

/* The shape of a field of `data`. */
enum event_field_type {
    FIELD_ID,      /* an id of ours */
    FIELD_WORD,    /* one of `words` */
    FIELD_TEXT,    /* a short text, at most 1,000 octets, without controls */
    FIELD_LANGS,   /* {"en":"…","zh":"…"}, at least one of them */
    FIELD_DIGEST,  /* "sha256:…" */
    FIELD_INSTANT, /* RFC 3339, to the second, in UTC */
    FIELD_DATE,    /* RFC 3339 full-date */
    FIELD_INTEGER, /* 0 and above */
    FIELD_FLAG,    /* true or false */
    FIELD_IDS,     /* an array of ids, no two alike */
    FIELD_WORDS,   /* an array of `words`, no two alike */
    FIELD_OBJECT,  /* of the fields in `of`; without them its own reader checks it */
    FIELD_LIST,    /* an array of objects; the same */
};

/* A table of them is sorted by key: the order in which canonical JSON has them. */
struct event_field {
    const char *key;
    enum event_field_type type;
    bool optional;
    bool filled;                  /* act_complete puts it in where the person leaves it out */
    const char *const *words;     /* ends with null */
    const struct event_field *of; /* of FIELD_OBJECT and FIELD_LIST, `nof` of them */
    size_t nof;
    const char *help; /* for docs and the command line; one line */
};
#define FIELDS_MAX 32 /* of one table */

/*
 * Reads a leaf: canonical JSON, its envelope, and the shape of its data by the
 * table; unknown members are refused. Slices point into `octets` and the arena.
 */
MUST_USE bool event_read(struct event *out, struct arena *a, struct slice octets, struct err *e);

/* The same of a leaf that is parsed: members in canonical order. The tree has to outlive *out. */
MUST_USE bool event_of_json(struct event *out, struct arena *a, const struct json_node *leaf,
                            struct err *e);

/* The leaf. ERR_LIMIT past EVENT_SIZE_MAX, ERR_INPUT where the shape is wrong. */
MUST_USE bool event_write(struct slice *out, struct arena *a, const struct event *ev,
                          struct err *e);

/* The shape of `data` alone. `a` is for scratch: it is as before afterwards. */
MUST_USE bool event_shape(struct arena *a, const struct event_kind *kind,
                          const struct json_node *data, struct err *e);

/* Lenient access to a checked `data`: empty, 0, false or null where the field is absent. */
struct slice event_text(const struct event *ev, const char *key);
int64_t event_integer(const struct event *ev, const char *key);
bool event_flag(const struct event *ev, const char *key);
int64_t event_instant(const struct event *ev, const char *key);
const struct json_node *event_node(const struct event *ev, const char *key);
struct langs event_langs(const struct event *ev, const char *key);
/* The place of the word in `words`; 0 where the field is absent. */
unsigned event_word(const struct event *ev, const char *key, const char *const *words);

/* The same of a node. */
struct langs langs_of(const struct json_node *n);
unsigned word_of(const struct json_node *n, const char *const *words);
struct langs langs_keep(struct arena *a, struct langs l); /* copied */

/* "2026-11-24T01:02:03Z". Years 1970 to 9999. */
struct slice instant_text(struct arena *a, int64_t at);
MUST_USE bool instant_read(int64_t *out, struct slice text);

/* Letters, digits, '-', '.', '_', at most EVENT_ID_MAX of them, and a letter or digit first. */
bool id_valid(struct slice id);

/* "sha256:" and 64 hexadecimal digits in small letters. */
#define DIGEST_SIZE 71
bool digest_valid(struct slice digest);
/* Of these octets, in that form. */
struct slice digest_of(struct arena *a, struct slice octets);
