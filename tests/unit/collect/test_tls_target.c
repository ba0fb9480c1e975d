/* SPDX-License-Identifier: Apache-2.0 */
/* What a target may look like on the command line. */
#include "collect/tls.h"
#include "support/cases.h"

struct row {
    const char *name, *host;
    struct slice in;
    uint16_t port;
    const char *says; /* of the error; null: it is good */
};

static const struct row rows[] = {
    {"host", "example.org", SL_INIT("example.org"), 443, NULL},
    {"host and port", "example.org", SL_INIT("example.org:8443"), 8443, NULL},
    {"white space around", "example.org", SL_INIT(" example.org \n"), 443, NULL},
    {"IPv4", "192.0.2.1", SL_INIT("192.0.2.1:1"), 1, NULL},
    {"IPv6 in brackets", "2001:db8::1", SL_INIT("[2001:db8::1]:65535"), 65535, NULL},
    {"IPv6 in brackets alone", "::1", SL_INIT("[::1]"), 443, NULL},
    {"IPv6 without brackets", "2001:db8::1", SL_INIT("2001:db8::1"), 443, NULL},
    {"IPv6 with a zone", "fe80::1%eth0", SL_INIT("[fe80::1%eth0]:443"), 443, NULL},
    {"URL", "example.org", SL_INIT("https://example.org/a?b#c"), 443, NULL},
    {"URL with a port", "example.org", SL_INIT("https://example.org:444/"), 444, NULL},
    {"URL with a query alone", "example.org", SL_INIT("https://example.org?x=/"), 443, NULL},
    {"URL of an address", "::1", SL_INIT("https://[::1]:9/"), 9, NULL},
    {"a name with an underscore", "a_b.example", SL_INIT("a_b.example"), 443, NULL},
    {"nothing", NULL, SL_INIT(""), 0, "not a host"},
    {"a port alone", NULL, SL_INIT(":443"), 0, "not a host"},
    {"port 0", NULL, SL_INIT("h:0"), 0, "port"},
    {"port 65536", NULL, SL_INIT("h:65536"), 0, "port"},
    {"no port behind the colon", NULL, SL_INIT("h:"), 0, "port"},
    {"a port with a sign", NULL, SL_INIT("h:+443"), 0, "port"},
    {"a port that is a word", NULL, SL_INIT("h:https"), 0, "port"},
    {"an open bracket", NULL, SL_INIT("[::1"), 0, "bracket"},
    {"something behind the bracket", NULL, SL_INIT("[::1]x"), 0, "bracket"},
    {"empty brackets", NULL, SL_INIT("[]:443"), 0, "not a host"},
    {"another scheme", NULL, SL_INIT("ftp://example.org"), 0, "port"},
    {"an option", NULL, SL_INIT("--help me"), 0, "not a host"},
    {"a line end inside", NULL, SL_INIT("a\nb"), 0, "not a host"},
    {"a NUL inside", NULL, SL_INIT("a\0b"), 0, "not a host"},
    {"a slash", NULL, SL_INIT("example.org/"), 0, "not a host"},
    {"user and host", NULL, SL_INIT("https://me@example.org"), 0, "not a host"},
};

static void
row(void **state)
{
    const struct row *r = *state;
    struct tls_target t;
    struct err e = {0};
    bool ok = tls_target_parse(&t, &case_arena, r->in, &e);
    assert_int_equal(ok, r->says == NULL);
    if (!ok) {
        assert_int_equal(e.code, ERR_INPUT);
        assert_non_null(strstr(e.msg, r->says));
        return;
    }
    assert_true(slice_eq_str(t.host, r->host));
    assert_int_equal(t.port, r->port);
    assert_int_equal(t.sni.n, 0);
}

static void
a_name_of_254_octets(void **state UNUSED)
{
    char name[255];
    struct tls_target t;
    memset(name, 'a', sizeof name);
    assert_true(tls_target_parse(&t, &case_arena, slice_of(name, 253), NULL));
    assert_false(tls_target_parse(&t, &case_arena, slice_of(name, 254), NULL));
}

int
main(void)
{
    CASES_TABLE(rows, row);
    CASES_TEST(a_name_of_254_octets);
    return cases_run("collect/tls targets");
}
