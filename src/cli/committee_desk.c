/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `committee desk`: what an organisation's people prepare before it files (committee/desk.h).
 * The desk lies in the committee's database, as a value of the organisation's own; nothing of it
 * is in the record.
 */
#include "api/act_desk.h"
#include "cli/committee_act.h"
#include "cli/committee_given.h"
#include "cli/committee_tables.h"
#include "cli/committee_verbs.h"
#include "cli/json_tree.h"
#include "cli/table.h"

#include <inttypes.h>

#define PLACES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NUMBERS_MAX 1000

struct desk_command {
    struct seat_options seat;
    const char *text, *proposed, *quote, *replace, *type, *language, *note;
};

static const char *const types[] = {"ge", "te", "ed", NULL};

/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define TEXT_ROW(name_, member_, arg_, help_)                                                 \
    {                                                                                         \
        .name = name_, .type = OPTION_TEXT, .offset = offsetof(struct desk_command, member_), \
        .arg = arg_, .help = help_                                                            \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct option text_options[] = {
    TEXT_ROW("text", text, "TEXT|@FILE", "what there is to say"),
    {.name = "type",
     .letter = 't',
     .type = OPTION_CHOICE,
     .offset = offsetof(struct desk_command, type),
     .arg = "TYPE",
     .help = "ge general, te technical, ed editorial",
     .choices = types},
    TEXT_ROW("proposed", proposed, "TEXT|@FILE", "the change to propose, in words"),
    TEXT_ROW("quote", quote, "TEXT", "words of the clause that it is about"),
    TEXT_ROW("replace", replace, "TEXT", "what should stand in place of the quoted words"),
    {.name = "language",
     .type = OPTION_CHOICE,
     .offset = offsetof(struct desk_command, language),
     .arg = "LANG",
     .help = "of the comment: zh or en (default by its script)",
     .choices = seat_languages},
    SEAT_ACT_ROWS(struct desk_command, seat),
};

static const struct option act_options[] = {
    TEXT_ROW("note", note, "TEXT", "for colleagues: why"),
    SEAT_ACT_ROWS(struct desk_command, seat),
};

/* ---- the desk, open for a command ------------------------------------------------------------*/

struct sitting {
    struct seat s;
    const struct desk_command *o;
    struct slice project;
    struct actor by;
    struct desk_sitting at;
};

/* Opens the folder and the desk; `write`: nobody else changes it until it is left. */
static bool
sit(struct sitting *w, struct cli *cli, const struct desk_command *o, const struct slices *args,
    bool write, struct err *e)
{
    const struct project *p;
    w->o = o;
    if (!seat_open(&w->s, cli, &o->seat, e) || !seat_actor(&w->by, &w->s, e) ||
        !seat_project(&p, &w->s, args->v[0], e))
        return false;
    w->project = args->v[0];
    const struct mandate *by = committee_mandate(&w->s.office.committee, w->by.mandate);
    if (!by)
        return err_set(e, ERR_INPUT, "no mandate '%.*s'", SL_FMT(w->by.mandate));
    if (!slice_eq(by->organisation, w->by.organisation))
        return err_set(e, ERR_INPUT, "mandate %.*s is not of %.*s", SL_FMT(w->by.mandate),
                       SL_FMT(w->by.organisation));
    return desk_sit(&w->at, seat_viewer(&w->s), w->project, by, write, e);
}

static void
stand_up(struct sitting *w)
{
    desk_leave(&w->at);
    seat_close(&w->s);
}
#define AUTO_SITTING CLEANUP(stand_up) struct sitting

/* What came of it: refused as acts are, or kept and said. */
static enum cli_exit
settle(struct sitting *w, bool done, const struct refusal *r, struct slice says)
{
    struct err e = {0};
    if (!done) {
        struct office_done no = {.answer = OFFICE_REFUSED, .refusal = *r};
        return act_answer(&w->s, &no);
    }
    if (!w->o->seat.dry_run && !desk_keep(&w->at, &e))
        return cli_wrong_err(w->s.cli, &e);
    if (!w->o->seat.json) {
        cli_say(w->s.cli->out, says);
        return EXIT_OK;
    }
    struct json_node *n = json_new_object(&w->s.cli->arena);
    json_put_text(&w->s.cli->arena, n, "answer", w->o->seat.dry_run ? SL("allowed") : SL("done"));
    json_put_text(&w->s.cli->arena, n, "says", says);
    return json_tree_print(w->s.cli, n);
}

/* ---- what is said ----------------------------------------------------------------------------*/

/* As an error, where it was wrongly written. */
static bool
told(bool ok, const struct given_faults *f, const struct seat *s, struct err *e)
{
    return ok || (f->n ? given_wrong(f, NULL, s, e) : false);
}

/* From the options; what they leave out is as in `base`, which may be null. */
static bool
given(struct desk_text *out, struct sitting *w, struct slice clause, const struct desk_text *base,
      struct err *e)
{
    const struct desk_command *o = w->o;
    const struct project *p;
    struct drafts drafts;
    struct given_faults faults = {0};
    struct comment_given g = {
        .clause = clause, .quote = slice_str(o->quote), .replace = slice_str(o->replace)};
    if (o->language)
        g.lang = strcmp(o->language, "zh") == 0 ? COMMENT_ROW_ZH : COMMENT_ROW_EN;
    if (!comment_row_type_read(&g.type, slice_str(o->type)) ||
        !given_long(&g.text, &w->s, slice_str(o->text), e) ||
        !given_long(&g.proposed, &w->s, slice_str(o->proposed), e))
        return false;
    if (base)
        desk_text_again(&g, base);
    if (!g.text.n)
        return err_set(e, ERR_INPUT, "%s: what is the comment? --text TEXT, @FILE or -",
                       w->s.cli->path);
    return office_project(&p, &w->s.office, w->project, e) &&
           comment_drafts(&drafts, &w->s, p, e) &&
           told(desk_text_of(out, &drafts, &g, &faults, e), &faults, &w->s, e);
}

static bool
number_of(uint64_t *out, const struct sitting *w, struct slice text, struct err *e)
{
    if (slice_to_u64(text, out) && desk_entry(&w->at.desk, *out))
        return true;
    return err_set(e, ERR_INPUT, "no entry '%.*s' on the desk; 'comity committee desk list %.*s'",
                   SL_FMT(text), SL_FMT(w->project));
}

/* ---- prepare, change, merge, drop, approve ---------------------------------------------------*/

static enum cli_exit
run_prepare(struct cli *cli, const void *options, const struct slices *args)
{
    struct refusal r = {0};
    struct desk_text t;
    uint64_t n = 0;
    struct err e = {0};
    AUTO_SITTING w = {0};
    seat_begin(&w.s, cli, options);
    if (!seat_args(&w.s, args, PLACES("PROJECT", "CLAUSE"), 1, &e) ||
        !sit(&w, cli, options, args, true, &e) ||
        !given(&t, &w, args->n > 1 ? args->v[1] : SL(""), NULL, &e))
        return cli_wrong_err(cli, &e);
    bool done = desk_prepare(&w.at.desk, &cli->arena, &w.at.hand, &t, &n, &r);
    return settle(&w, done, &r, arena_printf(&cli->arena, "prepared: %" PRIu64, n));
}

static enum cli_exit
run_change(struct cli *cli, const void *options, const struct slices *args)
{
    struct refusal r = {0};
    struct desk_text t;
    uint64_t n;
    struct err e = {0};
    AUTO_SITTING w = {0};
    seat_begin(&w.s, cli, options);
    if (!seat_args(&w.s, args, PLACES("PROJECT", "NUMBER"), 2, &e) ||
        !sit(&w, cli, options, args, true, &e) || !number_of(&n, &w, args->v[1], &e) ||
        !given(&t, &w, SL(""), &desk_entry(&w.at.desk, n)->says, &e))
        return cli_wrong_err(cli, &e);
    bool done = desk_change(&w.at.desk, &cli->arena, &w.at.hand, n, &t, &r);
    return settle(&w, done, &r, arena_printf(&cli->arena, "changed: %" PRIu64, n));
}

static bool
numbers_of(uint64_t *v, size_t *n, const struct sitting *w, struct slice list, struct err *e)
{
    struct slice one;
    for (*n = 0; slice_cut(&list, ',', &one); ++*n)
        if (*n == NUMBERS_MAX || !number_of(&v[*n], w, slice_trim(one), e))
            return *n < NUMBERS_MAX ? false
                                    : err_set(e, ERR_LIMIT, "at most %d numbers", NUMBERS_MAX);
    return *n > 0 || err_set(e, ERR_INPUT, "which entries? NUMBER,NUMBER");
}

static enum cli_exit
run_merge(struct cli *cli, const void *options, const struct slices *args)
{
    struct refusal r = {0};
    struct desk_text t;
    uint64_t *v = NEW_ARRAY(&cli->arena, uint64_t, NUMBERS_MAX), into = 0;
    size_t n;
    struct err e = {0};
    AUTO_SITTING w = {0};
    seat_begin(&w.s, cli, options);
    if (!seat_args(&w.s, args, PLACES("PROJECT", "NUMBERS"), 2, &e) ||
        !sit(&w, cli, options, args, true, &e) || !numbers_of(v, &n, &w, args->v[1], &e) ||
        !given(&t, &w, SL(""), &desk_entry(&w.at.desk, v[0])->says, &e))
        return cli_wrong_err(cli, &e);
    bool done = desk_merge(&w.at.desk, &cli->arena, &w.at.hand, v, n, &t, &into, &r);
    return settle(&w, done, &r, arena_printf(&cli->arena, "merged into %" PRIu64, into));
}

static enum cli_exit
run_drop(struct cli *cli, const void *options, const struct slices *args)
{
    const struct desk_command *o = options;
    struct refusal r = {0};
    uint64_t n;
    struct err e = {0};
    AUTO_SITTING w = {0};
    seat_begin(&w.s, cli, options);
    if (!seat_args(&w.s, args, PLACES("PROJECT", "NUMBER"), 2, &e) ||
        !sit(&w, cli, options, args, true, &e) || !number_of(&n, &w, args->v[1], &e))
        return cli_wrong_err(cli, &e);
    bool done = desk_drop(&w.at.desk, &cli->arena, &w.at.hand, n, slice_str(o->note), &r);
    return settle(&w, done, &r, arena_printf(&cli->arena, "dropped: %" PRIu64, n));
}

static enum cli_exit
run_approve(struct cli *cli, const void *options, const struct slices *args)
{
    struct refusal r = {0};
    uint64_t *v = NEW_ARRAY(&cli->arena, uint64_t, NUMBERS_MAX);
    size_t n;
    struct err e = {0};
    AUTO_SITTING w = {0};
    seat_begin(&w.s, cli, options);
    if (!seat_args(&w.s, args, PLACES("PROJECT", "NUMBERS"), 2, &e) ||
        !sit(&w, cli, options, args, true, &e) || !numbers_of(v, &n, &w, args->v[1], &e))
        return cli_wrong_err(cli, &e);
    bool done = true;
    for (size_t i = 0; done && i < n; i++)
        done = desk_approve(&w.at.desk, &cli->arena, &w.at.hand, v[i], &r);
    return settle(&w, done, &r, arena_printf(&cli->arena, "approved: %.*s", SL_FMT(args->v[1])));
}

/* ---- a table on the desk ---------------------------------------------------------------------*/

static bool
prepare_row(struct table_report *report, struct sitting *w, struct drafts *drafts,
            const struct comment_row *row, const struct table_options *to, struct err *e)
{
    struct arena *a = &w->s.cli->arena;
    struct comment_given g;
    struct desk_text t;
    struct refusal r = {0};
    struct given_faults faults = {0};
    uint64_t n = 0;
    table_given(&g, row, to->type, to->of_public);
    bool fits = desk_text_of(&t, drafts, &g, &faults, e);
    if (!fits && !faults.n)
        return false;
    if (!fits)
        table_report_row(report, row->row, "refused", langs_get(&faults.v[0].text, w->s.zh));
    else if (!desk_prepare(&w->at.desk, a, &w->at.hand, &t, &n, &r))
        table_report_row(report, row->row, "refused", seat_word(&w->s, r.en, r.zh));
    else
        table_report_row(report, row->row, "prepared as", arena_printf(a, "%" PRIu64, n));
    return true;
}

static enum cli_exit
run_table(struct cli *cli, const void *options, const struct slices *args)
{
    const struct desk_command *o = options;
    struct table_options to = {0};
    const struct project *p;
    struct drafts drafts;
    struct comment_form form;
    struct table_report report;
    struct slice octets;
    struct err e = {0};
    AUTO_SITTING w = {0};
    seat_begin(&w.s, cli, options);
    if (!seat_args(&w.s, args, PLACES("PROJECT", "TABLE"), 2, &e) ||
        !comment_row_type_read(&to.type, slice_str(o->type)) ||
        !given_file(&octets, &w.s, args->v[1], &e) ||
        !comment_form_read(&form, &cli->arena, args->v[1], octets, &e) ||
        !sit(&w, cli, options, args, true, &e) || !office_project(&p, &w.s.office, w.project, &e) ||
        !comment_drafts(&drafts, &w.s, p, &e))
        return cli_wrong_err(cli, &e);
    table_report_begin(&report, &w.s);
    table_report_notices(&report, &form);
    for (size_t i = 0; i < form.n; i++)
        if (!prepare_row(&report, &w, &drafts, &form.rows[i], &to, &e))
            return cli_wrong_err(cli, &e);
    if (!o->seat.dry_run && !desk_keep(&w.at, &e))
        return cli_wrong_err(cli, &e);
    return table_report_end(&report, "prepared");
}

/* ---- file ------------------------------------------------------------------------------------*/

static bool
file_one(struct table_report *report, struct sitting *w, uint64_t n, struct err *e)
{
    const struct project *p;
    struct drafts drafts;
    struct given_faults faults = {0};
    struct office_done done;
    bool dry = w->o->seat.dry_run;
    if (!office_project(&p, &w->s.office, w->project, e) || !comment_drafts(&drafts, &w->s, p, e))
        return false;
    if (!desk_file(&done, &w->at, &drafts, n, dry, &faults, e))
        return told(false, &faults, &w->s, e);
    if (done.answer == OFFICE_REFUSED)
        table_report_row(report, (uint32_t)n, "refused",
                         seat_word(&w->s, done.refusal.en, done.refusal.zh));
    else
        table_report_row(report, (uint32_t)n, dry ? "allowed" : "filed as",
                         event_text(&done.event, "id"));
    return true;
}

static enum cli_exit
run_file(struct cli *cli, const void *options, const struct slices *args)
{
    struct table_report report;
    struct err e = {0};
    AUTO_SITTING w = {0};
    seat_begin(&w.s, cli, options);
    if (!seat_args(&w.s, args, PLACES("PROJECT", "NUMBERS"), 1, &e) ||
        !sit(&w, cli, options, args, false, &e))
        return cli_wrong_err(cli, &e);
    desk_leave(&w.at);
    uint64_t *v = NEW_ARRAY(&cli->arena, uint64_t, DESK_ENTRIES_MAX + 1);
    size_t n = 0;
    for (size_t i = 0; args->n < 2 && i < w.at.desk.entries.n; i++)
        if (w.at.desk.entries.v[i].state == DESK_APPROVED)
            v[n++] = w.at.desk.entries.v[i].number;
    if (args->n > 1 && !numbers_of(v, &n, &w, args->v[1], &e))
        return cli_wrong_err(cli, &e);
    table_report_begin(&report, &w.s);
    report.noun = "entry";
    for (size_t i = 0; i < n; i++)
        if (!file_one(&report, &w, v[i], &e))
            return cli_wrong_err(cli, &e);
    return table_report_end(&report, "filed");
}

/* ---- list ------------------------------------------------------------------------------------*/

static enum cli_exit
run_list(struct cli *cli, const void *options, const struct slices *args)
{
    static const char *const heads[] = {"no.", "state", "clause", "type", "says"};
    static const char *const type_words[] = {
        [COMMENT_GENERAL] = "ge", [COMMENT_TECHNICAL] = "te", [COMMENT_EDITORIAL] = "ed"};
    struct printer p;
    struct buf b;
    struct table t;
    struct json_node n;
    struct slice octets;
    struct err e = {0};
    AUTO_SITTING w = {0};
    seat_begin(&w.s, cli, options);
    if (!seat_args(&w.s, args, PLACES("PROJECT"), 1, &e) ||
        !sit(&w, cli, options, args, false, &e) ||
        !desk_write(&octets, &cli->arena, &w.at.desk, &e) ||
        !json_parse(&n, &cli->arena, SL("the desk"), octets, &e))
        return cli_wrong_err(cli, &e);
    if (w.o->seat.json)
        return json_tree_print(cli, &n);
    if (w.at.desk.entries.n == 0) {
        cli_say(cli->out, SL("nothing lies on the desk"));
        return EXIT_OK;
    }
    seat_printer(&p, &b, &w.s);
    table_init(&t, &cli->arena, heads, COUNT_OF(heads));
    for (size_t i = 0; i < w.at.desk.entries.n; i++) {
        const struct desk_entry *d = &w.at.desk.entries.v[i];
        struct slice state = slice_str(desk_state_words[d->state]);
        if (d->into)
            state = arena_printf(t.a, "%.*s into %" PRIu64, SL_FMT(state), d->into);
        if (d->comment.n)
            state = arena_printf(t.a, "%.*s as %.*s", SL_FMT(state), SL_FMT(d->comment));
        table_int(&t, (int64_t)d->number);
        table_cell(&t, state);
        table_cell(&t, d->says.clause.n ? d->says.clause : SL("-"));
        table_cell(&t, slice_str(type_words[d->says.type]));
        table_cell(&t, d->says.text);
    }
    table_print(&p, &t);
    return seat_print(&w.s, &b);
}

/* ---- the group -------------------------------------------------------------------------------*/

/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define DESK_VERB(name_, synopsis_, summary_, options_, run_)                            \
    {                                                                                    \
        .name = name_, .synopsis = synopsis_, .summary = summary_, .options = options_,  \
        .noptions = COUNT_OF(options_), .size = sizeof(struct desk_command), .run = run_ \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct command list_verb =
    DESK_VERB("list", "PROJECT", "what lies on the desk", act_options, run_list);
static const struct command prepare_verb =
    DESK_VERB("prepare", "PROJECT [CLAUSE] --text TEXT --type ge|te|ed",
              "put a comment on the desk: an expert may", text_options, run_prepare);
static const struct command table_verb =
    DESK_VERB("import", "PROJECT TABLE.csv|TABLE.xlsx [--type TYPE]",
              "put the rows of a table on the desk", text_options, run_table);
static const struct command change_verb =
    DESK_VERB("change", "PROJECT NUMBER [--text TEXT] …",
              "say it otherwise; an approval is gone then", text_options, run_change);
static const struct command merge_verb =
    DESK_VERB("merge", "PROJECT NUMBER,NUMBER [--text TEXT] …",
              "one in place of several; they stay on the desk", text_options, run_merge);
static const struct command drop_verb =
    DESK_VERB("drop", "PROJECT NUMBER [--note TEXT]", "nobody files it", act_options, run_drop);
static const struct command approve_verb = DESK_VERB(
    "approve", "PROJECT NUMBER,NUMBER", "the delegate lets it go out", act_options, run_approve);
static const struct command file_verb =
    DESK_VERB("file", "PROJECT [NUMBER,NUMBER]", "file what is approved, as the organisation's",
              act_options, run_file);
static const struct command *const verbs[] = {&list_verb,    &prepare_verb, &table_verb,
                                              &change_verb,  &merge_verb,   &drop_verb,
                                              &approve_verb, &file_verb,    NULL};

const struct command committee_desk_group = {
    .name = "desk",
    .synopsis = "COMMAND",
    .summary = "what an organisation's people prepare before it files; in no record",
    .verbs = verbs,
};
