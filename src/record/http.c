/* SPDX-License-Identifier: Apache-2.0 */
#include "record/http.h"

#include "base/buf.h"

#include <curl/curl.h>
#include <stdlib.h>

struct http {
    CURL *curl;
    char why[CURL_ERROR_SIZE];
};

static size_t
receive(const char *p, size_t size, size_t n, void *ctx)
{
    struct buf *body = ctx;
    buf_add(body, slice_of(p, size * n));
    return body->full ? 0 : size * n;
}

/* Protocols and redirects are bounded: an address that we read must not lead to a local file. */
static bool
set_up(struct http *h)
{
    CURL *c = h->curl;
    return curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)HTTP_REDIRECTS_MAX) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)HTTP_CONNECT_SECONDS) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)HTTP_SECONDS) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)HTTP_SLOW_SECONDS) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)HTTP_SLOW_OCTETS) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_USERAGENT, "comity") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_ERRORBUFFER, h->why) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, receive) == CURLE_OK;
}

bool
http_new(struct http **out, struct err *e)
{
    struct http *h = calloc(1, sizeof *h);
    if (h && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        h->curl = curl_easy_init();
    if (!h || !h->curl || !set_up(h)) {
        http_free(h);
        return err_set(e, ERR_SYSTEM, "libcurl does not start");
    }
    *out = h;
    return true;
}

void
http_free(struct http *h)
{
    if (!h)
        return;
    curl_easy_cleanup(h->curl);
    free(h);
}

bool
http_get(struct http *h, enum http_answer *answer, struct slice *out, struct arena *a,
         const char *url, size_t max, struct err *e)
{
    struct buf body;
    buf_init(&body, a, max);
    h->why[0] = 0;
    *out = (struct slice){0};
    if (curl_easy_setopt(h->curl, CURLOPT_URL, url) != CURLE_OK ||
        curl_easy_setopt(h->curl, CURLOPT_WRITEDATA, &body) != CURLE_OK)
        return err_set(e, ERR_INPUT, "%s: not an address", url);
    CURLcode rc = curl_easy_perform(h->curl);
    long status = 0;
    curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &status);
    if (status == 404 || status == 410) {
        *answer = HTTP_ABSENT;
        return true;
    }
    if (rc == CURLE_WRITE_ERROR && body.full) {
        *answer = HTTP_TOO_LARGE;
        return status == 200 || err_set(e, ERR_SYSTEM, "%s: status %ld", url, status);
    }
    if (rc != CURLE_OK)
        return err_set(e, ERR_SYSTEM, "%s: %s", url, h->why[0] ? h->why : curl_easy_strerror(rc));
    if (status != 200)
        return err_set(e, ERR_SYSTEM, "%s: the server answers with status %ld", url, status);
    *answer = HTTP_OK;
    *out = buf_slice(&body);
    return true;
}
