/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server's order of suites, where its order decides. Each lane learnt the
 * order within its own class; here the lists are merged: of the first ones
 * that are left in each, the server names the best.
 *
 * Pure.
 */
#pragma once

#include "base/arena.h"
#include "wire/tls.h"

#include <stdbool.h>

#define TLS_ORDER_LISTS_MAX 8
#define TLS_ORDER_MAX 40 /* suites in all; merging more is not worth the questions */

struct tls_order {
    struct tls_codes lists[TLS_ORDER_LISTS_MAX]; /* what is left of each */
    size_t nlists;
    uint16_t heads[TLS_ORDER_LISTS_MAX];
    uint16_t merged[TLS_ORDER_MAX];
    size_t n, all;
    bool failed; /* too many, or the server contradicted itself */
};

/* A list, best first; it must outlive the merge. Empty ones are left out. */
void tls_order_add(struct tls_order *o, struct tls_codes list);

/* Is there a question left? What needs none is merged on the way. */
bool tls_order_open(struct tls_order *o);

/* The next question; points into *o. */
struct tls_codes tls_order_offer(struct tls_order *o);

/* The answer to it. */
void tls_order_named(struct tls_order *o, uint16_t code);

/* The whole order is known. */
bool tls_order_known(const struct tls_order *o);
