/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything under data/, loaded and checked: registries, vocabulary,
 * standards, regimes. Immutable after loading.
 *
 * catalog_load stops at the first error (file:line:column: what is wrong, what
 * to do); catalog_lint goes on and collects all of them, for `comity standards
 * lint`.
 */
#pragma once

#include "model/load.h"
#include "model/standard.h"

struct conditions; /* model/condition.h: what conditions are checked against */

struct catalog {
    struct arena *arena;
    struct registry *registries;
    size_t nregistries;
    struct kind *kinds;
    size_t nkinds;
    struct standard *standards; /* sorted by id */
    size_t nstandards;
    struct regime *regimes; /* sorted by id */
    size_t nregimes;
    struct standard *laws; /* what is physically possible (law/): for the solver; sorted by id */
    size_t nlaws;
    struct standard *servers; /* what a server program can do (servers/); sorted by id */
    size_t nservers;
    struct conditions *conditions;
    struct slice dir;
};

/*
 * Every problem of a data directory, as "file:line:column: what, what to do".
 * *out is as complete as the problems allow; fails only where nothing could be
 * read at all. The requirements' cases are loaded, but not run: that is
 * judge_one's.
 */
MUST_USE bool catalog_lint(struct catalog *out, struct problems *problems, struct arena *a,
                           const struct env *env, const char *dir, struct err *e);

/* The same for one file of a standard that is not in the catalog; fails as catalog_lint does. */
MUST_USE bool catalog_lint_standard(struct standard *out, struct problems *problems,
                                    struct arena *a, const struct env *env, const struct catalog *c,
                                    const char *path, struct err *e);

/*
 * The same of a document in memory, cases included. Without `problems` it stops at the first
 * error. Of a draft's `clauses` only their numbers are read: see draft/draft.h.
 */
MUST_USE bool catalog_read_standard(struct standard *out, struct problems *problems,
                                    struct arena *a, const struct catalog *c,
                                    const struct yaml_doc *d, struct err *e);

/* `dir` holds registry/, vocabulary/, standards/, regimes/, and may hold law/ and servers/. */
MUST_USE bool catalog_load(struct catalog *out, struct arena *a, const struct env *env,
                           const char *dir, struct err *e);

/* Not law/ and servers/, which only the solver asks: enough to judge, and loaded sooner. */
MUST_USE bool catalog_load_rules(struct catalog *out, struct arena *a, const struct env *env,
                                 const char *dir, struct err *e);

/* Only registries and vocabulary: enough to collect evidence, and loaded soonest. */
MUST_USE bool catalog_load_words(struct catalog *out, struct arena *a, const struct env *env,
                                 const char *dir, struct err *e);

const struct registry *catalog_registry(const struct catalog *c, struct slice name);
const struct kind *catalog_kind(const struct catalog *c, struct slice name);
const struct standard *catalog_standard(const struct catalog *c, struct slice id);
const struct standard *catalog_server(const struct catalog *c, struct slice id);
const struct regime *catalog_regime(const struct catalog *c, struct slice id);
