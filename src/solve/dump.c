/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/dump.h"

#include "model/bits.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A name in a comment: what would end the line is a space. */
static void
add_name(struct buf *b, const char *what, int var, struct slice name)
{
    buf_printf(b, "%s %d ", what, var);
    for (size_t i = 0; i < name.n; i++)
        buf_u8(b, name.p[i] < ' ' || name.p[i] == 0x7f ? ' ' : name.p[i]);
    buf_str(b, "\n");
}

static void
add_names(struct buf *b, const struct instance *in, const char *comment)
{
    for (size_t i = 0; i < in->conditions.n; i++) {
        buf_str(b, comment);
        add_name(b, " condition", in->conditions.v[i].selector, in->conditions.v[i].name);
    }
    for (size_t g = 0; g < in->groups.n; g++) {
        buf_str(b, comment);
        add_name(b, " group", instance_group_var(in, g), in->groups.v[g].name);
    }
}

/* How the dialects differ: what surrounds a clause, and how a literal looks. */
struct dialect {
    const char *open, *close;
    void (*lit)(struct buf *b, int lit);
};

static void
lit_dimacs(struct buf *b, int lit)
{
    buf_printf(b, "%d ", lit);
}

static void
lit_smt2(struct buf *b, int lit)
{
    buf_printf(b, lit < 0 ? " (not v%d)" : " v%d", abs(lit));
}

static void
add_clause(struct buf *b, const struct dialect *d, const int *lits, size_t n)
{
    buf_str(b, d->open);
    for (size_t i = 0; i < n; i++)
        d->lit(b, lits[i]);
    buf_str(b, d->close);
}

/* The clauses, group => conditions, and the groups that are asked about. */
static void
add_clauses(struct buf *b, const struct dialect *d, const struct instance *in,
            const uint64_t *groups)
{
    for (size_t i = 0, start = 0; i < in->lits.n; i++) {
        if (in->lits.v[i])
            continue;
        add_clause(b, d, in->lits.v + start, i - start);
        start = i + 1;
    }
    for (size_t g = 0; g < in->groups.n; g++) {
        int var = instance_group_var(in, g);
        for (size_t i = 0; i < in->groups.v[g].n; i++) {
            int selector = in->conditions.v[in->groups.v[g].conditions[i]].selector;
            add_clause(b, d, (int[]){-var, selector}, 2);
        }
        if (groups && bits_has(groups, g))
            add_clause(b, d, &var, 1);
    }
}

static size_t
count_clauses(const struct instance *in, const uint64_t *groups)
{
    size_t n = in->nclauses + (groups ? bits_count(groups, in->groups.n) : 0);
    for (size_t g = 0; g < in->groups.n; g++)
        n += in->groups.v[g].n;
    return n;
}

static int
count_vars(const struct instance *in)
{
    return in->nvars + (int)in->groups.n;
}

void
dump_dimacs(struct buf *b, const struct instance *in, const uint64_t *groups)
{
    static const struct dialect dimacs = {"", "0\n", lit_dimacs};
    add_names(b, in, "c");
    buf_printf(b, "p cnf %d %zu\n", count_vars(in), count_clauses(in, groups));
    add_clauses(b, &dimacs, in, groups);
}

void
dump_smt2(struct buf *b, const struct instance *in, const uint64_t *groups)
{
    /* "or" takes at least two arguments, and "false" adds nothing to it. */
    static const struct dialect smt2 = {"(assert (or false false", "))\n", lit_smt2};
    add_names(b, in, ";");
    buf_str(b, "(set-logic QF_UF)\n");
    for (int v = 1; v <= count_vars(in); v++)
        buf_printf(b, "(declare-const v%d Bool)\n", v);
    add_clauses(b, &smt2, in, groups);
    buf_str(b, "(check-sat)\n");
}

void
dump_wcnf(struct buf *b, const struct instance *in)
{
    int64_t top = 1;
    size_t soft = 0;
    for (size_t g = 0; g < in->groups.n; g++) {
        top += in->groups.v[g].weight;
        soft += in->groups.v[g].weight > 0;
    }
    char open[32];
    snprintf(open, sizeof open, "%" PRId64 " ", top);
    const struct dialect wcnf = {open, "0\n", lit_dimacs};
    add_names(b, in, "c");
    buf_printf(b, "p wcnf %d %zu %" PRId64 "\n", count_vars(in), count_clauses(in, NULL) + soft,
               top);
    add_clauses(b, &wcnf, in, NULL);
    for (size_t g = 0; g < in->groups.n; g++) {
        if (in->groups.v[g].weight)
            buf_printf(b, "%" PRId64 " %d 0\n", in->groups.v[g].weight, instance_group_var(in, g));
    }
}
