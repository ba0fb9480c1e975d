/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of web/server.h share. Nobody else includes this. */
#pragma once

#include "base/buf.h"
#include "web/route.h"
#include "web/server.h"

#include <pthread.h>

#define SERVER_CONNECTIONS 1000
#define SERVER_FILES 4096                            /* open at once */
#define SERVER_QUEUE 256                             /* requests that wait for a thread */
#define SERVER_BODIES ((size_t)256 << 20)            /* octets of all bodies that are being read */
#define SERVER_DISCARD ((size_t)2 * HTTP_UPLOAD_MAX) /* of a body that is too large */
#define SERVER_HEAD_SECONDS 15                       /* for a head, and between two requests */
#define SERVER_BODY_SECONDS 30                       /* and one more for each SERVER_RATE octets */
#define SERVER_REPLY_SECONDS 60                      /* the same */
#define SERVER_RATE 16384
#define SERVER_WAIT_MS 3000    /* for another writer of the database */
#define SERVER_SPARE 64        /* jobs that are kept for the next requests */
#define SERVER_TILES 128       /* full tiles that are kept in memory */
#define SERVER_STOP_SECONDS 20 /* for what is under way */

/* --- one request on its way --- */

enum job_stage {
    JOB_HEAD,    /* its target is known */
    JOB_BODY,    /* its body is coming */
    JOB_ASKED,   /* an answering thread has it */
    JOB_REPLIED, /* on its way out */
};

struct job {
    struct job *next; /* in the queue */
    struct arena arena;
    struct arena_mark start; /* of the arena: jobs are used again */
    struct http_request request;
    struct http_reply reply;
    void *connection; /* the server's */
    enum job_stage stage;
    unsigned refused;          /* this status instead of asking anybody; 0: none */
    const char *method;        /* as sent; for the log */
    const char *logged;        /* the path for the log: secrets in it are left out */
    const char *why;           /* of `refused`, for people */
    const char *file;          /* of the record, below its folder; null: none */
    size_t body_max, expected; /* octets; expected SIZE_MAX: not said */
    size_t discarded;
    struct buf body;
    int64_t begun_ns;
};

/* --- server_queue.c: answering threads --- */

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct job *first, *last;
    size_t n;
    bool stop; /* take what is there, then end */
    const struct portal *portal;
    void (*answered)(struct job *j); /* called by the thread that answered */

    pthread_t threads[SERVER_THREADS_MAX];
    size_t nthreads, ready; /* threads whose office is open */
    bool failed;
    struct err why;
};

/* Starts the threads and waits until each has opened its office. */
MUST_USE bool queue_start(struct queue *q, const struct portal *p, unsigned threads,
                          void (*answered)(struct job *j), struct err *e);
/* False where the queue is full. */
MUST_USE bool queue_put(struct queue *q, struct job *j);
/* Ends the threads once the queue is empty. */
void queue_stop(struct queue *q);

/* --- server_files.c: the record's files --- */

struct record_file {
    int fd; /* the caller's */
    size_t size;
    char etag[64];
    const char *type, *cache;
};

/* Whether the path names a file of the record ("/record/tile/0/000"), by its shape alone. */
bool record_file_path(const char **relative, const char *path);
/* False: there is none. `root` is an open folder; no link is followed. */
bool record_file_open(struct record_file *out, int root, const char *relative);

/* --- server_watch.c: deadlines of connections --- */

struct watched {
    struct watched *next, *prev;
    int fd;
    int64_t until_ns;  /* INT64_MAX: none */
    struct job *begun; /* whose request has come and is not completed yet; or null */
};

struct watch {
    pthread_mutex_t lock;
    struct watched *first;
    const struct env *env;
};

void watch_init(struct watch *w, const struct env *env);
struct watched *watch_add(struct watch *w, int fd);
void watch_remove(struct watch *w, struct watched *x);
/* `seconds` from now, and one more for each SERVER_RATE octets; 0: no deadline. */
void watch_until(struct watch *w, struct watched *x, unsigned seconds, size_t octets);
/* Shuts the connections whose time is over; called about once a second. */
void watch_look(struct watch *w);

/* --- server_socket.c --- */

/* "READY=1" to systemd, where it wants to know. */
void server_notify(const char *what);

/* --- server_log.c --- */

/* The text of the second, which many lines share. */
struct server_log {
    int64_t second;
    char text[32];
};

/* One line for a request that was replied to. */
void server_log(struct server_log *l, const struct job *j, const struct env *env);
/* `path` with what steers a terminal, and a token in it, left out. */
const char *server_log_path(struct arena *a, const struct route *r, struct slice path);
