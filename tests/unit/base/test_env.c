/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/env.h"
#include "support/cases.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A fresh folder; the caller removes what it put there. */
static char *
folder(void)
{
    char *dir = arena_str(&case_arena, SL("/tmp/comity-env-XXXXXX"));
    assert_non_null(mkdtemp(dir));
    return dir;
}

static char *
path_in(const char *dir, const char *name)
{
    return arena_str(&case_arena, arena_printf(&case_arena, "%s/%s", dir, name));
}

static void
write_file(const char *path, const char *text)
{
    AUTO_FILE f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
}

static void
files_are_read_whole_or_refused(void **state)
{
    (void)state;
    struct env env;
    env_system(&env);
    char *dir = folder(), *file = path_in(dir, "f"), *fifo = path_in(dir, "p");
    write_file(file, "12345");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    struct slice out;
    struct err e = {0};
    assert_true(env.read_file(env.ctx, &out, &case_arena, file, 5, &e));
    assert_true(slice_eq(out, SL("12345")));
    assert_false(env.read_file(env.ctx, &out, &case_arena, file, 4, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    assert_false(env.read_file(env.ctx, &out, &case_arena, fifo, 5, &e));
    assert_non_null(strstr(e.msg, "not a regular file"));
    assert_false(env.read_file(env.ctx, &out, &case_arena, dir, 5, &e));
    assert_false(env.read_file(env.ctx, &out, &case_arena, path_in(dir, "absent"), 5, &e));
    assert_int_equal(e.code, ERR_SYSTEM);
    unlink(file);
    unlink(fifo);
    rmdir(dir);
}

static void
clocks_and_randomness_move(void **state)
{
    (void)state;
    struct env env;
    env_system(&env);
    assert_true(env.wall_ns(env.ctx) > (int64_t)1700000000 * 1000000000);
    int64_t t = env.mono_ns(env.ctx);
    assert_true(env.mono_ns(env.ctx) >= t);
    uint8_t a[32] = {0}, b[32] = {0};
    env.random(env.ctx, a, sizeof a);
    env.random(env.ctx, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
}

static void
numeric_addresses_resolve_and_nonsense_does_not(void **state)
{
    (void)state;
    struct env env;
    env_system(&env);
    struct env_addresses v;
    struct err e = {0};
    assert_true(env.resolve(env.ctx, &v, "127.0.0.1", 443, &e));
    assert_int_equal(v.n, 1);
    assert_int_equal(v.v[0].ss_family, AF_INET);
    assert_int_equal(((struct sockaddr_in *)&v.v[0])->sin_port, htons(443));
    assert_true(env.resolve(env.ctx, &v, "::1", 1, &e));
    assert_int_equal(v.v[0].ss_family, AF_INET6);
    assert_false(env.resolve(env.ctx, &v, "no such host.invalid", 1, &e));
    assert_non_null(strstr(e.msg, "no such host.invalid"));
}

/* A listening socket on a free loopback port. */
static int
listener(struct sockaddr_in *at)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    *at = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof *at;
    assert_int_equal(bind(fd, (struct sockaddr *)at, n), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)at, &n), 0);
    return fd;
}

static void
dialling_does_not_block(void **state)
{
    (void)state;
    struct env env;
    env_system(&env);
    struct sockaddr_in at;
    AUTO_FD server = listener(&at);
    assert_int_equal(listen(server, 1), 0);
    AUTO_FD fd = env.dial(env.ctx, (struct sockaddr *)&at, sizeof at);
    assert_true(fd >= 0);
    assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    assert_int_equal(poll(&p, 1, 5000), 1);
    struct sockaddr nonsense = {.sa_family = AF_UNIX};
    assert_int_equal(env.dial(env.ctx, &nonsense, sizeof nonsense), -1);
    struct sockaddr unknown = {.sa_family = 250};
    assert_int_equal(env.dial(env.ctx, &unknown, sizeof unknown), -1);
    assert_int_equal(errno, EAFNOSUPPORT);
}

int
main(void)
{
    CASES_TEST(files_are_read_whole_or_refused);
    CASES_TEST(clocks_and_randomness_move);
    CASES_TEST(numeric_addresses_resolve_and_nonsense_does_not);
    CASES_TEST(dialling_does_not_block);
    return cases_run("env");
}
