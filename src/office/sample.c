/* SPDX-License-Identifier: Apache-2.0 */
#include "office/sample.h"

#include "office/copy.h"
#include "office/sample_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define DAY ((int64_t)86400)
#define MORNING ((int64_t)28800) /* 08:00 */
#define NS ((int64_t)1000000000)

static int64_t
sample_wall_ns(void *ctx)
{
    const struct sample *s = ctx;
    return s->now * NS;
}

void
sample_go(struct sample *s, int64_t days_ago)
{
    int64_t at = s->base - days_ago * DAY;
    s->now = at > s->now ? at : s->now;
}

struct slice
sample_field(const struct csv_table *t, const struct csv_row *row, const char *column)
{
    size_t c = csv_column(t, slice_str(column));
    return c < t->ncolumns ? row->text[c] : (struct slice){0};
}

struct json_node *
sample_langs(struct arena *a, struct slice en, struct slice zh)
{
    struct json_node *n = json_new_object(a);
    json_put_text_if(a, n, "en", en);
    json_put_text_if(a, n, "zh", zh);
    return n;
}

bool
sample_do(struct event *out, struct sample *s, const struct sample_act *act, struct err *e)
{
    struct office_done done = {0};
    struct office_object object = {act->object, act->open};
    struct office_request r = {.type = slice_str(act->type),
                               .project = act->project,
                               .by = s->secretary,
                               .data = act->data,
                               .objects = &object,
                               .nobjects = act->object.n ? 1 : 0};
    if (act->mandate.n) {
        const struct mandate *m = committee_mandate(&s->office.committee, act->mandate);
        if (!m)
            return err_set(e, ERR_INPUT, "the sample: no mandate %.*s", SL_FMT(act->mandate));
        r.by = (struct actor){m->organisation, m->person, m->id};
    }
    if (!office_act(&done, s->a, &s->office, &r, e))
        return false;
    if (done.answer == OFFICE_REFUSED)
        return err_set(e, ERR_INPUT, "the sample: %s %.*s refused: %.*s", act->type,
                       SL_FMT(act->project), SL_FMT(done.refusal.en));
    *out = done.event;
    s->now += 60;
    return true;
}

/* ---- what it is made of ----------------------------------------------------------------------*/

static bool
read_text(struct slice *out, struct sample *s, const char *name, struct err *e)
{
    const char *path = arena_str(s->a, arena_printf(s->a, "%s/sample/%s", s->data, name));
    return s->env.read_file(s->env.ctx, out, s->a, path, CSV_TEXT_MAX, e);
}

static bool
read_table(struct csv_table *out, struct sample *s, const char *name, struct err *e)
{
    struct slice text;
    return read_text(&text, s, name, e) && csv_read(out, s->a, s->a, slice_str(name), text, e);
}

static bool
read_drafts(struct sample *s, struct err *e)
{
    static const char *const names[] = {"draft-1.yaml", "draft-2.yaml", "outline.yaml"};
    if (!catalog_load_rules(&s->catalog, s->a, &s->env, s->data, e))
        return false;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!read_text(&s->texts[i], s, names[i], e) ||
            !draft_read(&s->drafts[i], NULL, s->a, &s->catalog, slice_str(names[i]), s->texts[i],
                        e))
            return false;
    return true;
}

static bool
read_all(struct sample *s, struct err *e)
{
    return read_table(&s->organisations, s, "organisations.csv", e) &&
           read_table(&s->persons, s, "persons.csv", e) &&
           read_table(&s->groups, s, "groups.csv", e) &&
           read_table(&s->projects, s, "projects.csv", e) &&
           read_table(&s->comments, s, "comments.csv", e) && read_drafts(s, e);
}

/* ---- the committee ---------------------------------------------------------------------------*/

static struct json_node *
founding(struct sample *s, struct slice profile)
{
    struct arena *a = s->a;
    struct json_node *n = json_new_object(a), *person = json_new_object(a);
    struct json_node *org = json_new_object(a), *languages = json_new_array(a);
    json_push_text(a, languages, SL("zh"));
    json_push_text(a, languages, SL("en"));
    json_put_text(a, org, "category", SL("research"));
    json_put_text(a, org, "country", SL("XC"));
    json_put_node(
        a, org, "name",
        sample_langs(a, SL("Secretariat of the sample committee"), SL("示例委员会秘书处")));
    json_put_text(a, org, "origin", SL("domestic"));
    json_put_text(a, person, "profile", profile);
    json_put_text(a, n, "id", SL("SAMPLE-TC"));
    json_put_node(a, n, "languages", languages);
    json_put_node(a, n, "name",
                  sample_langs(a, SL("Sample committee for cybersecurity (invented)"),
                               SL("网络安全标准化示例委员会（虚构）")));
    json_put_node(a, n, "organisation", org);
    json_put_node(a, n, "person", person);
    json_put_text(a, n, "record", SL("sample.comity.invalid/record"));
    json_put_bool(a, n, "rehearsal", true);
    return n;
}

static bool
found(struct sample *s, const char *dir, struct err *e)
{
    struct langs name = {SL("Lin Zhiyang"), SL("林之洋")};
    struct office_object object = {0};
    struct slices notes;
    sample_go(s, SAMPLE_FOUNDED);
    if (!object_person(&object.octets, s->a, &s->env, &name, SL("secretary@sample.comity.invalid"),
                       e) ||
        !office_create(dir, &s->env, founding(s, object_digest(s->a, object.octets)), &object, 1,
                       e) ||
        !office_open(&s->office, dir, &s->env, &notes, e))
        return false;
    s->opened = true;
    const struct mandate *m = s->office.committee.mandates.v[0].value;
    s->secretary = (struct actor){m->organisation, m->person, m->id};
    s->now += 60;
    return true;
}

static bool
adopt(struct sample *s, struct err *e)
{
    struct process process;
    struct event ev;
    struct json_node tree, *data = json_new_object(s->a);
    struct loader l = {.a = s->a, .trees = s->a, .env = &s->env};
    const char *path = arena_str(s->a, arena_printf(s->a, "%s/processes/SAC-GBT.yaml", s->data));
    if (!process_load(&process, &l, path, e))
        return false;
    process_to_json(&tree, s->a, &process);
    json_put_node(s->a, data, "process", &tree);
    struct sample_act act = {.type = "process.adopted", .data = data};
    return sample_do(&ev, s, &act, e);
}

static bool
live(struct sample_done *out, struct sample *s, const char *dir, struct err *e)
{
    bool ok = read_all(s, e) && found(s, dir, e) && adopt(s, e) && sample_people(s, e) &&
              sample_life(s, e);
    if (ok) {
        *out = (struct sample_done){.secretary = arena_dup(s->a, s->secretary.mandate),
                                    .chair = s->chair,
                                    .entries = s->office.seen};
        for (size_t i = 0; i < s->who.n; i++)
            if (!s->who.v[i].domestic && !out->foreign.n)
                out->foreign = s->who.v[i].mandate;
    }
    if (s->opened)
        office_close(&s->office);
    return ok;
}

/*
 * Each of some two thousand acts is synced to the disk: it is made in memory, where that is at
 * once, and copied.
 */
static bool
live_in_memory(struct sample_done *out, struct sample *s, const char *dir, struct err *e)
{
    char aside[] = "/dev/shm/comity-sample-XXXXXX";
    if (rmdir(dir) != 0 && errno != ENOENT)
        return err_set(e, ERR_INPUT, "%s is not an empty folder: a committee takes a new one", dir);
    if (!mkdtemp(aside))
        return live(out, s, dir, e);
    bool ok = live(out, s, aside, e) && copy_tree(aside, dir, 0777, e) && copy_sync(dir, e);
    copy_remove(aside);
    return ok;
}

bool
sample_create(struct sample_done *out, struct arena *a, const char *dir, const struct env *env,
              const char *data, struct err *e)
{
    struct sample s = {.a = a, .env = *env, .data = data};
    int64_t end = env->wall_ns(env->ctx) / NS;
    s.base = end / DAY * DAY + MORNING;
    if (s.base > end)
        s.base -= DAY;
    s.env.ctx = &s;
    s.env.wall_ns = sample_wall_ns;
    return live_in_memory(out, &s, dir, e);
}
