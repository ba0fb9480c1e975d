/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text for a terminal: inks, wrapping, and nothing that could steer it.
 */
#pragma once

#include "base/buf.h"

#define PRINTER_COLUMNS_MIN 40

enum ink {
    INK_NONE,
    INK_GOOD,
    INK_BAD,
    INK_UNSURE,
    INK_DIM,
    INK_BOLD,
};

struct printer {
    struct buf *out;
    struct arena *a; /* the buffer's: for short-lived text */
    unsigned columns;
    bool colour;  /* ANSI escapes */
    bool utf8;    /* marks and dashes beyond ASCII */
    bool verbose; /* the caller's: show all there is */
};

void printer_init(struct printer *p, struct buf *out, unsigned columns, bool colour, bool utf8);

void printer_ink(struct printer *p, enum ink k);
void printer_spaces(struct printer *p, size_t n);

/* Columns that printer_safe makes of it, one per code point. */
size_t printer_width(struct slice s);

/* Scanned names reach a terminal: what would steer it is shown as an escape (text/visible.h). */
void printer_safe(struct printer *p, struct slice s);

/* The same, with spaces behind up to `width`. */
void printer_padded(struct printer *p, struct slice s, size_t width);

/* Text from column `at`, wrapped, its further lines indented by `indent`. Ends the line. */
void printer_wrapped(struct printer *p, size_t at, size_t indent, struct slice text);

/* "      label text", wrapped under the text; nothing where the text is empty. */
void printer_detail(struct printer *p, enum ink k, const char *label, struct slice text);
