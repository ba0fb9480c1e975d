/* SPDX-License-Identifier: Apache-2.0 */
#include "web/asked.h"

#include "web/worker.h"

#define DRAFT_DEADLINE_MS 20000

bool
asked_project(const struct project **p, struct answer *out, struct call *c, struct err *e)
{
    if (!office_project(p, c->office, c->params[0], e))
        return false;
    return *p ? true : answer_missing(out, N_("There is no such project."));
}

struct comment_look *
asked_look(struct call *c, const struct project *p)
{
    struct comment_look *l = NEW(c->arena, struct comment_look);
    comment_look_begin(l, &c->viewer, p);
    return l;
}

/* Why a draft that was posted is not shown. */
static bool
unseen(struct answer *out, struct call *c, const struct asked_draft *x, struct err *e)
{
    enum viewer_text shown;
    struct slice octets;
    if (!viewer_object(&shown, &octets, &c->viewer, x->posted->file, x->look->body, e))
        return false;
    switch (shown) {
    case VIEWER_FORGOTTEN:
        return answer_missing(out, N_("This draft was deleted. The record keeps its digest."));
    case VIEWER_HIDDEN:
        return answer_forbidden(out, N_("This draft is kept inside the body that drafts it."));
    case VIEWER_TEXT:
        break;
    }
    return answer_missing(out, N_("This file cannot be read as a draft. It can be downloaded."));
}

bool
asked_draft(struct asked_draft *x, struct slice id, struct answer *out, struct call *c,
            struct err *e)
{
    *x = (struct asked_draft){0};
    if (!asked_project(&x->project, out, c, e))
        return false;
    const struct project *p = x->project;
    if (!p)
        return true;
    if (id.n)
        x->posted = project_draft(p, id);
    else if (p->drafts.n)
        x->posted = &p->drafts.v[p->drafts.n - 1];
    if (!x->posted)
        return answer_missing(out, N_("The project has no such draft."));
    x->look = asked_look(c, p);
    x->draft = comment_look_draft(x->look, x->posted->id);
    return x->draft ? true : unseen(out, c, x, e);
}

struct slice
asked_address(const struct call *c, const char *behind, struct slice id)
{
    return arena_printf(c->arena, "/projects/%.*s%s%.*s", SL_FMT(c->params[0]), behind, SL_FMT(id));
}

struct slice
asked_sent(const struct call *c, const char *name)
{
    for (size_t i = 0; i < c->sent.n; i++)
        if (slice_eq_str(c->sent.v[i].name, name))
            return c->sent.v[i].value;
    return (struct slice){0};
}

bool
asked_act(bool *done, struct office_done *what, struct answer *out, struct call *c,
          const struct act *x, struct err *e)
{
    const struct act_how how = {.acting = given_get(&c->given, ACT_FIELD_ACTING), .once = c->once};
    *done = false;
    if (!act_run(what, &c->viewer, x, &how, e))
        return false;
    *done = what->answer != OFFICE_REFUSED;
    return *done || answer_refused(out, c, &what->refusal);
}

bool
asked_draft_file(struct given_faults *f, struct call *c, struct slice file, struct err *e)
{
    struct slice says;
    struct err why = {0};
    if (worker_run(&says, c->arena, c->portal->workers, WORKER_DRAFT, (struct slice){0}, file,
                   DRAFT_DEADLINE_MS, &why))
        return true;
    if (why.code == ERR_SYSTEM)
        return err_set(e, why.code, "%s", why.msg);
    struct slice msg = arena_dup(c->arena, slice_str(why.msg));
    given_fault(f, c->arena, "file",
                arena_printf(c->arena, "The draft cannot be read: %.*s", SL_FMT(msg)),
                arena_printf(c->arena, "草案无法读取：%.*s", SL_FMT(msg)));
    return true;
}
