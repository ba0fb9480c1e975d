/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HAProxy 2.6: global settings and a frontend. Signature algorithms, EMS and
 * encrypt-then-MAC have no keyword there (sigalgs came with 2.8): they stand in
 * an openssl.cnf of its own, which OPENSSL_CONF names.
 */
#include "solve/emit_write.h"

static const char *const version_names[] = {"TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"};

/* "ssl-min-ver TLSv1.2 ssl-max-ver TLSv1.3"; what lies between and is off stands in openssl.cnf. */
static struct slice
versions(const struct emit_writer *w)
{
    const bool *on = w->s->on;
    size_t least = 0, most = EMIT_VERSIONS - 1;
    while (least < most && !on[least])
        least++;
    while (most > least && !on[most])
        most--;
    struct buf b;
    buf_init(&b, w->a, 256);
    buf_printf(&b, "ssl-min-ver %s ssl-max-ver %s", version_names[least], version_names[most]);
    return buf_slice(&b);
}

static void
suites(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    struct slice list = emit_cipher_list(w);
    if (list.n)
        emit_line(w, EMIT_CIPHERS, "ssl-default-bind-ciphers %.*s", SL_FMT(list));
    if (s->suites.n)
        emit_line(w, "suites tls13_suites", "ssl-default-bind-ciphersuites %.*s",
                  SL_FMT(s->suites));
    if (s->groups.n)
        emit_line(w, EMIT_GROUPS, "ssl-default-bind-curves %.*s", SL_FMT(s->groups));
    if (s->dh)
        emit_line(w, EMIT_DH, "ssl-dh-param-file %.*s/dhparam.pem", SL_FMT(s->dir));
}

static void
global(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    emit_line(w, "versions", "ssl-default-bind-options %.*s", SL_FMT(versions(w)));
    suites(w);
    if (s->server_preference == EMIT_NO)
        emit_line(w, "server_preference preferred_suite",
                  "ssl-default-bind-options prefer-client-ciphers");
    if (s->tickets == EMIT_NO)
        emit_line(w, "session_tickets", "ssl-default-bind-options no-tls-tickets");
    if (s->lifetime >= 0)
        emit_line(w, "ticket_lifetime", "tune.ssl.lifetime %lld", (long long)s->lifetime);
}

static void
frontend(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    struct buf b;
    buf_init(&b, w->a, 4096);
    for (size_t i = 0; i < s->ncerts; i++)
        buf_printf(&b, " crt %.*s/%s.pem", SL_FMT(s->dir), s->certs[i].stem);
    emit_line(w, "", "mode http");
    emit_line(w, "", "timeout client 30s");
    emit_remark(w, "A .pem holds the certificate, those between it and the root, and the key; see "
                   "keys.sh.");
    if (s->stapling == EMIT_YES)
        emit_noted(w, "ocsp_stapling",
                   "HAProxy 2.6 staples what it finds beside a .pem under the name .pem.ocsp, and "
                   "asks nobody: fetch it anew every day, with openssl ocsp -respout, and reload.");
    emit_line(w, EMIT_KEY " early_data sni", "bind %.*s:%.*s ssl%.*s%s%s", SL_FMT(s->address),
              SL_FMT(s->port), SL_FMT(buf_slice(&b)),
              s->early_data == EMIT_YES ? " allow-0rtt" : "", s->h2 ? " alpn h2,http/1.1" : "");
}

bool
emit_haproxy(struct emitted *to, struct arena *a, const struct emit_settings *s, struct err *e)
{
    struct emit_writer w;
    emit_begin(&w, s, a, to, "HAProxy 2.6 with OpenSSL 3.0");
    emit_remark(&w, "To be started with OPENSSL_CONF naming the openssl.cnf that belongs to it "
                    "(systemctl edit haproxy: Environment=OPENSSL_CONF=…).");
    emit_line(&w, "", "global");
    w.indent = 4;
    global(&w);
    w.indent = 0;
    emit_blank(&w);
    emit_line(&w, "", "frontend tls");
    w.indent = 4;
    frontend(&w);
    emit_noted(&w, EMIT_FIXED,
               "By themselves HAProxy and OpenSSL see to: no compression, no renegotiation by the "
               "client; renegotiation_info, extended master secret and encrypt-then-MAC unless "
               "switched off above, TLS_FALLBACK_SCSV, uncompressed points.");
    emit_blank(&w);
    emit_remark(&w, "Here goes what the server serves: default_backend, in place of this answer.");
    emit_line(&w, "", "http-request return status 200");
    return emit_end(to, &w, "haproxy.cfg", "into /etc/haproxy/, then haproxy -c -f and reload",
                    e) &&
           emit_openssl_cnf(to, a, s, false, e);
}
