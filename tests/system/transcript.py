#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the console blocks of a manual and compares what they print.

Usage: transcript.py COMITY DATA-DIR MANUAL.md [--write]

In a block that begins with ```console a line "$ command" is run, in one folder for the whole manual and with one
environment; "> " continues it. What follows up to the next "$ " has to be printed, standard error included. "…" stands
for anything within a line, a line "[…]" for any number of lines; "# exit 1" behind a command is the status that it ends
with. --write puts what is printed into the manual.
"""
import os
import re
import subprocess
import sys
import tempfile


class Step:
    def __init__(self, line, command):
        self.line, self.command, self.expected = line, command, []


def blocks(lines):
    """Steps with the number of the line behind the command."""
    inside = False
    for number, line in enumerate(lines):
        if line.startswith("```"):
            inside = line.strip() == "```console"
            step = None
            continue
        if not inside:
            continue
        if line.startswith("$ "):
            step = Step(number, line[2:])
            yield step
        elif line.startswith("> ") and step and not step.expected:
            step.command += "\n" + line[2:]
        elif step:
            step.expected.append(line)


def matches(expected, printed):
    """Dynamic over lines: "[…]" takes any number of them."""
    pattern = ""
    for line in expected:
        if line.strip() == "[…]":
            pattern += "(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part) for part in line.split("…")) + "\n"
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def run(step, home, state, env):
    status = re.search(r"\s+# exit (\d+)$", step.command)
    script = f'set -a; [ -e "{state}" ] && . "{state}"; set +a\n{step.command}\nrc=$?\nexport -p >"{state}"\nexit $rc\n'
    done = subprocess.run(["bash", "-c", script], cwd=home, env=env, stdin=subprocess.DEVNULL, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = done.stdout.decode("utf-8").splitlines()
    want = int(status.group(1)) if status else 0
    return lines, done.returncode, want


def elide(line):
    line = re.sub(r"(sha256:)?\b[0-9a-f]{64}\b", lambda m: (m.group(1) or "") + "…", line)
    return re.sub(r"\+[0-9a-f]{8}(\+[A-Za-z0-9+/=]{40,})?$", "+…", line)


def main():
    comity, data, manual = sys.argv[1:4]
    write = "--write" in sys.argv[4:]
    with open(manual, encoding="utf-8") as f:
        lines = f.read().split("\n")
    home = tempfile.TemporaryDirectory()
    state = os.path.join(home.name, ".state")
    work = os.path.join(home.name, "work")
    os.makedirs(os.path.join(home.name, "bin"))
    os.makedirs(work)
    os.symlink(os.path.realpath(comity), os.path.join(home.name, "bin", "comity"))
    env = {"PATH": os.path.join(home.name, "bin") + ":/usr/bin:/bin", "HOME": home.name, "NO_COLOR": "1", "COLUMNS": "100",
           "LC_ALL": "C.UTF-8", "COMITY_DATA": os.path.realpath(data), "SAMPLE": os.path.realpath(data) + "/sample"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "MALLOC_PERTURB_"):
        if name in os.environ:
            env[name] = os.environ[name]
    failed, out, at = 0, [], 0
    steps = list(blocks(lines))
    for step in steps:
        printed, got, want = run(step, work, state, env)
        if write:
            body = step.line + step.command.count("\n") + 1
            out += lines[at:body]
            out += [elide(line) for line in printed] if "[…]" not in [e.strip() for e in step.expected] else step.expected
            at = body + len(step.expected)
        if got != want or (not write and not matches(step.expected, printed)):
            failed += 1
            print(f"{manual}:{step.line + 1}: $ {step.command}\n  exit {got}, to be {want}; printed:")
            print("\n".join("    " + line for line in printed))
    if write:
        with open(manual, "w", encoding="utf-8") as f:
            f.write("\n".join(out + lines[at:]))
    print(f"{len(steps) - failed} passed, {failed} failed")
    return 1 if failed or not steps else 0


sys.exit(main())
