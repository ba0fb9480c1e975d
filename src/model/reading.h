/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the text behind a rule was read: shown to users, part of a verdict's weight.
 */
#pragma once

enum reading {
    READ_PRIMARY,   /* the issuer's text or its machine-readable release */
    READ_RENDERING, /* a well-kept rendering: derived dataset, policy file, test tool */
    READ_SECONDARY, /* a secondary page */
    READ_RECALLED,  /* general knowledge, not re-read */
};

/* "primary", "rendering", …: as in the files, by enumerator. */
extern const char *const reading_names[READ_RECALLED + 1];
const char *reading_name(enum reading r);
