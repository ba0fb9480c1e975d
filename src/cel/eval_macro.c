/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interpreter: macros. Each turn binds the variables in their slots and
 * evaluates the body; how the results combine in three-valued logic is what
 * tells the macros apart. Elements that may not belong to a list at all
 * (cel_list.unsure) count only where the answer would differ without them.
 *
 * Spec: CEL langdef, "Macros".
 */
#include "cel/compare.h"
#include "cel/program.h"

/* A walk over a range, and what the turns so far have given. */
struct walk {
    const struct cel_node *n;
    struct cel_value *slots;
    struct cel_cx *cx;
    struct cel_value range;
    size_t size, i;
    struct cel_value unsure;         /* of the element at hand: CEL_NONE or an unknown */
    struct cel_value unknown, error; /* CEL_NONE, or the union and the first */
};

/* False where the range is no list or map; *out says what the macro gives then. */
static bool
begin(struct walk *w, const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx,
      struct cel_value *out)
{
    *w = (struct walk){.n = n, .slots = slots, .cx = cx};
    w->range = run(n->macro.range, slots, cx);
    if (w->range.kind == CEL_LIST)
        w->size = w->range.list->n;
    else if (w->range.kind == CEL_MAP)
        w->size = w->range.map->n;
    else {
        cx->at = n->at;
        *out = cel_is_value(w->range)
                   ? cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD,
                              "no such overload: a macro over %.*s, which is no list or map",
                              SL_FMT(cel_type_of(w->range)->name))
                   : w->range;
        return false;
    }
    return true;
}

static inline bool
next(struct walk *w)
{
    const struct node_macro *m = &w->n->macro;
    if (w->i == w->size)
        return false;
    struct cel_cx *cx = w->cx; /* cel_charge, in line: this is the hot loop */
    cx->steps += m->weight;
    if (cx->steps > cx->steps_max || cx->arena->used - cx->base > cx->memory_max) {
        cx->exhausted = true;
        return false;
    }
    size_t i = w->i++;
    if (w->range.kind == CEL_LIST) {
        const struct cel_list *l = w->range.list;
        struct cel_value v = cel_list_at(l, i, w->cx);
        w->slots[m->slot] = m->two ? cel_int((int64_t)i) : v;
        if (m->two)
            w->slots[m->slot2] = v;
        if (l->unsure) {
            struct cel_value u = l->unsure(l, i, w->cx);
            w->unsure = u.kind == CEL_UNKNOWN ? u : cel_none();
        }
    } else {
        w->slots[m->slot] = w->range.map->keys[i];
        if (m->two)
            w->slots[m->slot2] = w->range.map->values[i];
    }
    return true;
}

static struct cel_value
wrong_type(struct walk *w, struct cel_value v, const char *wanted)
{
    w->cx->at = w->n->at;
    return cel_fail(w->cx, CEL_E_NO_SUCH_OVERLOAD, "no such overload: %.*s where %s is wanted",
                    SL_FMT(cel_type_of(v)->name), wanted);
}

/* Keep an error or unknown. An error of an element that may not belong leaves the matter open. */
static void
keep(struct walk *w, struct cel_value v)
{
    if (v.kind == CEL_ERROR && w->unsure.kind == CEL_NONE) {
        if (w->error.kind == CEL_NONE)
            w->error = v;
        return;
    }
    if (v.kind == CEL_UNKNOWN)
        w->unknown = cel_unknown_join(w->cx, w->unknown, v);
    if (w->unsure.kind == CEL_UNKNOWN)
        w->unknown = cel_unknown_join(w->cx, w->unknown, w->unsure);
}

/* all (decided by a false) and exists (decided by a true): unknown wins over error. */
struct cel_value
run_quantifier(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct walk w;
    struct cel_value out;
    if (!begin(&w, n, slots, cx, &out))
        return out;
    bool stop = n->macro.stop;
    while (next(&w)) {
        struct cel_value v = run(n->macro.body, slots, cx);
        if (v.kind == CEL_BOOL) {
            if (v.b != stop)
                continue;
            if (w.unsure.kind == CEL_NONE)
                return v;
        } else if (cel_is_value(v)) {
            v = wrong_type(&w, v, "a bool");
        }
        keep(&w, v);
    }
    if (w.unknown.kind != CEL_NONE)
        return w.unknown;
    return w.error.kind != CEL_NONE ? w.error : cel_bool(!stop);
}

/* What a walk that is strict gives in place of a result, or CEL_NONE: error wins. */
static struct cel_value
spoilt(struct walk *w)
{
    if (w->cx->exhausted)
        return cel_fail_limit(w->cx);
    return w->error.kind != CEL_NONE ? w->error : w->unknown;
}

/* A condition on the element at hand: true where it holds; all else is kept. */
static bool
holds(struct walk *w, const struct cel_node *condition)
{
    struct cel_value v = run(condition, w->slots, w->cx);
    if (v.kind == CEL_BOOL && !v.b)
        return false;
    if (v.kind != CEL_BOOL) {
        keep(w, cel_is_value(v) ? wrong_type(w, v, "a bool") : v);
        return false;
    }
    if (w->unsure.kind == CEL_NONE)
        return true;
    keep(w, v);
    return false;
}

struct cel_value
run_exists_one(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct walk w;
    struct cel_value out;
    if (!begin(&w, n, slots, cx, &out))
        return out;
    size_t count = 0;
    while (next(&w))
        count += holds(&w, n->macro.body);
    out = spoilt(&w);
    return out.kind != CEL_NONE ? out : cel_bool(count == 1);
}

struct cel_value
run_filter(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct walk w;
    struct cel_value out;
    if (!begin(&w, n, slots, cx, &out))
        return out;
    struct cel_value *kept = cel_alloc(cx, w.size, sizeof *kept);
    size_t count = 0;
    while (kept && next(&w)) {
        if (!holds(&w, n->macro.body))
            continue;
        struct cel_value v = slots[n->macro.slot];
        if (!cel_is_value(v))
            keep(&w, v);
        kept[count++] = v;
    }
    out = spoilt(&w);
    return out.kind != CEL_NONE ? out : cel_list_of(cx->arena, kept, count);
}

/* The body's value where the filter lets the element through; false where there is none. */
static bool
transformed(struct walk *w, struct cel_value *out)
{
    const struct node_macro *m = &w->n->macro;
    if (m->where && !holds(w, m->where))
        return false;
    *out = run(m->body, w->slots, w->cx);
    if (cel_is_value(*out) && w->unsure.kind == CEL_NONE)
        return true;
    keep(w, *out);
    return false;
}

/* map, transformList */
struct cel_value
run_transform(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct walk w;
    struct cel_value out, v;
    if (!begin(&w, n, slots, cx, &out))
        return out;
    struct cel_value *made = cel_alloc(cx, w.size, sizeof *made);
    size_t count = 0;
    while (made && next(&w))
        if (transformed(&w, &v))
            made[count++] = v;
    out = spoilt(&w);
    return out.kind != CEL_NONE ? out : cel_list_of(cx->arena, made, count);
}

struct cel_value
run_transform_map(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct walk w;
    struct cel_value out, v;
    if (!begin(&w, n, slots, cx, &out))
        return out;
    struct cel_value *keys = cel_alloc(cx, w.size, sizeof *keys);
    struct cel_value *values = cel_alloc(cx, w.size, sizeof *values);
    size_t count = 0;
    while (!cx->exhausted && next(&w))
        if (transformed(&w, &v)) {
            keys[count] = slots[n->macro.slot];
            values[count++] = v;
        }
    out = spoilt(&w);
    return out.kind != CEL_NONE ? out : cel_map_make(cx, keys, values, count);
}

/* Growing arrays of entries. */
struct entries {
    struct cel_value *keys, *values;
    size_t n, cap;
};

static bool
grow(struct entries *en, size_t more, struct cel_cx *cx)
{
    if (en->cap - en->n >= more)
        return true;
    size_t cap = en->cap * 2 > en->n + more ? en->cap * 2 : en->n + more;
    struct cel_value *keys = cel_alloc(cx, cap, sizeof *keys);
    struct cel_value *values = cel_alloc(cx, cap, sizeof *values);
    if (!keys || !values)
        return false;
    for (size_t i = 0; i < en->n; i++) {
        keys[i] = en->keys[i];
        values[i] = en->values[i];
    }
    *en = (struct entries){keys, values, en->n, cap};
    return true;
}

struct cel_value
run_transform_entry(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct walk w;
    struct cel_value out, v;
    if (!begin(&w, n, slots, cx, &out))
        return out;
    struct entries en = {0};
    while (next(&w)) {
        if (!transformed(&w, &v))
            continue;
        if (v.kind != CEL_MAP) {
            keep(&w, wrong_type(&w, v, "a map"));
            continue;
        }
        if (!cel_charge(cx, v.map->n) || !grow(&en, v.map->n, cx))
            break;
        for (size_t i = 0; i < v.map->n; i++) {
            en.keys[en.n] = v.map->keys[i];
            en.values[en.n++] = v.map->values[i];
        }
    }
    out = spoilt(&w);
    return out.kind != CEL_NONE ? out : cel_map_make(cx, en.keys, en.values, en.n);
}

struct cel_value
run_sort_by(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct walk w;
    struct cel_value out, v;
    if (!begin(&w, n, slots, cx, &out))
        return out;
    if (w.range.kind != CEL_LIST)
        return wrong_type(&w, w.range, "a list");
    struct cel_value *keys = cel_alloc(cx, w.size, sizeof *keys);
    struct cel_value *values = cel_alloc(cx, w.size, sizeof *values);
    size_t count = 0;
    while (!cx->exhausted && next(&w))
        if (transformed(&w, &v)) {
            keys[count] = v;
            values[count++] = slots[n->macro.slot];
        }
    out = spoilt(&w);
    cx->at = n->at;
    return out.kind != CEL_NONE ? out : cel_sorted(cx, keys, values, count);
}

/* --- macros over one value --- */

struct cel_value
run_bind(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    /* An error or unknown counts where the variable is read, and only there. */
    slots[n->macro.slot] = run(n->macro.range, slots, cx);
    return run(n->macro.body, slots, cx);
}

/* The body over the content of an optional; CEL_NONE where `out` is the result already. */
static bool
over_content(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx,
             struct cel_value *out)
{
    struct cel_value v = run(n->macro.range, slots, cx);
    *out = v;
    if (v.kind != CEL_OPTIONAL) {
        cx->at = n->at;
        if (cel_is_value(v))
            *out = cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD,
                            "no such overload: %.*s where an optional value is wanted",
                            SL_FMT(cel_type_of(v)->name));
        return false;
    }
    if (!v.content)
        return false;
    slots[n->macro.slot] = *v.content;
    *out = run(n->macro.body, slots, cx);
    return cel_is_value(*out);
}

struct cel_value
run_opt_map(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value v;
    if (!over_content(n, slots, cx, &v))
        return v;
    struct cel_value *content = cel_alloc(cx, 1, sizeof *content);
    if (!content)
        return cel_fail_limit(cx);
    *content = v;
    return cel_optional(content);
}

struct cel_value
run_opt_flat_map(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value v;
    if (!over_content(n, slots, cx, &v) || v.kind == CEL_OPTIONAL)
        return v;
    cx->at = n->at;
    return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD, "no such overload: optFlatMap() gives %.*s",
                    SL_FMT(cel_type_of(v)->name));
}
