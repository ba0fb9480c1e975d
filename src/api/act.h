/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts as people give them: fields by name, from options or a form, become a request to the
 * office, with the texts and files that are kept as objects. What an act takes stands in the table
 * of events (committee/act.h); a form says the rest: which fields hold the digest of something that
 * comes as a text, a file or a person's name, and which the engine fills in alone.
 *
 * Whether it is allowed the office says, by the mandates of the person. Nothing here decides.
 */
#pragma once

#include "api/given.h"
#include "api/viewer.h"
#include "text/json_build.h"

#define ACT_OBJECTS_MAX 8
#define ACT_FIELDS_MAX 64 /* of one act, both halves of a text in two languages counted */

/* What a field of the event stands for in what is given. */
enum act_way {
    ACT_GIVEN,  /* its value, under another name or with another help */
    ACT_FILE,   /* a digest: of the octets of a file, kept as the object */
    ACT_TEXT,   /* a digest: of a text, kept as {"salt":…,"text":…} */
    ACT_PERSON, /* a digest: of name-en, name-zh, mail, kept as {"mail":…,"name":…,"salt":…} */
    ACT_FIXED,  /* always `help` */
    ACT_HIDDEN, /* the engine fills it in alone */
};

struct act_special {
    const char *field;
    enum act_way way;
    const char *name; /* as it is given; null: as the field */
    const char *help; /* null: as the field's */
    bool open;        /* the object goes into the public record */
};

/* Where an act stands among others, for people. */
enum act_group {
    ACT_ROSTER,  /* organisations, persons, seats, mandates */
    ACT_GROUPS,  /* working groups */
    ACT_RULES,   /* processes */
    ACT_PROJECT, /* how it begins, moves, waits, ends */
    ACT_TEXT_OF, /* drafts, papers, comments */
    ACT_BALLOT,
    ACT_AFTER, /* publication, review, corrections */
};
#define ACT_GROUPS_N (ACT_AFTER + 1)
extern const struct langs act_group_names[ACT_GROUPS_N];

struct act_form {
    const char *type; /* "ballot.opened" */
    enum act_group group;
    unsigned who;       /* mandates that usually do it, 1u << enum mandate_kind; for display alone:
                           what is allowed the office says */
    struct langs title; /* "Open a ballot" */
    const struct act_special *specials;
    size_t nspecials;
};
/*
 * Of each act that is given as fields; sorted by type. Not among them: comment.filed
 * (act_comment.h), draft.posted (act_draft.h), votes (act_vote.h), process.adopted (act_process.h),
 * committee.opened and key.rotated (office/office.h).
 */
extern const struct act_form act_forms[];
extern const size_t nact_forms;
const struct act_form *act_form_find(struct slice type);

/* How the value of one field is given. */
enum act_value {
    ACT_VALUE_ID,
    ACT_VALUE_WORD, /* one of `words` */
    ACT_VALUE_LINE,
    ACT_VALUE_LONG,    /* a text of several lines, kept as an object */
    ACT_VALUE_INSTANT, /* RFC 3339, a date, or +DAYS */
    ACT_VALUE_DATE,
    ACT_VALUE_INTEGER,
    ACT_VALUE_FLAG,  /* "1": yes; anything else is a fault, empty is no */
    ACT_VALUE_IDS,   /* parted by commas, or the field several times */
    ACT_VALUE_WORDS, /* the same, of `words` */
    ACT_VALUE_FILE,  /* octets */
    ACT_VALUE_JSON,  /* of what has no table of fields */
};

/* One field that a person may give. Texts live in the arena or are constants. */
struct act_field {
    const char *name; /* "name-zh", "in-force" */
    enum act_value value;
    bool needed;              /* neither optional nor filled in */
    bool filled;              /* the engine fills it in where it is left out */
    const char *const *words; /* of WORD and WORDS; ends with null */
    const char *help;         /* one line */
    const struct event_field *field;
    const struct act_special *special; /* or null */
    char
        lang; /* 'e' or 'z': a half of a text in two languages, `name` ends in -en or -zh; else 0 */
};

/*
 * In the order of the table; of an act that has a form. What the engine fills in alone is not among
 * them. A project's act belongs to a project besides: that is no field.
 */
void act_fields(struct act_field **out, size_t *n, struct arena *a, const struct event_kind *k);

/* An act on its way: what the office is asked. Lives in the viewer's arena. */
struct act {
    const struct event_kind *kind;
    struct slice project; /* empty: of the committee */
    struct json_node *data;
    struct office_object objects[ACT_OBJECTS_MAX];
    size_t nobjects;
};

/*
 * From what is given. False with faults, field by field; a fault without a name is of the whole.
 * Fields that the act does not take are faults, except those of `beside` (ends with null; may be
 * null): a form token, and the like. `once` and `acting` are always beside.
 */
bool act_take(struct act *out, const struct viewer *v, const struct event_kind *k,
              struct slice project, const struct given *g, const char *const *beside,
              struct given_faults *f);

/* An object, and its digest as member `field` of the data (null: no member). */
bool act_keep(struct act *x, const struct viewer *v, const char *field, struct slice octets,
              bool open, struct given_faults *f);

#define ACT_FIELD_ACTING                                                      \
    "acting" /* a mandate's id: under this one; left out: whichever allows it \
              */
#define ACT_FIELD_ONCE "once"

struct act_how {
    struct slice acting; /* a mandate of the viewer's; empty: the first that allows it */
    struct slice once;   /* at most STORE_KEY_MAX octets; may be empty */
    bool dry;            /* only ask */
};

/*
 * Does it, or asks. Without `acting`, the viewer's mandates are tried in order of act_mandates;
 * where none allows it, the most telling refusal is given: one about the matter before one about
 * the role. A viewer without mandates is refused (REFUSED_MANDATE, "mandate.none"), as is somebody
 * else's mandate. False with *e for a fault: nothing was done.
 */
MUST_USE bool act_run(struct office_done *out, const struct viewer *v, const struct act *x,
                      const struct act_how *how, struct err *e);

/* The viewer's mandates in the order in which they are tried: of the project's body first, who
 * speaks for an organisation before who keeps or leads. */
const struct mandate **act_mandates(const struct viewer *v, const struct act *x);

/* Sixteen random octets in hexadecimal: for the hidden field `once` of a form. */
struct slice act_once(const struct viewer *v);
