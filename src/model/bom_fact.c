/* SPDX-License-Identifier: Apache-2.0 */
#include "model/bom_fact.h"

#include "base/vec.h"
#include "cel/time.h"
#include "model/bom_names.h"
#include "model/date.h"
#include "text/json.h"
#include "text/json_write.h"
#include "text/nearest.h"

#include <inttypes.h>
#include <stdio.h>

#define TEXT_MAX ((size_t)16 << 20) /* octets of one property's value */

/* ---- elements ------------------------------------------------------------------------------- */

const struct element *
bom_element(const struct registry *r, struct slice token)
{
    uint64_t code;
    char hex[20] = "0x";
    if (token.n > 0 && token.p[0] == '=')
        return registry_by_name(r, slice_sub(token, 1, token.n));
    if (slice_has_prefix(token, SL("0x")))
        token = slice_sub(token, 2, token.n);
    if (token.n == 0 || token.n > 8)
        return NULL;
    memcpy(hex + 2, token.p, token.n);
    if (!slice_to_u64(slice_of(hex, token.n + 2), &code) || code == 0)
        return NULL;
    return registry_by_code(r, (uint32_t)code);
}

/* ---- writing -------------------------------------------------------------------------------- */

struct fact_writer {
    struct arena *a;
    const struct field *field;
    bom_emit emit;
    void *ctx;
};

static void
emit(const struct fact_writer *w, const char *part, struct slice value)
{
    struct slice path = w->field->path;
    w->emit(
        w->ctx,
        arena_printf(w->a, BOM_FACT "%.*s%s%s", SL_FMT(path), part ? ":" : "", part ? part : ""),
        value);
}

static struct slice
json_list(struct arena *a, struct slices list)
{
    struct buf b;
    struct json_write w;
    buf_init(&b, a, TEXT_MAX);
    json_write_init(&w, json_sink_buf, &b);
    json_write_flat_array(&w);
    for (size_t i = 0; i < list.n; i++)
        json_write_text(&w, list.v[i]);
    json_write_end(&w);
    struct err e = {0};
    bool fits = json_write_done(&w, &e);
    return fits ? slice_trim(buf_slice(&b)) : SL("[]");
}

static struct slice
time_text(struct arena *a, int64_t seconds)
{
    return date_covers(seconds) ? date_stamp(a, seconds) : arena_printf(a, "%" PRId64, seconds);
}

/* One more of a list. A code is only used where it leads back to the same element. */
static void
add_token(struct buf *b, const struct registry *r, size_t element)
{
    const struct element *el = &r->elements[element];
    if (b->n)
        buf_u8(b, ',');
    if (!el->code || registry_by_code(r, el->code) != el) {
        buf_u8(b, '=');
        buf_add(b, el->name);
        return;
    }
    unsigned digits = 4;
    while (digits < 8 && el->code >> 4 * digits)
        digits++;
    while (digits-- > 0)
        buf_u8(b, (uint8_t) "0123456789abcdef"[el->code >> 4 * digits & 15]);
}

/* The elements that are settled as offered, or as refused. */
static struct slice
element_list(struct arena *a, const struct registry *r, const struct fact *f, bool offered)
{
    struct buf b;
    buf_init(&b, a, TEXT_MAX);
    for (size_t i = 0; i < r->n; i++) {
        if (!bits_has(f->known_bits, i) || bits_has(f->truth_bits, i) != offered)
            continue;
        add_token(&b, r, i);
    }
    return buf_slice(&b);
}

static void
write_set(const struct fact_writer *w, const struct fact *f)
{
    const struct registry *r = w->field->registry;
    struct slice offered = element_list(w->a, r, f, true);
    struct slice refused = element_list(w->a, r, f, false);
    if (offered.n)
        emit(w, BOM_OFFERED, offered);
    if (refused.n)
        emit(w, BOM_REFUSED, refused);
    if (f->extra.n)
        emit(w, BOM_OTHER, json_list(w->a, f->extra));
    if (f->norder == 0)
        return;
    struct buf b;
    buf_init(&b, w->a, TEXT_MAX);
    for (size_t i = 0; i < f->norder; i++)
        add_token(&b, r, f->order[i]);
    emit(w, BOM_ORDER, buf_slice(&b));
}

static void
write_value(const struct fact_writer *w, const struct fact *f)
{
    switch (w->field->type) {
    case FIELD_BOOL:
        emit(w, NULL, f->b ? SL("true") : SL("false"));
        return;
    case FIELD_INT:
        emit(w, NULL, arena_printf(w->a, "%" PRId64, f->i));
        return;
    case FIELD_STRING:
        emit(w, NULL, f->s);
        return;
    case FIELD_STRINGS:
        emit(w, NULL, json_list(w->a, f->list));
        return;
    case FIELD_TIME:
        emit(w, NULL, time_text(w->a, f->i));
        return;
    case FIELD_SET:
        return;
    }
}

void
bom_fact_write(struct arena *a, const struct field *f, const struct fact *fact, bom_emit emit_to,
               void *ctx)
{
    struct fact_writer w = {a, f, emit_to, ctx};
    if (f->type == FIELD_SET)
        write_set(&w, fact);
    else if (fact->known)
        write_value(&w, fact);
    if (fact->reason.n)
        emit(&w, BOM_REASON, fact->reason);
    if (fact->origin)
        emit(&w, BOM_BY, arena_printf(a, "%u", fact->origin));
}

/* ---- reading -------------------------------------------------------------------------------- */

struct fact_reader {
    struct arena *a;
    const struct field *field;
    struct fact *fact;
    struct slice value;
    size_t norigins;
};

static bool
fail(const struct fact_reader *r, struct err *e, const char *want)
{
    return err_set(e, ERR_INPUT, "'%.*s' is no value of %.*s, %s",
                   SL_FMT(slice_sub(r->value, 0, 80)), SL_FMT(r->field->path), want);
}

static bool
read_json_list(const struct fact_reader *r, struct slices *out, struct err *e)
{
    struct json_node n;
    if (!json_parse(&n, r->a, r->field->path, r->value, NULL) || n.type != JSON_ARRAY)
        return fail(r, e, "it must be a JSON array of strings");
    *out = (struct slices){NEW_ARRAY(r->a, struct slice, n.n), n.n};
    for (size_t i = 0; i < n.n; i++) {
        if (n.items[i].type != JSON_STRING)
            return fail(r, e, "it must be a JSON array of strings");
        out->v[i] = json_text(&n.items[i]);
    }
    return true;
}

static bool
read_string(const struct fact_reader *r, struct err *e)
{
    const struct slices *closed = &r->field->one_of;
    r->fact->s = r->value;
    for (size_t i = 0; i < closed->n; i++)
        if (slice_eq(closed->v[i], r->value))
            return true;
    if (closed->n == 0)
        return true;
    struct slice near = nearest_name(r->value, closed->v, closed->n);
    char want[ERR_MSG_MAX / 2];
    snprintf(want, sizeof want, near.n ? "did you mean '%.*s'?" : "see its 'one_of'%.*s",
             SL_FMT(near));
    return fail(r, e, want);
}

static bool
read_value(const struct fact_reader *r, struct err *e)
{
    struct cel_time t;
    if (r->fact->known)
        return err_set(e, ERR_INPUT, "%.*s is stated twice", SL_FMT(r->field->path));
    r->fact->known = true;
    switch (r->field->type) {
    case FIELD_BOOL:
        r->fact->b = slice_eq(r->value, SL("true"));
        return r->fact->b || slice_eq(r->value, SL("false")) ||
               fail(r, e, "it must be true or false");
    case FIELD_INT:
        return slice_to_i64(r->value, &r->fact->i) || fail(r, e, "it must be a whole number");
    case FIELD_STRING:
        return read_string(r, e);
    case FIELD_STRINGS:
        return read_json_list(r, &r->fact->list, e);
    case FIELD_TIME:
        if (slice_to_i64(r->value, &r->fact->i))
            return true;
        if (!cel_time_parse(&t, r->value, NULL))
            return fail(r, e, "it must be a time such as 2026-01-31T00:00:00Z");
        r->fact->i = t.sec;
        return true;
    case FIELD_SET:
        return err_set(e, ERR_INPUT, "%.*s is a set, write %.*s:" BOM_OFFERED " or :" BOM_REFUSED,
                       SL_FMT(r->field->path), SL_FMT(r->field->path));
    }
    return false;
}

static bool
fail_token(const struct fact_reader *r, struct slice token, struct err *e)
{
    struct slice known[REGISTRY_ELEMENTS_MAX];
    const struct registry *reg = r->field->registry;
    for (size_t i = 0; i < reg->n; i++)
        known[i] = reg->elements[i].name;
    struct slice name = slice_sub(token, token.n && token.p[0] == '=', 80);
    struct slice near = nearest_name(name, known, reg->n);
    if (near.n)
        return err_set(e, ERR_INPUT, "'%.*s' is no element of %.*s, did you mean '=%.*s'?",
                       SL_FMT(slice_sub(token, 0, 80)), SL_FMT(reg->name), SL_FMT(near));
    return err_set(e, ERR_INPUT,
                   "'%.*s' is no element of %.*s, write four hexadecimal digits or =NAME",
                   SL_FMT(slice_sub(token, 0, 80)), SL_FMT(reg->name));
}

static bool
read_elements(const struct fact_reader *r, bool offered, struct err *e)
{
    struct slice rest = r->value, token;
    const struct registry *reg = r->field->registry;
    while (slice_cut(&rest, ',', &token)) {
        const struct element *el = bom_element(reg, slice_trim(token));
        if (!el)
            return fail_token(r, token, e);
        size_t i = registry_index(reg, el);
        if (bits_has(r->fact->known_bits, i) && bits_has(r->fact->truth_bits, i) != offered)
            return err_set(e, ERR_INPUT, "%.*s: %.*s is both offered and refused",
                           SL_FMT(r->field->path), SL_FMT(el->name));
        fact_element(r->fact, i, offered);
    }
    return true;
}

static bool
read_order(const struct fact_reader *r, struct err *e)
{
    VEC(uint16_t) order = {0};
    struct slice rest = r->value, token;
    while (slice_cut(&rest, ',', &token)) {
        const struct element *el = bom_element(r->field->registry, slice_trim(token));
        if (!el)
            return fail_token(r, token, e);
        vec_push(r->a, &order, (uint16_t)registry_index(r->field->registry, el));
    }
    r->fact->order = order.v;
    r->fact->norder = order.n;
    return true;
}

static bool
read_other(const struct fact_reader *r, struct err *e)
{
    struct slices names;
    if (!read_json_list(r, &names, e))
        return false;
    r->fact->extra = names;
    return true;
}

static bool
read_by(const struct fact_reader *r, struct err *e)
{
    uint64_t i;
    if (!slice_to_u64(r->value, &i) || i >= r->norigins)
        return fail(r, e, "it must be the number of an origin in this file");
    r->fact->origin = (uint16_t)i;
    return true;
}

static bool
read_part(const struct fact_reader *r, struct slice part, struct err *e)
{
    bool set = r->field->type == FIELD_SET;
    if (slice_eq(part, SL(BOM_REASON))) {
        r->fact->reason = r->value;
        return true;
    }
    if (slice_eq(part, SL(BOM_BY)))
        return read_by(r, e);
    if (set && slice_eq(part, SL(BOM_OFFERED)))
        return read_elements(r, true, e);
    if (set && slice_eq(part, SL(BOM_REFUSED)))
        return read_elements(r, false, e);
    if (set && slice_eq(part, SL(BOM_ORDER)))
        return read_order(r, e);
    if (set && slice_eq(part, SL(BOM_OTHER)))
        return read_other(r, e);
    return err_set(e, ERR_INPUT, "%.*s has no part '%.*s', see docs/internals/evidence.md",
                   SL_FMT(r->field->path), SL_FMT(slice_sub(part, 0, 80)));
}

static bool
fail_field(const struct kind *k, struct slice path, struct err *e)
{
    struct slice known[KIND_FIELDS_MAX];
    for (size_t i = 0; i < k->n; i++)
        known[i] = k->fields[i].path;
    struct slice near = nearest_name(path, known, k->n), shown = slice_sub(path, 0, 80);
    if (near.n)
        return err_set(e, ERR_INPUT, "%.*s has no field '%.*s', did you mean '%.*s'?",
                       SL_FMT(k->name), SL_FMT(shown), SL_FMT(near));
    return err_set(e, ERR_INPUT, "%.*s has no field '%.*s'", SL_FMT(k->name), SL_FMT(shown));
}

bool
bom_fact_read(const struct asset *as, struct arena *a, struct slice name, struct slice value,
              size_t norigins, struct err *e)
{
    struct slice path, part = name;
    slice_cut(&part, ':', &path);
    const struct field *f = kind_field(as->kind, path);
    if (!f)
        return fail_field(as->kind, path, e);
    struct fact_reader r = {a, f, &as->facts[kind_index(as->kind, f)], value, norigins};
    if (path.n == name.n)
        return read_value(&r, e);
    return read_part(&r, part, e);
}

void
bom_facts_done(const struct asset *as)
{
    for (size_t i = 0; i < as->kind->n; i++)
        if (as->kind->fields[i].type == FIELD_SET)
            fact_settle(&as->facts[i], as->kind->fields[i].registry->n);
}
