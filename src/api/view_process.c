/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_process.h"

#include "api/terms.h"
#include "api/view_rule.h"
#include "base/buf.h"

#include <inttypes.h>

static const struct shape shapes[] = {
    {"processes", "processes:[process_line]", "the processes that the committee adopted"},
    {"process_line",
     "id:id, name:langs, body:text, edition:text, digest:digest, entry:int, versions:int, "
     "stages:int, rules:int, verified:bool",
     "the newest adopted version of a process"},
    {"process",
     "id:id, name:langs, body:text, edition:text, note?:langs, digest:digest, entry:int, "
     "current:bool, verified:bool, versions:[process_version], stages:[process_stage], "
     "rules:[rule], documents:[process_document], sources:[process_source]",
     "an adopted process"},
    {"process_version", "digest:digest, entry:int, shown:bool, current:bool",
     "a version of it that was adopted"},
    {"process_document", "key:id, name:langs", "what a paper is called"},
    {"process_source", "key:id, title:text, url?:text, as_of?:text, verified:bool",
     "where values were read"},
    {"process_stage",
     "stage:word, code?:text, document?:langs, acts:[word], comment?:langs, "
     "public_comments?:bool, review?:langs, ballots:[process_ballot], ways:[process_way], "
     "end:word, ends:bool, verified:bool",
     "a stage: what may be done in it, and how it is left"},
    {"process_ballot", "key:id, name:langs", "a ballot rule that may be used at a stage"},
    {"process_way", "to:word, name?:langs, by:[word], needs:[langs], verified:bool",
     "a way to the next stage, and what it asks for"},
};
SHAPE_TABLE(process_shapes, shapes);

/* ---- words -----------------------------------------------------------------------------------*/

static void
push_langs(struct arena *a, struct json_node *array, struct slice en, struct slice zh)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "en", en);
    json_put_text(a, n, "zh", zh);
    json_push_node(a, array, n);
}

static void
push_word(struct arena *a, struct json_node *array, const char *id, struct langs l)
{
    struct json_node *holder = json_new_object(a);
    put_word(a, holder, "word", slice_str(id), l);
    json_push_node(a, array, json_get(holder, "word"));
}

static struct langs
paper(const struct process *p, struct slice key)
{
    const struct process_document *d = process_document(p, key);
    return d ? d->name : (struct langs){key, key};
}

/* "the ballot "committee vote" was approved or pending". */
static void
ballot_need(struct arena *a, struct json_node *array, const struct process *p,
            const struct transition *t)
{
    const struct rule *r = process_rule(p, t->ballot);
    struct langs name = r ? r->name : (struct langs){t->ballot, t->ballot};
    unsigned outcomes = t->outcomes ? t->outcomes : 1u << OUTCOME_APPROVED;
    struct buf en, zh;
    bool more = false;
    buf_init(&en, a, 4096);
    buf_init(&zh, a, 4096);
    for (unsigned o = 0; o <= OUTCOME_JUDGED; o++) {
        struct langs words = outcome_words((enum outcome)o);
        if (!(outcomes >> o & 1))
            continue;
        buf_printf(&en, "%s%.*s", more ? " or " : "", SL_FMT(words.en));
        buf_printf(&zh, "%s%.*s", more ? "或" : "", SL_FMT(words.zh));
        more = true;
    }
    push_langs(a, array,
               arena_printf(a, "its ballot (%.*s) ended: %.*s", SL_FMT(langs_get(&name, false)),
                            SL_FMT(buf_slice(&en))),
               arena_printf(a, "投票（%.*s）结果为：%.*s", SL_FMT(langs_get(&name, true)),
                            SL_FMT(buf_slice(&zh))));
}

static void
days_needs(struct arena *a, struct json_node *array, const struct transition *t)
{
    if (t->min_days)
        push_langs(a, array,
                   arena_printf(a, "the stage has lasted at least %" PRId64 " days", t->min_days),
                   arena_printf(a, "本阶段已满%" PRId64 "日", t->min_days));
    if (t->max_days)
        push_langs(a, array,
                   arena_printf(a, "it should be gone within %" PRId64 " days", t->max_days),
                   arena_printf(a, "应在%" PRId64 "日内完成", t->max_days));
    if (t->reason)
        push_langs(a, array, SL("a reason is given"), SL("说明理由"));
}

void
view_needs(struct arena *a, struct json_node *array, const struct process *p, const struct stage *s,
           const struct transition *t)
{
    (void)s;
    if (t->comment_period)
        push_langs(a, array, SL("a comment period was held to its end"), SL("征求意见期限已届满"));
    if (t->comments_disposed)
        push_langs(a, array, SL("every comment was answered"), SL("全部意见均已处理"));
    if (t->draft)
        push_langs(a, array, SL("a draft was posted at this stage"), SL("本阶段已提交草案"));
    if (t->ballot.n)
        ballot_need(a, array, p, t);
    for (size_t i = 0; i < t->documents.n; i++) {
        struct langs name = paper(p, t->documents.v[i]);
        push_langs(a, array, arena_printf(a, "paper filed: %.*s", SL_FMT(langs_get(&name, false))),
                   arena_printf(a, "已提交文件：%.*s", SL_FMT(langs_get(&name, true))));
    }
    days_needs(a, array, t);
}

/* "usually 60 days, at least 30". */
static void
put_days(struct arena *a, struct json_node *n, const char *key, const struct period *d)
{
    struct buf en, zh;
    buf_init(&en, a, 400);
    buf_init(&zh, a, 400);
    if (!d->usual && !d->min && !d->max)
        return;
    if (d->usual) {
        buf_printf(&en, "usually %" PRId64 " days", d->usual);
        buf_printf(&zh, "一般%" PRId64 "日", d->usual);
    }
    if (d->min) {
        buf_printf(&en, "%sat least %" PRId64, en.n ? ", " : "", d->min);
        buf_printf(&zh, "%s不少于%" PRId64 "日", zh.n ? "，" : "", d->min);
    }
    if (d->max) {
        buf_printf(&en, "%sat most %" PRId64, en.n ? ", " : "", d->max);
        buf_printf(&zh, "%s不超过%" PRId64 "日", zh.n ? "，" : "", d->max);
    }
    if (!d->usual)
        buf_str(&en, " days");
    put_langs(a, n, key, (struct langs){buf_slice(&en), buf_slice(&zh)});
}

/* ---- a stage ---------------------------------------------------------------------------------*/

static struct json_node *
ways(struct arena *a, const struct process *p, const struct stage *s)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < s->next.n; i++) {
        const struct transition *t = &s->next.v[i];
        struct json_node *n = json_new_object(a), *by = json_new_array(a),
                         *needs = json_new_array(a);
        view_stage(a, n, "to", p, t->to);
        if (t->name.en.n || t->name.zh.n)
            put_langs(a, n, "name", t->name);
        for (unsigned r = 0; r < PROCESS_ROLES; r++)
            if (t->by >> r & 1)
                push_word(a, by, process_role_names[r], term_process_role((enum process_role)r));
        json_put_node(a, n, "by", by);
        view_needs(a, needs, p, s, t);
        json_put_node(a, n, "needs", needs);
        json_put_bool(a, n, "verified", reading_verified(process_reading(p, s, &t->cite)));
        json_push_node(a, list, n);
    }
    return list;
}

static struct json_node *
stage_ballots(struct arena *a, const struct process *p, const struct stage *s)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < s->ballots.n; i++) {
        struct json_node *n = json_new_object(a);
        const struct rule *r = process_rule(p, s->ballots.v[i]);
        struct langs key = {s->ballots.v[i], s->ballots.v[i]};
        json_put_text(a, n, "key", s->ballots.v[i]);
        put_langs(a, n, "name", r ? r->name : key);
        json_push_node(a, list, n);
    }
    return list;
}

static bool
stage_verified(const struct process *p, const struct stage *s)
{
    return reading_verified(process_reading(p, s, NULL)) &&
           reading_verified(process_reading(p, s, &s->comment.cite));
}

static struct json_node *
stage_node(struct arena *a, const struct process *p, const struct stage *s)
{
    struct json_node *n = json_new_object(a), *acts = json_new_array(a);
    view_stage(a, n, "stage", p, s->id);
    json_put_text_if(a, n, "code", s->code);
    if (s->document.n)
        put_langs(a, n, "document", paper(p, s->document));
    for (unsigned i = 0; i < STAGE_ACTS; i++)
        if (s->acts >> i & 1)
            push_word(a, acts, stage_act_names[i], term_stage_act((enum stage_act)i));
    json_put_node(a, n, "acts", acts);
    put_days(a, n, "comment", &s->comment);
    if (s->public_comments)
        json_put_bool(a, n, "public_comments", true);
    if (s->review_days)
        put_langs(
            a, n, "review",
            (struct langs){arena_printf(a, "review due after %" PRId64 " days", s->review_days),
                           arena_printf(a, "发布后%" PRId64 "日应复审", s->review_days)});
    json_put_node(a, n, "ballots", stage_ballots(a, p, s));
    json_put_node(a, n, "ways", ways(a, p, s));
    put_word(a, n, "end", slice_str(stage_end_names[s->end]), term_stage_end(s->end));
    json_put_bool(a, n, "ends", s->end != STAGE_GOES_ON);
    json_put_bool(a, n, "verified", stage_verified(p, s));
    return n;
}

/* ---- a process -------------------------------------------------------------------------------*/

static void
put_head(struct arena *a, struct json_node *n, const struct adopted *x)
{
    json_put_text(a, n, "id", x->id);
    put_langs(a, n, "name", x->process->name);
    json_put_text(a, n, "body", x->process->body);
    json_put_text(a, n, "edition", x->process->edition);
    json_put_text(a, n, "digest", x->digest);
    json_put_int(a, n, "entry", (int64_t)x->since);
    json_put_bool(a, n, "verified", process_verified(x->process));
}

static int64_t
version_count(const struct committee *c, struct slice id)
{
    int64_t n = 0;
    for (size_t i = 0; i < c->processes.n; i++)
        n += slice_eq(c->processes.v[i]->id, id);
    return n;
}

void
view_processes(struct json_node **out, const struct viewer *v)
{
    const struct committee *c = &v->office->committee;
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < c->processes.n; i++) {
        const struct adopted *x = c->processes.v[i];
        struct json_node *n = json_new_object(a);
        if (committee_process(c, x->id, (struct slice){0}) != x)
            continue;
        put_head(a, n, x);
        json_put_int(a, n, "versions", version_count(c, x->id));
        json_put_int(a, n, "stages", (int64_t)x->process->stages.n);
        json_put_int(a, n, "rules", (int64_t)x->process->rules.n);
        json_push_node(a, list, n);
    }
    *out = json_new_object(a);
    json_put_node(a, *out, "processes", list);
}

static struct json_node *
versions(const struct viewer *v, const struct adopted *shown, const struct adopted *newest)
{
    const struct committee *c = &v->office->committee;
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < c->processes.n; i++) {
        const struct adopted *x = c->processes.v[i];
        struct json_node *n = json_new_object(a);
        if (!slice_eq(x->id, shown->id))
            continue;
        json_put_text(a, n, "digest", x->digest);
        json_put_int(a, n, "entry", (int64_t)x->since);
        json_put_bool(a, n, "shown", x == shown);
        json_put_bool(a, n, "current", x == newest);
        json_push_node(a, list, n);
    }
    return list;
}

static struct json_node *
sources(struct arena *a, const struct sources *s)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < s->n; i++) {
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "key", s->v[i].key);
        json_put_text(a, n, "title", s->v[i].title);
        if (view_web_address(s->v[i].url))
            json_put_text(a, n, "url", s->v[i].url);
        json_put_text_if(a, n, "as_of", s->v[i].as_of);
        json_put_bool(a, n, "verified", reading_verified(s->v[i].read));
        json_push_node(a, list, n);
    }
    return list;
}

void
view_process_page(struct json_node **out, const struct viewer *v, struct slice id,
                  struct slice digest)
{
    const struct committee *c = &v->office->committee;
    struct arena *a = v->arena;
    const struct adopted *x = committee_process(c, id, digest),
                         *newest = committee_process(c, id, (struct slice){0});
    struct json_node *n = json_new_object(a), *stages = json_new_array(a),
                     *rules = json_new_array(a), *documents = json_new_array(a);
    *out = NULL;
    if (!x)
        return;
    const struct process *p = x->process;
    put_head(a, n, x);
    if (p->note.en.n || p->note.zh.n)
        put_langs(a, n, "note", p->note);
    json_put_bool(a, n, "current", x == newest);
    json_put_node(a, n, "versions", versions(v, x, newest));
    for (size_t i = 0; i < p->stages.n; i++)
        json_push_node(a, stages, stage_node(a, p, &p->stages.v[i]));
    for (size_t i = 0; i < p->rules.n; i++)
        json_push_node(a, rules, view_rule(a, &p->rules.v[i], (struct slice){0}));
    for (size_t i = 0; i < p->documents.n; i++) {
        struct json_node *d = json_new_object(a);
        json_put_text(a, d, "key", p->documents.v[i].key);
        put_langs(a, d, "name", p->documents.v[i].name);
        json_push_node(a, documents, d);
    }
    json_put_node(a, n, "stages", stages);
    json_put_node(a, n, "rules", rules);
    json_put_node(a, n, "documents", documents);
    json_put_node(a, n, "sources", sources(a, &p->sources));
    *out = n;
}
