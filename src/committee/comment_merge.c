/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/comment_merge.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"

#include <assert.h>
#include <stdlib.h>

#define COMPARED_MAX 64   /* proposals for a clause that one is compared with */
#define DECISION_MAX 4096 /* octets: more than six sentences with their numbers */
#define NAMED_MAX 10      /* other comments that a decision names */
#define PLACE_MAX 64      /* octets of a clause that its order depends on */

static const struct slice whys[COMMENT_MERGE_WHYS][2] = {
    [COMMENT_MERGE_JOINED] = {SL_INIT("the same comment, given more than once: filed once"),
                              SL_INIT("相同意见多次提出：合并为一条")},
    [COMMENT_MERGE_SAME_CHANGE] = {SL_INIT("asks for the same change"), SL_INIT("修改建议相同")},
    [COMMENT_MERGE_OTHER_TYPE] = {SL_INIT("the same comment under another type"),
                                  SL_INIT("意见相同但类型不同")},
    [COMMENT_MERGE_CONTRADICTS] = {SL_INIT("asks for another change at the same place"),
                                   SL_INIT("对同一处的修改建议不同")},
    [COMMENT_MERGE_DELETES] = {SL_INIT("one deletes what the other changes"),
                               SL_INIT("一条要求删除，另一条要求修改")},
    [COMMENT_MERGE_OUTCOMES] = {SL_INIT("the same comment with another outcome or reason"),
                                SL_INIT("意见相同但处理意见不同")},
};
static const bool decides[COMMENT_MERGE_WHYS] = {
    [COMMENT_MERGE_OTHER_TYPE] = true,
    [COMMENT_MERGE_CONTRADICTS] = true,
    [COMMENT_MERGE_DELETES] = true,
    [COMMENT_MERGE_OUTCOMES] = true,
};

/* What a clause may start with that says nothing of its order. */
static const struct slice clause_words[] = {
    SL_INIT("clause"), SL_INIT("subclause"), SL_INIT("section"),
    SL_INIT("annex"),  SL_INIT("附录"),      SL_INIT("第"),
};

/* Parts of a document without a number. */
static const struct unnumbered {
    struct slice start;
    int order; /* the whole is 0, numbered clauses are 2, annexes and the rest 3 */
} unnumbered[] = {
    {SL_INIT("general"), 0}, {SL_INIT("全文"), 0},     {SL_INIT("总体"), 0},
    {SL_INIT("整体"), 0},    {SL_INIT("title"), 1},    {SL_INIT("标准名称"), 1},
    {SL_INIT("封面"), 1},    {SL_INIT("foreword"), 1}, {SL_INIT("前言"), 1},
    {SL_INIT("intro"), 1},   {SL_INIT("引言"), 1},
};

static const struct slice deletions[] = {
    SL_INIT("delete"), SL_INIT("remove"), SL_INIT("删除"), SL_INIT("删去"), SL_INIT("建议删除"),
};

/* A row of the result while it is made. */
struct item {
    struct comment_row row;
    size_t order;                /* as given */
    size_t clause_at, change_at; /* items that were the first of that clause, and of that change */
    struct slice change;         /* the proposal, white space made one; empty: none */
    struct slices names;         /* of contributors; cap follows */
    size_t names_cap, count;
    size_t twin;   /* the item with another type, SIZE_MAX: none */
    bool outcomes; /* joined ones differ in outcome or reason */
};

struct merger {
    struct arena *a;
    VEC(struct item) items;
    VEC(struct comment_merge_note) notes;
    struct map same, typeless, changes, clauses; /* to items, by key */
};

static uint8_t
small(uint8_t c)
{
    return (uint8_t)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* Small letters, up to the room. */
static struct slice
lower(struct slice s, uint8_t *room, size_t size)
{
    size_t n = s.n < size ? s.n : size;
    for (size_t i = 0; i < n; i++)
        room[i] = small(s.p[i]);
    return slice_of(room, n);
}

static bool
is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* Adds `s` with each run of white space as one space, and a mark that no text has. */
static void
add_key(struct buf *b, struct slice s)
{
    s = comment_row_trim(s);
    for (size_t i = 0; i < s.n; i++)
        if (!is_space(s.p[i]))
            buf_u8(b, s.p[i]);
        else if (!is_space(s.p[i - 1]))
            buf_u8(b, ' ');
    buf_u8(b, '\0');
}

/* One key of several texts. */
static struct slice
key_of(struct arena *a, const struct slice *v, size_t n)
{
    size_t max = 0;
    struct buf b;
    for (size_t i = 0; i < n; i++)
        max += v[i].n + 1;
    buf_init(&b, a, max);
    for (size_t i = 0; i < n; i++)
        add_key(&b, v[i]);
    return buf_slice(&b);
}

/* The item of that key; `fresh`, which is put there, where there was none. */
static size_t
find_or_put(struct merger *m, struct map *map, struct slice key, size_t fresh)
{
    const void *at = map_get(map, key);
    if (at)
        return *(const size_t *)at;
    size_t *index = NEW(m->a, size_t);
    *index = fresh;
    map_put(m->a, map, key, index);
    return fresh;
}

static void
add_name(struct merger *m, struct item *it, struct slice name)
{
    name = comment_row_trim(name);
    for (size_t i = 0; i < it->names.n; i++)
        if (slice_eq(it->names.v[i], name))
            return;
    if (name.n == 0)
        return;
    if (it->names.n == it->names_cap)
        it->names.v =
            vec_grow(m->a, it->names.v, it->names.n, &it->names_cap, sizeof(struct slice));
    it->names.v[it->names.n++] = name;
}

/* Those that the row names already, or else who gave it. */
static void
add_names(struct merger *m, struct item *it, const struct comment_row *c, struct slice contributor)
{
    struct slice rest = c->contributors, name;
    if (rest.n == 0)
        add_name(m, it, contributor);
    while (slice_cut(&rest, ';', &name))
        add_name(m, it, name);
}

/* Without the words in front, and where it stands among the parts of a document. */
static struct slice
clause_start(struct slice s, uint8_t room[PLACE_MAX], int *order)
{
    s = lower(comment_row_trim(s), room, PLACE_MAX);
    for (size_t i = 0; i < COUNT_OF(clause_words); i++)
        if (slice_has_prefix(s, clause_words[i])) {
            s = comment_row_trim(slice_sub(s, clause_words[i].n, s.n));
            break;
        }
    *order = s.n == 0 ? 0 : s.p[0] >= '0' && s.p[0] <= '9' ? 2 : 3;
    for (size_t i = 0; i < COUNT_OF(unnumbered); i++)
        if (slice_has_prefix(s, unnumbered[i].start))
            *order = unnumbered[i].order;
    return s;
}

/* The clause as it is compared: "Clause 5.2" is "5.2". A long one is compared as it stands. */
static struct slice
clause_of(struct merger *m, struct slice clause)
{
    uint8_t room[PLACE_MAX];
    int order;
    if (clause.n > PLACE_MAX)
        return clause;
    return arena_dup(m->a, clause_start(clause, room, &order));
}

static void
add_row(struct merger *m, const struct comment_row *c, struct slice contributor)
{
    struct slice clause = clause_of(m, c->clause);
    const struct slice place[] = {clause,  c->element,  c->line,
                                  c->text, c->proposed, comment_row_type_text(c->type)};
    size_t fresh = m->items.n;
    size_t at = find_or_put(m, &m->same, key_of(m->a, place, 6), fresh);
    if (at != fresh) {
        assert(at < m->items.n && m->items.v);
        struct item *it = &m->items.v[at];
        it->count++;
        it->outcomes =
            it->outcomes || it->row.outcome != c->outcome || !slice_eq(it->row.reason, c->reason);
        it->row.formula = it->row.formula || c->formula;
        add_names(m, it, c, contributor);
        return;
    }
    struct item *it = vec_add(m->a, &m->items);
    it->row = *c;
    it->row.row = 0;
    it->row.number = it->row.decision = SL("");
    it->order = fresh;
    it->count = 1;
    it->change = key_of(m->a, &c->proposed, 1);
    it->change.n--; /* its mark */
    const struct slice change[] = {clause, c->element, c->line, c->proposed};
    it->clause_at = find_or_put(m, &m->clauses, key_of(m->a, &clause, 1), fresh);
    it->change_at = find_or_put(m, &m->changes, key_of(m->a, change, 4), fresh);
    size_t twin = find_or_put(m, &m->typeless, key_of(m->a, place, 5), fresh);
    it->twin = twin == fresh ? SIZE_MAX : twin;
    add_names(m, it, c, contributor);
}

static bool
is_digit(struct slice s)
{
    return s.n && s.p[0] >= '0' && s.p[0] <= '9';
}

/* Takes the number at the front: its digits without zeros in front. */
static struct slice
take_digits(struct slice *s)
{
    size_t n = 0, zeros = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9') {
        zeros += zeros == n && s->p[n] == '0';
        n++;
    }
    struct slice digits = slice_sub(*s, zeros, n - zeros);
    *s = slice_sub(*s, n, s->n);
    return digits;
}

static struct slice
take_octet(struct slice *s)
{
    struct slice octet = slice_sub(*s, 0, 1);
    *s = slice_sub(*s, 1, s->n);
    return octet;
}

int
comment_merge_clause_cmp(struct slice x, struct slice y)
{
    uint8_t x_room[PLACE_MAX], y_room[PLACE_MAX];
    int x_order, y_order;
    x = clause_start(x, x_room, &x_order);
    y = clause_start(y, y_room, &y_order);
    if (x_order != y_order)
        return x_order < y_order ? -1 : 1;
    while (x.n && y.n) {
        bool numbers = is_digit(x) && is_digit(y);
        struct slice m = numbers ? take_digits(&x) : take_octet(&x);
        struct slice n = numbers ? take_digits(&y) : take_octet(&y);
        int cmp = m.n != n.n ? (m.n < n.n ? -1 : 1) : slice_cmp(m, n);
        if (cmp)
            return cmp < 0 ? -1 : 1;
    }
    return (x.n > 0) - (y.n > 0);
}

/* Clauses as in a document; within one, each change where it came first. */
static int
item_cmp(const void *x, const void *y)
{
    const struct item *p = x, *q = y;
    int cmp = comment_merge_clause_cmp(p->row.clause, q->row.clause);
    if (cmp)
        return cmp;
    if (p->clause_at != q->clause_at)
        return p->clause_at < q->clause_at ? -1 : 1;
    if (p->change_at != q->change_at)
        return p->change_at < q->change_at ? -1 : 1;
    return (p->order > q->order) - (p->order < q->order);
}

static void
note(struct merger *m, enum comment_merge_why why, size_t row, size_t other, size_t count)
{
    vec_push(m->a, &m->notes, (struct comment_merge_note){why, decides[why], row, other, count});
}

static bool
is_deletion(struct slice change)
{
    uint8_t room[16];
    struct slice s = lower(change, room, sizeof room);
    for (size_t i = 0; i < COUNT_OF(deletions); i++)
        if (slice_has_prefix(s, deletions[i]))
            return true;
    return false;
}

/* Both say where, and it is not the same. */
static bool
elsewhere(struct slice x, struct slice y)
{
    return x.n && y.n && !slice_eq(x, y);
}

/* Against another change for the clause. */
static void
compare(struct merger *m, size_t i, size_t k)
{
    const struct item *it = &m->items.v[i], *other = &m->items.v[k];
    if (elsewhere(other->row.element, it->row.element) ||
        elsewhere(other->row.line, it->row.line) || slice_eq(it->change, other->change))
        return;
    bool one_deletes = is_deletion(it->change) != is_deletion(other->change);
    note(m, one_deletes ? COMMENT_MERGE_DELETES : COMMENT_MERGE_CONTRADICTS, i, k, 0);
}

/* The first item of each change that its clause has so far; those of one change stand together. */
struct changes {
    size_t *v;
    size_t n, cap;
};

static void
compare_changes(struct merger *m, struct changes *firsts, size_t i)
{
    const struct item *it = &m->items.v[i];
    if (it->change.n == 0)
        return;
    size_t n = firsts->n;
    if (n && m->items.v[firsts->v[n - 1]].change_at == it->change_at) {
        if (it->twin == SIZE_MAX)
            note(m, COMMENT_MERGE_SAME_CHANGE, i, firsts->v[n - 1], 0);
        n--;
    } else {
        vec_push(m->a, firsts, i);
    }
    for (size_t k = n; k > 0 && n - k < COMPARED_MAX; k--)
        compare(m, i, firsts->v[k - 1]);
}

/* The others of a clause's first change had none before them: they are compared with the second. */
static void
compare_first_change(struct merger *m, const struct changes *firsts)
{
    if (firsts->n < 2)
        return;
    for (size_t i = firsts->v[0] + 1; i < firsts->v[1]; i++)
        if (m->items.v[i].change_at == m->items.v[firsts->v[0]].change_at)
            compare(m, i, firsts->v[1]);
}

static int
note_cmp(const void *x, const void *y)
{
    const struct comment_merge_note *p = x, *q = y;
    if (p->row != q->row)
        return p->row < q->row ? -1 : 1;
    if (p->why != q->why)
        return p->why < q->why ? -1 : 1;
    return (p->other > q->other) - (p->other < q->other);
}

/* All notes. `at` is where each item of add_row stands now. */
static void
compare_all(struct merger *m, const size_t *at)
{
    struct changes firsts = {0};
    for (size_t i = 0; i < m->items.n; i++) {
        const struct item *it = &m->items.v[i];
        if (i && it->clause_at != m->items.v[i - 1].clause_at) {
            compare_first_change(m, &firsts);
            firsts.n = 0;
        }
        if (it->count > 1)
            note(m, COMMENT_MERGE_JOINED, i, i, it->count);
        if (it->outcomes)
            note(m, COMMENT_MERGE_OUTCOMES, i, i, it->count);
        if (it->twin != SIZE_MAX)
            note(m, COMMENT_MERGE_OTHER_TYPE, i, at[it->twin], 0);
        compare_changes(m, &firsts, i);
    }
    compare_first_change(m, &firsts);
    if (m->notes.n)
        qsort(m->notes.v, m->notes.n, sizeof *m->notes.v, note_cmp);
}

/* What one row has to decide against others: "asks for another change … (comments 3, 7)". */
static void
add_decision(struct buf *b, const struct comment_merge_note *refs, size_t n, bool zh)
{
    if (b->n)
        buf_str(b, zh ? "；" : "; ");
    buf_add(b, whys[refs->why][zh]);
    if (refs->row == refs->other)
        return;
    buf_str(b, zh ? "（第" : n > 1 ? " (comments " : " (comment ");
    for (size_t i = 0; i < n && i < NAMED_MAX; i++) {
        if (i)
            buf_str(b, zh ? "、" : ", ");
        buf_printf(b, "%zu", refs[i].other + 1);
    }
    if (n > NAMED_MAX)
        buf_str(b, zh ? "等" : ", …");
    buf_str(b, zh ? "条）" : ")");
}

/* For each row, from the notes in which it is the one or the other. */
static void
add_decisions(struct comment_merge *out, struct merger *m, bool zh)
{
    struct comment_merge_note *refs = NEW_ARRAY(m->a, struct comment_merge_note, 2 * m->notes.n);
    size_t n = 0;
    for (size_t i = 0; i < m->notes.n; i++) {
        const struct comment_merge_note *v = &m->notes.v[i];
        if (!v->decide)
            continue;
        refs[n++] = *v;
        if (v->row != v->other)
            refs[n++] = (struct comment_merge_note){v->why, true, v->other, v->row, 0};
    }
    if (n)
        qsort(refs, n, sizeof *refs, note_cmp);
    for (size_t i = 0, next; i < n; i = next) {
        struct buf b;
        buf_init(&b, m->a, DECISION_MAX);
        for (next = i; next < n && refs[next].row == refs[i].row;) {
            size_t same = next;
            while (same < n && refs[same].row == refs[i].row && refs[same].why == refs[next].why)
                same++;
            add_decision(&b, &refs[next], same - next, zh);
            next = same;
        }
        out->rows[refs[i].row].decision = buf_slice(&b);
        out->undecided++;
    }
}

static struct slice
join_names(struct merger *m, const struct item *it)
{
    struct buf b;
    size_t max = 0;
    for (size_t i = 0; i < it->names.n; i++)
        max += it->names.v[i].n + 2;
    buf_init(&b, m->a, max);
    for (size_t i = 0; i < it->names.n; i++) {
        if (i)
            buf_str(&b, "; ");
        buf_add(&b, it->names.v[i]);
    }
    return buf_slice(&b);
}

static void
finish(struct comment_merge *out, struct merger *m, bool zh)
{
    out->n = m->items.n;
    out->rows = NEW_ARRAY(m->a, struct comment_row, out->n);
    for (size_t i = 0; i < out->n; i++) {
        out->rows[i] = m->items.v[i].row;
        out->rows[i].contributors = join_names(m, &m->items.v[i]);
    }
    add_decisions(out, m, zh);
    out->notes = m->notes.v;
    out->nnotes = m->notes.n;
}

void
comment_merge(struct comment_merge *out, struct arena *a, const struct comment_merge_part *parts,
              size_t nparts, enum comment_row_lang lang)
{
    struct merger m = {.a = a};
    *out = (struct comment_merge){0};
    for (size_t i = 0; i < nparts; i++)
        for (size_t k = 0; k < parts[i].n; k++) {
            add_row(&m, &parts[i].rows[k], parts[i].contributor);
            out->given++;
        }
    if (m.items.n)
        qsort(m.items.v, m.items.n, sizeof *m.items.v, item_cmp);
    size_t *at = NEW_ARRAY(a, size_t, m.items.n);
    for (size_t i = 0; i < m.items.n; i++)
        at[m.items.v[i].order] = i;
    compare_all(&m, at);
    finish(out, &m, lang == COMMENT_ROW_ZH);
}

struct slice
comment_merge_why_text(enum comment_merge_why why, enum comment_row_lang lang)
{
    return whys[why][lang == COMMENT_ROW_ZH];
}
