/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

#define LIST(...)                                                        \
    {                                                                    \
        (struct slice[]){__VA_ARGS__},                                   \
            sizeof((struct slice[]){__VA_ARGS__}) / sizeof(struct slice) \
    }
#define TEXT(en)                                            \
    {                                                       \
        (struct text_in[]){{SL_INIT("en"), SL_INIT(en)}}, 1 \
    }

static struct attribute attributes[] = {
    {.name = SL_INIT("name"), .type = ATTRIBUTE_STRING},
    {.name = SL_INIT("code"), .type = ATTRIBUTE_INT},
};
static struct element elements[] = {
    {.name = SL_INIT("SUITE_A"), .code = 1},
    {.name = SL_INIT("SUITE_B"), .code = 2},
    {.name = SL_INIT("SUITE_C"), .code = 3},
};
static struct registry suites = {
    .name = SL_INIT("tls-suites"),
    .attributes = attributes,
    .nattributes = 2,
    .elements = elements,
    .n = 3,
};
static struct field fields[] = {
    {.path = SL_INIT("suites"),
     .type = FIELD_SET,
     .registry = &suites,
     .text = SL_INIT("Suites & more")},
    {.path = SL_INIT("compression"), .type = FIELD_BOOL},
    {.path = SL_INIT("key.bits"), .type = FIELD_INT, .unit = SL_INIT("bit")},
    {.path = SL_INIT("subject"), .type = FIELD_STRING},
    {.path = SL_INIT("alpn"), .type = FIELD_STRINGS},
    {.path = SL_INIT("valid_until"), .type = FIELD_TIME},
    {.path = SL_INIT("ticket_lifetime"), .type = FIELD_INT, .unit = SL_INIT("second")},
};
static struct kind kind = {
    .name = SL_INIT("tls"),
    .title = SL_INIT("An endpoint"),
    .fields = fields,
    .n = COUNT_OF(fields),
};

static uint64_t known_bits[] = {7}, truth_bits[] = {5};
static uint16_t order[] = {2, 0};
static struct slice alpn[] = {SL_INIT("h2"), SL_INIT("http/1.1")};
static struct fact facts[] = {
    {.known = true,
     .known_bits = known_bits,
     .truth_bits = truth_bits,
     .order = order,
     .norder = 2},
    {.known = true, .b = true},
    {.known = true, .i = 2048},
    {.known = true, .s = SL_INIT("CN=<script>alert(1)</script>\033[2J\u202egro.elpmaxe")},
    {.known = true, .list = {alpn, 2}},
    {.known = true, .i = 1800000000},
    {.reason = SL_INIT("not asked: no TLS 1.3")},
};
static struct asset asset = {
    .id = SL_INIT("tls:a.example:443"),
    .name = SL_INIT("a.example:443 <b>"),
    .kind = &kind,
    .facts = facts,
};
static struct origin origins[] = {
    {.method = SL_INIT("tls-probe"), .where = SL_INIT("192.0.2.1:443"), .when = 1790000000},
};
static const struct evidence evidence[] = {
    {SL_INIT("a.example:443"), &asset, 1, origins, 1},
    {SL_INIT("b.example:8443 <i>\x1b[31m"), &asset, 1, origins, 1},
};

static struct standard standard = {
    .id = SL_INIT("XX-1"),
    .title = TEXT("Made-up standard & rules"),
    .authority = SL_INIT("Nobody"),
    .edition = SL_INIT("First"),
    .source_url = SL_INIT("https://standards.example/xx-1?a=\"b\""),
    .read = READ_PRIMARY,
};
static struct requirement requirements[] = {
    {.standard = &standard,
     .id = SL_INIT("1-suites"),
     .clause = SL_INIT("§1"),
     .keyword = KEYWORD_SHALL,
     .kind = &kind,
     .text = TEXT(
         "Offer only suites of the list, and nothing else at all, whatever the client asks for."),
     .must = {.source = SL_INIT("tls.suites.all(s, s.name in [\"SUITE_A\"])")},
     .from = DATE_MIN,
     .until = DATE_MAX,
     .read = READ_RENDERING},
    {.standard = &standard,
     .id = SL_INIT("2-bits"),
     .clause = SL_INIT("§2"),
     .keyword = KEYWORD_SHALL,
     .kind = &kind,
     .text = TEXT("Use keys of 3000 bits or more."),
     .from = 19000,
     .until = 22000,
     .note = SL_INIT("two editions differ"),
     .disputed = true,
     .read = READ_RECALLED},
    {.standard = &standard,
     .id = SL_INIT("3-compression"),
     .clause = SL_INIT("§3"),
     .keyword = KEYWORD_SHOULD,
     .kind = &kind,
     .text = TEXT("Do not compress."),
     .from = DATE_MIN,
     .until = DATE_MAX,
     .read = READ_PRIMARY},
    {.standard = &standard,
     .id = SL_INIT("4-people"),
     .clause = SL_INIT("§4"),
     .keyword = KEYWORD_SHALL,
     .kind = &kind,
     .text = TEXT("Train the staff."),
     .cannot_check = SL_INIT("people are not seen on the wire"),
     .from = DATE_MIN,
     .until = DATE_MAX,
     .read = READ_PRIMARY},
};
static struct finding findings[] = {
    {.requirement = &requirements[0],
     .asset = &asset,
     .verdict = VERDICT_FAIL,
     .reason = SL_INIT("offers 1 suite outside the list: SUITE_C"),
     .remedy = SL_INIT("Switch off: SUITE_C."),
     .offending = LIST(SL_INIT("SUITE_C")),
     .unlisted = true},
    {.requirement = &requirements[1],
     .asset = &asset,
     .verdict = VERDICT_UNKNOWN,
     .reason = SL_INIT("key.bits is not known"),
     .missing_facts = LIST(SL_INIT("key.bits")),
     .collect = LIST(SL_INIT("Scan the endpoint that presents it."))},
    {.requirement = &requirements[2],
     .asset = &asset,
     .verdict = VERDICT_PASS,
     .reason = SL_INIT("no compression")},
    {.requirement = &requirements[3],
     .asset = &asset,
     .verdict = VERDICT_CANNOT_CHECK,
     .reason = SL_INIT("people are not seen on the wire")},
};
static struct regime regimes[] = {
    {.id = SL_INIT("XX-FAIL"), .title = TEXT("Everything"), .market = SL_INIT("XX")},
    {.id = SL_INIT("XX-UNKNOWN"), .title = TEXT("Half"), .market = SL_INIT("XX")},
    {.id = SL_INIT("XX-PASS"), .title = TEXT("Advice"), .market = SL_INIT("XX")},
};
static struct regime_result results[] = {
    {.regime = &regimes[0],
     .verdict = VERDICT_FAIL,
     .shall = {.fail = 1, .unknown = 1, .cannot_check = 1},
     .should = {.pass = 1},
     .weak_reading = true,
     .findings = findings,
     .n = 4},
    {.regime = &regimes[1],
     .verdict = VERDICT_UNKNOWN,
     .shall = {.unknown = 1},
     .findings = &findings[1],
     .n = 1},
    {.regime = &regimes[2],
     .verdict = VERDICT_PASS,
     .should = {.pass = 1},
     .findings = &findings[2],
     .n = 1},
};
static struct target_result targets[] = {
    {&evidence[0], results, 3},
    {&evidence[1], results, 3},
};
static const struct judgement judgement = {.on = 20780, .targets = targets, .n = 2};

const struct judgement *
fixture_judgement(void)
{
    return &judgement;
}
