/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_facts.h"

#include "model/date.h"
#include "report/config_rows.h"
#include "report/html_text.h"

#include <inttypes.h>

/* The elements that are offered, in the server's order where it is known. */
static void
set_value(struct buf *b, const struct field *field, const struct fact *f)
{
    const struct registry *r = field->registry;
    size_t n = 0;
    buf_str(b, "<span class=\"chips\">");
    for (size_t i = 0; i < f->norder; i++, n++) {
        buf_str(b, "<code>");
        html_text(b, r->elements[f->order[i]].name);
        buf_str(b, "</code>");
    }
    for (size_t i = 0; i < r->n && f->norder == 0; i++)
        if (bits_has(f->truth_bits, i)) {
            buf_str(b, "<code>");
            html_text(b, r->elements[i].name);
            buf_str(b, "</code>");
            n++;
        }
    for (size_t i = 0; i < f->extra.n; i++, n++) {
        buf_str(b, "<code>");
        html_foreign(b, f->extra.v[i]);
        buf_str(b, "</code>");
    }
    buf_str(b, "</span>");
    if (n == 0 && f->known)
        buf_str(b, "none");
}

static void
list_value(struct buf *b, const struct slices *list)
{
    if (list->n == 0)
        buf_str(b, "none");
    for (size_t i = 0; i < list->n; i++) {
        buf_str(b, i ? ", " : "");
        html_foreign(b, list->v[i]);
    }
}

static void
value(struct buf *b, const struct field *field, const struct fact *f)
{
    switch (field->type) {
    case FIELD_BOOL:
        buf_str(b, f->b ? "yes" : "no");
        break;
    case FIELD_INT:
        buf_printf(b, "%" PRId64, f->i);
        if (field->unit.n && !slice_eq_str(field->unit, "1")) {
            buf_u8(b, ' ');
            html_text(b, field->unit);
            buf_str(b, f->i == 1 ? "" : "s");
        }
        break;
    case FIELD_STRING:
        if (f->s.n)
            html_foreign(b, f->s);
        else
            buf_str(b, "none");
        break;
    case FIELD_STRINGS:
        list_value(b, &f->list);
        break;
    case FIELD_TIME:
        buf_add(b, date_clock(b->a, f->i));
        break;
    case FIELD_SET:
        set_value(b, field, f);
        break;
    }
}

/* An unknown set still shows what it does contain. */
static bool
says_something(const struct field *field, const struct fact *f)
{
    if (f->known)
        return true;
    return field->type == FIELD_SET &&
           (bits_count(f->truth_bits, field->registry->n) > 0 || f->extra.n > 0);
}

static void
fact_row(struct buf *b, const struct field *field, const struct fact *f)
{
    buf_str(b, "<tr><th scope=\"row\" title=\"");
    html_text(b, field->text);
    buf_str(b, "\">");
    html_text(b, config_label(b->a, field));
    buf_str(b, "</th><td>");
    if (says_something(field, f))
        value(b, field, f);
    if (!f->known) {
        buf_str(b, " <span class=\"caveat\">not known");
        if (f->reason.n) {
            buf_str(b, ": ");
            html_foreign(b, f->reason);
        }
        buf_str(b, "</span>");
    }
    buf_str(b, "</td></tr>");
}

static void
asset(struct buf *b, const struct asset *as, bool open)
{
    buf_printf(b, "<details class=\"seen\"%s><summary>", open ? " open" : "");
    html_text(b, as->kind->title);
    buf_str(b, ": ");
    html_foreign(b, as->name);
    buf_str(b, "</summary><table class=\"facts\"><tbody>");
    for (size_t i = 0; i < as->kind->n; i++)
        fact_row(b, &as->kind->fields[i], &as->facts[i]);
    buf_str(b, "</tbody></table></details>\n");
}

void
html_facts(struct buf *out, const struct evidence *ev)
{
    buf_str(out, "<h4>What was seen</h4>\n");
    for (size_t i = 0; i < ev->norigins; i++) {
        const struct origin *o = &ev->origins[i];
        buf_str(out, "<p class=\"lead\">");
        html_foreign(out, o->method);
        buf_str(out, ", ");
        html_foreign(out, o->where);
        if (o->when) {
            buf_str(out, ", ");
            buf_add(out, date_clock(out->a, o->when));
        }
        if (o->note.n) {
            buf_str(out, ". ");
            html_foreign(out, o->note);
        }
        buf_str(out, "</p>\n");
    }
    for (size_t i = 0; i < ev->n; i++)
        asset(out, &ev->assets[i], false);
}
