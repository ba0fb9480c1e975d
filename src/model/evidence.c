/* SPDX-License-Identifier: Apache-2.0 */
#include "model/evidence.h"

#include <assert.h>

void
asset_init(struct asset *out, struct arena *a, const struct kind *k, struct slice id,
           struct slice name)
{
    *out = (struct asset){id, name, k, NEW_ARRAY(a, struct fact, k->n)};
    for (size_t i = 0; i < k->n; i++) {
        if (k->fields[i].type != FIELD_SET)
            continue;
        out->facts[i].known_bits = bits_new(a, k->fields[i].registry->n);
        out->facts[i].truth_bits = bits_new(a, k->fields[i].registry->n);
    }
}

struct fact *
asset_fact(const struct asset *as, struct slice path)
{
    const struct field *f = kind_field(as->kind, path);
    return f ? &as->facts[kind_index(as->kind, f)] : NULL;
}

void
fact_bool(struct fact *f, bool value)
{
    f->b = value;
    f->known = true;
}

void
fact_int(struct fact *f, int64_t value)
{
    f->i = value;
    f->known = true;
}

void
fact_string(struct fact *f, struct slice value)
{
    f->s = value;
    f->known = true;
}

void
fact_unknown(struct fact *f, struct slice reason)
{
    f->known = false;
    f->reason = reason;
}

void
fact_element(struct fact *f, size_t element, bool offered)
{
    assert(f->known_bits && f->truth_bits);
    bits_set(f->known_bits, element);
    if (offered)
        bits_set(f->truth_bits, element);
    else
        bits_clear(f->truth_bits, element);
}

void
fact_settle(struct fact *f, size_t n)
{
    assert(f->known_bits);
    f->known = bits_count(f->known_bits, n) == n;
}

void
asset_bool(const struct asset *as, const char *path, bool value)
{
    struct fact *f = asset_fact(as, slice_str(path));
    if (f)
        fact_bool(f, value);
}

void
asset_int(const struct asset *as, const char *path, int64_t value)
{
    struct fact *f = asset_fact(as, slice_str(path));
    if (f)
        fact_int(f, value);
}

void
asset_string(const struct asset *as, const char *path, struct slice value)
{
    struct fact *f = asset_fact(as, slice_str(path));
    if (f)
        fact_string(f, value);
}

void
asset_list(const struct asset *as, const char *path, struct slices value)
{
    struct fact *f = asset_fact(as, slice_str(path));
    if (!f)
        return;
    f->list = value;
    f->known = true;
}

void
asset_unknown(const struct asset *as, const char *path, struct slice reason)
{
    struct fact *f = asset_fact(as, slice_str(path));
    if (f)
        fact_unknown(f, reason);
}
