/* SPDX-License-Identifier: Apache-2.0 */
#include "web/answer.h"

#include "web/form_parts.h"

static bool
problem(struct answer *out, unsigned status, const char *what)
{
    *out = (struct answer){.status = status, .problem = slice_str(what), .cookies = out->cookies};
    return true;
}

bool
answer_missing(struct answer *out, const char *what)
{
    return problem(out, 404, what);
}

bool
answer_forbidden(struct answer *out, const char *why)
{
    return problem(out, 403, why);
}

bool
answer_busy(struct answer *out, const char *why)
{
    return problem(out, 503, why);
}

bool
answer_stale(struct answer *out, const char *why)
{
    return problem(out, 409, why);
}

bool
answer_sign_in(struct answer *out, struct call *c)
{
    const struct http_request *r = c->request;
    if (c->json || r->method == HTTP_POST)
        return problem(out, 401, N_("Sign in first, then send this again."));
    struct slice to = r->query.n
                          ? arena_printf(c->arena, "%.*s?%.*s", SL_FMT(r->path), SL_FMT(r->query))
                          : r->path;
    struct slice encoded = http_encode(c->arena, to);
    *out = (struct answer){.location = arena_printf(c->arena, "/sign-in?to=%.*s", SL_FMT(encoded)),
                           .cookies = out->cookies};
    return true;
}

bool
answer_path_ours(struct slice to)
{
    for (size_t i = 0; i < to.n; i++)
        if (to.p[i] <= ' ' || to.p[i] >= 0x7F || to.p[i] == '\\')
            return false;
    return to.n > 0 && to.p[0] == '/' && !(to.n > 1 && to.p[1] == '/');
}

bool
answer_done(struct answer *out, struct slice location, const char *note)
{
    out->location = location;
    out->note = slice_str(note);
    return true;
}

bool
answer_refused(struct answer *out, struct call *c, const struct refusal *r)
{
    struct refusal *kept = NEW(c->arena, struct refusal);
    *kept = *r;
    problem(out, 422, N_("This was not done: a rule of the committee refuses it."));
    out->refusal = kept;
    out->form = form_show(c, c->route, &c->given, NULL);
    return true;
}

bool
answer_faulty(struct answer *out, struct call *c, const struct given_faults *f)
{
    struct given_faults *kept = NEW(c->arena, struct given_faults);
    *kept = *f;
    problem(out, 422, N_("Some of it needs another look. Nothing was done yet."));
    out->faults = kept;
    out->form = form_show(c, c->route, &c->given, kept);
    return true;
}
