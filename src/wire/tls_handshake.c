/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/tls_handshake.h"

static void
chain_add(struct tls_chain *c, struct slice der)
{
    if (c->n < TLS_CHAIN_MAX)
        c->v[c->n++] = der;
    else
        c->more = true;
}

bool
tls_certificate_parse(struct tls_chain *out, struct slice body, struct err *e)
{
    *out = (struct tls_chain){0};
    struct slice list, der;
    if (!slice_vec24(&body, &list) || body.n != 0)
        return err_set(e, ERR_INPUT, "Certificate: its list does not fill the message");
    while (list.n > 0) {
        if (!slice_vec24(&list, &der) || der.n == 0)
            return err_set(e, ERR_INPUT, "Certificate: entry %zu is truncated or empty", out->n);
        chain_add(out, der);
    }
    return true;
}

bool
tls13_certificate_parse(struct tls_chain *out, struct slice body, struct err *e)
{
    *out = (struct tls_chain){0};
    struct slice context, list, der, extensions;
    if (!slice_vec8(&body, &context) || !slice_vec24(&body, &list) || body.n != 0)
        return err_set(e, ERR_INPUT, "Certificate: its list does not fill the message");
    while (list.n > 0) {
        if (!slice_vec24(&list, &der) || der.n == 0 || !slice_vec16(&list, &extensions))
            return err_set(e, ERR_INPUT, "Certificate: entry %zu is truncated or empty", out->n);
        struct tls_extensions x;
        if (!tls_extensions_parse(&x, extensions, e))
            return err_in(e, "Certificate: entry %zu", out->n);
        const struct tls_extension *status = tls_extensions_get(&x, TLS_EXT_STATUS_REQUEST);
        if (status && tls_status_present(status->body))
            out->stapled = true;
        chain_add(out, der);
    }
    return true;
}

/* ECParameters (RFC 8422 section 5.4); explicit curves are skipped over as far as they go. */
static bool
read_ec(struct tls_kx *out, struct slice *body)
{
    if (!slice_u8(body, &out->curve_type))
        return false;
    if (out->curve_type != 3) {
        *body = (struct slice){0};
        return out->curve_type == 1 || out->curve_type == 2;
    }
    return slice_u16(body, &out->group) && slice_vec8(body, &out->point);
}

static bool
read_dh(struct tls_kx *out, struct slice *body)
{
    return slice_vec16(body, &out->p) && slice_vec16(body, &out->g) && slice_vec16(body, &out->y);
}

bool
tls_kx_parse(struct tls_kx *out, struct slice body, struct tls_kx_form form, struct err *e)
{
    *out = (struct tls_kx){0};
    struct slice hint;
    if (form.psk && !slice_vec16(&body, &hint))
        return err_set(e, ERR_INPUT, "ServerKeyExchange: truncated identity hint");
    if (!(form.ec ? read_ec(out, &body) : read_dh(out, &body)))
        return err_set(e, ERR_INPUT, "ServerKeyExchange: malformed parameters");
    bool explicit_curve = form.ec && out->curve_type != 3;
    if (!form.signs || explicit_curve)
        return true;
    if (form.scheme && !slice_u16(&body, &out->scheme))
        return err_set(e, ERR_INPUT, "ServerKeyExchange: no signature");
    if (!slice_vec16(&body, &out->signature) || body.n != 0)
        return err_set(e, ERR_INPUT, "ServerKeyExchange: malformed signature");
    return true;
}

size_t
tls_bits(struct slice number)
{
    while (number.n > 0 && number.p[0] == 0)
        number = slice_sub(number, 1, number.n);
    if (number.n == 0)
        return 0;
    size_t bits = number.n * 8;
    for (uint8_t top = number.p[0]; !(top & 0x80); top = (uint8_t)(top << 1))
        bits--;
    return bits;
}

bool
tls_status_present(struct slice body)
{
    uint8_t type;
    struct slice response;
    return slice_u8(&body, &type) && type == 1 && slice_vec24(&body, &response) && response.n > 0;
}

bool
tls13_encrypted_extensions_parse(struct tls_extensions *out, struct slice body, struct err *e)
{
    struct slice list;
    if (!slice_vec16(&body, &list) || body.n != 0)
        return err_set(e, ERR_INPUT, "EncryptedExtensions: the list does not fill the message");
    if (!tls_extensions_parse(out, list, e))
        return err_in(e, "EncryptedExtensions");
    return true;
}

bool
tls13_verify_parse(uint16_t *scheme, struct slice body, struct err *e)
{
    struct slice signature;
    if (!slice_u16(&body, scheme) || !slice_vec16(&body, &signature) || body.n != 0)
        return err_set(e, ERR_INPUT, "CertificateVerify: malformed");
    return true;
}

bool
tls13_ticket_parse(struct tls_ticket *out, struct slice body, struct err *e)
{
    *out = (struct tls_ticket){0};
    uint32_t age_add, size;
    struct slice nonce, ticket, list;
    if (!slice_u32(&body, &out->lifetime) || !slice_u32(&body, &age_add) ||
        !slice_vec8(&body, &nonce) || !slice_vec16(&body, &ticket) || !slice_vec16(&body, &list) ||
        body.n != 0)
        return err_set(e, ERR_INPUT, "NewSessionTicket: malformed");
    struct tls_extensions x;
    if (!tls_extensions_parse(&x, list, e))
        return err_in(e, "NewSessionTicket");
    const struct tls_extension *early = tls_extensions_get(&x, TLS_EXT_EARLY_DATA);
    struct slice left = early ? early->body : (struct slice){0};
    out->early_data = slice_u32(&left, &size) && size > 0;
    return true;
}
