/* SPDX-License-Identifier: Apache-2.0 */
/* Inside cel/ only: types and overloads from their text in tables. */
#pragma once

#include "cel/env.h"

bool cel_signature_type(const struct cel_type **out, struct arena *a, const struct cel_env *env,
                        struct slice text, struct err *e) MUST_USE;

/* "(int) -> int", "string.(int) -> string"; `fn` stays null. */
bool cel_signature_parse(struct cel_overload *out, struct arena *a, const struct cel_env *env,
                         struct slice text, struct err *e) MUST_USE;

/* A declared struct or opaque type; null where there is none. */
const struct cel_type *cel_env_find_type(const struct cel_env *env, struct slice name);
