/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comments as tables: import and export of the ISO template and of
 * 意见汇总处理表, several tables into one, and answers out of a table. Row by row:
 * a bad row is told with its reason and the others are kept.
 */
#include "cli/committee_tables.h"
#include "cli/committee_act.h"
#include "cli/committee_comment.h"
#include "cli/committee_given.h"
#include "cli/json_tree.h"
#include "cli/output.h"

#include <inttypes.h>

#define PLACES(...) ((const char *const[]){__VA_ARGS__, NULL})

static const char *const forms[] = {"iso", "gb", NULL};
static const char *const formats[] = {"csv", "xlsx", NULL};

/* ---- what happened to each row ---------------------------------------------------------------*/

void
table_report_begin(struct table_report *r, struct seat *s)
{
    *r = (struct table_report){.s = s, .noun = "row", .rows = json_new_array(&s->cli->arena)};
}

void
table_report_notices(struct table_report *r, const struct comment_form *f)
{
    struct arena *a = &r->s->cli->arena;
    enum comment_row_lang lang = r->s->zh ? COMMENT_ROW_ZH : COMMENT_ROW_EN;
    for (size_t i = 0; i < f->nnotices; i++) {
        const struct comment_form_notice *n = &f->notices[i];
        struct slice text = comment_form_notice_text(a, n, lang);
        struct json_node *o = json_new_object(a);
        json_put_int(a, o, "row", n->row);
        json_put_text(a, o, "answer", n->refused ? SL("refused") : SL("note"));
        json_put_text(a, o, "reason", text);
        json_push_node(a, r->rows, o);
        if (!r->s->o->json)
            cli_say(n->refused ? r->s->cli->err : r->s->cli->out,
                    arena_printf(a, "%s%.*s", n->refused ? "refused: " : "note: ", SL_FMT(text)));
    }
    r->refused += f->refused;
}

void
table_report_row(struct table_report *r, uint32_t row, const char *answer, struct slice what)
{
    struct arena *a = &r->s->cli->arena;
    struct json_node *o = json_new_object(a);
    bool refused = strcmp(answer, "refused") == 0;
    json_put_int(a, o, r->noun, row);
    json_put_text(a, o, "answer", slice_str(answer));
    json_put_text_if(a, o, refused ? "reason" : "id", what);
    json_push_node(a, r->rows, o);
    r->refused += refused;
    r->done += !refused;
    fflush(r->s->cli->out); /* in the order of the rows, where both go to one terminal */
    if (!r->s->o->json)
        cli_say(refused ? r->s->cli->err : r->s->cli->out,
                arena_printf(a, "%s %" PRIu32 ": %s%s%.*s", r->noun, row, answer,
                             refused ? ": " : " ", SL_FMT(what)));
}

enum cli_exit
table_report_end(struct table_report *r, const char *done)
{
    struct arena *a = &r->s->cli->arena;
    enum cli_exit status = EXIT_OK;
    if (r->s->o->json) {
        struct json_node *n = json_new_object(a);
        json_put_int(a, n, "done", (int64_t)r->done);
        json_put_int(a, n, "refused", (int64_t)r->refused);
        json_put_node(a, n, "rows", r->rows);
        status = json_tree_print(r->s->cli, n);
    } else {
        cli_say(r->s->cli->out, arena_printf(a, "%zu %s, %zu refused", r->done, done, r->refused));
    }
    return status == EXIT_OK && r->refused ? EXIT_FAILS : status;
}

/* ---- import ----------------------------------------------------------------------------------*/

struct table_command {
    struct seat_options seat;
    const char *type, *form, *format, *output;
    bool of_public;
};

static const char *const types[] = {"ge", "te", "ed", NULL};

static const struct option import_options[] = {
    {.name = "type",
     .letter = 't',
     .type = OPTION_CHOICE,
     .offset = offsetof(struct table_command, type),
     .arg = "TYPE",
     .help = "of rows that state none: the Chinese table has no such column",
     .choices = types},
    {.name = "public",
     .type = OPTION_FLAG,
     .offset = offsetof(struct table_command, of_public),
     .help = "comments of people outside; the secretary enters them"},
    SEAT_ACT_ROWS(struct table_command, seat),
};

static bool
file_row(struct table_report *report, struct drafts *drafts, const struct comment_row *row,
         const struct table_options *o, struct err *e)
{
    struct seat *s = report->s;
    struct arena *a = &s->cli->arena;
    struct comment_given g;
    struct given_faults faults = {0};
    struct act x;
    struct office_done done = {0};
    table_given(&g, row, o->type, o->of_public);
    if (table_is_filed(drafts, row)) {
        table_report_row(report, row->row, "refused",
                         arena_printf(a,
                                      "it is %.*s already: this table was exported; 'comment "
                                      "answer' reads what was decided",
                                      SL_FMT(row->number)));
        return true;
    }
    if (!comment_request(&x, drafts, &g, &faults, e)) {
        if (!faults.n)
            return false;
        table_report_row(report, row->row, "refused", langs_get(&faults.v[0].text, s->zh));
        return true;
    }
    struct office_request r = {.type = slice_str(x.kind->name),
                               .project = o->project,
                               .by = o->by,
                               .data = x.data,
                               .objects = x.objects,
                               .nobjects = x.nobjects,
                               .dry = s->o->dry_run,
                               .later = true}; /* the public files follow once, at the end */
    if (s->o->once)
        r.once = arena_printf(a, "%s#%" PRIu32, s->o->once, row->row);
    if (!office_act(&done, a, &s->office, &r, e))
        return false;
    if (done.answer == OFFICE_REFUSED)
        table_report_row(
            report, row->row, "refused",
            arena_printf(a, "%s", arena_str(a, seat_word(s, done.refusal.en, done.refusal.zh))));
    else
        table_report_row(report, row->row,
                         r.dry                            ? "allowed"
                         : done.answer == OFFICE_REPEATED ? "filed before, as"
                                                          : "filed as",
                         event_text(&done.event, "id"));
    /* The act made the state go stale; the drafts that were read are ours. */
    return office_project(&drafts->project, &s->office, o->project, e);
}

bool
table_file(struct table_report *report, struct drafts *drafts, const struct comment_row *rows,
           size_t n, const struct table_options *o, struct err *e)
{
    for (size_t i = 0; i < n; i++)
        if (!file_row(report, drafts, &rows[i], o, e))
            return false;
    return true;
}

static enum cli_exit
run_import(struct cli *cli, const void *given, const struct slices *args)
{
    const struct table_command *o = given;
    const struct project *p;
    struct table_options to = {.of_public = o->of_public};
    struct drafts drafts;
    struct comment_form form;
    struct table_report report;
    struct slice octets;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT", "TABLE"), 2, &e) ||
        !comment_row_type_read(&to.type, slice_str(o->type)) || !seat_open(&s, cli, &o->seat, &e) ||
        !seat_actor(&to.by, &s, &e) || !seat_project(&p, &s, args->v[0], &e) ||
        !given_file(&octets, &s, args->v[1], &e) ||
        !comment_form_read(&form, &cli->arena, args->v[1], octets, &e) ||
        !comment_drafts(&drafts, &s, p, &e))
        return cli_wrong_err(cli, &e);
    to.project = args->v[0];
    table_report_begin(&report, &s);
    table_report_notices(&report, &form);
    if (!table_file(&report, &drafts, form.rows, form.n, &to, &e))
        return cli_wrong_err(cli, &e);
    return table_report_end(&report, o->seat.dry_run ? "would be filed" : "filed");
}

/* ---- answers out of a table ------------------------------------------------------------------*/

static const struct option answer_options[] = {SEAT_ACT_ROWS(struct table_command, seat)};

static const char *
decision_word(enum comment_row_outcome o)
{
    static const char *const words[] = {[COMMENT_ROW_OPEN] = NULL,
                                        [COMMENT_ROW_ACCEPTED] = "accepted",
                                        [COMMENT_ROW_PARTLY] = "partly",
                                        [COMMENT_ROW_REJECTED] = "not-accepted",
                                        [COMMENT_ROW_NOTED] = "noted"};
    return words[o];
}

static bool
answer_row(struct table_report *report, const struct comment_row *row,
           const struct table_options *o, struct err *e)
{
    struct seat *s = report->s;
    struct arena *a = &s->cli->arena;
    struct json_node *data = json_new_object(a);
    struct office_object object = {.open = true};
    struct office_done done = {0};
    const char *decision = decision_word(row->outcome);
    if (!decision)
        return true;
    struct slice why = row->reason.n ? row->reason : row->note;
    if (why.n && !object_text(&object.octets, a, &s->env, why, e))
        return false;
    json_put_text(a, data, "comment", row->number);
    json_put_text(a, data, "decision", slice_str(decision));
    if (why.n)
        json_put_text(a, data, "reason", object_digest(a, object.octets));
    struct office_request r = {.type = SL("disposition.set"),
                               .project = o->project,
                               .by = o->by,
                               .data = data,
                               .objects = &object,
                               .nobjects = why.n ? 1 : 0,
                               .dry = s->o->dry_run,
                               .later = true};
    if (!office_act(&done, a, &s->office, &r, e))
        return false;
    if (done.answer == OFFICE_REFUSED)
        table_report_row(report, row->row, "refused",
                         seat_word(s, done.refusal.en, done.refusal.zh));
    else
        table_report_row(report, row->row, decision, row->number);
    return true;
}

static enum cli_exit
run_answer(struct cli *cli, const void *given, const struct slices *args)
{
    const struct table_command *o = given;
    struct table_options to = {0};
    struct comment_form form;
    struct table_report report;
    struct slice octets;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT", "TABLE"), 2, &e) ||
        !seat_open(&s, cli, &o->seat, &e) || !seat_actor(&to.by, &s, &e) ||
        !given_file(&octets, &s, args->v[1], &e) ||
        !comment_form_read(&form, &cli->arena, args->v[1], octets, &e))
        return cli_wrong_err(cli, &e);
    to.project = args->v[0];
    table_report_begin(&report, &s);
    table_report_notices(&report, &form);
    for (size_t i = 0; i < form.n; i++)
        if (!answer_row(&report, &form.rows[i], &to, &e))
            return cli_wrong_err(cli, &e);
    return table_report_end(&report, o->seat.dry_run ? "would be answered" : "answered");
}

/* ---- writing ---------------------------------------------------------------------------------*/

static const struct option export_options[] = {
    {.name = "form",
     .type = OPTION_CHOICE,
     .offset = offsetof(struct table_command, form),
     .arg = "FORM",
     .help = "iso (default): the ISO template; gb: 意见汇总处理表",
     .choices = forms},
    {.name = "format",
     .letter = 'f',
     .type = OPTION_CHOICE,
     .offset = offsetof(struct table_command, format),
     .arg = "FORMAT",
     .help = "csv or xlsx (default by the file's name, else csv)",
     .choices = formats},
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .offset = offsetof(struct table_command, output),
     .arg = "FILE",
     .help = "write there, not to standard output"},
    SEAT_READ_ROWS(struct table_command, seat),
};

static struct comment_form_style
style_of(const char *form, const char *format, const char *output)
{
    bool named = output && slice_has_suffix(slice_str(output), SL(".xlsx"));
    bool xlsx = format ? strcmp(format, "xlsx") == 0 : named;
    return (struct comment_form_style){
        .kind = form && strcmp(form, "gb") == 0 ? COMMENT_FORM_GB : COMMENT_FORM_ISO,
        .format = xlsx ? COMMENT_FORM_XLSX : COMMENT_FORM_CSV,
        .extra = true,
    };
}

bool
table_write(struct cli *cli, const struct comment_form *f, const struct comment_form_style *style,
            const char *path, struct err *e)
{
    CLEANUP(output_abandon) struct output out = {0};
    struct slice octets;
    return comment_form_write(&octets, &cli->arena, f, style, e) &&
           output_open(&out, &cli->arena, path, e) && output_write(&out, octets, e) &&
           output_commit(&out, e);
}

static struct comment_row
row_of(struct drafts *d, const struct comment *c, bool zh)
{
    struct comment_object object;
    bool there = comment_object_of(&object, d->viewer, c);
    const struct table_comment t = {.comment = c,
                                    .object = there ? &object : NULL,
                                    .draft = drafts_get(d, c->draft, NULL),
                                    .reason = comment_reason(d->viewer, c->reason)};
    return table_row(d->viewer, &t, zh);
}

static enum cli_exit
run_export(struct cli *cli, const void *given, const struct slices *args)
{
    const struct table_command *o = given;
    const struct project *p;
    struct drafts drafts;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (o->seat.json)
        return cli_wrong(cli, "%s: it writes a table; as JSON: comity committee comment list",
                         cli->path);
    if (!seat_args(&s, args, PLACES("PROJECT"), 1, &e) || !seat_open(&s, cli, &o->seat, &e) ||
        !seat_project(&p, &s, args->v[0], &e) || !comment_drafts(&drafts, &s, p, &e))
        return cli_wrong_err(cli, &e);
    struct comment_form_style style = style_of(o->form, o->format, o->output);
    bool zh = style.kind == COMMENT_FORM_GB;
    struct comment_row *rows = NEW_ARRAY(&cli->arena, struct comment_row, p->comments.n + 1);
    struct comment_form f = {.kind = style.kind, .rows = rows};
    table_head(&f.head, drafts.viewer, p, zh);
    for (size_t i = 0; i < p->comments.n; i++)
        if (!p->comments.v[i].withdrawn)
            rows[f.n++] = row_of(&drafts, &p->comments.v[i], zh);
    if (!table_write(cli, &f, &style, o->output, &e))
        return cli_wrong_err(cli, &e);
    return EXIT_OK;
}

/* ---- merge -----------------------------------------------------------------------------------*/

void
table_merge_say(struct seat *s, const struct comment_merge *m)
{
    struct arena *a = &s->cli->arena;
    enum comment_row_lang lang = s->zh ? COMMENT_ROW_ZH : COMMENT_ROW_EN;
    for (size_t i = 0; i < m->nnotes; i++) {
        const struct comment_merge_note *n = &m->notes[i];
        struct slice clause = m->rows[n->row].clause;
        cli_say(s->cli->err,
                arena_printf(a, "%s %zu (%.*s): %.*s", n->decide ? "decide: row" : "row",
                             n->row + 1, SL_FMT(clause),
                             SL_FMT(comment_merge_why_text(n->why, lang))));
    }
}

static enum cli_exit
run_merge(struct cli *cli, const void *given, const struct slices *args)
{
    const struct table_command *o = given;
    struct comment_merge merged;
    struct comment_form *in = NEW_ARRAY(&cli->arena, struct comment_form, args->n + 1);
    struct comment_merge_part *parts =
        NEW_ARRAY(&cli->arena, struct comment_merge_part, args->n + 1);
    struct seat s;
    struct table_report report;
    struct err e = {0};
    seat_begin(&s, cli, &o->seat);
    table_report_begin(&report, &s);
    if (args->n < 1 || !o->output)
        return cli_wrong(cli, "%s: write 'comity %s A.xlsx B.csv … -o ALL.xlsx'", cli->path,
                         cli->path);
    for (size_t i = 0; i < args->n; i++) {
        struct slice octets;
        if (!given_file(&octets, &s, args->v[i], &e) ||
            !comment_form_read(&in[i], &cli->arena, args->v[i], octets, &e))
            return cli_wrong_err(cli, &e);
        table_report_notices(&report, &in[i]);
        parts[i] = (struct comment_merge_part){args->v[i], in[i].rows, in[i].n};
    }
    comment_merge(&merged, &cli->arena, parts, args->n, s.zh ? COMMENT_ROW_ZH : COMMENT_ROW_EN);
    struct comment_form_style style =
        style_of(o->form ? o->form : forms[in[0].kind], o->format, o->output);
    struct comment_form out = {
        .kind = style.kind, .head = in[0].head, .rows = merged.rows, .n = merged.n};
    table_merge_say(&s, &merged);
    if (!table_write(cli, &out, &style, o->output, &e))
        return cli_wrong_err(cli, &e);
    cli_say(cli->err,
            arena_printf(&cli->arena, "%zu of %zu comment%s kept; %zu to decide, %zu row%s refused",
                         merged.n, merged.given, merged.given == 1 ? "" : "s", merged.undecided,
                         report.refused, report.refused == 1 ? "" : "s"));
    return merged.undecided || report.refused ? EXIT_FAILS : EXIT_OK;
}

const struct command comment_import_verb = {
    .name = "import",
    .synopsis = "PROJECT TABLE.csv|TABLE.xlsx [--type TYPE]",
    .summary = "file the rows of a table; bad rows are listed, good ones kept",
    .help =
        "The ISO commenting template or 意见汇总处理表. With --once KEY a table may be imported\n"
        "again: rows that were filed are not filed twice. Exit status 1 where a row was refused.",
    .options = import_options,
    .noptions = COUNT_OF(import_options),
    .size = sizeof(struct table_command),
    .run = run_import,
};

const struct command comment_answer_verb = {
    .name = "answer",
    .synopsis = "PROJECT TABLE.csv|TABLE.xlsx",
    .summary = "dispositions out of an exported table that was filled in",
    .help = "A row is found by the comment's id in the column No. (序号); rows without an outcome\n"
            "are passed over.",
    .options = answer_options,
    .noptions = COUNT_OF(answer_options),
    .size = sizeof(struct table_command),
    .run = run_answer,
};

const struct command comment_export_verb = {
    .name = "export",
    .synopsis = "PROJECT [--form iso|gb] [-o FILE]",
    .summary = "all comments as a table, with what was decided",
    .options = export_options,
    .noptions = COUNT_OF(export_options),
    .size = sizeof(struct table_command),
    .run = run_export,
};

const struct command comment_merge_verb = {
    .name = "merge",
    .synopsis = "TABLE TABLE … -o FILE",
    .summary = "several people's tables into one, as files: nothing is filed",
    .help = "Exit status 1 where something is left to decide: see the column Decision.",
    .options = export_options,
    .noptions = COUNT_OF(export_options),
    .size = sizeof(struct table_command),
    .run = run_merge,
};
