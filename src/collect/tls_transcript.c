/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_transcript.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "model/date.h"
#include "text/json_write.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>

static const char *const outcomes[] = {
    [TLS_ANSWERED] = "answered", [TLS_ALERTED] = "alert",       [TLS_CLOSED] = "closed",
    [TLS_RESET] = "reset",       [TLS_SILENT] = "silent",       [TLS_UNREACHABLE] = "unreachable",
    [TLS_FOREIGN] = "not TLS",   [TLS_MALFORMED] = "malformed",
};

/* Host and port as a file name: what is neither letter nor digit becomes '_'. */
static struct slice
file_name(struct arena *a, struct slice target, size_t number)
{
    struct buf b;
    buf_init(&b, a, 512);
    buf_printf(&b, "%04zu-", number);
    for (size_t i = 0; i < target.n && i < 200; i++) {
        bool plain = isalnum(target.p[i]) || target.p[i] == '-' || target.p[i] == '.';
        buf_u8(&b, plain ? target.p[i] : '_');
    }
    buf_str(&b, ".jsonl");
    return buf_slice(&b);
}

void
tls_transcript_begin(struct tls_transcript *t, struct arena *a, const char *folder,
                     struct slice target, size_t number)
{
    *t = (struct tls_transcript){.target = target, .name = file_name(a, target, number)};
    struct slice path = arena_printf(a, "%s/%.*s", folder, SL_FMT(t->name));
    t->path = arena_str(a, path);
    t->part = arena_str(a, arena_printf(a, "%.*s.part", SL_FMT(path)));
    t->f = fopen(t->part, "wxe");
    if (!t->f && errno == EEXIST) {
        remove(t->part);
        t->f = fopen(t->part, "wxe");
    }
    if (!t->f)
        err_sys(&t->failed, "transcript %s", t->part);
    else
        t->digest = crypto_digest_new();
}

static struct slice
time_text(struct arena *a, int64_t wall_ns)
{
    struct slice stamp = date_stamp(a, wall_ns / 1000000000);
    return arena_printf(a, "%.*s.%06" PRId64 "Z", SL_FMT(slice_sub(stamp, 0, stamp.n - 1)),
                        wall_ns % 1000000000 / 1000);
}

static struct slice
both_hash(struct arena *a, const struct tls_transcript_entry *entry)
{
    uint8_t out[32];
    struct crypto_digest *d = crypto_digest_new();
    crypto_digest_add(d, entry->sent);
    crypto_digest_add(d, entry->received);
    crypto_digest_end(d, out);
    return crypto_hex(a, slice_of(out, sizeof out));
}

/* Every text in it is ours or hexadecimal, but for the note, which the JSON writer escapes. */
static void
write_entry(struct json_write *w, struct arena *a, const struct tls_transcript *t,
            const struct tls_transcript_entry *entry)
{
    const struct tls_answer *answer = entry->answer;
    json_write_flat_object(w);
    json_write_key(w, "exchange");
    json_write_int(w, (int64_t)t->exchanges);
    json_write_member(w, "asked", entry->label);
    json_write_member(w, "at", time_text(a, entry->wall_ns));
    json_write_key(w, "microseconds");
    json_write_int(w, entry->ns / 1000);
    json_write_member(w, "outcome", slice_str(outcomes[answer->outcome]));
    if (answer->outcome == TLS_ALERTED)
        json_write_member(w, "alert", tls_answer_alert(a, answer));
    if (answer->note.n > 0)
        json_write_member(w, "note", answer->note);
    json_write_member(w, "sent", crypto_hex(a, entry->sent));
    json_write_member(w, "received", crypto_hex(a, entry->received));
    json_write_member(w, "sha256", both_hash(a, entry));
    json_write_end(w);
}

void
tls_transcript_add(struct tls_transcript *t, struct arena *a,
                   const struct tls_transcript_entry *entry)
{
    if (!t->f)
        return;
    struct buf b;
    struct err e = {0};
    struct slice line;
    struct json_write *w = NEW(a, struct json_write);
    buf_init(&b, a, (size_t)4 << 20);
    json_write_init(w, json_sink_buf, &b);
    t->exchanges++;
    write_entry(w, a, t, entry);
    bool whole = json_write_done(w, &e);
    if (!buf_done(&b, &line, &e) || !whole) { /* past the limit of a line the buffer says so */
        if (t->failed.code == ERR_NONE)
            t->failed = e;
        return;
    }
    crypto_digest_add(t->digest, line);
    if (fwrite(line.p, 1, line.n, t->f) != line.n && t->failed.code == ERR_NONE)
        err_sys(&t->failed, "transcript %s", t->part);
}

void
tls_transcript_end(struct tls_transcript *t)
{
    if (!t->f)
        return;
    crypto_digest_end(t->digest, t->sha256);
    t->digest = NULL;
    bool ok = fclose(t->f) == 0;
    t->f = NULL;
    if (t->failed.code != ERR_NONE || !ok || rename(t->part, t->path) != 0) {
        if (t->failed.code == ERR_NONE)
            err_sys(&t->failed, "transcript %s", t->path);
        remove(t->part);
    }
}

struct slice
tls_transcript_note(const struct tls_transcript *t, struct arena *a)
{
    if (t->failed.code != ERR_NONE)
        return arena_printf(a, "no transcript: %s", t->failed.msg);
    struct slice sum = crypto_hex(a, slice_of(t->sha256, sizeof t->sha256));
    return arena_printf(a, "transcript %.*s sha256:%.*s", SL_FMT(t->name), SL_FMT(sum));
}

static void
write_index(struct json_write *w, struct arena *a, const struct tls_transcript *v, size_t n)
{
    json_write_object(w);
    json_write_key(w, "transcripts");
    json_write_array(w);
    for (size_t i = 0; i < n; i++) {
        json_write_flat_object(w);
        json_write_member(w, "target", v[i].target);
        if (v[i].failed.code != ERR_NONE) {
            json_write_member(w, "failed", slice_str(v[i].failed.msg));
        } else {
            json_write_member(w, "file", v[i].name);
            json_write_key(w, "exchanges");
            json_write_int(w, (int64_t)v[i].exchanges);
            json_write_member(w, "sha256",
                              crypto_hex(a, slice_of(v[i].sha256, sizeof v[i].sha256)));
        }
        json_write_end(w);
    }
    json_write_end(w);
    json_write_end(w);
}

static bool
file_sink(void *ctx, struct slice s)
{
    return fwrite(s.p, 1, s.n, ctx) == s.n;
}

bool
tls_transcript_index(const struct tls_transcript *v, size_t n, const char *folder, struct err *e)
{
    AUTO_ARENA a = {0};
    char *path = arena_str(&a, arena_printf(&a, "%s/index.json", folder));
    char *part = arena_str(&a, arena_printf(&a, "%s.part", path));
    FILE *f = fopen(part, "we");
    if (!f)
        return err_sys(e, "%s", part);
    struct json_write *w = NEW(&a, struct json_write);
    json_write_init(w, file_sink, f);
    write_index(w, &a, v, n);
    bool ok = json_write_done(w, e);
    if (fclose(f) != 0 && ok)
        ok = err_sys(e, "%s", part);
    if (ok && rename(part, path) != 0)
        ok = err_sys(e, "%s", path);
    if (!ok)
        remove(part);
    return ok;
}
