/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text is an expression. What parses prints, and what was printed parses to
 * a tree that prints the same; resolving names and preparing a program hold for
 * any tree, also an ill-typed one.
 */
#include "cel/cel.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool holds)
{
    if (!holds)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena lasting;
    static struct cel_env *env; /* made once and kept, for speed */
    struct arena a = {0};
    if (!env)
        env = cel_env_new(&lasting, CEL_LIB_ALL);
    struct cel_ast *ast, *again;
    struct cel_place at = {0};
    struct err e = {0};
    if (cel_parse(&ast, &a, env, slice_of(data, n), &at, &e)) {
        must(ast->root->depth <= CEL_DEPTH_MAX);
        struct buf text;
        buf_init(&text, &a, 8 * CEL_TEXT_MAX);
        cel_expr_print(&text, ast->root);
        /* Printing may write more than it read (escapes, spaces), past the limit of the reader. */
        if (!text.full && text.n <= CEL_TEXT_MAX) {
            must(cel_parse(&again, &a, env, buf_slice(&text), NULL, &e));
            must(slice_eq(buf_slice(&text), cel_expr_text(&a, again->root)));
        }
        cel_resolve(ast, &a, env);
        (void)cel_cost(&a, ast, ast->root, 100);
        (void)cel_program_new(&a, ast);
    } else {
        must(e.code != ERR_NONE && e.msg[0] != '\0' && at.line > 0 && at.column > 0);
    }
    arena_free(&a);
    return 0;
}
