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
    *d = (struct deployment){.held = -1};
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

static bool
make_files(struct deployment *d, struct arena *a, const struct emitted *em, struct err *e)
{
    for (size_t i = 0; i < em->nfiles; i++)
        if (!temp_write(&d->dir, em->files[i].name, em->files[i].text, e))
            return false;
    const char *url =
        arena_str(a, arena_printf(a, "OCSP_URL=http://127.0.0.1:%u", d->responder_port));
    const char *const env[] = {url, NULL};
    static const char *const scripts[] = {"keys.sh", "test-ca.sh"};
    for (size_t i = 0; i < COUNT_OF(scripts); i++)
        if (!run(d, a, scripts[i], env, e))
            return false;
    return true;
}

/* Answers for the first authority of the folder. */
static bool
start_responder(struct deployment *d, struct arena *a, struct err *e)
{
    static const char *const names[] = {"ca-rsa", "ca-rsa-pss", "ca-ecdsa", "ca-eddsa"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *base = temp_path(a, &d->dir, names[i]);
        const char *index = arena_str(a, arena_printf(a, "%s.index", base));
        if (access(index, R_OK) != 0)
            continue;
        struct slice words = arena_printf(
            a, "openssl ocsp -port %u -index %s -CA %s.crt -rsigner %s.crt -rkey %s.key -ndays 7",
            d->responder_port, index, base, base, base);
        const struct command c = {.argv = command_split(a, NULL, words),
                                  .log = temp_path(a, &d->dir, "ocsp.log")};
        return command_start(&d->responder, &c, e);
    }
    return err_set(e, ERR_SYSTEM, "no authority to answer for");
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
    if (!server_port(&d->responder_port, &d->held, e) || !make_files(d, a, em, e))
        return false;
    if (staples && !start_responder(d, a, e))
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
    if (d->responder > 0)
        command_stop(&d->responder);
    if (d->held >= 0)
        close(d->held);
    d->held = -1;
    temp_remove(&d->dir);
}
