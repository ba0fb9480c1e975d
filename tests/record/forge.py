# SPDX-License-Identifier: Apache-2.0
"""A dishonest secretary: reads a record and the key that signs it, lets the caller change anything,
hashes all of it again and signs. What comes out is a log without a fault; only the rules can tell.

Shares no code with comity; formats as in docs/internals/record.md.
"""
import base64, copy, hashlib, os, shutil

import recount


# --- Ed25519, the signing half (RFC 8032, 5.1.6) ---


def point_octets(p):
    inverse = pow(p[2], recount.P - 2, recount.P)
    x, y = p[0] * inverse % recount.P, p[1] * inverse % recount.P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


class Key:
    def __init__(self, name, seed):
        h = hashlib.sha512(seed).digest()
        self.name, self.prefix = name, h[32:]
        self.scalar = int.from_bytes(h[:32], "little") & (2**254 - 8) | 2**254
        self.public = point_octets(recount.times(self.scalar, recount.BASE))
        self.id = hashlib.sha256(name.encode() + b"\n\1" + self.public).digest()[:4]
        self.vkey = "%s+%s+%s" % (name, self.id.hex(),
                                  base64.b64encode(b"\1" + self.public).decode())

    def sign(self, text):
        r = number(self.prefix, text) % recount.L
        point = point_octets(recount.times(r, recount.BASE))
        s = (r + number(point, self.public, text) * self.scalar) % recount.L
        return point + s.to_bytes(32, "little")

    def line(self, text, name=None):
        raw = base64.b64encode(self.id + self.sign(text)).decode()
        return "\u2014 %s %s\n" % (name or self.name, raw)


def read_key(path):
    """PRIVATE+KEY+name+id+base64, as the committee keeps it."""
    with open(path, encoding="ascii") as f:
        name, _, raw = f.read().strip().split("+", 4)[2:]
    return Key(name, recount.unbase64(raw)[1:])


# --- a record to be forged ---


class Forgery:
    def __init__(self, folder, key):
        checkpoint = recount.read_checkpoint(recount.read_file(folder, "checkpoint"))
        self.folder, self.key, self.origin = folder, key, checkpoint["origin"]
        self.events = recount.read_events(recount.read_leaves(folder, checkpoint["size"]))
        self.leaves = None  # octets of leaves, where they are not those of the events
        self.options = []   # for the one who verifies
        self.after = []     # what is done to the files that were written

    def copy(self):
        other = copy.copy(self)
        other.events = copy.deepcopy(self.events)
        other.options, other.after = [], []
        return other

    # Finding and changing.

    def find(self, type_, nth=0, **data):
        """The nth event of that type, with these members in its data; `project` is of the event."""
        project = data.pop("project", None)
        found = [e for e in self.events
                 if e["type"] == type_ and (project is None or e.get("project") == project)
                 and all(e["data"].get(k) == v for k, v in data.items())]
        return found[nth]

    def until(self, event):
        """What comes behind is forgotten: so nothing else than this event can be found wrong."""
        del self.events[event["index"] + 1:]
        return event

    def drop(self, event):
        self.events.remove(event)
        self.number()

    def number(self):
        for index, event in enumerate(self.events):
            event["index"] = index

    def add(self, type_, data, by=None, at=None, project=None):
        last = self.events[-1]
        event = {"at": at or last["at"], "by": dict(by or self.events[0]["by"]), "data": data,
                 "index": len(self.events), "type": type_, "v": 1}
        if project:
            event["project"] = project
        self.events.append(event)
        return event

    def octets(self):
        return [recount.canonical(e) for e in self.events]

    # Writing.

    def checkpoint(self, hashes, size=None, key=None):
        root = base64.b64encode(recount.tree_hash(hashes)).decode()
        text = "%s\n%s\n%s\n" % (self.origin, len(hashes) if size is None else size, root)
        return text + "\n" + (key or self.key).line(text.encode())

    def write(self, folder):
        leaves = self.octets() if self.leaves is None else self.leaves
        hashes = [recount.leaf_hash(x) for x in leaves]
        shutil.copytree(os.path.join(self.folder, "object"), os.path.join(folder, "object"))
        for n in range(0, len(leaves), 256):
            part = leaves[n:n + 256]
            put(folder, recount.tile_path("entries", n // 256, len(part)),
                b"".join(len(x).to_bytes(2, "big") + x for x in part))
        level, row = 0, hashes
        while row:
            for n in range(0, len(row), 256):
                part = row[n:n + 256]
                put(folder, recount.tile_path(level, n // 256, len(part)), b"".join(part))
            row = [recount.tree_hash(row[n:n + 256]) for n in range(0, len(row) // 256 * 256, 256)]
            level += 1
        put(folder, "log.vkey", self.key.vkey.encode() + b"\n")
        put(folder, "checkpoint", self.checkpoint(hashes).encode())
        for step in self.after:
            step(folder, hashes)


def put(folder, path, octets):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(octets)
