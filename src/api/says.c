/* SPDX-License-Identifier: Apache-2.0 */
#include "api/says.h"

#include "api/terms.h"
#include "api/view.h"
#include "base/buf.h"

#include <inttypes.h>

/* ---- patterns --------------------------------------------------------------------------------*/

/*
 * Sentences with places: {key} the text or number of a member of `data`; {how:key} shown as
 *   o  the name of an organisation     b  of a body          s  of a stage
 *   p  of a paper of the process       w  a closed list's word   d  the day of an instant
 *   n  in this language (langs)        r  a person's or seat's organisation (ids of a roll)
 * and {by}, the acting organisation; {project}. What is absent leaves nothing.
 */
struct says {
    const char *type, *en, *zh;
};

static const struct says table[] = {
    {"ballot.closed", "Ballot {ballot} closed; its votes were counted.",
     "投票{ballot}结束并已计票。"},
    {"ballot.opened", "Ballot {id} opened until {d:closes}: {n:question}",
     "投票{id}开始，截止{d:closes}：{n:question}"},
    {"comment.filed", "{by} filed comment {id} on draft {draft}.",
     "{by}对草案{draft}提出意见{id}。"},
    {"comment.withdrawn", "Comment {comment} was withdrawn by its own side.",
     "意见{comment}由提出方撤回。"},
    {"comments.extended", "The comment period was extended until {d:closes}.",
     "征求意见期限延长至{d:closes}。"},
    {"comments.opened", "Draft {draft} is out for comment until {d:closes}.",
     "草案{draft}开始征求意见，截止{d:closes}。"},
    {"committee.opened", "The committee {n:name} began, with its record.",
     "委员会“{n:name}”成立，开始记录。"},
    {"consensus.judged", "The result of ballot {ballot} was judged: {w:outcome}.",
     "裁定投票{ballot}的结果：{w:outcome}。"},
    {"correction.made", "Entry {of} was corrected.", "更正第{of}条记录。"},
    {"disposition.set", "Comment {comment} was answered: {w:decision}.",
     "意见{comment}已处理：{w:decision}。"},
    {"document.filed", "Paper filed: {p:document}.", "提交文件：{p:document}。"},
    {"draft.posted", "Draft {id} was posted by {by}.", "{by}提交草案{id}。"},
    {"group.changed", "Access to {b:group} changed: {w:access}.",
     "{b:group}的准入变更为：{w:access}。"},
    {"group.closed", "{b:group} ended its work.", "{b:group}结束工作。"},
    {"group.invited", "{o:organisation} was invited to {b:group}.",
     "邀请{o:organisation}加入{b:group}。"},
    {"group.opened", "Working group {id} began: {n:name}; access: {w:access}.",
     "工作组{id}成立：{n:name}；准入：{w:access}。"},
    {"key.rotated", "Another key signs the record from here on.", "记录自此由新密钥签名。"},
    {"mandate.ended", "Mandate {mandate} ended early.", "授权{mandate}提前终止。"},
    {"mandate.granted", "{o:organisation}: {person} may act as {w:kind} in {b:body} ({id}).",
     "{o:organisation}：{person}在{b:body}任{w:kind}（{id}）。"},
    {"membership.confirmed", "{by} confirmed membership {membership}.",
     "{by}确认委员资格{membership}。"},
    {"membership.ended", "Membership {membership} ended.", "委员资格{membership}终止。"},
    {"membership.granted", "{o:organisation} was entered as {w:role} of {b:body} ({id}).",
     "{o:organisation}登记为{b:body}{w:role}（{id}）。"},
    {"organisation.admitted", "{n:name} was entered as organisation {id}, {w:origin}.",
     "登记单位{id}：{n:name}，{w:origin}。"},
    {"organisation.changed", "What is known of {o:organisation} changed.",
     "{o:organisation}的信息变更。"},
    {"person.registered", "{o:organisation} has a new person, {id}.",
     "{o:organisation}登记人员{id}。"},
    {"process.adopted", "The committee adopted a version of process {id}.",
     "委员会采用工作程序{id}的一个版本。"},
    {"project.proposed", "Project {project} was proposed: {n:title}; lead: {o:lead}.",
     "提出项目{project}：{n:title}；牵头单位：{o:lead}。"},
    {"project.resumed", "The project goes on: {reason}", "项目恢复：{reason}"},
    {"project.ruled", "The project moved to a newer version of its process: {reason}",
     "项目改用新版工作程序：{reason}"},
    {"project.suspended", "The project was suspended: {reason}", "项目暂停：{reason}"},
    {"project.withdrawn", "The project was stopped: {reason}", "项目终止：{reason}"},
    {"review.decided", "The periodic review decided: {w:decision}. {reason}",
     "复审结论：{w:decision}。{reason}"},
    {"stage.entered", "The project went from {s:from} to {s:to}.",
     "项目由“{s:from}”进入“{s:to}”阶段。"},
    {"text.published", "{number} was published, in force from {in_force}.",
     "发布{number}，自{in_force}起实施。"},
    {"text.withdrawn", "The published text is no longer in force: {reason}",
     "已发布文本废止：{reason}"},
    {"vote.cast", "{r:voter} voted in ballot {ballot}: {w:choice}.",
     "{r:voter}在投票{ballot}中投票：{w:choice}。"},
    {"vote.sealed", "{r:voter} cast a sealed vote in ballot {ballot}.",
     "{r:voter}在投票{ballot}中投出密封票。"},
    {"vote.unsealed", "The sealed vote of {r:voter} in ballot {ballot} was opened: {w:choice}.",
     "开启{r:voter}在投票{ballot}中的密封票：{w:choice}。"},
};

struct saying {
    const struct viewer *v;
    const struct event *ev;
    const struct process *process;
    bool zh;
};

static struct slice
organisation_name(const struct saying *s, struct slice id)
{
    const struct organisation *o = committee_organisation(&s->v->office->committee, id);
    return o ? langs_get(&o->name, s->zh) : id;
}

/* A voter of a roll: an organisation, or a person, said with its organisation. */
static struct slice
voter_name(const struct saying *s, struct slice id)
{
    const struct person *p = committee_person(&s->v->office->committee, id);
    if (!p)
        return organisation_name(s, id);
    return arena_printf(s->v->arena, s->zh ? "%.*s（%.*s）" : "%.*s (%.*s)",
                        SL_FMT(organisation_name(s, p->organisation)), SL_FMT(id));
}

static struct slice
stage_name(const struct saying *s, struct slice id)
{
    const struct stage *g = s->process ? process_stage(s->process, id) : NULL;
    return g ? langs_get(&g->name, s->zh) : id;
}

static struct slice
paper_name(const struct saying *s, struct slice key)
{
    const struct process_document *d = s->process ? process_document(s->process, key) : NULL;
    return d ? langs_get(&d->name, s->zh) : key;
}

static struct slice
plain(const struct saying *s, const struct json_node *n)
{
    if (n && n->type == JSON_INT)
        return arena_printf(s->v->arena, "%" PRId64, n->i);
    return json_text(n);
}

static struct slice
place_text(const struct saying *s, uint8_t how, struct slice key)
{
    const struct json_node *n = json_get(s->ev->data, arena_str(s->v->arena, key));
    struct slice text = plain(s, n);
    struct langs l;
    switch (how) {
    case 'o':
        return organisation_name(s, text);
    case 'b':
        l = view_body_name(&s->v->office->committee, text);
        return langs_get(&l, s->zh);
    case 's':
        return stage_name(s, text);
    case 'p':
        return paper_name(s, text);
    case 'w':
        l = term_any(text);
        return langs_get(&l, s->zh);
    case 'd':
        return slice_sub(text, 0, sizeof "2026-11-24" - 1);
    case 'n':
        l = langs_of(n);
        return langs_get(&l, s->zh);
    case 'r':
        return voter_name(s, text);
    default:
        return text;
    }
}

static struct slice
fill(const struct saying *s, const char *pattern)
{
    struct slice rest = slice_str(pattern), before, place;
    struct buf b;
    buf_init(&b, s->v->arena, EVENT_SIZE_MAX);
    while (slice_cut(&rest, '{', &before)) {
        buf_add(&b, before);
        if (!slice_cut(&rest, '}', &place))
            break;
        bool marked = place.n > 2 && place.p[1] == ':';
        if (slice_eq_str(place, "by"))
            buf_add(&b, organisation_name(s, s->ev->by.organisation));
        else if (slice_eq_str(place, "project"))
            buf_add(&b, s->ev->project);
        else
            buf_add(&b, place_text(s, marked ? place.p[0] : 0,
                                   marked ? slice_sub(place, 2, place.n) : place));
    }
    return buf_slice(&b);
}

struct langs
says_event(const struct viewer *v, const struct event *ev, const struct process *process)
{
    struct saying s = {v, ev, process, false};
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (strcmp(table[i].type, ev->kind->name) == 0) {
            struct langs out = {.en = fill(&s, table[i].en)};
            s.zh = true;
            out.zh = fill(&s, table[i].zh);
            return out;
        }
    return term_event(ev->kind);
}

/* ---- addresses -------------------------------------------------------------------------------*/

/* Under which path of the project a member of `data` is found. */
static const struct {
    const char *type, *key, *folder;
} places[] = {
    {"ballot.closed", "ballot", "ballots"},     {"ballot.opened", "id", "ballots"},
    {"comment.filed", "id", "comments"},        {"comment.withdrawn", "comment", "comments"},
    {"comments.opened", "draft", "drafts"},     {"consensus.judged", "ballot", "ballots"},
    {"disposition.set", "comment", "comments"}, {"draft.posted", "id", "drafts"},
    {"vote.cast", "ballot", "ballots"},         {"vote.sealed", "ballot", "ballots"},
    {"vote.unsealed", "ballot", "ballots"},
};

static struct slice
of_project(struct arena *a, const struct event *ev)
{
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        struct slice id = event_text(ev, places[i].key);
        if (strcmp(places[i].type, ev->kind->name) == 0 && id.n)
            return arena_printf(a, "/projects/%.*s/%s/%.*s", SL_FMT(ev->project), places[i].folder,
                                SL_FMT(id));
    }
    return arena_printf(a, "/projects/%.*s", SL_FMT(ev->project));
}

/* The organisation that an act of the committee is about. */
static struct slice
organisation_of(const struct committee *c, const struct event *ev)
{
    struct slice organisation = event_text(ev, "organisation");
    const struct membership *ms = committee_membership(c, event_text(ev, "membership"));
    const struct mandate *m = committee_mandate(c, event_text(ev, "mandate"));
    if (organisation.n)
        return organisation;
    if (ms)
        return ms->organisation;
    if (m)
        return m->organisation;
    return ev->by.organisation;
}

struct slice
says_about(struct arena *a, const struct committee *c, const struct event *ev)
{
    struct slice type = slice_str(ev->kind->name), group = event_text(ev, "group");
    if (ev->kind->of_project)
        return of_project(a, ev);
    if (slice_has_prefix(type, SL("group.")))
        return arena_printf(a, "/groups/%.*s", SL_FMT(group.n ? group : event_text(ev, "id")));
    if (slice_has_prefix(type, SL("process.")))
        return arena_printf(a, "/processes/%.*s", SL_FMT(event_text(ev, "id")));
    if (slice_has_prefix(type, SL("key.")))
        return SL("/record");
    if (slice_has_prefix(type, SL("committee.")))
        return SL("/");
    if (slice_eq_str(type, "organisation.admitted"))
        return arena_printf(a, "/organisations/%.*s", SL_FMT(event_text(ev, "id")));
    return arena_printf(a, "/organisations/%.*s", SL_FMT(organisation_of(c, ev)));
}
