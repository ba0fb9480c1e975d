/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the CEL conformance suite (google/cel-spec, tests/simple/testdata):
 * conformance [-l] SOURCE-ROOT. Every case runs; those in tests/cel/excluded.txt
 * must fail, and their number is asserted, so that the list neither hides a
 * case that works nor grows unnoticed. -l prints what fails as lines for that
 * list.
 *
 * The suite is read from $COMITY_SHARED_DATA or SOURCE-ROOT/../shared/data;
 * where it is absent the test skips (77).
 */
#include "base/buf.h"
#include "base/env.h"
#include "base/map.h"
#include "cel/cel.h"
#include "cel/proto_value.h"
#include "cel/zone.h"
#include "support/textproto.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define EXCLUDED 789 /* lines of excluded.txt */
#define FILE_MAX ((size_t)4 << 20)

struct suite {
    struct arena arena; /* for the whole run */
    struct env env;
    struct cel_zones zones;
    const struct cel_env *libraries; /* parent of each case's environment */
    struct map excluded;             /* name to struct listed */
    bool list;                       /* -l */
    size_t passed, failed, excluded_cases;
};

struct listed {
    struct slice reason;
    size_t seen;
};

/* A case under way; why it failed is in `why`. */
struct outcome {
    struct slice name, why;
    struct slice expr;    /* what is run */
    struct slice printed; /* the same, parsed and printed */
    struct arena *a;
};

static bool
no(struct outcome *o, const char *what, struct slice detail)
{
    o->why = arena_printf(o->a, "%s%.*s", what, SL_FMT(detail));
    return false;
}

/*
 * What the suite's words for an error mean in ours. Where no row fits, the
 * expected message must be part of ours.
 */
static const struct error_row {
    const char *expected; /* the beginning of the message */
    unsigned codes;       /* 1 << enum cel_error_code */
    const char *cases;    /* the beginning of the case's name; null: any */
} error_rows[] = {
    /* These say what an older implementation answered, not what is wrong: 1/0, 0.field, any. */
    {"no matching overload", 1 << CEL_E_DIVIDE_BY_ZERO, "logic/AND/error_"},
    {"no matching overload", 1 << CEL_E_DIVIDE_BY_ZERO, "logic/OR/error_"},
    {"no such key", 1 << CEL_E_NO_SUCH_OVERLOAD, "optionals/optionals/map_"},
    {"foo", 1 << CEL_E_DIVIDE_BY_ZERO, "plumbing/eval_results/"},
    {"no such overload", 1 << CEL_E_NO_SUCH_OVERLOAD, NULL},
    {"no_such_overload", 1 << CEL_E_NO_SUCH_OVERLOAD, NULL},
    {"no matching overload", 1 << CEL_E_NO_SUCH_OVERLOAD, NULL},
    {"no_matching_overload", 1 << CEL_E_NO_SUCH_OVERLOAD, NULL},
    {"found no matching overload", 1 << CEL_E_NO_SUCH_OVERLOAD, NULL},
    {"unbound function", 1 << CEL_E_UNDECLARED, NULL},
    {"undeclared reference", 1 << CEL_E_UNDECLARED, NULL},
    {"unknown variable", 1 << CEL_E_UNDECLARED, NULL},
    {"range", 1 << CEL_E_OVERFLOW, NULL},
    {"return error for overflow", 1 << CEL_E_OVERFLOW, NULL},
    {"overflow", 1 << CEL_E_OVERFLOW, NULL},
    {"divide by zero", 1 << CEL_E_DIVIDE_BY_ZERO, NULL},
    {"division by zero", 1 << CEL_E_DIVIDE_BY_ZERO, NULL},
    {"modulus by zero", 1 << CEL_E_DIVIDE_BY_ZERO, NULL},
    {"no such key", 1 << CEL_E_NO_SUCH_KEY, NULL},
    {"no_such_field", 1 << CEL_E_NO_SUCH_FIELD, NULL},
    {"invalid_argument", 1 << CEL_E_INDEX | 1 << CEL_E_NO_SUCH_OVERLOAD, NULL},
    {"Type conversion error", 1 << CEL_E_VALUE, NULL},
    {"invalid UTF-8", 1 << CEL_E_VALUE, NULL},
    {"unsupported key type", 1 << CEL_E_NO_SUCH_OVERLOAD, NULL},
    {"Failed with repeated key", 1 << CEL_E_DUPLICATE_KEY, NULL},
    {"type '", 1 << CEL_E_NO_SUCH_OVERLOAD, NULL}, /* ... does not support field selection */
};

static bool
error_as_expected(const struct outcome *o, const struct cel_error *got, struct slice expected)
{
    if (slice_find(got->text, expected) != SIZE_MAX)
        return true;
    for (size_t i = 0; i < COUNT_OF(error_rows); i++)
        if (slice_has_prefix(expected, slice_str(error_rows[i].expected)) &&
            slice_has_prefix(o->name, slice_str(error_rows[i].cases)) &&
            error_rows[i].codes >> got->code & 1)
            return true;
    return false;
}

static bool
judge_error(struct outcome *o, const struct textproto *expected, struct cel_value got)
{
    const struct textproto *first = textproto_message(expected, "errors");
    struct slice message = first ? textproto_text(first, "message") : (struct slice){0};
    if (got.kind != CEL_ERROR)
        return no(o, "want an error, got ", cel_value_text(o->a, got));
    if (error_as_expected(o, got.error, message))
        return true;
    return no(o, "another error: ",
              arena_printf(o->a, "%s: %.*s; want %.*s", cel_error_name(got.error->code),
                           SL_FMT(got.error->text), SL_FMT(message)));
}

static bool
judge_value(struct outcome *o, struct cel_value want, struct cel_value got, struct cel_cx *cx)
{
    if (proto_same(got, want, cx, 0))
        return true;
    struct slice text = got.kind == CEL_ERROR ? got.error->text : cel_value_text(o->a, got);
    return no(
        o, got.kind == CEL_ERROR ? "error: " : "got ",
        arena_printf(o->a, "%.*s; want %.*s", SL_FMT(text), SL_FMT(cel_value_text(o->a, want))));
}

static bool
judge_type(struct outcome *o, const struct textproto *typed, const struct cel_ast *ast)
{
    struct err e = {0};
    const struct cel_type *want;
    const struct textproto *m = textproto_message(typed, "deduced_type");
    if (!m)
        return true;
    if (!proto_type(&want, o->a, m, &e))
        return no(o, "", slice_str(e.msg));
    if (cel_type_eq(ast->root->type, want))
        return true;
    return no(o, "type ",
              arena_printf(o->a, "%.*s; want %.*s", SL_FMT(cel_type_text(o->a, ast->root->type)),
                           SL_FMT(cel_type_text(o->a, want))));
}

/* Variables without a declaration, for cases that are not checked. */
static bool
declare_bindings(struct cel_env *env, const struct textproto *test, struct err *e)
{
    for (size_t i = 0; i < test->n; i++) {
        if (!slice_eq_str(test->v[i].name, "bindings"))
            continue;
        struct slice key = textproto_text(test->v[i].message, "key");
        if (!cel_env_find(env, key) && !cel_env_variable(env, key, &cel_type_dyn, NULL, e))
            return false;
    }
    return true;
}

static bool
make_env(struct cel_env **out, struct outcome *o, const struct suite *s,
         const struct textproto *test)
{
    struct err e = {0};
    struct cel_env *env = cel_env_child(o->a, s->libraries);
    cel_env_container(env, textproto_text(test, "container"));
    for (size_t i = 0; i < test->n; i++)
        if (slice_eq_str(test->v[i].name, "type_env") &&
            !proto_declare(env, o->a, test->v[i].message, &e))
            return no(o, "declaration: ", slice_str(e.msg));
    if (!declare_bindings(env, test, &e))
        return no(o, "declaration: ", slice_str(e.msg));
    *out = env;
    return true;
}

static bool
bind_values(struct outcome *o, struct cel_value *slots, const struct cel_env *env,
            const struct textproto *test)
{
    struct err e = {0};
    for (size_t i = 0; i < test->n; i++) {
        if (!slice_eq_str(test->v[i].name, "bindings"))
            continue;
        const struct textproto *value = textproto_message(test->v[i].message, "value");
        const struct cel_decl *d = cel_env_find(env, textproto_text(test->v[i].message, "key"));
        value = value ? textproto_message(value, "value") : NULL;
        if (!proto_value(&slots[d->slot], o->a, value, &e))
            return no(o, "binding: ", slice_str(e.msg));
    }
    return true;
}

static bool
compile(struct cel_ast **out, struct outcome *o, const struct cel_env *env,
        const struct textproto *test)
{
    struct err e = {0};
    if (!cel_parse(out, o->a, env, o->expr, NULL, &e))
        return no(o, "parse: ", slice_str(e.msg));
    o->printed = cel_expr_text(o->a, (*out)->root);
    if (slice_eq_str(textproto_text(test, "disable_check"), "true")) {
        cel_resolve(*out, o->a, env);
        return true;
    }
    return cel_check(*out, o->a, env, NULL, &e) || no(o, "check: ", slice_str(e.msg));
}

/* What must come out: a value (true where the case names none) or an error. */
static bool
judge(struct outcome *o, const struct textproto *test, struct cel_value got, struct cel_cx *cx)
{
    const struct textproto *error = textproto_message(test, "eval_error");
    const struct textproto *typed = textproto_message(test, "typed_result");
    const struct textproto *value =
        typed ? textproto_message(typed, "result") : textproto_message(test, "value");
    struct cel_value want = cel_bool(true);
    struct err e = {0};
    if (error)
        return judge_error(o, error, got);
    if (value && !proto_value(&want, o->a, value, &e))
        return no(o, "expected value: ", slice_str(e.msg));
    return judge_value(o, want, got, cx);
}

static bool
run_case(struct outcome *o, struct suite *s, const struct textproto *test)
{
    struct cel_env *env;
    struct cel_ast *ast;
    const struct textproto *typed = textproto_message(test, "typed_result");
    if (!make_env(&env, o, s, test) || !compile(&ast, o, env, test))
        return false;
    if (typed && !judge_type(o, typed, ast))
        return false;
    if (slice_eq_str(textproto_text(test, "check_only"), "true"))
        return true;

    const struct cel_program *p = cel_program_new(o->a, ast);
    struct cel_value *slots = NEW_ARRAY(o->a, struct cel_value, p->nslots + 1);
    struct cel_cx cx = {.arena = o->a, .zones = &s->zones};
    return bind_values(o, slots, env, test) && judge(o, test, cel_eval(p, slots, &cx), &cx);
}

/* What was parsed, printed and parsed again must still mean the same. */
static bool
run_printed(struct outcome *o, struct suite *s, const struct textproto *test)
{
    struct slice first = o->printed;
    o->expr = first;
    if (!run_case(o, s, test))
        return no(o, "",
                  arena_printf(o->a, "printed as %.*s: %.*s", SL_FMT(first), SL_FMT(o->why)));
    return slice_eq(o->printed, first) || no(o, "printed again as ", o->printed);
}

/* A feature of the suite that no case uses yet must not pass unseen. */
static bool
known_fields(struct outcome *o, const struct textproto *test)
{
    static const char *const known[] = {
        "name",  "description", "expr",          "container",  "type_env",     "bindings",
        "value", "eval_error",  "disable_check", "check_only", "typed_result",
    };
    for (size_t i = 0; i < test->n; i++) {
        size_t k = 0;
        while (k < COUNT_OF(known) && !slice_eq_str(test->v[i].name, known[k]))
            k++;
        if (k == COUNT_OF(known))
            return no(o, "the runner does not know the field ", test->v[i].name);
    }
    return true;
}

static void
count_case(struct suite *s, const struct textproto *test, const struct outcome *o, bool ok)
{
    struct slice name = o->name;
    struct listed *l = map_get(&s->excluded, name);
    if (l) {
        l->seen++;
        s->excluded_cases++;
    }
    if (ok && !l) {
        s->passed++;
    } else if (ok) {
        printf("%.*s: passes; take it off excluded.txt\n", SL_FMT(name));
        s->failed++;
    } else if (!l) {
        s->failed++;
        if (s->list)
            printf("%.*s\t%.*s\n", SL_FMT(name), SL_FMT(o->why));
        else
            printf("%.*s\n    %.*s\n    %.*s\n", SL_FMT(name), SL_FMT(textproto_text(test, "expr")),
                   SL_FMT(o->why));
    }
}

static void
run_section(struct suite *s, struct slice file, const struct textproto *section)
{
    for (size_t i = 0; i < section->n; i++) {
        if (!slice_eq_str(section->v[i].name, "test"))
            continue;
        struct arena a = {0};
        struct outcome o = {.a = &a};
        const struct textproto *test = section->v[i].message;
        o.expr = textproto_text(test, "expr");
        o.name = arena_printf(&a, "%.*s/%.*s/%.*s", SL_FMT(file),
                              SL_FMT(textproto_text(section, "name")),
                              SL_FMT(textproto_text(test, "name")));
        bool ok = known_fields(&o, test) && run_case(&o, s, test) && run_printed(&o, s, test);
        count_case(s, test, &o, ok);
        arena_free(&a);
    }
}

static bool
run_file(struct suite *s, const char *dir, const char *name)
{
    struct arena a = {0};
    struct err e = {0};
    struct slice text, base = slice_str(name);
    struct textproto file;
    struct slice path = arena_printf(&a, "%s/%s", dir, name);
    bool ok = s->env.read_file(s->env.ctx, &text, &a, arena_str(&a, path), FILE_MAX, &e) &&
              textproto_parse(&file, &a, text, &e);
    if (!ok)
        printf("%.*s: %s\n", SL_FMT(path), e.msg);
    base.n -= sizeof ".textproto" - 1;
    for (size_t i = 0; ok && i < file.n; i++)
        if (slice_eq_str(file.v[i].name, "section"))
            run_section(s, base, file.v[i].message);
    arena_free(&a);
    return ok;
}

static int
is_textproto(const struct dirent *d)
{
    return slice_has_suffix(slice_str(d->d_name), SL(".textproto"));
}

/* Lines of "file/section/name<TAB>reason"; # begins a comment. */
static bool
read_excluded(struct suite *s, const char *root)
{
    struct err e = {0};
    struct slice text, line, name;
    struct slice path = arena_printf(&s->arena, "%s/tests/cel/excluded.txt", root);
    if (!s->env.read_file(s->env.ctx, &text, &s->arena, arena_str(&s->arena, path), FILE_MAX, &e)) {
        printf("%s\n", e.msg);
        return false;
    }
    while (slice_cut(&text, '\n', &line)) {
        if (line.n == 0 || line.p[0] == '#')
            continue;
        struct listed *l = NEW(&s->arena, struct listed);
        (void)slice_cut(&line, '\t', &name);
        l->reason = line;
        if (line.n == 0)
            printf("excluded.txt: %.*s: no reason\n", SL_FMT(name));
        if (map_put(&s->arena, &s->excluded, name, l) || line.n == 0)
            return false;
    }
    return true;
}

/* True when the list is what the test was written for. */
static bool
list_is_sound(const struct suite *s)
{
    bool ok = s->excluded.n == EXCLUDED;
    if (!ok)
        printf("excluded.txt has %zu cases, the test expects %d\n", s->excluded.n, EXCLUDED);
    for (size_t i = 0; i < s->excluded.n; i++) {
        const struct listed *l = s->excluded.v[i].value;
        if (l->seen == 0) {
            printf("excluded.txt: %.*s: no such case\n", SL_FMT(s->excluded.v[i].key));
            ok = false;
        }
    }
    return ok;
}

static bool
run_all(struct suite *s, const char *dir)
{
    struct dirent **entries;
    int n = scandir(dir, &entries, is_textproto, alphasort);
    bool ok = n > 0;
    for (int i = 0; i < n; i++) {
        ok = run_file(s, dir, entries[i]->d_name) && ok;
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    return ok;
}

int
main(int argc, char **argv)
{
    struct suite s = {.list = argc > 2 && strcmp(argv[1], "-l") == 0};
    const char *root = argv[argc - 1];
    const char *shared = getenv("COMITY_SHARED_DATA"); // NOLINT(concurrency-mt-unsafe): one thread
    struct slice dir = shared ? arena_printf(&s.arena, "%s/cel-spec", shared)
                              : arena_printf(&s.arena, "%s/../shared/data/cel-spec", root);
    const char *path = arena_str(&s.arena, dir);
    DIR *there = opendir(path);
    if (!there) {
        printf("cel-spec: no %s: skipped\n", path);
        arena_free(&s.arena);
        return 77;
    }
    closedir(there);
    env_system(&s.env);
    s.zones = (struct cel_zones){.a = &s.arena, .read = s.env.read_file, .ctx = s.env.ctx};
    s.libraries = cel_env_new(&s.arena, CEL_LIB_ALL);
    bool ok = read_excluded(&s, root) && run_all(&s, path) && list_is_sound(&s);
    printf("cel-spec: %zu passed, %zu excluded%s\n", s.passed, s.excluded_cases,
           s.failed ? ", some failed" : "");
    arena_free(&s.arena);
    return ok && s.failed == 0 ? 0 : 1;
}
