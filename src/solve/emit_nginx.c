/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nginx 1.22: a server block for conf.d/ or sites-enabled/. What its own directives
 * do not reach goes through ssl_conf_command (SSL_CONF_cmd(3)), which nginx
 * applies last.
 */
#include "solve/emit_write.h"

static struct slice
protocols(const struct emit_writer *w)
{
    static const char *const names[] = {" TLSv1", " TLSv1.1", " TLSv1.2", " TLSv1.3"};
    struct buf b;
    buf_init(&b, w->a, 64);
    for (size_t v = 0; v < EMIT_VERSIONS; v++)
        if (w->s->on[v])
            buf_str(&b, names[v]);
    return buf_slice(&b);
}

static void
certificates(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    for (size_t i = 0; i < s->ncerts; i++) {
        const struct emit_cert *c = &s->certs[i];
        emit_cert_line(w, c, EMIT_KEY, "ssl_certificate %.*s/%s.crt;", SL_FMT(s->dir), c->stem);
        emit_line(w, "", "ssl_certificate_key %.*s/%s.key;", SL_FMT(s->dir), c->stem);
    }
}

static void
suites(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    struct slice list = emit_cipher_list(w);
    if (list.n)
        emit_line(w, EMIT_CIPHERS, "ssl_ciphers %.*s;", SL_FMT(list));
    if (s->suites.n)
        emit_line(w, "suites tls13_suites", "ssl_conf_command Ciphersuites %.*s;",
                  SL_FMT(s->suites));
    if (s->server_preference != EMIT_LEAVE)
        emit_line(w, "server_preference preferred_suite", "ssl_prefer_server_ciphers %s;",
                  s->server_preference == EMIT_YES ? "on" : "off");
    if (s->groups.n)
        emit_line(w, EMIT_GROUPS, "ssl_ecdh_curve %.*s;", SL_FMT(s->groups));
    if (s->schemes.n)
        emit_line(w, EMIT_SCHEMES, "ssl_conf_command SignatureAlgorithms %.*s;",
                  SL_FMT(s->schemes));
    if (s->dh)
        emit_line(w, EMIT_DH, "ssl_dhparam %.*s/dhparam.pem;", SL_FMT(s->dir));
}

static void
sessions(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    if (s->tickets == EMIT_NO) {
        emit_line(w, "session_tickets", "ssl_session_tickets off;");
        emit_remark(w, "Without this TLS 1.3 would go on issuing tickets.");
        emit_line(w, "", "ssl_conf_command NumTickets 0;");
    } else if (s->tickets == EMIT_YES) {
        emit_line(w, "session_tickets", "ssl_session_tickets on;");
    }
    if (s->lifetime >= 0)
        emit_line(w, "ticket_lifetime", "ssl_session_timeout %llds;", (long long)s->lifetime);
    if (s->early_data != EMIT_LEAVE)
        emit_line(w, "early_data", "ssl_early_data %s;", s->early_data == EMIT_YES ? "on" : "off");
    if (s->options.n)
        emit_line(w, s->option_fields, "ssl_conf_command Options %.*s;", SL_FMT(s->options));
}

static void
stapling(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    if (s->stapling == EMIT_LEAVE)
        return;
    emit_line(w, "ocsp_stapling", "ssl_stapling %s;", s->stapling == EMIT_YES ? "on" : "off");
    if (s->stapling == EMIT_NO)
        return;
    emit_remark(w, "nginx asks the responder that the certificate names, for the first time after "
                   "it has started: the first clients get no answer stapled. Name a resolver, if "
                   "the responder's address is a host name.");
    emit_line(w, "", "ssl_stapling_verify on;");
    emit_line(w, "", "ssl_trusted_certificate %.*s/chain.pem;", SL_FMT(s->dir));
}

bool
emit_nginx(struct emitted *to, struct arena *a, const struct emit_settings *s, struct err *e)
{
    struct emit_writer w;
    emit_begin(&w, s, a, to, "nginx 1.22 with OpenSSL 3.0");
    emit_line(&w, "", "server {");
    w.indent = 4;
    emit_line(&w, "", "listen %.*s:%.*s ssl%s;", SL_FMT(s->address), SL_FMT(s->port),
              s->h2 ? " http2" : "");
    emit_line(&w, "sni", "server_name %.*s;", SL_FMT(s->name));
    emit_line(&w, "versions", "ssl_protocols%.*s;", SL_FMT(protocols(&w)));
    emit_blank(&w);
    emit_remark(&w, "The certificate with those between it and the root behind it; see keys.sh.");
    certificates(&w);
    emit_blank(&w);
    suites(&w);
    emit_blank(&w);
    sessions(&w);
    stapling(&w);
    emit_noted(&w, EMIT_FIXED,
               "By themselves nginx and OpenSSL see to: no compression, no renegotiation by the "
               "client; renegotiation_info, extended master secret and encrypt-then-MAC unless "
               "switched off above, TLS_FALLBACK_SCSV, uncompressed points.");
    emit_blank(&w);
    emit_remark(&w, "Here goes what the server serves: root, location, proxy_pass.");
    w.indent = 0;
    emit_line(&w, "", "}");
    return emit_end(to, &w, "nginx.conf",
                    "into /etc/nginx/conf.d/, then nginx -t and nginx -s reload", e);
}
