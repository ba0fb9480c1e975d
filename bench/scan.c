/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scanner beside Debian's: wall time, CPU time and connections of each
 * tool on one endpoint, in one run on one machine, as ratios; then a hundred
 * endpoints in one call and in a hundred.
 *
 * The endpoint is nginx with two workers, RSA-2048 and P-256 certificates, TLS
 * 1.2 and 1.3 and its default suites (42 and 3); its status page counts the
 * connections. The tools do not look at the same things: sslscan and testssl
 * also try old holes, nmap lists suites only.
 *
 * Usage: bench_scan COMITY DATA
 */
#include "support/certs.h"
#include "support/server.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/env.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define COMMAND_MS 300000
#define RUNS_MAX 9
#define ENDPOINTS 100
#define CONFIG_MAX ((size_t)1 << 18)

static const char certs_lines[] =
    "ssl_certificate %CERTS%/rsa.crt; ssl_certificate_key %CERTS%/rsa.key;\n"
    "ssl_certificate %CERTS%/p256.crt; ssl_certificate_key %CERTS%/p256.key;\n";

struct sample {
    double wall, cpu; /* seconds */
    long connections; /* -1: not counted */
};

struct tool {
    const char *name;
    const char *argv; /* with one %u for the port */
    size_t runs;
    double target; /* times slower than ours it should be, at least; 0: ours */
    long most;     /* connections, at most; 0: no bar */
};

static const struct tool tools[] = {
    {"comity scan", "%s scan --data %s -o /dev/null 127.0.0.1:%u", 9, 0, 100},
    {"sslscan", "sslscan --no-colour 127.0.0.1:%u", 5, 12, 0},
    {"nmap ssl-enum-ciphers", "nmap -Pn -n -p %u --script ssl-enum-ciphers 127.0.0.1", 5, 10, 0},
    {"testssl.sh -E",
     "testssl --quiet --color 0 --warnings off --openssl /usr/bin/openssl -E "
     "127.0.0.1:%u",
     1, 500, 0},
};

static int64_t
now_ns(void)
{
    struct env env;
    env_system(&env);
    return env.mono_ns(env.ctx);
}

static double
children_cpu(void)
{
    struct rusage u;
    getrusage(RUSAGE_CHILDREN, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* The accepted connections by nginx's status page, or -1. */
static long
accepts(const struct server *s)
{
    AUTO_ARENA a = {0};
    struct env env;
    env_system(&env);
    struct env_addresses to;
    if (!env.resolve(env.ctx, &to, "127.0.0.1", s->more[0], NULL))
        return -1;
    AUTO_FD fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to.v[0], sizeof(struct sockaddr_in)) < 0)
        return -1;
    static const char ask[] = "GET /s HTTP/1.0\r\n\r\n";
    if (send(fd, ask, sizeof ask - 1, MSG_NOSIGNAL) < 0)
        return -1;
    char answer[2048] = {0};
    size_t n = 0;
    ssize_t r;
    while (n < sizeof answer - 1 && (r = recv(fd, answer + n, sizeof answer - 1 - n, 0)) > 0)
        n += (size_t)r;
    struct slice rest = slice_of(answer, n), line;
    size_t at = slice_find(rest, SL("requests\n"));
    if (at == SIZE_MAX)
        return -1;
    rest = slice_trim(slice_sub(rest, at + 9, rest.n));
    int64_t count;
    return slice_cut(&rest, ' ', &line) && slice_to_i64(line, &count) ? (long)count : -1;
}

static int
by_wall(const void *a, const void *b)
{
    const struct sample *x = a, *y = b;
    return (x->wall > y->wall) - (x->wall < y->wall);
}

/* One run. False where the tool is absent or does not come to its end. */
static bool
run_once(struct sample *out, const struct server *s, const char *const *argv)
{
    AUTO_ARENA a = {0};
    struct err e = {0};
    struct slice printed;
    int status;
    long before = accepts(s);
    double cpu = children_cpu();
    int64_t from = now_ns();
    if (!command_run(&printed, &status, &a, &(struct command){.argv = argv}, COMMAND_MS, &e)) {
        printf("%-24s not measured: %s\n", argv[0], e.msg);
        return false;
    }
    out->wall = (double)(now_ns() - from) / 1e9;
    out->cpu = children_cpu() - cpu;
    long after = accepts(s);
    /* The status page counts its own connection. */
    out->connections = before < 0 || after < 0 ? -1 : after - before - 1;
    return true;
}

/* The median run by wall time. */
static struct sample
median(struct sample *v, size_t n)
{
    qsort(v, n, sizeof *v, by_wall);
    return v[n / 2];
}

/* "%s", "%s", "%u" in that order, as far as they stand there. */
static const char *const *
words_of(struct arena *a, const struct tool *t, const char *comity, const char *data, unsigned port)
{
    struct buf b;
    buf_init(&b, a, 4096);
    const char *const strings[] = {comity, data};
    size_t next = 0;
    for (const char *p = t->argv; *p; p++) {
        if (p[0] == '%' && p[1] == 's' && next < COUNT_OF(strings))
            buf_str(&b, strings[next++]);
        else if (p[0] == '%' && p[1] == 'u')
            buf_printf(&b, "%u", port);
        else
            buf_u8(&b, (uint8_t)*p);
        p += p[0] == '%';
    }
    return command_split(a, NULL, buf_slice(&b));
}

static void
print_tool(const struct tool *t, const struct sample *m, const struct sample *ours)
{
    double ratio = m->wall / ours->wall;
    bool ok = ratio >= t->target && (!t->most || m->connections <= t->most);
    printf("%-24s %9.4f %9.4f %6ld %8.1fx   target ", t->name, m->wall, m->cpu, m->connections,
           ratio);
    if (t->target > 0)
        printf(">= %.0fx: %s\n", t->target, ok ? "met" : "MISSED");
    else
        printf("<= %ld connections: %s\n", t->most, ok ? "met" : "MISSED");
}

/* The tools take turns, so that a busy moment does not fall on one of them alone. */
static void
compare(const struct server *s, const char *comity, const char *data)
{
    struct sample v[COUNT_OF(tools)][RUNS_MAX];
    size_t n[COUNT_OF(tools)] = {0};
    bool gone[COUNT_OF(tools)] = {0};
    for (size_t round = 0; round < RUNS_MAX; round++) {
        for (size_t i = 0; i < COUNT_OF(tools); i++) {
            AUTO_ARENA a = {0};
            const struct tool *t = &tools[i];
            if (round >= t->runs || gone[i])
                continue;
            const char *const *argv = words_of(&a, t, comity, data, s->port);
            gone[i] = !run_once(&v[i][n[i]], s, argv);
            n[i] += !gone[i];
        }
    }
    if (n[0] == 0)
        return;
    double load[1] = {0};
    getloadavg(load, 1);
    struct sample ours = median(v[0], n[0]);
    printf("%-24s %9s %9s %6s %9s   load %.1f\n", "one endpoint", "wall s", "CPU s", "conns",
           "ratio", load[0]);
    for (size_t i = 0; i < COUNT_OF(tools); i++) {
        if (n[i] == 0)
            continue;
        struct sample m = median(v[i], n[i]);
        print_tool(&tools[i], &m, &ours);
    }
}

/* One server block that listens on many loopback addresses. */
static const char *
many_config(struct arena *a)
{
    struct buf b;
    buf_init(&b, a, CONFIG_MAX);
    buf_str(&b, "server { listen 127.0.0.1:%PORT1%; location = /s { stub_status; } }\nserver {\n");
    buf_str(&b, "listen 127.0.0.1:%PORT% ssl reuseport;\n");
    for (unsigned i = 1; i <= ENDPOINTS; i++)
        buf_printf(&b, "listen 127.0.1.%u:%%PORT%% ssl reuseport;\n", i);
    buf_str(&b, certs_lines);
    buf_str(&b, "ssl_protocols TLSv1.2 TLSv1.3;\n}\n");
    return arena_str(a, buf_slice(&b));
}

static void
many(const struct server *s, const char *comity, const char *data)
{
    AUTO_ARENA a = {0};
    struct buf all;
    buf_init(&all, &a, CONFIG_MAX);
    buf_printf(&all, "%s scan --data %s -o /dev/null", comity, data);
    for (unsigned i = 1; i <= ENDPOINTS; i++)
        buf_printf(&all, " 127.0.1.%u:%u", i, s->port);
    struct sample once, each = {0};
    if (!run_once(&once, s, command_split(&a, NULL, buf_slice(&all))))
        return;
    for (unsigned i = 1; i <= ENDPOINTS; i++) {
        AUTO_ARENA one = {0};
        struct sample m;
        struct slice line = arena_printf(&one, "%s scan --data %s -o /dev/null 127.0.1.%u:%u",
                                         comity, data, i, s->port);
        if (!run_once(&m, s, command_split(&one, NULL, line)))
            return;
        each.wall += m.wall;
        each.cpu += m.cpu;
        each.connections += m.connections;
    }
    printf("\n%-24s %9s %9s %6s %9s\n", "100 endpoints", "wall s", "CPU s", "conns", "ratio");
    printf("%-24s %9.4f %9.4f %6ld %8.1fx   %.0f endpoints a second\n", "one call", once.wall,
           once.cpu, once.connections, 1.0, ENDPOINTS / once.wall);
    printf("%-24s %9.4f %9.4f %6ld %8.1fx\n", "100 calls", each.wall, each.cpu, each.connections,
           each.wall / once.wall);
}

int
main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: bench_scan COMITY DATA\n");
        return 2;
    }
    struct err e = {0};
    struct certs certs;
    struct server server;
    AUTO_ARENA a = {0};
    const struct cert_spec specs[] = {{.name = "rsa", .key = "rsa2048"},
                                      {.name = "p256", .key = "p256"}};
    if (!certs_make(&certs, specs, COUNT_OF(specs), &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    const struct server_spec spec = {
        .kind = SERVER_NGINX_2, .config = many_config(&a), .certs = certs.dir.path};
    bool ok = server_start(&server, &spec, &e);
    if (ok) {
        compare(&server, argv[1], argv[2]);
        many(&server, argv[1], argv[2]);
        server_stop(&server);
    } else {
        fprintf(stderr, "%s\n", e.msg);
    }
    certs_free(&certs);
    return ok || e.code == ERR_UNSUPPORTED ? 0 : 1;
}
