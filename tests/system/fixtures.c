/* SPDX-License-Identifier: Apache-2.0 */
#include "fixtures.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "support/command.h"
#include "support/peer_crypto.h"

#include <openssl/evp.h>
#include <stdio.h>

#define COMMAND_MS 30000
#define PEM_MAX 65536

static const char gost_conf[] = "openssl_conf = main\n[main]\nengines = engines\n"
                                "[engines]\ngost = gost\n[gost]\nengine_id = gost\n"
                                "default_algorithms = ALL\n"
                                "[req]\ndistinguished_name = name\n[name]\n";

static bool
make_chain(struct certs *c, struct err *e)
{
    AUTO_ARENA a = {0};
    struct slice leaf, ca;
    return temp_read(&leaf, &a, temp_path(&a, &c->dir, "issued.crt"), PEM_MAX, e) &&
           temp_read(&ca, &a, temp_path(&a, &c->dir, "ca.crt"), PEM_MAX, e) &&
           temp_write(&c->dir, "issued-chain.crt",
                      arena_printf(&a, "%.*s%.*s", SL_FMT(leaf), SL_FMT(ca)), e);
}

static bool
run(struct arena *a, const char *line, const char *const *env, struct err *e)
{
    struct slice out;
    struct command c = {.argv = command_split(a, NULL, slice_str(line)), .env = env};
    return command_output(&out, a, &c, COMMAND_MS, e);
}

/* PKCS #3 parameters: SEQUENCE { INTEGER prime, INTEGER 2 }, as the PEM that servers read. */
static struct slice
dh_pem(struct arena *a, unsigned bits)
{
    struct slice prime = peer_crypto_dh_prime(a, bits);
    struct buf der;
    buf_init(&der, a, PEM_MAX);
    buf_u16(&der, 0x3082);
    buf_u16(&der, (uint32_t)(4 + 1 + prime.n + 3));
    buf_u16(&der, 0x0282);
    buf_u16(&der, (uint32_t)(1 + prime.n));
    buf_u8(&der, 0); /* the prime's first bit is set, and it is positive */
    buf_add(&der, prime);
    buf_u24(&der, 0x020102);
    uint8_t *text = NEW_ARRAY(a, uint8_t, der.n * 2);
    int n = EVP_EncodeBlock(text, der.p, (int)der.n);
    struct slice rest = slice_of(text, (size_t)n);
    struct buf pem;
    buf_init(&pem, a, PEM_MAX);
    buf_str(&pem, "-----BEGIN DH PARAMETERS-----\n");
    for (; rest.n > 0; rest = slice_sub(rest, 64, rest.n))
        buf_printf(&pem, "%.*s\n", SL_FMT(slice_sub(rest, 0, 64)));
    buf_str(&pem, "-----END DH PARAMETERS-----\n");
    return buf_slice(&pem);
}

/* Known primes, so that nothing is searched for. */
static bool
make_dh(struct certs *c, struct err *e)
{
    AUTO_ARENA a = {0};
    return temp_write(&c->dir, "dh1024.pem", dh_pem(&a, 1024), e) &&
           temp_write(&c->dir, "dh2048.pem", dh_pem(&a, 2048), e) &&
           temp_write(&c->dir, "dh3072.pem", dh_pem(&a, 3072), e);
}

/* Without the engine there are no files, and the server's own error says so. */
static bool
make_gost(struct certs *c, struct err *e)
{
    AUTO_ARENA a = {0};
    const char *conf = temp_path(&a, &c->dir, "gost.cnf");
    const char *const env[] = {arena_str(&a, arena_printf(&a, "OPENSSL_CONF=%s", conf)), NULL};
    if (!temp_write(&c->dir, "gost.cnf", slice_str(gost_conf), e))
        return false;
    static const char *const bits[] = {"256", "512"};
    for (size_t i = 0; i < COUNT_OF(bits); i++) {
        struct slice line = arena_printf(
            &a,
            "openssl req -x509 -newkey gost2012_%s -pkeyopt paramset:A -nodes -days 30 "
            "-subj /O=Comity.tests/CN=gost%s -keyout %s/gost%s.key -out %s/gost%s.crt",
            bits[i], bits[i], c->dir.path, bits[i], c->dir.path, bits[i]);
        struct err no = {0};
        if (!run(&a, arena_str(&a, line), env, &no))
            printf("# no GOST certificates: %s\n", no.msg);
    }
    return true;
}

bool
fixtures_make(struct certs *c, struct err *e)
{
    return make_chain(c, e) && certs_ocsp(c, "issued", "issued.ocsp", e) && make_dh(c, e) &&
           make_gost(c, e);
}
