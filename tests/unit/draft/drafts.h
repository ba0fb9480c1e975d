/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drafts for the tests of draft/: on the small vocabulary of the tests of model/.
 */
#pragma once

#include "draft/draft.h"

/* The catalog that they are read with; loaded anew for each row. */
const struct catalog *drafts_catalog(void);

/* Before the clauses of every draft: 8 lines. */
#define DRAFTS_HEAD           \
    "standard: D\n"           \
    "title: {en: T}\n"        \
    "authority: A\n"          \
    "edition: E\n"            \
    "published: 2026-01-31\n" \
    "status: draft\n"         \
    "source: {title: S, read: primary}\n"

/* What a file says, which has to load. */
struct draft *drafts_read(const char *text);

/*
 * A draft of clauses in a short form, a line each: "ID NUMBER KIND zh|en". "-" is no number; a kind
 * is as in the file. Without requirements.
 */
struct draft *drafts_short(const char *lines);
