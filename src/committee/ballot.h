/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the events of a ballot are made of: the roll that a rule gives, the
 * commitment of a sealed vote, the count at its end. Pure; the same functions
 * fill in an event, check it, and recount it later.
 */
#pragma once

#include "committee/project.h"

/*
 * After the closing time the openings of sealed votes are awaited for so long;
 * then the ballot may be closed without those that are missing.
 */
#define BALLOT_UNSEAL_DAYS 7

/* A vote as its commitment has it. */
struct sealed_vote {
    struct slice project, ballot, voter, choice;
    struct slice reason; /* digest; may be empty */
    bool conditional;
    struct slices marks;
};

/*
 * SHA-256 of the salt and behind it the vote as canonical JSON:
 *   {"ballot":…,"choice":…,"conditional":true,"marks":[…],"project":…,"reason":…,"voter":…}
 * where `conditional`, `marks` and `reason` are left out if they say nothing. Project, ballot and
 * voter are in it so that nobody can copy another's commitment.
 */
void vote_commitment(uint8_t out[32], struct arena *a, const struct sealed_vote *v,
                     const uint8_t salt[32]);

/* What became of one voter of the roll. */
struct ballot_fate {
    const char *word; /* vote_fate_name, or "not-cast", "not-opened", "recused" */
    uint64_t leaf;    /* of the vote; UINT64_MAX: there is none */
};

struct ballot_count {
    struct tally tally;
    struct ballot_fate *fates; /* by place in the roll */
};

/* ERR_INPUT as tally_count; it was excluded when the ballot opened. */
MUST_USE bool ballot_count(struct ballot_count *out, struct arena *a, const struct ballot *b,
                           struct err *e);
