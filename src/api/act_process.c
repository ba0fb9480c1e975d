/* SPDX-License-Identifier: Apache-2.0 */
#include "api/act_process.h"

bool
process_request(struct act *out, const struct viewer *v, const struct process *p,
                struct slice reason, struct given_faults *f)
{
    struct arena *a = v->arena;
    struct json_node process;
    struct err none = {0};
    process_to_json(&process, a, p);
    *out = (struct act){.kind = event_kind_find(SL("process.adopted")), .data = json_new_object(a)};
    json_put_node(a, out->data, "process", &process);
    if (!reason.n)
        return true;
    static const struct event_field field = {.key = "reason", .type = FIELD_TEXT};
    const struct event_kind alone = {.name = "", .fields = &field, .nfields = 1};
    struct json_node *said = json_new_object(a);
    json_put_text(a, said, "reason", reason);
    if (!event_shape(a, &alone, said, &none))
        return given_fault(f, a, "reason", SL("A text of one line, at most 1,000 octets."),
                           SL("请填写一行文字，不超过1000字节。"));
    json_put_text(a, out->data, "reason", reason);
    return true;
}
