/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes JSON trees (struct json_node) in an arena, for those who write them out
 * with text/json_canonical.h or look at them as if they had been read.
 *
 * Texts and keys are borrowed, not copied: they must outlive the tree. Members
 * keep the order in which they were put; canonical JSON sorts when it writes.
 * A key put twice stands there twice; json_canonical refuses to write that.
 *
 *     struct json_node *by = json_new_object(a);
 *     json_put_text(a, by, "person", SL("p-3"));
 *     struct json_node *o = json_new_object(a);
 *     json_put_node(a, o, "by", by);
 *     json_put_int(a, o, "v", 1);
 *
 * Only an object or array that was made here (json_new_*, json_copy) may be
 * added to: one that json_parse read has no room to grow.
 */
#pragma once

#include "text/json.h"

struct json_node *json_new_object(struct arena *a);
struct json_node *json_new_array(struct arena *a);

/* Single values, for json_put_node and json_push_node. */
struct json_node json_of_text(struct slice s);
struct json_node json_of_int(int64_t i);
struct json_node json_of_bool(bool b);

/*
 * One more member. json_put_node copies the node itself, not what hangs below
 * it: finish the value first, then put it.
 */
void json_put_text(struct arena *a, struct json_node *object, const char *key, struct slice s);
void json_put_int(struct arena *a, struct json_node *object, const char *key, int64_t i);
void json_put_bool(struct arena *a, struct json_node *object, const char *key, bool b);
void json_put_node(struct arena *a, struct json_node *object, const char *key,
                   const struct json_node *value);
/* The same with a key that is no C string. */
void json_put_at(struct arena *a, struct json_node *object, struct slice key,
                 const struct json_node *value);
/* As json_put_text; nothing where the text is empty. */
void json_put_text_if(struct arena *a, struct json_node *object, const char *key, struct slice s);
/* An array of texts. */
void json_put_texts(struct arena *a, struct json_node *object, const char *key,
                    const struct slices *list);

/* One more item of an array. */
void json_push_text(struct arena *a, struct json_node *array, struct slice s);
void json_push_int(struct arena *a, struct json_node *array, int64_t i);
void json_push_node(struct arena *a, struct json_node *array, const struct json_node *value);

/* All of it, texts and keys too: owes nothing to where it came from. At most JSON_DEPTH_MAX deep.
 */
struct json_node *json_copy(struct arena *a, const struct json_node *n);
