/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Catalogues of translations: gettext's PO files, read as they are. Of an entry
 * msgctxt, msgid and msgstr matter; fuzzy and empty ones are as good as
 * absent; plural entries are refused: our sentences are written so that they
 * need none.
 *
 * Spec: GNU gettext manual, "The Format of PO Files". UTF-8 only.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"

#define PO_FILE_MAX ((size_t)4 << 20)
#define PO_ENTRIES_MAX 20000

struct po {
    struct map by_id; /* msgid, or msgctxt EOT msgid: struct slice * */
    size_t n;         /* entries that are translated */
};

/*
 * Adds the entries of one file to *out; all zero is an empty one. ERR_INPUT with "file:line: what";
 * an entry may come again only with the same translation.
 */
MUST_USE bool po_read(struct po *out, struct arena *a, struct slice file, struct slice text,
                      struct err *e);

/* The translation, or `id` itself where there is none. `context` may be empty. */
struct slice po_get(const struct po *p, struct slice context, struct slice id);
bool po_has(const struct po *p, struct slice context, struct slice id);
