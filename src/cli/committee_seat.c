/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/committee_seat.h"

#include "api/given.h"
#include "text/nearest.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#define PRINT_MAX ((size_t)64 << 20)
#define NS ((int64_t)1000000000)

const char *const seat_languages[] = {"en", "zh", NULL};

static int64_t
given_wall_ns(void *ctx)
{
    const struct seat *s = ctx;
    return s->given_ns;
}

static const char *
setting(const char *option, const char *variable)
{
    const char *v = option ? option : getenv(variable);
    return v && *v ? v : NULL;
}

static bool
speaks_chinese(const struct seat_options *o)
{
    if (o->lang)
        return strcmp(o->lang, "zh") == 0;
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < COUNT_OF(variables); i++) {
        const char *v = setting(NULL, variables[i]);
        if (v)
            return strncmp(v, "zh", 2) == 0;
    }
    return false;
}

void
seat_begin(struct seat *s, struct cli *cli, const struct seat_options *o)
{
    *s = (struct seat){.cli = cli, .o = o, .env = cli->env, .given_ns = INT64_MIN};
    const char *dir = setting(o->dir, "COMITY_COMMITTEE");
    s->dir = dir ? dir : ".";
    s->zh = speaks_chinese(o);
}

bool
seat_clock(struct seat *s, bool rehearsal, struct err *e)
{
    const char *now = setting(s->o->now, "COMITY_NOW");
    int64_t at;
    if (!now)
        return true;
    if (!rehearsal)
        return err_set(e, ERR_INPUT,
                       "%s: the time of a committee is the machine's; only a rehearsal (init "
                       "--rehearsal) takes --now or COMITY_NOW",
                       s->dir);
    if (!seat_instant(&at, s, slice_str(now), e))
        return err_in(e, "the time");
    s->given_ns = at * NS;
    s->env.ctx = s;
    s->env.wall_ns = given_wall_ns;
    return true;
}

static bool
is_shut(struct arena *a, const char *dir, const char *name)
{
    struct stat st;
    return stat(arena_str(a, arena_printf(a, "%s/%s", dir, name)), &st) != 0 && errno == EACCES;
}

static bool
is_file(struct arena *a, const char *dir, const char *name)
{
    struct stat st;
    return stat(arena_str(a, arena_printf(a, "%s/%s", dir, name)), &st) == 0 && S_ISREG(st.st_mode);
}

bool
seat_open(struct seat *s, struct cli *cli, const struct seat_options *o, struct err *e)
{
    struct slices notes = {0};
    seat_begin(s, cli, o);
    if (is_shut(&cli->arena, s->dir, "comity.db"))
        return err_set(e, ERR_INPUT,
                       "%s: no permission to enter it: a committee's folder is its secretariat's; "
                       "the record is for all",
                       s->dir);
    if (!is_file(&cli->arena, s->dir, "comity.db"))
        return err_set(e, ERR_INPUT,
                       "%s: no committee there (no comity.db); give --dir DIR or COMITY_COMMITTEE, "
                       "or make one: comity committee init DIR",
                       s->dir);
    if (!office_open(&s->office, s->dir, &s->env, &notes, e))
        return false;
    s->opened = true;
    for (size_t i = 0; i < notes.n; i++)
        cli_say(cli->err, arena_printf(&cli->arena, "comity: %.*s", SL_FMT(notes.v[i])));
    return seat_clock(s, s->office.committee.rehearsal, e);
}

void
seat_close(struct seat *s)
{
    if (s->opened)
        office_close(&s->office);
    s->opened = false;
}

int64_t
seat_now(const struct seat *s)
{
    return s->env.wall_ns(s->env.ctx) / NS;
}

const struct viewer *
seat_viewer(struct seat *s)
{
    s->viewer.office = &s->office;
    s->viewer.arena = &s->cli->arena;
    s->viewer.now = seat_now(s);
    return &s->viewer;
}

bool
seat_reader(const struct viewer **out, struct seat *s, struct err *e)
{
    *out = seat_viewer(s);
    if (!s->viewer.catalog && !cli_catalog(s->cli, &s->catalog, e))
        return false;
    s->viewer.catalog = &s->catalog;
    return true;
}

bool
seat_secretary(const struct viewer **out, struct seat *s, struct err *e)
{
    const struct map *m = &s->office.committee.mandates;
    if (!seat_reader(out, s, e))
        return false;
    for (size_t i = 0; i < m->n && !s->viewer.person.n; i++) {
        const struct mandate *one = m->v[i].value;
        if (one->kind == MANDATE_SECRETARY && mandate_holds(one, s->viewer.now))
            viewer_of(&s->viewer, one->person);
    }
    return true;
}

static bool
no_mandate(const struct seat *s, struct slice id, struct err *e)
{
    const struct map *m = &s->office.committee.mandates;
    struct slice *names = NEW_ARRAY(&s->cli->arena, struct slice, m->n + 1);
    for (size_t i = 0; i < m->n; i++)
        names[i] = m->v[i].key;
    struct slice near = nearest_name(id, names, m->n);
    if (near.n)
        return err_set(e, ERR_INPUT, "no mandate '%.*s'; did you mean '%.*s'?", SL_FMT(id),
                       SL_FMT(near));
    return err_set(e, ERR_INPUT, "no mandate '%.*s'; 'comity committee mandate list' lists them",
                   SL_FMT(id));
}

bool
seat_actor(struct actor *out, const struct seat *s, struct err *e)
{
    const char *as = setting(s->o->as, "COMITY_AS");
    if (!as)
        return err_set(e, ERR_INPUT,
                       "%s: who acts? Give --as MANDATE or COMITY_AS; 'comity committee mandate "
                       "list' lists them",
                       s->cli->path);
    struct slice rest = slice_str(as), part[3] = {{0}};
    size_t n = 0;
    while (n < COUNT_OF(part) && slice_cut(&rest, '/', &part[n]))
        n++;
    if (n == 3 && rest.n == 0) {
        *out = (struct actor){part[0], part[1], part[2]};
        return true;
    }
    const struct mandate *m = committee_mandate(&s->office.committee, slice_str(as));
    if (!m)
        return no_mandate(s, slice_str(as), e);
    *out = (struct actor){m->organisation, m->person, m->id};
    return true;
}

void
seat_printer(struct printer *p, struct buf *b, struct seat *s)
{
    buf_init(b, &s->cli->arena, PRINT_MAX);
    printer_init(p, b, cli_columns(s->cli->out), cli_colour(s->cli, s->cli->out), cli_utf8());
}

enum cli_exit
seat_print(struct seat *s, const struct buf *b)
{
    struct slice text;
    struct err e = {0};
    if (!buf_done(b, &text, &e))
        return cli_wrong_err(s->cli, &e);
    if (text.n) /* an empty text has no octets to point to */
        fwrite(text.p, 1, text.n, s->cli->out); /* main looks at the stream's state at the end */
    return EXIT_OK;
}

struct slice
seat_word(const struct seat *s, struct slice en, struct slice zh)
{
    struct langs l = {en, zh};
    return langs_get(&l, s->zh);
}

bool
seat_instant(int64_t *out, const struct seat *s, struct slice text, struct err *e)
{
    if (given_instant(out, seat_now(s), text))
        return true;
    return err_set(e, ERR_INPUT,
                   "'%.*s' is no time: write 2026-11-24T01:02:03Z, 2026-11-24, or +60 for 60 days "
                   "from now",
                   SL_FMT(text));
}

bool
seat_args(const struct seat *s, const struct slices *args, const char *const *names, size_t need,
          struct err *e)
{
    size_t most = 0;
    while (names[most])
        most++;
    if (args->n > most)
        return err_set(e, ERR_INPUT, "%s: what is '%.*s'? 'comity help %s' shows what it takes",
                       s->cli->path, SL_FMT(args->v[most]), s->cli->path);
    if (args->n < need)
        return err_set(e, ERR_INPUT, "%s: write 'comity %s %s'", s->cli->path, s->cli->path,
                       s->cli->command->synopsis);
    return true;
}
