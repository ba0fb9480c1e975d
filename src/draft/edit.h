/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes one text of a draft's file where it stands, and keeps every other
 * octet: comments, order, quotes and line ends of those who wrote it. What was
 * changed is read again and compared with what was there before: it differs in
 * that one text, or nothing is changed.
 *
 * Pure. The file need not be a draft that can be used: YAML with `clauses` and
 * `requirements` is enough, so that a fault in it can be mended here, too.
 */
#pragma once

#include "draft/draft.h"

enum edit_part {
    EDIT_TITLE, /* of a clause, in one language */
    EDIT_TEXT,  /* the same */
    EDIT_WHEN,  /* of a requirement */
    EDIT_MUST,  /* the same */
};
#define EDIT_PARTS (EDIT_MUST + 1)
extern const char *const edit_part_names[EDIT_PARTS]; /* "title", …: as in the file */

/* Which text. */
struct edit_at {
    enum edit_part part;
    struct slice id;              /* of the clause, or of the requirement */
    enum draft_language language; /* of TITLE and TEXT */
};

/* A draft's file, read once for several looks. */
struct edit_file {
    struct yaml_doc doc;
    bool marked; /* a byte order mark stood in front */
};
/* ERR_INPUT where it is no YAML, ERR_LIMIT where it is too long. `octets` must outlive *out. */
MUST_USE bool edit_open(struct edit_file *out, struct arena *a, struct slice file,
                        struct slice octets, struct err *e);

/* Whether there is such a clause or requirement; *out is the text as a draft has it, trimmed, empty
 * where it is missing. */
MUST_USE bool edit_find(struct slice *out, const struct edit_file *f, const struct edit_at *at);

/*
 * As it will be kept: lines end in LF, no white space at its ends. ERR_INPUT for what is not
 * UTF-8 or has control characters other than tabs and line ends, ERR_LIMIT past DRAFT_TEXT_MAX.
 */
MUST_USE bool edit_text(struct slice *out, struct arena *a, struct slice text, struct err *e);

/*
 * The file with that text in place of what stands there; the same octets where nothing changes.
 * A text that was missing is added; an empty WHEN is taken out, an empty MUST refused.
 * ERR_INPUT: no such clause or requirement; or the file is written in a way that
 * cannot be changed in place. `text` as edit_text gives it.
 */
MUST_USE bool edit_apply(struct slice *out, struct arena *a, const struct edit_file *f,
                         const struct edit_at *at, struct slice text, struct err *e);
