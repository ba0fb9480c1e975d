/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/ballot.h"

#include "crypto/crypto.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

#include <assert.h>

#define VOTE_OCTETS_MAX 65536

void
vote_commitment(uint8_t out[32], struct arena *a, const struct sealed_vote *v,
                const uint8_t salt[32])
{
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "ballot", v->ballot);
    json_put_text(a, o, "choice", v->choice);
    if (v->conditional)
        json_put_bool(a, o, "conditional", true);
    if (v->marks.n)
        json_put_texts(a, o, "marks", &v->marks);
    json_put_text(a, o, "project", v->project);
    json_put_text_if(a, o, "reason", v->reason);
    json_put_text(a, o, "voter", v->voter);

    struct buf b;
    buf_init(&b, a, VOTE_OCTETS_MAX);
    buf_add(&b, slice_of(salt, 32));
    bool written = json_canonical_write(&b, o, NULL) && !b.full;
    assert(written); /* ids, digests and words of an event that was checked */
    if (written)
        crypto_hash(out, CRYPTO_SHA256, buf_slice(&b));
}

/* The votes that can be counted, and the place of each in the roll. */
static struct ballot_box
box_of(struct arena *a, const struct ballot *b)
{
    struct vote *votes = NEW_ARRAY(a, struct vote, b->roll.n);
    struct ballot_box box = {votes, 0, b->opens, b->closes, b->text_changed};
    for (size_t i = 0; i < b->roll.n; i++) {
        const struct ballot_vote *v = &b->votes[i];
        if (!v->cast || (v->sealed && !v->opened))
            continue;
        votes[box.n++] = (struct vote){
            .voter = i,
            .position = v->choice,
            .index = v->index,
            .at = v->carried ? b->opens : v->at,
            .reasoned = v->reason.n > 0,
            .conditional = v->conditional,
            .carried = v->carried,
            .marks = v->marks,
        };
    }
    return box;
}

bool
ballot_count(struct ballot_count *out, struct arena *a, const struct ballot *b, struct err *e)
{
    struct ballot_box box = box_of(a, b);
    out->fates = NEW_ARRAY(a, struct ballot_fate, b->roll.n);
    if (!tally_count(&out->tally, a, &b->rule, &b->roll, &box, e))
        return false;
    for (size_t i = 0; i < b->roll.n; i++) {
        const struct ballot_vote *v = &b->votes[i];
        const char *none = b->roll.v[i].recused ? "recused" : "not-cast";
        out->fates[i] = v->cast ? (struct ballot_fate){"not-opened", v->index}
                                : (struct ballot_fate){none, UINT64_MAX};
    }
    for (size_t i = 0; i < box.n; i++)
        out->fates[box.votes[i].voter].word = vote_fate_name(out->tally.fates[i]);
    return true;
}
