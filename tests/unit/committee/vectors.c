/* SPDX-License-Identifier: Apache-2.0 */
#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>

struct vector_reader {
    struct arena *a;
    const struct yaml_doc *d;
    struct err e;
};

static void
give_up(const char *msg)
{
    fprintf(stderr, "%s\n", msg);
    abort();
}

#define MUST(rd, call)            \
    do {                          \
        if (!(call))              \
            give_up((rd)->e.msg); \
    } while (0)

/* A group of voters as it stands in the file. */
struct group {
    int64_t n, population, weight;
    struct slice category;
    struct slices marks;
    bool recused, carried;
    const struct yaml_node *votes, *bare, *with;
};

static const struct yaml_member group_members[] = {
    {"n", YAML_AS_INT, true, offsetof(struct group, n)},
    {"population", YAML_AS_INT, false, offsetof(struct group, population)},
    {"weight", YAML_AS_INT, false, offsetof(struct group, weight)},
    {"category", YAML_AS_TEXT, false, offsetof(struct group, category)},
    {"marks", YAML_AS_TEXTS, false, offsetof(struct group, marks)},
    {"recused", YAML_AS_BOOL, false, offsetof(struct group, recused)},
    {"carried", YAML_AS_BOOL, false, offsetof(struct group, carried)},
    {"votes", YAML_AS_MAP, false, offsetof(struct group, votes)},
    {"bare", YAML_AS_MAP, false, offsetof(struct group, bare)},
    {"with", YAML_AS_MAP, false, offsetof(struct group, with)},
};

static int64_t
number_at(struct vector_reader *rd, const struct yaml_node *map, struct slice key)
{
    int64_t n = 0;
    const struct yaml_node *at = map ? yaml_get(map, key) : NULL;
    if (at)
        MUST(rd, yaml_int(rd->d, at, &n, &rd->e));
    return n;
}

static void
cast_votes(struct vector_reader *rd, struct vector *v, struct vote *votes, const struct group *g,
           size_t first)
{
    size_t cast = 0;
    for (const struct yaml_node *c = g->votes ? g->votes->first : NULL; c; c = c->next) {
        int64_t n = number_at(rd, g->votes, c->key), bare = number_at(rd, g->bare, c->key);
        if (cast + (size_t)n > (size_t)g->n)
            give_up("more votes than voters in a group");
        for (int64_t i = 0; i < n; i++, cast++) {
            struct vote *vote = &votes[v->box.n];
            *vote = (struct vote){.voter = first + cast,
                                  .position = c->key,
                                  .index = 100 + v->box.n,
                                  .reasoned = i >= bare,
                                  .carried = g->carried};
            const struct yaml_node *with = g->with ? g->with->first : NULL;
            if (with && cast < (size_t)number_at(rd, g->with, with->key)) {
                vote->marks.v = NEW(rd->a, struct slice);
                vote->marks.v[0] = with->key;
                vote->marks.n = 1;
            }
            v->box.n++;
        }
    }
}

static void
read_groups(struct vector_reader *rd, struct vector *v, const struct yaml_node *list)
{
    size_t most = 0;
    for (const struct yaml_node *c = list->first; c; c = c->next)
        most += (size_t)number_at(rd, c, SL("n"));
    struct voter *voters = NEW_ARRAY(rd->a, struct voter, most);
    struct vote *votes = NEW_ARRAY(rd->a, struct vote, most);
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        struct group g = {0};
        size_t first = v->roll.n;
        MUST(rd, yaml_read(rd->d, c, group_members, COUNT_OF(group_members), rd->a, &g, &rd->e));
        for (int64_t i = 0; i < g.n; i++) {
            struct slice id = arena_printf(rd->a, "v-%zu", v->roll.n + 1);
            struct slice of = arena_printf(rd->a, "o-%zu", v->roll.n + 1);
            voters[v->roll.n++] = (struct voter){.id = id,
                                                 .organisation = of,
                                                 .category = g.category,
                                                 .marks = g.marks,
                                                 .weight = g.weight,
                                                 .population = g.population,
                                                 .recused = g.recused};
        }
        cast_votes(rd, v, votes, &g, first);
    }
    v->roll.v = voters;
    v->box.votes = votes;
}

struct raw {
    struct slice name, rule, about, outcome;
    struct slices failed, unmet;
    int64_t active;
    bool changed;
    const struct yaml_node *voters;
};

static const struct yaml_member raw_members[] = {
    {"name", YAML_AS_TEXT, true, offsetof(struct raw, name)},
    {"rule", YAML_AS_TEXT, true, offsetof(struct raw, rule)},
    {"about", YAML_AS_TEXT, false, offsetof(struct raw, about)},
    {"outcome", YAML_AS_TEXT, true, offsetof(struct raw, outcome)},
    {"failed", YAML_AS_TEXTS, false, offsetof(struct raw, failed)},
    {"unmet", YAML_AS_TEXTS, false, offsetof(struct raw, unmet)},
    {"active", YAML_AS_INT, false, offsetof(struct raw, active)},
    {"changed", YAML_AS_BOOL, false, offsetof(struct raw, changed)},
    {"voters", YAML_AS_LIST, true, offsetof(struct raw, voters)},
};

static void
read_vector(struct vector_reader *rd, struct vectors *out, const struct yaml_node *at)
{
    struct raw raw = {0};
    struct slice of;
    struct vector *v = &out->v[out->n++];
    MUST(rd, yaml_read(rd->d, at, raw_members, COUNT_OF(raw_members), rd->a, &raw, &rd->e));
    struct slice key = raw.rule;
    if (!slice_cut(&key, '/', &of))
        give_up("a rule is PROCESS/KEY");
    const struct process *p = processes_find(&out->processes, of);
    v->rule = p ? process_rule(p, key) : NULL;
    v->name = arena_str(rd->a, raw.name);
    if (!v->rule || !outcome_from_name(raw.outcome, &v->outcome))
        give_up(v->name);
    v->failed = raw.failed;
    v->unmet = raw.unmet;
    v->roll.active = raw.active;
    v->box.text_changed = raw.changed;
    read_groups(rd, v, raw.voters);
}

void
vectors_load(struct vectors *out, struct arena *a, const char *processes, const char *path)
{
    struct env env;
    struct slice text;
    struct yaml_doc d;
    struct vector_reader rd = {.a = a, .d = &d};
    env_system(&env);
    struct loader l = {.a = a, .trees = a, .env = &env};
    *out = (struct vectors){0};
    MUST(&rd, process_load_all(&out->processes, &l, processes, &rd.e));
    MUST(&rd, env.read_file(env.ctx, &text, a, path, (size_t)4 << 20, &rd.e));
    MUST(&rd, yaml_parse(&d, a, slice_str(path), text, &rd.e));
    const struct yaml_node *list = yaml_get(d.root, SL("vectors"));
    if (!list || list->type != YAML_SEQUENCE)
        give_up("no vectors");
    out->v = NEW_ARRAY(a, struct vector, list->n);
    for (const struct yaml_node *c = list->first; c; c = c->next)
        read_vector(&rd, out, c);
}
