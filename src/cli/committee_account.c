/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `committee account`: who may sign in to the portal. For whoever sits at the server: the first
 * administrator has to come from somewhere. Passwords are chosen in the browser, behind
 * an invitation; none is given on a command line, but for rehearsals.
 */
#include "cli/committee_seat.h"
#include "cli/committee_verbs.h"
#include "cli/data_dir.h"
#include "cli/json_tree.h"
#include "cli/table.h"
#include "web/audit.h"
#include "web/invitations.h"
#include "web/role_products.h"
#include "web/tokens.h"

struct account_command {
    struct seat_options seat;
    const char *url, *password;
    bool administrator;
};

static const struct option list_rows_[] = {SEAT_READ_ROWS(struct account_command, seat)};
static const struct option invite_options[] = {
    {.name = "administrator",
     .type = OPTION_FLAG,
     .offset = offsetof(struct account_command, administrator),
     .help = "may see accounts and the audit trail; gives no right in the committee"},
    {.name = "url",
     .type = OPTION_TEXT,
     .offset = offsetof(struct account_command, url),
     .arg = "URL",
     .help = "the portal's address (default http://127.0.0.1:8080)"},
    SEAT_READ_ROWS(struct account_command, seat),
};
static const struct option rehearse_options[] = {
    {.name = "password",
     .type = OPTION_TEXT,
     .offset = offsetof(struct account_command, password),
     .arg = "TEXT",
     .help = "of all of them (default: a random one for each)"},
    SEAT_READ_ROWS(struct account_command, seat),
};

/* A folder, opened, and the machine's clock: a rehearsal's goes its own way. */
struct desk {
    struct seat s;
    struct env machine;
    struct store *store;
};

static bool
desk_open(struct desk *d, struct cli *cli, const struct account_command *o, struct err *e)
{
    if (!seat_open(&d->s, cli, &o->seat, e))
        return false;
    env_system(&d->machine);
    d->store = d->s.office.store;
    return true;
}

static void
desk_close(struct desk *d)
{
    seat_close(&d->s);
}

#define AUTO_DESK CLEANUP(desk_close) struct desk

/* ---- invite ----------------------------------------------------------------------------------*/

static bool
invite(struct slice *secret, struct invitation *x, struct desk *d, struct err *e)
{
    struct arena *a = &d->s.cli->arena;
    if (x->person.n && !committee_person(&d->s.office.committee, x->person))
        return err_set(e, ERR_INPUT,
                       "there is no person %.*s; comity committee person list shows who there is",
                       SL_FMT(x->person));
    if (!vault_begin(d->store, e))
        return false;
    struct audit note = {.what = AUDIT_INVITED, .about = x->person, .by = SL("comity")};
    bool ok = invitation_make(secret, x, a, &d->machine, d->store, e);
    note.account = x->account;
    ok = ok && audit_put(a, d->store, &d->machine, &note, e);
    return vault_end(d->store, ok, e) && ok;
}

static enum cli_exit
invited(struct desk *d, const struct account_command *o, const struct invitation *x,
        struct slice secret)
{
    struct arena *a = &d->s.cli->arena;
    struct slice url = slice_str(o->url ? o->url : "http://127.0.0.1:8080");
    while (slice_has_suffix(url, SL("/")))
        url.n--;
    struct slice link = arena_printf(a, "%.*s/invitations/%.*s", SL_FMT(url), SL_FMT(secret));
    if (o->seat.json) {
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "link", link);
        json_put_text(a, n, "until", instant_text(a, x->until));
        json_put_text_if(a, n, "account", x->account);
        return json_tree_print(d->s.cli, n);
    }
    cli_say(d->s.cli->out, link);
    cli_say(d->s.cli->err,
            arena_printf(a, "%s, once, until %.*s. Give it to that person alone.",
                         x->account.n ? "It sets a new password" : "It makes an account",
                         SL_FMT(instant_text(a, x->until))));
    return EXIT_OK;
}

static enum cli_exit
run_invite(struct cli *cli, const void *options, const struct slices *args)
{
    static const char *const places[] = {"person", NULL};
    const struct account_command *o = options;
    struct invitation x = {.administrator = o->administrator};
    struct slice secret;
    struct err e = {0};
    AUTO_DESK d = {0};
    if (!desk_open(&d, cli, o, &e) || !seat_args(&d.s, args, places, o->administrator ? 0 : 1, &e))
        return cli_wrong_err(cli, &e);
    if (args->n)
        x.person = args->v[0];
    if (!invite(&secret, &x, &d, &e))
        return cli_wrong_err(cli, &e);
    return invited(&d, o, &x, secret);
}

/* ---- list ------------------------------------------------------------------------------------*/

static struct slice
when(struct arena *a, int64_t at)
{
    return at ? instant_text(a, at) : SL("never");
}

static enum cli_exit
list_as_json(struct desk *d, const struct accounts *all)
{
    struct arena *a = &d->s.cli->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < all->n; i++) {
        const struct account *x = &all->v[i];
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "account", x->name);
        json_put_text_if(a, n, "person", x->person);
        json_put_bool(a, n, "administrator", x->administrator);
        json_put_bool(a, n, "disabled", x->disabled);
        if (x->entered)
            json_put_text(a, n, "entered", instant_text(a, x->entered));
        json_push_node(a, list, n);
    }
    return json_tree_print(d->s.cli, list);
}

static enum cli_exit
run_list(struct cli *cli, const void *options, const struct slices *args)
{
    static const char *const places[] = {NULL};
    static const char *const heads[] = {"account", "person", "signed in", "state"};
    const struct account_command *o = options;
    struct accounts all;
    struct err e = {0};
    AUTO_DESK d = {0};
    if (!desk_open(&d, cli, o, &e) || !seat_args(&d.s, args, places, 0, &e) ||
        !accounts_list(&all, &cli->arena, d.store, &e))
        return cli_wrong_err(cli, &e);
    if (o->seat.json)
        return list_as_json(&d, &all);
    struct table t;
    struct printer p;
    struct buf b;
    table_init(&t, &cli->arena, heads, COUNT_OF(heads));
    for (size_t i = 0; i < all.n; i++) {
        const struct account *x = &all.v[i];
        table_cell(&t, x->name);
        table_cell(&t, x->person.n ? x->person : SL("-"));
        table_cell(&t, when(&cli->arena, x->entered));
        table_cell(&t, x->disabled        ? SL("disabled")
                       : x->administrator ? SL("administrator")
                                          : SL("enabled"));
    }
    seat_printer(&p, &b, &d.s);
    if (all.n)
        table_print(&p, &t);
    else
        cli_say(cli->out, SL("no accounts; comity committee account invite --administrator makes "
                             "the first"));
    return seat_print(&d.s, &b);
}

/* ---- disable, enable -------------------------------------------------------------------------*/

static bool
set_disabled(struct desk *d, struct slice name, bool disabled, struct err *e)
{
    struct arena *a = &d->s.cli->arena;
    struct account x;
    bool there;
    size_t n;
    if (!account_find(&x, &there, a, d->store, name, e))
        return false;
    if (!there)
        return err_set(e, ERR_INPUT, "there is no account %.*s; comity committee account list",
                       SL_FMT(name));
    struct audit note = {
        .what = disabled ? AUDIT_DISABLED : AUDIT_ENABLED, .account = x.name, .by = SL("comity")};
    x.disabled = disabled;
    return account_put(&x, a, d->store, e) && audit_put(a, d->store, &d->machine, &note, e) &&
           (!disabled || (sessions_end(&n, a, d->store, x.name, (struct slice){0}, e) &&
                          tokens_end(&n, a, d->store, x.name, e)));
}

static enum cli_exit
run_switch(struct cli *cli, const void *options, const struct slices *args, bool disabled)
{
    static const char *const places[] = {"account", NULL};
    struct err e = {0};
    AUTO_DESK d = {0};
    if (!desk_open(&d, cli, options, &e) || !seat_args(&d.s, args, places, 1, &e) ||
        !vault_begin(d.store, &e))
        return cli_wrong_err(cli, &e);
    bool ok = set_disabled(&d, args->v[0], disabled, &e);
    if (!vault_end(d.store, ok, &e) || !ok)
        return cli_wrong_err(cli, &e);
    cli_say(cli->out,
            arena_printf(&cli->arena, "%.*s: %s", SL_FMT(args->v[0]),
                         disabled ? "disabled; its sessions and tokens are ended" : "enabled"));
    return EXIT_OK;
}

static enum cli_exit
run_disable(struct cli *cli, const void *options, const struct slices *args)
{
    return run_switch(cli, options, args, true);
}

static enum cli_exit
run_enable(struct cli *cli, const void *options, const struct slices *args)
{
    return run_switch(cli, options, args, false);
}

/* ---- rehearse --------------------------------------------------------------------------------*/

static enum cli_exit
run_rehearse(struct cli *cli, const void *options, const struct slices *args)
{
    static const char *const places[] = {NULL};
    static const char *const heads[] = {"account", "password", "person", "is"};
    const struct account_command *o = options;
    struct role_accounts all;
    struct err e = {0};
    const char *dir;
    AUTO_DESK d = {0};
    if (!desk_open(&d, cli, o, &e) || !seat_args(&d.s, args, places, 0, &e) ||
        !role_accounts_make(&all, &cli->arena, &d.machine, &d.s.office, seat_now(&d.s),
                            slice_str(o->password), &e) ||
        !data_dir_find(&dir, &cli->arena, cli->common->data, &e) ||
        !role_products_make(&cli->arena, &d.machine, &d.s.office, seat_now(&d.s), &all, dir, &e))
        return cli_wrong_err(cli, &e);
    struct table t;
    struct printer p;
    struct buf b;
    struct json_node *list = json_new_array(&cli->arena);
    table_init(&t, &cli->arena, heads, COUNT_OF(heads));
    for (size_t i = 0; i < ROLE_ACCOUNTS; i++) {
        const struct role_account *r = &all.v[i];
        if (!r->there)
            continue;
        struct slice about = langs_get(&r->about, d.s.zh);
        struct json_node *n = json_new_object(&cli->arena);
        json_put_text(&cli->arena, n, "account", r->name);
        json_put_text(&cli->arena, n, "password", r->password);
        json_put_text_if(&cli->arena, n, "person", r->person);
        json_push_node(&cli->arena, list, n);
        table_cell(&t, r->name);
        table_cell(&t, r->password);
        table_cell(&t, r->person.n ? r->person : SL("-"));
        table_cell(&t, about);
    }
    if (o->seat.json)
        return json_tree_print(cli, list);
    seat_printer(&p, &b, &d.s);
    table_print(&p, &t);
    return seat_print(&d.s, &b);
}

/* ---- the commands ----------------------------------------------------------------------------*/

/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define ACCOUNT_COMMAND(name_, synopsis_, summary_, options_, run_)                         \
    {                                                                                       \
        .name = name_, .synopsis = synopsis_, .summary = summary_, .options = (options_),   \
        .noptions = COUNT_OF(options_), .size = sizeof(struct account_command), .run = run_ \
    }

/* NOLINTEND(bugprone-macro-parentheses) */

static const struct command invite_verb = ACCOUNT_COMMAND(
    "invite", "[PERSON] [--administrator] [--url URL]",
    "print a link, good once: for a new account, or a new password", invite_options, run_invite);
static const struct command list_verb =
    ACCOUNT_COMMAND("list", "", "who may sign in", list_rows_, run_list);
static const struct command disable_verb =
    ACCOUNT_COMMAND("disable", "ACCOUNT", "end its sessions and tokens, and let it in no more",
                    list_rows_, run_disable);
static const struct command enable_verb =
    ACCOUNT_COMMAND("enable", "ACCOUNT", "let it in again", list_rows_, run_enable);
static const struct command rehearse_verb = ACCOUNT_COMMAND(
    "rehearse", "[--password TEXT]", "of a rehearsal alone: an account for each role, to try",
    rehearse_options, run_rehearse);
static const struct command *const verbs[] = {&invite_verb, &list_verb,     &disable_verb,
                                              &enable_verb, &rehearse_verb, NULL};

const struct command committee_account_group = {
    .name = "account",
    .synopsis = "COMMAND",
    .summary = "who may sign in to the portal",
    .verbs = verbs,
};
