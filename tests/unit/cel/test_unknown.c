/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Partial evaluation: what comes out when facts are missing, and which ones are
 * named. The official suite has no such case, so these are our own, after the
 * rules of cel-spec's eval.proto.
 *
 * A row gives facts as CEL literals in which ub("x") ui("x") us("x") ul("x")
 * are unknown bools, ints, strings and lists of ints, and maybe("x", v) is an
 * element that may not belong to its list. Each row is checked twice: for what
 * it wants, and for soundness: an answer given in spite of unknowns must be
 * the answer for every way of filling them in.
 */
#include "support/cases.h"

#include "cel/cel.h"

struct row {
    const char *name;
    const char *given; /* "v = literal; …" */
    const char *expr;
    const char *want; /* as cel_value_text prints it; "error" for any error */
};

#define ABC "b = ub('b'); c = ub('c'); d = ub('d')"
#define INTS "i = ui('i'); j = ui('j')"
#define LIST "l = [1, ui('l[1]'), 3]"
#define MAP "m = {'a': 1, 'b': ui('m.b')}"
#define OBJ "o = {'flag': ub('o.flag'), 'num': ui('o.num'), 'name': 'x'}"
#define SET "e = [{'name': 'A', 'ok': true}, maybe('e.B', {'name': 'B', 'ok': false})]"
#define GOODSET "e = [{'name': 'A', 'ok': true}, maybe('e.B', {'name': 'B', 'ok': true})]"

static const struct row rows[] = {
    /* names */
    {"a variable that is unknown", ABC, "b", "unknown(b)"},
    {"a constant beside it", ABC, "true", "true"},
    {"unset is an error, not unknown", "", "b", "error"},

    /* || */
    {"true || unknown", ABC, "true || b", "true"},
    {"unknown || true", ABC, "b || true", "true"},
    {"false || unknown", ABC, "false || b", "unknown(b)"},
    {"unknown || false", ABC, "b || false", "unknown(b)"},
    {"unknown || unknown", ABC, "b || c", "unknown(b, c)"},
    {"unknown || itself", ABC, "b || b", "unknown(b)"},
    {"error || unknown", ABC, "1 / 0 == 1 || b", "unknown(b)"},
    {"unknown || error", ABC, "b || 1 / 0 == 1", "unknown(b)"},
    {"error || unknown || true", ABC, "1 / 0 == 1 || b || true", "true"},
    {"error || true", ABC, "1 / 0 == 1 || true", "true"},
    {"error || false", ABC, "1 / 0 == 1 || false", "error"},
    {"three unknowns", ABC, "b || c || d", "unknown(b, c, d)"},
    {"true among unknowns", ABC, "b || c || true || d", "true"},
    {"false among unknowns", ABC, "b || false || d", "unknown(b, d)"},
    {"unknown || type error", ABC, "b || dyn(1)", "unknown(b)"},
    {"type error || true", ABC, "dyn(1) || true", "true"},

    /* && */
    {"false && unknown", ABC, "false && b", "false"},
    {"unknown && false", ABC, "b && false", "false"},
    {"true && unknown", ABC, "true && b", "unknown(b)"},
    {"unknown && true", ABC, "b && true", "unknown(b)"},
    {"unknown && unknown", ABC, "b && c", "unknown(b, c)"},
    {"error && unknown", ABC, "1 / 0 == 1 && b", "unknown(b)"},
    {"unknown && error", ABC, "b && 1 / 0 == 1", "unknown(b)"},
    {"error && unknown && false", ABC, "1 / 0 == 1 && b && false", "false"},
    {"three unknowns in and", ABC, "b && c && d", "unknown(b, c, d)"},
    {"false among unknowns in and", ABC, "b && false && d", "false"},

    /* only what decides is named */
    {"(unknown || true) && unknown", ABC, "(b || true) && c", "unknown(c)"},
    {"(unknown && false) || unknown", ABC, "(b && false) || c", "unknown(c)"},
    {"(unknown || false) && unknown", ABC, "(b || false) && c", "unknown(b, c)"},
    {"decided inside, open outside", ABC, "(b && false) || (c || true) && d", "unknown(d)"},
    {"nested, all open", ABC, "(b || c) && (c || d)", "unknown(b, c, d)"},
    {"nested, decided late", ABC, "(b || c) && (c || d) && false", "false"},

    /* ! */
    {"not unknown", ABC, "!b", "unknown(b)"},
    {"not not unknown", ABC, "!!b", "unknown(b)"},
    {"not of a decided or", ABC, "!(b || true)", "false"},
    {"not of an error", ABC, "!(1 / 0 == 1)", "error"},

    /* ?: */
    {"unknown condition", ABC, "b ? 1 : 2", "unknown(b)"},
    {"unknown condition, same results", ABC, "b ? 1 : 1", "unknown(b)"},
    {"unknown condition hides its branches", ABC, "b ? c : d", "unknown(b)"},
    {"unknown condition hides an error", ABC, "b ? 1 / 0 : 2", "unknown(b)"},
    {"condition true, unknown taken", ABC, "true ? b : c", "unknown(b)"},
    {"condition true, unknown not taken", ABC, "true ? 1 : i", "1"},
    {"condition false, unknown taken", ABC, "false ? b : c", "unknown(c)"},
    {"error condition", ABC, "1 / 0 == 1 ? b : c", "error"},
    {"decided condition", ABC, "(b || true) ? 7 : 8", "7"},

    /* comparisons and arithmetic are strict, and an error wins */
    {"unknown == value", INTS, "i == 1", "unknown(i)"},
    {"value == unknown", INTS, "1 == i", "unknown(i)"},
    {"unknown == unknown", INTS, "i == j", "unknown(i, j)"},
    {"unknown == itself", INTS, "i == i", "unknown(i)"},
    {"unknown != value", INTS, "i != 1", "unknown(i)"},
    {"unknown < value", INTS, "i < 1", "unknown(i)"},
    {"unknown <= unknown", INTS, "i <= j", "unknown(i, j)"},
    {"value > unknown", INTS, "3 > j", "unknown(j)"},
    {"value >= unknown", INTS, "3 >= j", "unknown(j)"},
    {"unknown + value", INTS, "i + 1", "unknown(i)"},
    {"unknown + unknown", INTS, "i + j", "unknown(i, j)"},
    {"unknown + error", INTS, "i + 1 / 0", "error"},
    {"error + unknown", INTS, "1 / 0 + i", "error"},
    {"unknown - value", INTS, "i - 1", "unknown(i)"},
    {"unknown * zero is not decided", INTS, "i * 0", "unknown(i)"},
    {"unknown / value", INTS, "i / 2", "unknown(i)"},
    {"value / unknown may be an error", INTS, "2 / i", "unknown(i)"},
    {"unknown % value", INTS, "i % 2", "unknown(i)"},
    {"minus unknown", INTS, "-i", "unknown(i)"},
    {"unknown == error", INTS, "i == 1 / 0", "error"},
    {"unknown < error", INTS, "i < 1 / 0", "error"},
    {"comparison inside or", INTS, "i > 3 || j > 3", "unknown(i, j)"},
    {"comparison inside or, decided", INTS, "i > 3 || 4 > 3", "true"},
    {"sum inside comparison inside and", INTS, "i + j > 3 && 1 > 3", "false"},

    /* functions */
    {"size of unknown", "l = ul('l')", "size(l)", "unknown(l)"},
    {"method of unknown", "s = us('s')", "s.startsWith('a')", "unknown(s)"},
    {"unknown argument", "s = us('s')", "'abc'.startsWith(s)", "unknown(s)"},
    {"two unknown arguments", "s = us('s'); t = us('t')", "s.contains(t)", "unknown(s, t)"},
    {"argument that is an error", "s = us('s')", "s.contains(string(1 / 0))", "error"},
    {"matches with unknown text", "s = us('s')", "s.matches('^a')", "unknown(s)"},
    {"matches with unknown pattern", "s = us('s')", "'abc'.matches(s)", "unknown(s)"},
    {"conversion of unknown", "s = us('s')", "int(s) + 1", "unknown(s)"},
    {"type of unknown", INTS, "type(i) == int", "unknown(i)"},
    {"dyn of unknown", INTS, "dyn(i)", "unknown(i)"},
    {"time from unknown", "s = us('s')", "timestamp(s) > timestamp('2020-01-01T00:00:00Z')",
     "unknown(s)"},
    {"format with unknown", "s = us('s')", "s.upperAscii() == 'X'", "unknown(s)"},
    {"math with unknown", INTS, "math.greatest(i, 2)", "unknown(i)"},
    {"math with two", INTS, "math.least(i, j)", "unknown(i, j)"},
    {"math over a literal with unknown", INTS, "math.greatest(1, i, 3)", "unknown(i)"},
    {"math over a host's list", LIST, "math.greatest(l)", "unknown(l[1])"},

    /* literals are strict */
    {"list literal", INTS, "[1, i]", "unknown(i)"},
    {"list literal, two", INTS, "[j, i]", "unknown(i, j)"},
    {"list literal with error", INTS, "[1 / 0, i]", "error"},
    {"size of a literal", INTS, "size([1, i])", "unknown(i)"},
    {"map literal, value", INTS, "{'a': i}", "unknown(i)"},
    {"map literal, key", "s = us('s')", "{s: 1}", "unknown(s)"},
    {"map literal with error", INTS, "{'a': i, 'b': 1 / 0}", "error"},
    {"in a literal with the value known", INTS, "1 in [1, i]", "unknown(i)"},

    /* lists that are known with elements that are not */
    {"size of a list with unknown", LIST, "size(l)", "3"},
    {"known element", LIST, "l[0]", "1"},
    {"unknown element", LIST, "l[1]", "unknown(l[1])"},
    {"element past the end", LIST, "l[3]", "error"},
    {"index unknown", "l = [1, 2]; i = ui('i')", "l[i]", "unknown(i)"},
    {"found before the unknown", LIST, "1 in l", "true"},
    {"found behind the unknown", LIST, "3 in l", "true"},
    {"not found", LIST, "9 in l", "unknown(l[1])"},
    {"needle unknown", "l = [1, 2]; i = ui('i')", "i in l", "unknown(i)"},
    {"needle unknown, list empty", "l = []; i = ui('i')", "i in l", "unknown(i)"},
    {"lists that differ elsewhere", LIST, "l == [1, 2, 4]", "false"},
    {"lists that may be equal", LIST, "l == [1, 2, 3]", "unknown(l[1])"},
    {"lists of other length", LIST, "l == [1, 2]", "false"},
    {"lists not equal", LIST, "l != [1, 2, 4]", "true"},
    {"list with itself", LIST, "l == l", "unknown(l[1])"},
    {"concatenation", LIST, "(l + [4])[3]", "4"},
    {"slice past the unknown", LIST, "l.slice(2, 3)", "[3]"},
    {"sort", LIST, "l.sort()", "unknown(l[1])"},
    {"distinct", LIST, "l.distinct()", "unknown(l[1])"},
    {"reverse keeps it in place", LIST, "l.reverse()[2]", "1"},
    {"first", LIST, "l.first().value()", "1"},

    {"range with an unknown count", INTS, "lists.range(i).size()", "unknown(i)"},
    {"last", LIST, "l.last().value()", "3"},
    {"first that is unknown", "l = [ui('p')]", "l.first().hasValue()", "unknown(p)"},
    {"flatten", "l = [[1], ui('p')]", "l.flatten()", "unknown(p)"},
    {"join", "l = ['a', us('p')]", "l.join()", "unknown(p)"},
    {"unwrap", "l = [ui('p')]", "optional.unwrap(l)", "unknown(p)"},
    {"index of unknown list by unknown", "l = ul('l'); i = ui('i')", "l[i]", "unknown(i, l)"},
    {"equality of lists of lists", "l = [[1, ui('p')], [3]]", "l == [[1, 2], [4]]", "false"},
    {"equality of lists of lists, open", "l = [[1, ui('p')], [3]]", "l == [[1, 2], [3]]",
     "unknown(p)"},

    /* sets.* */
    {"sets.contains decided", LIST, "sets.contains(l, [1, 3])", "true"},
    {"sets.contains open", LIST, "sets.contains(l, [1, 2])", "unknown(l[1])"},
    {"sets.contains against", LIST, "sets.contains([1, 2], l)", "false"},
    {"sets.intersects decided", LIST, "sets.intersects(l, [3])", "true"},
    {"sets.intersects open", LIST, "sets.intersects(l, [9])", "unknown(l[1])"},
    {"sets.equivalent decided", LIST, "sets.equivalent(l, [1])", "false"},
    {"sets.equivalent open", LIST, "sets.equivalent(l, [1, 3])", "unknown(l[1])"},

    /* maps */
    {"known entry", MAP, "m.a", "1"},
    {"unknown entry", MAP, "m.b", "unknown(m.b)"},
    {"unknown entry by index", MAP, "m['b']", "unknown(m.b)"},
    {"absent entry", MAP, "m.c", "error"},
    {"has known entry", MAP, "has(m.a)", "true"},
    {"has absent entry", MAP, "has(m.c)", "false"},
    {"has unknown entry", MAP, "has(m.b)", "unknown(m.b)"},
    {"size of map", MAP, "size(m)", "2"},
    {"maps that differ", MAP, "m == {'a': 2, 'b': 1}", "false"},
    {"maps that may be equal", MAP, "m == {'a': 1, 'b': 1}", "unknown(m.b)"},
    {"keys are known", MAP, "m.exists(k, k == 'b')", "true"},
    {"values", MAP, "m.exists(k, v, v == 1)", "true"},
    {"all values", MAP, "m.all(k, v, v > 0)", "unknown(m.b)"},
    {"optional entry that is unknown", MAP, "m.?b.orValue(3)", "unknown(m.b)"},
    {"optional entry that is absent", MAP, "m.?c.orValue(3)", "3"},

    /* objects */
    {"known field", OBJ, "o.name", "\"x\""},
    {"unknown field", OBJ, "o.num", "unknown(o.num)"},
    {"unknown field in or", OBJ, "o.flag || o.name == 'x'", "true"},
    {"unknown field in and", OBJ, "o.flag && o.name == 'x'", "unknown(o.flag)"},
    {"two unknown fields", OBJ, "o.flag && o.num > 3", "unknown(o.flag, o.num)"},
    {"has unknown field", OBJ, "has(o.flag)", "unknown(o.flag)"},
    {"has known field", OBJ, "has(o.name)", "true"},
    {"field of unknown", "o = ui('o')", "o.name", "unknown(o)"},
    {"field of field of unknown", "o = ui('o')", "o.name.first", "unknown(o)"},
    {"has field of unknown", "o = ui('o')", "has(o.name)", "unknown(o)"},
    {"index of unknown", "l = ul('l')", "l[0]", "unknown(l)"},

    /* all */
    {"all, one false decides", LIST, "l.all(x, x < 3)", "false"},
    {"all, open", LIST, "l.all(x, x < 9)", "unknown(l[1])"},
    {"all, body does not look", LIST, "l.all(x, true)", "true"},
    {"all, error and unknown", LIST, "l.all(x, 1 / (x - 1) >= 0)", "unknown(l[1])"},
    {"all, error, false, unknown", LIST, "l.all(x, 6 / (x - 1) == 9)", "false"},
    {"all over unknown", "l = ul('l')", "l.all(x, x > 0)", "unknown(l)"},
    {"all over unknown, body true", "l = ul('l')", "l.all(x, true)", "unknown(l)"},
    {"all over nothing", "l = []; b = ub('b')", "l.all(x, b)", "true"},
    {"all, unknown in the body", "l = [1, 2]; i = ui('i')", "l.all(x, x < i)", "unknown(i)"},
    {"all, several unknown elements", "l = [ui('p'), 5, ui('q')]", "l.all(x, x > 1)",
     "unknown(p, q)"},
    {"all, several, one decides", "l = [ui('p'), 5, ui('q')]", "l.all(x, x > 6)", "false"},

    /* exists */
    {"exists, one true decides", LIST, "l.exists(x, x == 3)", "true"},
    {"exists, open", LIST, "l.exists(x, x == 9)", "unknown(l[1])"},
    {"exists, body does not look", LIST, "l.exists(x, false)", "false"},
    {"exists, error and unknown", LIST, "l.exists(x, 1 / (x - 1) > 9)", "unknown(l[1])"},
    {"exists over unknown", "l = ul('l')", "l.exists(x, x > 0)", "unknown(l)"},
    {"exists over nothing", "l = []; b = ub('b')", "l.exists(x, b)", "false"},
    {"exists within all", "l = [1, ui('p')]", "l.all(x, l.exists(y, y == x))", "unknown(p)"},

    /* exists_one, map, filter: strict, an error wins */
    {"exists_one, open", LIST, "l.exists_one(x, x == 1)", "unknown(l[1])"},
    {"exists_one, two known already", LIST, "l.exists_one(x, x > 0)", "unknown(l[1])"},
    {"exists_one, body does not look", LIST, "l.exists_one(x, false)", "false"},
    {"exists_one, error", LIST, "l.exists_one(x, 1 / (x - 1) > 9)", "error"},
    {"map with unknown", LIST, "l.map(x, x * 2)", "unknown(l[1])"},
    {"map, body does not look", LIST, "l.map(x, 7)", "[7, 7, 7]"},
    {"map, error", LIST, "l.map(x, 1 / (x - 1))", "error"},
    {"map with filter", LIST, "l.map(x, x > 0, x)", "unknown(l[1])"},
    {"filter", LIST, "l.filter(x, x > 1)", "unknown(l[1])"},
    {"filter that keeps an unknown", LIST, "l.filter(x, true)", "unknown(l[1])"},
    {"filter that drops it", "l = [1, ui('p'), 3]; i = ui('i')", "l.filter(x, false)", "[]"},
    {"size of filter", LIST, "size(l.filter(x, x > 1)) > 0", "unknown(l[1])"},
    {"transformList", LIST, "l.transformList(n, x, n)", "[0, 1, 2]"},
    {"transformMap", LIST, "l.transformMap(n, x, x)", "unknown(l[1])"},
    {"sortBy with unknown key", LIST, "l.sortBy(x, -x)", "unknown(l[1])"},

    /* cel.bind, optionals */
    {"bind unknown, not read", ABC, "cel.bind(x, b, true)", "true"},
    {"bind unknown, read", ABC, "cel.bind(x, b, x && c)", "unknown(b, c)"},
    {"bind unknown, read twice", ABC, "cel.bind(x, b || c, x && x)", "unknown(b, c)"},
    {"bind, decided", ABC, "cel.bind(x, b, x || true)", "true"},
    {"optional.of unknown", INTS, "optional.of(i)", "unknown(i)"},
    {"orValue not needed", INTS, "optional.of(1).orValue(i)", "1"},
    {"orValue needed", INTS, "optional.none().orValue(i)", "unknown(i)"},
    {"or not needed", INTS, "optional.of(1).or(optional.of(i)).value()", "1"},
    {"optMap over unknown", INTS, "optional.of(i).optMap(x, x + 1).orValue(0)", "unknown(i)"},
    {"optMap with unknown body", INTS, "optional.of(1).optMap(x, x + i).orValue(0)", "unknown(i)"},
    {"optMap over none", INTS, "optional.none().optMap(x, x + i).orValue(0)", "0"},

    /* elements that may not belong */
    {"all, the unsure one would break it", SET, "e.all(x, x.ok)", "unknown(e.B)"},
    {"all, the unsure one would not", GOODSET, "e.all(x, x.ok)", "true"},
    {"all, a sure one breaks it", SET, "e.all(x, x.name == 'B')", "false"},
    {"exists, a sure one", SET, "e.exists(x, x.ok)", "true"},
    {"exists, only the unsure one", SET, "e.exists(x, x.name == 'B')", "unknown(e.B)"},
    {"exists, none", SET, "e.exists(x, x.name == 'C')", "false"},
    {"exists_one, sure", SET, "e.exists_one(x, x.ok)", "true"},
    {"exists_one, unsure", GOODSET, "e.exists_one(x, x.ok)", "unknown(e.B)"},
    {"filter without the unsure one", SET, "size(e.filter(x, x.ok))", "1"},
    {"filter with it", GOODSET, "size(e.filter(x, x.ok))", "unknown(e.B)"},
    {"map", SET, "e.map(x, x.name)", "unknown(e.B)"},
    {"size", SET, "size(e)", "unknown(e.B)"},
    {"index", SET, "e[0]", "unknown(e.B)"},
    {"in, sure", "l = [1, maybe('l.2', 2)]", "1 in l", "true"},
    {"in, unsure", "l = [1, maybe('l.2', 2)]", "2 in l", "unknown(l.2)"},
    {"in, none", "l = [1, maybe('l.2', 2)]", "3 in l", "false"},
    {"equality", "l = [1, maybe('l.2', 2)]", "l == [1]", "unknown(l.2)"},
    {"all, error of an unsure one", "l = [1, maybe('l.0', 0)]", "l.all(x, 1 / x == 1)",
     "unknown(l.0)"},
    {"map, error of an unsure one", "l = [1, maybe('l.0', 0)]", "l.map(x, 1 / x)", "unknown(l.0)"},
    {"map, error of a sure one", "l = [0, maybe('l.1', 1)]", "l.map(x, 1 / x)", "error"},
    {"unsure and unknown body", "l = [maybe('l.0', 0)]; b = ub('b')", "l.all(x, b)",
     "unknown(b, l.0)"},
    {"all unsure, none needed", "l = [maybe('p', 1), maybe('q', 2)]", "l.all(x, x > 0)", "true"},
    {"all unsure, one matters", "l = [maybe('p', 1), maybe('q', 2)]", "l.all(x, x > 1)",
     "unknown(p)"},
    {"sets over an unsure list", "l = [1, maybe('q', 2)]", "sets.contains(l, [1])", "unknown(q)"},
};

/* --- facts from their literals --- */

#define LEAVES_MAX 8

/* An unknown of a row and the values it may turn out to have. */
struct leaf {
    struct cel_unknown u;
    struct slice type; /* the function's name: ub ui us ul maybe */
    size_t choice;     /* while filling in: which value, from 1; 0: unknown */
};

struct facts {
    struct arena *a;
    struct leaf leaves[LEAVES_MAX];
    size_t n;
};

static struct leaf *
leaf_of(struct facts *f, struct slice type, struct slice trail)
{
    for (size_t i = 0; i < f->n; i++)
        if (slice_eq(f->leaves[i].u.trail, trail))
            return &f->leaves[i];
    assert_true(f->n < LEAVES_MAX);
    struct leaf *l = &f->leaves[f->n++];
    l->u.trail = trail;
    l->type = type;
    return l;
}

/* How many values a leaf is tried with, and the i-th of them. */
static size_t
choices(const struct leaf *l)
{
    return slice_eq_str(l->type, "ub") || slice_eq_str(l->type, "maybe") ? 2 : 4;
}

static struct cel_value
chosen(struct facts *f, const struct leaf *l, size_t i)
{
    static const char *const strings[] = {"", "a", "abc", "7"};
    static const int64_t ints[] = {0, 1, 2, 9};
    static const struct cel_value elements[] = {
        {.kind = CEL_INT, .i = 1}, {.kind = CEL_INT, .i = 0}, {.kind = CEL_INT, .i = -4}};
    if (slice_eq_str(l->type, "ub"))
        return cel_bool(i == 1);
    if (slice_eq_str(l->type, "ui"))
        return cel_int(ints[i]);
    if (slice_eq_str(l->type, "us"))
        return cel_string(slice_str(strings[i]));
    return cel_list_of(f->a, elements, i);
}

/* A list with elements that may not belong. */
struct unsure_list {
    struct cel_list list;
    const struct leaf **leaves;
};

static struct cel_value
unsure(const struct cel_list *l, size_t i, struct cel_cx *cx)
{
    (void)cx;
    const struct leaf *leaf = ((const struct unsure_list *)l)->leaves[i];
    return leaf ? cel_unknown(&leaf->u) : cel_none();
}

static struct cel_value value_of(struct facts *f, const struct cel_expr *x, unsigned depth);

static struct cel_value
list_of(struct facts *f, const struct cel_list_expr *l, unsigned depth)
{
    struct unsure_list *u = NEW(f->a, struct unsure_list);
    struct cel_value *v = NEW_ARRAY(f->a, struct cel_value, l->n);
    u->leaves = NEW_ARRAY(f->a, const struct leaf *, l->n);
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        const struct cel_expr *x = l->v[i];
        bool maybe = x->kind == CEL_EXPR_CALL && slice_eq_str(x->call.name, "maybe");
        if (maybe) {
            struct leaf *leaf = leaf_of(f, x->call.name, cel_octets(x->call.args[0]->constant));
            if (leaf->choice == 1)
                continue; /* filled in: it does not belong */
            u->leaves[n] = leaf->choice == 0 ? leaf : NULL;
            if (u->leaves[n])
                u->list.unsure = unsure;
            x = x->call.args[1];
        }
        v[n++] = value_of(f, x, depth);
    }
    u->list.n = n;
    u->list.v = v;
    return cel_list(&u->list);
}

static struct cel_value
map_of(struct facts *f, const struct cel_map_expr *m, unsigned depth)
{
    struct cel_value *keys = NEW_ARRAY(f->a, struct cel_value, m->n), out;
    struct cel_value *values = NEW_ARRAY(f->a, struct cel_value, m->n);
    for (size_t i = 0; i < m->n; i++) {
        keys[i] = value_of(f, m->v[i].key, depth);
        values[i] = value_of(f, m->v[i].value, depth);
    }
    assert_true(cel_map_new(&out, f->a, keys, values, m->n, NULL));
    return out;
}

static struct cel_value
value_of(struct facts *f, const struct cel_expr *x, unsigned depth)
{
    assert_true(depth > 0);
    if (x->kind == CEL_EXPR_CONST)
        return x->constant;
    if (x->kind == CEL_EXPR_LIST)
        return list_of(f, &x->list, depth - 1);
    if (x->kind == CEL_EXPR_MAP)
        return map_of(f, &x->map, depth - 1);
    assert_int_equal(x->kind, CEL_EXPR_CALL);
    struct leaf *l = leaf_of(f, x->call.name, cel_octets(x->call.args[0]->constant));
    return l->choice == 0 ? cel_unknown(&l->u) : chosen(f, l, l->choice - 1);
}

/* --- running --- */

static const char *const names[] = {"b", "c", "d", "i", "j", "s", "t", "l", "m", "o", "e"};

static struct cel_program *
prepare(struct arena *a, const char *expr, struct cel_env **env)
{
    *env = cel_env_new(a, CEL_LIB_ALL);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_true(cel_env_variable(*env, slice_str(names[i]), &cel_type_dyn, NULL, NULL));
    struct cel_ast *ast;
    struct err e = {0};
    if (!cel_parse(&ast, a, *env, slice_str(expr), NULL, &e))
        fail_msg("%s: %s", expr, e.msg);
    cel_resolve(ast, a, *env);
    return cel_program_new(a, ast);
}

static void
fill(struct facts *f, const struct cel_env *env, const char *given, struct cel_value *slots)
{
    struct slice all = slice_str(given), one, name;
    while (slice_cut(&all, ';', &one)) {
        assert_true(slice_cut(&one, '=', &name));
        struct cel_ast *ast;
        const struct cel_decl *d = cel_env_find(env, slice_trim(name));
        assert_non_null(d);
        assert_true(cel_parse(&ast, f->a, env, one, NULL, NULL));
        slots[d->slot] = value_of(f, ast->root, 8);
    }
}

/* Every way of filling the unknowns in gives `v`, or an error where v is one. */
static void
check_sound(const struct row *r, const struct cel_env *env, const struct cel_program *p,
            struct facts *f, struct cel_value v)
{
    struct slice want = cel_value_text(f->a, v);
    for (;;) {
        size_t i = 0; /* the next combination, like an odometer */
        while (i < f->n && ++f->leaves[i].choice > choices(&f->leaves[i]))
            f->leaves[i++].choice = 1;
        if (i == f->n)
            return;
        bool all = true;
        for (i = 0; i < f->n; i++)
            all = all && f->leaves[i].choice > 0;
        if (!all)
            continue;
        struct cel_value *slots = NEW_ARRAY(f->a, struct cel_value, p->nslots);
        fill(f, env, r->given, slots);
        struct cel_cx cx = {.arena = f->a};
        struct cel_value got = cel_eval(p, slots, &cx);
        if (v.kind == CEL_ERROR)
            assert_int_equal(got.kind, CEL_ERROR);
        else if (!slice_eq(cel_value_text(f->a, got), want))
            fail_msg("answered %.*s, but it can be %.*s", SL_FMT(want),
                     SL_FMT(cel_value_text(f->a, got)));
    }
}

static void
unknown_row(void **state)
{
    const struct row *r = *state;
    struct cel_env *env;
    struct cel_program *p = prepare(&case_arena, r->expr, &env);
    struct cel_value *slots = NEW_ARRAY(&case_arena, struct cel_value, p->nslots);
    struct facts f = {.a = &case_arena};
    fill(&f, env, r->given, slots);
    struct cel_cx cx = {.arena = &case_arena};

    struct cel_value v = cel_eval(p, slots, &cx);

    if (strcmp(r->want, "error") == 0)
        assert_int_equal(v.kind, CEL_ERROR);
    else
        assert_string_equal(arena_str(&case_arena, cel_value_text(&case_arena, v)), r->want);
    if (v.kind != CEL_UNKNOWN && f.n > 0)
        check_sound(r, env, p, &f, v);
}

/* Joining what holds a set with the set again must not double it. */
static void
joins_stay_small(void **state)
{
    (void)state;
    struct cel_unknown u[3] = {{.trail = SL("x")}, {.trail = SL("y")}, {.trail = SL("z")}};
    struct cel_cx cx = {.arena = &case_arena};
    struct cel_value sum = cel_unknown_join(&cx, cel_unknown(&u[0]), cel_unknown(&u[1]));
    for (int i = 0; i < 100; i++)
        sum = cel_unknown_join(&cx, sum, cel_unknown_join(&cx, cel_unknown(&u[2]), sum));
    const struct cel_unknown *const *v;
    size_t n;
    cel_unknown_leaves(&case_arena, sum.unknown, &v, &n);
    assert_int_equal(n, 3);
    assert_true(case_arena.used < 1 << 20);
}

/* Many distinct ones: each is kept, in time that does not explode. */
static void
joins_keep_all(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct cel_unknown *u = NEW_ARRAY(&case_arena, struct cel_unknown, N);
    struct cel_cx cx = {.arena = &case_arena};
    struct cel_value sum = cel_none();
    for (int i = 0; i < N; i++) {
        u[i].trail = arena_printf(&case_arena, "t%d", i);
        sum = cel_unknown_join(&cx, sum, cel_unknown(&u[i]));
    }
    const struct cel_unknown *const *v;
    size_t n;
    cel_unknown_leaves(&case_arena, sum.unknown, &v, &n);
    assert_int_equal(n, N);
}

int
main(void)
{
    CASES_TABLE(rows, unknown_row);
    CASES_TEST(joins_stay_small);
    CASES_TEST(joins_keep_all);
    return cases_run("cel unknown");
}
