/* SPDX-License-Identifier: Apache-2.0 */
/* What functions of an evaluation use: memory, steps, failures. */
#include "cel/cel.h"

#include <stdarg.h>
#include <stdio.h>

size_t
cel_room(const struct cel_cx *cx)
{
    size_t used = cx->arena->used - cx->base;
    size_t room = cx->memory_max == 0     ? CEL_SIZE_MAX
                  : cx->memory_max > used ? cx->memory_max - used
                                          : 0;
    return room < CEL_SIZE_MAX ? room : CEL_SIZE_MAX;
}

bool
cel_charge(struct cel_cx *cx, uint64_t steps)
{
    cx->steps += steps;
    if ((cx->steps_max && cx->steps > cx->steps_max) || cel_room(cx) == 0)
        cx->exhausted = true;
    return !cx->exhausted;
}

void *
cel_alloc(struct cel_cx *cx, size_t count, size_t size)
{
    size_t n;
    if (__builtin_mul_overflow(count, size, &n) || n > cel_room(cx))
        cx->exhausted = true;
    if (cx->exhausted || !cel_charge(cx, n / 64))
        return NULL;
    return arena_alloc(cx->arena, count, size);
}

static struct cel_value
failure(struct cel_cx *cx, enum cel_error_code code, struct slice text)
{
    struct cel_error *err = NEW(cx->arena, struct cel_error);
    *err = (struct cel_error){.code = code, .text = text, .at = cx->at};
    return (struct cel_value){.kind = CEL_ERROR, .error = err};
}

struct cel_value
cel_fail_limit(struct cel_cx *cx)
{
    static const struct cel_error limit = {.code = CEL_E_LIMIT,
                                           .text = SL_INIT("the evaluation takes too much")};
    cx->exhausted = true;
    return (struct cel_value){.kind = CEL_ERROR, .error = &limit};
}

struct cel_value
cel_fail(struct cel_cx *cx, enum cel_error_code code, const char *fmt, ...)
{
    char text[ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    /* Errors that && and || throw away cost memory too. */
    if (code == CEL_E_LIMIT || !cel_charge(cx, 0))
        return cel_fail_limit(cx);
    return failure(cx, code, arena_dup(cx->arena, slice_str(text)));
}

struct cel_value
cel_fail_err(struct cel_cx *cx, const struct err *e)
{
    if (e->code == ERR_LIMIT)
        return cel_fail(cx, CEL_E_VALUE, "%s", e->msg);
    bool range = strstr(e->msg, "range") != NULL;
    return cel_fail(cx, range ? CEL_E_OVERFLOW : CEL_E_VALUE, "%s", e->msg);
}

struct cel_value
cel_string_copy(struct cel_cx *cx, struct slice s)
{
    uint8_t *p = cel_alloc(cx, s.n, 1);
    if (!p)
        return cel_fail_limit(cx);
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    return cel_string(slice_of(p, s.n));
}

const char *
cel_error_name(enum cel_error_code code)
{
    static const char *const names[] = {
        [CEL_E_NO_SUCH_OVERLOAD] = "no such overload",
        [CEL_E_NO_SUCH_FIELD] = "no such field",
        [CEL_E_NO_SUCH_KEY] = "no such key",
        [CEL_E_UNDECLARED] = "undeclared reference",
        [CEL_E_DIVIDE_BY_ZERO] = "divide by zero",
        [CEL_E_OVERFLOW] = "out of range",
        [CEL_E_INDEX] = "index out of bounds",
        [CEL_E_DUPLICATE_KEY] = "duplicate key",
        [CEL_E_VALUE] = "invalid argument",
        [CEL_E_LIMIT] = "limit reached",
    };
    return names[code];
}
