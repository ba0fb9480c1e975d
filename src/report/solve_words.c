/* SPDX-License-Identifier: Apache-2.0 */
#include "report/solve_words.h"

#include "base/buf.h"
#include "base/vec.h"

#define LINE_MAX_OCTETS ((size_t)1 << 16)

struct slice
solve_words_class(struct arena *a, const struct conflict *c)
{
    static const char *const phrases[] = {
        [RECONCILE_STRICTER] = "reconcilable by the stricter value",
        [RECONCILE_SUBSET] = "reconcilable by what both allow",
        [RECONCILE_NOT] = "exclusive: no product can do",
        [RECONCILE_NOT_HERE] = "not here: another product or server could do",
    };
    const char *what = c->nregimes == 1 ? "that" : c->nregimes == 2 ? "both" : "all";
    bool open = c->class == RECONCILE_NOT || c->class == RECONCILE_NOT_HERE;
    return arena_printf(a, "%s%s%s", phrases[c->class], open ? " " : "", open ? what : "");
}

static bool
has_any(const struct slices *wanted, const struct slices *levels)
{
    for (size_t i = 0; i < wanted->n; i++)
        for (size_t k = 0; k < levels->n; k++)
            if (slice_eq(wanted->v[i], levels->v[k]))
                return true;
    return false;
}

bool
solve_words_in_regime(const struct regime *r, const struct requirement *q)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct regime_part *part = &r->parts[i];
        if (part->standard != q->standard)
            continue;
        if (part->levels.n == 0 || q->levels.n == 0 || has_any(&part->levels, &q->levels))
            return true;
    }
    return false;
}

struct slice
solve_words_regimes(struct arena *a, const struct regime *const *regimes, const size_t *v, size_t n,
                    const char *sign)
{
    struct buf b;
    buf_init(&b, a, LINE_MAX_OCTETS);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%.*s", i ? sign : "", SL_FMT(regimes[v[i]]->id));
    return buf_slice(&b);
}

struct slice
solve_words_rule_id(struct arena *a, const struct requirement *r)
{
    return arena_printf(a, "%.*s/%.*s", SL_FMT(r->standard->id), SL_FMT(r->id));
}

/* Every rule behind the member rests on a secondary text or on memory. */
static bool
is_weak(const struct clash_member *m)
{
    for (size_t i = 0; i < m->nrules; i++)
        if (m->rules[i]->read < READ_SECONDARY)
            return false;
    return m->nrules > 0;
}

static bool
has_rule(const struct solve_words_rules *list, const struct requirement *r)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i] == r)
            return true;
    return false;
}

struct solve_words_rules
solve_words_rests_on(struct arena *a, const struct conflict *c)
{
    size_t most = 0;
    for (size_t i = 0; i < c->n; i++)
        most += c->members[i].nrules;
    struct solve_words_rules out = {NEW_ARRAY(a, const struct requirement *, most), 0};
    for (size_t i = 0; i < c->n; i++) {
        const struct clash_member *m = &c->members[i];
        bool weak = is_weak(m);
        for (size_t k = 0; k < m->nrules; k++)
            if ((weak || m->rules[k]->disputed) && !has_rule(&out, m->rules[k]))
                out.v[out.n++] = m->rules[k];
    }
    return out;
}

struct slice
solve_words_rests_text(struct arena *a, const struct requirement *r)
{
    const char *caveat = reading_caveat(r->read);
    const char *disputed = r->disputed ? "disputed" : "";
    return arena_printf(a, "%.*s (%s%s%s)", SL_FMT(requirement_clause(a, r)), caveat ? caveat : "",
                        caveat && r->disputed ? "; " : "", disputed);
}

static bool
has_name(const struct slices *list, struct slice name)
{
    for (size_t i = 0; i < list->n; i++)
        if (slice_eq(list->v[i], name))
            return true;
    return false;
}

/* Whether a member other than `except` needs the name. */
static bool
is_needed(const struct conflict *c, size_t except, struct slice name)
{
    for (size_t i = 0; i < c->n; i++)
        if (i != except && c->members[i].without && has_name(&c->members[i].without->absent, name))
            return true;
    return false;
}

struct slices
solve_words_witness(struct arena *a, const struct conflict *c)
{
    VEC(struct slice) names = {0};
    for (size_t i = 0; i < c->n; i++) {
        const struct finding *f = c->members[i].without;
        for (size_t k = 0; f && k < f->offending.n; k++) {
            struct slices have = {names.v, names.n};
            struct slice name = f->offending.v[k];
            if (is_needed(c, i, name) && !has_name(&have, name))
                vec_push(a, &names, name);
        }
    }
    return (struct slices){names.v, names.n};
}
