/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/committee_given.h"

#include <stdalign.h>
#include <stdio.h>

#define STDIN_PATH "/dev/stdin"
#define HELP_MAX 1000 /* octets of an option's help */

/* Every value is a slot of this size in the struct of options. */
union slot {
    const char *text;
    struct slices texts;
    bool flag;
};

struct head {
    struct seat_options seat;
};

static const struct option head_rows[] = {
    SEAT_ACT_ROWS(struct head, seat),
};

const char *
given_name(struct arena *a, const char *key)
{
    char *name = arena_str(a, slice_str(key));
    for (char *p = name; *p; p++)
        if (*p == '_')
            *p = '-';
    return name;
}

void
given_begin(struct given_rows *rows, struct arena *a, size_t head)
{
    *rows = (struct given_rows){.a = a};
    rows->size = (head + alignof(union slot) - 1) / alignof(union slot) * alignof(union slot);
}

static void
add(struct given_rows *rows, const char *name, enum option_type type, const char *arg,
    const char *help, const char *const *choices)
{
    vec_push(rows->a, &rows->v,
             (struct option){.name = name,
                             .type = type,
                             .offset = rows->size,
                             .arg = arg,
                             .help = help,
                             .choices = choices});
    rows->size += sizeof(union slot);
}

/* How a value of each type is called in the help. */
static const char *const args[] = {
    [FIELD_ID] = "ID",           [FIELD_WORD] = "WORD",      [FIELD_TEXT] = "TEXT",
    [FIELD_LANGS] = "TEXT",      [FIELD_DIGEST] = "DIGEST",  [FIELD_INSTANT] = "TIME|+DAYS",
    [FIELD_DATE] = "YYYY-MM-DD", [FIELD_INTEGER] = "NUMBER", [FIELD_FLAG] = NULL,
    [FIELD_IDS] = "A,B",         [FIELD_WORDS] = "A,B",      [FIELD_OBJECT] = "JSON|@FILE",
    [FIELD_LIST] = "JSON|@FILE",
};

static const char *
joined(struct arena *a, const char *head, const char *tail)
{
    return arena_str(a, arena_printf(a, "%s-%s", head, tail));
}

/* "of its capital: domestic, foreign". */
static const char *
with_words(struct arena *a, const char *help, const char *const *words)
{
    struct buf b;
    buf_init(&b, a, HELP_MAX);
    buf_str(&b, help);
    for (size_t i = 0; words[i]; i++) {
        buf_str(&b, i ? ", " : ": ");
        buf_str(&b, words[i]);
    }
    return arena_str(a, buf_slice(&b));
}

/* NOLINTNEXTLINE(misc-no-recursion) objects of objects have no table: one level */
void
given_field(struct given_rows *rows, const struct event_field *f, const char *name,
            const char *help, const char *arg)
{
    if (!name)
        name = given_name(rows->a, f->key);
    if (!help)
        help = f->help;
    if (f->type == FIELD_OBJECT && f->of) {
        for (size_t i = 0; i < f->nof; i++)
            if (f->of[i].type != FIELD_OBJECT)
                given_field(rows, &f->of[i],
                            joined(rows->a, name, given_name(rows->a, f->of[i].key)), NULL, NULL);
        return;
    }
    if (f->type == FIELD_LANGS) {
        add(rows, joined(rows->a, name, "en"), OPTION_TEXT, "TEXT",
            arena_str(rows->a, arena_printf(rows->a, "%s (English)", help)), NULL);
        add(rows, joined(rows->a, name, "zh"), OPTION_TEXT, "TEXT",
            arena_str(rows->a, arena_printf(rows->a, "%s (Chinese)", help)), NULL);
        return;
    }
    if (f->type == FIELD_FLAG)
        add(rows, name, OPTION_FLAG, NULL, help, NULL);
    else if (f->type == FIELD_WORD && f->words)
        add(rows, name, OPTION_CHOICE, "WORD", with_words(rows->a, help, f->words), f->words);
    else
        add(rows, name, OPTION_TEXT, arg ? arg : args[f->type], help, NULL);
}

void
given_person(struct given_rows *rows)
{
    add(rows, "name-en", OPTION_TEXT, "NAME", "the person's name (English)", NULL);
    add(rows, "name-zh", OPTION_TEXT, "NAME", "the person's name (Chinese)", NULL);
    add(rows, "mail", OPTION_TEXT, "ADDRESS", "a mail address; kept beside the record", NULL);
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

struct slice
given_text(const struct command_options *co, const void *options, const char *name)
{
    const char *const *text = slot(co, options, name);
    return slice_str(text ? *text : NULL);
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

/* A value on its way into `data`: the field, the name of its option, for messages too. */
struct putting {
    struct seat *s;
    struct json_node *data;
    const struct event_field *f;
    const char *name;
    const struct command_options *co;
    const void *options;
};

static bool
put_json(const struct putting *p, struct slice text, struct err *e)
{
    struct json_node n;
    struct slice octets;
    if (!given_long(&octets, p->s, text, e) ||
        !json_parse(&n, &p->s->cli->arena, slice_str(p->name), octets, e))
        return false;
    json_put_node(&p->s->cli->arena, p->data, p->f->key, &n);
    return true;
}

static bool
put_integer(const struct putting *p, struct slice text, struct err *e)
{
    int64_t i;
    if (!slice_to_i64(text, &i))
        return err_set(e, ERR_INPUT, "--%s takes a whole number, not '%.*s'", p->name,
                       SL_FMT(text));
    json_put_int(&p->s->cli->arena, p->data, p->f->key, i);
    return true;
}

static bool
put_instant(const struct putting *p, struct slice text, struct err *e)
{
    int64_t at;
    if (!seat_instant(&at, p->s, text, e))
        return err_in(e, "--%s", p->name);
    json_put_text(&p->s->cli->arena, p->data, p->f->key, instant_text(&p->s->cli->arena, at));
    return true;
}

static void
put_list(const struct putting *p, struct slice text)
{
    struct arena *a = &p->s->cli->arena;
    struct json_node *list = json_new_array(a);
    struct slice item;
    while (slice_cut(&text, ',', &item))
        json_push_text(a, list, slice_trim(item));
    json_put_node(a, p->data, p->f->key, list);
}

static void
put_langs(const struct putting *p)
{
    struct arena *a = &p->s->cli->arena;
    struct slice en = given_text(p->co, p->options, joined(a, p->name, "en"));
    struct slice zh = given_text(p->co, p->options, joined(a, p->name, "zh"));
    if (!en.n && !zh.n)
        return;
    struct json_node *n = json_new_object(a);
    json_put_text_if(a, n, "en", en);
    json_put_text_if(a, n, "zh", zh);
    json_put_node(a, p->data, p->f->key, n);
}

static bool
put_word(const struct putting *p, struct slice text, struct err *e)
{
    struct arena *a = &p->s->cli->arena;
    struct slice all = {0};
    for (const char *const *w = p->f->words; w && *w; w++) {
        if (slice_eq_str(text, *w)) {
            json_put_text(a, p->data, p->f->key, text);
            return true;
        }
        all = arena_printf(a, "%.*s%s%s", SL_FMT(all), all.n ? ", " : "", *w);
    }
    return err_set(e, ERR_INPUT, "'%.*s' is no %s: one of %.*s", SL_FMT(text), p->name,
                   SL_FMT(all));
}

static bool
put_value(const struct putting *p, struct slice text, struct err *e)
{
    switch (p->f->type) {
    case FIELD_INTEGER:
        return put_integer(p, text, e);
    case FIELD_INSTANT:
        return put_instant(p, text, e);
    case FIELD_OBJECT:
    case FIELD_LIST:
        return put_json(p, text, e);
    case FIELD_IDS:
    case FIELD_WORDS:
        put_list(p, text);
        return true;
    case FIELD_WORD:
        return put_word(p, text, e);
    case FIELD_ID:
    case FIELD_TEXT:
    case FIELD_DIGEST:
    case FIELD_DATE:
    case FIELD_LANGS:
    case FIELD_FLAG:
        json_put_text(&p->s->cli->arena, p->data, p->f->key, text);
        return true;
    }
    return true;
}

/* NOLINTNEXTLINE(misc-no-recursion) one level, as the rows */
static bool
put(const struct putting *p, struct slice place, struct err *e)
{
    struct arena *a = &p->s->cli->arena;
    const struct event_field *f = p->f;
    if (f->type == FIELD_OBJECT && f->of) {
        struct json_node *n = json_new_object(a);
        for (size_t i = 0; i < f->nof; i++) {
            struct putting sub = *p;
            sub.data = n;
            sub.f = &f->of[i];
            sub.name = joined(a, p->name, given_name(a, f->of[i].key));
            if (f->of[i].type != FIELD_OBJECT && !put(&sub, (struct slice){0}, e))
                return false;
        }
        if (n->n)
            json_put_node(a, p->data, f->key, n);
        return true;
    }
    if (f->type == FIELD_LANGS) {
        put_langs(p);
        return true;
    }
    if (f->type == FIELD_FLAG) {
        const bool *flag = slot(p->co, p->options, p->name);
        if (flag && *flag)
            json_put_bool(a, p->data, f->key, true);
        return true;
    }
    struct slice text = place.n ? place : given_text(p->co, p->options, p->name);
    return !text.n || put_value(p, text, e);
}

bool
given_put(struct seat *s, struct json_node *data, const struct event_field *f, const char *name,
          const struct command_options *co, const void *options, struct slice place, struct err *e)
{
    struct putting p = {s, data, f, name, co, options};
    if (!p.name)
        p.name = given_name(&s->cli->arena, f->key);
    return put(&p, place, e);
}
