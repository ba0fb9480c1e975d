/* SPDX-License-Identifier: Apache-2.0 */
#include "rpn.h"

#include <stdio.h>
#include <stdlib.h>

struct stack {
    struct form *f;
    struct arena *a;
    const struct world *w;
    ref_t v[64];
    size_t n;
};

static struct slices
names(struct arena *a, struct slice s)
{
    struct slices out = {NEW_ARRAY(a, struct slice, s.n + 1), 0};
    struct slice word;
    while (slice_cut(&s, ',', &word))
        out.v[out.n++] = word;
    return out;
}

static void
mistake(struct slice word)
{
    fprintf(stderr, "rpn: bad word: %.*s\n", SL_FMT(word));
    abort();
}

static int64_t
number(struct slice s)
{
    int64_t k = 0;
    if (!slice_to_i64(s, &k))
        mistake(s);
    return k;
}

static void
push_set(struct stack *s, struct slice word)
{
    struct slice count, list = word;
    slice_cut(&list, ':', &count);
    struct atom at = {
        .op = ATOM_SET, .field = F_GROUPS, .k = count.n > 1 ? number(slice_sub(count, 1, 9)) : 1};
    at.any_name = slice_eq_str(list, "any");
    at.mask = world_mask(s->a, &s->w->registries[1], at.any_name ? "~" : arena_str(s->a, list));
    s->v[s->n++] = form_atom(s->f, &at);
}

static void
push_atom(struct stack *s, struct slice word)
{
    struct slice rest = slice_sub(word, 1, word.n), list = slice_sub(word, 2, word.n);
    struct atom at = {.field = F_USES};
    switch (word.p[0]) {
    case 's':
        push_set(s, word);
        return;
    case 'b':
        at = (struct atom){.op = ATOM_BOOL, .field = F_ON};
        break;
    case 'i':
        at = (struct atom){.op = ATOM_INT, .field = F_BITS, .k = number(rest)};
        break;
    case 't':
    case 'n':
        at = (struct atom){
            .op = ATOM_TIME, .field = F_UNTIL, .k = number(rest), .minus_now = word.p[0] == 'n'};
        break;
    case 'w':
        at = (struct atom){.op = ATOM_NOW, .field = ATOM_NO_FIELD, .k = number(rest)};
        break;
    case 'g':
        at = (struct atom){.op = ATOM_STRING, .field = F_ALG, .values = names(s->a, list)};
        break;
    case 'l':
        at.op = ATOM_LIST_SOME;
        at.values = names(s->a, list);
        break;
    case 'o':
        at.op = ATOM_LIST_OTHER;
        at.values = names(s->a, list);
        break;
    case 'z':
        at.op = ATOM_LIST_SIZE;
        at.k = number(rest);
        break;
    case 'p':
        at = (struct atom){.op = ATOM_OPAQUE, .field = ATOM_NO_FIELD, .text = rest, .scope = s->w};
        break;
    default:
        mistake(word);
    }
    s->v[s->n++] = form_atom(s->f, &at);
}

static void
step(struct stack *s, struct slice word)
{
    size_t n = word.n > 1 && (word.p[0] == '&' || word.p[0] == '|')
                   ? (size_t)number(slice_sub(word, 1, word.n))
                   : 0;
    switch (word.p[0]) {
    case '0':
    case '1':
        s->v[s->n++] = word.p[0] == '1' ? REF_TRUE : REF_FALSE;
        return;
    case '!':
        s->v[s->n - 1] = ref_not(s->v[s->n - 1]);
        return;
    case '&':
        s->n -= n;
        s->v[s->n] = form_and(s->f, &s->v[s->n], n);
        s->n++;
        return;
    case '|':
        s->n -= n;
        s->v[s->n] = form_or(s->f, &s->v[s->n], n);
        s->n++;
        return;
    case '?':
        s->n -= 3;
        s->v[s->n] = form_if(s->f, s->v[s->n], s->v[s->n + 1], s->v[s->n + 2]);
        s->n++;
        return;
    default:
        push_atom(s, word);
    }
}

ref_t
rpn_build(struct form *f, struct arena *a, const struct world *w, const char *text)
{
    struct stack s = {.f = f, .a = a, .w = w};
    struct slice rest = slice_str(text), word;
    while (slice_cut(&rest, ' ', &word))
        step(&s, word);
    if (s.n != 1)
        mistake(slice_str(text));
    return s.v[0];
}
