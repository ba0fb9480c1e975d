/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/refusal.h"

#include "base/buf.h"

#define SENTENCE_MAX 8192 /* octets */
#define EXCERPT_MAX 200   /* of a name in it; they come from events */

const char *
refusal_name(enum refusal_code code)
{
    static const char *const names[] = {
        [REFUSED_NOT] = "none",      [REFUSED_SHAPE] = "shape",     [REFUSED_UNKNOWN] = "unknown",
        [REFUSED_TAKEN] = "taken",   [REFUSED_MANDATE] = "mandate", [REFUSED_ROLE] = "role",
        [REFUSED_GROUP] = "group",   [REFUSED_STAGE] = "stage",     [REFUSED_OPEN] = "open",
        [REFUSED_EARLY] = "early",   [REFUSED_LATE] = "late",       [REFUSED_REPEATED] = "repeated",
        [REFUSED_FROZEN] = "frozen", [REFUSED_RULE] = "rule",       [REFUSED_CLOCK] = "clock",
    };
    return names[code];
}

bool
refuse(struct refusal *out, struct arena *a, enum refusal_code code, const char *rule,
       struct slice en, struct slice zh)
{
    if (out)
        *out = (struct refusal){
            .code = code, .rule = slice_str(rule), .en = arena_dup(a, en), .zh = arena_dup(a, zh)};
    return false;
}

/* Cut between characters. */
static struct slice
excerpt(struct slice s)
{
    size_t n = s.n > EXCERPT_MAX ? EXCERPT_MAX : s.n;
    while (n < s.n && n > 0 && (s.p[n] & 0xc0) == 0x80)
        n--;
    return slice_of(s.p, n);
}

/* The template with its places filled in. */
static struct slice
sentence(struct arena *a, const char *template, struct slices names)
{
    struct buf b;
    buf_init(&b, a, SENTENCE_MAX);
    for (struct slice s = slice_str(template); s.n > 0;) {
        size_t place = s.n >= 3 && s.p[0] == '{' && s.p[2] == '}' ? (size_t)(s.p[1] - '1') : 9;
        size_t n = place < 9 ? 3 : 1;
        if (place < names.n)
            buf_add(&b, excerpt(names.v[place]));
        else
            buf_add(&b, slice_sub(s, 0, n));
        s = slice_sub(s, n, s.n);
    }
    return buf_slice(&b);
}

bool
refuse_as(struct refusal *out, struct arena *a, const struct refusal_text *t, struct slices names)
{
    return refuse(out, a, t->code, t->rule, sentence(a, t->en, names), sentence(a, t->zh, names));
}
