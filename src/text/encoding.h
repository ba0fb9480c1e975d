/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text files from anywhere as UTF-8, by iconv(3): UTF-8 with and without its
 * mark, UTF-16 with its mark or evidently so (Excel's "Unicode text"), and
 * otherwise GB18030, which is what Excel writes as CSV in Chinese.
 *
 * Octets that are no text in that encoding become U+FFFD each; so do NULs. Where they
 * stand is told.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define ENCODING_TEXT_MAX ((size_t)32 << 20) /* octets in, and octets of UTF-8 out */
#define ENCODING_FAULTS_MAX 1000             /* places told; all are counted */

struct encoding {
    const char *name;     /* "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030" */
    struct slice text;    /* UTF-8, without a mark */
    const size_t *faults; /* offsets in text of what stands for broken octets, rising */
    size_t nfaults, all_faults;
};

/* `octets` must outlive *out where they are UTF-8 already. ERR_LIMIT past the limits;
 * ERR_UNSUPPORTED where this system's iconv lacks an encoding. */
MUST_USE bool encoding_read(struct encoding *out, struct arena *a, struct slice octets,
                            struct err *e);
