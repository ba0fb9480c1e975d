/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grounding comparisons of timestamps and durations. Both sides together are a
 * sum: at most one field and `now`, and constants. It becomes a threshold in
 * whole seconds, which is how evidence keeps time.
 */
#include "judge/grounder.h"

#define NSEC ((int64_t)1000000000)

/* field * fsign + now * nowsign + sec + nsec / 10^9. */
struct sum {
    size_t field;
    int fsign, nowsign;
    int64_t sec, nsec;
};

static bool
add_constant(struct sum *s, int64_t sec, int64_t nsec, int sign)
{
    s->nsec += sign * nsec; /* far from its limits: each is below 10^9, parts below 2^16 */
    return !__builtin_add_overflow(s->sec, sign * sec, &s->sec);
}

static bool
add_value(struct sum *s, struct cel_value v, int sign)
{
    if (v.kind == CEL_TIMESTAMP)
        return add_constant(s, v.i, (int64_t)v.n, sign);
    if (v.kind == CEL_DURATION)
        return add_constant(s, v.i / NSEC, v.i % NSEC, sign);
    return false;
}

static bool
add_field(struct sum *s, const struct grounder *g, const struct cel_expr *x, int sign)
{
    size_t field = ground_field(g, x);
    if (field == ATOM_NO_FIELD || x->select.test || s->fsign != 0 ||
        g->form->kind->fields[field].type != FIELD_TIME)
        return false;
    s->field = field;
    s->fsign = sign;
    return true;
}

static bool
add(struct sum *s, struct grounder *g, const struct cel_expr *x, int sign, unsigned depth)
{
    struct cel_value v;
    if (depth == 0)
        return false;
    if (closed_eval(&g->closed, x, &v))
        return add_value(s, v, sign);
    if (x->kind == CEL_EXPR_SELECT)
        return add_field(s, g, x, sign);
    if (x->kind == CEL_EXPR_IDENT && x->ident.decl && slice_eq_str(x->ident.decl->name, "now")) {
        s->nowsign += sign;
        return true;
    }
    if (x->kind != CEL_EXPR_CALL || (x->call.op != CEL_OP_ADD && x->call.op != CEL_OP_SUB))
        return false;
    return add(s, g, x->call.args[0], sign, depth - 1) &&
           add(s, g, x->call.args[1], x->call.op == CEL_OP_ADD ? sign : -sign, depth - 1);
}

/* sum op 0 as "value op k": turned round where the value is subtracted, rounded to seconds. */
static bool
threshold(struct grounder *g, const struct sum *s, enum cel_op op, const struct atom *at,
          ref_t *out)
{
    static const enum cel_op TURNED[] = {
        [CEL_OP_EQ] = CEL_OP_EQ, [CEL_OP_NE] = CEL_OP_NE, [CEL_OP_LT] = CEL_OP_GT,
        [CEL_OP_LE] = CEL_OP_GE, [CEL_OP_GT] = CEL_OP_LT, [CEL_OP_GE] = CEL_OP_LE,
    };
    int sign = s->fsign ? s->fsign : s->nowsign;
    int64_t sec = -sign * s->sec, nsec = -sign * s->nsec; /* value op sec + nsec / 10^9 */
    int64_t whole = nsec / NSEC - (nsec % NSEC < 0);      /* rounded down */
    bool exact = nsec % NSEC == 0;
    if (__builtin_add_overflow(sec, whole, &sec))
        return false;
    if (sign < 0)
        op = TURNED[op];
    if (!exact && (op == CEL_OP_EQ || op == CEL_OP_NE)) {
        *out = op == CEL_OP_EQ ? REF_FALSE : REF_TRUE;
        return true;
    }
    /* Between two seconds, at least is more than the lower and less is at most the lower. */
    if (!exact && op == CEL_OP_GE)
        op = CEL_OP_GT;
    if (!exact && op == CEL_OP_LT)
        op = CEL_OP_LE;
    *out = ground_threshold(g->form, at, op, sec);
    return true;
}

bool
ground_time(struct grounder *g, enum cel_op op, const struct cel_expr *left,
            const struct cel_expr *right, ref_t *out)
{
    struct sum s = {.field = ATOM_NO_FIELD};
    if (!add(&s, g, left, 1, CEL_DEPTH_MAX) || !add(&s, g, right, -1, CEL_DEPTH_MAX))
        return false;
    struct atom at = {.op = ATOM_TIME, .field = s.field};
    if (s.fsign != 0)
        at.minus_now = s.nowsign == -s.fsign;
    else
        at.op = ATOM_NOW;
    bool plain = s.fsign != 0 && s.nowsign == 0;
    bool now_only = s.fsign == 0 && (s.nowsign == 1 || s.nowsign == -1);
    return (plain || at.minus_now || now_only) && threshold(g, &s, op, &at, out);
}
