/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity serve`: the portal of a committee, until it is told to stop.
 */
#include "cli/cli.h"
#include "cli/data_dir.h"
#include "cli/interrupt.h"
#include "web/server.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#define LISTEN_DEFAULT "127.0.0.1:8080"

struct serve_command {
    const char *dir, *listen, *url, *proxy, *clock, *web;
    unsigned threads;
    bool plain, quiet;
};

static const struct option options[] = {
    {.name = "dir",
     .letter = 'd',
     .type = OPTION_TEXT,
     .offset = offsetof(struct serve_command, dir),
     .arg = "DIR",
     .help = "the committee's folder (default $COMITY_COMMITTEE, else the current one)"},
    {.name = "listen",
     .type = OPTION_TEXT,
     .offset = offsetof(struct serve_command, listen),
     .arg = "ADDRESS",
     .help = "127.0.0.1:8080 (default), [::1]:8080, or unix:/run/comity/portal.sock; port 0: a "
             "free one"},
    {.name = "url",
     .type = OPTION_TEXT,
     .offset = offsetof(struct serve_command, url),
     .arg = "URL",
     .help = "the address that visitors see: https://committee.example (default http://ADDRESS)"},
    {.name = "proxy",
     .type = OPTION_TEXT,
     .offset = offsetof(struct serve_command, proxy),
     .arg = "IP",
     .help = "believe X-Forwarded-For from this address; 'local' behind unix:"},
    {.name = "threads",
     .type = OPTION_NUMBER,
     .min = 1,
     .max = SERVER_THREADS_MAX,
     .offset = offsetof(struct serve_command, threads),
     .arg = "N",
     .help = "threads that answer (default: two more than processors)"},
    {.name = "clock",
     .type = OPTION_TEXT,
     .offset = offsetof(struct serve_command, clock),
     .arg = "FILE",
     .help = "of a rehearsal alone: a file with the time, 2026-11-24T01:02:03Z, read for each "
             "request"},
    {.name = "plain-http",
     .type = OPTION_FLAG,
     .offset = offsetof(struct serve_command, plain),
     .help = "listen where others can connect, without TLS: passwords can be read on the way"},
    {.name = "web",
     .type = OPTION_TEXT,
     .offset = offsetof(struct serve_command, web),
     .arg = "DIR",
     .help = "templates, style and texts (default beside the data folder)"},
    {.name = "quiet",
     .letter = 'q',
     .type = OPTION_FLAG,
     .offset = offsetof(struct serve_command, quiet),
     .help = "no line for each request"},
};

static bool
is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Installed: within the data folder. In the source tree: beside it. */
static bool
web_dir_find(const char **out, struct arena *a, const char *data, const char *wanted, struct err *e)
{
    const char *places[] = {wanted, arena_str(a, arena_printf(a, "%s/web", data)),
                            arena_str(a, arena_printf(a, "%s/../web", data))};
    for (size_t i = wanted ? 0 : 1; i < (wanted ? 1 : COUNT_OF(places)); i++)
        if (is_dir(arena_str(a, arena_printf(a, "%s/templates", places[i])))) {
            *out = places[i];
            return true;
        }
    return err_set(e, ERR_INPUT, "no templates in %s%s%s: give --web DIR",
                   wanted ? wanted : places[1], wanted ? "" : " or ", wanted ? "" : places[2]);
}

static bool
is_committee(struct arena *a, const char *dir, struct err *e)
{
    struct stat st;
    if (stat(arena_str(a, arena_printf(a, "%s/comity.db", dir)), &st) == 0)
        return true;
    return err_set(e, ERR_INPUT,
                   errno == EACCES ? "%s: no permission to enter it"
                                   : "%s: no committee there (no comity.db); give --dir DIR or "
                                     "COMITY_COMMITTEE",
                   dir);
}

static bool
options_of(struct portal_options *out, struct cli *cli, const struct serve_command *o,
           struct err *e)
{
    const char *dir = o->dir ? o->dir : getenv("COMITY_COMMITTEE");
    *out = (struct portal_options){
        .dir = dir && *dir ? dir : ".",
        .listen = o->listen ? o->listen : LISTEN_DEFAULT,
        .url = o->url,
        .proxy = o->proxy,
        .clock = o->clock,
        .threads = o->threads,
        .quiet = o->quiet,
    };
    bool url = !o->url || strncmp(o->url, "https://", 8) == 0 || strncmp(o->url, "http://", 7) == 0;
    return (url ||
            err_set(e, ERR_INPUT, "--url %s: http:// or https:// belongs in front", o->url)) &&
           is_committee(&cli->arena, out->dir, e) &&
           data_dir_find(&out->data, &cli->arena, cli->common->data, e) &&
           web_dir_find(&out->web, &cli->arena, out->data, o->web, e);
}

/* The address that was got, for the url and for people. */
static bool
serve(struct cli *cli, struct portal_options *po, struct server_socket *s,
      const volatile sig_atomic_t *stop, struct err *e)
{
    struct portal *p = NEW(&cli->arena, struct portal);
    po->listen = s->address;
    if (strncmp(s->address, "unix:", 5) == 0 && !po->url)
        po->url = "http://localhost";
    if (!portal_open(p, &cli->arena, &cli->env, po, e))
        return false;
    fprintf(cli->out, "comity: the portal of %s listens on %s; visitors see %.*s\n", po->dir,
            s->address, SL_FMT(p->url));
    fflush(cli->out);
    bool ok = server_run(p, s, stop, e);
    portal_close(p);
    return ok;
}

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    const struct serve_command *o = given;
    struct portal_options po;
    struct server_socket s = {.fd = -1};
    struct err e = {0};
    if (args->n > 0)
        return cli_wrong(cli, "serve: what is '%.*s'? The committee's folder is --dir DIR",
                         SL_FMT(args->v[0]));
    const volatile sig_atomic_t *stop = interrupt_watch();
    bool ok = options_of(&po, cli, o, &e) && server_listen(&s, &po, o->plain, &e) &&
              serve(cli, &po, &s, stop, &e);
    server_unlisten(&s);
    return ok ? EXIT_OK : cli_wrong_err(cli, &e);
}

const struct command cmd_serve = {
    .name = "serve",
    .synopsis = "[--dir DIR] [--listen ADDRESS] [--url URL]",
    .summary = "the committee's portal, for browsers and programs",
    .help =
        "It listens on the loopback, speaks plain HTTP, and is stopped by SIGTERM or ^C: what is\n"
        "under way ends first. For others, put a proxy with TLS in front. To run it for real:\n"
        "\n"
        "/etc/systemd/system/comity.service\n"
        "  [Unit]\n"
        "  Description=Comity: the committee's portal\n"
        "  After=network.target\n"
        "  [Service]\n"
        "  Type=notify\n"
        "  User=comity\n"
        "  StateDirectory=comity\n"
        "  ExecStart=/usr/bin/comity serve --dir /var/lib/comity/tc --url https://tc.example "
        "--proxy 127.0.0.1\n"
        "  Restart=on-failure\n"
        "  ProtectSystem=strict\n"
        "  ProtectHome=yes\n"
        "  PrivateTmp=yes\n"
        "  NoNewPrivileges=yes\n"
        "  [Install]\n"
        "  WantedBy=multi-user.target\n"
        "\n"
        "nginx in front                            Caddy in front (it does TLS by itself)\n"
        "  server {                                  tc.example {\n"
        "    listen 443 ssl http2;                     reverse_proxy 127.0.0.1:8080\n"
        "    server_name tc.example;                 }\n"
        "    ssl_certificate     /etc/…/fullchain.pem;\n"
        "    ssl_certificate_key /etc/…/privkey.pem;\n"
        "    client_max_body_size 16m;\n"
        "    location / {\n"
        "      proxy_pass http://127.0.0.1:8080;\n"
        "      proxy_http_version 1.1;\n"
        "      proxy_set_header Connection \"\";\n"
        "      proxy_set_header Host $host;\n"
        "      proxy_set_header X-Forwarded-For $remote_addr;\n"
        "      proxy_set_header X-Forwarded-Proto $scheme;\n"
        "    }\n"
        "  }\n"
        "\n"
        "The first administrator        comity committee account invite --help\n"
        "Backup, while it runs          comity backup /var/lib/comity/tc /backup/tc-$(date +%F)\n"
        "Look around first              comity committee sample tc; comity serve --dir tc",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct serve_command),
    .run = run,
};
