/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/comment_row.h"

/* Characters of the scripts that we tell apart; anything else has none. */
enum script { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_HAN };

static const struct slice type_texts[COMMENT_ROW_TYPES] = {
    [COMMENT_ROW_UNTYPED] = SL_INIT(""),
    [COMMENT_ROW_GE] = SL_INIT("ge"),
    [COMMENT_ROW_TE] = SL_INIT("te"),
    [COMMENT_ROW_ED] = SL_INIT("ed"),
};

static const struct type_word {
    struct slice word; /* small letters */
    enum comment_row_type type;
} type_words[] = {
    {SL_INIT(""), COMMENT_ROW_UNTYPED},     {SL_INIT("ge"), COMMENT_ROW_GE},
    {SL_INIT("te"), COMMENT_ROW_TE},        {SL_INIT("ed"), COMMENT_ROW_ED},
    {SL_INIT("g"), COMMENT_ROW_GE},         {SL_INIT("t"), COMMENT_ROW_TE},
    {SL_INIT("e"), COMMENT_ROW_ED},         {SL_INIT("general"), COMMENT_ROW_GE},
    {SL_INIT("technical"), COMMENT_ROW_TE}, {SL_INIT("editorial"), COMMENT_ROW_ED},
    {SL_INIT("gen"), COMMENT_ROW_GE},       {SL_INIT("tech"), COMMENT_ROW_TE},
    {SL_INIT("edit"), COMMENT_ROW_ED},      {SL_INIT("一般"), COMMENT_ROW_GE},
    {SL_INIT("一般性"), COMMENT_ROW_GE},    {SL_INIT("总体"), COMMENT_ROW_GE},
    {SL_INIT("技术"), COMMENT_ROW_TE},      {SL_INIT("技术性"), COMMENT_ROW_TE},
    {SL_INIT("编辑"), COMMENT_ROW_ED},      {SL_INIT("编辑性"), COMMENT_ROW_ED},
};
#define TYPE_WORD_MAX 16 /* octets */
#define GUESS_MAX 4096   /* octets of a text by which its language is guessed */

static const struct slice outcome_texts[COMMENT_ROW_OUTCOMES][2] = {
    [COMMENT_ROW_OPEN] = {SL_INIT("Open"), SL_INIT("未处理")},
    [COMMENT_ROW_ACCEPTED] = {SL_INIT("Accepted"), SL_INIT("采纳")},
    [COMMENT_ROW_PARTLY] = {SL_INIT("Partly accepted"), SL_INIT("部分采纳")},
    [COMMENT_ROW_REJECTED] = {SL_INIT("Not accepted"), SL_INIT("不采纳")},
    [COMMENT_ROW_NOTED] = {SL_INIT("Noted"), SL_INIT("已知悉")},
};

/* What a text may start with. Small letters; the longer of two that start alike stands first. */
static const struct outcome_word {
    struct slice word;
    enum comment_row_outcome outcome;
} outcome_words[] = {
    {SL_INIT("accepted in principle"), COMMENT_ROW_PARTLY},
    {SL_INIT("accepted in part"), COMMENT_ROW_PARTLY},
    {SL_INIT("accepted with modification"), COMMENT_ROW_PARTLY},
    {SL_INIT("partially accepted"), COMMENT_ROW_PARTLY},
    {SL_INIT("partly accepted"), COMMENT_ROW_PARTLY},
    {SL_INIT("accepted"), COMMENT_ROW_ACCEPTED},
    {SL_INIT("accept"), COMMENT_ROW_ACCEPTED},
    {SL_INIT("agreed"), COMMENT_ROW_ACCEPTED},
    {SL_INIT("not accepted"), COMMENT_ROW_REJECTED},
    {SL_INIT("not agreed"), COMMENT_ROW_REJECTED},
    {SL_INIT("rejected"), COMMENT_ROW_REJECTED},
    {SL_INIT("reject"), COMMENT_ROW_REJECTED},
    {SL_INIT("noted"), COMMENT_ROW_NOTED},
    {SL_INIT("open"), COMMENT_ROW_OPEN},
    {SL_INIT("部分采纳"), COMMENT_ROW_PARTLY},
    {SL_INIT("部分接受"), COMMENT_ROW_PARTLY},
    {SL_INIT("原则采纳"), COMMENT_ROW_PARTLY},
    {SL_INIT("不予采纳"), COMMENT_ROW_REJECTED},
    {SL_INIT("不采纳"), COMMENT_ROW_REJECTED},
    {SL_INIT("未采纳"), COMMENT_ROW_REJECTED},
    {SL_INIT("不接受"), COMMENT_ROW_REJECTED},
    {SL_INIT("已采纳"), COMMENT_ROW_ACCEPTED},
    {SL_INIT("采纳"), COMMENT_ROW_ACCEPTED},
    {SL_INIT("接受"), COMMENT_ROW_ACCEPTED},
    {SL_INIT("已知悉"), COMMENT_ROW_NOTED},
    {SL_INIT("知悉"), COMMENT_ROW_NOTED},
    {SL_INIT("未处理"), COMMENT_ROW_OPEN},
    {SL_INIT("待处理"), COMMENT_ROW_OPEN},
};

/* What parts an outcome from its reason. One of them, or white space, has to stand there. */
static const struct slice marks[] = {
    SL_INIT(":"), SL_INIT("."),  SL_INIT(","),  SL_INIT(";"),  SL_INIT("-"),  SL_INIT("–"),
    SL_INIT("—"), SL_INIT("："), SL_INIT("。"), SL_INIT("，"), SL_INIT("、"), SL_INIT("；"),
};

/* White space of more than one octet, and marks that print nothing. */
static const struct slice spaces[] = {
    SL_INIT("\xc2\xa0"),     SL_INIT("\xe3\x80\x80"), SL_INIT("\xef\xbb\xbf"),
    SL_INIT("\xe2\x80\x80"), SL_INIT("\xe2\x80\x81"), SL_INIT("\xe2\x80\x82"),
    SL_INIT("\xe2\x80\x83"), SL_INIT("\xe2\x80\x84"), SL_INIT("\xe2\x80\x85"),
    SL_INIT("\xe2\x80\x86"), SL_INIT("\xe2\x80\x87"), SL_INIT("\xe2\x80\x88"),
    SL_INIT("\xe2\x80\x89"), SL_INIT("\xe2\x80\x8a"), SL_INIT("\xe2\x80\x8b"),
};

/* Octets of the white space at the front or the end, 0 where there is none. */
static size_t
space_at(struct slice s, bool (*is)(struct slice, struct slice))
{
    for (size_t i = 0; i < COUNT_OF(spaces); i++)
        if (is(s, spaces[i]))
            return spaces[i].n;
    return 0;
}

struct slice
comment_row_trim(struct slice s)
{
    for (size_t n = 1; n;) {
        s = slice_trim(s);
        n = space_at(s, slice_has_prefix);
        s = slice_sub(s, n, s.n);
        size_t back = space_at(s, slice_has_suffix);
        s.n -= back;
        n += back;
    }
    return s;
}

/* Small ASCII letters of `s` in `room`, cut to its size. */
static struct slice
small(struct slice s, uint8_t *room, size_t size)
{
    size_t n = s.n < size ? s.n : size;
    for (size_t i = 0; i < n; i++)
        room[i] = (uint8_t)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + ('a' - 'A') : s.p[i]);
    return slice_of(room, n);
}

struct slice
comment_row_type_text(enum comment_row_type t)
{
    return type_texts[t];
}

bool
comment_row_type_read(enum comment_row_type *out, struct slice text)
{
    uint8_t room[TYPE_WORD_MAX];
    text = comment_row_trim(text);
    if (text.n > sizeof room)
        return false;
    struct slice word = small(text, room, sizeof room);
    for (size_t i = 0; i < COUNT_OF(type_words); i++)
        if (slice_eq(word, type_words[i].word)) {
            *out = type_words[i].type;
            return true;
        }
    return false;
}

struct slice
comment_row_outcome_text(enum comment_row_outcome o, enum comment_row_lang lang)
{
    return outcome_texts[o][lang == COMMENT_ROW_ZH];
}

/* Takes the marks at the front of *s. False where none stands there and *s goes on. */
static bool
take_marks(struct slice *s)
{
    struct slice rest = comment_row_trim(*s);
    bool parted = rest.n == 0 || rest.p != s->p;
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (slice_has_prefix(rest, marks[i])) {
            rest = comment_row_trim(slice_sub(rest, marks[i].n, rest.n));
            parted = true;
            break;
        }
    *s = rest;
    return parted;
}

void
comment_row_outcome_read(enum comment_row_outcome *out, struct slice *reason, struct slice text)
{
    uint8_t room[32];
    text = comment_row_trim(text);
    *out = COMMENT_ROW_OPEN;
    *reason = text;
    struct slice start = small(text, room, sizeof room);
    for (size_t i = 0; i < COUNT_OF(outcome_words); i++) {
        struct slice rest = slice_sub(text, outcome_words[i].word.n, text.n);
        if (!slice_has_prefix(start, outcome_words[i].word) || !take_marks(&rest))
            continue;
        *out = outcome_words[i].outcome;
        *reason = rest;
        return;
    }
}

/* The script of the character that *s starts with, which is taken. */
static enum script
take_script(struct slice *s)
{
    uint8_t c = s->p[0];
    size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    struct slice at = slice_sub(*s, 0, n);
    *s = slice_sub(*s, at.n, s->n);
    if (n == 1)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? SCRIPT_LATIN : SCRIPT_NONE;
    if (at.n < 3)
        return n == 2 && c >= 0xc3 && c <= 0xc9 ? SCRIPT_LATIN : SCRIPT_NONE;
    /* U+3400 to U+9FFF but U+4DC0 to U+4DFF, U+F900 to U+FAFF, U+20000 to U+3FFFF */
    uint32_t first = (uint32_t)c << 8 | at.p[1];
    bool han = (first >= 0xe390 && first <= 0xe9bf && first != 0xe4b7) ||
               (first >= 0xefa4 && first <= 0xefab) || (first >= 0xf0a0 && first <= 0xf0bf);
    return han ? SCRIPT_HAN : SCRIPT_NONE;
}

enum comment_row_lang
comment_row_guess(struct slice text, struct slice proposed)
{
    size_t words = 0, han = 0; /* a word of Latin letters weighs as much as a Han character */
    struct slice parts[] = {slice_sub(text, 0, GUESS_MAX), slice_sub(proposed, 0, GUESS_MAX)};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        for (enum script last = SCRIPT_NONE; parts[i].n;) {
            enum script now = take_script(&parts[i]);
            words += now == SCRIPT_LATIN && last != SCRIPT_LATIN;
            han += now == SCRIPT_HAN;
            last = now;
        }
    if (words + han == 0)
        return COMMENT_ROW_LANG_UNKNOWN;
    return han >= words ? COMMENT_ROW_ZH : COMMENT_ROW_EN;
}
