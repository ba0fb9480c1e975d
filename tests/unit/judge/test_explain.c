/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Explanations, word for word: what people read is part of the interface.
 */
#include "compile.h"
#include "judge/explain.h"
#include "support/cases.h"

struct row {
    const char *name;
    const char *when, *must;
    const char *facts;
    enum verdict verdict;
    const char *reason, *remedy;
    const char *offending, *absent, *missing; /* joined by "; " */
    bool unlisted;
};

#define P VERDICT_PASS
#define X VERDICT_FAIL
#define Q VERDICT_UNKNOWN
#define N VERDICT_NOT_APPLICABLE

static const struct row ROWS[] = {
    /* sets */
    {"outside a list", NULL, "toy.groups.all(g, g.name in approved)", "groups=A,D,E", X,
     "offers 2 groups outside the list: D, E", "Switch off: D, E.", "D; E", "", "", true},
    {"outside a list, one", NULL, "toy.groups.all(g, g.name in approved)", "groups=A,D", X,
     "offers 1 group outside the list: D", "Switch off: D.", "D", "", "", true},
    {"banned by name", NULL, "toy.groups.all(g, !(g.name in approved))", "groups=A,D", X,
     "offers 1 group that is not allowed: A", "Switch off: A.", "A", "", "", false},
    {"banned by property", NULL, "toy.groups.all(g, !g.pq)", "groups=A,D,E", X,
     "offers 2 groups that are not allowed: D, E", "Switch off: D, E.", "D; E", "", "", false},
    {"some unlisted, some banned", NULL,
     "toy.groups.all(g, g.name in ['A', 'B', 'D'] && g.name != 'D')", "groups=C,D", X,
     "offers 2 groups that are not allowed: C, D", "Switch off: C, D.", "C; D", "", "", false},
    {"a long list is cut, in the order of the registry", NULL,
     "toy.suites.all(s, s.name in strong)", "suites=S69,S09,S08,S07,S06,S05,S04,S02", X,
     "offers 7 suites outside the list: S02, S04, S05, S06, S07 (and 2 more)",
     "Switch off: S02, S04, S05, S06, S07 (and 2 more).", "S02; S04; S05; S06; S07; S08; S09", "",
     "", true},
    {"one of several", NULL, "toy.groups.exists(g, g.pq)", "groups=A", X,
     "offers none of the 2 groups of which one is needed: D, E", "Offer at least one of: D, E.", "",
     "D; E", "", false},
    {"one", NULL, "toy.groups.exists(g, g.name == 'E')", "groups=A", X, "does not offer E",
     "Offer E.", "", "E", "", false},
    {"none that we know", NULL, "toy.groups.exists(g, g.code > 99)", "groups=A", X,
     "offers nothing that would do", "Nothing in our registry would do.", "", "", "", false},
    {"something at all", NULL, "size(toy.groups) > 0", "groups=", X, "offers no groups",
     "Offer at least one of: A, B, C, D, E.", "", "A; B; C; D; E", "", false},
    {"two of several", NULL, "size(toy.groups.filter(g, g.name != 'A')) >= 2", "groups=A,B", X,
     "offers 1 of the 4 groups of which 2 are needed: B, C, D, E",
     "Offer at least 2 of: B, C, D, E.", "", "B; C; D; E", "", false},
    {"at most one", NULL, "size(toy.groups) <= 1", "groups=A,B", X,
     "offers 2 groups where at most 1 is allowed: A, B", "Switch off all but 1 of: A, B.", "A; B",
     "", "", false},

    /* scalars */
    {"flag", NULL, "!toy.on", "on", X, "on is on, must be off", "Switch off on.", "on: on", "", "",
     false},
    {"flag on", NULL, "toy.on", "!on", X, "on is off, must be on", "Switch on on.", "on: off", "",
     "", false},
    {"number too low", NULL, "toy.bits >= 2048", "bits=1024", X,
     "bits is 1024 bits, must be at least 2048 bits", "Raise the bits to at least 2048 bits.",
     "bits: 1024 bits", "", "", false},
    {"number too high", NULL, "toy.bits <= 1", "bits=2", X, "bits is 2 bits, must be at most 1 bit",
     "Lower the bits to at most 1 bit.", "bits: 2 bits", "", "", false},
    {"number exactly, too low", NULL, "toy.bits == 3", "bits=1", X, "bits is 1 bit, must be 3 bits",
     "Set the bits to 3 bits.", "bits: 1 bit", "", "", false},
    {"number exactly, too high", NULL, "toy.on && toy.bits == 3", "bits=4 on", X,
     "bits is 4 bits, must be 3 bits", "Set the bits to 3 bits.", "bits: 4 bits", "", "", false},
    {"number between", NULL, "toy.bits >= 3 && toy.bits <= 4", "bits=5", X,
     "bits is 5 bits, must be at most 4 bits", "Lower the bits to at most 4 bits.", "bits: 5 bits",
     "", "", false},
    {"number not exactly", NULL, "toy.bits != 3", "bits=3", X,
     "bits is 3 bits, must be at least 4 bits; and bits is 3 bits, must be at most 2 bits",
     "Raise the bits to at least 4 bits; or lower the bits to at most 2 bits.", "bits: 3 bits", "",
     "", false},
    {"number exactly, met", NULL, "toy.bits == 3", "bits=3", P, "bits is 3 bits", "", "", "", "",
     false},
    {"string of one", NULL, "toy.key.alg == 'EC'", "key.alg=RSA", X, "key.alg is RSA, must be EC",
     "Set the key.alg to EC.", "key.alg: RSA", "", "", true},
    {"string of several", NULL, "toy.key.alg in ['EC', 'DSA']", "key.alg=RSA", X,
     "key.alg is RSA, must be one of DSA, EC", "Set the key.alg to one of DSA, EC.", "key.alg: RSA",
     "", "", true},
    {"string banned", NULL, "toy.key.alg != 'RSA'", "key.alg=RSA", X,
     "key.alg is RSA, which is not allowed", "Set the key.alg to other than RSA.", "key.alg: RSA",
     "", "", false},
    {"string empty", NULL, "toy.curve == 'P'", "curve=", X, "curve is empty, must be P",
     "Set the curve to P.", "curve: empty", "", "", true},
    {"time passed", NULL, "toy.until > now", "until=86399", X,
     "until is 1970-01-01 23:59:59, must be 1970-01-02 or later",
     "Move the until to 1970-01-02 or later.", "until: 1970-01-01 23:59:59", "", "", false},
    {"time too late", NULL, "toy.until < timestamp('1970-01-02T00:00:00Z')", "until=172800", X,
     "until is 1970-01-03, must be before 1970-01-02", "Move the until to before 1970-01-02.",
     "until: 1970-01-03", "", "", false},
    {"list lacks", NULL, "'a' in toy.uses", "uses=b", X, "uses does not hold a",
     "Add a to the uses.", "", "a", "", false},
    {"list lacks both", NULL, "toy.uses.exists(u, u in ['a', 'b'])", "uses=c", X,
     "uses holds none of a, b, of which one is needed", "Add one of a, b to the uses.", "", "a; b",
     "", false},
    {"list holds nothing else", NULL, "toy.uses.exists(u, u != 'a')", "uses=a", X,
     "uses holds nothing but a, must hold something else",
     "Add something other than a to the uses.", "", "", "", false},
    {"list holds what it must not", NULL, "!('b' in toy.uses)", "uses=a,b", X,
     "uses holds b, which is not allowed", "Remove b from the uses.", "b", "", "", false},
    {"list holds others", NULL, "toy.uses.all(u, u in ['a'])", "uses=a,c,b", X,
     "uses holds c, b, which are not on the list", "Remove c, b from the uses.", "c; b", "", "",
     true},
    {"list too short", NULL, "size(toy.uses) >= 1", "uses=", X,
     "uses has 0 entries, must be at least 1", "Put at least 1 entry in the uses.", "", "", "",
     false},
    {"the day", NULL, "now < timestamp('1970-01-01T12:00:00Z')", "", X,
     "the day is 1970-01-01, must be before 1970-01-01 12:00:00", "", "", "", "", false},
    {"opaque", NULL, "toy.bits * 2 > 5", "bits=1", X, "this does not hold: toy.bits * 2 > 5", "",
     "", "", "", false},
    {"a hostile value is cut", NULL, "toy.curve == 'P'",
     "curve="
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
     X,
     "curve is "
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."
     ", must be P",
     "Set the curve to P.",
     "curve: "
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...",
     "", "", true},

    /* connectives */
    {"both fail", NULL, "toy.bits >= 5 && toy.groups.all(g, !g.pq)", "bits=1 groups=D", X,
     "offers 1 group that is not allowed: D; bits is 1 bit, must be at least 5 bits",
     "Switch off: D; raise the bits to at least 5 bits.", "D; bits: 1 bit", "", "", false},
    {"one of two fails", NULL, "toy.bits >= 5 && toy.on", "bits=1 on", X,
     "bits is 1 bit, must be at least 5 bits", "Raise the bits to at least 5 bits.", "bits: 1 bit",
     "", "", false},
    {"one fails, the other is unknown", NULL, "toy.bits >= 5 && toy.on", "bits=1", X,
     "bits is 1 bit, must be at least 5 bits", "Raise the bits to at least 5 bits.", "bits: 1 bit",
     "", "", false},
    {"no alternative holds", NULL, "toy.bits >= 5 || toy.on", "bits=1 !on", X,
     "on is off, must be on; and bits is 1 bit, must be at least 5 bits",
     "Switch on on; or raise the bits to at least 5 bits.", "on: off; bits: 1 bit", "", "", false},
    {"an implication names its guard", NULL, "toy.key.alg != 'RSA' || toy.key.bits >= 3000",
     "key.alg=RSA key.bits=2048", X,
     "key.bits is 2048 bits, must be at least 3000 bits, as key.alg is RSA",
     "Raise the key.bits to at least 3000 bits.", "key.bits: 2048 bits", "", "", false},
    {"a guard that is a set is a way out", NULL, "!toy.groups.exists(g, g.pq) || toy.on",
     "groups=D !on", X, "on is off, must be on, as it offers D", "Switch on on; or switch off: D.",
     "on: off", "", "", false},
    {"a case for each algorithm", NULL,
     "(toy.key.alg in ['RSA', 'DSA'] && toy.key.bits >= 3000) || "
     "(toy.key.alg == 'EC' && toy.key.bits >= 250)",
     "key.alg=RSA key.bits=2048", X,
     "key.bits is 2048 bits, must be at least 3000 bits, as key.alg is RSA",
     "Raise the key.bits to at least 3000 bits.", "key.bits: 2048 bits", "", "", false},
    {"a case for each algorithm, one without more", NULL,
     "toy.key.alg == 'DSA' || (toy.key.alg == 'RSA' && toy.on && toy.key.bits >= 3000)",
     "key.alg=RSA key.bits=2048 !on", X,
     "on is off, must be on; key.bits is 2048 bits, must be at least 3000 bits, as key.alg "
     "is RSA",
     "Switch on on; raise the key.bits to at least 3000 bits.", "on: off; key.bits: 2048 bits", "",
     "", false},
    {"no case fits", NULL,
     "(toy.key.alg == 'RSA' && toy.key.bits >= 3000) || (toy.key.alg == 'EC' && toy.on)",
     "key.alg=DSA key.bits=4000 on", X,
     "key.alg is DSA, must be EC; and key.alg is DSA, must be RSA",
     "Set the key.alg to EC; or set the key.alg to RSA.", "key.alg: DSA", "", "", true},
    {"only guards", NULL, "!(toy.on && toy.key.alg == 'RSA')", "on key.alg=RSA", X,
     "on is on, must be off; and key.alg is RSA, which is not allowed",
     "Switch off on; or set the key.alg to other than RSA.", "on: on; key.alg: RSA", "", "", false},
    {"never", NULL, "toy.on && !toy.on", "on", X, "can never be met", "", "", "", "", false},

    /* pass, not applicable */
    {"met by an element", NULL, "toy.groups.exists(g, g.pq)", "groups=A,E", P, "it offers E", "",
     "", "", "", false},
    {"met by what is not there", NULL, "toy.groups.all(g, g.name in approved)", "groups=A", P,
     "it offers no other groups", "", "", "", "", false},
    {"met by a number", NULL, "toy.bits >= 5", "bits=7", P, "bits is 7 bits", "", "", "", "",
     false},
    {"met twice", NULL, "toy.bits >= 5 && toy.on", "bits=7 on", P, "on is on; bits is 7 bits", "",
     "", "", "", false},
    {"met by an alternative", NULL, "toy.key.alg != 'RSA' || toy.key.bits >= 3000",
     "key.alg=RSA key.bits=4096", P, "key.bits is 4096 bits", "", "", "", "", false},
    {"met because it matters not", NULL, "toy.key.alg != 'RSA' || toy.key.bits >= 3000",
     "key.alg=EC", P, "key.alg is EC", "", "", "", "", false},
    {"met in any case", "toy.on", "toy.bits >= 5", "bits=7", P, "bits is 7 bits", "", "", "", "",
     false},
    {"always", NULL, "true", "", P, "always so", "", "", "", "", false},
    {"does not apply", "toy.key.alg == 'RSA'", "toy.key.bits >= 3000", "key.alg=EC", N,
     "does not apply: key.alg is EC", "", "", "", "", false},
    {"does not apply, though it fails", "toy.on", "toy.bits >= 5", "!on bits=1", N,
     "does not apply: on is off", "", "", "", "", false},
    {"does not apply: not offered", "toy.groups.exists(g, g.name == 'E')", "toy.on", "groups=A", N,
     "does not apply: it does not offer E", "", "", "", "", false},

    /* unknown */
    {"number not known", NULL, "toy.bits >= 5", "", Q, "not known: bits", "", "", "", "bits",
     false},
    {"some elements not known", NULL, "toy.groups.all(g, !g.pq)", "groups=A,D?,C?", Q,
     "not known: 1 of groups", "", "", "", "groups: D", false},
    {"the set not known", NULL, "toy.groups.all(g, false)", "", Q, "not known: groups", "", "", "",
     "groups", false},
    {"a strange name", NULL, "toy.groups.all(g, g.name in approved)", "groups=A,+weird", Q,
     "not known: groups that our registry lacks", "", "", "", "groups: not in our registry: weird",
     false},
    {"a strange name and an element", NULL, "toy.groups.all(g, !g.pq)", "groups=A,E?,+weird", Q,
     "not known: 1 of groups", "", "", "", "groups: E; not in our registry: weird", false},
    {"what does not matter is not asked for", NULL, "toy.bits >= 5 || toy.on", "bits=1 !on", X,
     "on is off, must be on; and bits is 1 bit, must be at least 5 bits",
     "Switch on on; or raise the bits to at least 5 bits.", "on: off; bits: 1 bit", "", "", false},
    {"only the open alternative", NULL, "toy.bits >= 5 || toy.on", "bits=1", Q, "not known: on", "",
     "", "", "on", false},
    {"may not apply", "toy.on", "toy.bits >= 5", "", Q, "may not apply; not known: on, bits", "",
     "", "", "on; bits", false},
    {"fails if it applies", "toy.on", "toy.bits >= 5", "bits=1", Q,
     "fails if it applies (bits is 1 bit, must be at least 5 bits); not known: on", "", "", "",
     "on", false},
    {"opaque and unknown", NULL, "toy.bits * 2 > 5", "", Q, "not known: bits", "", "", "", "bits",
     false},
    {"opaque over a set", NULL, "toy.groups.all(g, toy.curve.startsWith(g.name))",
     "groups=A,B? curve=Ax", Q, "not known: 1 of groups", "", "", "", "groups: B", false},
    {"opaque and wrong", NULL, "1 / toy.bits == 1", "bits=0", Q,
     "cannot be evaluated: divide by zero", "", "", "", "", false},
};

static void
joined(struct slices s, const char *want)
{
    struct buf b;
    buf_init(&b, &case_arena, 100000);
    for (size_t i = 0; i < s.n; i++)
        buf_printf(&b, "%s%.*s", i ? "; " : "", SL_FMT(s.v[i]));
    assert_string_equal(arena_str(&case_arena, buf_slice(&b)), want);
}

/* One rule on one asset, as judge.c does it, on 1970-01-01. */
static struct finding
found(const struct compiler *c, struct requirement *req, const struct asset *as)
{
    struct form f;
    struct rule rule;
    struct program p;
    struct opaque o;
    struct lanes l;
    struct err e = {0};
    struct finding out = {.requirement = req, .asset = as};
    form_init(&f, &case_arena, &c->world->kind);
    assert_true(ground_rule(&rule, &f, c->conditions, req, &e));
    program_build(&p, &case_arena, &f, (ref_t[]){rule.when, rule.must}, 2);
    opaque_init(&o, &case_arena, &p, c->conditions);
    lanes_init(&l, &case_arena, &p);
    lanes_load(&l, &p, &as, 1);
    opaque_load(&l, &case_arena, &o, 0);
    struct truth *t = NEW_ARRAY(&case_arena, struct truth, p.nsteps);
    eval_run(t, &p, &l, 86399);
    struct witness w = {.program = &p, .truth = t, .asset = as, .opaque = &o, .on = 0};
    out.verdict = explain_verdict(&w, &rule);
    explain(&out, &case_arena, &w, &rule);
    return out;
}

static void
explains(void **state)
{
    const struct row *r = *state;
    struct world w;
    struct compiler c;
    struct asset as;
    world_make(&w, &case_arena);
    compiler_init(&c, &case_arena, &w);
    world_asset(&as, &case_arena, &w, r->facts);
    struct finding f = found(&c, compiler_requirement(&c, &case_arena, r->when, r->must), &as);
    assert_string_equal(verdict_name(f.verdict), verdict_name(r->verdict));
    assert_string_equal(arena_str(&case_arena, f.reason), r->reason);
    assert_string_equal(arena_str(&case_arena, f.remedy), r->remedy);
    joined(f.offending, r->offending);
    joined(f.absent, r->absent);
    joined(f.missing_facts, r->missing);
    assert_int_equal(f.unlisted, r->unlisted);
}

static void
the_facts_own_reason_and_the_vocabularys_hint_are_told(void **state)
{
    (void)state;
    struct world w;
    struct compiler c;
    struct asset as;
    world_make(&w, &case_arena);
    compiler_init(&c, &case_arena, &w);
    world_asset(&as, &case_arena, &w, "groups=A?");
    as.facts[F_BITS].reason = SL("timed out after 5 s");
    as.facts[F_GROUPS].reason = SL("not asked");
    struct requirement *r = compiler_requirement(
        &c, &case_arena, NULL, "toy.bits > 5 && toy.groups.exists(g, g.name == 'A')");
    struct finding f = found(&c, r, &as);
    joined(f.missing_facts, "groups: A (not asked); bits (timed out after 5 s)");
    joined(f.collect, "Look at groups.; Look at bits.");
}

static void
a_remedy_of_the_standard_goes_first(void **state)
{
    (void)state;
    struct world w;
    struct compiler c;
    struct asset as;
    world_make(&w, &case_arena);
    compiler_init(&c, &case_arena, &w);
    world_asset(&as, &case_arena, &w, "bits=1");
    struct requirement *r = compiler_requirement(&c, &case_arena, NULL, "toy.bits > 5");
    r->remedy = SL("Buy a new one.");
    assert_string_equal(arena_str(&case_arena, found(&c, r, &as).remedy), "Buy a new one.");
}

/* Where the vocabulary has labels, people read those. */
static void
labels_go_before_paths(void **state)
{
    static const struct {
        const char *must, *reason, *remedy;
    } rows[] = {
        {"!toy.on", "session tickets are on, must be off", "Switch off session tickets."},
        {"toy.key.bits >= 2048", "key size is 1024 bits, must be at least 2048 bits",
         "Raise the key size to at least 2048 bits."},
        {"toy.key.alg == 'EC'", "key algorithm is RSA, must be EC", "Set the key algorithm to EC."},
        {"'a' in toy.uses", "list of uses does not hold a", "Add a to the list of uses."},
        {"toy.bits > 5", "not known: size of the prime", ""},
    };
    (void)state;
    struct world w;
    struct compiler c;
    struct asset as;
    world_make(&w, &case_arena);
    w.kind.fields[F_ON].label = SL("session tickets");
    w.kind.fields[F_KEY_BITS].label = SL("key size");
    w.kind.fields[F_ALG].label = SL("key algorithm");
    w.kind.fields[F_USES].label = SL("list of uses");
    w.kind.fields[F_BITS].label = SL("size of the prime");
    compiler_init(&c, &case_arena, &w);
    world_asset(&as, &case_arena, &w, "on key.bits=1024 key.alg=RSA uses=b");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct finding f =
            found(&c, compiler_requirement(&c, &case_arena, NULL, rows[i].must), &as);
        assert_string_equal(arena_str(&case_arena, f.reason), rows[i].reason);
        assert_string_equal(arena_str(&case_arena, f.remedy), rows[i].remedy);
    }
}

/* A certificate is not configured: another one takes its place. */
static void
what_is_replaced_is_not_configured(void **state)
{
    (void)state;
    struct world w;
    struct compiler c;
    struct asset as;
    world_make(&w, &case_arena);
    w.kind.name = SL("cert");
    compiler_init(&c, &case_arena, &w);
    world_asset(&as, &case_arena, &w, "bits=1 key.alg=DSA on uses=b,c until=5");
    struct requirement *r = compiler_requirement(
        &c, &case_arena, NULL,
        "cert.bits >= 2048 && cert.key.alg in ['RSA', 'EC'] && !cert.on && 'a' in cert.uses");
    assert_string_equal(arena_str(&case_arena, found(&c, r, &as).remedy),
                        "Replace the certificate by one with no on and bits of at least 2048 "
                        "bits and key.alg one of EC, RSA and a in the uses.");
    r = compiler_requirement(&c, &case_arena, NULL,
                             "cert.until > now && cert.key.alg != 'DSA' && !('b' in cert.uses)");
    assert_string_equal(arena_str(&case_arena, found(&c, r, &as).remedy),
                        "Replace the certificate by one with key.alg other than DSA and no b in "
                        "the uses and until 1970-01-02 or later.");
}

static void
the_order_does_not_depend_on_what_else_is_compiled(void **state)
{
    (void)state;
    struct world w;
    struct compiler c;
    struct asset as;
    world_make(&w, &case_arena);
    compiler_init(&c, &case_arena, &w);
    world_asset(&as, &case_arena, &w, "bits=1 !on groups=A");
    static const char *const MUST[] = {
        "toy.on && toy.bits > 5 && toy.groups.exists(g, g.pq)",
        "toy.groups.exists(g, g.pq) && toy.bits > 5 && toy.on",
        "toy.bits > 5 && toy.groups.exists(g, g.pq) && toy.on",
    };
    for (size_t i = 0; i < COUNT_OF(MUST); i++) {
        struct finding f = found(&c, compiler_requirement(&c, &case_arena, NULL, MUST[i]), &as);
        assert_string_equal(arena_str(&case_arena, f.reason),
                            "offers none of the 2 groups of which one is needed: D, E; on is "
                            "off, must be on; bits is 1 bit, must be at least 6 bits");
    }
}

int
main(void)
{
    CASES_TABLE(ROWS, explains);
    CASES_TEST(the_facts_own_reason_and_the_vocabularys_hint_are_told);
    CASES_TEST(a_remedy_of_the_standard_goes_first);
    CASES_TEST(labels_go_before_paths);
    CASES_TEST(what_is_replaced_is_not_configured);
    CASES_TEST(the_order_does_not_depend_on_what_else_is_compiled);
    return cases_run("explain");
}
