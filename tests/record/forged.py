#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Forged records: each is wrong in one thing, hashed again and signed with the real key.

    forged.py COMITY DATA-DIR [NAME…]

`comity verify` has to refuse every one of them and to name what is wrong.
"""
import base64, copy, hashlib, json, os, subprocess, sys, tempfile

sys.dont_write_bytecode = True
import forge, recount
from forge import put

SECRETARY = {"mandate": "m-1", "organisation": "o-1", "person": "p-1"}
CASES = []


def case(kind, says):
    """A way to forge; the kind of difference and the words that have to come out."""
    def add(f):
        CASES.append((f.__name__.strip("_").replace("_", " "), f, kind, says))
        return f
    return add


def ballot(f, state="closed", **of):
    """The last ballot of the whole committee that is closed, or is not: opening and closing."""
    closed = {(e["project"], e["data"]["ballot"]): e for e in f.events
              if e["type"] == "ballot.closed"}
    for e in reversed(f.events):
        key = (e.get("project"), e["data"].get("id"))
        if e["type"] == "ballot.opened" and (key in closed) == (state == "closed") and \
                all(e["data"][k] == v for k, v in of.items()):
            return e, closed.get(key)
    raise KeyError(state)


def votes(f, opened, choice=None):
    return [e for e in f.events if e["type"] == "vote.cast" and e["project"] == opened["project"]
            and e["data"]["ballot"] == opened["data"]["id"]
            and choice in (None, e["data"]["choice"])]


def vote_of(f, opened, event, **data):
    """One more vote, as that one."""
    return f.add("vote.cast", dict(event["data"], **data), by=event["by"],
                 project=opened["project"])


def proposed(f, nth=-1):
    return [e for e in f.events if e["type"] == "project.proposed"][nth]


# ---- votes and counts ----


@case("ballot-miscounted", "recount says")
def a_vote_changed_in_a_counted_ballot(f):
    opened, closed = ballot(f)
    for vote in votes(f, opened, "yes"):
        vote["data"]["choice"] = "no"
    f.until(closed)


@case("ballot-miscounted", "numbers of the tally")
def one_vote_of_many_changed(f):
    opened, closed = ballot(f)
    votes(f, opened, "yes")[0]["data"]["choice"] = "no"
    f.until(closed)


@case("ballot-miscounted", "declared")
def the_outcome_changed(f):
    f.until(ballot(f)[1])["data"]["tally"]["outcome"] = "not-approved"


@case("ballot-miscounted", "numbers of the tally")
def a_number_of_the_tally_changed(f):
    f.until(ballot(f)[1])["data"]["tally"]["steps"][0]["sum"] += 1


@case("ballot-miscounted", "The closing says of")
def a_vote_that_is_called_not_cast(f):
    closed = f.until(ballot(f)[1])
    line = next(v for v in closed["data"]["votes"] if "leaf" in v)
    del line["leaf"]
    line["fate"] = "not-cast"


@case("ballot-miscounted", "The closing says of")
def a_vote_counted_as_that_of_another_leaf(f):
    closed = f.until(ballot(f)[1])
    lines = [v for v in closed["data"]["votes"] if "leaf" in v]
    lines[0]["leaf"], lines[1]["leaf"] = lines[1]["leaf"], lines[0]["leaf"]


@case("ballot-miscounted", "names")
def a_closing_without_a_voter(f):
    del f.until(ballot(f)[1])["data"]["votes"][0]


@case("ballot-miscounted", "")
def a_vote_left_out_of_a_counted_ballot(f):
    opened, closed = ballot(f)
    f.until(closed)
    f.drop(votes(f, opened)[-1])


@case("ballot-miscounted", "runs until")
def a_ballot_closed_early(f):
    opened, closed = ballot(f)
    f.until(votes(f, opened)[-1])
    f.add("ballot.closed", closed["data"], project=opened["project"])


@case("ballot-miscounted", "is closed already")
def a_ballot_closed_twice(f):
    closed = f.until(ballot(f)[1])
    f.add("ballot.closed", closed["data"], project=closed["project"])


@case("vote-refused", "closed at")
def a_late_vote(f):
    opened, _ = ballot(f, "open")
    vote = votes(f, opened)[0]
    late = vote_of(f, opened, vote)
    late["at"] = opened["data"]["closes"]


@case("vote-refused", "time does not go back")
def a_late_vote_with_the_time_of_an_early_one(f):
    opened, closed = ballot(f)
    vote = votes(f, opened)[0]
    f.until(closed)
    vote_of(f, opened, vote)["at"] = vote["at"]


@case("vote-refused", "closed at")
def a_vote_after_the_count(f):
    opened, closed = ballot(f)
    vote = votes(f, opened)[0]
    f.until(closed)
    vote_of(f, opened, vote)


@case("vote-refused", "not on the roll")
def a_vote_of_somebody_who_is_not_on_the_roll(f):
    opened, _ = ballot(f, "open", rule_key="wg-vote")
    roll = {v["id"] for v in opened["data"]["roll"]["voters"]}
    other = next(e for e in f.events if e["type"] == "vote.cast"
                 and e["data"]["voter"] not in roll and e["data"]["voter"].startswith("o-"))
    vote_of(f, opened, other, ballot=opened["data"]["id"])


@case("vote-refused", "does not speak for")
def a_vote_with_the_mandate_of_another_organisation(f):
    opened, closed = ballot(f, rule_key="wg-vote")
    one, other = votes(f, opened)[:2]
    one["data"]["voter"] = other["data"]["voter"]
    f.until(closed)


@case("vote-refused", "was given to")
def a_vote_with_a_mandate_of_somebody_else(f):
    opened, closed = ballot(f)
    one, other = votes(f, opened)[:2]
    one["by"]["mandate"] = other["by"]["mandate"]
    f.until(closed)


@case("vote-refused", "no mandate")
def a_vote_without_a_mandate(f):
    opened, closed = ballot(f)
    votes(f, opened)[0]["by"]["mandate"] = "m-9999"
    f.until(closed)


@case("vote-refused", "expired on")
def a_vote_under_an_expired_mandate(f):
    opened, closed = ballot(f)
    vote = votes(f, opened)[0]
    f.find("mandate.granted", id=vote["by"]["mandate"])["data"]["until"] = opened["at"]
    f.until(closed)


@case("vote-refused", "begins on")
def a_vote_under_a_mandate_that_has_not_begun(f):
    opened, closed = ballot(f)
    vote = votes(f, opened)[0]
    f.find("mandate.granted", id=vote["by"]["mandate"])["data"]["from"] = closed["at"]
    f.until(closed)


@case("vote-refused", "is for something else")
def a_vote_by_the_secretary_for_a_member(f):
    opened, _ = ballot(f)
    f.until(votes(f, opened)[0])["by"] = dict(SECRETARY)


@case("vote-refused", "takes no such vote")
def a_vote_that_the_rule_does_not_know(f):
    opened, closed = ballot(f)
    votes(f, opened)[0]["data"]["choice"] = "veto"
    f.until(closed)


@case("vote-refused", "no ballot")
def a_vote_in_a_ballot_that_was_never_opened(f):
    opened, _ = ballot(f)
    f.until(votes(f, opened)[0])["data"]["ballot"] = "b-9"


# ---- rule and roll ----


@case("act-refused", "missing from the roll")
def a_voter_dropped_from_the_roll(f):
    opened, _ = ballot(f)
    del opened["data"]["roll"]["voters"][3]
    f.until(opened)


@case("act-refused", "has no vote")
def a_voter_added_to_the_roll(f):
    opened, _ = ballot(f)
    roll = opened["data"]["roll"]["voters"]
    roll.append(dict(roll[0], id="p-1", person="p-1", organisation="o-1"))
    f.until(opened)


@case("act-refused", "otherwise than among the members")
def a_voter_recused_on_the_quiet(f):
    opened, _ = ballot(f)
    opened["data"]["roll"]["voters"][3]["recused"] = True
    f.until(opened)


@case("act-refused", "recus")
def a_voter_recused_where_the_rule_knows_no_recusal(f):
    opened, _ = ballot(f)
    voter = opened["data"]["roll"]["voters"][3]
    voter["recused"] = True
    opened["data"]["recused"] = [voter["id"]]
    f.until(opened)


@case("act-refused", "not in the order")
def the_roll_in_another_order(f):
    opened, _ = ballot(f)
    opened["data"]["roll"]["voters"].reverse()
    f.until(opened)


def with_rule(f, change):
    opened, _ = ballot(f, rule_key="draft-for-review")
    rule = opened["data"]["rule"]
    change(rule)
    opened["data"]["rule_digest"] = \
        "sha256:" + hashlib.sha256(recount.canonical(rule)).hexdigest()
    f.until(opened)


@case("act-refused", "is not rule")
def a_threshold_moved_at_the_opening(f):
    with_rule(f, lambda rule: rule["pass"][0].update(num=1, den=2))


@case("act-refused", "is not rule")
def a_quorum_left_out_at_the_opening(f):
    with_rule(f, lambda rule: rule.pop("quorum"))


@case("act-refused", "digest is not")
def a_rule_with_the_digest_of_another(f):
    opened, _ = ballot(f)
    opened["data"]["rule_digest"] = "sha256:" + "0" * 64
    f.until(opened)


@case("act-refused", "holds no ballot by rule")
def a_weaker_rule_of_the_same_process(f):
    strict, _ = ballot(f, rule_key="draft-for-review")
    weak, _ = ballot(f, rule_key="other-decision")
    for k in ("rule", "rule_digest", "rule_key"):
        strict["data"][k] = weak["data"][k]
    f.until(strict)


@case("act-refused", "at least")
def a_ballot_shorter_than_the_rule_says(f):
    opened, _ = ballot(f, rule_key="draft-for-review")
    opened["data"]["closes"] = opened["at"][:8] + "%02d" % (int(opened["at"][8:10]) + 1) + \
        opened["at"][10:]
    f.until(opened)


@case("act-refused", "not the id or")
def a_process_with_the_digest_of_another(f):
    f.until(f.find("process.adopted"))["data"]["digest"] = "sha256:" + "0" * 64


@case("act-refused", "newest adopted version")
def a_threshold_moved_in_the_adopted_process(f):
    adopted = f.find("process.adopted")
    adopted["data"]["process"]["rules"][0]["period"]["usual"] = 31
    adopted["data"]["digest"] = "sha256:" + hashlib.sha256(
        recount.canonical(adopted["data"]["process"])).hexdigest()
    f.until(proposed(f, 0))


@case("act-refused", "knows no further round")
def a_ballot_that_takes_the_votes_of_another(f):
    opened, _ = ballot(f, rule_key="draft-for-review")
    f.until(opened)["data"]["carries"] = "b-1"


# ---- sealed votes ----


def sealed(f):
    """The last open ballot of a group, sealed, with one vote in it; salt and vote."""
    opened, _ = ballot(f, "open", rule_key="wg-vote")
    vote = votes(f, opened)[0] if votes(f, opened) else None
    by = vote["by"] if vote else None
    voter = opened["data"]["roll"]["voters"][0]["id"]
    if not vote or vote["data"]["voter"] != voter:
        granted = next(e for e in f.events if e["type"] == "mandate.granted"
                       and e["data"]["organisation"] == voter
                       and e["data"]["kind"] == "delegate" and e["index"] < opened["index"])
        by = {"mandate": granted["data"]["id"], "organisation": voter,
              "person": granted["data"]["person"]}
    f.until(opened)["data"]["sealed"] = True
    inside = {"ballot": opened["data"]["id"], "choice": "no", "project": opened["project"],
              "voter": voter}
    salt = bytes(range(32))
    f.add("vote.sealed", {"as": "delegate", "ballot": opened["data"]["id"], "voter": voter,
                          "commitment": "sha256:" +
                          hashlib.sha256(salt + recount.canonical(inside)).hexdigest()},
          by=by, project=opened["project"])
    return opened, {"ballot": opened["data"]["id"], "choice": "no", "voter": voter,
                    "salt": "sha256:" + salt.hex()}


@case("", "")
def _sealed_and_opened_as_it_was(f):
    opened, data = sealed(f)
    f.add("vote.unsealed", data, at=opened["data"]["closes"], project=opened["project"])


@case("vote-refused", "is not what was sealed")
def a_sealed_vote_opened_with_another_choice(f):
    opened, data = sealed(f)
    f.add("vote.unsealed", dict(data, choice="yes"), at=opened["data"]["closes"],
          project=opened["project"])


@case("vote-refused", "is not what was sealed")
def a_sealed_vote_opened_for_somebody_else(f):
    opened, data = sealed(f)
    f.events[-1]["data"]["commitment"] = "sha256:" + "ab" * 32
    f.add("vote.unsealed", data, at=opened["data"]["closes"], project=opened["project"])


@case("vote-refused", "are opened from")
def a_sealed_vote_opened_before_the_end(f):
    opened, data = sealed(f)
    f.add("vote.unsealed", data, project=opened["project"])


@case("vote-refused", "is sealed until it closes")
def an_open_vote_in_a_sealed_ballot(f):
    opened, data = sealed(f)
    event = f.events[-1]
    event["type"] = "vote.cast"
    event["data"] = {"as": "delegate", "ballot": data["ballot"], "choice": "yes",
                     "voter": data["voter"]}


@case("vote-refused", "is open already")
def a_sealed_vote_opened_twice(f):
    opened, data = sealed(f)
    for _ in range(2):
        f.add("vote.unsealed", data, at=opened["data"]["closes"], project=opened["project"])


@case("ballot-miscounted", "are not opened")
def a_sealed_ballot_counted_without_a_vote(f):
    opened, data = sealed(f)
    f.add("ballot.closed", {"ballot": data["ballot"], "tally": {"outcome": "approved"},
                            "votes": []}, at=opened["data"]["closes"], project=opened["project"])


# ---- stages, texts, comments ----


@case("act-refused", "It has to be closed first")
def a_project_that_goes_on_with_a_ballot_that_was_never_closed(f):
    opened, closed = ballot(f, rule_key="wg-vote")
    on = next(e for e in f.events if e["type"] == "stage.entered"
              and e["project"] == opened["project"] and e["index"] > closed["index"])
    f.until(on)
    f.drop(closed)


@case("act-refused", "came out as")
def a_project_that_goes_on_after_a_no(f):
    opened, closed = ballot(f, rule_key="wg-vote")
    on = next(e for e in f.events if e["type"] == "stage.entered"
              and e["project"] == opened["project"] and e["index"] > closed["index"])
    f.until(on)
    cast = votes(f, opened)
    for vote in cast:
        vote["data"]["choice"] = "no"
    tally = closed["data"]["tally"]
    tally["outcome"] = "not-approved"
    tally["counts"]["by_position"] = {"abstain": 0, "no": len(cast), "yes": 0}
    tally["failed"] = ["more-than-half"]
    tally["steps"][-1].update(sum=0, met=False, good=False)


def stage(f, to, project=None):
    return next(e for e in f.events if e["type"] == "stage.entered" and e["data"]["to"] == to
                and project in (None, e["project"]))


@case("act-refused", "without a disposition")
def a_stage_left_with_a_comment_unanswered(f):
    on = stage(f, "review")
    f.until(on)
    answer = [e for e in f.events if e["type"] == "disposition.set"
              and e["project"] == on["project"]][-1]
    f.events.remove(answer)
    f.number()
    for event in f.events:  # and everything behind it says the numbers that it has now
        for vote in event["data"].get("votes", []):
            if vote.get("leaf", 0) > answer["index"]:
                vote["leaf"] -= 1


@case("act-refused", "takes a reason")
def a_comment_refused_without_a_reason(f):
    answer = next(e for e in f.events if e["type"] == "disposition.set"
                  and e["data"]["decision"] == "not-accepted")
    answer["data"].pop("reason")
    f.until(answer)


@case("act-refused", "comment of the project is")
def a_comment_left_out(f):
    second = f.find("comment.filed", id="c-2")
    f.until(second)
    f.drop(f.find("comment.filed", id="c-1", project=second["project"]))


@case("act-refused", "comment period of project")
def a_comment_after_the_period(f):
    opened = f.find("comments.opened")
    comment = f.find("comment.filed", project=opened["project"])
    f.until(comment)["at"] = opened["data"]["closes"]


@case("act-refused", "at least")
def a_comment_period_that_is_too_short(f):
    opened = f.until(f.find("comments.opened"))
    opened["data"]["closes"] = opened["at"][:8] + "28" + opened["at"][10:]


@case("act-refused", "has no way")
def a_stage_left_out(f):
    on = f.until(stage(f, "review"))
    on["data"]["to"] = "publication"


@case("act-refused", "decision (shown_by)")
def a_decision_of_the_authority_without_its_paper(f):
    on = f.until(stage(f, "drafting"))
    on["data"].pop("shown_by")


@case("act-refused", "does not allow this")
def a_publication_without_an_approved_ballot(f):
    published = f.find("text.published")
    data = dict(published["data"])
    on = f.until(stage(f, "review", published["project"]))
    f.add("text.published", data, project=on["project"])


@case("act-refused", "newest draft")
def a_publication_of_another_text(f):
    f.until(f.find("text.published"))["data"]["file"] = "sha256:" + "1" * 64


@case("act-refused", "does not end the project")
def a_stage_that_ends_what_it_does_not_end(f):
    f.until(stage(f, "review"))["data"]["end"] = "published"


@case("act-refused", "There is no project")
def an_event_before_its_project(f):
    project = proposed(f, 0)
    paper = next(e for e in f.events if e.get("project") == project["project"]
                 and e["type"] == "document.filed")
    f.until(paper)
    f.drop(project)


@case("act-refused", "is a project")
def a_project_proposed_twice(f):
    project = f.until(proposed(f, 0))
    f.add("project.proposed", project["data"], by=project["by"], project=project["project"])


@case("act-refused", "no entry")
def a_correction_of_an_entry_of_another_project(f):
    project = f.until(proposed(f, 1))
    f.add("correction.made", {"of": 0, "text": "sha256:" + "2" * 64}, project=project["project"])


# ---- committee, members, keys ----


@case("act-refused", "open already")
def a_committee_opened_twice(f):
    f.add("committee.opened", f.events[0]["data"])


@case("act-refused", "before the committee is opened")
def a_record_that_begins_with_something_else(f):
    del f.events[0]
    f.number()


@case("committee-missing", "no committee")
def a_record_of_nothing(f):
    f.events = []


@case("act-refused", "cannot do it for the member")
def a_membership_confirmed_by_the_secretary(f):
    f.until(f.find("membership.confirmed"))["by"] = dict(SECRETARY)


@case("act-refused", "is taken")
def a_mandate_id_used_twice(f):
    granted = f.until(f.find("mandate.granted", 1))
    granted["data"]["id"] = "m-1"


@case("act-refused", "not invited")
def a_member_in_a_closed_group_without_invitation(f):
    invited = f.find("group.invited")
    joined = next(e for e in f.events if e["type"] == "membership.granted"
                  and e["data"]["body"] == invited["data"]["group"]
                  and e["data"]["organisation"] == invited["data"]["organisation"])
    f.until(joined)
    f.drop(invited)


@case("act-refused", "This takes a mandate as")
def a_process_adopted_by_a_member(f):
    member = f.find("membership.confirmed")["by"]
    data = copy.deepcopy(f.find("process.adopted")["data"])
    f.add("process.adopted", data, by=member)


@case("act-refused", "time does not go back")
def time_goes_back(f):
    f.events[-1]["at"] = f.events[0]["at"]


def rotation(f, fresh):
    text = ("comity.key-rotation/v1\n%s\n%s\n" % (f.key.vkey, fresh.vkey)).encode()
    b64 = lambda key: recount.base64.b64encode(key.sign(text)).decode()
    return {"accepted": b64(fresh), "new": fresh.vkey, "old": f.key.vkey, "signature": b64(f.key)}


def thief(f, n=7):
    return forge.Key(f.origin, bytes([n]) * 32)


@case("", "")
def _a_key_rotated(f):
    f.add("key.rotated", rotation(f, thief(f)))
    f.key = thief(f)


@case("key-rotation", "")
def a_rotation_that_the_old_key_did_not_sign(f):
    data = rotation(f, thief(f))
    data["signature"] = data["accepted"]
    f.add("key.rotated", data)
    f.key = thief(f)


@case("key-rotation", "")
def a_rotation_that_the_new_key_did_not_sign(f):
    data = rotation(f, thief(f))
    data["accepted"] = data["signature"]
    f.add("key.rotated", data)


@case("checkpoint-retired-key", "has replaced")
def the_old_key_signs_after_a_rotation(f):
    f.add("key.rotated", rotation(f, thief(f)))


@case("key-rotation", "not the one that signs")
def a_rotation_from_a_key_that_no_longer_signs(f):
    old = f.key
    f.add("key.rotated", rotation(f, thief(f)))
    f.add("key.rotated", rotation(f, thief(f, 8)))
    f.key = thief(f, 8)


@case("act-refused", "This takes a mandate as")
def a_rotation_by_a_member(f):
    f.add("key.rotated", rotation(f, thief(f)), by=f.find("membership.confirmed")["by"])
    f.key = thief(f)


@case("checkpoint-unknown-key", "signed by no key that we trust")
def a_key_that_nobody_rotated_to(f):
    f.key = thief(f)


@case("inconsistent", "history was rewritten")
def a_fork_from_before_the_rotation_under_the_old_key(f):
    kept = kept_checkpoint(f)
    f.until(f.events[-10])
    while len(f.events) < kept + 5:
        f.add("organisation.admitted", {"id": "o-%d" % (500 + len(f.events)), "origin": "foreign",
                                        "name": {"en": "Forged %d" % len(f.events)}})


@case("rolled-back", "are gone")
def the_last_entries_taken_back(f):
    kept_checkpoint(f)
    f.until(f.events[-10])


@case("split-view", "two histories")
def the_last_entry_exchanged(f):
    kept_checkpoint(f)
    f.events[-1]["data"]["file"] = "sha256:" + "3" * 64


def kept_checkpoint(f):
    """The honest checkpoint, kept by a member; its number of leaves."""
    f.options = ["--earlier", os.path.join(f.folder, "checkpoint")]
    return len(f.events)


def receipt(f, index, of=None):
    """A receipt of the last state: of the leaf `index`, with the path of the leaf `of`."""
    hashes = [recount.leaf_hash(x) for x in f.octets()]
    path = [base64.b64encode(h).decode() for h in inclusion(hashes, index if of is None else of)]
    with open(os.path.join(f.folder, "checkpoint"), encoding="utf-8") as file:
        text = "\n".join(["c2sp.org/tlog-proof@v1", "index %d" % index] + path) + "\n\n" + file.read()
    name = os.path.join(os.path.dirname(f.folder), "receipt-%d-%s" % (index, of))
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)
    f.options = ["--earlier", name]


def inclusion(hashes, index):
    """RFC 6962, 2.1.1: from the neighbour up."""
    if len(hashes) == 1:
        return []
    half = 1 << (len(hashes) - 1).bit_length() - 1
    left, right = hashes[:half], hashes[half:]
    if index < half:
        return inclusion(left, index) + [recount.tree_hash(right)]
    return inclusion(right, index - half) + [recount.tree_hash(left)]


@case("", "")
def _a_receipt(f):
    receipt(f, 1500)


@case("receipt-false", "leaf 1500")
def a_receipt_with_the_path_of_another_leaf(f):
    receipt(f, 1500, 1501)


@case("receipt-false", "leaf 5000")
def a_receipt_of_a_leaf_that_is_not_there(f):
    receipt(f, 5000, 1500)


@case("split-view", "two histories")
def a_receipt_for_a_vote_that_was_changed_then(f):
    receipt(f, 656)
    f.find("vote.cast")["data"]["choice"] = "no"
    f.events[-1]["data"]["document"] = "study-report"


@case("record-name", "other.example")
def a_founding_entry_of_another_record(f):
    key = forge.Key("other.example", bytes(32))
    f.events[0]["data"].update(record="other.example", key=key.vkey)
    f.options = ["--key", f.key.vkey]


@case("record-key", "by its entries")
def a_founding_entry_with_another_key(f):
    f.events[0]["data"]["key"] = thief(f).vkey
    f.options = ["--key", f.key.vkey]


# ---- what an entry is ----


def raw(f, change):
    f.leaves = f.octets()
    f.leaves[-1] = change(f.leaves[-1])


@case("leaf-not-canonical", "")
def a_member_that_stands_twice(f):
    raw(f, lambda x: x.replace(b'"v":1', b'"v":1,"v":1'))


@case("leaf-not-canonical", "")
def a_member_that_stands_twice_with_two_values(f):
    raw(f, lambda x: b'{"at":"2026-11-25T00:00:00Z",' + x[1:])


@case("leaf-not-canonical", "")
def a_leaf_with_a_space(f):
    raw(f, lambda x: x.replace(b'"v":1', b'"v": 1'))


@case("leaf-not-canonical", "")
def a_leaf_with_something_behind_it(f):
    raw(f, lambda x: x + b"\n")


@case("leaf-not-canonical", "")
def a_leaf_with_members_in_another_order(f):
    raw(f, lambda x: b'{"v":1,' + x[1:].replace(b',"v":1', b""))


@case("leaf-not-canonical", "")
def a_letter_written_as_an_escape(f):
    raw(f, lambda x: x.replace(b'"type":"d', b'"type":"\\u0064'))


@case("leaf-not-canonical", "")
def a_number_with_a_fraction(f):
    raw(f, lambda x: x.replace(b'"v":1', b'"v":1.0'))


@case("leaf-not-canonical", "")
def null_in_a_leaf(f):
    raw(f, lambda x: x.replace(b'"v":1', b'"v":null'))


@case("leaf-not-canonical", "")
def a_leaf_of_nothing(f):
    raw(f, lambda x: b"")


@case("leaf-not-canonical", "")
def a_leaf_of_zeros(f):
    raw(f, lambda x: b"\0" * 65535)


@case("leaf-not-canonical", "")
def a_leaf_nested_without_end(f):
    raw(f, lambda x: b"[" * 65535)


@case("leaf-index", "says that it is number")
def a_leaf_of_another_index(f):
    f.events[-1]["index"] -= 1


@case("leaf-index", "does not say which number")
def a_leaf_without_an_index(f):
    del f.events[-1]["index"]


@case("leaf-index", "")
def a_leaf_removed_from_the_middle(f):
    del f.events[700]


@case("leaf-index", "")
def a_leaf_that_stands_twice(f):
    f.events.insert(700, f.events[700])


@case("event-malformed", "no such type")
def an_unknown_type(f):
    f.events[-1]["type"] = "vote.forged"


@case("event-malformed", "newer program")
def version_2(f):
    f.events[-1]["v"] = 2


@case("event-malformed", "member that events do not have")
def a_member_that_events_do_not_have(f):
    f.events[-1]["zzz"] = 1


@case("event-malformed", "no such member")
def a_member_that_the_kind_does_not_have(f):
    f.events[-1]["data"]["also"] = 1


@case("event-malformed", "`at`")
def a_day_that_does_not_exist(f):
    f.events[-1]["at"] = "2026-02-30T00:00:00Z"


@case("event-malformed", "`by`")
def nobody_acts(f):
    del f.events[-1]["by"]["person"]


@case("event-malformed", "")
def a_leaf_that_is_a_list_of_itself(f):
    f.events[-1]["data"] = [1]


# ---- files ----


def later(f):
    """For what is done to the files that were written: called with folder and hashes."""
    def add(step):
        f.after.append(step)
        return step
    return add


def edge(hashes):
    return len(hashes) // 256, len(hashes) % 256


def change(folder, path, how):
    path = os.path.join(folder, path)
    with open(path, "rb") as file:
        octets = file.read()
    with open(path, "wb") as file:
        file.write(how(octets))


def resized(size):
    def forgery(f):
        @later(f)
        def _(folder, hashes):
            put(folder, "checkpoint", f.checkpoint(hashes, size).encode())
    return forgery


for name, size, kind in (("2^63", 2**63, "bundle-missing"), ("2^64 - 1", 2**64 - 1, "bundle-missing"),
                         ("2^64", 2**64, "checkpoint-malformed"), ("one more", 2205, "bundle-missing"),
                         ("007", "007", "checkpoint-malformed"), ("-1", -1, "checkpoint-malformed"),
                         ("10^30", 10**30, "checkpoint-malformed")):
    forgery = resized(size)
    forgery.__name__ = "a checkpoint for %s leaves" % name
    case(kind, "")(forgery)


def noted(kind, says, name, text):
    """A checkpoint of other octets: text(f, its text, its signature line)."""
    def forgery(f):
        @later(f)
        def _(folder, hashes):
            body, line = f.checkpoint(hashes).split("\n\n")
            put(folder, "checkpoint", text(f, body + "\n", line))
    forgery.__name__ = name
    case(kind, says)(forgery)


def join(body, *lines):
    return (body + "\n" + "".join(lines)).encode()


def false_line(f, body):
    return f.key.line((body + "x\n").encode())


noted("", "", "_ a signature of somebody else beside",
      lambda f, b, s: join(b, s, forge.Key("witness.example", bytes(32)).line(b.encode())))
noted("checkpoint-forged", "does not fit", "a false signature of the same key beside",
      lambda f, b, s: join(b, s, false_line(f, b)))
noted("checkpoint-forged", "does not fit", "a false signature of the same key in front",
      lambda f, b, s: join(b, false_line(f, b), s))
noted("checkpoint-malformed", "", "signatures without end",
      lambda f, b, s: join(b, s, *["\u2014 w%d AAAAAAAA\n" % n for n in range(100)]))
noted("checkpoint-malformed", "", "octets behind the checkpoint", lambda f, b, s: join(b, s) + b"x")
noted("checkpoint-malformed", "", "an empty line behind the checkpoint",
      lambda f, b, s: join(b, s) + b"\n")
noted("checkpoint-malformed", "", "a checkpoint without its last line end",
      lambda f, b, s: join(b, s)[:-1])
noted("checkpoint-malformed", "", "a checkpoint without a signature", lambda f, b, s: join(b))
noted("checkpoint-malformed", "", "a checkpoint with line ends of another kind",
      lambda f, b, s: join(b, s).replace(b"\n", b"\r\n"))
noted("checkpoint-malformed", "", "a checkpoint of a megabyte",
      lambda f, b, s: join(b + "x" * (1 << 20) + "\n", s))
noted("checkpoint-malformed", "", "an empty checkpoint", lambda f, b, s: b"")
noted("checkpoint-unknown-key", "", "a checkpoint of another origin, signed in its name",
      lambda f, b, s: join(b.replace(f.origin, "other.example"),
                           f.key.line(b.replace(f.origin, "other.example").encode())))


def filed(kind, says, name, path, how):
    """One file changed: path(tile, width) and what becomes of its octets (None: it goes)."""
    def forgery(f):
        @later(f)
        def _(folder, hashes):
            at = path(*edge(hashes))
            if how is None:
                os.unlink(os.path.join(folder, at))
            else:
                change(folder, at, how)
    forgery.__name__ = name
    case(kind, says)(forgery)


def of(level, full=False, above=False):
    return lambda n, width: recount.tile_path(level, 0 if full or above else n,
                                              256 if full else n if above else width)


for where, path, kind in (("the last bundle", of("entries"), "bundle"),
                          ("a full bundle", of("entries", True), "bundle"),
                          ("the last tile", of(0), "tile"), ("a full tile", of(0, True), "tile"),
                          ("a tile of level 1", of(1, above=True), "tile")):
    filed(kind + "-malformed", "", where + " longer by an octet", path, lambda x: x + b"\0")
    filed(kind + "-missing", "", where + " gone", path, None)
    filed(kind + "-malformed" if kind == "tile" else "", "", where + " cut off", path,
          lambda x: x[:-1]) if kind == "tile" else \
        filed("bundle-malformed", "", where + " cut off", path, lambda x: x[:-1])
filed("tile-changed", "", "a hash in a tile of level 1 changed", of(1, above=True),
      lambda x: bytes([x[0] ^ 1]) + x[1:])
filed("tile-changed", "", "a hash in a full tile changed", of(0, True),
      lambda x: bytes([x[0] ^ 1]) + x[1:])
filed("bundle-malformed", "", "a bundle of 9 megabytes", of("entries", True),
      lambda x: x + b"\0" * (9 << 20))


@case("", "")
def _a_full_tile_that_nobody_calls_for(f):
    @later(f)
    def _(folder, hashes):
        n, _width = edge(hashes)
        put(folder, recount.tile_path(0, n, 256), b"\1" * 32 * 256)
        put(folder, recount.tile_path("entries", n, 256), b"\0\1x" * 256)


@case("object-changed", "is not what its digest says")
def a_draft_of_other_octets(f):
    draft = f.find("draft.posted")["data"]["file"][7:]

    @later(f)
    def _(folder, hashes):
        change(folder, "object/" + draft, lambda x: x.replace(b"shall", b"should"))


@case("object-changed", "is not what its digest says")
def a_draft_far_too_large(f):
    draft = f.find("draft.posted")["data"]["file"][7:]

    @later(f)
    def _(folder, hashes):
        with open(os.path.join(folder, "object", draft), "r+b") as file:
            file.truncate(1 << 34)


@case("object-changed", "is not what its digest says")
def a_comment_of_other_words(f):
    comment = f.find("comment.filed")["data"]["object"][7:]

    @later(f)
    def _(folder, hashes):
        change(folder, "object/" + comment, lambda x: x.replace(b'"', b"'"))


@case("object-changed", "is not what its digest says")
def an_answer_of_other_words(f):
    answer = next(e for e in f.events if e["type"] == "disposition.set" and "reason" in e["data"])

    @later(f)
    def _(folder, hashes):
        put(folder, "object/" + answer["data"]["reason"][7:], b"As you like it.")


@case("", "")
def _a_draft_that_was_deleted(f):
    draft = f.find("draft.posted")["data"]["file"][7:]

    @later(f)
    def _(folder, hashes):
        os.unlink(os.path.join(folder, "object", draft))


# ---- the test ----


def verify(comity, folder, options):
    """Exit status and the answer; (2, words) where there is none."""
    done = subprocess.run([comity, "verify", folder, "--json"] + options, capture_output=True,
                          timeout=60, check=False)
    if done.returncode not in (0, 1):
        return done.returncode, {"kind": "exit %d" % done.returncode,
                                 "difference": done.stderr.decode(errors="replace")}
    return done.returncode, json.loads(done.stdout)


def run(comity, honest, tmp, one):
    name, forgery, kind, says = one
    f = honest.copy()
    forgery(f)
    folder = tempfile.mkdtemp(dir=tmp)
    f.write(folder)
    status, answer = verify(comity, folder, f.options)
    got, words = answer.get("kind", ""), answer.get("difference", "")
    if got == kind and says in words and status == (1 if kind else 0):
        return True
    print("FAIL %s: expected %s (%s), got exit %d, %s: %s" %
          (name, kind or "sound", says, status, got or "sound", words))
    return False


def main():
    comity, data, wanted = os.path.realpath(sys.argv[1]), sys.argv[2], sys.argv[3:]
    os.environ.update(COMITY_DATA=os.path.realpath(data), NO_COLOR="1")
    with tempfile.TemporaryDirectory() as tmp:
        tc = os.path.join(tmp, "tc")
        subprocess.run([comity, "committee", "sample", tc], check=True, stdout=subprocess.DEVNULL)
        honest = forge.Forgery(os.path.join(tc, "record"),
                               forge.read_key(os.path.join(tc, "keys", "log.key")))
        chosen = [c for c in CASES if not wanted or c[0] in wanted]
        good = [run(comity, honest, tmp, c) for c in chosen]
    print("%d of %d forged records are answered as they should be" % (sum(good), len(good)))
    return 0 if good and all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
