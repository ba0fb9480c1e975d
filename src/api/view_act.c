/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_act.h"

static const struct shape shapes[] = {
    {"act_done", "answer:text, event?:any, refusal?:act_refusal, receipt?:text, warning?:text",
     "What came of an act. `event` is its entry in the record; `receipt` proves that it is there."},
    {"act_refusal", "code:text, rule:text, en?:text, zh?:text",
     "Why the committee's rules do not allow it."},
};
SHAPE_TABLE(view_act_shapes, shapes);

static struct json_node *
refusal_of(struct arena *a, const struct refusal *r)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "code", slice_str(refusal_name(r->code)));
    json_put_text(a, n, "rule", r->rule);
    json_put_text_if(a, n, "en", r->en);
    json_put_text_if(a, n, "zh", r->zh);
    return n;
}

struct json_node *
view_act_done(struct arena *a, const struct office_done *done, bool dry)
{
    static const char *const answers[] = {"done", "repeated", "refused"};
    struct json_node *n = json_new_object(a), event;
    bool allowed = dry && done->answer == OFFICE_DONE;
    json_put_text(a, n, "answer", slice_str(allowed ? "allowed" : answers[done->answer]));
    if (done->answer == OFFICE_REFUSED)
        json_put_node(a, n, "refusal", refusal_of(a, &done->refusal));
    else if (json_parse(&event, a, SL("event"), done->leaf, NULL))
        json_put_node(a, n, "event", &event);
    json_put_text_if(a, n, "receipt", done->receipt);
    json_put_text_if(a, n, "warning", done->warning);
    return n;
}
