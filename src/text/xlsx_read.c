/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xlsx_read.h"

#include "base/vec.h"
#include "text/unzip.h"
#include "text/xlsx_sheet.h"
#include "text/xlsx_strings.h"
#include "text/xlsx_text.h"
#include "text/xml_path.h"

#define PARTS_MAX 2000 /* relations of a part, types of a package */
#define PATH_MAX_N 256 /* octets of a part's name */

enum { OUTER = XML_PATH_OTHER + 1, SHEETS, ITEM, SETTINGS };

static const struct slice relation_namespaces[] = {
    SL_INIT("http://schemas.openxmlformats.org/package/2006/relationships"),
};
static const struct slice type_namespaces[] = {
    SL_INIT("http://schemas.openxmlformats.org/package/2006/content-types"),
};
static const struct xml_path_rule relation_rules[] = {
    {OUTER, XML_PATH_ROOT, SL_INIT("Relationships")},
    {ITEM, OUTER, SL_INIT("Relationship")},
};
static const struct xml_path_rule type_rules[] = {
    {OUTER, XML_PATH_ROOT, SL_INIT("Types")},
    {ITEM, OUTER, SL_INIT("Override")},
    {ITEM, OUTER, SL_INIT("Default")},
};
static const struct xml_path_rule book_rules[] = {
    {OUTER, XML_PATH_ROOT, SL_INIT("workbook")},
    {SETTINGS, OUTER, SL_INIT("workbookPr")},
    {SHEETS, OUTER, SL_INIT("sheets")},
    {ITEM, SHEETS, SL_INIT("sheet")},
};

struct relation {
    struct slice id, type, target;
};

struct relations {
    struct relation *v;
    size_t n, cap;
};

/* A row of <sheets>. */
struct tab {
    struct slice name, id;
    bool hidden;
};

struct tabs {
    struct tab *v;
    size_t n, cap;
};

struct package {
    struct arena *a;
    struct unzip zip;
    struct xml_path path; /* of the part at hand */
    struct relations relations;
    struct tabs tabs;
    bool from_1904;
    bool workbook, document, slides; /* what types of parts are in it */
};

/* What a file that is no package of Office may be. */
static const struct other_file {
    struct slice starts;
    const char *what;
} other_files[] = {
    {SL_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
     "a workbook of Excel 97 to 2003 (.xls), or one with a password: save it as .xlsx without one"},
    {SL_INIT("%PDF-"), "a PDF: send the table itself, as .xlsx or .csv"},
    {SL_INIT("{\\rtf"), "rich text: send the table as .xlsx or .csv"},
    {SL_INIT("\x1f\x8b"), "packed with gzip: unpack it first"},
    {SL_INIT("Rar!"), "a RAR archive: unpack it first"},
    {SL_INIT("7z\xbc\xaf\x27\x1c"), "a 7z archive: unpack it first"},
};

bool
xlsx_read_looks_so(struct slice octets)
{
    if (slice_has_prefix(octets, SL("PK\x03\x04")) || slice_has_prefix(octets, SL("PK\x05\x06")))
        return true;
    for (size_t i = 0; i < COUNT_OF(other_files); i++)
        if (slice_has_prefix(octets, other_files[i].starts))
            return true;
    return false;
}

static bool
on_close(void *ctx, struct slice ns UNUSED, struct slice name UNUSED, struct err *e UNUSED)
{
    struct package *p = ctx;
    xml_path_close(&p->path);
    return true;
}

/* Reads a part by its rules; `open` gets what the rules know. False where it is broken. */
static bool
read_part(struct package *p, struct slice xml, const struct xml_path *path,
          bool (*open)(void *, const struct xml_element *, struct err *), struct err *e)
{
    struct xml_handler h = {p, open, on_close, NULL};
    p->path = *path;
    return xml_read(xml, &h, e);
}

static bool
on_relation(void *ctx, const struct xml_element *el, struct err *e)
{
    struct package *p = ctx;
    if (xml_path_open(&p->path, el->ns, el->name) != ITEM)
        return true;
    if (p->relations.n == PARTS_MAX)
        return err_set(e, ERR_LIMIT, "more than %d relations", PARTS_MAX);
    if (slice_eq(xml_attribute(el, SL("TargetMode")), SL("External")))
        return true;
    vec_push(p->a, &p->relations,
             (struct relation){arena_dup(p->a, xml_attribute(el, SL("Id"))),
                               arena_dup(p->a, xml_attribute(el, SL("Type"))),
                               arena_dup(p->a, xml_attribute(el, SL("Target")))});
    return true;
}

static bool
on_type(void *ctx, const struct xml_element *el, struct err *e UNUSED)
{
    struct package *p = ctx;
    if (xml_path_open(&p->path, el->ns, el->name) != ITEM)
        return true;
    struct slice type = xml_attribute(el, SL("ContentType"));
    p->workbook = p->workbook || slice_has_suffix(type, SL("spreadsheetml.sheet.main+xml")) ||
                  slice_has_suffix(type, SL("spreadsheetml.template.main+xml")) ||
                  slice_has_suffix(type, SL("sheet.macroEnabled.main+xml")) ||
                  slice_has_suffix(type, SL("template.macroEnabled.main+xml"));
    p->document = p->document || slice_find(type, SL("wordprocessingml")) != SIZE_MAX;
    p->slides = p->slides || slice_find(type, SL("presentationml")) != SIZE_MAX;
    return true;
}

static bool
is_hidden(struct slice state)
{
    return slice_eq(state, SL("hidden")) || slice_eq(state, SL("veryHidden"));
}

/* The attribute `id` of the namespace for relations, in either of its names. */
static struct slice
relation_id(const struct xml_element *el)
{
    for (size_t i = 0; i < el->n; i++)
        if (slice_has_suffix(el->attributes[i].ns, SL("/relationships")) &&
            slice_eq(el->attributes[i].name, SL("id")))
            return el->attributes[i].value;
    return slice_of(NULL, 0);
}

static bool
on_book(void *ctx, const struct xml_element *el, struct err *e UNUSED)
{
    struct package *p = ctx;
    uint8_t id = xml_path_open(&p->path, el->ns, el->name);
    if (id == SETTINGS) {
        struct slice v = xml_attribute(el, SL("date1904"));
        p->from_1904 = slice_eq(v, SL("1")) || slice_eq(v, SL("true"));
    }
    if (id == ITEM && p->tabs.n < SHEET_SHEETS_MAX)
        vec_push(p->a, &p->tabs,
                 (struct tab){arena_dup(p->a, xml_attribute(el, SL("name"))),
                              arena_dup(p->a, relation_id(el)),
                              is_hidden(xml_attribute(el, SL("state")))});
    return true;
}

/* The whole part; *found false where there is none. */
static bool
part(struct package *p, struct slice *out, bool *found, struct slice name, struct err *e)
{
    return unzip_read(&p->zip, out, found, p->a, name, e);
}

static bool
needed_part(struct package *p, struct slice *out, struct slice name, struct err *e)
{
    bool found;
    if (!part(p, out, &found, name, e))
        return false;
    if (!found)
        return err_set(e, ERR_INPUT, "no workbook of Excel: the archive has no '%.*s'",
                       SL_FMT(slice_sub(name, 0, PATH_MAX_N)));
    return true;
}

/* Where a target leads that stands in a part of the folder `from`: "xl/" + "worksheets/x.xml". */
static bool
resolve(struct package *p, struct slice *out, struct slice from, struct slice target, struct err *e)
{
    bool rooted = slice_has_prefix(target, SL("/"));
    struct slice left = rooted ? slice_sub(target, 1, target.n) : target, step;
    struct buf path;
    buf_init(&path, p->a, PATH_MAX_N);
    if (!rooted)
        buf_add(&path, from);
    while (slice_cut(&left, '/', &step)) {
        if (slice_eq(step, SL("..")) && path.n) {
            for (path.n--; path.n && path.p[path.n - 1] != '/';)
                path.n--;
            continue;
        }
        if (step.n == 0 || slice_eq(step, SL(".")) || slice_eq(step, SL("..")))
            continue;
        buf_add(&path, step);
        if (left.n)
            buf_u8(&path, '/');
    }
    if (!buf_done(&path, out, e))
        return err_in(e, "a relation to '%.*s'", SL_FMT(slice_sub(target, 0, 40)));
    return true;
}

/* The relations of a part: xl/workbook.xml has them in xl/_rels/workbook.xml.rels. */
static bool
read_relations(struct package *p, struct slice folder, struct slice name, struct err *e)
{
    struct slice xml;
    const struct xml_path path = {.rules = relation_rules,
                                  .nrules = COUNT_OF(relation_rules),
                                  .namespaces = relation_namespaces,
                                  .nnamespaces = COUNT_OF(relation_namespaces)};
    struct slice at = arena_printf(p->a, "%.*s_rels/%.*s.rels", SL_FMT(folder), SL_FMT(name));
    p->relations = (struct relations){0};
    return needed_part(p, &xml, at, e) &&
           (read_part(p, xml, &path, on_relation, e) || err_in(e, "%.*s", SL_FMT(at)));
}

/* The target of the first relation whose type ends so; transitional and strict differ in front. */
static struct slice
target_of_type(const struct package *p, struct slice type)
{
    for (size_t i = 0; i < p->relations.n; i++)
        if (slice_has_suffix(p->relations.v[i].type, type))
            return p->relations.v[i].target;
    return slice_of(NULL, 0);
}

static struct slice
target_of_id(const struct package *p, struct slice id)
{
    for (size_t i = 0; i < p->relations.n; i++)
        if (id.n && slice_eq(p->relations.v[i].id, id))
            return p->relations.v[i].target;
    return slice_of(NULL, 0);
}

/* What the package says it is. */
static bool
check_types(struct package *p, struct err *e)
{
    struct slice xml;
    bool found;
    const struct xml_path path = {.rules = type_rules,
                                  .nrules = COUNT_OF(type_rules),
                                  .namespaces = type_namespaces,
                                  .nnamespaces = COUNT_OF(type_namespaces)};
    if (!part(p, &xml, &found, SL("[Content_Types].xml"), e))
        return false;
    if (!found) {
        struct slice kind;
        if (part(p, &kind, &found, SL("mimetype"), e) && found &&
            slice_has_prefix(kind, SL("application/vnd.oasis.opendocument")))
            return err_set(e, ERR_INPUT, "a document of OpenDocument: save it as .xlsx or .csv");
        return err_set(e, ERR_INPUT, "a ZIP archive, but no workbook of Excel");
    }
    if (!read_part(p, xml, &path, on_type, e))
        return err_in(e, "[Content_Types].xml");
    if (p->workbook)
        return true;
    if (p->document)
        return err_set(e, ERR_INPUT,
                       "a document of Word, no workbook: copy its table into a workbook "
                       "and save that as .xlsx");
    if (p->slides)
        return err_set(e, ERR_INPUT, "slides, no workbook");
    return err_set(e, ERR_INPUT,
                   "[Content_Types].xml names no workbook that we read (.xlsx, .xlsm)");
}

/* The folder of a path, with its slash, and the name in it. */
static void
split_path(struct slice path, struct slice *folder, struct slice *name)
{
    size_t at = path.n;
    while (at && path.p[at - 1] != '/')
        at--;
    *folder = slice_sub(path, 0, at);
    *name = slice_sub(path, at, path.n);
}

/* Strings and formats. What is wrong with them is told in each sheet. */
static bool
read_shared(struct package *p, struct xlsx_book *book, struct slice folder, struct err *e)
{
    struct slice at, xml;
    struct slice strings = target_of_type(p, SL("/sharedStrings"));
    struct slice styles = target_of_type(p, SL("/styles"));
    bool found, ok = true;
    if (styles.n) /* without them a date reads as a number */
        ok = resolve(p, &at, folder, styles, e) && part(p, &xml, &found, at, e) &&
             (!found || xlsx_styles_read(&book->styles, p->a, xml, e));
    if (strings.n)
        ok = resolve(p, &at, folder, strings, e) && part(p, &xml, &found, at, e) &&
             (!found || xlsx_strings_read(&book->strings, p->a, xml, e)) && ok;
    return ok;
}

static void
read_sheet(struct package *p, struct sheet *out, const struct tab *tab, struct slice folder,
           const struct xlsx_book *book, const struct err *shared)
{
    struct slice xml, at = SL(""), target = target_of_id(p, tab->id);
    bool found = false;
    struct err e = {0};
    struct sheet_fault *fault = NULL;
    *out = (struct sheet){.name = tab->name, .hidden = tab->hidden};
    bool ok = target.n && resolve(p, &at, folder, target, &e) && part(p, &xml, &found, at, &e);
    if (ok && found)
        xlsx_sheet_read(out, p->a, xml, book);
    if (!ok || !found)
        shared = &e;
    if (ok && found && shared->code == ERR_NONE)
        return;
    fault = NEW_ARRAY(p->a, struct sheet_fault, out->nfaults + 1);
    if (out->nfaults)
        memcpy(fault + 1, out->faults, out->nfaults * sizeof *fault);
    struct slice what =
        slice_str(shared->code == ERR_NONE ? "the sheet is not in the file" : shared->msg);
    *fault = (struct sheet_fault){0, SHEET_NO_COLUMN, arena_dup(p->a, what)};
    out->faults = fault;
    out->nfaults++;
    out->all_faults++;
}

static bool
read_package(struct package *p, struct sheets *out, struct err *e)
{
    struct slice at, folder, name, xml;
    const struct xml_path path = {.rules = book_rules,
                                  .nrules = COUNT_OF(book_rules),
                                  .namespaces = xlsx_namespaces,
                                  .nnamespaces = XLSX_NAMESPACES};
    if (!check_types(p, e) || !read_relations(p, SL(""), SL(""), e))
        return false;
    struct slice target = target_of_type(p, SL("/officeDocument"));
    if (!resolve(p, &at, SL(""), target.n ? target : SL("xl/workbook.xml"), e) ||
        !needed_part(p, &xml, at, e))
        return false;
    if (!read_part(p, xml, &path, on_book, e))
        return err_in(e, "%.*s", SL_FMT(at));
    split_path(at, &folder, &name);
    if (!read_relations(p, folder, name, e))
        return false;
    if (p->tabs.n == 0)
        return err_set(e, ERR_INPUT, "the workbook has no sheets");
    struct xlsx_book book = {.from_1904 = p->from_1904};
    struct err shared = {0};
    if (read_shared(p, &book, folder, &shared))
        shared.code = ERR_NONE;
    struct sheet *v = NEW_ARRAY(p->a, struct sheet, p->tabs.n);
    for (size_t i = 0; i < p->tabs.n; i++)
        read_sheet(p, &v[i], &p->tabs.v[i], folder, &book, &shared);
    *out = (struct sheets){v, p->tabs.n};
    return true;
}

bool
xlsx_read(struct sheets *out, struct arena *a, struct slice octets, struct err *e)
{
    for (size_t i = 0; i < COUNT_OF(other_files); i++)
        if (slice_has_prefix(octets, other_files[i].starts))
            return err_set(e, ERR_INPUT, "%s", other_files[i].what);
    struct package p = {.a = a};
    if (!unzip_open(&p.zip, octets, e))
        return false;
    bool ok = read_package(&p, out, e);
    unzip_close(&p.zip);
    return ok;
}
