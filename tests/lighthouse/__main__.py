"""`make lighthouse`: Lighthouse on the pages of a local cloud of its own; fails when a budget is exceeded.

Mobile settings (a slow telephone on slow mobile data, simulated), the median of five visits, each in a fresh browser.
Not a test: it takes a quarter of an hour, and a busy machine measures itself. Written to build/lighthouse.json.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from typing import Any

from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from infra.local.demo import litter
from tests.chromium import ARGUMENTS, CHROMIUM

ROOT = Path(__file__).parents[2]
LIGHTHOUSE = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"
WRITTEN = ROOT / "build" / "lighthouse.json"
VISITS = int(os.environ.get("VISITS", "5"))
CATEGORIES = ("accessibility", "best-practices", "performance", "seo")
SKIPPED = ("robots-txt",)  # it asks from within the page, which our content security policy rightly refuses
LARGEST = 60 * 1024  # bytes over the wire, first visit, everything


@dataclass(frozen=True)
class Visit:
    """What one visit measured: scores out of 100, bytes over the wire, and how far the page moved by itself."""

    accessibility: int
    best_practices: int
    performance: int
    seo: int
    bytes: int
    shift: float


@dataclass(frozen=True)
class Page:
    """`found`: it is meant to be found by search engines; any other says that it isn't, and SEO isn't asked of it."""

    name: str
    path: str
    found: bool = True


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, LocalCloud(Path(folder)) as cloud:
        cloud.deploy()
        cloud.seed()
        measured = {page: _measured(cloud.url + page.path) for page in _pages(cloud.url)}
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text(json.dumps({page.name: asdict(visit) for page, visit in measured.items()}, indent=1) + "\n")
    for page, visit in measured.items():
        print(f"{page.name:<24}", *(f"{name} {figure:g}" for name, figure in asdict(visit).items()))
    wrong = [f"{page.name}: {line}" for page, visit in measured.items() for line in _beyond(page, visit)]
    print("\n".join(wrong) or "All within their budgets.")
    return 1 if wrong else 0


def _pages(url: str) -> Iterator[Page]:
    yield Page("home", "/")
    yield Page("report, one page", "/report")
    yield Page("find a request", "/r")
    yield Page("results", "/results")
    yield Page("stations", "/stations")
    yield Page("privacy", "/privacy")
    yield Page("report, step by step", "/report/ask", found=False)
    yield Page("unit's door", "/u", found=False)
    yield Page("posters", "/posters", found=False)
    yield Page("a poster", "/posters/compound:ankang", found=False)
    code = litter(url)
    yield Page("a story", f"/results/{code}")
    yield Page("a request", f"/r/{code}", found=False)
    yield Page("a request, by its link", _filed(url), found=False)


def _filed(url: str) -> str:
    """The secret link on the receipt of something just asked for."""
    browser = Browser(url)
    page = browser.get("/report")
    page = browser.send(page, "/report/send", words="路灯不亮。", place="compound:ankang", category="lighting")
    return next(unescape(part) for part in page.html.split('"') if part.startswith("/r/") and "?k=" in part)


def _measured(address: str) -> Visit:
    """The median of each figure."""
    _once(address)  # starts the function
    visits = [asdict(_once(address)) for _ in range(VISITS)]
    return Visit(**{name: statistics.median(visit[name] for visit in visits) for name in visits[0]})


def _once(address: str) -> Visit:
    flags = " ".join(["--headless=new", *ARGUMENTS])
    command = [
        str(LIGHTHOUSE),
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--skip-audits={','.join(SKIPPED)}",
        f"--chrome-flags={flags}",
    ]
    told: dict[str, Any] = json.loads(_run(command))
    for audit in _failed(told):
        print(f"{address}: {audit}", file=sys.stderr)
    scores = {name.replace("-", "_"): round(100 * told["categories"][name]["score"]) for name in CATEGORIES}
    audits = told["audits"]
    return Visit(
        bytes=audits["total-byte-weight"]["numericValue"],
        shift=audits["cumulative-layout-shift"]["numericValue"],
        **scores,
    )


def _run(command: list[str]) -> str:
    """What the visit told. Now and then the browser doesn't paint in time, and there is nothing to measure: said, and
    visited once more."""
    for _ in range(2):
        done = subprocess.run(
            command, env=os.environ | {"CHROME_PATH": CHROMIUM}, capture_output=True, text=True, timeout=180
        )
        if not done.returncode:
            return done.stdout
        print(f"a visit that failed: {done.stderr.strip() or done.stdout[:2000]}", file=sys.stderr)
    raise SystemExit("Lighthouse can't visit the page.")


def _failed(told: dict[str, Any]) -> Iterator[str]:
    """The audits, other than of speed, that a page fails, each with its title."""
    for name in set(CATEGORIES) - {"performance"}:
        for audit in (told["audits"][each["id"]] for each in told["categories"][name]["auditRefs"] if each["weight"]):
            if audit["score"] is not None and audit["score"] < 1:
                yield f"{audit['id']}: {audit['title']}"


def _beyond(page: Page, visit: Visit) -> Iterator[str]:
    """What is outside its budget."""
    for name, least in (("accessibility", 100), ("best_practices", 100), ("performance", 95)):
        if getattr(visit, name) < least:
            yield f"{name} {getattr(visit, name)}, at least {least}"
    if page.found and visit.seo < 100:
        yield f"seo {visit.seo}, at least 100"
    if visit.bytes > LARGEST:
        yield f"{visit.bytes} bytes, at most {LARGEST}"
    if visit.shift:
        yield f"layout shift {visit.shift}"


if __name__ == "__main__":
    sys.exit(main())
