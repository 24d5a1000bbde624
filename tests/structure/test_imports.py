"""What a function may not import: each of these is paid for at every cold start."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HANDLERS = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "functions").glob("*/*handler.py")
)
NOBODY = {
    *("boto3", "s3transfer", "pydantic", "PIL", "yaml", "babel", "govuk_frontend_jinja", "phonenumbers", "joserfc"),
    *("cryptography", "altcha", "icalendar", "segno"),
}
# Pages are made when one is asked for; a form post that answers with a redirect never loads the templates.
ONLY_WHEN_RENDERING = {"jinja2"}
RENDERS_ALWAYS = {
    "functions.delivery.handler",
    "functions.delivery.sweep_handler",
    "functions.digests.handler",
    "functions.digests.send_handler",
    "functions.follows.send_handler",
}
ITS_OWN = {"functions.response.calendar_handler": {"icalendar"}, "functions.photos.redraw_handler": {"PIL"}}


@pytest.mark.parametrize("handler", HANDLERS)
def test_importing_a_handler_brings_nothing_that_it_does_not_need(handler: str) -> None:
    unwanted = NOBODY | (set() if handler in RENDERS_ALWAYS else ONLY_WHEN_RENDERING)
    unwanted -= ITS_OWN.get(handler, set())
    code = f"import {handler}, sys; print(*sorted(sys.modules.keys() & {unwanted}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_there_are_handlers_to_look_at() -> None:
    assert len(HANDLERS) >= 10
