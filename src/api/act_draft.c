/* SPDX-License-Identifier: Apache-2.0 */
#include "api/act_draft.h"

#include "office/object.h"

void
drafts_begin(struct drafts *d, const struct viewer *v, const struct project *p)
{
    *d = (struct drafts){.viewer = v, .project = p};
}

const struct draft_posted *
drafts_posted(const struct drafts *d, struct slice id)
{
    const struct project *p = d->project;
    if (id.n)
        return project_draft(p, id);
    return p->drafts.v && p->drafts.n ? &p->drafts.v[p->drafts.n - 1] : NULL;
}

/* The file of a draft; ERR_INPUT where it was forgotten. */
static bool
octets_of(struct slice *out, const struct drafts *d, const struct draft_posted *posted,
          struct err *e)
{
    bool there;
    if (!office_object(out, &there, d->viewer->arena, d->viewer->office, posted->file, e))
        return false;
    return there || err_set(e, ERR_INPUT, "%.*s: forgotten: the record has its digest alone",
                            SL_FMT(posted->file));
}

static bool
no_draft(const struct drafts *d, struct slice id, struct err *e)
{
    const struct project *p = d->project;
    const struct draft_posted *last = drafts_posted(d, (struct slice){0});
    if (!last)
        return err_set(e, ERR_INPUT, "%.*s has no draft yet", SL_FMT(p->id));
    return err_set(e, ERR_INPUT, "%.*s has no draft '%.*s'; its last one is '%.*s'", SL_FMT(p->id),
                   SL_FMT(id), SL_FMT(last->id));
}

/* Of a draft that cannot be read: why, in the first place. */
static struct slice
first_problem(const struct draft_checked *c)
{
    return c->problems.v && c->problems.n ? c->problems.v[0] : (struct slice){0};
}

const struct draft *
drafts_get(struct drafts *d, struct slice id, struct err *e)
{
    struct arena *a = d->viewer->arena;
    const struct draft_posted *posted = drafts_posted(d, id);
    struct draft_checked c;
    struct slice octets;
    if (!posted) {
        (void)no_draft(d, id, e);
        return NULL;
    }
    const struct draft *known = map_get(&d->by_id, posted->id);
    if (known)
        return known;
    struct slice name = arena_printf(a, "%.*s/%.*s", SL_FMT(d->project->id), SL_FMT(posted->id));
    if (!octets_of(&octets, d, posted, e) || !draft_parse(&c, d->viewer, name, octets, e))
        return NULL;
    if (!c.draft) {
        err_set(e, ERR_INPUT, "%.*s", SL_FMT(first_problem(&c)));
        return NULL;
    }
    map_put(a, &d->by_id, arena_dup(a, posted->id), c.draft);
    return c.draft;
}

bool
draft_parse(struct draft_checked *out, const struct viewer *v, struct slice name,
            struct slice octets, struct err *e)
{
    struct problems problems = {0};
    struct draft *draft = NEW(v->arena, struct draft);
    struct err why = {0};
    *out = (struct draft_checked){0};
    if (!v->catalog)
        return err_set(e, ERR_UNSUPPORTED, "no data were loaded to read drafts with");
    if (!draft_read(draft, &problems, v->arena, v->catalog, name, octets, &why)) {
        struct slice *one = NEW(v->arena, struct slice);
        *one = arena_dup(v->arena, slice_str(why.msg));
        out->problems = (struct slices){one, 1};
    } else if (problems.list.n) {
        out->problems = (struct slices){problems.list.v, problems.list.n};
    } else {
        out->draft = draft;
    }
    return true;
}

bool
draft_check(struct draft_checked *out, const struct viewer *v, struct slice name,
            struct slice octets, struct err *e)
{
    return draft_parse(out, v, name, octets, e) &&
           (!out->draft || lint_draft(&out->lint, v->arena, out->draft, v->catalog, e));
}

/* ---- posting ---------------------------------------------------------------------------------*/

static bool
broken(struct given_faults *f, struct arena *a, const struct draft_checked *c)
{
    if (!c->draft)
        return given_fault(
            f, a, "file",
            arena_printf(a, "The draft cannot be read: %.*s", SL_FMT(first_problem(c))),
            arena_printf(a, "草案无法读取：%.*s", SL_FMT(first_problem(c))));
    return given_fault(
        f, a, "file",
        arena_printf(a,
                     "The draft breaks rules of drafting %zu times; correct it, or post it as a "
                     "working draft.",
                     c->lint.errors),
        arena_printf(a, "草案有%zu处不符合起草规则；请更正，或以工作草案提交。", c->lint.errors));
}

bool
draft_request(struct act *out, const struct viewer *v, struct slice project, struct slice octets,
              const struct draft_checked *c, bool with_errors, struct given_faults *f)
{
    struct arena *a = v->arena;
    if (!c->draft || (c->lint.errors && !with_errors))
        return broken(f, a, c);
    struct json_node *clauses = json_new_array(a);
    *out = (struct act){.kind = event_kind_find(SL("draft.posted")),
                        .project = project,
                        .data = json_new_object(a)};
    for (size_t i = 0; i < c->draft->n; i++)
        json_push_text(a, clauses, c->draft->clauses[i].id);
    json_put_node(a, out->data, "clauses", clauses);
    return act_keep(out, v, "file", octets, true, f);
}
