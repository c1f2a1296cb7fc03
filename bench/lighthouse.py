"""Lighthouse scores at phone size: home, listing, checkout, and the seller's form for a new listing.

    python -m bench.lighthouse

Needs Chromium and npm; npx fetches Lighthouse into a folder of its own that is removed afterwards.
Lighthouse slows line and processor down as it does for a cheap phone. Medians of three rounds.
"""

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.visits import chromium, chromium_path, demo_paths, demo_site
from tests.browser.people import Person
from tests.browser.words import thai

LIGHTHOUSE = "lighthouse@12"
ROUNDS = 3
# On a busy machine Lighthouse loses its browser now and then.
TRIES = 3
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]


def main() -> None:
    """Build, enter, rate, print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with demo_site(folder) as site:
            with chromium() as browser:
                visits = signed_in_visits(browser, site)
            print(f"{'page':12}" + "".join(f"{category:>16}" for category in CATEGORIES))
            for label, (path, cookies) in visits.items():
                rounds = [rate(site.address + path, cookies, folder) for _round in range(ROUNDS)]
                row = "".join(
                    f"{statistics.median(one[category] for one in rounds):16.0f}" for category in CATEGORIES
                )
                print(f"{label:12}{row}", flush=True)
                for fault in sorted(set().union(*(one["faults"] for one in rounds))):
                    print(f"    {fault}", flush=True)


def signed_in_visits(browser, site) -> dict[str, tuple[str, str]]:
    """For each page its address and the cookies of somebody who may see it."""
    paths = demo_paths(browser, site)
    visits = {label: (path, "") for label, path in paths.items()}
    buyer = Person(browser, site.address)
    buyer.enter("buyer")
    buyer.go(paths["listing"])
    buyer.press(thai("Put in the basket, %(price)s"))
    visits["checkout"] = ("/checkout/", cookies_of(buyer))
    seller = Person(browser, site.address)
    seller.enter("seller")
    seller.go("/sell/")
    form = seller.main.get_by_role("link", name=thai("Sell something new: take a photo")).get_attribute(
        "href"
    )
    visits["new listing"] = (form, cookies_of(seller))
    return visits


def cookies_of(person: Person) -> str:
    """A Cookie header."""
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in person.context.cookies())


def rate(address: str, cookies: str, folder: Path) -> dict:
    """Lighthouse's four scores of a page, 0 to 100, and the faults behind those that are not about speed."""
    report, headers = folder / "report.json", folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookies} if cookies else {}))
    command = [
        "npx",
        "--yes",
        LIGHTHOUSE,
        address,
        f"--only-categories={','.join(CATEGORIES)}",
        f"--extra-headers={headers}",
        "--output=json",
        f"--output-path={report}",
        "--chrome-flags=--headless=new --no-sandbox --lang=th",
        "--quiet",
    ]
    environment = {**os.environ, "CHROME_PATH": chromium_path(), "npm_config_cache": str(folder / "npm")}
    for _try in range(TRIES):
        if subprocess.run(command, cwd=folder, env=environment, check=False).returncode == 0:
            break
    else:
        raise SystemExit(f"Lighthouse could not rate {address}.")
    told = json.loads(report.read_text())
    scores = {name: category["score"] * 100 for name, category in told["categories"].items()}
    return scores | {"faults": set(faults(told))}


def faults(told: dict) -> Iterator[str]:
    """What cost points, apart from speed."""
    for name, category in told["categories"].items():
        for part in category["auditRefs"]:
            audit = told["audits"][part["id"]]
            if name != "performance" and part["weight"] and audit["score"] is not None and audit["score"] < 1:
                items = audit.get("details", {}).get("items", [])
                yield f"{name}: {part['id']} {[item.get('node', {}).get('selector', '') for item in items]}"


if __name__ == "__main__":
    main()
