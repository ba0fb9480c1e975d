/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A draft's file: the standard is read as any other (model/), the clauses here.
 */
#include "draft/draft.h"

#include "text/nearest.h"

#include <assert.h>

struct reader {
    struct draft *d;
    struct problems *problems;
    struct arena *a;
    struct map nodes; /* requirement's id -> its node */
};

struct clause_entry {
    struct slice id, number, in;
    const struct yaml_node *kind, *title, *text;
};

static const struct yaml_member clause_members[] = {
    {"id", YAML_AS_TEXT, true, offsetof(struct clause_entry, id)},
    {"number", YAML_AS_TEXT, false, offsetof(struct clause_entry, number)},
    {"kind", YAML_AS_NODE, true, offsetof(struct clause_entry, kind)},
    {"in", YAML_AS_TEXT, false, offsetof(struct clause_entry, in)},
    {"title", YAML_AS_MAP, false, offsetof(struct clause_entry, title)},
    {"text", YAML_AS_MAP, false, offsetof(struct clause_entry, text)},
};

/* True where problems are collected and reading goes on; see loader_goes_on. */
static bool
goes_on(struct reader *r, struct err *e)
{
    struct loader l = {.a = r->a, .trees = r->a, .problems = r->problems};
    return loader_goes_on(&l, e);
}

/* ---- one clause ----------------------------------------------------------------------------- */

static bool
is_name(struct slice s, const char *also)
{
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && (c == 0 || !strchr(also, c)))
            return false;
    }
    return s.n > 0 && s.n <= DRAFT_ID_MAX;
}

/* Line ends and tabs are the only control characters that a text may have. */
static bool
has_controls(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] < 0x20 && s.p[i] != '\n' && s.p[i] != '\t') || s.p[i] == 0x7f)
            return true;
    return false;
}

static bool
read_text(struct reader *r, struct draft_text *out, const struct yaml_node *n, struct err *e)
{
    const struct yaml_doc *d = &r->d->doc;
    struct slice s;
    if (!yaml_text(d, n, &s, e))
        return false;
    if (s.n > DRAFT_TEXT_MAX)
        return yaml_fail(d, n, e, "this text has %zu octets, at most %zu are allowed: split it",
                         s.n, DRAFT_TEXT_MAX);
    if (has_controls(s))
        return yaml_fail(d, n, e, "a control character stands in this text, remove it");
    *out = (struct draft_text){slice_trim(s), n};
    return true;
}

/* A mapping from zh and en to text. */
static bool
read_texts(struct reader *r, struct draft_text out[DRAFT_LANGUAGES], const struct yaml_node *map,
           struct err *e)
{
    for (const struct yaml_node *n = map ? map->first : NULL; n; n = n->next) {
        size_t l = 0;
        while (l < DRAFT_LANGUAGES && !slice_eq_str(n->key, draft_language_names[l]))
            l++;
        if (l == DRAFT_LANGUAGES)
            return yaml_fail_key(&r->d->doc, n, e, "'%.*s' is not zh or en, correct it",
                                 SL_FMT(slice_sub(n->key, 0, 80)));
        if (!read_text(r, &out[l], n, e))
            return false;
    }
    return true;
}

static bool
is_remark(enum clause_kind k)
{
    return k == CLAUSE_NOTE || k == CLAUSE_EXAMPLE || k == CLAUSE_FOOTNOTE;
}

static bool
is_informative(enum clause_kind k)
{
    return is_remark(k) || k == CLAUSE_FOREWORD || k == CLAUSE_INTRODUCTION ||
           k == CLAUSE_ANNEX_INFORMATIVE || k == CLAUSE_BIBLIOGRAPHY;
}

/* The clause before it that a note belongs to, or whose number it goes on: 5.2 of 5.2.1. */
static size_t
natural_parent(const struct draft *d, const struct clause *c)
{
    if (!c->number.n && is_remark(c->kind)) {
        for (size_t i = d->n; i-- > 0;)
            if (!is_remark(d->clauses[i].kind))
                return i;
        return CLAUSE_NONE;
    }
    struct slice number = c->number;
    while (number.n) {
        while (number.n && number.p[number.n - 1] != '.')
            number.n--;
        if (number.n)
            number.n--;
        const struct clause *up = draft_numbered(d, number);
        if (up)
            return draft_index(d, up);
    }
    return CLAUSE_NONE;
}

static bool
place_in(struct reader *r, struct clause *c, const struct clause_entry *entry,
         const struct yaml_node *n, struct err *e)
{
    const struct draft *d = r->d;
    const struct clause *up = entry->in.n ? draft_clause(d, entry->in) : NULL;
    if (entry->in.n && !up)
        return yaml_fail(&d->doc, yaml_get(n, SL("in")), e,
                         "no clause before this one is called '%.*s'",
                         SL_FMT(slice_sub(entry->in, 0, 80)));
    c->in = up ? draft_index(d, up) : natural_parent(d, c);
    c->informative = is_informative(c->kind);
    if (c->in == CLAUSE_NONE)
        return true;
    c->depth = d->clauses[c->in].depth + 1;
    c->informative = c->informative || d->clauses[c->in].informative;
    if (c->depth >= DRAFT_DEPTH_MAX)
        return yaml_fail(&d->doc, n, e, "clauses stand within each other at most %d deep",
                         DRAFT_DEPTH_MAX);
    return true;
}

static bool
check_names(const struct reader *r, const struct clause_entry *entry, const struct yaml_node *n,
            struct err *e)
{
    const struct yaml_doc *d = &r->d->doc;
    if (!is_name(entry->id, "-._"))
        return yaml_fail(d, yaml_get(n, SL("id")), e,
                         "an id has 1 to %d of a-z, 0-9, '-', '.' and '_'", DRAFT_ID_MAX);
    if (draft_clause(r->d, entry->id))
        return yaml_fail(d, yaml_get(n, SL("id")), e, "id '%.*s' stands in this file twice",
                         SL_FMT(entry->id));
    if (entry->number.n && !is_name(entry->number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ."))
        return yaml_fail(d, yaml_get(n, SL("number")), e,
                         "a number has letters, digits and dots: 5.2.1, A.3");
    return true;
}

static bool
read_clause(struct reader *r, const struct yaml_node *n, struct err *e)
{
    struct draft *d = r->d;
    struct clause_entry entry = {0};
    struct clause c = {.at = {d->doc.file, n->line, n->column}};
    size_t kind;
    if (!yaml_read(&d->doc, n, clause_members, COUNT_OF(clause_members), r->a, &entry, e) ||
        !check_names(r, &entry, n, e) ||
        !yaml_choice(&d->doc, entry.kind, clause_kind_names, COUNT_OF(clause_kind_names), &kind, e))
        return false;
    c.id = entry.id;
    c.number = entry.number;
    c.kind = (enum clause_kind)kind;
    if (!read_texts(r, c.title, entry.title, e) || !read_texts(r, c.text, entry.text, e) ||
        !place_in(r, &c, &entry, n, e))
        return false;
    d->clauses[d->n] = c;
    map_put(r->a, &d->by_id, c.id, &d->clauses[d->n]);
    d->n++;
    return true;
}

static bool
read_clauses(struct reader *r, const struct yaml_node *list, struct err *e)
{
    if (list->n > DRAFT_CLAUSES_MAX)
        return yaml_fail(&r->d->doc, list, e, "a draft has at most %d clauses, this one has %u",
                         DRAFT_CLAUSES_MAX, list->n);
    r->d->clauses = NEW_ARRAY(r->a, struct clause, list->n);
    for (const struct yaml_node *n = list->first; n; n = n->next)
        if (!read_clause(r, n, e) && !goes_on(r, e))
            return false;
    return true;
}

/* ---- requirements and their clauses --------------------------------------------------------- */

/* Where the file says which clause the requirement is of. */
static const struct yaml_node *
clause_node(const struct reader *r, const struct requirement *q)
{
    const struct yaml_node *at = map_get(&r->nodes, q->id);
    assert(at); /* it was read from there */
    return yaml_get(at, SL("clause"));
}

static bool
fail_clause(const struct reader *r, const struct yaml_node *at, struct err *e)
{
    const struct draft *d = r->d;
    struct slice *known = NEW_ARRAY(r->a, struct slice, d->n);
    for (size_t i = 0; i < d->n; i++)
        known[i] = d->clauses[i].id;
    struct slice near = nearest_name(at->text, known, d->n), name = slice_sub(at->text, 0, 80);
    if (near.n)
        return yaml_fail(&d->doc, at, e, "no clause has the id '%.*s', did you mean '%.*s'?",
                         SL_FMT(name), SL_FMT(near));
    return yaml_fail(&d->doc, at, e, "no clause has the id '%.*s', add it or correct the id",
                     SL_FMT(name));
}

static bool
attach(struct reader *r, size_t i, struct err *e)
{
    struct draft *d = r->d;
    const struct yaml_node *at = clause_node(r, &d->standard.requirements[i]);
    const struct clause *c = draft_clause(d, at->text);
    if (!c)
        return fail_clause(r, at, e);
    d->clause_of[i] = draft_index(d, c);
    d->clauses[d->clause_of[i]].nrequirements++;
    return true;
}

/* Each clause gets the list of its requirements. */
static void
list_requirements(struct draft *d, struct arena *a)
{
    for (size_t i = 0; i < d->n; i++) {
        struct clause *c = &d->clauses[i];
        c->requirements = NEW_ARRAY(a, const struct requirement *, c->nrequirements);
        c->nrequirements = 0;
    }
    for (size_t i = 0; i < d->standard.n; i++) {
        if (d->clause_of[i] == CLAUSE_NONE)
            continue;
        struct clause *c = &d->clauses[d->clause_of[i]];
        c->requirements[c->nrequirements++] = &d->standard.requirements[i];
    }
}

static bool
attach_all(struct reader *r, const struct yaml_node *list, struct err *e)
{
    for (const struct yaml_node *n = list ? list->first : NULL; n; n = n->next) {
        const struct yaml_node *id = n->type == YAML_MAPPING ? yaml_get(n, SL("id")) : NULL;
        if (id && id->type == YAML_SCALAR && !map_get(&r->nodes, id->text))
            map_put(r->a, &r->nodes, id->text, (void *)(uintptr_t)n);
    }
    for (size_t i = 0; i < r->d->standard.n; i++)
        if (!attach(r, i, e) && !goes_on(r, e))
            return false;
    list_requirements(r->d, r->a);
    return true;
}

/* ---- the file ------------------------------------------------------------------------------- */

bool
draft_read(struct draft *out, struct problems *problems, struct arena *a, const struct catalog *c,
           struct slice file, struct slice text, struct err *e)
{
    struct reader r = {.d = out, .problems = problems, .a = a};
    assert(c->conditions); /* a catalog of words alone checks none */
    *out = (struct draft){.catalog = c};
    if (text.n > DRAFT_FILE_MAX)
        return err_set(e, ERR_LIMIT, "%.*s: a draft has at most %zu octets", SL_FMT(file),
                       DRAFT_FILE_MAX);
    if (!yaml_parse(&out->doc, a, file, text, e) ||
        !catalog_read_standard(&out->standard, problems, a, c, &out->doc, e))
        return false;
    out->clause_of = NEW_ARRAY(a, size_t, out->standard.n);
    for (size_t i = 0; i < out->standard.n; i++)
        out->clause_of[i] = CLAUSE_NONE;
    const struct yaml_node *clauses = yaml_get(out->doc.root, SL("clauses"));
    if (!clauses)
        return true;
    return read_clauses(&r, clauses, e) &&
           attach_all(&r, yaml_get(out->doc.root, SL("requirements")), e);
}

bool
draft_load(struct draft *out, struct problems *problems, struct arena *a, const struct env *env,
           const struct catalog *c, const char *path, struct err *e)
{
    struct slice text;
    return env->read_file(env->ctx, &text, a, path, DRAFT_FILE_MAX, e) &&
           draft_read(out, problems, a, c, arena_dup(a, slice_str(path)), text, e);
}
