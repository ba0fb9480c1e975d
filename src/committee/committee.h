/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a committee is at one moment: organisations, persons, memberships,
 * mandates, working groups, adopted processes, the keys of its record. It is
 * the fold of the committee's own events; each project is a fold of its own
 * (project.h). Slices live in the state's arena.
 *
 * Words. An *organisation* is a company, institute, agency or national body. A
 * *membership* is its place in a *body*, the committee or a working group, as member or
 * observer; where members are persons (SAC committees), it names the person.
 * A *mandate* lets a person act for an organisation in a body, from a date to a
 * date. A membership is *claimed* by the committee until the member's own
 * mandate holder confirms it.
 */
#pragma once

#include "base/map.h"
#include "base/vec.h"
#include "committee/event.h"
#include "committee/langs.h"
#include "committee/process.h"

#define BODY_COMMITTEE "committee" /* the id of the committee as a body */

enum org_origin {
    ORIGIN_DOMESTIC,
    ORIGIN_FOREIGN_INVESTED,
    ORIGIN_FOREIGN,
};

struct membership;
struct mandate;

struct organisation {
    struct slice id;
    struct langs name;
    enum org_origin origin;
    struct slice country;  /* ISO 3166-1 alpha-2 */
    struct slice category; /* of interest, by the process's own words: "issuer", "user", … */
    struct slice family;   /* organisations of one family count once where a rule says so */
    int64_t population;    /* of a national body's country; 0: not stated */
    int64_t weight;        /* votes of a national body where a rule weighs; 0: not stated */
    uint64_t since;        /* index of the event */
    /* Those that hold or may yet; what is over is dropped when the next one is granted. */
    VEC(struct membership *) memberships;
    VEC(struct mandate *) mandates;
};
#define ORGANISATION_MEMBERSHIPS_MAX 256 /* that hold or may yet, over all bodies */
#define ORGANISATION_MANDATES_MAX 256    /* the same */

struct person {
    struct slice id, organisation;
    struct slice profile; /* digest of the object that has the name */
    uint64_t since;
};

enum membership_role {
    ROLE_MEMBER,
    ROLE_OBSERVER,
};

struct membership {
    struct slice id, organisation;
    struct slice person; /* the person that is the member; empty: the organisation is */
    struct slice body;   /* BODY_COMMITTEE or the id of a group */
    enum membership_role role;
    struct slice standing; /* by the process's own words: "P", "O", "full", …; may be empty */
    bool confirmed;        /* by the member's own act */
    int64_t from, until;   /* until 0: no end */
    int64_t ended_at;      /* 0: it was not ended early */
    uint64_t since, ended; /* indexes; ended 0: it lasts */
};

enum mandate_kind {
    MANDATE_DELEGATE,  /* speaks and votes for the organisation */
    MANDATE_ALTERNATE, /* the same where the delegate has not acted */
    MANDATE_PROXY,     /* for another organisation, for one ballot */
    MANDATE_EXPERT,    /* drafts and prepares comments; neither files nor votes */
    MANDATE_CONVENOR,  /* of a working group */
    MANDATE_SECRETARY, /* of the committee: keeps the record */
    MANDATE_CHAIR,     /* of the committee */
};

struct mandate {
    struct slice id, person, organisation, body;
    enum mandate_kind kind;
    struct slice project, ballot;  /* of a proxy: "P-7", "b-1"; else empty */
    struct slice for_organisation; /* of a proxy: whose vote it casts */
    bool keeps;                    /* a secretary's without an end: one has to stay */
    int64_t from, until;           /* instants; until 0: no end */
    int64_t ended_at;              /* 0: it was not ended early */
    uint64_t since, ended;
};

enum access {
    ACCESS_OPEN,
    ACCESS_CLOSED, /* only organisations of the origins it admits, by invitation */
};

struct group {
    struct slice id;
    struct langs name;
    enum access access;
    bool admits[ORIGIN_FOREIGN + 1]; /* by origin; all of them where it is open */
    struct slice reason;             /* why it is closed; may be empty */
    struct map invited;              /* organisations by id; matters where it is closed */
    uint64_t since, closed;          /* closed: index of the event that ended it; 0: it works */
};

/* A version of a process that the committee adopted: rules as they stood in the event. */
struct adopted {
    struct slice id, digest; /* digest of the process's canonical JSON */
    const struct process *process;
    uint64_t since;
};

enum id_series {
    ID_ORGANISATION, /* "o-1" */
    ID_PERSON,       /* "p-1" */
    ID_MEMBERSHIP,   /* "ms-1" */
    ID_MANDATE,      /* "m-1" */
    ID_GROUP,        /* "g-1" */
};
#define ID_SERIES (ID_GROUP + 1)

struct committee {
    struct arena *arena;
    struct slice id;
    struct langs name;
    struct slice record;     /* origin of the log: "comity.example/tc-1" */
    struct slices languages; /* "zh", "en" */
    int64_t opened, last_at;
    bool rehearsal;  /* its times are given, not the machine's: flag of committee.opened */
    uint64_t events; /* of its own, folded so far; 0: not opened */
    /* By id; values point into the state. In the order of their events. */
    struct map organisations, persons, memberships, mandates, groups;
    VEC(struct adopted *) processes; /* all versions, in order */
    struct map process_newest;       /* by id */
    struct map process_versions;     /* by digest */
    VEC(struct slice) keys;          /* verifier keys of the record; the last one signs */
    struct map keys_seen;
    uint64_t used[ID_SERIES]; /* the last number of each series */
    size_t secretaries;       /* mandates that keep the record (mandate.keeps), not ended */
    struct map proxies;       /* the newest by project, ballot, giver: committee_proxy */
};

/* An empty state; `a` must outlive it and is its alone. */
void committee_init(struct committee *c, struct arena *a);

const struct organisation *committee_organisation(const struct committee *c, struct slice id);
const struct person *committee_person(const struct committee *c, struct slice id);
const struct membership *committee_membership(const struct committee *c, struct slice id);
const struct mandate *committee_mandate(const struct committee *c, struct slice id);
const struct group *committee_group(const struct committee *c, struct slice id);
/* The version with that digest, or, where `digest` is empty, the newest. */
const struct adopted *committee_process(const struct committee *c, struct slice id,
                                        struct slice digest);

/* That organisation's membership in the body at that moment, as itself or by a person; or null. */
const struct membership *committee_member(const struct committee *c, struct slice body,
                                          struct slice organisation, int64_t at);
/* The newest proxy that the organisation gave for that ballot, or null; it may be over. */
const struct mandate *committee_proxy(const struct committee *c, struct slice project,
                                      struct slice ballot, struct slice giver);
/* A body that exists and works: the committee or a group. */
bool committee_body(const struct committee *c, struct slice body);

/*
 * Ids of ours count up: "o-12". Others may be chosen as long as they do not look like one of the
 * series: so nobody can take the next one away.
 */
struct slice id_numbered(struct arena *a, const char *prefix, uint64_t n);
/* The number where the id is of that series, else 0. */
uint64_t id_number(struct slice id, const char *prefix);
extern const char *const id_prefixes[ID_SERIES];

bool mandate_holds(const struct mandate *m, int64_t at);
bool membership_holds(const struct membership *m, int64_t at);

/* Not ended, and its end, if it has one, lies ahead: it holds or will. */
bool mandate_lives(const struct mandate *m, int64_t at);
bool membership_lives(const struct membership *m, int64_t at);

/* Who of the committee's members cannot join a group, and why. */
enum shut_out_why { SHUT_OUT_ORIGIN, SHUT_OUT_NOT_INVITED };
struct shut_out {
    const struct organisation *organisation;
    enum shut_out_why why;
};
struct shut_outs {
    struct shut_out *v;
    size_t n;
};
void group_shut_outs(struct shut_outs *out, struct arena *a, const struct committee *c,
                     const struct group *g, int64_t at);

/* Words of the record, by enumerator, null behind the last. */
extern const char *const origin_words[];
extern const char *const role_words[];
extern const char *const mandate_words[];
extern const char *const access_words[];
extern const char *const language_words[]; /* "en", "zh" */
/* For people. */
const struct langs *mandate_kind_name(enum mandate_kind k);
const struct langs *origin_name(enum org_origin o);

/* Canonical JSON of all of it: two states are the same where these octets are. */
struct slice committee_octets(struct arena *a, const struct committee *c);
