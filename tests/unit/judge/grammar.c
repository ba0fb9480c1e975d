/* SPDX-License-Identifier: Apache-2.0 */
#include "grammar.h"

#include "model/bits.h"

#include <inttypes.h>
#include <stdio.h>

#define TEXT_MAX ((size_t)32 << 10)
#define DEPTH 4

static const char *const WORDS[] = {
    "serverAuth", "digitalSignature", "secp256r1", "SHA-256", "ocsp", "h2", "", "FIPS 140-3"};
static const int64_t NUMBERS[] = {0, 1, 2, 3, 128, 255, 256, 398, 1024, 2048, 3072, 86400};

uint64_t
grammar_draw(struct grammar *g, uint64_t n)
{
    g->seed ^= g->seed << 13;
    g->seed ^= g->seed >> 7;
    g->seed ^= g->seed << 17;
    return g->seed % n;
}

static bool
chance(struct grammar *g, unsigned percent)
{
    return grammar_draw(g, 100) < percent;
}

static void
quoted(struct buf *b, struct slice s)
{
    buf_printf(b, "'%.*s'", SL_FMT(s));
}

static struct slice
random_word(struct grammar *g, const struct field *f)
{
    if (f->one_of.n)
        return f->one_of.v[grammar_draw(g, f->one_of.n)];
    return slice_str(WORDS[grammar_draw(g, COUNT_OF(WORDS))]);
}

static int64_t
random_number(struct grammar *g)
{
    return NUMBERS[grammar_draw(g, COUNT_OF(NUMBERS))];
}

static const char *
random_comparison(struct grammar *g)
{
    static const char *const OPS[] = {"==", "!=", "<", "<=", ">", ">="};
    return OPS[grammar_draw(g, COUNT_OF(OPS))];
}

static void
path(struct buf *b, const struct grammar *g, const struct field *f)
{
    buf_printf(b, "%.*s.%.*s", SL_FMT(g->kind->name), SL_FMT(f->path));
}

static void
word_list(struct buf *b, struct grammar *g, const struct field *f)
{
    size_t n = 1 + grammar_draw(g, 3);
    buf_str(b, "[");
    for (size_t i = 0; i < n; i++) {
        buf_str(b, i ? ", " : "");
        quoted(b, random_word(g, f));
    }
    buf_str(b, "]");
}

static void condition(struct buf *b, struct grammar *g, unsigned depth);

/* --- predicates over one element ------------------------------------------------------------ */

static void
name_list(struct buf *b, struct grammar *g, const struct registry *r)
{
    size_t n = 1 + grammar_draw(g, 12), at = grammar_draw(g, r->n);
    buf_str(b, "[");
    for (size_t i = 0; i < n; i++) {
        buf_str(b, i ? ", " : "");
        quoted(b, r->elements[at].name);
        at = (at + 1 + grammar_draw(g, 5)) % r->n;
    }
    buf_str(b, "]");
}

/* An attribute compared with the value that some element has. */
static void
attribute(struct buf *b, struct grammar *g, const struct registry *r, const char *v)
{
    size_t i = 1 + grammar_draw(g, r->nattributes - 1);
    const struct attribute_value *value = &r->elements[grammar_draw(g, r->n)].attr[i];
    struct slice name = r->attributes[i].name;
    switch (r->attributes[i].type) {
    case ATTRIBUTE_BOOL:
        buf_printf(b, "%s%s.%.*s", chance(g, 50) ? "!" : "", v, SL_FMT(name));
        break;
    case ATTRIBUTE_INT:
        buf_printf(b, "%s.%.*s %s %" PRId64, v, SL_FMT(name), random_comparison(g), value->i);
        break;
    case ATTRIBUTE_STRING:
        buf_printf(b, "%s.%.*s %s ", v, SL_FMT(name), chance(g, 60) ? "==" : "!=");
        quoted(b, value->s);
        break;
    case ATTRIBUTE_STRINGS:
        if (value->list.n) {
            quoted(b, value->list.v[grammar_draw(g, value->list.n)]);
            buf_printf(b, " in %s.%.*s", v, SL_FMT(name));
        } else {
            buf_printf(b, "size(%s.%.*s) > 0", v, SL_FMT(name));
        }
        break;
    }
}

static void
predicate(struct buf *b, struct grammar *g, const struct registry *r, const char *v, unsigned depth)
{
    uint64_t what = grammar_draw(g, depth ? 10 : 6);
    if (what < 3) {
        bool negated = chance(g, 30);
        buf_printf(b, "%s%s.name in ", negated ? "!(" : "", v);
        name_list(b, g, r);
        buf_str(b, negated ? ")" : "");
        return;
    }
    if (what < 6) {
        attribute(b, g, r, v);
        return;
    }
    if (what == 6) { /* a fact in the predicate */
        condition(b, g, chance(g, 20) ? depth - 1 : 0);
        return;
    }
    buf_str(b, what == 7 ? "!(" : "(");
    predicate(b, g, r, v, depth - 1);
    if (what > 7) {
        buf_str(b, what == 8 ? " && " : " || ");
        predicate(b, g, r, v, depth - 1);
    }
    buf_str(b, ")");
}

/* --- conditions ----------------------------------------------------------------------------- */

/* The set itself, a filtered one, or two of the same sort as one list. */
static void
set_range(struct buf *b, struct grammar *g, const struct field *f)
{
    const struct field *other = &g->kind->fields[grammar_draw(g, g->kind->n)];
    if (chance(g, 15) && other->registry == f->registry) {
        buf_str(b, "(");
        path(b, g, f);
        buf_str(b, " + ");
        path(b, g, other);
        buf_str(b, ")");
        return;
    }
    path(b, g, f);
    if (chance(g, 15)) {
        char v[16];
        (void)snprintf(v, sizeof v, "y%u", g->variables++);
        buf_printf(b, ".filter(%s, ", v);
        predicate(b, g, f->registry, v, 1);
        buf_str(b, ")");
    }
}

static void
set_condition(struct buf *b, struct grammar *g, const struct field *f, unsigned depth)
{
    static const char *const MACROS[] = {"all", "exists", "all", "exists", "exists_one"};
    char v[16];
    (void)snprintf(v, sizeof v, "x%u", g->variables++);
    uint64_t what = grammar_draw(g, 9);
    unsigned inner = depth ? depth - 1 : 0;
    if (what < 6) {
        set_range(b, g, f);
        buf_printf(b, ".%s(%s, ", MACROS[grammar_draw(g, COUNT_OF(MACROS))], v);
        predicate(b, g, f->registry, v, inner);
        buf_str(b, ")");
    } else if (what == 6) {
        buf_str(b, "size(");
        set_range(b, g, f);
        buf_printf(b, ".filter(%s, ", v);
        predicate(b, g, f->registry, v, 0);
        buf_printf(b, ")) %s %d", random_comparison(g), (int)grammar_draw(g, 4));
    } else if (what == 7) {
        quoted(b, f->registry->elements[grammar_draw(g, f->registry->n)].name);
        buf_str(b, " in ");
        set_range(b, g, f);
        buf_printf(b, ".map(%s, %s.name)", v, v);
    } else {
        name_list(b, g, f->registry);
        buf_printf(b, ".%s(n%s, ", chance(g, 50) ? "all" : "exists", v);
        path(b, g, f);
        buf_printf(b, ".exists(%s, %s.name == n%s))", v, v, v);
    }
}

static void
string_condition(struct buf *b, struct grammar *g, const struct field *f)
{
    uint64_t what = grammar_draw(g, 4);
    path(b, g, f);
    if (what < 2) {
        buf_str(b, what ? " == " : " != ");
        quoted(b, random_word(g, f));
    } else if (what == 2) {
        buf_str(b, " in ");
        word_list(b, g, f);
    } else {
        buf_str(b, ".startsWith(");
        quoted(b, slice_sub(random_word(g, f), 0, 2));
        buf_str(b, ")");
    }
}

static void
list_condition(struct buf *b, struct grammar *g, const struct field *f)
{
    unsigned v = g->variables++;
    uint64_t what = grammar_draw(g, 5);
    if (what == 0) {
        quoted(b, random_word(g, f));
        buf_str(b, " in ");
        path(b, g, f);
    } else if (what == 1) {
        buf_str(b, "size(");
        path(b, g, f);
        buf_printf(b, ") %s %d", random_comparison(g), (int)grammar_draw(g, 3));
    } else {
        path(b, g, f);
        buf_printf(b, ".%s(u%u, u%u %s ", what < 4 ? "all" : "exists", v, v,
                   what == 3 ? "!=" : "in");
        if (what == 3)
            quoted(b, random_word(g, f));
        else
            word_list(b, g, f);
        buf_str(b, ")");
    }
}

static void
time_condition(struct buf *b, struct grammar *g, const struct field *f)
{
    uint64_t what = grammar_draw(g, 4);
    path(b, g, f);
    if (what == 0)
        buf_printf(b, " %s now", random_comparison(g));
    else if (what == 1)
        buf_printf(b, " - now %s duration('%d.5s')", random_comparison(g),
                   (int)grammar_draw(g, 400000));
    else if (what == 2)
        buf_printf(b, " %s timestamp('1970-01-0%dT00:00:00Z')", random_comparison(g),
                   1 + (int)grammar_draw(g, 9));
    else
        buf_printf(b, " + duration('%dh') %s now", (int)grammar_draw(g, 99), random_comparison(g));
}

static void
leaf(struct buf *b, struct grammar *g, unsigned depth)
{
    const struct field *f = &g->kind->fields[grammar_draw(g, g->kind->n)];
    switch (f->type) {
    case FIELD_BOOL:
        path(b, g, f);
        break;
    case FIELD_INT:
        path(b, g, f);
        buf_printf(b, " %s %" PRId64, random_comparison(g), random_number(g));
        break;
    case FIELD_STRING:
        string_condition(b, g, f);
        break;
    case FIELD_STRINGS:
        list_condition(b, g, f);
        break;
    case FIELD_TIME:
        time_condition(b, g, f);
        break;
    case FIELD_SET:
        set_condition(b, g, f, depth);
        break;
    }
}

static void
condition(struct buf *b, struct grammar *g, unsigned depth)
{
    uint64_t what = grammar_draw(g, depth ? 10 : 4);
    if (what < 4 || depth == 0) {
        buf_str(b, "(");
        leaf(b, g, depth);
        buf_str(b, ")");
        return;
    }
    buf_str(b, what == 4 ? "!(" : "(");
    condition(b, g, depth - 1);
    if (what > 4) {
        buf_str(b, what == 5 ? " ? " : what < 8 ? " && " : " || ");
        condition(b, g, depth - 1);
    }
    if (what == 5) {
        buf_str(b, " : ");
        condition(b, g, depth - 1);
    }
    buf_str(b, ")");
}

struct slice
grammar_condition(struct grammar *g)
{
    for (;;) {
        struct buf b;
        buf_init(&b, g->a, TEXT_MAX);
        condition(&b, g, DEPTH);
        if (!b.full)
            return buf_slice(&b);
    }
}

/* --- assets --------------------------------------------------------------------------------- */

static void
random_scalar(struct grammar *g, struct fact *f, const struct field *field)
{
    f->known = true;
    f->b = chance(g, 50);
    f->i = field->type == FIELD_TIME ? (int64_t)grammar_draw(g, 1000000) : random_number(g);
    f->s = random_word(g, field);
    f->list.v = NEW_ARRAY(g->a, struct slice, 3);
    f->list.n = grammar_draw(g, 4);
    for (size_t i = 0; i < f->list.n; i++)
        f->list.v[i] = random_word(g, field);
}

static void
random_set(struct grammar *g, struct fact *f, const struct registry *r, enum completeness c)
{
    static struct slice strange[] = {SL_INIT("strange one"), SL_INIT("strange two")};
    unsigned offered = chance(g, 50) ? 3 : 30;
    unsigned known = c == COMPLETE || chance(g, 20) ? 100 : chance(g, 20) ? 0 : 90;
    for (size_t i = 0; i < r->n; i++)
        if (chance(g, known))
            fact_element(f, i, chance(g, offered));
    fact_settle(f, r->n);
    if (c == STRANGE && chance(g, 50))
        f->extra = (struct slices){strange, 1 + grammar_draw(g, 2)};
}

void
grammar_asset(struct grammar *g, struct asset *out, enum completeness c)
{
    asset_init(out, g->a, g->kind, SL("x:1"), SL("x"));
    for (size_t i = 0; i < g->kind->n; i++) {
        const struct field *field = &g->kind->fields[i];
        if (field->type == FIELD_SET)
            random_set(g, &out->facts[i], field->registry, c);
        else if (c == COMPLETE || chance(g, 70))
            random_scalar(g, &out->facts[i], field);
    }
}

void
grammar_complete(struct grammar *g, struct asset *out, const struct asset *partial)
{
    asset_init(out, g->a, g->kind, partial->id, partial->name);
    for (size_t i = 0; i < g->kind->n; i++) {
        const struct field *field = &g->kind->fields[i];
        const struct fact *from = &partial->facts[i];
        struct fact *to = &out->facts[i];
        unsigned offered = chance(g, 50) ? 3 : 50;
        if (field->type != FIELD_SET && from->known)
            *to = *from;
        else if (field->type != FIELD_SET)
            random_scalar(g, to, field);
        for (size_t k = 0; field->type == FIELD_SET && k < field->registry->n; k++)
            fact_element(to, k,
                         bits_has(from->known_bits, k) ? bits_has(from->truth_bits, k)
                                                       : chance(g, offered));
        to->known = true;
    }
}
