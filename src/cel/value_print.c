/* SPDX-License-Identifier: Apache-2.0 */
/* Values as an expression would write them. */
#include "cel/number.h"
#include "cel/time.h"
#include "cel/utf8.h"
#include "cel/value.h"

#include "cel/quote.h"

#include <inttypes.h>

#define DEPTH_MAX 60
#define TEXT_MAX ((size_t)1 << 20)

static void print(struct buf *b, struct cel_value v, unsigned depth);

static void
print_list(struct buf *b, const struct cel_list *l, unsigned depth)
{
    buf_str(b, "[");
    for (size_t i = 0; i < l->n && !b->full; i++) {
        if (i > 0)
            buf_str(b, ", ");
        if (l->v)
            print(b, l->v[i], depth);
        else
            buf_str(b, "...");
    }
    buf_str(b, "]");
}

static void
print_map(struct buf *b, const struct cel_map *m, unsigned depth)
{
    buf_str(b, "{");
    for (size_t i = 0; i < m->n && !b->full; i++) {
        if (i > 0)
            buf_str(b, ", ");
        print(b, m->keys[i], depth);
        buf_str(b, ": ");
        print(b, m->values[i], depth);
    }
    buf_str(b, "}");
}

static void
print_optional(struct buf *b, const struct cel_value *content, unsigned depth)
{
    if (!content) {
        buf_str(b, "optional.none()");
        return;
    }
    buf_str(b, "optional.of(");
    print(b, *content, depth);
    buf_str(b, ")");
}

static void
print_unknown(struct buf *b, const struct cel_unknown *u)
{
    const struct cel_unknown *const *v;
    size_t n;
    cel_unknown_leaves(b->a, u, &v, &n);
    buf_str(b, "unknown(");
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_str(b, ", ");
        buf_add(b, v[i]->trail);
    }
    buf_str(b, ")");
}

/* timestamp("...") and duration("..."). */
static void
print_time(struct buf *b, struct cel_value v)
{
    if (v.kind == CEL_TIMESTAMP) {
        buf_str(b, "timestamp(\"");
        cel_time_print(b, (struct cel_time){v.i, (int32_t)v.n});
    } else {
        buf_str(b, "duration(\"");
        cel_duration_print(b, v.i);
    }
    buf_str(b, "\")");
}

static void
print(struct buf *b, struct cel_value v, unsigned depth)
{
    if (depth == 0) {
        buf_str(b, "...");
        return;
    }
    switch (v.kind) {
    case CEL_NONE:
        buf_str(b, "none");
        break;
    case CEL_NULL:
        buf_str(b, "null");
        break;
    case CEL_BOOL:
        buf_str(b, v.b ? "true" : "false");
        break;
    case CEL_INT:
        buf_printf(b, "%" PRId64, v.i);
        break;
    case CEL_UINT:
        buf_printf(b, "%" PRIu64 "u", v.u);
        break;
    case CEL_DOUBLE:
        cel_quote_double(b, v.d);
        break;
    case CEL_STRING:
        cel_quote_string(b, cel_octets(v));
        break;
    case CEL_BYTES:
        cel_quote_bytes(b, cel_octets(v));
        break;
    case CEL_TIMESTAMP:
    case CEL_DURATION:
        print_time(b, v);
        break;
    case CEL_LIST:
        print_list(b, v.list, depth - 1);
        break;
    case CEL_MAP:
        print_map(b, v.map, depth - 1);
        break;
    case CEL_TYPE:
        buf_add(b, v.type->name);
        break;
    case CEL_OBJECT:
    case CEL_OPAQUE:
        buf_add(b, v.object->cls->type->name);
        buf_str(b, "{...}");
        break;
    case CEL_OPTIONAL:
        print_optional(b, v.content, depth - 1);
        break;
    case CEL_ERROR:
        buf_str(b, "error(");
        buf_add(b, v.error->text);
        buf_str(b, ")");
        break;
    case CEL_UNKNOWN:
        print_unknown(b, v.unknown);
        break;
    case CEL_DYN:
    case CEL_PARAM:
    case CEL_WRAPPER:
        break; /* never the kind of a value */
    }
}

void
cel_value_print(struct buf *b, struct cel_value v)
{
    print(b, v, DEPTH_MAX);
}

struct slice
cel_value_text(struct arena *a, struct cel_value v)
{
    struct buf b;
    buf_init(&b, a, TEXT_MAX);
    cel_value_print(&b, v);
    return b.full ? SL("(too long to print)") : buf_slice(&b);
}
