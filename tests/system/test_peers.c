/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scripted peers against judges that are not ours: OpenSSL's s_client
 * completes handshakes with them (and so checks signatures, key schedule and
 * records), RFC 8998's vectors check SM4-GCM and SM4-CCM, and hellos written
 * out by hand check what nobody's client here can say.
 */
#include "support/cases.h"
#include "support/command.h"
#include "support/peer_crypto.h"
#include "support/peer_presets.h"

#include "base/cleanup.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>

#define CLIENT_MS 20000
#define ANSWER_MAX 65536

static struct certs certs;
static struct peer_presets presets;

static void
start(struct peer *p, const char *name)
{
    struct err e = {0};
    const struct peer_behaviour *b = peer_preset(&presets, name);
    assert_non_null(b);
    if (!peer_start(p, b, &e))
        fail_msg("%s", e.msg);
}

/* Fails, with the client's complaint, where the peer has seen a bad hello. */
static void
stop(struct peer *p)
{
    char complaint[PEER_COMPLAINT_MAX];
    snprintf(complaint, sizeof complaint, "%s", p->stats->complaint);
    bool bad = atomic_load(&p->stats->bad) > 0;
    peer_stop(p);
    if (bad)
        fail_msg("%s", complaint);
}

/* ---- OpenSSL's client ---- */

struct handshake {
    const char *name, *preset, *client;
    const char *says; /* stands in what s_client prints */
    bool finishes;    /* the client's Finished arrives and is right */
};

static const struct handshake handshakes[] = {
    {"TLS 1.3 AES-128-GCM x25519", "tls13", "-alpn h2", "Cipher is TLS_AES_128_GCM_SHA256", true},
    {"TLS 1.3 ALPN", "tls13", "-alpn h2", "ALPN protocol: h2", true},
    {"TLS 1.3 ticket lifetime", "tls13", "-alpn h2", "ticket lifetime hint: 7200", true},
    {"TLS 1.3 early data", "tls13", "-alpn h2", "Max Early Data: 16384", true},
    {"TLS 1.3 AES-256-GCM P-256, retry and cookie", "tls13-retry",
     "-groups X448:P-256 -ciphersuites TLS_AES_256_GCM_SHA384", "Server Temp Key: ECDH, prime256v1",
     true},
    {"TLS 1.3 CHACHA20 P-384", "tls13", "-groups P-384 -ciphersuites TLS_CHACHA20_POLY1305_SHA256",
     "Server Temp Key: ECDH, secp384r1", true},
    {"TLS 1.3 CCM P-521", "tls13", "-groups P-521 -ciphersuites TLS_AES_128_CCM_SHA256",
     "Server Temp Key: ECDH, secp521r1", true},
    {"TLS 1.3 CCM_8 X448", "tls13", "-groups X448 -ciphersuites TLS_AES_128_CCM_8_SHA256",
     "Server Temp Key: X448", true},
    {"TLS 1.3 ffdhe2048", "tls13", "-groups ffdhe2048", "Server Temp Key: DH, 2048 bits", true},
    {"TLS 1.3 Ed25519", "tls13-ed25519", "", "Peer signature type: ed25519", true},
    {"TLS 1.3 refused suite", "tls13-ed25519", "-ciphersuites TLS_AES_128_GCM_SHA256",
     "Cipher is (NONE)", false},
    {"TLS 1.3 refused group", "tls13-ed25519", "-groups P-256", "Cipher is (NONE)", false},
    {"TLS 1.3 refused version", "tls13", "-tls1_2", "Cipher is (NONE)", false},
    /* Up to 1.2 the peer stops behind its flight: the client has then checked the signature. */
    {"TLS 1.2 ECDHE-RSA", "tls12", "-msg -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256",
     "ClientKeyExchange", false},
    {"TLS 1.2 ECDHE-ECDSA", "tls12", "-msg -tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256",
     "ClientKeyExchange", false},
    {"TLS 1.2 DHE-RSA", "tls12", "-msg -tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256",
     "ClientKeyExchange", false},
    {"TLS 1.2 brainpool", "tls12",
     "-msg -tls1_2 -groups brainpoolP256r1 -cipher ECDHE-RSA-AES128-GCM-SHA256",
     "ClientKeyExchange", false},
    {"TLS 1.2 stapled status", "tls12", "-msg -tls1_2 -status", "OCSP Response Status: trylater",
     false},
    {"TLS 1.1 RSA", "tls12", "-msg -tls1_1 -cipher AES128-SHA:@SECLEVEL=0", "ClientKeyExchange",
     false},
    {"TLS 1.0 ECDHE-RSA", "tls12", "-msg -tls1 -cipher ECDHE-RSA-AES128-SHA:@SECLEVEL=0",
     "ClientKeyExchange", false},
    {"TLS 1.0 ECDHE-ECDSA", "legacy",
     "-msg -tls1 -legacy_server_connect -cipher ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0",
     "ClientKeyExchange", false},
    {"DHE of 768 bits is too short for OpenSSL", "legacy",
     "-msg -tls1 -legacy_server_connect -cipher DHE-RSA-AES128-SHA:@SECLEVEL=0", "dh key too small",
     false},
    {"fallback refused", "tls12", "-msg -tls1_1 -fallback_scsv -cipher AES128-SHA:@SECLEVEL=0",
     "inappropriate_fallback", false},
    {"no renegotiation_info", "legacy", "-msg -tls1 -cipher AES128-SHA:@SECLEVEL=0",
     "unsafe legacy renegotiation disabled", false},
};

static void
handshake_row(void **state)
{
    const struct handshake *r = *state;
    struct peer p;
    struct err e = {0};
    start(&p, r->preset);
    struct slice words =
        arena_printf(&case_arena, "openssl s_client -connect 127.0.0.1:%u %s", p.port, r->client);
    /* s_client writes its errors to the other stream; a shell joins them. It ends with its input.
     */
    const char *line = arena_str(
        &case_arena, arena_printf(&case_arena, "sleep 0.3 | timeout 10 %.*s 2>&1", SL_FMT(words)));
    const char *const argv[] = {"sh", "-c", line, NULL};
    struct slice out;
    int status;
    bool ok =
        command_run(&out, &status, &case_arena, &(struct command){.argv = argv}, CLIENT_MS, &e);
    unsigned finished = atomic_load(&p.stats->finished);
    stop(&p);
    if (!ok)
        fail_msg("%s", e.msg);
    if (slice_find(out, slice_str(r->says)) == SIZE_MAX)
        fail_msg("\"%s\" is not in: %.*s", r->says, SL_FMT(out));
    assert_int_equal(finished, r->finishes);
}

/* ---- hellos by hand ---- */

/* Sends and reads until the peer is done talking: closed, or silent for a while. */
static struct slice
exchange(uint16_t port, struct slice hello)
{
    AUTO_FD fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(send(fd, hello.p, hello.n, MSG_NOSIGNAL), hello.n);
    uint8_t *p = NEW_ARRAY(&case_arena, uint8_t, ANSWER_MAX);
    size_t n = 0;
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (poll(&wait, 1, n ? 150 : 5000) > 0) {
        ssize_t r = recv(fd, p + n, ANSWER_MAX - n, 0);
        if (r <= 0)
            break;
        n += (size_t)r;
    }
    return slice_of(p, n);
}

/* The handshake types of an answer, one letter each; '!' and the number for an alert. */
static const char *
shape(struct slice answer)
{
    struct buf out, all;
    buf_init(&out, &case_arena, 256);
    buf_init(&all, &case_arena, ANSWER_MAX);
    uint8_t type;
    uint16_t version;
    for (struct slice body;
         slice_u8(&answer, &type) && slice_u16(&answer, &version) && slice_vec16(&answer, &body);) {
        if (type == RECORD_ALERT && body.n == 2)
            buf_printf(&out, "!%u", body.p[1]);
        else if (type == RECORD_HANDSHAKE)
            buf_add(&all, body);
        else
            buf_str(&out, type == RECORD_CCS ? "c" : "x");
    }
    struct slice rest = buf_slice(&all), message;
    buf_str(&out, ":");
    while (slice_u8(&rest, &type) && slice_vec24(&rest, &message))
        buf_printf(&out, " %u", type);
    if (answer.n > 0 || rest.n > 0)
        buf_str(&out, " and a rest");
    return arena_str(&case_arena, buf_slice(&out));
}

static struct slice
hello_of(uint16_t version, struct slice suites, struct slice extensions)
{
    struct buf b;
    buf_init(&b, &case_arena, ANSWER_MAX);
    buf_u8(&b, RECORD_HANDSHAKE);
    buf_u16(&b, version == 0x0303 ? 0x0301 : version);
    size_t record = buf_open(&b, 2), at = msg_open(&b, HS_CLIENT_HELLO);
    buf_u16(&b, version);
    for (size_t i = 0; i < 32; i++)
        buf_u8(&b, (uint32_t)i);
    buf_u8(&b, 0);
    buf_u16(&b, (uint32_t)suites.n);
    buf_add(&b, suites);
    buf_u16(&b, 0x0100);
    if (extensions.n > 0) {
        buf_u16(&b, (uint32_t)extensions.n);
        buf_add(&b, extensions);
    }
    msg_close(&b, at);
    buf_close(&b, record, 2);
    return buf_slice(&b);
}

struct raw {
    const char *name, *preset;
    struct slice suites;
    const char *shape;
    uint16_t version;
    uint16_t suite; /* that the ServerHello names, or 0 */
};

static const struct raw raws[] = {
    {"TLCP all suites", "tlcp", SL_INIT("\xe0\x11\xe0\x13\xe0\x51\xe0\x53"), ": 2 11 12 14", 0x0101,
     0xe053},
    {"TLCP ECC", "tlcp", SL_INIT("\xe0\x13"), ": 2 11 12 14", 0x0101, 0xe013},
    {"TLCP ECDHE asks for a certificate", "tlcp", SL_INIT("\xe0\x11"), ": 2 11 12 13 14", 0x0101,
     0xe011},
    {"TLCP client's order", "tlcp-ecdhe", SL_INIT("\xe0\x51\xe0\x11"), ": 2 11 12 13 14", 0x0101,
     0xe051},
    {"TLCP suite that is not configured", "tlcp-ecc", SL_INIT("\xe0\x11\xe0\x53"), "!40:", 0x0101,
     0},
    {"TLCP other key exchange", "tlcp-all", SL_INIT("\xe0\x5a"), ": 2 11 14", 0x0101, 0xe05a},
    {"TLS 1.2 hello to TLCP", "tlcp", SL_INIT("\xc0\x2f"), "!40:", 0x0303, 0},
    {"dual port, TLCP", "dual", SL_INIT("\xe0\x13"), ": 2 11 12 14", 0x0101, 0xe013},
    {"dual port, TLS 1.2 hello", "dual", SL_INIT("\xc0\x2f"), "!70:", 0x0303, 0},
    {"SSL 3.0", "ssl3", SL_INIT("\x00\x05\x00\x0a"), ": 2 11 14", 0x0300, 0x000a},
    {"SSL 3.0 to a server above", "tls12", SL_INIT("\x00\x0a"), "!70:", 0x0300, 0},
    {"anonymous DH", "legacy", SL_INIT("\x00\x18"), ": 2 12 14", 0x0301, 0x0018},
};

static void
raw_row(void **state)
{
    const struct raw *r = *state;
    struct peer p;
    start(&p, r->preset);
    struct slice answer = exchange(p.port, hello_of(r->version, r->suites, (struct slice){0}));
    stop(&p);
    assert_string_equal(shape(answer), r->shape);
    if (r->suite) {
        struct slice hello = slice_sub(answer, 5 + 4, 64 + 16);
        assert_int_equal(hello.p[2 + 32 + 1 + 32] << 8 | hello.p[2 + 32 + 1 + 32 + 1], r->suite);
    }
}

/* TLCP sends two end certificates and their issuer: GB/T 38636-2020, section 6.4.5.3. */
static void
tlcp_sends_two_certificates(void **state)
{
    (void)state;
    struct peer p;
    start(&p, "tlcp");
    struct slice a = exchange(p.port, hello_of(0x0101, SL("\xe0\x13"), (struct slice){0}));
    stop(&p);
    struct slice body, message, list, one;
    uint8_t type = 0;
    const char *const want[] = {"sm2sign", "sm2enc", "sm2ca"};
    a = slice_sub(a, 5 + 74 + 3, a.n); /* behind the ServerHello's record */
    assert_true(slice_vec16(&a, &body) && slice_u8(&body, &type) && slice_vec24(&body, &message));
    assert_int_equal(type, HS_CERTIFICATE);
    assert_true(slice_vec24(&message, &list));
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        assert_true(slice_vec24(&list, &one));
        assert_true(slice_eq(one, certs_get(&certs, want[i])->der));
    }
    assert_int_equal(list.n, 0);
}

/* ---- key shares ---- */

struct share {
    const char *name, *preset, *shape;
    size_t octets; /* of the client's share; 0: none */
    uint16_t suite, group, scheme;
    uint8_t fill; /* each octet of it; SHARE_GOOD: a valid one */
    bool complaint;
};

#define SHARE_GOOD 0
#define SHARE_ONES 0xff /* coefficients of 4095 */

static const struct share shares[] = {
    {"retry for X25519MLKEM768", "pq", ": 2", 0, 0x1302, 0x11ec, 0x0403, 0, false},
    {"X25519MLKEM768", "pq", "x: 2", 1216, 0x1302, 0x11ec, 0x0403, SHARE_GOOD, false},
    {"X25519MLKEM768, an octet short", "pq", "!47:", 1215, 0x1302, 0x11ec, 0x0403, SHARE_GOOD,
     true},
    {"X25519MLKEM768, coefficients above q", "pq", "!47:", 1216, 0x1302, 0x11ec, 0x0403, SHARE_ONES,
     true},
    {"SecP256r1MLKEM768", "pq", "x: 2", 1249, 0x1301, 0x11eb, 0x0403, SHARE_GOOD, false},
    {"SecP256r1MLKEM768, point not on the curve", "pq", "!47:", 1249, 0x1301, 0x11eb, 0x0403, 1,
     true},
    {"SecP384r1MLKEM1024", "pq", "x: 2", 1665, 0x1301, 0x11ed, 0x0403, SHARE_GOOD, false},
    {"curveSM2MLKEM768", "pq-sm2", "x: 2", 1249, 0x00c6, 0x11ee, 0x0708, SHARE_GOOD, false},
    {"MLKEM512", "pq-pure", "x: 2", 800, 0x1302, 0x0200, 0x0503, SHARE_GOOD, false},
    {"MLKEM768", "pq-pure", "x: 2", 1184, 0x1302, 0x0201, 0x0503, SHARE_GOOD, false},
    {"MLKEM1024", "pq-pure", "x: 2", 1568, 0x1302, 0x0202, 0x0503, SHARE_GOOD, false},
    {"MLKEM1024, too long", "pq-pure", "!47:", 1569, 0x1302, 0x0202, 0x0503, SHARE_GOOD, true},
    {"MLKEM512, coefficients above q", "pq-pure", "!47:", 800, 0x1302, 0x0200, 0x0503, SHARE_ONES,
     true},
    {"GOST retry", "gost13", ": 2", 0, 0xc103, 36, 0x0709, 0, false},
    {"GOST GC256A", "gost13", "x: 2", 64, 0xc104, 34, 0x0709, SHARE_GOOD, false},
    {"GOST GC512C", "gost13", "x: 2", 128, 0xc106, 40, 0x070d, SHARE_GOOD, false},
    {"GOST share too short", "gost13", "!47:", 64, 0xc106, 40, 0x070d, SHARE_GOOD, true},
    {"RFC 8998 retry", "rfc8998", ": 2", 0, 0x00c6, 41, 0x0708, 0, false},
    {"RFC 8998 GCM", "rfc8998", "xxxx: 2", 65, 0x00c6, 41, 0x0708, SHARE_GOOD, false},
    {"RFC 8998 CCM", "rfc8998", "xxxx: 2", 65, 0x00c7, 41, 0x0708, SHARE_GOOD, false},
    {"RFC 8998 without its scheme", "rfc8998", "!40:", 65, 0x00c6, 41, 0x0403, SHARE_GOOD, false},
    {"RFC 8998 without its group", "rfc8998", "!40:", 65, 0x00c6, 23, 0x0708, SHARE_GOOD, false},
    {"suite not configured", "pq", "!40:", 1216, 0x1303, 0x11ec, 0x0403, SHARE_GOOD, false},
};

/* A share of g that a server accepts, or that is `n` octets of it. */
static struct slice
share_like(uint16_t group, size_t n, uint8_t fill)
{
    const struct peer_crypto_group *g = peer_crypto_group(group);
    size_t room = g->client > n ? g->client : n;
    uint8_t *p = NEW_ARRAY(&case_arena, uint8_t, room);
    memset(p, fill, room);
    static const uint16_t classical[] = {23, 24, 29, 41};
    for (size_t i = 0; fill == SHARE_GOOD && g->type && i < COUNT_OF(classical); i++) {
        const struct peer_crypto_group *k = peer_crypto_group(classical[i]);
        if (strcmp(k->type, g->type) != 0 || (g->name && strcmp(k->name, g->name) != 0))
            continue;
        struct slice point = peer_crypto_point(&case_arena, classical[i]);
        memcpy(p + (g->kem_client && g->kem_at == 0 ? g->kem_client : 0), point.p, point.n);
    }
    return slice_of(p, n);
}

static struct slice
hello13(const struct share *r)
{
    struct buf x;
    buf_init(&x, &case_arena, 8192);
    buf_add(&x, SL("\0\x2b\0\3\2\3\4\0\x0a\0\4\0\2")); /* supported_versions, supported_groups */
    buf_u16(&x, r->group);
    buf_add(&x, SL("\0\x0d\0\4\0\2")); /* signature_algorithms */
    buf_u16(&x, r->scheme);
    buf_u16(&x, EXT_KEY_SHARE);
    size_t ext = buf_open(&x, 2), list = buf_open(&x, 2);
    if (r->octets) {
        buf_u16(&x, r->group);
        buf_u16(&x, (uint32_t)r->octets);
        buf_add(&x, share_like(r->group, r->octets, r->fill));
    }
    buf_close(&x, list, 2);
    buf_close(&x, ext, 2);
    const uint8_t suite[] = {(uint8_t)(r->suite >> 8), (uint8_t)r->suite};
    return hello_of(0x0303, slice_of(suite, 2), buf_slice(&x));
}

static void
share_row(void **state)
{
    const struct share *r = *state;
    struct peer p;
    start(&p, r->preset);
    struct slice answer = exchange(p.port, hello13(r));
    unsigned bad = atomic_load(&p.stats->bad);
    peer_stop(&p);
    assert_string_equal(shape(answer), r->shape);
    assert_int_equal(bad, r->complaint);
    if (strcmp(r->shape, ": 2") != 0 && strcmp(r->shape, "x: 2") != 0)
        return;
    /* key_share is our last extension: in a retry the group, else group, length, share */
    size_t n = r->octets ? peer_crypto_group(r->group)->server + 4 : 2;
    size_t record = (size_t)answer.p[3] << 8 | answer.p[4];
    struct slice tail = slice_sub(answer, 5 + record - n, n);
    uint16_t group;
    assert_true(slice_u16(&tail, &group));
    assert_int_equal(group, r->group);
}

/* ---- what peers complain about ---- */

struct complaint {
    const char *name;
    uint16_t version;
    struct slice suites, extensions;
    const char *says;
};

static const struct complaint complaints[] = {
    {"suite twice", 0x0303, SL_INIT("\x13\x01\x13\x01"), SL_INIT(""), "a suite stands there twice"},
    {"extension twice", 0x0303, SL_INIT("\x13\x01"), SL_INIT("\0\x17\0\0\0\x17\0\0"),
     "an extension stands there twice"},
    {"extension past the block", 0x0303, SL_INIT("\x13\x01"), SL_INIT("\0\x17\0\1"),
     "an extension runs past the block"},
    {"no groups", 0x0303, SL_INIT("\x13\x01"), SL_INIT("\0\x0a\0\2\0\0"),
     "supported_groups is not a list"},
    {"odd schemes", 0x0303, SL_INIT("\x13\x01"), SL_INIT("\0\x0d\0\5\0\3\4\3\5"),
     "signature_algorithms is not a list"},
    {"share without groups", 0x0303, SL_INIT("\x13\x01"), SL_INIT("\0\x33\0\2\0\0"),
     "key_share without supported_groups"},
    {"share for a group not offered", 0x0303, SL_INIT("\x13\x01"),
     SL_INIT("\0\x0a\0\4\0\2\0\x1d\0\x33\0\7\0\5\0\x17\0\1x"), "group not offered"},
    {"shares out of order", 0x0303, SL_INIT("\x13\x01"),
     SL_INIT("\0\x0a\0\6\0\4\0\x1d\0\x17\0\x33\0\x0c\0\x0a\0\x17\0\1x\0\x1d\0\1x"), "out of order"},
    {"TLS 1.3 with a high legacy_version", 0x0304, SL_INIT("\x13\x01"), SL_INIT("\0\x2b\0\3\2\3\4"),
     "legacy_version"},
    {"half a suite", 0x0303, SL_INIT("\x13\x01\x13"), SL_INIT(""), "half a suite"},
};

static void
complaint_row(void **state)
{
    const struct complaint *r = *state;
    struct peer p;
    start(&p, "tls13");
    exchange(p.port, hello_of(r->version, r->suites, r->extensions));
    char complaint[PEER_COMPLAINT_MAX];
    snprintf(complaint, sizeof complaint, "%s", p.stats->complaint);
    peer_stop(&p);
    if (!strstr(complaint, r->says))
        fail_msg("\"%s\" is not in \"%s\"", r->says, complaint);
}

/* ---- RFC 8998, appendix A ---- */

static const uint8_t vector_key[] =
    "\x01\x23\x45\x67\x89\xab\xcd\xef\xfe\xdc\xba\x98\x76\x54\x32\x10";
static const uint8_t vector_nonce[] = "\x00\x00\x12\x34\x56\x78\x00\x00\x00\x00\xab\xcd";
static const uint8_t vector_aad[] =
    "\xfe\xed\xfa\xce\xde\xad\xbe\xef\xfe\xed\xfa\xce\xde\xad\xbe\xef\xab\xad\xda\xd2";

struct vector {
    const char *name;
    uint16_t suite;
    struct slice sealed;
};

static const struct vector vectors[] = {
    {"SM4-GCM", 0x00c6,
     SL_INIT("\x17\xf3\x99\xf0\x8c\x67\xd5\xee\x19\xd0\xdc\x99\x69\xc4\xbb\x7d"
             "\x5f\xd4\x6f\xd3\x75\x64\x89\x06\x91\x57\xb2\x82\xbb\x20\x07\x35"
             "\xd8\x27\x10\xca\x5c\x22\xf0\xcc\xfa\x7c\xbf\x93\xd4\x96\xac\x15"
             "\xa5\x68\x34\xcb\xcf\x98\xc3\x97\xb4\x02\x4a\x26\x91\x23\x3b\x8d"
             "\x83\xde\x35\x41\xe4\xc2\xb5\x81\x77\xe0\x65\xa9\xbf\x7b\x62\xec")},
    {"SM4-CCM", 0x00c7,
     SL_INIT("\x48\xaf\x93\x50\x1f\xa6\x2a\xdb\xcd\x41\x4c\xce\x60\x34\xd8\x95"
             "\xdd\xa1\xbf\x8f\x13\x2f\x04\x20\x98\x66\x15\x72\xe7\x48\x30\x94"
             "\xfd\x12\xe5\x18\xce\x06\x2c\x98\xac\xee\x28\xd9\x5d\xf4\x41\x6b"
             "\xed\x31\xa2\xf0\x44\x76\xc1\x8b\xb4\x0c\x84\xa7\x4b\x97\xdc\x5b"
             "\x16\x84\x2d\x4f\xa1\x86\xf5\x6a\xb3\x32\x56\x97\x1f\xa1\x10\xf4")},
};

static void
vector_row(void **state)
{
    const struct vector *r = *state;
    uint8_t plain[64];
    static const uint8_t runs[] = {0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0xee, 0xaa};
    for (size_t i = 0; i < sizeof plain; i++)
        plain[i] = runs[i / 8];
    struct slice key = slice_of(vector_key, 16), nonce = slice_of(vector_nonce, 12);
    struct slice aad = slice_of(vector_aad, 20), in = slice_of(plain, sizeof plain), back;
    const struct peer_crypto_suite *s = peer_crypto_suite(r->suite);
    struct slice sealed = peer_crypto_seal(&case_arena, s, key, nonce, aad, in);
    assert_int_equal(sealed.n, r->sealed.n);
    assert_memory_equal(sealed.p, r->sealed.p, sealed.n);
    assert_true(peer_crypto_open(&back, &case_arena, s, key, nonce, aad, sealed));
    assert_true(slice_eq(back, in));
    struct slice spoilt = arena_dup(&case_arena, sealed);
    ((uint8_t *)(uintptr_t)spoilt.p)[3] ^= 1;
    assert_false(peer_crypto_open(&back, &case_arena, s, key, nonce, aad, spoilt));
}

int
main(void)
{
    struct err e = {0};
    if (!command_find(&case_arena, "openssl")) {
        puts("skipped: openssl is not installed");
        return 77;
    }
    if (!certs_make(&certs, certs_standard, certs_nstandard, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    peer_presets_init(&presets, &certs);
    CASES_TABLE(handshakes, handshake_row);
    CASES_TABLE(raws, raw_row);
    CASES_TABLE(shares, share_row);
    CASES_TABLE(complaints, complaint_row);
    CASES_TABLE(vectors, vector_row);
    CASES_TEST(tlcp_sends_two_certificates);
    int rc = cases_run("peers");
    certs_free(&certs);
    return rc;
}
