/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From an X.509 certificate to the facts of a `cert` asset. The only module
 * that includes libcrypto's X.509 headers; algorithms that this libcrypto does
 * not know (GOST without its engine, ML-DSA) are named by wire/x509_key.h.
 *
 * A certificate that does not parse is a finding: its asset carries the
 * fingerprint, and everything else is unknown with the reason.
 *
 * Spec: RFC 5280; key usage by GB/T 38636 for TLCP's pair.
 */
#pragma once

#include "model/evidence.h"

#define CERT_DER_MAX ((size_t)64 << 10) /* octets; larger ones are not parsed */
#define CERT_NAMES_MAX 1000             /* alternative names that are listed */

enum cert_role {
    CERT_LEAF,
    CERT_BEHIND, /* behind a leaf: intermediate, or root where it is self-signed */
};

/* Lower-case hexadecimal SHA-256 of the DER. */
struct slice cert_fingerprint(struct arena *a, struct slice der);

/* Stands for certificates that are there but were not read: everything of it is unknown. */
void cert_asset_unseen(struct asset *out, struct arena *a, const struct kind *kind);

/* `kind` is the catalog's "cert". The id is "cert:" and the fingerprint. */
void cert_asset(struct asset *out, struct arena *a, const struct kind *kind, struct slice der,
                enum cert_role role);
