/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Products: evidence that organisations keep here, or that anybody has judged without its being
 * kept. A file is read in a worker alone.
 */
#include "web/form.h"
#include "web/judging.h"

#define READ_DEADLINE_MS 20000

static const struct web_choice shares[] = {{"private", N_("Only my organisation sees it")},
                                           {"committee", N_("The committee's members see it, too")},
                                           {"public", N_("Everybody sees it")},
                                           {NULL, NULL}};

/* ---- which one -------------------------------------------------------------------------------*/

/* One of the viewer's own; null where it was answered. */
static bool
own_product(const struct product **p, struct answer *out, struct call *c, struct err *e)
{
    if (!judging_product(p, out, c, e))
        return false;
    if (!*p || product_mine(&c->viewer, *p))
        return true;
    *p = NULL;
    return answer_forbidden(out, N_("Only its own organisation changes a product."));
}

static struct slice
address_of(const struct call *c, struct slice id)
{
    return arena_printf(c->arena, "/products/%.*s", SL_FMT(id));
}

/* ---- reading evidence ------------------------------------------------------------------------*/

/* The targets of the file that was sent; a fault of "evidence" where it is none. */
static bool
read_evidence(struct slices *targets, struct given_faults *f, struct call *c, struct err *e)
{
    struct slice says;
    struct err why = {0};
    struct json_node n;
    if (worker_run(&says, c->arena, c->portal->workers, WORKER_EVIDENCE, (struct slice){0},
                   given_get(&c->given, "evidence"), READ_DEADLINE_MS, &why)) {
        if (!json_parse(&n, c->arena, SL("worker"), says, e))
            return false;
        const struct json_node *list = json_get(&n, "targets");
        targets->v = NEW_ARRAY(c->arena, struct slice, json_count(list) + 1);
        for (size_t i = 0; i < json_count(list); i++)
            targets->v[targets->n++] = json_text(json_get(json_item(list, i), "target"));
        return true;
    }
    if (why.code == ERR_SYSTEM)
        return err_set(e, why.code, "%s", why.msg);
    struct slice msg = arena_dup(c->arena, slice_str(why.msg));
    given_fault(f, c->arena, "evidence",
                arena_printf(c->arena, "The evidence cannot be read: %.*s", SL_FMT(msg)),
                arena_printf(c->arena, "证据文件无法读取：%.*s", SL_FMT(msg)));
    return true;
}

static enum product_shared
shared_given(const struct call *c)
{
    struct slice word = given_get(&c->given, "shared");
    for (size_t i = 0; i < COUNT_OF(product_shared_names); i++)
        if (slice_eq_str(word, product_shared_names[i]))
            return (enum product_shared)i;
    return PRODUCT_PRIVATE;
}

static struct slice
file_name(const struct call *c)
{
    for (size_t i = 0; i < c->given.n; i++)
        if (slice_eq_str(c->given.v[i].name, "evidence"))
            return c->given.v[i].file;
    return (struct slice){0};
}

/* ---- the list --------------------------------------------------------------------------------*/

static bool
get_products(struct answer *out, struct call *c, struct err *e)
{
    struct product_list all;
    struct json_node *list = json_new_array(c->arena);
    bool keeper = product_keeper(&c->viewer) != NULL;
    if (!product_all(&all, &c->viewer, e))
        return false;
    for (size_t i = 0; i < all.n; i++)
        json_push_node(c->arena, list, view_product(&c->viewer, &all.v[i]));
    out->view = json_new_object(c->arena);
    json_put_bool(c->arena, out->view, "may_keep", keeper);
    json_put_node(c->arena, out->view, "products", list);
    return (!keeper || form_among(out, c, "products.keep", NULL, e)) &&
           form_among(out, c, "products.judge", NULL, e);
}

static bool
keep(struct answer *out, struct call *c, struct product *p, bool with_evidence, const char *note,
     struct err *e)
{
    struct slice evidence = given_get(&c->given, "evidence");
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    enum product_put put;
    *faults = (struct given_faults){0};
    if (with_evidence) {
        p->targets = (struct slices){0};
        if (!read_evidence(&p->targets, faults, c, e))
            return false;
        if (faults->n)
            return answer_faulty(out, c, faults);
        p->file = file_name(c);
    }
    if (!product_keep(&put, p, with_evidence ? &evidence : NULL, &c->viewer, e))
        return false;
    switch (put) {
    case PRODUCT_KEPT:
        return answer_done(out, address_of(c, p->id), note);
    case PRODUCT_TOO_MANY:
        return answer_stale(out, N_("Your organisation keeps as many products as it may: delete "
                                    "one first."));
    case PRODUCT_GONE:
        break;
    }
    return answer_missing(out, N_("Somebody of your organisation has deleted it meanwhile."));
}

static bool
post_product(struct answer *out, struct call *c, struct err *e)
{
    struct product p = {.name = given_get(&c->given, "name"), .shared = shared_given(c)};
    if (!product_keeper(&c->viewer))
        return answer_forbidden(out,
                                N_("Products are kept for organisations; you speak for none."));
    return keep(out, c, &p, true, N_("The product is kept."), e);
}

/* ---- judged at once --------------------------------------------------------------------------*/

static bool
post_judge(struct answer *out, struct call *c, struct err *e)
{
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct slice evidence = given_get(&c->given, "evidence");
    struct slices targets = {0};
    *faults = (struct given_faults){0};
    if (!read_evidence(&targets, faults, c, e))
        return false;
    if (faults->n)
        return answer_faulty(out, c, faults);
    return judging_once(out, c, file_name(c), evidence, e);
}

/* ---- one product -----------------------------------------------------------------------------*/

static bool
get_product(struct answer *out, struct call *c, struct err *e)
{
    const struct product *p;
    if (!judging_product(&p, out, c, e))
        return false;
    if (!p)
        return true;
    out->title = p->name;
    if (!judging_view(out, c, p, e))
        return false;
    if (!product_mine(&c->viewer, p))
        return true;
    struct given values = {0};
    given_add(&values, c->arena, SL("name"), p->name);
    given_add(&values, c->arena, SL("shared"), slice_str(product_shared_names[p->shared]));
    return form_among(out, c, "product.change", &values, e) &&
           form_among(out, c, "product.replace", NULL, e) &&
           form_among(out, c, "product.delete", NULL, e);
}

static bool
post_change(struct answer *out, struct call *c, struct err *e)
{
    const struct product *p;
    if (!own_product(&p, out, c, e))
        return false;
    if (!p)
        return true;
    struct product changed = *p;
    changed.name = given_get(&c->given, "name");
    changed.shared = shared_given(c);
    return keep(out, c, &changed, false, N_("The product is changed."), e);
}

static bool
post_replace(struct answer *out, struct call *c, struct err *e)
{
    const struct product *p;
    if (!own_product(&p, out, c, e))
        return false;
    if (!p)
        return true;
    struct product changed = *p;
    return keep(out, c, &changed, true, N_("The evidence is replaced."), e);
}

static bool
post_delete(struct answer *out, struct call *c, struct err *e)
{
    const struct product *p;
    if (!own_product(&p, out, c, e))
        return false;
    if (!p)
        return true;
    return product_delete(&c->viewer, p, e) &&
           answer_done(out, SL("/products"), N_("The product is deleted."));
}

/* ---- routes ----------------------------------------------------------------------------------*/

#define NAME                                                                       \
    {                                                                              \
        .name = "name", .kind = WEB_TEXT, .needed = true, .max = PRODUCT_NAME_MAX, \
        .label = N_("Name of the product")                                         \
    }
#define SHARED                                                                   \
    {                                                                            \
        .name = "shared", .kind = WEB_CHOICE, .needed = true, .choices = shares, \
        .label = N_("Who sees it")                                               \
    }
#define EVIDENCE                                                                           \
    {                                                                                      \
        .name = "evidence", .kind = WEB_FILE, .needed = true, .max = PRODUCT_EVIDENCE_MAX, \
        .label = N_("Evidence"),                                                           \
        .hint = N_("CycloneDX as JSON, as `comity scan` writes it; at most 16 MiB")        \
    }

static const struct web_field keep_fields[] = {NAME, EVIDENCE, SHARED};
static const struct web_field judge_fields[] = {EVIDENCE};
static const struct web_field change_fields[] = {NAME, SHARED};
static const struct web_field replace_fields[] = {EVIDENCE};
static const struct web_field on_fields[] = {JUDGING_ON};

#define FIELDS(f) .fields = (f), .nfields = COUNT_OF(f)
#define OWN                                                                                  \
    .method = HTTP_POST, .access = ROUTE_SIGNED_IN, .scope = SCOPE_ACT, .guard = GUARD_FORM, \
    .shape = "done"

static const struct route rows[] = {
    {.path = "/products",
     .name = "products",
     .summary = N_("Products"),
     .shape = "products",
     .page = "products",
     .run = get_products},
    {OWN, .path = "/products", .name = "products.keep", .summary = N_("Keep a product"),
     .body_max = HTTP_UPLOAD_MAX, FIELDS(keep_fields), .run = post_product},
    {.method = HTTP_POST,
     .path = "/products/judge",
     .name = "products.judge",
     .summary = N_("Judge without keeping"),
     .guard = GUARD_FORM,
     .scope = SCOPE_READ,
     .body_max = HTTP_UPLOAD_MAX,
     FIELDS(judge_fields),
     .shape = "judged_once",
     .page = "judged_once",
     .run = post_judge},
    {.path = "/products/{product}",
     .name = "product",
     .summary = N_("A product"),
     FIELDS(on_fields),
     .shape = "product",
     .page = "product",
     .run = get_product},
    {OWN, .path = "/products/{product}/change", .name = "product.change",
     .summary = N_("Change name or sharing"), FIELDS(change_fields), .run = post_change},
    {OWN, .path = "/products/{product}/replace", .name = "product.replace",
     .summary = N_("Replace the evidence"), .body_max = HTTP_UPLOAD_MAX, FIELDS(replace_fields),
     .run = post_replace},
    {OWN, .path = "/products/{product}/delete", .name = "product.delete",
     .summary = N_("Delete the product"), .run = post_delete},
};
ROUTE_TABLE(product_routes, rows);
