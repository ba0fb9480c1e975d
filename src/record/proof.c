/* SPDX-License-Identifier: Apache-2.0 */
#include "record/proof.h"

#include "base/buf.h"
#include "record/number.h"
#include "text/base64.h"

#include <inttypes.h>

#define FIRST_LINE "c2sp.org/tlog-proof@v1"

/* The line behind `word` and a space; false, and nothing taken, where another line comes next. */
static bool
take_line(struct slice *text, struct slice word, struct slice *value)
{
    if (!slice_has_prefix(*text, word))
        return false;
    struct slice line;
    slice_cut(text, '\n', &line);
    *value = slice_sub(line, word.n, line.n);
    return true;
}

static bool
read_path(struct merkle_proof *out, struct arena *a, struct slice *text, struct err *e)
{
    struct slice line, octets;
    out->n = 0;
    while (slice_cut(text, '\n', &line)) {
        if (line.n == 0)
            return true;
        if (out->n == MERKLE_PROOF_MAX)
            return err_set(e, ERR_LIMIT, "not a proof: more than %d hashes", MERKLE_PROOF_MAX);
        if (!base64_decode(&octets, a, line) || octets.n != MERKLE_HASH)
            return err_set(e, ERR_INPUT, "not a proof: hash %zu is no SHA-256 in Base64",
                           out->n + 1);
        memcpy(out->v[out->n++].b, octets.p, MERKLE_HASH);
    }
    return err_set(e, ERR_INPUT, "not a proof: no checkpoint under the hashes");
}

bool
proof_parse(struct proof *out, struct arena *a, struct slice text, struct err *e)
{
    struct slice value;
    *out = (struct proof){0};
    if (text.n > PROOF_MAX)
        return err_set(e, ERR_LIMIT, "not a proof: %zu octets, we accept %zu", text.n, PROOF_MAX);
    if (!take_line(&text, SL(FIRST_LINE "\n"), &value))
        return err_set(e, ERR_INPUT, "not a proof: its first line is not " FIRST_LINE);
    out->has_extra = take_line(&text, SL("extra "), &value);
    if (out->has_extra && !base64_decode(&out->extra, a, value))
        return err_set(e, ERR_INPUT, "not a proof: what stands behind \"extra\" is not Base64");
    if (!take_line(&text, SL("index "), &value) || !number_read(&out->index, value))
        return err_set(e, ERR_INPUT, "not a proof: the line \"index\" with a number is missing");
    if (!read_path(&out->path, a, &text, e))
        return false;
    out->signed_note = text;
    return checkpoint_parse(&out->checkpoint, a, text, e) || err_in(e, "its checkpoint");
}

struct slice
proof_write(struct arena *a, const struct proof *p)
{
    struct buf b;
    buf_init(&b, a, SIZE_MAX);
    buf_str(&b, FIRST_LINE "\n");
    if (p->has_extra) {
        buf_str(&b, "extra ");
        buf_add(&b, base64_encode(a, p->extra));
        buf_u8(&b, '\n');
    }
    buf_printf(&b, "index %" PRIu64 "\n", p->index);
    for (size_t i = 0; i < p->path.n; i++) {
        buf_add(&b, base64_encode(a, slice_of(p->path.v[i].b, MERKLE_HASH)));
        buf_u8(&b, '\n');
    }
    buf_u8(&b, '\n');
    buf_add(&b, p->signed_note);
    return buf_slice(&b);
}

enum proof_verdict
proof_check(const struct proof *p, struct crypto_hasher *h, struct slice leaf,
            const struct note_vkey *keys, size_t nkeys)
{
    switch (checkpoint_verify(&p->checkpoint, keys, nkeys, NULL)) {
    case NOTE_UNKNOWN:
        return PROOF_UNKNOWN_KEY;
    case NOTE_FORGED:
        return PROOF_FORGED;
    case NOTE_GOOD:
        break;
    }
    struct merkle_hash hash;
    merkle_leaf(&hash, h, leaf);
    return merkle_check_inclusion(h, &p->path, &hash, p->index, p->checkpoint.size,
                                  &p->checkpoint.root)
               ? PROOF_GOOD
               : PROOF_WRONG_LEAF;
}

const char *
proof_verdict_says(enum proof_verdict v)
{
    static const char *const says[] = {
        [PROOF_GOOD] = "the leaf stands in the log",
        [PROOF_UNKNOWN_KEY] = "the checkpoint is signed by no key that we were given",
        [PROOF_FORGED] =
            "the checkpoint's signature does not fit its text: it is forged or damaged",
        [PROOF_WRONG_LEAF] = "the hashes do not lead from this leaf to the signed root",
    };
    return says[v];
}
