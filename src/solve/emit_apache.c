/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Apache 2.4: a virtual host for sites-available/. What mod_ssl has no directive
 * for goes through SSLOpenSSLConfCmd. Parameters for DHE stand in the first
 * certificate's file: measured, SSLOpenSSLConfCmd DHParameters is overridden by
 * mod_ssl's own choice.
 */
#include "solve/emit_write.h"

/* mod_ssl makes a range of what SSLProtocol says: what is off inside it OpenSSL has to be told. */
static void
protocols(struct emit_writer *w)
{
    static const char *const names[] = {"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"};
    const bool *on = w->s->on;
    size_t least = 0, most = EMIT_VERSIONS;
    while (least < EMIT_VERSIONS && !on[least])
        least++;
    while (most > least && !on[most - 1])
        most--;
    struct buf range, off;
    buf_init(&range, w->a, 64);
    buf_init(&off, w->a, 64);
    for (size_t v = least; v < most; v++) {
        buf_printf(&range, " +%s", names[v]);
        if (!on[v])
            buf_printf(&off, "%s-%s", off.n ? "," : "", names[v]);
    }
    emit_line(w, "versions", "SSLProtocol -all%.*s", SL_FMT(buf_slice(&range)));
    if (off.n)
        emit_line(w, "", "SSLOpenSSLConfCmd Protocol %.*s", SL_FMT(buf_slice(&off)));
}

static void
certificates(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    if (s->dh)
        emit_noted(w, EMIT_DH,
                   arena_str(w->a, arena_printf(w->a,
                                                "%s.crt has to end with the parameters of "
                                                "dhparam.pem: cat dhparam.pem >> %s.crt.",
                                                s->ncerts ? s->certs[0].stem : "rsa",
                                                s->ncerts ? s->certs[0].stem : "rsa")));
    for (size_t i = 0; i < s->ncerts; i++) {
        const struct emit_cert *c = &s->certs[i];
        emit_cert_line(w, c, EMIT_KEY, "SSLCertificateFile %.*s/%s.crt", SL_FMT(s->dir), c->stem);
        emit_line(w, "", "SSLCertificateKeyFile %.*s/%s.key", SL_FMT(s->dir), c->stem);
    }
}

static void
suites(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    struct slice list = emit_cipher_list(w);
    if (list.n)
        emit_line(w, EMIT_CIPHERS, "SSLCipherSuite %.*s", SL_FMT(list));
    if (s->suites.n)
        emit_line(w, "suites tls13_suites", "SSLCipherSuite TLSv1.3 %.*s", SL_FMT(s->suites));
    if (s->server_preference != EMIT_LEAVE)
        emit_line(w, "server_preference preferred_suite", "SSLHonorCipherOrder %s",
                  s->server_preference == EMIT_YES ? "on" : "off");
    if (s->groups.n)
        emit_line(w, EMIT_GROUPS, "SSLOpenSSLConfCmd Curves %.*s", SL_FMT(s->groups));
    if (s->schemes.n)
        emit_line(w, EMIT_SCHEMES, "SSLOpenSSLConfCmd SignatureAlgorithms %.*s",
                  SL_FMT(s->schemes));
}

static void
sessions(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    if (s->tickets == EMIT_NO) {
        emit_line(w, "session_tickets", "SSLSessionTickets off");
        emit_remark(w, "Without this TLS 1.3 would go on issuing tickets.");
        emit_line(w, "", "SSLOpenSSLConfCmd NumTickets 0");
    } else if (s->tickets == EMIT_YES) {
        emit_line(w, "session_tickets", "SSLSessionTickets on");
    }
    if (s->lifetime >= 0)
        emit_line(w, "ticket_lifetime", "SSLSessionCacheTimeout %lld", (long long)s->lifetime);
    if (s->options.n)
        emit_line(w, s->option_fields, "SSLOpenSSLConfCmd Options %.*s", SL_FMT(s->options));
    emit_line(w, "compression", "SSLCompression off");
    if (s->stapling != EMIT_LEAVE)
        emit_line(w, "ocsp_stapling", "SSLUseStapling %s", s->stapling == EMIT_YES ? "on" : "off");
}

bool
emit_apache(struct emitted *to, struct arena *a, const struct emit_settings *s, struct err *e)
{
    struct emit_writer w;
    emit_begin(&w, s, a, to, "Apache 2.4 with OpenSSL 3.0");
    emit_remark(&w, "Needs the modules ssl and socache_shmcb: a2enmod ssl socache_shmcb.");
    emit_remark(&w, "Leave the next line out where ports.conf has it.");
    emit_line(&w, "", "Listen %.*s:%.*s", SL_FMT(s->address), SL_FMT(s->port));
    if (s->stapling == EMIT_YES)
        emit_line(&w, "ocsp_stapling", "SSLStaplingCache shmcb:ssl_stapling(128000)");
    emit_line(&w, "", "<VirtualHost %.*s:%.*s>", SL_FMT(s->address), SL_FMT(s->port));
    w.indent = 4;
    emit_line(&w, "sni", "ServerName %.*s", SL_FMT(s->name));
    emit_line(&w, "", "SSLEngine on");
    protocols(&w);
    emit_blank(&w);
    emit_remark(&w, "The certificate with those between it and the root behind it; see keys.sh.");
    certificates(&w);
    emit_blank(&w);
    suites(&w);
    emit_blank(&w);
    sessions(&w);
    emit_noted(&w, EMIT_FIXED,
               "By themselves Apache and OpenSSL see to: no early data, no renegotiation by the "
               "client; renegotiation_info, extended master secret and encrypt-then-MAC unless "
               "switched off above, TLS_FALLBACK_SCSV, uncompressed points.");
    emit_blank(&w);
    emit_remark(&w, "Here goes what the server serves: DocumentRoot, ProxyPass.");
    w.indent = 0;
    emit_line(&w, "", "</VirtualHost>");
    return emit_end(to, &w, "apache.conf",
                    "into /etc/apache2/sites-available/, then a2ensite and apachectl configtest",
                    e);
}
