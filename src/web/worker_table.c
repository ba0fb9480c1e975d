/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table of comments, in a worker: its rows, and what is to be said of them.
 */
#include "committee/comment_form.h"
#include "text/encoding.h"
#include "web/worker_jobs.h"

/* iconv(3) reads its modules from files: those of every encoding that a table may have. */
bool
job_prepare_table(struct err *e)
{
    static const struct slice samples[] = {
        SL_INIT("\xff\xfe"
                "a\0"),
        SL_INIT("\xfe\xff"
                "\0a"),
        SL_INIT("\xd6\xd0\xce\xc4"), /* 中文 in GB18030 */
    };
    for (size_t i = 0; i < COUNT_OF(samples); i++) {
        struct arena a = {0};
        struct encoding t;
        bool ok = encoding_read(&t, &a, samples[i], e);
        arena_free(&a);
        if (!ok)
            return false;
    }
    return true;
}

static void
number_if(struct json_write *w, const char *key, int64_t n)
{
    if (n < 0)
        return;
    json_write_key(w, key);
    json_write_int(w, n);
}

static void
head(struct json_write *w, const struct comment_form_head *h)
{
    json_write_key(w, "head");
    json_write_object(w);
    json_write_member_if(w, "date", h->date);
    json_write_member_if(w, "document", h->document);
    json_write_member_if(w, "project", h->project);
    json_write_member_if(w, "lead", h->lead);
    json_write_member_if(w, "handler", h->handler);
    json_write_member_if(w, "phone", h->phone);
    number_if(w, "sent", h->sent);
    number_if(w, "replied", h->replied);
    number_if(w, "commented", h->commented);
    number_if(w, "silent", h->silent);
    json_write_end(w);
}

static struct slice
outcome_word(enum comment_row_outcome o)
{
    static const char *const words[COMMENT_ROW_OUTCOMES] = {
        [COMMENT_ROW_OPEN] = "",         [COMMENT_ROW_ACCEPTED] = "accepted",
        [COMMENT_ROW_PARTLY] = "partly", [COMMENT_ROW_REJECTED] = "not-accepted",
        [COMMENT_ROW_NOTED] = "noted",
    };
    return slice_str(words[o]);
}

static struct slice
lang_word(enum comment_row_lang l)
{
    switch (l) {
    case COMMENT_ROW_LANG_UNKNOWN:
        return SL("");
    case COMMENT_ROW_EN:
        return SL("en");
    case COMMENT_ROW_ZH:
        return SL("zh");
    }
    return SL("");
}

static void
row(struct json_write *w, const struct comment_row *r)
{
    json_write_object(w);
    number_if(w, "row", r->row);
    json_write_member_if(w, "type", comment_row_type_text(r->type));
    json_write_member_if(w, "number", r->number);
    json_write_member_if(w, "organisation", r->organisation);
    json_write_member_if(w, "line", r->line);
    json_write_member_if(w, "clause", r->clause);
    json_write_member_if(w, "element", r->element);
    json_write_member_if(w, "text", r->text);
    json_write_member_if(w, "proposed", r->proposed);
    json_write_member_if(w, "outcome", outcome_word(r->outcome));
    json_write_member_if(w, "lang", lang_word(r->lang));
    json_write_member_if(w, "reason", r->reason);
    json_write_member_if(w, "note", r->note);
    json_write_member_if(w, "contributors", r->contributors);
    json_write_member_if(w, "decision", r->decision);
    json_write_key(w, "formula");
    json_write_bool(w, r->formula);
    json_write_end(w);
}

static void
notice(struct json_write *w, struct arena *a, const struct comment_form_notice *n)
{
    json_write_object(w);
    number_if(w, "row", n->row);
    json_write_key(w, "refused");
    json_write_bool(w, n->refused);
    json_write_member_if(w, "value", n->value);
    json_write_member(w, "en", comment_form_notice_text(a, n, COMMENT_ROW_EN));
    json_write_member(w, "zh", comment_form_notice_text(a, n, COMMENT_ROW_ZH));
    json_write_end(w);
}

bool
job_run_table(struct buf *out, const struct worker_in *in, struct err *e)
{
    struct comment_form f;
    struct json_write w;
    struct slice name = json_text(json_get(in->options, "name"));
    if (!comment_form_read(&f, in->a, name.n ? name : SL("table"), in->file, e))
        return false;
    json_write_init(&w, json_sink_buf, out);
    json_write_object(&w);
    json_write_member(&w, "form", f.kind == COMMENT_FORM_ISO ? SL("iso") : SL("gb"));
    json_write_member_if(&w, "sheet", f.sheet);
    number_if(&w, "header_row", f.header_row);
    head(&w, &f.head);
    json_write_key(&w, "rows");
    json_write_array(&w);
    for (size_t i = 0; i < f.n; i++)
        row(&w, &f.rows[i]);
    json_write_end(&w);
    json_write_key(&w, "notices");
    json_write_array(&w);
    for (size_t i = 0; i < f.nnotices; i++)
        notice(&w, in->a, &f.notices[i]);
    json_write_end(&w);
    number_if(&w, "refused", (int64_t)f.refused);
    number_if(&w, "blank", (int64_t)f.blank);
    json_write_end(&w);
    return json_write_done(&w, e);
}
