/* SPDX-License-Identifier: Apache-2.0 */
/* Inside cel/ only: what the parser and the macro table share. */
#pragma once

#include "cel/cel.h"

/* The tree under construction. */
struct build {
    struct arena *a;
    unsigned libraries;
    uint32_t at; /* where the fault is, after a failure */
};

/* False, with the place noted. */
#define cel_fault(...) err_false_(cel_fault_(__VA_ARGS__))
bool cel_fault_(struct build *b, uint32_t at, struct err *e, enum err_code code, const char *fmt,
                ...) PRINTF_LIKE(5, 6);

/* A node; `deepest` is the deepest child's depth. Fails with ERR_LIMIT past CEL_DEPTH_MAX. */
bool cel_node_new(struct build *b, struct cel_expr **out, enum cel_expr_kind kind, uint32_t at,
                  uint32_t deepest, struct err *e) MUST_USE;

/*
 * If the call is a macro, turn the node into what it means. A call that has a
 * macro's name but not its shape (another number of arguments, no target) stays a call.
 */
bool cel_macro_apply(struct build *b, struct cel_expr *call, struct err *e) MUST_USE;

/* Put "line:column: " in front, or the place into *at. Gives false. */
bool cel_report(struct slice text, uint32_t offset, struct cel_place *at, struct err *e);
