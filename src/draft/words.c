/* SPDX-License-Identifier: Apache-2.0 */
#include "draft/words.h"

#include "base/vec.h"
#include "text/utf8.h"

#define BUCKETS 64
#define SENTENCE_SIDE 4096 /* octets looked at before and behind: a longer sentence is cut */

struct finding_words {
    struct arena *a;
    struct slice text;
    VEC(struct word) v;

    /* Chinese: entries by the last octet of their first character; index + 1, 0 ends a chain. */
    uint16_t first[BUCKETS];
    uint16_t *next;
};

/* ---- characters ----------------------------------------------------------------------------- */

/* The character that starts at `at`, one octet where the text is no UTF-8 there; empty at the end.
 */
static struct slice
char_at(struct slice text, size_t at)
{
    struct slice rest = slice_sub(text, at, SIZE_MAX);
    size_t n = utf8_next(rest);
    return slice_sub(rest, 0, n ? n : 1);
}

/* The character that ends before `at`. */
static struct slice
char_before(struct slice text, size_t at)
{
    size_t from = at;
    while (from > 0 && at - from < 4) {
        from--;
        if ((text.p[from] & 0xc0) != 0x80)
            break;
    }
    return slice_sub(text, from, at - from);
}

static bool
is_one_of(struct slice c, const char *const *list)
{
    for (size_t i = 0; list[i]; i++)
        if (slice_eq_str(c, list[i]))
            return true;
    return false;
}

static bool
is_letter(struct slice text, size_t at)
{
    if (at >= text.n)
        return false;
    uint8_t c = text.p[at];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Alone between quotation marks: it is spoken of, not used. */
static bool
is_mentioned(struct slice text, size_t at, size_t n)
{
    static const char *const opens[] = {"“", "‘", "「", "『", "\"", "'", "`", NULL};
    static const char *const shuts[] = {"”", "’", "」", "』", "\"", "'", "`", NULL};
    return is_one_of(char_before(text, at), opens) && is_one_of(char_at(text, at + n), shuts);
}

static void
add(struct finding_words *f, const struct word_entry *e, size_t at, size_t n)
{
    size_t from = at + e->skip, only = e->only ? e->only : n - e->skip;
    if (is_mentioned(f->text, from, only))
        return;
    vec_push(f->a, &f->v, (struct word){e->class, e->keyword, e->negative, from, only, e->instead});
}

/* ---- Chinese -------------------------------------------------------------------------------- */

static void
index_zh(struct finding_words *f)
{
    f->next = NEW_ARRAY(f->a, uint16_t, words_nzh + 1);
    for (size_t i = 0; i < words_nzh; i++) {
        uint16_t *chain = &f->first[words_zh[i].text.p[2] % BUCKETS];
        f->next[i + 1] = *chain;
        *chain = (uint16_t)(i + 1);
    }
}

static const struct word_entry *
longest_zh(const struct finding_words *f, struct slice rest)
{
    const struct word_entry *best = NULL;
    if (rest.n < 3)
        return NULL;
    for (size_t i = f->first[rest.p[2] % BUCKETS]; i; i = f->next[i]) {
        const struct word_entry *e = &words_zh[i - 1];
        if (slice_has_prefix(rest, e->text) && (!best || e->text.n > best->text.n))
            best = e;
    }
    return best;
}

/* 可加密的, 可移植性: what follows makes an adjective of it. */
static bool
is_adjective(struct slice text, size_t after)
{
    static const char *const not_nouns[] = {"能", "质", "格", NULL}; /* 可提高性能 */
    for (size_t i = 0; i < 3; i++) {
        struct slice c = char_at(text, after);
        if (c.n < 3)
            return false;
        after += c.n;
        if (i > 0 && slice_eq_str(c, "的"))
            return true;
        if (i > 0 && slice_eq_str(c, "性"))
            return !is_one_of(char_at(text, after), not_nouns);
    }
    return false;
}

static bool
may_be_adjective(const struct word_entry *e)
{
    return slice_eq_str(e->text, "可") || slice_eq_str(e->text, "不可");
}

static void
find_zh(struct finding_words *f)
{
    index_zh(f);
    for (size_t at = 0; at < f->text.n;) {
        const struct word_entry *e = longest_zh(f, slice_sub(f->text, at, SIZE_MAX));
        if (!e) {
            at += char_at(f->text, at).n;
            continue;
        }
        size_t n = e->only ? e->skip + e->only : e->text.n;
        if (e->sense == ENTRY_WORD && !(may_be_adjective(e) && is_adjective(f->text, at + n)))
            add(f, e, at, n);
        at += n;
    }
}

/* ---- English -------------------------------------------------------------------------------- */

static uint8_t
small(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static bool
is_space(uint8_t c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Octets of the text that the entry covers at `at`, 0 where it does not stand there. */
static size_t
fits_en(const struct word_entry *e, struct slice text, size_t at)
{
    size_t from = at;
    for (size_t i = 0; i < e->text.n; i++) {
        if (at >= text.n)
            return 0;
        if (e->text.p[i] == ' ') {
            if (!is_space(text.p[at]))
                return 0;
            while (at < text.n && is_space(text.p[at]))
                at++;
        } else if (small(text.p[at++]) != e->text.p[i]) {
            return 0;
        }
    }
    return is_letter(text, at) ? 0 : at - from;
}

/* 3 May, May 2026, CAN bus, "Should the key be lost, …". */
static bool
is_other_word(struct slice text, size_t at, size_t n)
{
    struct slice w = slice_sub(text, at, n);
    if (slice_eq_str(w, "CAN") || slice_eq_str(w, "Should"))
        return true;
    if (!slice_eq_str(w, "May"))
        return false;
    size_t after = at + n, before = at;
    while (after < text.n && is_space(text.p[after]))
        after++;
    while (before > 0 && is_space(text.p[before - 1]))
        before--;
    return (after < text.n && text.p[after] >= '0' && text.p[after] <= '9') ||
           (before > 0 && text.p[before - 1] >= '0' && text.p[before - 1] <= '9');
}

static void
find_en(struct finding_words *f)
{
    for (size_t at = 0; at < f->text.n; at++) {
        const struct word_entry *best = NULL;
        size_t most = 0;
        if (!is_letter(f->text, at) || (at > 0 && is_letter(f->text, at - 1)))
            continue;
        for (size_t i = 0; i < words_nen; i++) {
            size_t n = fits_en(&words_en[i], f->text, at);
            if (n > most) {
                most = n;
                best = &words_en[i];
            }
        }
        if (!best)
            continue;
        if (!is_other_word(f->text, at, most))
            add(f, best, at, most);
        at += most - 1;
    }
}

void
words_find(struct words *out, struct arena *a, enum draft_language l, struct slice text)
{
    struct finding_words f = {.a = a, .text = text};
    switch (l) {
    case DRAFT_ZH:
        find_zh(&f);
        break;
    case DRAFT_EN:
        find_en(&f);
        break;
    }
    *out = (struct words){f.v.v, f.v.n};
}

/* ---- sentences ------------------------------------------------------------------------------ */

static bool
ends_zh(struct slice text, size_t at, size_t *n)
{
    static const char *const marks[] = {"。", "；", "！", "？", "\n", NULL};
    struct slice c = char_at(text, at);
    *n = c.n;
    return is_one_of(c, marks);
}

/* "e.g. ", "i.e. ", "No. ", "cf. ": a stop that ends no sentence. */
static bool
is_abbreviation(struct slice text, size_t stop)
{
    static const char *const known[] = {"e.g", "i.e", "No",     "no", "cf",
                                        "vs",  "Fig", "approx", NULL};
    size_t from = stop;
    while (from > 0 && (is_letter(text, from - 1) || text.p[from - 1] == '.'))
        from--;
    return is_one_of(slice_sub(text, from, stop - from), known);
}

static bool
ends_en(struct slice text, size_t at, size_t *n)
{
    uint8_t c = text.p[at];
    *n = 1;
    if (c == '\n')
        return true;
    if (c != '.' && c != ';' && c != '!' && c != '?')
        return false;
    bool last = at + 1 >= text.n || is_space(text.p[at + 1]);
    return last && !(c == '.' && is_abbreviation(text, at));
}

void
words_sentence(enum draft_language l, struct slice text, size_t at, size_t *from, size_t *to)
{
    size_t n = 1, start = at > SENTENCE_SIDE ? at - SENTENCE_SIDE : 0;
    while (start < at && (text.p[start] & 0xc0) == 0x80)
        start++;
    *from = start;
    *to = text.n - at > SENTENCE_SIDE ? at + SENTENCE_SIDE : text.n;
    for (size_t i = start; i < *to; i += n) {
        bool end = l == DRAFT_ZH ? ends_zh(text, i, &n) : ends_en(text, i, &n);
        if (end && i + n > at) {
            *to = i + n;
            return;
        }
        *from = end ? i + n : *from;
    }
}
