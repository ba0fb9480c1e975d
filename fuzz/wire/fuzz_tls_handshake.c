/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as each handshake message, also as those that come encrypted in
 * TLS 1.3 and so never reach a parser from outside by chance. Whatever is
 * taken out must lie inside what was put in.
 */
#include "wire/tls_handshake.h"
#include "wire/tls_sslv2.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
inside(struct slice part, struct slice whole)
{
    if (part.n > 0 && (part.p < whole.p || part.p + part.n > whole.p + whole.n))
        abort();
}

static void
chain_inside(const struct tls_chain *c, struct slice in)
{
    if (c->n > TLS_CHAIN_MAX)
        abort();
    for (size_t i = 0; i < c->n; i++)
        inside(c->v[i], in);
}

static void
extensions_inside(const struct tls_extensions *x, struct slice in)
{
    for (size_t i = 0; i < x->n; i++)
        inside(x->v[i].body, in);
    inside(tls_extensions_alpn(x), in);
    (void)tls_extensions_uncompressed(x);
}

static void
older(struct slice in, uint8_t form)
{
    struct tls_chain c;
    struct tls_kx kx;
    struct tls_server_hello h;
    struct tls_sslv2_hello v2;
    struct tls_kx_form f = {form & 1, form >> 1 & 1, form >> 2 & 1, form >> 3 & 1};
    if (tls_server_hello_parse(&h, in, NULL)) {
        extensions_inside(&h.extensions, in);
        inside(h.share_key, in);
        inside(h.session_id, in);
    }
    if (tls_certificate_parse(&c, in, NULL))
        chain_inside(&c, in);
    if (tls_kx_parse(&kx, in, f, NULL)) {
        inside(kx.point, in);
        inside(kx.p, in);
        inside(kx.signature, in);
        if (tls_bits(kx.p) > kx.p.n * 8)
            abort();
    }
    if (tls_sslv2_hello_parse(&v2, in) == TLS_SSLV2_OK)
        inside(v2.certificate, in);
    (void)tls_status_present(in);
}

static void
tls13(struct slice in)
{
    struct tls_chain c;
    struct tls_extensions x;
    struct tls_ticket t;
    uint16_t scheme;
    if (tls13_certificate_parse(&c, in, NULL))
        chain_inside(&c, in);
    if (tls13_encrypted_extensions_parse(&x, in, NULL))
        extensions_inside(&x, in);
    if (tls13_ticket_parse(&t, in, NULL) && in.n < 13)
        abort();
    if (tls13_verify_parse(&scheme, in, NULL) && in.n < 4)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n < 1)
        return 0;
    struct slice in = slice_of(data + 1, n - 1);
    older(in, data[0]);
    tls13(in);
    return 0;
}
