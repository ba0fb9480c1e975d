/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request and a reply as the portal sees them: values, no connection. The
 * server (web/server.h) makes and sends them; nothing else knows libmicrohttpd,
 * so that another front (SCGI, a test) can take its place.
 *
 * Spec: RFC 9110. Methods are GET (HEAD is answered as GET without its body)
 * and POST: every act works as a plain form.
 */
#pragma once

#include "base/arena.h"
#include "base/vec.h"

#define HTTP_TARGET_MAX 4096                /* octets of path and query */
#define HTTP_HEADERS_MAX ((size_t)16 << 10) /* octets of all header fields */
#define HTTP_FORM_MAX ((size_t)256 << 10)   /* of a body without a file */
#define HTTP_UPLOAD_MAX ((size_t)16 << 20)  /* of a body with files */
#define HTTP_FIELDS_MAX 1000                /* of a query or form */
#define HTTP_FILES_MAX 4                    /* of one form */

enum http_method { HTTP_GET, HTTP_POST };

/* The header fields that the portal reads. */
enum http_header {
    HTTP_ACCEPT,
    HTTP_ACCEPT_LANGUAGE,
    HTTP_AUTHORIZATION,
    HTTP_CONTENT_TYPE,
    HTTP_COOKIE,
    HTTP_HOST,
    HTTP_IF_NONE_MATCH,
    HTTP_ORIGIN,
    HTTP_REFERER,
    HTTP_SEC_FETCH_SITE,
    HTTP_X_FORWARDED_FOR, /* believed from the proxy alone: portal_options.proxy */
    HTTP_X_FORWARDED_PROTO,
};
#define HTTP_HEADERS (HTTP_X_FORWARDED_PROTO + 1)
extern const char *const http_header_names[HTTP_HEADERS]; /* "Accept", … */

/* One field of a query, a form or a cookie header; decoded, UTF-8 checked. */
struct http_pair {
    struct slice name, value;
};
struct http_pairs {
    struct http_pair *v;
    size_t n, cap; /* for vec_push */
};

/* One file of a multipart form (RFC 7578). The name is the sender's: for display alone. */
struct http_file {
    struct slice field, name, type, octets;
};
struct http_files {
    struct http_file *v;
    size_t n, cap;
};

struct http_request {
    enum http_method method;
    bool head;                          /* HEAD: the reply goes out without its body */
    struct slice path;                  /* as sent, percent-encoded; begins with '/' */
    struct slice query;                 /* as sent, behind '?'; may be empty */
    struct slice headers[HTTP_HEADERS]; /* empty: absent */
    struct slice body;
    struct slice peer; /* the address at the other end, as text */
};

struct http_reply {
    unsigned status;
    struct slice type; /* Content-Type */
    struct slice body;
    struct slice location;   /* of a redirect; empty: none */
    struct slice etag;       /* with its quotes; empty: none */
    struct slice cache;      /* Cache-Control; empty: "no-store" */
    struct slice attachment; /* file name of a download; empty: shown in place */
    struct slice allow;      /* of 405 */
    unsigned retry_after;    /* seconds; of 429 and 503; 0: none */
    struct slices cookies;   /* values of Set-Cookie */
};

/* The value of a cookie in a Cookie header (RFC 6265, 4.2); empty where there is none. */
struct slice http_cookie(struct slice header, const char *name);

/* Whether an If-None-Match names this tag (with its quotes): a list, weak ones, "*" (RFC
 * 9110, 13.1.2).
 */
bool http_etag_known(struct slice if_none_match, struct slice etag);

/* Percent-decoding, in `a`; "+" is a space where `plus`. A "%" without two digits stays. */
struct slice http_decode(struct arena *a, struct slice text, bool plus);
/* The other way: all but letters, digits and "-._~" is written %XX. */
struct slice http_encode(struct arena *a, struct slice text);

/* "OK", "See Other", …: the reason phrase, for pages and logs. */
const char *http_status_name(unsigned status);
