/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_page.h"

#include "report/html_text.h"

static const uint8_t style[] = {
#include "html_style.inc"
};

void
html_page_open(struct buf *b, struct slice title, struct slice more)
{
    buf_str(b, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" "
               "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    html_text(b, title);
    buf_str(b, "</title>\n<style>\n");
    buf_add(b, slice_of(style, sizeof style));
    buf_add(b, more);
    buf_str(b, "</style></head><body>\n");
}

void
html_page_close(struct buf *b, const char *foot)
{
    buf_printf(b, "<footer><p>%s</p></footer>\n</body></html>\n", foot);
}
