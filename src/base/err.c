/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void format(char *out, size_t cap, const char *fmt, va_list ap) PRINTF_LIKE(3, 0);

/* vsnprintf that shows by a trailing "..." that the text was cut. */
static void
format(char *out, size_t cap, const char *fmt, va_list ap)
{
    int n = vsnprintf(out, cap, fmt, ap);
    if (n >= 0 && (size_t)n >= cap)
        memcpy(out + cap - 4, "...", 4);
}

bool
err_set_(struct err *e, enum err_code code, const char *fmt, ...)
{
    if (!e)
        return false;
    va_list ap;
    va_start(ap, fmt);
    format(e->msg, sizeof e->msg, fmt, ap);
    va_end(ap);
    e->code = code;
    return false;
}

bool
err_sys_(struct err *e, const char *fmt, ...)
{
    if (!e)
        return false;
    char why[128];
    const char *text = strerror_r(errno, why, sizeof why); /* the GNU form: returns the text */
    char what[ERR_MSG_MAX / 2];
    va_list ap;
    va_start(ap, fmt);
    format(what, sizeof what, fmt, ap);
    va_end(ap);
    return err_set(e, ERR_SYSTEM, "%s: %s", what, text);
}

bool
err_in_(struct err *e, const char *fmt, ...)
{
    if (!e)
        return false;
    char old[ERR_MSG_MAX];
    memcpy(old, e->msg, sizeof old);
    char what[ERR_MSG_MAX / 2];
    va_list ap;
    va_start(ap, fmt);
    format(what, sizeof what, fmt, ap);
    va_end(ap);
    return err_set(e, e->code, "%s: %s", what, old);
}
