"""Erasing with the rights that the functions really have: by the lead's press, and in the night."""

import json
from datetime import datetime, timedelta

import pytest

from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.phone import Phone
from functions.shared.steps.accept_request import accept_request
from functions.shared.tables import directory, private, requests
from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from tests.builders import NOON, a_code, a_press
from tests.cloud.test_signin import LEAD, sign_in
from tests.desk import at_the_tables_of


def withdrawn(cloud: LocalCloud, code: str, at: datetime) -> None:
    """A request of Ankang that its resident has taken back."""
    with at_the_tables_of(cloud.environment):
        category, compound, community, calendar = directory.for_filing("litter", "ankang")
        cause = a_press("file")
        decision = accept_request(
            category=category,
            compound=compound,
            community=community,
            calendar=calendar,
            words="路边到处是塑料袋",
            person=Person(Phone("+8615400006543"), "3 号楼东边", may_call=True),
            language=terms.Language.ZH,
            cause=cause,
            now=at,
        )
        request = requests.file([code], cause, decision)
        requests.append(request, Decision(f.Withdrawn(at=at, by=f.RESIDENT, cause=a_press("withdraw"))))


def held(cloud: LocalCloud, code: str) -> list[str]:
    with at_the_tables_of(cloud.environment):
        return private.held(code)


@pytest.mark.parametrize("path", ["", "/mine"])
def test_these_pages_lie_beside_the_desks(cloud: LocalCloud, path: str) -> None:
    browser = Browser(cloud.url)
    sign_in(browser, LEAD)
    assert browser.get(f"/desk/privacy{path}").status == 200


def test_by_a_press(cloud: LocalCloud) -> None:
    code = a_code(text="erased by a press")
    withdrawn(cloud, code, NOON)
    browser = Browser(cloud.url)
    sign_in(browser, LEAD)
    page = browser.get(f"/desk/privacy/{code}/erase")
    certificate = browser.send(page, f"/desk/privacy/{code}/erase")
    assert certificate.path.startswith(f"/desk/privacy/certificates/{code}-")
    assert held(cloud, code) == []
    assert "删除" in browser.get(f"/desk/privacy/{code}").text
    exported = browser.get(f"/desk/privacy/{code}")
    given = browser.send(exported, f"/desk/privacy/{code}/export", press="在页面上看")
    assert (given.status, "已经删除" in given.text) == (200, True)


def test_in_the_night(cloud: LocalCloud) -> None:
    old, new = a_code(text="closed long ago"), a_code(text="closed just now")
    withdrawn(cloud, old, NOON - timedelta(days=70))
    withdrawn(cloud, new, NOON)
    answer = cloud.client("lambda").invoke(FunctionName="dandelion-local-privacy_sweep", Payload=b"{}")
    assert "FunctionError" not in answer, answer["Payload"].read()
    assert json.loads(answer["Payload"].read())["erased"] >= 1
    assert held(cloud, old) == []
    assert held(cloud, new) == ["PERSON", "WORDS#0001"]
