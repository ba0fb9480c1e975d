/* SPDX-License-Identifier: Apache-2.0 */
#include "web/admin_check.h"

#include <assert.h>
#include <sys/stat.h>
#include <unistd.h>

struct looking {
    struct call *c;
    const struct accounts *accounts;
};

static bool
no_tls(const struct looking *l)
{
    return !l->c->portal->secure;
}

static bool
is_loopback(struct slice listen)
{
    return slice_has_prefix(listen, SL("127.")) || slice_has_prefix(listen, SL("[::1]")) ||
           slice_has_prefix(listen, SL("localhost")) || slice_has_prefix(listen, SL("unix:"));
}

static bool
open_to_all(const struct looking *l)
{
    const struct portal_options *o = l->c->portal->options;
    return o && o->listen && !is_loopback(slice_str(o->listen));
}

/* Behind TLS there is a proxy: without its word all visitors have one address. */
static bool
no_proxy(const struct looking *l)
{
    const struct portal_options *o = l->c->portal->options;
    return l->c->portal->secure && o && !o->proxy;
}

static bool
is_root(const struct looking *l UNUSED)
{
    return geteuid() == 0;
}

static bool
readable_by_others(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && (st.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

static bool
database_open(const struct looking *l)
{
    struct slice path = arena_printf(l->c->arena, "%s/comity.db", l->c->office->dir);
    return readable_by_others(arena_str(l->c->arena, path));
}

static bool
keys_open(const struct looking *l)
{
    struct slice path = arena_printf(l->c->arena, "%s/keys", l->c->office->dir);
    return readable_by_others(arena_str(l->c->arena, path));
}

static bool
one_administrator(const struct looking *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->accounts->n; i++)
        n += l->accounts->v[i].administrator && !l->accounts->v[i].disabled;
    return n < 2;
}

static bool
administrator_with_seat(const struct looking *l)
{
    for (size_t i = 0; i < l->accounts->n; i++)
        if (l->accounts->v[i].administrator && l->accounts->v[i].person.n &&
            !l->accounts->v[i].disabled)
            return true;
    return false;
}

static bool
is_rehearsal(const struct looking *l)
{
    return l->c->office->committee.rehearsal;
}

static const struct check {
    const char *id;
    bool (*weak)(const struct looking *l);
    const char *good_text, *weak_text, *advice;
} checks[] = {
    {"tls", no_tls, N_("Visitors come over TLS."),
     N_("Visitors come over plain HTTP: passwords can be read on the way."),
     N_("Put a proxy with TLS in front and start with --url https://….")},
    {"listen", open_to_all, N_("The server listens on this machine alone."),
     N_("The server listens to the network itself, past the proxy."),
     N_("Start with --listen 127.0.0.1:8080, or a Unix socket.")},
    {"proxy", no_proxy, N_("Addresses of visitors are taken from a known proxy, or are direct."),
     N_("All visitors seem to come from the proxy: one who guesses passwords slows all others."),
     N_("Start with --proxy and the proxy's address.")},
    {"root", is_root, N_("The server runs as a user of its own."), N_("The server runs as root."),
     N_("Run it as a user who owns the committee's folder and nothing else.")},
    {"database", database_open, N_("Nobody else on the machine can read the database."),
     N_("Other users of the machine can read the database: it has names and closed texts."),
     N_("chmod 600 comity.db in the committee's folder.")},
    {"keys", keys_open, N_("Nobody else on the machine can read the keys of the record."),
     N_("Other users of the machine can read the keys that sign the record."),
     N_("chmod 700 keys in the committee's folder; then comity committee key rotate.")},
    {"administrators", one_administrator, N_("There is more than one administrator."),
     N_("There is one administrator alone."),
     N_("Invite a second one, so that there is a way in when the first is away.")},
    {"separation", administrator_with_seat, N_("Nobody who runs the portal acts in the committee."),
     N_("An administrator has a seat in the committee, too."),
     N_("Give who runs the portal an account without a person, so that the two are apart.")},
    {"rehearsal", is_rehearsal, N_("The committee's clock is the machine's."),
     N_("This committee is a rehearsal: its times are given, and its acts bind nobody."),
     N_("Found a real committee with comity committee init.")},
};
static_assert(COUNT_OF(checks) <= ADMIN_CHECKS_MAX, "room for all of them");

void
admin_check(struct admin_checks *out, struct call *c, const struct accounts *all)
{
    struct looking l = {c, all};
    *out = (struct admin_checks){.n = COUNT_OF(checks)};
    for (size_t i = 0; i < COUNT_OF(checks); i++)
        out->v[i] = (struct admin_finding){checks[i].id, checks[i].weak(&l), checks[i].good_text,
                                           checks[i].weak_text, checks[i].advice};
}
