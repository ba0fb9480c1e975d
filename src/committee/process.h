/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process as data: the stages that a project passes, who may move it, what has to be there
 * before it moves, and the ballot rules that decide. On disk: data/processes/ID.yaml, see
 * docs/internals/process-format.md. A committee adopts a version of it; its
 * canonical JSON is then part of the record.
 */
#pragma once

#include "committee/rule.h"
#include "committee/tally.h"
#include "model/load.h"

#define PROCESS_FILE_MAX ((size_t)1 << 20)
#define PROCESS_STAGES_MAX 64
#define PROCESS_RULES_MAX 64
#define PROCESS_DOCUMENTS_MAX 64
#define PROCESSES_MAX 64

/* What may be done while a project stands at a stage. */
enum stage_act {
    STAGE_DRAFT,   /* post drafts */
    STAGE_COMMENT, /* open a comment period, file comments */
    STAGE_DISPOSE, /* answer comments */
    STAGE_BALLOT,
    STAGE_PUBLISH,
    STAGE_REVIEW, /* decide the periodic review: confirm, revise, withdraw */
};
#define STAGE_ACTS (STAGE_REVIEW + 1)

/* Who may move a project. A set is a mask of 1u << role. */
enum process_role {
    BY_SECRETARY, /* of the committee */
    BY_CHAIR,     /* of the committee */
    BY_CONVENOR,  /* of the project's group */
    BY_LEAD,      /* the organisation that leads the drafting */
    BY_AUTHORITY, /* the body above the committee (SAC, ISO/CS, IESG); its act is entered by the
                     secretary with the document that shows it */
};
#define PROCESS_ROLES (BY_AUTHORITY + 1)

/* What the way to the next stage asks for. All that are set have to hold. */
struct transition {
    struct slice to; /* id of a stage */
    struct langs name;
    unsigned by;         /* mask of roles; 0: by nobody but the outcome itself */
    struct slice ballot; /* key of the rule whose last ballot at this stage decides; or empty */
    unsigned
        outcomes; /* mask of 1u << enum outcome (of a judged ballot: the judge's); 0: approved */
    bool draft;   /* a draft was posted at this stage */
    bool comment_period;     /* the stage's comment period was held to its end */
    bool comments_disposed;  /* no comment of the project is without a disposition */
    bool reason;             /* the mover has to give one (skipping, rejecting) */
    int64_t min_days;        /* since the stage began */
    int64_t max_days;        /* a limit to keep; passing it is shown, not refused */
    struct slices documents; /* keys of the process's documents that have to be filed */
    struct cite cite;
};

enum stage_end {
    STAGE_GOES_ON,
    STAGE_PUBLISHED, /* in force; may still have ways on (review) */
    STAGE_WITHDRAWN, /* stopped before publication */
    STAGE_ABOLISHED, /* published once, withdrawn since */
};

struct stage {
    struct slice id;   /* "comment" */
    struct slice code; /* the body's own: "30.20"; may be empty */
    struct langs name;
    struct slice document; /* key of the document that the text is called here; may be empty */
    unsigned acts;         /* mask of stage_act */
    struct period comment; /* days of the comment period, where it has one */
    bool public_comments;  /* anybody may comment in it; the secretary enters that as such */
    int64_t review_days;   /* published: the review is due after so many; 0: none */
    struct slices ballots; /* keys of rules that may be opened here */
    struct {
        struct transition *v;
        size_t n;
    } next;
    enum stage_end end;
    struct cite cite;
};

/* What a paper is called: 征求意见稿, 编制说明. */
struct process_document {
    struct slice key;
    struct langs name;
};

struct process {
    struct slice id; /* "SAC-GBT", as the file */
    struct langs name;
    struct slice body;    /* "SAC/TC260" */
    struct slice edition; /* "2026-11-24": of this data */
    struct langs note;
    struct cite cite; /* of every value without its own */
    struct sources sources;
    struct {
        struct process_document *v;
        size_t n;
    } documents;
    struct {
        struct stage *v;
        size_t n;
    } stages; /* a project begins at the first */
    struct {
        struct rule *v;
        size_t n;
    } rules;
};

const struct stage *process_stage(const struct process *p, struct slice id);
const struct rule *process_rule(const struct process *p, struct slice key);
const struct process_document *process_document(const struct process *p, struct slice key);
/*
 * How a value of a stage was read; without a cite of its own (null or empty) it is the stage's,
 * then the process's; `stage` may be null. Of rules: rule_reading.
 */
enum reading process_reading(const struct process *p, const struct stage *stage,
                             const struct cite *own);
/* Whether every value of the process, rules included, was read at its source. */
bool process_verified(const struct process *p);

/* As rule_from_json: checked, and one JSON for one process. */
MUST_USE bool process_from_json(struct process *out, struct arena *a, const struct json_node *n,
                                struct err *e);
void process_to_json(struct json_node *out, struct arena *a, const struct process *p);

/* A text of data/processes/; `file` is how errors name it. */
MUST_USE bool process_from_yaml(struct process *out, struct arena *a, struct slice file,
                                struct slice text, struct err *e);

struct processes {
    struct process *v;
    size_t n;
};

/* Every *.yaml of the folder, by id. With l->problems all faults of all files are listed. */
MUST_USE bool process_load_all(struct processes *out, struct loader *l, const char *dir,
                               struct err *e);
/* One file. */
MUST_USE bool process_load(struct process *out, struct loader *l, const char *path, struct err *e);
const struct process *processes_find(const struct processes *ps, struct slice id);

/*
 * What is legal but looks wrong: stages nobody reaches or leaves, rules no stage uses,
 * numbers that can never decide. Each reads "ID: stage NAME: what".
 */
void process_lint(struct slices *out, struct arena *a, const struct process *p);

extern const char *const stage_act_names[STAGE_ACTS];
extern const char *const process_role_names[PROCESS_ROLES];
extern const char *const stage_end_names[STAGE_ABOLISHED + 1];
