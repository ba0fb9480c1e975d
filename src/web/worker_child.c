/* SPDX-License-Identifier: Apache-2.0 */
#include "web/worker_child.h"

#include "base/cleanup.h"
#include "text/json_write.h"
#include "web/sandbox.h"
#include "web/worker.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#define FAULT_MAX ((size_t)4096)

static bool
write_all(struct slice s)
{
    while (s.n) {
        ssize_t n = write(STDOUT_FILENO, s.p, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = slice_sub(s, (size_t)n, s.n);
    }
    return true;
}

static bool
read_all(struct slice *out, struct arena *a, struct err *e)
{
    size_t max = WORKER_OPTIONS_MAX + WORKER_FILE_MAX + sizeof(uint32_t);
    struct buf b;
    buf_init(&b, a, max + 1);
    uint8_t *chunk = arena_alloc(a, 1, (size_t)1 << 16);
    for (;;) {
        ssize_t n = read(STDIN_FILENO, chunk, (size_t)1 << 16);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_sys(e, "standard input");
        if (n == 0)
            break;
        buf_add(&b, slice_of(chunk, (size_t)n));
        if (b.full || b.n > max)
            return err_set(e, ERR_LIMIT, "the file is larger than %zu octets", WORKER_FILE_MAX);
    }
    return buf_done(&b, out, e);
}

static bool
take_options(struct json_node *out, struct slice *file, struct arena *a, struct slice all,
             struct err *e)
{
    uint32_t n;
    struct slice options;
    if (!slice_u32(&all, &n) || n > WORKER_OPTIONS_MAX || !slice_take(&all, n, &options))
        return err_set(e, ERR_INPUT, "no options in front of the file");
    *file = all;
    return json_parse(out, a, SL("options"), options, e);
}

static const char *
code_name(enum err_code code)
{
    switch (code) {
    case ERR_LIMIT:
        return "limit";
    case ERR_SYSTEM:
        return "system";
    case ERR_UNSUPPORTED:
        return "unsupported";
    case ERR_INPUT:
    case ERR_NONE:
        return "input";
    }
    return "input";
}

static int
say_fault(struct arena *a, const struct err *e)
{
    struct buf b;
    struct json_write w;
    struct err none = {0};
    buf_init(&b, a, FAULT_MAX);
    json_write_init(&w, json_sink_buf, &b);
    json_write_object(&w);
    json_write_key(&w, "fault");
    json_write_object(&w);
    json_write_member(&w, "code", slice_str(code_name(e->code)));
    json_write_member(&w, "text", slice_str(e->msg));
    json_write_end(&w);
    json_write_end(&w);
    (void)!json_write_done(&w, &none);
    (void)!write_all(buf_slice(&b));
    return 1;
}

static const struct worker_job *
find_job(const char *name, const struct worker_job *more)
{
    for (size_t i = 0; i < nworker_jobs; i++)
        if (strcmp(worker_jobs[i].name, name) == 0)
            return &worker_jobs[i];
    for (; more && more->name; more++)
        if (strcmp(more->name, name) == 0)
            return more;
    return NULL;
}

/* Everything that needs the outside. */
static bool
prepare(struct catalog *catalog, struct arena *a, const struct env *env,
        const struct worker_job *job, const char *data, struct err *e)
{
    struct sandbox_limits limits = {job->memory, job->seconds};
    tzset();
    return sandbox_limit(&limits, e) && (!job->load || job->load(catalog, a, env, data, e)) &&
           (!job->prepare || job->prepare(e)) && sandbox_enter(e);
}

static bool
work(struct buf *out, struct arena *a, struct worker_in *in, const struct worker_job *job,
     struct err *e)
{
    struct slice all;
    struct json_node options;
    if (!read_all(&all, a, e) || !take_options(&options, &in->file, a, all, e))
        return false;
    in->options = &options;
    return job->run(out, in, e);
}

int
worker_child(const struct env *env, const char *name, const char *data,
             const struct worker_job *more)
{
    /* Never freed: the process ends, and a sanitizer's look for leaks would need what is gone. */
    struct arena *a = &(struct arena){0};
    struct catalog catalog;
    struct err e = {0};
    struct buf out;
    struct slice answer;
    const struct worker_job *job = find_job(name, more);
    if (!job) {
        err_set(&e, ERR_SYSTEM, "no task '%s'", name);
        return say_fault(a, &e);
    }
    a->max = job->memory / 4 * 3; /* the rest is for libraries with a heap of their own */
    struct worker_in in = {.a = a, .env = env, .catalog = job->load ? &catalog : NULL};
    buf_init(&out, a, WORKER_OUTPUT_MAX);
    if (!prepare(&catalog, a, env, job, data, &e) || !work(&out, a, &in, job, &e))
        return say_fault(a, &e);
    if (!buf_done(&out, &answer, &e)) {
        err_set(&e, ERR_LIMIT, "the answer would be larger than %zu MiB: give less at once",
                WORKER_OUTPUT_MAX >> 20);
        return say_fault(a, &e);
    }
    return write_all(answer) ? 0 : 1;
}
