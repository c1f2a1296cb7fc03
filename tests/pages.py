"""Reading forms out of pages, as a browser does, for tests that press buttons over HTTP."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form of a page: where it goes and what it would send."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[Form] = []
        self.open = False
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or "", (given.get("method") or "get").lower()))
            self.open = True
        elif not self.open:
            return
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self.select = given.get("name", "")
        elif tag == "option" and self.select and "selected" in given:
            self._add(self.select, given.get("value", ""))
        elif tag == "textarea":
            self.textarea = given.get("name", "")
            self._add(self.textarea, "")

    def _input(self, given):
        kind = given.get("type", "text")
        if kind in ("submit", "image", "button", "file"):
            return
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        self._add(given.get("name"), given.get("value") or ("on" if kind == "checkbox" else ""))

    def _add(self, name, value):
        if name:
            self.forms[-1].fields.append((name, value))

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = False
        elif tag == "select":
            self.select = ""


def forms(html: str) -> list[Form]:
    """Every form of the page with the values it has now."""
    parser = _Forms()
    parser.feed(html)
    return parser.forms


def form_to(html: str, path: str, has_field: str = "") -> Form:
    """The first form that posts to `path` (or to the page itself) and has the field. Raises LookupError."""
    for found in forms(html):
        goes_there = found.action in ("", path) or found.action.split("?")[0].split("#")[0] == path
        if found.method == "post" and goes_there and (not has_field or has_field in dict(found.fields)):
            return found
    raise LookupError(f"no form to {path} with {has_field!r}")
