/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sample's two revisions, all told: findings, diff, meaning, against the
 * file of what they were when somebody last looked. With --write it is written anew.
 *
 * usage: test_sample DATA GOLDEN [--write]
 */
#include "base/buf.h"
#include "base/cleanup.h"
#include "draft/diff.h"
#include "draft/lint.h"
#include "draft/meaning.h"

#include <stdlib.h>

static void
must(bool ok, const struct err *e)
{
    if (ok)
        return;
    fprintf(stderr, "%s\n", e->msg);
    exit(1);
}

static void
load(struct draft *d, struct arena *a, const struct env *env, const struct catalog *c,
     const char *dir, const char *name)
{
    struct problems problems = {0};
    struct err e = {0};
    const char *path = (const char *)arena_printf(a, "%s/sample/%s", dir, name).p;
    must(draft_load(d, &problems, a, env, c, path, &e), &e);
    for (size_t i = 0; i < problems.list.n; i++)
        fprintf(stderr, "%.*s\n", SL_FMT(problems.list.v[i]));
    if (problems.list.n)
        exit(1);
}

static void
print_lint(struct buf *b, struct arena *a, const struct draft *d, const struct catalog *c)
{
    struct lint_result r;
    struct err e = {0};
    must(lint_draft(&r, a, d, c, &e), &e);
    buf_printf(b, "== findings in %.*s: %zu errors, %zu warnings\n", SL_FMT(d->standard.edition),
               r.errors, r.warnings);
    for (size_t i = 0; i < r.n; i++) {
        const struct lint_finding *f = &r.v[i];
        struct slice where = f->clause ? f->clause->id : SL("draft");
        buf_printf(b, "%u:%u %.*s %s %.*s: %.*s\n    %.*s\n", f->at.line, f->at.column,
                   SL_FMT(where), lint_severity_names[f->rule->severity], SL_FMT(f->rule->id),
                   SL_FMT(f->en), SL_FMT(f->zh));
    }
}

static void
print_clause(struct buf *b, struct arena *a, const struct diff_clause *c)
{
    const struct clause *any = c->to ? c->to : c->from;
    buf_printf(b, "%.*s%s%s%s", SL_FMT(any->id),
               !c->from ? " added"
               : !c->to ? " removed"
                        : "",
               c->moved ? " moved" : "", c->kind_changed ? " kind" : "");
    if (c->renumbered)
        buf_printf(b, " %.*s -> %.*s", SL_FMT(c->from->number), SL_FMT(c->to->number));
    buf_str(b, "\n");
    for (size_t l = 0; l < DRAFT_LANGUAGES; l++) {
        const struct diff_text *t = &c->text[l];
        if (t->text_changed)
            buf_printf(b, "    %s%s: %.*s\n", draft_language_names[l],
                       t->keyword_changed ? " (strength)" : "",
                       SL_FMT(textdiff_print(a, &t->text)));
    }
}

static void
print_diff(struct buf *b, struct arena *a, const struct draft *from, const struct draft *to)
{
    struct diff d;
    diff_make(&d, a, from, to);
    buf_str(b, "== clauses\n");
    for (size_t i = 0; i < d.nclauses; i++)
        if (d.clauses[i].changed)
            print_clause(b, a, &d.clauses[i]);
    buf_str(b, "== requirements\n");
    for (size_t i = 0; i < d.nrequirements; i++) {
        const struct diff_requirement *r = &d.requirements[i];
        if (r->changed)
            buf_printf(b, "%.*s%s%s%s%s\n", SL_FMT((r->to ? r->to : r->from)->id),
                       !r->from ? " added"
                       : !r->to ? " removed"
                                : "",
                       r->keyword_changed ? " keyword" : "", r->text_changed ? " text" : "",
                       r->condition_changed ? " condition" : "");
    }
}

static void
print_facts(struct buf *b, const struct evidence *ev, const struct kind *k)
{
    for (size_t i = 0; i < ev->n; i++) {
        const struct asset *as = &ev->assets[i];
        if (as->kind != k)
            continue;
        buf_printf(b, "      %.*s:", SL_FMT(as->id));
        for (size_t f = 0; f < k->n; f++) {
            const struct field *field = &k->fields[f];
            if (field->type != FIELD_SET)
                continue;
            buf_printf(b, " %.*s {", SL_FMT(field->path));
            for (size_t e = 0; e < field->registry->n; e++)
                if (bits_has(as->facts[f].truth_bits, e))
                    buf_printf(b, " %.*s", SL_FMT(field->registry->elements[e].name));
            buf_str(b, " }");
        }
        buf_str(b, "\n");
    }
}

static void
print_way(struct buf *b, const char *what, const struct meaning_way *w)
{
    switch (w->answer) {
    case MEANING_NONE:
        buf_printf(b, "  %s: none, proven\n", what);
        break;
    case MEANING_SOME:
        buf_printf(b, "  %s: some, by %.*s: %.*s\n", what, SL_FMT(w->breaks->id),
                   SL_FMT(w->finding->reason));
        print_facts(b, w->example, w->breaks->kind);
        break;
    case MEANING_UNDECIDED:
        buf_printf(b, "  %s: not decided: %.*s\n", what, SL_FMT(w->why));
        break;
    }
}

static void
print_meaning(struct buf *b, struct arena *a, const struct catalog *c, const struct draft *from,
              const struct draft *to)
{
    struct meaning m;
    struct err e = {0};
    const struct meaning_options o = {.catalog = c, .on = to->standard.published};
    must(meaning_make(&m, a, from, to, &o, &e), &e);
    buf_printf(b, "== meaning: %s%s%s%s\n", m.same ? "the same" : "another",
               m.possible[0] ? "" : ", old impossible", m.possible[1] ? "" : ", new impossible",
               m.values_complete ? "" : ", values incomplete");
    print_way(b, "now forbidden", &m.now_forbidden);
    print_way(b, "now allowed", &m.now_allowed);
    for (size_t i = 0; i < m.nrules; i++) {
        const struct meaning_rule *r = &m.rules[i];
        buf_printf(b, "%.*s\n", SL_FMT((r->to ? r->to : r->from)->id));
        print_way(b, "now forbidden", &r->now_forbidden);
        print_way(b, "now allowed", &r->now_allowed);
    }
    for (size_t i = 0; i < m.nvalues; i++)
        buf_printf(b, "%.*s.%.*s %.*s: %s\n", SL_FMT(m.values[i].kind->name),
                   SL_FMT(m.values[i].field->path), SL_FMT(m.values[i].value),
                   meaning_fate_names[m.values[i].fate]);
    for (size_t i = 0; i < m.nopen; i++)
        buf_printf(b, "open: %.*s %.*s: %.*s\n", SL_FMT(m.open[i].requirement->standard->edition),
                   SL_FMT(m.open[i].requirement->id), SL_FMT(m.open[i].why));
}

/* The first line in which they differ. */
static int
compare(struct slice got, struct slice want)
{
    struct slice a, b;
    for (size_t line = 1; got.n || want.n; line++) {
        bool more = slice_cut(&got, '\n', &a), wanted = slice_cut(&want, '\n', &b);
        if (more == wanted && slice_eq(a, b))
            continue;
        printf(
            "line %zu differs:\n  got  %.*s\n  want %.*s\nIf it is right, run this with --write.\n",
            line, SL_FMT(a), SL_FMT(b));
        return 1;
    }
    return 0;
}

int
main(int argc, char **argv)
{
    AUTO_ARENA a = {0};
    struct env env;
    struct catalog c;
    struct draft old, new;
    struct err e = {0};
    struct buf b;
    if (argc < 3)
        return 2;
    env_system(&env);
    must(catalog_load(&c, &a, &env, argv[1], &e), &e);
    load(&old, &a, &env, &c, argv[1], "draft-1.yaml");
    load(&new, &a, &env, &c, argv[1], "draft-2.yaml");
    buf_init(&b, &a, (size_t)16 << 20);
    print_lint(&b, &a, &old, &c);
    print_lint(&b, &a, &new, &c);
    print_diff(&b, &a, &old, &new);
    print_meaning(&b, &a, &c, &old, &new);
    if (argc > 3) {
        AUTO_FILE f = fopen(argv[2], "w");
        return !f || fwrite(b.p, 1, b.n, f) != b.n;
    }
    struct slice want;
    must(env.read_file(env.ctx, &want, &a, argv[2], (size_t)1 << 20, &e), &e);
    return compare(buf_slice(&b), want);
}
