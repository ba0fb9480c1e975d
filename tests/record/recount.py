#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a committee's record and counts its ballots again, from the static files alone.

    recount.py DIR [VKEY]

This script shares no code with comity and needs nothing but Python. It reads the bundles of
leaves, hashes them into a Merkle tree (RFC 6962), compares every tile with it, checks the
checkpoint's Ed25519 signature (RFC 8032), asks that each leaf is canonical JSON (RFC 8785) and
says its own number, follows replaced keys, and counts each closed ballot by the rule and the
roll that were frozen when it opened. Without VKEY it believes DIR/log.vkey, and says so.

Exit: 0 all is as it should be, 1 the first difference was printed, 2 not to be read.
"""
import base64, binascii, datetime, hashlib, json, os, re, sys


class Difference(Exception):
    pass


def check(ok, *words):
    if not ok:
        raise Difference(" ".join(str(w) for w in words))


# --- Ed25519: is [8][S]B = [8]R + [8][k]A? Plain arithmetic, slow, enough for a few signatures ---

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    """The sum of two points in extended coordinates (X, Y, Z, T) with T = XY/Z."""
    m, n = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    c, d = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(k, point):
    out = (0, 1, 1, 0)
    while k:
        if k & 1:
            out = add(out, point)
        point = add(point, point)
        k >>= 1
    return out


def point_from(octets):
    """None where the octets name no point of the curve."""
    y = int.from_bytes(octets, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * ROOT_OF_MINUS_1 % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_from((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public, text, signature):
    a, r = point_from(public), point_from(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(k, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


# --- keys, notes, the tree ---


def unbase64(text):
    return base64.b64decode(text, validate=True)


def read_vkey(text):
    name, key_id, rest = text.strip().split("+", 2)
    raw = unbase64(rest)
    check(len(raw) == 33 and raw[0] == 1, "not an Ed25519 verifier key:", text)
    digest = hashlib.sha256(name.encode() + b"\n" + raw).digest()
    check(digest[:4].hex() == key_id, "a verifier key with a false id:", text)
    return {"name": name, "id": digest[:4], "public": raw[1:], "text": text.strip()}


def read_checkpoint(octets):
    text, lines = octets.decode().rsplit("\n\n", 1)
    origin, size, root = (text + "\n").split("\n")[:3]
    check(re.fullmatch("0|[1-9][0-9]*", size), "the checkpoint's size is no number:", size)
    signatures = []
    for line in lines.splitlines():
        found = re.fullmatch("\u2014 ([^ +]+) ([A-Za-z0-9+/=]+)", line)
        check(found, "no signature line:", line)
        raw = unbase64(found[2])
        signatures.append((found[1], raw[:4], raw[4:]))
    return {"origin": origin, "size": int(size), "root": unbase64(root),
            "text": (text + "\n").encode(), "signatures": signatures}


def signed_by(checkpoint, key):
    """None: not signed by that key at all."""
    if key["name"] != checkpoint["origin"]:
        return None
    answers = [signed(key["public"], checkpoint["text"], signature)
               for name, key_id, signature in checkpoint["signatures"]
               if (name, key_id) == (key["name"], key["id"])]
    return all(answers) if answers else None


def leaf_hash(octets):
    return hashlib.sha256(b"\0" + octets).digest()


def tree_hash(hashes):
    if not hashes:
        return hashlib.sha256(b"").digest()
    while len(hashes) > 1:
        odd = hashes[-1:] if len(hashes) % 2 else []
        hashes = [hashlib.sha256(b"\1" + a + b).digest()
                  for a, b in zip(hashes[::2], hashes[1::2])] + odd
    return hashes[0]


def tile_path(level, n, width):
    groups = ["%03d" % (n % 1000)]
    while n >= 1000:
        n //= 1000
        groups.insert(0, "x%03d" % (n % 1000))
    return "tile/%s/%s%s" % (level, "/".join(groups), "" if width == 256 else ".p/%d" % width)


def read_file(folder, path):
    try:
        with open(os.path.join(folder, path), "rb") as f:
            return f.read()
    except FileNotFoundError:
        raise Difference(path, "is missing") from None


def read_leaves(folder, size):
    leaves = []
    while len(leaves) < size:
        width = min(256, size - len(leaves))
        path = tile_path("entries", len(leaves) // 256, width)
        octets, at = read_file(folder, path), 0
        for _ in range(width):
            n = int.from_bytes(octets[at:at + 2], "big")
            check(at + 2 + n <= len(octets), path, "is cut off")
            leaves.append(octets[at + 2:at + 2 + n])
            at += 2 + n
        check(at == len(octets), path, "has something behind its leaves")
    return leaves


def check_tiles(folder, hashes):
    level = 0
    while hashes:
        for n in range(0, len(hashes), 256):
            part = hashes[n:n + 256]
            path = tile_path(level, n // 256, len(part))
            check(read_file(folder, path) == b"".join(part), path,
                  "is not what the leaves give")
        hashes = [tree_hash(hashes[n:n + 256]) for n in range(0, len(hashes) // 256 * 256, 256)]
        level += 1


# --- events ---


def whole(number):
    raise Difference("a number with a fraction or exponent:", number)


def canonical(value):
    def ordered(v):
        if isinstance(v, dict):
            return {k: ordered(v[k]) for k in sorted(v, key=lambda k: k.encode("utf-16-be"))}
        return [ordered(x) for x in v] if isinstance(v, list) else v
    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def read_events(leaves):
    events = []
    for index, octets in enumerate(leaves):
        try:
            event = json.loads(octets.decode(), parse_float=whole, parse_constant=whole)
        except ValueError as e:
            raise Difference("leaf", index, "is not JSON:", e) from None
        check(canonical(event) == octets, "leaf", index, "is not canonical JSON")
        check(isinstance(event, dict) and event.get("index") == index,
              "leaf", index, "says that it is another number")
        events.append(event)
    return events


def rotate(event, active, trusted):
    """What a key.rotated says, checked; the key that signs from here on."""
    data = event["data"]
    old, new = read_vkey(data["old"]), read_vkey(data["new"])
    text = ("comity.key-rotation/v1\n%s\n%s\n" % (old["text"], new["text"])).encode()
    check(active is None or active["text"] == old["text"], "leaf", event["index"],
          "replaces a key that does not sign")
    check(signed(old["public"], text, unbase64(data["signature"])) and
          signed(new["public"], text, unbase64(data["accepted"])) and old["name"] == new["name"],
          "leaf", event["index"], "names a key that is not signed by the one before it")
    if old["text"] == trusted[-1]["text"]:
        trusted.append(new)
    return new


# --- ballots ---

NORMAL = [{"key": k, "counts": k} for k in ("yes", "no", "abstain")]
CAST = ["yes", "no", "abstain", "block", "neutral"]


def instant(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


class Ballot:
    def __init__(self, event):
        self.data, self.opens = event["data"], instant(event["at"])
        self.rule, self.project = self.data["rule"], event["project"]
        self.closes = instant(self.data["closes"])
        self.positions = {p["key"]: p for p in self.rule.get("positions", NORMAL)}
        self.votes = {}  # by voter: the one that stands
        check("sha256:" + hashlib.sha256(canonical(self.rule)).hexdigest() ==
              self.data.get("rule_digest"), "leaf", event["index"],
              "carries another rule than its digest says")

    def say(self, vote, data):
        vote.update(choice=data["choice"], reason=data.get("reason"),
                    conditional=data.get("conditional", False), marks=data.get("marks", []))

    def take(self, event):
        data, kind = event["data"], event["type"]
        if kind == "vote.unsealed":
            vote = self.votes.get(data["voter"], {})
            said = {k: v for k, v in data.items()
                    if k in ("ballot", "choice", "conditional", "marks", "reason", "voter")}
            said["project"] = self.project
            octets = bytes.fromhex(data["salt"].split(":")[-1]) + canonical(said)
            check(vote.get("commitment") == "sha256:" + hashlib.sha256(octets).hexdigest(),
                  "leaf", event["index"], "opens a vote that was not sealed so")
            self.say(vote, data)
            return
        if data["voter"] in self.votes and self.rule.get("revote") == "never":
            raise Difference("leaf", event["index"], "is a second vote where the first counts")
        vote = {"index": event["index"], "at": instant(event["at"]), "choice": None,
                "commitment": data.get("commitment")}
        if kind == "vote.cast":
            self.say(vote, data)
        self.votes[data["voter"]] = vote

    def unit(self, voter):
        kind, own = self.rule.get("unit", "voter"), voter["organisation"]
        return {"voter": voter["id"], "organisation": own, "family": voter.get("family", own),
                "nation": voter.get("country", own)}[kind]

    def stands(self, voter, vote):
        position = self.positions.get(vote["choice"])
        return (position and not voter.get("recused") and self.opens <= vote["at"] < self.closes
                and not (vote["conditional"] and
                         not (self.rule.get("conditional") and position["counts"] == "yes"))
                and not (position.get("reason") == "required" and not vote["reason"]))

    def units(self):
        out, latest = {}, self.rule.get("revote") != "never"
        for voter in self.data["roll"]["voters"]:
            one = out.setdefault(self.unit(voter), {
                "in": {voter.get("category")} | set(voter.get("marks", [])), "vote": None,
                "weight": voter.get("weight", 0), "population": voter.get("population", 0),
                "able": False, "class": voter.get("category"), "kind": None, "says": "silent"})
            one["able"] |= not voter.get("recused")
            vote = self.votes.get(voter["id"])
            if vote and self.stands(voter, vote):
                before = one["vote"]
                if not before or (vote["index"] > before["index"]) == latest:
                    one["vote"] = vote
        for one in out.values():
            self.speak(one)
        return list(out.values())

    def speak(self, one):
        silence = self.rule.get("silence", "void")
        if not one["able"]:
            one["says"] = "recused"
        elif not one["vote"]:
            one["kind"] = {"void": None, "assent": "yes", "abstain": "abstain"}[silence]
        else:
            position = self.positions[one["vote"]["choice"]]
            if position.get("reason") == "or-void" and not one["vote"]["reason"]:
                one["says"] = "uncounted"
            else:
                one["kind"] = position["counts"]
                one["says"] = "recused" if one["kind"] == "recuse" else "voted"


def measured(units, test, kinds, sets, mark=None, votes_only=False):
    """The sum over units of those sets that took such a position; kinds None: of all."""
    total = 0
    for u in units:
        counts = u["says"] == "voted" or (u["says"] == "silent" and u["kind"])
        if u["says"] == "recused" or not sets <= u["in"]:
            continue
        if kinds is not None:
            if not counts or u["kind"] not in kinds or (votes_only and u["says"] != "voted"):
                continue
            if mark and not (u["vote"] and mark in u["vote"]["marks"]):
                continue
        total += {"votes": 1, "weight": u["weight"],
                  "population": u["population"]}[test.get("measure", "votes")]
    return total


def run_test(units, roll, test, part, subset=None):
    sets = {s for s in (test.get("in"), subset) if s}
    have = measured(units, {}, None, sets)
    if have < test.get("if_from", 0) or (test.get("if_to") and have > test["if_to"]):
        return None
    quorum = part == "quorum"
    total = measured(units, test, test["counts"], sets, test.get("with"), quorum)
    key = "%s:%s" % (subset, test["key"]) if subset else test["key"]
    step = {"part": part, "key": key, "sum": total}
    if "den" in test:
        over = test.get("over", "yes-no")
        kinds = {"yes-no": ["yes", "no"], "cast": CAST, "all": None, "active": None,
                 "no": ["no"]}[over]
        base = measured(units, test, kinds, sets, None, quorum)
        if over == "active" and roll.get("active"):
            base = roll["active"]
        left, right = total * test["den"], base * test["num"]
        step.update(base=base, den=test["den"], num=test["num"])
        step["met"] = (left > right if test.get("strict") else left >= right) if base else (
            total > 0 or test.get("empty", False))
    else:
        step.update(num=test["least"], met=total >= test["least"])
    step["good"] = step["met"] != (part == "block")
    return step


def edge_steps(rule, units):
    """Steps that are no tests of the rule: size and balance of the electorate."""
    steps, least = [], rule["electorate"].get("least")
    if least:
        n = measured(units, {}, None, set())
        steps.append({"part": "electorate", "key": "electorate", "sum": n, "num": least,
                      "met": n >= least, "good": n >= least})
    if rule.get("balance"):
        num, den = rule["balance"]["num"], rule["balance"]["den"]
        classes = [u["class"] for u in units if u["class"]]
        most = max([classes.count(c) for c in set(classes)], default=0)
        met = most * den <= len(units) * num
        steps.append({"part": "balance", "key": "balance", "sum": most, "base": len(units),
                      "den": den, "num": num, "met": met, "good": met})
    return steps


def outcome(rule, steps):
    def good(*parts):
        return all(s["good"] for s in steps if s["part"] in parts)
    second = "second" in rule and good("second")
    if not good("quorum", "electorate"):
        return "no-quorum"
    if not good("balance"):
        return "not-approved"
    if rule.get("judged_by"):
        return "judged" if good("block") else "blocked"
    if not good("pass") and not second:
        return "not-approved"
    if not good("block"):
        return "blocked"
    return "pending" if "second" in rule and not second else "approved"


def recount(ballot):
    """None, and why, where the rule is of a kind that this script does not count."""
    rule, roll = ballot.rule, ballot.data["roll"]
    for kind in ("bands", "recirculate"):
        if rule.get(kind):
            return None, "its rule knows " + kind
    if ballot.data.get("carries"):
        return None, "it carries votes of an earlier round"
    if rule.get("unit") == "family-position":
        return None, "its rule counts families by position"
    units = ballot.units()
    steps = edge_steps(rule, units)
    tests = [(t, "quorum", None) for t in rule.get("quorum", [])]
    tests += [(t, "pass", None) for t in rule.get("pass", [])]
    if "second" in rule:
        tests += [(t, "second", rule["second"]["in"]) for t in rule.get("pass", [])]
    tests += [(t, "block", None) for t in rule.get("block", [])]
    steps += [s for s in (run_test(units, roll, *t) for t in tests) if s]
    by = {k: sum(u["says"] == "voted" and u["vote"]["choice"] == k for u in units)
          for k in ballot.positions}
    counts = {w: sum(u["says"] == w for u in units)
              for w in ("recused", "silent", "uncounted", "voted")}
    counts.update(units=len(units), by_position=by)
    return {"outcome": outcome(rule, steps), "steps": steps, "counts": counts}, None


def compare(event, ballot):
    said, name = event["data"]["tally"], "%s/%s" % (event["project"], event["data"]["ballot"])
    leaves = {v["voter"]: v.get("leaf") for v in event["data"]["votes"]}
    for voter in ballot.data["roll"]["voters"]:
        own = ballot.votes.get(voter["id"], {}).get("index")
        check(voter["id"] in leaves and (leaves[voter["id"]] == own or ballot.data.get("carries")),
              "leaf", event["index"], "closes ballot", name, "with another vote of", voter["id"])
    counted, why = recount(ballot)
    if not counted:
        return "ballot %s: not counted here: %s" % (name, why)
    for part in ("counts", "steps", "outcome"):
        check(said[part] == counted[part], "leaf", event["index"], "declares ballot", name,
              "with", part, said[part], "- counted again:", counted[part])
    return "ballot %s: %s, as declared: %s" % (
        name, counted["outcome"],
        ", ".join("%s %d" % x for x in sorted(counted["counts"]["by_position"].items())))


def recount_all(events):
    ballots, lines = {}, []
    for event in events:
        data = event.get("data", {})
        key = (event.get("project"), data.get("ballot"))
        if event["type"] == "ballot.opened":
            ballots[event["project"], data["id"]] = Ballot(event)
        elif event["type"] in ("vote.cast", "vote.sealed", "vote.unsealed"):
            check(key in ballots, "leaf", event["index"], "votes in a ballot that is not open")
            ballots[key].take(event)
        elif event["type"] == "ballot.closed":
            check(key in ballots, "leaf", event["index"], "closes a ballot that is not open")
            lines.append(compare(event, ballots[key]))
    return lines


# --- all of it ---


def main(folder, vkey):
    checkpoint = read_checkpoint(read_file(folder, "checkpoint"))
    trusted = [read_vkey(vkey or read_file(folder, "log.vkey").decode())]
    leaves = read_leaves(folder, checkpoint["size"])
    hashes = [leaf_hash(x) for x in leaves]
    check_tiles(folder, hashes)
    events, active = read_events(leaves), None
    for event in events:
        if event["type"] == "key.rotated":
            active = rotate(event, active, trusted)
    good = signed_by(checkpoint, trusted[-1])
    check(good is not None, "the checkpoint is not signed by", trusted[-1]["text"])
    check(good, "the checkpoint's signature does not fit")
    check(tree_hash(hashes) == checkpoint["root"], "the leaves give another root than the signed")
    lines = recount_all(events)
    print("%s: %d leaves, signed by %s%s" % (checkpoint["origin"], len(leaves),
                                             trusted[-1]["text"],
                                             "" if vkey else " (the record's own word)"))
    print("\n".join(lines + ["the record is sound"]))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    try:
        main(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else None)
    except Difference as difference:
        print("difference:", *difference.args)
        sys.exit(1)
    except (OSError, KeyError, TypeError, ValueError, binascii.Error) as error:
        print("not to be read: %s: %s" % (type(error).__name__, error))
        sys.exit(2)
