/* SPDX-License-Identifier: Apache-2.0 */
#include "solve_fixture.h"

#include "support/cases.h"

#define LIST(...)                                                        \
    {                                                                    \
        (struct slice[]){__VA_ARGS__},                                   \
            sizeof((struct slice[]){__VA_ARGS__}) / sizeof(struct slice) \
    }
#define TEXT(en)                                            \
    {                                                       \
        (struct text_in[]){{SL_INIT("en"), SL_INIT(en)}}, 1 \
    }
#define RULES(...)                                 \
    ((const struct requirement *[]){__VA_ARGS__}), \
        sizeof((const struct requirement *[]){__VA_ARGS__}) / sizeof(const struct requirement *)
static const size_t i0[] = {0}, i1[] = {1}, i2[] = {2}, i3[] = {3}, i01[] = {0, 1}, i02[] = {0, 2},
                    i12[] = {1, 2}, i012[] = {0, 1, 2}, i013[] = {0, 1, 3};

/* ---- words ---------------------------------------------------------------------------------- */

static struct element version_elements[] = {
    {.name = SL_INIT("TLS 1.2"), .code = 0x0303},
    {.name = SL_INIT("TLS 1.3"), .code = 0x0304},
};
static struct registry versions = {
    .name = SL_INIT("tls-versions"), .elements = version_elements, .n = 2};
static struct element suite_elements[] = {
    {.name = SL_INIT("SUITE_A_128"), .code = 1},
    {.name = SL_INIT("SUITE_B_256"), .code = 2},
    {.name = SL_INIT("SUITE_SM"), .code = 3},
    {.name = SL_INIT("SUITE_<b>"), .code = 4},
};
static struct registry suites = {.name = SL_INIT("tls-suites"), .elements = suite_elements, .n = 4};

enum { VERSIONS, SUITES, TLS12_SUITES, TLS13_SUITES, TICKETS, RENEGOTIATION, LIFETIME, TLS_FIELDS };
static struct field tls_fields[TLS_FIELDS] = {
    {.path = SL_INIT("versions"), .type = FIELD_SET, .registry = &versions},
    {.path = SL_INIT("suites"), .type = FIELD_SET, .registry = &suites},
    {.path = SL_INIT("tls12_suites"), .type = FIELD_SET, .registry = &suites},
    {.path = SL_INIT("tls13_suites"), .type = FIELD_SET, .registry = &suites},
    {.path = SL_INIT("session_tickets"), .type = FIELD_BOOL},
    {.path = SL_INIT("secure_renegotiation"), .type = FIELD_BOOL},
    {.path = SL_INIT("ticket_lifetime"), .type = FIELD_INT, .unit = SL_INIT("second")},
};
static struct kind tls = {
    .name = SL_INIT("tls"), .title = SL_INIT("An endpoint"), .fields = tls_fields, .n = TLS_FIELDS};
enum { ALGORITHM, BITS, UNTIL, SUBJECT, CERT_FIELDS };
static struct field cert_fields[CERT_FIELDS] = {
    {.path = SL_INIT("key.algorithm"), .type = FIELD_STRING},
    {.path = SL_INIT("key.bits"), .type = FIELD_INT, .unit = SL_INIT("bit")},
    {.path = SL_INIT("valid_until"), .type = FIELD_TIME},
    {.path = SL_INIT("extended_key_usage"), .type = FIELD_STRINGS},
};
static struct kind cert = {.name = SL_INIT("cert"),
                           .title = SL_INIT("A certificate"),
                           .fields = cert_fields,
                           .n = CERT_FIELDS};

/* ---- rules and regimes ---------------------------------------------------------------------- */

static struct standard red = {.id = SL_INIT("AA-RED-1"),
                              .title = TEXT("The red book & its annex"),
                              .authority = SL_INIT("Red Office"),
                              .edition = SL_INIT("2"),
                              .source_url = SL_INIT("https://standards.example/red?a=\"b\""),
                              .read = READ_PRIMARY};
static struct standard blue = {.id = SL_INIT("BB-BLUE"),
                               .title = TEXT("The blue book"),
                               .authority = SL_INIT("Blue Office"),
                               .edition = SL_INIT("1"),
                               .read = READ_SECONDARY};

enum { RED_SUITE, RED_BITS, RED_TICKETS, BLUE_ONLY, BLUE_BITS, BLUE_LIST, NRULES };
static struct requirement rules[NRULES] = {
    {.standard = &red,
     .id = SL_INIT("2.2-suite"),
     .clause = SL_INIT("§2.2"),
     .kind = &tls,
     .text = TEXT("Offer SUITE_A_128, so that every peer finds something it can speak."),
     .from = 17000,
     .until = DATE_MAX,
     .read = READ_PRIMARY},
    {.standard = &red,
     .id = SL_INIT("2.4-key"),
     .clause = SL_INIT("§2.4"),
     .kind = &cert,
     .text = TEXT("Keys have 2048 bits or more."),
     .from = DATE_MIN,
     .until = DATE_MAX,
     .read = READ_PRIMARY},
    {.standard = &red,
     .id = SL_INIT("3-tickets"),
     .clause = SL_INIT("§3"),
     .kind = &tls,
     .text = TEXT("Issue no <i>tickets</i>."),
     .levels = LIST(SL_INIT("strict")),
     .from = DATE_MIN,
     .until = DATE_MAX,
     .read = READ_RENDERING},
    {.standard = &blue,
     .id = SL_INIT("1-only"),
     .clause = SL_INIT("art. 1"),
     .kind = &tls,
     .text = TEXT("Offer nothing but the national suite, whatever the peer asks for, and refuse "
                  "every connection that would have to fall back to another one."),
     .from = DATE_MIN,
     .until = 25000,
     .read = READ_RECALLED,
     .disputed = true,
     .note = SL_INIT("two editions differ")},
    {.standard = &blue,
     .id = SL_INIT("2-bits"),
     .clause = SL_INIT("art. 2"),
     .kind = &cert,
     .text = TEXT("Keys have 3072 bits or more."),
     .from = DATE_MIN,
     .until = DATE_MAX,
     .read = READ_SECONDARY},
    {.standard = &blue,
     .id = SL_INIT("3-list"),
     .clause = SL_INIT("art. 3"),
     .kind = &tls,
     .text = TEXT("Tickets \x1b[31mmust\x1b[0m be issued."),
     .from = DATE_MIN,
     .until = DATE_MAX,
     .read = READ_PRIMARY},
};

static const struct regime red_all = {.id = SL_INIT("AA-RED"),
                                      .title = TEXT("Red, everybody"),
                                      .market = SL_INIT("AA"),
                                      .parts = (struct regime_part[]){{.standard = &red}},
                                      .n = 1};
static const struct regime red_strict = {
    .id = SL_INIT("AA-RED-STRICT"),
    .title = TEXT("Red <script>alert(1)</script>"),
    .market = SL_INIT("AA"),
    .parts = (struct regime_part[]){{&red, LIST(SL_INIT("strict"))}},
    .n = 1};
static const struct regime blue_all = {.id = SL_INIT("BB"),
                                       .title = TEXT("Blue"),
                                       .market = SL_INIT("BB"),
                                       .parts = (struct regime_part[]){{.standard = &blue}},
                                       .n = 1};
static const struct regime hostile = {.id = SL_INIT("CC-\x1b[2J<b>\xe2\x80\xae"),
                                      .title = TEXT("Hostile"),
                                      .market = SL_INIT("CC"),
                                      .parts = (struct regime_part[]){{.standard = &blue}},
                                      .n = 1};
static const struct regime *const four[] = {&red_all, &red_strict, &blue_all, &hostile};

/* ---- products ------------------------------------------------------------------------------- */

#define ON(bits)                                                              \
    .known = true, .known_bits = (uint64_t[]){15}, .truth_bits = (uint64_t[]) \
    {                                                                         \
        bits                                                                  \
    }
static struct fact modern_tls[TLS_FIELDS] = {
    [VERSIONS] = {ON(3)},
    [SUITES] = {ON(3)},
    [TLS12_SUITES] = {ON(1)},
    [TLS13_SUITES] = {ON(2)},
    [TICKETS] = {.known = true, .b = true},
    [RENEGOTIATION] = {.known = true, .b = false},
    [LIFETIME] = {.known = true, .i = 7200},
};
static struct fact narrow_tls[TLS_FIELDS] = {
    [VERSIONS] = {ON(2)},
    [SUITES] = {ON(12)},
    [TLS12_SUITES] = {ON(0)},
    [TLS13_SUITES] = {ON(12), .extra = LIST(SL_INIT("0xFE,0xFE"))},
    [TICKETS] = {.known = true},
    [RENEGOTIATION] = {.known = true, .b = true},
    [LIFETIME] = {.reason = SL_INIT("no tickets")},
};
static struct fact cert_facts[CERT_FIELDS] = {
    {.known = true, .s = SL_INIT("EC")},
    {.known = true, .i = 3072},
    {.known = true, .i = 1900000000},
    {.known = true, .list = LIST(SL_INIT("serverAuth"), SL_INIT("a \"quoted\" one"))},
};
static struct asset modern_assets[] = {
    {SL_INIT("tls:planned"), SL_INIT("endpoint"), &tls, modern_tls},
    {SL_INIT("cert:planned"), SL_INIT("EC certificate"), &cert, cert_facts},
};
static struct asset narrow_assets[] = {
    {SL_INIT("tls:planned"), SL_INIT("endpoint <u>"), &tls, narrow_tls},
};
static const struct evidence modern = {
    .target = SL_INIT("variant"), .assets = modern_assets, .n = 2};
static const struct evidence narrow = {
    .target = SL_INIT("variant"), .assets = narrow_assets, .n = 1};

/* ---- conflicts ------------------------------------------------------------------------------ */

static const struct finding no_suite = {.requirement = &rules[RED_SUITE],
                                        .verdict = VERDICT_FAIL,
                                        .reason = SL_INIT("does not offer SUITE_A_128"),
                                        .absent = LIST(SL_INIT("SUITE_A_128"))};
static const struct finding other_suite = {
    .requirement = &rules[BLUE_ONLY],
    .verdict = VERDICT_FAIL,
    .reason = SL_INIT("offers 1 suite outside the list: SUITE_A_128"),
    .offending = LIST(SL_INIT("SUITE_A_128"), SL_INIT("SUITE_<b>")),
    .unlisted = true};
static const struct finding tickets_on = {.requirement = &rules[RED_TICKETS],
                                          .verdict = VERDICT_FAIL,
                                          .reason = SL_INIT("session_tickets is true")};
static const struct finding tickets_off = {.requirement = &rules[BLUE_LIST],
                                           .verdict = VERDICT_FAIL,
                                           .reason = SL_INIT("session_tickets is false")};

static struct clash_member suite_members[] = {
    {RULES(&rules[RED_SUITE]), .condition = 0, .without = &no_suite},
    {RULES(&rules[BLUE_ONLY], &rules[BLUE_LIST]), .condition = 1, .without = &other_suite},
};
static struct clash_member ticket_members[] = {
    {RULES(&rules[RED_TICKETS]), .condition = 2, .without = &tickets_on},
    {RULES(&rules[BLUE_LIST]), .condition = 3, .without = &tickets_off},
};
static struct clash_member server_members[] = {
    {RULES(&rules[RED_BITS]), .condition = 4, .without = &no_suite},
    {RULES(&rules[BLUE_BITS]), .condition = 5, .without = &other_suite},
    {.condition = 6, .limit = SL_INIT("today's product offers no other suites (endpoint)")},
};
static struct clash_member own_members[] = {
    {RULES(&rules[BLUE_ONLY]), .condition = 1, .without = &other_suite},
};

static struct conflict list[] = {
    {i3, 1, own_members, 1, RECONCILE_NOT, true, true, 0},
    {i02, 2, suite_members, 2, RECONCILE_NOT, true, true, 1},
    {i02, 2, ticket_members, 2, RECONCILE_NOT, false, false, 1},
    {i12, 2, ticket_members, 2, RECONCILE_NOT, false, false, 3},
    {i012, 3, server_members, 3, RECONCILE_NOT_HERE, true, false, 4},
};
static struct difference differences[] = {
    {&cert,
     &cert_fields[BITS],
     RECONCILE_STRICTER,
     {(const struct requirement *[]){&rules[RED_BITS]},
      (const struct requirement *[]){&rules[BLUE_BITS]}},
     {1, 1},
     SL_INIT("at least 3072 bits")},
    {&tls,
     &tls_fields[SUITES],
     RECONCILE_SUBSET,
     {(const struct requirement *[]){&rules[RED_SUITE]},
      (const struct requirement *[]){&rules[BLUE_LIST]}},
     {1, 1},
     SL_INIT("SUITE_A_128, SUITE_<b>")},
};
static struct pair pairs[] = {
    {0, 1, TOGETHER_YES, NULL, 0, &modern, differences, 2},
    {0, 2, TOGETHER_NO, i12, 2, NULL, NULL, 0},
    {0, 3, TOGETHER_NO, i0, 1, NULL, NULL, 0},
    {1, 2, TOGETHER_NO, i3, 1, NULL, NULL, 0},
    {1, 3, TOGETHER_NO, i0, 1, NULL, NULL, 0},
    {2, 3, TOGETHER_UNKNOWN, NULL, 0, NULL, NULL, 0},
};
static struct unanalysed left[] = {
    {&rules[RED_TICKETS], SL_INIT("its condition matches a pattern"), true},
    {&rules[BLUE_LIST], SL_INIT("it counts <things>"), false},
};
static bool alone[] = {true, true, true, false};
static struct largest largest[] = {{i01, 2, &modern}, {i2, 1, &narrow}};

const struct conflicts *
fixture_conflicts(void)
{
    static const struct conflicts c = {
        .on = 20780,
        .regimes = four,
        .nregimes = 4,
        .alone = alone,
        .pairs = pairs,
        .npairs = COUNT_OF(pairs),
        .list = list,
        .n = COUNT_OF(list),
        .largest = largest,
        .nlargest = 2,
        .unanalysed = left,
        .nunanalysed = 2,
        .complete = true,
        .solves = 1234,
    };
    return &c;
}

const struct conflicts *
fixture_conflicts_none(void)
{
    static const struct conflicts c = {
        .on = 20780, .regimes = four, .nregimes = 1, .alone = alone, .complete = true};
    return &c;
}

const struct conflicts *
fixture_conflicts_compatible(void)
{
    static const struct conflicts c = {
        .on = 20780,
        .regimes = four,
        .nregimes = 2,
        .alone = alone,
        .pairs = pairs,
        .npairs = 1,
        .largest = largest,
        .nlargest = 1,
        .complete = true,
    };
    return &c;
}

const struct conflicts *
fixture_conflicts_cut(void)
{
    static struct pair unknown[] = {{.a = 0, .b = 1, .together = TOGETHER_UNKNOWN}};
    static const struct conflicts c = {
        .on = 20780, .regimes = four, .nregimes = 2, .alone = alone, .pairs = unknown, .npairs = 1};
    return &c;
}

#define MANY 40
const struct conflicts *
fixture_conflicts_many(void)
{
    struct conflicts *c = NEW(&case_arena, struct conflicts);
    const struct regime **v = NEW_ARRAY(&case_arena, const struct regime *, MANY);
    *c = (struct conflicts){.on = 20780, .regimes = v, .nregimes = MANY, .list = list, .n = 2};
    c->alone = NEW_ARRAY(&case_arena, bool, MANY);
    c->npairs = (size_t)MANY * (MANY - 1) / 2;
    c->pairs = NEW_ARRAY(&case_arena, struct pair, c->npairs);
    for (size_t a = 0, n = 0; a < MANY; a++) {
        struct regime *r = NEW(&case_arena, struct regime);
        *r = red_all;
        r->id = arena_printf(&case_arena, "MARKET-WITH-A-RATHER-LONG-NAME-%zu", a);
        v[a] = r;
        c->alone[a] = true;
        for (size_t b = a + 1; b < MANY; b++)
            c->pairs[n++] = (struct pair){.a = a, .b = b, .together = (enum together)((a + b) % 3)};
    }
    return c;
}

/* ---- plans ---------------------------------------------------------------------------------- */

static struct change changes[] = {
    {CHANGE_ON,
     SL_INIT("endpoint"),
     &tls,
     &tls_fields[VERSIONS],
     {0},
     SL_INIT("TLS 1.3"),
     RULES(&rules[RED_SUITE])},
    {CHANGE_OFF,
     SL_INIT("endpoint"),
     &tls,
     &tls_fields[SUITES],
     {0},
     SL_INIT("SUITE_<b>"),
     RULES(&rules[BLUE_ONLY], &rules[RED_SUITE])},
    {CHANGE_REPLACE, SL_INIT("RSA certificate"), &cert, &cert_fields[BITS], SL_INIT("1024 bits"),
     SL_INIT("3072 bits"), RULES(&rules[BLUE_BITS])},
    {CHANGE_ON,
     SL_INIT("EC certificate"),
     &cert,
     NULL,
     {0},
     SL_INIT("EC certificate \x1b[1m"),
     NULL,
     0},
};
static struct variant variants[] = {
    {.regimes = i01,
     .nregimes = 2,
     .configuration = {SL_INIT("variant 1"), modern_assets, 2, NULL, 0},
     .changes = changes,
     .nchanges = 4,
     .weight = 41,
     .cost = 4,
     .proven = true,
     .also = i3,
     .nalso = 1,
     .duties = LIST(
         SL_INIT("a module validated under <FIPS>"),
         SL_INIT("staff trained each year, and all of it written down where an auditor finds it"))},
    {.regimes = i2,
     .nregimes = 1,
     .configuration = {SL_INIT("variant 2"), narrow_assets, 1, NULL, 0},
     .weight = 1},
};
static struct variant each[] = {
    {.regimes = i0,
     .nregimes = 1,
     .configuration = {SL_INIT("v"), modern_assets, 1, NULL, 0},
     .changes = changes,
     .nchanges = 1,
     .weight = 40},
    {.regimes = i1,
     .nregimes = 1,
     .configuration = {SL_INIT("v"), modern_assets, 1, NULL, 0},
     .weight = 1},
    {.regimes = i2,
     .nregimes = 1,
     .configuration = {SL_INIT("v"), narrow_assets, 1, NULL, 0},
     .changes = changes,
     .nchanges = 4,
     .weight = 1},
    {.proven = true}, /* nothing does */
};
static const int64_t weights[] = {40, 1, 1, 5};

const struct plan *
fixture_plan(void)
{
    static const struct plan p = {
        .on = 20780,
        .regimes = four,
        .nregimes = 4,
        .weights = weights,
        .variants = variants,
        .n = 2,
        .minimum = true,
        .unserved = i3,
        .nunserved = 1,
        .best = {.regimes = i01,
                 .nregimes = 2,
                 .configuration = {SL_INIT("variant 1"), modern_assets, 2, NULL, 0},
                 .weight = 41},
        .best_proven = true,
        .each = each,
        .neach = 4,
        .why = list,
        .nwhy = 3,
        .unanalysed = left,
        .nunanalysed = 2,
        .complete = true,
    };
    return &p;
}

const struct plan *
fixture_plan_simple(void)
{
    static const int64_t ones[] = {1, 1};
    static struct variant one = {.regimes = i01,
                                 .nregimes = 2,
                                 .configuration = {SL_INIT("v"), modern_assets, 2, NULL, 0},
                                 .weight = 2};
    static const struct plan p = {
        .on = 20780,
        .regimes = four,
        .nregimes = 2,
        .weights = ones,
        .variants = &one,
        .n = 1,
        .minimum = true,
        .best = {.regimes = i01,
                 .nregimes = 2,
                 .configuration = {SL_INIT("v"), modern_assets, 2, NULL, 0},
                 .weight = 2},
        .best_proven = true,
        .complete = true,
    };
    return &p;
}

const struct plan *
fixture_plan_cut(void)
{
    static const struct plan p = {
        .on = 20780,
        .regimes = four,
        .nregimes = 4,
        .weights = weights,
        .variants = variants + 1,
        .n = 1,
        .unserved = i013,
        .nunserved = 3,
        .best = {.regimes = i2,
                 .nregimes = 1,
                 .configuration = {SL_INIT("v"), narrow_assets, 1, NULL, 0},
                 .weight = 1},
    };
    return &p;
}

const struct plan *
fixture_plan_nothing(void)
{
    static const struct plan p = {
        .on = 20780,
        .regimes = four + 3,
        .nregimes = 1,
        .weights = weights,
        .minimum = true,
        .unserved = i0,
        .nunserved = 1,
        .best_proven = true,
        .complete = true,
    };
    return &p;
}

static struct emit_gap gap_list[] = {
    {SL_INIT("versions: TLCP 1.1"), SL_INIT("nginx <cannot> \x1b[1m"), SL_INIT("Tongsuo"), NULL},
    {SL_INIT("groups: GC256A"), SL_INIT("OpenSSL has none"), {0}, NULL},
};

static struct slice emit_duties[] = {SL_INIT("have the module validated")};

const struct emitted *
fixture_emitted(void)
{
    static const struct emitted two[] = {
        {.files = {{"nginx.conf", "into /etc/nginx/conf.d/",
                    SL_INIT("server {\n    # <b>\x1b[31m § and a line that is longer than any "
                            "narrow terminal is wide, to be left alone\n}\n")},
                   {"keys.sh", "sh keys.sh FOLDER", SL_INIT("#!/bin/sh\n")}},
         .nfiles = 2,
         .duties = {emit_duties, 1}},
        {.gaps = gap_list, .ngaps = 2},
    };
    return two;
}
