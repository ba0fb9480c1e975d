/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rule and a roll as a record may hold them, and any votes: "RULE\nROLL\nVOTES". What is taken is
 * written again octet for octet, and counting it in either order says the same.
 */
#include "committee/tally.h"
#include "text/json_canonical.h"

#include <stdlib.h>

#define OCTETS_MAX ((size_t)1 << 22)
#define VOTES_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct slice
octets(struct arena *a, const struct json_node *n)
{
    struct slice out;
    if (!json_canonical(&out, a, n, OCTETS_MAX, NULL))
        abort();
    return out;
}

static void
same(struct slice x, struct slice y)
{
    if (!slice_eq(x, y))
        abort();
}

static bool
read_rule(struct rule *out, struct arena *a, struct slice text)
{
    struct json_node n, again;
    struct rule twice;
    struct err e = {0};
    if (!json_parse(&n, a, SL("rule"), text, &e))
        return false;
    if (!rule_from_json(out, a, &n, &e)) {
        if (e.code == ERR_NONE || e.msg[0] == '\0')
            abort();
        return false;
    }
    rule_to_json(&again, a, out);
    struct slice once = octets(a, &again);
    same(octets(a, &n), once);
    if (!json_canonical_read(&n, a, once, &e) || !rule_from_json(&twice, a, &n, &e))
        abort();
    return true;
}

static bool
read_roll(struct roll *out, struct arena *a, struct slice text)
{
    struct json_node n, again;
    struct err e = {0};
    if (!json_parse(&n, a, SL("roll"), text, &e) || !roll_from_json(out, a, &n, &e))
        return false;
    roll_to_json(&again, a, out);
    same(octets(a, &n), octets(a, &again));
    return true;
}

/* Two octets a vote: who, and what with which qualities. */
static size_t
read_votes(struct vote *votes, const struct rule *r, const struct roll *roll, struct slice octets)
{
    const struct position *positions;
    size_t n, count = 0;
    uint8_t who, what;
    rule_positions(r, &positions, &n);
    while (count < VOTES_MAX && slice_u8(&octets, &who) && slice_u8(&octets, &what)) {
        votes[count] = (struct vote){.voter = who % (roll->n + 1),
                                     .position = positions[what % n].key,
                                     .index = what & 0x80 ? 7 : count,
                                     .at = who,
                                     .reasoned = what & 0x10,
                                     .conditional = what & 0x20,
                                     .carried = what & 0x40};
        count++;
    }
    return count;
}

static void
count_both_ways(struct arena *a, const struct rule *r, const struct roll *roll,
                struct slice octets_of_votes)
{
    struct vote votes[VOTES_MAX], turned[VOTES_MAX];
    struct tally t, u;
    struct json_node x, y;
    struct err e = {0};
    size_t n = read_votes(votes, r, roll, octets_of_votes);
    for (size_t i = 0; i < n; i++)
        turned[i] = votes[n - 1 - i];
    struct ballot_box box = {votes, n, 0, 200, false}, other = {turned, n, 0, 200, false};
    bool ok = tally_count(&t, a, r, roll, &box, &e);
    if (ok != tally_count(&u, a, r, roll, &other, &e))
        abort();
    if (!ok)
        return;
    if (t.voted + t.uncounted + t.recused + t.silent != t.units)
        abort();
    tally_to_json(&x, a, r, &t);
    tally_to_json(&y, a, r, &u);
    same(octets(a, &x), octets(a, &y));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct slice rest = slice_of(data, n), rule_text, roll_text;
    struct rule r;
    struct roll roll;
    if (n <= 65536 && slice_cut(&rest, '\n', &rule_text) && read_rule(&r, &a, rule_text) &&
        slice_cut(&rest, '\n', &roll_text) && read_roll(&roll, &a, roll_text))
        count_both_ways(&a, &r, &roll, rest);
    arena_free(&a);
    return 0;
}
