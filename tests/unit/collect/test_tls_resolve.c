/* SPDX-License-Identifier: Apache-2.0 */
/* Many names at once, slow ones and dead ones among them; addresses are not looked up at all. */
#include "collect/tls_resolve.h"
#include "support/cases.h"

#include <stdatomic.h>
#include <time.h>

static atomic_int asked;

/* "slow…" takes 50 ms, "dead…" fails, "none…" has no address; the port comes back in the address.
 */
static bool
fake_resolve(void *ctx UNUSED, struct env_addresses *out, const char *host, uint16_t port,
             struct err *e)
{
    atomic_fetch_add(&asked, 1);
    if (strncmp(host, "slow", 4) == 0)
        nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    out->n = 0;
    if (strncmp(host, "dead", 4) == 0)
        return err_set(e, ERR_INPUT, "look up %s: dead", host);
    if (strncmp(host, "none", 4) == 0)
        return true;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    memcpy(&out->v[0], &to, sizeof to);
    out->n = 1;
    return true;
}

static void
everything_is_looked_up_once(void **state UNUSED)
{
    const struct env env = {.resolve = fake_resolve};
    const char *const kinds[] = {"slow", "dead", "none", "name"};
    enum { N = 100 };
    struct tls_resolve *v = NEW_ARRAY(&case_arena, struct tls_resolve, N);
    struct timespec from, to;
    for (size_t i = 0; i < N; i++) {
        v[i].host = arena_printf(&case_arena, "%s%zu.example", kinds[i % 4], i);
        v[i].port = (uint16_t)(i + 1);
    }
    atomic_store(&asked, 0);
    clock_gettime(CLOCK_MONOTONIC, &from);
    tls_resolve_all(v, N, &env);
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_int_equal(atomic_load(&asked), N);
    for (size_t i = 0; i < N; i++) {
        bool good = i % 4 == 0 || i % 4 == 3;
        assert_int_equal(v[i].addresses.n, good);
        assert_int_equal(v[i].failed.code == ERR_NONE, good);
        assert_false(v[i].numeric);
        struct sockaddr_in in;
        memcpy(&in, &v[i].addresses.v[0], sizeof in);
        if (good)
            assert_int_equal(ntohs(in.sin_port), i + 1);
    }
    assert_true(to.tv_sec - from.tv_sec < 2); /* one after the other it would be 1.25 s of sleep */
}

static void
addresses_are_taken_as_they_are(void **state UNUSED)
{
    const struct env env = {.resolve = fake_resolve};
    struct tls_resolve v[] = {
        {.host = SL("192.0.2.1"), .port = 443},
        {.host = SL("2001:db8::1"), .port = 443},
        {.host = SL("192.0.2.256"), .port = 443},
        {.host = SL("fe80::1%lo"), .port = 443},
    };
    atomic_store(&asked, 0);
    tls_resolve_all(v, COUNT_OF(v), &env);
    assert_int_equal(atomic_load(&asked), 2);
    assert_true(v[0].numeric && v[1].numeric);
    assert_false(v[2].numeric || v[3].numeric); /* the system's resolver knows about zones */
    assert_int_equal(v[0].addresses.v[0].ss_family, AF_INET);
    assert_int_equal(v[1].addresses.v[0].ss_family, AF_INET6);
    tls_resolve_all(NULL, 0, &env);
}

int
main(void)
{
    CASES_TEST(everything_is_looked_up_once);
    CASES_TEST(addresses_are_taken_as_they_are);
    return cases_run("collect/tls_resolve");
}
