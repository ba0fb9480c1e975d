/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/committee_process.h"

#include "api/act_process.h"
#include "cli/committee_act.h"
#include "cli/committee_given.h"
#include "cli/committee_verbs.h"
#include "cli/data_dir.h"
#include "cli/json_tree.h"
#include "cli/table.h"
#include "committee/process.h"
#include "committee/rule_words.h"
#include "committee/tally.h"
#include "text/nearest.h"

#include <inttypes.h>

#define WAY_MAX 4096 /* octets of one way on, in words */

struct process_command {
    struct seat_options seat;
    const char *reason;
};

static const struct option read_options[] = {SEAT_READ_ROWS(struct process_command, seat)};

static const struct option adopt_options[] = {
    {.name = "reason",
     .type = OPTION_TEXT,
     .offset = offsetof(struct process_command, reason),
     .arg = "TEXT",
     .help = "why it is adopted"},
    SEAT_ACT_ROWS(struct process_command, seat),
};

/* ---- where processes are ---------------------------------------------------------------------*/

static bool
load_all(struct processes *out, struct cli *cli, struct err *e)
{
    const char *dir;
    struct loader l = {.a = &cli->arena, .trees = &cli->arena, .env = &cli->env};
    return data_dir_find(&dir, &cli->arena, cli->common->data, e) &&
           process_load_all(
               out, &l, arena_str(&cli->arena, arena_printf(&cli->arena, "%s/processes", dir)), e);
}

static bool
no_process(struct cli *cli, const struct processes *ps, struct slice id, struct err *e)
{
    struct slice names[PROCESSES_MAX] = {{0}};
    size_t n = 0;
    for (; n < ps->n && n < PROCESSES_MAX; n++)
        names[n] = ps->v[n].id;
    struct slice near = nearest_name(id, names, n);
    for (size_t i = 0; i < n; i++)
        if (slice_has_prefix(names[i], id))
            near = names[i];
    if (near.n)
        return err_set(e, ERR_INPUT, "no process '%.*s'; did you mean '%.*s'?", SL_FMT(id),
                       SL_FMT(near));
    (void)cli;
    return err_set(e, ERR_INPUT,
                   "no process '%.*s'; 'comity committee process list' lists them, a file of your "
                   "own is named with its .yaml",
                   SL_FMT(id));
}

bool
process_named(const struct process **out, struct cli *cli, struct slice which, struct err *e)
{
    bool file = slice_find(which, SL("/")) != SIZE_MAX || slice_has_suffix(which, SL(".yaml"));
    if (file) {
        struct process *p = NEW(&cli->arena, struct process);
        struct loader l = {.a = &cli->arena, .trees = &cli->arena, .env = &cli->env};
        *out = p;
        return process_load(p, &l, arena_str(&cli->arena, which), e);
    }
    struct processes ps;
    if (!load_all(&ps, cli, e))
        return false;
    *out = processes_find(&ps, which);
    return *out ? true : no_process(cli, &ps, which, e);
}

/* ---- adopt -----------------------------------------------------------------------------------*/

enum cli_exit
process_adopt(struct seat *s, const struct process *p, const char *reason)
{
    struct given_faults faults = {0};
    struct act x;
    struct err e = {0};
    if (!process_request(&x, seat_viewer(s), p, slice_str(reason), &faults)) {
        (void)given_wrong(&faults, NULL, s, &e);
        return cli_wrong_err(s->cli, &e);
    }
    if (!process_verified(p) && !s->o->json)
        cli_say(s->cli->err,
                arena_printf(&s->cli->arena,
                             "comity: note: %.*s has values that were not read at their source: "
                             "'comity committee process show %.*s' marks them",
                             SL_FMT(p->id), SL_FMT(p->id)));
    return act_give(s, &x);
}

static enum cli_exit
run_adopt(struct cli *cli, const void *given, const struct slices *args)
{
    const struct process_command *o = given;
    static const char *const places[] = {"PROCESS", NULL};
    const struct process *p;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, places, 1, &e) || !process_named(&p, cli, args->v[0], &e) ||
        !seat_open(&s, cli, &o->seat, &e))
        return cli_wrong_err(cli, &e);
    return process_adopt(&s, p, o->reason);
}

/* ---- list, show ------------------------------------------------------------------------------*/

static enum cli_exit
list_json(struct seat *s, const struct processes *ps)
{
    struct arena *a = &s->cli->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < ps->n; i++) {
        struct json_node *o = json_new_object(a);
        json_put_text(a, o, "id", ps->v[i].id);
        json_put_text(a, o, "body", ps->v[i].body);
        json_put_text(a, o, "edition", ps->v[i].edition);
        json_put_bool(a, o, "verified", process_verified(&ps->v[i]));
        json_put_text_if(a, o, "en", ps->v[i].name.en);
        json_put_text_if(a, o, "zh", ps->v[i].name.zh);
        json_push_node(a, list, o);
    }
    return json_tree_print(s->cli, list);
}

static enum cli_exit
run_list(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const none[] = {NULL}, *const heads[] = {"id", "body", "values", "name"};
    const struct process_command *o = given;
    struct processes ps;
    struct printer p;
    struct buf b;
    struct table t;
    struct seat s;
    struct err e = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, none, 0, &e) || !load_all(&ps, cli, &e))
        return cli_wrong_err(cli, &e);
    if (o->seat.json)
        return list_json(&s, &ps);
    seat_printer(&p, &b, &s);
    table_init(&t, &cli->arena, heads, COUNT_OF(heads));
    for (size_t i = 0; i < ps.n; i++) {
        table_cell(&t, ps.v[i].id);
        table_cell(&t, ps.v[i].body);
        table_cell(&t, process_verified(&ps.v[i]) ? SL("verified") : SL("unverified"));
        table_cell(&t, seat_word(&s, ps.v[i].name.en, ps.v[i].name.zh));
    }
    table_print(&p, &t);
    return seat_print(&s, &b);
}

/* A test in words, and what stands behind it. */
static void
test_text(struct printer *p, struct seat *s, const struct rule *r, const char *what,
          const struct rule_tests *tests)
{
    for (size_t i = 0; i < tests->n; i++) {
        const struct rule_test *t = &tests->v[i];
        struct langs words = rule_test_words(p->a, r, t), cite = rule_cite_words(p->a, r, &t->cite);
        struct slice line = langs_get(&words, s->zh), from = langs_get(&cite, s->zh);
        buf_printf(p->out, s->zh ? "      %s：" : "      %s: ", what);
        if (from.n)
            line = arena_printf(p->a, s->zh ? "%.*s（%.*s）" : "%.*s (%.*s)", SL_FMT(line),
                                SL_FMT(from));
        printer_wrapped(p, 8 + table_width(slice_str(what)), 10, line);
    }
}

/* "; unverified" behind what was not read at its source. */
static const char *
mark(const struct seat *s, enum reading reading)
{
    return reading_verified(reading) ? "" : s->zh ? "；未核实" : "; unverified";
}

static void
period_text(struct printer *p, struct seat *s, const struct rule *r)
{
    const struct period *d = &r->period;
    if (!d->usual)
        return;
    buf_printf(p->out, s->zh ? "      期限：一般%" PRId64 "日" : "      days: usually %" PRId64,
               d->usual);
    if (d->min)
        buf_printf(p->out, s->zh ? "，不少于%" PRId64 "日" : ", at least %" PRId64, d->min);
    if (d->max)
        buf_printf(p->out, s->zh ? "，不超过%" PRId64 "日" : ", at most %" PRId64, d->max);
    buf_printf(p->out, "%s\n", mark(s, rule_reading(r, rule_cite(r, &d->cite))));
}

/* What is asked of the roll, and what follows from silence. */
static void
frame_text(struct printer *p, struct seat *s, const struct rule *r)
{
    const struct balance *b = &r->balance;
    if (b->den)
        buf_printf(p->out,
                   s->zh ? "      均衡：任一类别不超过名册的%" PRId64 "/%" PRId64 "%s\n"
                         : "      balance: no class above %" PRId64 "/%" PRId64 " of the roll%s\n",
                   b->num, b->den, mark(s, rule_reading(r, rule_cite(r, &b->cite))));
    if (r->silence == SILENCE_ASSENT)
        buf_str(p->out, s->zh ? "      未投票视为同意\n" : "      silence: is assent\n");
}

static void
rule_text(struct printer *p, struct seat *s, const struct rule *r)
{
    struct langs cite = rule_cite_words(p->a, r, &r->cite);
    buf_str(p->out, "  ");
    printer_safe(p, r->key);
    buf_str(p->out, "  ");
    printer_safe(p, langs_get(&r->name, s->zh));
    buf_str(p->out, "\n      ");
    printer_wrapped(p, 6, 6, langs_get(&cite, s->zh));
    buf_str(p->out, s->zh ? "      表决人：" : "      voters: ");
    printer_safe(p, langs_get(&r->electorate.name, s->zh));
    buf_str(p->out, "\n");
    period_text(p, s, r);
    frame_text(p, s, r);
    test_text(p, s, r, s->zh ? "法定人数" : "quorum", &r->quorum);
    test_text(p, s, r, s->zh ? "通过" : "passes", &r->pass);
    for (size_t i = 0; i < r->bands.n; i++) {
        const struct rule_band *b = &r->bands.v[i];
        buf_printf(p->out,
                   s->zh ? "      投票率%s%" PRId64 "/%" PRId64 "：\n"
                         : "      turnout %s %" PRId64 "/%" PRId64 ":\n",
                   s->zh ? (b->strict ? "超过" : "不少于") : (b->strict ? "above" : "from"), b->num,
                   b->den);
        test_text(p, s, r, s->zh ? "通过" : "passes", &b->pass);
    }
    test_text(p, s, r, s->zh ? "否决" : "blocks", &r->block);
    if (r->judged_by.n)
        buf_printf(p->out, s->zh ? "      由%.*s裁定\n" : "      judged by: %.*s\n",
                   SL_FMT(r->judged_by));
}

/* " (not approved, no quorum)": with which results of its ballot a way is open; 0: approved. */
static void
outcomes_text(struct buf *b, const struct seat *s, unsigned outcomes)
{
    const char *before = s->zh ? "（" : " (";
    for (unsigned o = 0; o <= OUTCOME_JUDGED; o++) {
        struct langs words = outcome_words((enum outcome)o);
        if (!(outcomes & 1u << o))
            continue;
        buf_printf(b, "%s%.*s", before, SL_FMT(langs_get(&words, s->zh)));
        before = s->zh ? "、" : ", ";
    }
    if (outcomes)
        buf_str(b, s->zh ? "）" : ")");
}

/* ", with study-report, explanation". */
static void
papers_text(struct buf *b, const struct seat *s, const struct process *pr,
            const struct slices *keys)
{
    for (size_t i = 0; i < keys->n; i++) {
        const struct process_document *paper = process_document(pr, keys->v[i]);
        const char *before = s->zh ? (i ? "、" : "；文件：") : i ? ", " : ", with ";
        buf_printf(b, "%s%.*s", before, SL_FMT(keys->v[i]));
        if (s->zh && paper)
            buf_printf(b, "（%.*s）", SL_FMT(langs_get(&paper->name, true)));
    }
}

/* ", after the ballot wg-vote, with study-report, after 30 days". */
static void
way_text(struct printer *p, struct seat *s, const struct process *pr, const struct stage *g,
         const struct transition *t)
{
    struct buf b;
    buf_init(&b, p->a, WAY_MAX);
    buf_add(&b, t->to);
    if (t->ballot.n)
        buf_printf(&b, s->zh ? "：须经投票 %.*s" : ", after the ballot %.*s", SL_FMT(t->ballot));
    outcomes_text(&b, s, t->outcomes);
    if (t->comments_disposed)
        buf_str(&b, s->zh ? "；全部意见已处理" : ", when every comment is answered");
    if (t->draft)
        buf_str(&b, s->zh ? "；须提交草案" : ", with a draft of this stage");
    papers_text(&b, s, pr, &t->documents);
    if (t->min_days)
        buf_printf(&b, s->zh ? "；满%" PRId64 "日%s" : ", after %" PRId64 " days%s", t->min_days,
                   mark(s, process_reading(pr, g, &t->cite)));
    if (t->reason)
        buf_str(&b, s->zh ? "；须说明理由" : ", with a reason");
    buf_str(p->out, s->zh ? "      到 " : "      to ");
    printer_wrapped(p, 9, 10, buf_slice(&b));
}

static void
stage_text(struct printer *p, struct seat *s, const struct process *pr, const struct stage *g)
{
    buf_str(p->out, "  ");
    printer_safe(p, g->id);
    buf_str(p->out, "  ");
    printer_safe(p, langs_get(&g->name, s->zh));
    if (g->comment.min || g->comment.usual)
        buf_printf(p->out,
                   s->zh ? "（征求意见%" PRId64 "日%s）" : "  (comments: %" PRId64 " days%s)",
                   g->comment.usual ? g->comment.usual : g->comment.min,
                   mark(s, process_reading(pr, g, &g->comment.cite)));
    buf_str(p->out, "\n");
    for (size_t i = 0; i < g->next.n; i++)
        way_text(p, s, pr, g, &g->next.v[i]);
}

static enum cli_exit
show_text(struct seat *s, const struct process *pr)
{
    struct printer p;
    struct buf b;
    bool verified = process_verified(pr);
    seat_printer(&p, &b, s);
    printer_safe(&p, pr->id);
    buf_str(&b, "  ");
    printer_safe(&p, langs_get(&pr->name, s->zh));
    if (s->zh)
        buf_printf(&b, "\n%.*s，数据日期%.*s%s\n\n阶段\n", SL_FMT(pr->body), SL_FMT(pr->edition),
                   verified ? "" : "；未核实：并非全部数值都核对过原文");
    else
        buf_printf(&b, "\nof %.*s, data of %.*s%s\n\nstages\n", SL_FMT(pr->body),
                   SL_FMT(pr->edition),
                   verified ? "" : "; unverified: not every value was read at its source");
    for (size_t i = 0; i < pr->stages.n; i++)
        stage_text(&p, s, pr, &pr->stages.v[i]);
    buf_str(&b, s->zh ? "\n投票规则\n" : "\nballots\n");
    for (size_t i = 0; i < pr->rules.n; i++)
        rule_text(&p, s, &pr->rules.v[i]);
    if (pr->note.en.n || pr->note.zh.n) {
        buf_str(&b, "\n");
        printer_wrapped(&p, 0, 0, langs_get(&pr->note, s->zh));
    }
    return seat_print(s, &b);
}

static enum cli_exit
run_show(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const places[] = {"PROCESS", NULL};
    const struct process_command *o = given;
    const struct process *p;
    struct json_node n;
    struct seat s;
    struct err e = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, places, 1, &e) || !process_named(&p, cli, args->v[0], &e))
        return cli_wrong_err(cli, &e);
    if (!o->seat.json)
        return show_text(&s, p);
    process_to_json(&n, &cli->arena, p);
    return json_tree_print(cli, &n);
}

static const struct command list_verb = {
    .name = "list",
    .synopsis = "",
    .summary = "the processes that come with the program",
    .options = read_options,
    .noptions = COUNT_OF(read_options),
    .size = sizeof(struct process_command),
    .run = run_list,
};

static const struct command show_verb = {
    .name = "show",
    .synopsis = "PROCESS|FILE.yaml",
    .summary = "its stages and ballot rules",
    .options = read_options,
    .noptions = COUNT_OF(read_options),
    .size = sizeof(struct process_command),
    .run = run_show,
};

static const struct command adopt_verb = {
    .name = "adopt",
    .synopsis = "PROCESS|FILE.yaml [--reason TEXT]",
    .summary = "the committee adopts it, or a new version of it; projects keep to theirs",
    .options = adopt_options,
    .noptions = COUNT_OF(adopt_options),
    .size = sizeof(struct process_command),
    .run = run_adopt,
};

static const struct command *const verbs[] = {&list_verb, &show_verb, &adopt_verb, NULL};

const struct command committee_process_group = {
    .name = "process",
    .synopsis = "COMMAND",
    .summary = "the rules by which a committee works: stages, periods, ballots",
    .verbs = verbs,
};
