#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tools/check-templates finds what it is there for, and nothing else."""
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

loader = SourceFileLoader("checker", str(Path(__file__).resolve().parents[2] / "tools/check-templates"))
checker = module_from_spec(spec_from_loader("checker", loader))
sys.dont_write_bytecode = True
loader.exec_module(checker)

BAD = {
    "unquoted": ("<a id={{x}}>", "without quotes"),
    "unquoted, behind a text": ("<a id=c-{{x}}>", "without quotes"),
    "an attribute": ("<a {{x}}>", "a variable as an attribute"),
    "in a section": ("<a{{#y}} {{x}}{{/y}}>", "a variable as an attribute"),
    "part of an attribute's name": ('<a data-{{x}}="1">', "outside of a value"),
    "the name of a tag": ("<{{x}}>", "the name of a tag"),
    "style": ('<p style="color: red">', "no style"),
    "style in capitals": ('<p STYLE="{{x}}">', "no STYLE"),
    "on": ("<p onclick='x()'>", "no onclick"),
    "script": ("<script>{{x}}</script>", "<script>"),
    "style element": ("<style>", "<style>"),
    "frame": ('<iframe src="/x">', "<iframe>"),
    "whole address": ('<a href="{{x}}">', "an address without a path"),
    "scheme": ('<a href="{{x}}:/y">', "an address without a path"),
    "host": ('<a href="//{{x}}">', "an address without a path"),
    "host behind a section": ('<a href="{{#y}}/{{/y}}/{{x}}">', "an address without a path"),
    "another host": ('<img src="https://{{x}}/">', "an address without a path"),
    "action": ('<form action="{{x}}">', "an address without a path"),
    "formaction": ('<button formaction="{{x}}">', "an address without a path"),
    "triple": ("{{{x}}}", "unescaped"),
    "ampersand": ("{{& x}}", "unescaped"),
    "other delimiters": ("{{=<% %>=}}<%{x}%>", "unescaped output, or other delimiters"),
    "in the second line": ('<a\n  href="/x"\n  title={{x}}>', "without quotes"),
    "behind a > in a value": ('<a title=">" id={{x}}>', "without quotes"),
}
GOOD = {
    "text": "<p>{{x}}</p>",
    "quoted": '<p title="{{x}}" class=\'a {{y}}\'>',
    "flag": "<input{{#x}} checked{{/x}}>",
    "attribute in a section": '<a href="/"{{#x}} title="{{x}}"{{/x}}>',
    "partial in a tag": "<input{{>described}}>",
    "address": '<a href="/projects/{{id.url}}?to={{x.url}}#c-{{y}}">',
    "address in a section": '<a href="/projects{{#x}}/{{x}}{{/x}}">',
    "fragment": '<a href="#f-{{id}}">',
    "less than": "<p>1 < 2, {{x}} < 3</p>",
    "in a comment": "{{! <a {{x}} }}",
    "a > in a tag's value": '<p title="{{#a}}>{{/a}}">',
}


def main():
    wrong = []
    for name, (text, says) in BAD.items():
        found = [what for _, what in checker.checks("x.mustache", text)]
        if not any(says in what for what in found):
            wrong.append(f"{name}: {text}: expected {says}, found {found}")
    for name, text in GOOD.items():
        found = [what for _, what in checker.checks("x.mustache", text)]
        if found:
            wrong.append(f"{name}: {text}: {found}")
    print(*wrong, sep="\n")
    print(f"{len(BAD) + len(GOOD)} templates, {len(wrong)} judged wrongly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
