# SPDX-License-Identifier: Apache-2.0
"""A page of the portal, read strictly: elements, attributes and their nesting, forms and links.

Strict means: every tag is closed in order, no attribute stands twice, every element and attribute
is one that the templates have. So nothing that came in as data can have become markup.
"""
import html.parser
import pathlib
import re

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Of inline SVG: written with a slash.
SELF = {"path", "rect", "circle", "line"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset", "cite", "ping"}
STEERS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029\u0080-\u009f]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Vocabulary(html.parser.HTMLParser):
    """What elements and attributes the templates have."""

    def __init__(self, folder):
        super().__init__()
        self.elements, self.attributes = set(), set()
        for path in pathlib.Path(folder).glob("*.mustache"):
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"\{\{[^}]*\}\}", " ", text.replace("[[", "").replace("]]", ""))
            self.feed(text)
            self.rawdata = ""
        # Attributes whose names stand within sections, glued to text by the line above.
        self.attributes |= {"aria-describedby", "aria-invalid", "required", "checked", "selected", "enctype", "value"}

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}


class Page(html.parser.HTMLParser):
    def __init__(self, text, vocabulary, origin):
        super().__init__(convert_charrefs=True)
        self.vocabulary, self.origin = vocabulary, origin
        self.breaches, self.open, self.forms, self.links, self.ids = [], [], [], [], set()
        self.form = self.select = self.area = None
        if STEERS.search(text):
            self.breach("a character that steers the display: " + ascii(STEERS.search(text).group(0)))
        if CONTROLS.search(text):
            self.breach("a control character: " + ascii(CONTROLS.search(text).group(0)))
        self.feed(text)
        self.close()
        if self.open:
            self.breach(f"never closed: {self.open}")

    def breach(self, what):
        self.breaches.append(f"line {self.getpos()[0]}: {what}")

    def handle_starttag(self, tag, attrs):
        self.element(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.element(tag, attrs)
        if tag not in VOID | SELF:
            self.breach(f"<{tag}/>")

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.breach(f"</{tag}> closes {self.open[-1:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = None
        if tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area is not None:
            self.form[2][self.area][1] += data
        if self.open and self.open[-1] in ("script", "style") and data.strip():
            self.breach(f"text within <{self.open[-1]}>: {data[:60]!r}")

    def handle_comment(self, data):
        self.breach(f"a comment: {data[:60]!r}")

    def handle_decl(self, decl):
        if decl.lower() != "doctype html":
            self.breach(f"<!{decl}>")

    def handle_pi(self, data):
        self.breach(f"<?{data[:60]}")

    def element(self, tag, attrs):
        names = [name for name, _ in attrs]
        if tag not in self.vocabulary.elements:
            self.breach(f"an element that no template has: <{tag}>")
        for name, value in attrs:
            if name not in self.vocabulary.attributes:
                self.breach(f"an attribute that no template has: <{tag} {name}>")
            if name.startswith("on") or name == "style":
                self.breach(f"<{tag} {name}>: script or style within the page")
            if names.count(name) > 1:
                self.breach(f"<{tag}>: {name} stands twice")
            if name in ADDRESSES:
                self.address(tag, name, value or "")
            if name == "id":
                if value in self.ids:
                    self.breach(f"the id {value!r} stands twice")
                self.ids.add(value)
        self.remember(tag, dict(attrs))

    def address(self, tag, name, value):
        ours = value.startswith(("/", "#")) and not value.startswith("//") and "\\" not in value
        http = re.match(r"https?://[A-Za-z0-9.-]+(:\d+)?(/|$)", value)
        if not ours and not (tag == "a" and http) and value != "":
            self.breach(f"<{tag} {name}={value[:80]!r}>")
        if tag == "a" and ours:
            self.links.append(value)

    def remember(self, tag, attrs):
        if tag == "form":
            self.form = (attrs.get("method", "get").lower(), attrs.get("action", ""), {}, attrs.get("enctype", ""))
            self.forms.append(self.form)
        elif self.form is None:
            return
        fields = self.form[2]
        name = attrs.get("name")
        if tag == "input" and name:
            kind = attrs.get("type", "text")
            if kind in ("checkbox", "radio") and name in fields:
                return
            fields[name] = [kind, attrs.get("value", "")]
        elif tag == "textarea" and name:
            fields[name] = ["textarea", ""]
            self.area = name
        elif tag == "select" and name:
            fields[name] = ["select", ""]
            self.select = name
        elif tag == "option" and self.select and attrs.get("value"):
            if not fields[self.select][1] or "selected" in attrs:
                fields[self.select][1] = attrs["value"]
        elif tag == "button" and name:
            fields.setdefault(name, ["button", attrs.get("value", "")])
