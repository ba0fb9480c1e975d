/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What libmicrohttpd can do at most: one thread, 8,192 octets from memory as the answer to
 * everything, no header field but its own. Prints its port; runs until standard input ends.
 */
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>

#define OCTETS 8192

static enum MHD_Result
answer(void *ctx, struct MHD_Connection *c, const char *url, const char *method,
       const char *version, const char *octets, size_t *n, void **seen)
{
    (void)url, (void)method, (void)version, (void)octets, (void)n;
    if (!*seen) { /* a reply in the first call closes the connection */
        *seen = ctx;
        return MHD_YES;
    }
    *seen = NULL;
    return MHD_queue_response(c, MHD_HTTP_OK, ctx);
}

int
main(void)
{
    static char body[OCTETS];
    memset(body, 'x', sizeof body);
    struct MHD_Response *r =
        MHD_create_response_from_buffer(sizeof body, body, MHD_RESPMEM_PERSISTENT);
    struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, r,
                                            MHD_OPTION_CONNECTION_LIMIT, 1000U, MHD_OPTION_END);
    const union MHD_DaemonInfo *info = d ? MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!info)
        return 2;
    printf("%u\n", info->port);
    fflush(stdout);
    while (getchar() != EOF)
        ;
    MHD_stop_daemon(d);
    MHD_destroy_response(r);
    return 0;
}
