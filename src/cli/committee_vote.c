/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/committee_act.h"
#include "cli/committee_ballot.h"
#include "cli/committee_given.h"
#include "cli/json_tree.h"
#include "cli/output.h"
#include "committee/ballot.h"
#include "crypto/crypto.h"
#include "office/object.h"
#include "text/json_canonical.h"

#define PLACES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define SALT 32
#define OPENING_MAX ((size_t)128 << 10)

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

/* A vote on its way: what the command line gave. */
struct casting {
    struct seat *s;
    const struct vote_command *o;
    struct slice project, ballot, choice;
    struct slice reason; /* octets of the object; empty: none */
};

static struct json_node *
marks_json(struct arena *a, const char *given)
{
    struct json_node *list = json_new_array(a);
    struct slice rest = slice_str(given), one;
    while (slice_cut(&rest, ',', &one))
        json_push_text(a, list, slice_trim(one));
    return list;
}

static struct json_node *
vote_json(const struct casting *c)
{
    struct arena *a = &c->s->cli->arena;
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "ballot", c->ballot);
    json_put_text(a, n, "choice", c->choice);
    if (c->o->conditional)
        json_put_bool(a, n, "conditional", true);
    if (c->o->marks)
        json_put_node(a, n, "marks", marks_json(a, c->o->marks));
    if (c->reason.n)
        json_put_text(a, n, "reason", object_digest(a, c->reason));
    json_put_text_if(a, n, "voter", slice_str(c->o->voter));
    return n;
}

static enum cli_exit
cast_plainly(const struct casting *c)
{
    struct office_object object = {c->reason, true};
    struct office_request r = {.type = SL("vote.cast"),
                               .project = c->project,
                               .data = vote_json(c),
                               .objects = &object,
                               .nobjects = c->reason.n ? 1 : 0};
    return act_do(c->s, &r);
}

/* ---- sealed ----------------------------------------------------------------------------------*/

static bool
write_file(struct cli *cli, const char *path, struct slice octets, struct err *e)
{
    CLEANUP(output_abandon) struct output out = {0};
    return output_open(&out, &cli->arena, path, e) && output_write(&out, octets, e) &&
           output_commit(&out, e);
}

/* Before the vote itself, so that none is in the record that nobody can open. */
static bool
keep_opening(const struct casting *c, struct json_node *opening, struct err *e)
{
    struct arena *a = &c->s->cli->arena;
    struct slice octets;
    json_put_text(a, opening, "project", c->project);
    if (c->reason.n)
        json_put_text(a, opening, "reason_object", c->reason);
    return json_canonical(&octets, a, opening, OPENING_MAX, e) &&
           write_file(c->s->cli, c->o->opening, octets, e);
}

/* Who votes, by the engine's own answer; a refusal is told and gives false with *status. */
static bool
ask_voter(struct slice *voter, const struct casting *c, struct office_request *r,
          enum cli_exit *status, struct err *e)
{
    struct arena *a = &c->s->cli->arena;
    struct office_done asked = {0};
    struct json_node *data = json_new_object(a);
    uint8_t nothing[32] = {0};
    json_put_text(a, data, "ballot", c->ballot);
    json_put_text(
        a, data, "commitment",
        arena_printf(a, "sha256:%.*s", SL_FMT(crypto_hex(a, slice_of(nothing, sizeof nothing)))));
    json_put_text_if(a, data, "voter", slice_str(c->o->voter));
    r->data = data;
    r->dry = true;
    if (!office_act(&asked, a, &c->s->office, r, e)) {
        *status = cli_wrong_err(c->s->cli, e);
        return false;
    }
    *voter = event_text(&asked.event, "voter");
    r->dry = c->s->o->dry_run;
    if (asked.answer != OFFICE_REFUSED && !r->dry)
        return true;
    *status = act_answer(c->s, &asked);
    return false;
}

static enum cli_exit
cast_sealed(const struct casting *c)
{
    struct arena *a = &c->s->cli->arena;
    struct office_request r = {.type = SL("vote.sealed"), .project = c->project};
    struct sealed_vote v = {c->project, c->ballot, {0}, c->choice, {0}, c->o->conditional, {0}};
    struct err e = {0};
    enum cli_exit status = EXIT_OK;
    uint8_t salt[SALT], commitment[32];
    if (!seat_actor(&r.by, c->s, &e))
        return cli_wrong_err(c->s->cli, &e);
    if (!ask_voter(&v.voter, c, &r, &status, &e))
        return status;
    struct json_node *opening = vote_json(c), *data = json_new_object(a);
    const struct json_node *marks = json_get(opening, "marks");
    v.marks = (struct slices){NEW_ARRAY(a, struct slice, json_count(marks) + 1), json_count(marks)};
    for (size_t i = 0; i < v.marks.n; i++)
        v.marks.v[i] = json_text(json_item(marks, i));
    v.reason = json_text(json_get(opening, "reason"));
    c->s->env.random(c->s->env.ctx, salt, sizeof salt);
    vote_commitment(commitment, a, &v, salt);
    struct slice digest =
        arena_printf(a, "sha256:%.*s", SL_FMT(crypto_hex(a, slice_of(commitment, 32))));
    json_put_text(a, opening, "salt",
                  arena_printf(a, "sha256:%.*s", SL_FMT(crypto_hex(a, slice_of(salt, SALT)))));
    if (!c->o->voter)
        json_put_text(a, opening, "voter", v.voter);
    json_put_text(a, data, "ballot", c->ballot);
    json_put_text(a, data, "commitment", digest);
    json_put_text(a, data, "voter", v.voter);
    if (!keep_opening(c, opening, &e))
        return cli_wrong_err(c->s->cli, &e);
    r.data = data;
    return act_do(c->s, &r);
}

/* By its key, or as people call it: yes, 赞成. */
static struct slice
choice_key(const struct ballot *b, struct slice given)
{
    const struct position *v;
    size_t n;
    rule_positions(&b->rule, &v, &n);
    for (size_t i = 0; i < n; i++)
        if (slice_eq(given, v[i].name.zh) || slice_eq(given, v[i].name.en))
            return v[i].key;
    return given;
}

static enum cli_exit
run_cast(struct cli *cli, const void *given, const struct slices *args)
{
    const struct vote_command *o = given;
    const struct project *p;
    const struct ballot *b;
    struct slice reason = {0};
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT", "BALLOT", "CHOICE"), 3, &e) ||
        !seat_open(&s, cli, &o->seat, &e) || !seat_ballot(&b, &p, &s, args->v[0], args->v[1], &e) ||
        (o->reason && !given_long(&reason, &s, slice_str(o->reason), &e)))
        return cli_wrong_err(cli, &e);
    struct casting c = {&s, o, args->v[0], args->v[1], choice_key(b, args->v[2]), {0}};
    if (reason.n && !object_text(&c.reason, &cli->arena, &s.env, reason, &e))
        return cli_wrong_err(cli, &e);
    if (o->opening && !b->sealed)
        return cli_wrong(cli, "%s: ballot %.*s is not sealed: there is nothing to open later",
                         cli->path, SL_FMT(b->id));
    return o->opening ? cast_sealed(&c) : cast_plainly(&c);
}

/* ---- open ------------------------------------------------------------------------------------*/

/* One opening: the act of it. `octets` are what keep_opening wrote. */
static enum cli_exit
open_one(struct seat *s, struct slice project, struct slice octets)
{
    struct arena *a = &s->cli->arena;
    struct json_node n, *data = json_new_object(a);
    struct err e = {0};
    if (!json_parse(&n, a, SL("the opening"), octets, &e))
        return cli_wrong_err(s->cli, &e);
    for (size_t i = 0; n.type == JSON_OBJECT && i < n.n; i++)
        if (!slice_eq_str(n.members[i].key, "project") &&
            !slice_eq_str(n.members[i].key, "reason_object"))
            json_put_at(a, data, n.members[i].key, &n.members[i].value);
    struct office_object object = {json_text(json_get(&n, "reason_object")), true};
    struct office_request r = {.type = SL("vote.unsealed"),
                               .project = project,
                               .data = data,
                               .objects = &object,
                               .nobjects = object.octets.n ? 1 : 0};
    return act_do(s, &r);
}

static enum cli_exit
run_open(struct cli *cli, const void *given, const struct slices *args)
{
    const struct vote_command *o = given;
    struct slice octets;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT", "FILE"), 2, &e) ||
        !seat_open(&s, cli, &o->seat, &e) || !given_file(&octets, &s, args->v[1], &e))
        return cli_wrong_err(cli, &e);
    return open_one(&s, args->v[0], octets);
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
