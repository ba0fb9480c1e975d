/* SPDX-License-Identifier: Apache-2.0 */
#include "files.h"

#include "base/vec.h"

static const struct files base[] = {
    {"registry/suites.csv", "name,code,kx,aead,bits,versions\n"
                            "AES_GCM,0x1301,any,true,128,T3\n"
                            "ECDHE_CBC,0xC013,ECDHE,false,128,T2\n"
                            "RSA_CBC,0x002F,RSA,false,256,T1;T2\n"
                            "NULL_NULL,0,NULL,false,0,\n"},
    {"registry/suites.yaml", "registry: suites\n"
                             "title: Suites\n"
                             "source: [{title: test}]\n"
                             "attributes:\n"
                             "  kx: {type: string, text: exchange}\n"
                             "  aead: {type: bool, text: aead}\n"
                             "  bits: {type: int, text: bits}\n"
                             "  versions: {type: strings, text: versions}\n"},
    {"registry/versions.csv", "name,code\nT1,1\nT2,2\nT3,3\n"},
    {"registry/versions.yaml", "registry: versions\n"
                               "title: Versions\n"
                               "source: [{title: test}]\n"
                               "attributes: {}\n"},
    {"vocabulary/cert.yaml",
     "kind: cert\n"
     "title: Certificate\n"
     "fields:\n"
     "  key.algorithm: {type: string, one_of: [RSA, EC], label: l, text: t, collect: c}\n"
     "  key.bits: {type: int, unit: bit, label: l, text: t, collect: c}\n"
     "  key.curve.name: {type: string, label: l, text: t, collect: c}\n"
     "  until: {type: time, label: l, text: t, collect: c}\n"
     "  names: {type: strings, label: l, text: t, collect: c}\n"},
    {"vocabulary/tls.yaml",
     "kind: tls\n"
     "title: Endpoint\n"
     "fields:\n"
     "  role: {type: string, one_of: [server, client], label: l, text: t, collect: c}\n"
     "  suites: {type: set, registry: suites, label: l, text: t, collect: c}\n"
     "  versions: {type: set, registry: versions, label: l, text: t, collect: c}\n"
     "  tickets: {type: bool, label: l, text: t, collect: c}\n"
     "  lifetime: {type: int, unit: second, label: l, text: t, collect: c}\n"},
};

void
data_folder_init(struct data_folder *d)
{
    *d = (struct data_folder){0};
    for (size_t i = 0; i < COUNT_OF(base); i++)
        data_folder_put(d, base[i].path, base[i].text);
}

void
data_folder_put(struct data_folder *d, const char *path, const char *text)
{
    size_t i = 0;
    while (i < d->n && strcmp(d->v[i].path, path) != 0)
        i++;
    d->v[i] = (struct files){path, text};
    d->n += i == d->n;
}

static bool
read_file(void *ctx, struct slice *out, struct arena *a UNUSED, const char *path, size_t max,
          struct err *e)
{
    const struct data_folder *d = ctx;
    for (size_t i = 0; i < d->n; i++) {
        if (strncmp(path, "data/", 5) != 0 || strcmp(d->v[i].path, path + 5) != 0)
            continue;
        *out = slice_str(d->v[i].text);
        return out->n <= max || err_set(e, ERR_LIMIT, "%s: too large", path);
    }
    return err_set(e, ERR_SYSTEM, "%s: no such file", path);
}

/* What follows "data/" in `path`, up to the next slash, each once; the table is in order. */
static bool
list_dir(void *ctx, struct slices *out, struct arena *a, const char *path, struct err *e UNUSED)
{
    const struct data_folder *d = ctx;
    struct slice prefix = arena_printf(a, "%s/", path);
    VEC(struct slice) names = {0};
    for (size_t i = 0; i < d->n; i++) {
        struct slice file = arena_printf(a, "data/%s", d->v[i].path), rest, name;
        if (!slice_has_prefix(file, prefix))
            continue;
        rest = slice_sub(file, prefix.n, file.n);
        slice_cut(&rest, '/', &name);
        if (names.n == 0 || !slice_eq(names.v[names.n - 1], name))
            vec_push(a, &names, name);
    }
    *out = (struct slices){names.v, names.n};
    return true;
}

struct env
data_folder_env(struct data_folder *d)
{
    return (struct env){.ctx = d, .read_file = read_file, .list_dir = list_dir};
}
