/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge: compiles regimes kind by kind, evaluates blocks of assets, and
 * makes findings of the outcome. A rule that several regimes share is compiled
 * once and judged once per asset.
 */
#include "judge/judge.h"

#include "base/cleanup.h"
#include "judge/compiled.h"
#include "judge/explain.h"
#include "judge/score.h"

/* --- compiling ------------------------------------------------------------------------------ */

static bool
share_level(const struct slices *a, const struct slices *b)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++)
            if (slice_eq(a->v[i], b->v[k]))
                return true;
    return a->n == 0 || b->n == 0;
}

struct compiling {
    struct judge *j;
    struct arena *a, *scratch; /* `scratch` is cleared with each condition */
    struct map seen;           /* requirement -> struct rule_at */
};

static struct unit *
unit_of(struct compiling *c, const struct kind *k)
{
    struct judge *j = c->j;
    for (size_t i = 0; i < j->nunits; i++)
        if (j->units[i].kind == k)
            return &j->units[i];
    struct unit *u = &j->units[j->nunits++];
    u->kind = k;
    form_init(&u->form, c->a, k);
    u->form.scratch = c->scratch;
    return u;
}

/* A pointer's own octets. */
static struct slice
key_of(const void *pointer)
{
    return slice_of(pointer, sizeof(void *));
}

/* Where the requirement's rule stands; compiled on first sight. */
static bool
rule_of(const struct rule_at **out, struct compiling *c, const struct requirement *r, struct err *e)
{
    struct rule_at *at = map_get(&c->seen, key_of(&r));
    *out = at;
    if (at)
        return true;
    struct unit *u = unit_of(c, r->kind);
    struct rule rule;
    const struct arena_mark mark = arena_mark(c->scratch);
    bool ok = ground_rule(&rule, &u->form, c->j->catalog->conditions, r, e);
    arena_reset(c->scratch, mark);
    if (!ok)
        return err_in(e, "%.*s", SL_FMT(r->standard->id));
    at = NEW(c->a, struct rule_at);
    *at = (struct rule_at){r, (size_t)(u - c->j->units), u->rules.n};
    vec_push(c->a, &u->rules, rule);
    map_put(c->a, &c->seen, key_of(&at->requirement), at);
    *out = at;
    return true;
}

static bool
compile_regime(struct compiling *c, struct compiled_regime *cr, struct err *e)
{
    for (size_t p = 0; p < cr->regime->n; p++) {
        const struct regime_part *part = &cr->regime->parts[p];
        for (size_t i = 0; i < part->standard->n; i++) {
            const struct requirement *r = &part->standard->requirements[i];
            const struct rule_at *at;
            if (!share_level(&part->levels, &r->levels))
                continue;
            if (!rule_of(&at, c, r, e))
                return false;
            vec_push(c->a, &cr->rules, *at);
        }
    }
    return true;
}

static void
finish_unit(struct unit *u, struct arena *a, const struct conditions *c)
{
    ref_t *roots = NEW_ARRAY(a, ref_t, 2 * u->rules.n);
    for (size_t i = 0; i < u->rules.n; i++) {
        roots[2 * i] = u->rules.v[i].when;
        roots[2 * i + 1] = u->rules.v[i].must;
    }
    u->form.scratch = u->form.arena;
    program_build(&u->program, a, &u->form, roots, 2 * u->rules.n);
    opaque_init(&u->opaque, a, &u->program, c);
}

bool
judge_compile(struct judge **out, struct arena *a, const struct catalog *c,
              const struct regime *const *regimes, size_t n, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct judge *j = NEW(a, struct judge);
    struct compiling job = {.j = j, .a = a, .scratch = &scratch};
    *j = (struct judge){.catalog = c,
                        .units = NEW_ARRAY(a, struct unit, c->nkinds),
                        .regimes = NEW_ARRAY(a, struct compiled_regime, n),
                        .nregimes = n};
    for (size_t i = 0; i < n; i++) {
        j->regimes[i].regime = regimes[i];
        if (!compile_regime(&job, &j->regimes[i], e))
            return false;
    }
    for (size_t i = 0; i < j->nunits; i++)
        finish_unit(&j->units[i], a, c->conditions);
    *out = j;
    return true;
}

/* --- one finding ---------------------------------------------------------------------------- */

static bool
in_force(const struct requirement *r, date_t on)
{
    return r->from <= on && on <= r->until;
}

static struct slice
not_in_force(struct arena *a, const struct requirement *r, date_t on)
{
    if (on < r->from)
        return arena_printf(a, "not in force before %.*s", SL_FMT(date_print(a, r->from)));
    return arena_printf(a, "not in force after %.*s", SL_FMT(date_print(a, r->until)));
}

static struct finding
make_finding(struct arena *a, const struct witness *w, const struct rule *r)
{
    struct finding f = {.requirement = r->requirement, .asset = w->asset};
    if (!in_force(r->requirement, w->on)) {
        f.verdict = VERDICT_NOT_APPLICABLE;
        f.reason = not_in_force(a, r->requirement, w->on);
        return f;
    }
    f.verdict = explain_verdict(w, r);
    if (r->requirement->cannot_check.n && f.verdict != VERDICT_NOT_APPLICABLE)
        f.verdict = VERDICT_CANNOT_CHECK;
    explain(&f, a, w, r);
    return f;
}

/*
 * Kinds that a thing brings with it: where there is one and the other was not
 * seen, something is missing from the evidence.
 */
static const struct {
    const char *there, *expected, *not_seen;
} COMPANIONS[] = {
    {"tls", "cert", "no certificate was seen"},
};

/* Said of a missing companion; null where the evidence needs nothing of this kind. */
static const char *
not_seen(const struct evidence *ev, const struct kind *k)
{
    for (size_t c = 0; c < COUNT_OF(COMPANIONS); c++)
        for (size_t i = 0; i < ev->n; i++) {
            const struct fact *role = asset_fact(&ev->assets[i], SL("role"));
            bool client = role && role->known && slice_eq_str(role->s, "client");
            if (slice_eq_str(k->name, COMPANIONS[c].expected) && !client &&
                slice_eq_str(ev->assets[i].kind->name, COMPANIONS[c].there))
                return COMPANIONS[c].not_seen;
        }
    return NULL;
}

/* Of a rule whose kind the evidence does not hold. */
static struct finding
absent_finding(struct arena *a, const struct evidence *ev, const struct requirement *r, date_t on)
{
    struct finding f = {.requirement = r, .verdict = VERDICT_NOT_APPLICABLE};
    const char *why = not_seen(ev, r->kind);
    if (!in_force(r, on)) {
        f.reason = not_in_force(a, r, on);
    } else if (!why) {
        f.reason =
            arena_printf(a, "the evidence holds nothing of the kind %.*s", SL_FMT(r->kind->name));
    } else if (r->cannot_check.n) {
        f.verdict = VERDICT_CANNOT_CHECK;
        f.reason = r->cannot_check;
    } else {
        f.verdict = VERDICT_UNKNOWN;
        f.reason = slice_str(why);
        f.missing_facts = (struct slices){NEW_ARRAY(a, struct slice, 1), 1};
        f.missing_facts.v[0] = r->kind->name;
        f.collect.v = NEW_ARRAY(a, struct slice, 1);
        if (r->kind->n && r->kind->fields[0].collect.n)
            f.collect.v[f.collect.n++] = r->kind->fields[0].collect;
    }
    return f;
}

/* --- running -------------------------------------------------------------------------------- */

/* The assets of one kind in all targets, and what the conditions come to for each. */
struct judged {
    const struct asset **assets;
    size_t *first;       /* by target, and one past the last: its first asset */
    struct truth *truth; /* the program's steps, for each block of EVAL_LANES assets */
};

static void
gather(struct judged *out, struct arena *a, const struct kind *k, const struct evidence *targets,
       size_t n)
{
    size_t all = 0, got = 0;
    for (size_t t = 0; t < n; t++)
        all += targets[t].n;
    out->assets = NEW_ARRAY(a, const struct asset *, all);
    out->first = NEW_ARRAY(a, size_t, n + 1);
    for (size_t t = 0; t < n; t++) {
        for (size_t i = 0; i < targets[t].n; i++)
            if (targets[t].assets[i].kind == k)
                out->assets[got++] = &targets[t].assets[i];
        out->first[t + 1] = got;
    }
}

static void
evaluate(struct judged *out, struct arena *a, const struct unit *u, size_t n, date_t on)
{
    struct lanes lanes;
    lanes_init(&lanes, a, &u->program);
    size_t steps = u->program.nsteps;
    out->truth = NEW_ARRAY(a, struct truth, (n + EVAL_LANES - 1) / EVAL_LANES * steps);
    for (size_t i = 0; i < n; i += EVAL_LANES) {
        lanes_load(&lanes, &u->program, out->assets + i, n - i < EVAL_LANES ? n - i : EVAL_LANES);
        opaque_load(&lanes, a, &u->opaque, on);
        eval_run(out->truth + i / EVAL_LANES * steps, &u->program, &lanes,
                 date_seconds(on) + 86399);
    }
}

/* Rules x assets of one unit; requirement null: not looked at yet. */
struct page {
    struct finding *v;
};

/*
 * A quarter of the arena stays free, for the reports. Asked before each part whose size
 * evidence decides; explaining one rule on one asset takes little beside it.
 */
static bool
has_room(const struct arena *a, size_t findings)
{
    size_t room = arena_room(a), keep = (a->used + room) / 4;
    return room > keep && findings < (room - keep) / sizeof(struct finding);
}

/* What has been found of one target, by unit, rule and asset, so that regimes share it. */
struct sheet {
    const struct judge *j;
    const struct judged *judged;
    const struct evidence *ev;
    size_t target;
    date_t on;
    struct page *pages; /* by unit */
    bool full;          /* there was no room for all: the result is not to be used */
};

static void
sheet_init(struct sheet *s, struct arena *a)
{
    s->pages = NEW_ARRAY(a, struct page, s->j->nunits);
    for (size_t u = 0; u < s->j->nunits && !s->full; u++) {
        const size_t *first = &s->judged[u].first[s->target];
        size_t n = s->j->units[u].rules.n * (first[1] - first[0]);
        s->full = !has_room(a, n);
        if (!s->full)
            s->pages[u].v = NEW_ARRAY(a, struct finding, n);
    }
}

static struct finding
sheet_find(struct sheet *s, struct arena *a, const struct rule_at *at, size_t i)
{
    const struct unit *u = &s->j->units[at->unit];
    const struct judged *judged = &s->judged[at->unit];
    size_t first = judged->first[s->target], n = judged->first[s->target + 1] - first;
    struct finding *f = &s->pages[at->unit].v[at->rule * n + i];
    s->full = s->full || !has_room(a, 1);
    if (!f->requirement && !s->full) {
        struct witness w = {.program = &u->program,
                            .truth = judged->truth + (first + i) / EVAL_LANES * u->program.nsteps,
                            .lane = (first + i) % EVAL_LANES,
                            .asset = judged->assets[first + i],
                            .opaque = &u->opaque,
                            .on = s->on};
        *f = make_finding(a, &w, &u->rules.v[at->rule]);
    }
    return *f;
}

/* How many findings the rule has: one per asset of its kind, or one that says there is none. */
static size_t
findings_of(const struct sheet *s, const struct rule_at *at)
{
    const size_t *first = &s->judged[at->unit].first[s->target];
    return first[1] == first[0] ? 1 : first[1] - first[0];
}

static void
judge_regime(struct regime_result *out, struct arena *a, struct sheet *s,
             const struct compiled_regime *cr)
{
    size_t n = 0;
    for (size_t r = 0; r < cr->rules.n; r++)
        n += findings_of(s, &cr->rules.v[r]);
    s->full = s->full || !has_room(a, n);
    if (s->full)
        return;
    *out =
        (struct regime_result){.regime = cr->regime, .findings = NEW_ARRAY(a, struct finding, n)};
    for (size_t r = 0; r < cr->rules.n && !s->full; r++) {
        const struct rule_at *at = &cr->rules.v[r];
        const size_t *first = &s->judged[at->unit].first[s->target];
        for (size_t i = 0; i < first[1] - first[0]; i++)
            out->findings[out->n++] = sheet_find(s, a, at, i);
        if (first[0] == first[1])
            out->findings[out->n++] = absent_finding(a, s->ev, at->requirement, s->on);
    }
    if (!s->full)
        score_regime(out);
}

static bool
judge_target(struct target_result *out, struct arena *a, struct sheet *s)
{
    const struct judge *j = s->j;
    sheet_init(s, a);
    *out =
        (struct target_result){s->ev, NEW_ARRAY(a, struct regime_result, j->nregimes), j->nregimes};
    for (size_t r = 0; r < j->nregimes && !s->full; r++)
        judge_regime(&out->regimes[r], a, s, &j->regimes[r]);
    return !s->full;
}

bool
judge_run(struct judgement *out, struct arena *a, const struct judge *j,
          const struct evidence *targets, size_t n, date_t on, struct err *e)
{
    struct judged *judged = NEW_ARRAY(a, struct judged, j->nunits);
    for (size_t u = 0; u < j->nunits; u++) {
        gather(&judged[u], a, j->units[u].kind, targets, n);
        evaluate(&judged[u], a, &j->units[u], judged[u].first[n], on);
    }
    *out = (struct judgement){.on = on, .targets = NEW_ARRAY(a, struct target_result, n), .n = n};
    for (size_t t = 0; t < n; t++) {
        struct sheet s = {.j = j, .judged = judged, .ev = &targets[t], .target = t, .on = on};
        if (!judge_target(&out->targets[t], a, &s))
            return err_set(e, ERR_LIMIT,
                           "more findings than are held at once: judge fewer targets, or fewer "
                           "regimes, in one call");
    }
    return true;
}

bool
judge_one(struct finding *out, struct arena *a, const struct catalog *c,
          const struct requirement *r, const struct asset *as, date_t on, struct err *e)
{
    struct unit u = {.kind = r->kind};
    struct rule rule;
    if (as->kind != r->kind)
        return err_set(e, ERR_INPUT, "%.*s is about %.*s, this is %.*s", SL_FMT(r->id),
                       SL_FMT(r->kind->name), SL_FMT(as->kind->name));
    form_init(&u.form, a, r->kind);
    if (!ground_rule(&rule, &u.form, c->conditions, r, e))
        return false;
    vec_push(a, &u.rules, rule);
    finish_unit(&u, a, c->conditions);
    struct judged judged = {.assets = &as};
    evaluate(&judged, a, &u, 1, on);
    struct witness w = {
        .program = &u.program, .truth = judged.truth, .asset = as, .opaque = &u.opaque, .on = on};
    *out = make_finding(a, &w, &rule);
    return true;
}
