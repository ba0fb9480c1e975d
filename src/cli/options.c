/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include "text/nearest.h"

#define OPTIONS_MAX 64 /* in all tables together */

struct parser {
    const struct option_table *tables;
    size_t ntables;
    struct arena *a;
    int argc, at;
    char **argv;
};

/* An option found: the row, and the struct its value goes into. */
struct found {
    const struct option *option;
    uint8_t *into;
};

static bool
find(struct found *out, const struct parser *p, struct slice name, char letter)
{
    for (size_t t = 0; t < p->ntables; t++)
        for (size_t i = 0; i < p->tables[t].n; i++) {
            const struct option *o = &p->tables[t].v[i];
            if (letter ? o->letter == letter : slice_eq_str(name, o->name)) {
                *out = (struct found){o, p->tables[t].into};
                return true;
            }
        }
    return false;
}

static bool
unknown(const struct parser *p, struct slice name, struct err *e)
{
    struct slice names[OPTIONS_MAX];
    size_t n = 0;
    for (size_t t = 0; t < p->ntables; t++)
        for (size_t i = 0; i < p->tables[t].n && n < OPTIONS_MAX; i++)
            names[n++] = slice_str(p->tables[t].v[i].name);
    struct slice near = nearest_name(name, names, n);
    if (near.n)
        return err_set(e, ERR_INPUT, "no option --%.*s; did you mean --%.*s?", SL_FMT(name),
                       SL_FMT(near));
    return err_set(e, ERR_INPUT, "no option --%.*s; --help lists them", SL_FMT(name));
}

static bool
set_number(const struct option *o, unsigned *to, const char *value, struct err *e)
{
    uint64_t v;
    if (!slice_to_u64(slice_str(value), &v) || v < o->min || v > o->max)
        return err_set(e, ERR_INPUT, "--%s takes a number from %u to %u, not '%s'", o->name, o->min,
                       o->max, value);
    *to = (unsigned)v;
    return true;
}

static bool
set_choice(struct arena *a, const struct option *o, const char **to, const char *value,
           struct err *e)
{
    struct slice all = {0};
    for (const char *const *c = o->choices; *c; c++) {
        if (strcmp(*c, value) == 0) {
            *to = *c;
            return true;
        }
        all = arena_printf(a, "%.*s%s%s", SL_FMT(all), all.n ? ", " : "", *c);
    }
    return err_set(e, ERR_INPUT, "--%s takes one of %.*s, not '%s'", o->name, SL_FMT(all), value);
}

static void
append(struct arena *a, struct slices *to, const char *value)
{
    struct slice *v = NEW_ARRAY(a, struct slice, to->n + 1);
    if (to->n)
        memcpy(v, to->v, to->n * sizeof *v);
    v[to->n] = slice_str(value);
    *to = (struct slices){v, to->n + 1};
}

static bool
set_value(const struct parser *p, const struct found *f, const char *value, struct err *e)
{
    void *to = f->into + f->option->offset;
    switch (f->option->type) {
    case OPTION_FLAG:
        *(bool *)to = true;
        return true;
    case OPTION_TEXT:
        *(const char **)to = value;
        return true;
    case OPTION_TEXTS:
        append(p->a, to, value);
        return true;
    case OPTION_NUMBER:
        return set_number(f->option, to, value, e);
    case OPTION_CHOICE:
        return set_choice(p->a, f->option, to, value, e);
    }
    return true;
}

/* The option's value: what stands behind "=" or the letter, else the next word. */
static bool
take(struct parser *p, const struct found *f, const char *attached, struct err *e)
{
    const struct option *o = f->option;
    if (o->type == OPTION_FLAG) {
        if (attached)
            return err_set(e, ERR_INPUT, "--%s takes no value", o->name);
        return set_value(p, f, NULL, e);
    }
    if (!attached && ++p->at >= p->argc)
        return err_set(e, ERR_INPUT, "--%s needs a value: --%s %s", o->name, o->name, o->arg);
    return set_value(p, f, attached ? attached : p->argv[p->at], e);
}

static bool
long_option(struct parser *p, const char *word, struct err *e)
{
    const char *equals = strchr(word, '=');
    struct slice name = equals ? slice_of(word, (size_t)(equals - word)) : slice_str(word);
    struct found f;
    if (!find(&f, p, name, 0))
        return unknown(p, name, e);
    return take(p, &f, equals ? equals + 1 : NULL, e);
}

static bool
short_option(struct parser *p, const char *word, struct err *e)
{
    struct found f;
    if (!find(&f, p, SL(""), word[0]))
        return err_set(e, ERR_INPUT, "no option -%c; --help lists them", word[0]);
    if (f.option->type == OPTION_FLAG && word[1])
        return err_set(e, ERR_INPUT, "write -%c apart from -%s", word[0], word + 1);
    return take(p, &f, word[1] ? word + 1 : NULL, e);
}

bool
options_parse(const struct option_table *tables, size_t ntables, struct slices *args,
              struct arena *a, int argc, char **argv, struct err *e)
{
    struct parser p = {tables, ntables, a, argc, 0, argv};
    bool only_args = false;
    *args = (struct slices){0};
    for (; p.at < argc; p.at++) {
        const char *word = argv[p.at];
        bool ok = true;
        if (only_args || word[0] != '-' || word[1] == '\0')
            append(a, args, word);
        else if (strcmp(word, "--") == 0)
            only_args = true;
        else if (word[1] == '-')
            ok = long_option(&p, word + 2, e);
        else
            ok = short_option(&p, word + 1, e);
        if (!ok)
            return false;
    }
    return true;
}
