/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The object of a comment: its text, the change that it proposes, its place.
 * Written as office/object.h says; read leniently, because others write them, too.
 *
 *   {"anchor":{"clause":…,"digest":"sha256:…","element":…,"language":"zh","quote":…,"start":12},
 *    "element":…,"from":…,"line":…,"proposal":{…},"proposed":…,"salt":…,"text":…}
 */
#pragma once

#include "draft/anchor.h"
#include "draft/proposal.h"
#include "office/object.h"

struct comment_object {
    struct slice text;
    struct slice proposed;      /* in words, as the comment tables have it; may be empty */
    struct slice line, element; /* as written; may be empty */
    struct slice from;          /* of the public: who says so; may be empty */
    bool anchored, proposes;
    struct anchor anchor;     /* where `anchored` */
    struct proposal proposal; /* where `proposes` */
};

MUST_USE bool comment_object_write(struct slice *out, struct arena *a, const struct env *env,
                                   const struct comment_object *c, struct err *e);

/* False where it is no comment at all; parts that do not read are left out. */
bool comment_object_read(struct comment_object *out, struct arena *a, struct slice octets);
