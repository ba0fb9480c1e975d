/* SPDX-License-Identifier: Apache-2.0 */
#include "web/act_form.h"

#include "committee/process.h"

#define LONG_OCTETS 20000

const struct web_field act_fields_beside[] = {
    {.name = ACT_FIELD_ACTING,
     .kind = WEB_HIDDEN,
     .label = N_("Under the mandate"),
     .hint = N_("Left out: whichever of yours allows it.")},
    {.name = "dry", .kind = WEB_FLAG, .label = N_("Only ask whether it would be allowed")},
};
const size_t nact_fields_beside = COUNT_OF(act_fields_beside);

const struct web_field act_fields_adopting[] = {
    {.name = "process",
     .kind = WEB_ID,
     .either = true,
     .label = N_("Process"),
     .hint = N_("One of those that come with the program.")},
    {.name = "file",
     .kind = WEB_FILE,
     .either = true,
     .max = PROCESS_FILE_MAX,
     .label = N_("Or one of your own"),
     .hint = N_("A YAML file of at most 1 MiB; the manual shows how it is written.")},
    {.name = "reason",
     .kind = WEB_TEXT,
     .label = N_("Reason"),
     .hint = N_("Why it is adopted. It stands in the record.")},
};
const size_t nact_fields_adopting = COUNT_OF(act_fields_adopting);

static enum field_kind
kind_of_value(const struct act_field *f)
{
    switch (f->value) {
    case ACT_VALUE_ID:
        return WEB_ID;
    case ACT_VALUE_WORD:
        return WEB_CHOICE;
    case ACT_VALUE_LINE:
    case ACT_VALUE_IDS:
    case ACT_VALUE_JSON:
        return WEB_TEXT;
    case ACT_VALUE_LONG:
        return WEB_LONG;
    case ACT_VALUE_INSTANT:
        return WEB_INSTANT;
    case ACT_VALUE_DATE:
        return WEB_DATE;
    case ACT_VALUE_INTEGER:
        return WEB_INTEGER;
    case ACT_VALUE_FLAG:
        return WEB_FLAG;
    case ACT_VALUE_WORDS:
        return WEB_CHOICES;
    case ACT_VALUE_FILE:
        return WEB_FILE;
    }
    return WEB_TEXT;
}

/* The number of something new: given by nobody but by programs, and for groups. */
static bool
is_number(const struct event_kind *k, const struct act_field *f)
{
    return strcmp(f->name, "id") == 0 && strcmp(k->name, "group.opened") != 0;
}

/* The words of a closed list, by themselves: the portal shows them in words of people. */
static const struct web_choice *
words_of(struct arena *a, const char *const *words)
{
    size_t n = 0;
    while (words[n])
        n++;
    struct web_choice *list = NEW_ARRAY(a, struct web_choice, n + 1);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct web_choice){words[i], words[i]};
    return list;
}

struct web_field
act_field_plain(const struct event_kind *k, const struct act_field *f)
{
    const struct act_label *label = act_label(k, f->name);
    struct web_field out = {
        .name = f->name,
        .kind = is_number(k, f) ? WEB_HIDDEN : kind_of_value(f),
        .needed = f->needed && !f->lang,
        .max = f->value == ACT_VALUE_LONG ? LONG_OCTETS : EVENT_TEXT_MAX,
        .label = label ? label->label : f->name,
        .hint = label ? label->hint : f->help,
    };
    if (f->value == ACT_VALUE_FILE)
        out.max = 0;
    out.either = f->lang && f->needed;
    if (out.either && !out.hint)
        out.hint = N_("In one language at least.");
    return out;
}

void
act_fields_sorted(struct act_field **out, size_t *n, struct arena *a, const struct event_kind *k)
{
    act_fields(out, n, a, k);
    struct act_field *v = *out;
    for (size_t i = 1; i < *n; i++)
        for (size_t j = i; j > 0 && act_rank(k, v[j - 1].name) > act_rank(k, v[j].name); j--) {
            struct act_field other = v[j];
            v[j] = v[j - 1];
            v[j - 1] = other;
        }
}

void
act_form_plain(struct route *out, struct arena *a, const struct event_kind *k)
{
    struct act_field *fields;
    size_t nfields, n = 0;
    struct web_field *v = NEW_ARRAY(a, struct web_field, ACT_FIELDS_MAX + 8);
    act_fields_sorted(&fields, &nfields, a, k);
    for (size_t i = 0; i < nfields; i++) {
        v[n] = act_field_plain(k, &fields[i]);
        if (fields[i].words)
            v[n].choices = words_of(a, fields[i].words);
        n++;
    }
    for (size_t i = 0; nfields == 0 && i < nact_fields_adopting; i++)
        v[n++] = act_fields_adopting[i];
    for (size_t i = 0; i < nact_fields_beside; i++)
        v[n++] = act_fields_beside[i];
    out->fields = v;
    out->nfields = n;
}
