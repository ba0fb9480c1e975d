/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one error object. The caller owns it and passes it last; it is written
 * only on failure, and every setter returns false, so that a function fails
 * with `return err_set(e, ...)`. Context is put in front on the way up with
 * err_in, never written over.
 *
 * An err says that *we* could not do what was asked. A fact about a scanned
 * thing (refused, timed out, certificate unreadable) is a finding: it goes
 * into the evidence, not in here.
 */
#pragma once

#include "base/attr.h"

#include <stdbool.h>
#include <stddef.h>

#define ERR_MSG_MAX 512 /* octets with the NUL; longer messages end in "..." */

enum err_code {
    ERR_NONE = 0,
    ERR_INPUT,       /* what we were given is wrong: the message says where */
    ERR_LIMIT,       /* larger or deeper than we accept */
    ERR_SYSTEM,      /* the operating system refused; errno's text is in the message */
    ERR_UNSUPPORTED, /* well-formed, but this build cannot do it */
};

struct err {
    enum err_code code;
    char msg[ERR_MSG_MAX];
};

/*
 * Each is false. A null `e` is allowed: the caller does not want the text.
 * They are macros over functions so that every reader of the code, compilers
 * and analyzers included, sees that a failure is false.
 */
#define err_set(...) err_false_(err_set_(__VA_ARGS__))

/* As err_set with ERR_SYSTEM, and ": strerror(errno)" behind the text. */
#define err_sys(...) err_false_(err_sys_(__VA_ARGS__))

/* Put "context: " in front of the message that is already there. */
#define err_in(...) err_false_(err_in_(__VA_ARGS__))

/* For the macros above, and for a room's own setters on top of them. */
static inline bool
err_false_(bool always_false UNUSED)
{
    return false;
}
bool err_set_(struct err *e, enum err_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);
bool err_sys_(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
bool err_in_(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
