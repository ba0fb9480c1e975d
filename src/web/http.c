/* SPDX-License-Identifier: Apache-2.0 */
/* Small parts of HTTP that are needed more than once. */
#include "web/http.h"

#include "base/buf.h"
#include "web/route.h"

const char *const http_header_names[HTTP_HEADERS] = {
    [HTTP_ACCEPT] = "Accept",
    [HTTP_ACCEPT_LANGUAGE] = "Accept-Language",
    [HTTP_AUTHORIZATION] = "Authorization",
    [HTTP_CONTENT_TYPE] = "Content-Type",
    [HTTP_COOKIE] = "Cookie",
    [HTTP_HOST] = "Host",
    [HTTP_IF_NONE_MATCH] = "If-None-Match",
    [HTTP_ORIGIN] = "Origin",
    [HTTP_REFERER] = "Referer",
    [HTTP_SEC_FETCH_SITE] = "Sec-Fetch-Site",
    [HTTP_X_FORWARDED_FOR] = "X-Forwarded-For",
    [HTTP_X_FORWARDED_PROTO] = "X-Forwarded-Proto",
};

/* RFC 9110, section 15, and RFC 6585; the ones that we send. */
static const struct {
    unsigned status;
    const char *name;
} names[] = {
    {200, "OK"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, N_("Bad Request")},
    {401, N_("Unauthorized")},
    {403, N_("Forbidden")},
    {404, N_("Not Found")},
    {405, N_("Method Not Allowed")},
    {408, "Request Timeout"},
    {409, N_("Conflict")},
    {410, N_("Gone")},
    {413, N_("Content Too Large")},
    {414, N_("URI Too Long")},
    {415, N_("Unsupported Media Type")},
    {422, N_("Unprocessable Content")},
    {429, N_("Too Many Requests")},
    {431, "Request Header Fields Too Large"},
    {500, N_("Internal Server Error")},
    {503, N_("Service Unavailable")},
    {507, N_("Insufficient Storage")},
};

const char *
http_status_name(unsigned status)
{
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (names[i].status == status)
            return names[i].name;
    return "Error";
}

struct slice
http_cookie(struct slice header, const char *name)
{
    struct slice one, wanted = slice_str(name);
    while (slice_cut(&header, ';', &one)) {
        struct slice value = slice_trim(one), key;
        if (slice_cut(&value, '=', &key) && slice_eq(key, wanted))
            return value;
    }
    return (struct slice){0};
}

bool
http_etag_known(struct slice if_none_match, struct slice etag)
{
    struct slice one;
    while (etag.n && slice_cut(&if_none_match, ',', &one)) {
        one = slice_trim(one);
        if (slice_has_prefix(one, SL("W/"))) /* a proxy that compresses weakens it */
            one = slice_sub(one, 2, SIZE_MAX);
        if (slice_eq(one, etag) || slice_eq_str(one, "*"))
            return true;
    }
    return false;
}

static int
hex(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct slice
http_decode(struct arena *a, struct slice text, bool plus)
{
    uint8_t *out = arena_alloc(a, text.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        if (c == '%' && i + 2 < text.n && hex(text.p[i + 1]) >= 0 && hex(text.p[i + 2]) >= 0) {
            c = (uint8_t)(hex(text.p[i + 1]) << 4 | hex(text.p[i + 2]));
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[n++] = c;
    }
    return slice_of(out, n);
}

static bool
unreserved(uint8_t c)
{
    uint8_t low = c | 0x20;
    return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

struct slice
http_encode(struct arena *a, struct slice text)
{
    struct buf b;
    buf_init(&b, a, 3 * text.n + 1);
    for (size_t i = 0; i < text.n; i++)
        if (unreserved(text.p[i]))
            buf_u8(&b, text.p[i]);
        else
            buf_printf(&b, "%%%02X", text.p[i]);
    return buf_slice(&b);
}
