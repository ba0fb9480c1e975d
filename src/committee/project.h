/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a project is at one moment: its stage, drafts, comments and their
 * dispositions, ballots, what was published. The fold of its own events alone;
 * what they had to fit when they were accepted was decided then (act.h), and
 * everything needed later (rule, roll, deadlines) stands in the events.
 */
#pragma once

#include "committee/committee.h"
#include "committee/tally.h"

enum project_status {
    PROJECT_ACTIVE,
    PROJECT_SUSPENDED,
    PROJECT_WITHDRAWN, /* stopped before publication */
    PROJECT_PUBLISHED,
    PROJECT_ABOLISHED, /* published once, withdrawn since */
};

struct draft_posted {
    struct slice id;       /* "d-1" */
    struct slice file;     /* digest of the object */
    struct slice mandate;  /* under which it was posted */
    struct slices clauses; /* their stable ids, in order */
    struct map by_clause;  /* the same (draft.posted fills it): comments are checked by it */
    struct slice stage;
    int64_t at;
    uint64_t index;
};

enum comment_type { COMMENT_GENERAL, COMMENT_TECHNICAL, COMMENT_EDITORIAL };

enum decision {
    DECISION_NONE,
    DECISION_ACCEPTED,
    DECISION_PARTLY,
    DECISION_NOT_ACCEPTED,
    DECISION_NOTED, /* asks for nothing */
};

struct comment {
    struct slice id;            /* "c-1" */
    struct slice draft, clause; /* clause empty: on the whole */
    enum comment_type type;
    struct slice language;     /* "zh" or "en" */
    struct slice organisation; /* empty: of the public, see `object` */
    struct slice object;       /* digest: text, proposed change, anchor */
    enum decision decision;
    struct slice reason;     /* digest; of the disposition */
    struct slice applied_in; /* draft; may be empty */
    bool withdrawn;
    int64_t at;
    uint64_t index, disposed; /* leaves; disposed 0: not yet */
};

#define COMMENT_PREFIX "c-"
extern const char *const comment_type_words[]; /* ge, te, ed; null behind the last */
extern const char *const decision_words[];     /* none, accepted, partly, not-accepted, noted */

struct comment_period {
    struct slice draft, stage;
    int64_t opens, closes;
    uint64_t index;
};

/* A paper that the process asks for: 编制说明, minutes, the decision of the body above. */
struct document_filed {
    struct slice key;  /* of the process's documents */
    struct slice file; /* digest */
    struct slice stage;
    int64_t at;
    uint64_t index;
};

struct ballot_vote {
    bool cast; /* sealed or open, there is one */
    bool sealed;
    bool opened; /* of a sealed one: its opening is in the record */
    bool conditional, carried;
    uint8_t commitment[32];  /* of a sealed one */
    struct slice choice;     /* empty while it is sealed */
    struct slice reason;     /* digest; may be empty */
    struct slices marks;     /* "expert": what else the voter offers */
    struct slice mandate;    /* under which it was cast */
    enum mandate_kind acted; /* its kind: who may still replace it */
    int64_t at;
    uint64_t index;   /* leaf of the vote that counts */
    uint64_t opening; /* leaf that opened it; 0: none */
};

/* Who of the roll is one unit, as the rule counts; made when the ballot opens. */
struct ballot_units {
    uint32_t *of;    /* by place in the roll: number of its unit */
    uint32_t *voted; /* by unit: place + 1 of the voter whose vote stands, 0: none */
};

struct ballot {
    struct slice id; /* "b-1" */
    struct langs question;
    struct slice stage, draft; /* draft may be empty: on a proposal */
    struct slice body;         /* whose mandates vote: BODY_COMMITTEE or a group; of a list empty */
    struct slice carries;      /* earlier round whose votes stand on; or empty */
    bool text_changed;         /* since that round */
    struct rule rule;          /* frozen */
    struct slice rule_digest;  /* of its canonical JSON */
    struct roll roll;          /* frozen */
    struct ballot_vote *votes; /* by place in the roll */
    struct map places;         /* voter's id -> place + 1, as a pointer value */
    struct map first;          /* organisation -> the first place it has, + 1 */
    struct ballot_units units;
    size_t unopened; /* sealed votes without an opening */
    bool sealed;     /* until it closes */
    int64_t opens, closes;
    bool closed;
    enum outcome outcome; /* where closed: as counted */
    bool judged;          /* by the role that the rule names */
    enum outcome judgment;
    int64_t closed_at;
    uint64_t index, closed_index, judged_index;
};

struct publication {
    struct slice number; /* "T/SAMPLE 1-2026" */
    struct slice draft, file;
    struct slices languages;
    int64_t at;
    struct slice in_force; /* a date */
    uint64_t index;
};

enum review_decision { REVIEW_KEEP, REVIEW_REVISE, REVIEW_WITHDRAW };

struct review {
    enum review_decision decision;
    int64_t at;
    uint64_t index;
};

struct correction {
    uint64_t of, index; /* leaves: what it corrects, and itself */
    struct slice text;  /* digest */
    int64_t at;
};

struct stage_entry {
    struct slice stage;
    int64_t at;
    uint64_t index;
};

struct project {
    struct arena *arena;
    struct slice id;
    struct langs title;
    struct slice process, process_digest; /* pinned: an adopted version */
    struct slice group;                   /* that drafts it; may be empty */
    struct slice lead;                    /* organisation */
    struct slice stage;
    int64_t stage_since, opened, last_at;
    enum project_status status;
    uint64_t events;
    VEC(uint64_t) leaves;     /* of its events, ascending */
    VEC(uint64_t) milestones; /* of these: neither votes nor comments nor answers to them */
    VEC(struct stage_entry) stages;
    VEC(struct draft_posted) drafts;
    VEC(struct document_filed) documents;
    VEC(struct comment) comments; /* "c-1", "c-2", … */
    VEC(struct comment_period) periods;
    VEC(struct ballot *) ballots;
    VEC(struct publication) publications;
    VEC(struct correction) corrections;
    size_t undisposed; /* comments that still need a disposition */
    VEC(struct review) reviews;
    int64_t withdrawn_at; /* stopped or abolished; 0: not */
};

void project_init(struct project *p, struct arena *a);

const struct draft_posted *project_draft(const struct project *p, struct slice id);
const struct comment *project_comment(const struct project *p, struct slice id);
const struct ballot *project_ballot(const struct project *p, struct slice id);
const struct ballot *project_open_ballot(const struct project *p); /* or null */
/* The comment period that runs at `at`, or null. */
const struct comment_period *project_open_period(const struct project *p, int64_t at);
/* Comments that still need a disposition. */
size_t project_open_comments(const struct project *p);
/* The body whose members draft it: its group, else the committee. */
struct slice project_body(const struct project *p);
const char *project_status_name(enum project_status s);

/* What a closed ballot came to: as judged where the rule leaves it to a role. */
enum outcome ballot_outcome(const struct ballot *b);
/* The place of a voter in the roll, or roll.n. */
size_t ballot_place(const struct ballot *b, struct slice voter);

/* For act_apply, before the kind's own: one more event of this project. */
void project_count(struct project *p, const struct event *ev);

/* Canonical JSON of all of it: two states are the same where these octets are. */
struct slice project_octets(struct arena *a, const struct project *p);
