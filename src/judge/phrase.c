/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words for literals. One switch over the sorts of atom per thing to be said.
 */
#include "judge/phrase.h"

#include "judge/words.h"
#include "model/bits.h"

#include <inttypes.h>

const char *
phrase_replace(const struct kind *k)
{
    static const struct {
        const char *kind, *words;
    } REPLACED[] = {
        {"cert", "replace the certificate by one with "},
        {"key", "replace the key by one with "},
    };
    for (size_t i = 0; i < COUNT_OF(REPLACED); i++)
        if (slice_eq_str(k->name, REPLACED[i].kind))
            return REPLACED[i].words;
    return NULL;
}

static struct slice
label(const struct witness *w, const struct atom *at)
{
    return field_label(words_field(w, at));
}

/* "key size is 1024 bits", "session tickets are on". */
static void
field_is(struct buf *b, const struct witness *w, const struct atom *at)
{
    buf_add(b, label(w, at));
    bool several = at->op == ATOM_BOOL && slice_has_suffix(label(w, at), SL("s"));
    buf_str(b, several ? " are " : " is ");
    words_value(b, w, at->field);
}

static void
field_has(struct buf *b, const struct witness *w, const struct atom *at)
{
    size_t n = words_fact(w, at)->list.n;
    buf_printf(b, "%.*s has %zu entr%s", SL_FMT(label(w, at)), n, n == 1 ? "y" : "ies");
}

static int64_t
threshold_time(const struct witness *w, const struct atom *at)
{
    int64_t t;
    if (!at->minus_now)
        return at->k;
    if (__builtin_add_overflow(at->k, witness_now(w), &t))
        return at->k < 0 ? INT64_MIN : INT64_MAX;
    return t;
}

/* --- facts ---------------------------------------------------------------------------------- */

static void
set_fact(struct buf *b, const struct witness *w, const struct atom *at)
{
    const struct field *f = words_field(w, at);
    struct slices there = words_offered(w, b->a, at), needed = words_needed(w, b->a, at);
    size_t mask = bits_count(at->mask, f->registry->n);
    if (there.n) {
        buf_str(b, "offers ");
        words_list(b, there);
    } else if (needed.n == 0) {
        buf_str(b, "offers nothing that would do");
    } else if (needed.n == 1) {
        buf_printf(b, "does not offer %.*s", SL_FMT(needed.v[0]));
    } else if (mask == f->registry->n) {
        buf_str(b, "offers no ");
        words_noun(b, f, 2);
    } else if (mask * 2 > f->registry->n) {
        buf_str(b, "offers no other ");
        words_noun(b, f, 2);
    } else {
        buf_str(b, "offers none of ");
        words_list(b, needed);
    }
}

static void
list_fact(struct buf *b, const struct witness *w, const struct atom *at)
{
    struct slices items = words_items(w, b->a, at);
    bool some = at->op == ATOM_LIST_SOME;
    buf_add(b, label(w, at));
    if (items.n)
        buf_str(b, " holds ");
    else if (some)
        buf_str(b, at->values.n == 1 ? " does not hold " : " holds none of ");
    else
        buf_str(b, " holds nothing but ");
    words_list(b, items.n ? items : at->values);
}

void
phrase_fact(struct buf *b, const struct witness *w, const struct atom *at)
{
    switch (at->op) {
    case ATOM_SET:
        set_fact(b, w, at);
        break;
    case ATOM_BOOL:
    case ATOM_INT:
    case ATOM_TIME:
    case ATOM_STRING:
        field_is(b, w, at);
        break;
    case ATOM_NOW:
        buf_str(b, "the day is ");
        words_instant(b, date_seconds(w->on));
        break;
    case ATOM_LIST_SOME:
    case ATOM_LIST_OTHER:
        list_fact(b, w, at);
        break;
    case ATOM_LIST_SIZE:
        field_has(b, w, at);
        break;
    case ATOM_OPAQUE:
        buf_str(b, "given ");
        words_cut(b, at->text);
        break;
    }
}

/* --- reasons -------------------------------------------------------------------------------- */

static void
banned_reason(struct buf *b, const struct witness *w, const struct atom *at,
              uint64_t *const *unlisted)
{
    struct slices there = words_offered(w, b->a, at);
    buf_printf(b, "offers %zu ", there.n);
    words_noun(b, words_field(w, at), there.n);
    if (at->k > 1)
        buf_printf(b, " where at most %" PRId64 " %s allowed: ", at->k - 1,
                   at->k == 2 ? "is" : "are");
    else if (words_unlisted(w, at, unlisted))
        buf_str(b, " outside the list: ");
    else
        buf_printf(b, " that %s not allowed: ", there.n == 1 ? "is" : "are");
    words_list(b, there);
}

static void
needed_reason(struct buf *b, const struct witness *w, const struct atom *at)
{
    struct slices there = words_offered(w, b->a, at), mask = words_needed(w, b->a, at);
    size_t all = words_field(w, at)->registry->n;
    if (at->k > 1) {
        buf_printf(b, "offers %zu of the %zu ", there.n, mask.n);
        words_noun(b, words_field(w, at), mask.n);
        buf_printf(b, " of which %" PRId64 " are needed: ", at->k);
        words_list(b, mask);
    } else if (mask.n > 1 && bits_count(at->mask, all) < all) {
        buf_printf(b, "offers none of the %zu ", mask.n);
        words_noun(b, words_field(w, at), mask.n);
        buf_str(b, " of which one is needed: ");
        words_list(b, mask);
    } else {
        set_fact(b, w, at);
    }
}

/* The bound that a number misses. */
static void
bound_reason(struct buf *b, const struct field *f, struct phrase p)
{
    buf_str(b, ", must be ");
    if (!p.exact)
        buf_str(b, p.negated ? "at most " : "at least ");
    /* A bound below the least number would be constant. */
    words_number(b, f, p.negated ? p.at->k - 1 : p.at->k);
}

static void
string_reason(struct buf *b, const struct atom *at, bool negated)
{
    if (negated) {
        buf_str(b, ", which is not allowed");
        return;
    }
    buf_str(b, at->values.n == 1 ? ", must be " : ", must be one of ");
    words_list(b, at->values);
}

static void
list_reason(struct buf *b, const struct witness *w, const struct atom *at, bool negated)
{
    if (negated) {
        buf_str(b, words_items(w, b->a, at).n == 1 ? ", which is not " : ", which are not ");
        buf_str(b, at->op == ATOM_LIST_SOME ? "allowed" : "on the list");
    } else if (at->op == ATOM_LIST_OTHER) {
        buf_str(b, ", must hold something else");
    } else if (at->values.n > 1) {
        buf_str(b, ", of which one is needed");
    }
}

static void
time_reason(struct buf *b, const struct witness *w, const struct atom *at, bool negated)
{
    buf_str(b, negated ? ", must be before " : ", must be ");
    words_instant(b, threshold_time(w, at));
    buf_str(b, negated ? "" : " or later");
}

void
phrase_reason(struct buf *b, const struct witness *w, struct phrase p, uint64_t *const *unlisted)
{
    const struct atom *at = p.at;
    const bool negated = p.negated;
    if (at->op == ATOM_SET) {
        if (negated)
            banned_reason(b, w, at, unlisted);
        else
            needed_reason(b, w, at);
        return;
    }
    if (at->op == ATOM_OPAQUE) {
        buf_str(b, negated ? "this holds and must not: " : "this does not hold: ");
        words_cut(b, at->text);
        return;
    }
    phrase_fact(b, w, at);
    switch (at->op) {
    case ATOM_BOOL:
        buf_printf(b, ", must be %s", negated ? "off" : "on");
        break;
    case ATOM_INT:
    case ATOM_LIST_SIZE:
        bound_reason(b, words_field(w, at), p);
        break;
    case ATOM_TIME:
    case ATOM_NOW:
        time_reason(b, w, at, negated);
        break;
    case ATOM_STRING:
        string_reason(b, at, negated);
        break;
    case ATOM_LIST_SOME:
    case ATOM_LIST_OTHER:
        list_reason(b, w, at, negated);
        break;
    case ATOM_SET:
    case ATOM_OPAQUE:
        break;
    }
}

/* --- remedies ------------------------------------------------------------------------------- */

static void
set_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated)
{
    struct slices mask = words_needed(w, b->a, at);
    if (negated) {
        buf_str(b, at->k > 1 ? "switch off all but " : "switch off: ");
        if (at->k > 1)
            buf_printf(b, "%" PRId64 " of: ", at->k - 1);
        words_list(b, words_offered(w, b->a, at));
        return;
    }
    if (mask.n == 0) {
        buf_str(b, "nothing in our registry would do");
        return;
    }
    buf_str(b, "offer ");
    if (at->k > 1)
        buf_printf(b, "at least %" PRId64 " of: ", at->k);
    else if (mask.n > 1)
        buf_str(b, "at least one of: ");
    words_list(b, mask);
}

static void
bool_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated,
            bool replaced)
{
    struct slice name = label(w, at);
    if (replaced)
        buf_printf(b, "%s%.*s", negated ? "no " : "", SL_FMT(name));
    else
        buf_printf(b, "switch %s %.*s", negated ? "off" : "on", SL_FMT(name));
}

/* "raise the key size to at least 2048 bits", "key size of at least 2048 bits". */
static void
number_remedy(struct buf *b, const struct witness *w, struct phrase p, bool replaced)
{
    const struct field *f = words_field(w, p.at);
    int64_t k = p.negated ? p.at->k - 1 : p.at->k;
    const char *least = p.exact ? "" : p.negated ? "at most " : "at least ";
    if (p.at->op == ATOM_LIST_SIZE) {
        buf_printf(b, "%s%s%" PRId64 " entr%s in the %.*s", replaced ? "" : "put ", least, k,
                   k == 1 ? "y" : "ies", SL_FMT(label(w, p.at)));
        return;
    }
    if (!replaced)
        buf_str(b, p.exact ? "set the " : p.negated ? "lower the " : "raise the ");
    buf_printf(b, "%.*s %s %s", SL_FMT(label(w, p.at)), replaced ? "of" : "to", least);
    words_number(b, f, k);
}

static void
string_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated,
              bool replaced)
{
    buf_printf(b, "%s%.*s", replaced ? "" : "set the ", SL_FMT(label(w, at)));
    buf_str(b, replaced ? " " : " to ");
    if (negated)
        buf_str(b, "other than ");
    else if (at->values.n > 1)
        buf_str(b, "one of ");
    words_list(b, at->values);
}

static void
list_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated,
            bool replaced)
{
    struct slices items = negated ? words_items(w, b->a, at) : at->values;
    bool other = at->op == ATOM_LIST_OTHER && !negated;
    const char *verb = negated ? "remove " : "add ", *link = negated ? " from the " : " to the ";
    if (replaced) {
        verb = negated ? "no " : "";
        link = " in the ";
    }
    buf_str(b, verb);
    if (other)
        buf_str(b, "something other than ");
    else if (!negated && items.n > 1)
        buf_str(b, "one of ");
    words_list(b, items);
    buf_printf(b, "%s%.*s", link, SL_FMT(label(w, at)));
}

static void
time_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated,
            bool replaced)
{
    buf_printf(b, "%s%.*s ", replaced ? "" : "move the ", SL_FMT(label(w, at)));
    buf_str(b, replaced ? "" : "to ");
    if (negated)
        buf_str(b, "before ");
    words_instant(b, threshold_time(w, at));
    buf_str(b, negated ? "" : " or later");
}

void
phrase_remedy(struct buf *b, const struct witness *w, struct phrase p)
{
    const struct atom *at = p.at;
    const bool negated = p.negated;
    bool replaced = phrase_replace(witness_form(w)->kind) != NULL;
    switch (at->op) {
    case ATOM_SET:
        set_remedy(b, w, at, negated);
        break;
    case ATOM_BOOL:
        bool_remedy(b, w, at, negated, replaced);
        break;
    case ATOM_INT:
    case ATOM_LIST_SIZE:
        number_remedy(b, w, p, replaced);
        break;
    case ATOM_TIME:
        time_remedy(b, w, at, negated, replaced);
        break;
    case ATOM_STRING:
        string_remedy(b, w, at, negated, replaced);
        break;
    case ATOM_LIST_SOME:
    case ATOM_LIST_OTHER:
        list_remedy(b, w, at, negated, replaced);
        break;
    case ATOM_NOW: /* nothing that anybody could change */
    case ATOM_OPAQUE:
        break;
    }
}
