/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A draft: a standard in the making, in Comity's own format. It is a standard
 * (model/standard.h) to which a file adds `clauses`: what will be printed, in
 * Chinese and English side by side. A requirement belongs to a clause and keeps
 * its executable condition. A file without clauses is a draft, too: of nothing
 * but requirements. docs/internals/draft-format.md.
 *
 * A clause has an identifier that was minted once and never changes, and a
 * printed number that may. Comments, diffs and requirements hold on to the
 * identifier.
 *
 * Pure: octets in, values out; everything points into the caller's arena.
 */
#pragma once

#include "base/map.h"
#include "model/catalog.h"

#define DRAFT_FILE_MAX STANDARD_FILE_MAX
#define DRAFT_CLAUSES_MAX 5000
#define DRAFT_TEXT_MAX ((size_t)64 << 10) /* octets of one text of a clause */
#define DRAFT_ID_MAX 64                   /* octets of an identifier: a-z, 0-9, '-', '.' and '_' */
#define DRAFT_DEPTH_MAX 12                /* clauses within each other */
#define DRAFT_DIGEST 32                   /* octets: SHA-256 */

enum draft_language {
    DRAFT_ZH,
    DRAFT_EN,
};
#define DRAFT_LANGUAGES 2
extern const char *const draft_language_names[DRAFT_LANGUAGES]; /* "zh", "en" */

/* What a clause is: decides what may stand in it. In the file by these names. */
enum clause_kind {
    CLAUSE_FOREWORD,          /* "foreword" */
    CLAUSE_INTRODUCTION,      /* "introduction" */
    CLAUSE_SCOPE,             /* "scope" */
    CLAUSE_REFERENCES,        /* "references": the normative ones */
    CLAUSE_TERMS,             /* "terms": the clause */
    CLAUSE_TERM,              /* "term": one entry in it */
    CLAUSE_BODY,              /* "body": of the technical elements, or of an annex; may be empty */
    CLAUSE_ANNEX_NORMATIVE,   /* "annex-normative" */
    CLAUSE_ANNEX_INFORMATIVE, /* "annex-informative" */
    CLAUSE_NOTE,              /* "note" */
    CLAUSE_EXAMPLE,           /* "example" */
    CLAUSE_FOOTNOTE,          /* "footnote" */
    CLAUSE_BIBLIOGRAPHY,      /* "bibliography" */
};
extern const char *const clause_kind_names[CLAUSE_BIBLIOGRAPHY + 1];

/* One text in one language; empty where it is missing. Without white space at its ends. */
struct draft_text {
    struct slice s;
    const struct yaml_node *node; /* where it stands; null where it is missing */
};

#define CLAUSE_NONE SIZE_MAX

struct clause {
    struct slice id;     /* minted by us: "c-suites" */
    struct slice number; /* printed: "5.2.1", "A.3"; empty for what has none */
    enum clause_kind kind;
    size_t in;    /* the clause that it stands in, an earlier one, or CLAUSE_NONE */
    size_t depth; /* 0 at the top */
    struct draft_text title[DRAFT_LANGUAGES], text[DRAFT_LANGUAGES];
    bool informative; /* by its kind, or because it stands in something informative */
    const struct requirement **requirements; /* that point to it, in file order */
    size_t nrequirements;
    struct place at;
};

/* Not to be copied: requirements point back to their standard. */
struct draft {
    struct standard standard; /* its requirements' `clause` is the printed number of theirs */
    struct clause *clauses;   /* in file order, which is the printed one */
    size_t n;
    size_t *clause_of; /* by requirement: its clause; CLAUSE_NONE only where there are no clauses */
    struct map by_id;  /* of struct clause */
    const struct catalog *catalog; /* that it was read with */
    struct yaml_doc doc;
};

/*
 * Reads one file. Conditions are checked against the vocabulary of the catalog, which was loaded
 * with its rules (catalog_load, catalog_load_rules) and outlives the draft; cases are read, not run
 * (lint_draft runs them). With `problems` it goes on after a fault and collects all of them
 * ("file:line:column: what, what to do"; *out is then as complete as they allow, and not to be
 * kept); without, it fails with the first. `file` is how messages name it; `text` must outlive
 * *out.
 */
MUST_USE bool draft_read(struct draft *out, struct problems *problems, struct arena *a,
                         const struct catalog *c, struct slice file, struct slice text,
                         struct err *e);

/* The same from a path. */
MUST_USE bool draft_load(struct draft *out, struct problems *problems, struct arena *a,
                         const struct env *env, const struct catalog *c, const char *path,
                         struct err *e);

/* Null where there is none. */
const struct clause *draft_clause(const struct draft *d, struct slice id);
/* The first with that printed number: what a person types, or a comment table says. */
const struct clause *draft_numbered(const struct draft *d, struct slice number);
const struct requirement *draft_requirement(const struct draft *d, struct slice id);

static inline size_t
draft_index(const struct draft *d, const struct clause *c)
{
    return (size_t)(c - d->clauses);
}

/* SHA-256 of a text's octets: what anchors and proposals rest on. */
void draft_digest(uint8_t out[DRAFT_DIGEST], struct slice text);

/* "5.2.1 Ciphers": for people; in `l`, or the other language where that one is missing. */
struct slice draft_heading(struct arena *a, const struct clause *c, enum draft_language l);

/* Where octet `offset` of the clause's text stands in the file. */
struct place draft_place(const struct draft *d, const struct clause *c, enum draft_language l,
                         size_t offset);
