/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scripted peer: a TCP server on a loopback port, in a process of its own,
 * that says byte for byte what a behaviour tells it to. What it must not do is
 * share code with src/wire: an error there must not be hidden by the same
 * error here.
 *
 * The socket is bound before the fork, so the port is known and nobody else's.
 * The parent sees what happened in `stats`, which both share.
 */
#pragma once

#include "base/buf.h"

#include <stdatomic.h>
#include <sys/types.h>

#define PEER_OUT_MAX ((size_t)4 << 20) /* octets that one connection may have queued */
#define PEER_IN_MAX ((size_t)1 << 18)  /* octets that one connection may send us */
#define PEER_COMPLAINT_MAX 256

struct peer_stats {
    _Atomic uint32_t accepted;          /* connections */
    _Atomic uint32_t open;              /* now */
    _Atomic uint32_t open_most;         /* at once */
    _Atomic uint32_t hellos;            /* whole ClientHellos */
    _Atomic uint32_t bad;               /* hellos that broke their specification */
    _Atomic uint32_t finished;          /* handshakes that the client completed rightly */
    _Atomic uint64_t sent;              /* octets */
    char complaint[PEER_COMPLAINT_MAX]; /* about the first bad hello */
};

/* What happens once everything queued is sent. */
enum peer_end {
    PEER_HOLD,  /* wait for the client */
    PEER_CLOSE, /* FIN */
    PEER_RESET, /* RST */
};

struct peer_conn;

struct peer_behaviour {
    const char *name;
    void (*opened)(struct peer_conn *c);  /* a connection has come; may be null */
    void (*heard)(struct peer_conn *c);   /* more input is in c->in; null: input is not read */
    void (*drained)(struct peer_conn *c); /* all is sent: endless peers queue more; may be null */
    const void *config;                   /* of this behaviour */
    const void *ground;                   /* what several behaviours share, or null */
    bool never_accept;                    /* a listen queue of one, filled by the peer itself */
    bool ipv6;                            /* on ::1 */
};

struct peer_conn {
    struct arena arena; /* lives as long as the connection */
    const struct peer_behaviour *b;
    struct peer_stats *stats;
    size_t number;     /* 0 for the first connection of this peer */
    struct buf in;     /* all that was received */
    size_t used;       /* of `in`, by the behaviour */
    void *state;       /* the behaviour's own */
    enum peer_end end; /* see peer_end */
    size_t burst;      /* octets at a time; 0: as many as fit */
    int64_t pause_ms;  /* between bursts */

    struct { /* private */
        int fd;
        struct buf out;
        size_t sent;
        int64_t next_ms; /* nothing is sent before */
        bool ended;
    } io;
};

struct peer {
    pid_t pid;
    uint16_t port;
    struct peer_stats *stats;
};

MUST_USE bool peer_start(struct peer *p, const struct peer_behaviour *b, struct err *e);
void peer_stop(struct peer *p);

/* For behaviours. */
void peer_send(struct peer_conn *c, struct slice s);
void peer_complain(struct peer_conn *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
