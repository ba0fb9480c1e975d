/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_order.h"

void
tls_order_add(struct tls_order *o, struct tls_codes list)
{
    if (list.n == 0)
        return;
    o->all += list.n;
    if (o->nlists == TLS_ORDER_LISTS_MAX || o->all > TLS_ORDER_MAX)
        o->failed = true;
    else
        o->lists[o->nlists++] = list;
}

/* The first one of list i is the best that is left. */
static void
take_head(struct tls_order *o, size_t i)
{
    struct tls_codes *l = &o->lists[i];
    o->merged[o->n++] = l->v[0];
    l->v++;
    l->n--;
    if (l->n == 0)
        *l = o->lists[--o->nlists];
}

bool
tls_order_open(struct tls_order *o)
{
    if (o->failed)
        return false;
    while (o->nlists == 1)
        take_head(o, 0);
    return o->nlists > 1;
}

struct tls_codes
tls_order_offer(struct tls_order *o)
{
    for (size_t i = 0; i < o->nlists; i++)
        o->heads[i] = o->lists[i].v[0];
    return (struct tls_codes){o->heads, o->nlists};
}

void
tls_order_named(struct tls_order *o, uint16_t code)
{
    for (size_t i = 0; i < o->nlists; i++) {
        if (o->lists[i].v[0] == code) {
            take_head(o, i);
            return;
        }
    }
    o->failed = true;
}

bool
tls_order_known(const struct tls_order *o)
{
    return !o->failed && o->all > 0 && o->n == o->all;
}
