/* SPDX-License-Identifier: Apache-2.0 */
#include "draft/diff.h"

#include "base/cleanup.h"
#include "base/vec.h"
#include "draft/words.h"

struct making {
    struct arena *a, *scratch;
    const struct draft *from, *to;
};

/* ---- one text ------------------------------------------------------------------------------- */

static int
strength(const struct word *w)
{
    return KEYWORD_CAN - (int)w->keyword;
}

/* The strongest provision of a text; the first where there are several. */
static void
strongest(struct diff_text *out, size_t side, struct arena *scratch, enum draft_language l,
          struct slice text)
{
    struct words words;
    const struct word *best = NULL;
    words_find(&words, scratch, l, text);
    for (size_t i = 0; i < words.n; i++)
        if (word_provides(&words.v[i]) && (!best || strength(&words.v[i]) > strength(best)))
            best = &words.v[i];
    out->has_keyword[side] = best;
    if (!best)
        return;
    out->keyword[side] = best->keyword;
    out->negative[side] = best->negative;
}

static void
compare_text(struct diff_text *out, const struct making *m, enum draft_language l,
             const struct clause *from, const struct clause *to)
{
    const struct clause none = {0};
    const struct clause *old = from ? from : &none, *new = to ? to : &none;
    out->title_changed = !slice_eq(old->title[l].s, new->title[l].s);
    out->text_changed = !slice_eq(old->text[l].s, new->text[l].s);
    if (out->title_changed)
        textdiff_make(&out->title, m->a, l, old->title[l].s, new->title[l].s);
    if (out->text_changed)
        textdiff_make(&out->text, m->a, l, old->text[l].s, new->text[l].s);
    strongest(out, 0, m->scratch, l, old->text[l].s);
    strongest(out, 1, m->scratch, l, new->text[l].s);
    out->keyword_changed = out->has_keyword[0] != out->has_keyword[1] ||
                           (out->has_keyword[0] && (out->keyword[0] != out->keyword[1] ||
                                                    out->negative[0] != out->negative[1]));
}

static void
compare_clause(struct diff_clause *out, const struct making *m, const struct clause *from,
               const struct clause *to)
{
    *out = (struct diff_clause){.from = from, .to = to};
    for (size_t l = 0; l < DRAFT_LANGUAGES; l++) {
        compare_text(&out->text[l], m, (enum draft_language)l, from, to);
        out->changed = out->changed || out->text[l].title_changed || out->text[l].text_changed;
    }
    if (from && to) {
        out->renumbered = !slice_eq(from->number, to->number);
        out->kind_changed = from->kind != to->kind;
    }
    out->changed = out->changed || out->renumbered || out->kind_changed || !from || !to;
}

/* ---- what moved ----------------------------------------------------------------------------- */

static struct slice
parent_id(const struct draft *d, const struct clause *c)
{
    return c->in == CLAUSE_NONE ? (struct slice){0} : d->clauses[c->in].id;
}

/*
 * Of the clauses that are in both, those outside of a longest run that kept its
 * order have moved. `at` holds for each, in the new order, its place in the old.
 */
static void
longest_run(bool *stays, struct arena *scratch, const size_t *at, size_t n)
{
    size_t *tail = NEW_ARRAY(scratch, size_t, n + 1), *before = NEW_ARRAY(scratch, size_t, n + 1);
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        size_t lo = 0, hi = len;
        while (lo < hi) {
            size_t mid = (lo + hi) / 2;
            if (at[tail[mid]] < at[i])
                lo = mid + 1;
            else
                hi = mid;
        }
        before[i] = lo ? tail[lo - 1] : SIZE_MAX;
        tail[lo] = i;
        len = lo == len ? len + 1 : len;
    }
    for (size_t i = len ? tail[len - 1] : SIZE_MAX; i != SIZE_MAX; i = before[i])
        stays[i] = true;
}

static void
mark_moved(struct diff *out, const struct making *m)
{
    size_t *at = NEW_ARRAY(m->scratch, size_t, out->nclauses + 1), n = 0;
    bool *stays = NEW_ARRAY(m->scratch, bool, out->nclauses + 1);
    for (size_t i = 0; i < out->nclauses; i++)
        if (out->clauses[i].from && out->clauses[i].to)
            at[n++] = draft_index(m->from, out->clauses[i].from);
    longest_run(stays, m->scratch, at, n);
    n = 0;
    for (size_t i = 0; i < out->nclauses; i++) {
        struct diff_clause *c = &out->clauses[i];
        if (!c->from || !c->to)
            continue;
        c->moved = !stays[n++] || !slice_eq(parent_id(m->from, c->from), parent_id(m->to, c->to));
        c->changed = c->changed || c->moved;
    }
}

/* ---- order ---------------------------------------------------------------------------------- */

/* Removed clauses that stood right behind `from` (null: at the beginning) in the old draft. */
static void
add_removed(struct diff *out, const struct making *m, const struct clause *from)
{
    size_t i = from ? draft_index(m->from, from) + 1 : 0;
    for (; i < m->from->n && !draft_clause(m->to, m->from->clauses[i].id); i++)
        compare_clause(&out->clauses[out->nclauses++], m, &m->from->clauses[i], NULL);
}

static void
compare_clauses(struct diff *out, const struct making *m)
{
    out->clauses = NEW_ARRAY(m->a, struct diff_clause, m->from->n + m->to->n);
    add_removed(out, m, NULL);
    for (size_t i = 0; i < m->to->n; i++) {
        const struct clause *to = &m->to->clauses[i], *from = draft_clause(m->from, to->id);
        compare_clause(&out->clauses[out->nclauses++], m, from, to);
        if (from)
            add_removed(out, m, from);
    }
    mark_moved(out, m);
}

/* ---- requirements --------------------------------------------------------------------------- */

static struct slice
clause_id(const struct draft *d, const struct requirement *q)
{
    size_t at = d->clause_of[q - d->standard.requirements];
    return at == CLAUSE_NONE ? q->clause : d->clauses[at].id;
}

static bool
same_text(const struct text *a, const struct text *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++)
        same = slice_eq(a->v[i].lang, b->v[i].lang) && slice_eq(a->v[i].text, b->v[i].text);
    return same;
}

static bool
same_list(const struct slices *a, const struct slices *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++)
        same = slice_eq(a->v[i], b->v[i]);
    return same;
}

/* The lists that conditions name belong to them. */
static bool
same_sets(const struct standard *a, const struct standard *b)
{
    bool same = a->nsets == b->nsets;
    for (size_t i = 0; same && i < a->nsets; i++)
        same = slice_eq(a->sets[i].name, b->sets[i].name) &&
               same_list(&a->sets[i].members, &b->sets[i].members);
    return same;
}

static bool
names_a_set(const struct requirement *q, const struct standard *s)
{
    for (size_t i = 0; i < s->nsets; i++)
        if (slice_find(q->must.source, s->sets[i].name) != SIZE_MAX ||
            slice_find(q->when.source, s->sets[i].name) != SIZE_MAX)
            return true;
    return false;
}

static bool
same_condition(const struct making *m, const struct requirement *a, const struct requirement *b)
{
    if (!slice_eq(a->when.source, b->when.source) || !slice_eq(a->must.source, b->must.source) ||
        !slice_eq(a->cannot_check, b->cannot_check) || !slice_eq(a->kind->name, b->kind->name) ||
        a->from != b->from || a->until != b->until || !same_list(&a->levels, &b->levels))
        return false;
    return !names_a_set(a, &m->from->standard) || same_sets(&m->from->standard, &m->to->standard);
}

static void
compare_requirement(struct diff_requirement *out, const struct making *m,
                    const struct requirement *from, const struct requirement *to)
{
    *out = (struct diff_requirement){.from = from, .to = to, .changed = !from || !to};
    if (!from || !to)
        return;
    out->clause_changed = !slice_eq(clause_id(m->from, from), clause_id(m->to, to));
    out->keyword_changed = from->keyword != to->keyword;
    out->text_changed = !same_text(&from->text, &to->text);
    out->condition_changed = !same_condition(m, from, to);
    out->changed =
        out->clause_changed || out->keyword_changed || out->text_changed || out->condition_changed;
}

static void
compare_requirements(struct diff *out, const struct making *m)
{
    const struct standard *old = &m->from->standard, *new = &m->to->standard;
    out->requirements = NEW_ARRAY(m->a, struct diff_requirement, old->n + new->n);
    for (size_t i = 0; i < new->n; i++) {
        const struct requirement *to = &new->requirements[i];
        compare_requirement(&out->requirements[out->nrequirements++], m,
                            draft_requirement(m->from, to->id), to);
    }
    for (size_t i = 0; i < old->n; i++)
        if (!draft_requirement(m->to, old->requirements[i].id))
            compare_requirement(&out->requirements[out->nrequirements++], m, &old->requirements[i],
                                NULL);
}

void
diff_make(struct diff *out, struct arena *a, const struct draft *from, const struct draft *to)
{
    AUTO_ARENA scratch = {0};
    const struct making m = {a, &scratch, from, to};
    *out = (struct diff){.same = true};
    compare_clauses(out, &m);
    compare_requirements(out, &m);
    for (size_t i = 0; i < out->nclauses; i++)
        out->same = out->same && !out->clauses[i].changed;
    for (size_t i = 0; i < out->nrequirements; i++)
        out->same = out->same && !out->requirements[i].changed;
}
