/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/emit.h"

#include "base/cleanup.h"
#include "judge/compiled.h"
#include "solve/emit_write.h"

const char *const emit_names[EMIT_OPENSSL + 1] = {
    [EMIT_NGINX] = "nginx",
    [EMIT_APACHE] = "apache",
    [EMIT_HAPROXY] = "haproxy",
    [EMIT_OPENSSL] = "openssl",
};

struct slice
emit_profile(enum emit_server s)
{
    switch (s) {
    case EMIT_NGINX:
        return SL("nginx-1.22-openssl-3.0");
    case EMIT_APACHE:
        return SL("apache-2.4-openssl-3.0");
    case EMIT_HAPROXY:
        return SL("haproxy-2.6-openssl-3.0");
    case EMIT_OPENSSL:
        return SL("s_server-openssl-3.0");
    }
    return (struct slice){0};
}

/* --- what the program cannot ------------------------------------------------------------------ */

static struct slice
wanted(struct arena *a, const struct finding *f)
{
    struct buf b;
    buf_init(&b, a, EMIT_SIZE_MAX);
    for (size_t i = 0; i < f->offending.n; i++)
        buf_printf(&b, "%s%.*s", i ? ", " : "", SL_FMT(f->offending.v[i]));
    return b.n ? buf_slice(&b) : f->reason;
}

/* The profile's rules that the configuration breaks. */
static bool
find_gaps(struct emitted *out, struct arena *a, const struct emit_request *rq, struct err *e)
{
    const struct evidence *ev = rq->configuration;
    const struct standard *profile = catalog_server(rq->catalog, emit_profile(rq->server));
    if (!profile)
        return err_set(e, ERR_INPUT, "the data folder has no servers/%.*s.yaml",
                       SL_FMT(emit_profile(rq->server)));
    out->gaps = NEW_ARRAY(a, struct emit_gap, profile->n * ev->n);
    for (size_t i = 0; i < profile->n; i++)
        for (size_t k = 0; k < ev->n; k++) {
            const struct requirement *r = &profile->requirements[i];
            struct finding f;
            if (r->kind != ev->assets[k].kind)
                continue;
            if (!judge_one(&f, a, rq->catalog, r, &ev->assets[k], rq->because.on, e))
                return err_in(e, "%.*s", SL_FMT(r->id));
            if (f.verdict == VERDICT_FAIL)
                out->gaps[out->ngaps++] =
                    (struct emit_gap){wanted(a, &f), text_get(&r->text, "en"), r->remedy, r};
        }
    return true;
}

/* --- what no configuration can ---------------------------------------------------------------- */

/* Facts about the build and those who run it. */
static const char *const beyond[] = {"validated_module"};

static bool
speaks_of(const struct unit *u, const struct rule *r)
{
    AUTO_ARENA scratch = {0};
    uint64_t *fields = bits_new(&scratch, u->kind->n);
    form_fields(&u->form, &scratch, r->must, fields);
    for (size_t i = 0; i < COUNT_OF(beyond); i++) {
        const struct field *f = kind_field(u->kind, slice_str(beyond[i]));
        if (f && bits_has(fields, kind_index(u->kind, f)))
            return true;
    }
    return false;
}

static void
find_duties(struct emitted *out, struct arena *a, const struct because_request *rq)
{
    VEC(struct slice) duties = {0};
    size_t n = rq->regimes ? rq->nregimes : rq->judge->nregimes;
    for (size_t g = 0; g < n; g++) {
        const struct compiled_regime *cr = &rq->judge->regimes[rq->regimes ? rq->regimes[g] : g];
        for (size_t i = 0; i < cr->rules.n; i++) {
            const struct requirement *r = cr->rules.v[i].requirement;
            const struct unit *u = &rq->judge->units[cr->rules.v[i].unit];
            bool counts = r->keyword == KEYWORD_SHALL && r->from <= rq->on && rq->on <= r->until;
            if (counts && speaks_of(u, &u->rules.v[cr->rules.v[i].rule]))
                vec_push(a, &duties,
                         arena_printf(a,
                                      "%.*s (%.*s: %.*s %.*s, %.*s). A build of OpenSSL as it "
                                      "comes with Debian holds no such certificate.",
                                      SL_FMT(text_get(&r->text, "en")), SL_FMT(cr->regime->id),
                                      SL_FMT(r->standard->id), SL_FMT(r->clause), SL_FMT(r->id)));
        }
    }
    out->duties = (struct slices){duties.v, duties.n};
}

bool
emit_config(struct emitted *out, struct arena *a, const struct emit_request *rq, struct err *e)
{
    static bool (*const programs[])(struct emitted * to, struct arena * a,
                                    const struct emit_settings *s, struct err *e) = {
        [EMIT_NGINX] = emit_nginx,
        [EMIT_APACHE] = emit_apache,
        [EMIT_HAPROXY] = emit_haproxy,
        [EMIT_OPENSSL] = emit_openssl,
    };
    struct emit_settings s;
    *out = (struct emitted){0};
    if (!emit_settings(&s, a, rq, e) || !find_gaps(out, a, rq, e))
        return false;
    find_duties(out, a, &rq->because);
    return programs[rq->server](out, a, &s, e) && emit_keys(out, a, &s, e);
}
