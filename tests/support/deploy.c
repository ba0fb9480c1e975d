/* SPDX-License-Identifier: Apache-2.0 */
#include "support/deploy.h"

#include <poll.h>
#include <unistd.h>

#define SCRIPT_MS 60000
#define WARM_TRIES 50
#define WARM_PAUSE_MS 100

static const enum server_kind kinds[] = {
    [EMIT_NGINX] = SERVER_NGINX,
    [EMIT_APACHE] = SERVER_APACHE,
    [EMIT_HAPROXY] = SERVER_HAPROXY,
    [EMIT_OPENSSL] = SERVER_SCRIPT,
};

bool
deploy_make(struct deployment *d, struct emit_request *rq, struct err *e)
{
    *d = (struct deployment){0};
    for (size_t i = 0; i < DEPLOY_AUTHORITIES; i++)
        d->held[i] = -1;
    if (!temp_make(&d->dir, e))
        return false;
    rq->dir = slice_str(d->dir.path);
    rq->name = SL("localhost");
    rq->address = SL("127.0.0.1");
    rq->port = SL("PORT");
    return true;
}

/* One of the emitted scripts; its complaints go into the message. */
static bool
run(struct deployment *d, struct arena *a, const char *script, const char *const *env,
    struct err *e)
{
    struct slice out, said = {0};
    const char *const argv[] = {"sh", "-e", temp_path(a, &d->dir, script), d->dir.path, NULL};
    const struct command c = {
        .argv = argv, .env = env, .log = temp_path(a, &d->dir, "scripts.log")};
    if (command_output(&out, a, &c, SCRIPT_MS, e))
        return true;
    (void)!temp_read(&said, a, c.log, 4096, NULL);
    return err_set(e, ERR_SYSTEM, "%s: %.*s", script, SL_FMT(said));
}

/* The file's text with every PORT behind a colon replaced. */
static const char *
ported(struct arena *a, struct slice text)
{
    struct buf b;
    buf_init(&b, a, EMIT_SIZE_MAX);
    for (size_t at; (at = slice_find(text, SL(":PORT"))) != SIZE_MAX;
         text = slice_sub(text, at + 5, text.n)) {
        buf_add(&b, slice_sub(text, 0, at));
        buf_str(&b, ":%PORT%");
    }
    buf_add(&b, text);
    return arena_str(a, buf_slice(&b));
}

/* As test-ca.sh names them. */
static const struct {
    const char *file, *variable;
} authorities[DEPLOY_AUTHORITIES] = {{"ca-rsa", "rsa"},
                                     {"ca-ecdsa", "ecdsa"},
                                     {"ca-rsa-pss", "rsa_pss"},
                                     {"ca-ed25519", "ed25519"},
                                     {"ca-ed448", "ed448"}};

static bool
make_files(struct deployment *d, struct arena *a, const struct emitted *em, struct err *e)
{
    for (size_t i = 0; i < em->nfiles; i++)
        if (!temp_write(&d->dir, em->files[i].name, em->files[i].text, e))
            return false;
    const char *env[DEPLOY_AUTHORITIES + 1] = {0};
    for (size_t i = 0; i < DEPLOY_AUTHORITIES; i++)
        env[i] = arena_str(a, arena_printf(a, "OCSP_URL_%s=http://127.0.0.1:%u",
                                           authorities[i].variable, d->ports[i]));
    static const char *const scripts[] = {"keys.sh", "test-ca.sh"};
    for (size_t i = 0; i < COUNT_OF(scripts); i++)
        if (!run(d, a, scripts[i], env, e))
            return false;
    return true;
}

/* For each authority of the folder. */
static bool
start_responders(struct deployment *d, struct arena *a, struct err *e)
{
    for (size_t i = 0; i < DEPLOY_AUTHORITIES; i++) {
        const char *base = temp_path(a, &d->dir, authorities[i].file);
        const char *index = arena_str(a, arena_printf(a, "%s.index", base));
        if (access(index, R_OK) != 0)
            continue;
        struct slice words = arena_printf(
            a, "openssl ocsp -port %u -index %s -CA %s.crt -rsigner %s.crt -rkey %s.key -ndays 7",
            d->ports[i], index, base, base, base);
        const struct command c = {.argv = command_split(a, NULL, words),
                                  .log = temp_path(a, &d->dir, "ocsp.log")};
        if (!command_start(&d->responders[i], &c, e))
            return false;
    }
    return true;
}

/* nginx staples from the second handshake on. */
static bool
warm(struct deployment *d, struct arena *a, struct err *e)
{
    const char *to = arena_str(a, arena_printf(a, "127.0.0.1:%u", d->server.port));
    const char *const argv[] = {"openssl", "s_client",    "-connect",  to,
                                "-status", "-servername", "localhost", NULL};
    for (int i = 0; i < WARM_TRIES; i++) {
        struct slice out = {0};
        int status;
        const struct command c = {.argv = argv};
        if (command_run(&out, &status, a, &c, SCRIPT_MS, e) &&
            slice_find(out, SL("OCSP Response Status: successful")) != SIZE_MAX)
            return true;
        poll(NULL, 0, WARM_PAUSE_MS);
    }
    return err_set(e, ERR_SYSTEM, "no stapled response after %d handshakes", WARM_TRIES);
}

bool
deploy_start(struct deployment *d, struct arena *a, const struct emit_request *rq,
             const struct emitted *em, struct err *e)
{
    bool staples = false;
    for (size_t i = 0; i < rq->configuration->n; i++) {
        const struct fact *f = asset_fact(&rq->configuration->assets[i], SL("ocsp_stapling"));
        staples |= f && f->known && f->b;
    }
    for (size_t i = 0; i < DEPLOY_AUTHORITIES; i++)
        if (!server_port(&d->ports[i], &d->held[i], e))
            return false;
    if (!make_files(d, a, em, e) || (staples && !start_responders(d, a, e)))
        return false;
    const char *cnf = arena_str(a, arena_printf(a, "OPENSSL_CONF=%s/openssl.cnf", d->dir.path));
    const char *const env[] = {cnf, NULL};
    const struct server_spec spec = {.kind = kinds[rq->server],
                                     .config = ported(a, em->files[0].text),
                                     .env = rq->server == EMIT_HAPROXY ? env : NULL};
    if (!server_start(&d->server, &spec, e))
        return false;
    return !staples || warm(d, a, e);
}

void
deploy_stop(struct deployment *d)
{
    server_stop(&d->server);
    for (size_t i = 0; i < DEPLOY_AUTHORITIES; i++) {
        if (d->responders[i] > 0)
            command_stop(&d->responders[i]);
        if (d->held[i] >= 0)
            close(d->held[i]);
        d->held[i] = -1;
    }
    temp_remove(&d->dir);
}
