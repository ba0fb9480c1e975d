/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The messages of TLS and TLCP as the test peers read and write them: written
 * from RFC 8446, RFC 5246 and GB/T 38636, and not with src/wire.
 */
#pragma once

#include "support/peer.h"

#define MSG_RECORD_MAX 16384 /* octets of a record's content; RFC 8446, section 5.1 */
#define MSG_EXTENSIONS_MAX 64

enum {
    RECORD_CCS = 20,
    RECORD_ALERT = 21,
    RECORD_HANDSHAKE = 22,
    RECORD_DATA = 23,
};

enum {
    HS_CLIENT_HELLO = 1,
    HS_SERVER_HELLO = 2,
    HS_NEW_SESSION_TICKET = 4,
    HS_ENCRYPTED_EXTENSIONS = 8,
    HS_CERTIFICATE = 11,
    HS_SERVER_KEY_EXCHANGE = 12,
    HS_CERTIFICATE_REQUEST = 13,
    HS_SERVER_HELLO_DONE = 14,
    HS_CERTIFICATE_VERIFY = 15,
    HS_FINISHED = 20,
};

enum {
    ALERT_UNEXPECTED_MESSAGE = 10,
    ALERT_HANDSHAKE_FAILURE = 40,
    ALERT_ILLEGAL_PARAMETER = 47,
    ALERT_DECODE_ERROR = 50,
    ALERT_DECRYPT_ERROR = 51,
    ALERT_PROTOCOL_VERSION = 70,
    ALERT_INTERNAL_ERROR = 80,
    ALERT_MISSING_EXTENSION = 109,
    ALERT_NO_APPLICATION_PROTOCOL = 120,
};

enum {
    EXT_SERVER_NAME = 0,
    EXT_SUPPORTED_GROUPS = 10,
    EXT_SIGNATURE_ALGORITHMS = 13,
    EXT_ALPN = 16,
    EXT_EARLY_DATA = 42,
    EXT_SUPPORTED_VERSIONS = 43,
    EXT_COOKIE = 44,
    EXT_KEY_SHARE = 51,
};

struct msg_extension {
    uint16_t type;
    struct slice body;
};

struct msg_hello {
    struct slice raw;        /* the handshake message with its header, for transcripts */
    uint16_t record_version; /* of the first record */
    uint16_t version;        /* client_version, legacy_version */
    struct slice random, session, suites, compressions;
    struct msg_extension ext[MSG_EXTENSIONS_MAX];
    size_t next;
    bool has_extensions;
};

enum msg_got {
    MSG_WAIT, /* not all of it is there yet */
    MSG_HELLO,
    MSG_SSL2, /* the first octets are an SSL 2.0 CLIENT-HELLO */
    MSG_BAD,  /* not a hello, or not a valid one; a complaint is filed */
};

/*
 * The next ClientHello of a connection, reassembled from its records. Checks
 * what the specifications ask of every hello and complains where they are broken.
 */
enum msg_got msg_hello_take(struct peer_conn *c, struct msg_hello *h);

/* Null where it was not sent. */
const struct msg_extension *msg_find(const struct msg_hello *h, uint16_t type);

/* Is `v` in a list of 16-bit values? */
bool msg_lists(struct slice list, uint16_t v);

/* The first of `ours` that `theirs` lists, or, where `by_client`, the reverse. 0: none. */
uint16_t msg_choose(const uint16_t *ours, size_t n, struct slice theirs, bool by_client);

/* The next whole record: false where it is not all there. */
bool msg_record_take(struct peer_conn *c, uint8_t *type, uint16_t *version, struct slice *body);

/* Sends `body` as records of at most MSG_RECORD_MAX octets. */
void msg_record(struct peer_conn *c, uint8_t type, uint16_t version, struct slice body);
void msg_alert(struct peer_conn *c, uint16_t version, uint8_t level, uint8_t description);

/* A handshake message around what is written between the two. */
size_t msg_open(struct buf *b, uint8_t type);
void msg_close(struct buf *b, size_t place);
