/* SPDX-License-Identifier: Apache-2.0 */
#include "compile.h"
#include "model/bits.h"
#include "support/cases.h"

struct row {
    const char *name;
    const char *condition, *want;
};

static const struct row ROWS[] = {
    {"literal", "true", "true"},
    {"constant expression", "1 + 1 == 3", "false"},

    {"all, by name", "toy.groups.all(g, g.name in ['A', 'B'])", "groups only {A, B}"},
    {"all, by a named set", "toy.groups.all(g, g.name in approved)", "groups only {A, B}"},
    {"all, by an attribute", "toy.groups.all(g, !g.pq)", "groups none of {D, E}"},
    {"all, not by name", "toy.groups.all(g, !(g.name in approved))", "groups none of {A, B}"},
    {"all, of nothing", "toy.groups.all(g, g.name in nothing)", "groups only {}"},
    {"all, always true of ours", "toy.groups.all(g, g.code >= 0)", "groups none of {}"},
    {"all, true of whatever", "toy.groups.all(g, true)", "true"},
    {"all, false of whatever", "toy.groups.all(g, false)", "groups none of any"},
    {"exists, by name", "toy.groups.exists(g, g.name == 'E')", "groups some of {E}"},
    {"exists, none of ours", "toy.groups.exists(g, g.code > 99)", "groups some of {}"},
    {"exists, whatever", "toy.groups.exists(g, true)", "groups some of any"},
    {"exists, false of whatever", "toy.groups.exists(g, false)", "false"},
    {"not exists is all not", "!toy.groups.exists(g, g.pq)", "groups none of {D, E}"},
    {"exists_one", "toy.groups.exists_one(g, g.pq)",
     "groups some of {D, E} && groups fewer than 2 of {D, E}"},
    {"all over two conditions", "toy.groups.all(g, g.pq && g.name != 'E')", "groups only {D}"},
    {"a list attribute", "toy.suites.exists(s, 'v2' in s.versions && s.code > 67)",
     "suites some of {S68, S69}"},
    {"a function of an attribute", "toy.groups.exists(g, g.name.startsWith('A'))",
     "groups some of {A}"},
    {"a choice in the body", "toy.groups.all(g, g.pq ? g.name == 'D' : true)",
     "groups none of {E}"},
    {"an error in the body", "toy.groups.all(g, 1 / g.code == 1)",
     "opaque(toy.groups.all(g, 1 / g.code == 1))"},

    {"an error that does not matter", "toy.groups.all(g, g.code == 0 || 6 / g.code > 2)",
     "groups none of {D, E}"},
    {"an error behind a false", "toy.groups.exists(g, g.code > 2 && 6 / g.code == 2)",
     "groups some of {D}"},
    {"an error of one element", "toy.groups.exists(g, 6 / g.code == 3)",
     "opaque(toy.groups.exists(g, 6 / g.code == 3))"},
    {"a constant first", "toy.groups.exists(g, 'B' == g.name)", "groups some of {B}"},
    {"a flag compared", "toy.groups.all(g, g.pq == false)", "groups none of {D, E}"},
    {"a number that differs", "toy.groups.all(g, 3 != g.code)", "groups none of {D}"},
    {"in an empty list", "toy.groups.exists(g, g.name in [])", "groups some of {}"},
    {"in a list with others", "toy.groups.exists(g, g.name in ['Z', 'B', 'B'])",
     "groups some of {B}"},
    {"in a computed list", "toy.groups.exists(g, g.name in approved + ['E'])",
     "groups some of {A, B, E}"},
    {"the attribute missing", "toy.groups.all(g, has(g.name))", "groups none of {}"},
    {"the element itself", "toy.groups.exists(g, g == g)", "groups some of {A, B, C, D, E}"},
    {"a set compared with another", "toy.suites.all(s, toy.groups.exists(g, g.name == s.family))",
     "(groups some of {} || suites only {}) && (groups some of {A, B, C, D, E} || suites none of "
     "{} or strange ones)"},

    {"a fact in the body of all", "toy.groups.all(g, !g.pq || toy.on)",
     "on || groups none of {D, E}"},
    {"a fact in the body of exists", "toy.groups.exists(g, g.pq && toy.on)",
     "on && groups some of {D, E}"},
    {"a fact beside two properties", "toy.groups.exists(g, g.pq && (toy.on || g.name == 'E'))",
     "(on && groups some of {D}) || groups some of {E}"},
    {"a fact and a list of names", "toy.groups.all(g, g.name in ['A', 'B'] || toy.on)",
     "on || groups only {A, B}"},
    /* A name that the registry lacks belongs to one of the two, and to either where both hold. */
    {"two rests", "toy.groups.exists(g, g.pq ? toy.on : toy.bits >= 5)",
     "(bits >= 5 && groups some of {A, B, C}) || (on && groups some of {D, E}) || "
     "(on && bits >= 5 && groups some of {} or strange ones) || groups some of {}"},
    {"a fact compared with the element", "toy.groups.exists(g, toy.bits == g.code && g.code < 2)",
     "(bits >= 0 && bits < 1 && groups some of {A}) || "
     "(bits >= 1 && bits < 2 && groups some of {B}) || groups some of {}"},
    {"one set inside another", "toy.groups.all(g, !g.pq || toy.suites.exists(s, s.code == 7))",
     "suites some of {S07} || groups none of {D, E}"},
    {"now in the body", "toy.groups.all(g, !g.pq || now < timestamp('1970-01-02T00:00:00Z'))",
     "now < 86400 || groups none of {D, E}"},
    {"a body that cannot be followed",
     "toy.groups.all(g, g.name == 'A' || toy.curve.startsWith(g.name))",
     "opaque(toy.groups.all(g, g.name == \"A\" || toy.curve.startsWith(g.name)))"},

    {"every one of a list", "approved.all(n, toy.groups.exists(g, g.name == n))",
     "groups some of {A} && groups some of {B}"},
    {"one of a list", "approved.exists(n, toy.groups.exists(g, g.name == n))",
     "groups some of {A, B}"},
    {"all of an empty list", "nothing.all(n, toy.groups.exists(g, g.name == n))", "true"},
    {"in names", "'A' in toy.groups.map(g, g.name)", "groups some of {A}"},
    {"in names, not of ours", "'Z' in toy.groups.map(g, g.name)", "groups some of {}"},
    {"map and exists", "toy.groups.map(g, g.code).exists(c, c == 1 || c == 3)",
     "groups some of {B, D}"},
    {"filter and all", "toy.groups.filter(g, g.pq).all(h, h.name == 'D')", "groups none of {E}"},
    {"filter and exists", "toy.groups.filter(g, g.pq).exists(h, h.name != 'E')",
     "groups some of {D}"},
    {"filter by a fact", "toy.groups.filter(g, toy.on).all(h, !h.pq)",
     "!on || groups none of {D, E}"},
    {"map with a filter", "toy.groups.map(g, g.pq, g.code).all(c, c < 4)", "groups none of {E}"},
    {"filter of a filter", "toy.groups.filter(g, g.pq).filter(g, g.code > 3).exists(g, true)",
     "groups some of {E}"},
    {"filter, then more apart",
     "toy.groups.filter(g, g.code < 4).exists(g, g.pq || g.name == 'B' || g.code == 4)",
     "groups some of {B, D}"},
    {"filter by a fact, then more apart",
     "toy.groups.filter(g, g.pq || toy.on).exists(g, g.name in ['A', 'D'])",
     "(on && groups some of {A}) || groups some of {D}"},
    {"map to itself", "toy.groups.map(g, g.pq, g).all(h, h.name == 'D')", "groups none of {E}"},
    {"map to a constant", "toy.groups.map(g, 'x').all(h, h == 'x')", "true"},
    {"an outer variable in the body", "['A', 'B'].exists(n, toy.groups.all(g, g.name in [n]))",
     "groups only {A} || groups only {B}"},
    {"two sets as one list", "(toy.groups + toy.groups).all(g, !g.pq)", "groups none of {D, E}"},

    {"size", "size(toy.groups) >= 2", "groups at least 2 of any"},
    {"size as a method", "toy.groups.size() == 0", "groups none of any"},
    {"size of a filter", "size(toy.groups.filter(g, g.pq)) >= 2", "groups at least 2 of {D, E}"},
    {"size, at most", "size(toy.groups.filter(g, g.pq)) <= 1", "groups fewer than 2 of {D, E}"},
    {"size, exactly", "2 == size(toy.groups.filter(g, !g.pq))",
     "groups at least 2 of {A, B, C} && groups fewer than 3 of {A, B, C}"},
    {"size, never negative", "size(toy.groups) >= 0", "true"},
    {"empty", "toy.groups == []", "groups none of any"},
    {"not empty", "toy.uses != []", "uses.size >= 1"},

    {"flag", "toy.on", "on"},
    {"flag negated", "!toy.on", "!on"},
    {"flag equals", "toy.on == false", "!on"},
    {"flag differs", "toy.on != false", "on"},
    {"two conditions agree", "toy.on == (toy.bits >= 5)", "(!on || bits >= 5) && (on || bits < 5)"},
    {"at least", "toy.bits >= 3000", "bits >= 3000"},
    {"more than", "toy.bits > 3000", "bits >= 3001"},
    {"at most", "toy.bits <= 3000", "bits < 3001"},
    {"less than", "toy.bits < 3000", "bits < 3000"},
    {"exactly", "toy.key.bits == 256", "key.bits >= 256 && key.bits < 257"},
    {"not exactly", "toy.key.bits != 256", "key.bits < 256 || key.bits >= 257"},
    {"constant on the left", "3000 < toy.bits", "bits >= 3001"},
    {"computed constant", "toy.bits >= 1024 * 2", "bits >= 2048"},
    {"greatest number", "toy.bits > 9223372036854775807", "false"},
    {"greatest number, exactly", "toy.bits == 9223372036854775807", "bits >= 9223372036854775807"},
    {"least number", "toy.bits >= -9223372036854775807 - 1", "true"},
    {"number in a list", "toy.bits in [1, 3]",
     "(bits >= 1 && bits < 2) || (bits >= 3 && bits < 4)"},
    {"arithmetic on a fact", "toy.bits * 2 > 5", "opaque(toy.bits * 2 > 5)"},
    {"two facts", "toy.bits > toy.key.bits", "opaque(toy.bits > toy.key.bits)"},

    {"string", "toy.key.alg == 'RSA'", "key.alg in {\"RSA\"}"},
    {"string, not", "'RSA' != toy.key.alg", "key.alg not in {\"RSA\"}"},
    {"string in a list", "toy.key.alg in ['RSA', 'EC']", "key.alg in {\"EC\", \"RSA\"}"},
    {"string in an empty list", "toy.curve in []", "false"},
    {"string by value: few values", "toy.key.alg.endsWith('A')", "key.alg in {\"DSA\", \"RSA\"}"},
    {"string by value: a computed one", "toy.key.alg + 'x' == 'ECx'", "key.alg in {\"EC\"}"},
    {"string by value: the field twice", "toy.key.alg + toy.key.alg == 'ECEC'",
     "key.alg in {\"EC\"}"},
    {"string by value: an open field", "toy.curve.startsWith('b')",
     "opaque(toy.curve.startsWith(\"b\"))"},
    {"string by value: two fields", "toy.key.alg + toy.curve == 'x'",
     "opaque(toy.key.alg + toy.curve == \"x\")"},
    {"string order", "toy.curve < 'b'", "opaque(toy.curve < \"b\")"},

    {"in a list of strings", "'a' in toy.uses", "uses holds some of {\"a\"}"},
    {"list exists", "toy.uses.exists(u, u == 'a' || u in ['b', 'c'])",
     "uses holds some of {\"a\", \"b\", \"c\"}"},
    {"list exists other", "toy.uses.exists(u, u != 'a')", "uses holds other than {\"a\"}"},
    {"list all", "toy.uses.all(u, u in ['a', 'b'])", "uses holds only {\"a\", \"b\"}"},
    {"list all not", "toy.uses.all(u, !(u in ['a', 'b']))", "uses holds none of {\"a\", \"b\"}"},
    {"list all of nothing", "toy.uses.all(u, false)", "uses.size < 1"},
    {"list with a fact", "toy.uses.all(u, u != 'a' || toy.on)", "on || uses holds none of {\"a\"}"},
    {"list size", "size(toy.uses) > 1", "uses.size >= 2"},
    {"list by a function", "toy.uses.exists(u, u.startsWith('a'))",
     "opaque(toy.uses.exists(u, u.startsWith(\"a\")))"},
    {"list, filtered", "toy.uses.filter(u, u == 'a').exists(v, v == 'b')",
     "opaque(toy.uses.filter(u, u == \"a\").exists(v, v == \"b\"))"},
    {"every one of a list of constants", "['a', 'b'].all(x, x in toy.uses)",
     "uses holds some of {\"a\"} && uses holds some of {\"b\"}"},

    {"until after now", "toy.until > now", "until - now >= 1"},
    {"now before until", "now < toy.until", "until - now >= 1"},
    {"until at least 30 days away", "toy.until - now >= duration('720h')",
     "until - now >= 2592000"},
    {"until, less a while", "toy.until - duration('720h') > now", "until - now >= 2592001"},
    {"now, plus a while", "now + duration('720h') < toy.until", "until - now >= 2592001"},
    {"not too long away", "toy.until <= now + duration('86400s')", "until - now < 86401"},
    {"after a day", "toy.until >= timestamp('1970-01-02T00:00:00Z')", "until >= 86400"},
    {"before a day", "timestamp('1970-01-02T00:00:00Z') > toy.until", "until < 86400"},
    {"exactly", "toy.until == timestamp('1970-01-02T00:00:00Z')",
     "until >= 86400 && until < 86401"},
    {"half a second later", "toy.until >= timestamp('1970-01-01T00:00:01.5Z')", "until >= 2"},
    {"half a second later, more", "toy.until > timestamp('1970-01-01T00:00:01.5Z')", "until >= 2"},
    {"half a second later, less", "toy.until < timestamp('1970-01-01T00:00:01.5Z')", "until < 2"},
    {"half a second before 1970", "toy.until <= timestamp('1969-12-31T23:59:59.5Z')", "until < 0"},
    {"never half a second", "toy.until == timestamp('1970-01-01T00:00:01.5Z')", "false"},
    {"the day judged", "now >= timestamp('1970-01-02T00:00:00Z')", "now >= 86400"},
    {"the day judged, turned round", "timestamp('1970-01-02T00:00:00Z') >= now", "now < 86401"},
    {"two times", "toy.until - toy.from < duration('1h')",
     "opaque(toy.until - toy.from < duration(\"1h\"))"},
    {"now twice", "toy.until - now > now - toy.from", "opaque(toy.until - now > now - toy.from)"},
    {"a part of now", "now.getFullYear() > 2030", "opaque(now.getFullYear() > 2030)"},

    {"and", "toy.on && toy.bits >= 5", "on && bits >= 5"},
    {"or", "toy.on || toy.bits >= 5", "on || bits >= 5"},
    {"implication", "!toy.on || toy.bits >= 5", "!on || bits >= 5"},
    {"choice", "toy.on ? toy.bits >= 5 : toy.bits >= 9", "(!on || bits >= 5) && (on || bits >= 9)"},
    {"parentheses do not matter", "(toy.on && (toy.bits >= 5)) && !(!toy.on || false)",
     "on && bits >= 5"},
    {"only the opaque part is opaque", "toy.on || toy.bits * 2 > 5",
     "on || opaque(toy.bits * 2 > 5)"},
    {"opaque under not", "!(toy.bits * 2 > 5)", "!opaque(toy.bits * 2 > 5)"},
    {"opaque in a choice", "toy.on ? toy.bits * 2 > 5 : true", "!on || opaque(toy.bits * 2 > 5)"},
    {"a map of facts", "{'RSA': 2048}[toy.key.alg] <= toy.key.bits",
     "opaque({\"RSA\": 2048}[toy.key.alg] <= toy.key.bits)"},
    {"a map of constants", "toy.bits >= {'a': 5}['a']", "bits >= 5"},
    {"a list with a fact", "[toy.bits, 3].exists(x, x > 5)",
     "opaque([toy.bits, 3].exists(x, x > 5))"},
    {"a list of constants, mapped", "toy.bits in [1, 2].map(x, x * 2)",
     "(bits >= 2 && bits < 3) || (bits >= 4 && bits < 5)"},
    {"a list of constants and one fact", "toy.curve in ['a', toy.key.alg]",
     "opaque(toy.curve in [\"a\", toy.key.alg])"},
    {"a fact in a fact", "toy.curve in toy.uses", "opaque(toy.curve in toy.uses)"},
    {"a set compared with itself", "toy.groups == toy.groups", "opaque(toy.groups == toy.groups)"},
    {"a flag in a list", "toy.on in [true]", "opaque(toy.on in [true])"},
    {"a key of a map", "'a' in {'a': toy.bits}", "opaque(\"a\" in {\"a\": toy.bits})"},
    {"an element in its own set", "toy.groups.all(g, g in toy.groups)", "groups none of {}"},
    {"an element by position", "toy.groups[0].pq", "opaque(toy.groups[0].pq)"},
    {"one, by a fact", "toy.groups.exists_one(g, g.pq && toy.on)",
     "opaque(toy.groups.exists_one(g, g.pq && toy.on))"},
    {"one, of a list of strings", "toy.uses.exists_one(u, u == 'a')",
     "opaque(toy.uses.exists_one(u, u == \"a\"))"},
    {"one, of two sets", "(toy.groups + toy.groups).exists_one(g, g.pq)",
     "opaque((toy.groups + toy.groups).exists_one(g, g.pq))"},
    {"size of two sets", "size(toy.groups + toy.groups) > 2",
     "opaque(size(toy.groups + toy.groups) > 2)"},
    {"size of a filtered list of strings", "size(toy.uses.filter(u, u == 'a')) > 0",
     "opaque(size(toy.uses.filter(u, u == \"a\")) > 0)"},
    {"size of a string", "size(toy.curve) > 3", "opaque(size(toy.curve) > 3)"},
    {"map by a fact", "toy.groups.map(g, toy.bits).exists(b, b > 5)",
     "opaque(toy.groups.map(g, toy.bits).exists(b, b > 5))"},
    {"order of conditions", "toy.on < true", "opaque(toy.on < true)"},
    {"an empty list compared by order", "toy.uses == ['a']", "opaque(toy.uses == [\"a\"])"},
    {"a condition that is an error", "[true][3] || toy.on", "opaque([true][3]) || on"},
    {"a time out of CEL's reach, split",
     "toy.until < timestamp('9999-12-31T00:00:00Z') + duration('48h')", "until < 253402387200"},
    {"the length of a time", "toy.until - toy.until == duration('0s')",
     "opaque(toy.until - toy.until == duration(\"0s\"))"},
    {"twice a length", "toy.until - now + (toy.until - now) > duration('1h')",
     "opaque(toy.until - now + (toy.until - now) > duration(\"1h\"))"},
    {"presence", "has(toy.curve)", "opaque(has(toy.curve))"},
    {"bound", "cel.bind(x, 5, toy.bits >= x)", "bits >= 5"},
    {"bound to a fact", "cel.bind(x, toy.bits, x >= 5)", "opaque(cel.bind(x, toy.bits, x >= 5))"},
};

static void
grounds(void **state)
{
    const struct row *r = *state;
    struct world w;
    struct compiler c;
    struct form f;
    struct buf b;
    struct err e = {0};
    ref_t ref;
    world_make(&w, &case_arena);
    compiler_init(&c, &case_arena, &w);
    form_init(&f, &case_arena, &w.kind);
    struct cel_ast *ast = compiler_ast(&c, &case_arena, r->condition);
    assert_true(ground_condition(&ref, &f, c.conditions, ast, NULL, &e));
    buf_init(&b, &case_arena, 100000);
    form_print(&b, &f, ref);
    assert_string_equal(arena_str(&case_arena, buf_slice(&b)), r->want);
}

/* Different words, the same condition: one selector in the solver. */
static const struct row SAME[] = {
    {"all and not exists", "toy.groups.all(g, g.name in ['A', 'B'])",
     "!toy.groups.exists(g, !(g.name in approved))"},
    {"by name and by property", "toy.groups.all(g, g.name in ['A', 'B', 'C'])",
     "toy.groups.all(g, !g.pq)"},
    {"order of a list", "toy.groups.all(g, g.name in ['A', 'B'])",
     "toy.groups.all(g, g.name in ['B', 'A', 'B'])"},
    {"bounds", "toy.bits > 2047", "2048 <= toy.bits"},
    {"order of and", "toy.on && toy.bits > 2", "toy.bits > 2 && toy.on"},
    {"implication and choice", "!toy.on || toy.bits > 2", "toy.on ? toy.bits > 2 : true"},
    {"two alls and one", "toy.groups.all(g, !g.pq) && toy.groups.all(g, g.name != 'A')",
     "toy.groups.all(g, !g.pq && g.name != 'A')"},
    {"name of the variable", "toy.groups.all(g, g.pq)", "toy.groups.all(x, x.pq)"},
    {"time", "toy.until > now + duration('1h')", "toy.until - now > duration('3600s')"},
    {"excluded strings", "toy.key.alg != 'RSA' && toy.key.alg != 'EC'",
     "!(toy.key.alg in ['EC', 'RSA'])"},
};

static void
ground_the_same(void **state)
{
    const struct row *r = *state;
    struct world w;
    struct compiler c;
    struct form f;
    struct err e = {0};
    ref_t a, b;
    world_make(&w, &case_arena);
    compiler_init(&c, &case_arena, &w);
    form_init(&f, &case_arena, &w.kind);
    assert_true(ground_condition(&a, &f, c.conditions, compiler_ast(&c, &case_arena, r->condition),
                                 NULL, &e));
    assert_true(
        ground_condition(&b, &f, c.conditions, compiler_ast(&c, &case_arena, r->want), NULL, &e));
    assert_int_equal(a, b);
}

/* Elements that a rule shuts out only by not listing them; `want` is their names. */
static const struct row UNLISTED[] = {
    {"a list of names", "toy.groups.all(g, g.name in ['A', 'B'])", "CDE"},
    {"a named set", "toy.groups.all(g, g.name in approved)", "CDE"},
    {"one name", "toy.groups.all(g, g.name == 'A')", "BCDE"},
    {"two lists", "toy.groups.all(g, g.name in approved || g.name == 'E')", "CD"},
    {"a list and a property", "toy.groups.all(g, g.name in ['A', 'D'] && !g.pq)", "BCE"},
    {"a list or a property", "toy.groups.all(g, g.name in approved || g.pq)", "C"},
    {"named bans are not", "toy.groups.all(g, !(g.name in approved))", ""},
    {"a named ban by !=", "toy.groups.all(g, g.name != 'A')", ""},
    {"a property is not", "toy.groups.all(g, !g.pq)", ""},
    {"exists is not", "toy.groups.exists(g, g.name in approved)", ""},
    {"beside a fact it is not", "toy.groups.all(g, g.name in approved || toy.on)", ""},
    {"behind a filter", "toy.groups.filter(g, g.pq).all(g, g.name == 'D')", "ABCE"},
    {"behind a filter that leaves one", "toy.groups.filter(g, g.code == 3).all(g, g.name == 'A')",
     "BCDE"},
    {"mapped to itself", "toy.groups.map(g, g).all(h, h.name == 'D')", "ABCE"},
    {"mapped to a name", "toy.groups.map(g, g.name).all(h, h == 'D')", ""},
    {"a constant first", "toy.groups.all(g, 'D' == g.name)", "ABCE"},
    {"negated twice", "toy.groups.all(g, !!(g.name == 'D'))", ""},
    {"with an error", "toy.groups.all(g, g.name == 'D' || 6 / g.code == 7)", ""},
};

static void
notes_unlisted(void **state)
{
    const struct row *r = *state;
    struct world w;
    struct compiler c;
    struct form f;
    struct rule rule;
    struct err e = {0};
    world_make(&w, &case_arena);
    compiler_init(&c, &case_arena, &w);
    form_init(&f, &case_arena, &w.kind);
    struct requirement *req = compiler_requirement(&c, &case_arena, NULL, r->condition);
    assert_true(ground_rule(&rule, &f, c.conditions, req, &e));
    char got[WORLD_GROUPS + 1] = "";
    const uint64_t *bits = rule.unlisted[F_GROUPS];
    for (size_t i = 0, n = 0; bits && i < WORLD_GROUPS; i++)
        if (bits_has(bits, i))
            got[n++] = (char)('A' + i);
    assert_string_equal(got, r->want);
}

static void
work_is_bounded(void **state)
{
    (void)state;
    struct world w;
    struct compiler c;
    struct form f;
    struct err e = {0};
    ref_t ref;
    world_make(&w, &case_arena);
    compiler_init(&c, &case_arena, &w);
    form_init(&f, &case_arena, &w.kind);
    /* 70 to the power of four bodies. */
    struct cel_ast *ast =
        compiler_ast(&c, &case_arena,
                     "toy.suites.all(a, toy.suites.all(b, toy.suites.all(c, toy.suites.all(d, "
                     "a.code + b.code + c.code != d.code))))");
    assert_true(ground_condition(&ref, &f, c.conditions, ast, NULL, &e));
    assert_true(ref_node(&f, ref)->opaque);
}

/* A body with more parts that tell elements apart than are told apart at once. */
static void
many_parts(void **state)
{
    (void)state;
    struct world w;
    struct compiler c;
    struct form f;
    struct err e = {0};
    ref_t many, few;
    struct buf text;
    world_make(&w, &case_arena);
    compiler_init(&c, &case_arena, &w);
    form_init(&f, &case_arena, &w.kind);
    buf_init(&text, &case_arena, 1 << 16);
    buf_str(&text, "toy.groups.exists(g, ");
    for (int i = 0; i < 40; i++)
        buf_printf(&text, "(g.code == %d && toy.on) || ", i);
    buf_str(&text, "(g.name == 'D' && toy.bits > 5))");
    const char *body = arena_str(&case_arena, buf_slice(&text));
    assert_true(
        ground_condition(&many, &f, c.conditions, compiler_ast(&c, &case_arena, body), NULL, &e));
    struct cel_ast *ast = compiler_ast(&c, &case_arena,
                                       "toy.groups.exists(g, (g.code < 99 && toy.on) || "
                                       "(g.name == 'D' && toy.bits > 5))");
    assert_true(ground_condition(&few, &f, c.conditions, ast, NULL, &e));
    assert_int_equal(many, few);
}

int
main(void)
{
    CASES_TABLE(ROWS, grounds);
    CASES_TABLE(SAME, ground_the_same);
    CASES_TABLE(UNLISTED, notes_unlisted);
    CASES_TEST(work_is_bounded);
    CASES_TEST(many_parts);
    return cases_run("ground");
}
