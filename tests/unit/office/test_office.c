/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The office: acts once and in order, receipts, objects, sealed ballots, a new key.
 */
#include "hands.h"
#include "record/proof.h"
#include "text/json_build.h"

#include "support/cases.h"

#include <stdlib.h>
#include <unistd.h>

/* --- acts ----------------------------------------------------------------------------------- */

static void
states_follow(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    const struct project *p;
    const char *id = busy(&b);
    uint64_t seen = b.office.seen;
    must(office_project(&p, &b.office, slice_str(id), &e), &e);
    struct slice live = arena_dup(&case_arena, project_octets(&case_arena, p));
    struct slice whole = committee_octets(&case_arena, &b.office.committee);
    reopened(&b);
    assert_int_equal(b.notes.n, 0);
    assert_int_equal(b.office.seen, seen);
    must(office_project(&p, &b.office, slice_str(id), &e), &e);
    assert_true(slice_eq(live, project_octets(&case_arena, p)));
    assert_true(slice_eq(whole, committee_octets(&case_arena, &b.office.committee)));
    must(office_project(&p, &b.office, SL("P-999"), &e), &e);
    assert_null(p);
    must(office_project(&p, &b.office, SL("no id"), &e), &e);
    assert_null(p);
    is_sound(&b);
    bureau_done(&b);
}

static void
two_offices(void **state)
{
    (void)state;
    struct bureau b;
    struct office other;
    struct slices notes;
    struct err e = {0};
    const struct project *p;
    const char *id = busy(&b);
    must(office_open(&other, b.dir, &b.env, &notes, &e), &e);
    must(office_project(&p, &other, slice_str(id), &e), &e);
    assert_int_equal(p->comments.n, 3);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 9));
    must(office_project(&p, &other, slice_str(id), &e), &e);
    assert_int_equal(p->comments.n, 4); /* acts of one are seen by the other */
    office_close(&other);
    bureau_done(&b);
}

static void
once_is_once(void **state)
{
    (void)state;
    struct bureau b;
    struct office_done first, again;
    const char *id = busy(&b);
    b.once = "key-1";
    bureau_try(&first, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 5));
    assert_int_equal(first.answer, OFFICE_DONE);
    reopened(&b);
    b.once = "key-1";
    bureau_try(&again, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 5));
    assert_int_equal(again.answer, OFFICE_REPEATED);
    assert_int_equal(again.event.index, first.event.index);
    assert_true(slice_eq(again.leaf, first.leaf));
    assert_true(again.receipt.n > 0);
    b.once = "key-1"; /* by somebody else */
    bureau_try(&again, &b, 2, "comment.filed", id, bureau_comment(&b.arena, 5));
    assert_int_equal(again.answer, OFFICE_REFUSED);
    assert_int_equal(again.refusal.code, REFUSED_REPEATED);
    const char *other = "{\"clause\":\"c-other\",\"language\":\"en\",\"type\":\"ge\"}";
    b.once = "key-1"; /* that says something else: who sent it must not believe that it is done */
    bureau_try(&again, &b, 1, "comment.filed", id, other);
    assert_int_equal(again.answer, OFFICE_REFUSED);
    assert_int_equal(again.refusal.code, REFUSED_REPEATED);
    b.once = "key-1"; /* of another kind */
    bureau_try(&again, &b, 1, "vote.cast", id, bureau_vote(&b.arena, "b-1", 1));
    assert_int_equal(again.answer, OFFICE_REFUSED);
    bureau_done(&b);
}

static void
asking_writes_nothing(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    struct json_node data;
    const char *id = busy(&b);
    uint64_t seen = b.office.seen, size;
    must(json_parse(&data, &case_arena, SL("t"), slice_str(bureau_comment(&case_arena, 4)), &e),
         &e);
    struct office_request r = {.type = SL("comment.filed"),
                               .project = slice_str(id),
                               .by = bureau_actor(&case_arena, 1),
                               .data = &data,
                               .once = SL("k"),
                               .dry = true};
    must(office_act(&done, &case_arena, &b.office, &r, &e), &e);
    assert_int_equal(done.answer, OFFICE_DONE);
    assert_int_equal(done.event.index, seen);
    assert_int_equal(done.receipt.n, 0);
    must(b.office.store->ops->size(b.office.store, &size, &e), &e);
    assert_int_equal(size, seen);
    r.by = bureau_actor(&case_arena, 77);
    must(office_act(&done, &case_arena, &b.office, &r, &e), &e);
    assert_int_equal(done.answer, OFFICE_REFUSED);
    bureau_done(&b);
}

static const struct no {
    const char *name;
    size_t member;
    const char *type, *data;
    enum refusal_code code;
} noes[] = {
    {"no such act", 1, "comment.shouted", "{}", REFUSED_SHAPE},
    {"no mandate", 40, "comment.filed", NULL, REFUSED_MANDATE},
    {"incomplete", 1, "comment.filed", "{\"type\":\"te\"}", REFUSED_SHAPE},
    {"no right", 1, "ballot.closed", "{\"ballot\":\"b-1\"}", REFUSED_NOT},
};

/* A refusal names its rule, and nothing of the act stays. */
static void
refused(void **state)
{
    const struct no *no = *state;
    struct bureau b;
    struct office_done done;
    struct err e = {0};
    uint64_t size;
    const char *id = busy(&b);
    bureau_try(&done, &b, no->member, no->type, id,
               no->data ? no->data : bureau_comment(&b.arena, 8));
    assert_int_equal(done.answer, OFFICE_REFUSED);
    if (no->code != REFUSED_NOT)
        assert_int_equal(done.refusal.code, no->code);
    assert_true(done.refusal.rule.n > 0 && done.refusal.en.n > 0 && done.refusal.zh.n > 0);
    must(b.office.store->ops->size(b.office.store, &size, &e), &e);
    assert_int_equal(size, b.office.seen);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 8));
    is_sound(&b);
    bureau_done(&b);
}

static void
clock_goes_back(void **state)
{
    (void)state;
    struct bureau b;
    struct office_done done;
    const char *id = busy(&b);
    b.now += 1000;
    bureau_try(&done, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 1));
    int64_t last = done.event.at;
    b.now -= 300; /* a little: the entry takes the time of the one in front */
    bureau_try(&done, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 2));
    assert_int_equal(done.answer, OFFICE_DONE);
    assert_int_equal(done.event.at, last);
    b.now -= 1; /* more than that is no slip */
    bureau_try(&done, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 3));
    assert_int_equal(done.answer, OFFICE_REFUSED);
    assert_int_equal(done.refusal.code, REFUSED_CLOCK);
    b.now = -5;
    bureau_try(&done, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 3));
    assert_int_equal(done.answer, OFFICE_REFUSED);
    reopened(&b);
    b.now = last + 5;
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 3));
    is_sound(&b);
    bureau_done(&b);
}

static void
receipts(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct proof proof;
    struct note_vkey key;
    const char *id = busy(&b);
    struct crypto_hasher *h = crypto_hasher_new();
    must(note_vkey_read(&key, &case_arena, b.office.committee.keys.v[0], &e), &e);
    b.later = true;
    struct office_done late;
    bureau_try(&late, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 7));
    assert_int_equal(late.receipt.n, 0);
    for (uint64_t i = b.office.seen; i-- > 0;) {
        struct slice text;
        struct store_event ev;
        must(office_receipt(&text, &case_arena, &b.office, i, &e), &e);
        must(b.office.store->ops->event(b.office.store, i, &ev, &case_arena, &e), &e);
        must(proof_parse(&proof, &case_arena, text, &e), &e);
        assert_int_equal(proof.index, i);
        assert_int_equal(proof_check(&proof, h, ev.octets, &key, 1), PROOF_GOOD);
        assert_int_equal(proof_check(&proof, h, SL("{}"), &key, 1), PROOF_WRONG_LEAF);
    }
    struct slice text;
    assert_false(office_receipt(&text, &case_arena, &b.office, b.office.seen, &e));
    crypto_hasher_free(h);
    is_sound(&b);
    bureau_done(&b);
}

static void
left_for_later(void **state)
{
    (void)state;
    struct bureau b;
    const char *id = busy(&b);
    struct verified v;
    uint64_t before = b.office.seen;
    b.later = true;
    for (uint64_t i = 0; i < 700; i++)
        bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, i));
    verified_at(&v, &b, b.dir, NULL);
    assert_int_equal(v.leaves, before);
    bureau_close(&b); /* settles */
    verified_at(&v, &b, b.dir, NULL);
    assert_true(v.sound);
    assert_int_equal(v.leaves, before + 700);
    reopened(&b);
    assert_int_equal(b.notes.n, 0);
    bureau_done(&b);
}

static void
objects_come_along(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    struct json_node data;
    struct slice octets;
    bool there;
    const char *id = busy(&b);
    struct office_object objects[] = {{SL("the text of a comment"), true}, {SL("stray"), false}};
    struct slice digest = digest_of(&case_arena, objects[0].octets);
    struct slice json = arena_printf(
        &case_arena, "{\"clause\":\"c1\",\"language\":\"en\",\"object\":\"%.*s\",\"type\":\"te\"}",
        SL_FMT(digest));
    must(json_parse(&data, &case_arena, SL("t"), json, &e), &e);
    struct office_request r = {.type = SL("comment.filed"),
                               .project = slice_str(id),
                               .by = bureau_actor(&case_arena, 1),
                               .data = &data,
                               .objects = objects,
                               .nobjects = 2};
    assert_false(office_act(&done, &case_arena, &b.office, &r, &e)); /* one is named nowhere */
    r.nobjects = 1;
    must(office_act(&done, &case_arena, &b.office, &r, &e), &e);
    must(office_object(&octets, &there, &case_arena, &b.office, digest, &e), &e);
    assert_true(there && slice_eq(octets, objects[0].octets));
    char *file = in_dir(&b, arena_str(&case_arena, arena_printf(&case_arena, "record/object/%.*s",
                                                                SL_FMT(slice_sub(digest, 7, 64)))));
    assert_int_equal(access(file, F_OK), 0);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(unlink(in_dir(&b, "record/checkpoint")), 0);
    reopened(&b); /* a record that is made again has its texts again */
    assert_int_equal(access(file, F_OK), 0);
    must(office_forget(&b.office, digest, &e), &e);
    assert_int_equal(access(file, F_OK), -1);
    must(office_object(&octets, &there, &case_arena, &b.office, digest, &e), &e);
    assert_false(there);
    assert_false(office_object(&octets, &there, &case_arena, &b.office, SL("sha256:xyz"), &e));
    is_sound(&b);
    bureau_done(&b);
}

/* --- ballots that are sealed ---------------------------------------------------------------- */

static bool
count_opening(void *ctx, struct slice name, struct slice value, struct err *e)
{
    (void)name, (void)e;
    struct slices *all = ctx;
    struct slice *v = NEW_ARRAY(&case_arena, struct slice, all->n + 1);
    for (size_t i = 0; i < all->n; i++)
        v[i] = all->v[i];
    v[all->n++] = arena_dup(&case_arena, value);
    all->v = v;
    return true;
}

/* How many openings the database holds for the second ballot, and the first one. */
static int
in_escrow(struct bureau *b, const char *project, struct slice *first)
{
    struct err e = {0};
    struct slices all = {0};
    struct slice owner = arena_printf(&case_arena, "escrow/%s/b-2", project);
    must(
        b->office.store->ops->private_each(b->office.store, owner, SL(""), count_opening, &all, &e),
        &e);
    if (first) {
        size_t at = slice_find(all.v[0], SL("\"opening\":")) + 10;
        *first = slice_sub(all.v[0], at, all.v[0].n - at - 1);
    }
    return (int)all.n;
}

static void
sealed_ballot(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    const struct project *p;
    struct verified v;
    const char *id = busy(&b);
    bureau_act(&b, 3, "vote.cast", id, bureau_vote(&b.arena, "b-1", 1));
    b.now += 15 * BUREAU_DAY;
    bureau_act(&b, 0, "ballot.closed", id, "{\"ballot\":\"b-1\"}");
    bureau_act(&b, 0, "ballot.opened", id, "{\"sealed\":true}");
    bureau_try(&done, &b, 1, "vote.cast", id, "{\"ballot\":\"b-2\",\"choice\":\"maybe\"}");
    assert_int_equal(done.answer, OFFICE_REFUSED); /* told now, not when it is too late */
    static const char *const choices[] = {"yes", "no", "yes"};
    for (size_t i = 0; i < 3; i++) {
        const char *vote = arena_str(
            &case_arena,
            arena_printf(&case_arena, "{\"ballot\":\"b-2\",\"choice\":\"%s\"}", choices[i]));
        b.once = i == 2 ? "the third" : NULL;
        bureau_try(&done, &b, 1 + i, "vote.cast", id, vote);
        assert_int_equal(done.answer, OFFICE_DONE);
        assert_string_equal(done.event.kind->name, "vote.sealed");
        assert_true(slice_find(done.leaf, slice_str(choices[i])) == SIZE_MAX);
        assert_true(done.receipt.n > 0);
    }
    bureau_act(&b, 1, "vote.cast", id, "{\"ballot\":\"b-2\",\"choice\":\"no\"}"); /* again */
    assert_int_equal(in_escrow(&b, id, NULL), 3);
    bureau_try(&done, &b, 0, "ballot.closed", id, "{\"ballot\":\"b-2\"}");
    assert_int_equal(done.answer, OFFICE_REFUSED); /* before its time */
    assert_int_equal(done.refusal.code, REFUSED_EARLY);
    b.now += 15 * BUREAU_DAY;
    reopened(&b);
    /* A close that was interrupted had opened one of them. */
    struct slice opening;
    assert_int_equal(in_escrow(&b, id, &opening), 3);
    bureau_act(&b, 2, "vote.unsealed", id, arena_str(&case_arena, opening));
    bureau_act(&b, 0, "ballot.closed", id, "{\"ballot\":\"b-2\"}");
    assert_int_equal(in_escrow(&b, id, NULL), 0);
    b.once = "the third"; /* asked again by a client that had not heard the answer */
    bureau_try(&done, &b, 3, "vote.cast", id, "{\"ballot\":\"b-2\",\"choice\":\"yes\"}");
    assert_int_equal(done.answer, OFFICE_REPEATED);
    assert_string_equal(done.event.kind->name, "vote.sealed");
    must(office_project(&p, &b.office, slice_str(id), &e), &e);
    const struct ballot *ballot = project_ballot(p, SL("b-2"));
    assert_true(ballot->closed && ballot->unopened == 0);
    assert_int_equal(ballot->outcome, OUTCOME_NOT_APPROVED);
    verified_at(&v, &b, b.dir, NULL);
    assert_true(v.sound);
    assert_int_equal(v.nballots, 2);
    assert_int_equal(v.ballots[1].outcome, OUTCOME_NOT_APPROVED);
    assert_true(slice_eq_str(v.ballots[1].ballot, "b-2"));
    bureau_done(&b);
}

/* --- a new key ------------------------------------------------------------------------------ */

static void
rotation(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    struct office other;
    struct slices notes;
    struct slice checkpoint;
    struct verified v;
    const char *id = busy(&b);
    must(temp_read(&checkpoint, &case_arena, in_dir(&b, "record/checkpoint"), 4096, &e), &e);
    must(temp_write(&b.temp, "kept", checkpoint, &e), &e);
    must(office_open(&other, b.dir, &b.env, &notes, &e), &e);
    for (int i = 0; i < 3; i++) {
        struct actor by = bureau_actor(&case_arena, 0);
        must(office_rotate_key(&done, &case_arena, &b.office, &by, &e), &e);
        assert_int_equal(done.answer, OFFICE_DONE);
        assert_int_equal(done.warning.n, 0);
        bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 4));
    }
    assert_int_equal(b.office.committee.keys.n, 4);
    /* An office that was open meanwhile signs with the new key, too. */
    struct json_node data;
    must(json_parse(&data, &case_arena, SL("t"), slice_str(bureau_comment(&case_arena, 4)), &e),
         &e);
    struct office_request r = {.type = SL("comment.filed"),
                               .project = slice_str(id),
                               .by = bureau_actor(&case_arena, 1),
                               .data = &data};
    must(office_act(&done, &case_arena, &other, &r, &e), &e);
    assert_int_equal(done.warning.n, 0);
    office_close(&other);
    verified_at(&v, &b, b.dir, temp_path(&case_arena, &b.temp, "kept"));
    if (!v.sound)
        fail_msg("%.*s", SL_FMT(v.difference));
    struct actor member = bureau_actor(&case_arena, 1);
    must(office_rotate_key(&done, &case_arena, &b.office, &member, &e), &e);
    assert_int_equal(done.answer, OFFICE_REFUSED);
    reopened(&b);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 5));
    struct actor by = bureau_actor(&case_arena, 0); /* past the key that came to nothing */
    must(office_rotate_key(&done, &case_arena, &b.office, &by, &e), &e);
    is_sound(&b);
    bureau_done(&b);
}

/* Its event by hand: to a key that nobody holds, and signed by none. */
static void
rotation_by_hand(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    struct note_skey fresh;
    static const uint8_t seed[CRYPTO_ED25519_SEED] = {9};
    busy(&b);
    const struct committee *c = &b.office.committee;
    note_skey_make(&fresh, c->record, seed);
    struct json_node *data = json_new_object(&case_arena);
    json_put_text(&case_arena, data, "accepted", SL("AAAA"));
    json_put_text(&case_arena, data, "new", note_vkey_write(&case_arena, &fresh.vkey));
    json_put_text(&case_arena, data, "old", c->keys.v[c->keys.n - 1]);
    json_put_text(&case_arena, data, "signature", SL("AAAA"));
    struct office_request r = {
        .type = SL("key.rotated"), .by = bureau_actor(&case_arena, 0), .data = data};
    must(office_act(&done, &case_arena, &b.office, &r, &e), &e);
    assert_int_equal(done.answer, OFFICE_REFUSED);
    assert_true(slice_eq_str(done.refusal.rule, "key.rotation"));
    reopened(&b);
    assert_int_equal(b.notes.n, 0);
    is_sound(&b);
    bureau_done(&b);
}

int
main(void)
{
    CASES_TEST(states_follow);
    CASES_TEST(two_offices);
    CASES_TEST(once_is_once);
    CASES_TEST(asking_writes_nothing);
    CASES_TABLE(noes, refused);
    CASES_TEST(clock_goes_back);
    CASES_TEST(receipts);
    CASES_TEST(left_for_later);
    CASES_TEST(objects_come_along);
    CASES_TEST(sealed_ballot);
    CASES_TEST(rotation);
    CASES_TEST(rotation_by_hand);
    return cases_run("office");
}
