/* SPDX-License-Identifier: Apache-2.0 */
#include "web/role_accounts.h"

#include "web/password.h"

#define KINDS(k) (1u << MANDATE_##k)
#define LEADS (KINDS(SECRETARY) | KINDS(CHAIR) | KINDS(CONVENOR))

/* How a role is found: the first person whose mandates fit. */
struct role {
    const char *name;
    struct langs about;
    unsigned kinds, without; /* masks of mandates */
    bool any_origin, foreign, claimed;
};

static const struct role roles[ROLE_ACCOUNTS] = {
    [ROLE_ACCOUNT_DELEGATE] = {.name = "delegate",
                               .about = {SL_INIT("delegate of a domestic member"),
                                         SL_INIT("境内成员单位代表")},
                               .kinds = KINDS(DELEGATE),
                               .without = LEADS},
    [ROLE_ACCOUNT_FOREIGN] = {.name = "foreign",
                              .about = {SL_INIT("delegate of a foreign member"),
                                        SL_INIT("境外成员单位代表")},
                              .kinds = KINDS(DELEGATE),
                              .without = LEADS,
                              .foreign = true},
    [ROLE_ACCOUNT_ALTERNATE] = {.name = "alternate",
                                .about = {SL_INIT("alternate"), SL_INIT("候补代表")},
                                .kinds = KINDS(ALTERNATE),
                                .any_origin = true},
    [ROLE_ACCOUNT_CONVENOR] = {.name = "convenor",
                               .about = {SL_INIT("convenor of a working group"),
                                         SL_INIT("工作组召集人")},
                               .kinds = KINDS(CONVENOR),
                               .any_origin = true},
    [ROLE_ACCOUNT_SECRETARY] = {.name = "secretary",
                                .about = {SL_INIT("secretary"), SL_INIT("秘书处")},
                                .kinds = KINDS(SECRETARY),
                                .any_origin = true},
    [ROLE_ACCOUNT_CHAIR] = {.name = "chair",
                            .about = {SL_INIT("chair"), SL_INIT("主任委员")},
                            .kinds = KINDS(CHAIR),
                            .any_origin = true},
    [ROLE_ACCOUNT_CLAIMED] = {.name = "claimed",
                              .about = {SL_INIT("delegate who has not confirmed the seat yet"),
                                        SL_INIT("尚未确认席位的代表")},
                              .kinds = KINDS(DELEGATE),
                              .without = LEADS,
                              .any_origin = true,
                              .claimed = true},
    [ROLE_ACCOUNT_ADMIN] = {.name = "admin",
                            .about = {SL_INIT("administrator of the portal"),
                                      SL_INIT("门户管理员")}},
};

static unsigned
kinds_of(const struct committee *c, struct slice person, int64_t now)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < c->mandates.n; i++) {
        const struct mandate *m = c->mandates.v[i].value;
        if (slice_eq(m->person, person) && mandate_holds(m, now))
            kinds |= 1u << m->kind;
    }
    return kinds;
}

/* A seat of the committee that nobody has confirmed, in that person's name. */
static bool
is_claimed(const struct committee *c, struct slice person, int64_t now)
{
    for (size_t i = 0; i < c->memberships.n; i++) {
        const struct membership *m = c->memberships.v[i].value;
        if (slice_eq(m->person, person) && membership_holds(m, now) && !m->confirmed)
            return true;
    }
    return false;
}

/* Delegates to vote with have confirmed their seats. */
static bool
fits_claim(const struct committee *c, const struct role *r, struct slice person, int64_t now)
{
    return r->kinds != KINDS(DELEGATE) || is_claimed(c, person, now) == r->claimed;
}

static bool
is_used(const struct role_accounts *all, struct slice person)
{
    for (size_t i = 0; i < ROLE_ACCOUNTS; i++)
        if (slice_eq(all->v[i].person, person))
            return true;
    return false;
}

static struct slice
person_for(const struct role *r, const struct role_accounts *used, const struct committee *c,
           int64_t now)
{
    for (size_t i = 0; i < c->mandates.n; i++) {
        const struct mandate *m = c->mandates.v[i].value;
        const struct organisation *o = committee_organisation(c, m->organisation);
        bool foreign = o && o->origin == ORIGIN_FOREIGN;
        if (mandate_holds(m, now) && (r->kinds & 1u << m->kind) &&
            (r->any_origin || foreign == r->foreign) && fits_claim(c, r, m->person, now) &&
            !(kinds_of(c, m->person, now) & r->without) && !is_used(used, m->person))
            return m->person;
    }
    return (struct slice){0};
}

/* 100 bits, to be read aloud: "k7mqx-…", without letters that look alike. */
static struct slice
draw_password(struct arena *a, const struct env *env)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789"; /* 32 */
    uint8_t bits[20], text[23];
    size_t n = 0;
    env->random(env->ctx, bits, sizeof bits);
    for (size_t i = 0; i < sizeof bits; i++) {
        if (i && i % 5 == 0)
            text[n++] = '-';
        text[n++] = (uint8_t)letters[bits[i] % 32];
    }
    return arena_dup(a, slice_of(text, n));
}

static bool
keep(const struct role_account *r, bool administrator, struct arena *a, const struct env *env,
     struct store *s, struct slice hash, struct err *e)
{
    struct account x;
    bool there;
    if (!account_find(&x, &there, a, s, r->name, e))
        return false;
    x.name = r->name;
    x.person = r->person;
    x.hash = hash;
    x.administrator = administrator;
    x.disabled = false;
    x.changed = env_seconds(env);
    x.made = there ? x.made : x.changed;
    return account_put(&x, a, s, e);
}

bool
role_accounts_make(struct role_accounts *out, struct arena *a, const struct env *env,
                   struct office *o, int64_t now, struct slice password, struct err *e)
{
    struct slice hash[ROLE_ACCOUNTS] = {{0}};
    *out = (struct role_accounts){0};
    if (!o->committee.rehearsal)
        return err_set(e, ERR_INPUT, "only a rehearsal has accounts for everybody to try");
    for (size_t i = 0; i < ROLE_ACCOUNTS; i++) {
        struct role_account *r = &out->v[i];
        r->name = slice_str(roles[i].name);
        r->about = roles[i].about;
        if (roles[i].kinds)
            r->person = person_for(&roles[i], out, &o->committee, now);
        r->there = !roles[i].kinds || r->person.n;
        r->password = password.n ? password : draw_password(a, env);
        bool same = i > 0 && password.n; /* one hash is enough for one password */
        if (same)
            hash[i] = hash[0];
        else if (!password_hash(&hash[i], a, r->password, e))
            return false;
    }
    if (!vault_begin(o->store, e))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < ROLE_ACCOUNTS; i++)
        ok = !out->v[i].there || keep(&out->v[i], !roles[i].kinds, a, env, o->store, hash[i], e);
    return vault_end(o->store, ok, e) && ok;
}
