/* SPDX-License-Identifier: Apache-2.0 */
/* Our hellos octet by octet, and every way in which a server's hello can be wrong. */
#include "support/cases.h"
#include "wire/tls_hello.h"

static const uint8_t fixed_random[32] = {1, 2, 3};
static const uint16_t two_suites[] = {0x1301, 0xc02f};
static const uint16_t one_group[] = {29};
static const uint16_t versions[] = {TLS_13, TLS_12};

static struct tls_client_hello
small_hello(void)
{
    return (struct tls_client_hello){
        .version = TLS_12,
        .record_version = TLS_10,
        .random = fixed_random,
        .suites = {two_suites, 2},
        .compression = SL("\0"),
    };
}

static struct slice
written(const struct tls_client_hello *h)
{
    struct buf b;
    struct slice out;
    struct err e = {0};
    buf_init(&b, &case_arena, 20000);
    tls_client_hello_write(&b, h);
    assert_true(buf_done(&b, &out, &e));
    return out;
}

#define RANDOM "\1\2\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static void
bare_hello(void **state UNUSED)
{
    struct tls_client_hello h = small_hello();
    h.no_extensions = true;
    h.version = TLS_SSL3;
    h.record_version = TLS_SSL3;
    struct slice want = SL("\x16\3\0\0\x2f"
                           "\1\0\0\x2b\3\0" RANDOM "\0"
                           "\0\4\x13\1\xc0\x2f"
                           "\1\0");
    assert_true(slice_eq(written(&h), want));
}

static void
hello_with_everything(void **state UNUSED)
{
    struct tls_client_hello h = small_hello();
    const struct slice alpn[] = {SL("h2"), SL("dot")};
    struct tls_share share = {29, SL("KEY")};
    h.session_id = SL("sid");
    h.server_name = SL("a.b");
    h.flags = TLS_HELLO_EXTENDED_MASTER_SECRET | TLS_HELLO_RENEGOTIATION_INFO |
              TLS_HELLO_STATUS_REQUEST | TLS_HELLO_POINT_FORMATS | TLS_HELLO_PSK_MODES;
    h.groups = h.schemes = h.cert_schemes = (struct tls_codes){one_group, 1};
    h.alpn = alpn;
    h.nalpn = 2;
    h.versions = (struct tls_codes){versions, 2};
    h.key_share = true;
    h.shares = &share;
    h.nshares = 1;
    struct slice want = SL("\x16\3\1\0\x99"
                           "\1\0\0\x95\3\3" RANDOM "\3sid"
                           "\0\4\x13\1\xc0\x2f"
                           "\1\0"
                           "\0\x65"
                           "\0\0\0\x08\0\6\0\0\3a.b"
                           "\0\x17\0\0"
                           "\xff\1\0\1\0"
                           "\0\5\0\5\1\0\0\0\0"
                           "\0\x0b\0\2\1\0"
                           "\0\x2d\0\2\1\1"
                           "\0\x0a\0\4\0\2\0\x1d"
                           "\0\x0d\0\4\0\2\0\x1d"
                           "\0\x32\0\4\0\2\0\x1d"
                           "\0\x10\0\x09\0\7\2h2\3dot"
                           "\0\x2b\0\5\4\3\4\3\3"
                           "\0\x33\0\x09\0\7\0\x1d\0\3KEY");
    struct slice got = written(&h);
    assert_int_equal(got.n, want.n);
    assert_memory_equal(got.p, want.p, want.n);
}

static void
an_empty_key_share_is_sent(void **state UNUSED)
{
    struct tls_client_hello h = small_hello();
    h.key_share = true;
    assert_true(slice_has_suffix(written(&h), SL("\0\6\0\x33\0\2\0\0")));
}

struct padding_row {
    const char *name;
    size_t suites; /* the message has 50 octets beside them */
    size_t want;
};

static const struct padding_row paddings[] = {
    {"254 octets are left alone", 102, 254},
    {"256 become 512", 103, 512},
    {"508 become 512", 229, 512},
    {"510 become 514: no room for less", 230, 514},
    {"512 are left alone", 231, 512},
};

static void
padding_row(void **state)
{
    const struct padding_row *r = *state;
    static uint16_t many[300];
    struct tls_client_hello h = small_hello();
    h.session_id = SL("12345");
    h.suites = (struct tls_codes){many, r->suites};
    assert_int_equal(written(&h).n - 5, r->want);
}

static void
too_long_a_hello_is_full(void **state UNUSED)
{
    static uint16_t many[9000];
    struct tls_client_hello h = small_hello();
    struct buf b;
    h.suites = (struct tls_codes){many, COUNT_OF(many)};
    buf_init(&b, &case_arena, 100000);
    tls_client_hello_write(&b, &h);
    assert_true(b.full);
}

/* --- server hellos --- */

#define RETRY                                                          \
    "\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91" \
    "\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c"

struct hello_row {
    const char *name;
    struct slice in;
    const char *says; /* of the error; null: it is good */
    uint16_t version, group;
    bool retry;
};

static const struct hello_row hellos[] = {
    {"without extensions", SL_INIT("\3\3" RANDOM "\0\xc0\x2f\0"), NULL, TLS_12, 0, false},
    {"no extension in the list", SL_INIT("\3\3" RANDOM "\0\xc0\x2f\0\0\0"), NULL, TLS_12, 0, false},
    {"SSL 3.0", SL_INIT("\3\0" RANDOM "\0\0\5\0"), NULL, TLS_SSL3, 0, false},
    {"TLCP", SL_INIT("\1\1" RANDOM "\0\xe0\x13\0"), NULL, TLS_TLCP, 0, false},
    {"TLS 1.3", SL_INIT("\3\3" RANDOM "\0\x13\1\0\0\x0f\0\x2b\0\2\3\4\0\x33\0\5\0\x1d\0\1k"), NULL,
     TLS_13, 29, false},
    {"retry", SL_INIT("\3\3" RETRY "\0\x13\1\0\0\x0c\0\x2b\0\2\3\4\0\x33\0\2\0\x17"), NULL, TLS_13,
     23, true},
    {"retry for a cookie alone", SL_INIT("\3\3" RETRY "\0\x13\1\0\0\x06\0\x2b\0\2\3\4"), NULL,
     TLS_13, 0, true},
    {"a draft's version", SL_INIT("\3\3" RANDOM "\0\x13\1\0\0\6\0\x2b\0\2\x7f\x1c"), NULL, 0x7f1c,
     0, false},
    {"empty", SL_INIT(""), "truncated", 0, 0, false},
    {"only a version", SL_INIT("\3\3"), "truncated", 0, 0, false},
    {"cut in the random", SL_INIT("\3\3\1\2\3"), "truncated", 0, 0, false},
    {"session id past the end", SL_INIT("\3\3" RANDOM "\xff\xc0\x2f\0"), "truncated", 0, 0, false},
    {"session id of 33", SL_INIT("\3\3" RANDOM "\x21" RANDOM "x\xc0\x2f\0"), "session id of 33", 0,
     0, false},
    {"no compression", SL_INIT("\3\3" RANDOM "\0\xc0\x2f"), "truncated", 0, 0, false},
    {"extensions too short", SL_INIT("\3\3" RANDOM "\0\xc0\x2f\0\0\4\0\x17\0"), "do not fill", 0, 0,
     false},
    {"octets behind the extensions", SL_INIT("\3\3" RANDOM "\0\xc0\x2f\0\0\0x"), "do not fill", 0,
     0, false},
    {"an extension past the list", SL_INIT("\3\3" RANDOM "\0\xc0\x2f\0\0\4\0\x17\0\1"), "truncated",
     0, 0, false},
    {"half an extension's type", SL_INIT("\3\3" RANDOM "\0\xc0\x2f\0\0\1\0"), "truncated", 0, 0,
     false},
    {"an extension twice", SL_INIT("\3\3" RANDOM "\0\xc0\x2f\0\0\x08\0\x17\0\0\0\x17\0\0"), "twice",
     0, 0, false},
    {"TLS 1.3 in the old field", SL_INIT("\3\4" RANDOM "\0\x13\1\0"), "in the old field", 0, 0,
     false},
    {"TLS 1.2 in the extension", SL_INIT("\3\3" RANDOM "\0\x13\1\0\0\6\0\x2b\0\2\3\3"),
     "supported_versions", 0, 0, false},
    {"three octets of version", SL_INIT("\3\3" RANDOM "\0\x13\1\0\0\7\0\x2b\0\3\3\4\0"),
     "supported_versions", 0, 0, false},
    {"no version in the extension", SL_INIT("\3\3" RANDOM "\0\x13\1\0\0\4\0\x2b\0\0"),
     "supported_versions", 0, 0, false},
    {"retry below TLS 1.3", SL_INIT("\3\3" RETRY "\0\xc0\x2f\0"), "below TLS 1.3", 0, 0, true},
    {"a share without its key",
     SL_INIT("\3\3" RANDOM "\0\x13\1\0\0\x0c\0\x2b\0\2\3\4\0\x33\0\2\0\x17"), "key_share", 0, 0,
     false},
    {"a share past its end",
     SL_INIT("\3\3" RANDOM "\0\x13\1\0\0\x0e\0\x2b\0\2\3\4\0\x33\0\4\0\x17\0\1"), "key_share", 0, 0,
     false},
    {"a retry with a key",
     SL_INIT("\3\3" RETRY "\0\x13\1\0\0\x0f\0\x2b\0\2\3\4\0\x33\0\5\0\x17\0\1k"), "key_share", 0, 0,
     true},
    {"an empty share", SL_INIT("\3\3" RANDOM "\0\x13\1\0\0\x0a\0\x2b\0\2\3\4\0\x33\0\0"),
     "key_share", 0, 0, false},
};

static void
hello_row(void **state)
{
    const struct hello_row *r = *state;
    struct tls_server_hello h;
    struct err e = {0};

    bool ok = tls_server_hello_parse(&h, r->in, &e);

    assert_int_equal(ok, r->says == NULL);
    if (!ok) {
        assert_non_null(strstr(e.msg, r->says));
        return;
    }
    assert_int_equal(h.version, r->version);
    assert_int_equal(h.group, r->group);
    assert_int_equal(h.retry, r->retry);
}

/* Every beginning of a good hello is refused or is itself good, and nothing is read past it. */
static void
every_prefix(void **state UNUSED)
{
    for (size_t i = 0; i < COUNT_OF(hellos); i++) {
        for (size_t n = 0; n < hellos[i].in.n; n++) {
            struct tls_server_hello h;
            struct slice part = arena_dup(&case_arena, slice_sub(hellos[i].in, 0, n));
            bool ok = tls_server_hello_parse(&h, part, NULL);
            assert_true(!ok || n == 38 || hellos[i].says);
        }
    }
}

static void
too_many_extensions(void **state UNUSED)
{
    struct buf b;
    struct tls_extensions x;
    struct err e = {0};
    buf_init(&b, &case_arena, 10000);
    for (uint32_t i = 0; i < TLS_EXTENSIONS_MAX; i++) {
        buf_u16(&b, i);
        buf_u16(&b, 0);
    }
    assert_true(tls_extensions_parse(&x, buf_slice(&b), &e));
    buf_u32(&b, 0xfff00000);
    assert_false(tls_extensions_parse(&x, buf_slice(&b), &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

struct alpn_row {
    const char *name;
    struct slice list, want;
};

static const struct alpn_row alpns[] = {
    {"one protocol", SL_INIT("\0\x10\0\5\0\3\2h2"), SL_INIT("h2")},
    {"no ALPN", SL_INIT("\0\x17\0\0"), SL_INIT("")},
    {"two protocols", SL_INIT("\0\x10\0\x08\0\6\2h2\2h3"), SL_INIT("")},
    {"an empty ALPN list", SL_INIT("\0\x10\0\2\0\0"), SL_INIT("")},
    {"an ALPN name past its list", SL_INIT("\0\x10\0\5\0\3\3h2"), SL_INIT("")},
};

static void
alpn_row(void **state)
{
    const struct alpn_row *r = *state;
    struct tls_extensions x;
    assert_true(tls_extensions_parse(&x, r->list, NULL));
    assert_true(slice_eq(tls_extensions_alpn(&x), r->want));
}

static void
point_formats(void **state UNUSED)
{
    struct tls_extensions x;
    assert_true(tls_extensions_parse(&x, SL("\0\x0b\0\4\3\2\1\0"), NULL));
    assert_true(tls_extensions_uncompressed(&x));
    assert_true(tls_extensions_parse(&x, SL("\0\x0b\0\2\1\1"), NULL));
    assert_false(tls_extensions_uncompressed(&x));
    assert_true(tls_extensions_parse(&x, SL("\0\x0b\0\1\7"), NULL));
    assert_false(tls_extensions_uncompressed(&x));
    assert_true(tls_extensions_parse(&x, SL(""), NULL));
    assert_false(tls_extensions_uncompressed(&x));
}

int
main(void)
{
    CASES_TEST(bare_hello);
    CASES_TEST(hello_with_everything);
    CASES_TEST(an_empty_key_share_is_sent);
    CASES_TABLE(paddings, padding_row);
    CASES_TEST(too_long_a_hello_is_full);
    CASES_TABLE(hellos, hello_row);
    CASES_TEST(every_prefix);
    CASES_TEST(too_many_extensions);
    CASES_TABLE(alpns, alpn_row);
    CASES_TEST(point_formats);
    return cases_run("wire/tls_hello");
}
