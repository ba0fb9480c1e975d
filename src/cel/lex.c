/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/lex.h"

static bool
is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool
is_hex(int c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool
is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* The octet `ahead` of the reading position, or -1 past the end. */
static int
peek(const struct lexer *lx, size_t ahead)
{
    return lx->at + ahead < lx->text.n ? lx->text.p[lx->at + ahead] : -1;
}

static void
skip_blank(struct lexer *lx)
{
    for (;;) {
        int c = peek(lx, 0);
        if (c == '/' && peek(lx, 1) == '/') {
            while (c != -1 && c != '\n') {
                lx->at++;
                c = peek(lx, 0);
            }
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
            lx->at++;
        } else {
            return;
        }
    }
}

static bool
is_one_of(struct slice word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_eq_str(word, words[i]))
            return true;
    return false;
}

bool
cel_is_reserved(struct slice word)
{
    static const char *const words[] = {
        "as",  "break", "const",   "continue",  "else",   "for", "function", "if",    "import",
        "let", "loop",  "package", "namespace", "return", "var", "void",     "while",
    };
    return is_one_of(word, words, COUNT_OF(words));
}

static enum token_kind
word_kind(struct slice word)
{
    static const struct {
        const char *word;
        enum token_kind kind;
    } keywords[] = {
        {"true", TOKEN_TRUE}, {"false", TOKEN_FALSE}, {"null", TOKEN_NULL}, {"in", TOKEN_IN}};
    for (size_t i = 0; i < COUNT_OF(keywords); i++)
        if (slice_eq_str(word, keywords[i].word))
            return keywords[i].kind;
    return TOKEN_IDENT;
}

/* The token from its start to the reading position. */
static void
finish(const struct lexer *lx, struct token *t, enum token_kind kind)
{
    t->kind = kind;
    t->text = slice_sub(lx->text, t->at, lx->at - t->at);
}

static void
digits(struct lexer *lx)
{
    while (is_digit(peek(lx, 0)))
        lx->at++;
}

/* The exponent, where one stands. */
static bool
exponent(struct lexer *lx)
{
    int c = peek(lx, 0), sign = peek(lx, 1);
    if (c != 'e' && c != 'E')
        return false;
    size_t skip = sign == '+' || sign == '-' ? 2 : 1;
    if (!is_digit(peek(lx, skip)))
        return false;
    lx->at += (uint32_t)skip;
    digits(lx);
    return true;
}

static bool
number(struct lexer *lx, struct token *t, struct err *e)
{
    bool is_double = false;
    if (peek(lx, 0) == '0' && peek(lx, 1) == 'x' && is_hex(peek(lx, 2))) {
        lx->at += 2;
        while (is_hex(peek(lx, 0)))
            lx->at++;
    } else {
        digits(lx);
        if (peek(lx, 0) == '.' && is_digit(peek(lx, 1))) {
            is_double = true;
            lx->at++;
            digits(lx);
        }
        is_double |= exponent(lx);
    }
    finish(lx, t, is_double ? TOKEN_DOUBLE : TOKEN_INT);
    int c = peek(lx, 0);
    if (!is_double && (c == 'u' || c == 'U')) {
        t->kind = TOKEN_UINT;
        lx->at++;
    }
    if (is_letter(peek(lx, 0)) || is_digit(peek(lx, 0)))
        return err_set(e, ERR_INPUT, "a number runs into a name: put a space or operator between");
    return true;
}

/* From the quote on; `t` begins at the prefix. */
static bool
string(struct lexer *lx, struct token *t, bool raw, enum token_kind kind, struct err *e)
{
    int quote = peek(lx, 0);
    bool triple = peek(lx, 1) == quote && peek(lx, 2) == quote;
    lx->at += triple ? 3 : 1;
    for (;;) {
        int c = peek(lx, 0);
        if (c == -1 || (!triple && (c == '\n' || c == '\r'))) {
            lx->at = t->at;
            return err_set(e, ERR_INPUT, "a string is not closed");
        }
        if (c == quote && (!triple || (peek(lx, 1) == quote && peek(lx, 2) == quote)))
            break;
        lx->at += c == '\\' && !raw && peek(lx, 1) != -1 ? 2 : 1;
    }
    lx->at += triple ? 3 : 1;
    finish(lx, t, kind);
    return true;
}

/* True where a string begins: a quote, or a prefix and a quote. */
static bool
string_begins(const struct lexer *lx, size_t *prefix, bool *raw, enum token_kind *kind)
{
    *prefix = 0;
    *raw = false;
    *kind = TOKEN_STRING;
    int c = peek(lx, 0);
    if (c == 'b' || c == 'B') {
        *kind = TOKEN_BYTES;
        c = peek(lx, ++*prefix);
    }
    if (c == 'r' || c == 'R') {
        *raw = true;
        c = peek(lx, ++*prefix);
    }
    return c == '"' || c == '\'';
}

static bool
quoted(struct lexer *lx, struct token *t, struct err *e)
{
    lx->at++;
    for (int c = peek(lx, 0); c != '`'; c = peek(lx, 0)) {
        if (!is_letter(c) && !is_digit(c) && c != '.' && c != '-' && c != '/' && c != ' ')
            return err_set(e, ERR_INPUT, "a `name` holds letters, digits and _ . - / only");
        lx->at++;
    }
    lx->at++;
    t->kind = TOKEN_QUOTED;
    t->text = slice_sub(lx->text, t->at + 1, lx->at - t->at - 2);
    if (t->text.n == 0)
        return err_set(e, ERR_INPUT, "an empty `name`");
    return true;
}

static bool
symbol(struct lexer *lx, struct token *t, struct err *e)
{
    static const struct {
        char text[3];
        enum token_kind kind;
    } symbols[] = {
        {"==", TOKEN_EQ},      {"!=", TOKEN_NE},      {"<=", TOKEN_LE},    {">=", TOKEN_GE},
        {"&&", TOKEN_AND},     {"||", TOKEN_OR},      {"(", TOKEN_LPAREN}, {")", TOKEN_RPAREN},
        {"[", TOKEN_LBRACKET}, {"]", TOKEN_RBRACKET}, {"{", TOKEN_LBRACE}, {"}", TOKEN_RBRACE},
        {".", TOKEN_DOT},      {",", TOKEN_COMMA},    {":", TOKEN_COLON},  {"?", TOKEN_QUESTION},
        {"!", TOKEN_NOT},      {"-", TOKEN_MINUS},    {"+", TOKEN_PLUS},   {"*", TOKEN_STAR},
        {"/", TOKEN_SLASH},    {"%", TOKEN_PERCENT},  {"<", TOKEN_LT},     {">", TOKEN_GT},
    };
    struct slice rest = slice_sub(lx->text, lx->at, 2);
    for (size_t i = 0; i < COUNT_OF(symbols); i++) {
        struct slice s = slice_str(symbols[i].text);
        if (slice_has_prefix(rest, s)) {
            lx->at += (uint32_t)s.n;
            finish(lx, t, symbols[i].kind);
            return true;
        }
    }
    uint8_t c = rest.p[0];
    if (c == '=' || c == '&' || c == '|')
        return err_set(e, ERR_INPUT, "a single '%c': write '%c%c'", c, c, c);
    if (c > 0x20 && c < 0x7F)
        return err_set(e, ERR_INPUT, "'%c' has no meaning here", c);
    return err_set(e, ERR_INPUT, "octet 0x%02x has no meaning outside a string", c);
}

bool
cel_lex(struct lexer *lx, struct token *out, struct err *e)
{
    skip_blank(lx);
    *out = (struct token){.kind = TOKEN_END, .at = lx->at};
    int c = peek(lx, 0);
    if (c == -1)
        return true;
    if (is_digit(c) || (c == '.' && is_digit(peek(lx, 1))))
        return number(lx, out, e);
    size_t prefix;
    bool raw;
    enum token_kind kind;
    if (string_begins(lx, &prefix, &raw, &kind)) {
        lx->at += (uint32_t)prefix;
        return string(lx, out, raw, kind, e);
    }
    if (is_letter(c)) {
        while (is_letter(peek(lx, 0)) || is_digit(peek(lx, 0)))
            lx->at++;
        finish(lx, out, TOKEN_IDENT);
        out->kind = word_kind(out->text);
        return true;
    }
    return c == '`' ? quoted(lx, out, e) : symbol(lx, out, e);
}
