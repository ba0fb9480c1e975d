/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time zones: what the argument of t.getHours("Europe/Berlin") says about the
 * distance from UTC at a given moment. Three forms: "UTC", a fixed offset
 * ("+05:30", "-08:00", "02:00"), a name of the IANA database.
 *
 * Named zones are read from the system's TZif files through one function, so
 * that a test can put another in its place. Files and names are hostile: names
 * cannot leave the folder, files are bounded and read by our own reader.
 *
 * Spec: RFC 9636 (TZif) versions 1 to 4, POSIX TZ strings in the footer.
 * Files with leap seconds ("right/") are refused.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"

#define CEL_ZONE_FILE_MAX ((size_t)64 << 10) /* octets; the largest of tzdata has about 4 KiB */
#define CEL_ZONE_NAME_MAX 64                 /* octets */
#define CEL_ZONE_CACHE_MAX 512               /* zones kept; past that none is added */
#define CEL_ZONE_DIR "/usr/share/zoneinfo"

/* The day and time at which daylight saving begins or ends, each year. */
struct cel_zone_rule {
    enum {
        CEL_ZONE_JULIAN,  /* Jn: day 1 to 365, the leap day is not counted */
        CEL_ZONE_ORDINAL, /* n: day 0 to 365 */
        CEL_ZONE_WEEKDAY, /* Mm.w.d: the w-th weekday of a month, 5 is the last */
    } how;
    int month, week, day;
    int32_t time; /* seconds after midnight, local; can lie in another day */
};

/* A POSIX TZ string: the zone after its last transition. */
struct cel_zone_tail {
    bool present;
    bool saving;     /* has daylight saving: the rest is filled in */
    int32_t std_off; /* seconds east */
    int32_t dst_off;
    struct cel_zone_rule start, end;
};

/* One zone's file, checked; points into the file's octets. */
struct cel_zone {
    struct slice times;   /* transitions, big-endian, `width` octets each, ascending */
    struct slice indices; /* the type that begins there, one octet each */
    struct slice types;   /* 6 octets: offset in 4, daylight saving, name */
    size_t width;         /* 4 or 8 */
    struct cel_zone_tail tail;
};

/* Pure: octets of a TZif file to a zone. *out points into `file`. */
bool cel_zone_parse(struct cel_zone *out, struct slice file, struct err *e) MUST_USE;

/* Seconds east of UTC at a moment of CEL's range of timestamps. */
int32_t cel_zone_at(const struct cel_zone *z, int64_t sec);

/*
 * Where named zones come from, and those already read. `read` has the shape of
 * env's read_file and gets CEL_ZONE_DIR "/" name. All of it lives in `a`; not
 * for use by two threads at once.
 */
struct cel_zones {
    struct arena *a;
    bool (*read)(void *ctx, struct slice *out, struct arena *a, const char *path, size_t max,
                 struct err *e);
    void *ctx;
    struct map cache; /* name to struct cel_zone */
};

/*
 * The offset that `name` means at a moment. With a null `zones` only UTC and
 * fixed offsets are known. Fails with ERR_INPUT for what is no zone.
 */
bool cel_zone_offset(int32_t *out, struct cel_zones *zones, struct slice name, int64_t sec,
                     struct err *e) MUST_USE;
