/* SPDX-License-Identifier: Apache-2.0 */
/* From fields by name to the data of an act, and what is wrong with them. */
#include "api/act.h"

#include "committee/event_shape.h"
#include "office/object.h"
#include "text/utf8.h"

#define JSON_GIVEN_MAX ((size_t)64 << 10) /* octets of a field that is JSON */

struct taking {
    struct act *x;
    const struct viewer *v;
    struct arena *a;
    const struct given *g;
    struct given_faults *f;
};

/* ---- faults ----------------------------------------------------------------------------------*/

/* What was expected, by how the value is given. */
static const struct langs expected[] = {
    [ACT_VALUE_ID] = {SL_INIT("An id has letters, digits, '-', '.' and '_', at most 64 of them."),
                      SL_INIT("编号由字母、数字及“-”“.”“_”组成，最多64个字符。")},
    [ACT_VALUE_LINE] = {SL_INIT("A text of one line, at most 1,000 octets."),
                        SL_INIT("请填写一行文字，不超过1000字节。")},
    [ACT_VALUE_LONG] = {SL_INIT("A text of at most 64 KiB, in UTF-8."),
                        SL_INIT("请填写文字，不超过64 KiB，编码须为UTF-8。")},
    [ACT_VALUE_INSTANT] = {SL_INIT("A time: 2026-11-24T01:02:03Z, 2026-11-24, or +60 for 60 days "
                                   "from now."),
                           SL_INIT("请填写时间：2026-11-24T01:02:03Z、2026-11-24，或以+60表示"
                                   "自现在起60日。")},
    [ACT_VALUE_DATE] = {SL_INIT("A date such as 2026-11-24."),
                        SL_INIT("请填写日期，例如2026-11-24。")},
    [ACT_VALUE_INTEGER] = {SL_INIT("A whole number from 0."), SL_INIT("请填写不小于0的整数。")},
    [ACT_VALUE_FLAG] = {SL_INIT("Yes is 1; for no, leave it out."),
                        SL_INIT("“是”填1；“否”则不填。")},
    [ACT_VALUE_IDS] = {SL_INIT("Ids, parted by commas, no two alike."),
                       SL_INIT("请填写编号，以逗号分隔，不得重复。")},
    [ACT_VALUE_FILE] = {SL_INIT("The file is empty or too large."), SL_INIT("文件为空或过大。")},
    [ACT_VALUE_JSON] = {SL_INIT("This is no JSON of that shape."),
                        SL_INIT("内容不是符合要求的JSON。")},
};

/* "One of keep, revise, withdraw." */
static bool
no_word(const struct taking *t, const struct act_field *f)
{
    struct slice en = {0}, zh = {0};
    for (size_t i = 0; f->words[i]; i++) {
        en = arena_printf(t->a, "%.*s%s%s", SL_FMT(en), i ? ", " : "", f->words[i]);
        zh = arena_printf(t->a, "%.*s%s%s", SL_FMT(zh), i ? "、" : "", f->words[i]);
    }
    bool several = f->value == ACT_VALUE_WORDS;
    return given_fault(
        t->f, t->a, f->name,
        arena_printf(t->a,
                     several ? "Some of %.*s, parted by commas, no two alike." : "One of %.*s.",
                     SL_FMT(en)),
        arena_printf(t->a, several ? "请从%.*s中选择，以逗号分隔，不得重复。" : "请选择%.*s之一。",
                     SL_FMT(zh)));
}

static bool
wrong(const struct taking *t, const struct act_field *f)
{
    if (f->words)
        return no_word(t, f);
    return given_fault(t->f, t->a, f->name, expected[f->value].en, expected[f->value].zh);
}

/* ---- values ----------------------------------------------------------------------------------*/

/* Puts a value where it has the shape of its field. */
static bool
put(const struct taking *t, const struct act_field *f, const struct json_node *value)
{
    struct event_kind alone = {.name = "", .fields = f->field, .nfields = 1};
    struct json_node *object = json_new_object(t->a);
    struct err none = {0};
    json_put_node(t->a, object, f->field->key, value);
    if (!event_shape(t->a, &alone, object, &none))
        return wrong(t, f);
    json_put_node(t->a, t->x->data, f->field->key, value);
    return true;
}

static bool
put_text(const struct taking *t, const struct act_field *f, struct slice text)
{
    struct json_node n = json_of_text(text);
    return put(t, f, &n);
}

static bool
put_instant_of(const struct taking *t, const struct act_field *f, struct slice text)
{
    int64_t at;
    return given_instant(&at, t->v->now, text) ? put_text(t, f, instant_text(t->a, at))
                                               : wrong(t, f);
}

static bool
put_integer(const struct taking *t, const struct act_field *f, struct slice text)
{
    int64_t i;
    if (!slice_to_i64(text, &i))
        return wrong(t, f);
    struct json_node n = json_of_int(i);
    return put(t, f, &n);
}

static bool
put_flag(const struct taking *t, const struct act_field *f, struct slice text)
{
    if (slice_eq_str(text, "0"))
        return true;
    if (!slice_eq_str(text, "1"))
        return wrong(t, f);
    json_put_bool(t->a, t->x->data, f->field->key, true);
    return true;
}

/* Every field of that name, each cut at its commas. */
static bool
put_list(const struct taking *t, const struct act_field *f)
{
    struct json_node *list = json_new_array(t->a);
    for (size_t i = 0; i < t->g->n; i++) {
        struct slice rest = t->g->v[i].text, one;
        while (slice_eq_str(t->g->v[i].name, f->name) && slice_cut(&rest, ',', &one))
            if (slice_trim(one).n)
                json_push_text(t->a, list, slice_trim(one));
    }
    if (json_count(list) == 0)
        return !f->needed || given_missing(t->f, t->a, f->name);
    return put(t, f, list);
}

static bool
put_json(const struct taking *t, const struct act_field *f, struct slice text)
{
    struct json_node n;
    struct err none = {0};
    return text.n <= JSON_GIVEN_MAX && json_parse(&n, t->a, SL("json"), text, &none) ? put(t, f, &n)
                                                                                     : wrong(t, f);
}

bool
act_keep(struct act *x, const struct viewer *v, const char *field, struct slice octets, bool open,
         struct given_faults *f)
{
    if (x->nobjects == ACT_OBJECTS_MAX)
        return given_fault(f, v->arena, field, SL("There are too many texts in one act."),
                           SL("一次操作包含的文件过多。"));
    x->objects[x->nobjects++] = (struct office_object){octets, open};
    if (field)
        json_put_text(v->arena, x->data, field, object_digest(v->arena, octets));
    return true;
}

static bool
keep(const struct taking *t, const struct act_field *f, struct slice octets)
{
    return act_keep(t->x, t->v, f->field->key, octets, f->special && f->special->open, t->f);
}

static bool
put_long(const struct taking *t, const struct act_field *f, struct slice text)
{
    struct slice octets;
    struct err none = {0};
    return utf8_valid(text) == text.n && object_text(&octets, t->a, t->v->office->env, text, &none)
               ? keep(t, f, octets)
               : wrong(t, f);
}

static bool
put_file(const struct taking *t, const struct act_field *f, struct slice octets)
{
    return octets.n <= STORE_OBJECT_MAX ? keep(t, f, octets) : wrong(t, f);
}

static bool
put_value(const struct taking *t, const struct act_field *f, struct slice text)
{
    switch (f->value) {
    case ACT_VALUE_ID:
    case ACT_VALUE_WORD:
    case ACT_VALUE_LINE:
    case ACT_VALUE_DATE:
        return put_text(t, f, text);
    case ACT_VALUE_INSTANT:
        return put_instant_of(t, f, text);
    case ACT_VALUE_INTEGER:
        return put_integer(t, f, text);
    case ACT_VALUE_FLAG:
        return put_flag(t, f, text);
    case ACT_VALUE_IDS:
    case ACT_VALUE_WORDS:
        return put_list(t, f);
    case ACT_VALUE_LONG:
        return put_long(t, f, text);
    case ACT_VALUE_FILE:
        return put_file(t, f, text);
    case ACT_VALUE_JSON:
        return put_json(t, f, text);
    }
    return true;
}

/* ---- what takes several fields ---------------------------------------------------------------*/

/* One of two halves: a line, or empty. */
static bool
half(const struct taking *t, const struct act_field *f, struct slice *out)
{
    static const struct event_field line = {.key = "line", .type = FIELD_TEXT};
    struct act_field as = *f;
    struct taking alone = *t;
    struct act nowhere = {.data = json_new_object(t->a)};
    alone.x = &nowhere;
    as.field = &line;
    *out = given_get(t->g, f->name);
    return out->n == 0 || put_text(&alone, &as, *out);
}

/* fields[0] and fields[1] are the halves. */
static bool
langs_given(const struct taking *t, const struct act_field *fields, struct langs *out)
{
    bool en = half(t, &fields[0], &out->en), zh = half(t, &fields[1], &out->zh);
    if (!en || !zh)
        return false;
    if (out->en.n || out->zh.n || !fields[0].needed)
        return true;
    size_t before = t->f->n;
    (void)given_fault(t->f, t->a, fields[0].name, SL("Give it in English, in Chinese or in both."),
                      SL("请至少填写一种语言：英文、中文或两者。"));
    if (t->f->n > before)
        t->f->v[before].missing = true;
    return false;
}

static bool
put_langs_of(const struct taking *t, const struct act_field *fields)
{
    struct langs l = {{0}, {0}};
    if (!langs_given(t, fields, &l))
        return false;
    if (!l.en.n && !l.zh.n)
        return true;
    struct json_node *n = json_new_object(t->a);
    json_put_text_if(t->a, n, "en", l.en);
    json_put_text_if(t->a, n, "zh", l.zh);
    json_put_node(t->a, t->x->data, fields[0].field->key, n);
    return true;
}

/* name-en, name-zh, mail. */
static bool
put_person(const struct taking *t, const struct act_field *fields)
{
    struct langs name = {{0}, {0}};
    struct slice mail = {0}, octets;
    struct err none = {0};
    bool named = langs_given(t, fields, &name);
    if (!half(t, &fields[2], &mail) || !named)
        return false;
    return object_person(&octets, t->a, t->v->office->env, &name, mail, &none)
               ? keep(t, &fields[0], octets)
               : wrong(t, &fields[0]);
}

/* ---- all of it -------------------------------------------------------------------------------*/

static bool
is_person(const struct act_field *f)
{
    return f->special && f->special->way == ACT_PERSON;
}

/* Takes field `i`; gives how many it was. */
static size_t
take(const struct taking *t, const struct act_field *fields, size_t i)
{
    const struct act_field *f = &fields[i];
    struct slice text = given_get(t->g, f->name);
    if (is_person(f)) {
        (void)put_person(t, f);
        return 3;
    }
    if (f->lang) {
        (void)put_langs_of(t, f);
        return 2;
    }
    bool list = f->value == ACT_VALUE_IDS || f->value == ACT_VALUE_WORDS;
    if (f->value != ACT_VALUE_LONG && f->value != ACT_VALUE_FILE)
        text = slice_trim(text);
    if (text.n || list)
        (void)put_value(t, f, text);
    else if (f->value == ACT_VALUE_FILE && given_has(t->g, f->name) && f->needed)
        (void)wrong(t, f);
    if (f->needed && text.n == 0 && !list &&
        !(f->value == ACT_VALUE_FILE && given_has(t->g, f->name)))
        (void)given_missing(t->f, t->a, f->name);
    return 1;
}

static bool
is_among(struct slice name, const char *const *names)
{
    for (; names && *names; names++)
        if (slice_eq_str(name, *names))
            return true;
    return false;
}

static void
check_names(const struct taking *t, const struct act_field *fields, size_t n,
            const char *const *beside)
{
    static const char *const always[] = {ACT_FIELD_ACTING, ACT_FIELD_ONCE, NULL};
    for (size_t i = 0; i < t->g->n; i++) {
        struct slice name = t->g->v[i].name;
        bool known = is_among(name, always) || is_among(name, beside);
        for (size_t k = 0; k < n && !known; k++)
            known = slice_eq_str(name, fields[k].name);
        if (!known)
            (void)given_fault(t->f, t->a, arena_str(t->a, name), SL("This act has no such field."),
                              SL("此操作没有这一项。"));
    }
}

static void
check_project(const struct taking *t, const struct event_kind *k)
{
    bool needs = k->of_project && !k->opens;
    if (needs == (t->x->project.n > 0))
        return;
    if (needs)
        (void)given_fault(t->f, t->a, "", SL("This act belongs to a project: say which."),
                          SL("此操作属于某一项目：请指明项目。"));
    else
        (void)given_fault(t->f, t->a, "", SL("This act belongs to the committee, to no project."),
                          SL("此操作属于委员会，不属于任何项目。"));
}

bool
act_take(struct act *out, const struct viewer *v, const struct event_kind *k, struct slice project,
         const struct given *g, const char *const *beside, struct given_faults *f)
{
    struct act_field *fields;
    size_t n, before = f->n;
    *out = (struct act){.kind = k, .project = project, .data = json_new_object(v->arena)};
    struct taking t = {out, v, v->arena, g, f};
    if (!act_form_find(slice_str(k->name)))
        return given_fault(f, v->arena, "", SL("This act is not done by a form of its own."),
                           SL("此操作不能以此方式办理。"));
    act_fields(&fields, &n, v->arena, k);
    check_project(&t, k);
    check_names(&t, fields, n, beside);
    for (size_t i = 0; i < n;)
        i += take(&t, fields, i);
    return f->n == before;
}
