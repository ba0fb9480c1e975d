/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A judgement as one self-contained HTML page: the matrix, each clause one
 * click from it, the reason, the remedy and the source of each rule, and what
 * was seen of each target. No script, nothing loaded from elsewhere; reads on
 * a phone, prints, follows the reader's light or dark.
 *
 * Pure: bytes into a buffer. Everything scanned is escaped.
 */
#pragma once

#include "base/buf.h"
#include "model/verdict.h"

struct html_options {
    struct slice version; /* of this program */
    int64_t made;         /* seconds since 1970 */
};

void html_print(struct buf *out, const struct judgement *j, const struct html_options *o);
