/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cases.h"
#include "text/base64.h"

/* RFC 4648 section 10. */
static const struct row {
    const char *name;
    struct slice octets;
    const char *text;
} rows[] = {
    {"empty", SL_INIT(""), ""},
    {"f", SL_INIT("f"), "Zg=="},
    {"fo", SL_INIT("fo"), "Zm8="},
    {"foo", SL_INIT("foo"), "Zm9v"},
    {"foob", SL_INIT("foob"), "Zm9vYg=="},
    {"fooba", SL_INIT("fooba"), "Zm9vYmE="},
    {"foobar", SL_INIT("foobar"), "Zm9vYmFy"},
    {"all bits", SL_INIT("\xff\xff\xff\xfb\xef\xbe"), "////++++"},
    {"no bits", SL_INIT("\0\0\0\0"), "AAAAAA=="},
};

static const struct bad {
    const char *name, *text;
} bads[] = {
    {"no padding", "Zg"},
    {"half the padding", "Zg="},
    {"too much padding", "Zm9v===="},
    {"padding alone", "===="},
    {"padding in the middle", "Zg==Zm9v"},
    {"bits behind the end, one octet", "Zh=="},
    {"bits behind the end, two octets", "Zm9="},
    {"a line end behind", "Zm9v\n"},
    {"a line end inside", "Zm9v\nZm9v"},
    {"a space", "Zm 9"},
    {"the alphabet for addresses", "-_-_"},
    {"three padding signs", "Z==="},
    {"past ASCII", "Zm9\xc3"},
};

static void
both_ways(void **state)
{
    const struct row *r = *state;
    struct slice out;
    assert_true(slice_eq_str(base64_encode(&case_arena, r->octets), r->text));
    assert_true(base64_decode(&out, &case_arena, slice_str(r->text)));
    assert_true(slice_eq(out, r->octets));
}

static void
refused(void **state)
{
    const struct bad *r = *state;
    struct slice out;
    assert_false(base64_decode(&out, &case_arena, slice_str(r->text)));
}

int
main(void)
{
    CASES_TABLE(rows, both_ways);
    CASES_TABLE(bads, refused);
    return cases_run("base64");
}
