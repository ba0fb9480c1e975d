/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An instance as text, for other solvers. The groups that are asked about
 * (bits; null: none) are required, so that the text is satisfiable exactly
 * when these groups can be satisfied together.
 *
 *   dimacs  "c condition V NAME", "c group V NAME", then DIMACS CNF
 *   smt2    SMT-LIB 2.6, logic QF_UF, Booleans named v1 …; names as comments
 *   wcnf    weighted CNF ("p wcnf VARS CLAUSES TOP"): every group a soft clause
 *           of its weight (those of weight 0 are left out), so that the optimum
 *           is the weight that has to be given up; for clasp and MaxSAT solvers
 */
#pragma once

#include "base/buf.h"
#include "solve/instance.h"

void dump_dimacs(struct buf *b, const struct instance *in, const uint64_t *groups);
void dump_smt2(struct buf *b, const struct instance *in, const uint64_t *groups);
void dump_wcnf(struct buf *b, const struct instance *in);
