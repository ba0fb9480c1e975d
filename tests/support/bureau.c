/* SPDX-License-Identifier: Apache-2.0 */
#include "support/bureau.h"

#include "committee/process.h"
#include "office/folds.h"
#include "record/merkle.h"
#include "text/json_canonical.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char process_text[] =
    "id: TEST\n"
    "name: {en: \"Process for tests\", zh: \"测试程序\"}\n"
    "body: Test\n"
    "edition: \"2026-01-01\"\n"
    "source: test\n"
    "sources:\n"
    "  - {key: test, title: \"made for tests\", read: recalled, as_of: \"2026-01-01\"}\n"
    "stages:\n"
    "  - id: work\n"
    "    name: {en: \"work\", zh: \"工作\"}\n"
    "    acts: [draft, comment, dispose, ballot]\n"
    "    comment: {min: 1, max: 3650, usual: 3650}\n"
    "    ballots: [vote]\n"
    "    next:\n"
    "      - {to: done, by: [secretary], ballot: vote, comments_disposed: true}\n"
    "  - {id: done, name: {en: \"published\", zh: \"已发布\"}, acts: [publish], end: published}\n"
    "rules:\n"
    "  - key: vote\n"
    "    name: {en: \"vote\", zh: \"投票\"}\n"
    "    electorate: {body: committee, members: organisations, name: {en: \"members\", zh: "
    "\"成员\"}}\n"
    "    period: {min: 1, max: 3650, usual: 14}\n"
    "    pass:\n"
    "      - {key: most, name: {en: \"more than half\", zh: \"过半数\"}, counts: [\"yes\"], num: "
    "1, "
    "den: 2, over: cast, strict: true}\n";

#define DIGEST "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
must(bool ok, const struct err *e)
{
    if (ok)
        return;
    fprintf(stderr, "bureau: %s\n", e->msg);
    abort();
}

/* --- the world ------------------------------------------------------------------------------ */

static int64_t
wall(void *ctx)
{
    const struct bureau *b = ctx;
    return b->now * 1000000000;
}

static void
noise(void *ctx, uint8_t *out, size_t n)
{
    struct bureau *b = ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)random_next(&b->seed);
}

/* --- acts ----------------------------------------------------------------------------------- */

static struct json_node *
json_of(struct arena *a, const char *text)
{
    struct err e = {0};
    struct json_node *n = NEW(a, struct json_node);
    must(json_parse(n, a, SL("test"), slice_str(text), &e), &e);
    return n;
}

struct actor
bureau_actor(struct arena *a, size_t member)
{
    return (struct actor){.organisation = arena_printf(a, "o-%zu", member + 1),
                          .person = arena_printf(a, "p-%zu", member + 1),
                          .mandate = arena_printf(a, "m-%zu", member + 1)};
}

void
bureau_try(struct office_done *out, struct bureau *b, size_t member, const char *type,
           const char *project, const char *data)
{
    struct err e = {0};
    struct office_request r = {.type = slice_str(type),
                               .project = slice_str(project),
                               .by = bureau_actor(&b->arena, member),
                               .data = json_of(&b->arena, data),
                               .once = slice_str(b->once),
                               .later = b->later};
    b->once = NULL;
    must(office_act(out, &b->arena, &b->office, &r, &e), &e);
}

uint64_t
bureau_act(struct bureau *b, size_t member, const char *type, const char *project, const char *data)
{
    struct office_done done;
    bureau_try(&done, b, member, type, project, data);
    if (done.answer == OFFICE_REFUSED) {
        fprintf(stderr, "bureau: %s refused: %.*s: %.*s\n", type, SL_FMT(done.refusal.rule),
                SL_FMT(done.refusal.en));
        abort();
    }
    if (done.warning.n > 0) {
        fprintf(stderr, "bureau: %s: %.*s\n", type, SL_FMT(done.warning));
        abort();
    }
    return done.event.index;
}

static const char *text(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

static const char *
text(struct arena *a, const char *fmt, ...)
{
    char piece[4096];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(piece, sizeof piece, fmt, ap);
    va_end(ap);
    return arena_str(a, slice_str(piece));
}

/* --- a committee ---------------------------------------------------------------------------- */

static void
adopt(struct bureau *b)
{
    struct err e = {0};
    struct process p;
    struct json_node n;
    struct slice json;
    must(process_from_yaml(&p, &b->arena, SL("TEST.yaml"), slice_str(process_text), &e), &e);
    process_to_json(&n, &b->arena, &p);
    must(json_canonical(&json, &b->arena, &n, EVENT_SIZE_MAX, &e), &e);
    bureau_act(b, 0, "process.adopted", NULL, text(&b->arena, "{\"process\":%.*s}", SL_FMT(json)));
}

static void
admit(struct bureau *b, size_t k)
{
    static const char *const origins[] = {"domestic", "foreign-invested", "foreign"};
    struct arena *a = &b->arena;
    bureau_act(b, 0, "organisation.admitted", NULL,
               text(a,
                    "{\"name\":{\"en\":\"Invented Works %zu\",\"zh\":\"虚构单位%zu\"},"
                    "\"origin\":\"%s\",\"country\":\"CN\"}",
                    k, k, origins[k % 3]));
    bureau_act(b, 0, "person.registered", NULL,
               text(a, "{\"organisation\":\"o-%zu\",\"profile\":\"" DIGEST "\"}", k + 1));
    bureau_act(b, 0, "membership.granted", NULL,
               text(a, "{\"organisation\":\"o-%zu\",\"role\":\"member\"}", k + 1));
    bureau_act(b, 0, "mandate.granted", NULL,
               text(a, "{\"person\":\"p-%zu\",\"kind\":\"delegate\"}", k + 1));
}

void
bureau_at(struct bureau *b, const char *dir, size_t members, int64_t now)
{
    *b = (struct bureau){.now = now, .seed = 20261124, .members = members};
    env_system(&b->env);
    b->env.ctx = b;
    b->env.wall_ns = wall;
    b->env.random = noise;
    b->dir = arena_str(&b->arena, slice_str(dir));
}

void
bureau_make(struct bureau *b, size_t members)
{
    struct err e = {0};
    bureau_at(b, "", members, BUREAU_START);
    must(temp_make(&b->temp, &e), &e);
    b->dir = temp_path(&b->arena, &b->temp, "committee");
    const struct json_node *founding = json_of(
        &b->arena, "{\"id\":\"TC1\",\"languages\":[\"zh\",\"en\"],"
                   "\"name\":{\"en\":\"Committee for Tests\",\"zh\":\"测试委员会\"},"
                   "\"organisation\":{\"name\":{\"en\":\"Secretariat\",\"zh\":\"秘书处\"},"
                   "\"origin\":\"domestic\",\"country\":\"CN\"},"
                   "\"person\":{\"profile\":\"" DIGEST "\"},\"record\":\"tests.example/tc1\"}");
    must(office_create(b->dir, &b->env, founding, NULL, 0, &e), &e);
    must(bureau_reopen(b, &e), &e);
    adopt(b);
    for (size_t k = 1; k <= members; k++)
        admit(b, k);
}

bool
bureau_reopen(struct bureau *b, struct err *e)
{
    bureau_close(b);
    return office_open(&b->office, b->dir, &b->env, &b->notes, e);
}

void
bureau_close(struct bureau *b)
{
    if (b->office.private_)
        office_close(&b->office);
}

void
bureau_done(struct bureau *b)
{
    bureau_close(b);
    temp_remove(&b->temp);
    arena_free(&b->arena);
}

/* --- projects ------------------------------------------------------------------------------- */

static const char proposed[] = "{\"lead\":\"o-2\",\"process\":\"TEST\",\"title\":{\"en\":\"Data "
                               "storage and encryption\",\"zh\":\"数据存储与加密\"}}";
static const char draft[] =
    "{\"clauses\":[\"c1\",\"c2\",\"c3\",\"c4\",\"c5\"],\"file\":\"" DIGEST "\"}";

struct slice
bureau_project(struct bureau *b)
{
    struct office_done done;
    bureau_try(&done, b, 1, "project.proposed", NULL, proposed);
    if (done.answer != OFFICE_DONE) {
        fprintf(stderr, "bureau: no project: %.*s\n", SL_FMT(done.refusal.en));
        abort();
    }
    const char *id = arena_str(&b->arena, done.event.project);
    bureau_act(b, 1, "draft.posted", id, draft);
    bureau_act(b, 0, "comments.opened", id, "{}");
    return slice_str(id);
}

const char *
bureau_comment(struct arena *a, uint64_t k)
{
    static const char *const types[] = {"ge", "te", "ed"};
    return text(a,
                "{\"clause\":\"c%d\",\"language\":\"%s\",\"object\":\"sha256:%064llx\","
                "\"type\":\"%s\"}",
                (int)(k % 5) + 1, k % 3 ? "zh" : "en", (unsigned long long)k, types[k % 3]);
}

const char *
bureau_vote(struct arena *a, const char *ballot, uint64_t k)
{
    static const char *const choices[] = {"yes", "yes", "yes", "no", "abstain"};
    return text(a, "{\"ballot\":\"%s\",\"choice\":\"%s\",\"reason\":\"sha256:%064llx\"}", ballot,
                choices[k % 5], (unsigned long long)k);
}

/* --- many ----------------------------------------------------------------------------------- */

struct fill {
    struct bureau *b;
    struct folds folds;
    struct crypto_hasher *hasher;
    struct arena a; /* of one event */
    uint64_t n;
};

static bool
fill_fold(void *ctx, const struct store_event *in, struct err *e)
{
    struct fill *f = ctx;
    struct event ev;
    if (!event_read(&ev, &f->a, in->octets, e))
        return false;
    (void)folds_apply(&f->folds, &ev);
    f->n++;
    arena_free(&f->a);
    return true;
}

static void
fill_one(struct fill *f, size_t member, const char *type, struct slice project, const char *data)
{
    struct err e = {0};
    struct refusal r = {0};
    struct store_event out = {.index = f->n};
    struct merkle_hash hash;
    struct event ev = {.kind = event_kind_find(slice_str(type)),
                       .index = f->n,
                       .at = f->b->now,
                       .by = bureau_actor(&f->a, member),
                       .project = project,
                       .data = json_of(&f->a, data)};
    const struct act_world w = {&f->folds.committee, folds_project(&f->folds, project),
                                f->folds.last_at};
    if (!act_complete(&ev, &f->a, &w, &r) || !folds_decide(&f->folds, &f->a, &ev, &r)) {
        fprintf(stderr, "bureau: %s refused: %.*s: %.*s\n", type, SL_FMT(r.rule), SL_FMT(r.en));
        abort();
    }
    must(event_write(&out.octets, &f->a, &ev, &e), &e);
    out.project = ev.project;
    merkle_leaf(&hash, f->hasher, out.octets);
    memcpy(out.hash, hash.b, sizeof out.hash);
    must(f->b->office.store->ops->append(f->b->office.store, &out, &e), &e);
    (void)folds_apply(&f->folds, &ev);
    f->n++;
    f->b->now += f->n % 16 == 0;
}

/* Comments, dispositions, votes; a ballot now and then is closed and another opened. */
static void
fill_next(struct fill *f, struct slice project, uint64_t k)
{
    struct arena *a = &f->a;
    const struct project *p = folds_project(&f->folds, project);
    const struct ballot *b = project_open_ballot(p);
    size_t members = f->b->members, voted = 0;
    for (size_t i = 0; b && i < b->roll.n; i++)
        voted += b->votes[i].cast;
    if (k % 10 < 6)
        fill_one(f, 1 + k % members, "comment.filed", project, bureau_comment(a, k));
    else if (k % 10 < 8 && p->undisposed > 0)
        fill_one(f, 1, "disposition.set", project,
                 text(a,
                      "{\"comment\":\"c-%zu\",\"decision\":\"accepted\",\"reason\":\"" DIGEST "\"}",
                      p->comments.n - p->undisposed + 1));
    else if (!b)
        fill_one(f, 0, "ballot.opened", project, "{\"closes\":\"2035-01-01T00:00:00Z\"}");
    else if (voted < b->roll.n)
        fill_one(f, 1 + voted, "vote.cast", project, bureau_vote(a, arena_str(a, b->id), k));
    else
        fill_one(f, 1 + k % members, "comment.filed", project, bureau_comment(a, k));
}

void
bureau_fill(struct bureau *b, uint64_t events, size_t projects)
{
    struct err e = {0};
    struct store *s = b->office.store;
    struct fill f = {.b = b, .hasher = crypto_hasher_new()};
    folds_init(&f.folds);
    must(s->ops->begin_write(s, &e) && s->ops->each(s, 0, STORE_NONE, NULL, fill_fold, &f, &e), &e);
    uint64_t until = f.n + events;
    for (size_t i = 0; f.n < until; i = (i + 1) % projects) {
        struct slice id = SL("");
        if (i < f.folds.streams.n)
            id = f.folds.streams.v[i].key;
        struct arena_mark mark = arena_mark(&f.a);
        if (id.n == 0) {
            fill_one(&f, 1, "project.proposed", id, proposed);
            id = f.folds.streams.v[i].key;
            fill_one(&f, 1, "draft.posted", id, draft);
            fill_one(&f, 0, "comments.opened", id, "{}");
        } else {
            fill_next(&f, id, folds_project(&f.folds, id)->events);
        }
        arena_reset(&f.a, mark);
    }
    must(s->ops->commit(s, &e), &e);
    must(office_rebuild(&b->office, NULL, NULL, &e), &e);
    folds_free(&f.folds);
    crypto_hasher_free(f.hasher);
    arena_free(&f.a);
}
