/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"
#include "support/cases.h"

#include <errno.h>

static void
context_goes_in_front(void **state)
{
    (void)state;
    struct err e = {0};
    assert_false(err_set(&e, ERR_INPUT, "line %d", 3));
    assert_false(err_in(&e, "%s", "file.yaml"));
    assert_int_equal(e.code, ERR_INPUT);
    assert_string_equal(e.msg, "file.yaml: line 3");
}

static void
the_system_says_why(void **state)
{
    (void)state;
    struct err e = {0};
    errno = ENOENT;
    assert_false(err_sys(&e, "open %s", "x"));
    assert_int_equal(e.code, ERR_SYSTEM);
    assert_string_equal(e.msg, "open x: No such file or directory");
}

static void
a_long_message_shows_that_it_was_cut(void **state)
{
    (void)state;
    struct err e = {0};
    err_set(&e, ERR_LIMIT, "%0600d", 1);
    assert_int_equal(strlen(e.msg), ERR_MSG_MAX - 1);
    assert_string_equal(e.msg + ERR_MSG_MAX - 4, "...");
    err_in(&e, "%0600d", 2);
    assert_int_equal(strlen(e.msg), ERR_MSG_MAX - 1);
}

static void
nobody_needs_to_listen(void **state)
{
    (void)state;
    assert_false(err_set(NULL, ERR_INPUT, "x"));
    assert_false(err_sys(NULL, "x"));
    assert_false(err_in(NULL, "x"));
}

int
main(void)
{
    CASES_TEST(context_goes_in_front);
    CASES_TEST(the_system_says_why);
    CASES_TEST(a_long_message_shows_that_it_was_cut);
    CASES_TEST(nobody_needs_to_listen);
    return cases_run("err");
}
