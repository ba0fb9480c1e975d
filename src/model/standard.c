/* SPDX-License-Identifier: Apache-2.0 */
#include "model/standard.h"

const char *const keyword_names[KEYWORD_CAN + 1] = {
    [KEYWORD_SHALL] = "shall",
    [KEYWORD_SHOULD] = "should",
    [KEYWORD_MAY] = "may",
    [KEYWORD_CAN] = "can",
};

const char *const reading_names[READ_RECALLED + 1] = {
    [READ_PRIMARY] = "primary",
    [READ_RENDERING] = "rendering",
    [READ_SECONDARY] = "secondary",
    [READ_RECALLED] = "recalled",
};

const char *const status_names[STATUS_WITHDRAWN + 1] = {
    [STATUS_DRAFT] = "draft",
    [STATUS_PUBLISHED] = "published",
    [STATUS_WITHDRAWN] = "withdrawn",
};

const char *
keyword_name(enum keyword k)
{
    return keyword_names[k];
}

const char *
reading_name(enum reading r)
{
    return reading_names[r];
}

const char *
status_name(enum standard_status s)
{
    return status_names[s];
}

struct slice
text_get(const struct text *t, const char *lang)
{
    for (size_t i = 0; i < t->n; i++)
        if (slice_eq_str(t->v[i].lang, lang))
            return t->v[i].text;
    return t->n ? t->v[0].text : (struct slice){0};
}

const struct element_set *
standard_set(const struct standard *s, struct slice name)
{
    for (size_t i = 0; i < s->nsets; i++)
        if (slice_eq(s->sets[i].name, name))
            return &s->sets[i];
    return NULL;
}
