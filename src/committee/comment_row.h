/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One comment as the tables of comments hold it, whichever form it came in:
 * the neutral row between the ISO commenting template, the table
 * 意见汇总处理表 and the rest of the committee.
 *
 * Texts are UTF-8 without white space at their ends; what no one wrote is empty.
 */
#pragma once

#include "base/attr.h"
#include "base/slice.h"

/* general, technical, editorial; the Chinese form has no such column */
enum comment_row_type {
    COMMENT_ROW_UNTYPED = 0, /* not given: nobody guesses */
    COMMENT_ROW_GE,
    COMMENT_ROW_TE,
    COMMENT_ROW_ED,
};
#define COMMENT_ROW_TYPES 4

/* What was decided. Partly and not accepted want a reason; whether it is there is for the process
 * to ask, not for the table. */
enum comment_row_outcome {
    COMMENT_ROW_OPEN = 0, /* 未处理 */
    COMMENT_ROW_ACCEPTED, /* 采纳 */
    COMMENT_ROW_PARTLY,   /* 部分采纳 */
    COMMENT_ROW_REJECTED, /* 不采纳, 未采纳 */
    COMMENT_ROW_NOTED, /* 已知悉: it asks for nothing; no usual word of 意见汇总处理表 */
};
#define COMMENT_ROW_OUTCOMES 5

/* Guessed from the script of comment and proposal, never from the organisation. */
enum comment_row_lang {
    COMMENT_ROW_LANG_UNKNOWN = 0, /* no letters */
    COMMENT_ROW_EN,               /* letters, and hardly a Han character */
    COMMENT_ROW_ZH,
};

struct comment_row {
    uint32_t row; /* of the table, as its reader sees it, from 1; 0: from no table */
    enum comment_row_type type;
    struct slice number;       /* 序号, as written */
    struct slice organisation; /* MB/NC, 提出单位, as written */
    struct slice line;         /* ISO only */
    struct slice clause;       /* as written: "5.2", "5.2.1 a)", "全文" */
    struct slice element;      /* paragraph, figure, table; ISO only */
    struct slice text;
    struct slice proposed; /* change that would satisfy */
    enum comment_row_outcome outcome;
    enum comment_row_lang lang;
    struct slice reason; /* what stands with the outcome */
    struct slice note;   /* 备注; GB only */
    bool formula;        /* a cell of it held a formula: text is what the cell showed */

    /* For those who consolidate, outside of the official columns (comment_merge.h). */
    struct slice contributors; /* "Li; Smith" */
    struct slice decision;     /* what is to be decided before it is filed, or empty */
};

/* "ge", "te", "ed", or "" for COMMENT_ROW_UNTYPED. */
struct slice comment_row_type_text(enum comment_row_type t);

/*
 * In any case, in English or Chinese, as code or word: "te", "Technical",
 * "技术性". False for anything else; the empty text is COMMENT_ROW_UNTYPED.
 */
MUST_USE bool comment_row_type_read(enum comment_row_type *out, struct slice text);

/* "Accepted", "Partly accepted", "Not accepted", "Noted", "Open"; 采纳, 部分采纳, 不采纳, 已知悉,
 * 未处理. */
struct slice comment_row_outcome_text(enum comment_row_outcome o, enum comment_row_lang lang);

/*
 * What a secretariat wrote: "Accepted", "不采纳：与5.2矛盾". *reason is what stands
 * behind the outcome and the marks that part them. A text that starts with no
 * outcome we know is COMMENT_ROW_OPEN with all of it as the reason.
 */
void comment_row_outcome_read(enum comment_row_outcome *out, struct slice *reason,
                              struct slice text);

enum comment_row_lang comment_row_guess(struct slice text, struct slice proposed);

/* Without white space at both ends: ASCII, U+00A0, U+3000, U+FEFF, U+2000 to U+200B. */
struct slice comment_row_trim(struct slice s);
