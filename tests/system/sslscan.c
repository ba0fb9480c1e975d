/* SPDX-License-Identifier: Apache-2.0 */
#include "sslscan.h"

#include "base/buf.h"

#define SSLSCAN_MS 60000

static const char *const names[] = {"TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"};

/* The value of an attribute of one element; empty where it has none. */
static struct slice
attribute(struct arena *a, struct slice element, const char *name)
{
    struct slice key = arena_printf(a, " %s=\"", name);
    size_t at = slice_find(element, key);
    if (at == SIZE_MAX)
        return (struct slice){0};
    struct slice rest = slice_sub(element, at + key.n, element.n), value;
    return slice_cut(&rest, '"', &value) ? value : (struct slice){0};
}

static void
add_code(struct sslscan_codes *to, struct slice id)
{
    uint64_t code;
    if (slice_to_u64(id, &code) && code <= UINT16_MAX && to->n < SSLSCAN_MAX)
        to->v[to->n++] = (uint16_t)code;
}

static size_t
version_of(struct slice name)
{
    size_t i = 0;
    while (i < SSLSCAN_VERSIONS && !slice_eq_str(name, names[i]))
        i++;
    return i;
}

static void
take_protocol(struct sslscan *out, struct arena *a, struct slice element)
{
    struct slice number = attribute(a, element, "version");
    if (!slice_eq_str(attribute(a, element, "type"), "tls"))
        return;
    size_t v = version_of(arena_printf(a, "TLSv%.*s", SL_FMT(number)));
    if (v < SSLSCAN_VERSIONS)
        out->version[v] = slice_eq_str(attribute(a, element, "enabled"), "1");
}

/* "signature-algorithm" stands in front of "pk" in each certificate. */
static void
take_certificate(struct arena *a, struct slice element, struct slice text, struct buf *lines)
{
    struct slice type = attribute(a, element, "type");
    struct slice curve = attribute(a, element, "curve_name");
    if (slice_eq_str(element, "signature-algorithm"))
        buf_printf(lines, "%.*s ", SL_FMT(text));
    else if (slice_has_prefix(element, SL("pk ")))
        buf_printf(lines, "%.*s %.*s\n", SL_FMT(type),
                   SL_FMT(curve.n ? curve : attribute(a, element, "bits")));
}

static void
take_element(struct sslscan *out, struct arena *a, struct slice element)
{
    size_t v = version_of(attribute(a, element, "sslversion"));
    struct slice id = attribute(a, element, "id");
    if (slice_has_prefix(element, SL("protocol ")))
        take_protocol(out, a, element);
    else if (v == SSLSCAN_VERSIONS)
        return;
    else if (slice_has_prefix(element, SL("cipher ")))
        add_code(&out->suites[v], id);
    else if (slice_has_prefix(element, SL("group ")))
        add_code(&out->groups[v], id);
    else if (slice_has_prefix(element, SL("connection-signature-algorithm ")))
        add_code(&out->schemes[v], id);
}

bool
sslscan_run(struct sslscan *out, struct arena *a, const char *host, uint16_t port, const char *sni,
            struct err *e)
{
    *out = (struct sslscan){0};
    bool six = strchr(host, ':') != NULL;
    const char *target = arena_str(a, arena_printf(a, six ? "[%s]:%u" : "%s:%u", host, port));
    const char *name = arena_str(a, arena_printf(a, "--sni-name=%s", sni ? sni : host));
    const char *const argv[] = {"sslscan",         "--xml=-", "--show-sigs", "--no-colour",
                                "--no-heartbleed", name,      target,        NULL};
    if (!command_output(&out->xml, a, &(struct command){.argv = argv}, SSLSCAN_MS, e))
        return false;
    struct buf lines;
    buf_init(&lines, a, 4096);
    struct slice rest = out->xml, before;
    while (slice_cut(&rest, '<', &before)) {
        struct slice element;
        struct slice tail = rest, text = {0};
        if (!slice_cut(&tail, '>', &element))
            break;
        slice_cut(&tail, '<', &text);
        take_element(out, a, element);
        take_certificate(a, element, text, &lines);
    }
    out->certificates = buf_slice(&lines);
    if (slice_find(out->xml, SL("<ssltest")) == SIZE_MAX)
        return err_set(e, ERR_SYSTEM, "sslscan: %.*s", SL_FMT(out->xml));
    return true;
}

bool
sslscan_has(const struct sslscan_codes *c, uint32_t code)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i] == code)
            return true;
    return false;
}
