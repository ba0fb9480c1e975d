#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every way to tamper with a record, on the made-up committee's: each is caught and named.

    tampered.py COMITY DATA-DIR

Some hands have no key: they change files. The others have it: a dishonest secretary who writes
the whole record again and signs it. What such a hand made is written by this script, which shares
no code with comity, and read by both `comity verify` and recount.py.
"""
import base64, hashlib, json, os, shutil, subprocess, sys, tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import recount


def sign(seed, text):
    """RFC 8032 section 5.1.6."""
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little") & ((1 << 254) - 8) | (1 << 254)

    def octets(point):
        inverse = pow(point[2], recount.P - 2, recount.P)
        x, y = point[0] * inverse % recount.P, point[1] * inverse % recount.P
        return (y | (x & 1) << 255).to_bytes(32, "little")

    def number(*parts):
        return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % recount.L
    public = octets(recount.times(a, recount.BASE))
    r = number(h[32:], text)
    big_r = octets(recount.times(r, recount.BASE))
    s = (r + number(big_r, public, text) * a) % recount.L
    return public, big_r + s.to_bytes(32, "little")


class Record:
    def __init__(self, folder):
        self.folder = folder
        self.size = recount.read_checkpoint(self.read("checkpoint"))["size"]

    def read(self, path):
        with open(os.path.join(self.folder, path), "rb") as f:
            return f.read()

    def write(self, path, octets):
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(octets)

    def leaves(self):
        return recount.read_leaves(self.folder, self.size)

    def path(self, level, n):
        return recount.tile_path(level, n, min(256, self.size - 256 * n))

    def bundle(self, n, leaves):
        """Of these leaves, at the place of the n-th bundle, whatever its number of leaves."""
        self.write(self.path("entries", n),
                   b"".join(len(x).to_bytes(2, "big") + x for x in leaves))

    def bundle_leaves(self, n):
        return self.leaves()[256 * n:256 * n + 256]

    def checkpoint(self, name, seed, size, root):
        text = ("%s\n%d\n%s\n" % (name, size, base64.b64encode(root).decode())).encode()
        public, signature = sign(seed, text)
        key_id = hashlib.sha256(name.encode() + b"\n\1" + public).digest()[:4]
        line = "\u2014 %s %s\n" % (name, base64.b64encode(key_id + signature).decode())
        self.write("checkpoint", text + b"\n" + line.encode())

    def rewrite(self, leaves):
        """All files again, and signed: the hand has the key."""
        name, _, rest = KEY.split("+", 4)[2:]
        shutil.rmtree(os.path.join(self.folder, "tile"))
        self.size, hashes, level = len(leaves), [recount.leaf_hash(x) for x in leaves], 0
        root = recount.tree_hash(hashes)
        for n in range(0, len(leaves), 256):
            self.bundle(n // 256, leaves[n:n + 256])
        while hashes:
            for n in range(0, len(hashes), 256):
                part = hashes[n:n + 256]
                self.write(recount.tile_path(level, n // 256, len(part)), b"".join(part))
            hashes = [recount.tree_hash(hashes[n:n + 256])
                      for n in range(0, len(hashes) // 256 * 256, 256)]
            level += 1
        self.checkpoint(name, base64.b64decode(rest)[1:], len(leaves), root)


def numbered(leaves):
    """Each says its own number again."""
    events = [json.loads(x) for x in leaves]
    return [recount.canonical({**e, "index": i}) for i, e in enumerate(events)]


def find(leaves, what):
    return next(i for i, x in enumerate(leaves) if what in x)


# --- hands without the key ---


def flipped_bit(r):
    octets = bytearray(r.read(r.path("entries", 1)))
    octets[5000] ^= 4
    r.write(r.path("entries", 1), octets)


def removed(r):
    leaves = r.bundle_leaves(1)
    r.bundle(1, leaves[:40] + leaves[41:])


def added(r):
    leaves = r.bundle_leaves(1)
    r.bundle(1, leaves[:40] + [b'{"index":296}'] + leaves[40:])


def reordered(r):
    leaves = r.bundle_leaves(1)
    r.bundle(1, leaves[:40] + [leaves[41], leaves[40]] + leaves[42:])


def tile_changed(r):
    octets = bytearray(r.read(r.path(0, 1)))
    octets[100] ^= 1
    r.write(r.path(0, 1), octets)


def bundle_missing(r):
    os.remove(os.path.join(r.folder, r.path("entries", 1)))


def tile_missing(r):
    os.remove(os.path.join(r.folder, r.path(0, 1)))


def bundle_cut(r):
    r.write(r.path("entries", 1), r.read(r.path("entries", 1))[:-3])


def signature_changed(r):
    r.write("checkpoint", r.read("checkpoint").replace(b"\n%d\n" % r.size, b"\n%d\n" % (r.size - 1)))


def another_key(r):
    c = recount.read_checkpoint(r.read("checkpoint"))
    r.checkpoint(c["origin"], b"\x42" * 32, c["size"], c["root"])


# --- hands with the key ---


def vote_changed(r):
    leaves = r.leaves()
    i = find(leaves, b'"choice":"yes"')
    leaves[i] = leaves[i].replace(b'"choice":"yes"', b'"choice":"no"')
    r.rewrite(leaves)


def vote_dropped(r):
    leaves = r.leaves()
    del leaves[find(leaves, b'"type":"vote.cast"')]
    r.rewrite(numbered(leaves))


def leaf_dropped(r):
    leaves = r.leaves()
    r.rewrite(leaves[:300] + leaves[301:])


def rule_changed(r):
    leaves = r.leaves()
    i = find(leaves, b'"type":"ballot.opened"')
    event = json.loads(leaves[i])
    event["data"]["rule"]["pass"][0].update(num=1, den=1000)
    digest = hashlib.sha256(recount.canonical(event["data"]["rule"])).hexdigest()
    event["data"]["rule_digest"] = "sha256:" + digest
    leaves[i] = recount.canonical(event)
    r.rewrite(leaves)


def comment_dropped_at_the_end(r):
    r.rewrite(r.leaves()[:-1])


def last_one_changed(r):
    leaves = r.leaves()
    r.rewrite(leaves[:-1] + numbered(leaves[:1] * len(leaves))[-1:])


def rewritten_and_longer(r):
    leaves = r.leaves()
    r.rewrite(leaves[:-1] + numbered(leaves[:1] * (len(leaves) + 1))[-2:])


# name, hand, what the record had shown before (None, or "now": its checkpoint was kept), kind that
# comity names, whether the script finds it, too (it does not replay every rule)
CASES = [
    ("as it is", lambda r: None, None, None, False),
    ("as it is, and kept", lambda r: None, "now", None, False),
    ("a flipped bit", flipped_bit, None, "leaf-changed", True),
    ("a leaf removed", removed, None, "leaf-removed", True),
    ("a leaf added", added, None, "leaf-added", True),
    ("leaves reordered", reordered, None, "leaf-moved", True),
    ("a tile changed", tile_changed, None, "tile-changed", True),
    ("a bundle missing", bundle_missing, None, "bundle-missing", True),
    ("a tile missing", tile_missing, None, "tile-missing", True),
    ("a bundle cut off", bundle_cut, None, "bundle-malformed", True),
    ("the checkpoint changed", signature_changed, None, "checkpoint-forged", True),
    ("a forged checkpoint", another_key, None, "checkpoint-unknown-key", True),
    ("a vote changed, signed", vote_changed, None, "ballot-miscounted", True),
    ("a vote dropped, signed", vote_dropped, None, None, True),
    ("a leaf dropped, signed", leaf_dropped, None, "leaf-index", True),
    ("a rule changed, signed", rule_changed, None, "act-refused", False),
    ("a split view", last_one_changed, "now", "split-view", False),
    ("history rewritten", rewritten_and_longer, "now", "inconsistent", False),
    ("rolled back", comment_dropped_at_the_end, "now", "rolled-back", False),
    ("a vote changed, kept before", vote_changed, "now", "split-view", True),
]


def run(*argv):
    return subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def case(comity, tmp, vkey, name, hand, kept, kind, script_too):
    folder = os.path.join(tmp, "copy")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(os.path.join(tmp, "tc", "record"), folder)
    record, argv = Record(folder), [comity, "verify", folder, "--json", "--key", vkey]
    if kept:
        argv += ["--earlier", os.path.join(tmp, "tc", "record", "checkpoint")]
    hand(record)
    sound = kind is None and not script_too
    ours, theirs = run(*argv), run(sys.executable, recount.__file__, folder, vkey)
    said = json.loads(ours.stdout) if ours.returncode in (0, 1) else {}
    wrong = ours.returncode != (0 if sound else 1) or said.get("sound") != sound
    wrong = wrong or (kind and said.get("kind") != kind)
    if sound or script_too:
        wrong = wrong or theirs.returncode != (0 if sound else 1)
    print("%s %s: %s" % ("FAIL" if wrong else "ok  ", name, said.get("difference", "sound")))
    if wrong:
        print(ours.stdout, theirs.stdout, sep="\n")
    return not wrong


def main(comity, data):
    global KEY
    os.environ.update(COMITY_DATA=os.path.abspath(data), NO_COLOR="1", LC_ALL="C.UTF-8")
    comity = os.path.abspath(comity)
    with tempfile.TemporaryDirectory() as tmp:
        made = run(comity, "committee", "sample", os.path.join(tmp, "tc"))
        if made.returncode != 0:
            sys.exit(made.stdout)
        with open(os.path.join(tmp, "tc", "keys", "log.key")) as f:
            KEY = f.read().strip()
        with open(os.path.join(tmp, "tc", "record", "log.vkey")) as f:
            vkey = f.read().strip()
        good = [case(comity, tmp, vkey, *c) for c in CASES]
    print("%d of %d" % (sum(good), len(good)))
    sys.exit(0 if all(good) else 1)


main(*sys.argv[1:])
