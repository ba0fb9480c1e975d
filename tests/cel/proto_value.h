/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values, types and declarations as the conformance suite writes them (the
 * messages of cel/expr/value.proto and checked.proto), turned into ours.
 *
 * The well-known messages that CEL has as native types (Timestamp, Duration,
 * the wrappers, Value, Struct, ListValue) become those; any other message
 * fails with ERR_UNSUPPORTED: this CEL has no protocol buffers.
 */
#pragma once

#include "cel/cel.h"
#include "support/textproto.h"

/* A message Value. */
bool proto_value(struct cel_value *out, struct arena *a, const struct textproto *m,
                 struct err *e) MUST_USE;

/* A message Type. */
bool proto_type(const struct cel_type **out, struct arena *a, const struct textproto *m,
                struct err *e) MUST_USE;

/* A message Decl: a variable, or a function with overloads that only the checker uses. */
bool proto_declare(struct cel_env *env, struct arena *a, const struct textproto *m,
                   struct err *e) MUST_USE;

/* The same value of the same type; NaN is itself; the order of a map's entries does not matter. */
bool proto_same(struct cel_value a, struct cel_value b, struct cel_cx *cx, unsigned depth);
