/* SPDX-License-Identifier: Apache-2.0 */
#include "support/peer_presets.h"

#include <assert.h>

static const struct {
    const char *name;
    struct peer_tlcp is;
} tlcps[] = {
    {"tlcp",
     {.suites = PEER_LIST(0xe053, 0xe013, 0xe051, 0xe011), .sign = "sm2sign", .enc = "sm2enc"}},
    {"tlcp-ecc", {.suites = PEER_LIST(0xe013), .sign = "sm2sign", .enc = "sm2enc"}},
    {"tlcp-ecdhe",
     {.suites = PEER_LIST(0xe011, 0xe051),
      .client_order = true,
      .sign = "sm2sign",
      .enc = "sm2enc"}},
    {"tlcp-all",
     {.suites = PEER_LIST(0xe011, 0xe013, 0xe015, 0xe017, 0xe019, 0xe01c, 0xe051, 0xe053, 0xe055,
                          0xe057, 0xe059, 0xe05a),
      .sign = "sm2sign",
      .enc = "sm2enc"}},
};

static const struct {
    const char *name;
    struct peer_tls13 is;
} tls13s[] = {
    {"rfc8998",
     {.suites = PEER_LIST(0x00c6, 0x00c7),
      .groups = PEER_LIST(41),
      .schemes = PEER_LIST(0x0708),
      .strict_sm = true,
      .cert = "sm2"}},
    {"rfc8998-mixed", /* SM suites with any group, as Tongsuo allows by default */
     {.suites = PEER_LIST(0x1301, 0x00c6, 0x00c7),
      .groups = PEER_LIST(29, 23, 41),
      .schemes = PEER_LIST(0x0708),
      .cert = "sm2"}},
    {"pq",
     {.suites = PEER_LIST(0x1302, 0x1301),
      .groups = PEER_LIST(0x11ec, 0x11eb, 0x11ed),
      .schemes = PEER_LIST(0x0403),
      .cert = "p256"}},
    {"pq-pure",
     {.suites = PEER_LIST(0x1302),
      .groups = PEER_LIST(0x0202, 0x0201, 0x0200),
      .schemes = PEER_LIST(0x0503),
      .cert = "p384"}},
    {"pq-sm2",
     {.suites = PEER_LIST(0x00c6),
      .groups = PEER_LIST(0x11ee),
      .schemes = PEER_LIST(0x0708),
      .cert = "sm2"}},
    {"pq-classic",
     {.suites = PEER_LIST(0x1301),
      .groups = PEER_LIST(0x11ec, 29),
      .schemes = PEER_LIST(0x0403),
      .eager_retry = true,
      .cert = "p256"}},
    {"gost13",
     {.suites = PEER_LIST(0xc103, 0xc104, 0xc105, 0xc106),
      .groups = PEER_LIST(34, 35, 36, 37, 38, 39, 40),
      .schemes = PEER_LIST(0x0709, 0x070d),
      .cert = "p256"}},
    {"tls13",
     {.suites = PEER_LIST(0x1301, 0x1302, 0x1303, 0x1304, 0x1305),
      .groups = PEER_LIST(29, 23, 24, 25, 30, 31, 32, 33, 256, 257, 258, 259, 260),
      .schemes = PEER_LIST(0x0403),
      .cert = "p256",
      .alpn = "h2",
      .tickets = 2,
      .ticket_lifetime = 7200,
      .early_data = 16384,
      .cookie = true}},
    {"tls13-retry",
     {.suites = PEER_LIST(0x1302),
      .groups = PEER_LIST(23),
      .schemes = PEER_LIST(0x0403),
      .cert = "issued",
      .tickets = 1,
      .cookie = true}},
    {"tls13-ed25519",
     {.suites = PEER_LIST(0x1303),
      .groups = PEER_LIST(30),
      .schemes = PEER_LIST(0x0807),
      .cert = "ed25519"}},
};

static const struct {
    const char *name;
    struct peer_tls12 is;
} tls12s[] = {
    {"ssl3",
     {.min = 0x0300, .max = 0x0300, .suites = PEER_LIST(0x000a, 0x0005, 0x0003), .rsa = "rsa"}},
    {"legacy",
     {.min = 0x0300,
      .max = 0x0301,
      .suites = PEER_LIST(0x0033, 0x0016, 0x0018, 0xc013, 0xc009, 0x002f, 0x0004, 0x0001),
      .groups = PEER_LIST(21, 22, 23),
      .rsa = "rsa",
      .ecdsa = "p256",
      .dh_bits = 768,
      .deflate = true}},
    {"tls12",
     {.min = 0x0301,
      .max = 0x0303,
      .suites = PEER_LIST(0xc02f, 0xc02b, 0x009e, 0xc013, 0x002f),
      .groups = PEER_LIST(24, 23, 26),
      .schemes = PEER_LIST(0x0804, 0x0401, 0x0403),
      .client_order = true,
      .rsa = "rsa",
      .ecdsa = "issued",
      .dh_bits = 2048,
      .fallback_scsv = true,
      .extensions = PEER_EMS | PEER_ETM | PEER_TICKET | PEER_RENEGOTIATE | PEER_STAPLE |
                    PEER_POINTS | PEER_SNI}},
    {"intolerant",
     {.min = 0x0301, .max = 0x0302, .suites = PEER_LIST(0x002f), .rsa = "rsa", .intolerant = true}},
};

static void
add(struct peer_presets *p, const struct peer_behaviour *b, const char *name, const void *config)
{
    assert(p->n < PEER_PRESETS_MAX);
    struct peer_behaviour *to = &p->v[p->n++];
    *to = *b;
    to->name = name;
    to->config = config;
}

void
peer_presets_init(struct peer_presets *p, const struct certs *certs)
{
    *p = (struct peer_presets){0};
    static_assert(COUNT_OF(tlcps) <= COUNT_OF(p->tlcp), "room");
    static_assert(COUNT_OF(tls12s) <= COUNT_OF(p->tls12), "room");
    static_assert(COUNT_OF(tls13s) <= COUNT_OF(p->tls13), "room");
    for (size_t i = 0; i < COUNT_OF(tlcps); i++) {
        p->tlcp[i] = tlcps[i].is;
        p->tlcp[i].certs = certs;
        add(p, &peer_tlcp, tlcps[i].name, &p->tlcp[i]);
    }
    for (size_t i = 0; i < COUNT_OF(tls13s); i++) {
        p->tls13[i] = tls13s[i].is;
        p->tls13[i].certs = certs;
        add(p, &peer_tls13, tls13s[i].name, &p->tls13[i]);
    }
    for (size_t i = 0; i < COUNT_OF(tls12s); i++) {
        p->tls12[i] = tls12s[i].is;
        p->tls12[i].certs = certs;
        add(p, &peer_tls12, tls12s[i].name, &p->tls12[i]);
    }
    p->dual = (struct peer_dual){.tlcp = &p->tlcp[0], .tls13 = &p->tls13[1]};
    add(p, &peer_dual, "dual", &p->dual);
    /* SSL_CK_RC4_128_WITH_MD5 and SSL_CK_DES_192_EDE3_CBC_WITH_MD5 */
    p->ssl2 = (struct peer_ssl2){
        .ciphers = SL("\x01\x00\x80\x07\x00\xc0"), .certs = certs, .cert = "rsa"};
    add(p, &peer_ssl2, "ssl2", &p->ssl2);
}

const struct peer_behaviour *
peer_preset(const struct peer_presets *p, const char *name)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->v[i].name, name) == 0)
            return &p->v[i];
    return NULL;
}
