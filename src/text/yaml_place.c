/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml_place: from an offset in a scalar's text back to a place in the file.
 * It walks the raw text and the decoded one side by side, and is only called
 * to say where something is wrong.
 */
#include "text/utf8.h"
#include "text/yaml.h"

struct walk {
    struct slice raw; /* from here to the end of the file */
    uint32_t line, column;
};

/* One character forward. */
static void
step(struct walk *w)
{
    size_t n = utf8_next(w->raw);
    bool newline = w->raw.n > 0 && w->raw.p[0] == '\n';
    w->raw = slice_sub(w->raw, n ? n : 1, w->raw.n);
    w->column = newline ? 1 : w->column + 1;
    w->line += newline;
}

static bool
at_end(const struct walk *w)
{
    return w->raw.n == 0;
}

static bool
at(const struct walk *w, char c)
{
    return w->raw.n > 0 && w->raw.p[0] == (uint8_t)c;
}

static bool
at_blank(const struct walk *w)
{
    return at(w, ' ') || at(w, '\t') || at(w, '\r') || at(w, '\n');
}

static struct walk
walk_to(struct slice text, uint32_t line, uint32_t column)
{
    struct walk w = {text, 1, 1};
    while (!at_end(&w) && (w.line < line || (w.line == line && w.column < column)))
        step(&w);
    return w;
}

/* White space with line ends in it folds: one line end is a space, more are one less. */
static size_t
step_fold(struct walk *w)
{
    struct walk ahead = *w;
    size_t lines = 0, blanks = 0;
    for (; at_blank(&ahead); step(&ahead)) {
        lines += at(&ahead, '\n');
        blanks++;
    }
    if (lines == 0) {
        step(w);
        return 1;
    }
    *w = ahead;
    return lines == 1 ? 1 : lines - 1;
}

/* The hexadecimal digits of a code point; gives the octets that it takes. */
static size_t
step_hex(struct walk *w, size_t digits)
{
    uint32_t code = 0;
    for (size_t i = 0; i < digits && !at_end(w); i++, step(w)) {
        uint32_t c = w->raw.p[0] | 0x20u; /* libyaml has seen to it that it is a digit */
        code = code << 4 | (c <= '9' ? c & 15u : (c & 15u) + 9);
    }
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/* A backslash sequence of a double-quoted scalar; gives the octets it stands for. */
static size_t
step_escape(struct walk *w)
{
    step(w);
    size_t digits = at(w, 'x') ? 2 : at(w, 'u') ? 4 : at(w, 'U') ? 8 : 0;
    size_t octets = at(w, 'N') || at(w, '_') ? 2 : at(w, 'L') || at(w, 'P') ? 3 : 1;
    if (at(w, '\n')) { /* an escaped line end is nothing */
        while (at_blank(w))
            step(w);
        return 0;
    }
    step(w);
    return digits ? step_hex(w, digits) : octets;
}

/* One unit of a flow scalar; gives how many octets of its text that makes. */
static size_t
step_flow(struct walk *w, enum yaml_style style)
{
    if (at_blank(w))
        return step_fold(w);
    if (style == YAML_DOUBLE && at(w, '\\'))
        return step_escape(w);
    if (style == YAML_SINGLE && at(w, '\''))
        step(w);
    size_t n = utf8_next(w->raw);
    step(w);
    return n ? n : 1;
}

/* To the first character of a block scalar's text; gives its indentation. */
static uint32_t
enter_block(struct walk *w)
{
    uint32_t header = w->line;
    while (!at_end(w) && w->line == header)
        step(w);
    while (at_blank(w))
        step(w);
    return w->column;
}

static void
walk_block(struct walk *w, size_t offset)
{
    uint32_t indent = enter_block(w);
    while (offset > 0 && !at_end(w)) {
        size_t n = utf8_next(w->raw);
        bool newline = at(w, '\n');
        step(w);
        while (newline && at(w, ' ') && w->column < indent)
            step(w);
        size_t took = n ? n : 1;
        offset -= took < offset ? took : offset;
    }
}

void
yaml_place(const struct yaml_doc *d, const struct yaml_node *n, size_t offset, uint32_t *line,
           uint32_t *column)
{
    struct walk w = walk_to(d->text, n->line, n->column);
    if (n->type == YAML_SCALAR && n->style == YAML_BLOCK) {
        walk_block(&w, offset);
    } else if (n->type == YAML_SCALAR) {
        if (n->style != YAML_PLAIN)
            step(&w);
        for (size_t done = 0; done < offset && !at_end(&w);)
            done += step_flow(&w, n->style);
    }
    *line = w.line;
    *column = w.column;
}
