/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happens as an Atom feed, what is due as a calendar: for programs that people already use.
 * Written from the views, so that they say what the pages say.
 *
 * Spec: RFC 4287 (Atom), RFC 4151 (tag: identifiers); RFC 5545 (iCalendar: lines end in CR LF and
 * fold at 75 octets), RFC 7986 (NAME, REFRESH-INTERVAL).
 */
#pragma once

#include "text/json.h"

#include "base/buf.h"

#define FEED_MAX ((size_t)2 << 20) /* octets */
#define FEED_ENTRIES 50

struct feed {
    struct slice name;   /* in the reader's language */
    struct slice url;    /* of the portal, without a slash at its end */
    struct slice path;   /* of the feed itself: "/projects/P-7/feed.atom" */
    struct slice origin; /* of the record: "comity.example/tc-1": identifiers are made of it */
    int64_t opened;      /* of the committee: the date of its tag: authority */
    int64_t now;
    bool zh;
};

/* `entries`: an array of entry_ref (api/view.h), newest first. */
MUST_USE bool feed_atom(struct buf *out, struct arena *a, const struct feed *f,
                        const struct json_node *entries, struct err *e);

/* `due`: an array of due (api/view_project.h). */
MUST_USE bool feed_calendar(struct buf *out, struct arena *a, const struct feed *f,
                            const struct json_node *due, struct err *e);
