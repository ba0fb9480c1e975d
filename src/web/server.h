/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The portal on a socket. One thread reads requests and sends replies
 * (libmicrohttpd with epoll; server.c alone includes it); complete requests wait in a queue for N
 * answering threads, each with an office of its own. Style, pictures and the
 * record's files are answered by the first thread at once.
 *
 * It speaks plain HTTP: TLS belongs to the proxy in front. What it takes is bounded:
 * target, header fields, body by the route's row (a body that says that it is too large is
 * never read into memory), time for each, connections, requests that wait.
 *
 * Spec: RFC 9110, RFC 9112; https://c2sp.org/tlog-tiles for the record's files.
 */
#pragma once

#include "web/portal.h"

#include <signal.h>

#define SERVER_ADDRESS_MAX 160
#define SERVER_THREADS_MAX 64

struct server_socket {
    int fd;                           /* listens; -1: none */
    char address[SERVER_ADDRESS_MAX]; /* "127.0.0.1:8080", with the port it got; "unix:PATH" */
    bool local;                       /* the loopback or a socket file: nobody else reads along */
    bool handed;                      /* by systemd (LISTEN_FDS): its file stays */
};

/*
 * Listens where the options say, or takes the socket that systemd hands over. ERR_INPUT where the
 * address is none, or is open to others without an https address of the proxy that stands in
 * front; unless `plain`.
 */
MUST_USE bool server_listen(struct server_socket *s, const struct portal_options *o, bool plain,
                            struct err *e);
void server_unlisten(struct server_socket *s);

/*
 * Serves until *stop; then takes nothing new, ends what is under way, and returns. Says READY and
 * STOPPING to systemd (NOTIFY_SOCKET). Faults and one line for each request go to standard error
 * and output.
 */
MUST_USE bool server_run(const struct portal *p, struct server_socket *s,
                         const volatile sig_atomic_t *stop, struct err *e);
