/* SPDX-License-Identifier: Apache-2.0 */
#include "report/plan_json.h"

#include "base/cleanup.h"
#include "report/solve_json.h"

static const char *
change_name(enum change_kind k)
{
    static const char *const names[] = {
        [CHANGE_ON] = "on",
        [CHANGE_OFF] = "off",
        [CHANGE_REPLACE] = "replace",
    };
    return names[k];
}

static void
change(struct json_write *w, const struct change *c)
{
    json_write_object(w);
    json_write_member(w, "change", slice_str(change_name(c->kind)));
    json_write_member(w, "asset", c->asset);
    json_write_member(w, "kind", c->of->name);
    if (c->field)
        json_write_member(w, "field", c->field->path);
    if (c->kind == CHANGE_REPLACE)
        json_write_member(w, "from", c->from);
    json_write_member(w, c->kind == CHANGE_REPLACE ? "to" : "element", c->to);
    solve_json_refs(w, "requirements", c->rules, c->nrules);
    json_write_end(w);
}

/* Members of the open object. */
static void
variant(struct json_write *w, struct arena *a, const struct plan *p, const struct variant *v)
{
    solve_json_ids(w, "regimes", p->regimes, v->regimes, v->nregimes);
    solve_json_ids(w, "also", p->regimes, v->also, v->nalso);
    json_write_key(w, "weight");
    json_write_int(w, v->weight);
    json_write_key(w, "proven");
    json_write_bool(w, v->proven);
    json_write_key(w, "cost");
    json_write_int(w, v->cost);
    if (v->configuration.n) {
        json_write_key(w, "configuration");
        solve_json_configuration(w, a, &v->configuration);
    }
    json_write_key(w, "changes");
    json_write_array(w);
    for (size_t i = 0; i < v->nchanges; i++)
        change(w, &v->changes[i]);
    json_write_end(w);
    json_write_texts(w, "duties", &v->duties);
}

static void
gap(struct json_write *w, const struct emit_gap *g)
{
    json_write_object(w);
    json_write_member(w, "wanted", g->wanted);
    json_write_member(w, "why", g->why);
    if (g->would.n)
        json_write_member(w, "would", g->would);
    json_write_end(w);
}

/* The files of a server program; where they were written elsewhere, without their text. */
static void
emitted(struct json_write *w, const struct solve_about *about, const struct emitted *em)
{
    json_write_key(w, "emitted");
    json_write_object(w);
    json_write_member(w, "server", slice_str(about->emit));
    if (about->emit_dir.n)
        json_write_member(w, "dir", about->emit_dir);
    json_write_key(w, "files");
    json_write_array(w);
    for (size_t i = 0; i < em->nfiles; i++) {
        json_write_object(w);
        json_write_member(w, "name", slice_str(em->files[i].name));
        json_write_member(w, "about", slice_str(em->files[i].about));
        if (about->emit_dir.n == 0)
            json_write_member(w, "text", em->files[i].text);
        json_write_end(w);
    }
    json_write_end(w);
    json_write_key(w, "gaps");
    json_write_array(w);
    for (size_t i = 0; i < em->ngaps; i++)
        gap(w, &em->gaps[i]);
    json_write_end(w);
    json_write_texts(w, "duties", &em->duties);
    json_write_end(w);
}

static void
variants(struct json_write *w, struct arena *a, const struct plan *p,
         const struct solve_about *about)
{
    json_write_key(w, "variants");
    json_write_array(w);
    for (size_t i = 0; i < p->n; i++) {
        json_write_object(w);
        variant(w, a, p, &p->variants[i]);
        if (about->emitted)
            emitted(w, about, &about->emitted[i]);
        json_write_end(w);
    }
    json_write_end(w);
    json_write_key(w, "best");
    json_write_object(w);
    json_write_key(w, "most");
    json_write_bool(w, p->best_proven);
    variant(w, a, p, &p->best);
    json_write_end(w);
}

/* The smallest change for each regime alone. */
static void
each(struct json_write *w, struct arena *a, const struct plan *p)
{
    if (p->neach == 0)
        return;
    json_write_key(w, "each");
    json_write_array(w);
    for (size_t i = 0; i < p->neach; i++) {
        json_write_object(w);
        json_write_member(w, "regime", p->regimes[i]->id);
        json_write_key(w, "possible");
        if (p->each[i].nregimes == 0 && !p->each[i].proven)
            json_write_null(w);
        else
            json_write_bool(w, p->each[i].nregimes > 0);
        variant(w, a, p, &p->each[i]);
        json_write_end(w);
    }
    json_write_end(w);
}

static void
regimes(struct json_write *w, const struct plan *p)
{
    json_write_key(w, "regimes");
    json_write_array(w);
    for (size_t i = 0; i < p->nregimes; i++) {
        solve_json_regime(w, p->regimes[i]);
        json_write_key(w, "weight");
        json_write_int(w, p->weights ? p->weights[i] : 1);
        json_write_end(w);
    }
    json_write_end(w);
}

void
plan_json_write(struct json_write *w, const struct plan *p, const struct solve_about *about)
{
    AUTO_ARENA a = {0};
    json_write_object(w);
    solve_json_head(w, &a, PLAN_JSON_FORMAT, about, p->on);
    json_write_key(w, "complete");
    json_write_bool(w, p->complete);
    json_write_key(w, "minimum");
    json_write_bool(w, p->minimum);
    regimes(w, p);
    variants(w, &a, p, about);
    each(w, &a, p);
    solve_json_ids(w, "unserved", p->regimes, p->unserved, p->nunserved);
    json_write_key(w, "why");
    json_write_array(w);
    for (size_t i = 0; i < p->nwhy; i++) {
        solve_json_conflict(w, &a, p->regimes, &p->why[i]);
        json_write_end(w);
    }
    json_write_end(w);
    solve_json_unanalysed(w, p->unanalysed, p->nunanalysed);
    json_write_end(w);
}
