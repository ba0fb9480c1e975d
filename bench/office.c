/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A committee of a million events in a thousand projects: how long a start takes,
 * a rebuild, a verification from the static files, a look at one project; and how many durable
 * acts a second, beside what SQLite itself commits on the same disk in the same run.
 *
 * usage: office [EVENTS [PROJECTS [ACTS]]]
 */
#include "office/verify.h"
#include "support/bureau.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
need(bool ok, const struct err *e)
{
    if (ok)
        return;
    fprintf(stderr, "bench office: %s\n", e->msg);
    exit(1);
}

/* Of this program alone: getrusage would tell of the one that it was made from, too. */
static long
peak_mib(void)
{
    char line[256];
    long kib = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtol(line + 6, NULL, 10);
    if (f)
        fclose(f);
    return kib / 1024;
}

/* --- one thing each ------------------------------------------------------------------------- */

typedef void (*measure)(struct bureau *b, uint64_t events);

static void
start(struct bureau *b, uint64_t events)
{
    struct err e = {0};
    double t = seconds();
    need(bureau_reopen(b, &e), &e);
    t = seconds() - t;
    printf("start            %8.3f s   (%" PRIu64 " events; below 2 s)   %ld MiB\n", t, events,
           peak_mib());
    for (size_t i = 0; i < b->notes.n; i++)
        printf("  note: %.*s\n", SL_FMT(b->notes.v[i]));
    const struct project *p;
    char id[32]; /* the first one: founding, process and four acts per member stand before it */
    snprintf(id, sizeof id, "P-%zu", 2 + 4 * b->members);
    t = seconds();
    need(office_project(&p, &b->office, slice_str(id), &e), &e);
    printf("one project      %8.3f s   (%" PRIu64 " events)\n", seconds() - t, p ? p->events : 0);
}

static void
rebuild(struct bureau *b, uint64_t events)
{
    struct err e = {0};
    need(bureau_reopen(b, &e), &e);
    double t = seconds();
    need(office_rebuild(&b->office, NULL, NULL, &e), &e);
    t = seconds() - t;
    printf("rebuild          %8.0f events/s   (%.2f s; at least 100000)   %ld MiB\n",
           (double)events / t, t, peak_mib());
}

static void
verify(struct bureau *b, uint64_t events)
{
    struct err e = {0};
    struct verified v;
    struct arena a = {0};
    char where[4096];
    snprintf(where, sizeof where, "%s/record", b->dir);
    double t = seconds();
    need(verify_record(&v, &a, &b->env, &(struct verify_options){.where = where}, &e), &e);
    t = seconds() - t;
    printf("verify           %8.0f leaves/s   (%.2f s; at least 200000)   %ld MiB\n",
           (double)events / t, t, peak_mib());
    if (!v.sound || v.leaves != events) {
        fprintf(stderr, "bench office: %" PRIu64 " leaves of %" PRIu64 ": %.*s\n", v.leaves, events,
                SL_FMT(v.difference));
        exit(1);
    }
    arena_free(&a);
}

/* What SQLite itself does: one row of a leaf's size per transaction, in the same folder. */
static double
sqlite_alone(const struct bureau *b, size_t n)
{
    char path[4096];
    sqlite3 *h;
    sqlite3_stmt *st;
    char leaf[400];
    memset(leaf, 'x', sizeof leaf);
    snprintf(path, sizeof path, "%s/alone.db", b->temp.path);
    if (sqlite3_open(path, &h) != SQLITE_OK ||
        sqlite3_exec(h,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                     "CREATE TABLE t (id INTEGER PRIMARY KEY, leaf BLOB)",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(h, "INSERT INTO t (leaf) VALUES (?)", -1, &st, NULL) != SQLITE_OK)
        exit(1);
    double t = seconds();
    for (size_t i = 0; i < n; i++) {
        sqlite3_bind_blob(st, 1, leaf, sizeof leaf, SQLITE_STATIC);
        if (sqlite3_step(st) != SQLITE_DONE || sqlite3_reset(st) != SQLITE_OK)
            exit(1);
    }
    t = seconds() - t;
    sqlite3_finalize(st);
    sqlite3_close(h);
    unlink(path);
    return (double)n / t;
}

static double
our_acts(struct bureau *b, const char *project, size_t n, uint64_t from, bool later)
{
    struct err e = {0};
    double t = seconds();
    for (size_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(&b->arena);
        struct office_done done;
        b->later = later;
        bureau_try(&done, b, 1 + i % b->members, "comment.filed", project,
                   bureau_comment(&b->arena, from + i));
        if (done.answer != OFFICE_DONE || done.warning.n > 0 || (done.receipt.n == 0) != later) {
            snprintf(e.msg, sizeof e.msg, "%.*s%.*s", SL_FMT(done.refusal.en),
                     SL_FMT(done.warning));
            need(false, &e);
        }
        arena_reset(&b->arena, mark);
    }
    need(office_settle(&b->office, &e), &e);
    return (double)n / (seconds() - t);
}

/* In turns, so that both meet the same disk. */
static void
acts(struct bureau *b, uint64_t n)
{
    struct err e = {0};
    double ours = 0, shown = 0, theirs = 0;
    enum { TURNS = 5 };
    need(bureau_reopen(b, &e), &e);
    const char *id = arena_str(&b->arena, bureau_project(b));
    for (int i = 0; i < TURNS; i++) {
        theirs += sqlite_alone(b, n / TURNS) / TURNS;
        ours += our_acts(b, id, n / TURNS, (uint64_t)i * n, true) / TURNS;
        shown += our_acts(b, id, n / TURNS, (uint64_t)i * n, false) / TURNS;
    }
    printf("SQLite alone     %8.0f commits/s of one row of 400 octets, beside the next two\n",
           theirs);
    printf("durable acts     %8.0f /s = %.0f %% (at least 60), the public files every %" PRIu64
           " acts\n",
           ours, 100 * ours / theirs, n / TURNS);
    printf("  with receipt   %8.0f /s = %.0f %%, the public files with every act   %ld MiB\n",
           shown, 100 * shown / theirs, peak_mib());
}

static const struct {
    const char *name;
    measure measure;
} parts[] = {{"start", start}, {"rebuild", rebuild}, {"verify", verify}, {"acts", acts}};

/* In a program of its own, so that what it says of memory is its own. */
static void
apart(const char *part, const struct bureau *b, uint64_t n)
{
    char count[32], now[32], members[32];
    snprintf(count, sizeof count, "%" PRIu64, n);
    snprintf(now, sizeof now, "%" PRId64, b->now);
    snprintf(members, sizeof members, "%zu", b->members);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        execl("/proc/self/exe", "bench_office", "at", b->dir, part, count, members, now,
              b->temp.path, (char *)NULL);
        _exit(127);
    }
    int status = 1;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        exit(1);
}

static int
run_part(char **argv)
{
    struct bureau b;
    bureau_at(&b, argv[2], strtoul(argv[5], NULL, 10), strtoll(argv[6], NULL, 10));
    snprintf(b.temp.path, sizeof b.temp.path, "%s", argv[7]);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (strcmp(argv[3], parts[i].name) == 0)
            parts[i].measure(&b, strtoull(argv[4], NULL, 10));
    bureau_close(&b);
    return 0;
}

int
main(int argc, char **argv)
{
    if (argc == 8 && strcmp(argv[1], "at") == 0)
        return run_part(argv);
    uint64_t events = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    size_t projects = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000;
    uint64_t nacts = argc > 3 ? strtoull(argv[3], NULL, 10) : 2000;
    struct bureau b;
    double t = seconds();
    bureau_make(&b, 81);
    bureau_fill(&b, events - 2 - 4 * 81, projects);
    bureau_close(&b);
    printf("(made in %.1f s)\n", seconds() - t);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        apart(parts[i].name, &b, parts[i].measure == acts ? nacts : events);
    bureau_done(&b);
    return 0;
}
