/* SPDX-License-Identifier: Apache-2.0 */
/* Expectations of a scan's evidence: the grammar stands in truth.h. */
#pragma once

#include "base/buf.h"
#include "support/certs.h"
#include "support/scan.h"

/* Writes a line into `wrong` for everything that is not as the lines of `want` say. */
void expect(struct buf *wrong, struct arena *a, const struct certs *certs,
            const struct tls_result *r, const char *want);
