"""By which ways a unit's digest goes to a contact."""

from dataclasses import replace

import pytest

from functions.digests.ways import ways
from functions.shared.domain.directory import Contact, ContactWay
from functions.shared.domain.phone import Phone

SMS, ROBOT, EMAIL = ContactWay.SMS, ContactWay.ROBOT, ContactWay.EMAIL
MOBILE = Phone("+8615400000101")
EVERY = Contact("water_bureau", "liaison", "联络员", MOBILE, "liaison@water.example", robot="key")


def test_who_has_not_said_what_they_like_gets_the_whole_letter() -> None:
    assert ways(EVERY, pressing=False) == (ROBOT, EMAIL)
    assert ways(EVERY, pressing=True) == (ROBOT, EMAIL)


def test_the_way_they_like_best_comes_first() -> None:
    assert ways(replace(EVERY, prefers=(EMAIL,)), pressing=True) == (EMAIL, ROBOT)


@pytest.mark.parametrize("contact", [replace(EVERY, prefers=(SMS,)), Contact("u", "c", "x", MOBILE, None)])
def test_who_likes_texts_gets_one_only_when_something_presses(contact: Contact) -> None:
    assert ways(contact, pressing=True)[0] is SMS
    assert ways(contact, pressing=False) == ()


def test_a_landline_takes_no_text() -> None:
    assert ways(Contact("u", "c", "x", Phone("+863590003001"), None), pressing=True) == ()
