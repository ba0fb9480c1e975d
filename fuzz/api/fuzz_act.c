/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first line names an act, each other one a field: "name=value". It is taken, with data of the
 * act's own shape and an object behind each digest, or every fault names a field in both languages.
 */
#include "api/act.h"
#include "api/act_vote.h"
#include "committee/event_shape.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
    if (!ok)
        abort();
}

static void
no_chance(void *ctx UNUSED, uint8_t *out, size_t n)
{
    memset(out, 7, n);
}

static struct given
given_of(struct arena *a, struct slice rest)
{
    struct given g = {0};
    struct slice line, name;
    while (slice_cut(&rest, '\n', &line) && g.n < GIVEN_MAX)
        if (slice_cut(&line, '=', &name))
            given_add(&g, a, name, line);
    return g;
}

static void
check_faults(const struct given_faults *f)
{
    must(f->n > 0 && f->n <= GIVEN_FAULTS_MAX);
    for (size_t i = 0; i < f->n; i++)
        must(f->v[i].text.en.n > 0 && f->v[i].text.zh.n > 0);
}

/* What is there has its shape; what is needed is there. */
static void
check_data(struct arena *a, const struct act *x)
{
    for (size_t i = 0; i < x->kind->nfields; i++) {
        const struct event_field *f = &x->kind->fields[i];
        const struct json_node *v = json_get(x->data, f->key);
        const struct event_kind alone = {.name = "", .fields = f, .nfields = 1};
        struct json_node *object = json_new_object(a);
        must(v || f->optional || f->filled);
        if (!v)
            continue;
        json_put_node(a, object, f->key, v);
        must(event_shape(a, &alone, object, NULL));
    }
}

static void
check_objects(struct arena *a, const struct act *x)
{
    must(x->nobjects <= ACT_OBJECTS_MAX);
    for (size_t i = 0; i < x->nobjects; i++) {
        bool named = false;
        for (size_t k = 0; k < x->data->n; k++)
            named = named || slice_eq(json_text(&x->data->members[k].value),
                                      digest_of(a, x->objects[i].octets));
        must(named);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct env env = {.random = no_chance};
    struct office office = {.env = &env};
    struct viewer v = {.office = &office, .arena = &a, .now = 1795521600};
    struct slice rest = slice_of(data, n), type;
    struct given_faults faults = {0};
    struct act x;
    (void)slice_cut(&rest, '\n', &type);
    const struct event_kind *k = event_kind_find(type);
    struct given g = given_of(&a, rest);
    if (k) {
        struct slice project = k->of_project && !k->opens ? SL("P-1") : SL("");
        if (act_take(&x, &v, k, project, &g, NULL, &faults)) {
            check_data(&a, &x);
            check_objects(&a, &x);
        } else {
            check_faults(&faults);
        }
    } else if (!vote_open(&x, &v, SL("P-1"), rest, &faults)) {
        check_faults(&faults);
    }
    arena_free(&a);
    return 0;
}
