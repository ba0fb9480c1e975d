/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/committee_given.h"

#include <stdalign.h>
#include <stdio.h>

#define HELP_MAX 1000  /* octets of an option's help */
#define VALUE_SHOWN 80 /* octets of a value in a message; of longer ones the name is enough */

/* Every value is a slot of this size in the struct of options. */
union slot {
    const char *text;
    bool flag;
};

struct head {
    struct seat_options seat;
};

static const struct option head_rows[] = {
    SEAT_ACT_ROWS(struct head, seat),
};

void
given_begin(struct given_rows *rows, struct arena *a, size_t head)
{
    *rows = (struct given_rows){.a = a};
    rows->size = (head + alignof(union slot) - 1) / alignof(union slot) * alignof(union slot);
}

/* How a value of each kind is called in the help. */
static const char *const args[] = {
    [ACT_VALUE_ID] = "ID",
    [ACT_VALUE_WORD] = "WORD",
    [ACT_VALUE_LINE] = "TEXT",
    [ACT_VALUE_LONG] = "TEXT",
    [ACT_VALUE_INSTANT] = "TIME|+DAYS",
    [ACT_VALUE_DATE] = "YYYY-MM-DD",
    [ACT_VALUE_INTEGER] = "NUMBER",
    [ACT_VALUE_FLAG] = NULL,
    [ACT_VALUE_IDS] = "A,B",
    [ACT_VALUE_WORDS] = "A,B",
    [ACT_VALUE_FILE] = "FILE",
    [ACT_VALUE_JSON] = "JSON|@FILE",
};

/* "of its capital: domestic, foreign"; "of the group (English)". */
static const char *
help_of(struct arena *a, const struct act_field *f)
{
    struct buf b;
    buf_init(&b, a, HELP_MAX);
    buf_str(&b, f->help);
    for (size_t i = 0; f->value == ACT_VALUE_WORD && f->words[i]; i++) {
        buf_str(&b, i ? ", " : ": ");
        buf_str(&b, f->words[i]);
    }
    if (f->lang)
        buf_str(&b, f->lang == 'e' ? " (English)" : " (Chinese)");
    return arena_str(a, buf_slice(&b));
}

static const char *
arg_of(const struct act_field *f)
{
    if (f->special && f->special->way == ACT_PERSON)
        return f->lang ? "NAME" : "ADDRESS";
    return args[f->value];
}

void
given_row(struct given_rows *rows, const struct act_field *f)
{
    bool word = f->value == ACT_VALUE_WORD;
    vec_push(rows->a, &rows->v,
             (struct option){.name = f->name,
                             .type = word                         ? OPTION_CHOICE
                                     : f->value == ACT_VALUE_FLAG ? OPTION_FLAG
                                                                  : OPTION_TEXT,
                             .offset = rows->size,
                             .arg = arg_of(f),
                             .help = help_of(rows->a, f),
                             .choices = word ? f->words : NULL});
    rows->size += sizeof(union slot);
}

struct command_options
given_end(struct given_rows *rows)
{
    for (size_t i = 0; i < COUNT_OF(head_rows); i++)
        vec_push(rows->a, &rows->v, head_rows[i]);
    return (struct command_options){rows->v.v, rows->v.n, rows->size};
}

static const void *
slot(const struct command_options *co, const void *options, const char *name)
{
    for (size_t i = 0; i < co->n; i++)
        if (strcmp(co->v[i].name, name) == 0)
            return (const uint8_t *)options + co->v[i].offset;
    return NULL;
}

bool
given_file(struct slice *out, struct seat *s, struct slice path, struct err *e)
{
    struct arena *a = &s->cli->arena;
    if (!slice_eq_str(path, "-"))
        return s->env.read_file(s->env.ctx, out, a, arena_str(a, path), STORE_OBJECT_MAX, e);
    struct buf b;
    uint8_t chunk[4096];
    size_t n;
    buf_init(&b, a, STORE_OBJECT_MAX);
    while ((n = fread(chunk, 1, sizeof chunk, stdin)) > 0)
        buf_add(&b, slice_of(chunk, n));
    return buf_done(&b, out, e) ? true : err_in(e, "standard input");
}

bool
given_long(struct slice *out, struct seat *s, struct slice text, struct err *e)
{
    if (text.n > 1 && text.p[0] == '@')
        text = slice_sub(text, 1, text.n);
    else if (!slice_eq_str(text, "-")) {
        *out = text;
        return true;
    }
    if (!given_file(out, s, text, e))
        return false;
    *out = slice_trim(*out);
    return true;
}

static bool
value_of(struct slice *out, struct seat *s, const struct act_field *f, struct slice text,
         struct err *e)
{
    switch (f->value) {
    case ACT_VALUE_FILE:
        return given_file(out, s, text, e) &&
               (out->n || err_set(e, ERR_INPUT, "%.*s: the file is empty", SL_FMT(text)));
    case ACT_VALUE_LONG:
    case ACT_VALUE_JSON:
        return given_long(out, s, text, e);
    case ACT_VALUE_ID:
    case ACT_VALUE_WORD:
    case ACT_VALUE_LINE:
    case ACT_VALUE_INSTANT:
    case ACT_VALUE_DATE:
    case ACT_VALUE_INTEGER:
    case ACT_VALUE_FLAG:
    case ACT_VALUE_IDS:
    case ACT_VALUE_WORDS:
        break;
    }
    *out = text;
    return true;
}

bool
given_read(struct given *out, struct seat *s, const struct act_field *f,
           const struct command_options *co, const void *options, struct slice place, struct err *e)
{
    const union slot *written = slot(co, options, f->name);
    struct slice text = place, value;
    if (!place.n && written && f->value == ACT_VALUE_FLAG)
        text = written->flag ? SL("1") : SL("");
    else if (!place.n && written)
        text = slice_str(written->text);
    if (!text.n)
        return true;
    if (!value_of(&value, s, f, text, e))
        return false;
    given_add(out, &s->cli->arena, slice_str(f->name), value);
    return true;
}

static bool
is_place(const struct given_written *w, struct slice name)
{
    for (const char *const *p = w ? w->places : NULL; p && *p; p++)
        if (slice_eq_str(name, *p))
            return true;
    return false;
}

/* "--closes", or "CLOSES" of an argument. */
static struct slice
as_written(struct arena *a, const struct given_written *w, struct slice name)
{
    if (!is_place(w, name))
        return arena_printf(a, "--%.*s", SL_FMT(name));
    char *upper = arena_str(a, name);
    for (char *p = upper; *p; p++)
        if (*p >= 'a' && *p <= 'z')
            *p = (char)(*p - 'a' + 'A');
    return slice_str(upper);
}

bool
given_wrong(const struct given_faults *f, const struct given_written *w, const struct seat *s,
            struct err *e)
{
    struct arena *a = &s->cli->arena;
    const struct given_fault *one = &f->v[0];
    struct slice text = langs_get(&one->text, s->zh);
    if (!one->name.n)
        return err_set(e, ERR_INPUT, "%.*s", SL_FMT(text));
    struct slice name = as_written(a, w, one->name);
    struct slice value =
        w && w->given ? given_get(w->given, arena_str(a, one->name)) : (struct slice){0};
    if (value.n && value.n <= VALUE_SHOWN)
        return err_set(e, ERR_INPUT, "%.*s '%.*s': %.*s", SL_FMT(name), SL_FMT(value),
                       SL_FMT(text));
    return err_set(e, ERR_INPUT, "%.*s: %.*s", SL_FMT(name), SL_FMT(text));
}
