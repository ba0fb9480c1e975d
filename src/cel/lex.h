/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside cel/ only: text to tokens. Pure; the text is valid UTF-8 and must
 * outlive the tokens. Spec: CEL langdef, "Syntax" (the lexis).
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

enum token_kind {
    TOKEN_END,
    TOKEN_IDENT,  /* also reserved words: the parser says where those may stand */
    TOKEN_QUOTED, /* `a-b`, the text without the back quotes */
    TOKEN_INT,    /* decimal or 0x…, no sign */
    TOKEN_UINT,   /* the same; the text without the u */
    TOKEN_DOUBLE,
    TOKEN_STRING, /* with prefix and quotes: cel_literal_string */
    TOKEN_BYTES,
    TOKEN_TRUE,
    TOKEN_FALSE,
    TOKEN_NULL,
    TOKEN_IN,
    TOKEN_LPAREN,
    TOKEN_RPAREN,
    TOKEN_LBRACKET,
    TOKEN_RBRACKET,
    TOKEN_LBRACE,
    TOKEN_RBRACE,
    TOKEN_DOT,
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_QUESTION,
    TOKEN_NOT,
    TOKEN_MINUS,
    TOKEN_PLUS,
    TOKEN_STAR,
    TOKEN_SLASH,
    TOKEN_PERCENT,
    TOKEN_EQ,
    TOKEN_NE,
    TOKEN_LT,
    TOKEN_LE,
    TOKEN_GT,
    TOKEN_GE,
    TOKEN_AND,
    TOKEN_OR,
};

struct token {
    enum token_kind kind;
    uint32_t at; /* octet offset */
    struct slice text;
};

struct lexer {
    struct slice text;
    uint32_t at; /* where reading goes on; after a failure, where the fault is */
};

bool cel_lex(struct lexer *lx, struct token *out, struct err *e) MUST_USE;

/* One of the words kept back for host languages: no name of a variable or function. */
bool cel_is_reserved(struct slice word);

/*
 * The value of a TOKEN_STRING or TOKEN_BYTES. *fault is the offset within
 * `token` of an escape that is not valid.
 */
bool cel_literal_string(struct slice *out, struct arena *a, struct slice token, uint32_t *fault,
                        struct err *e) MUST_USE;
