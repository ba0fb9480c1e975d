/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cases.h"
#include "text/utf8.h"

struct row {
    const char *name;
    struct slice in;
    size_t valid;
};

static const struct row rows[] = {
    {"empty", SL_INIT(""), 0},
    {"ASCII", SL_INIT("abc"), 3},
    {"NUL", SL_INIT("a\0b"), 3},
    {"two to four octets", SL_INIT("é中😀"), 9},
    {"first and last of each length",
     SL_INIT("\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), 18},
    {"around the surrogates", SL_INIT("\xed\x9f\xbf\xee\x80\x80"), 6},
    {"surrogate", SL_INIT("a\xed\xa0\x80"), 1},
    {"overlong slash", SL_INIT("\xc0\xaf"), 0},
    {"overlong in two", SL_INIT("\xc1\xbf"), 0},
    {"overlong in three", SL_INIT("\xe0\x9f\xbf"), 0},
    {"overlong in four", SL_INIT("\xf0\x8f\xbf\xbf"), 0},
    {"past the last code point", SL_INIT("\xf4\x90\x80\x80"), 0},
    {"five octets", SL_INIT("\xf8\x88\x80\x80\x80"), 0},
    {"lone continuation", SL_INIT("a\x80"), 1},
    {"cut in two", SL_INIT("ab\xc3"), 2},
    {"cut in three", SL_INIT("ab\xe4\xb8"), 2},
    {"cut in four", SL_INIT("ab\xf0\x9f\x98"), 2},
    {"wrong third", SL_INIT("\xe4\xb8("), 0},
    {"wrong fourth", SL_INIT("\xf0\x9f\x98("), 0},
    {"0xff", SL_INIT("\xff"), 0},
    {"eight of ASCII", SL_INIT("12345678"), 8},
    {"behind eight of ASCII", SL_INIT("12345678\xff"), 8},
    {"last of eight", SL_INIT("1234567\xff"), 7},
    {"first of eight",
     SL_INIT("\xff"
             "2345678"),
     0},
    {"ASCII between", SL_INIT("é12345678中12345678é1"), 24},
};

static void
valid_row(void **state)
{
    const struct row *r = *state;
    assert_int_equal(utf8_valid(r->in), r->valid);
}

int
main(void)
{
    CASES_TABLE(rows, valid_row);
    return cases_run("text/utf8");
}
