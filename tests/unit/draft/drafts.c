/* SPDX-License-Identifier: Apache-2.0 */
#include "drafts.h"

#include "base/buf.h"
#include "support/cases.h"
#include "unit/model/files.h"

const struct catalog *
drafts_catalog(void)
{
    struct data_folder *folder = NEW(&case_arena, struct data_folder);
    struct env *env = NEW(&case_arena, struct env);
    struct catalog *c = NEW(&case_arena, struct catalog);
    struct err e = {0};
    data_folder_init(folder);
    *env = data_folder_env(folder);
    if (!catalog_load_rules(c, &case_arena, env, "data", &e))
        fail_msg("%s", e.msg);
    return c;
}

struct draft *
drafts_read(const char *text)
{
    struct draft *d = NEW(&case_arena, struct draft);
    struct err e = {0};
    struct slice copy = arena_dup(&case_arena, slice_str(text));
    if (!draft_read(d, NULL, &case_arena, drafts_catalog(), SL("d.yaml"), copy, &e))
        fail_msg("%s", e.msg);
    return d;
}

/* As a YAML scalar in double quotes; a bar starts a new line in it. */
static void
quote(struct buf *b, struct slice s)
{
    buf_str(b, "\"");
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '/' && i + 1 < s.n && s.p[i + 1] == '/') {
            buf_str(b, "\\n");
            i++;
        } else {
            buf_printf(b, "%s%c", s.p[i] == '"' ? "\\" : "", s.p[i]);
        }
    buf_str(b, "\"");
}

static void
clause(struct buf *b, struct slice line)
{
    struct slice id, number, kind, zh;
    slice_cut(&line, ' ', &id);
    slice_cut(&line, ' ', &number);
    slice_cut(&line, ' ', &kind);
    slice_cut(&line, '|', &zh);
    buf_printf(b, "  - id: %.*s\n    kind: %.*s\n", SL_FMT(id), SL_FMT(kind));
    if (!slice_eq_str(number, "-"))
        buf_printf(b, "    number: \"%.*s\"\n", SL_FMT(number));
    buf_str(b, "    text:\n");
    buf_str(b, "      zh: ");
    quote(b, zh);
    buf_str(b, "\n      en: ");
    quote(b, line);
    buf_str(b, "\n");
}

struct draft *
drafts_short(const char *lines)
{
    struct slice rest = slice_str(lines), line;
    struct buf b;
    buf_init(&b, &case_arena, (size_t)1 << 20);
    buf_str(&b, DRAFTS_HEAD "clauses:\n");
    while (slice_cut(&rest, '\n', &line))
        if (line.n)
            clause(&b, line);
    buf_str(&b, "requirements: []\n");
    return drafts_read(arena_str(&case_arena, buf_slice(&b)));
}
