/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who visits, by the cookie of a session or by an API token. An observer is
 * a visitor without a person. Rights in the committee are not kept here: they
 * are the person's mandates, read afresh for every request.
 */
#pragma once

#include "api/viewer.h"
#include "web/http.h"
#include "web/route.h"

struct visitor {
    struct slice account; /* the name to sign in with; empty: an observer */
    struct slice person;  /* "p-3"; empty: an observer, or an administrator without a seat */
    bool administrator;
    bool token; /* by an API token, good for `scope` */
    enum route_scope scope;
    struct slice session;    /* its key in the store; empty: none */
    struct slice form_token; /* what every form carries back; there is one for observers, too */
    int64_t proved_at;       /* when the password was last given; 0: not in this session */
    struct slice lang;       /* "en", "zh": chosen for the account; empty: by the browser */
    struct slice theme;      /* "light", "dark"; empty: by the browser */
};
