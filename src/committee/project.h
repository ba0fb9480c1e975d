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
    struct slices clauses; /* their stable ids, in order */
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

struct comment_period {
    struct slice draft;
    int64_t opens, closes;
    uint64_t index;
};

struct ballot_vote {
    bool cast, sealed;
    uint8_t commitment[32]; /* of a sealed one */
    struct slice choice;    /* empty while it is sealed */
    struct slice reason;    /* digest; may be empty */
    struct slice mandate;   /* under which it was cast */
    int64_t at;
    uint64_t index; /* leaf of the vote that counts */
};

struct ballot {
    struct slice id; /* "b-1" */
    struct langs question;
    struct slice stage, draft;
    struct rule rule;          /* frozen */
    struct slice rule_digest;  /* of its canonical JSON */
    struct roll roll;          /* frozen */
    struct ballot_vote *votes; /* by place in the roll */
    bool sealed;               /* until it closes */
    int64_t opens, closes;
    bool closed;
    enum outcome outcome; /* where closed */
    uint64_t index, closed_index;
};

struct publication {
    struct slice number; /* "T/SAMPLE 1-2026" */
    struct slice file;   /* digest */
    int64_t at;
    struct slice in_force; /* a date */
    uint64_t index;
};

struct correction {
    uint64_t of, index; /* leaves: what it corrects, and itself */
    struct slice text;  /* digest */
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
    VEC(struct draft_posted) drafts;
    VEC(struct comment) comments;
    VEC(struct comment_period) periods;
    VEC(struct ballot *) ballots;
    VEC(struct publication) publications;
    VEC(struct correction) corrections;
    struct map comment_by_id; /* -> index + 1 into comments, as a pointer value */
    uint64_t reviewed;        /* index of the last review's decision, 0: none */
};

void project_init(struct project *p, struct arena *a);

const struct draft_posted *project_draft(const struct project *p, struct slice id);
const struct comment *project_comment(const struct project *p, struct slice id);
const struct ballot *project_ballot(const struct project *p, struct slice id);
/* Comments that still need a disposition. */
size_t project_open_comments(const struct project *p);

/* Canonical JSON of all of it: two states are the same where these octets are. */
struct slice project_octets(struct arena *a, const struct project *p);
