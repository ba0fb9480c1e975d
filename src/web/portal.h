/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The portal as a whole: what every thread reads and none changes once it
 * serves. Things with a lock of their own (web/pace.h, web/worker.h) say so.
 */
#pragma once

#include "base/env.h"
#include "model/catalog.h"
#include "web/pages.h"

struct portal_options {
    const char *dir;    /* the committee's folder */
    const char *data;   /* standards, regimes, … */
    const char *web;    /* templates, style, locale */
    const char *listen; /* "127.0.0.1:8080"; port 0: any free one; "unix:/run/comity.sock" */
    const char *url;    /* as visitors see it: "https://committee.example"; null: http://listen */
    const char *proxy;  /* the address whose X-Forwarded-… is believed; null: nobody's */
    const char *clock;  /* of a rehearsal alone: a file with the time; null: the machine's */
    unsigned threads;   /* that answer; 0: two more than processors */
    bool quiet;
};

struct pace;    /* web/pace.h: brute force slowed */
struct workers; /* web/worker.h: parsing in a sandbox */

/*
 * Reads data, templates and the committee's folder as far as it must to say that it can serve it.
 * *p is large and shared: it is not copied. `a` outlives it.
 */
struct portal;
MUST_USE bool portal_open(struct portal *p, struct arena *a, const struct env *env,
                          const struct portal_options *o, struct err *e);
void portal_close(struct portal *p);

struct portal {
    const struct portal_options *options;
    struct env env;         /* with the committee's clock */
    struct env machine;     /* with the machine's own: of sessions, tokens and invitations */
    struct slice url;       /* without a slash at its end */
    bool secure;            /* url is https */
    struct catalog catalog; /* rules and words; read-only */
    struct pages pages;
    uint8_t secret[32]; /* of this run: signs small cookies (web/note.h) */
    struct pace *pace;
    struct workers *workers;
};
