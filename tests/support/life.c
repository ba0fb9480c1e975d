/* SPDX-License-Identifier: Apache-2.0 */
#include "support/life.h"

#include "support/cases.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define DATA_MAX 65536

const struct json_node *
life_json(struct arena *a, struct slice text)
{
    struct json_node *n = NEW(a, struct json_node);
    uint8_t *p = NEW_ARRAY(a, uint8_t, text.n + 1);
    struct err e = {0};
    for (size_t i = 0; i < text.n; i++)
        p[i] = text.p[i] == '\'' ? '"' : text.p[i];
    if (!json_parse(n, a, SL("test"), slice_of(p, text.n), &e))
        fail_msg("%s in %.*s", e.msg, SL_FMT(text));
    return n;
}

void
life_wait(struct life *l, int64_t days)
{
    l->now += days * LIFE_DAY;
}

/* ---- one act ---------------------------------------------------------------------------------*/

static struct event
event_of(const struct life *l, const char *who, const char *type, const struct json_node *data)
{
    const struct mandate *m = committee_mandate(&l->committee, slice_str(who));
    struct event ev = {.kind = event_kind_find(slice_str(type)),
                       .index = l->index,
                       .at = l->now,
                       .by = {SL("o-1"), SL("p-1"), slice_str(who)},
                       .data = data};
    assert_non_null(ev.kind);
    if (m)
        ev.by = (struct actor){m->organisation, m->person, m->id};
    if (ev.kind->of_project)
        ev.project = SL("P-1");
    return ev;
}

static struct act_world
world_of(const struct life *l)
{
    return (struct act_world){&l->committee, &l->project, l->now};
}

/* Writes, reads, decides again what was read, applies. */
static void
record(struct life *l, const struct event *ev)
{
    struct act_world w = world_of(l);
    struct slice leaf;
    struct err e = {0};
    if (!event_write(&leaf, l->a, ev, &e) || !event_read(&l->last, l->a, leaf, &e))
        fail_msg("%s: %s", ev->kind->name, e.msg);
    if (!act_decide(l->a, &w, &l->last, &l->refusal))
        fail_msg("%s: read again it is refused: %.*s", ev->kind->name, SL_FMT(l->refusal.en));
    act_apply(&l->committee, &l->project, &l->last);
    vec_push(l->a, &l->leaves, leaf);
    l->index++;
    l->now++;
}

bool
life_write(struct life *l, const char *who, const char *type, const struct json_node *data)
{
    struct event ev = event_of(l, who, type, data);
    struct act_world w = world_of(l);
    struct err e = {0};
    l->refusal = (struct refusal){0};
    if (!event_shape(l->a, ev.kind, ev.data, &e))
        return refuse(&l->refusal, l->a, REFUSED_SHAPE, "event.shape", slice_str(e.msg), SL(""));
    if (!act_decide(l->a, &w, &ev, &l->refusal))
        return false;
    record(l, &ev);
    return true;
}

static bool
complete_and_write(struct life *l, const char *who, const char *type, struct slice data)
{
    struct event ev = event_of(l, who, type, life_json(l->a, data));
    struct act_world w = world_of(l);
    l->refusal = (struct refusal){0};
    if (!act_complete(&ev, l->a, &w, &l->refusal))
        return false;
    return life_write(l, who, type, ev.data);
}

#define FORMAT(out, fmt)                                              \
    do {                                                              \
        va_list ap_;                                                  \
        va_start(ap_, fmt);                                           \
        assert_true(vsnprintf((out), DATA_MAX, fmt, ap_) < DATA_MAX); \
        va_end(ap_);                                                  \
    } while (0)

bool
life_do(struct life *l, const char *who, const char *type, const char *data, ...)
{
    char *text = arena_alloc(l->a, DATA_MAX, 1);
    FORMAT(text, data);
    return complete_and_write(l, who, type, slice_str(text));
}

void
life_must(struct life *l, const char *who, const char *type, const char *data, ...)
{
    char *text = arena_alloc(l->a, DATA_MAX, 1);
    FORMAT(text, data);
    if (!complete_and_write(l, who, type, slice_str(text)))
        fail_msg("%s %s: refused by %.*s: %.*s", type, text, SL_FMT(l->refusal.rule),
                 SL_FMT(l->refusal.en));
}

void
life_refused(struct life *l, enum refusal_code code, const char *rule, const char *who,
             const char *type, const char *data, ...)
{
    char *text = arena_alloc(l->a, DATA_MAX, 1);
    FORMAT(text, data);
    if (complete_and_write(l, who, type, slice_str(text)))
        fail_msg("%s %s: done, and should be refused by %s", type, text, rule);
    if (l->refusal.code != code || !slice_has_suffix(l->refusal.rule, slice_str(rule)))
        fail_msg("%s %s: refused as %s by %.*s (%.*s), expected %s by %s", type, text,
                 refusal_name(l->refusal.code), SL_FMT(l->refusal.rule), SL_FMT(l->refusal.en),
                 refusal_name(code), rule);
    assert_true(l->refusal.en.n > 0);
}

static struct slice
quoted(struct arena *a, struct slice text)
{
    uint8_t *p = NEW_ARRAY(a, uint8_t, text.n + 1);
    for (size_t i = 0; i < text.n; i++)
        p[i] = text.p[i] == '\'' ? '"' : text.p[i];
    return slice_of(p, text.n);
}

bool
life_forge(struct life *l, const char *who, const char *type, const char *data, const char *from,
           const char *to)
{
    struct event ev = event_of(l, who, type, life_json(l->a, slice_str(data)));
    struct act_world w = world_of(l);
    struct err e = {0};
    struct slice octets, find = quoted(l->a, slice_str(from)), put = quoted(l->a, slice_str(to));
    if (!act_complete(&ev, l->a, &w, &l->refusal))
        fail_msg("%s: %.*s", type, SL_FMT(l->refusal.en));
    assert_true(json_canonical(&octets, l->a, ev.data, JSON_CANONICAL_MAX, &e));
    size_t place = slice_find(octets, find);
    if (place == SIZE_MAX)
        fail_msg("nothing to forge: no %s in %.*s", from, SL_FMT(octets));
    struct slice forged =
        arena_printf(l->a, "%.*s%.*s%.*s", SL_FMT(slice_sub(octets, 0, place)), SL_FMT(put),
                     SL_FMT(slice_sub(octets, place + find.n, octets.n)));
    return life_write(l, who, type, life_json(l->a, forged));
}

void
life_script(struct life *l, const char *text)
{
    struct slice rest = slice_str(text), line = {0}, who = {0}, type = {0};
    while (slice_cut(&rest, '\n', &line)) {
        int64_t days;
        line = slice_trim(line);
        if (line.n == 0)
            continue;
        if (line.p[0] == '+' && slice_to_i64(line, &days)) {
            life_wait(l, days);
            continue;
        }
        assert_true(slice_cut(&line, ' ', &who) && slice_cut(&line, ' ', &type));
        life_must(l, arena_str(l->a, who), arena_str(l->a, type), "%.*s", SL_FMT(line));
    }
}

/* ---- founding --------------------------------------------------------------------------------*/

static const struct json_node *
process_data(struct arena *a, const struct life_founding *f)
{
    struct processes all = {0};
    struct env env;
    env_system(&env);
    struct loader loader = {.a = a, .trees = a, .env = &env};
    struct err e = {0};
    if (!process_load_all(&all, &loader, f->processes, &e))
        fail_msg("%s", e.msg);
    const struct process *p = processes_find(&all, slice_str(f->process));
    assert_non_null(p);
    struct json_node *data = json_new_object(a), n;
    process_to_json(&n, a, p);
    json_put_node(a, data, "process", &n);
    return data;
}

static void
adopt(struct life *l, const struct life_founding *f)
{
    struct event ev = event_of(l, "m-1", "process.adopted", process_data(l->a, f));
    struct act_world w = world_of(l);
    if (!act_complete(&ev, l->a, &w, &l->refusal) ||
        !life_write(l, "m-1", "process.adopted", ev.data))
        fail_msg("%.*s", SL_FMT(l->refusal.en));
}

static void
admit(struct life *l, const struct life_founding *f, size_t i)
{
    static const char *const countries[] = {"CN", "DE", "FR", "GB", "IT", "ES", "PL", "RO"};
    static const char *const categories[] = {"consumer", "issuer", "user"};
    /* Beyond the eight any two letters do. */
    char country[3] = {(char)('A' + i / 26 % 26), (char)('A' + i % 26), 0};
    life_must(l, "m-1", "organisation.admitted",
              "{'id':'o-%zu','name':{'en':'Member %zu'},'origin':'domestic','country':'%s',"
              "'category':'%s','population':%zu}",
              i, i, i < COUNT_OF(countries) ? countries[i] : country, categories[i % 3],
              i * 1000000);
    life_must(l, "m-1", "person.registered", "{'id':'p-%zu','organisation':'o-%zu','profile':'%s'}",
              i, i, LIFE_DIGEST_A);
    char person[64] = "", standing[64] = "";
    if (f->persons)
        snprintf(person, sizeof person, ",'person':'p-%zu'", i);
    if (f->standing)
        snprintf(standing, sizeof standing, ",'standing':'%s'", f->standing);
    life_must(l, "m-1", "membership.granted", "{'organisation':'o-%zu'%s%s}", i, person, standing);
    life_must(l, "m-1", "mandate.granted", "{'id':'m-%zu','kind':'delegate','person':'p-%zu'}", i,
              i);
}

static void
group_of(struct life *l, const struct life_founding *f)
{
    life_must(l, "m-1", "group.opened", "{'id':'g-1','name':{'en':'Group'},'access':'open'}");
    for (size_t i = 2; i < 2 + f->group; i++)
        life_must(l, "m-1", "membership.granted",
                  f->persons ? "{'organisation':'o-%zu','body':'g-1','person':'p-%zu'}"
                             : "{'organisation':'o-%zu','body':'g-1'}",
                  i, i);
    life_must(l, "m-1", "mandate.granted",
              "{'id':'m-convenor','kind':'convenor','person':'p-2','body':'g-1'}");
}

void
life_open(struct life *l, struct arena *a, const struct life_founding *f)
{
    *l = (struct life){.a = a, .now = LIFE_START};
    committee_init(&l->committee, &l->committee_arena);
    project_init(&l->project, &l->project_arena);
    life_must(l, "m-1", "committee.opened",
              "{'id':'tc-1','key':'test.example/tc-1+12345678+AAAA','languages':['zh','en'],"
              "'name':{'en':'Committee'},'organisation':{'name':{'en':'Office'},"
              "'origin':'domestic'},'person':{'profile':'%s'},'record':'test.example/tc-1',"
              "'rehearsal':true}",
              LIFE_DIGEST_A);
    adopt(l, f);
    for (size_t i = 2; i < 2 + f->members; i++)
        admit(l, f, i);
    if (f->members)
        life_must(l, "m-1", "mandate.granted", "{'id':'m-chair','kind':'chair','person':'p-2'}");
    if (f->group)
        group_of(l, f);
}

void
life_close(struct life *l)
{
    arena_free(&l->committee_arena);
    arena_free(&l->project_arena);
}

/* ---- replay ----------------------------------------------------------------------------------*/

void
life_replay(const struct life *l)
{
    struct life again = {.a = l->a};
    committee_init(&again.committee, &again.committee_arena);
    project_init(&again.project, &again.project_arena);
    for (size_t i = 0; i < l->leaves.n; i++) {
        struct err e = {0};
        if (!event_read(&again.last, l->a, l->leaves.v[i], &e))
            fail_msg("leaf %zu: %s", i, e.msg);
        struct act_world w = {&again.committee, &again.project, again.last.at};
        if (!act_decide(l->a, &w, &again.last, &again.refusal))
            fail_msg("leaf %zu: %.*s", i, SL_FMT(again.refusal.en));
        act_apply(&again.committee, &again.project, &again.last);
    }
    struct slice x = project_octets(l->a, &l->project), y = project_octets(l->a, &again.project);
    bool same = slice_eq(x, y) && slice_eq(committee_octets(l->a, &l->committee),
                                           committee_octets(l->a, &again.committee));
    life_close(&again);
    assert_true(same);
}
