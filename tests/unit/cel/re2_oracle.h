/* SPDX-License-Identifier: Apache-2.0 */
/* Google's RE2 behind a C face: the oracle for cel/regex.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct re2_oracle; /* a compiled pattern */

/* Null where RE2 refuses the pattern. The caller frees it. */
struct re2_oracle *re2_oracle_new(const char *pattern, size_t n);
void re2_oracle_free(struct re2_oracle *re);

/* Does it match anywhere? */
bool re2_oracle_match(const struct re2_oracle *re, const char *text, size_t n);

#ifdef __cplusplus
}
#endif
