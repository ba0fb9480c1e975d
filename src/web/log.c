/* SPDX-License-Identifier: Apache-2.0 */
#include "web/log.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "text/visible.h"

#include <stdarg.h>
#include <stdio.h>

#define LINE_MAX_OCTETS 2048

void
log_fault(const char *fmt, ...)
{
    char text[LINE_MAX_OCTETS];
    AUTO_ARENA a = {0};
    struct buf b;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    struct slice rest = slice_str(text);
    buf_init(&b, &a, rest.n * VISIBLE_ROOM + 1);
    while (rest.n > 0) {
        char room[VISIBLE_ROOM];
        buf_add(&b, visible_next(&rest, room));
    }
    fprintf(stderr, "comity: %.*s\n", SL_FMT(buf_slice(&b)));
}
