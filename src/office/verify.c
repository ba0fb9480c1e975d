/* SPDX-License-Identifier: Apache-2.0 */
#include "office/verify.h"

#include "base/cleanup.h"
#include "base/vec.h"
#include "committee/ballot.h"
#include "office/folds.h"
#include "record/files.h"
#include "record/publish.h"
#include "record/read.h"
#include "record/tree.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

#include <inttypes.h>
#include <sys/stat.h>

#define KEPT_MAX ((size_t)1 << 20) /* octets of a kept checkpoint or receipt */
#define OBJECT_MAX ((size_t)16 << 20)

struct verifying {
    const struct verify_options *o;
    struct verified *out;
    struct arena *a; /* of the answer */
    struct folds folds;
    bool stopped;                   /* at a difference in what the events say */
    const struct record_kept *kept; /* or null */
    VEC(struct slice) limits;
    VEC(struct verify_ballot) ballots;
};

/* The first one counts. */
static void
differs(struct verifying *v, const char *kind, struct slice what)
{
    v->stopped = true;
    v->out->kind = slice_str(kind);
    v->out->difference = what;
}

/* --- events --------------------------------------------------------------------------------- */

static const char *
refused_kind(const struct event *ev)
{
    struct slice name = slice_str(ev->kind->name);
    if (slice_eq_str(name, "ballot.closed"))
        return "ballot-miscounted";
    return slice_has_prefix(name, SL("vote.")) ? "vote-refused" : "act-refused";
}

static void
count(struct verified *out, const struct event *ev)
{
    struct slice name = slice_str(ev->kind->name);
    out->comments += slice_eq_str(name, "comment.filed");
    out->votes += slice_eq_str(name, "vote.cast") || slice_eq_str(name, "vote.sealed");
    out->projects += ev->kind->opens;
}

/* Whose act it is that the receipt is of: who holds it should know the act. */
static void
tell_receipt(struct verifying *v, const struct event *ev)
{
    bool project = ev->project.n > 0;
    vec_push(v->a, &v->limits,
             arena_printf(v->a,
                          "%.*s is the receipt of entry %" PRIu64 ": %s%s%.*s by %.*s of %.*s.",
                          SL_FMT(v->kept->name), ev->index, ev->kind->name, project ? " in " : "",
                          SL_FMT(ev->project), SL_FMT(ev->by.person), SL_FMT(ev->by.organisation)));
}

/* What a leaf says has to be allowed by the rules that stand in the leaves before it. */
static bool
verify_leaf(void *ctx, const struct record_leaf *leaf, struct err *e UNUSED)
{
    struct verifying *v = ctx;
    if (v->stopped)
        return true; /* read on: whether the log itself is whole goes before what it says */
    struct arena *scratch = &v->folds.scratch;
    struct arena_mark mark = arena_mark(scratch);
    struct event ev;
    struct refusal r = {0};
    struct err why = {0};
    if (!event_of_json(&ev, scratch, leaf->json, &why)) {
        differs(v, "event-malformed",
                arena_printf(v->a, "leaf %" PRIu64 ": %s", leaf->index, why.msg));
    } else if (!folds_decide(&v->folds, scratch, &ev, &r)) {
        differs(v, refused_kind(&ev),
                arena_printf(v->a, "leaf %" PRIu64 " (%s) is not allowed by %.*s: %.*s",
                             leaf->index, ev.kind->name, SL_FMT(r.rule), SL_FMT(r.en)));
    } else {
        (void)folds_apply(&v->folds, &ev);
        count(v->out, &ev);
        if (v->kept && v->kept->receipt && v->kept->index == ev.index)
            tell_receipt(v, &ev);
    }
    arena_reset(scratch, mark);
    return true;
}

static void
verify_progress(void *ctx, uint64_t leaves)
{
    const struct verifying *v = ctx;
    v->o->progress(v->o->ctx, leaves);
}

/* --- ballots -------------------------------------------------------------------------------- */

/* Rule and roll read again from their JSON, in `a`: the tally points into them, and outlives the
 * project's state. */
static bool
thaw(struct ballot *out, struct arena *a, const struct ballot *b, struct err *e)
{
    struct json_node rule, roll;
    *out = *b;
    rule_to_json(&rule, a, &b->rule);
    roll_to_json(&roll, a, &b->roll);
    return rule_from_json(&out->rule, a, json_copy(a, &rule), e) &&
           roll_from_json(&out->roll, a, json_copy(a, &roll), e);
}

static bool
recount(struct verifying *v, const struct project *p, const struct ballot *b, struct err *e)
{
    struct ballot_count count_;
    struct ballot again;
    if (!thaw(&again, v->a, b, e) || !ballot_count(&count_, v->a, &again, e))
        return err_in(e, "ballot %.*s of %.*s", SL_FMT(b->id), SL_FMT(p->id));
    if (count_.tally.outcome != b->outcome && !v->stopped)
        differs(v, "ballot-miscounted",
                arena_printf(v->a, "ballot %.*s of %.*s: the record says %s, the count gives %s",
                             SL_FMT(b->id), SL_FMT(p->id), outcome_name(b->outcome),
                             outcome_name(count_.tally.outcome)));
    vec_push(v->a, &v->ballots,
             (struct verify_ballot){.project = arena_dup(v->a, p->id),
                                    .ballot = arena_dup(v->a, b->id),
                                    .outcome = count_.tally.outcome,
                                    .tally = count_.tally});
    return true;
}

static bool
recount_all(struct verifying *v, struct err *e)
{
    for (size_t i = 0; i < v->folds.streams.n; i++) {
        const struct project *p = folds_at(&v->folds, i);
        for (size_t k = 0; k < p->ballots.n; k++)
            if (p->ballots.v[k]->closed && !recount(v, p, p->ballots.v[k], e))
                return false;
    }
    return true;
}

/* --- what cannot be checked ----------------------------------------------------------------- */

static int
hex_digit(uint8_t c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

static bool
object_state(enum record_object *state, struct arena *scratch, const struct files *files,
             struct slice digest, struct err *e)
{
    struct slice octets;
    uint8_t d[32];
    *state = RECORD_OBJECT_ABSENT;
    if (!digest_valid(digest))
        return true;
    const uint8_t *p = digest.p + (DIGEST_SIZE - 64);
    for (size_t i = 0; i < sizeof d; i++)
        d[i] = (uint8_t)((unsigned)hex_digit(p[2 * i]) << 4 | (unsigned)hex_digit(p[2 * i + 1]));
    return record_object_read(&octets, state, scratch, files, d, OBJECT_MAX, e);
}

/* Public texts stand beside the leaves, which hold their digests. */
struct texts {
    struct verifying *v;
    const struct files *files;
    bool any; /* of them there; a folder without such a folder in it needs no look at each */
    struct arena scratch;
    uint64_t drafts, no_drafts, others, no_others; /* how many, and how many are absent */
};

/* One that is absent was deleted or never public; other octets under its digest are a forgery. */
static bool
compare_text(struct texts *t, const struct project *p, struct slice digest, const char *what,
             struct slice of, struct err *e)
{
    struct verifying *v = t->v;
    enum record_object state = RECORD_OBJECT_ABSENT;
    struct arena_mark mark = arena_mark(&t->scratch);
    if (t->any && !object_state(&state, &t->scratch, t->files, digest, e))
        return false;
    arena_reset(&t->scratch, mark);
    bool draft = slice_eq_str(slice_str(what), "draft"), named = digest.n > 0;
    bool absent = state == RECORD_OBJECT_ABSENT;
    t->drafts += draft;
    t->no_drafts += draft && absent;
    t->others += !draft && named;
    t->no_others += !draft && named && absent;
    if (state == RECORD_OBJECT_CHANGED && !v->stopped)
        differs(v, "object-changed",
                arena_printf(v->a, "%s %.*s of %.*s: object/%.*s is not what its digest says", what,
                             SL_FMT(of), SL_FMT(p->id),
                             SL_FMT(slice_sub(digest, DIGEST_SIZE - 64, digest.n))));
    return true;
}

static bool
compare_project(struct texts *t, const struct project *p, struct err *e)
{
    for (size_t i = 0; i < p->drafts.n; i++)
        if (!compare_text(t, p, p->drafts.v[i].file, "draft", p->drafts.v[i].id, e))
            return false;
    for (size_t i = 0; i < p->comments.n && !t->files->far; i++) {
        const struct comment *c = &p->comments.v[i];
        if (!compare_text(t, p, c->object, "comment", c->id, e) ||
            !compare_text(t, p, c->reason, "the answer to", c->id, e))
            return false;
    }
    return true;
}

static bool
compare_texts(struct verifying *v, const struct files *files, struct err *e)
{
    struct stat st;
    const char *folder = arena_str(v->a, arena_printf(v->a, "%s/" RECORD_OBJECTS, v->o->where));
    struct texts t = {.v = v, .files = files, .any = files->far || stat(folder, &st) == 0};
    bool ok = true;
    arena_dup(&t.scratch, SL(" ")); /* its block stays, text after text */
    for (size_t i = 0; i < v->folds.streams.n && ok; i++)
        ok = compare_project(&t, folds_at(&v->folds, i), e);
    arena_free(&t.scratch);
    if (t.no_drafts > 0)
        vec_push(v->a, &v->limits,
                 arena_printf(v->a,
                              "%" PRIu64 " of %" PRIu64 " drafts are not among the public texts.",
                              t.no_drafts, t.drafts));
    if (t.no_others > 0)
        vec_push(v->a, &v->limits,
                 arena_printf(v->a,
                              "%" PRIu64 " of %" PRIu64
                              " comments and answers are not among the public texts.",
                              t.no_others, t.others));
    if (files->far && v->out->comments > 0)
        vec_push(v->a, &v->limits,
                 SL("The texts of comments and answers were not compared with their digests: that "
                    "takes a copy of the record in a folder."));
    return ok;
}

/* --- who opened it, and when ---------------------------------------------------------------- */

/* The first entry names the record and the key, so that no committee passes for another. */
static void
compare_founding(struct verifying *v, const struct record_result *r)
{
    const struct committee *c = &v->folds.committee;
    const struct note_vkey *signer = &r->keys[r->nkeys - 1];
    if (v->stopped)
        return;
    if (c->events == 0)
        differs(v, "committee-missing", SL("the record is empty: there is no committee in it"));
    else if (!slice_eq(c->record, r->checkpoint.origin))
        differs(v, "record-name",
                arena_printf(v->a,
                             "the committee opened the record %.*s; this one is signed as %.*s",
                             SL_FMT(c->record), SL_FMT(r->checkpoint.origin)));
    else if (!slice_eq(c->keys.v[c->keys.n - 1], note_vkey_write(v->a, signer)))
        differs(v, "record-key",
                arena_printf(
                    v->a, "by its entries the key that signs is %.*s; it is signed with %.*s+%08x",
                    SL_FMT(c->keys.v[c->keys.n - 1]), SL_FMT(signer->name), signer->id));
}

static void
tell_times(struct verifying *v, const struct env *env)
{
    int64_t now = env->wall_ns(env->ctx) / 1000000000, last = v->folds.last_at;
    if (!v->folds.committee.rehearsal && last > now)
        vec_push(v->a, &v->limits,
                 arena_printf(v->a,
                              "Its last entry is of %.*s, which is still to come by the clock "
                              "of this machine.",
                              SL_FMT(instant_text(v->a, last))));
}

/* --- the whole ------------------------------------------------------------------------------ */

static bool
kept_read(struct record_kept *out, struct arena *a, const struct env *env, const char *path,
          struct err *e)
{
    struct slice text;
    return env->read_file(env->ctx, &text, a, path, KEPT_MAX, e) &&
           record_kept_parse(out, a, slice_str(path), text, e);
}

/*
 * The key that the record began with, as its first leaf has it, where the caller names none: from
 * it the rotations lead to the one that signs now. False: it cannot be told; the record says why.
 */
static bool
founding_key(struct note_vkey *out, struct arena *a, const struct files *files)
{
    enum files_state here;
    enum tree_state there;
    struct slice octets, leaves[TILE_WIDTH];
    struct checkpoint c;
    struct json_node root;
    unsigned n, width;
    if (!files->get(files->ctx, &here, &octets, a, "checkpoint", CHECKPOINT_MAX, NULL) ||
        here != FILES_HERE || !checkpoint_parse(&c, a, octets, NULL))
        return false;
    width = tile_width(TILE_ENTRIES, 0, c.size);
    return width > 0 &&
           tree_file(&there, &octets, a, files, (struct tile_id){TILE_ENTRIES, width, 0}, NULL) &&
           there == TREE_HERE && tile_bundle_parse(leaves, &n, width, octets, NULL) &&
           json_canonical_read(&root, a, leaves[0], NULL) &&
           note_vkey_read(out, a, json_text(json_get(json_get(&root, "data"), "key")), NULL);
}

static void
answer(struct verifying *v, const struct record_result *r)
{
    struct verified *out = v->out;
    if (r->first.fault != RECORD_SOUND) {
        out->kind = slice_str(record_fault_name(r->first.fault));
        out->difference = r->first.says;
    }
    if (r->own_key || v->o->vkey.n == 0)
        vec_push(v->a, &v->limits,
                 SL("No verifier key was given: the record's own was believed, so that this says "
                    "nothing about who wrote it."));
    if (v->folds.committee.rehearsal)
        vec_push(v->a, &v->limits, SL("This is a rehearsal: its times were given, not measured."));
    out->leaves = r->leaves;
    out->origin = r->checkpoint.origin;
    out->root = crypto_hex(v->a, slice_of(r->checkpoint.root.b, sizeof r->checkpoint.root.b));
    out->sound = out->kind.n == 0;
    out->limits = (struct slices){v->limits.v, v->limits.n};
    out->ballots = v->ballots.v;
    out->nballots = v->ballots.n;
}

static bool
verify_files(struct verifying *v, const struct files *files, const struct env *env,
             const struct verify_options *o, struct err *e)
{
    struct note_vkey key;
    struct record_kept kept;
    struct record_result result;
    struct record_options r = {.files = files,
                               .leaf = verify_leaf,
                               .progress = o->progress ? verify_progress : NULL,
                               .ctx = v,
                               .kept = &kept,
                               .nkept = o->earlier ? 1 : 0};
    if (o->vkey.n > 0) {
        if (!note_vkey_read(&key, v->a, slice_trim(o->vkey), e))
            return err_in(e, "the verifier key");
        r.trusted = &key;
    } else if (founding_key(&key, v->a, files)) {
        r.trusted = &key;
    }
    if (o->earlier && !kept_read(&kept, v->a, env, o->earlier, e))
        return false;
    v->kept = o->earlier ? &kept : NULL;
    if (!record_read(&result, v->a, &r, e))
        return false;
    if (result.first.fault == RECORD_SOUND) {
        compare_founding(v, &result);
        tell_times(v, env);
        if (!recount_all(v, e) || !compare_texts(v, files, e))
            return false;
    }
    answer(v, &result);
    return true;
}

bool
verify_record(struct verified *out, struct arena *a, const struct env *env,
              const struct verify_options *options, struct err *e)
{
    struct verifying v = {.o = options, .out = out, .a = a};
    struct files files;
    *out = (struct verified){0};
    if (!files_open(&files, a, options->where, e))
        return false;
    folds_init(&v.folds);
    bool ok = verify_files(&v, &files, env, options, e);
    folds_free(&v.folds);
    files_close(&files);
    return ok;
}
