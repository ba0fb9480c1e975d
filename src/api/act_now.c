/* SPDX-License-Identifier: Apache-2.0 */
#include "api/act_now.h"

/* A value of the right shape that means nothing. */
static void
put_anything(struct json_node *data, const struct viewer *v, const struct event_field *f)
{
    static const char nothing[] =
        "sha256:0000000000000000000000000000000000000000000000000000000000000000";
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a), *langs = json_new_object(a);
    switch (f->type) {
    case FIELD_ID:
    case FIELD_TEXT:
        json_put_text(a, data, f->key, SL("x"));
        return;
    case FIELD_WORD:
        json_put_text(a, data, f->key, slice_str(f->words[0]));
        return;
    case FIELD_LANGS:
        json_put_text(a, langs, "en", SL("x"));
        json_put_node(a, data, f->key, langs);
        return;
    case FIELD_DIGEST:
        json_put_text(a, data, f->key, slice_str(nothing));
        return;
    case FIELD_INSTANT:
        json_put_text(a, data, f->key, instant_text(a, v->now));
        return;
    case FIELD_DATE:
        json_put_text(a, data, f->key, slice_sub(instant_text(a, v->now), 0, 10));
        return;
    case FIELD_INTEGER:
        json_put_int(a, data, f->key, 0);
        return;
    case FIELD_FLAG:
        json_put_bool(a, data, f->key, false);
        return;
    case FIELD_WORDS:
        json_push_text(a, list, slice_str(f->words[0]));
        json_put_node(a, data, f->key, list);
        return;
    case FIELD_IDS:
    case FIELD_LIST:
        json_put_node(a, data, f->key, list);
        return;
    case FIELD_OBJECT:
        json_put_node(a, data, f->key, json_new_object(a));
        return;
    }
}

/* What says the same whatever is given. */
static bool
hangs_on_time(const struct refusal *r)
{
    return r->code == REFUSED_STAGE || r->code == REFUSED_OPEN || r->code == REFUSED_EARLY ||
           r->code == REFUSED_LATE;
}

bool
act_now(struct refusal *out, const struct viewer *v, const struct event_kind *k,
        struct slice project, struct err *e)
{
    struct act x = {.kind = k, .project = project, .data = json_new_object(v->arena)};
    const struct act_how how = {.dry = true};
    struct office_done done;
    *out = (struct refusal){0};
    for (size_t i = 0; i < k->nfields; i++)
        if (!k->fields[i].optional && !k->fields[i].filled)
            put_anything(x.data, v, &k->fields[i]);
    if (!act_run(&done, v, &x, &how, e))
        return false;
    if (done.answer == OFFICE_REFUSED && hangs_on_time(&done.refusal))
        *out = done.refusal;
    return true;
}
