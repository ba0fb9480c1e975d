/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/cardinality.h"

#include <assert.h>

/* -- sinks -------------------------------------------------------------------------------- */

static int
instance_sink_var(void *ctx)
{
    return instance_var(ctx);
}

static void
instance_sink_clause(void *ctx, const int *lits, size_t n)
{
    instance_clause(ctx, lits, n);
}

struct sink
sink_instance(struct instance *in)
{
    return (struct sink){in, instance_sink_var, instance_sink_clause};
}

static int
under_var(void *ctx)
{
    struct sink_under *u = ctx;
    return instance_var(u->in);
}

static void
under_clause(void *ctx, const int *lits, size_t n)
{
    struct sink_under *u = ctx;
    instance_under(u->in, u->condition, lits, n);
}

struct sink
sink_under(struct sink_under *under)
{
    return (struct sink){under, under_var, under_clause};
}

static int
solver_var(void *ctx)
{
    struct sink_solver *s = ctx;
    return ++s->nvars;
}

static void
solver_clause(void *ctx, const int *lits, size_t n)
{
    struct sink_solver *s = ctx;
    sat_clause(s->sat, lits, n);
}

struct sink
sink_solver(struct sink_solver *solver)
{
    return (struct sink){solver, solver_var, solver_clause};
}

/* -- totalizer ---------------------------------------------------------------------------- */

/* A node counts its leaves: out[i] holds whenever more than i of them do. */
struct node {
    uint32_t left, right; /* indices of nodes; a leaf has none: left == right == 0 */
    uint32_t n;           /* leaves */
    uint32_t built;       /* so many of `out` are there */
    int *out;
};

struct totalizer {
    struct node *v; /* children before parents; the last is the root; v[0] is not used */
    uint32_t n;
};

struct totalizer *
totalizer_new(struct arena *a, const int *lits, size_t n)
{
    assert(n > 0 && n < UINT32_MAX / 4);
    struct totalizer *t = NEW(a, struct totalizer);
    t->v = NEW_ARRAY(a, struct node, 2 * n);
    t->n = 1;
    for (size_t i = 0; i < n; i++) {
        int *out = NEW(a, int);
        *out = lits[i];
        t->v[t->n++] = (struct node){.n = 1, .built = 1, .out = out};
    }
    /* Two by two, level by level: each new node takes the two oldest that have no parent. */
    for (uint32_t next = 1; t->n - next > 1; next += 2) {
        struct node *p = &t->v[t->n++];
        *p = (struct node){.left = next, .right = next + 1};
        p->n = t->v[next].n + t->v[next + 1].n;
        p->out = NEW_ARRAY(a, int, p->n);
    }
    return t;
}

static uint32_t
least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* More than i on the left and more than k on the right are more than i + k + 1 together. */
static void
add_sum(struct sink to, const struct node *p, const struct node *left, uint32_t i,
        const struct node *right, uint32_t k)
{
    int clause[3];
    size_t n = 0;
    if (i)
        clause[n++] = -left->out[i - 1];
    if (k)
        clause[n++] = -right->out[k - 1];
    clause[n++] = p->out[i + k - 1];
    to.clause(to.ctx, clause, n);
}

/* Count up to `want` in this node; its children already do. */
static void
build(const struct totalizer *t, struct node *p, struct sink to, uint32_t want)
{
    const struct node *left = &t->v[p->left], *right = &t->v[p->right];
    uint32_t before = p->built;
    want = least(want, p->n);
    for (; p->built < want; p->built++)
        p->out[p->built] = to.var(to.ctx);
    for (uint32_t sum = before + 1; sum <= want; sum++) {
        uint32_t low = sum > right->n ? sum - right->n : 0;
        for (uint32_t i = low; i <= least(sum, left->n); i++)
            add_sum(to, p, left, i, right, sum - i);
    }
}

int
totalizer_more(struct totalizer *t, struct sink to, size_t k)
{
    struct node *root = &t->v[t->n - 1];
    assert(k < root->n);
    if (root->built <= k) {
        for (uint32_t i = 1; i < t->n; i++) {
            if (t->v[i].left)
                build(t, &t->v[i], to, (uint32_t)k + 1);
        }
    }
    return root->out[k];
}

void
at_most(struct arena *scratch, struct sink to, const int *lits, size_t n, size_t k)
{
    enum { PAIRS_MAX = 6 }; /* up to here every pair is shorter than counting */
    if (k >= n)
        return;
    if (k == 1 && n <= PAIRS_MAX) {
        for (size_t i = 0; i < n; i++) {
            for (size_t j = i + 1; j < n; j++)
                to.clause(to.ctx, (int[]){-lits[i], -lits[j]}, 2);
        }
        return;
    }
    struct totalizer *t = totalizer_new(scratch, lits, n);
    int more = totalizer_more(t, to, k);
    to.clause(to.ctx, (int[]){-more}, 1);
}
