/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/event.h"

#include "cel/civil.h"
#include "committee/act.h"
#include "committee/event_shape.h"
#include "crypto/crypto.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

#include <assert.h>

#define INSTANT_SIZE 20                     /* octets of "2026-11-24T01:02:03Z" */
#define INSTANT_END ((int64_t)253402300800) /* 10000-01-01T00:00:00Z */
#define DAY_SECONDS ((int64_t)CIVIL_DAY)

/* ---- instants, ids, digests ------------------------------------------------------------------*/

static void
digits(uint8_t *out, unsigned n, int64_t value)
{
    while (n-- > 0) {
        out[n] = (uint8_t)('0' + value % 10);
        value /= 10;
    }
}

struct slice
instant_text(struct arena *a, int64_t at)
{
    assert(at >= 0 && at < INSTANT_END);
    struct civil_date d = civil_from_days(at / DAY_SECONDS);
    int64_t s = at % DAY_SECONDS;
    uint8_t *p = NEW_ARRAY(a, uint8_t, INSTANT_SIZE);
    static const uint8_t form[INSTANT_SIZE] = {'0', '0', '0', '0', '-', '0', '0', '-', '0', '0',
                                               'T', '0', '0', ':', '0', '0', ':', '0', '0', 'Z'};
    memcpy(p, form, sizeof form);
    digits(p, 4, d.year);
    digits(p + 5, 2, d.month);
    digits(p + 8, 2, d.day);
    digits(p + 11, 2, s / 3600);
    digits(p + 14, 2, s / 60 % 60);
    digits(p + 17, 2, s % 60);
    return slice_of(p, INSTANT_SIZE);
}

/* `n` digits, or -1. */
static int
number(const uint8_t *p, unsigned n)
{
    int v = 0;
    for (unsigned i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        v = v * 10 + (p[i] - '0');
    }
    return v;
}

bool
full_date_read(int64_t *days, struct slice s)
{
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
        return false;
    int year = number(s.p, 4), month = number(s.p + 5, 2), day = number(s.p + 8, 2);
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > civil_month_days(year, month))
        return false;
    *days = civil_to_days(year, month, day);
    return true;
}

bool
instant_read(int64_t *out, struct slice text)
{
    int64_t days;
    if (text.n != INSTANT_SIZE || !full_date_read(&days, slice_of(text.p, 10)))
        return false;
    const uint8_t *p = text.p;
    if (p[10] != 'T' || p[13] != ':' || p[16] != ':' || p[19] != 'Z')
        return false;
    int hour = number(p + 11, 2), minute = number(p + 14, 2), second = number(p + 17, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    *out = days * DAY_SECONDS + INT64_C(3600) * hour + INT64_C(60) * minute + second;
    return true;
}

/* Octets of ids and digests, by a table: every event has a dozen of them. */
enum { IN_ID = 1, FIRST_OF_ID = 2, HEX = 4, ALL = IN_ID | FIRST_OF_ID | HEX };
#define TEN(c, v)                                                                    \
    [(c)] = (v), [(c) + 1] = (v), [(c) + 2] = (v), [(c) + 3] = (v), [(c) + 4] = (v), \
    [(c) + 5] = (v), [(c) + 6] = (v), [(c) + 7] = (v), [(c) + 8] = (v), [(c) + 9] = (v)
#define SIX(c, v) \
    [(c)] = (v), [(c) + 1] = (v), [(c) + 2] = (v), [(c) + 3] = (v), [(c) + 4] = (v), [(c) + 5] = (v)
static const uint8_t class_of[256] = {
    TEN('0', ALL),
    SIX('A', IN_ID | FIRST_OF_ID),
    TEN('G', IN_ID | FIRST_OF_ID),
    TEN('Q', IN_ID | FIRST_OF_ID),
    SIX('a', ALL),
    TEN('g', IN_ID | FIRST_OF_ID),
    TEN('q', IN_ID | FIRST_OF_ID),
    ['-'] = IN_ID,
    ['.'] = IN_ID,
    ['_'] = IN_ID,
};

/* All octets are of that class. */
static bool
all_of(const uint8_t *p, size_t n, uint8_t class)
{
    uint8_t common = class;
    for (size_t i = 0; i < n; i++)
        common &= class_of[p[i]];
    return common == class;
}

bool
id_valid(struct slice id)
{
    return id.n > 0 && id.n <= EVENT_ID_MAX && (class_of[id.p[0]] & FIRST_OF_ID) &&
           all_of(id.p, id.n, IN_ID);
}

bool
digest_valid(struct slice digest)
{
    return digest.n == DIGEST_SIZE && memcmp(digest.p, "sha256:", 7) == 0 &&
           all_of(digest.p + 7, DIGEST_SIZE - 7, HEX);
}

struct slice
digest_of(struct arena *a, struct slice octets)
{
    uint8_t hash[32];
    crypto_hash(hash, CRYPTO_SHA256, octets);
    return arena_printf(a, "sha256:%.*s", SL_FMT(crypto_hex(a, slice_of(hash, sizeof hash))));
}

/* ---- the leaf --------------------------------------------------------------------------------*/

static bool
bad(struct err *e, const char *what)
{
    return err_set(e, ERR_INPUT, "event: %s", what);
}

/* The next member, where it has that key. */
static const struct json_node *
next(const struct json_node *object, uint32_t *at, struct slice key)
{
    if (*at >= object->n || !slice_eq(object->members[*at].key, key))
        return NULL;
    return &object->members[(*at)++].value;
}

static bool
actor_read(struct actor *out, const struct json_node *by, struct err *e)
{
    uint32_t at = 0;
    if (!by || by->type != JSON_OBJECT || by->n != 3)
        return bad(e, "`by` has to name mandate, organisation and person, and nothing else");
    out->mandate = json_text(next(by, &at, SL("mandate")));
    out->organisation = json_text(next(by, &at, SL("organisation")));
    out->person = json_text(next(by, &at, SL("person")));
    if (!id_valid(out->mandate) || !id_valid(out->organisation) || !id_valid(out->person))
        return bad(e, "`by` has to name mandate, organisation and person by their ids");
    return true;
}

static bool
envelope_read(struct event *out, const struct json_node *n, struct err *e)
{
    uint32_t i = 0;
    if (n->type != JSON_OBJECT)
        return bad(e, "it is no object");
    const struct json_node *at = next(n, &i, SL("at"));
    if (!instant_read(&out->at, json_text(at)))
        return bad(e, "`at` has to be an instant such as 2026-11-24T01:02:03Z");
    if (!actor_read(&out->by, next(n, &i, SL("by")), e))
        return false;
    out->data = next(n, &i, SL("data"));
    if (!out->data || out->data->type != JSON_OBJECT)
        return bad(e, "`data` has to be an object");
    const struct json_node *index = next(n, &i, SL("index"));
    if (!index || index->type != JSON_INT || index->i < 0)
        return bad(e, "`index` has to be the number of the leaf");
    out->index = (uint64_t)index->i;
    const struct json_node *project = next(n, &i, SL("project"));
    out->project = json_text(project);
    if (project && !id_valid(out->project))
        return bad(e, "`project` has to be an id");
    struct slice type = json_text(next(n, &i, SL("type")));
    out->kind = event_kind_find(type);
    if (!out->kind)
        return err_set(e, ERR_INPUT, "event: no such type: '%.*s'",
                       SL_FMT(slice_sub(type, 0, EVENT_ID_MAX)));
    const struct json_node *v = next(n, &i, SL("v"));
    if (!v || v->type != JSON_INT || v->i != EVENT_VERSION)
        return bad(e, "`v` has to be 1: a newer program wrote this");
    return i == n->n || bad(e, "it has a member that events do not have");
}

static bool
stream_fits(const struct event *ev, struct err *e)
{
    if (ev->kind->of_project == (ev->project.n > 0))
        return true;
    return err_set(e, ERR_INPUT, "event: %s %s", ev->kind->name,
                   ev->kind->of_project ? "has to name a project" : "is of no project");
}

bool
event_of_json(struct event *out, struct arena *a, const struct json_node *leaf, struct err *e)
{
    *out = (struct event){0};
    return envelope_read(out, leaf, e) && stream_fits(out, e) &&
           event_shape(a, out->kind, out->data, e);
}

bool
event_read(struct event *out, struct arena *a, struct slice octets, struct err *e)
{
    if (octets.n > EVENT_SIZE_MAX)
        return err_set(e, ERR_LIMIT, "event: %zu octets, a leaf has at most %d", octets.n,
                       EVENT_SIZE_MAX);
    struct json_node root;
    return json_canonical_read(&root, a, octets, e) && event_of_json(out, a, &root, e);
}

static struct json_node *
leaf(struct arena *a, const struct event *ev)
{
    struct json_node *by = json_new_object(a);
    json_put_text(a, by, "mandate", ev->by.mandate);
    json_put_text(a, by, "organisation", ev->by.organisation);
    json_put_text(a, by, "person", ev->by.person);
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "at", instant_text(a, ev->at));
    json_put_node(a, o, "by", by);
    json_put_node(a, o, "data", ev->data);
    json_put_int(a, o, "index", (int64_t)ev->index);
    json_put_text_if(a, o, "project", ev->project);
    json_put_text(a, o, "type", slice_str(ev->kind->name));
    json_put_int(a, o, "v", EVENT_VERSION);
    return o;
}

bool
event_write(struct slice *out, struct arena *a, const struct event *ev, struct err *e)
{
    if (ev->at < 0 || ev->at >= INSTANT_END)
        return bad(e, "its time is not of the years 1970 to 9999");
    if (ev->index > (uint64_t)JSON_CANONICAL_INT_MAX)
        return bad(e, "its index is too large");
    if (!id_valid(ev->by.mandate) || !id_valid(ev->by.organisation) || !id_valid(ev->by.person))
        return bad(e, "who acts has to be named by ids: mandate, organisation, person");
    if (ev->project.n && !id_valid(ev->project))
        return bad(e, "the project has to be named by its id");
    if (!stream_fits(ev, e) || !event_shape(a, ev->kind, ev->data, e))
        return false;
    return json_canonical(out, a, leaf(a, ev), EVENT_SIZE_MAX, e) || err_in(e, "event");
}

/* ---- access ----------------------------------------------------------------------------------*/

const struct json_node *
event_node(const struct event *ev, const char *key)
{
    return json_get(ev->data, key);
}

struct slice
event_text(const struct event *ev, const char *key)
{
    return json_text(json_get(ev->data, key));
}

int64_t
event_integer(const struct event *ev, const char *key)
{
    const struct json_node *n = json_get(ev->data, key);
    return n && n->type == JSON_INT ? n->i : 0;
}

bool
event_flag(const struct event *ev, const char *key)
{
    const struct json_node *n = json_get(ev->data, key);
    return n && n->type == JSON_BOOL && n->b;
}

int64_t
event_instant(const struct event *ev, const char *key)
{
    int64_t at;
    return instant_read(&at, event_text(ev, key)) ? at : 0;
}

struct langs
event_langs(const struct event *ev, const char *key)
{
    return langs_of(json_get(ev->data, key));
}

unsigned
event_word(const struct event *ev, const char *key, const char *const *words)
{
    return word_of(json_get(ev->data, key), words);
}

struct langs
langs_of(const struct json_node *n)
{
    return (struct langs){json_text(json_get(n, "en")), json_text(json_get(n, "zh"))};
}

unsigned
word_of(const struct json_node *n, const char *const *words)
{
    struct slice s = json_text(n);
    for (unsigned i = 0; words[i]; i++)
        if (is_key(s, words[i]))
            return i;
    return 0;
}

struct langs
langs_keep(struct arena *a, struct langs l)
{
    return (struct langs){arena_dup(a, l.en), arena_dup(a, l.zh)};
}
