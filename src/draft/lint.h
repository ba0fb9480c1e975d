/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is wrong with a draft that can be read: its Chinese by GB/T 1.1-2020, its
 * English by the ISO/IEC Directives, Part 2, both texts against each other, and
 * requirements against their clauses and cases. A draft with findings may be
 * kept; which of them hold up a stage is for the process to say (error, warning).
 */
#pragma once

#include "draft/draft.h"

#define LINT_FINDINGS_MAX 5000

enum lint_severity {
    LINT_ERROR,   /* breaks a rule of drafting, or a case says otherwise than the condition */
    LINT_WARNING, /* may be meant: somebody has to look */
};
extern const char *const lint_severity_names[LINT_WARNING + 1]; /* "error", "warning" */

/* One rule, where it comes from, and how that was read. */
struct lint_rule {
    struct slice id;      /* "zh-forbidden" */
    struct slice profile; /* "gbt-1.1", "iso-part-2", "comity" */
    struct slice source;  /* "GB/T 1.1-2020, Annex C" */
    struct slice en, zh;  /* what it asks, one sentence */
    enum lint_severity severity;
    enum reading read;
};

/* All of them, for a page of rules. */
extern const struct lint_rule lint_rules[];
extern const size_t lint_nrules;

struct lint_finding {
    const struct lint_rule *rule;
    const struct clause *clause;           /* null: the draft as a whole */
    const struct requirement *requirement; /* null: none */
    bool in_text;                          /* the next four say where in the clause's text */
    enum draft_language language;
    size_t offset, n; /* octets */
    struct slice quote;
    struct slice en, zh; /* what is wrong here and what to do, one sentence each */
    struct place at;     /* in the file; line 0: nowhere in particular */
};

struct lint_result {
    struct lint_finding *v; /* in the order of the clauses, then of their requirements; those of
                               the whole draft first */
    size_t n;
    size_t errors, warnings;
    bool more; /* than LINT_FINDINGS_MAX: not all are listed */
};

/* `c` is the catalog that the draft was read with. Runs the cases, too; fails only where the judge
 * does (ERR_LIMIT). */
MUST_USE bool lint_draft(struct lint_result *out, struct arena *a, const struct draft *d,
                         const struct catalog *c, struct err *e);
