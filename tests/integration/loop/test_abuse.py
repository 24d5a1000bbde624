"""The ladder of the anonymous form: nobody is refused for being doubted, and what is urgent is never held."""

import json
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import altcha
import pytest
from botocore.exceptions import ClientError

from functions.intake import door
from functions.intake.doubts import FLOOD, FROM_ADDRESS, FROM_NUMBER, HOT_ADDRESS, HOT_COUNTY
from functions.shared.domain.request import WaitKind
from functions.shared.domain.transitions import State
from functions.shared.edge.clock import now
from functions.shared.tables.connection import client
from functions.shared.tables.limits import Limit, LimitItem, count
from tests.builders import HOUR, MINUTE
from tests.http_client import Browser, Page
from tests.meter import Meter

from .people import TELEPHONE, WORDS, goes_alone
from .world import World

GOOD = {"words": WORDS, "place": "compound:ankang", "category": "litter"}
ADDRESS = "203.0.113.7"
LOOKED_AT = "先看一眼"


def opens(world: World, address: str = ADDRESS, writes: timedelta = MINUTE) -> Browser:
    """Somebody has had the form before them for `writes`."""
    browser = world.browser(address=address)
    browser.get("/report")
    world.later(writes)
    return browser


def sends(browser: Browser, **typed: str) -> Page:
    return goes_alone(browser, browser.submit("/report/send", **GOOD | typed))


def doubted(world: World, receipt: Page) -> bool:
    """Whether the desk looks first; the receipt says so too."""
    assert receipt.path.startswith("/report/sent/"), receipt.text
    filed = world.request(receipt.path.rpartition("/")[2]).filed
    assert filed.doubted is (LOOKED_AT in receipt.text)
    return filed.doubted


def warm(limit: Limit, tries: int) -> None:
    """So many have come in this window already."""
    LimitItem(limit.window(now()), tries=tries, expires_at=0).save()


class _Challenge(HTMLParser):
    found: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = dict(attrs).get("data-challenge", self.found)


def challenge(page: Page) -> str | None:
    """What the page asks a browser to solve."""
    reader = _Challenge()
    reader.feed(page.html)
    return reader.found


def solved(page: Page) -> str:
    """What the page's script would bring."""
    asked = altcha.Challenge.from_dict(json.loads(challenge(page) or ""))
    solution = altcha.solve_challenge(asked)
    assert solution is not None
    return altcha.Payload(asked, solution).to_base64()


@pytest.fixture
def hot(world: World) -> World:
    """So many have come from this address within the hour that a proof is asked for."""
    warm(door.by_address(ADDRESS), HOT_ADDRESS + 1)
    return world


class TestNearlyEverybody:
    def test_is_asked_for_nothing_and_believed(self, world: World) -> None:
        browser = opens(world)
        assert challenge(browser.page) is None
        assert "connect-src" not in browser.page.headers["Content-Security-Policy"]
        assert "proof.js" not in browser.page.html
        assert not doubted(world, sends(browser, telephone=TELEPHONE))

    def test_costs_one_write_a_bucket(self, world: World) -> None:
        """For the address and for the number; one form in eight writes for the county."""
        costs: set[int] = set()
        while len(costs) < 2:
            browser, meter = opens(world), Meter()
            meter.attach(client())
            sends(browser, telephone=TELEPHONE)
            meter.detach(client())
            assert meter.wrong_keys == []
            written = [(it.what, it.total) for it in meter.written if it.table == "limits"]
            assert set(written) == {("Update", 1)}
            assert not [it for it in meter.reads if it[0] == "limits"]
            costs.add(len(written))
        assert costs == {2, 3}

    def test_thirty_of_a_school_within_an_hour_are_believed(self, world: World) -> None:
        """All have the form before them at once; who comes later solves the small proof."""
        early = [opens(world, writes=timedelta()) for _ in range(HOT_ADDRESS + 1)]
        world.later(5 * MINUTE)
        assert not any(doubted(world, sends(browser)) for browser in early)
        late = [opens(world) for _ in range(30 - len(early))]
        assert all(challenge(browser.page) for browser in late)
        assert not any(doubted(world, sends(browser, altcha=solved(browser.page))) for browser in late)


class TestTheDeskLooksFirst:
    @pytest.fixture(params=["honeypot", "one_second", "no_proof", "address", "number"])
    def suspicious(self, request: pytest.FixtureRequest, world: World) -> Iterator[tuple[Browser, dict[str, str]]]:
        match request.param:
            case "honeypot":
                yield opens(world), {"homepage": "http://pills.example"}
            case "one_second":
                yield opens(world, writes=timedelta(seconds=1)), {}
            case "no_proof":
                warm(door.by_address(ADDRESS), HOT_ADDRESS + 1)
                yield opens(world), {}
            case "address":
                warm(door.by_address(ADDRESS), FROM_ADDRESS)
                browser = opens(world)
                yield browser, {"altcha": solved(browser.page)}
            case "number":
                for lane in range(FROM_NUMBER):
                    sends(opens(world, address=f"198.51.100.{lane}"), telephone="154 0000 9001")
                yield opens(world), {"telephone": TELEPHONE}

    def test_and_says_so(self, world: World, suspicious: tuple[Browser, dict[str, str]]) -> None:
        browser, typed = suspicious
        assert doubted(world, sends(browser, **typed))

    def test_before_anybody_is_whistled(self, world: World, suspicious: tuple[Browser, dict[str, str]]) -> None:
        """Even what would otherwise go at once: a P1, and the community's own."""
        world.desk_answers = False
        browser, typed = suspicious
        code = sends(browser, **typed | {"category": "water"}).path.rpartition("/")[2]
        world.settle()
        request = world.request(code)
        assert request.state is State.RECEIVED
        assert request.wait is not None
        assert request.wait.kind is WaitKind.ROUTE
        assert request.filed.route_by == now() + 2 * HOUR

    def test_but_never_at_what_may_cost_a_life(self, world: World, suspicious: tuple[Browser, dict[str, str]]) -> None:
        world.desk_answers = False
        browser, typed = suspicious
        receipt = sends(browser, **typed | {"category": "gas_leak"})
        assert not doubted(world, receipt)
        world.settle()
        assert world.request(receipt.path.rpartition("/")[2]).state is State.WHISTLED


class TestAProof:
    def test_is_asked_for_when_it_is_hot_and_only_then_may_a_script_connect(self, hot: World) -> None:
        page = opens(hot).page
        assert challenge(page)
        policy = page.headers["Content-Security-Policy"]
        assert "script-src 'self'; worker-src 'self'; connect-src 'self'" in policy
        assert "unsafe" not in policy

    def test_is_believed(self, hot: World) -> None:
        browser = opens(hot)
        assert not doubted(hot, sends(browser, altcha=solved(browser.page)))

    def test_is_asked_for_when_it_is_hot_in_the_county(self, world: World) -> None:
        warm(door.COUNTY, HOT_COUNTY + 1)
        browser = opens(world, address="198.51.100.1")
        assert challenge(browser.page)
        assert doubted(world, sends(browser))

    def test_is_good_for_one_form(self, hot: World) -> None:
        first = opens(hot)
        proof = solved(first.page)
        assert not doubted(hot, sends(first, altcha=proof))
        assert doubted(hot, sends(opens(hot), altcha=proof))

    def test_is_good_for_the_same_form_again(self, hot: World) -> None:
        """Nobody pays for pressing twice, or for an answer that got lost."""
        browser = opens(hot)
        twin, proof = browser.another_window(), solved(browser.page)
        receipts = [sends(each, altcha=proof) for each in (browser, twin)]
        assert receipts[0].path == receipts[1].path
        assert not doubted(hot, receipts[1])

    def test_made_up_is_none(self, hot: World) -> None:
        assert doubted(hot, sends(opens(hot), altcha="e30="))

    def test_stays_while_the_form_is_mended(self, hot: World) -> None:
        browser = opens(hot)
        proof = solved(browser.page)
        page = sends(browser, words=" ", altcha=proof)
        assert page.form("/report/send").fields["altcha"] == proof
        assert challenge(page) is None
        assert not doubted(hot, sends(browser))

    def test_is_asked_for_again_where_none_came_with_what_has_to_be_mended(self, hot: World) -> None:
        page = sends(opens(hot), words=" ")
        assert challenge(page)
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]


class TestAFlood:
    @pytest.fixture
    def flooded(self, world: World) -> World:
        warm(door.by_address(ADDRESS), FLOOD)
        return world

    def test_is_told_when_and_whom_to_call_and_nothing_typed_is_lost(self, flooded: World) -> None:
        browser = opens(flooded)
        page = sends(browser, place_words="3 号楼", telephone=TELEPHONE, may_call="yes")
        assert page.status == 429
        assert "0359-0001002" in page.text
        assert "59 分钟" in page.text
        fields = page.form("/report/send").fields
        assert {name: fields[name] for name in GOOD} == GOOD
        assert (fields["place_words"], fields["telephone"], fields["may_call"]) == ("3 号楼", TELEPHONE, "yes")
        assert flooded.images() == []

    def test_has_ended_an_hour_later(self, flooded: World) -> None:
        sends(opens(flooded))
        flooded.later(HOUR)
        assert not doubted(flooded, sends(opens(flooded)))

    def test_is_nobody_elses_affair(self, flooded: World) -> None:
        assert not doubted(flooded, sends(opens(flooded, address="203.0.113.8")))

    def test_is_nothing_to_what_may_cost_a_life(self, flooded: World) -> None:
        assert not doubted(flooded, sends(opens(flooded), category="gas_leak"))

    def test_the_last_one_below_it_is_taken(self, world: World) -> None:
        warm(door.by_address(ADDRESS), FLOOD - 1)
        browser = opens(world)
        assert doubted(world, sends(browser, altcha=solved(browser.page)))
        assert sends(opens(world)).status == 429


class TestWhoseAddress:
    def test_a_household_numbers_its_64_as_it_likes(self, world: World) -> None:
        for host in range(HOT_ADDRESS + 1):
            sends(opens(world, address=f"2001:db8:0:1::{host:x}"))
        assert challenge(opens(world, address="2001:db8:0:1:ffff::1").page)
        assert challenge(opens(world, address="2001:db8:0:2::1").page) is None


class TestABucketThatCannotBeRead:
    @pytest.fixture
    def broken(self, world: World) -> Iterator[World]:
        """The table of limits is throttled, and no other."""

        def throttle(params: Any, model: Any, **_: Any) -> None:
            if b"test-limits" in params["body"]:
                code = "ProvisionedThroughputExceededException"
                raise ClientError({"Error": {"Code": code, "Message": "slow down"}}, model.name)

        events = client().meta.events
        events.register("before-call.dynamodb", throttle, unique_id="throttle")
        yield world
        events.unregister("before-call.dynamodb", unique_id="throttle")

    def test_holds_nobody_up(self, broken: World) -> None:
        browser = opens(broken)
        assert browser.page.status == 200
        assert not doubted(broken, sends(browser, telephone=TELEPHONE))


def test_a_flood_of_the_county_stops_counting_and_nothing_else(world: World) -> None:
    warm(door.COUNTY, door.COUNTY.most)
    assert count(door.COUNTY, now(), door.ONE_IN) is None
    browsers = [opens(world, address=f"198.51.100.{lane}", writes=timedelta()) for lane in range(20)]
    world.later(MINUTE)
    assert not any(doubted(world, sends(browser, altcha=solved(browser.page))) for browser in browsers)
