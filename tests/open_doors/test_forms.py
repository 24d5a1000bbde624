"""What a screen reader is told of each form in each state, as it stands: a change is looked at as copy is."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.open_doors.drawn import PAGES, VARIANTS, Gallery, html
from tests.open_doors.spoken import forms

CHINESE = VARIANTS[0]
WITH_FORMS = [
    name
    for name in PAGES
    if "hostile" not in name and "<form" in html(name, CHINESE).partition("<main")[2].partition("</main>")[0]
]
_DESCRIBED = """it => [it, it.closest('fieldset')].filter(one => one)
  .flatMap(one => (one.getAttribute('aria-describedby') || '').split(' ').filter(id => id))
  .map(id => document.getElementById(id).innerText).join()"""


@pytest.mark.parametrize("name", WITH_FORMS)
def test_what_is_said_of_a_form(gallery: Gallery, name: str, snapshot: SnapshotAssertion) -> None:
    assert "\n".join(forms(gallery.show(name, CHINESE))) == snapshot


@pytest.mark.parametrize("name", [name for name in WITH_FORMS if PAGES[name].context.get("errors")])
def test_an_error_is_said_with_its_field(gallery: Gallery, name: str) -> None:
    """Whoever jumps from the list of errors to a field hears the field's first error there again."""
    page = gallery.show(name, CHINESE)
    links = page.locator('.govuk-error-summary a[href^="#"]').all()
    first = {link.get_attribute("href") or "": link.inner_text().strip() for link in reversed(links)}
    for address, said in first.items():
        assert said in page.locator(f"[id='{address[1:]}']").evaluate(_DESCRIBED)
