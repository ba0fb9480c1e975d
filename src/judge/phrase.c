/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words for literals. One switch over the sorts of atom per thing to be said.
 */
#include "judge/phrase.h"

#include "model/bits.h"

#include <inttypes.h>

static const struct field *
field_of(const struct witness *w, const struct atom *at)
{
    return &witness_form(w)->kind->fields[at->field];
}

static const struct fact *
fact_of(const struct witness *w, const struct atom *at)
{
    return &w->asset->facts[at->field];
}

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

/* --- lists ---------------------------------------------------------------------------------- */

static void
value(struct buf *b, struct slice s)
{
    buf_add(b, slice_sub(s, 0, PHRASE_VALUE_MAX));
    buf_str(b, s.n > PHRASE_VALUE_MAX ? "..." : "");
}

void
phrase_list(struct buf *b, struct slices names)
{
    for (size_t i = 0; i < names.n && i < PHRASE_NAMES_MAX; i++) {
        buf_str(b, i ? ", " : "");
        value(b, names.v[i]);
    }
    if (names.n > PHRASE_NAMES_MAX)
        buf_printf(b, " (and %zu more)", names.n - PHRASE_NAMES_MAX);
}

static struct slices
elements(const struct witness *w, struct arena *a, const struct atom *at, bool offered)
{
    const struct registry *r = field_of(w, at)->registry;
    const struct fact *f = fact_of(w, at);
    struct slices out = {NEW_ARRAY(a, struct slice, r->n + f->extra.n), 0};
    for (size_t i = 0; i < r->n; i++) {
        bool there = bits_has(f->known_bits, i) && bits_has(f->truth_bits, i);
        if (bits_has(at->mask, i) && (!offered || there))
            out.v[out.n++] = r->elements[i].name;
    }
    for (size_t i = 0; offered && at->any_name && i < f->extra.n; i++)
        out.v[out.n++] = f->extra.v[i];
    return out;
}

struct slices
phrase_offered(const struct witness *w, struct arena *a, const struct atom *at)
{
    return elements(w, a, at, true);
}

struct slices
phrase_mask(const struct witness *w, struct arena *a, const struct atom *at)
{
    return elements(w, a, at, false);
}

static bool
among(struct slices values, struct slice s)
{
    for (size_t i = 0; i < values.n; i++)
        if (slice_eq(values.v[i], s))
            return true;
    return false;
}

struct slices
phrase_items(const struct witness *w, struct arena *a, const struct atom *at)
{
    const struct slices list = fact_of(w, at)->list;
    struct slices out = {NEW_ARRAY(a, struct slice, list.n), 0};
    for (size_t i = 0; i < list.n; i++)
        if (among(at->values, list.v[i]) == (at->op == ATOM_LIST_SOME) && !among(out, list.v[i]))
            out.v[out.n++] = list.v[i];
    return out;
}

bool
phrase_unlisted(const struct witness *w, const struct atom *at, uint64_t *const *unlisted)
{
    const struct fact *f = fact_of(w, at);
    const uint64_t *off = unlisted ? unlisted[at->field] : NULL;
    for (size_t i = 0; off && i < BITS_WORDS(field_of(w, at)->registry->n); i++)
        if (f->known_bits[i] & f->truth_bits[i] & at->mask[i] & ~off[i])
            return false;
    return off != NULL;
}

/* --- nouns and values ----------------------------------------------------------------------- */

static void
spaced(struct buf *b, struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_u8(b, s.p[i] == '_' ? ' ' : s.p[i]);
}

/* "3 suites in TLS 1.2", "1 group", "2 ways of authentication". */
static void
noun(struct buf *b, const struct field *f, size_t n)
{
    static const struct {
        const char *prefix, *words;
    } WHERE[] = {
        {"ssl3_", "SSL 3.0"},  {"tls10_", "TLS 1.0"}, {"tls11_", "TLS 1.1"},
        {"tls12_", "TLS 1.2"}, {"tls13_", "TLS 1.3"}, {"tlcp_", "TLCP"},
    };
    struct slice what = f->path;
    const char *where = NULL;
    for (size_t i = 0; i < COUNT_OF(WHERE) && !where; i++)
        if (slice_has_prefix(what, slice_str(WHERE[i].prefix))) {
            where = WHERE[i].words;
            what = slice_sub(what, strlen(WHERE[i].prefix), what.n);
        }
    bool plural = slice_has_suffix(what, SL("s"));
    if (!plural)
        buf_str(b, n == 1 ? "way of " : "ways of ");
    spaced(b, slice_sub(what, 0, what.n - (plural && n == 1)));
    if (where)
        buf_printf(b, " in %s", where);
}

static void
number(struct buf *b, const struct field *f, int64_t k)
{
    buf_printf(b, "%" PRId64, k);
    if (f->type == FIELD_INT && f->unit.n && !slice_eq_str(f->unit, "1"))
        buf_printf(b, " %.*s%s", SL_FMT(f->unit), k == 1 ? "" : "s");
}

/* A day, and the time where it is not its first second; as seconds where no calendar reaches. */
static void
instant(struct buf *b, int64_t t)
{
    if (t < date_seconds(-719162) || t >= date_seconds(2932897)) { /* years 1 to 9999 */
        buf_printf(b, "%" PRId64 " seconds after 1970", t);
        return;
    }
    date_t day = date_of_seconds(t);
    int64_t s = t - date_seconds(day);
    buf_add(b, date_print(b->a, day));
    if (s)
        buf_printf(b, " %02d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}

void
phrase_value(struct buf *b, const struct witness *w, size_t field)
{
    const struct field *f = &witness_form(w)->kind->fields[field];
    const struct fact *x = &w->asset->facts[field];
    switch (f->type) {
    case FIELD_BOOL:
        buf_str(b, x->b ? "true" : "false");
        break;
    case FIELD_INT:
        number(b, f, x->i);
        break;
    case FIELD_STRING:
        value(b, x->s.n ? x->s : SL("empty"));
        break;
    case FIELD_TIME:
        instant(b, x->i);
        break;
    case FIELD_STRINGS:
        phrase_list(b, x->list);
        break;
    case FIELD_SET:
        break;
    }
}

/* "key.bits is 1024 bits". */
static void
field_is(struct buf *b, const struct witness *w, const struct atom *at)
{
    buf_add(b, field_of(w, at)->path);
    buf_str(b, " is ");
    phrase_value(b, w, at->field);
}

static void
field_has(struct buf *b, const struct witness *w, const struct atom *at)
{
    size_t n = fact_of(w, at)->list.n;
    buf_printf(b, "%.*s has %zu entr%s", SL_FMT(field_of(w, at)->path), n, n == 1 ? "y" : "ies");
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
    struct slices there = phrase_offered(w, b->a, at), mask = phrase_mask(w, b->a, at);
    const struct field *f = field_of(w, at);
    if (there.n) {
        buf_str(b, "offers ");
        phrase_list(b, there);
    } else if (mask.n == 0) {
        buf_str(b, "offers nothing that would do");
    } else if (mask.n == 1) {
        buf_printf(b, "does not offer %.*s", SL_FMT(mask.v[0]));
    } else if (mask.n == f->registry->n) {
        buf_str(b, "offers no ");
        noun(b, f, 2);
    } else if (mask.n * 2 > f->registry->n) {
        buf_str(b, "offers no other ");
        noun(b, f, 2);
    } else {
        buf_str(b, "offers none of ");
        phrase_list(b, mask);
    }
}

static void
list_fact(struct buf *b, const struct witness *w, const struct atom *at)
{
    struct slices items = phrase_items(w, b->a, at);
    bool some = at->op == ATOM_LIST_SOME;
    buf_add(b, field_of(w, at)->path);
    if (items.n)
        buf_str(b, " holds ");
    else if (some)
        buf_str(b, at->values.n == 1 ? " does not hold " : " holds none of ");
    else
        buf_str(b, " holds nothing but ");
    phrase_list(b, items.n ? items : at->values);
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
        instant(b, date_seconds(w->on));
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
        value(b, at->text);
        break;
    }
}

/* --- reasons -------------------------------------------------------------------------------- */

static void
banned_reason(struct buf *b, const struct witness *w, const struct atom *at,
              uint64_t *const *unlisted)
{
    struct slices there = phrase_offered(w, b->a, at);
    buf_printf(b, "offers %zu ", there.n);
    noun(b, field_of(w, at), there.n);
    if (at->k > 1)
        buf_printf(b, " where at most %" PRId64 " %s allowed: ", at->k - 1,
                   at->k == 2 ? "is" : "are");
    else if (phrase_unlisted(w, at, unlisted))
        buf_str(b, " outside the list: ");
    else
        buf_printf(b, " that %s not allowed: ", there.n == 1 ? "is" : "are");
    phrase_list(b, there);
}

static void
needed_reason(struct buf *b, const struct witness *w, const struct atom *at)
{
    struct slices there = phrase_offered(w, b->a, at), mask = phrase_mask(w, b->a, at);
    if (at->k > 1) {
        buf_printf(b, "offers %zu of the %zu ", there.n, mask.n);
        noun(b, field_of(w, at), mask.n);
        buf_printf(b, " of which %" PRId64 " are needed: ", at->k);
        phrase_list(b, mask);
    } else if (mask.n > 1 && mask.n < field_of(w, at)->registry->n) {
        buf_printf(b, "offers none of the %zu ", mask.n);
        noun(b, field_of(w, at), mask.n);
        buf_str(b, " of which one is needed: ");
        phrase_list(b, mask);
    } else {
        set_fact(b, w, at);
    }
}

/* The bound that a number misses. */
static void
bound_reason(struct buf *b, const struct field *f, int64_t k, bool negated)
{
    buf_str(b, negated ? ", must be at most " : ", must be at least ");
    number(b, f, negated ? k - 1 : k); /* a bound below the least number would be constant */
}

static void
string_reason(struct buf *b, const struct atom *at, bool negated)
{
    if (negated) {
        buf_str(b, ", which is not allowed");
        return;
    }
    buf_str(b, at->values.n == 1 ? ", must be " : ", must be one of ");
    phrase_list(b, at->values);
}

static void
list_reason(struct buf *b, const struct witness *w, const struct atom *at, bool negated)
{
    if (negated) {
        buf_str(b, phrase_items(w, b->a, at).n == 1 ? ", which is not " : ", which are not ");
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
    instant(b, threshold_time(w, at));
    buf_str(b, negated ? "" : " or later");
}

void
phrase_reason(struct buf *b, const struct witness *w, const struct atom *at, bool negated,
              uint64_t *const *unlisted)
{
    if (at->op == ATOM_SET) {
        if (negated)
            banned_reason(b, w, at, unlisted);
        else
            needed_reason(b, w, at);
        return;
    }
    if (at->op == ATOM_OPAQUE) {
        buf_str(b, negated ? "this holds and must not: " : "this does not hold: ");
        value(b, at->text);
        return;
    }
    phrase_fact(b, w, at);
    switch (at->op) {
    case ATOM_BOOL:
        buf_printf(b, ", must be %s", negated ? "false" : "true");
        break;
    case ATOM_INT:
    case ATOM_LIST_SIZE:
        bound_reason(b, field_of(w, at), at->k, negated);
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
    struct slices mask = phrase_mask(w, b->a, at);
    if (negated) {
        buf_str(b, at->k > 1 ? "switch off all but " : "switch off: ");
        if (at->k > 1)
            buf_printf(b, "%" PRId64 " of: ", at->k - 1);
        phrase_list(b, phrase_offered(w, b->a, at));
        return;
    }
    if (mask.n == 0) {
        buf_str(b, "nothing in our registry would do");
        return;
    }
    buf_str(b, "offer ");
    if (mask.n > 1 || at->k > 1)
        buf_printf(b, "at least %" PRId64 " of: ", at->k);
    phrase_list(b, mask);
}

static void
bool_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated,
            bool replaced)
{
    struct slice path = field_of(w, at)->path;
    if (replaced)
        buf_printf(b, "%.*s %s", SL_FMT(path), negated ? "false" : "true");
    else
        buf_printf(b, "switch %s %.*s", negated ? "off" : "on", SL_FMT(path));
}

/* "raise key.bits to at least 2048 bits", "key.bits of at least 2048 bits". */
static void
number_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated,
              bool replaced)
{
    const struct field *f = field_of(w, at);
    int64_t k = negated ? at->k - 1 : at->k;
    const char *least = negated ? "at most " : "at least ";
    if (at->op == ATOM_LIST_SIZE) {
        buf_printf(b, "%s%s%" PRId64 " entr%s in %.*s", replaced ? "" : "put ", least, k,
                   k == 1 ? "y" : "ies", SL_FMT(f->path));
        return;
    }
    if (!replaced)
        buf_str(b, negated ? "lower " : "raise ");
    buf_printf(b, "%.*s %s %s", SL_FMT(f->path), replaced ? "of" : "to", least);
    number(b, f, k);
}

static void
string_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated,
              bool replaced)
{
    buf_printf(b, "%s%.*s", replaced ? "" : "set ", SL_FMT(field_of(w, at)->path));
    buf_str(b, replaced ? " " : " to ");
    if (negated)
        buf_str(b, "other than ");
    else if (at->values.n > 1)
        buf_str(b, "one of ");
    phrase_list(b, at->values);
}

static void
list_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated,
            bool replaced)
{
    struct slice path = field_of(w, at)->path;
    struct slices items = negated ? phrase_items(w, b->a, at) : at->values;
    bool other = at->op == ATOM_LIST_OTHER && !negated;
    const char *verb = negated ? "remove " : "add ", *link = negated ? " from " : " to ";
    if (replaced) {
        verb = negated ? "no " : "";
        link = " in ";
    }
    buf_str(b, verb);
    if (other)
        buf_str(b, "something other than ");
    else if (!negated && items.n > 1)
        buf_str(b, "one of ");
    phrase_list(b, items);
    buf_printf(b, "%s%.*s", link, SL_FMT(path));
}

static void
time_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated,
            bool replaced)
{
    buf_printf(b, "%s%.*s ", replaced ? "" : "move ", SL_FMT(field_of(w, at)->path));
    buf_str(b, replaced ? "" : "to ");
    if (negated)
        buf_str(b, "before ");
    instant(b, threshold_time(w, at));
    buf_str(b, negated ? "" : " or later");
}

void
phrase_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated)
{
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
        number_remedy(b, w, at, negated, replaced);
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
