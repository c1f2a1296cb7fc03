"""What a machine can say about a page as it looks: contrast, names, order, width."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
PHONE, DESK = 360, 1280
# A phone and a desk at 200 % zoom.
ZOOMED = (180, 640)
AXE = Axe()


def faults(page: Page) -> list[str]:
    """What axe finds wrong, light and dark, on a phone and on a desk."""
    found = set()
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 740})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found |= {f"{fault} ({scheme}, {width} px)" for fault in axe_faults(page)}
    page.emulate_media(color_scheme="light")
    return sorted(found) + sideways(page)


def axe_faults(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands: rule and element.

    The window is made as high as the page, so that what floats covers nothing that one can scroll to.
    """
    height = page.evaluate("document.body.scrollHeight") + 200
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    answer = AXE.run(page, options=RULES)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']!r}"
        for violation in answer.response["violations"]
        for node in violation["nodes"]
    ]


def sideways(page: Page, widths=(*ZOOMED, PHONE, DESK)) -> list[str]:
    """Where one would have to scroll sideways, and what sticks out."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 740})
        if sticking := page.evaluate(STICKS_OUT):
            found.append(f"scrolls sideways at {width} px: {sticking}")
    return found


STICKS_OUT = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return "";
  const wide = [...document.body.querySelectorAll("*")].filter(
    (one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".visually-hidden"));
  return wide.slice(0, 3).map((one) => `${one.tagName} ${one.className}`).join(", ") || "the page";
}"""
