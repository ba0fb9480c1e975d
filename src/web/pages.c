/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pages.h"

#include "base/cleanup.h"
#include "crypto/crypto.h"
#include "text/json_build.h"
#include "web/pages_parts.h"

#define STATIC_MAX ((size_t)1 << 20) /* octets of one file */

const char *const page_language_tags[PAGE_LANGUAGES] = {"en", "zh-Hans"};

/* Loading: what is under way. */
struct loading {
    struct pages *p;
    const struct env *env;
    const char *dir;
    struct err *e;
};

/* One file of a folder. */
struct loaded {
    struct slice name; /* without its folder */
    struct slice text;
};

/* What is done with each file of a folder whose name ends so. */
typedef bool (*take_file)(struct loading *l, void *ctx, const struct loaded *f);

static bool
each_file(struct loading *l, const char *folder, const char *suffix, take_file take, void *ctx)
{
    struct arena *a = l->p->arena;
    struct slices names;
    const char *path = arena_str(a, arena_printf(a, "%s/%s", l->dir, folder));
    if (!l->env->list_dir(l->env->ctx, &names, a, path, l->e))
        return false;
    for (size_t i = 0; i < names.n; i++) {
        if (!slice_has_suffix(names.v[i], slice_str(suffix)))
            continue;
        struct loaded f = {.name = names.v[i]};
        const char *file = arena_str(a, arena_printf(a, "%s/%.*s", path, SL_FMT(f.name)));
        if (!l->env->read_file(l->env->ctx, &f.text, a, file, STATIC_MAX, l->e) ||
            !take(l, ctx, &f))
            return false;
    }
    return true;
}

static bool
take_catalogue(struct loading *l, void *ctx, const struct loaded *f)
{
    return po_read(ctx, l->p->arena, f->name, f->text, l->e);
}

static bool
take_template(struct loading *l, void *ctx UNUSED, const struct loaded *f)
{
    struct arena *a = l->p->arena;
    struct slice name = slice_sub(f->name, 0, f->name.n - strlen(".mustache")), text;
    AUTO_ARENA draft = {0};
    struct mustache_set raw; /* as it is written, so that a fault is found where it stands */
    mustache_set_init(&raw, &draft);
    raw.escape_all = true;
    if (!mustache_add(&raw, f->name, f->text, l->e))
        return false;
    for (int lang = 0; lang < PAGE_LANGUAGES; lang++) {
        if (!pages_marks(&text, a, l->p, (enum page_language)lang, f->name, f->text, l->e))
            return false;
        if (!mustache_add(&l->p->set[lang], name, text, l->e))
            return err_in(l->e, "in %s", page_language_tags[lang]);
    }
    return true;
}

static const char *
type_of(struct slice name)
{
    static const struct {
        const char *suffix, *type;
    } types[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".txt", "text/plain; charset=utf-8"},
    };
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (slice_has_suffix(name, slice_str(types[i].suffix)))
            return types[i].type;
    return NULL;
}

static bool
add_file(struct loading *l, struct slice name, struct slice octets)
{
    struct arena *a = l->p->arena;
    const char *type = type_of(name);
    if (!type)
        return err_set(l->e, ERR_INPUT, "%.*s: no type is known for this file", SL_FMT(name));
    uint8_t digest[32];
    crypto_hash(digest, CRYPTO_SHA256, octets);
    struct slice hex = slice_sub(crypto_hex(a, slice_of(digest, sizeof digest)), 0, 16);
    struct page_file *f = NEW(a, struct page_file);
    *f = (struct page_file){
        .name = name,
        .type = slice_str(type),
        .octets = octets,
        .digest = hex,
        .etag = arena_printf(a, "\"%.*s\"", SL_FMT(hex)),
        .address = arena_printf(a, "/static/%.*s/%.*s", SL_FMT(hex), SL_FMT(name)),
    };
    map_put(a, &l->p->files, name, f);
    return true;
}

static bool
take_static(struct loading *l, void *ctx UNUSED, const struct loaded *f)
{
    return add_file(l, f->name, f->text);
}

static bool
take_style(struct loading *l UNUSED, void *ctx, const struct loaded *f)
{
    pages_style(ctx, f->text);
    return true;
}

static bool
load_style(struct loading *l)
{
    struct buf css;
    struct slice text;
    buf_init(&css, l->p->arena, STATIC_MAX);
    return each_file(l, "style", ".css", take_style, &css) && buf_done(&css, &text, l->e) &&
           add_file(l, SL("portal.css"), text);
}

bool
pages_load(struct pages *p, struct arena *a, const struct env *env, const char *dir, struct err *e)
{
    struct loading l = {.p = p, .env = env, .dir = dir, .e = e};
    *p = (struct pages){.arena = a};
    for (int lang = 0; lang < PAGE_LANGUAGES; lang++) {
        mustache_set_init(&p->set[lang], a);
        p->set[lang].escape_all = true;
    }
    return (each_file(&l, "locale/zh", ".po", take_catalogue, &p->po[PAGE_ZH]) &&
            each_file(&l, "templates", ".mustache", take_template, NULL) && load_style(&l) &&
            each_file(&l, "static", "", take_static, NULL)) ||
           err_in(e, "the portal's pages");
}

bool
pages_render(struct buf *out, struct arena *scratch, const struct pages *p, enum page_language lang,
             const char *name, const struct page_content *content, struct err *e)
{
    struct json_node *around = json_new_object(scratch);
    json_put_node(scratch, around, "page", content->shell);
    if (content->form)
        json_put_node(scratch, around, "form", content->form);
    const struct json_node *stack[] = {around, content->view}; /* {{.member}} asks the view */
    struct mustache_view v = {.stack = stack, .n = COUNT_OF(stack), .missing = pages_show};
    const char *const pieces[] = {"head", name, "foot"};
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        const struct mustache *m = mustache_find(&p->set[lang], slice_str(pieces[i]));
        if (!m)
            return err_set(e, ERR_INPUT, "there is no template %s.mustache", pieces[i]);
        if (!mustache_render(out, scratch, &p->set[lang], m, &v, e))
            return false;
    }
    return true;
}

struct slice
pages_text(const struct pages *p, enum page_language lang, struct slice msgid)
{
    return po_get(&p->po[lang], (struct slice){0}, msgid);
}

const struct page_file *
pages_file(const struct pages *p, struct slice name)
{
    return map_get(&p->files, name);
}

/* The weight of one item of the field, in thousandths: ";q=0.5". */
static int
weight_of(struct slice parameters)
{
    struct slice p;
    while (slice_cut(&parameters, ';', &p)) {
        p = slice_trim(p);
        if (!slice_has_prefix(p, SL("q=")) && !slice_has_prefix(p, SL("Q=")))
            continue;
        int q = 0, unit = 1000;
        for (size_t i = 2; i < p.n && unit; i++) {
            if (p.p[i] == '.' && i == 3)
                continue;
            if (p.p[i] < '0' || p.p[i] > '9')
                return 0;
            q += (p.p[i] - '0') * unit;
            unit /= 10;
        }
        return q;
    }
    return 1000;
}

static bool
names_language(struct slice tag, const char *language)
{
    size_t n = strlen(language);
    for (size_t i = 0; i < n; i++)
        if (i >= tag.n || (tag.p[i] | 0x20) != (uint8_t)language[i])
            return false;
    return tag.n == n || tag.p[n] == '-';
}

enum page_language
pages_language(struct slice accept_language)
{
    enum page_language best = PAGE_EN;
    int best_weight = 0;
    struct slice item, tag;
    while (slice_cut(&accept_language, ',', &item)) {
        slice_cut(&item, ';', &tag);
        tag = slice_trim(tag);
        bool zh = names_language(tag, "zh") || names_language(tag, "cmn");
        if (!zh && !names_language(tag, "en"))
            continue;
        int w = weight_of(item);
        if (w > best_weight) {
            best = zh ? PAGE_ZH : PAGE_EN;
            best_weight = w;
        }
    }
    return best;
}
