"""`make screens`: every page on a telephone, a tablet and a desk's screen, in docs/screens/, with an index.

Drawn from the examples: nothing has to run, and the same templates give the same pictures. In Chinese; a few in
English and large print, a few in the easy version.
"""

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.chromium import started
from tests.open_doors.drawn import EMAILS, PAGES, VARIANTS, Gallery, Variant

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
WIDTHS = (360, 768, 1280)
CHINESE, ENGLISH = VARIANTS
TALLEST = 4000  # pixels: what is longer goes on in the same way
COLOURS = 24  # few enough to be light, and enough for the edges of letters
# Who looks at it, by the beginning of the template; and states that show what the page's first example doesn't.
AUDIENCES = {
    "Residents": (
        "intake/",
        "verification/",
        "results/",
        "posters/",
        "photos/",
        "follows/",
        "digests/stop",
        "digests/gone",
        "error",
    ),
    "Units": ("response/",),
    "Staff": ("signin/", "desk/", "privacy/", "registry/", "exchange/", "statistics/", "programmes/", "digests/list"),
    "Emails": ("delivery/", "digests/"),
}
STATES = {
    *("report-errors", "report-gas", "ask-place-unclear", "check-hot-urgent", "sent-gas", "request-mine"),
    *("request-decide", "request-asked", "request-closed", "request-missed", "results-many", "story-long"),
    *("order-at-work", "order-late", "order-done", "orders", "done-flags", "return-errors", "door-errors"),
    *("desk-case-late", "desk-case-lead", "desk-file-errors", "desk-queue-many", "directory-calendar"),
    *("directory-unit", "directory-form-wrong", "email-digest-many", "poster-station", "order-joined"),
    *("ask-words-easy", "ask-place-easy", "check-easy", "sent-easy", "request-easy"),
}
IN_ENGLISH = ("home", "report", "check", "sent", "request-decide", "results", "order-at-work", "orders", "done")
_ALL = {**PAGES, **EMAILS}


def chosen() -> dict[str, list[str]]:
    """The examples that are drawn, by audience: the first of each template, and STATES."""
    found: dict[str, list[str]] = {audience: [] for audience in AUDIENCES}
    drawn: set[str] = set()
    for name, example in _ALL.items():
        if example.template not in drawn or name in STATES:
            drawn.add(example.template)
            found[_audience(example.template)].append(name)
    return found


def _audience(template: str) -> str:
    return next(who for who, starts in AUDIENCES.items() if template.startswith(starts))


def draw(gallery: Gallery, name: str, folder: Path, variant: Variant = CHINESE) -> None:
    """`name`-360.webp and so on; `name`-en-360.webp in English and large print."""
    called = name if variant == CHINESE else f"{name}-{variant}"
    for width in WIDTHS:
        page = gallery.show(name, replace(variant, width=width))
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        page.set_viewport_size({"width": width, "height": height})
        taken = Image.open(BytesIO(page.screenshot()))
        few = taken.convert("RGB").quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE)
        few.convert("RGB").save(folder / f"{called}-{width}.webp", lossless=True, method=2)


def index(audiences: dict[str, list[str]]) -> str:
    parts = [
        "# Every page\n\nOn a telephone (360 pixels), a tablet (768) and a desk's screen (1280), in Chinese, some at"
        " the end in English and large print, with what the tests are given: no real person, no real number."
        " `make screens` draws them anew. What each is held to: [open doors](../open-doors.md).\n"
    ]
    for audience, names in audiences.items():
        parts.append(f"## {audience}\n")
        parts.extend(_shown(name, _ALL[name].template) for name in names)
    parts.append("## In English and large print\n")
    parts.extend(_shown(f"{name}-{ENGLISH}", _ALL[name].template) for name in IN_ENGLISH)
    return "\n".join(parts)


def _shown(called: str, template: str) -> str:
    pictures = " ".join(f'<img src="{called}-{width}.webp" alt="" height="420">' for width in WIDTHS)
    return f"**{called}** (`templates/{template}`)\n\n{pictures}\n"


def main() -> int:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    audiences = chosen()
    with started() as chromium:
        gallery = Gallery(chromium)
        for names in audiences.values():
            for name in names:
                draw(gallery, name, FOLDER)
        for name in IN_ENGLISH:
            draw(gallery, name, FOLDER, ENGLISH)
    (FOLDER / "README.md").write_text(index(audiences), "utf-8")
    size = sum(file.stat().st_size for file in FOLDER.iterdir())
    print(f"{sum(map(len, audiences.values()))} pages, {size / 1e6:.1f} MB in {FOLDER}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
