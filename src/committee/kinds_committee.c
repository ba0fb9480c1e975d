/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The committee itself: its opening, the keys of its record, the processes it adopts.
 */
#include "committee/kinds_committee.h"
#include "committee/fold.h"

#include "text/json_build.h"
#include "text/json_canonical.h"

#define KEY_MAX                                                                      \
    300 /* octets of a verifier key: a record's name of at most 200, hash, 33 octets \
         */

/* ---- committee.opened ------------------------------------------------------------------------*/

static const struct event_field person_fields[] = {
    {.key = "profile",
     .type = FIELD_DIGEST,
     .help = "object with the name and how to reach the person"},
};

static const struct event_field founder_fields[] = {
    ORGANISATION_FIELD_CATEGORY,    ORGANISATION_FIELD_COUNTRY,       ORGANISATION_FIELD_FAMILY,
    ORGANISATION_FIELD_NAME(false), ORGANISATION_FIELD_ORIGIN(false), ORGANISATION_FIELD_POPULATION,
    ORGANISATION_FIELD_WEIGHT,
};

static const struct event_field opened_fields[] = {
    {.key = "id", .type = FIELD_ID, .help = "of the committee"},
    {.key = "key", .type = FIELD_TEXT, .help = "verifier key of its record"},
    {.key = "languages", .type = FIELD_WORDS, .words = language_words, .help = "that it works in"},
    {.key = "name", .type = FIELD_LANGS, .help = "of the committee"},
    {.key = "organisation",
     .type = FIELD_OBJECT,
     .of = founder_fields,
     .nof = COUNT_OF(founder_fields),
     .help = "that keeps the secretariat"},
    {.key = "person",
     .type = FIELD_OBJECT,
     .of = person_fields,
     .nof = COUNT_OF(person_fields),
     .help = "the first secretary"},
    {.key = "record", .type = FIELD_TEXT, .help = "origin of its record"},
    {.key = "rehearsal",
     .type = FIELD_FLAG,
     .optional = true,
     .help = "its times are given, not the machine's: a course, a test, a sample"},
};

/* "name+8 hexadecimal digits+base64": the shape of a signed note's verifier key (C2SP). */
static bool
key_fits(struct slice key, struct slice record)
{
    struct slice rest = key, name, hash;
    if (key.n > KEY_MAX || !slice_cut(&rest, '+', &name) || !slice_eq(name, record) ||
        !slice_cut(&rest, '+', &hash) || hash.n != 8 || rest.n == 0)
        return false;
    for (size_t i = 0; i < hash.n; i++)
        if (!((hash.p[i] >= '0' && hash.p[i] <= '9') || (hash.p[i] >= 'a' && hash.p[i] <= 'f')))
            return false;
    return true;
}

static bool
key_decide(struct arena *a, struct slice key, struct slice record, struct refusal *r)
{
    static const struct refusal_text shape = {REFUSED_SHAPE, "key.name",
                                              "{1} is no verifier key of the record {2}.",
                                              "{1}不是记录{2}的验证密钥。"};
    return key_fits(key, record) || refuse_as(r, a, &shape, SLICES(key, record));
}

static bool
opened_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text again = {REFUSED_REPEATED, "committee.opened",
                                              "The committee is open already.", "委员会已经成立。"};
    static const struct refusal_text languages = {REFUSED_SHAPE, "committee.languages",
                                                  "A committee works in at least one language.",
                                                  "委员会至少须有一种工作语言。"};
    if (w->committee->events > 0)
        return refuse_as(r, a, &again, NO_SLICES);
    if (json_count(event_node(ev, "languages")) == 0)
        return refuse_as(r, a, &languages, NO_SLICES);
    return act_new_id(a, w, ev->by.organisation, ID_ORGANISATION, r) &&
           act_new_id(a, w, ev->by.person, ID_PERSON, r) &&
           act_new_id(a, w, ev->by.mandate, ID_MANDATE, r) &&
           country_fits(a, json_text(json_get(event_node(ev, "organisation"), "country")), r) &&
           key_decide(a, event_text(ev, "key"), event_text(ev, "record"), r);
}

static void
opened_apply(struct committee *c, const struct event *ev)
{
    c->id = arena_dup(c->arena, event_text(ev, "id"));
    c->name = langs_keep(c->arena, event_langs(ev, "name"));
    c->record = arena_dup(c->arena, event_text(ev, "record"));
    c->languages = fold_texts(c->arena, event_node(ev, "languages"));
    c->opened = ev->at;
    c->rehearsal = event_flag(ev, "rehearsal");
    fold_key(c, event_text(ev, "key"));
    fold_organisation(c, ev, ev->by.organisation, event_node(ev, "organisation"));
    fold_person(c, ev, ev->by.person, ev->by.organisation,
                json_text(json_get(event_node(ev, "person"), "profile")));
    fold_mandate(c,
                 &(struct mandate){.id = ev->by.mandate,
                                   .person = ev->by.person,
                                   .organisation = ev->by.organisation,
                                   .body = SL(BODY_COMMITTEE),
                                   .kind = MANDATE_SECRETARY,
                                   .from = ev->at,
                                   .since = ev->index},
                 ev->at);
}

const struct event_kind kind_committee_opened = {
    .name = "committee.opened",
    .fields = opened_fields,
    .nfields = COUNT_OF(opened_fields),
    .summary = "a committee begins, with its record and its first secretary",
    .decide = opened_decide,
    .apply_committee = opened_apply,
};

/* ---- key.rotated -----------------------------------------------------------------------------*/

/* record/keys.h makes and checks the signatures; here they are texts. */
static const struct event_field rotated_fields[] = {
    {.key = "accepted", .type = FIELD_TEXT, .help = "signature by the new key; Base64"},
    {.key = "new", .type = FIELD_TEXT, .help = "verifier key that signs from here on"},
    {.key = "old", .type = FIELD_TEXT, .help = "verifier key that signed before"},
    {.key = "signature", .type = FIELD_TEXT, .help = "signature by the key before; Base64"},
};

static bool
rotated_decide(struct arena *a, const struct act_world *w, const struct event *ev,
               struct refusal *r)
{
    static const struct refusal_text used = {REFUSED_REPEATED, "key.used",
                                             "The key {1} has signed this record before.",
                                             "密钥{1}曾用于签署本记录。"};
    static const struct refusal_text other = {REFUSED_SHAPE, "key.old",
                                              "{1} is not the key that signs this record.",
                                              "{1}不是当前签署本记录的密钥。"};
    struct slice key = event_text(ev, "new"), old = event_text(ev, "old");
    const struct committee *c = w->committee;
    if (map_get(&c->keys_seen, key))
        return refuse_as(r, a, &used, SLICES(key));
    if (c->keys.n == 0 || !slice_eq(c->keys.v[c->keys.n - 1], old))
        return refuse_as(r, a, &other, SLICES(old));
    return act_role(a, w, ev, MAY_KEEP, SL(BODY_COMMITTEE), r) && key_decide(a, key, c->record, r);
}

static void
rotated_apply(struct committee *c, const struct event *ev)
{
    fold_key(c, event_text(ev, "new"));
}

const struct event_kind kind_key_rotated = {
    .name = "key.rotated",
    .fields = rotated_fields,
    .nfields = COUNT_OF(rotated_fields),
    .summary = "another key signs the record from here on",
    .decide = rotated_decide,
    .apply_committee = rotated_apply,
};

/* ---- process.adopted -------------------------------------------------------------------------*/

static const struct event_field adopted_fields[] = {
    {.key = "digest",
     .type = FIELD_DIGEST,
     .filled = true,
     .help = "of the process in canonical JSON"},
    {.key = "id", .type = FIELD_ID, .filled = true, .help = "of the process: SAC-GBT"},
    {.key = "process",
     .type = FIELD_OBJECT,
     .help = "all of it (docs/internals/process-format.md)"},
    {.key = "reason", .type = FIELD_TEXT, .optional = true, .help = "why it was adopted"},
};

/* The digest of the process as it stands in the event; false where it cannot be written. */
static bool
process_digest(struct slice *out, struct arena *a, const struct json_node *process, struct err *e)
{
    struct slice octets;
    if (!json_canonical(&octets, a, process, EVENT_SIZE_MAX, e))
        return false;
    *out = digest_of(a, octets);
    return true;
}

static bool
process_refused(struct arena *a, const struct err *e, struct refusal *r)
{
    static const struct refusal_text shape = {
        REFUSED_SHAPE, "process.shape", "This is no process: {1}.", "这不是有效的工作程序：{1}。"};
    return refuse_as(r, a, &shape, SLICES(slice_str(e->msg)));
}

static bool
adopted_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                 const struct event *ev, struct refusal *r)
{
    (void)w;
    (void)ev;
    struct err e = {0};
    struct slice digest;
    const struct json_node *process = json_get(data, "process");
    if (!process)
        return true; /* the shape says that it is missing */
    if (!process_digest(&digest, a, process, &e))
        return process_refused(a, &e, r);
    if (!json_get(data, "digest"))
        json_put_text(a, data, "digest", digest);
    if (!json_get(data, "id"))
        json_put_text(a, data, "id", json_text(json_get(process, "id")));
    return true;
}

static bool
adopted_decide(struct arena *a, const struct act_world *w, const struct event *ev,
               struct refusal *r)
{
    static const struct refusal_text other = {
        REFUSED_SHAPE, "process.digest", "{1} is not the id or {2} not the digest of this process.",
        "编号{1}或摘要{2}与该工作程序不符。"};
    static const struct refusal_text again = {REFUSED_REPEATED, "process.adopted",
                                              "This version of {1} is in force already.",
                                              "{1}的该版本已经采用。"};
    struct err e = {0};
    struct process p;
    struct slice digest;
    if (!act_role(a, w, ev, MAY_LEAD, SL(BODY_COMMITTEE), r))
        return false;
    const struct json_node *process = event_node(ev, "process");
    if (!process_from_json(&p, a, process, &e) || !process_digest(&digest, a, process, &e))
        return process_refused(a, &e, r);
    if (!slice_eq(p.id, event_text(ev, "id")) || !slice_eq(digest, event_text(ev, "digest")))
        return refuse_as(r, a, &other, SLICES(event_text(ev, "id"), event_text(ev, "digest")));
    const struct adopted *newest = committee_process(w->committee, p.id, (struct slice){0});
    if (newest && slice_eq(newest->digest, digest))
        return refuse_as(r, a, &again, SLICES(p.id));
    return true;
}

static void
adopted_apply(struct committee *c, const struct event *ev)
{
    struct process *p = NEW(c->arena, struct process);
    if (!process_from_json(p, c->arena, event_node(ev, "process"), NULL))
        return; /* it was decided, so it reads; an event that never was decided adopts nothing */
    struct adopted *adopted = NEW(c->arena, struct adopted);
    *adopted = (struct adopted){.id = arena_dup(c->arena, event_text(ev, "id")),
                                .digest = arena_dup(c->arena, event_text(ev, "digest")),
                                .process = p,
                                .since = ev->index};
    vec_push(c->arena, &c->processes, adopted);
    map_put(c->arena, &c->process_newest, adopted->id, adopted);
    map_put(c->arena, &c->process_versions, adopted->digest, adopted);
}

const struct event_kind kind_process_adopted = {
    .name = "process.adopted",
    .fields = adopted_fields,
    .nfields = COUNT_OF(adopted_fields),
    .summary = "a process, or a new version of one, for projects proposed from here on",
    .complete = adopted_complete,
    .decide = adopted_decide,
    .apply_committee = adopted_apply,
};
