/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first octet says what the rest is: t a timestamp, d a duration, n a
 * number, z the name of a zone, anything else a TZif file. What was read and
 * printed must read back as the same.
 */
#include "cel/number.h"
#include "cel/time.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool holds)
{
    if (!holds)
        abort();
}

static void
timestamp(struct arena *a, struct slice s)
{
    struct cel_time t, back;
    struct buf b;
    if (!cel_time_parse(&t, s, NULL))
        return;
    buf_init(&b, a, 64);
    cel_time_print(&b, t);
    must(cel_time_parse(&back, buf_slice(&b), NULL) && cel_time_cmp(t, back) == 0);
    for (int f = CEL_TIME_FULL_YEAR; f <= CEL_TIME_MILLISECONDS; f++)
        must(cel_time_get(t, (enum cel_time_field)f, -86399) >= 0);
}

static void
duration(struct arena *a, struct slice s)
{
    int64_t ns, back;
    struct buf b;
    if (!cel_duration_parse(&ns, s, NULL))
        return;
    buf_init(&b, a, 64);
    cel_duration_print(&b, ns);
    must(cel_duration_parse(&back, buf_slice(&b), NULL) && ns == back);
}

static void
number(struct arena *a, struct slice s)
{
    double v, back;
    int64_t i;
    uint64_t u;
    struct buf b;
    (void)!cel_int_parse(&i, s);
    (void)!cel_uint_parse(&u, s);
    if (cel_double_parse(&v, s) != CEL_NUMBER_OK)
        return;
    buf_init(&b, a, 1000);
    cel_double_print(&b, v);
    must(cel_double_parse(&back, buf_slice(&b)) == CEL_NUMBER_OK);
    must(memcmp(&v, &back, sizeof v) == 0 || v != v);
    buf_init(&b, a, 1000);
    cel_double_print_plain(&b, v);
    must(cel_double_parse(&back, buf_slice(&b)) == CEL_NUMBER_OK && (v == back || v != v));
}

/* No file at all: what reaches it must be a name that cannot leave the folder. */
static bool
no_file(void *ctx, struct slice *out, struct arena *a, const char *path, size_t max, struct err *e)
{
    (void)ctx;
    (void)out;
    (void)a;
    must(strncmp(path, CEL_ZONE_DIR "/", sizeof CEL_ZONE_DIR) == 0);
    must(!strstr(path, "..") && !strstr(path, "//") && strlen(path) < max);
    return err_set(e, ERR_SYSTEM, "no files here");
}

static void
zone_file(struct slice s)
{
    static const int64_t moments[] = {CEL_TIME_MIN, -1, 0, 1616893200, 4102444800, CEL_TIME_MAX};
    struct cel_zone z;
    if (!cel_zone_parse(&z, s, NULL))
        return;
    for (size_t i = 0; i < COUNT_OF(moments); i++) {
        int32_t offset = cel_zone_at(&z, moments[i]);
        must(offset > -26 * 3600 && offset < 26 * 3600);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct slice s = slice_of(data, n);
    struct cel_zones zones = {.a = &a, .read = no_file};
    uint8_t what = 0;
    int32_t offset;
    (void)!slice_u8(&s, &what);
    if (what == 't')
        timestamp(&a, s);
    else if (what == 'd')
        duration(&a, s);
    else if (what == 'n')
        number(&a, s);
    else if (what == 'z')
        (void)!cel_zone_offset(&offset, &zones, s, 0, NULL);
    else
        zone_file(s);
    arena_free(&a);
    return 0;
}
