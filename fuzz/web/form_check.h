/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds of every form, whatever was sent: what the fuzz targets of forms share.
 */
#pragma once

#include "text/utf8.h"
#include "web/form.h"

#include <stdlib.h>

static inline void
form_check_must(bool ok)
{
    if (!ok)
        abort();
}

static inline void
form_check_pairs(const struct http_pairs *p)
{
    form_check_must(p->n <= HTTP_FIELDS_MAX);
    for (size_t i = 0; i < p->n; i++) {
        struct slice name = p->v[i].name, value = p->v[i].value;
        form_check_must(utf8_valid(name) == name.n && utf8_valid(value) == value.n);
        form_check_must(value.n == 0 || !memchr(value.p, 0, value.n));
    }
}

/* A route that has a field of every kind. What it takes keeps its word, or says a fault. */
static inline void
form_check_take(struct arena *a, const struct http_pairs *p, const struct http_files *files)
{
    static const struct web_choice choices[] = {{"a", "a"}, {"b", "b"}, {NULL, NULL}};
    static const struct web_field fields[] = {
        {.name = "a", .kind = WEB_TEXT, .max = 20},
        {.name = "b", .kind = WEB_LONG, .max = 100},
        {.name = "c", .kind = WEB_INTEGER},
        {.name = "d", .kind = WEB_DATE},
        {.name = "e", .kind = WEB_INSTANT},
        {.name = "f", .kind = WEB_CHOICE, .choices = choices},
        {.name = "g", .kind = WEB_CHOICES, .choices = choices},
        {.name = "h", .kind = WEB_FLAG},
        {.name = "i", .kind = WEB_FILE, .max = 50},
        {.name = "j", .kind = WEB_PASSWORD},
        {.name = "k", .kind = WEB_ID, .needed = true},
    };
    struct route r = {.method = HTTP_POST, .fields = fields, .nfields = COUNT_OF(fields)};
    struct given g = {0};
    struct given_faults f = {0};
    bool ok = form_take(&g, &f, a, &r, p, files);
    form_check_must(ok == (f.n == 0) && f.n <= GIVEN_FAULTS_MAX);
    int64_t n;
    if (!ok)
        return;
    form_check_must(given_get(&g, "a").n <= 20 && given_get(&g, "b").n <= 100);
    form_check_must(given_get(&g, "i").n <= 50 && given_has(&g, "k"));
    form_check_must(!given_has(&g, "c") || slice_to_i64(given_get(&g, "c"), &n));
    form_check_must(!given_has(&g, "f") || given_get(&g, "f").n == 1);
    form_check_must(!given_has(&g, "h") || slice_eq_str(given_get(&g, "h"), "1"));
}
