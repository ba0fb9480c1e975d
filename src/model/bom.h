/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads evidence from CycloneDX JSON, 1.7 and 1.6.
 *
 * Our own files give back exactly what was written (report/cyclonedx.h), fact
 * by fact, with what was refused, what is unknown and why, and where it was
 * seen. Of any other file the TLS protocol and certificate components are
 * read: what they list is known, all else is unknown. How facts are laid down,
 * and how to state one by hand: docs/internals/evidence.md.
 *
 * Not here: XML and protobuf, signatures, other kinds of BOM content.
 */
#pragma once

#include "model/catalog.h"
#include "text/json.h"

#define BOM_FILE_MAX JSON_SIZE_MAX
#define BOM_TARGETS_MAX 65536 /* in one file */
#define BOM_ASSETS_MAX 1000000
#define BOM_FACTS_MAX ((size_t)1 << 30) /* octets in memory: 100,000 endpoints and more */
#define BOM_ORIGINS_MAX 1000            /* of one target */
#define BOM_EXTRA_MAX 1000 /* names that a registry lacks, of one set of a foreign file */

struct bom {
    struct evidence *targets; /* at least one, with at least one asset in all */
    size_t n;
};

/*
 * The evidence comes from `a` and points to nothing else but `c`; reading takes
 * memory of its own. `file` names the text in errors and, for foreign files, the
 * target. ERR_INPUT where it is no CycloneDX JSON, contradicts itself or holds
 * nothing that can be judged; ERR_UNSUPPORTED for other versions; ERR_LIMIT past
 * the limits above, or where half of what `a` may hold would be taken.
 */
MUST_USE bool bom_read(struct bom *out, struct arena *a, const struct catalog *c, struct slice file,
                       struct slice text, struct err *e);

MUST_USE bool bom_load(struct bom *out, struct arena *a, const struct env *env,
                       const struct catalog *c, const char *path, struct err *e);
