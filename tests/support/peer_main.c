/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The test peers by hand: `peer NAME` starts one, prints its port and stays
 * until it is killed; `peer` lists the names. For development and for
 * comparing our bytes with another implementation's.
 */
#include "support/peer_presets.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Until somebody ends us: the folder with the certificates is then still removed. */
static void
wait_for_end(void)
{
    sigset_t ends;
    int which;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    sigwait(&ends, &which);
}

int
main(int argc, char **argv)
{
    struct err e = {0};
    struct certs certs;
    if (!certs_make(&certs, certs_standard, certs_nstandard, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    struct peer_presets presets;
    peer_presets_init(&presets, &certs);
    int rc = 2;
    for (size_t i = 0; i < presets.n && argc != 2; i++)
        printf("%s\n", presets.v[i].name);
    struct peer p = {0};
    for (size_t i = 0; i < presets.n && argc == 2; i++) {
        if (strcmp(presets.v[i].name, argv[1]) != 0)
            continue;
        rc = peer_start(&p, &presets.v[i], &e) ? 0 : 1;
        if (rc == 0) {
            printf("%u\n", p.port);
            fflush(stdout);
            wait_for_end();
        }
    }
    peer_stop(&p);
    certs_free(&certs);
    if (rc == 1)
        fprintf(stderr, "%s\n", e.msg);
    return rc;
}
