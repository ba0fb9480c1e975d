/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge's words in both languages. The judge explains itself in English;
 * what it says in parts (what offends, what is absent, what was not seen) is put
 * into a Chinese sentence here.
 */
#pragma once

#include "model/verdict.h"
#include "text/json_build.h"

#include "committee/langs.h"

/* "not-applicable", "cannot-check", …: as ids in views and classes of the style. */
const char *verdict_id(enum verdict v);
struct langs verdict_words(enum verdict v);
/* By the name that `comity check --format json` writes. False for none. */
MUST_USE bool verdict_of_name(enum verdict *out, struct slice name);

struct langs keyword_words(enum keyword k);
struct langs reading_words(enum reading r);
bool reading_is_weak(enum reading r); /* secondary or recalled */
struct langs status_words(enum standard_status s);

/*
 * Why, of one finding of `comity check --format json`: {"verdict","reason","offending",…}. Where
 * there is no reason both are empty.
 */
struct langs finding_reason(struct arena *a, const struct json_node *finding, enum verdict v);

/* "2 of 14 binding clauses not met, 1 unknown; …", of {"shall","should"} as counts. */
struct langs counts_summary(struct arena *a, const struct json_node *regime);
