/* SPDX-License-Identifier: Apache-2.0 */
#include "support/server.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/env.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/un.h>

/* Below the ports that the kernel gives to clients (32768 and up). */
#define PORT_FIRST 20000
#define PORT_COUNT 12000
#define READY_MS 15000
#define CONFIG_MAX ((size_t)1 << 16)
#define LOG_MAX 8192

struct kind {
    const char *program;
    const char *file;       /* where the configuration goes; null: it is arguments */
    const char *head;       /* what stands in front of it */
    const char *tail;       /* and behind it */
    const char *const argv; /* words, before the configuration where that is arguments */
};

static const struct kind kinds[] = {
    [SERVER_NGINX] =
        {
            .program = "nginx",
            .file = "nginx.conf",
            .head = "daemon off;\nmaster_process off;\npid %DIR%/nginx.pid;\n"
                    "error_log %DIR%/log warn;\nevents { worker_connections 512; }\n"
                    "http {\naccess_log off;\nclient_body_temp_path %DIR%/a;\n"
                    "proxy_temp_path %DIR%/b;\nfastcgi_temp_path %DIR%/c;\n"
                    "uwsgi_temp_path %DIR%/d;\nscgi_temp_path %DIR%/e;\n",
            .tail = "\n}\n",
            .argv = "nginx -p %DIR% -e %DIR%/log -c %DIR%/nginx.conf",
        },
    [SERVER_NGINX_2] =
        {
            .program = "nginx",
            .file = "nginx.conf",
            .head = "daemon off;\nworker_processes 2;\npid %DIR%/nginx.pid;\n"
                    "error_log %DIR%/log warn;\nevents { worker_connections 4096; }\n"
                    "http {\naccess_log off;\n",
            .tail = "\n}\n",
            .argv = "nginx -p %DIR% -e %DIR%/log -c %DIR%/nginx.conf",
        },
    [SERVER_APACHE] =
        {
            .program = "apache2",
            .file = "apache.conf",
            .head =
                "ServerRoot %DIR%\nServerName localhost\nPidFile %DIR%/apache.pid\n"
                "ErrorLog %DIR%/log\nLogLevel warn\nDefaultRuntimeDir %DIR%\n"
                "LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so\n"
                "LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so\n"
                "LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so\n"
                "LoadModule socache_shmcb_module /usr/lib/apache2/modules/mod_socache_shmcb.so\n"
                "DocumentRoot %DIR%\n",
            .tail = "\n",
            .argv = "apache2 -X -d %DIR% -f %DIR%/apache.conf",
        },
    [SERVER_OPENSSL] =
        {
            .program = "openssl",
            .argv = "openssl s_server -www -accept %HOST%:%PORT%",
        },
    [SERVER_GNUTLS] =
        {
            .program = "gnutls-serv",
            .argv = "gnutls-serv --echo --quiet -p %PORT%",
        },
    [SERVER_HAPROXY] =
        {
            .program = "haproxy",
            .file = "haproxy.cfg",
            .head = "",
            .tail = "\n",
            .argv = "haproxy -db -f %DIR%/haproxy.cfg",
        },
    [SERVER_SCRIPT] =
        {
            .program = "sh",
            .file = "serve.sh",
            .head = "",
            .tail = "\n",
            .argv = "sh %DIR%/serve.sh",
        },
};

const char *
server_program(enum server_kind kind)
{
    return kinds[kind].program;
}

static int64_t
now_ms(void)
{
    struct env env;
    env_system(&env);
    return env.mono_ns(env.ctx) / 1000000;
}

/* A name in the abstract namespace is a lock that goes with its holder. */
static int
hold_port(unsigned port)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int n = snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "comity-test-port-%u", port);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    socklen_t size = (socklen_t)offsetof(struct sockaddr_un, sun_path) + 1 + (socklen_t)n;
    if (fd >= 0 && bind(fd, (struct sockaddr *)&name, size) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static bool
port_is_free(unsigned port)
{
    AUTO_FD four = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in any4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    return four >= 0 && bind(four, (struct sockaddr *)&any4, sizeof any4) == 0;
}

bool
server_port(uint16_t *port, int *held, struct err *e)
{
    uint32_t from;
    struct env env;
    env_system(&env);
    env.random(env.ctx, (uint8_t *)&from, sizeof from);
    for (unsigned i = 0; i < PORT_COUNT; i++) {
        unsigned p = PORT_FIRST + (from + i) % PORT_COUNT;
        *held = hold_port(p);
        if (*held < 0)
            continue;
        if (port_is_free(p)) {
            *port = (uint16_t)p;
            return true;
        }
        close(*held);
    }
    return err_set(e, ERR_SYSTEM, "no free port from %d on", PORT_FIRST);
}

struct word {
    const char *name;
    struct slice value;
};

/* `text` with each %NAME% replaced. */
static struct slice
fill_in(struct arena *a, const char *text, const struct word *words, size_t n)
{
    struct buf out;
    buf_init(&out, a, CONFIG_MAX);
    for (struct slice rest = slice_str(text); rest.n > 0;) {
        size_t i = 0;
        while (i < n && !slice_has_prefix(rest, slice_str(words[i].name)))
            i++;
        if (i < n)
            buf_add(&out, words[i].value);
        else
            buf_u8(&out, rest.p[0]);
        rest = slice_sub(rest, i < n ? strlen(words[i].name) : 1, rest.n);
    }
    return buf_slice(&out);
}

static struct slice
filled(struct arena *a, const struct server *s, const struct server_spec *spec, const char *text)
{
    const char *host = spec->host ? spec->host : "127.0.0.1";
    const struct word words[] = {
        {"%PORT%", arena_printf(a, "%u", s->port)},
        {"%PORT1%", arena_printf(a, "%u", s->more[0])},
        {"%PORT2%", arena_printf(a, "%u", s->more[1])},
        {"%PORT3%", arena_printf(a, "%u", s->more[2])},
        {"%DIR%", slice_str(s->dir.path)},
        {"%CERTS%", slice_str(spec->certs ? spec->certs : "")},
        {"%HOST%", arena_printf(a, strchr(host, ':') ? "[%s]" : "%s", host)},
    };
    return fill_in(a, text, words, COUNT_OF(words));
}

/* The file that the program reads, or none; and its arguments. */
static bool
prepare(struct command *out, struct arena *a, const struct server *s,
        const struct server_spec *spec, struct err *e)
{
    const struct kind *k = &kinds[spec->kind];
    struct slice words = filled(a, s, spec, k->argv);
    if (k->file) {
        const char *all = arena_str(a, arena_printf(a, "%s%s%s", k->head, spec->config, k->tail));
        if (!temp_write(&s->dir, k->file, filled(a, s, spec, all), e))
            return false;
    } else {
        struct slice more = filled(a, s, spec, spec->config);
        words = arena_printf(a, "%.*s %.*s", SL_FMT(words), SL_FMT(more));
    }
    size_t n = 0;
    while (spec->env && spec->env[n])
        n++;
    const char **env = NEW_ARRAY(a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        env[i] = arena_str(a, filled(a, s, spec, spec->env[i]));
    *out = (struct command){
        .argv = command_split(a, NULL, words), .env = env, .log = temp_path(a, &s->dir, "output")};
    return true;
}

static bool
accepts(const char *host, uint16_t port)
{
    struct env env;
    env_system(&env);
    struct env_addresses to;
    if (!env.resolve(env.ctx, &to, host ? host : "127.0.0.1", port, NULL))
        return false;
    socklen_t n =
        to.v[0].ss_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    AUTO_FD fd = env.dial(env.ctx, (struct sockaddr *)&to.v[0], n);
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    if (fd < 0 || poll(&wait, 1, 1000) <= 0)
        return false;
    int why = 0;
    n = sizeof why;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &why, &n) == 0 && why == 0;
}

static bool
wait_ready(struct server *s, const struct server_spec *spec, struct err *e)
{
    for (int64_t until = now_ms() + READY_MS; now_ms() < until; poll(NULL, 0, 5)) {
        if (!command_alive(&s->pid)) {
            AUTO_ARENA a = {0};
            return err_set(e, ERR_SYSTEM, "%s ended at once: %.*s", kinds[spec->kind].program,
                           SL_FMT(server_log(&a, s)));
        }
        if (accepts(spec->host, s->port))
            return true;
    }
    return err_set(e, ERR_SYSTEM, "%s: not ready after %d ms", kinds[spec->kind].program, READY_MS);
}

static bool
start(struct server *s, const struct server_spec *spec, struct err *e)
{
    AUTO_ARENA a = {0};
    if (!command_find(&a, kinds[spec->kind].program))
        return err_set(e, ERR_UNSUPPORTED, "%s is not installed", kinds[spec->kind].program);
    if (!temp_make(&s->dir, e))
        return false;
    for (size_t i = 0; i < SERVER_PORTS; i++)
        if (!server_port(i == 0 ? &s->port : &s->more[i - 1], &s->held[i], e))
            return false;
    struct command c;
    return prepare(&c, &a, s, spec, e) && command_start(&s->pid, &c, e) && wait_ready(s, spec, e);
}

bool
server_start(struct server *s, const struct server_spec *spec, struct err *e)
{
    *s = (struct server){0};
    for (size_t i = 0; i < SERVER_PORTS; i++)
        s->held[i] = -1;
    if (start(s, spec, e))
        return true;
    server_stop(s);
    return false;
}

void
server_stop(struct server *s)
{
    command_stop(&s->pid);
    temp_remove(&s->dir);
    for (size_t i = 0; i < SERVER_PORTS; i++) {
        if (s->held[i] >= 0)
            close(s->held[i]);
        s->held[i] = -1;
    }
}

struct slice
server_log(struct arena *a, const struct server *s)
{
    struct slice output = {0}, log = {0};
    bool any = temp_read(&output, a, temp_path(a, &s->dir, "output"), LOG_MAX, NULL);
    any |= temp_read(&log, a, temp_path(a, &s->dir, "log"), LOG_MAX, NULL);
    return any ? arena_printf(a, "%.*s%.*s", SL_FMT(output), SL_FMT(log)) : (struct slice){0};
}
