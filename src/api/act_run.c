/* SPDX-License-Identifier: Apache-2.0 */
/* An act, done under whichever of a person's mandates allows it. */
#include "api/act.h"

#include "crypto/crypto.h"

#define ONCE_OCTETS 16

struct slice
act_once(const struct viewer *v)
{
    uint8_t octets[ONCE_OCTETS];
    const struct env *env = v->office->env;
    env->random(env->ctx, octets, sizeof octets);
    return crypto_hex(v->arena, slice_of(octets, sizeof octets));
}

static bool
refuse_with(struct office_done *out, const struct viewer *v, const struct refusal_text *why,
            struct slices names)
{
    *out = (struct office_done){.answer = OFFICE_REFUSED};
    (void)refuse_as(&out->refusal, v->arena, why, names);
    return true;
}

/* How much a refusal tells about the matter: who may act comes last. */
static unsigned
telling(enum refusal_code code)
{
    switch (code) {
    case REFUSED_MANDATE:
        return 0;
    case REFUSED_ROLE:
        return 1;
    case REFUSED_GROUP:
        return 2;
    case REFUSED_NOT:
    case REFUSED_SHAPE:
    case REFUSED_UNKNOWN:
    case REFUSED_TAKEN:
    case REFUSED_STAGE:
    case REFUSED_OPEN:
    case REFUSED_EARLY:
    case REFUSED_LATE:
    case REFUSED_REPEATED:
    case REFUSED_FROZEN:
    case REFUSED_RULE:
    case REFUSED_CLOCK:
        break;
    }
    return 3;
}

static const struct mandate *
own(const struct viewer *v, struct slice id)
{
    for (size_t i = 0; i < v->nmandates; i++)
        if (slice_eq(v->mandates[i]->id, id))
            return v->mandates[i];
    return NULL;
}

/* The actors to try: copies, for an act may make the states anew. */
static size_t
actors_of(struct actor **out, const struct viewer *v, const struct act *x, struct slice acting)
{
    size_t n = acting.n ? 1 : v->nmandates;
    const struct mandate *one = own(v, acting);
    const struct mandate **m = acting.n ? &one : act_mandates(v, x);
    struct actor *list = NEW_ARRAY(v->arena, struct actor, n + 1);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct actor){arena_dup(v->arena, m[i]->organisation),
                                 arena_dup(v->arena, m[i]->person), arena_dup(v->arena, m[i]->id)};
    *out = list;
    return n;
}

static bool
ask(struct office_done *out, const struct viewer *v, const struct act *x, const struct actor *by,
    const struct act_how *how, bool dry, struct err *e)
{
    struct office_request r = {
        .type = slice_str(x->kind->name),
        .project = x->project,
        .by = *by,
        .data = x->data,
        .objects = x->objects,
        .nobjects = x->nobjects,
        .once = how->once,
        .dry = dry,
    };
    return office_act(out, v->arena, v->office, &r, e);
}

/* The first actor of whom the office does not say no; else *out has the most telling refusal. */
static bool
choose(size_t *which, struct office_done *out, const struct viewer *v, const struct act *x,
       const struct actor *by, size_t n, const struct act_how *how, struct err *e)
{
    for (*which = 0; *which < n; ++*which) {
        struct office_done asked;
        if (!ask(&asked, v, x, &by[*which], how, true, e))
            return false;
        if (asked.answer != OFFICE_REFUSED) {
            *out = asked;
            return true;
        }
        if (*which == 0 || telling(asked.refusal.code) > telling(out->refusal.code))
            *out = asked;
    }
    return true;
}

bool
act_run(struct office_done *out, const struct viewer *v, const struct act *x,
        const struct act_how *how, struct err *e)
{
    static const struct refusal_text none = {
        REFUSED_MANDATE, "mandate.none",
        "Nobody has given you a mandate that holds now: a delegate of your organisation or the "
        "secretary can.",
        "您目前没有有效的授权：可由本单位代表或秘书处授予。"};
    static const struct refusal_text others = {REFUSED_MANDATE, "mandate.holder",
                                               "Mandate {1} is not yours, or does not hold now.",
                                               "授权{1}不属于您，或目前无效。"};
    struct actor *by;
    size_t which = 0;
    if (!v->nmandates)
        return refuse_with(out, v, &none, NO_SLICES);
    if (how->acting.n && !own(v, how->acting))
        return refuse_with(out, v, &others, SLICES(slice_sub(how->acting, 0, EVENT_ID_MAX)));
    size_t n = actors_of(&by, v, x, how->acting);
    if (n == 1)
        return ask(out, v, x, &by[0], how, how->dry, e);
    if (!choose(&which, out, v, x, by, n, how, e))
        return false;
    return which == n || how->dry || ask(out, v, x, &by[which], how, false, e);
}
