/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From votes to what each counting unit says. The tests follow in tally_decide.c.
 */
#include "committee/tally.h"

#include "base/map.h"
#include "committee/tally_parts.h"
#include "text/json_build.h"

static const char *const fate_words[] = {
    "counted", "replaced", "repeated",    "same-unit", "no-voter",    "recused",
    "early",   "late",     "no-position", "no-reason", "conditional",
};
_Static_assert(COUNT_OF(fate_words) == FATE_CONDITIONAL + 1, "a word per fate");

const char *
vote_fate_name(enum vote_fate f)
{
    return fate_words[f];
}

const char *const outcome_names[] = {"approved", "not-approved", "no-quorum", "blocked",
                                     "pending",  "recirculate",  "judged"};
_Static_assert(COUNT_OF(outcome_names) == OUTCOME_JUDGED + 1, "a word per outcome");

const char *
outcome_name(enum outcome o)
{
    return outcome_names[o];
}

struct langs
outcome_words(enum outcome o)
{
    static const struct langs words[] = {
        [OUTCOME_APPROVED] = {SL_INIT("approved"), SL_INIT("通过")},
        [OUTCOME_NOT_APPROVED] = {SL_INIT("not approved"), SL_INIT("未通过")},
        [OUTCOME_NO_QUORUM] = {SL_INIT("no quorum"), SL_INIT("未达到法定人数")},
        [OUTCOME_BLOCKED] = {SL_INIT("blocked"), SL_INIT("被否决")},
        [OUTCOME_PENDING] = {SL_INIT("pending"), SL_INIT("待定")},
        [OUTCOME_RECIRCULATE] = {SL_INIT("to be recirculated"), SL_INIT("须再次投票")},
        [OUTCOME_JUDGED] = {SL_INIT("to be judged"), SL_INIT("待裁定")},
    };
    return words[o];
}

bool
outcome_from_name(struct slice name, enum outcome *out)
{
    for (unsigned i = 0; i <= OUTCOME_JUDGED; i++)
        if (slice_eq_str(name, outcome_names[i])) {
            *out = (enum outcome)i;
            return true;
        }
    return false;
}

/* ---- votes ----------------------------------------------------------------------------------*/

enum vote_fate
vote_admissible(const struct rule *r, const struct roll *roll, const struct ballot_box *box,
                const struct vote *v)
{
    bool timed = box->opens || box->closes;
    if (v->voter >= roll->n)
        return FATE_NO_VOTER;
    if (roll->v[v->voter].recused)
        return FATE_RECUSED;
    if (timed && v->at < box->opens)
        return FATE_EARLY;
    if (timed && v->at >= box->closes)
        return FATE_LATE;
    const struct position *p = rule_position(r, v->position);
    if (!p)
        return FATE_NO_POSITION;
    if (v->conditional && !(r->conditional && p->counts == VOTE_YES))
        return FATE_CONDITIONAL;
    if (p->reason == REASON_REQUIRED && !v->reasoned)
        return FATE_NO_REASON;
    return FATE_COUNTED;
}

/*
 * Whether `x` was cast before `y`: by its leaf. Two votes of one leaf are no
 * honest record; what they say then decides, so that their order never does.
 */
static bool
vote_before(const struct vote *x, const struct vote *y)
{
    int by_position = slice_cmp(x->position, y->position);
    if (x->index != y->index)
        return x->index < y->index;
    if (by_position != 0)
        return by_position < 0;
    if (x->voter != y->voter)
        return x->voter < y->voter;
    if (x->marks.n != y->marks.n)
        return x->marks.n < y->marks.n;
    return (x->reasoned | x->carried << 1) < (y->reasoned | y->carried << 1);
}

/* Why the vote that does not stand does not. */
static enum vote_fate
fate_beside(const struct count *c, const struct vote *standing, const struct vote *other)
{
    if (c->r->revote == REVOTE_UNTIL_CLOSE)
        return FATE_REPLACED;
    return standing->voter == other->voter ? FATE_REPEATED : FATE_SAME_UNIT;
}

static void
take_vote(struct count *c, size_t i)
{
    const struct vote *v = &c->box->votes[i];
    enum vote_fate *fates = c->t->fates;
    fates[i] = vote_admissible(c->r, c->roll, c->box, v);
    if (fates[i] != FATE_COUNTED)
        return;
    struct counting_unit *u = &c->units[c->unit_of[v->voter]];
    if (u->vote == NO_VOTE) {
        u->vote = i;
        return;
    }
    bool last_counts = c->r->revote == REVOTE_UNTIL_CLOSE;
    if (vote_before(&c->box->votes[u->vote], v) == last_counts) {
        fates[u->vote] = FATE_REPLACED; /* settled below, by what stands in the end */
        u->vote = i;
    } else {
        fates[i] = FATE_REPLACED;
    }
}

static void
settle_fates(struct count *c)
{
    for (size_t i = 0; i < c->box->n; i++)
        if (c->t->fates[i] == FATE_REPLACED) {
            const struct vote *v = &c->box->votes[i];
            size_t standing = c->units[c->unit_of[v->voter]].vote;
            c->t->fates[i] = fate_beside(c, &c->box->votes[standing], v);
        }
}

/* What a unit says by the vote that stands. */
static void
read_unit(struct count *c, struct counting_unit *u)
{
    if (!u->able) {
        u->says = UNIT_RECUSED;
        return;
    }
    if (u->vote == NO_VOTE) {
        u->spoken = c->r->silence != SILENCE_VOID;
        u->kind = c->r->silence == SILENCE_ASSENT ? VOTE_YES : VOTE_ABSTAIN;
        return;
    }
    const struct vote *v = &c->box->votes[u->vote];
    const struct position *p = rule_position(c->r, v->position);
    if (p->reason == REASON_OR_VOID && !v->reasoned) {
        u->says = UNIT_UNCOUNTED;
        c->t->fates[u->vote] = FATE_NO_REASON;
        return;
    }
    u->kind = p->counts;
    u->says = p->counts == VOTE_RECUSE ? UNIT_RECUSED : UNIT_VOTED;
}

/* ---- units ----------------------------------------------------------------------------------*/

struct slice
tally_unit(const struct rule *r, const struct voter *v)
{
    switch (r->unit) {
    case UNIT_VOTER:
    case UNIT_FAMILY_POSITION:
        break;
    case UNIT_ORGANISATION:
        return v->organisation;
    case UNIT_FAMILY:
        return v->family.n ? v->family : v->organisation;
    case UNIT_NATION:
        return v->country.n ? v->country : v->organisation;
    }
    return v->id;
}

static uint32_t
voter_sets(const struct rule *r, const struct voter *v)
{
    uint32_t mask = 0;
    for (size_t i = 0; i < r->sets.n; i++) {
        bool in = slice_eq(r->sets.v[i].key, v->category);
        for (size_t j = 0; !in && j < v->marks.n; j++)
            in = slice_eq(r->sets.v[i].key, v->marks.v[j]);
        mask |= in ? UINT32_C(1) << i : 0;
    }
    return mask;
}

static bool
join_unit(struct count *c, size_t place, struct counting_unit *u, struct err *e)
{
    const struct voter *v = &c->roll->v[place];
    struct counting_unit of = {voter_sets(c->r, v), v->weight, v->population, .first = place};
    if (u->first == place) {
        of.vote = NO_VOTE;
        *u = of;
    } else if (u->sets != of.sets || u->weight != of.weight || u->population != of.population) {
        return err_set(e, ERR_INPUT,
                       "the roll: '%.*s' and '%.*s' are counted as one, but differ in class, "
                       "weight or population",
                       SL_FMT(c->roll->v[u->first].id), SL_FMT(v->id));
    }
    u->able = u->able || !v->recused;
    return true;
}

static bool
make_units(struct count *c, struct err *e)
{
    struct map by_key = {0};
    bool each = c->r->unit == UNIT_VOTER || c->r->unit == UNIT_FAMILY_POSITION;
    c->units = NEW_ARRAY(c->a, struct counting_unit, c->roll->n);
    c->unit_of = NEW_ARRAY(c->a, size_t, c->roll->n);
    for (size_t i = 0; i < c->roll->n; i++) {
        struct slice key = tally_unit(c->r, &c->roll->v[i]);
        struct counting_unit *u = each ? NULL : map_get(&by_key, key);
        if (!u) {
            u = &c->units[c->nunits++];
            u->first = i;
            if (!each)
                map_put(c->a, &by_key, key, u);
        }
        if (!join_unit(c, i, u, e))
            return false;
        c->unit_of[i] = (size_t)(u - c->units);
    }
    return true;
}

/*
 * W3C Council: members of one family that say the same are counted once. The one whose voter stands
 * first on the roll is.
 */
static void
fold_families(struct count *c)
{
    struct map firsts = {0}; /* "family\nposition" */
    for (size_t i = 0; i < c->nunits; i++) {
        struct counting_unit *u = &c->units[i];
        const struct voter *v = &c->roll->v[u->first];
        if (u->says != UNIT_VOTED)
            continue;
        struct slice family = v->family.n ? v->family : v->organisation;
        struct slice key = arena_printf(c->a, "%.*s\n%.*s", SL_FMT(family),
                                        SL_FMT(c->box->votes[u->vote].position));
        if (map_get(&firsts, key)) {
            u->says = UNIT_UNCOUNTED;
            c->t->fates[u->vote] = FATE_SAME_UNIT;
        } else {
            map_put(c->a, &firsts, key, u);
        }
    }
}

/* ---- the counts -----------------------------------------------------------------------------*/

static void
add_up(struct count *c)
{
    const struct position *positions;
    size_t n;
    struct tally *t = c->t;
    rule_positions(c->r, &positions, &n);
    t->by_position = NEW_ARRAY(c->a, size_t, n);
    t->objectors.v = NEW_ARRAY(c->a, struct slice, c->nunits);
    t->units = c->nunits;
    for (size_t i = 0; i < c->nunits; i++) {
        const struct counting_unit *u = &c->units[i];
        t->silent += u->says == UNIT_SILENT;
        t->voted += u->says == UNIT_VOTED;
        t->uncounted += u->says == UNIT_UNCOUNTED;
        t->recused += u->says == UNIT_RECUSED;
        if (unit_counts(u))
            t->by_kind[u->kind]++;
        if (u->says != UNIT_VOTED)
            continue;
        const struct vote *v = &c->box->votes[u->vote];
        t->by_position[rule_position(c->r, v->position) - positions]++;
        if (u->kind == VOTE_NO || u->kind == VOTE_BLOCK)
            t->objectors.v[t->objectors.n++] = c->roll->v[v->voter].id;
    }
}

bool
tally_count(struct tally *out, struct arena *a, const struct rule *r, const struct roll *roll,
            const struct ballot_box *box, struct err *e)
{
    struct count c = {.a = a, .r = r, .roll = roll, .box = box, .t = out};
    *out = (struct tally){.fates = NEW_ARRAY(a, enum vote_fate, box->n)};
    if (!make_units(&c, e))
        return false;
    for (size_t i = 0; i < box->n; i++)
        take_vote(&c, i);
    settle_fates(&c);
    for (size_t i = 0; i < c.nunits; i++)
        read_unit(&c, &c.units[i]);
    if (r->unit == UNIT_FAMILY_POSITION)
        fold_families(&c);
    add_up(&c);
    return tally_decide(&c, e);
}

/* ---- JSON -----------------------------------------------------------------------------------*/

static const char *const part_words[] = {"electorate", "balance", "quorum", "band",
                                         "pass",       "second",  "block",  "recirculate"};
_Static_assert(COUNT_OF(part_words) == STEP_RECIRCULATE + 1, "a word per part");

static struct json_node *
step_json(struct arena *a, const struct tally_step *s)
{
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "part", slice_str(part_words[s->part]));
    json_put_text(a, o, "key", s->key);
    json_put_int(a, o, "sum", s->sum);
    if (s->den) {
        json_put_int(a, o, "base", s->base);
        json_put_int(a, o, "den", s->den);
    }
    json_put_int(a, o, "num", s->num);
    json_put_bool(a, o, "met", s->met);
    json_put_bool(a, o, "good", s->good);
    return o;
}

void
tally_to_json(struct json_node *out, struct arena *a, const struct rule *r, const struct tally *t)
{
    const struct position *positions;
    size_t n;
    struct json_node *o = json_new_object(a), *counts = json_new_object(a),
                     *by = json_new_object(a), *steps = json_new_array(a);
    rule_positions(r, &positions, &n);
    for (size_t i = 0; i < n; i++)
        json_put_at(a, by, positions[i].key,
                    &(struct json_node){.type = JSON_INT, .i = (int64_t)t->by_position[i]});
    json_put_node(a, counts, "by_position", by);
    json_put_int(a, counts, "recused", (int64_t)t->recused);
    json_put_int(a, counts, "silent", (int64_t)t->silent);
    json_put_int(a, counts, "uncounted", (int64_t)t->uncounted);
    json_put_int(a, counts, "units", (int64_t)t->units);
    json_put_int(a, counts, "voted", (int64_t)t->voted);
    for (size_t i = 0; i < t->steps.n; i++)
        json_push_node(a, steps, step_json(a, &t->steps.v[i]));
    json_put_node(a, o, "counts", counts);
    json_put_texts(a, o, "failed", &t->failed);
    json_put_text(a, o, "outcome", slice_str(outcome_names[t->outcome]));
    json_put_node(a, o, "steps", steps);
    *out = *o;
}
