/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a table of comments. What is taken is whole, what is refused
 * has a reason, and rows that are written in either form come back as they are.
 */
#include "base/buf.h"
#include "committee/comment_form_header.h"
#include "committee/comment_merge.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
    if (!ok)
        abort();
}

static bool
holds(struct slice s, const char *what)
{
    return slice_find(s, slice_str(what)) != SIZE_MAX;
}

/* What looks like the row that names or numbers the columns, or like a count below the table, is
 * not taken for a comment when it is read. */
static bool
looks_like_none(const struct comment_row *c)
{
    struct slice all[] = {c->organisation, c->clause, c->text, c->line, c->element, c->number};
    int64_t number;
    if (slice_to_i64(c->text, &number))
        return true; /* 1, 2, 3: the numbers of columns */
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (comment_form_header_column(all[i]) != COMMENT_FORM_NO_COLUMN || holds(all[i], "回函") ||
            holds(all[i], "发送") || holds(all[i], "收到") || holds(all[i], "Units"))
            return true;
    return false;
}

static void
check_same(const struct comment_row *x, const struct comment_row *y)
{
    must(slice_eq(x->clause, y->clause) && slice_eq(x->text, y->text));
    must(slice_eq(x->organisation, y->organisation) && slice_eq(x->proposed, y->proposed));
    must(slice_eq(x->line, y->line) && slice_eq(x->element, y->element));
    must(slice_eq(x->note, y->note) && slice_eq(x->contributors, y->contributors));
    must(x->type == y->type && x->outcome == y->outcome && slice_eq(x->reason, y->reason));
    must(x->lang == y->lang && slice_eq(x->decision, y->decision));
    must(x->number.n == 0 || slice_eq(x->number, y->number));
}

static void
round_trip(struct arena *a, const struct comment_form *f, const struct comment_form_style *style)
{
    struct comment_form back;
    struct slice octets;
    struct err e = {0};
    for (size_t i = 0; i < f->n; i++)
        if (looks_like_none(&f->rows[i]))
            return;
    must(comment_form_write(&octets, a, f, style, &e));
    must(comment_form_read(&back, a, SL("again"), octets, &e));
    must(back.n == f->n && back.refused == 0 && back.kind == style->kind);
    for (size_t i = 0; i < f->n; i++)
        check_same(&f->rows[i], &back.rows[i]);
}

static void
check_form(struct arena *a, const struct comment_form *f)
{
    size_t refused = 0;
    for (size_t i = 0; i < f->nnotices; i++) {
        must(i == 0 || f->notices[i - 1].row <= f->notices[i].row);
        must(comment_form_notice_text(a, &f->notices[i], COMMENT_ROW_ZH).n > 0);
        refused += f->notices[i].refused;
    }
    must(f->refused <= refused);
    for (size_t i = 0; i < f->n; i++) {
        must(f->rows[i].text.n > 0 && f->rows[i].row > f->header_row);
        must(f->rows[i].clause.n > 0 || f->rows[i].type == COMMENT_ROW_GE);
    }
}

static void
check_merge(struct arena *a, const struct comment_form *f)
{
    const struct comment_merge_part parts[] = {{SL("A"), f->rows, f->n}, {SL("B"), f->rows, f->n}};
    struct comment_merge m;
    comment_merge(&m, a, parts, 2, COMMENT_ROW_EN);
    must(m.n <= f->n && m.given == 2 * f->n && (m.n > 0) == (f->n > 0));
    for (size_t i = 0; i < m.nnotes; i++)
        must(m.notes[i].row < m.n && m.notes[i].other < m.n);
    for (size_t i = 1; i < m.n; i++)
        must(comment_merge_clause_cmp(m.rows[i - 1].clause, m.rows[i].clause) <= 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct comment_form f;
    struct err e = {0};
    if (comment_form_read(&f, &a, SL("f"), slice_of(data, n), &e)) {
        check_form(&a, &f);
        check_merge(&a, &f);
        for (int kind = COMMENT_FORM_ISO; kind <= COMMENT_FORM_GB; kind++) {
            struct comment_form_style style = {(enum comment_form_kind)kind, COMMENT_FORM_CSV,
                                               true};
            round_trip(&a, &f, &style);
            style.format = COMMENT_FORM_XLSX; /* costs more: one in 64 */
            if (n % 64 == 0)
                round_trip(&a, &f, &style);
        }
    } else {
        must(e.code != ERR_NONE && e.msg[0]);
    }
    arena_free(&a);
    return 0;
}
