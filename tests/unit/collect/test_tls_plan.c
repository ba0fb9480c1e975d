/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The strategy against servers that are rules: hundreds made at random, each
 * enumerated with answers coming back in random order, and the facts compared
 * with what the server is.
 */
#include "base/cleanup.h"
#include "collect/tls_facts.h"
#include "model_server.h"
#include "support/cases.h"
#include "support/words.h"

#include <stdio.h>

#define IN_FLIGHT 8

static struct catalog words;
static struct tls_space space;
static struct arena forever;

struct run {
    struct tls_plan plan;
    struct asset as;
    size_t asked;
};

/* Plays the plan through, up to 8 questions at a time, answered in any order. */
static void
play(struct run *r, const struct model_server *m, struct slice sni, uint32_t seed)
{
    const struct tls_ask *flying[IN_FLIGHT];
    size_t n = 0;
    uint32_t random = seed;
    tls_plan_init(&r->plan, &case_arena, &space, sni);
    for (;;) {
        const struct tls_ask *ask;
        while (n < IN_FLIGHT && (ask = tls_plan_next(&r->plan))) {
            flying[n++] = ask;
            assert_true(ask->suites.n <= 180);
            assert_true(++r->asked < 1500);
        }
        if (n == 0)
            break;
        random = random * 1664525 + 1013904223;
        size_t at = (random >> 8) % n;
        struct tls_answer answer;
        model_server_answer(m, &case_arena, flying[at], &answer);
        tls_plan_take(&r->plan, flying[at], &answer);
        flying[at] = flying[--n];
    }
    assert_true(tls_plan_done(&r->plan));
    asset_init(&r->as, &case_arena, space.tls, SL("tls:x"), SL("x"));
    tls_facts(&r->as, &case_arena, &r->plan, (struct slice){0});
}

static const struct fact *
fact(const struct run *r, const char *path)
{
    const struct fact *f = asset_fact(&r->as, slice_str(path));
    assert_non_null(f);
    return f;
}

/* Exactly the list, and everything else known to be refused. */
static void
set_is(const struct run *r, const char *path, const struct registry *reg,
       const struct model_list *want)
{
    const struct fact *f = fact(r, path);
    size_t n = 0;
    if (!f->known)
        fail_msg("%s: unknown: %.*s", path, SL_FMT(f->reason));
    for (size_t i = 0; i < reg->n; i++) {
        bool has = bits_has(f->truth_bits, i);
        n += has;
        if (has != model_list_has(want, (uint16_t)reg->elements[i].code))
            fail_msg("%s: %.*s is%s offered", path, SL_FMT(reg->elements[i].name),
                     has ? " not" : "");
    }
    assert_int_equal(n, want->n);
}

static bool
any_suite(const struct model_server *m, bool ec, enum tls_auth auth)
{
    for (int v = TLS_V_SSL3; v <= TLS_V_12; v++)
        for (size_t i = 0; m->version[v] && i < m->suites[v].n; i++) {
            const struct tls_suite *s = tls_space_suite(&space, m->suites[v].v[i]);
            if (s->key_exchange && s->form.ec == ec && s->auth == auth)
                return true;
        }
    return false;
}

/* The suites of a version that can be had at all: with a group and a scheme for them. */
static struct model_list
reachable(const struct model_server *m, enum tls_v v)
{
    struct model_list l = {.n = 0};
    AUTO_ARENA a = {0};
    struct tls_ask ask = {.version = tls_v_code(v)};
    ask.groups = tls_space_groups(&space, &a, v, v == TLS_V_13 ? -1 : TLS_FAMILY_EC);
    ask.schemes = tls_space_schemes(&space, &a, v, 15);
    ask.retry = v == TLS_V_13;
    ask.grease = true;
    for (size_t i = 0; m->version[v] && i < m->suites[v].n; i++) {
        struct tls_answer answer;
        ask.suites = (struct tls_codes){&m->suites[v].v[i], 1};
        model_server_answer(m, &a, &ask, &answer);
        if (answer.outcome == TLS_ANSWERED && answer.version == tls_v_code(v))
            l.v[l.n++] = m->suites[v].v[i];
    }
    return l;
}

static const char *const suite_fields[TLS_VS] = {
    [TLS_V_SSL3] = "ssl3_suites", [TLS_V_10] = "tls10_suites", [TLS_V_11] = "tls11_suites",
    [TLS_V_12] = "tls12_suites",  [TLS_V_13] = "tls13_suites", [TLS_V_TLCP] = "tlcp_suites",
};

static bool
nothing_reachable(const struct model_server *m)
{
    for (int v = TLS_V_SSL3; v < TLS_VS; v++)
        if (reachable(m, (enum tls_v)v).n > 0)
            return false;
    return true;
}

static void
versions_and_suites(const struct run *r, const struct model_server *m)
{
    const struct fact *versions = fact(r, "versions");
    for (int v = TLS_V_SSL3; v < TLS_VS; v++) {
        struct model_list l = reachable(m, (enum tls_v)v);
        const struct element *el =
            registry_by_name(space.rversions, slice_str(tls_v_name((enum tls_v)v)));
        size_t i = registry_index(space.rversions, el);
        assert_true(bits_has(versions->known_bits, i));
        assert_int_equal(bits_has(versions->truth_bits, i), l.n > 0);
        set_is(r, suite_fields[v], space.rsuites, &l);
    }
}

/* Up to TLS 1.2, where an RSA certificate shows all groups. */
static void
groups_12(const struct run *r, const struct model_server *m)
{
    struct model_list want = {.n = 0};
    if (any_suite(m, true, TLS_AUTH_RSA))
        want = m->groups_12;
    if (any_suite(m, false, TLS_AUTH_RSA) && reachable(m, TLS_V_12).n > 0)
        for (size_t i = 0; i < m->ffdhe.n; i++)
            want.v[want.n++] = m->ffdhe.v[i];
    const struct fact *f = fact(r, "tls12_groups");
    for (size_t i = 0; i < space.rgroups->n; i++) {
        uint16_t code = (uint16_t)space.rgroups->elements[i].code;
        /* Never more than it has; and all of it where every suite class could show it. */
        if (bits_has(f->truth_bits, i))
            assert_true(model_list_has(&m->groups_12, code) || model_list_has(&m->ffdhe, code));
        if (f->known && m->version[TLS_V_12] && any_suite(m, true, TLS_AUTH_RSA) && code < 256 &&
            reachable(m, TLS_V_12).n > 0 && !m->ecdsa)
            assert_int_equal(bits_has(f->truth_bits, i), model_list_has(&want, code));
    }
}

/* Where the order is told, it is the server's: of any two, the one it likes better comes first. */
static void
order_12(const struct run *r, const struct model_server *m)
{
    const struct fact *f = fact(r, "tls12_suites");
    const struct model_list *l = &m->suites[TLS_V_12];
    size_t at = 0;
    if (f->norder == 0)
        return;
    assert_true(m->own_order);
    assert_int_equal(f->norder, reachable(m, TLS_V_12).n);
    for (size_t i = 0; i < f->norder; i++) {
        size_t place = 0;
        uint16_t code = (uint16_t)space.rsuites->elements[f->order[i]].code;
        while (place < l->n && l->v[place] != code)
            place++;
        assert_true(place >= at && place < l->n);
        at = place;
    }
}

static void
random_server(void **state)
{
    const uint32_t *seed = *state;
    struct model_server m;
    struct run *r = NEW(&case_arena, struct run);
    model_server_init(&m, &space, *seed);
    play(r, &m, (struct slice){0}, *seed);
    if (nothing_reachable(&m))
        return; /* the job calls that a failure */
    versions_and_suites(r, &m);
    groups_12(r, &m);
    order_12(r, &m);
    if (m.version[TLS_V_13]) {
        set_is(r, "tls13_groups", space.rgroups, &m.groups_13);
        const struct fact *schemes = fact(r, "tls13_signature_schemes");
        if (schemes->known)
            set_is(r, "tls13_signature_schemes", space.rschemes, &m.schemes_13);
    }
    const struct fact *preference = fact(r, "server_preference");
    if (preference->known)
        assert_int_equal(preference->b, m.own_order);
}

/* No more questions than accepted things, one refusal for each list, and what stands apart. */
static void
few_questions(void **state UNUSED)
{
    size_t asked = 0, servers = 0;
    for (uint32_t seed = 1; seed <= 200; seed++) {
        struct model_server m;
        struct run *r = NEW(&case_arena, struct run);
        model_server_init(&m, &space, seed);
        play(r, &m, (struct slice){0}, seed);
        size_t named =
            m.groups_12.n + m.groups_13.n + m.ffdhe.n + m.schemes_12.n + m.schemes_13.n + m.alpn.n;
        for (size_t v = 0; v < TLS_VS; v++)
            named += m.suites[v].n;
        asked += r->asked;
        servers++;
        assert_true(r->asked <= named + 70 + (m.own_order ? TLS_ORDER_MAX : 0));
    }
    assert_true(asked / servers < 120);
}

/* The one that the project is measured on: nginx with RSA and ECDSA, as OpenSSL comes. */
static void
an_ordinary_server_takes_few(void **state UNUSED)
{
    static const uint16_t suites[] = {
        0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc0af, 0xc0ad, 0xc05d, 0xc061, 0xc02b, 0xc02f, 0xc0ae,
        0xc0ac, 0xc05c, 0xc060, 0xc024, 0xc028, 0xc073, 0xc077, 0xc023, 0xc027, 0xc072, 0xc076,
        0xc00a, 0xc014, 0xc009, 0xc013, 0x009d, 0xc0a1, 0xc09d, 0xc051, 0x009c, 0xc0a0, 0xc09c,
        0xc050, 0x003d, 0x00c0, 0x003c, 0x00ba, 0x0035, 0x0084, 0x002f, 0x0041,
    };
    struct model_server m = {.space = &space, .rsa = true, .ecdsa = true, .curve = 23};
    struct run *r = NEW(&case_arena, struct run);
    m.version[TLS_V_12] = m.version[TLS_V_13] = m.fallback = m.alpn_alert = true;
    memcpy(m.suites[TLS_V_12].v, suites, sizeof suites);
    m.suites[TLS_V_12].n = COUNT_OF(suites);
    m.suites[TLS_V_13] = (struct model_list){{0x1302, 0x1303, 0x1301}, 3};
    m.groups_12 = (struct model_list){{29, 23, 30, 25, 24}, 5};
    m.groups_13 = (struct model_list){{29, 23, 30, 25, 24, 256, 257, 258, 259, 260}, 10};
    m.schemes_12 = (struct model_list){
        {0x403, 0x503, 0x603, 0x804, 0x805, 0x806, 0x401, 0x501, 0x601, 0x303, 0x301}, 11};
    m.schemes_13 = (struct model_list){{0x403, 0x804, 0x805, 0x806}, 4};
    m.alpn = (struct model_list){{2, 3, 4}, 3};
    play(r, &m, (struct slice){0}, 1);
    versions_and_suites(r, &m);
    set_is(r, "tls12_groups", space.rgroups, &m.groups_12);
    set_is(r, "tls13_groups", space.rgroups, &m.groups_13);
    set_is(r, "tls12_signature_schemes", space.rschemes, &m.schemes_12);
    set_is(r, "tls13_signature_schemes", space.rschemes, &m.schemes_13);
    assert_int_equal(fact(r, "alpn")->list.n, 3);
    assert_false(fact(r, "server_preference")->b);
    assert_true(fact(r, "fallback_scsv")->b);
    assert_true(r->asked <= 90);
}

/* A P-256 certificate hides groups behind it, for a server with an order of its own. */
static void
an_rsa_certificate_shows_what_ecdsa_hides(void **state UNUSED)
{
    struct model_server m = {.space = &space, .ecdsa = true, .curve = 23, .own_order = true};
    struct run *r = NEW(&case_arena, struct run);
    m.version[TLS_V_12] = true;
    m.suites[TLS_V_12] = (struct model_list){{0xc02b, 0xc02f}, 2};
    m.groups_12 = (struct model_list){{29, 23, 24}, 3};
    m.schemes_12 = (struct model_list){{0x403, 0x804}, 2};
    struct model_list without_last = {{29, 23}, 2};
    m.suites[TLS_V_12].n = 1;
    play(r, &m, (struct slice){0}, 3);
    set_is(r, "tls12_groups", space.rgroups, &without_last); /* secp384r1 can never be had */
    m.rsa = true;
    m.suites[TLS_V_12].n = 2;
    r = NEW(&case_arena, struct run);
    play(r, &m, (struct slice){0}, 3);
    set_is(r, "tls12_groups", space.rgroups, &m.groups_12);
}

static void
a_refused_name_is_left_out(void **state UNUSED)
{
    struct model_server m;
    struct run *r = NEW(&case_arena, struct run);
    model_server_init(&m, &space, 4);
    m.wants_name = true;
    play(r, &m, SL("nobody.example"), 4);
    versions_and_suites(r, &m);
    assert_true(r->plan.sni_refused);
    assert_true(fact(r, "sni")->b);
}

/* A server that closes on everything but its own protocol, TLCP. */
static void
first_contact_again(void **state UNUSED)
{
    struct run *r = NEW(&case_arena, struct run);
    struct model_server m = {.space = &space, .refusal = MODEL_ALERTS};
    bool failed = false;
    m.version[TLS_V_TLCP] = true;
    m.suites[TLS_V_TLCP] = (struct model_list){{0xe013}, 1};
    tls_plan_init(&r->plan, &case_arena, &space, (struct slice){0});
    const struct tls_ask *ask;
    while ((ask = tls_plan_next(&r->plan))) {
        struct tls_answer answer;
        assert_true(++r->asked < 60);
        model_server_answer(&m, &case_arena, ask, &answer);
        if (!failed)
            tls_plan_fail(&r->plan, ask, SL("closed"));
        else
            tls_plan_take(&r->plan, ask, &answer);
        failed = true;
    }
    asset_init(&r->as, &case_arena, space.tls, SL("tls:x"), SL("x"));
    tls_facts(&r->as, &case_arena, &r->plan, (struct slice){0});
    versions_and_suites(r, &m);
    assert_true(fact(r, "versions")->known);
}

/* Questions without an answer leave what they asked for unknown, with the reason. */
static void
unanswered_questions(void **state UNUSED)
{
    struct run *r = NEW(&case_arena, struct run);
    tls_plan_init(&r->plan, &case_arena, &space, (struct slice){0});
    const struct tls_ask *ask;
    while ((ask = tls_plan_next(&r->plan))) {
        assert_true(++r->asked < 100);
        tls_plan_fail(&r->plan, ask, SL("silence"));
    }
    assert_true(tls_plan_done(&r->plan));
    asset_init(&r->as, &case_arena, space.tls, SL("tls:x"), SL("x"));
    tls_facts(&r->as, &case_arena, &r->plan, (struct slice){0});
    for (size_t i = 0; i < space.tls->n; i++) {
        const struct field *field = &space.tls->fields[i];
        const struct fact *f = &r->as.facts[i];
        if (slice_eq(field->path, SL("role")))
            continue;
        if (f->known)
            fail_msg("%.*s is known", SL_FMT(field->path));
        assert_int_not_equal(f->reason.n, 0);
        if (field->type == FIELD_SET)
            assert_int_equal(bits_count(f->truth_bits, field->registry->n), 0);
    }
}

/* Left in the middle: what was asked stays, the rest is unknown because it was stopped. */
static void
stopped_in_the_middle(void **state)
{
    const uint32_t *seed = *state;
    struct model_server m;
    struct run *r = NEW(&case_arena, struct run);
    model_server_init(&m, &space, *seed);
    tls_plan_init(&r->plan, &case_arena, &space, (struct slice){0});
    const struct tls_ask *ask;
    for (size_t i = 0; i < *seed * 3 && (ask = tls_plan_next(&r->plan)); i++) {
        struct tls_answer answer;
        model_server_answer(&m, &case_arena, ask, &answer);
        tls_plan_take(&r->plan, ask, &answer);
    }
    asset_init(&r->as, &case_arena, space.tls, SL("tls:x"), SL("x"));
    tls_facts(&r->as, &case_arena, &r->plan, SL("no more time"));
    for (int v = TLS_V_SSL3; v < TLS_VS; v++) {
        struct model_list l = reachable(&m, (enum tls_v)v);
        const struct fact *f = fact(r, suite_fields[v]);
        for (size_t i = 0; i < space.rsuites->n; i++) {
            bool has = model_list_has(&l, (uint16_t)space.rsuites->elements[i].code);
            if (bits_has(f->known_bits, i))
                assert_int_equal(bits_has(f->truth_bits, i), has);
        }
    }
}

/* --- answers that tell less than they seem to --- */

static void
cut_flight(struct tls_answer *answer)
{
    if (answer->outcome != TLS_ANSWERED || answer->retry)
        return;
    if (answer->version < TLS_13)
        answer->group = 0;
    answer->chain.n = 0;
    answer->flags &= ~(unsigned)(TLS_SAW_FLIGHT | TLS_SAW_FINISHED | TLS_SAW_TICKETS_END);
    answer->scheme = 0;
    answer->dh_bits = 0;
    answer->leaf = (struct x509_key){0};
    answer->note = SL("cut");
}

static void
cut_every_flight(const struct tls_plan *p UNUSED, const struct tls_ask *ask UNUSED,
                 struct tls_answer *answer)
{
    cut_flight(answer);
}

/* An alert behind each hello below TLS 1.3: what stands for a refused list, and what does not. */
static void
break_off(struct tls_answer *answer, uint8_t alert)
{
    if (answer->outcome != TLS_ANSWERED || answer->version >= TLS_13)
        return;
    cut_flight(answer);
    answer->alert = alert;
}

static void
trouble_behind_hello(const struct tls_plan *p UNUSED, const struct tls_ask *ask UNUSED,
                     struct tls_answer *answer)
{
    break_off(answer, TLS_ALERT_INTERNAL_ERROR);
}

/* Also with whole lists: so it is not over them. */
static void
failure_behind_hello(const struct tls_plan *p UNUSED, const struct tls_ask *ask UNUSED,
                     struct tls_answer *answer)
{
    break_off(answer, TLS_ALERT_HANDSHAKE_FAILURE);
}

static void
cut_without_name(const struct tls_plan *p UNUSED, const struct tls_ask *ask,
                 struct tls_answer *answer)
{
    if (ask->sni.n == 0)
        cut_flight(answer);
}

static void
refuse_downgrade(const struct tls_plan *p UNUSED, const struct tls_ask *ask,
                 struct tls_answer *answer)
{
    if (ask->fallback)
        *answer = (struct tls_answer){.outcome = TLS_ALERTED, .alert = TLS_ALERT_HANDSHAKE_FAILURE};
}

/* The first question for TLS 1.2 meets a machine that lacks the version. */
static void
refuse_version_once(const struct tls_plan *p, const struct tls_ask *ask, struct tls_answer *answer)
{
    if (ask->version == TLS_12 && !p->seen.version[TLS_V_12] && !p->refused[TLS_V_12])
        *answer = (struct tls_answer){.outcome = TLS_ALERTED, .alert = TLS_ALERT_PROTOCOL_VERSION};
}

/* Only TLS 1.3 answers: whether the rest is there is not known. */
static void
mute_below_13(const struct tls_plan *p UNUSED, const struct tls_ask *ask, struct tls_answer *answer)
{
    if (ask->version < TLS_13)
        answer->outcome = TLS_SILENT;
}

struct spoilt_row {
    const char *name;
    void (*spoil)(const struct tls_plan *p, const struct tls_ask *ask, struct tls_answer *answer);
    const char *sni;
    const char *unknown[4]; /* fields */
    bool without_13;
};

static const struct spoilt_row spoilt_rows[] = {
    {"cut flights show no certificate",
     cut_every_flight,
     "a.example",
     {"authentication", "tls12_groups", "sni"},
     .without_13 = true},
    {"trouble behind the hello",
     trouble_behind_hello,
     NULL,
     {"tls12_groups", "tls12_signature_schemes", "authentication"},
     .without_13 = true},
    {"a failure behind the hello",
     failure_behind_hello,
     NULL,
     {"tls12_groups", "tls12_signature_schemes", "authentication"},
     .without_13 = true},
    {"a cut flight is no other certificate", cut_without_name, "a.example", {"sni"}, false},
    {"a downgrade refused for another reason", refuse_downgrade, NULL, {"fallback_scsv"}, false},
    {"a version refused, then accepted", refuse_version_once, NULL, {"tls12_suites"}, false},
    {"tickets below a mute version", mute_below_13, NULL, {"session_tickets"}, false},
};

static void
spoilt(void **state)
{
    const struct spoilt_row *row = *state;
    struct model_server m = {.space = &space, .rsa = true, .dh_bits = 2048};
    struct run *r = NEW(&case_arena, struct run);
    const struct tls_ask *flying[IN_FLIGHT], *ask;
    size_t n = 0;
    m.version[TLS_V_11] = m.version[TLS_V_12] = m.version[TLS_V_13] = true;
    m.version[TLS_V_13] = !row->without_13;
    m.suites[TLS_V_11] = (struct model_list){{0xc014, 0x0035}, 2};
    m.suites[TLS_V_12] = (struct model_list){{0xc02f, 0x009e, 0x009c}, 3};
    m.suites[TLS_V_13] = (struct model_list){{0x1301}, 1};
    m.groups_12 = m.groups_13 = (struct model_list){{29, 23}, 2};
    m.ffdhe = (struct model_list){{256}, 1};
    m.schemes_12 = m.schemes_13 = (struct model_list){{0x804}, 1};
    tls_plan_init(&r->plan, &case_arena, &space, slice_str(row->sni));
    for (;;) {
        while (n < IN_FLIGHT && (ask = tls_plan_next(&r->plan)))
            flying[n++] = ask;
        if (n == 0)
            break;
        struct tls_answer answer;
        ask = flying[--n]; /* the last first: a later list is answered before an earlier one */
        model_server_answer(&m, &case_arena, ask, &answer);
        row->spoil(&r->plan, ask, &answer);
        if (answer.outcome == TLS_SILENT)
            tls_plan_fail(&r->plan, ask, SL("silence"));
        else
            tls_plan_take(&r->plan, ask, &answer);
    }
    asset_init(&r->as, &case_arena, space.tls, SL("tls:x"), SL("x"));
    tls_facts(&r->as, &case_arena, &r->plan, (struct slice){0});
    for (size_t i = 0; i < COUNT_OF(row->unknown) && row->unknown[i]; i++) {
        if (fact(r, row->unknown[i])->known)
            fail_msg("%s is known", row->unknown[i]);
        assert_int_not_equal(fact(r, row->unknown[i])->reason.n, 0);
    }
    struct model_list said = m.ffdhe;
    const struct fact *groups = fact(r, "tls12_groups");
    for (size_t i = 0; i < space.rgroups->n; i++)
        if (model_list_has(&said, (uint16_t)space.rgroups->elements[i].code))
            assert_false(bits_has(groups->known_bits, i) && !bits_has(groups->truth_bits, i));
    for (size_t i = 0; i < space.rsuites->n; i++)
        if (model_list_has(&m.suites[TLS_V_12], (uint16_t)space.rsuites->elements[i].code))
            assert_false(bits_has(fact(r, "tls12_suites")->known_bits, i) &&
                         !bits_has(fact(r, "tls12_suites")->truth_bits, i));
}

/* --- extensions --- */

struct extension_row {
    const char *name;
    uint16_t lacking; /* the version that answers none */
    bool mute;        /* TLS 1.0 and 1.1 say nothing */
    enum { NO, YES, OPEN } want;
};

static const struct extension_row extension_rows[] = {
    {"extensions in every version", 0, false, YES},
    {"extensions but in TLS 1.1", TLS_11, false, NO},
    {"extensions but in TLS 1.2", TLS_12, false, NO},
    {"extensions beside a mute version", 0, true, OPEN},
    {"no extensions beside a mute version", TLS_12, true, NO},
};

static bool
is_cbc(uint16_t suite)
{
    const struct tls_suite *s = tls_space_suite(&space, suite);
    return s && s->cbc;
}

static void
extensions(void **state)
{
    static const char *const fields[] = {"extended_master_secret", "encrypt_then_mac",
                                         "secure_renegotiation"};
    const struct extension_row *row = *state;
    struct model_server m = {.space = &space, .rsa = true};
    struct run *r = NEW(&case_arena, struct run);
    m.version[TLS_V_11] = m.version[TLS_V_12] = true;
    m.suites[TLS_V_11] = (struct model_list){{0xc014, 0x0035}, 2};
    m.suites[TLS_V_12] = (struct model_list){{0xc02f, 0xc014, 0x009c}, 3};
    m.groups_12 = (struct model_list){{29, 23}, 2};
    m.schemes_12 = (struct model_list){{0x804}, 1};
    tls_plan_init(&r->plan, &case_arena, &space, (struct slice){0});
    const struct tls_ask *ask;
    while ((ask = tls_plan_next(&r->plan))) {
        struct tls_answer answer;
        model_server_answer(&m, &case_arena, ask, &answer);
        bool offered_it = ask->version != TLS_13 || ask->older;
        if (answer.outcome == TLS_ANSWERED && offered_it && answer.version != row->lacking)
            answer.flags |= TLS_SAW_EXTENDED_MASTER_SECRET | TLS_SAW_RENEGOTIATION_INFO |
                            (is_cbc(answer.suite) ? TLS_SAW_ENCRYPT_THEN_MAC : 0u);
        if (row->mute && ask->version < TLS_12)
            tls_plan_fail(&r->plan, ask, SL("silence"));
        else
            tls_plan_take(&r->plan, ask, &answer);
    }
    asset_init(&r->as, &case_arena, space.tls, SL("tls:x"), SL("x"));
    tls_facts(&r->as, &case_arena, &r->plan, (struct slice){0});
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const struct fact *f = fact(r, fields[i]);
        if (f->known != (row->want != OPEN) || (f->known && f->b != (row->want == YES)))
            fail_msg("%s: %s", fields[i], !f->known ? "unknown" : f->b ? "true" : "false");
    }
}

/* A server that takes whatever comes first: as many answers as there are suites, and an end. */
static void
a_server_that_agrees_to_everything(void **state UNUSED)
{
    struct run *r = NEW(&case_arena, struct run);
    tls_plan_init(&r->plan, &case_arena, &space, (struct slice){0});
    const struct tls_ask *ask;
    while ((ask = tls_plan_next(&r->plan))) {
        struct tls_answer answer = {TLS_ANSWERED, .version = ask->version};
        assert_true(++r->asked < 5000);
        answer.suite = ask->suites.n ? ask->suites.v[0] : 0;
        answer.group = ask->groups.n ? ask->groups.v[0] : 0;
        answer.scheme = ask->schemes.n ? ask->schemes.v[0] : 0;
        answer.alpn = ask->nalpn ? ask->alpn[0] : (struct slice){0};
        tls_plan_take(&r->plan, ask, &answer);
    }
    assert_true(tls_plan_done(&r->plan));
}

int
main(void)
{
    static uint32_t seeds[400];
    static char names[COUNT_OF(seeds)][32];
    struct err e = {0};
    words_load(&words, &forever);
    if (!tls_space_init(&space, &forever, &words, &e))
        return 1;
    for (uint32_t i = 0; i < COUNT_OF(seeds); i++) {
        seeds[i] = i + 1;
        snprintf(names[i], sizeof names[i], "server %u", seeds[i]);
        cases_add(names[i], random_server, &seeds[i]);
    }
    for (size_t i = 0; i < 60; i++)
        cases_add("stopped in the middle", stopped_in_the_middle, &seeds[i]);
    CASES_TABLE(spoilt_rows, spoilt);
    CASES_TABLE(extension_rows, extensions);
    CASES_TEST(few_questions);
    CASES_TEST(an_ordinary_server_takes_few);
    CASES_TEST(an_rsa_certificate_shows_what_ecdsa_hides);
    CASES_TEST(a_refused_name_is_left_out);
    CASES_TEST(first_contact_again);
    CASES_TEST(unanswered_questions);
    CASES_TEST(a_server_that_agrees_to_everything);
    int rc = cases_run("collect/tls_plan");
    arena_free(&forever);
    return rc;
}
