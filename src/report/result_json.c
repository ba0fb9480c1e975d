/* SPDX-License-Identifier: Apache-2.0 */
#include "report/result_json.h"

#include "base/cleanup.h"
#include "report/summary.h"

static void
dates(struct json_write *w, struct arena *a, const struct requirement *r)
{
    if (r->from != DATE_MIN)
        json_write_member(w, "from", date_print(a, r->from));
    if (r->until != DATE_MAX)
        json_write_member(w, "until", date_print(a, r->until));
}

static void
finding(struct json_write *w, struct arena *a, const struct finding *f)
{
    const struct requirement *r = f->requirement;
    json_write_object(w);
    json_write_member(w, "standard", r->standard->id);
    json_write_member(w, "requirement", r->id);
    json_write_member(w, "clause", r->clause);
    json_write_member(w, "keyword", slice_str(keyword_name(r->keyword)));
    json_write_member(w, "kind", r->kind->name);
    json_write_member(w, "text", text_get(&r->text, "en"));
    if (f->asset)
        json_write_member(w, "asset", f->asset->id);
    json_write_member(w, "verdict", slice_str(verdict_name(f->verdict)));
    json_write_member_if(w, "reason", f->reason);
    json_write_member_if(w, "remedy", f->remedy);
    json_write_texts(w, "offending", &f->offending);
    json_write_texts(w, "absent", &f->absent);
    json_write_texts(w, "missing_facts", &f->missing_facts);
    json_write_texts(w, "collect", &f->collect);
    if (f->unlisted) {
        json_write_key(w, "unlisted");
        json_write_bool(w, true);
    }
    json_write_member(w, "read", slice_str(reading_name(r->read)));
    if (r->disputed) {
        json_write_key(w, "disputed");
        json_write_bool(w, true);
    }
    json_write_member_if(w, "note", r->note);
    dates(w, a, r);
    json_write_end(w);
}

static void
tally(struct json_write *w, const char *key, const struct verdict_counts *t)
{
    const struct {
        const char *name;
        size_t n;
    } rows[] = {
        {"pass", t->pass},
        {"fail", t->fail},
        {"unknown", t->unknown},
        {"not_applicable", t->not_applicable},
        {"cannot_check", t->cannot_check},
    };
    json_write_key(w, key);
    json_write_flat_object(w);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        json_write_key(w, rows[i].name);
        json_write_int(w, (int64_t)rows[i].n);
    }
    json_write_end(w);
}

static void
regime(struct json_write *w, struct arena *a, const struct regime_result *r)
{
    json_write_object(w);
    json_write_member(w, "regime", r->regime->id);
    json_write_member(w, "title", text_get(&r->regime->title, "en"));
    json_write_member(w, "verdict", slice_str(verdict_name(r->verdict)));
    json_write_member(w, "summary", regime_summary(a, r));
    json_write_key(w, "weak_reading");
    json_write_bool(w, r->weak_reading);
    tally(w, "shall", &r->shall);
    tally(w, "should", &r->should);
    json_write_key(w, "findings");
    json_write_array(w);
    for (size_t i = 0; i < r->n; i++)
        finding(w, a, &r->findings[i]);
    json_write_end(w);
    json_write_end(w);
}

static void
target(struct json_write *w, struct arena *a, const struct target_result *t)
{
    json_write_object(w);
    json_write_member(w, "target", t->evidence->target);
    json_write_key(w, "assets");
    json_write_array(w);
    for (size_t i = 0; i < t->evidence->n; i++) {
        const struct asset *as = &t->evidence->assets[i];
        json_write_flat_object(w);
        json_write_member(w, "id", as->id);
        json_write_member(w, "kind", as->kind->name);
        json_write_member(w, "name", as->name);
        json_write_end(w);
    }
    json_write_end(w);
    json_write_key(w, "regimes");
    json_write_array(w);
    for (size_t i = 0; i < t->n; i++)
        regime(w, a, &t->regimes[i]);
    json_write_end(w);
    json_write_end(w);
}

void
result_json_write(struct json_write *w, const struct judgement *j,
                  const struct result_json_options *o)
{
    AUTO_ARENA a = {0};
    json_write_object(w);
    json_write_member(w, "format", SL(RESULT_JSON_FORMAT));
    json_write_member(w, "version", o->version);
    json_write_member(w, "made", date_stamp(&a, o->made));
    json_write_member(w, "on", date_print(&a, j->on));
    json_write_key(w, "targets");
    json_write_array(w);
    for (size_t i = 0; i < j->n; i++)
        target(w, &a, &j->targets[i]);
    json_write_end(w);
    json_write_end(w);
}
