/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "support/cases.h"
#include "text/visible.h"

struct row {
    const char *name;
    struct slice in, want;
};

static const struct row rows[] = {
    {"empty", SL_INIT(""), SL_INIT("")},
    {"ASCII", SL_INIT(" a~\\u202E"), SL_INIT(" a~\\u202E")},
    {"other scripts", SL_INIT("§ 密码 ГОСТ 😀"), SL_INIT("§ 密码 ГОСТ 😀")},
    {"letters from right to left", SL_INIT("\u05d0\u0627"), SL_INIT("\u05d0\u0627")},
    {"C0", SL_INIT("\0\t\n\x1b[2J"), SL_INIT("\\x00\\x09\\x0A\\x1B[2J")},
    {"DELETE", SL_INIT("a\x7f"), SL_INIT("a\\x7F")},
    {"C1", SL_INIT("\xc2\x80\xc2\x9b\xc2\x9f"), SL_INIT("\\u0080\\u009B\\u009F")},
    {"behind C1", SL_INIT("\xc2\xa0"), SL_INIT("\xc2\xa0")},
    {"C1 of one octet", SL_INIT("\x9b\x33m"), SL_INIT("\\x9B3m")},
    {"override", SL_INIT("\u202etxt.exe\u202c"), SL_INIT("\\u202Etxt.exe\\u202C")},
    {"embeddings", SL_INIT("\u202a\u202b\u202d"), SL_INIT("\\u202A\\u202B\\u202D")},
    {"isolates", SL_INIT("\u2066\u2067\u2068\u2069"), SL_INIT("\\u2066\\u2067\\u2068\\u2069")},
    {"marks", SL_INIT("\u200e\u200f\u061c"), SL_INIT("\\u200E\\u200F\\u061C")},
    {"separators", SL_INIT("\u2028\u2029"), SL_INIT("\\u2028\\u2029")},
    {"around them", SL_INIT("\u200d\u2010\u2027\u202f\u2065\u206a\u061b\u061d"),
     SL_INIT("\u200d\u2010\u2027\u202f\u2065\u206a\u061b\u061d")},
    {"same octets in four", SL_INIT("\xf0\x92\x80\xae"), SL_INIT("\xf0\x92\x80\xae")},
    {"an override, overlong", SL_INIT("\xf0\x82\x80\xae"), SL_INIT("\\xF0\\x82\\x80\\xAE")},
    {"not UTF-8", SL_INIT("\xff\xc3("), SL_INIT("\\xFF\\xC3(")},
    {"cut off", SL_INIT("\xe2\x80"), SL_INIT("\\xE2\\x80")},
};

static void
shown(void **state)
{
    const struct row *r = *state;
    struct slice rest = r->in;
    struct buf b;
    buf_init(&b, &case_arena, 4096);
    while (rest.n > 0) {
        char room[VISIBLE_ROOM];
        size_t before = rest.n;
        buf_add(&b, visible_next(&rest, room));
        assert_true(rest.n < before);
    }
    assert_true(slice_eq(buf_slice(&b), r->want));
}

int
main(void)
{
    CASES_TABLE(rows, shown);
    return cases_run("text/visible");
}
