/* SPDX-License-Identifier: Apache-2.0 */
#include "compile.h"

#include "model/bits.h"

#include <stdio.h>
#include <stdlib.h>

static void
need(bool ok, const char *text, const struct err *e)
{
    if (ok)
        return;
    fprintf(stderr, "bad condition: %s: %s\n", text, e->msg);
    abort();
}

static struct element_set
element_set(struct arena *a, const char *name, const struct registry *r, const char *members)
{
    struct element_set s = {.name = slice_str(name), .registry = r};
    struct slice rest = slice_str(members), word;
    s.members.v = NEW_ARRAY(a, struct slice, rest.n + 1);
    while (slice_cut(&rest, ',', &word))
        s.members.v[s.members.n++] = word;
    s.bits = world_mask(a, r, members);
    return s;
}

void
compiler_init(struct compiler *c, struct arena *a, struct world *w)
{
    struct err e = {0};
    struct element_set *sets = NEW_ARRAY(a, struct element_set, 3);
    sets[0] = element_set(a, "approved", &w->registries[1], "A,B");
    sets[1] = element_set(a, "strong", &w->registries[0], "S01,S03,S69");
    sets[2] = element_set(a, "nothing", &w->registries[1], "");
    *c = (struct compiler){.world = w};
    need(conditions_new(&c->conditions, a, w->registries, 2, &w->kind, 1, &e), "conditions", &e);
    need(conditions_env(&c->env, a, c->conditions, &w->kind, sets, 3, &e), "environment", &e);
}

struct cel_ast *
compiler_ast(const struct compiler *c, struct arena *a, const char *text)
{
    struct err e = {0};
    struct cel_ast *ast = NULL;
    need(cel_compile_condition(&ast, a, c->env, slice_str(text), NULL, &e), text, &e);
    return ast;
}

struct requirement *
compiler_requirement(const struct compiler *c, struct arena *a, const char *when, const char *must)
{
    static const struct standard STANDARD = {.id = SL_INIT("TOY-1")};
    struct requirement *r = NEW(a, struct requirement);
    *r = (struct requirement){.standard = &STANDARD,
                              .id = SL("r"),
                              .clause = SL("§1"),
                              .kind = &c->world->kind,
                              .from = DATE_MIN,
                              .until = DATE_MAX};
    r->must.source = slice_str(must);
    r->must.ast = compiler_ast(c, a, must);
    if (when)
        r->when = (struct condition){.source = slice_str(when), .ast = compiler_ast(c, a, when)};
    return r;
}
