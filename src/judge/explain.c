/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Explanations: a walk over the part of a compiled condition that decided.
 */
#include "judge/explain.h"

#include "judge/missing.h"
#include "judge/parts.h"
#include "judge/phrase.h"
#include "judge/words.h"

#define CLAUSES_MAX 4           /* said of one conjunction or alternative */
#define TEXT_MAX ((size_t)8192) /* octets of one sentence */

typedef VEC(struct slice) name_list;

struct telling {
    struct arena *a;
    const struct witness *w;
    uint64_t *const *unlisted;
    name_list offending, absent;
    size_t breaks, merely_unlisted; /* literals that fail; and of them those of "unlisted" */
};

/* "it offers A", "key.algorithm is RSA". */
static void
fact_clause(struct buf *b, const struct witness *w, const struct atom *at)
{
    buf_str(b, at->op == ATOM_SET ? "it " : "");
    phrase_fact(b, w, at);
}

/* --- what breaks ---------------------------------------------------------------------------- */

static void
add_names(struct arena *a, name_list *out, struct slices names)
{
    for (size_t i = 0; i < names.n; i++) {
        bool there = false;
        for (size_t k = 0; k < out->n; k++)
            there |= slice_eq(out->v[k], names.v[i]);
        if (!there)
            vec_push(a, out, names.v[i]);
    }
}

/* "key size: 1024 bits". */
static void
add_scalar(struct telling *t, const struct atom *at)
{
    struct buf b;
    buf_init(&b, t->a, TEXT_MAX);
    buf_printf(&b, "%.*s: ", SL_FMT(field_label(words_field(t->w, at))));
    words_value(&b, t->w, at->field);
    struct slice s = buf_slice(&b);
    add_names(t->a, &t->offending, (struct slices){&s, 1});
}

static void
note_break(struct telling *t, const struct atom *at, bool negated)
{
    t->breaks++;
    switch (at->op) {
    case ATOM_SET:
        if (negated) {
            add_names(t->a, &t->offending, words_offered(t->w, t->a, at));
            t->merely_unlisted += words_unlisted(t->w, at, t->unlisted);
        } else {
            add_names(t->a, &t->absent, words_needed(t->w, t->a, at));
        }
        break;
    case ATOM_STRING:
        t->merely_unlisted += !negated;
        add_scalar(t, at);
        break;
    case ATOM_LIST_SOME:
        if (negated)
            add_names(t->a, &t->offending, words_items(t->w, t->a, at));
        else
            add_names(t->a, &t->absent, at->values);
        break;
    case ATOM_LIST_OTHER:
        t->merely_unlisted += negated;
        add_names(t->a, &t->offending, words_items(t->w, t->a, at));
        break;
    case ATOM_BOOL:
    case ATOM_INT:
    case ATOM_TIME:
        add_scalar(t, at);
        break;
    case ATOM_LIST_SIZE:
    case ATOM_NOW:
    case ATOM_OPAQUE:
        break;
    }
}

static void say_false(struct buf *b, struct telling *t, ref_t r, bool exact, unsigned depth);

/* The failing parts of a conjunction, or the alternatives. */
static void
say_parts(struct buf *b, struct telling *t, const struct parts *parts, bool alternatives,
          unsigned depth)
{
    size_t said = 0;
    for (size_t i = 0; i < parts->n; i++) {
        ref_t part = parts->v[i].r;
        if (witness_holds(t->w, part) != HOLDS_NO || parts->v[i].aside)
            continue;
        struct buf cut; /* past the limit a part is still gone through for what it adds to *t */
        buf_init(&cut, t->a, TEXT_MAX);
        if (said > 0 && said < CLAUSES_MAX)
            buf_str(b, alternatives ? "; and " : "; ");
        say_false(said < CLAUSES_MAX ? b : &cut, t, part,
                  !alternatives && parts_exact(t->w, parts, part), depth - 1);
        said++;
    }
    if (said > CLAUSES_MAX)
        buf_printf(b, "; and %zu more", said - CLAUSES_MAX);
}

/* "…, as key algorithm is RSA". */
static void
say_why(struct buf *b, const struct telling *t, const struct parts *parts)
{
    const char *link = ", as ";
    for (size_t i = 0; i < parts->n; i++) {
        const struct atom *why = parts->v[i].why;
        for (size_t k = 0; k < i && why; k++)
            if (parts->v[k].why && parts->v[k].why->op == ATOM_STRING && why->op == ATOM_STRING &&
                parts->v[k].why->field == why->field)
                why = NULL; /* said */
        if (!why)
            continue;
        buf_str(b, link);
        fact_clause(b, t->w, why);
        link = " and ";
    }
}

/* Why `r`, which is certainly false, is. */
static void
say_false(struct buf *b, struct telling *t, ref_t r, bool exact, unsigned depth)
{
    const struct atom *at = parts_literal(t->w, r);
    if (depth == 0) {
        buf_str(b, "more");
        return;
    }
    if (at) {
        phrase_reason(b, t->w, (struct phrase){at, ref_negated(r), exact}, t->unlisted);
        note_break(t, at, ref_negated(r));
        return;
    }
    if (r == REF_FALSE) {
        buf_str(b, "can never be met");
        return;
    }
    struct parts parts = parts_of(t->a, t->w, r);
    say_parts(b, t, &parts, ref_negated(r), depth);
    if (parts_any_aside(&parts))
        say_why(b, t, &parts);
}

/* --- what holds, and what keeps a rule from applying ---------------------------------------- */

/* The facts that make `r` what it certainly is, `value`. */
static void
say_facts(struct buf *b, const struct witness *w, ref_t r, enum holds value, unsigned depth)
{
    const struct atom *at = parts_literal(w, r);
    if (at) {
        fact_clause(b, w, at);
        return;
    }
    if (depth == 0 || ref_node(witness_form(w), r)->op == NODE_TRUE) {
        buf_str(b, depth ? "always so" : "more");
        return;
    }
    /* A conjunction holds by all of its parts and fails by one; alternatives the other way. */
    bool one = ref_negated(r) == (value == HOLDS_YES);
    const struct parts parts = parts_of(b->a, w, r);
    name_list said = {0};
    for (size_t pass = 0; pass < 1 + (size_t)one; pass++) /* of one, better not a guard */
        for (size_t i = 0; i < parts.n; i++) {
            ref_t part = parts.v[i].r;
            if (witness_holds(w, part) != value || (one && said.n) ||
                (one && parts_guard(w, part) == (pass == 0)))
                continue;
            struct buf clause;
            buf_init(&clause, b->a, TEXT_MAX);
            say_facts(&clause, w, part, value, depth - 1);
            struct slice s = buf_slice(&clause);
            add_names(b->a, &said, (struct slices){&s, 1});
        }
    for (size_t i = 0; i < said.n && i < CLAUSES_MAX; i++)
        buf_printf(b, "%s%.*s", i ? "; " : "", SL_FMT(said.v[i]));
    if (said.n > CLAUSES_MAX)
        buf_printf(b, "; and %zu more", said.n - CLAUSES_MAX);
}

/* --- remedies ------------------------------------------------------------------------------- */

/* What somebody could do; of alternatives not another algorithm for the sake of a key's size. */
static bool
worth(const struct witness *w, const struct part *part)
{
    const struct atom *at = parts_literal(w, part->r);
    if (at && (at->op == ATOM_NOW || at->op == ATOM_OPAQUE))
        return false;
    return !part->aside || (at && at->op == ATOM_SET);
}

static void
say_remedy(struct buf *b, const struct witness *w, ref_t r, bool exact, unsigned depth)
{
    const struct atom *at = parts_literal(w, r);
    if (at) {
        phrase_remedy(b, w, (struct phrase){at, ref_negated(r), exact});
        return;
    }
    if (depth == 0)
        return;
    bool replaced = phrase_replace(witness_form(w)->kind) != NULL;
    const char *link = ref_negated(r) ? (replaced ? ", or " : "; or ") : replaced ? " and " : "; ";
    const struct parts parts = parts_of(b->a, w, r);
    size_t said = 0;
    for (size_t pass = 0; pass < 2; pass++) /* what is aside comes last */
        for (size_t i = 0; i < parts.n && said < CLAUSES_MAX; i++) {
            ref_t part = parts.v[i].r;
            if (witness_holds(w, part) != HOLDS_NO || !worth(w, &parts.v[i]) ||
                parts.v[i].aside != (pass == 1))
                continue;
            struct buf one;
            buf_init(&one, b->a, TEXT_MAX);
            say_remedy(&one, w, part, !ref_negated(r) && parts_exact(w, &parts, part), depth - 1);
            if (one.n == 0)
                continue;
            buf_str(b, said++ ? link : "");
            buf_add(b, buf_slice(&one));
        }
}

static struct slice
remedy(struct arena *a, const struct witness *w, const struct rule *r)
{
    struct buf b, all;
    if (r->requirement->remedy.n)
        return r->requirement->remedy;
    buf_init(&b, a, TEXT_MAX);
    buf_init(&all, a, TEXT_MAX + 100);
    say_remedy(&b, w, r->must, false, PARTS_DEPTH_MAX);
    if (b.n == 0 || b.full)
        return SL("");
    const char *replace = phrase_replace(witness_form(w)->kind);
    buf_str(&all, replace ? replace : "");
    buf_add(&all, buf_slice(&b));
    buf_str(&all, ".");
    if (all.p[0] >= 'a' && all.p[0] <= 'z')
        all.p[0] = (uint8_t)(all.p[0] - 'a' + 'A');
    return buf_slice(&all);
}

/* --- the four verdicts ---------------------------------------------------------------------- */

static struct slice
sentence(const struct buf *b)
{
    return b->full ? SL("the reason is too long to tell; see the elements") : buf_slice(b);
}

static void
explain_fail(struct finding *out, struct arena *a, const struct witness *w, const struct rule *r)
{
    struct telling t = {.a = a, .w = w, .unlisted = r->unlisted};
    struct buf b;
    buf_init(&b, a, TEXT_MAX);
    say_false(&b, &t, r->must, false, PARTS_DEPTH_MAX);
    out->reason = sentence(&b);
    out->offending = (struct slices){t.offending.v, t.offending.n};
    out->absent = (struct slices){t.absent.v, t.absent.n};
    out->unlisted = t.breaks != 0 && t.breaks == t.merely_unlisted;
    out->remedy = remedy(a, w, r);
}

static void
explain_unknown(struct finding *out, struct arena *a, const struct witness *w, const struct rule *r)
{
    const struct kind *k = witness_form(w)->kind;
    struct missing m;
    struct buf b;
    missing_init(&m, a, k);
    missing_add(&m, a, w, r->when);
    missing_add(&m, a, w, r->must);
    out->missing_facts = missing_facts(&m, a, w);
    out->collect = missing_hints(&m, a, k);

    buf_init(&b, a, TEXT_MAX);
    if (witness_holds(w, r->must) == HOLDS_NO) {
        struct telling t = {.a = a, .w = w, .unlisted = r->unlisted};
        buf_str(&b, "fails if it applies (");
        say_false(&b, &t, r->must, false, PARTS_DEPTH_MAX);
        buf_str(&b, "); ");
    } else if (witness_holds(w, r->when) == HOLDS_UNKNOWN) {
        buf_str(&b, "may not apply; ");
    }
    if (missing_any(&m, k)) {
        buf_str(&b, "not known: ");
        missing_print(&b, &m, k);
    } else {
        buf_printf(&b, "cannot be evaluated%s%.*s", m.error.n ? ": " : "", SL_FMT(m.error));
    }
    out->reason = sentence(&b);
}

enum verdict
explain_verdict(const struct witness *w, const struct rule *r)
{
    enum holds when = witness_holds(w, r->when), must = witness_holds(w, r->must);
    if (when == HOLDS_NO)
        return VERDICT_NOT_APPLICABLE;
    if (must == HOLDS_YES)
        return VERDICT_PASS; /* also where it may not apply: it is met in any case */
    return when == HOLDS_YES && must == HOLDS_NO ? VERDICT_FAIL : VERDICT_UNKNOWN;
}

void
explain(struct finding *out, struct arena *a, const struct witness *w, const struct rule *r)
{
    struct buf b;
    buf_init(&b, a, TEXT_MAX);
    switch (out->verdict) {
    case VERDICT_PASS:
        say_facts(&b, w, r->must, HOLDS_YES, PARTS_DEPTH_MAX);
        out->reason = sentence(&b);
        break;
    case VERDICT_FAIL:
        explain_fail(out, a, w, r);
        break;
    case VERDICT_UNKNOWN:
        explain_unknown(out, a, w, r);
        break;
    case VERDICT_NOT_APPLICABLE:
        buf_str(&b, "does not apply: ");
        say_facts(&b, w, r->when, HOLDS_NO, PARTS_DEPTH_MAX);
        out->reason = sentence(&b);
        break;
    case VERDICT_CANNOT_CHECK:
        out->reason = r->requirement->cannot_check;
        break;
    }
}
