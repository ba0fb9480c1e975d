/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords, pace, accounts, sessions, tokens, invitations, the audit trail: each alone. */
#include "crypto/crypto.h"
#include "store/sqlite.h"
#include "support/cases.h"
#include "support/temp.h"
#include "web/audit.h"
#include "web/invitations.h"
#include "web/pace.h"
#include "web/password.h"
#include "web/secret.h"
#include "web/tokens.h"

#include <stdio.h>

/* --- what is a good password ---------------------------------------------------------------- */

static const struct password_row {
    const char *name, *password, *account;
    const char *fault; /* what its message has; null: it is good */
} passwords[] = {
    {"four words", "horse battery staple cloud", "li.na", NULL},
    {"exactly twelve", "tzu0-pmakqwe", "li.na", NULL},
    {"eleven", "tzu0-pmakqw", "li.na", "12 characters"},
    {"empty", "", "li.na", "12 characters"},
    {"twelve Chinese characters", "山高月小水落石出清风徐来", "li.na", NULL},
    {"four Chinese characters are four", "山高月小", "li.na", "12 characters"},
    {"spaces count", "a b c d e f g", "li.na", NULL},
    {"only small letters", "wolkenkuckucksheim", "li.na", NULL},
    {"tried first", "passwordpassword", "li.na", "tried first"},
    {"tried first, capitals", "PasswordPassword", "li.na", "tried first"},
    {"tried first, with a year and a sign", "Administrator2026!", "li.na", "tried first"},
    {"letters over and over", "abababababab", "li.na", "pattern"},
    {"one letter", "aaaaaaaaaaaaaaaa", "li.na", "pattern"},
    {"digits in a row", "12345678901234", "li.na", "pattern"},
    {"letters in a row", "defghijklmnopq", "li.na", "pattern"},
    {"downwards", "zyxwvutsrqponm", "li.na", "pattern"},
    {"hardly more than the name", "wang.xiaoming1", "wang.xiaoming", "the name"},
    {"the name in capitals", "WANG.XIAOMING!", "wang.xiaoming", "the name"},
    {"the name within a long one", "wang.xiaoming likes green tea", "wang.xiaoming", NULL},
    {"no UTF-8", "\xff\xfe passwort lang", "li.na", "no text"},
};

static void
password_row(void **state)
{
    const struct password_row *r = *state;
    const char *fault = password_fault(slice_str(r->password), slice_str(r->account));
    if (!r->fault)
        assert_null(fault);
    else {
        assert_non_null(fault);
        assert_non_null(strstr(fault, r->fault));
    }
}

static void
a_password_too_long_is_refused_and_not_hashed(void **state)
{
    (void)state;
    uint8_t *p = arena_alloc(&case_arena, PASSWORD_MAX + 1, 1);
    for (size_t i = 0; i <= PASSWORD_MAX; i++)
        p[i] = (uint8_t)('a' + i * 7 % 26);
    assert_non_null(password_fault(slice_of(p, PASSWORD_MAX + 1), SL("x")));
    assert_null(password_fault(slice_of(p, PASSWORD_MAX), SL("x")));
    assert_false(password_fits((struct slice){0}, slice_of(p, PASSWORD_MAX + 1)));
}

static void
a_password_fits_its_own_hash_alone(void **state)
{
    (void)state;
    struct slice one, two;
    struct err e = {0};
    assert_true(password_hash(&one, &case_arena, SL("horse battery staple"), &e));
    assert_true(password_hash(&two, &case_arena, SL("horse battery staple"), &e));
    assert_true(slice_has_prefix(one, SL("$argon2id$v=19$m=65536,t=2,p=1$")));
    assert_false(slice_eq(one, two)); /* a salt of its own */
    assert_true(password_fits(one, SL("horse battery staple")));
    assert_false(password_fits(one, SL("horse battery staplf")));
    assert_false(password_fits(one, SL("")));
    assert_false(password_stale(one));
    assert_true(password_stale(SL("$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                                  "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g")));
}

/* Nobody's hash, an empty one, one that is none: never fit. */
static const struct hash_row {
    const char *name, *hash;
} hashes[] = {
    {"none", ""},
    {"a star", "*"},
    {"the dummy's own words", "$argon2id$v=19$m=65536,t=2,p=1$ONYsVU33mJOteruBHyOVlw$Cu5bYlZjdK"},
    {"another algorithm", "$2b$12$abcdefghijklmnopqrstuv"},
    {"as long as it may be", "$argon2id$v=19$m=65536,t=2,p=1$ONYsVU33mJOteruBHyOVlw$"
                             "Cu5bYlZjdK9LIA133eDkLg+0ypTQnVyhLcEGKgly"
                             "U/0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
};

static void
hash_row(void **state)
{
    const struct hash_row *r = *state;
    assert_false(password_fits(slice_str(r->hash), SL("horse battery staple")));
    assert_false(password_fits(slice_str(r->hash), SL("")));
    assert_false(password_fits(slice_str(r->hash), slice_str(r->hash)));
}

/* --- names ---------------------------------------------------------------------------------- */

static const struct name_row {
    const char *name, *typed, *kept; /* kept null: it is none */
} names[] = {
    {"plain", "li.na", "li.na"},
    {"capitals", "Li.Na", "li.na"},
    {"spaces around", "  li.na ", "li.na"},
    {"an address", "li.na@example.cn", "li.na@example.cn"},
    {"one letter", "l", NULL},
    {"empty", "", NULL},
    {"a slash", "li/na", NULL},
    {"up and out", "../../etc", NULL},
    {"a dot first", ".li", NULL},
    {"markup", "<b>li</b>", NULL},
    {"a quote", "li'na", NULL},
    {"Chinese", "李娜娜", NULL},
    {"a space inside", "li na", NULL},
    {"a line's end", "li\nna", NULL},
    {"sixty-one", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL},
};

static void
name_row(void **state)
{
    const struct name_row *r = *state;
    struct slice kept;
    bool ok = account_name(&kept, &case_arena, slice_str(r->typed));
    assert_int_equal(ok, r->kept != NULL);
    if (ok)
        assert_true(slice_eq_str(kept, r->kept));
}

/* --- pace ----------------------------------------------------------------------------------- */

struct clock {
    int64_t mono_ms, wall;
    uint64_t seed;
};

static int64_t
mono(void *ctx)
{
    return ((const struct clock *)ctx)->mono_ms * 1000000;
}

static int64_t
wall(void *ctx)
{
    return ((const struct clock *)ctx)->wall * 1000000000;
}

static void
noise(void *ctx, uint8_t *out, size_t n)
{
    struct clock *c = ctx;
    for (size_t i = 0; i < n; i++) {
        c->seed = c->seed * 6364136223846793005u + 1442695040888963407u;
        out[i] = (uint8_t)(c->seed >> 56);
    }
}

static struct env
env_of(struct clock *c)
{
    return (struct env){.ctx = c, .mono_ns = mono, .wall_ns = wall, .random = noise};
}

struct pacing {
    struct clock clock;
    struct env env;
    struct pace *pace;
};

static void
pacing_begin(struct pacing *p)
{
    struct err e = {0};
    *p = (struct pacing){.clock = {.mono_ms = 1000000, .seed = 7}};
    p->env = env_of(&p->clock);
    assert_true(pace_make(&p->pace, &p->env, 2, &e));
}

static void
failures_slow_an_account_down(void **state)
{
    (void)state;
    struct pacing p;
    unsigned last = 0;
    pacing_begin(&p);
    for (unsigned i = 0; i < PACE_FREE_ACCOUNT - 1; i++)
        (void)pace_failed(p.pace, SL("li.na"), SL("192.0.2.1"));
    assert_int_equal(pace_wait(p.pace, SL("li.na"), SL("192.0.2.9")), 0);
    for (unsigned i = 0; i < 30; i++) {
        /* each from another address: it is the account that is slowed */
        struct slice address = arena_printf(&case_arena, "198.51.100.%u", i);
        (void)pace_failed(p.pace, SL("li.na"), address);
        unsigned wait = pace_wait(p.pace, SL("li.na"), SL("192.0.2.9"));
        assert_true(wait >= last);
        last = wait;
    }
    assert_int_equal(last, PACE_CEILING_ACCOUNT / 1000); /* a minute, and never more */
    assert_int_equal(pace_wait(p.pace, SL("other"), SL("192.0.2.9")), 0);
    p.clock.mono_ms += PACE_CEILING_ACCOUNT;
    assert_int_equal(pace_wait(p.pace, SL("li.na"), SL("192.0.2.9")), 0);
    pace_passed(p.pace, SL("li.na"), SL("192.0.2.9"));
    (void)pace_failed(p.pace, SL("li.na"), SL("192.0.2.9"));
    assert_int_equal(pace_wait(p.pace, SL("li.na"), SL("192.0.2.9")), 0);
    pace_free(p.pace);
}

static void
failures_slow_an_address_down(void **state)
{
    (void)state;
    struct pacing p;
    pacing_begin(&p);
    for (unsigned i = 0; i < 40; i++) /* each another account: it is the address that is slowed */
        (void)pace_failed(p.pace, arena_printf(&case_arena, "name-%u", i), SL("192.0.2.1"));
    assert_int_equal(pace_wait(p.pace, SL("li.na"), SL("192.0.2.1")), PACE_CEILING_ADDRESS / 1000);
    assert_int_equal(pace_wait(p.pace, SL("li.na"), SL("192.0.2.2")), 0);
    p.clock.mono_ms += PACE_CEILING_ADDRESS;
    assert_int_equal(pace_wait(p.pace, SL("li.na"), SL("192.0.2.1")), 0);
    p.clock.mono_ms += PACE_FORGET;
    (void)pace_failed(p.pace, SL("x"), SL("192.0.2.1"));
    assert_int_equal(pace_wait(p.pace, SL("li.na"), SL("192.0.2.1")), 0); /* forgotten */
    pace_free(p.pace);
}

/* Who signs in to an account of his own in between does not wash the address clean. */
static void
one_success_does_not_pay_for_all_failures(void **state)
{
    (void)state;
    struct pacing p;
    unsigned slowed = 0;
    pacing_begin(&p);
    for (unsigned i = 0; i < 100; i++) {
        (void)pace_failed(p.pace, arena_printf(&case_arena, "name-%u", i), SL("192.0.2.1"));
        if (i % 20 == 19)
            pace_passed(p.pace, SL("own"), SL("192.0.2.1"));
        slowed += pace_wait(p.pace, SL("next"), SL("192.0.2.1")) > 0;
    }
    assert_true(slowed > 50);
    pace_free(p.pace);
}

static const struct network_row {
    const char *name, *one, *other;
    bool same;
} networks[] = {
    {"IPv4, each alone", "192.0.2.1", "192.0.2.2", false},
    {"IPv6, one network", "2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2:1:2:3:4", true},
    {"IPv6, two networks", "2001:db8:1:2::1", "2001:db8:1:3::1", false},
    {"IPv6, shortened", "2001:db8::1", "2001:db8::2", true},
};

static void
network_row(void **state)
{
    const struct network_row *r = *state;
    struct pacing p;
    pacing_begin(&p);
    for (unsigned i = 0; i < 30; i++)
        (void)pace_failed(p.pace, (struct slice){0}, slice_str(r->one));
    assert_int_equal(pace_wait(p.pace, (struct slice){0}, slice_str(r->other)) > 0, r->same);
    pace_free(p.pace);
}

/* More names than there is room for: those who fail most stay known. */
static void
a_flood_of_names_does_not_wash_one_away(void **state)
{
    (void)state;
    struct pacing p;
    pacing_begin(&p);
    for (unsigned i = 0; i < 20; i++)
        (void)pace_failed(p.pace, SL("li.na"), SL("192.0.2.1"));
    for (unsigned i = 0; i < 3 * PACE_ENTRIES; i++)
        (void)pace_failed(p.pace, arena_printf(&case_arena, "flood-%u", i),
                          arena_printf(&case_arena, "10.%u.%u.%u", i >> 16, i >> 8 & 255, i & 255));
    assert_true(pace_wait(p.pace, SL("li.na"), SL("203.0.113.1")) > 0);
    pace_free(p.pace);
}

static void
as_many_as_wait_may_wait_and_no_more(void **state)
{
    (void)state;
    struct pacing p;
    unsigned noted = 0;
    pacing_begin(&p);
    assert_true(pace_enter(p.pace));
    assert_true(pace_enter(p.pace));
    pace_leave(p.pace);
    pace_leave(p.pace);
    for (unsigned i = 0; i < 1000; i++)
        noted += pace_note(p.pace);
    assert_in_range(noted, 1, 50); /* a flood of failures does not fill the audit trail */
    p.clock.mono_ms += 60000;
    assert_true(pace_note(p.pace));
    pace_free(p.pace);
}

/* --- the vault ------------------------------------------------------------------------------ */

struct vault {
    struct temp temp;
    struct clock clock;
    struct portal portal;
    struct store *s;
    struct account account;
};

#define NOW ((int64_t)1795521600)
#define HOUR ((int64_t)3600)

static void
vault_open(struct vault *v)
{
    struct err e = {0};
    *v = (struct vault){.clock = {.wall = NOW, .seed = 11}};
    v->portal.machine = env_of(&v->clock);
    v->portal.secure = true;
    v->portal.url = SL("https://portal.test");
    assert_true(temp_make(&v->temp, &e));
    struct sqlite_options o = {.path = temp_path(&case_arena, &v->temp, "x.db"),
                               .tables = row_tables,
                               .ntables = COUNT_OF(row_tables)};
    assert_true(store_sqlite_create(&v->s, &o, &e));
    v->account = (struct account){
        .name = SL("li.na"), .person = SL("p-3"), .hash = SL("*"), .made = NOW, .changed = NOW};
    assert_true(account_put(&v->account, &case_arena, v->s, &e));
}

static void
vault_close(struct vault *v)
{
    v->s->ops->close(v->s);
    temp_remove(&v->temp);
}

static struct session_begun
begin(struct vault *v, struct slice old)
{
    struct session_begun out;
    struct err e = {0};
    assert_true(vault_begin(v->s, &e));
    assert_true(
        session_begin(&out, &case_arena, &v->portal, v->s, &v->account, old, SL("192.0.2.1"), &e));
    assert_true(vault_end(v->s, true, &e));
    return out;
}

/* What the browser sends back of a Set-Cookie. */
static struct slice
value_of(struct slice set)
{
    struct slice pair, name;
    (void)slice_cut(&set, ';', &pair);
    (void)slice_cut(&pair, '=', &name);
    return pair;
}

static bool
found(struct vault *v, struct slice cookie)
{
    struct session x;
    struct account account;
    struct err e = {0};
    bool there;
    assert_true(session_find(&x, &account, &there, &case_arena, &v->portal, v->s, cookie, &e));
    return there;
}

static void
a_session_lasts_until_it_ends(void **state)
{
    (void)state;
    struct vault v;
    struct err e = {0};
    vault_open(&v);
    struct session_begun x = begin(&v, (struct slice){0});
    struct slice cookie = value_of(x.cookie);
    assert_true(slice_has_prefix(x.cookie, SL("__Host-comity=")));
    assert_true(slice_has_suffix(x.cookie, SL("; Path=/; HttpOnly; SameSite=Lax; Secure")));
    assert_true(found(&v, cookie));
    assert_true(session_end(&case_arena, v.s, v.account.name, x.key, &e));
    assert_false(found(&v, cookie));
    vault_close(&v);
}

static void
a_session_that_is_used_lasts_seven_days_at_most(void **state)
{
    (void)state;
    struct vault v;
    vault_open(&v);
    struct slice cookie = value_of(begin(&v, (struct slice){0}).cookie);
    while (v.clock.wall < NOW + SESSION_ALL) {
        assert_true(found(&v, cookie));
        v.clock.wall += HOUR;
    }
    assert_false(found(&v, cookie));
    vault_close(&v);
}

static void
a_session_that_is_not_used_lasts_half_a_day(void **state)
{
    (void)state;
    struct vault v;
    vault_open(&v);
    struct slice cookie = value_of(begin(&v, (struct slice){0}).cookie);
    v.clock.wall = NOW + SESSION_IDLE - 1;
    assert_true(found(&v, cookie));
    v.clock.wall += SESSION_IDLE + 1;
    assert_false(found(&v, cookie));
    vault_close(&v);
}

static const struct cookie_row {
    const char *name;
    int change; /* where the cookie's octets change; -1 see below */
    const char *instead;
} cookies[] = {
    {"empty", -1, ""},
    {"no dot", -1, "abcdef"},
    {"another account's name", -1, "NAME"},
    {"one digit changed", 5, NULL},
    {"the last digit changed", 63, NULL},
    {"a path in the name", -1, "PATH"},
    {"the digest, as it stands in the database", -1, "KEY"},
    {"capitals", -1, "CAPITAL"},
};

static struct slice
spoilt(const struct cookie_row *r, struct slice cookie, struct slice key)
{
    uint8_t *p = arena_alloc(&case_arena, cookie.n, 1);
    memcpy(p, cookie.p, cookie.n);
    if (r->change >= 0) {
        p[r->change] = p[r->change] == '0' ? '1' : '0';
        return slice_of(p, cookie.n);
    }
    struct slice bits = slice_sub(cookie, 0, SECRET_TEXT);
    if (strcmp(r->instead, "NAME") == 0)
        return arena_printf(&case_arena, "%.*s.other", SL_FMT(bits));
    if (strcmp(r->instead, "PATH") == 0)
        return arena_printf(&case_arena, "%.*s.li.na/../li.na", SL_FMT(bits));
    if (strcmp(r->instead, "KEY") == 0)
        return arena_printf(&case_arena, "%.*s.li.na", SL_FMT(key));
    if (strcmp(r->instead, "CAPITAL") == 0)
        return arena_printf(&case_arena, "%.*s.LI.NA", SL_FMT(bits));
    return slice_str(r->instead);
}

static void
cookie_row(void **state)
{
    struct vault v;
    vault_open(&v);
    struct session_begun x = begin(&v, (struct slice){0});
    assert_true(found(&v, value_of(x.cookie)));
    assert_false(found(&v, spoilt(*state, value_of(x.cookie), x.key)));
    vault_close(&v);
}

static void
a_new_session_ends_the_one_that_was_there(void **state)
{
    (void)state;
    struct vault v;
    vault_open(&v);
    struct slice first = value_of(begin(&v, (struct slice){0}).cookie);
    struct slice second = value_of(begin(&v, first).cookie);
    assert_false(slice_eq(first, second));
    assert_false(found(&v, first));
    assert_true(found(&v, second));
    vault_close(&v);
}

static void
a_disabled_account_has_no_sessions_and_no_tokens(void **state)
{
    (void)state;
    struct vault v;
    struct err e = {0};
    struct slice secret;
    struct token about = {.label = SL("report"), .scope = SCOPE_ACT}, t;
    struct account account;
    bool there;
    vault_open(&v);
    struct slice cookie = value_of(begin(&v, (struct slice){0}).cookie);
    assert_true(
        token_make(&secret, &about, &case_arena, &v.portal.machine, v.s, v.account.name, &e));
    assert_true(token_find(&t, &account, &there, &case_arena, &v.portal.machine, v.s, secret, &e));
    assert_true(there);
    assert_int_equal(t.scope, SCOPE_ACT);
    v.account.disabled = true;
    assert_true(account_put(&v.account, &case_arena, v.s, &e));
    assert_false(found(&v, cookie));
    assert_true(token_find(&t, &account, &there, &case_arena, &v.portal.machine, v.s, secret, &e));
    assert_false(there);
    vault_close(&v);
}

static void
too_many_sessions_end_the_oldest(void **state)
{
    (void)state;
    struct vault v;
    struct err e = {0};
    struct sessions all;
    vault_open(&v);
    struct slice first = value_of(begin(&v, (struct slice){0}).cookie), last = first;
    for (int i = 0; i < SESSIONS_MAX + 5; i++) {
        v.clock.wall += 1;
        last = value_of(begin(&v, (struct slice){0}).cookie);
    }
    assert_true(sessions_list(&all, &case_arena, &v.portal, v.s, v.account.name, &e));
    assert_int_equal(all.n, SESSIONS_MAX);
    assert_false(found(&v, first));
    assert_true(found(&v, last));
    vault_close(&v);
}

static bool
octets_visit(void *ctx, struct slice name, struct slice value, struct err *e)
{
    (void)e;
    const struct slice *secret = ctx;
    assert_true(slice_find(name, *secret) == SIZE_MAX);
    assert_true(slice_find(value, *secret) == SIZE_MAX);
    return true;
}

/* Who reads the database has no cookie, no token, no link. */
static void
no_secret_is_kept(void **state)
{
    (void)state;
    struct vault v;
    struct err e = {0};
    struct slice token, link;
    struct token about = {.label = SL("report")};
    struct invitation invitation = {.person = SL("p-4")};
    vault_open(&v);
    struct slice cookie = value_of(begin(&v, (struct slice){0}).cookie);
    assert_true(
        token_make(&token, &about, &case_arena, &v.portal.machine, v.s, v.account.name, &e));
    assert_true(invitation_make(&link, &invitation, &case_arena, &v.portal.machine, v.s, &e));
    struct slice secrets[] = {slice_sub(cookie, 0, SECRET_TEXT), slice_sub(token, 7, SECRET_TEXT),
                              link};
    for (size_t i = 0; i < COUNT_OF(secrets); i++) {
        assert_true(secret_shaped(secrets[i]));
        assert_true(v.s->ops->private_each(v.s, SL("portal"), (struct slice){0}, octets_visit,
                                           &secrets[i], &e));
    }
    vault_close(&v);
}

static void
a_token_is_over_on_its_day(void **state)
{
    (void)state;
    struct vault v;
    struct err e = {0};
    struct slice secret;
    struct token about = {.label = SL("report"), .until = NOW + HOUR}, t;
    struct account account;
    bool there;
    vault_open(&v);
    assert_true(
        token_make(&secret, &about, &case_arena, &v.portal.machine, v.s, v.account.name, &e));
    v.clock.wall = NOW + HOUR - 1;
    assert_true(token_find(&t, &account, &there, &case_arena, &v.portal.machine, v.s, secret, &e));
    assert_true(there);
    v.clock.wall = NOW + HOUR;
    assert_true(token_find(&t, &account, &there, &case_arena, &v.portal.machine, v.s, secret, &e));
    assert_false(there);
    vault_close(&v);
}

/* --- invitations ---------------------------------------------------------------------------- */

static struct slice
invite(struct vault *v, struct invitation x)
{
    struct slice secret;
    struct err e = {0};
    assert_true(invitation_make(&secret, &x, &case_arena, &v->portal.machine, v->s, &e));
    return secret;
}

static struct invitation_used
use(struct vault *v, struct slice secret, const char *name)
{
    struct invitation_used out;
    struct err e = {0};
    const struct account chosen = {.name = slice_str(name), .hash = SL("$new$")};
    assert_true(invitation_use(&out, &case_arena, &v->portal.machine, v->s, secret, &chosen, &e));
    return out;
}

static void
an_invitation_is_good_once(void **state)
{
    (void)state;
    struct vault v;
    vault_open(&v);
    struct slice secret = invite(&v, (struct invitation){.person = SL("p-4")});
    struct invitation_used x = use(&v, secret, "wang");
    assert_true(x.there && !x.taken && !x.renewed);
    assert_true(slice_eq_str(x.account.person, "p-4"));
    assert_false(x.account.administrator);
    assert_false(use(&v, secret, "wang2").there);
    vault_close(&v);
}

static void
an_invitation_is_good_for_seven_days(void **state)
{
    (void)state;
    struct vault v;
    vault_open(&v);
    struct slice secret = invite(&v, (struct invitation){.person = SL("p-4")});
    v.clock.wall = NOW + INVITATION_LASTS;
    assert_false(use(&v, secret, "wang").there);
    v.clock.wall = NOW + INVITATION_LASTS - 1;
    assert_true(use(&v, secret, "wang").there);
    vault_close(&v);
}

static void
a_name_that_is_taken_leaves_the_invitation_good(void **state)
{
    (void)state;
    struct vault v;
    struct err e = {0};
    struct account was;
    bool there;
    vault_open(&v);
    struct slice secret = invite(&v, (struct invitation){.person = SL("p-4")});
    assert_true(use(&v, secret, "li.na").taken);
    assert_true(account_find(&was, &there, &case_arena, v.s, SL("li.na"), &e));
    assert_true(slice_eq_str(was.person, "p-3") && slice_eq_str(was.hash, "*"));
    assert_true(use(&v, secret, "wang").there);
    vault_close(&v);
}

static void
a_newer_invitation_ends_the_older(void **state)
{
    (void)state;
    struct vault v;
    vault_open(&v);
    struct slice first = invite(&v, (struct invitation){.person = SL("p-4")});
    struct slice second = invite(&v, (struct invitation){.person = SL("p-4")});
    assert_false(use(&v, first, "wang").there);
    assert_true(use(&v, second, "wang").there);
    vault_close(&v);
}

static void
a_person_gets_one_account(void **state)
{
    (void)state;
    struct vault v;
    struct err e = {0};
    vault_open(&v);
    struct slice secret = invite(&v, (struct invitation){.person = SL("p-4")});
    /* Made meanwhile by another way. */
    const struct account other = {.name = SL("wang"), .person = SL("p-4"), .hash = SL("*")};
    assert_true(account_put(&other, &case_arena, v.s, &e));
    struct invitation_used x = use(&v, secret, "wang2");
    assert_false(x.there);
    vault_close(&v);
}

static void
a_new_password_by_invitation_ends_sessions_and_tokens(void **state)
{
    (void)state;
    struct vault v;
    struct err e = {0};
    struct slice token;
    struct token about = {.label = SL("report")}, t;
    struct account account;
    bool there;
    vault_open(&v);
    struct slice cookie = value_of(begin(&v, (struct slice){0}).cookie);
    assert_true(
        token_make(&token, &about, &case_arena, &v.portal.machine, v.s, v.account.name, &e));
    struct slice secret = invite(&v, (struct invitation){.person = SL("p-3")});
    assert_true(found(&v, cookie)); /* an invitation alone changes nothing */
    struct invitation_used x = use(&v, secret, "ignored");
    assert_true(x.there && x.renewed);
    assert_true(slice_eq_str(x.account.name, "li.na") && slice_eq_str(x.account.hash, "$new$"));
    assert_false(found(&v, cookie));
    assert_true(token_find(&t, &account, &there, &case_arena, &v.portal.machine, v.s, token, &e));
    assert_false(there);
    vault_close(&v);
}

/* --- the audit trail ------------------------------------------------------------------------ */

static void
the_trail_is_a_ring_and_failures_have_their_own(void **state)
{
    (void)state;
    struct vault v;
    struct err e = {0};
    struct audits all;
    vault_open(&v);
    assert_true(vault_begin(v.s, &e));
    const struct audit good = {.what = AUDIT_SIGN_IN, .account = SL("li.na")};
    assert_true(audit_put(&case_arena, v.s, &v.portal.machine, &good, &e));
    for (int i = 0; i < FAILURE_RING + 100; i++) {
        const struct audit bad = {.what = AUDIT_FAILED, .account = SL("li.na")};
        struct arena a = {0};
        assert_true(audit_put(&a, v.s, &v.portal.machine, &bad, &e));
        arena_free(&a);
    }
    assert_true(vault_end(v.s, true, &e));
    assert_true(audit_list(&all, &case_arena, v.s, true, SIZE_MAX, &e));
    assert_int_equal(all.n, FAILURE_RING);
    assert_int_equal(all.v[0].n, FAILURE_RING + 99);
    assert_int_equal(all.v[all.n - 1].n, 100);
    assert_true(audit_list(&all, &case_arena, v.s, false, SIZE_MAX, &e));
    assert_int_equal(all.n, 1);
    vault_close(&v);
}

int
main(void)
{
    CASES_TABLE(passwords, password_row);
    CASES_TEST(a_password_too_long_is_refused_and_not_hashed);
    CASES_TEST(a_password_fits_its_own_hash_alone);
    CASES_TABLE(hashes, hash_row);
    CASES_TABLE(names, name_row);
    CASES_TEST(failures_slow_an_account_down);
    CASES_TEST(failures_slow_an_address_down);
    CASES_TEST(one_success_does_not_pay_for_all_failures);
    CASES_TABLE(networks, network_row);
    CASES_TEST(a_flood_of_names_does_not_wash_one_away);
    CASES_TEST(as_many_as_wait_may_wait_and_no_more);
    CASES_TEST(a_session_lasts_until_it_ends);
    CASES_TEST(a_session_that_is_used_lasts_seven_days_at_most);
    CASES_TEST(a_session_that_is_not_used_lasts_half_a_day);
    CASES_TABLE(cookies, cookie_row);
    CASES_TEST(a_new_session_ends_the_one_that_was_there);
    CASES_TEST(a_disabled_account_has_no_sessions_and_no_tokens);
    CASES_TEST(too_many_sessions_end_the_oldest);
    CASES_TEST(no_secret_is_kept);
    CASES_TEST(a_token_is_over_on_its_day);
    CASES_TEST(an_invitation_is_good_once);
    CASES_TEST(an_invitation_is_good_for_seven_days);
    CASES_TEST(a_name_that_is_taken_leaves_the_invitation_good);
    CASES_TEST(a_newer_invitation_ends_the_older);
    CASES_TEST(a_person_gets_one_account);
    CASES_TEST(a_new_password_by_invitation_ends_sessions_and_tokens);
    CASES_TEST(the_trail_is_a_ring_and_failures_have_their_own);
    return cases_run("door");
}
