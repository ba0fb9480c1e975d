/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenSSL itself: an openssl.cnf whose [tls] section every program with libssl
 * 3.0 takes as its default (config(5), SSL_CONF_cmd(3)), and a command that
 * serves with it.
 */
#include "solve/emit_write.h"

static struct slice
protocols(const struct emit_writer *w)
{
    static const char *const names[] = {",TLSv1", ",TLSv1.1", ",TLSv1.2", ",TLSv1.3"};
    struct buf b;
    buf_init(&b, w->a, 64);
    for (size_t v = 0; v < EMIT_VERSIONS; v++)
        if (w->s->on[v])
            buf_str(&b, names[v]);
    return buf_slice(&b);
}

static struct slice
options(const struct emit_writer *w)
{
    struct slice own = w->s->options;
    if (w->s->server_preference == EMIT_LEAVE)
        return own;
    return arena_printf(w->a, "%sServerPreference%s%.*s",
                        w->s->server_preference == EMIT_YES ? "" : "-", own.n ? "," : "",
                        SL_FMT(own));
}

/* What HAProxy sets by itself would be said twice. */
static void
lists(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    emit_line(w, "versions", "Protocol = -ALL%.*s", SL_FMT(protocols(w)));
    struct slice list = emit_cipher_list(w);
    if (list.n)
        emit_line(w, EMIT_CIPHERS, "CipherString = %.*s", SL_FMT(list));
    if (s->suites.n)
        emit_line(w, "suites tls13_suites", "Ciphersuites = %.*s", SL_FMT(s->suites));
    if (s->groups.n)
        emit_line(w, EMIT_GROUPS, "Groups = %.*s", SL_FMT(s->groups));
}

/* HAProxy knows the least and the most version, and loads keys before it reads its ciphers. */
static void
gaps_in_range(struct emit_writer *w)
{
    static const char *const names[] = {"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"};
    const bool *on = w->s->on;
    struct buf b;
    buf_init(&b, w->a, 64);
    for (size_t v = EMIT_TLS11; v < EMIT_TLS13; v++)
        if (!on[v] && (on[EMIT_TLS10] || on[v - 1]) && (on[EMIT_TLS13] || on[v + 1]))
            buf_printf(&b, "%s-%s", b.n ? "," : "", names[v]);
    if (b.n)
        emit_line(w, "versions", "Protocol = %.*s", SL_FMT(buf_slice(&b)));
    if (w->s->level >= 0)
        emit_line(w, "", "CipherString = DEFAULT:@SECLEVEL=%d", w->s->level);
}

bool
emit_openssl_cnf(struct emitted *to, struct arena *a, const struct emit_settings *s, bool all,
                 struct err *e)
{
    struct emit_writer w;
    emit_begin(&w, s, a, to, "OpenSSL 3.0, openssl.cnf");
    emit_line(&w, "",
              "openssl_conf = main\n\n[main]\nssl_conf = ssl\n\n[ssl]\nsystem_default = "
              "tls\n\n[tls]");
    if (all)
        lists(&w);
    else
        gaps_in_range(&w);
    if (s->schemes.n)
        emit_line(&w, EMIT_SCHEMES, "SignatureAlgorithms = %.*s", SL_FMT(s->schemes));
    struct slice opt = all ? options(&w) : s->options;
    if (opt.n)
        emit_line(&w,
                  arena_str(a, arena_printf(a, "%s%s", all ? "server_preference " : "",
                                            s->option_fields)),
                  "Options = %.*s", SL_FMT(opt));
    if (s->tickets == EMIT_NO) {
        emit_remark(&w, "Without this TLS 1.3 would go on issuing tickets.");
        emit_line(&w, "session_tickets", "NumTickets = 0");
    }
    return emit_end(to, &w, "openssl.cnf", "for OPENSSL_CONF, of this server alone", e);
}

/* -cert and -key, then -dcert and -dkey; with a server name also as that name's. */
static struct slice
certificates(const struct emit_writer *w)
{
    static const char *const words[][2] = {{"-cert", "-key"}, {"-dcert", "-dkey"}};
    const struct emit_settings *s = w->s;
    const struct fact *sni = asset_fact(s->tls, SL("sni"));
    struct buf b;
    buf_init(&b, w->a, 8192);
    for (size_t i = 0; i < s->ncerts && i < COUNT_OF(words); i++)
        buf_printf(&b, " %s %.*s/%s.crt %s %.*s/%s.key", words[i][0], SL_FMT(s->dir),
                   s->certs[i].stem, words[i][1], SL_FMT(s->dir), s->certs[i].stem);
    /* -cert_chain would not reach the certificate of the server name. */
    buf_printf(&b, " -build_chain -CAfile %.*s/chain.pem", SL_FMT(s->dir));
    if (sni && sni->known && sni->b && s->ncerts == 1)
        buf_printf(&b, " -servername %.*s -cert2 %.*s/%s.crt -key2 %.*s/%s.key", SL_FMT(s->name),
                   SL_FMT(s->dir), s->certs[0].stem, SL_FMT(s->dir), s->certs[0].stem);
    return buf_slice(&b);
}

bool
emit_openssl(struct emitted *to, struct arena *a, const struct emit_settings *s, struct err *e)
{
    struct emit_writer w;
    emit_begin(&w, s, a, to, "openssl s_server 3.0");
    emit_remark(&w, "For trials: s_server serves one connection at a time.");
    struct slice dh = {0}, status = {0};
    if (s->dh)
        dh = arena_printf(a, " -dhparam %.*s/dhparam.pem", SL_FMT(s->dir));
    if (s->stapling == EMIT_YES && s->ncerts)
        status = arena_printf(a, " -status_file %.*s/%s.ocsp", SL_FMT(s->dir), s->certs[0].stem);
    emit_line(&w, EMIT_KEY " sni ocsp_stapling " EMIT_DH,
              "OPENSSL_CONF=%.*s/openssl.cnf exec openssl s_server -www -accept %.*s:%.*s%.*s%.*s"
              "%.*s",
              SL_FMT(s->dir), SL_FMT(s->address), SL_FMT(s->port), SL_FMT(certificates(&w)),
              SL_FMT(dh), SL_FMT(status));
    return emit_end(to, &w, "serve.sh", "sh serve.sh", e) && emit_openssl_cnf(to, a, s, true, e);
}
