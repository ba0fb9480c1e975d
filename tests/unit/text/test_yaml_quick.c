/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The quick reading of YAML against libyaml's: every file of data/ goes the
 * quick way, and of these files with characters changed, removed and put in
 * none is read in another way than libyaml reads it.
 */
#include "base/env.h"
#include "support/cases.h"
#include "text/yaml_quick.h"

#define MUTANTS 4000 /* of each file */
#define PIECE 1500   /* octets of a file that are mutated at a time */

static bool
same(const struct yaml_node *x, const struct yaml_node *y)
{
    if (x->type != y->type || x->style != y->style || x->line != y->line ||
        x->column != y->column || x->n != y->n || !slice_eq(x->text, y->text) ||
        !slice_eq(x->key, y->key) || x->key_line != y->key_line || x->key_column != y->key_column)
        return false;
    const struct yaml_node *b = y->first;
    for (const struct yaml_node *a = x->first; a; a = a->next, b = b->next)
        if (!b || !same(a, b))
            return false;
    return !b;
}

/* Whether the quick way takes it; fails the test where libyaml sees another tree. */
static bool
taken(struct slice text)
{
    struct arena_mark mark = arena_mark(&case_arena);
    struct yaml_doc quick, full;
    struct err e = {0};
    bool ok = yaml_quick(&quick, &case_arena, SL("f"), text);
    if (ok && !yaml_parse_fully(&full, &case_arena, &case_arena, SL("f"), text, &e))
        fail_msg("libyaml says %s of:\n%.*s", e.msg, SL_FMT(text));
    if (ok && !same(quick.root, full.root))
        fail_msg("libyaml sees another tree in:\n%.*s", SL_FMT(text));
    arena_reset(&case_arena, mark);
    return ok;
}

struct row {
    const char *name;
    struct slice in;
    bool taken;
};

static const struct row rows[] = {
    {"mapping", SL_INIT("a: 1\nb: x y\n"), true},
    {"no line end at the end", SL_INIT("a: 1"), true},
    {"comments and blank lines", SL_INIT("# c\n\na: 1 # c\n  # c\n\nb: 2\n#\n"), true},
    {"nested", SL_INIT("a:\n  b:\n    c: 1\n  d: 2\n"), true},
    {"sequence below its key", SL_INIT("a:\n- x\n- y\nb: 1\n"), true},
    {"sequence of mappings", SL_INIT("a:\n  - b: 1\n    c: 2\n  - b: 3\n"), true},
    {"flow over lines", SL_INIT("a: [x,\n  y, # c\n  {k: v}\n  ]\n"), true},
    {"comma behind the last", SL_INIT("a: [x, ]\n"), true},
    {"quotes", SL_INIT("a: \"x: #y\"\nb: 'it is \"so\"'\n"), true},
    {"Chinese", SL_INIT("a: \"中文\" \nb: {zh: '标准，', k: v}\n"), true},
    {"sequence at the root", SL_INIT("- a\n- b: c\n"), true},
    {"empty value", SL_INIT("a:\nb: 1\n"), false},
    {"duplicate key", SL_INIT("a: 1\na: 2\n"), false},
    {"duplicate key in flow", SL_INIT("a: {b: 1, b: 2}\n"), false},
    {"escape", SL_INIT("a: \"\\n\"\n"), false},
    {"doubled quote", SL_INIT("a: 'it''s'\n"), false},
    {"quoted over lines", SL_INIT("a: 'x\n  y'\n"), false},
    {"plain over lines", SL_INIT("a: x\n  y\n"), false},
    {"plain over lines in flow", SL_INIT("a: [x\n  y]\n"), false},
    {"block scalar", SL_INIT("a: |\n  x\n"), false},
    {"anchor", SL_INIT("a: &x 1\n"), false},
    {"tag", SL_INIT("a: !x 1\n"), false},
    {"alias", SL_INIT("a: *x\n"), false},
    {"document start", SL_INIT("---\na: 1\n"), false},
    {"document end", SL_INIT("a: 1\n...\n"), false},
    {"directive", SL_INIT("%YAML 1.1\n---\na: 1\n"), false},
    {"byte order mark",
     SL_INIT("\xef\xbb\xbf"
             "a: 1\n"),
     false},
    {"tab", SL_INIT("a:\t1\n"), false},
    {"carriage return", SL_INIT("a: 1\r\n"), false},
    {"next line character", SL_INIT("a: x\xc2\x85y\n"), false},
    {"line separator", SL_INIT("a: x\xe2\x80\xa8y\n"), false},
    {"not UTF-8", SL_INIT("a: \"\xff\"\n"), false},
    {"NUL", SL_INIT("a: \"\0\"\n"), false},
    {"deeper by one", SL_INIT("a: 1\n b: 2\n"), false},
    {"less deep by one", SL_INIT(" a: 1\nb: 2\n"), false},
    {"between two depths", SL_INIT("a:\n    b: 1\n  c: 2\n"), false},
    {"dash in a mapping", SL_INIT("a: 1\n- b\n"), false},
    {"key in a sequence", SL_INIT("- a\nb: 1\n"), false},
    {"colon in a value", SL_INIT("a: b: c\n"), false},
    {"colon in flow", SL_INIT("a: [b: c]\n"), false},
    {"flow not closed", SL_INIT("a: [b\n"), false},
    {"closed by the other bracket", SL_INIT("a: [b}\n"), false},
    {"comma missing", SL_INIT("a: [\"b\" \"c\"]\n"), false},
    {"bracket at the very left", SL_INIT("a: [b\n]\n"), false},
    {"text behind a bracket", SL_INIT("a: [b] c\n"), false},
    {"comment without a space", SL_INIT("a: [b]#c\n"), false},
    {"scalar at the root", SL_INIT("a\n"), false},
    {"empty", SL_INIT(""), false},
    {"only a comment", SL_INIT("# c\n"), false},
};

static void
take_row(void **state)
{
    const struct row *r = *state;
    assert_int_equal(taken(r->in), r->taken);
}

static void
too_deep(void **state)
{
    (void)state;
    char text[200] = "a: ";
    size_t n = strlen(text);
    memset(text + n, '[', YAML_DEPTH_MAX - 1);
    memset(text + n + YAML_DEPTH_MAX - 1, ']', YAML_DEPTH_MAX - 1);
    assert_true(taken(slice_str(text)));
    text[n + 2 * (YAML_DEPTH_MAX - 1)] = ']';
    memmove(text + n + 1, text + n, strlen(text + n));
    text[n] = '[';
    assert_false(taken(slice_str(text)));
}

static uint64_t
roll(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/* One to three characters of a piece replaced, removed or put in. */
static struct slice
mutant(struct slice file, uint8_t out[PIECE + 8], uint64_t *state)
{
    static const char alphabet[] = " \n\n-:,[]{}#'\"ab1.?!&*|>%@`=~\\\xc3\xa9";
    size_t from = file.n > PIECE ? roll(state) % (file.n - PIECE) : 0;
    while (from > 0 && file.p[from - 1] != '\n')
        from--;
    struct slice piece = slice_sub(file, from, PIECE);
    size_t n = piece.n;
    memcpy(out, piece.p, n);
    for (uint64_t changes = 1 + roll(state) % 3; changes > 0 && n > 1; changes--) {
        size_t at = roll(state) % n;
        uint8_t c = (uint8_t)alphabet[roll(state) % (sizeof alphabet - 1)];
        uint64_t how = roll(state) % 3;
        if (how == 0)
            out[at] = c;
        else if (how == 1)
            memmove(out + at, out + at + 1, --n - at);
        else if (n < PIECE + 8) {
            memmove(out + at + 1, out + at, n++ - at);
            out[at] = c;
        }
    }
    return slice_of(out, n);
}

static void
one_file(const struct env *env, const char *path, uint64_t *state, size_t *accepted)
{
    struct slice file;
    struct err e = {0};
    uint8_t piece[PIECE + 8];
    if (!env->read_file(env->ctx, &file, &case_arena, path, (size_t)4 << 20, &e))
        fail_msg("%s", e.msg);
    if (!taken(file))
        fail_msg("%s does not go the quick way", path);
    for (size_t i = 0; i < MUTANTS; i++)
        *accepted += taken(mutant(file, piece, state));
}

static void
folder(const struct env *env, const char *path, unsigned depth, uint64_t *state, size_t *accepted)
{
    struct slices names;
    struct err e = {0};
    if (!env->list_dir(env->ctx, &names, &case_arena, path, &e))
        fail_msg("%s", e.msg);
    for (size_t i = 0; i < names.n; i++) {
        struct slice name = arena_printf(&case_arena, "%s/%.*s", path, SL_FMT(names.v[i]));
        if (slice_has_suffix(name, SL(".yaml")))
            one_file(env, (const char *)name.p, state, accepted);
        else if (depth > 0 && slice_find(names.v[i], SL(".")) == SIZE_MAX)
            folder(env, (const char *)name.p, depth - 1, state, accepted);
    }
}

static void
all_data(void **state)
{
    static const char *const folders[] = {"registry", "vocabulary", "standards", "regimes"};
    (void)state;
    struct env env;
    uint64_t seed = 1;
    size_t accepted = 0;
    env_system(&env);
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        struct slice path = arena_printf(&case_arena, DATA_DIR "/%s", folders[i]);
        folder(&env, (const char *)path.p, 1, &seed, &accepted);
    }
    print_message("%zu mutants were taken\n", accepted);
    assert_true(accepted > 1000); /* or the comparison says nothing */
}

int
main(void)
{
    CASES_TABLE(rows, take_row);
    CASES_TEST(too_deep);
    CASES_TEST(all_data);
    return cases_run("text/yaml_quick");
}
