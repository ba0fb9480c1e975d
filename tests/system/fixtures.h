/* SPDX-License-Identifier: Apache-2.0 */
/* Files for servers that certs.h does not make, in the same folder. */
#pragma once

#include "support/certs.h"

/*
 *   issued-chain.crt   "issued" and behind it "ca"
 *   issued.ocsp        a response for "issued": good
 *   dh1024.pem …       Diffie-Hellman parameters of 1024, 2048, 3072 bits
 *   gost.cnf           an OpenSSL configuration that loads the gost engine
 *   gost256.crt …      GOST R 34.10-2012 keys and certificates; absent where the engine is
 */
MUST_USE bool fixtures_make(struct certs *c, struct err *e);
