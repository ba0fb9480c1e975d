/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of comments: 10,000 rows written and read again, in either form, as
 * CSV and XLSX; and ten such tables merged into one.
 */
#include "committee/comment_form.h"
#include "committee/comment_merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROWS 10000
#define TABLES 10
#define ROUNDS 5

static double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct comment_row
row_of(struct arena *a, size_t i, size_t table)
{
    return (struct comment_row){
        .organisation = SL("甲公司"),
        .clause = arena_printf(a, "%zu.%zu.%zu", i % 12 + 1, i / 12 % 20, i / 240),
        .type = (enum comment_row_type)(1 + i % 3),
        .text = arena_printf(a,
                             "意见%zu：存储设备应支持加密。The term \"stored data\" is used in two "
                             "meanings, see 3.%zu; which of them is meant here?",
                             i, i % 40),
        .proposed =
            arena_printf(a, "=改为“静态数据 %zu”, or delete the sentence.", (i + table) % 7),
        .outcome = (enum comment_row_outcome)(i % COMMENT_ROW_OUTCOMES),
        .reason = SL("理由见编制说明"),
    };
}

static bool
one_trip(const struct comment_row *rows, const struct comment_form_style *style, double *write,
         double *read, size_t *octets)
{
    struct arena a = {0};
    struct comment_form f = {.rows = rows, .n = ROWS}, back;
    struct slice out;
    struct err e = {0};
    comment_form_head_init(&f.head);
    double t0 = now();
    bool ok = comment_form_write(&out, &a, &f, style, &e);
    double t1 = now();
    ok = ok && comment_form_read(&back, &a, SL("bench"), out, &e) && back.n == ROWS;
    double t2 = now();
    if (!ok)
        fprintf(stderr, "bench comments: %s\n", e.msg);
    *write = t1 - t0 < *write ? t1 - t0 : *write;
    *read = t2 - t1 < *read ? t2 - t1 : *read;
    *octets = ok ? out.n : 0;
    arena_free(&a);
    return ok;
}

int
main(void)
{
    static const char *const kinds[] = {"ISO template", "意见汇总处理表"};
    static const char *const formats[] = {"CSV", "XLSX"};
    struct arena a = {0};
    struct comment_row *rows = NEW_ARRAY(&a, struct comment_row, (size_t)ROWS * TABLES);
    struct comment_merge_part parts[TABLES];
    for (size_t t = 0; t < TABLES; t++) {
        for (size_t i = 0; i < ROWS; i++)
            rows[t * ROWS + i] = row_of(&a, i, t % 2);
        parts[t] = (struct comment_merge_part){arena_printf(&a, "colleague %zu", t),
                                               rows + t * ROWS, ROWS};
    }
    printf("Tables of comments, %d rows, best of %d (target: under 1 s)\n", ROWS, ROUNDS);
    for (int i = 0; i < 4; i++) {
        const struct comment_form_style style = {(enum comment_form_kind)(i / 2),
                                                 (enum comment_form_format)(i % 2), true};
        double write = 1e9, read = 1e9;
        size_t octets = 0;
        for (int k = 0; k < ROUNDS; k++)
            if (!one_trip(rows, &style, &write, &read, &octets))
                return 1;
        printf("  %s as %s: written in %.0f ms, read in %.0f ms, %zu octets\n", kinds[i / 2],
               formats[i % 2], write * 1e3, read * 1e3, octets);
    }
    struct comment_merge m;
    double t0 = now();
    comment_merge(&m, &a, parts, TABLES, COMMENT_ROW_EN);
    printf("  %d tables merged, %zu rows into %zu, in %.0f ms\n", TABLES, m.given, m.n,
           (now() - t0) * 1e3);
    arena_free(&a);
    return 0;
}
