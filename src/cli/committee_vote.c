/* SPDX-License-Identifier: Apache-2.0 */
#include "api/act_vote.h"
#include "cli/committee_act.h"
#include "cli/committee_ballot.h"
#include "cli/committee_given.h"
#include "cli/output.h"

#define PLACES(...) ((const char *const[]){__VA_ARGS__, NULL})

struct vote_command {
    struct seat_options seat;
    const char *reason, *marks, *voter, *opening;
    bool conditional;
};

static const struct option cast_options[] = {
    {.name = "reason",
     .type = OPTION_TEXT,
     .offset = offsetof(struct vote_command, reason),
     .arg = "TEXT|@FILE",
     .help = "why; some rules do not count a no without it"},
    {.name = "conditional",
     .type = OPTION_FLAG,
     .offset = offsetof(struct vote_command, conditional),
     .help = "yes, if what the reason says is done; where the rule takes it"},
    {.name = "marks",
     .type = OPTION_TEXT,
     .offset = offsetof(struct vote_command, marks),
     .arg = "A,B",
     .help = "what the voter offers besides: expert"},
    {.name = "voter",
     .type = OPTION_TEXT,
     .offset = offsetof(struct vote_command, voter),
     .arg = "ID",
     .help = "on the roll, where the mandate has several"},
    {.name = "opening",
     .type = OPTION_TEXT,
     .offset = offsetof(struct vote_command, opening),
     .arg = "FILE",
     .help = "of a sealed ballot: what opens the vote goes into this file alone"},
    SEAT_ACT_ROWS(struct vote_command, seat),
};

static const struct option open_options[] = {SEAT_ACT_ROWS(struct vote_command, seat)};

/* ---- cast ------------------------------------------------------------------------------------*/

static bool
take_given(struct vote_given *out, struct seat *s, const struct vote_command *o,
           const struct ballot *b, struct slice choice, struct given_faults *f, struct err *e)
{
    struct arena *a = &s->cli->arena;
    struct given g = {0};
    struct slice reason;
    if (!given_long(&reason, s, slice_str(o->reason), e))
        return false;
    given_add(&g, a, SL("choice"), choice);
    given_add(&g, a, SL("reason"), reason);
    given_add(&g, a, SL("marks"), slice_str(o->marks));
    given_add(&g, a, SL("voter"), slice_str(o->voter));
    given_add(&g, a, SL("conditional"), o->conditional ? SL("1") : SL(""));
    return vote_take(out, a, arena_dup(a, b->id), &g, f);
}

static bool
write_file(struct cli *cli, const char *path, struct slice octets, struct err *e)
{
    CLEANUP(output_abandon) struct output out = {0};
    return output_open(&out, &cli->arena, path, e) && output_write(&out, octets, e) &&
           output_commit(&out, e);
}

static enum cli_exit
wrong(struct seat *s, const struct given_faults *f, struct err *e)
{
    if (f->n)
        (void)given_wrong(f, NULL, s, e);
    return cli_wrong_err(s->cli, e);
}

/* The opening is kept before the vote is cast, so that none is in the record that nobody can open.
 */
static enum cli_exit
cast_sealed(struct seat *s, const struct vote_command *o, const struct project *p,
            const struct vote_given *g)
{
    struct given_faults faults = {0};
    struct vote_sealing sealing;
    struct actor by;
    struct err e = {0};
    if (!seat_actor(&by, s, &e) || !vote_seal(&sealing, seat_viewer(s), &by, p, g, &faults, &e))
        return wrong(s, &faults, &e);
    if (sealing.asked.answer == OFFICE_REFUSED || s->o->dry_run)
        return act_answer(s, &sealing.asked);
    if (!write_file(s->cli, o->opening, sealing.opening, &e))
        return cli_wrong_err(s->cli, &e);
    return act_give(s, &sealing.act);
}

static enum cli_exit
run_cast(struct cli *cli, const void *given, const struct slices *args)
{
    const struct vote_command *o = given;
    const struct project *p;
    const struct ballot *b;
    struct vote_given g;
    struct given_faults faults = {0};
    struct act x;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT", "BALLOT", "CHOICE"), 3, &e) ||
        !seat_open(&s, cli, &o->seat, &e) || !seat_ballot(&b, &p, &s, args->v[0], args->v[1], &e))
        return cli_wrong_err(cli, &e);
    if (!take_given(&g, &s, o, b, args->v[2], &faults, &e))
        return wrong(&s, &faults, &e);
    if (o->opening && !b->sealed)
        return cli_wrong(cli, "%s: ballot %.*s is not sealed: there is nothing to open later",
                         cli->path, SL_FMT(b->id));
    if (o->opening)
        return cast_sealed(&s, o, p, &g);
    return vote_request(&x, seat_viewer(&s), p, &g, &faults) ? act_give(&s, &x)
                                                             : wrong(&s, &faults, &e);
}

/* ---- open ------------------------------------------------------------------------------------*/

static enum cli_exit
run_open(struct cli *cli, const void *given, const struct slices *args)
{
    const struct vote_command *o = given;
    struct slice octets;
    struct given_faults faults = {0};
    struct act x;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT", "FILE"), 2, &e) ||
        !seat_open(&s, cli, &o->seat, &e) || !given_file(&octets, &s, args->v[1], &e))
        return cli_wrong_err(cli, &e);
    return vote_open(&x, seat_viewer(&s), args->v[0], octets, &faults) ? act_give(&s, &x)
                                                                       : wrong(&s, &faults, &e);
}

const struct command vote_cast_verb = {
    .name = "cast",
    .synopsis = "PROJECT BALLOT yes|no|abstain [--reason TEXT]",
    .summary = "vote; a sealed ballot shows nothing of it until it is closed",
    .options = cast_options,
    .noptions = COUNT_OF(cast_options),
    .size = sizeof(struct vote_command),
    .run = run_cast,
};

const struct command vote_open_verb = {
    .name = "open",
    .synopsis = "PROJECT FILE",
    .summary = "open a sealed vote whose opening you kept yourself, when the voting is over",
    .help = "Votes whose opening the committee keeps are opened when the ballot is closed.",
    .options = open_options,
    .noptions = COUNT_OF(open_options),
    .size = sizeof(struct vote_command),
    .run = run_open,
};
