/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/project_parts.h"

#include "text/json_build.h"
#include "text/json_canonical.h"

/* ---- refusals --------------------------------------------------------------------------------*/

void
denied(const struct deciding *d, const struct refusal_text *t, struct slices names)
{
    (void)refuse_as(d->r, d->a, t, names);
}

void
denied_by(const struct deciding *d, const struct refusal_text *t, struct slice process,
          struct slice key, struct slices names)
{
    struct refusal_text named = *t;
    struct slice rule = arena_printf(d->a, "%.*s:%.*s.%s", SL_FMT(process), SL_FMT(key), t->rule);
    named.rule = arena_str(d->a, rule);
    (void)refuse_as(d->r, d->a, &named, names);
}

/* ---- where the project stands ----------------------------------------------------------------*/

const struct process *
project_process(const struct act_world *w)
{
    const struct project *p = w->project;
    const struct adopted *version = committee_process(w->committee, p->process, p->process_digest);
    return version ? version->process : NULL;
}

const struct stage *
project_stage(const struct act_world *w)
{
    const struct process *process = project_process(w);
    return process ? process_stage(process, w->project->stage) : NULL;
}

uint64_t
project_stage_index(const struct project *p)
{
    return p->stages.n ? p->stages.v[p->stages.n - 1].index : 0;
}

bool
project_moves(const struct deciding *d)
{
    static const struct refusal_text suspended = {
        REFUSED_STAGE, "project.suspended", "Project {1} is suspended. It has to be resumed first.",
        "项目{1}已暂停，须先恢复。"};
    static const struct refusal_text withdrawn = {
        REFUSED_STAGE, "project.withdrawn",
        "Project {1} was stopped. Nothing more can be done in it.",
        "项目{1}已终止，不能再进行任何操作。"};
    static const struct refusal_text abolished = {
        REFUSED_STAGE, "project.abolished",
        "The text of project {1} was withdrawn. Nothing more can be done in it.",
        "项目{1}的标准已废止，不能再进行任何操作。"};
    const struct project *p = d->w->project;
    switch (p->status) {
    case PROJECT_ACTIVE:
    case PROJECT_PUBLISHED:
        break;
    case PROJECT_SUSPENDED:
        return deny(d, &suspended, p->id, NOTHING, NOTHING);
    case PROJECT_WITHDRAWN:
        return deny(d, &withdrawn, p->id, NOTHING, NOTHING);
    case PROJECT_ABOLISHED:
        return deny(d, &abolished, p->id, NOTHING, NOTHING);
    }
    return true;
}

bool
project_allows(const struct deciding *d, enum stage_act act)
{
    static const struct refusal_text text = {
        REFUSED_STAGE, "acts",
        "Stage \"{1}\" does not allow this (its process lists no \"{2}\" there).",
        "“{3}”阶段不能{4}（工作程序未列“{2}”）。"};
    static const struct slice act_words[STAGE_ACTS] = {
        [STAGE_DRAFT] = SL_INIT("提交草案"),   [STAGE_COMMENT] = SL_INIT("征求意见"),
        [STAGE_DISPOSE] = SL_INIT("处理意见"), [STAGE_BALLOT] = SL_INIT("进行投票"),
        [STAGE_PUBLISH] = SL_INIT("发布文本"), [STAGE_REVIEW] = SL_INIT("作出复审结论")};
    if (!project_moves(d))
        return false;
    const struct stage *s = project_stage(d->w);
    if (s && (s->acts & 1u << act))
        return true;
    struct slice id = d->w->project->stage;
    denied_by(d, &text, d->w->project->process, id,
              SLICES(id, slice_str(stage_act_names[act]), s ? langs_get(&s->name, true) : id,
                     act_words[act]));
    return false;
}

bool
project_without_ballot(const struct deciding *d)
{
    static const struct refusal_text text = {REFUSED_OPEN, "ballot.open",
                                             "Ballot {1} is open. It has to be closed first.",
                                             "投票{1}正在进行，须先结束。"};
    const struct ballot *b = project_open_ballot(d->w->project);
    return !b || deny(d, &text, b->id, NOTHING, NOTHING);
}

/* ---- who acts --------------------------------------------------------------------------------*/

static bool
is_lead(const struct act_world *w, const struct mandate *m)
{
    unsigned drafts = 1u << MANDATE_DELEGATE | 1u << MANDATE_ALTERNATE | 1u << MANDATE_EXPERT;
    const struct project *p = w->project;
    return (drafts & 1u << m->kind) && slice_eq(m->organisation, p->lead) &&
           (slice_eq(m->body, project_body(p)) || slice_eq_str(m->body, BODY_COMMITTEE));
}

bool
actor_is(const struct act_world *w, const struct event *ev, unsigned roles)
{
    const struct mandate *m = committee_mandate(w->committee, ev->by.mandate);
    if (!m)
        return false;
    if (m->kind == MANDATE_SECRETARY)
        return roles & (1u << BY_SECRETARY | 1u << BY_AUTHORITY);
    if (m->kind == MANDATE_CHAIR)
        return roles & 1u << BY_CHAIR;
    if (m->kind == MANDATE_CONVENOR)
        return (roles & 1u << BY_CONVENOR) && w->project && w->project->group.n &&
               slice_eq(m->body, w->project->group);
    return (roles & 1u << BY_LEAD) && w->project && is_lead(w, m);
}

struct langs
roles_words(struct arena *a, unsigned roles)
{
    static const struct langs words[PROCESS_ROLES] = {
        [BY_SECRETARY] = {SL_INIT("the secretary"), SL_INIT("秘书")},
        [BY_CHAIR] = {SL_INIT("the chair"), SL_INIT("主任委员")},
        [BY_CONVENOR] = {SL_INIT("the convenor of the project's group"), SL_INIT("工作组组长")},
        [BY_LEAD] = {SL_INIT("the organisation that leads the drafting"), SL_INIT("牵头起草单位")},
        [BY_AUTHORITY] = {SL_INIT("the secretary for the authority above"),
                          SL_INIT("秘书（代录上级主管机构的决定）")},
    };
    struct langs out = {0};
    for (unsigned i = 0; i < PROCESS_ROLES; i++) {
        if (!(roles & 1u << i))
            continue;
        out.en = out.en.n ? arena_printf(a, "%.*s or %.*s", SL_FMT(out.en), SL_FMT(words[i].en))
                          : words[i].en;
        out.zh = out.zh.n ? arena_printf(a, "%.*s或%.*s", SL_FMT(out.zh), SL_FMT(words[i].zh))
                          : words[i].zh;
    }
    return out;
}

bool
needs_role(const struct deciding *d, unsigned roles)
{
    static const char en[] = "This is for %.*s; mandate %.*s gives no such right.";
    static const char zh[] = "此项操作须由%.*s进行；授权%.*s不含此权限。";
    if (actor_is(d->w, d->ev, roles))
        return true;
    struct langs who = roles_words(d->a, roles);
    struct slice mandate = d->ev->by.mandate;
    return refuse(d->r, d->a, REFUSED_ROLE, "mandate.kind",
                  arena_printf(d->a, en, SL_FMT(who.en), SL_FMT(mandate)),
                  arena_printf(d->a, zh, SL_FMT(who.zh), SL_FMT(mandate)));
}

/* ---- small values ----------------------------------------------------------------------------*/

struct slice
instant_words(struct arena *a, int64_t at)
{
    const int64_t last = INT64_C(253402300799);
    return instant_text(a, at > last ? last : at);
}

struct slice
number_text(struct arena *a, int64_t n)
{
    return arena_printf(a, "%lld", (long long)n);
}

struct slice
fill_text(struct json_node *data, struct arena *a, const char *key, struct slice value)
{
    const struct json_node *there = json_get(data, key);
    if (there)
        return json_text(there);
    json_put_text(a, data, key, value);
    return value;
}

struct slices
texts_of(struct arena *a, const struct json_node *array)
{
    struct slices out = {.n = json_count(array)};
    out.v = NEW_ARRAY(a, struct slice, out.n);
    for (size_t i = 0; i < out.n; i++)
        out.v[i] = json_text(json_item(array, i));
    return out;
}

struct slices
texts_keep(struct arena *a, const struct json_node *array)
{
    struct slices out = texts_of(a, array);
    for (size_t i = 0; i < out.n; i++)
        out.v[i] = arena_dup(a, out.v[i]);
    return out;
}

bool
next_id(const struct deciding *d, const char *prefix, size_t taken)
{
    static const struct refusal_text text = {
        REFUSED_TAKEN, "id.order", "The next one is {1}, not {2}.", "下一个编号是{1}，不是{2}。"};
    struct slice want = id_numbered(d->a, prefix, taken + 1), got = event_text(d->ev, "id");
    return slice_eq(want, got) || deny(d, &text, want, got, NOTHING);
}

bool
json_same(struct arena *a, const struct json_node *x, const struct json_node *y)
{
    struct slice sx, sy;
    if (!x || !y)
        return x == y;
    return json_canonical(&sx, a, x, JSON_CANONICAL_MAX, NULL) &&
           json_canonical(&sy, a, y, JSON_CANONICAL_MAX, NULL) && slice_eq(sx, sy);
}

void
project_enter(struct project *p, const struct event *ev, struct slice stage)
{
    p->stage = arena_dup(p->arena, stage);
    p->stage_since = ev->at;
    vec_push(p->arena, &p->stages, (struct stage_entry){p->stage, ev->at, ev->index});
}

/* ---- periods ---------------------------------------------------------------------------------*/

int64_t
period_end(const struct period *p, int64_t at)
{
    int64_t days = p->usual ? p->usual : p->min ? p->min : p->max;
    return days ? at + days * DAY : 0;
}

const struct refusal_text *
period_fault(const struct period *p, int64_t at, int64_t closes, int64_t *days, int64_t *limit)
{
    static const struct refusal_text brief = {
        REFUSED_RULE, "period", "The period has at least {1} days: it cannot end before {2}.",
        "期限不少于{1}日，截止时间不得早于{2}。"};
    static const struct refusal_text lengthy = {
        REFUSED_RULE, "period", "The period has at most {1} days: it cannot end after {2}.",
        "期限不超过{1}日，截止时间不得晚于{2}。"};
    static const struct refusal_text nothing = {REFUSED_RULE, "period",
                                                "It has to end after it begins, {2}.",
                                                "截止时间须晚于开始时间{2}。"};
    if (p->min && closes < at + p->min * DAY) {
        *days = p->min;
        *limit = at + p->min * DAY;
        return &brief;
    }
    if (p->max && closes > at + p->max * DAY) {
        *days = p->max;
        *limit = at + p->max * DAY;
        return &lengthy;
    }
    *days = 0;
    *limit = at;
    return closes > at ? NULL : &nothing;
}
