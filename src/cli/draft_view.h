/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drafts for people and programs: the text in both languages, what is wrong with
 * it, what changed from one to another and what that means.
 */
#pragma once

#include "cli/cli.h"
#include "draft/diff.h"
#include "draft/lint.h"
#include "draft/meaning.h"
#include "report/printer.h"
#include "text/json_build.h"

struct draft_view {
    struct cli *cli;
    struct catalog own;            /* loaded by draft_view_begin */
    const struct catalog *catalog; /* that drafts are read with */
    bool json, zh;
};

/* Loads the catalog. */
MUST_USE bool draft_view_begin(struct draft_view *v, struct cli *cli, bool json, bool zh,
                               struct err *e);

/* With a catalog that is there. */
void draft_view_with(struct draft_view *v, struct cli *cli, const struct catalog *c, bool json,
                     bool zh);

/*
 * Reads a draft; every fault of the file is said on standard error. False with
 * *e for the first of them. `octets` must outlive the draft.
 */
MUST_USE bool draft_view_read(struct draft *out, struct draft_view *v, struct slice name,
                              struct slice octets, struct err *e);
/* From a file. */
MUST_USE bool draft_view_load(struct draft *out, struct draft_view *v, struct slice path,
                              struct err *e);

/* EXIT_OK, or EXIT_WRONG after a message. */
enum cli_exit draft_view_show(struct draft_view *v, const struct draft *d);
/* EXIT_FAILS where the draft has errors. */
enum cli_exit draft_view_lint(struct draft_view *v, const struct draft *d);
/* EXIT_FAILS where the drafts differ. `on`: the day for which the meaning is asked. */
enum cli_exit draft_view_diff(struct draft_view *v, const struct draft *from,
                              const struct draft *to, date_t on);

/* The findings, as lines on `to`; errors alone where `errors`. */
void draft_view_findings(struct draft_view *v, FILE *to, const struct lint_result *r, bool errors);
