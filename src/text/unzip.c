/* SPDX-License-Identifier: Apache-2.0 */
#include "text/unzip.h"

#include <zip.h>

#define NAME_MAX_SHOWN 80

static bool
fail_zip(struct err *e, const char *what, zip_error_t *ze)
{
    return err_set(e, ERR_INPUT, "%s: %s", what, zip_error_strerror(ze));
}

/* Names that would lead out of a folder, were anybody to unpack this. */
static bool
name_leads_out(struct slice name)
{
    struct slice part;
    if (name.n == 0 || name.p[0] == '/' || memchr(name.p, '\\', name.n))
        return true;
    if (name.n > 1 && name.p[1] == ':')
        return true;
    while (slice_cut(&name, '/', &part))
        if (slice_eq(part, SL("..")))
            return true;
    return false;
}

static bool
check_names(zip_t *archive, struct err *e)
{
    zip_int64_t n = zip_get_num_entries(archive, 0);
    if (n > UNZIP_ENTRIES_MAX)
        return err_set(e, ERR_LIMIT, "the archive has %lld entries, we accept %d", (long long)n,
                       UNZIP_ENTRIES_MAX);
    for (zip_int64_t i = 0; i < n; i++) {
        struct slice name = slice_str(zip_get_name(archive, (zip_uint64_t)i, ZIP_FL_ENC_RAW));
        if (name_leads_out(name))
            return err_set(e, ERR_INPUT,
                           "the archive has an entry '%.*s', whose name leads out of its folder",
                           SL_FMT(slice_sub(name, 0, NAME_MAX_SHOWN)));
    }
    return true;
}

bool
unzip_open(struct unzip *z, struct slice octets, struct err *e)
{
    zip_error_t ze;
    *z = (struct unzip){0};
    if (octets.n > UNZIP_FILE_MAX)
        return err_set(e, ERR_LIMIT, "%zu octets, we accept %zu", octets.n, UNZIP_FILE_MAX);
    zip_error_init(&ze);
    zip_source_t *source = zip_source_buffer_create(octets.p, octets.n, 0, &ze);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &ze) : NULL;
    if (!archive) {
        fail_zip(e, "not a readable ZIP archive (cut short, or damaged)", &ze);
        zip_source_free(source);
        zip_error_fini(&ze);
        return false;
    }
    zip_error_fini(&ze);
    z->archive = archive;
    if (check_names(archive, e))
        return true;
    unzip_close(z);
    return false;
}

void
unzip_close(struct unzip *z)
{
    if (z->archive)
        zip_discard(z->archive);
    z->archive = NULL;
}

/* Small letters in ASCII. */
static uint8_t
small(uint8_t c)
{
    return (uint8_t)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool
same_name(struct slice x, struct slice y)
{
    if (x.n != y.n)
        return false;
    for (size_t i = 0; i < x.n; i++)
        if (small(x.p[i]) != small(y.p[i]))
            return false;
    return true;
}

/* -1 where there is none, -2 where there are two. */
static zip_int64_t
locate(zip_t *archive, struct slice name)
{
    zip_int64_t at = -1;
    zip_int64_t n = zip_get_num_entries(archive, 0);
    for (zip_int64_t i = 0; i < n; i++) {
        if (!same_name(slice_str(zip_get_name(archive, (zip_uint64_t)i, ZIP_FL_ENC_RAW)), name))
            continue;
        if (at >= 0)
            return -2;
        at = i;
    }
    return at;
}

/* What the directory of the archive says of an entry, against our limits. */
static bool
check_stat(const struct unzip *z, const zip_stat_t *st, struct err *e)
{
    const zip_uint64_t wanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if ((st->valid & wanted) != wanted)
        return err_set(e, ERR_INPUT, "its size is not given");
    if ((st->valid & ZIP_STAT_ENCRYPTION_METHOD) && st->encryption_method != ZIP_EM_NONE)
        return err_set(e, ERR_INPUT, "encrypted: save the file without a password");
    if (st->comp_method != ZIP_CM_STORE && st->comp_method != ZIP_CM_DEFLATE)
        return err_set(e, ERR_UNSUPPORTED, "packed by method %u, we read stored and deflated",
                       st->comp_method);
    if (st->size > UNZIP_ENTRY_MAX || st->size > UNZIP_TOTAL_MAX - z->total)
        return err_set(e, ERR_LIMIT, "%llu octets unpacked, we accept %zu in one part, %zu in all",
                       (unsigned long long)st->size, UNZIP_ENTRY_MAX, UNZIP_TOTAL_MAX);
    if (st->size > UNZIP_RATIO_FREE && st->size / UNZIP_RATIO_MAX > st->comp_size)
        return err_set(e, ERR_LIMIT, "%llu octets packed into %llu: this is made to fill memory",
                       (unsigned long long)st->size, (unsigned long long)st->comp_size);
    return true;
}

/* To its end, where libzip checks length and CRC. */
static bool
inflate_all(zip_file_t *f, struct slice *out, struct arena *a, size_t size, struct err *e)
{
    uint8_t *room = NEW_ARRAY(a, uint8_t, size + 1);
    size_t n = 0;
    zip_int64_t got;
    while ((got = zip_fread(f, room + n, size + 1 - n)) > 0)
        if ((n += (size_t)got) > size)
            return err_set(e, ERR_INPUT, "longer than its directory says");
    if (got < 0)
        return fail_zip(e, "damaged", zip_file_get_error(f));
    if (n != size)
        return err_set(e, ERR_INPUT, "shorter than its directory says");
    *out = slice_of(room, n);
    return true;
}

static bool
read_entry(struct unzip *z, struct slice *out, struct arena *a, zip_int64_t at, struct err *e)
{
    zip_stat_t st;
    if (zip_stat_index(z->archive, (zip_uint64_t)at, 0, &st) != 0)
        return fail_zip(e, "damaged", zip_get_error(z->archive));
    if (!check_stat(z, &st, e))
        return false;
    zip_file_t *f = zip_fopen_index(z->archive, (zip_uint64_t)at, 0);
    if (!f)
        return fail_zip(e, "damaged", zip_get_error(z->archive));
    bool ok = inflate_all(f, out, a, (size_t)st.size, e);
    zip_fclose(f);
    z->total += (size_t)st.size;
    return ok;
}

bool
unzip_read(struct unzip *z, struct slice *out, bool *found, struct arena *a, struct slice name,
           struct err *e)
{
    *out = slice_of(NULL, 0);
    zip_int64_t at = locate(z->archive, name);
    *found = at >= 0;
    if (at == -1)
        return true;
    struct slice shown = slice_sub(name, 0, NAME_MAX_SHOWN);
    if (at == -2)
        return err_set(e, ERR_INPUT, "'%.*s' stands in the archive twice", SL_FMT(shown));
    return read_entry(z, out, a, at, e) || err_in(e, "%.*s", SL_FMT(shown));
}
