/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evaluation where the official suite does not look: extensions without cases
 * of their own, edges of functions, limits, hosts' objects, parts of programs.
 */
#include "support/cases.h"

#include "cel/cel.h"

#include <stdio.h>

struct row {
    const char *name, *text;
    const char *want; /* as cel_value_text prints it; "error: …" with a part of the text */
};

static const struct row rows[] = {
    /* lists */
    {"lists.range", "lists.range(4)", "[0, 1, 2, 3]"},
    {"lists.range of nothing", "lists.range(0)", "[]"},
    {"lists.range below zero", "lists.range(-3)", "[]"},
    {"lists.range too large", "lists.range(9223372036854775807)", "error: too much"},
    {"slice", "[1, 2, 3, 4].slice(1, 3)", "[2, 3]"},
    {"slice of nothing", "[1].slice(1, 1)", "[]"},
    {"slice past the end", "[1].slice(0, 2)", "error: cannot slice(0, 2)"},
    {"slice backwards", "[1, 2].slice(2, 1)", "error: cannot slice"},
    {"slice below zero", "[1, 2].slice(-1, 1)", "error: cannot slice"},
    {"flatten", "[[1, 2], [], [3]].flatten()", "[1, 2, 3]"},
    {"flatten one level", "[[[1], 2], 3].flatten(1)", "[[1], 2, 3]"},
    {"flatten two levels", "[[[1], 2], 3].flatten(2)", "[1, 2, 3]"},
    {"flatten no level", "[[1]].flatten(0)", "[[1]]"},
    {"flatten below zero", "[[1]].flatten(-1)", "error: negative"},
    {"distinct", "[1, 2u, 2, 1.0, 3].distinct()", "[1, 2u, 3]"},
    {"distinct lists", "[[1], [1], [2]].distinct()", "[[1], [2]]"},
    {"reverse", "[1, 2, 3].reverse()", "[3, 2, 1]"},
    {"sort", "[3, 1, 2, 1].sort()", "[1, 1, 2, 3]"},
    {"sort strings", "['b', 'a', ''].sort()", "[\"\", \"a\", \"b\"]"},
    {"sort one", "[1].sort()", "[1]"},
    {"sort of two types", "[1, dyn('a')].sort()", "error: different types"},
    {"sort of lists", "[dyn([1]), [2]].sort()", "error: no order"},
    {"sort of NaN", "[1.0, double('NaN')].sort()", "error: NaN"},
    {"sortBy keeps equal ones in order", "['bb', 'a', 'cc', 'd'].sortBy(s, size(s))",
     "[\"a\", \"d\", \"bb\", \"cc\"]"},
    {"sortBy over a map", "dyn({1: 2}).sortBy(s, s)", "error: no such overload"},
    {"sort of many", "lists.range(100).map(x, (x * 37) % 101).sort().slice(0, 4)", "[0, 1, 2, 3]"},
    {"first and last", "[[1, 2].first().value(), [1, 2].last().value()]", "[1, 2]"},
    {"first of nothing", "[].first()", "optional.none()"},

    /* sets */
    {"sets.contains", "sets.contains([1, 2, 3], [3, 1, 1])", "true"},
    {"sets.contains, numbers of two types", "sets.contains([1, 2.0], [dyn(2u)])", "true"},
    {"sets.contains, one missing", "sets.contains([1], [1, 2])", "false"},
    {"sets.contains nothing", "sets.contains([], [])", "true"},
    {"sets.equivalent", "sets.equivalent([1, 1], [1])", "true"},
    {"sets.equivalent, one more", "sets.equivalent([1, 2], [1])", "false"},
    {"sets.intersects", "sets.intersects([1, 2], [2, 3])", "true"},
    {"sets.intersects, none", "sets.intersects([1], [])", "false"},

    /* optionals */
    {"optional.unwrap", "optional.unwrap([optional.of(1), optional.none()])", "[1]"},
    {"unwrapOpt", "[optional.of(1)].unwrapOpt()", "[1]"},
    {"value of none", "optional.none().value()", "error: optional.none() dereference"},
    {"ofNonZeroValue of null", "optional.ofNonZeroValue(null)", "optional.none()"},
    {"ofNonZeroValue of a duration", "optional.ofNonZeroValue(duration('0s'))", "optional.none()"},
    {"ofNonZeroValue of none", "optional.ofNonZeroValue(optional.none())", "optional.none()"},
    {"or stops at the first", "optional.of(1).or(optional.of(1 / 0)).value()", "1"},
    {"orValue goes on", "optional.none().orValue(1 / 0)", "error: divide by zero"},
    {"or of no optional", "dyn(1).or(optional.of(2))", "error: no such overload"},
    {"'?' of no optional", "[?dyn(1)]", "error: '?' wants"},

    /* two variables */
    {"exists_one", "{'a': 1, 'b': 2}.exists_one(k, v, v > 1)", "true"},
    {"transformMap of a list", "[5, 6].transformMap(i, v, v + i)", "{0: 5, 1: 7}"},
    {"transformMapEntry", "{'a': 'b'}.transformMapEntry(k, v, {v: k})", "{\"b\": \"a\"}"},
    {"transformMapEntry, twice", "[1, 2].transformMapEntry(i, v, {'k': v})", "error: twice"},
    {"transformMapEntry, many",
     "lists.range(50).transformMapEntry(i, v, {v: i, v + 100: i}).size()", "100"},
    {"transformList of a map", "{'a': 1}.transformList(k, v, k)", "[\"a\"]"},

    /* maps */
    {"numbers are keys by value", "{1: 'a', 2u: 'b'}[dyn(2.0)]", "\"b\""},
    {"a fraction is no key", "{1: 'a'}[dyn(1.5)]", "error: no such key: 1.5"},
    {"NaN is no key", "dyn(double('NaN')) in {1: 2}", "false"},
    {"a list is no key", "dyn([1]) in {1: 2}", "false"},
    {"bool and number differ", "{true: 1, 1: 2}[true]", "1"},
    {"key that is a double", "{dyn(1.5): 1}", "error: a map's key is of type double"},
    {"equal keys", "{1: 'a', dyn(1u): 'b'}", "error: twice"},
    {"many keys", "lists.range(100).transformMap(i, v, v * 2)[77]", "154"},
    {"many keys, absent", "100 in lists.range(100).transformMap(i, v, v)", "false"},
    {"many equal keys", "lists.range(20).transformMapEntry(i, v, {v % 19: i})", "error: twice"},
    {"maps in another order", "{1: 2, 3: 4} == {3: 4, 1: 2}", "true"},

    /* equality and order */
    {"int and double", "dyn(9007199254740993) == 9007199254740992.0", "false"},
    {"int below a fraction", "dyn(1) < 1.5", "true"},
    {"negative int above a fraction", "dyn(-1) > -1.5", "true"},
    {"int and uint", "dyn(-1) < 1u", "true"},
    {"uint above int", "dyn(1u) > -1", "true"},
    {"uint and double", "dyn(3u) >= 3.0", "true"},
    {"NaN is not equal", "double('NaN') == double('NaN')", "false"},
    {"NaN differs", "double('NaN') != double('NaN')", "true"},
    {"NaN has no order", "double('NaN') <= dyn(1)", "false"},
    {"int has no order with NaN", "dyn(1) > double('NaN')", "false"},
    {"infinity and int", "dyn(1) < double('inf')", "true"},
    {"lists with NaN", "[double('NaN')] == [double('NaN')]", "false"},
    {"types that differ", "dyn(1) == 'a'", "false"},
    {"types that have no order", "dyn(1) < 'a'", "error: no order"},
    {"lists have no order", "dyn([1]) < [2]", "error: no order"},
    {"bools", "false < true", "true"},
    {"bytes", "b'a' < b'b' && b'' < b'a'", "true"},
    {"types", "type(1) == type(2) && type(1) != type(1u)", "true"},
    {"optionals", "optional.of(1) == optional.of(1) && optional.of(1) != optional.none()", "true"},
    {"many strings", "'g' in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'hh']", "true"},
    {"many strings, none", "'i' in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'hh']", "false"},
    {"many strings, another type", "dyn(1) in ['a', 'b', 'c', 'd', 'e', 'f', 'g']", "false"},

    /* logic */
    {"error is absorbed", "1 / 0 == 1 || true", "true"},
    {"error is absorbed from the right", "false && 1 / 0 == 1", "false"},
    {"undeclared is absorbed", "nosuch || true", "true"},
    {"undeclared function is absorbed", "nosuch(1) || true", "true"},
    {"undeclared", "nosuch", "error: undeclared reference to 'nosuch'"},
    {"type error is absorbed", "dyn(1) || true", "true"},
    {"type error", "dyn(1) && true", "error: int where a bool is wanted"},
    {"conditional over no bool", "dyn(1) ? 2 : 3", "error: a bool is wanted"},
    {"branch not taken", "true ? 1 : 1 / 0", "1"},
    {"bind not read", "cel.bind(x, 1 / 0, 1)", "1"},
    {"all absorbs", "[0, 1].all(x, 1 / x == 5)", "false"},
    {"all with an error", "[0, 1].all(x, 1 / x == 1)", "error: divide by zero"},
    {"all of no bools", "[1].all(x, dyn(x))", "error: a bool is wanted"},
    {"macro over no list", "dyn(1).all(x, true)", "error: no list or map"},

    /* strings */
    {"replace nothing", "'abc'.replace('', '-')", "\"-a-b-c-\""},
    {"replace nothing, twice", "'abc'.replace('', '-', 2)", "\"-a-bc\""},
    {"replace in nothing", "''.replace('', 'x')", "\"x\""},
    {"replace none", "'abc'.replace('b', 'x', 0)", "\"abc\""},
    {"split by nothing", "'a\xC3\xA9z'.split('')", "[\"a\", \"\xC3\xA9\", \"z\"]"},
    {"split nothing", "''.split(',')", "[\"\"]"},
    {"split nothing by nothing", "''.split('')", "[]"},
    {"split into two", "'a,b,c'.split(',', 2)", "[\"a\", \"b,c\"]"},
    {"lastIndexOf of something longer", "'a'.lastIndexOf('abc')", "-1"},
    {"charAt the end", "'ab'.charAt(2)", "\"\""},
    {"charAt below zero", "'ab'.charAt(-1)", "error: out of range"},
    {"substring of nothing", "''.substring(0)", "\"\""},
    {"join of no strings", "[dyn(1)].join()", "error: join() of a list with int"},
    {"upper leaves others", "'\xC3\xA9\x61'.upperAscii()", "\"\xC3\xA9\x41\""},
    {"size in code points", "size('\xC3\xA9\xE2\x98\xBA')", "2"},
    {"matches with a bad pattern", "'a'.matches('(' + '')", "error: invalid pattern"},
    {"matches with a computed pattern", "'abc'.matches('b' + 'c$')", "true"},
    {"base64 of one", "base64.encode(b'a')", "\"YQ==\""},
    {"base64 cut off", "base64.decode('YQ=')", "error: illegal base64"},
    {"base64 of bits too many", "base64.decode('YR==')", "error: cut off"},
    {"base64 of one digit", "base64.decode('Y')", "error: cut off"},
    {"base64 of other letters", "base64.decode('a-_b')", "error: octet 1"},

    /* time */
    {"zone without a database", "timestamp(0).getHours('Europe/Berlin')", "error: "},
    {"fixed offset", "timestamp(0).getHours('+02:00')", "2"},
    {"end of time", "timestamp('9999-12-31T23:59:59Z') + duration('1s')", "error: range"},
    {"int of a time", "int(timestamp('1970-01-01T00:01:00Z'))", "60"},

    /* how values print */
    {"print: numbers", "[1, -2, 3u, 1.0, 1e300, -0.0]", "[1, -2, 3u, 1.0, 1e+300, -0.0]"},
    {"print: not finite", "[double('NaN'), double('-inf')]", "[double(\"NaN\"), double(\"-Inf\")]"},
    {"print: strings", "['a\\n\\x01\\x7f\"\\\\', b'\\x00\\xffz']",
     "[\"a\\n\\x01\\x7f\\\"\\\\\", b\"\\x00\\xffz\"]"},
    {"print: all escapes", "'\\a\\b\\f\\r\\t\\v'", "\"\\a\\b\\f\\r\\t\\v\""},
    {"print: null, bool, type", "[null, true, int, type(null)]", "[null, true, int, null_type]"},
    {"print: times", "[dyn(timestamp(0)), duration('90s')]",
     "[timestamp(\"1970-01-01T00:00:00Z\"), duration(\"90s\")]"},
    {"print: maps", "{'a': {1: true}, 'b': {}}", "{\"a\": {1: true}, \"b\": {}}"},
    {"print: optionals", "[optional.of([1]), optional.none()]",
     "[optional.of([1]), optional.none()]"},

    /* zero values */
    {"zero: numbers", "[optional.ofNonZeroValue(0), optional.ofNonZeroValue(0u)]",
     "[optional.none(), optional.none()]"},
    {"zero: double", "optional.ofNonZeroValue(0.0)", "optional.none()"},
    {"zero: bool", "optional.ofNonZeroValue(false)", "optional.none()"},
    {"zero: bytes", "optional.ofNonZeroValue(b'')", "optional.none()"},
    {"zero: list", "optional.ofNonZeroValue([])", "optional.none()"},
    {"zero: map", "optional.ofNonZeroValue({})", "optional.none()"},
    {"not zero: list of zero", "optional.ofNonZeroValue([0])", "optional.of([0])"},
    {"not zero: time", "optional.ofNonZeroValue(timestamp(0)).hasValue()", "true"},
    {"not zero: type", "optional.ofNonZeroValue(int)", "optional.of(int)"},
    {"not zero: optional of zero", "optional.ofNonZeroValue(optional.of(0)).hasValue()", "true"},
    {"unwrap of no optionals", "optional.unwrap([dyn(1)])", "error: unwrap() of int"},

    /* indices */
    {"index that is a uint", "[1, 2][dyn(1u)]", "2"},
    {"index that is a whole double", "[1, 2][dyn(1.0)]", "2"},
    {"index that is a fraction", "[1, 2][dyn(0.5)]", "error: out of bounds"},
    {"index below zero", "[1, 2][-1]", "error: out of bounds"},
    {"index that is a string", "[1][dyn('a')]", "error: index is an int"},
    {"index of an int", "dyn(1)[0]", "error: has no index"},
    {"field of an int", "dyn(1).a", "error: has no fields"},
    {"has of an int", "has(dyn(1).a)", "error: has no fields"},
    {"in an int", "1 in dyn(1)", "error: 'in' wants"},
    {"optional index, absent", "[1][?5]", "optional.none()"},
    {"index of none", "optional.none()[0]", "optional.none()"},
    {"field of none", "optional.none().a", "optional.none()"},

    /* conversions at their edges */
    {"int of a double past it", "int(9223372036854775808.0)", "error: out of range"},
    {"int of NaN", "int(double('NaN'))", "error: out of range"},
    {"uint below zero", "uint(-1)", "error: out of range"},
    {"int of text", "int('12x')", "error: the string is no int"},
    {"uint of a sign", "uint('-1')", "error: "},
    {"bool of other text", "bool('yes')", "error: no bool"},
    {"string of bytes that are none", "string(b'\\xff')", "error: invalid UTF-8"},
    {"duration of text", "duration('1 hour')", "error: "},
    {"timestamp past the end", "timestamp(253402300800)", "error: range"},
    {"least int negated", "-(-9223372036854775808)", "error: out of range"},
    {"least int by minus one", "-9223372036854775808 / -1", "error: out of range"},
    {"rest of least int", "-9223372036854775808 % -1", "error: out of range"},
    {"rest by zero", "1 % 0", "error: modulus by zero"},
    {"uint below zero by minus", "1u - 2u", "error: out of range"},
    {"uint by zero", "1u / 0u", "error: divide by zero"},
    {"uint rest by zero", "1u % 0u", "error: modulus by zero"},
    {"uint product", "18446744073709551615u * 2u", "error: out of range"},
    {"uint sum", "18446744073709551615u + 1u", "error: out of range"},
    {"double by zero", "1.0 / 0.0", "double(\"+Inf\")"},
    {"durations out of range", "duration('9000000000s') + duration('9000000000s')", "error: range"},
    {"duration plus time", "duration('1s') + timestamp(0)", "timestamp(\"1970-01-01T00:00:01Z\")"},
    {"least of mixed", "math.least(dyn(3), 2u)", "2u"},
    {"greatest with NaN", "math.greatest(1.0, double('NaN'))", "1.0"},
    {"greatest of strings", "math.greatest(dyn('a'), dyn('b'))", "error: no such overload"},
    {"greatest of nothing", "math.greatest([])", "error: an empty list"},
    {"greatest of a list with a string", "math.greatest([dyn(1), 'a'])", "error: numbers"},
    {"shift by more than there is", "math.bitShiftLeft(1, 64)", "0"},
    {"shift backwards", "math.bitShiftRight(1, -1)", "error: negative"},
    {"abs of the least int", "math.abs(-9223372036854775808)", "error: overflow"},

    /* type values */
    {"type of null", "type(null)", "null_type"},
    {"type of a time", "type(timestamp(0)) == google.protobuf.Timestamp", "true"},
    {"type of an optional", "type(optional.none())", "optional_type"},
};

static struct cel_value
evaluate(struct arena *a, const struct cel_env *env, const char *text, struct cel_cx *cx)
{
    struct cel_ast *ast;
    struct err e = {0};
    if (!cel_parse(&ast, a, env, slice_str(text), NULL, &e))
        fail_msg("%s", e.msg);
    cel_resolve(ast, a, env);
    struct cel_program *p = cel_program_new(a, ast);
    return cel_eval(p, NEW_ARRAY(a, struct cel_value, p->nslots), cx);
}

static void
expect(struct cel_value v, const char *want)
{
    if (strncmp(want, "error: ", 7) == 0) {
        assert_int_equal(v.kind, CEL_ERROR);
        char *text = arena_str(&case_arena, v.error->text);
        if (!strstr(text, want + 7))
            fail_msg("'%s' does not say '%s'", text, want + 7);
        assert_true(cel_error_name(v.error->code)[0] != '\0');
    } else {
        assert_string_equal(arena_str(&case_arena, cel_value_text(&case_arena, v)), want);
    }
}

static void
eval_row(void **state)
{
    const struct row *r = *state;
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct cel_cx cx = {.arena = &case_arena};
    expect(evaluate(&case_arena, env, r->text, &cx), r->want);
}

/* --- limits --- */

/* Constants taken out of the tree and into slots, so that nothing is folded. */
struct lifted {
    struct cel_ast *ast;
    struct cel_value v[200];
    size_t n;
};

static void lift(struct lifted *l, struct cel_expr *x, unsigned depth);

static void
lift_all(struct lifted *l, struct cel_expr **v, size_t n, unsigned depth)
{
    for (size_t i = 0; i < n; i++)
        lift(l, v[i], depth);
}

static void
lift(struct lifted *l, struct cel_expr *x, unsigned depth)
{
    if (!x)
        return;
    assert_true(depth > 0 && l->n < COUNT_OF(l->v));
    if (x->kind == CEL_EXPR_CONST) {
        l->v[l->n] = x->constant;
        x->kind = CEL_EXPR_IDENT;
        x->ident =
            (struct cel_ident){.name = SL("lifted"), .slot = l->ast->nslots + (uint32_t)l->n};
        l->n++;
    } else if (x->kind == CEL_EXPR_SELECT) {
        lift(l, x->select.operand, depth - 1);
    } else if (x->kind == CEL_EXPR_CALL) {
        lift(l, x->call.target, depth - 1);
        lift_all(l, x->call.args, x->call.n, depth - 1);
    } else if (x->kind == CEL_EXPR_LIST) {
        lift_all(l, x->list.v, x->list.n, depth - 1);
    } else if (x->kind == CEL_EXPR_MAP) {
        for (size_t i = 0; i < x->map.n; i++) {
            lift(l, x->map.v[i].key, depth - 1);
            lift(l, x->map.v[i].value, depth - 1);
        }
    } else if (x->kind == CEL_EXPR_MACRO) {
        struct cel_expr *parts[] = {x->macro.range, x->macro.where, x->macro.body};
        lift_all(l, parts, 3, depth - 1);
    }
}

/* One evaluation under a limit: what it would have given, or the limit; never anything else. */
static bool
ends_well(const struct cel_program *p, const struct lifted *l, const char *want, uint64_t steps,
          size_t memory)
{
    struct arena a = {0};
    struct cel_value *slots = NEW_ARRAY(&a, struct cel_value, p->nslots);
    memcpy(slots + p->nslots - l->n, l->v, l->n * sizeof *slots);
    struct cel_cx cx = {.arena = &a, .steps_max = steps, .memory_max = memory};
    struct cel_value v = cel_eval(p, slots, &cx);
    bool limit = cx.exhausted;
    if (limit)
        assert_true(v.kind == CEL_ERROR && v.error->code == CEL_E_LIMIT);
    else
        expect(v, want);
    arena_free(&a);
    return !limit;
}

/* Every row again with ever more steps, then ever more memory, until it comes through. */
static void
torture_row(void **state)
{
    const struct row *r = *state;
    struct lifted l = {.n = 0};
    if (strstr(r->want, "too much"))
        return; /* the limit is what it wants */
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    assert_true(cel_parse(&l.ast, &case_arena, env, slice_str(r->text), NULL, NULL));
    cel_resolve(l.ast, &case_arena, env);
    lift(&l, l.ast->root, CEL_DEPTH_MAX);
    l.ast->nslots += (uint32_t)l.n;
    struct cel_program *p = cel_program_new(&case_arena, l.ast);
    uint64_t steps = 1;
    size_t memory = 1;
    while (!ends_well(p, &l, r->want, steps, 1 << 20))
        steps += 1 + steps / 50;
    while (!ends_well(p, &l, r->want, 1000000, memory))
        memory += 1 + memory / 50;
}

struct limit_row {
    const char *name, *text;
};

static const struct limit_row limit_rows[] = {
    {"steps: nested loops", "lists.range(1000).all(x, lists.range(1000).all(y, x + y >= 0))"},
    {"steps: not hidden by or", "lists.range(1000).all(x, lists.range(1000).all(y, true)) || true"},
    {"steps: comparisons", "lists.range(3000).distinct().size() > 0"},
    {"memory: strings that double",
     "cel.bind(a, 'xxxxxxxxxxxxxxxx', cel.bind(b, a+a+a+a+a+a+a+a, cel.bind(c, b+b+b+b+b+b+b+b, "
     "cel.bind(d, c+c+c+c+c+c+c+c, cel.bind(f, d+d+d+d+d+d+d+d, f+f+f+f+f+f+f+f)))))"},
    {"memory: replace",
     "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.replace('', lists.range(20000).map(x, 'abc').join())"},
    {"memory: lists that double", "lists.range(20000).map(x, lists.range(20000)).flatten().size()"},
    {"memory: errors that are thrown away", "lists.range(200000).exists(x, 1 / 0 == x)"},
};

static void
limit_row(void **state)
{
    const struct limit_row *r = *state;
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct cel_cx cx = {.arena = &case_arena, .steps_max = 100000, .memory_max = 1 << 20};
    struct cel_value v = evaluate(&case_arena, env, r->text, &cx);
    assert_int_equal(v.kind, CEL_ERROR);
    assert_int_equal(v.error->code, CEL_E_LIMIT);
    assert_true(cx.exhausted);
    assert_true(case_arena.used < 16 << 20);
}

/* A constant that is dear to compute is not computed when the program is made. */
static void
folding_is_bounded(void **state)
{
    (void)state;
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct cel_ast *ast;
    size_t before;
    assert_true(cel_compile(
        &ast, &case_arena, env,
        SL("lists.range(100000).map(x, x * x).size() > 3 && [1, 2].all(x, x > 0)"), NULL, NULL));
    before = case_arena.used;
    struct cel_program *p = cel_program_new(&case_arena, ast);
    assert_true(case_arena.used - before < 64 << 10);
    struct cel_cx cx = {.arena = &case_arena};
    expect(cel_eval(p, NEW_ARRAY(&case_arena, struct cel_value, p->nslots), &cx), "true");
}

/* The bound holds, and says when there is none. */
static void
cost_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t least, most;
    } cases[] = {
        {"1 + 2", 3, 2000},
        {"l.all(x, x > 0)", 30, 1000},
        {"l.all(x, l.all(y, x == y))", 300, 10000},
        {"l == l", 10, 1000},
        {"any == any", UINT64_MAX, UINT64_MAX},
        {"[l, [1, 2]] == [l]", 10, 5000},
        {"{'a': l}.a == l", 10, 5000},
        {"l.map(x, string(x)).join(',').split(',').size()", 30, 1000000},
        {"'abcdefghijklmnop'.replace('a', 'b') + 'c'", 3, 10000},
        {"[[l]].flatten().flatten().distinct()", 10, 1000000},
        {"optional.of(l).optMap(x, x.size()).orValue(1)", 5, 10000},
        {"cel.bind(x, l, x.sortBy(y, -y)) == l", 10, 100000},
        {"l.transformMapEntry(i, v, {v: i}).exists(k, k in l)", 100, 1000000},
        {"'%s'.format([l]) == 'x'", 1 << 20, UINT64_MAX},
        {"lists.range(l[0]).size()", 1 << 20, UINT64_MAX},
    };
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    const struct cel_type *list = cel_type_list(&case_arena, &cel_type_int);
    assert_true(cel_env_variable(env, SL("l"), list, NULL, NULL));
    assert_true(cel_env_variable(env, SL("any"), &cel_type_dyn, NULL, NULL));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct cel_ast *ast;
        assert_true(cel_compile(&ast, &case_arena, env, slice_str(cases[i].text), NULL, NULL));
        uint64_t cost = cel_cost(&case_arena, ast, ast->root, 10);
        if (cost < cases[i].least || cost > cases[i].most)
            fail_msg("%s: %llu", cases[i].text, (unsigned long long)cost);
    }
}

/* --- hosts --- */

struct host {
    struct cel_object object;
    int64_t asked; /* fields read so far */
};

static struct cel_value
host_get(const struct cel_object *o, uint32_t n, uint32_t field, struct cel_cx *cx)
{
    (void)o;
    int64_t *asked = cx->host;
    ++*asked;
    if (field == 2)
        return cel_none();
    return field == 0 ? cel_int((int64_t)n * 10) : cel_string(SL("x"));
}

static bool
host_equal(const struct cel_object *a, uint32_t an, const struct cel_object *b, uint32_t bn)
{
    (void)a;
    (void)b;
    return an % 2 == bn % 2;
}

static struct cel_value
host_find(const struct cel_map *m, struct cel_value key, struct cel_cx *cx)
{
    (void)m;
    (void)cx;
    return key.kind == CEL_STRING && key.n == 3 ? cel_int(33) : cel_none();
}

static struct cel_value
host_count(struct cel_cx *cx, const struct cel_value *v)
{
    (void)v;
    return cel_int(*(int64_t *)cx->host);
}

/* Twice the number of a Host; of a boxed int, or -1 for null. */
static struct cel_value
host_twice(struct cel_cx *cx, const struct cel_value *v)
{
    if (v[0].kind == CEL_OBJECT)
        return cel_int(v[0].object->cls->get(v[0].object, v[0].n, 0, cx).i * 2);
    return cel_int(v[0].kind == CEL_INT ? v[0].i * 2 : -1);
}

static const struct row host_rows[] = {
    {"function of an object", "twice(o)", "40"},
    {"function of an object, through dyn", "twice(dyn(o))", "40"},
    {"function of no object", "twice(dyn('a'))", "error: no such overload: twice(string)"},
    {"function of a wrapper", "boxed(3)", "6"},
    {"function of a wrapper, null", "boxed(null)", "-1"},
    {"function of a wrapper, another type", "boxed(dyn(1.5))", "error: no such overload"},
    {"function without a body", "nobody(1)", "error: declared without a body"},
    {"wrong types through dyn", "dyn(1) + dyn('a')", "error: no such overload: +(int, string)"},
    {"objects of two kinds", "dyn(o) == dyn(Other{})", "false"},
    {"prints", "Host{num: 1}", "Host{...}"},
    {"unset, through dyn", "dyn(o).unset", "error: 'unset' is not set"},
    {"field of an object", "o.num", "20"},
    {"the element is in the value", "p.num", "30"},
    {"field that is not set", "o.unset", "error: 'unset' is not set"},
    {"has of it", "has(o.unset)", "false"},
    {"has of one that is", "has(o.name)", "true"},
    {"optional field", "o.?unset.orValue('y')", "\"y\""},
    {"undeclared field", "dyn(o).nosuch", "error: no such field 'nosuch'"},
    {"through dyn", "dyn(o).num", "20"},
    {"equality is the host's", "o == p", "false"},
    {"equality with itself", "o == o", "true"},
    {"in a list", "o in [p, o]", "true"},
    {"type", "type(o) == Host", "true"},
    {"map by look-up", "m['abc'] + m.xyz", "66"},
    {"map, absent", "'abcd' in m", "false"},
    {"host's function is not folded", "count() + count()", "0"},
    {"struct made here", "Host{num: 3}.num", "3"},
    {"struct made here, equal", "Host{num: 3} == Host{num: 3}", "true"},
    {"struct made here, different", "Host{num: 3} == Host{num: 3, name: 'a'}", "false"},
    {"struct with optional field", "has(Host{?num: optional.none()}.num)", "false"},
    {"struct that is empty", "optional.ofNonZeroValue(Host{})", "optional.none()"},
};

static void
host_row(void **state)
{
    const struct row *r = *state;
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct cel_struct *s;
    uint32_t o, p, m;
    int64_t asked = 0;
    assert_true(cel_env_struct(env, SL("Host"), &s, NULL));
    assert_true(cel_env_field(env, s, SL("num"), &cel_type_int, NULL));
    assert_true(cel_env_field(env, s, SL("name"), &cel_type_string, NULL));
    assert_true(cel_env_field(env, s, SL("unset"), &cel_type_string, NULL));
    assert_true(cel_env_variable(env, SL("o"), &s->type, &o, NULL));
    assert_true(cel_env_variable(env, SL("p"), &s->type, &p, NULL));
    const struct cel_type *map = cel_type_map(&case_arena, &cel_type_string, &cel_type_int);
    assert_true(cel_env_variable(env, SL("m"), map, &m, NULL));
    static const struct cel_row functions[] = {
        {"count", "() -> int", host_count, true},
        {"twice", "(Host) -> int", host_twice, true},
        {"boxed", "(wrapper(int)) -> int", host_twice, false},
        {"nobody", "(int) -> int", NULL, false},
    };
    for (size_t i = 0; i < COUNT_OF(functions); i++)
        assert_true(cel_env_function(env, &functions[i], NULL));
    struct cel_struct *other;
    assert_true(cel_env_struct(env, SL("Other"), &other, NULL));

    struct cel_class cls = {.type = &s->type, .get = host_get, .equal = host_equal};
    struct host h = {{&cls}, 0};
    struct cel_map hm = {.find = host_find};
    struct cel_ast *ast;
    struct err e = {0};
    if (!cel_compile(&ast, &case_arena, env, slice_str(r->text), NULL, &e))
        fail_msg("%s", e.msg);
    struct cel_program *program = cel_program_new(&case_arena, ast);
    struct cel_value *slots = NEW_ARRAY(&case_arena, struct cel_value, program->nslots);
    slots[o] = cel_object(&h.object, 2);
    slots[p] = cel_object(&h.object, 3);
    slots[m] = cel_map(&hm);
    struct cel_cx cx = {.arena = &case_arena, .host = &asked};
    expect(cel_eval(program, slots, &cx), r->want);
}

/* A part of a program, with the macro's variable put in by the caller. */
static void
part_of_a_program(void **state)
{
    (void)state;
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    uint32_t k;
    assert_true(cel_env_variable(env, SL("k"), &cel_type_int, &k, NULL));
    struct cel_ast *ast;
    assert_true(cel_compile(&ast, &case_arena, env, SL("[1].all(x, [2].exists(y, x + y == k))"),
                            NULL, NULL));
    const struct cel_macro_expr *all = &ast->root->macro;
    struct cel_program *p = cel_program_of(&case_arena, ast, all->body);
    struct cel_value *slots = NEW_ARRAY(&case_arena, struct cel_value, p->nslots);
    struct cel_cx cx = {.arena = &case_arena};
    slots[k] = cel_int(7);
    slots[all->slot] = cel_int(5);
    expect(cel_eval(p, slots, &cx), "true");
    slots[all->slot] = cel_int(6);
    expect(cel_eval(p, slots, &cx), "false");
}

/* Errors say where in the text they arose. */
static void
error_has_its_place(void **state)
{
    (void)state;
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct cel_cx cx = {.arena = &case_arena};
    const char *text = "[1, 2].map(x,\n  10 / (x - 2))";
    struct cel_value v = evaluate(&case_arena, env, text, &cx);
    assert_int_equal(v.kind, CEL_ERROR);
    struct cel_place at = cel_place_of(slice_str(text), v.error->at);
    assert_int_equal(at.line, 2);
    assert_int_equal(at.column, 6);
}

int
main(void)
{
    CASES_TABLE(rows, eval_row);
    CASES_TABLE(rows, torture_row);
    CASES_TABLE(limit_rows, limit_row);
    CASES_TABLE(host_rows, host_row);
    CASES_TEST(folding_is_bounded);
    CASES_TEST(cost_bounds);
    CASES_TEST(part_of_a_program);
    CASES_TEST(error_has_its_place);
    return cases_run("cel eval");
}
