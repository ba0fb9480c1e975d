/* SPDX-License-Identifier: Apache-2.0 */
#include "api/shape.h"

#include "committee/event.h"

void
put_langs(struct arena *a, struct json_node *object, const char *key, struct langs l)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "en", langs_get(&l, false));
    json_put_text(a, n, "zh", langs_get(&l, true));
    json_put_node(a, object, key, n);
}

void
put_word(struct arena *a, struct json_node *object, const char *key, struct slice id,
         struct langs l)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", id);
    json_put_text(a, n, "en", langs_get(&l, false));
    json_put_text(a, n, "zh", langs_get(&l, true));
    json_put_node(a, object, key, n);
}

void
put_instant(struct arena *a, struct json_node *object, const char *key, int64_t at)
{
    if (at)
        json_put_text(a, object, key, instant_text(a, at));
}
