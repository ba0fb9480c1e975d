/* SPDX-License-Identifier: Apache-2.0 */
#include "model/standard_read.h"

#include "model/case.h"
#include "model/condition.h"
#include "text/nearest.h"

/* One file on its way in. */
struct reader {
    struct loader *l;
    const struct catalog *c;
    struct yaml_doc d;
    struct standard *out;
    const struct cel_env **envs; /* by kind; null until a condition asks */
    bool sets_failed;            /* conditions cannot be checked then */
    bool draft;                  /* it has clauses */
    struct map ids;              /* of requirements */
};

struct source_entry {
    struct slice title, url, date, note;
    const struct yaml_node *read;
};

static const struct yaml_member source_members[] = {
    {"title", YAML_AS_TEXT, false, offsetof(struct source_entry, title)},
    {"url", YAML_AS_TEXT, false, offsetof(struct source_entry, url)},
    {"date", YAML_AS_TEXT, false, offsetof(struct source_entry, date)},
    {"note", YAML_AS_TEXT, false, offsetof(struct source_entry, note)},
    {"read", YAML_AS_NODE, true, offsetof(struct source_entry, read)},
};

struct standard_entry {
    struct slice standard, authority, edition, note;
    struct slices builds_on;
    const struct yaml_node *title, *published, *status, *source, *sets, *requirements;
    const struct yaml_node *clauses; /* of a draft: draft/ reads them */
};

static const struct yaml_member standard_members[] = {
    {"standard", YAML_AS_TEXT, true, offsetof(struct standard_entry, standard)},
    {"title", YAML_AS_MAP, true, offsetof(struct standard_entry, title)},
    {"authority", YAML_AS_TEXT, true, offsetof(struct standard_entry, authority)},
    {"edition", YAML_AS_TEXT, true, offsetof(struct standard_entry, edition)},
    {"published", YAML_AS_NODE, true, offsetof(struct standard_entry, published)},
    {"status", YAML_AS_NODE, true, offsetof(struct standard_entry, status)},
    {"source", YAML_AS_MAP, true, offsetof(struct standard_entry, source)},
    {"note", YAML_AS_TEXT, false, offsetof(struct standard_entry, note)},
    {"builds_on", YAML_AS_TEXTS, false, offsetof(struct standard_entry, builds_on)},
    {"sets", YAML_AS_MAP, false, offsetof(struct standard_entry, sets)},
    {"clauses", YAML_AS_LIST, false, offsetof(struct standard_entry, clauses)},
    {"requirements", YAML_AS_LIST, true, offsetof(struct standard_entry, requirements)},
};

struct requirement_entry {
    struct slice id, clause, cannot_check, remedy, note;
    struct slices levels;
    bool disputed;
    const struct yaml_node *keyword, *kind, *text, *when, *must, *from, *until, *source, *cases;
};

static const struct yaml_member requirement_members[] = {
    {"id", YAML_AS_TEXT, true, offsetof(struct requirement_entry, id)},
    {"clause", YAML_AS_TEXT, true, offsetof(struct requirement_entry, clause)},
    {"keyword", YAML_AS_NODE, true, offsetof(struct requirement_entry, keyword)},
    {"kind", YAML_AS_NODE, true, offsetof(struct requirement_entry, kind)},
    {"text", YAML_AS_MAP, true, offsetof(struct requirement_entry, text)},
    {"when", YAML_AS_NODE, false, offsetof(struct requirement_entry, when)},
    {"must", YAML_AS_NODE, false, offsetof(struct requirement_entry, must)},
    {"cannot_check", YAML_AS_TEXT, false, offsetof(struct requirement_entry, cannot_check)},
    {"remedy", YAML_AS_TEXT, false, offsetof(struct requirement_entry, remedy)},
    {"note", YAML_AS_TEXT, false, offsetof(struct requirement_entry, note)},
    {"disputed", YAML_AS_BOOL, false, offsetof(struct requirement_entry, disputed)},
    {"levels", YAML_AS_TEXTS, false, offsetof(struct requirement_entry, levels)},
    {"from", YAML_AS_NODE, false, offsetof(struct requirement_entry, from)},
    {"until", YAML_AS_NODE, false, offsetof(struct requirement_entry, until)},
    {"source", YAML_AS_MAP, false, offsetof(struct requirement_entry, source)},
    {"cases", YAML_AS_MAP, false, offsetof(struct requirement_entry, cases)},
};

struct cases_entry {
    const struct yaml_node *pass, *fail;
};

static const struct yaml_member cases_members[] = {
    {"pass", YAML_AS_LIST, true, offsetof(struct cases_entry, pass)},
    {"fail", YAML_AS_LIST, true, offsetof(struct cases_entry, fail)},
};

struct set_entry {
    const struct yaml_node *registry, *members;
};

static const struct yaml_member set_members[] = {
    {"registry", YAML_AS_NODE, true, offsetof(struct set_entry, registry)},
    {"members", YAML_AS_LIST, true, offsetof(struct set_entry, members)},
};

/* ---- small parts ---------------------------------------------------------------------------- */

static bool
read_date(const struct yaml_doc *d, const struct yaml_node *n, date_t *out, struct err *e)
{
    if (n->type != YAML_SCALAR || !date_parse(n->text, out))
        return yaml_fail(d, n, e, "'%.*s' must be a day such as 2026-01-31", SL_FMT(n->key));
    return true;
}

static bool
is_language(struct slice s)
{
    if (s.n < 2)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] | 0x20) < 'a' || (s.p[i] | 0x20) > 'z')
            if (i < 2 || s.p[i] != '-')
                return false;
    return s.n <= 3 || s.p[2] == '-' || s.p[3] == '-';
}

bool
text_read(struct text *out, struct arena *a, const struct yaml_doc *d, const struct yaml_node *map,
          struct err *e)
{
    *out = (struct text){NEW_ARRAY(a, struct text_in, map->n), 0};
    bool english = false;
    for (const struct yaml_node *n = map->first; n; n = n->next) {
        struct text_in *in = &out->v[out->n++];
        if (!is_language(n->key))
            return yaml_fail_key(d, n, e, "'%.*s' is no language code such as en or zh",
                                 SL_FMT(slice_sub(n->key, 0, 80)));
        in->lang = n->key;
        if (!yaml_text(d, n, &in->text, e))
            return false;
        english = english || slice_eq(n->key, SL("en"));
    }
    if (!english)
        return yaml_fail(d, map, e, "the English text ('en') is missing here, add it");
    return true;
}

static bool
read_source(struct reader *r, const struct yaml_node *map, struct source_entry *entry,
            enum reading *read, struct err *e)
{
    size_t choice;
    if (!yaml_read(&r->d, map, source_members, COUNT_OF(source_members), r->l->a, entry, e) ||
        !yaml_choice(&r->d, entry->read, reading_names, COUNT_OF(reading_names), &choice, e))
        return false;
    *read = (enum reading)choice;
    return true;
}

/* "unknown kind 'x', did you mean 'y'?" and the like, at a scalar. */
static bool
fail_unknown(struct reader *r, const struct yaml_node *n, const char *what,
             const struct slice *known, size_t nknown, struct err *e)
{
    struct slice name = slice_sub(n->text, 0, 80), near = nearest_name(n->text, known, nknown);
    if (near.n)
        return yaml_fail(&r->d, n, e, "unknown %s '%.*s', did you mean '%.*s'?", what, SL_FMT(name),
                         SL_FMT(near));
    return yaml_fail(&r->d, n, e, "unknown %s '%.*s', add its file or correct the name", what,
                     SL_FMT(name));
}

/* ---- sets ----------------------------------------------------------------------------------- */

static bool
find_registry(struct reader *r, const struct yaml_node *n, const struct registry **out,
              struct err *e)
{
    struct slice known[REGISTRIES_MAX];
    if (!yaml_is(&r->d, n, YAML_SCALAR, e))
        return false;
    *out = catalog_registry(r->c, n->text);
    for (size_t i = 0; i < r->c->nregistries; i++)
        known[i] = r->c->registries[i].name;
    return *out || fail_unknown(r, n, "registry", known, r->c->nregistries, e);
}

/* A list of element names: no doubles, all of them in the registry. */
static bool
read_members(struct reader *r, struct element_set *set, const struct yaml_node *list, struct err *e)
{
    struct arena *a = r->l->a;
    uint64_t *bits = bits_new(a, set->registry->n);
    if (!yaml_texts(&r->d, list, a, &set->members, e))
        return false;
    for (const struct yaml_node *n = list->first; n; n = n->next) {
        const struct element *el = registry_by_name(set->registry, n->text);
        if (!el)
            return fail_element(&r->d, n, set->registry, e);
        size_t i = registry_index(set->registry, el);
        if (bits_has(bits, i))
            return yaml_fail(&r->d, n, e, "'%.*s' stands in this set twice, remove one",
                             SL_FMT(n->text));
        bits_set(bits, i);
    }
    set->bits = bits;
    return true;
}

static bool
read_set(struct reader *r, const struct yaml_node *n, struct err *e)
{
    struct set_entry entry;
    struct element_set *set = &r->out->sets[r->out->nsets];
    if (!yaml_read(&r->d, n, set_members, COUNT_OF(set_members), r->l->a, &entry, e) ||
        !find_registry(r, entry.registry, &set->registry, e))
        return false;
    set->name = n->key;
    set->at = (struct place){r->d.file, n->key_line, n->key_column};
    if (catalog_kind(r->c, n->key) || slice_eq(n->key, SL("now")))
        return yaml_fail_key(&r->d, n, e, "a set cannot be called '%.*s', rename it",
                             SL_FMT(n->key));
    if (!read_members(r, set, entry.members, e))
        return false;
    r->out->nsets++;
    return true;
}

static bool
read_sets(struct reader *r, const struct yaml_node *map, struct err *e)
{
    if (!map)
        return true;
    r->out->sets = NEW_ARRAY(r->l->a, struct element_set, map->n);
    for (const struct yaml_node *n = map->first; n; n = n->next) {
        if (read_set(r, n, e))
            continue;
        if (!loader_goes_on(r->l, e))
            return false;
        r->sets_failed = true;
    }
    return true;
}

/* ---- requirements --------------------------------------------------------------------------- */

static bool
find_kind(struct reader *r, const struct yaml_node *n, const struct kind **out, struct err *e)
{
    struct slice known[KINDS_MAX];
    if (!yaml_is(&r->d, n, YAML_SCALAR, e))
        return false;
    *out = catalog_kind(r->c, n->text);
    for (size_t i = 0; i < r->c->nkinds; i++)
        known[i] = r->c->kinds[i].name;
    return *out || fail_unknown(r, n, "kind", known, r->c->nkinds, e);
}

static bool
read_condition(struct reader *r, struct condition *out, const struct kind *k,
               const struct yaml_node *n, struct err *e)
{
    if (!n || !yaml_text(&r->d, n, &out->source, e))
        return !n;
    out->at = place_of(&r->d, n);
    if (r->sets_failed)
        return true;
    size_t i = (size_t)(k - r->c->kinds);
    const struct standard *s = r->out;
    if (!r->envs[i] &&
        !conditions_env(&r->envs[i], r->l->a, r->c->conditions, k, s->sets, s->nsets, e))
        return false;
    struct condition_scope scope = {r->c->conditions, r->envs[i], k, s->sets, s->nsets};
    return condition_read(out, r->l->a, &r->d, &scope, n, e);
}

static bool
read_case_list(struct reader *r, struct requirement *q, const struct yaml_node *list, bool pass,
               struct err *e)
{
    if (list->n == 0)
        return yaml_fail(&r->d, list, e, "'%s' has no case, write at least one",
                         pass ? "pass" : "fail");
    for (const struct yaml_node *n = list->first; n; n = n->next) {
        struct case_facts *facts = &q->cases[q->ncases];
        facts->want_pass = pass;
        if (case_read(facts, r->l->a, &r->d, q->kind, n, e))
            q->ncases++;
        else if (!loader_goes_on(r->l, e))
            return false;
    }
    return true;
}

static bool
read_cases(struct reader *r, struct requirement *q, const struct yaml_node *map,
           const struct yaml_node *at, struct err *e)
{
    if (!map && q->must.source.n == 0)
        return true;
    if (!map)
        return yaml_fail(&r->d, at, e,
                         "'cases' is missing here, add one that passes and one that "
                         "fails");
    if (q->must.source.n == 0)
        return yaml_fail_key(&r->d, map, e, "without 'must' there is nothing for 'cases' to show");
    struct cases_entry entry;
    if (!yaml_read(&r->d, map, cases_members, COUNT_OF(cases_members), r->l->a, &entry, e))
        return false;
    q->cases = NEW_ARRAY(r->l->a, struct case_facts, (size_t)entry.pass->n + entry.fail->n);
    return read_case_list(r, q, entry.pass, true, e) && read_case_list(r, q, entry.fail, false, e);
}

static bool
read_days(struct reader *r, struct requirement *q, const struct requirement_entry *entry,
          struct err *e)
{
    q->from = DATE_MIN;
    q->until = DATE_MAX;
    if ((entry->from && !read_date(&r->d, entry->from, &q->from, e)) ||
        (entry->until && !read_date(&r->d, entry->until, &q->until, e)))
        return false;
    if (q->from > q->until)
        return yaml_fail(&r->d, entry->until, e, "'until' lies before 'from', correct one");
    return true;
}

static bool
read_origin(struct reader *r, struct requirement *q, const struct requirement_entry *entry,
            struct err *e)
{
    q->read = r->out->read;
    struct source_entry source = {0};
    if (entry->source && !read_source(r, entry->source, &source, &q->read, e))
        return false;
    q->source_title = source.title;
    q->source_url = source.url;
    return true;
}

/* What can be taken over as it is, and the parts that later ones depend on. */
static bool
read_head(struct reader *r, struct requirement *q, const struct yaml_node *n,
          const struct requirement_entry *entry, struct err *e)
{
    size_t keyword;
    if (!yaml_choice(&r->d, entry->keyword, keyword_names, COUNT_OF(keyword_names), &keyword, e) ||
        !find_kind(r, entry->kind, &q->kind, e))
        return false;
    q->standard = r->out;
    q->id = entry->id;
    q->clause = entry->clause;
    q->keyword = (enum keyword)keyword;
    q->cannot_check = entry->cannot_check;
    q->remedy = entry->remedy;
    q->note = entry->note;
    q->levels = entry->levels;
    q->disputed = entry->disputed;
    q->at = place_of(&r->d, n);
    if (!entry->must == !entry->cannot_check.n)
        return yaml_fail(&r->d, n, e, "give either 'must' or 'cannot_check', not %s",
                         entry->must ? "both" : "none");
    if (map_put(r->l->a, &r->ids, q->id, q))
        return yaml_fail(&r->d, n, e, "id '%.*s' stands in this file twice, rename one",
                         SL_FMT(q->id));
    return true;
}

static bool
read_requirement(struct reader *r, const struct yaml_node *n, struct err *e)
{
    struct loader *l = r->l;
    struct requirement *q = &r->out->requirements[r->out->n];
    struct requirement_entry entry = {0};
    if (!yaml_read(&r->d, n, requirement_members, COUNT_OF(requirement_members), l->a, &entry, e) ||
        !read_head(r, q, n, &entry, e))
        return false;
    r->out->n++;
    /* Each of these stands on its own: with a collecting loader, one failing hides no other. */
    return (text_read(&q->text, l->a, &r->d, entry.text, e) || loader_goes_on(l, e)) &&
           (read_days(r, q, &entry, e) || loader_goes_on(l, e)) &&
           (read_origin(r, q, &entry, e) || loader_goes_on(l, e)) &&
           (read_condition(r, &q->when, q->kind, entry.when, e) || loader_goes_on(l, e)) &&
           (read_condition(r, &q->must, q->kind, entry.must, e) || loader_goes_on(l, e)) &&
           (!l->cases || read_cases(r, q, entry.cases, n, e));
}

static bool
read_requirements(struct reader *r, const struct yaml_node *list, struct err *e)
{
    unsigned least = r->draft ? 0 : 1; /* a draft may start with its clauses */
    if (list->n < least || list->n > STANDARD_REQUIREMENTS_MAX)
        return yaml_fail(&r->d, list, e, "a standard has %u to %d requirements, this one has %u",
                         least, STANDARD_REQUIREMENTS_MAX, list->n);
    r->out->requirements = NEW_ARRAY(r->l->a, struct requirement, list->n);
    for (const struct yaml_node *n = list->first; n; n = n->next)
        if (!read_requirement(r, n, e) && !loader_goes_on(r->l, e))
            return false;
    return true;
}

/* What a draft's requirements point to by its id is printed by its number. */
static void
print_numbers(struct reader *r, const struct yaml_node *clauses)
{
    struct map numbers = {0};
    for (const struct yaml_node *n = clauses->first; n; n = n->next) {
        const struct yaml_node *id = yaml_get(n, SL("id")), *number = yaml_get(n, SL("number"));
        if (id && number && id->type == YAML_SCALAR && number->type == YAML_SCALAR)
            map_put(r->l->trees, &numbers, id->text, (void *)(uintptr_t)number);
    }
    for (size_t i = 0; i < r->out->n; i++) {
        struct requirement *q = &r->out->requirements[i];
        const struct yaml_node *number = map_get(&numbers, q->clause);
        if (number && number->text.n)
            q->clause = number->text;
    }
}

/* ---- the file ------------------------------------------------------------------------------- */

static bool
read_standard(struct reader *r, const struct standard_entry *entry, struct err *e)
{
    struct standard *s = r->out;
    struct source_entry source = {0};
    size_t status;
    if (!text_read(&s->title, r->l->a, &r->d, entry->title, e) ||
        !read_date(&r->d, entry->published, &s->published, e) ||
        !yaml_choice(&r->d, entry->status, status_names, COUNT_OF(status_names), &status, e) ||
        !read_source(r, entry->source, &source, &s->read, e))
        return false;
    if (source.title.n == 0)
        return yaml_fail(&r->d, entry->source, e, "key 'title' is missing here, add it");
    s->id = entry->standard;
    s->authority = entry->authority;
    s->edition = entry->edition;
    s->note = entry->note;
    s->builds_on = entry->builds_on;
    s->status = (enum standard_status)status;
    s->source_title = source.title;
    s->source_url = source.url;
    s->file = r->d.file;
    return true;
}

static bool
read_doc(struct reader *r, struct err *e)
{
    *r->out = (struct standard){0};
    r->envs = NEW_ARRAY(r->l->a, const struct cel_env *, r->c->nkinds);
    struct standard_entry entry = {0};
    if (!yaml_read(&r->d, r->d.root, standard_members, COUNT_OF(standard_members), r->l->a, &entry,
                   e))
        return false;
    r->draft = entry.clauses;
    if (!read_standard(r, &entry, e) || !read_sets(r, entry.sets, e) ||
        !read_requirements(r, entry.requirements, e))
        return false;
    if (entry.clauses)
        print_numbers(r, entry.clauses);
    return true;
}

bool
standard_read(struct standard *out, struct loader *l, const struct catalog *c, const char *path,
              struct err *e)
{
    struct reader r = {.l = l, .c = c, .out = out};
    return loader_read(l, &r.d, path, STANDARD_FILE_MAX, e) && read_doc(&r, e);
}

bool
standard_read_doc(struct standard *out, struct loader *l, const struct catalog *c,
                  const struct yaml_doc *d, struct err *e)
{
    struct reader r = {.l = l, .c = c, .out = out, .d = *d};
    return read_doc(&r, e);
}
