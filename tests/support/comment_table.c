/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of comments from a shell: what we read in a file, one line for each
 * row and how many were refused, and a file that we write. For tests beside other programs.
 *
 *   comment_table read FILE
 *   comment_table write iso|gb csv|xlsx FILE
 */
#include "base/buf.h"
#include "base/env.h"
#include "committee/comment_form.h"

#include <stdio.h>

#define ROWS 40

/* "a|b|c", line ends and bars escaped as in C. */
static void
add_field(struct buf *b, struct slice s)
{
    if (b->n)
        buf_u8(b, '|');
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\n')
            buf_str(b, "\\n");
        else if (s.p[i] == '|')
            buf_str(b, "\\|");
        else
            buf_u8(b, s.p[i]);
}

static bool
read_table(struct arena *a, const char *path, struct err *e)
{
    struct env env;
    struct slice octets;
    struct comment_form f;
    env_system(&env);
    if (!env.read_file(env.ctx, &octets, a, path, COMMENT_FORM_FILE_MAX, e) ||
        !comment_form_read(&f, a, slice_str(path), octets, e))
        return false;
    for (size_t i = 0; i < f.n; i++) {
        const struct comment_row *c = &f.rows[i];
        const struct slice fields[] = {
            c->organisation,
            c->line,
            c->clause,
            c->element,
            comment_row_type_text(c->type),
            c->text,
            c->proposed,
            comment_row_outcome_text(c->outcome, COMMENT_ROW_EN),
            c->reason,
            c->note,
        };
        struct buf b;
        buf_init(&b, a, 1 << 20);
        buf_printf(&b, "%u", c->row);
        for (size_t k = 0; k < COUNT_OF(fields); k++)
            add_field(&b, fields[k]);
        printf("%.*s\n", SL_FMT(buf_slice(&b)));
    }
    if (f.refused)
        printf("refused: %zu\n", f.refused);
    return true;
}

static bool
write_table(struct arena *a, char **argv, struct err *e)
{
    static const char *const texts[] = {
        "=1+1",       "-1",           "+SUM(A1:A9)",          "@x",
        "007",        "5.10",         "中文，“引号”",         "a \"b\", c; d",
        "two\nlines", "<b>&amp;</b>", "https://example.org/", "TRUE"};
    struct comment_row rows[ROWS];
    struct slice octets;
    struct comment_form f = {.rows = rows, .n = ROWS};
    const struct comment_form_style style = {
        strcmp(argv[2], "gb") == 0 ? COMMENT_FORM_GB : COMMENT_FORM_ISO,
        strcmp(argv[3], "xlsx") == 0 ? COMMENT_FORM_XLSX : COMMENT_FORM_CSV, true};
    comment_form_head_init(&f.head);
    f.head.document = SL("数据存储加密要求");
    f.head.sent = 81;
    for (size_t i = 0; i < ROWS; i++)
        rows[i] = (struct comment_row){
            .organisation = slice_str(texts[(i + 2) % COUNT_OF(texts)]),
            .clause = arena_printf(a, "5.%zu", i),
            .type = (enum comment_row_type)(i % COMMENT_ROW_TYPES),
            .text = slice_str(texts[i % COUNT_OF(texts)]),
            .proposed = slice_str(texts[(i * 5 + 3) % COUNT_OF(texts)]),
            .outcome = (enum comment_row_outcome)(i % COMMENT_ROW_OUTCOMES),
        };
    if (!comment_form_write(&octets, a, &f, &style, e))
        return false;
    FILE *out = fopen(argv[4], "wb");
    bool ok = out && fwrite(octets.p, 1, octets.n, out) == octets.n;
    if (out && fclose(out) != 0)
        ok = false;
    return ok || err_sys(e, "%s", argv[4]);
}

int
main(int argc, char **argv)
{
    struct arena a = {0};
    struct err e = {0};
    bool ok = false;
    if (argc == 3 && strcmp(argv[1], "read") == 0)
        ok = read_table(&a, argv[2], &e);
    else if (argc == 5 && strcmp(argv[1], "write") == 0)
        ok = write_table(&a, argv, &e);
    else
        err_set(&e, ERR_INPUT, "usage: comment_table read FILE | write iso|gb csv|xlsx FILE");
    if (!ok)
        fprintf(stderr, "%s\n", e.msg);
    arena_free(&a);
    return !ok;
}
