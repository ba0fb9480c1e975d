/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lint.h"

#include "base/buf.h"
#include "cli/data_dir.h"
#include "judge/judge.h"

#include <stdlib.h>

struct lint {
    struct cli *cli;
    struct catalog c;
    struct problems problems; /* of loading */
    size_t found, standards, requirements, cases;
};

static void
complain(struct lint *l, struct slice problem)
{
    cli_say(l->cli->out, problem);
    l->found++;
}

/* A day on which the rule is in force. */
static date_t
case_day(const struct requirement *r)
{
    if (r->from != DATE_MIN)
        return r->from;
    date_t published = r->standard->published;
    return published < r->until ? published : r->until;
}

static struct slice
names(struct arena *a, struct slices list)
{
    struct buf b;
    buf_init(&b, a, (size_t)1 << 20);
    for (size_t i = 0; i < list.n; i++)
        buf_printf(&b, "%s%.*s", i ? ", " : "", SL_FMT(list.v[i]));
    return buf_slice(&b);
}

/* What the judge says of a case where it should have said something else. */
static struct slice
case_result(struct arena *a, const struct finding *f)
{
    switch (f->verdict) {
    case VERDICT_PASS:
        return SL("it passes");
    case VERDICT_FAIL:
        return arena_printf(a, "it fails: %.*s", SL_FMT(f->reason));
    case VERDICT_UNKNOWN:
        return arena_printf(a, "it does not state enough: %.*s",
                            SL_FMT(names(a, f->missing_facts)));
    case VERDICT_NOT_APPLICABLE:
        return arena_printf(a, "the requirement does not apply: %.*s", SL_FMT(f->reason));
    case VERDICT_CANNOT_CHECK:
        return arena_printf(a, "it cannot be checked: %.*s", SL_FMT(f->reason));
    }
    return (struct slice){0};
}

static void
run_case(struct lint *l, const struct requirement *r, const struct case_facts *facts)
{
    struct arena *a = &l->cli->arena;
    struct finding f;
    struct err e = {0};
    enum verdict want = facts->want_pass ? VERDICT_PASS : VERDICT_FAIL;
    bool judged = judge_one(&f, a, &l->c, r, &facts->asset, case_day(r), &e);
    l->cases++;
    if (judged && f.verdict == want)
        return;
    struct slice says = judged ? case_result(a, &f) : slice_str(e.msg);
    complain(l, arena_printf(a, "%.*s:%u:%u: %.*s: this case must %s, but %.*s",
                             SL_FMT(facts->at.file), facts->at.line, facts->at.column,
                             SL_FMT(r->id), facts->want_pass ? "pass" : "fail", SL_FMT(says)));
}

static void
run_cases(struct lint *l, const struct standard *s)
{
    l->standards++;
    for (size_t i = 0; i < s->n; i++) {
        const struct requirement *r = &s->requirements[i];
        l->requirements++;
        /* A condition that was refused has been complained about already. */
        bool whole = r->must.ast && (r->when.ast || r->when.source.n == 0);
        for (size_t k = 0; k < r->ncases && whole; k++) {
            struct arena_mark mark = arena_mark(&l->cli->arena);
            run_case(l, r, &r->cases[k]);
            arena_reset(&l->cli->arena, mark);
        }
    }
}

/* The cases of one file, or of all. */
static void
run_files(struct lint *l, struct slice file)
{
    const struct catalog *c = &l->c;
    const struct {
        const struct standard *v;
        size_t n;
    } shelves[] = {{c->standards, c->nstandards}, {c->laws, c->nlaws}, {c->servers, c->nservers}};
    for (size_t k = 0; k < COUNT_OF(shelves); k++)
        for (size_t i = 0; i < shelves[k].n; i++)
            if (file.n == 0 || slice_eq(shelves[k].v[i].file, file))
                run_cases(l, &shelves[k].v[i]);
}

static void
show_problems(struct lint *l, struct slice file)
{
    struct slice prefix = arena_printf(&l->cli->arena, "%.*s:", SL_FMT(file));
    for (size_t i = 0; i < l->problems.list.n; i++)
        if (file.n == 0 || slice_has_prefix(l->problems.list.v[i], prefix))
            complain(l, l->problems.list.v[i]);
    if (l->problems.more)
        complain(l, SL("there are more problems than are kept; correct these first"));
}

/* The file's name as the catalog has it, where it lies in the data folder; else the empty slice. */
static struct slice
name_in_catalog(struct lint *l, const char *dir, const char *path)
{
    struct slice out = {0};
    char *here = realpath(dir, NULL), *there = realpath(path, NULL);
    struct slice root = slice_str(here), file = slice_str(there);
    if (here && there && slice_has_prefix(file, root) && file.n > root.n && file.p[root.n] == '/')
        out = arena_printf(&l->cli->arena, "%s%.*s", dir, SL_FMT(slice_sub(file, root.n, file.n)));
    free(here);
    free(there);
    return out;
}

static bool
lint_outside(struct lint *l, const char *path)
{
    struct standard s;
    struct err e = {0};
    l->problems = (struct problems){0};
    bool ok =
        catalog_lint_standard(&s, &l->problems, &l->cli->arena, &l->cli->env, &l->c, path, &e);
    if (!ok && e.code != ERR_INPUT) {
        cli_wrong_err(l->cli, &e);
        return false;
    }
    if (!ok)
        complain(l, slice_str(e.msg));
    show_problems(l, (struct slice){0});
    if (ok)
        run_cases(l, &s);
    return true;
}

static bool
lint_file(struct lint *l, const char *dir, struct slice given)
{
    const char *path = arena_str(&l->cli->arena, given);
    struct slice name = name_in_catalog(l, dir, path);
    if (name.n == 0)
        return lint_outside(l, path);
    show_problems(l, name);
    run_files(l, name);
    return true;
}

static void
lint_all(struct lint *l)
{
    show_problems(l, (struct slice){0});
    run_files(l, (struct slice){0});
}

enum cli_exit
lint_run(struct cli *cli, const struct slices *files)
{
    struct lint l = {.cli = cli};
    const char *dir;
    struct err e = {0};
    if (!data_dir_find(&dir, &cli->arena, cli->common->data, &e) ||
        !catalog_lint(&l.c, &l.problems, &cli->arena, &cli->env, dir, &e))
        return cli_wrong_err(cli, &e);
    for (size_t i = 0; i < files->n; i++)
        if (!lint_file(&l, dir, files->v[i]))
            return EXIT_WRONG;
    if (files->n == 0)
        lint_all(&l);
    fprintf(cli->out, "%zu standards, %zu requirements, %zu cases: %zu problems\n", l.standards,
            l.requirements, l.cases, l.found);
    return l.found ? EXIT_FAILS : EXIT_OK;
}
