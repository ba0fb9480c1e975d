/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/emit_write.h"

#include "judge/compiled.h"
#include "text/visible.h"

#include <stdarg.h>
#include <stdio.h>

#define WIDTH 100

static void
indent(struct emit_writer *w)
{
    for (int i = 0; i < w->indent; i++)
        buf_u8(&w->out, ' ');
}

struct slice
emit_tame(struct arena *a, struct slice s)
{
    struct buf b;
    buf_init(&b, a, EMIT_SIZE_MAX);
    while (s.n > 0) {
        char room[VISIBLE_ROOM];
        buf_add(&b, visible_next(&s, room));
    }
    return buf_slice(&b);
}

void
emit_comment(struct emit_writer *w, struct slice text)
{
    struct slice rest = emit_tame(w->a, text), word;
    size_t room = 0;
    bool first = true;
    while (slice_cut(&rest, ' ', &word)) {
        if (word.n == 0)
            continue;
        if (!first && word.n + 1 <= room) {
            buf_printf(&w->out, " %.*s", SL_FMT(word));
            room -= word.n + 1;
            continue;
        }
        if (!first)
            buf_u8(&w->out, '\n');
        indent(w);
        buf_printf(&w->out, "# %.*s", SL_FMT(word));
        size_t used = (size_t)w->indent + 2 + word.n;
        room = used < WIDTH ? WIDTH - used : 0;
        first = false;
    }
    if (!first)
        buf_u8(&w->out, '\n');
}

void
emit_remark(struct emit_writer *w, const char *text)
{
    emit_comment(w, slice_str(text));
}

struct slice
emit_cipher_list(struct emit_writer *w)
{
    const struct emit_settings *s = w->s;
    if (s->level < 0)
        return s->ciphers;
    emit_comment(
        w, arena_printf(w->a, "The security level is lowered for %.*s.", SL_FMT(s->level_why)));
    return arena_printf(w->a, "%.*s:@SECLEVEL=%d",
                        SL_FMT(s->ciphers.n ? s->ciphers : SL("DEFAULT")), s->level);
}

void
emit_blank(struct emit_writer *w)
{
    buf_u8(&w->out, '\n');
}

/* The rules behind one field, of the endpoint or of certificates (all, or one). */
static void
reasons(struct becauses *to, const struct emit_writer *w, const struct emit_cert *only,
        struct slice field)
{
    const struct emit_settings *s = w->s;
    struct becauses some;
    struct slice path = field;
    if (!slice_has_prefix(field, SL("cert/"))) {
        because_of(&some, w->a, &s->rq->because, s->tls, path, BECAUSE_WHOLE);
        because_join(to, w->a, &some);
        return;
    }
    path = slice_sub(field, 5, field.n);
    for (size_t i = 0; i < s->ncerts; i++)
        if (!only || only->as == s->certs[i].as) {
            because_of(&some, w->a, &s->rq->because, s->certs[i].as, path, BECAUSE_WHOLE);
            because_join(to, w->a, &some);
        }
}

static void
explain(struct emit_writer *w, const struct emit_cert *only, const char *fields)
{
    struct becauses all = {0};
    struct slice rest = slice_str(fields), field;
    while (slice_cut(&rest, ' ', &field))
        reasons(&all, w, only, field);
    const struct slices texts = because_texts(w->a, &all);
    for (size_t i = 0; i < texts.n; i++)
        emit_comment(w, texts.v[i]);
}

void
emit_noted(struct emit_writer *w, const char *fields, const char *text)
{
    explain(w, NULL, fields);
    emit_remark(w, text);
}

static void line(struct emit_writer *w, const char *fmt, va_list args) PRINTF_LIKE(2, 0);

static void
line(struct emit_writer *w, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    char *text = arena_alloc(w->a, (size_t)(n < 0 ? 0 : n) + 1, 1);
    if (n > 0)
        vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    indent(w);
    buf_printf(&w->out, "%s\n", text);
}

void
emit_line(struct emit_writer *w, const char *fields, const char *fmt, ...)
{
    va_list args;
    explain(w, NULL, fields);
    va_start(args, fmt);
    line(w, fmt, args);
    va_end(args);
}

void
emit_cert_line(struct emit_writer *w, const struct emit_cert *c, const char *fields,
               const char *fmt, ...)
{
    va_list args;
    explain(w, c, fields);
    va_start(args, fmt);
    line(w, fmt, args);
    va_end(args);
}

static struct slice
served(const struct emit_writer *w)
{
    const struct because_request *rq = &w->s->rq->because;
    struct buf b;
    buf_init(&b, w->a, EMIT_SIZE_MAX);
    size_t n = rq->regimes ? rq->nregimes : rq->judge->nregimes;
    for (size_t i = 0; i < n; i++) {
        size_t at = rq->regimes ? rq->regimes[i] : i;
        buf_printf(&b, "%s%.*s", i ? ", " : "", SL_FMT(rq->judge->regimes[at].regime->id));
    }
    return n ? buf_slice(&b) : SL("no regime");
}

void
emit_begin(struct emit_writer *w, const struct emit_settings *s, struct arena *a,
           const struct emitted *so_far, const char *what)
{
    *w = (struct emit_writer){.s = s, .a = a};
    buf_init(&w->out, a, EMIT_SIZE_MAX);
    struct slice day = date_print(a, s->rq->because.on);
    emit_comment(w, arena_printf(a, "%s, written by comity plan for %.*s as of %.*s.", what,
                                 SL_FMT(served(w)), SL_FMT(day)));
    emit_remark(w, "Above each line: the rules that would break if it were otherwise.");
    for (size_t i = 0; i < so_far->ngaps; i++) {
        const struct emit_gap *g = &so_far->gaps[i];
        emit_comment(w,
                     arena_printf(a, "CANNOT: %.*s. %.*s%s%.*s", SL_FMT(g->wanted), SL_FMT(g->why),
                                  g->would.n ? " What could: " : "", SL_FMT(g->would)));
    }
    for (size_t i = 0; i < so_far->duties.n; i++)
        emit_comment(w, arena_printf(a, "DUTY: %.*s", SL_FMT(so_far->duties.v[i])));
    emit_blank(w);
}

bool
emit_end(struct emitted *to, struct emit_writer *w, const char *name, const char *about,
         struct err *e)
{
    struct emit_file *f = &to->files[to->nfiles++];
    *f = (struct emit_file){.name = name, .about = about};
    return buf_done(&w->out, &f->text, e);
}
