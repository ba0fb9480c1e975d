/* SPDX-License-Identifier: Apache-2.0 */
#include "text/csv_write.h"

/* What starts a formula, at once or behind spaces; the last four in full width. */
static const struct slice starts[] = {
    SL_INIT("="),  SL_INIT("+"),  SL_INIT("-"),  SL_INIT("@"),
    SL_INIT("＝"), SL_INIT("＋"), SL_INIT("－"), SL_INIT("＠"),
};

void
csv_write_start(struct buf *b)
{
    buf_str(b, "\xef\xbb\xbf");
}

bool
csv_write_guards(struct slice s)
{
    while (slice_has_prefix(s, SL("'")))
        s = slice_sub(s, 1, s.n);
    if (s.n && (s.p[0] == '\t' || s.p[0] == '\r' || s.p[0] == '\n'))
        return true;
    while (slice_has_prefix(s, SL(" ")))
        s = slice_sub(s, 1, s.n);
    for (size_t i = 0; i < COUNT_OF(starts); i++)
        if (slice_has_prefix(s, starts[i]))
            return true;
    return false;
}

struct slice
csv_write_unguard(struct slice s)
{
    bool guarded = slice_has_prefix(s, SL("'")) && csv_write_guards(s);
    return slice_sub(s, guarded, s.n);
}

static bool
wants_quotes(struct slice s)
{
    if (s.n == 0)
        return false;
    if (s.p[0] == ' ' || s.p[s.n - 1] == ' ' || slice_has_prefix(s, SL("sep=")))
        return true; /* the last would name a separator */
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '"' || s.p[i] == ',' || s.p[i] == ';' || s.p[i] == '\t' || s.p[i] == '\r' ||
            s.p[i] == '\n')
            return true;
    return false;
}

static void
write_field(struct buf *b, struct slice s)
{
    bool guarded = csv_write_guards(s), quoted = guarded || wants_quotes(s);
    struct slice part;
    if (quoted)
        buf_u8(b, '"');
    if (guarded)
        buf_u8(b, '\'');
    while (quoted && slice_find(s, SL("\"")) != SIZE_MAX && slice_cut(&s, '"', &part)) {
        buf_add(b, part);
        buf_str(b, "\"\"");
    }
    buf_add(b, s);
    if (quoted)
        buf_u8(b, '"');
}

void
csv_write_row(struct buf *b, const struct slice *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_u8(b, ',');
        write_field(b, fields[i]);
    }
    buf_str(b, "\r\n");
}
