/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/tls_record.h"

static bool
known_type(uint8_t type)
{
    return type >= TLS_RECORD_CCS && type <= TLS_RECORD_HEARTBEAT;
}

/* SSL 3.0 to TLS 1.3 write 3.x; TLCP writes 1.1. */
static bool
known_major(uint8_t major)
{
    return major == 3 || major == 1;
}

enum tls_read
tls_record_take(struct slice *in, struct tls_record *out, struct err *e)
{
    /* Refuse at the first octet that is wrong: a plain-text server may send very few. */
    if (in->n >= 1 && !known_type(in->p[0])) {
        err_set(e, ERR_INPUT, "not a TLS record: type %u", in->p[0]);
        return TLS_READ_BAD;
    }
    if (in->n >= 2 && !known_major(in->p[1])) {
        err_set(e, ERR_INPUT, "not a TLS record: version %u.x", in->p[1]);
        return TLS_READ_BAD;
    }
    struct slice rest = *in;
    uint16_t length;
    if (!slice_take(&rest, 5, &out->header))
        return TLS_READ_MORE;
    length = (uint16_t)(out->header.p[3] << 8 | out->header.p[4]);
    if (length > TLS_RECORD_MAX) {
        err_set(e, ERR_LIMIT, "record of %u octets, at most %d are allowed", length,
                TLS_RECORD_MAX);
        return TLS_READ_BAD;
    }
    if (!slice_take(&rest, length, &out->payload))
        return TLS_READ_MORE;
    out->type = out->header.p[0];
    out->version = (uint16_t)(out->header.p[1] << 8 | out->header.p[2]);
    *in = rest;
    return TLS_READ_OK;
}

enum tls_read
tls_message_take(struct slice *in, size_t max, struct tls_message *out, struct err *e)
{
    struct slice rest = *in;
    uint32_t length;
    if (!slice_take(&rest, 4, &out->header))
        return TLS_READ_MORE;
    struct slice head = out->header;
    if (!slice_u8(&head, &out->type) || !slice_u24(&head, &length))
        return TLS_READ_MORE;
    if (length > max) {
        err_set(e, ERR_LIMIT, "handshake message %u of %u octets, we read %zu", out->type, length,
                max);
        return TLS_READ_BAD;
    }
    if (!slice_take(&rest, length, &out->body))
        return TLS_READ_MORE;
    *in = rest;
    return TLS_READ_OK;
}

bool
tls_alert_parse(struct tls_alert *out, struct slice payload, struct err *e)
{
    if (payload.n != 2)
        return err_set(e, ERR_INPUT, "alert of %zu octets, 2 are right", payload.n);
    *out = (struct tls_alert){payload.p[0], payload.p[1]};
    return true;
}

const char *
tls_alert_name(uint8_t description)
{
    static const struct {
        uint8_t code;
        const char *name;
    } names[] = {
        {0, "close_notify"},
        {10, "unexpected_message"},
        {20, "bad_record_mac"},
        {21, "decryption_failed"},
        {22, "record_overflow"},
        {30, "decompression_failure"},
        {40, "handshake_failure"},
        {41, "no_certificate"},
        {42, "bad_certificate"},
        {43, "unsupported_certificate"},
        {44, "certificate_revoked"},
        {45, "certificate_expired"},
        {46, "certificate_unknown"},
        {47, "illegal_parameter"},
        {48, "unknown_ca"},
        {49, "access_denied"},
        {50, "decode_error"},
        {51, "decrypt_error"},
        {60, "export_restriction"},
        {70, "protocol_version"},
        {71, "insufficient_security"},
        {80, "internal_error"},
        {86, "inappropriate_fallback"},
        {90, "user_canceled"},
        {100, "no_renegotiation"},
        {109, "missing_extension"},
        {110, "unsupported_extension"},
        {112, "unrecognized_name"},
        {113, "bad_certificate_status_response"},
        {115, "unknown_psk_identity"},
        {116, "certificate_required"},
        {120, "no_application_protocol"},
        {121, "ech_required"},
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (names[i].code == description)
            return names[i].name;
    return NULL;
}

void
tls_record_write(struct buf *b, uint8_t type, uint16_t version, struct slice payload)
{
    buf_u8(b, type);
    buf_u16(b, version);
    size_t at = buf_open(b, 2);
    buf_add(b, payload);
    buf_close(b, at, 2);
}
