/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judging for pages: a product's evidence goes to a worker, with a day and regimes, and what it
 * says becomes a view. What takes long is said to take long; the page is asked again.
 */
#pragma once

#include "api/view_judge.h"
#include "web/call.h"
#include "web/worker_answers.h"

/* The field "on": as of which day. */
#define JUDGING_ON                                                             \
    {                                                                          \
        .name = "on", .kind = WEB_DATE, .label = N_("As of"),                  \
        .hint = N_("A day, past or to come: rules and their dates as of then") \
    }

/* The product of the first parameter; null where it was answered. */
MUST_USE bool judging_product(const struct product **p, struct answer *out, struct call *c,
                              struct err *e);

/* "2026-11-24": of the field, else today by the committee's clock. */
struct slice judging_on(const struct call *c);

/*
 * Asks the worker about a product; `options` has `on` and what else belongs to the task. READY:
 * *result is its JSON. False with *e for a fault of ours; a fault of the file is WORKER_FAILED with
 * *why.
 */
MUST_USE bool judging_ask(enum worker_state *state, struct json_node *result, struct slice *why,
                          struct call *c, enum worker_task task, struct json_node *options,
                          struct slice evidence, unsigned patience_ms, struct err *e);

/* Puts "state", and "why" where it failed. */
void judging_put_state(const struct call *c, struct json_node *n, enum worker_state state,
                       struct slice why);

/* The page behind a cell, as of the same day. */
struct slice judging_address(const struct call *c, const struct product *p, struct slice regime);

/* The address of this very page, to ask it again. */
struct slice judging_here(const struct call *c);

/* "product" of that shape. */
MUST_USE bool judging_view(struct answer *out, struct call *c, const struct product *p,
                           struct err *e);
/* "judged_once". */
MUST_USE bool judging_once(struct answer *out, struct call *c, struct slice name,
                           struct slice evidence, struct err *e);
