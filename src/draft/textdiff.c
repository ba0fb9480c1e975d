/* SPDX-License-Identifier: Apache-2.0 */
#include "draft/textdiff.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "text/utf8.h"

struct making {
    struct arena *a, *scratch;
    struct slice from, to;
    struct slices old, new;    /* their tokens */
    struct textdiff_run *runs; /* room for one per token */
    size_t nruns;
};

/* ---- tokens --------------------------------------------------------------------------------- */

static bool
is_word(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static size_t
run_of(struct slice s, bool (*belongs)(uint8_t))
{
    size_t n = 0;
    while (n < s.n && belongs(s.p[n]))
        n++;
    return n;
}

static bool
is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

/* English: letters that are not ASCII belong to words, too. */
static bool
is_word_en(uint8_t c)
{
    return is_word(c) || c >= 0x80;
}

/* Dots, hyphens and strokes inside of a word belong to it: 1.2, SM4-CBC, GB/T. */
static size_t
word_of(struct slice s, bool (*belongs)(uint8_t))
{
    size_t n = run_of(s, belongs);
    while (n && n + 1 < s.n && strchr("./-'", s.p[n]) && s.p[n] && belongs(s.p[n + 1]))
        n += 1 + run_of(slice_sub(s, n + 1, SIZE_MAX), belongs);
    return n;
}

/* A word, white space, or one character. */
static size_t
token_of(enum draft_language l, struct slice s)
{
    size_t n = word_of(s, l == DRAFT_EN ? is_word_en : is_word);
    if (!n)
        n = run_of(s, is_blank);
    if (!n)
        n = utf8_next(s);
    return n ? n : 1;
}

static struct slices
cut(struct arena *a, enum draft_language l, struct slice s)
{
    struct slices out = {NEW_ARRAY(a, struct slice, s.n), 0};
    while (s.n && slice_take(&s, token_of(l, s), &out.v[out.n]))
        out.n++;
    return out;
}

/* ---- runs ----------------------------------------------------------------------------------- */

/* One more piece, of the old text (KEEP, DELETE) or the new one; it goes on where the last ended.
 */
static void
emit(struct making *m, enum textdiff_edit edit, struct slice piece)
{
    struct textdiff_run *last = m->nruns ? &m->runs[m->nruns - 1] : NULL;
    if (piece.n == 0)
        return;
    if (last && last->edit == edit && last->text.p + last->text.n == piece.p) {
        last->text.n += piece.n;
        return;
    }
    m->runs[m->nruns++] = (struct textdiff_run){edit, piece};
}

/* Too little to be left standing between two changes: white space, a comma, one character. */
static bool
is_scrap(struct slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] > ' ' && (s.p[i] & 0xc0) != 0x80;
    return n <= 1 && !memchr(s.p, '\n', s.n);
}

/* The run at i is kept, but lies between changes and is not worth it. */
static bool
is_bridge(const struct making *m, size_t i)
{
    return m->runs[i].edit == TEXTDIFF_KEEP && i + 1 < m->nruns && is_scrap(m->runs[i].text);
}

/*
 * Where insertions and deletions stand side by side, or all but: one deletion, then one insertion.
 * `old` and `new` are how far both texts have been told.
 */
static void
tidy(struct textdiff *out, struct making *m)
{
    struct textdiff_run *v = NEW_ARRAY(m->a, struct textdiff_run, m->nruns);
    size_t n = 0, old = 0, new = 0;
    for (size_t i = 0; i < m->nruns;) {
        size_t gone = 0, come = 0;
        while (i < m->nruns &&
               (m->runs[i].edit != TEXTDIFF_KEEP || (gone + come && is_bridge(m, i)))) {
            size_t len = m->runs[i].text.n;
            gone += m->runs[i].edit != TEXTDIFF_INSERT ? len : 0;
            come += m->runs[i++].edit != TEXTDIFF_DELETE ? len : 0;
        }
        if (gone)
            v[n++] = (struct textdiff_run){TEXTDIFF_DELETE, slice_sub(m->from, old, gone)};
        if (come)
            v[n++] = (struct textdiff_run){TEXTDIFF_INSERT, slice_sub(m->to, new, come)};
        old += gone;
        new += come;
        if (i < m->nruns) {
            v[n++] = m->runs[i];
            old += m->runs[i].text.n;
            new += m->runs[i++].text.n;
        }
    }
    out->v = v;
    out->n = n;
}

/* ---- Myers ---------------------------------------------------------------------------------- */

/*
 * What lies between the common beginning and end. The furthest points of each number of edits are
 * kept: trace[d][k + d] for the diagonals k = -d, -d + 2, …, d.
 */
struct walk {
    struct arena *scratch;
    const struct slice *old, *new; /* tokens */
    size_t nold, nnew;
    int32_t **trace;
};

static bool
same(const struct walk *w, int32_t x, int32_t y)
{
    return slice_eq(w->old[x], w->new[y]);
}

/* The furthest x on diagonal k after d edits, before what is the same is walked. */
static int32_t
step(const struct walk *w, int32_t d, int32_t k, bool *down)
{
    if (d == 0) {
        *down = false;
        return 0;
    }
    const int32_t *before = w->trace[d - 1] + (d - 1);
    *down = k == -d || (k != d && before[k - 1] < before[k + 1]);
    return *down ? before[k + 1] : before[k - 1] + 1;
}

/* The least number of edits, or -1 past the bound. */
static int32_t
search(struct walk *w)
{
    const int32_t n = (int32_t)w->nold, m = (int32_t)w->nnew;
    int32_t most = n + m < TEXTDIFF_EDITS_MAX ? n + m : TEXTDIFF_EDITS_MAX;
    w->trace = NEW_ARRAY(w->scratch, int32_t *, (size_t)most + 1);
    for (int32_t d = 0; d <= most; d++) {
        int32_t *row = NEW_ARRAY(w->scratch, int32_t, 2 * (size_t)d + 1);
        w->trace[d] = row;
        for (int32_t k = -d; k <= d; k += 2) {
            bool down;
            int32_t x = step(w, d, k, &down), y = x - k;
            while (x < n && y < m && x >= 0 && y >= 0 && same(w, x, y)) {
                x++;
                y++;
            }
            row[k + d] = x;
            if (x >= n && y >= m)
                return d;
        }
    }
    return -1;
}

struct edit {
    bool insert;
    int32_t x, y; /* the token: old[x] goes, or new[y] comes */
};

/* The way back: edits from the last to the first, put in order. */
static void
replay(struct making *m, const struct walk *w, int32_t d)
{
    struct edit *edits = NEW_ARRAY(m->scratch, struct edit, (size_t)d);
    int32_t x = (int32_t)w->nold, y = (int32_t)w->nnew;
    for (int32_t i = d; i > 0; i--) {
        bool down;
        int32_t k = x - y, at = step(w, i, k, &down);
        int32_t before = down ? at : at - 1;
        edits[i - 1] = (struct edit){down, before, down ? at - k - 1 : before - (k - 1)};
        x = before;
        y = x - (down ? k + 1 : k - 1);
    }
    int32_t next = 0;
    for (int32_t i = 0; i < d; i++) {
        for (; next < edits[i].x; next++)
            emit(m, TEXTDIFF_KEEP, w->old[next]);
        if (edits[i].insert) {
            emit(m, TEXTDIFF_INSERT, w->new[edits[i].y]);
        } else {
            emit(m, TEXTDIFF_DELETE, w->old[next]);
            next++;
        }
    }
    for (; next < (int32_t)w->nold; next++)
        emit(m, TEXTDIFF_KEEP, w->old[next]);
}

static void
emit_all(struct making *m, enum textdiff_edit edit, struct slices t, size_t lo, size_t n)
{
    for (size_t i = 0; i < n; i++)
        emit(m, edit, t.v[lo + i]);
}

/* ---- all ------------------------------------------------------------------------------------ */

static void
compare(struct textdiff *out, struct making *m)
{
    size_t n = m->old.n, k = m->new.n, lo = 0, tail = 0;
    while (lo < n && lo < k && slice_eq(m->old.v[lo], m->new.v[lo]))
        lo++;
    while (tail < n - lo && tail < k - lo &&
           slice_eq(m->old.v[n - 1 - tail], m->new.v[k - 1 - tail]))
        tail++;
    struct walk w = {.scratch = m->scratch,
                     .old = m->old.v + lo,
                     .new = m->new.v + lo,
                     .nold = n - lo - tail,
                     .nnew = k - lo - tail};
    emit_all(m, TEXTDIFF_KEEP, m->old, 0, lo);
    int32_t d = search(&w);
    if (d >= 0) {
        replay(m, &w, d);
    } else {
        out->coarse = true;
        emit_all(m, TEXTDIFF_DELETE, m->old, lo, w.nold);
        emit_all(m, TEXTDIFF_INSERT, m->new, lo, w.nnew);
    }
    emit_all(m, TEXTDIFF_KEEP, m->old, n - tail, tail);
    tidy(out, m);
}

void
textdiff_make(struct textdiff *out, struct arena *a, enum draft_language l, struct slice from,
              struct slice to)
{
    AUTO_ARENA scratch = {0};
    struct making m = {.a = a,
                       .scratch = &scratch,
                       .from = from,
                       .to = to,
                       .old = cut(&scratch, l, from),
                       .new = cut(&scratch, l, to)};
    *out = (struct textdiff){0};
    m.runs = NEW_ARRAY(&scratch, struct textdiff_run, m.old.n + m.new.n);
    compare(out, &m);
}

bool
textdiff_map(const struct textdiff *d, size_t at, size_t n, size_t *out)
{
    size_t old = 0, new = 0;
    for (size_t i = 0; i < d->n; i++) {
        size_t len = d->v[i].text.n;
        switch (d->v[i].edit) {
        case TEXTDIFF_KEEP:
            if (at >= old && at < old + len) {
                *out = new + (at - old);
                return n <= len - (at - old);
            }
            old += len;
            new += len;
            break;
        case TEXTDIFF_DELETE:
            old += len;
            break;
        case TEXTDIFF_INSERT:
            new += len;
            break;
        }
    }
    return false;
}

struct slice
textdiff_print(struct arena *a, const struct textdiff *d)
{
    struct buf b;
    buf_init(&b, a, (size_t)16 << 20);
    for (size_t i = 0; i < d->n; i++) {
        switch (d->v[i].edit) {
        case TEXTDIFF_KEEP:
            buf_add(&b, d->v[i].text);
            break;
        case TEXTDIFF_DELETE:
            buf_printf(&b, "[-%.*s-]", SL_FMT(d->v[i].text));
            break;
        case TEXTDIFF_INSERT:
            buf_printf(&b, "{+%.*s+}", SL_FMT(d->v[i].text));
            break;
        }
    }
    return buf_slice(&b);
}
