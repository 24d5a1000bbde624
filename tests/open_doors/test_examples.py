"""Every page and email in every state, in both languages: axe-core, and what reading it with other means asks for."""

import pytest

from tests.axe import findings
from tests.open_doors import checks
from tests.open_doors.drawn import EMAILS, PAGES, VARIANTS, Gallery, Variant

IN_EACH_VARIANT = pytest.mark.parametrize("variant", VARIANTS, ids=str)


@IN_EACH_VARIANT
@pytest.mark.parametrize("name", PAGES)
def test_nothing_on_a_page_is_in_anybodys_way(gallery: Gallery, name: str, variant: Variant) -> None:
    page = gallery.show(name, variant)
    assert [
        *checks.as_it_is(page),
        *findings(page),
        *checks.with_less_motion(page),
        *checks.with_forced_colours(page),
        *checks.at_400_percent(page),
        *checks.with_spaced_text(page),
    ] == []


@IN_EACH_VARIANT
@pytest.mark.parametrize("name", EMAILS)
def test_nor_in_an_email(gallery: Gallery, name: str, variant: Variant) -> None:
    """Whatever program shows it draws the frame around it, and decides what can be focused."""
    page = gallery.show(name, variant)
    assert [*findings(page), *checks.at_400_percent(page), *checks.with_spaced_text(page)] == []
