/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The octets choose among the rules of a grammar that writes well-typed
 * expressions only: each of them must compile, and then have the properties of
 * world.h. Random text hardly ever gets that far.
 */
#include "base/buf.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define DEPTH_MAX 7
#define TEXT_MAX 3000

/*
 * A rule is text with letters in braces, each an expression of a type in turn:
 * {b} bool {i} int {u} uint {d} double {s} string {l} list(int) {S} list(string)
 * {m} map(string, int) {q} optional(int) {t} timestamp {D} duration {y} bytes.
 * {v} declares a macro's variable; {V} uses an int one, or the variable i.
 * The first `leaves` rules of a type have no parts.
 */
struct rules {
    char type;
    size_t leaves, n;
    const char *const *v;
};

static const char *const bools[] = {
    "true",
    "false",
    "b",
    "c",
    "o.flag",
    "{b} && {b}",
    "{b} || {b}",
    "{b} && {b} || {b}",
    "!({b})",
    "({b} ? {b} : {b})",
    "{i} == {i}",
    "{i} != {i}",
    "{i} < {i}",
    "{i} >= {i}",
    "{u} <= {u}",
    "{d} > {d}",
    "{d} == {d}",
    "{s} == {s}",
    "{s} < {s}",
    "{b} == {b}",
    "{t} > {t}",
    "{D} <= {D}",
    "{l} == {l}",
    "{y} == {y}",
    "{m} == {m}",
    "{i} in {l}",
    "{s} in {S}",
    "{s} in {m}",
    "({s}).contains({s})",
    "({s}).startsWith({s})",
    "({s}).matches('^a.*[bc]$')",
    "({s}).matches({s})",
    "has(({m}).a)",
    "has(o.flag)",
    "({q}).hasValue()",
    "({l}).all({v}, {b})",
    "({l}).exists({v}, {b})",
    "({l}).exists_one({v}, {b})",
    "({l}).all({v}, {v2}, {b})",
    "({m}).exists(k, {v}, {b})",
    "({S}).all(s0, s0 != {s})",
    "sets.contains({l}, {l})",
    "sets.intersects({l}, {l})",
    "sets.equivalent({S}, {S})",
    "type({i}) == int",
    "math.isNaN({d})",
    "{q} == {q}",
    "cel.bind(k0, {i}, {b} && k0 == {i})",
    "bool({s})",
};
static const char *const ints[] = {
    "0",
    "1",
    "-3",
    "7",
    "9223372036854775807",
    "i",
    "j",
    "o.num",
    "{V}",
    "({i} + {i})",
    "({i} - {i})",
    "({i} * {i})",
    "({i} / {i})",
    "({i} % {i})",
    "-({i})",
    "({b} ? {i} : {i})",
    "size({s})",
    "size({l})",
    "({m}).size()",
    "size({y})",
    "({l})[{i}]",
    "({m})['a']",
    "({m}).b",
    "({q}).value()",
    "({q}).orValue({i})",
    "int({s})",
    "int({d})",
    "int({u})",
    "int({t})",
    "({t}).getHours()",
    "({t}).getDayOfYear('+01:30')",
    "({D}).getMinutes()",
    "({s}).indexOf({s})",
    "({s}).lastIndexOf({s}, {i})",
    "math.greatest({i}, {i})",
    "math.least({l})",
    "math.abs({i})",
    "math.bitAnd({i}, {i})",
    "math.bitShiftLeft({i}, {i})",
    "cel.bind(k0, {i}, {i} + k0)",
    "math.greatest({i}, {i}, {i})",
};
static const char *const uints[] = {
    "0u",
    "3u",
    "u",
    "18446744073709551615u",
    "({u} + {u})",
    "({u} * {u})",
    "({u} - {u})",
    "({u} / {u})",
    "uint({i})",
    "uint({d})",
    "math.bitNot({u})",
};
static const char *const doubles[] = {
    "0.0",
    "-1.5",
    "1e300",
    "d",
    "({d} + {d})",
    "({d} * {d})",
    "({d} / {d})",
    "double({i})",
    "double({u})",
    "double({s})",
    "math.sqrt({d})",
    "math.floor({d})",
    "math.sign({d})",
};
static const char *const strings[] = {
    "''",
    "'abc'",
    "'a'",
    "'7'",
    "'\\u00e7\\u263a'",
    "s",
    "o.name",
    "({s} + {s})",
    "({b} ? {s} : {s})",
    "string({i})",
    "string({d})",
    "string({t})",
    "string({y})",
    "({s}).substring({i})",
    "({s}).charAt({i})",
    "({s}).upperAscii()",
    "({s}).replace({s}, {s})",
    "({s}).replace({s}, {s}, {i})",
    "({S}).join({s})",
    "({S})[{i}]",
    "({s}).trim()",
    "({s}).reverse()",
    "strings.quote({s})",
    "base64.encode({y})",
    "string({D})",
};
static const char *const lists[] = {
    "[]",
    "[1, 2, 3]",
    "l",
    "[{i}, {i}]",
    "[?{q}, {i}]",
    "({l} + {l})",
    "({b} ? {l} : {l})",
    "({l}).map({v}, {i})",
    "({l}).map({v}, {b}, {i})",
    "({l}).filter({v}, {b})",
    "({l}).sortBy({v}, {i})",
    "({l}).sort()",
    "({l}).reverse()",
    "({l}).distinct()",
    "({l}).slice({i}, {i})",
    "[{l}, {l}].flatten()",
    "lists.range(5)",
    "({m}).map(k, ({m})[k])",
    "({l}).transformList({v}, {v2}, {i})",
    "optional.unwrap([{q}, {q}])",
};
static const char *const string_lists[] = {
    "ls",
    "['a', 'b']",
    "[{s}, {s}]",
    "({s}).split({s})",
    "({m}).filter(k, {b})",
    "({S} + {S})",
    "({S}).map(s0, s0 + {s})",
    "({l}).map({v}, {s})",
    "({s}).split({s}, {i})",
};
static const char *const maps[] = {
    "m",
    "{'a': 1}",
    "{'a': {i}, 'b': {i}}",
    "{{s}: {i}, 'z': {i}}",
    "{?'a': {q}, 'b': {i}}",
    "({m}).transformMap(k, {v}, {i})",
    "({S}).transformMapEntry(n0, s0, {s0: {i}})",
    "({b} ? {m} : {m})",
};
static const char *const optionals[] = {
    "q",
    "optional.none()",
    "optional.of({i})",
    "optional.ofNonZeroValue({i})",
    "({m}).?a",
    "({m})[?{s}]",
    "({l})[?{i}]",
    "({q}).or({q})",
    "({q}).optMap({v}, {i})",
    "({q}).optFlatMap({v}, {q})",
    "({l}).first()",
    "({l}).last()",
};
static const char *const timestamps[] = {
    "t",
    "timestamp('2024-02-29T12:00:00Z')",
    "({t} + {D})",
    "({t} - {D})",
    "timestamp({i})",
    "timestamp({s})",
};
static const char *const durations[] = {
    "duration('1h')", "duration('-3.5s')", "({D} + {D})", "({t} - {t})", "duration({s})",
};
static const char *const bytes[] = {
    "b''", "b'a\\xff'", "bytes({s})", "({y} + {y})", "base64.decode({s})",
};

#define RULES(type, leaves, v)         \
    {                                  \
        type, leaves, COUNT_OF(v), (v) \
    }
static const struct rules grammar[] = {
    RULES('b', 5, bools),        RULES('i', 9, ints),      RULES('u', 4, uints),
    RULES('d', 4, doubles),      RULES('s', 7, strings),   RULES('l', 3, lists),
    RULES('S', 2, string_lists), RULES('m', 2, maps),      RULES('q', 2, optionals),
    RULES('t', 2, timestamps),   RULES('D', 2, durations), RULES('y', 2, bytes),
};

struct writer {
    struct slice choices;
    struct buf out;
    unsigned vars; /* macro variables in reach: x0 .. */
};

static size_t
choose(struct writer *w, size_t n)
{
    uint8_t c = 0;
    (void)!slice_u8(&w->choices, &c);
    return c % n;
}

static void write_type(struct writer *w, char type, unsigned depth);

/* One part in braces. */
static void
write_part(struct writer *w, struct slice part, unsigned depth)
{
    char c = (char)part.p[0];
    if (c == 'v')
        buf_printf(&w->out, "x%u", part.n == 1 ? w->vars++ : w->vars - 1 + 50);
    else if (c == 'V' && w->vars > 0)
        buf_printf(&w->out, "x%u", (unsigned)choose(w, w->vars));
    else if (c == 'V')
        buf_str(&w->out, "i");
    else
        write_type(w, c, depth - 1);
}

/* `{` before a letter and `}` are a part; other braces are the expression's. */
static size_t
part_length(const char *p)
{
    static const char *const parts[] = {"{b}", "{i}", "{u}", "{d}", "{s}", "{l}",  "{S}", "{m}",
                                        "{q}", "{t}", "{D}", "{y}", "{v}", "{v2}", "{V}"};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (slice_has_prefix(slice_str(p), slice_str(parts[i])))
            return strlen(parts[i]);
    return 0;
}

static void
write_type(struct writer *w, char type, unsigned depth)
{
    const struct rules *r = grammar;
    while (r->type != type)
        r++;
    bool leaf = depth == 0 || w->choices.n == 0 || w->out.n > TEXT_MAX;
    unsigned outer = w->vars;
    const char *p = r->v[choose(w, leaf ? r->leaves : r->n)];
    buf_str(&w->out, type == 'b' ? "(" : "");
    while (*p) {
        size_t n = part_length(p);
        if (n > 0)
            write_part(w, slice_of(p + 1, n - 2), depth);
        else
            buf_add(&w->out, slice_of(p, 1));
        p += n > 0 ? n : 1;
    }
    buf_str(&w->out, type == 'b' ? ")" : "");
    w->vars = outer;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct err e = {0};
    struct writer w = {.choices = slice_of(data, n)};
    buf_init(&w.out, &a, 1 << 20);
    write_type(&w, "bbbislmq"[choose(&w, 8)], DEPTH_MAX);
    if (!world_run(buf_slice(&w.out), &e)) {
        fprintf(stderr, "%s\n%.*s\n", e.msg, SL_FMT(buf_slice(&w.out)));
        abort();
    }
    arena_free(&a);
    return 0;
}
