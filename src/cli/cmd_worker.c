/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd_worker.h"

#include "web/worker_child.h"

#include <string.h>
#include <unistd.h>

void
cmd_worker(const struct env *env, int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "worker") == 0 && strcmp(argv[3], "--data") == 0)
        _exit(worker_child(env, argv[2], argv[4], NULL)); /* exit(3) has work that is not allowed */
}
