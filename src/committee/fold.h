/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What several kinds of event put into the committee's state, and the fields
 * they share. Private to kinds_*.c: everything is copied into the state's arena.
 * What names something unknown changes nothing: it cannot have been decided.
 */
#pragma once

#include "committee/committee.h"
#include "committee/refusal.h"

/* Of organisations: admitted, changed, the founder's. */
#define ORGANISATION_FIELD_CATEGORY                                     \
    {                                                                   \
        .key = "category", .type = FIELD_ID, .optional = true,          \
        .help = "of interest, by the words of the process: user, maker" \
    }
#define ORGANISATION_FIELD_COUNTRY                                                         \
    {                                                                                      \
        .key = "country", .type = FIELD_ID, .optional = true, .help = "ISO 3166-1 alpha-2" \
    }
#define ORGANISATION_FIELD_FAMILY                                                               \
    {                                                                                           \
        .key = "family", .type = FIELD_ID, .optional = true, .help = "of related organisations" \
    }
#define ORGANISATION_FIELD_NAME(may_lack)                                                         \
    {                                                                                             \
        .key = "name", .type = FIELD_LANGS, .optional = (may_lack), .help = "of the organisation" \
    }
#define ORGANISATION_FIELD_ORIGIN(may_lack)                                                 \
    {                                                                                       \
        .key = "origin", .type = FIELD_WORD, .optional = (may_lack), .words = origin_words, \
        .help = "of its capital"                                                            \
    }
#define ORGANISATION_FIELD_POPULATION                                 \
    {                                                                 \
        .key = "population", .type = FIELD_INTEGER, .optional = true, \
        .help = "of a national body's country"                        \
    }
#define ORGANISATION_FIELD_WEIGHT                                 \
    {                                                             \
        .key = "weight", .type = FIELD_INTEGER, .optional = true, \
        .help = "votes of a national body where a rule weighs"    \
    }

/* A country code or none; else it is refused. */
MUST_USE bool country_fits(struct arena *a, struct slice country, struct refusal *r);

void fold_organisation(struct committee *c, const struct event *ev, struct slice id,
                       const struct json_node *data);
/* What `data` names changes; the rest stays. */
void fold_organisation_change(struct organisation *o, struct arena *a,
                              const struct json_node *data);
void fold_person(struct committee *c, const struct event *ev, struct slice id,
                 struct slice organisation, struct slice profile);
/* Copies it. `at`: what is over by then is dropped from the organisation's list. */
void fold_mandate(struct committee *c, const struct mandate *m, int64_t at);
void fold_membership(struct committee *c, const struct membership *m, int64_t at);
void fold_group(struct committee *c, struct group *g); /* which lives in the arena */
void fold_key(struct committee *c, struct slice key);

/* A copy of an array of texts. */
struct slices fold_texts(struct arena *a, const struct json_node *array);

/* The key of committee.proxies, in `room`. */
#define PROXY_KEY_MAX (3 * (EVENT_ID_MAX + 1))
struct slice proxy_key(uint8_t room[PROXY_KEY_MAX], struct slice project, struct slice ballot,
                       struct slice giver);
