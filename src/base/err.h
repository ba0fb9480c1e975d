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

/* Each returns false. A null `e` is allowed: the caller does not want the text. */
bool err_set(struct err *e, enum err_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* As err_set with ERR_SYSTEM, and ": strerror(errno)" behind the text. */
bool err_sys(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Put "context: " in front of the message that is already there. */
bool err_in(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
