#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two answers of `comity conflicts` or `comity plan` in JSON say the same, whatever the order of the regimes.

Usage: same_answers.py ONE.json OTHER.json
"""
import json
import sys


def rules(of):
    return frozenset((r["standard"], r["requirement"]) for r in of)


def conflicts(doc, key):
    """Each with its class, its regimes and its clauses; which of equal proofs is shown is left open."""
    return sorted(sorted(map(str, (sorted(c["regimes"]), c["class"], sorted(rules(c["requirements"]))))) for c in doc[key])


def of_conflicts(doc):
    pairs = {}
    for p in doc["pairs"]:
        differ = sorted((d["kind"], d["field"], d["class"], d["settled"]) for d in p["differences"])
        pairs[frozenset(p["regimes"])] = (p["compatible"], len(p["conflicts"]), differ, p.get("example"))
    largest = {frozenset(s["regimes"]): s["example"] for s in doc["largest"]}
    return {"complete": doc["complete"], "pairs": pairs, "conflicts": conflicts(doc, "conflicts"), "largest": largest}


def variant(v):
    changes = sorted(
        (c["change"], c["asset"], c.get("field", ""), c.get("from", ""), c.get("to", c.get("element", "")), sorted(rules(c["requirements"])))
        for c in v["changes"]
    )
    return v["weight"], v["cost"], v["proven"], sorted(v["also"]), v.get("configuration"), changes


def of_plan(doc):
    return {
        "proofs": (doc["complete"], doc["minimum"], doc["best"]["most"]),
        "variants": {frozenset(v["regimes"]): variant(v) for v in doc["variants"]},
        "best": (sorted(doc["best"]["regimes"]), variant(doc["best"])),
        "each": {v["regime"]: (v["possible"], variant(v)) for v in doc.get("each", [])},
        "unserved": sorted(doc["unserved"]),
    }


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    one, other = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
    say = of_conflicts if "pairs" in one else of_plan
    one, other = say(one), say(other)
    for part in one:
        if one[part] != other[part]:
            sys.exit(f"they differ in {part}:\n{one[part]}\n{other[part]}")


if __name__ == "__main__":
    main()
