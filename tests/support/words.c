/* SPDX-License-Identifier: Apache-2.0 */
#include "support/words.h"

#include "support/cases.h"

void
words_load(struct catalog *out, struct arena *a)
{
    struct env env;
    struct err e = {0};
    env_system(&env);
    if (!catalog_load_words(out, a, &env, DATA_DIR, &e))
        fail_msg("%s", e.msg);
}
