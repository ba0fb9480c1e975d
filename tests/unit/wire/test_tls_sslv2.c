/* SPDX-License-Identifier: Apache-2.0 */
/* SSL 2.0: our hello, and what may come back. */
#include "support/cases.h"
#include "wire/tls_sslv2.h"

#define CHALLENGE "0123456789abcdef"

static void
the_hello(void **state UNUSED)
{
    struct buf b;
    buf_init(&b, &case_arena, 100);
    tls_sslv2_hello_write(&b, (const uint8_t *)CHALLENGE);
    struct slice want = SL("\x80\x2e\1\0\2\0\x15\0\0\0\x10"
                           "\1\0\x80\2\0\x80\3\0\x80\4\0\x80\5\0\x80\6\0\x40\7\0\xc0" CHALLENGE);
    assert_true(slice_eq(buf_slice(&b), want));
}

struct row {
    const char *name;
    struct slice in;
    enum tls_sslv2_read want;
    size_t ciphers, certificate;
};

static const struct row rows[] = {
    {"two ciphers", SL_INIT("\x80\x16\4\0\1\0\2\0\1\0\6\0\4c\1\0\x80\7\0\xc0iiii"), TLS_SSLV2_OK, 2,
     1},
    {"no certificate, no cipher", SL_INIT("\x80\x0b\4\0\0\0\2\0\0\0\0\0\0"), TLS_SSLV2_OK, 0, 0},
    {"an error: no cipher", SL_INIT("\x80\3\0\0\1"), TLS_SSLV2_ERROR, 0, 0},
    {"an error of two octets", SL_INIT("\x80\2\0\1"), TLS_SSLV2_BAD, 0, 0},
    {"nothing", SL_INIT(""), TLS_SSLV2_MORE, 0, 0},
    {"one octet", SL_INIT("\x80"), TLS_SSLV2_MORE, 0, 0},
    {"half", SL_INIT("\x80\x16\4\0\1"), TLS_SSLV2_MORE, 0, 0},
    {"a TLS alert", SL_INIT("\x15\3\1\0\2\2\x28"), TLS_SSLV2_BAD, 0, 0},
    {"one octet of a TLS alert", SL_INIT("\x15"), TLS_SSLV2_BAD, 0, 0},
    {"no length", SL_INIT("\x80\0"), TLS_SSLV2_BAD, 0, 0},
    {"a client hello", SL_INIT("\x80\x16\1\0\2"), TLS_SSLV2_BAD, 0, 0},
    {"version 3", SL_INIT("\x80\x0b\4\0\0\0\3\0\0\0\0\0\0"), TLS_SSLV2_BAD, 0, 0},
    {"certificate past the end", SL_INIT("\x80\x0b\4\0\1\0\2\xff\xff\0\0\0\0"), TLS_SSLV2_BAD, 0,
     0},
    {"ciphers past the end", SL_INIT("\x80\x0b\4\0\1\0\2\0\0\xff\xff\0\0"), TLS_SSLV2_BAD, 0, 0},
    {"too short for its fields", SL_INIT("\x80\4\4\0\1\0"), TLS_SSLV2_BAD, 0, 0},
    {"HTTP", SL_INIT("HTTP/1.0"), TLS_SSLV2_BAD, 0, 0},
};

static void
row(void **state)
{
    const struct row *r = *state;
    struct tls_sslv2_hello h;
    assert_int_equal(tls_sslv2_hello_parse(&h, r->in), r->want);
    if (r->want != TLS_SSLV2_OK)
        return;
    assert_int_equal(h.ciphers, r->ciphers);
    assert_int_equal(h.certificate.n, r->certificate);
}

int
main(void)
{
    CASES_TEST(the_hello);
    CASES_TABLE(rows, row);
    return cases_run("wire/tls_sslv2");
}
