/* SPDX-License-Identifier: Apache-2.0 */
/* Records, handshake messages and alerts, as they come: whole, cut, and wrong. */
#include "support/cases.h"
#include "wire/tls_record.h"

struct record_row {
    const char *name;
    struct slice in;
    enum tls_read want;
    size_t payload, left;
};

static const struct record_row records[] = {
    {"an alert", SL_INIT("\x15\3\3\0\2\2\x28"), TLS_READ_OK, 2, 0},
    {"a record and more", SL_INIT("\x16\3\1\0\1\0\x15\3"), TLS_READ_OK, 1, 2},
    {"an empty record", SL_INIT("\x17\3\3\0\0"), TLS_READ_OK, 0, 0},
    {"TLCP", SL_INIT("\x16\1\1\0\0"), TLS_READ_OK, 0, 0},
    {"nothing yet", SL_INIT(""), TLS_READ_MORE, 0, 0},
    {"one octet", SL_INIT("\x16"), TLS_READ_MORE, 0, 1},
    {"a header but for its end", SL_INIT("\x16\3\3\0"), TLS_READ_MORE, 0, 4},
    {"a payload on its way", SL_INIT("\x16\3\3\0\3\1\2"), TLS_READ_MORE, 0, 7},
    {"the largest length", SL_INIT("\x16\3\3\x48\0"), TLS_READ_MORE, 0, 5},
    {"one more than that", SL_INIT("\x16\3\3\x48\1"), TLS_READ_BAD, 0, 5},
    {"all ones", SL_INIT("\x16\3\3\xff\xff"), TLS_READ_BAD, 0, 5},
    {"HTTP", SL_INIT("HTTP/1.1 400"), TLS_READ_BAD, 0, 12},
    {"one octet of text", SL_INIT("S"), TLS_READ_BAD, 0, 1},
    {"type 19", SL_INIT("\x13\3\3\0\0"), TLS_READ_BAD, 0, 5},
    {"type 25", SL_INIT("\x19\3\3\0\0"), TLS_READ_BAD, 0, 5},
    {"version 2.0", SL_INIT("\x16\2\0"), TLS_READ_BAD, 0, 3},
    {"version 0.0", SL_INIT("\x16\0"), TLS_READ_BAD, 0, 2},
    {"SSL 2.0", SL_INIT("\x80\x2e\4"), TLS_READ_BAD, 0, 3},
};

static void
record_row(void **state)
{
    const struct record_row *r = *state;
    struct slice in = r->in;
    struct tls_record got = {0};
    struct err e = {0};

    assert_int_equal(tls_record_take(&in, &got, &e), r->want);

    assert_int_equal(e.code == ERR_NONE, r->want != TLS_READ_BAD);
    assert_int_equal(in.n, r->left);
    if (r->want == TLS_READ_OK) {
        assert_int_equal(got.payload.n, r->payload);
        assert_int_equal(got.header.n, 5);
        assert_int_equal(got.type, r->in.p[0]);
    }
}

struct message_row {
    const char *name;
    struct slice in;
    size_t max;
    enum tls_read want;
    size_t body, left;
};

static const struct message_row messages[] = {
    {"empty body", SL_INIT("\x0e\0\0\0"), 10, TLS_READ_OK, 0, 0},
    {"body and the next one", SL_INIT("\2\0\0\1x\x0e"), 10, TLS_READ_OK, 1, 1},
    {"as long as allowed", SL_INIT("\2\0\0\3abc"), 3, TLS_READ_OK, 3, 0},
    {"longer than allowed", SL_INIT("\2\0\0\4abc"), 3, TLS_READ_BAD, 0, 7},
    {"16 MiB less one", SL_INIT("\x0b\xff\xff\xff"), 131072, TLS_READ_BAD, 0, 4},
    {"no header yet", SL_INIT("\2\0\0"), 10, TLS_READ_MORE, 0, 3},
    {"nothing", SL_INIT(""), 10, TLS_READ_MORE, 0, 0},
    {"half a body", SL_INIT("\2\0\0\4ab"), 10, TLS_READ_MORE, 0, 6},
};

static void
message_row(void **state)
{
    const struct message_row *r = *state;
    struct slice in = r->in;
    struct tls_message got = {0};
    struct err e = {0};

    assert_int_equal(tls_message_take(&in, r->max, &got, &e), r->want);

    assert_int_equal(e.code == ERR_LIMIT, r->want == TLS_READ_BAD);
    assert_int_equal(in.n, r->left);
    if (r->want == TLS_READ_OK)
        assert_int_equal(got.body.n, r->body);
}

struct alert_row {
    const char *name;
    struct slice in;
    bool ok;
};

static const struct alert_row alerts[] = {
    {"fatal", SL_INIT("\2\x28"), true},
    {"unknown level and description", SL_INIT("\xff\xff"), true},
    {"empty alert", SL_INIT(""), false},
    {"one octet alert", SL_INIT("\2"), false},
    {"two alerts in one", SL_INIT("\1\0\1\0"), false},
};

static void
alert_row(void **state)
{
    const struct alert_row *r = *state;
    struct tls_alert got;
    struct err e = {0};
    assert_int_equal(tls_alert_parse(&got, r->in, &e), r->ok);
    if (r->ok)
        assert_int_equal(got.description, r->in.p[1]);
}

static void
alert_names(void **state UNUSED)
{
    assert_string_equal(tls_alert_name(40), "handshake_failure");
    assert_string_equal(tls_alert_name(0), "close_notify");
    assert_null(tls_alert_name(200));
}

static void
what_is_written_reads_back(void **state UNUSED)
{
    struct buf b;
    struct tls_record r;
    struct err e = {0};
    buf_init(&b, &case_arena, 100);
    tls_record_write(&b, TLS_RECORD_ALERT, TLS_12, SL("\2\x28"));
    struct slice in = buf_slice(&b);
    assert_int_equal(tls_record_take(&in, &r, &e), TLS_READ_OK);
    assert_int_equal(r.version, TLS_12);
    assert_true(slice_eq(r.payload, SL("\2\x28")));
}

int
main(void)
{
    CASES_TABLE(records, record_row);
    CASES_TABLE(messages, message_row);
    CASES_TABLE(alerts, alert_row);
    CASES_TEST(alert_names);
    CASES_TEST(what_is_written_reads_back);
    return cases_run("wire/tls_record");
}
