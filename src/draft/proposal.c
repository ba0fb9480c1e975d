/* SPDX-License-Identifier: Apache-2.0 */
#include "draft/proposal.h"

#include "base/buf.h"
#include "base/vec.h"
#include "crypto/crypto.h"
#include "text/utf8.h"

static bool
clause_text(struct slice *out, const struct draft *d, struct slice id, enum draft_language l,
            struct err *e)
{
    const struct clause *c = draft_clause(d, id);
    if (!c)
        return err_set(e, ERR_INPUT, "the draft has no clause '%.*s'",
                       SL_FMT(slice_sub(id, 0, DRAFT_ID_MAX)));
    *out = c->text[l].s;
    return true;
}

/* ---- making --------------------------------------------------------------------------------- */

bool
proposal_make(struct proposal *out, struct arena *a, const struct draft *d, struct slice clause,
              enum draft_language l, struct slice text, struct err *e)
{
    struct slice old;
    struct textdiff diff;
    text = slice_trim(text);
    if (!clause_text(&old, d, clause, l, e))
        return false;
    if (text.n > DRAFT_TEXT_MAX)
        return err_set(e, ERR_LIMIT, "the proposed text has %zu octets, at most %zu are allowed",
                       text.n, DRAFT_TEXT_MAX);
    if (utf8_valid(text) != text.n)
        return err_set(e, ERR_INPUT, "the proposed text is not UTF-8 at octet %zu",
                       utf8_valid(text));
    if (slice_eq(old, text))
        return err_set(e, ERR_INPUT, "the proposed text is the one that stands there already");
    textdiff_make(&diff, a, l, old, text);
    *out = (struct proposal){.clause = clause, .language = l};
    draft_digest(out->before, old);
    out->v = NEW_ARRAY(a, struct proposal_step, diff.n);
    for (size_t i = 0; i < diff.n; i++) {
        bool keep = diff.v[i].edit == TEXTDIFF_KEEP;
        out->v[out->n++] = (struct proposal_step){.edit = diff.v[i].edit,
                                                  .n = keep ? diff.v[i].text.n : 0,
                                                  .text = keep ? SL("") : diff.v[i].text};
    }
    return true;
}

/* ---- applying ------------------------------------------------------------------------------- */

/* One step from the front of `old`; false where it does not fit. */
static bool
apply_step(struct buf *b, struct slice *old, const struct proposal_step *s)
{
    struct slice piece;
    switch (s->edit) {
    case TEXTDIFF_KEEP:
        if (!slice_take(old, s->n, &piece))
            return false;
        buf_add(b, piece);
        return true;
    case TEXTDIFF_DELETE:
        return slice_take(old, s->text.n, &piece) && slice_eq(piece, s->text);
    case TEXTDIFF_INSERT:
        buf_add(b, s->text);
        return true;
    }
    return false;
}

bool
proposal_apply(struct slice *out, struct arena *a, const struct draft *d, const struct proposal *p,
               struct err *e)
{
    struct slice old;
    struct buf b;
    uint8_t digest[DRAFT_DIGEST];
    if (!clause_text(&old, d, p->clause, p->language, e))
        return false;
    draft_digest(digest, old);
    if (memcmp(digest, p->before, sizeof digest) != 0)
        return err_set(e, ERR_INPUT,
                       "the %s text of '%.*s' is no longer the one that this was proposed for",
                       draft_language_names[p->language], SL_FMT(p->clause));
    buf_init(&b, a, DRAFT_TEXT_MAX);
    bool fits = true;
    for (size_t i = 0; fits && i < p->n; i++)
        fits = apply_step(&b, &old, &p->v[i]);
    if (!fits || old.n)
        return err_set(e, ERR_INPUT, "the steps of this proposal do not fit the text of '%.*s'",
                       SL_FMT(p->clause));
    if (!buf_done(&b, out, e))
        return false;
    return utf8_valid(*out) == out->n ||
           err_set(e, ERR_INPUT, "the steps of this proposal cut a character of '%.*s'",
                   SL_FMT(p->clause));
}

/* ---- JSON ----------------------------------------------------------------------------------- */

void
proposal_write(struct json_write *w, const struct proposal *p)
{
    static const char *const names[] = {"keep", "delete", "insert"};
    char before[8 + 2 * DRAFT_DIGEST] = "sha256:";
    for (size_t i = 0; i < DRAFT_DIGEST; i++) {
        before[7 + 2 * i] = "0123456789abcdef"[p->before[i] >> 4];
        before[8 + 2 * i] = "0123456789abcdef"[p->before[i] & 15];
    }
    json_write_object(w);
    json_write_member(w, "before", slice_of(before, 7 + 2 * DRAFT_DIGEST));
    json_write_member(w, "clause", p->clause);
    json_write_member(w, "language", slice_str(draft_language_names[p->language]));
    json_write_key(w, "steps");
    json_write_array(w);
    for (size_t i = 0; i < p->n; i++) {
        json_write_flat_object(w);
        json_write_key(w, names[p->v[i].edit]);
        if (p->v[i].edit == TEXTDIFF_KEEP)
            json_write_int(w, (int64_t)p->v[i].n);
        else
            json_write_text(w, p->v[i].text);
        json_write_end(w);
    }
    json_write_end(w);
    json_write_end(w);
}

static bool
nibble(uint8_t c, uint8_t *out)
{
    bool digit = c >= '0' && c <= '9', letter = c >= 'a' && c <= 'f';
    *out = (uint8_t)(digit ? c - '0' : c - 'a' + 10);
    return digit || letter;
}

static bool
read_digest(uint8_t out[DRAFT_DIGEST], struct slice s)
{
    uint8_t high, low;
    if (s.n != 7 + 2 * DRAFT_DIGEST || !slice_has_prefix(s, SL("sha256:")))
        return false;
    for (size_t i = 0; i < DRAFT_DIGEST; i++) {
        if (!nibble(s.p[7 + 2 * i], &high) || !nibble(s.p[8 + 2 * i], &low))
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool
read_step(struct proposal_step *out, struct arena *a, const struct json_node *n)
{
    const struct json_node *keep = json_get(n, "keep"), *gone = json_get(n, "delete"),
                           *come = json_get(n, "insert");
    if (n->type != JSON_OBJECT || n->n != 1)
        return false;
    if (keep) {
        *out = (struct proposal_step){.edit = TEXTDIFF_KEEP};
        if (keep->type != JSON_INT || keep->i <= 0 || keep->i > (int64_t)DRAFT_TEXT_MAX)
            return false;
        out->n = (size_t)keep->i;
        return true;
    }
    struct slice text = json_text(gone ? gone : come);
    *out = (struct proposal_step){.edit = gone ? TEXTDIFF_DELETE : TEXTDIFF_INSERT,
                                  .text = arena_dup(a, text)};
    return text.n > 0 && text.n <= DRAFT_TEXT_MAX;
}

static bool
read_head(struct proposal *out, struct arena *a, const struct json_node *n)
{
    struct slice language = json_text(json_get(n, "language"));
    size_t l = 0;
    out->clause = arena_dup(a, json_text(json_get(n, "clause")));
    while (l < DRAFT_LANGUAGES && !slice_eq_str(language, draft_language_names[l]))
        l++;
    out->language = (enum draft_language)l;
    return l < DRAFT_LANGUAGES && out->clause.n > 0 && out->clause.n <= DRAFT_ID_MAX &&
           read_digest(out->before, json_text(json_get(n, "before")));
}

bool
proposal_read(struct proposal *out, struct arena *a, const struct json_node *n, struct err *e)
{
    const struct json_node *steps = json_get(n, "steps");
    *out = (struct proposal){0};
    if (!read_head(out, a, n) || !steps || steps->type != JSON_ARRAY)
        return err_set(e, ERR_INPUT,
                       "a proposed change has 'before', 'clause', 'language' and 'steps'");
    if (steps->n == 0 || steps->n > PROPOSAL_STEPS_MAX)
        return err_set(e, ERR_LIMIT, "a proposed change has 1 to %d steps", PROPOSAL_STEPS_MAX);
    out->v = NEW_ARRAY(a, struct proposal_step, steps->n);
    for (size_t i = 0; i < steps->n; i++)
        if (!read_step(&out->v[out->n++], a, json_item(steps, i)))
            return err_set(e, ERR_INPUT,
                           "steps[%zu]: one of keep (a number of octets), delete, insert (a text)",
                           i);
    return true;
}

/* ---- for people ----------------------------------------------------------------------------- */

/* At most `context` characters from the front (or, `end`, from the back), not cut. */
static struct slice
some(struct slice s, size_t context, bool end)
{
    size_t at = end ? s.n : 0;
    for (; context > 0 && (end ? at > 0 : at < s.n); context--)
        do
            at = end ? at - 1 : at + 1;
        while (at > 0 && at < s.n && (s.p[at] & 0xc0) == 0x80);
    return end ? slice_sub(s, at, s.n - at) : slice_sub(s, 0, at);
}

static void
print_kept(struct buf *b, struct slice kept, size_t context, bool first, bool last)
{
    struct slice head = first ? SL("") : some(kept, context, false);
    struct slice tail = last ? SL("") : some(kept, context, true);
    if (head.n + tail.n >= kept.n && kept.n) {
        buf_add(b, kept);
        return;
    }
    buf_add(b, head);
    buf_str(b, "…");
    buf_add(b, tail);
}

struct slice
proposal_print(struct arena *a, const struct proposal *p, const struct draft *d, size_t context)
{
    struct buf b;
    struct slice text, old = {0};
    struct err unused;
    /* The old text, where it is at hand: else what is kept is not known, only how much. */
    bool known = d && proposal_apply(&text, a, d, p, &unused) &&
                 clause_text(&old, d, p->clause, p->language, &unused);
    buf_init(&b, a, (size_t)1 << 20);
    for (size_t i = 0; i < p->n; i++) {
        const struct proposal_step *s = &p->v[i];
        struct slice kept = {0};
        switch (s->edit) {
        case TEXTDIFF_KEEP:
            if (known && slice_take(&old, s->n, &kept))
                print_kept(&b, kept, context, i == 0, i + 1 == p->n);
            else
                buf_str(&b, "…");
            break;
        case TEXTDIFF_DELETE:
            old = slice_sub(old, s->text.n, SIZE_MAX);
            buf_printf(&b, "[-%.*s-]", SL_FMT(s->text));
            break;
        case TEXTDIFF_INSERT:
            buf_printf(&b, "{+%.*s+}", SL_FMT(s->text));
            break;
        }
    }
    return buf_slice(&b);
}
