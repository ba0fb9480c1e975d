/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a Certificate message whose certificates become facts; those
 * that are none become assets that say so.
 */
#include "base/cleanup.h"
#include "collect/cert.h"
#include "wire/tls_handshake.h"
#include "wire/x509_key.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct field fields[] = {
    {.path = SL_INIT("fingerprint"), .type = FIELD_STRING},
    {.path = SL_INIT("key.algorithm"), .type = FIELD_STRING},
    {.path = SL_INIT("key.bits"), .type = FIELD_INT},
    {.path = SL_INIT("subject"), .type = FIELD_STRING},
    {.path = SL_INIT("serial_bits"), .type = FIELD_INT},
    {.path = SL_INIT("validity_days"), .type = FIELD_INT},
    {.path = SL_INIT("subject_alternative_names"), .type = FIELD_STRINGS},
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO_ARENA a = {0};
    struct tls_chain chain;
    struct kind kind = {.name = SL("cert"), .fields = fields, .n = COUNT_OF(fields)};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        map_put(&a, &kind.by_path, fields[i].path, &fields[i]);
    if (!tls_certificate_parse(&chain, slice_of(data, n), NULL))
        chain = (struct tls_chain){.v = {slice_of(data, n)}, .n = 1};
    for (size_t i = 0; i < chain.n; i++) {
        struct asset as;
        struct x509_key key;
        bool readable = x509_key_read(&key, chain.v[i], NULL);
        cert_asset(&as, &a, &kind, chain.v[i], i ? CERT_BEHIND : CERT_LEAF);
        if (!as.facts[0].known || as.facts[0].s.n != 64)
            abort();
        if (as.facts[1].known && !readable)
            abort();
        if (as.facts[2].known && as.facts[2].i <= 0)
            abort();
    }
    return 0;
}
