/* SPDX-License-Identifier: Apache-2.0 */
#include "support/record_case.h"

#include "record/keys.h"
#include "support/cases.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

#include <stdio.h>
#include <unistd.h>

static void
no_error(bool ok, const struct err *e)
{
    if (!ok)
        fail_msg("%s", e->msg);
}

struct slice
record_case_leaf(struct arena *a, uint64_t index, const struct record_case *c)
{
    struct json_node *o = json_new_object(a), *data = json_new_object(a);
    struct slice out;
    struct err e = {0};
    json_put_text(a, data, "text", arena_printf(a, "leaf %u", (unsigned)index));
    if (index == c->other)
        json_put_bool(a, data, "other", true);
    bool rotation = c->rotation && index == c->rotation_at;
    json_put_node(a, o, "data", rotation ? c->rotation : data);
    json_put_int(a, o, "index", (int64_t)index);
    json_put_text(a, o, "type", rotation ? SL(KEYS_EVENT) : SL("test.leaf"));
    no_error(json_canonical(&out, a, o, 65535, &e), &e);
    return out;
}

static bool
source_size(void *ctx, uint64_t *out, struct err *e UNUSED)
{
    *out = ((struct record_case *)ctx)->size;
    return true;
}

static bool
source_leaf(void *ctx, uint64_t index, struct slice *out, struct err *e)
{
    struct record_case *c = ctx;
    if (index >= c->size)
        return err_set(e, ERR_INPUT, "there is no leaf %u", (unsigned)index);
    arena_free(&c->arena);
    *out = c->leaf(&c->arena, index, c);
    return true;
}

void
record_case_make(struct record_case *c)
{
    static const uint8_t seed[CRYPTO_ED25519_SEED] = {7};
    struct err e = {0};
    *c = (struct record_case){.leaf = record_case_leaf, .other = UINT64_MAX};
    no_error(temp_make(&c->temp, &e), &e);
    note_skey_make(&c->key, SL(RECORD_CASE_NAME), seed);
    c->keys[0] = c->key.vkey;
    c->source = (struct record_source){c, source_size, source_leaf};
    record_publisher_init(&c->publisher, &case_arena, c->temp.path, &c->source);
    c->publisher.keys = c->keys;
    c->publisher.nkeys = 1;
    c->publisher.signer = &c->key;
}

void
record_case_remove(struct record_case *c)
{
    record_publisher_done(&c->publisher);
    temp_remove(&c->temp);
    arena_free(&c->arena);
}

void
record_case_publish(struct record_case *c, uint64_t size)
{
    struct err e = {0};
    c->size = size;
    no_error(record_publish(&c->publisher, &e), &e);
}

void
record_case_read(struct record_result *out, struct record_case *c, const struct record_options *o)
{
    struct files files;
    struct err e = {0};
    struct record_options own = {.trusted = &c->keys[0]};
    if (o)
        own = *o;
    no_error(files_open(&files, &case_arena, c->temp.path, &e), &e);
    own.files = &files;
    bool ok = record_read(out, &case_arena, &own, &e);
    files_close(&files);
    no_error(ok, &e);
}

struct slice
record_case_get(struct record_case *c, const char *path)
{
    struct slice out;
    struct err e = {0};
    char *full = temp_path(&case_arena, &c->temp, path);
    no_error(temp_read(&out, &case_arena, full, (size_t)1 << 20, &e), &e);
    return out;
}

void
record_case_put(struct record_case *c, const char *path, struct slice octets)
{
    struct err e = {0};
    no_error(temp_write(&c->temp, path, octets, &e), &e);
}

void
record_case_delete(struct record_case *c, const char *path)
{
    assert_int_equal(unlink(temp_path(&case_arena, &c->temp, path)), 0);
}

bool
record_case_has(struct record_case *c, const char *path)
{
    return access(temp_path(&case_arena, &c->temp, path), F_OK) == 0;
}
