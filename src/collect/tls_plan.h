/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The strategy for one target: which hello next, given what was learnt.
 *
 * Questions are grouped into lanes. A lane asks one question at a time, lanes
 * go side by side. Most lanes enumerate by exclusion (tls_exclusion.h): the
 * suites of one class in one version, the groups of one family or the schemes
 * of one kind in TLS 1.3. What the lanes of TLS 1.2 can learn on the way
 * (groups, schemes, application protocols) is a *want*: some lane takes it on
 * as its second dimension, so that an answer tells several things at once.
 * The last lanes ask one question each, once the lists are known.
 *
 * Pure: answers in, asks out; no sockets, no clock. Retries are not its
 * business: it is told of answers that stand.
 */
#pragma once

#include "collect/tls_exclusion.h"
#include "collect/tls_order.h"
#include "collect/tls_seen.h"

#define TLS_LANES_MAX 80

enum tls_want {
    TLS_WANT_SCHEMES_RSA, /* of TLS 1.2, by what signs */
    TLS_WANT_SCHEMES_EC,
    TLS_WANT_SCHEMES_DSA,
    TLS_WANT_GROUPS_EC, /* up to TLS 1.2 */
    TLS_WANT_GROUPS_FFDHE,
    TLS_WANT_SUITES_13,
    TLS_WANT_ALPN, /* codes: index into the names, + 1 */
    TLS_WANTS,
};

enum tls_lane_kind {
    TLS_LANE_ONCE,
    TLS_LANE_SUITES,
    TLS_LANE_GROUPS_13,
    TLS_LANE_SCHEMES_13,
};

enum tls_once {
    TLS_ONCE_SCOUT, /* TLS 1.2 and 1.3 with everything, but no key share: it costs both sides little
                     */
    TLS_ONCE_ORDINARY, /* the same with a share, where the first contact did not show TLS 1.3 */
    TLS_ONCE_FULL_13,  /* TLS 1.3 to the tickets behind its end */
    TLS_ONCE_SSL2,
    TLS_ONCE_FALLBACK,   /* a downgrade marked as such */
    TLS_ONCE_PREFERENCE, /* accepted suites in reverse order */
    TLS_ONCE_FORWARD,    /* and in our order, where no lane alone has two */
    TLS_ONCE_PREFERRED,  /* all accepted suites of the best version */
    TLS_ONCE_NO_SNI,     /* an accepted hello without its server name */
    TLS_ONCE_ORDER,      /* the best of each class, again and again */
    TLS_ONCES,
};

struct tls_lane {
    enum tls_lane_kind kind;
    enum tls_once once;
    enum tls_v v;
    int part;    /* enum tls_class, tls_family or tls_signer by kind; -1: mixed */
    bool bulk;   /* splits into classes once something is accepted */
    bool busy;   /* its question is under way */
    bool grease; /* TLS 1.3 groups: the server may dislike an empty list of key shares */
    struct tls_dimension main;
    struct tls_exclusion x;
    int want;             /* enum tls_want that it has taken on, or -1 */
    size_t accepted;      /* answers that took our offer */
    struct x509_key leaf; /* of its first answer that had a certificate */
    struct slice leaf_der;
};

struct tls_plan_want {
    struct tls_dimension d;
    bool claimed;
    bool not_ecdsa; /* an ECDSA lane came to the end of what it can tell */
};

/* What became of a lane that asks once. */
struct tls_plan_once {
    bool opened, answered, refused;
    struct slice failed; /* why there is no answer */
    uint16_t version, suite, alert;
    uint16_t first_suite; /* the first one that was offered */
    struct slice leaf_der,
        want_der; /* NO_SNI: the certificate that came, and the one with a name */
};

enum tls_phase {
    TLS_PHASE_SCOUT,
    TLS_PHASE_LISTS,
    TLS_PHASE_LAST,
    TLS_PHASE_ORDER,
    TLS_PHASE_DONE,
};

struct tls_plan {
    struct arena *a;
    const struct tls_space *space;
    struct slice sni;
    bool sni_refused; /* the server has no such name: asked without it from then on */
    enum tls_phase phase;
    struct tls_lane lanes[TLS_LANES_MAX];
    size_t nlanes;
    struct tls_plan_want wants[TLS_WANTS];
    struct tls_plan_once once[TLS_ONCES];
    bool refused[TLS_VS];           /* the version itself was refused by name */
    struct slice failed[TLS_VS];    /* a lane of it got no answer: why */
    bool older_rest[TLS_VS];        /* the second half of an old version's suites is opened */
    uint16_t share_group;           /* TLS 1.3: one that the server takes and we can complete */
    bool empty_works, grease_works; /* TLS 1.3: which hellos without a usable share are answered */
    bool lanes_13;                  /* the lanes that need TLS 1.3 to be there are opened */
    bool lanes_scheme;
    bool lanes_scheme_other;
    struct tls_order order; /* of the suites of `order_v` */
    enum tls_v order_v;
    struct tls_seen seen;
};

/* `sni` empty: no server name is sent. All must outlive the plan. */
void tls_plan_init(struct tls_plan *p, struct arena *a, const struct tls_space *space,
                   struct slice sni);

/* The next question, from the plan's arena; null where none can be put now. */
const struct tls_ask *tls_plan_next(struct tls_plan *p);

/* The answer to `ask` stands: accepted, or refused by an alert or by closing. */
void tls_plan_take(struct tls_plan *p, const struct tls_ask *ask, const struct tls_answer *answer);

/* There is no answer to `ask` that one could rely on. */
void tls_plan_fail(struct tls_plan *p, const struct tls_ask *ask, struct slice why);

/* Whose order of suites decides, the server's or the client's? False while nothing tells. */
MUST_USE bool tls_plan_server_decides(const struct tls_plan *p, bool *decides);

/* Does what a lane of TLS 1.3 groups was refused tell of the groups, or of the key share? */
bool tls_plan_groups_tell(const struct tls_plan *p, const struct tls_lane *lane);

/* Everything is asked and answered. */
bool tls_plan_done(const struct tls_plan *p);

/* The questions in words, for transcripts: "TLS 1.2 ECDHE-RSA suites". */
struct slice tls_plan_label(const struct tls_plan *p, struct arena *a, const struct tls_ask *ask);
