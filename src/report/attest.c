/* SPDX-License-Identifier: Apache-2.0 */
#include "report/attest.h"

#include "base/cleanup.h"
#include "base/map.h"
#include "report/summary.h"

#define ASSESSOR_REF "comity:assessor"

struct attest {
    struct json_write *w;
    const struct judgement *j;
    const struct cyclonedx *doc;
    struct slice version;
    struct arena *a;
    struct map seen; /* refs already written: the same rule serves several regimes */
};

/* True the first time a ref is asked about. */
static bool
first_time(struct attest *t, struct slice ref)
{
    return map_put(t->a, &t->seen, ref, t) == NULL;
}

static struct slice
standard_ref(struct arena *a, const struct standard *s)
{
    return arena_printf(a, "standard:%.*s", SL_FMT(s->id));
}

static struct slice
requirement_ref(struct arena *a, const struct requirement *r)
{
    return arena_printf(a, "requirement:%.*s:%.*s", SL_FMT(r->standard->id), SL_FMT(r->id));
}

/* One claim per requirement, target and asset. A finding may have no asset: nothing was seen. */
static struct slice
claim_ref(struct arena *a, size_t target, const struct finding *f)
{
    return arena_printf(a, "claim:%zu:%.*s:%.*s:%.*s", target, SL_FMT(f->requirement->standard->id),
                        SL_FMT(f->requirement->id), SL_FMT(f->asset ? f->asset->id : SL("none")));
}

static struct slice
evidence_ref(struct arena *a, size_t target)
{
    return arena_printf(a, "evidence:%zu", target);
}

static void
requirement(struct attest *t, const struct requirement *r)
{
    json_write_object(t->w);
    json_write_member(t->w, "bom-ref", requirement_ref(t->a, r));
    json_write_member(t->w, "identifier", r->id);
    json_write_member(t->w, "title",
                      arena_printf(t->a, "%.*s (%s)", SL_FMT(r->clause), keyword_name(r->keyword)));
    json_write_member(t->w, "text", text_get(&r->text, "en"));
    json_write_end(t->w);
}

/* One standard with all its requirements: an attestation shows what it leaves out. */
static void
standard(struct attest *t, const struct standard *s)
{
    json_write_object(t->w);
    json_write_member(t->w, "bom-ref", standard_ref(t->a, s));
    json_write_member(t->w, "name", s->id);
    json_write_member(t->w, "version", s->edition);
    json_write_member(t->w, "description", text_get(&s->title, "en"));
    json_write_member(t->w, "owner", s->authority);
    json_write_key(t->w, "requirements");
    json_write_array(t->w);
    for (size_t i = 0; i < s->n; i++)
        requirement(t, &s->requirements[i]);
    json_write_end(t->w);
    json_write_end(t->w);
}

static void
definitions(struct attest *t)
{
    json_write_key(t->w, "definitions");
    json_write_object(t->w);
    json_write_key(t->w, "standards");
    json_write_array(t->w);
    const struct target_result *first = t->j->n ? &t->j->targets[0] : NULL;
    for (size_t r = 0; first && r < first->n; r++) {
        const struct regime *regime = first->regimes[r].regime;
        for (size_t p = 0; p < regime->n; p++)
            if (first_time(t, standard_ref(t->a, regime->parts[p].standard)))
                standard(t, regime->parts[p].standard);
    }
    json_write_end(t->w);
    json_write_end(t->w);
}

static void
assessors(struct attest *t)
{
    json_write_key(t->w, "assessors");
    json_write_array(t->w);
    json_write_object(t->w);
    json_write_member(t->w, "bom-ref", SL(ASSESSOR_REF));
    json_write_key(t->w, "thirdParty");
    json_write_bool(t->w, false);
    json_write_key(t->w, "organization");
    json_write_object(t->w);
    json_write_member(t->w, "name", arena_printf(t->a, "Comity %.*s", SL_FMT(t->version)));
    json_write_end(t->w);
    json_write_end(t->w);
    json_write_end(t->w);
}

static bool
is_claim(const struct finding *f)
{
    return f->verdict == VERDICT_PASS || f->verdict == VERDICT_FAIL;
}

static void
one_ref(struct json_write *w, const char *key, struct slice ref)
{
    json_write_key(w, key);
    json_write_array(w);
    json_write_text(w, ref);
    json_write_end(w);
}

static void
claim(struct attest *t, size_t target, const struct finding *f, struct slice ref)
{
    const struct evidence *ev = t->j->targets[target].evidence;
    bool pass = f->verdict == VERDICT_PASS;
    json_write_object(t->w);
    json_write_member(t->w, "bom-ref", ref);
    if (f->asset)
        json_write_member(t->w, "target", cyclonedx_ref_of(t->doc, ev, f->asset));
    json_write_member(t->w, "predicate",
                      arena_printf(t->a, "%s %.*s", pass ? "Meets" : "Does not meet",
                                   SL_FMT(finding_clause(t->a, f))));
    if (f->reason.n)
        json_write_member(t->w, "reasoning", f->reason);
    one_ref(t->w, "evidence", evidence_ref(t->a, target));
    json_write_end(t->w);
}

static void
claims(struct attest *t)
{
    json_write_key(t->w, "claims");
    json_write_array(t->w);
    for (size_t i = 0; i < t->j->n; i++)
        for (size_t r = 0; r < t->j->targets[i].n; r++) {
            const struct regime_result *result = &t->j->targets[i].regimes[r];
            for (size_t k = 0; k < result->n; k++) {
                const struct finding *f = &result->findings[k];
                if (!is_claim(f))
                    continue;
                struct slice ref = claim_ref(t->a, i, f);
                if (first_time(t, ref))
                    claim(t, i, f, ref);
            }
        }
    json_write_end(t->w);
}

/* What the claims rest on: the facts stand in the BOM itself, under the assets. */
static void
evidence(struct attest *t)
{
    json_write_key(t->w, "evidence");
    json_write_array(t->w);
    for (size_t i = 0; i < t->j->n; i++) {
        const struct evidence *ev = t->j->targets[i].evidence;
        json_write_object(t->w);
        json_write_member(t->w, "bom-ref", evidence_ref(t->a, i));
        json_write_member(t->w, "propertyName", SL("comity:facts"));
        json_write_member(
            t->w, "description",
            arena_printf(t->a, "Facts about %.*s by %.*s; listed in this BOM under its assets.",
                         SL_FMT(ev->target),
                         SL_FMT(ev->norigins ? ev->origins[0].method : SL("statement"))));
        json_write_end(t->w);
    }
    json_write_end(t->w);
}

struct sureness {
    double score;
    const char *text;
};

static const struct sureness *
sureness_of(enum reading r)
{
    static const struct sureness table[] = {
        [READ_PRIMARY] = {1.0, "The rule was read in the issuer's text."},
        [READ_RENDERING] = {0.8, "The rule was read in a rendering of the text."},
        [READ_SECONDARY] = {0.5, "The rule was read on a secondary page only."},
        [READ_RECALLED] = {0.3, "The rule was recalled, not re-read."},
    };
    return &table[r];
}

static void
conformance(struct attest *t, const struct finding *f)
{
    json_write_key(t->w, "conformance");
    json_write_object(t->w);
    if (is_claim(f)) {
        json_write_key(t->w, "score");
        json_write_int(t->w, f->verdict == VERDICT_PASS);
    }
    json_write_member(t->w, "rationale",
                      arena_printf(t->a, "%s%s%.*s", verdict_name(f->verdict),
                                   f->reason.n ? ": " : "", SL_FMT(f->reason)));
    json_write_end(t->w);
    const struct sureness *sure = sureness_of(f->requirement->read);
    json_write_key(t->w, "confidence");
    json_write_object(t->w);
    json_write_key(t->w, "score");
    json_write_double(t->w, sure->score);
    json_write_member(t->w, "rationale", slice_str(sure->text));
    json_write_end(t->w);
}

static void
attestation(struct attest *t, size_t target, const struct regime_result *r)
{
    json_write_object(t->w);
    json_write_member(t->w, "summary",
                      arena_printf(t->a, "%.*s against %.*s: %s. %.*s.",
                                   SL_FMT(t->j->targets[target].evidence->target),
                                   SL_FMT(r->regime->id), verdict_name(r->verdict),
                                   SL_FMT(regime_summary(t->a, r))));
    json_write_member(t->w, "assessor", SL(ASSESSOR_REF));
    json_write_key(t->w, "map");
    json_write_array(t->w);
    for (size_t i = 0; i < r->n; i++) {
        const struct finding *f = &r->findings[i];
        json_write_object(t->w);
        json_write_member(t->w, "requirement", requirement_ref(t->a, f->requirement));
        if (is_claim(f))
            one_ref(t->w, f->verdict == VERDICT_PASS ? "claims" : "counterClaims",
                    claim_ref(t->a, target, f));
        conformance(t, f);
        json_write_end(t->w);
    }
    json_write_end(t->w);
    json_write_end(t->w);
}

static void
attestations(struct attest *t)
{
    json_write_key(t->w, "attestations");
    json_write_array(t->w);
    for (size_t i = 0; i < t->j->n; i++)
        for (size_t r = 0; r < t->j->targets[i].n; r++)
            attestation(t, i, &t->j->targets[i].regimes[r]);
    json_write_end(t->w);
}

void
attest_write(struct json_write *w, const struct judgement *j, const struct cyclonedx *doc,
             struct slice version)
{
    AUTO_ARENA a = {0};
    struct attest t = {.w = w, .j = j, .doc = doc, .version = version, .a = &a};
    json_write_key(w, "declarations");
    json_write_object(w);
    assessors(&t);
    attestations(&t);
    claims(&t);
    evidence(&t);
    json_write_end(w);
    definitions(&t);
}
