/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/process.h"

#include "base/vec.h"
#include "committee/process_tables.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- looking up -----------------------------------------------------------------------------*/

const struct stage *
process_stage(const struct process *p, struct slice id)
{
    for (size_t i = 0; i < p->stages.n; i++)
        if (slice_eq(p->stages.v[i].id, id))
            return &p->stages.v[i];
    return NULL;
}

const struct rule *
process_rule(const struct process *p, struct slice key)
{
    for (size_t i = 0; i < p->rules.n; i++)
        if (slice_eq(p->rules.v[i].key, key))
            return &p->rules.v[i];
    return NULL;
}

const struct process_document *
process_document(const struct process *p, struct slice key)
{
    for (size_t i = 0; i < p->documents.n; i++)
        if (slice_eq(p->documents.v[i].key, key))
            return &p->documents.v[i];
    return NULL;
}

static const struct source *
source_of(const struct process *p, struct slice key)
{
    for (size_t i = 0; i < p->sources.n; i++)
        if (slice_eq(p->sources.v[i].key, key))
            return &p->sources.v[i];
    return NULL;
}

const struct process *
processes_find(const struct processes *ps, struct slice id)
{
    for (size_t i = 0; i < ps->n; i++)
        if (slice_eq(ps->v[i].id, id))
            return &ps->v[i];
    return NULL;
}

/* ---- how sure we are ------------------------------------------------------------------------*/

enum reading
process_reading(const struct process *p, const struct stage *stage, const struct cite *own)
{
    const struct cite *c = own && !cite_empty(own) ? own : stage ? &stage->cite : &p->cite;
    /* What says only where, says it of the text that stands behind the wider thing. */
    if (c->read == CITE_AS_SOURCE && c->source.n == 0 && stage)
        c = &stage->cite;
    if (c->read == CITE_AS_SOURCE && c->source.n == 0)
        c = &p->cite;
    if (c->read != CITE_AS_SOURCE)
        return (enum reading)(c->read - CITE_PRIMARY);
    const struct source *s = source_of(p, c->source);
    return s ? s->read : READ_RECALLED;
}

static bool
verified(const struct process *p, const struct stage *stage, const struct cite *own)
{
    return reading_verified(process_reading(p, stage, own));
}

bool
process_verified(const struct process *p)
{
    bool ok = verified(p, NULL, NULL);
    for (size_t i = 0; i < p->stages.n; i++) {
        const struct stage *s = &p->stages.v[i];
        ok = ok && verified(p, s, NULL) && verified(p, s, &s->comment.cite);
        for (size_t j = 0; j < s->next.n; j++)
            ok = ok && verified(p, s, &s->next.v[j].cite);
    }
    for (size_t i = 0; i < p->rules.n; i++)
        ok = ok && rule_verified(&p->rules.v[i]);
    return ok;
}

/* ---- reading --------------------------------------------------------------------------------*/

/* In a file rules share its sources and cite; each gets its own, so that it can stand alone. */
struct adopting {
    const struct process *p;
    struct rule *r;
    bool *used; /* by place in p->sources */
};

static void
use_source(const struct adopting *ad, const struct cite *c)
{
    for (size_t i = 0; i < ad->p->sources.n; i++)
        if (c->source.n && slice_eq(ad->p->sources.v[i].key, c->source))
            ad->used[i] = true;
}

static void
use_tests(const struct adopting *ad, const struct rule_tests *t)
{
    for (size_t i = 0; i < t->n; i++)
        use_source(ad, &t->v[i].cite);
}

static void
use_all(const struct adopting *ad)
{
    const struct rule *r = ad->r;
    const struct cite *own[] = {&r->cite,         &r->electorate.cite, &r->period.cite,
                                &r->balance.cite, &r->second.cite,     &r->appeal.cite};
    for (size_t i = 0; i < COUNT_OF(own); i++)
        use_source(ad, own[i]);
    use_tests(ad, &r->quorum);
    use_tests(ad, &r->pass);
    use_tests(ad, &r->block);
    for (size_t i = 0; i < r->bands.n; i++) {
        use_source(ad, &r->bands.v[i].cite);
        use_tests(ad, &r->bands.v[i].pass);
    }
    for (size_t i = 0; i < r->cites.n; i++)
        use_source(ad, &r->cites.v[i].cite);
}

static void
adopt_rule(struct process *p, struct rule *r, struct arena *a)
{
    struct adopting ad = {p, r, NEW_ARRAY(a, bool, p->sources.n)};
    r->process = p->id;
    if (r->cite.source.n == 0)
        r->cite.source = p->cite.source;
    use_all(&ad);
    r->sources.v = NEW_ARRAY(a, struct source, p->sources.n);
    for (size_t i = 0; i < p->sources.n; i++)
        if (ad.used[i])
            r->sources.v[r->sources.n++] = p->sources.v[i];
}

/* What a rule in a file leaves to the file. */
static bool
rules_bare(const struct process *p, const struct shape_tree *t, struct err *e)
{
    char at[40];
    for (size_t i = 0; i < p->rules.n; i++) {
        snprintf(at, sizeof at, "rules[%zu]", i);
        if (p->rules.v[i].sources.n || p->rules.v[i].process.n)
            return shape_fail(t, e, at,
                              "in a file 'sources' stand once, at the top, and 'process' is the "
                              "file's id: leave both out here");
    }
    return true;
}

bool
process_from_yaml(struct process *out, struct arena *a, struct slice file, struct slice text,
                  struct err *e)
{
    struct yaml_doc d;
    if (!yaml_parse(&d, a, file, text, e))
        return false;
    struct shape_tree t = {.doc = &d, .yaml = d.root};
    if (!shape_read(out, a, &t, &process_shape, e) || !rules_bare(out, &t, e))
        return false;
    for (size_t i = 0; i < out->rules.n; i++)
        adopt_rule(out, &out->rules.v[i], a);
    /* A rule's cites are checked against the file's sources first: an unknown key is not "used". */
    return process_check(out, &t, e);
}

bool
process_from_json(struct process *out, struct arena *a, const struct json_node *n, struct err *e)
{
    struct shape_tree t = {.json = n};
    return shape_read(out, a, &t, &process_shape, e) && process_check(out, &t, e);
}

void
process_to_json(struct json_node *out, struct arena *a, const struct process *p)
{
    *out = *shape_write(a, &process_shape, p);
}

/* ---- the folder -----------------------------------------------------------------------------*/

bool
process_load(struct process *out, struct loader *l, const char *path, struct err *e)
{
    struct slice text, file = arena_dup(l->a, slice_str(path));
    if (!l->env->read_file(l->env->ctx, &text, l->a, path, PROCESS_FILE_MAX, e) ||
        !process_from_yaml(out, l->a, file, text, e))
        return false;
    if (!slice_eq(out->id, loader_stem(file)))
        return err_set(e, ERR_INPUT,
                       "%s:1:1: the id is '%.*s', the file's name another: they have "
                       "to be the same",
                       path, SL_FMT(out->id));
    return true;
}

bool
process_load_all(struct processes *out, struct loader *l, const char *dir, struct err *e)
{
    struct slices names;
    *out = (struct processes){0};
    if (!l->env->list_dir(l->env->ctx, &names, l->a, dir, e))
        return false;
    if (names.n > PROCESSES_MAX)
        return err_set(e, ERR_LIMIT, "%s: %zu files, we take %d", dir, names.n, PROCESSES_MAX);
    out->v = NEW_ARRAY(l->a, struct process, names.n);
    for (size_t i = 0; i < names.n; i++) {
        if (!slice_has_suffix(names.v[i], SL(".yaml")))
            continue;
        const char *path = arena_str(l->a, arena_printf(l->a, "%s/%.*s", dir, SL_FMT(names.v[i])));
        if (process_load(&out->v[out->n], l, path, e))
            out->n++;
        else if (!loader_goes_on(l, e))
            return false;
    }
    return true;
}
