/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real servers for tests: nginx, Apache, OpenSSL s_server, gnutls-serv, each
 * on a free loopback port with a folder of its own. A server is ready when it
 * accepts; server_stop ends it and removes its folder.
 *
 * In `config` and `env` these stand for what only the start knows:
 *   %PORT%  its port        %PORT1% … %PORT3%  three further free ports
 *   %DIR%   its folder      %CERTS%            the folder of the certificates
 */
#pragma once

#include "support/command.h"
#include "support/temp.h"

#include <stdint.h>

#define SERVER_PORTS 4

enum server_kind {
    SERVER_NGINX,   /* config: what stands in the http block */
    SERVER_NGINX_2, /* the same with two worker processes, for measurements */
    SERVER_APACHE,  /* config: what stands behind the basic directives, with its <VirtualHost>s */
    SERVER_OPENSSL, /* config: arguments of s_server behind -accept */
    SERVER_GNUTLS,  /* config: arguments of gnutls-serv behind -p */
    SERVER_HAPROXY, /* config: the whole file */
    SERVER_SCRIPT,  /* config: a shell script that becomes the server */
};

struct server_spec {
    enum server_kind kind;
    const char *config;
    const char *const *env; /* null-terminated, or null */
    const char *certs;      /* folder that %CERTS% stands for */
    const char *host;       /* to wait for and, for s_server, to bind; null: 127.0.0.1 */
};

struct server {
    pid_t pid;
    uint16_t port, more[SERVER_PORTS - 1];
    int held[SERVER_PORTS]; /* private: keep the ports ours among all tests of this machine */
    struct temp dir;
};

/* The program a kind needs: for the line that says why a test is skipped. */
const char *server_program(enum server_kind kind);

/* ERR_UNSUPPORTED where the program is absent: skip; anything else is a failure. */
MUST_USE bool server_start(struct server *s, const struct server_spec *spec, struct err *e);
void server_stop(struct server *s);

/* What the server printed, for the message of a failed test. */
struct slice server_log(struct arena *a, const struct server *s);

/*
 * A port that is free now and that no other caller of this function on this
 * machine gets until *held is closed.
 */
MUST_USE bool server_port(uint16_t *port, int *held, struct err *e);
