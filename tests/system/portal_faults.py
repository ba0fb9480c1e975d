#!/usr/bin/env python3
"""What goes wrong under the portal: the database is locked, the disk is full, the server is killed while a vote is cast.

Usage: portal_faults.py COMITY DATA-DIR [disk FOLDER]
"""
import collections
import html
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from portal_server import PASSWORD, Checks, Portal  # noqa: E402

check = Checks()
DELAYS_MS = (0, 2, 40, 90, 120, 135, 150, 165, 180, 220, 300)


def entries(portal):
    """The record's, with their data, from the database itself."""
    with sqlite3.connect(f"file:{portal.dir}/comity.db?mode=ro", uri=True) as db:
        return [json.loads(row[0]) for row in db.execute("select leaf from event order by idx")]


def forms(text):
    """action -> fields as a browser would send them untouched."""
    found = {}
    for form in re.findall(r'<form[^>]*method="post".*?</form>', text, re.S):
        action = html.unescape(re.search(r'action="([^"]*)"', form).group(1))
        fields = {}
        for tag in re.findall(r"<input[^>]*>", form):
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            kind = re.search(r'type="([^"]*)"', tag)
            ticked = not kind or kind.group(1) not in ("radio", "checkbox") or " checked" in tag
            if name and ticked and name.group(1) != "form_token":
                fields[html.unescape(name.group(1))] = html.unescape(value.group(1)) if value else ""
        for select in re.findall(r'<select[^>]*name="([^"]*)".*?</select>', form, re.S):
            fields.setdefault(select, "")
        found[action] = fields
    return found


def find_ballot(portal, who):
    """The address of a ballot that this visitor may vote in."""
    for row in entries(portal):
        if row["type"] == "ballot.opened":
            page = f"/projects/{row['project']}/ballots/{row['data']['id']}"
            if page + "/vote" in forms(who.get(page).text):
                return page
    raise SystemExit("the sample has no ballot that is open for this visitor")


def filled(page_text, page, choice):
    fields = dict(forms(page_text)[page + "/vote"])
    fields.update({"choice": choice, "password": PASSWORD})
    return {k: v for k, v in fields.items() if v}


def votes_of(portal, person, page):
    ballot = page.rsplit("/", 1)[1]
    return [e for e in entries(portal)
            if e["type"] in ("vote.cast", "vote.sealed") and e["by"]["person"] == person and e["data"].get("ballot") == ballot]


def killed(portal, person):
    """SIGKILL at some moment of a vote; the voter sends the same form again."""
    who = portal.sign_in("foreign")
    page = find_ballot(portal, who)
    before, lost, done = len(votes_of(portal, person, page)), 0, 0
    for n, delay in enumerate(DELAYS_MS):
        reply = who.get(page)
        fields = filled(reply.text, page, ("yes", "abstain")[n % 2])
        first = []

        def vote():
            try:
                first.append(who.post(page + "/vote", fields).status)
            except (OSError, ValueError, Exception) as why:  # noqa: BLE001 the server is killed under it
                first.append(type(why).__name__)

        t = threading.Thread(target=vote)
        t.start()
        time.sleep(delay / 1000)
        portal.kill(9)
        t.join()
        there = len(votes_of(portal, person, page)) - before - n
        check(f"killed after {delay} ms: at most one vote", there in (0, 1), there)
        lost, done = lost + (there == 0), done + (there == 1)
        portal.start()
        again = who.post(page + "/vote", fields)
        check.equal(f"killed after {delay} ms: the same form again", again.status, 303)
        check.equal(f"killed after {delay} ms: it counts once", len(votes_of(portal, person, page)) - before, n + 1)
        once_more = who.post(page + "/vote", fields)
        check.equal(f"killed after {delay} ms: and again", once_more.status, 303)
        check.equal(f"killed after {delay} ms: it still counts once", len(votes_of(portal, person, page)) - before, n + 1)
        if again.status != 303:
            print(again.text[:3000])
            break
    print(f"killed: {lost} before the vote was recorded, {done} after it")
    other = dict(fields, choice="abstain" if fields["choice"] == "yes" else "yes")
    check("another vote under the same key is refused", who.post(page + "/vote", other).status in (409, 422))
    check.equal("and is not recorded", len(votes_of(portal, person, page)) - before, len(DELAYS_MS))


def locked(portal, person):
    who = portal.sign_in("foreign")
    page = find_ballot(portal, who)
    fields = filled(who.get(page).text, page, "yes")
    size = len(entries(portal))
    db = sqlite3.connect(os.path.join(portal.dir, "comity.db"), isolation_level=None)
    db.execute("begin immediate")
    try:
        began = time.monotonic()
        check.equal("locked: pages are shown", who.get(page).status, 200)
        check("locked: at once", time.monotonic() - began < 2)
        reply = who.post(page + "/vote", fields)
        check.equal("locked: a vote", reply.status, 503)
        check("locked: when to try again", reply.headers["Retry-After"], "no Retry-After")
        check("locked: what happened", "cannot be used at the moment" in reply.text and "<nav" in reply.text, reply.text[:500])
        reply = who.post(page + "/vote", fields, Accept="application/json")
        check.equal("locked: JSON", (reply.status, reply.headers["Content-Type"]), (503, "application/problem+json"))
        reply = who.post(page + "/vote", fields, Accept_Language="zh-CN")
        check("locked: in Chinese", reply.status == 503 and "数据库" in reply.text, reply.text[:800])
    finally:
        db.execute("rollback")
        db.close()
    check.equal("locked: nothing was recorded", len(entries(portal)), size)
    check.equal("unlocked: the same form", who.post(page + "/vote", fields).status, 303)
    check.equal("unlocked: one entry more", len(entries(portal)), size + 1)


def crowded(portal):
    """More requests than may wait, while the answering threads wait for the database: those too many are told, the
    others are served; what was acknowledged was done, and nothing else."""
    who, count = portal.sign_in("secretary"), 320
    who.get("/acts/organisation.admitted")
    size, got = len(entries(portal)), []
    db = sqlite3.connect(os.path.join(portal.dir, "comity.db"), isolation_level=None)
    db.execute("begin immediate")

    def send(n):
        try:
            got.append(who.post("/acts/organisation.admitted", {
                "category": "enterprise", "country": "XA", "origin": "foreign", "name-en": f"Crowd {n}", "name-zh": f"众 {n}",
                "once": f"crowd-{n}"}).status)
        except OSError as why:
            got.append(str(why))

    threads = [threading.Thread(target=send, args=(n,)) for n in range(count)]
    for t in threads:
        t.start()
    until = time.monotonic() + 5
    while 503 not in got and time.monotonic() < until:
        time.sleep(0.05)
    early = got.count(503)
    db.execute("rollback")
    db.close()
    for t in threads:
        t.join()
    done = got.count(303)
    check("crowded: some are told at once", early > 0, collections.Counter(got))
    check("crowded: the others are served", done >= 200 and done + got.count(503) == count, collections.Counter(got))
    check.equal("crowded: as many entries as were acknowledged", len(entries(portal)) - size, done)


def full(portal, person, disk):
    """`disk` is a small file system of its own; the committee lies on it."""
    who = portal.sign_in("foreign")
    page = find_ballot(portal, who)
    fields = filled(who.get(page).text, page, "yes")
    size = len(entries(portal))
    filler = os.open(os.path.join(disk, "filler"), os.O_WRONLY | os.O_CREAT)
    try:
        while os.write(filler, b"\0" * 4096) > 0:
            pass
    except OSError:
        os.close(filler)
    check.equal("full: pages are shown", who.get(page).status, 200)
    reply = who.post(page + "/vote", fields)
    check.equal("full: a vote", reply.status, 507)
    check("full: what happened", "disk is full" in reply.text, reply.text[:500])
    check.equal("full: nothing was recorded", len(entries(portal)), size)
    os.unlink(os.path.join(disk, "filler"))
    check.equal("room again: the same form", who.post(page + "/vote", fields).status, 303)
    check.equal("room again: one entry more", len(entries(portal)), size + 1)
    portal.stop()
    done = subprocess.run([portal.comity, "verify", os.path.join(portal.dir, "record")], env=portal.env, capture_output=True, text=True)
    check.equal("full: the record verifies", done.returncode, 0)


def on_small_disk(comity, data):
    """Again, in a namespace of its own, where a small disk may be mounted."""
    words = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-r", "-m"]
    if not shutil.which("unshare") or subprocess.run([*words, "true"], capture_output=True).returncode != 0:
        print("note: no small disk can be mounted here: a full disk is not tried")
        return
    with Portal(comity, data) as portal:
        portal.stop()
        disk = os.path.join(portal.temp, "disk")
        os.mkdir(disk)
        done = subprocess.run([*words, sys.executable, os.path.abspath(__file__), comity, data, portal.dir, disk],
                              capture_output=True, text=True)
        print(done.stdout, end="")
        if done.returncode == 77:
            print("note: a small disk cannot be mounted here: a full disk is not tried")
        else:
            check("a full disk", done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:])


def small_disk(comity, data, folder, disk):
    octets = sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(folder) for f in files)
    room = octets * 3 + (16 << 20)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", disk], capture_output=True).returncode != 0:
        return 77
    shutil.copytree(folder, os.path.join(disk, "tc"))
    os.chmod(os.path.join(disk, "tc", "keys"), 0o700)
    with Portal(comity, data, sample=False, dir=os.path.join(disk, "tc")) as portal:
        try:
            full(portal, person_of(portal), disk)
        except OSError:
            print(portal.said()[-4000:])
            raise
    return 1 if check.failed else 0


def person_of(portal):
    listed = json.loads(portal.run("committee", "account", "list", "--dir", portal.dir, "--json"))
    rows = listed if isinstance(listed, list) else listed.get("accounts", [])
    return next(row["person"] for row in rows if row.get("account", row.get("name")) == "foreign")


def main():
    comity, data = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    if len(sys.argv) > 4:
        sys.exit(small_disk(comity, data, sys.argv[3], sys.argv[4]))
    with Portal(comity, data) as portal:
        person = person_of(portal)
        locked(portal, person)
        crowded(portal)
        killed(portal, person)
        portal.stop()
        done = subprocess.run([comity, "verify", os.path.join(portal.dir, "record")], env=portal.env, capture_output=True, text=True)
        check.equal("the record verifies", (done.returncode, done.stderr), (0, ""))
    on_small_disk(comity, data)
    sys.exit(check.end())


main()
