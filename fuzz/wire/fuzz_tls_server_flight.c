/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as the answer to one of our hellos. The first octet chooses the
 * question, the second in what pieces the answer arrives. However it arrives,
 * the answer must be the same.
 */
#include "base/cleanup.h"
#include "collect/tls_exchange.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct tls_suite suites[] = {
    {.code = 0xc02f, .key_exchange = true, .form = {.ec = true, .signs = true}},
    {.code = 0x009e, .key_exchange = true, .form = {.signs = true}},
    {.code = 0xc035, .key_exchange = true, .form = {.ec = true, .psk = true}},
    {.code = 0x002f, .static_rsa = true, .cbc = true},
    {.code = 0x1301},
    {.code = 0xe011, .key_exchange = true, .form = {.ec = true, .signs = true}},
};
static const uint16_t codes[] = {0xc02f, 0x009e, 0xc035, 0x002f, 0x1301, 0xe011};
static const uint16_t groups[] = {29, 23};

static const struct tls_ask asks[] = {
    {.version = TLS_12, .depth = TLS_DEPTH_FLIGHT},
    {.version = TLS_12, .depth = TLS_DEPTH_HELLO},
    {.version = TLS_13, .retry = true, .depth = TLS_DEPTH_HELLO},
    {.version = TLS_13, .older = true, .shares = {groups, 1}, .depth = TLS_DEPTH_TICKETS},
    {.version = TLS_TLCP, .depth = TLS_DEPTH_FLIGHT},
    {.version = TLS_SSL3, .depth = TLS_DEPTH_FLIGHT},
    {.version = TLS_SSL2, .depth = TLS_DEPTH_FLIGHT},
};

static struct tls_answer
play(struct arena *a, struct tls_shares *shares, const struct tls_ask *template, struct slice in,
     size_t piece)
{
    static const uint8_t random[64] = {7};
    struct tls_space space = {.suites = suites, .nsuites = COUNT_OF(suites)};
    struct tls_ask ask = *template;
    struct tls_exchange *x = NEW(a, struct tls_exchange);
    struct err e = {0};
    ask.suites = (struct tls_codes){codes, COUNT_OF(codes)};
    ask.groups = (struct tls_codes){groups, COUNT_OF(groups)};
    if (!tls_exchange_start(x, a, &space, shares, &ask, random, &e))
        abort();
    for (size_t at = 0; at < in.n && !x->done; at += piece)
        tls_exchange_feed(x, slice_sub(in, at, piece));
    tls_exchange_end(x, TLS_END_CLOSED);
    if (!x->done || x->answer.chain.n > TLS_CHAIN_MAX)
        abort();
    return x->answer;
}

static void
same(const struct tls_answer *a, const struct tls_answer *b)
{
    if (a->outcome != b->outcome || a->version != b->version || a->suite != b->suite ||
        a->group != b->group || a->scheme != b->scheme || a->flags != b->flags ||
        a->chain.n != b->chain.n || a->dh_bits != b->dh_bits || a->alert != b->alert)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n < 2)
        return 0;
    AUTO_ARENA a = {0};
    struct tls_shares shares;
    struct env env;
    env_system(&env);
    tls_shares_init(&shares, &a, &env);
    const struct tls_ask *ask = &asks[data[0] % COUNT_OF(asks)];
    struct slice in = slice_of(data + 2, n - 2);
    struct tls_answer whole = play(&a, &shares, ask, in, in.n + 1);
    struct tls_answer pieces = play(&a, &shares, ask, in, (size_t)data[1] % 64 + 1);
    same(&whole, &pieces);
    tls_shares_done(&shares);
    return 0;
}
