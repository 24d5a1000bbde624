"""Each act of a worker, played with the least that its form takes: how many fields and presses it asks.

`make burden` prints what was counted. What functions/shared/domain/burden.py says must be the same.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import pytest

from functions.desk.offers import OFFERS
from functions.response.acts import FIELDS
from functions.shared.domain.burden import BURDEN, Burden
from functions.shared.domain.directory import Unit
from functions.shared.domain.work import worked
from functions.shared.edge import staff_session
from functions.shared.edge.clock import now
from functions.shared.tables import directory, sessions
from functions.shared.tables.directory import DirectoryRow
from tests.county import OFFICE, WATER_BUREAU
from tests.http_client import Browser, Page

from .people import TELEPHONE, enters, reports
from .test_desk import at_work, code_of, does, files, said_done
from .world import DOORS, World

LATER = {"day": "2026-03-20", "reschedule_reason": "weather"}
CLOSES = {"close_reason": "other_body", "words": "请找市里的公交公司"}


class Worker(Browser):
    """Counts what somebody has to do."""

    fields = presses = 0

    def opens(self, url: str) -> Page:
        """Follows a link of this page."""
        assert f'href="{url}"' in self.page.html, f"no way from {self.page.path} to {url}"
        self.presses += 1
        return self.get(url)

    def fills_in(self, action: str, typed: Mapping[str, str], button: str = "", *, optional: bool = False) -> Page:
        """Sends a form with what it needs and nothing beside: without any one of its fields it is refused."""
        form = self.page.form(action)
        pressed = {"act": button} if button else {}
        for missing in typed if not optional else ():
            twin = self.another_window()
            page = twin.post(form.action, {**form.fields, **typed, **pressed, missing: ""})
            assert page.status in (409, 422), f"{missing} need not be filled in at {action}"
        assert set(typed) <= set(form.fields), f"{action} asks for {sorted(form.fields)}"
        assert not any(form.fields[name] == value for name, value in typed.items())
        self.fields += len(typed)
        self.presses += 1
        page = self.submit(action, **{**typed, **pressed})
        assert page.status == 200, page.text
        return page


def worker(staff: str) -> Worker:
    browser = Worker(DOORS)
    browser.cookies[staff_session.COOKIE] = sessions.create(staff, now())
    return browser


def at_the_desk(world: World, code: str, act: str, staff: str = "clerk", **typed: str) -> tuple[str, Worker]:
    """From the case's page on."""
    browser = worker(staff)
    browser.get(f"/desk/cases/{code}")
    if not browser.page.has_form(f"/{act}"):
        browser.opens(f"/desk/cases/{code}/{act}")
    browser.fills_in(f"/desk/cases/{code}/{act}", typed)
    return code, browser


def at_the_unit(world: World, code: str, act: str, by: Unit = WATER_BUREAU, **typed: str) -> tuple[str, Worker]:
    """From the order's page on."""
    browser = Worker(DOORS)
    browser.cookies = enters(world, code, by).cookies
    order = world.request(code).orders[-1].code
    browser.get(f"/u/orders/{order}")
    if not browser.page.has_form(f"/{act}"):
        browser.opens(f"/u/orders/{order}/{act}")
    browser.fills_in(f"/u/orders/{order}/{act}", typed)
    return code, browser


def hands_over(world: World) -> tuple[str, Worker]:
    """A name is a button."""
    code = filed(world)
    browser = Worker(DOORS)
    browser.cookies = enters(world, code, WATER_BUREAU).cookies
    order = world.request(code).orders[-1].code
    browser.get(f"/u/orders/{order}")
    browser.opens(f"/u/orders/{order}/assign")
    colleague = re.search(r'name="to" value="([^"]+)"|value="([^"]+)"[^>]*name="to"', browser.page.html)
    assert colleague is not None
    browser.presses += 1
    assert browser.submit("/assign", to=colleague[1] or colleague[2]).status == 200
    return code, browser


def filed(world: World, **typed: str) -> str:
    code = files(world, **typed)
    world.settle()
    return code


def waits(world: World) -> str:
    world.desk_answers = False
    code = reports(world.browser())
    world.settle()
    return code


def unanswered(world: World) -> str:
    """Nobody has answered the receipt."""
    world.residents_answer = False
    code = reports(world.browser(), telephone=TELEPHONE)
    world.settle()
    return code


def is_filed(world: World, button: str = "file", **more: str) -> tuple[str, Worker]:
    browser = worker("clerk")
    browser.get("/desk")
    browser.opens("/desk/file")
    typed = {"words": "想复印低保材料", "place": "compound:ankang"}
    page = browser.fills_in("/desk/file", typed | more, button)
    return code_of(page), browser


def is_joined(world: World) -> tuple[str, Worker]:
    first = filed(world, words="想复印低保材料", category="unknown")
    browser = worker("clerk")
    browser.get("/desk")
    browser.opens("/desk/file")
    typed = {"words": "想复印低保材料", "place": "compound:ankang"}
    browser.fills_in("/desk/file", typed, "file")
    page = browser.fills_in("/desk/file", {"joins": first}, "file", optional=True)
    return code_of(page), browser


def done_in_part(world: World) -> str:
    code = said_done(world)
    does(world, code, "verdict", verdict="partly", heard="call")
    return code


def closed(world: World) -> str:
    code = filed(world, category="unknown")
    does(world, code, "explain", **CLOSES)
    return code


def merged(world: World) -> tuple[str, Worker]:
    first, second = filed(world), filed(world, place="compound:dongguan_middle_lane")
    return at_the_desk(world, second, "merge", other=first)


def asked(world: World) -> str:
    code = at_work(world)
    does(world, code, "ask", words="是哪个门口？")
    return code


def put_off(world: World) -> str:
    code = at_work(world)
    does(world, code, "reschedule", **LATER)
    return code


def returned(world: World) -> str:
    code = filed(world)
    world.desk_answers = False
    does(world, code, "return", return_reason="not_ours")
    return code


def shown(world: World) -> str:
    code = at_work(world)
    does(world, code, "progress", public_words="来了两队人")
    return code


def released(world: World) -> tuple[str, Worker]:
    """In a county where the words about litter may be shown."""
    row = DirectoryRow.get("category", "litter")
    before = row.data
    try:
        DirectoryRow("category", "litter", order=row.order, data=before | {"public": "words"}).save()
        directory.forget()
        return at_the_desk(world, waits(world), "release", of="1", public_words="路边有垃圾")
    finally:
        DirectoryRow("category", "litter", order=row.order, data=before).save()
        directory.forget()


def in_a_week() -> str:
    return (now() + timedelta(days=7)).date().isoformat()


def of_the_community(world: World) -> str:
    code = filed(world, category="lighting", place="compound:dongguan_middle_lane")
    assert world.request(code).orders[0].unit == OFFICE.id
    return code


Scene = Callable[[World], tuple[str, Worker]]
SCENES: dict[str, Scene] = {
    "by_staff.file": is_filed,
    "by_staff.file_joined": is_joined,
    "by_staff.settle": lambda w: is_filed(w, "settle", answer="当场印好给他了"),
    "by_staff.send": lambda w: at_the_desk(w, waits(w), "send"),
    "by_staff.whistle": lambda w: at_the_desk(w, waits(w), "whistle", unit="water_bureau"),
    "by_staff.helpers": lambda w: at_the_desk(w, at_work(w), "helpers", helper_1="red_cross"),
    "by_staff.check": lambda w: at_the_desk(w, of_the_community(w), "check", finding="as_reported"),
    "by_staff.insist": lambda w: at_the_desk(w, returned(w), "insist", "lead", words="就是您单位包联的"),
    "by_staff.take": lambda w: at_the_desk(w, filed(w), "take"),
    "by_staff.return": lambda w: at_the_desk(w, filed(w), "return", return_reason="not_ours"),
    "by_staff.progress": lambda w: at_the_desk(w, at_work(w), "progress", public_words="来了两队人"),
    "by_staff.reschedule": lambda w: at_the_desk(w, at_work(w), "reschedule", **LATER),
    "by_staff.done": lambda w: at_the_desk(w, at_work(w), "done", public_words="清了两车"),
    "by_staff.object": lambda w: at_the_desk(w, put_off(w), "object", words="不能再拖"),
    "by_staff.verdict": lambda w: at_the_desk(w, said_done(w), "verdict", verdict="solved", heard="call"),
    "by_staff.attempt": lambda w: at_the_desk(w, said_done(w), "attempt", way="call"),
    "by_staff.ask": lambda w: at_the_desk(w, at_work(w), "ask", words="是哪个门口？"),
    "by_staff.note_answer": lambda w: at_the_desk(w, asked(w), "note_answer", words="北门"),
    "by_staff.answer": lambda w: at_the_desk(w, at_work(w), "answer", words="已经在办了"),
    "by_staff.classify": lambda w: at_the_desk(w, waits(w), "classify", category="lighting"),
    "by_staff.reopen": lambda w: at_the_desk(w, done_in_part(w), "reopen", words="还有一堆砖"),
    "by_staff.close_partly": lambda w: at_the_desk(w, done_in_part(w), "close_partly"),
    "by_staff.confirm": lambda w: at_the_desk(w, unanswered(w), "confirm"),
    "by_staff.agenda": lambda w: at_the_desk(w, at_work(w), "agenda"),
    "by_staff.joint": lambda w: at_the_desk(w, at_work(w), "joint", "lead", day=in_a_week()),
    "by_staff.defer": lambda w: at_the_desk(
        w, at_work(w), "defer", "lead", defer_reason="needs_money", day="2026-09-01", public_words="等老旧小区改造"
    ),
    "by_staff.explain": lambda w: at_the_desk(w, filed(w, category="unknown"), "explain", **CLOSES),
    "by_staff.transfer": lambda w: at_the_desk(w, filed(w, category="unknown"), "transfer", **CLOSES),
    "by_staff.reject": lambda w: at_the_desk(w, filed(w, category="unknown"), "reject", **CLOSES),
    "by_staff.withdraw": lambda w: at_the_desk(w, filed(w), "withdraw"),
    "by_staff.merge": merged,
    "by_staff.dispute": lambda w: at_the_desk(w, closed(w), "dispute", words="就是县里的路"),
    "by_staff.undo": lambda w: at_the_desk(w, closed(w), "undo", "lead", words="弄错了"),
    "by_staff.release": released,
    "by_staff.blank": lambda w: at_the_desk(w, shown(w), "blank", of="4"),
    "by_unit.take": lambda w: at_the_unit(w, filed(w), "take"),
    "by_unit.assign": lambda w: hands_over(w),
    "by_unit.return": lambda w: at_the_unit(w, filed(w), "return", reason="not_ours"),
    "by_unit.progress": lambda w: at_the_unit(w, at_work(w), "progress", public_words="来了两队人"),
    "by_unit.reschedule": lambda w: at_the_unit(w, at_work(w), "reschedule", day="2026-03-20", reason="weather"),
    "by_unit.done": lambda w: at_the_unit(w, at_work(w), "done", public_words="清了两车"),
    "by_unit.check": lambda w: at_the_unit(w, of_the_community(w), "check", OFFICE, finding="as_reported"),
    "by_unit.pass_on": lambda w: at_the_unit(w, of_the_community(w), "pass_on", OFFICE, unit="red_cross"),
}


@pytest.fixture(scope="module")
def counted() -> Iterator[dict[str, Burden]]:
    found: dict[str, Burden] = {}
    yield found
    if os.environ.get("BURDEN"):
        print("\n")
        for name, burden in found.items():
            print(f"{name:<24}{burden.fields:>3} fields{burden.presses:>3} presses")


@pytest.mark.parametrize("name", SCENES)
def test_each_act_as_it_is_done(world: World, counted: dict[str, Burden], name: str) -> None:
    code, browser = SCENES[name](world)
    assert [count.measure for count in worked(world.request(code))][-1] == name
    counted[name] = Burden(browser.fields, browser.presses)
    assert BURDEN[name] == counted[name]


def test_no_act_is_left_out() -> None:
    acts = {f"by_staff.{act}" for act in (*OFFERS, "file", "file_joined", "settle")}
    assert set(BURDEN) == acts | {f"by_unit.{act}" for act in FIELDS}
    assert set(BURDEN) == set(SCENES)
