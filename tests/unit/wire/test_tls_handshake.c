/* SPDX-License-Identifier: Apache-2.0 */
/* The messages of a server's flight: right, cut, contradictory, too many. */
#include "support/cases.h"
#include "wire/tls_handshake.h"

struct chain_row {
    const char *name;
    struct slice in;
    bool is_13;
    const char *says; /* of the error; null: it is good */
    size_t n;
    bool stapled;
};

static const struct chain_row chains[] = {
    {"two certificates", SL_INIT("\0\0\x09\0\0\1a\0\0\2bc"), false, NULL, 2, false},
    {"no certificate", SL_INIT("\0\0\0"), false, NULL, 0, false},
    {"empty message", SL_INIT(""), false, "does not fill", 0, false},
    {"list past the message", SL_INIT("\0\0\5\0\0\1a"), false, "does not fill", 0, false},
    {"octets behind the list", SL_INIT("\0\0\4\0\0\1ax"), false, "does not fill", 0, false},
    {"certificate past the list", SL_INIT("\0\0\4\0\0\2a"), false, "entry 0", 0, false},
    {"certificate of no octets", SL_INIT("\0\0\3\0\0\0"), false, "entry 0", 0, false},
    {"second one cut", SL_INIT("\0\0\6\0\0\1a\0\0"), false, "entry 1", 0, false},
    {"1.3", SL_INIT("\0\0\0\6\0\0\1a\0\0"), true, NULL, 1, false},
    {"1.3 stapled", SL_INIT("\0\0\0\x0f\0\0\1a\0\x09\0\5\0\5\1\0\0\1r"), true, NULL, 1, true},
    {"1.3 empty status", SL_INIT("\0\0\0\x0e\0\0\1a\0\x08\0\5\0\4\1\0\0\0"), true, NULL, 1, false},
    {"1.3 with a context", SL_INIT("\2cc\0\0\6\0\0\1a\0\0"), true, NULL, 1, false},
    {"1.3 without extensions", SL_INIT("\0\0\0\4\0\0\1a"), true, "entry 0", 0, false},
    {"1.3 extension twice", SL_INIT("\0\0\0\x0e\0\0\1a\0\x08\0\x12\0\0\0\x12\0\0"), true, "twice",
     0, false},
    {"1.3 context past the end", SL_INIT("\xff\0\0\0"), true, "does not fill", 0, false},
};

static void
chain_row(void **state)
{
    const struct chain_row *r = *state;
    struct tls_chain c;
    struct err e = {0};
    bool ok =
        r->is_13 ? tls13_certificate_parse(&c, r->in, &e) : tls_certificate_parse(&c, r->in, &e);
    assert_int_equal(ok, r->says == NULL);
    if (!ok) {
        assert_non_null(strstr(e.msg, r->says));
        return;
    }
    assert_int_equal(c.n, r->n);
    assert_int_equal(c.stapled, r->stapled);
    assert_false(c.more);
}

static void
a_long_chain_is_cut(void **state UNUSED)
{
    struct buf b;
    struct tls_chain c;
    buf_init(&b, &case_arena, 100000);
    size_t at = buf_open(&b, 3);
    for (int i = 0; i < 5000; i++) {
        buf_u24(&b, 1);
        buf_u8(&b, 'x');
    }
    buf_close(&b, at, 3);
    assert_true(tls_certificate_parse(&c, buf_slice(&b), NULL));
    assert_int_equal(c.n, TLS_CHAIN_MAX);
    assert_true(c.more);
}

struct kx_row {
    const char *name;
    struct slice in;
    struct tls_kx_form form;
    bool ok;
    uint16_t group, scheme;
    size_t p;
};

static const struct kx_row kxs[] = {
    {"ECDHE 1.2", SL_INIT("\3\0\x17\2kk\4\3\0\1s"), {true, false, true, true}, true, 23, 0x403, 0},
    {"ECDHE 1.0", SL_INIT("\3\0\x17\2kk\0\1s"), {true, false, true, false}, true, 23, 0, 0},
    {"anonymous", SL_INIT("\3\0\x1d\1k"), {true, false, false, true}, true, 29, 0, 0},
    {"PSK with a hint", SL_INIT("\0\2hh\3\0\x1d\1k"), {true, true, false, true}, true, 29, 0, 0},
    {"DHE", SL_INIT("\0\2pp\0\1g\0\1y\4\1\0\1s"), {false, false, true, true}, true, 0, 0x401, 2},
    {"DHE anonymous", SL_INIT("\0\2pp\0\1g\0\1y"), {false, false, false, true}, true, 0, 0, 2},
    {"explicit prime curve", SL_INIT("\1whatever"), {true, false, true, true}, true, 0, 0, 0},
    {"explicit binary curve", SL_INIT("\2"), {true, false, true, true}, true, 0, 0, 0},
    {"curve of type 4", SL_INIT("\4\0\x17\1k"), {true, false, true, true}, false, 0, 0, 0},
    {"no octets", SL_INIT(""), {true, false, true, true}, false, 0, 0, 0},
    {"no octets, DH", SL_INIT(""), {false, false, true, true}, false, 0, 0, 0},
    {"point past the end", SL_INIT("\3\0\x17\xff\1"), {true, false, false, true}, false, 0, 0, 0},
    {"generator missing", SL_INIT("\0\2pp"), {false, false, true, true}, false, 0, 0, 0},
    {"prime past the end",
     SL_INIT("\xff\xff"
             "p"),
     {false, false, true, true},
     false,
     0,
     0,
     0},
    {"hint past the end", SL_INIT("\0\3h"), {true, true, false, true}, false, 0, 0, 0},
    {"no signature", SL_INIT("\3\0\x17\1k"), {true, false, true, true}, false, 0, 0, 0},
    {"signature past the end",
     SL_INIT("\3\0\x17\1k\4\3\0\2s"),
     {true, false, true, true},
     false,
     0,
     0,
     0},
    {"octets behind the signature",
     SL_INIT("\3\0\x17\1k\4\3\0\1sx"),
     {true, false, true, true},
     false,
     0,
     0,
     0},
};

static void
kx_row(void **state)
{
    const struct kx_row *r = *state;
    struct tls_kx kx;
    struct err e = {0};
    assert_int_equal(tls_kx_parse(&kx, r->in, r->form, &e), r->ok);
    if (!r->ok)
        return;
    assert_int_equal(kx.group, r->group);
    assert_int_equal(kx.scheme, r->scheme);
    assert_int_equal(kx.p.n, r->p);
}

struct bits_row {
    const char *name;
    struct slice in;
    size_t want;
};

static const struct bits_row bits[] = {
    {"zero", SL_INIT("\0\0\0"), 0},
    {"nothing at all", SL_INIT(""), 0},
    {"one", SL_INIT("\1"), 1},
    {"255", SL_INIT("\xff"), 8},
    {"256", SL_INIT("\1\0"), 9},
    {"leading zeros", SL_INIT("\0\0\x80\0"), 16},
    {"1023 bits and more", SL_INIT("\x7f\xff"), 15},
};

static void
bits_row(void **state)
{
    const struct bits_row *r = *state;
    assert_int_equal(tls_bits(r->in), r->want);
}

struct ticket_row {
    const char *name;
    struct slice in;
    bool ok;
    uint32_t lifetime;
    bool early;
};

static const struct ticket_row tickets[] = {
    {"two hours",
     SL_INIT("\0\0\x1c\x20"
             "aaaa\1n\0\1t\0\0"),
     true, 7200, false},
    {"early data",
     SL_INIT("\0\0\0\1"
             "aaaa\0\0\1t\0\x08\0\x2a\0\4\0\0\x40\0"),
     true, 1, true},
    {"early data of no octets",
     SL_INIT("\0\0\0\1"
             "aaaa\0\0\1t\0\x08\0\x2a\0\4\0\0\0\0"),
     true, 1, false},
    {"early data without a size",
     SL_INIT("\0\0\0\1"
             "aaaa\0\0\1t\0\4\0\x2a\0\0"),
     true, 1, false},
    {"the largest lifetime",
     SL_INIT("\xff\xff\xff\xff"
             "aaaa\0\0\0\0\0"),
     true, UINT32_MAX, false},
    {"cut",
     SL_INIT("\0\0\0\1"
             "aaaa\0\0\1t"),
     false, 0, false},
    {"ticket past the end",
     SL_INIT("\0\0\0\1"
             "aaaa\0\xff\xff"
             "t\0\0"),
     false, 0, false},
    {"octets behind it",
     SL_INIT("\0\0\0\1"
             "aaaa\0\0\1t\0\0x"),
     false, 0, false},
    {"no ticket octets", SL_INIT(""), false, 0, false},
};

static void
ticket_row(void **state)
{
    const struct ticket_row *r = *state;
    struct tls_ticket t;
    assert_int_equal(tls13_ticket_parse(&t, r->in, NULL), r->ok);
    if (!r->ok)
        return;
    assert_int_equal(t.lifetime, r->lifetime);
    assert_int_equal(t.early_data, r->early);
}

static void
the_rest_of_the_flight(void **state UNUSED)
{
    uint16_t scheme;
    struct tls_extensions x;
    assert_true(tls13_verify_parse(&scheme, SL("\x08\4\0\2ss"), NULL));
    assert_int_equal(scheme, 0x804);
    assert_false(tls13_verify_parse(&scheme, SL("\x08\4\0\2s"), NULL));
    assert_false(tls13_verify_parse(&scheme, SL("\x08"), NULL));
    assert_true(tls13_encrypted_extensions_parse(&x, SL("\0\4\0\0\0\0"), NULL));
    assert_non_null(tls_extensions_get(&x, TLS_EXT_SERVER_NAME));
    assert_false(tls13_encrypted_extensions_parse(&x, SL("\0\5\0\0\0\0"), NULL));
    assert_false(tls13_encrypted_extensions_parse(&x, SL(""), NULL));
    assert_true(tls_status_present(SL("\1\0\0\1r")));
    assert_false(tls_status_present(SL("\1\0\0\0")));
    assert_false(tls_status_present(SL("\2\0\0\1r")));
    assert_false(tls_status_present(SL("\1\0\0\5r")));
}

int
main(void)
{
    CASES_TABLE(chains, chain_row);
    CASES_TEST(a_long_chain_is_cut);
    CASES_TABLE(kxs, kx_row);
    CASES_TABLE(bits, bits_row);
    CASES_TABLE(tickets, ticket_row);
    CASES_TEST(the_rest_of_the_flight);
    return cases_run("wire/tls_handshake");
}
