/* SPDX-License-Identifier: Apache-2.0 */
#include "web/act_list.h"

#include "api/act_now.h"
#include "web/act_words.h"

/* Acts with a page of their own, as they are listed. */
static const struct act_elsewhere elsewhere[] = {
    {"comment.filed",
     ACT_TEXT_OF,
     MAY_SPEAK | MAY_KEEP,
     {SL_INIT("File a comment"), SL_INIT("提出意见")},
     "/comments"},
    {"draft.posted",
     ACT_TEXT_OF,
     MAY_KEEP | 1u << MANDATE_CONVENOR | 1u << MANDATE_DELEGATE,
     {SL_INIT("Post a draft"), SL_INIT("提交草案")},
     "/drafts"},
    {ACT_ADOPTS, ACT_RULES, MAY_LEAD, {SL_INIT("Adopt a process"), SL_INIT("采用工作程序")}, NULL},
    {"vote.cast",
     ACT_BALLOT,
     MAY_SPEAK | 1u << MANDATE_PROXY,
     {SL_INIT("Vote"), SL_INIT("投票表决")},
     "/ballots"},
};

const struct act_elsewhere *
act_elsewhere_find(struct slice type)
{
    for (size_t i = 0; i < COUNT_OF(elsewhere); i++)
        if (slice_eq_str(type, elsewhere[i].type))
            return &elsewhere[i];
    return NULL;
}

struct slice
act_address(const struct call *c, const char *type, struct slice project)
{
    if (project.n)
        return arena_printf(c->arena, "/projects/%.*s/acts/%s", SL_FMT(project), type);
    return arena_printf(c->arena, "/acts/%s", type);
}

static void
put_who(const struct call *c, struct json_node *n, unsigned who)
{
    struct json_node *list = json_new_array(c->arena);
    for (unsigned k = MANDATE_DELEGATE; k <= MANDATE_CHAIR; k++) {
        struct json_node *one = json_new_object(c->arena);
        if (!(who >> k & 1))
            continue;
        put_word(c->arena, one, "kind", slice_str(mandate_words[k]),
                 *mandate_kind_name((enum mandate_kind)k));
        json_push_node(c->arena, list, json_get(one, "kind"));
    }
    json_put_node(c->arena, n, "who", list);
}

/* As lists have them, in each group. */
const char *const act_listed[] = {
    "organisation.admitted", "organisation.changed", "person.registered", "membership.granted",
    "membership.confirmed",  "membership.ended",     "mandate.granted",   "mandate.ended",
    "group.opened",          "group.invited",        "group.changed",     "group.closed",
    "process.adopted",       "project.proposed",     "stage.entered",     "project.suspended",
    "project.resumed",       "project.ruled",        "project.withdrawn", "draft.posted",
    "comments.opened",       "comments.extended",    "comment.filed",     "comment.withdrawn",
    "disposition.set",       "document.filed",       "ballot.opened",     "vote.cast",
    "ballot.closed",         "consensus.judged",     "text.published",    "review.decided",
    "text.withdrawn",        "correction.made",
};
const size_t nact_listed = COUNT_OF(act_listed);

struct act_card
act_card_of(const struct call *c, const char *type, struct slice project)
{
    const struct act_form *f = act_form_find(slice_str(type));
    const struct act_elsewhere *x = act_elsewhere_find(slice_str(type));
    const struct event_kind *k = event_kind_find(slice_str(type));
    struct slice address = act_address(c, type, project);
    if (f)
        return (struct act_card){k, f->group, f->who, f->title, address};
    if (x->address)
        address = arena_printf(c->arena, "/projects/%.*s%s", SL_FMT(project), x->address);
    return (struct act_card){k, x->group, x->who, x->title, address};
}

void
act_card_put(struct call *c, struct json_node *n, const struct act_card *k, struct slice body)
{
    json_put_text(c->arena, n, "type", slice_str(k->kind->name));
    put_langs(c->arena, n, "title", k->title);
    put_langs(c->arena, n, "about", call_langs(c, act_about(k->kind)));
    put_langs(c->arena, n, "group", act_group_names[k->group]);
    json_put_text(c->arena, n, "address", k->address);
    json_put_bool(c->arena, n, "usual", viewer_holds(&c->viewer, k->who, body));
    put_who(c, n, k->who);
}

/* Why it has not its time, where that is so. */
static bool
put_later(struct call *c, struct json_node *n, const struct act_card *k,
          const struct act_listing *l, struct err *e)
{
    struct refusal r;
    if (!l->usual || !l->project.n || !c->viewer.nmandates)
        return true;
    if (!act_now(&r, &c->viewer, k->kind, l->project, e))
        return false;
    if (r.code != REFUSED_NOT)
        put_langs(c->arena, n, "later", (struct langs){r.en, r.zh});
    return true;
}

/* The cards of one group. */
static bool
cards_of(struct json_node **out, struct call *c, const struct act_listing *l, enum act_group group,
         struct err *e)
{
    *out = json_new_array(c->arena);
    for (size_t i = 0; i < nact_listed; i++) {
        struct act_card k = act_card_of(c, act_listed[i], l->project);
        bool here = (k.kind->of_project && !k.kind->opens) == (l->project.n > 0);
        if (k.group != group || !here || viewer_holds(&c->viewer, k.who, l->body) != l->usual)
            continue;
        struct json_node *one = json_new_object(c->arena);
        act_card_put(c, one, &k, l->body);
        if (!put_later(c, one, &k, l, e))
            return false;
        json_push_node(c->arena, *out, one);
    }
    return true;
}

bool
act_groups_put(struct call *c, const char *key, const struct act_listing *l, struct json_node *view,
               struct err *e)
{
    struct json_node *list = json_new_array(c->arena), *cards;
    for (unsigned g = 0; g < ACT_GROUPS_N; g++) {
        struct json_node *one = json_new_object(c->arena);
        if (!cards_of(&cards, c, l, (enum act_group)g, e))
            return false;
        if (json_count(cards) == 0)
            continue;
        put_langs(c->arena, one, "name", act_group_names[g]);
        json_put_node(c->arena, one, "acts", cards);
        json_push_node(c->arena, list, one);
    }
    json_put_node(c->arena, view, key, list);
    return true;
}
