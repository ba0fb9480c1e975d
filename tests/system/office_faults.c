/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What befalls an office: its processes are killed at any moment, its disk is full, its
 * disk cannot be written. Acknowledged acts are there afterwards, once each, and the record
 * verifies; a refusal is clear, and nothing is half done.
 *
 * Full and read-only disks are real ones, a small tmpfs, where this process may mount; a
 * limit on the size of files and a folder of another user where it may not.
 */
#include "office/verify.h"
#include "support/bureau.h"

#include "support/cases.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void
must(bool ok, const struct err *e)
{
    if (!ok)
        fail_msg("%s", e->msg);
}

static char *text(const char *fmt, ...) PRINTF_LIKE(1, 2);

static char *
text(const char *fmt, ...)
{
    char piece[4096];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(piece, sizeof piece, fmt, ap);
    va_end(ap);
    return arena_str(&case_arena, slice_str(piece));
}

static void
is_sound(struct bureau *b, uint64_t leaves)
{
    struct verified v;
    struct err e = {0};
    must(verify_record(&v, &case_arena, &b->env,
                       &(struct verify_options){.where = text("%s/record", b->dir)}, &e),
         &e);
    if (!v.sound)
        fail_msg("%.*s: %.*s", SL_FMT(v.kind), SL_FMT(v.difference));
    assert_int_equal(v.leaves, leaves);
}

/* --- killed --------------------------------------------------------------------------------- */

#define WRITERS 8
#define KILLS 200
#define ACTS_MAX 100000 /* per writer */

/* What a writer was told: act n of its own is the event of that index. */
struct acknowledged {
    uint64_t n, index;
};

struct storm {
    struct bureau *b;
    const char *project;
    pid_t pids[WRITERS];
    int acks[WRITERS]; /* files of struct acknowledged */
};

/* Each act is told apart by what it says. */
static uint64_t
mark_of(size_t writer, uint64_t n)
{
    return (uint64_t)(writer + 1) * ACTS_MAX + n;
}

static bool
write_one(struct storm *s, size_t writer, uint64_t n, uint64_t *index)
{
    struct bureau *b = s->b;
    struct office_done done;
    struct err e = {0};
    struct json_node data;
    char once[64];
    snprintf(once, sizeof once, "writer-%zu-%llu", writer, (unsigned long long)n);
    if (!json_parse(&data, &b->arena, SL("t"),
                    slice_str(bureau_comment(&b->arena, mark_of(writer, n))), &e))
        _exit(3);
    struct office_request r = {.type = SL("comment.filed"),
                               .project = slice_str(s->project),
                               .by = bureau_actor(&b->arena, 1 + writer),
                               .data = &data,
                               .once = slice_str(once)};
    if (!office_act(&done, &b->arena, &b->office, &r, &e)) {
        if (strstr(e.msg, "another process"))
            return false; /* waited too long on a slow machine: the same act again */
        fprintf(stderr, "writer: %s\n", e.msg);
        _exit(4);
    }
    if (done.answer == OFFICE_REFUSED || done.warning.n > 0) {
        fprintf(stderr, "writer: %.*s%.*s\n", SL_FMT(done.refusal.en), SL_FMT(done.warning));
        _exit(5);
    }
    *index = done.event.index;
    return true;
}

/* Until it is killed. It goes on behind what it was told last, as a careful client would. */
static void
writer(struct storm *s, size_t k)
{
    struct err e = {0};
    struct slices notes;
    struct acknowledged a = {0};
    uint64_t n = (uint64_t)lseek(s->acks[k], 0, SEEK_END) / sizeof a;
    while (!office_open(&s->b->office, s->b->dir, &s->b->env, &notes, &e))
        if (!strstr(e.msg, "another process")) {
            fprintf(stderr, "writer: open: %s\n", e.msg);
            _exit(2);
        }
    for (;; n++) {
        struct arena_mark mark = arena_mark(&s->b->arena);
        a.n = n;
        while (!write_one(s, k, n, &a.index))
            ;
        if (write(s->acks[k], &a, sizeof a) != sizeof a)
            _exit(6);
        arena_reset(&s->b->arena, mark);
    }
}

static void
spawn(struct storm *s, size_t k)
{
    /* A kill may fall between an acknowledgement's octets. */
    off_t end = lseek(s->acks[k], 0, SEEK_END);
    if (ftruncate(s->acks[k], end - end % (off_t)sizeof(struct acknowledged)) < 0)
        fail_msg("ftruncate");
    s->pids[k] = fork();
    if (s->pids[k] == 0)
        writer(s, k);
    assert_true(s->pids[k] > 0);
}

static void
stop(struct storm *s, size_t k)
{
    int status;
    kill(s->pids[k], SIGKILL);
    assert_int_equal(waitpid(s->pids[k], &status, 0), s->pids[k]);
    if (!WIFSIGNALED(status))
        fail_msg("writer %zu ended by itself, status %d", k, WEXITSTATUS(status));
}

/* Which act each event is of, and that none is there twice. */
struct census {
    uint64_t *index; /* by mark; 0: not seen */
    uint64_t n;
};

static bool
count(void *ctx, const struct store_event *ev, struct err *e)
{
    struct census *c = ctx;
    size_t at = slice_find(ev->octets, SL("\"object\":\"sha256:"));
    if (at == SIZE_MAX || slice_find(ev->octets, SL("comment.filed")) == SIZE_MAX)
        return true;
    struct slice hex = slice_sub(ev->octets, at + 17, 64);
    uint64_t mark = strtoull(arena_str(&case_arena, slice_sub(hex, 48, 16)), NULL, 16);
    if (mark >= (WRITERS + 1) * ACTS_MAX || c->index[mark] != 0)
        return err_set(e, ERR_INPUT, "act %llu is there twice", (unsigned long long)mark);
    c->index[mark] = ev->index;
    c->n++;
    return true;
}

static void
check_storm(struct storm *s)
{
    struct err e = {0};
    struct census c = {NEW_ARRAY(&case_arena, uint64_t, (WRITERS + 1) * ACTS_MAX), 0};
    struct store *store = s->b->office.store;
    uint64_t told = 0;
    must(store->ops->each(store, 0, STORE_NONE, NULL, count, &c, &e), &e);
    for (size_t k = 0; k < WRITERS; k++) {
        struct acknowledged a;
        off_t at = 0;
        for (; pread(s->acks[k], &a, sizeof a, at) == sizeof a; at += (off_t)sizeof a, told++)
            if (c.index[mark_of(k, a.n)] != a.index)
                fail_msg("act %d of writer %d was acknowledged as event %d and is not there",
                         (int)a.n, (int)k, (int)a.index);
    }
    /* At most one per kill was recorded and not acknowledged any more; retried, and then told. */
    assert_true(c.n >= told && c.n <= told + WRITERS);
    assert_true(told > KILLS); /* it did get to work in between */
    fprintf(stderr, "%llu acts acknowledged, %d kills\n", (unsigned long long)told, KILLS);
}

static void
killed_at_any_moment(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct storm s = {.b = &b};
    uint64_t seed = (uint64_t)time(NULL);
    bureau_make(&b, WRITERS);
    s.project = arena_str(&b.arena, bureau_project(&b));
    bureau_close(&b);
    for (size_t k = 0; k < WRITERS; k++) {
        s.acks[k] = open(text("%s/acks-%zu", b.temp.path, k), O_CREAT | O_RDWR | O_APPEND, 0600);
        assert_true(s.acks[k] >= 0);
        spawn(&s, k);
    }
    for (int i = 0; i < KILLS; i++) {
        size_t k = random_below(&seed, WRITERS);
        struct timespec t = {.tv_nsec = 1000 * (long)random_below(&seed, 150000)};
        nanosleep(&t, NULL);
        stop(&s, k);
        spawn(&s, k);
    }
    for (size_t k = 0; k < WRITERS; k++)
        stop(&s, k);
    must(bureau_reopen(&b, &e), &e);
    check_storm(&s);
    is_sound(&b, b.office.seen);
    bureau_act(&b, 1, "comment.filed", s.project, bureau_comment(&b.arena, 1));
    must(bureau_reopen(&b, &e), &e);
    assert_int_equal(b.notes.n, 0);
    is_sound(&b, b.office.seen);
    for (size_t k = 0; k < WRITERS; k++)
        close(s.acks[k]);
    bureau_done(&b);
}

/* --- a full disk ---------------------------------------------------------------------------- */

/*
 * A disk of that many octets at `path`; false where this process may not mount. It is
 * seen by this process and its children alone, and gone with them, however the test ends.
 */
static bool
small_disk(const char *path, const char *size)
{
    assert_int_equal(mkdir(path, 0755), 0);
    return unshare(CLONE_NEWNS) == 0 && mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("comity-test", path, "tmpfs", MS_NOSUID | MS_NODEV, size) == 0;
}

/* Takes all that is left. */
static void
ballast(const char *path)
{
    static const uint8_t zeros[4096];
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
    assert_true(fd >= 0);
    while (write(fd, zeros, sizeof zeros) > 0)
        ;
    while (write(fd, zeros, 1) > 0)
        ;
    close(fd);
}

static bool
try_comment(struct bureau *b, struct office_done *done, const char *id, const char *once,
            struct err *e)
{
    struct json_node data;
    must(json_parse(&data, &b->arena, SL("t"), slice_str(bureau_comment(&b->arena, 77)), e), e);
    struct office_request r = {.type = SL("comment.filed"),
                               .project = slice_str(id),
                               .by = bureau_actor(&b->arena, 1),
                               .data = &data,
                               .once = slice_str(once)};
    return office_act(done, &b->arena, &b->office, &r, e);
}

/* Acts until one does not fit: refused in words, not recorded, and done once there is room. */
static void
fill_up(struct bureau *b, const char *id, int *refused)
{
    struct err e = {0};
    struct office_done done;
    uint64_t size, before = 0;
    char once[32];
    int n = 0;
    bool ok = true;
    for (; ok && n < 3000; n++) {
        snprintf(once, sizeof once, "full-%d", n);
        before = b->office.seen;
        ok = try_comment(b, &done, id, once, &e);
        if (ok && done.answer != OFFICE_DONE)
            fail_msg("%.*s", SL_FMT(done.refusal.en));
    }
    *refused = n - 1;
    assert_false(ok);
    assert_int_equal(e.code, ERR_SYSTEM);
    if (!strstr(e.msg, "room"))
        fail_msg("%s", e.msg);
    struct err e2 = {0};
    must(b->office.store->ops->size(b->office.store, &size, &e2), &e2);
    assert_int_equal(size, before);
}

static void
move_to(struct bureau *b, const char *to)
{
    bureau_close(b);
    assert_int_equal(system(text("cp -a '%s' '%s/committee'", b->dir, to)), 0);
    b->dir = arena_str(&b->arena, slice_str(text("%s/committee", to)));
}

static void
full_disk(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    char once[32];
    int refused;
    bureau_make(&b, 3);
    const char *id = arena_str(&b.arena, bureau_project(&b));
    char *disk = text("%s/disk", b.temp.path);
    if (!small_disk(disk, "size=6m")) {
        bureau_done(&b);
        print_message("may not mount: see the limit on the size of files instead\n");
        skip();
    }
    move_to(&b, disk);
    must(bureau_reopen(&b, &e), &e);
    char *filler = text("%s/ballast", disk);
    ballast(filler);
    fill_up(&b, id, &refused);
    uint64_t seen = b.office.seen;
    bureau_close(&b);
    if (bureau_reopen(&b, &e)) /* to be read it may be opened; if not, it says why */
        bureau_close(&b);
    else if (!strstr(e.msg, "room") && !strstr(e.msg, "No space"))
        fail_msg("%s", e.msg);
    assert_int_equal(unlink(filler), 0);
    e = (struct err){0};
    must(bureau_reopen(&b, &e), &e);
    assert_int_equal(b.office.seen, seen);
    is_sound(&b, seen);
    snprintf(once, sizeof once, "full-%d", refused);
    must(try_comment(&b, &done, id, once, &e), &e);
    assert_int_equal(done.answer, OFFICE_DONE); /* not REPEATED: it had not been recorded */
    assert_int_equal(done.warning.n, 0);
    is_sound(&b, seen + 1);

    /* A committee that does not fit leaves nothing behind. */
    ballast(filler);
    struct json_node founding;
    must(json_parse(&founding, &case_arena, SL("t"), SL("{\"record\":\"a.example/b\"}"), &e), &e);
    assert_false(office_create(text("%s/other", disk), &b.env, &founding, NULL, 0, &e));
    assert_int_equal(access(text("%s/other", disk), F_OK), -1);
    assert_false(office_backup(&b.office, text("%s/copy", disk), true, &e));
    assert_int_equal(access(text("%s/copy.partial", disk), F_OK), -1);
    bureau_close(&b);
    assert_int_equal(umount(disk), 0);
    bureau_done(&b);
}

/* The same where no disk can be made: files may not grow past what they have. */
static void
files_may_not_grow(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct stat st;
    bureau_make(&b, 3);
    const char *id = arena_str(&b.arena, bureau_project(&b));
    bureau_close(&b);
    pid_t child = fork();
    if (child == 0) {
        int refused;
        must(bureau_reopen(&b, &e), &e);
        signal(SIGXFSZ, SIG_IGN);
        assert_int_equal(stat(text("%s/comity.db", b.dir), &st), 0);
        struct rlimit limit = {(rlim_t)st.st_size + 300000, RLIM_INFINITY};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        fill_up(&b, id, &refused);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    must(bureau_reopen(&b, &e), &e);
    is_sound(&b, b.office.seen);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 1));
    is_sound(&b, b.office.seen);
    bureau_done(&b);
}

/* --- a disk that cannot be written ---------------------------------------------------------- */

static void
read_only_disk(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    bureau_make(&b, 3);
    const char *id = arena_str(&b.arena, bureau_project(&b));
    uint64_t seen = b.office.seen;
    char *disk = text("%s/disk", b.temp.path);
    if (!small_disk(disk, "size=20m")) {
        bureau_done(&b);
        print_message("may not mount: see another user's folder instead\n");
        skip();
    }
    move_to(&b, disk);
    assert_int_equal(mount("comity-test", disk, "tmpfs", MS_REMOUNT | MS_RDONLY, ""), 0);
    assert_false(bureau_reopen(&b, &e));
    assert_int_equal(e.code, ERR_SYSTEM);
    if (!strstr(e.msg, "read-only"))
        fail_msg("%s", e.msg);
    is_sound(&b, seen); /* the record is to be read as ever */
    uint64_t entries;
    assert_false(office_restore(&entries, b.dir, text("%s/other", disk), NULL, &b.env, &e));
    assert_int_equal(mount("comity-test", disk, "tmpfs", MS_REMOUNT, ""), 0);
    e = (struct err){0};
    must(bureau_reopen(&b, &e), &e);
    assert_int_equal(b.notes.n, 0);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 1));
    is_sound(&b, seen + 1);
    bureau_close(&b);
    assert_int_equal(umount(disk), 0);
    bureau_done(&b);
}

/* As somebody who may read all of it and write none. */
static void
another_users_folder(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    bureau_make(&b, 3);
    const char *id = arena_str(&b.arena, bureau_project(&b));
    uint64_t seen = b.office.seen;
    bureau_close(&b);
    bool root = geteuid() == 0;
    assert_int_equal(chmod(text("%s/comity.db", b.dir), 0444), 0);
    assert_int_equal(chmod(b.dir, 0555), 0);
    assert_int_equal(chmod(b.temp.path, 0755), 0);
    pid_t child = fork();
    if (child == 0) {
        if (root && setuid(65534) != 0)
            _exit(77);
        bool opened = bureau_reopen(&b, &e);
        bool clear = strstr(e.msg, "read-only") || strstr(e.msg, "Permission denied");
        if (opened || !clear)
            fprintf(stderr, "opened %d: %s\n", opened, e.msg);
        _exit(opened || !clear);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(chmod(b.dir, 0755), 0);
    assert_int_equal(chmod(text("%s/comity.db", b.dir), 0600), 0);
    must(bureau_reopen(&b, &e), &e);
    assert_int_equal(b.office.seen, seen);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 1));
    bureau_done(&b);
}

int
main(void)
{
    CASES_TEST(killed_at_any_moment);
    CASES_TEST(full_disk);
    CASES_TEST(files_may_not_grow);
    CASES_TEST(read_only_disk);
    CASES_TEST(another_users_folder);
    return cases_run("office_faults");
}
