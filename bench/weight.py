"""What a first visit to the market's home and to a listing weighs, compressed as it is served.

    python -m bench.weight

Builds a small demo, opens each page in Chromium at phone size with an empty cache, and adds up what came over
the line, headers included: HTML, CSS, JavaScript, fonts; pictures apart. HTML counts as nginx compresses it (gzip).
"""

import gzip
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.visits import chromium, demo_paths, demo_site

KINDS = {
    "document": "HTML",
    "stylesheet": "CSS",
    "script": "JavaScript",
    "font": "fonts",
    "image": "pictures",
}
SHOWN = ["HTML", "CSS", "JavaScript", "fonts", "pictures", "other"]


def main() -> None:
    """Build, visit, print a table in kilobytes."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser, demo_site(Path(name)) as site:
        print(
            f"{'page':10}"
            + "".join(f"{kind:>12}" for kind in SHOWN)
            + f"{'without pictures':>18}{'requests':>10}"
        )
        for label, path in demo_paths(browser, site).items():
            weigh(browser, site.address, label, path)


def weigh(browser, address: str, label: str, path: str) -> None:
    """One row: kilobytes by kind as they came over the line, and how many requests."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="th-TH")
    page = context.new_page()
    answered = []
    page.on("requestfinished", lambda request: answered.append(request))
    page.goto(address + path, wait_until="networkidle")
    weights = defaultdict(int)
    for request in answered:
        sizes = request.sizes()
        kind = KINDS.get(request.resource_type, "other")
        body = sizes["responseBodySize"]
        if kind == "HTML" and "content-encoding" not in request.response().headers:
            body = len(gzip.compress(request.response().body(), 6))
        weights[kind] += body + sizes["responseHeadersSize"]
    context.close()
    plain = sum(weight for kind, weight in weights.items() if kind != "pictures")
    row = "".join(f"{weights[kind] / 1000:12.1f}" for kind in SHOWN)
    print(f"{label:10}{row}{plain / 1000:18.1f}{len(answered):10d}")


if __name__ == "__main__":
    main()
