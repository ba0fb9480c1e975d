/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of an act, as people give them. */
#include "api/act.h"

#include <stdio.h>

/* How a value of each type is given, where no special says otherwise. */
static const enum act_value values[] = {
    [FIELD_ID] = ACT_VALUE_ID,       [FIELD_WORD] = ACT_VALUE_WORD,
    [FIELD_TEXT] = ACT_VALUE_LINE,   [FIELD_LANGS] = ACT_VALUE_LINE,
    [FIELD_DIGEST] = ACT_VALUE_LINE, [FIELD_INSTANT] = ACT_VALUE_INSTANT,
    [FIELD_DATE] = ACT_VALUE_DATE,   [FIELD_INTEGER] = ACT_VALUE_INTEGER,
    [FIELD_FLAG] = ACT_VALUE_FLAG,   [FIELD_IDS] = ACT_VALUE_IDS,
    [FIELD_WORDS] = ACT_VALUE_WORDS, [FIELD_OBJECT] = ACT_VALUE_JSON,
    [FIELD_LIST] = ACT_VALUE_JSON,
};

static const struct act_special *
special_of(const struct act_form *form, const char *key)
{
    for (size_t i = 0; i < form->nspecials; i++)
        if (strcmp(form->specials[i].field, key) == 0)
            return &form->specials[i];
    return NULL;
}

/* What nobody writes by hand: the engine knows it better. */
static bool
is_derived(const struct event_field *f)
{
    return f->filled &&
           (f->type == FIELD_DIGEST || f->type == FIELD_OBJECT || f->type == FIELD_LIST);
}

static bool
is_given(const struct event_field *f, const struct act_special *s)
{
    return s ? s->way != ACT_FIXED && s->way != ACT_HIDDEN : !is_derived(f);
}

/* "in_force" as "in-force". */
static const char *
name_of(struct arena *a, const char *key)
{
    char *name = arena_str(a, slice_str(key));
    for (char *p = name; *p; p++)
        if (*p == '_')
            *p = '-';
    return name;
}

struct listing {
    struct arena *a;
    struct act_field *v;
    size_t n;
};

static void
add(struct listing *l, const struct act_field *f)
{
    if (l->n < ACT_FIELDS_MAX)
        l->v[l->n++] = *f;
}

/* A text in two languages, as two fields. */
static void
add_langs(struct listing *l, const struct act_field *f)
{
    static const char *const tails[] = {"en", "zh"};
    for (size_t i = 0; i < COUNT_OF(tails); i++) {
        struct act_field half = *f;
        half.name = arena_str(l->a, arena_printf(l->a, "%s-%s", f->name, tails[i]));
        half.lang = tails[i][0];
        add(l, &half);
    }
}

static void
add_person(struct listing *l, const struct act_field *f)
{
    struct act_field name = *f, mail = *f;
    name.name = "name";
    name.help = "the person's name";
    name.value = mail.value = ACT_VALUE_LINE;
    add_langs(l, &name);
    mail.name = "mail";
    mail.help = "a mail address; kept beside the record";
    mail.needed = false;
    add(l, &mail);
}

static void
add_field(struct listing *l, const struct event_field *f, const struct act_special *s)
{
    struct act_field out = {
        .name = s && s->name ? s->name : name_of(l->a, f->key),
        .value = values[f->type],
        .needed = !f->optional && !f->filled,
        .filled = f->filled,
        .words = f->words,
        .help = s && s->help ? s->help : f->help,
        .field = f,
        .special = s,
    };
    if (s && s->way == ACT_PERSON) {
        add_person(l, &out);
        return;
    }
    if (s && s->way == ACT_FILE)
        out.value = ACT_VALUE_FILE;
    else if (s && s->way == ACT_TEXT)
        out.value = ACT_VALUE_LONG;
    if (f->type == FIELD_LANGS)
        add_langs(l, &out);
    else
        add(l, &out);
}

void
act_fields(struct act_field **out, size_t *n, struct arena *a, const struct event_kind *k)
{
    const struct act_form *form = act_form_find(slice_str(k->name));
    struct listing l = {.a = a, .v = NEW_ARRAY(a, struct act_field, ACT_FIELDS_MAX)};
    for (size_t i = 0; form && i < k->nfields; i++) {
        const struct act_special *s = special_of(form, k->fields[i].key);
        if (is_given(&k->fields[i], s))
            add_field(&l, &k->fields[i], s);
    }
    *out = l.v;
    *n = l.n;
}

/* Those for `body`, or all others; by kind, in the order in which they are tried. */
static size_t
pick(const struct mandate **out, const struct viewer *v, struct slice body, bool inside)
{
    size_t n = 0;
    for (unsigned kind = MANDATE_DELEGATE; kind <= MANDATE_CHAIR; kind++)
        for (size_t i = 0; i < v->nmandates; i++)
            if (v->mandates[i]->kind == (enum mandate_kind)kind &&
                slice_eq(v->mandates[i]->body, body) == inside)
                out[n++] = v->mandates[i];
    return n;
}

const struct mandate **
act_mandates(const struct viewer *v, const struct act *x)
{
    const struct mandate **out = NEW_ARRAY(v->arena, const struct mandate *, v->nmandates + 1);
    const struct project *p = NULL;
    struct err none = {0};
    if (x->project.n && !office_project(&p, v->office, x->project, &none))
        p = NULL;
    struct slice body = p ? project_body(p) : SL(BODY_COMMITTEE);
    size_t n = pick(out, v, body, true);
    (void)pick(out + n, v, body, false);
    return out;
}
