"""The room that looks at the others: the trial of the front door over HTTP, and what the watchdog sees lying."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest

from functions.delivery import deliver
from functions.delivery import sweep_handler as delivery_sweep
from functions.shared.edge import canary
from functions.shared.edge.clock import now
from functions.shared.edge.each import SomeFailed
from functions.shared.gateways.visitor import NoAnswer
from functions.shared.tables import deliveries, directory
from functions.watch import canary_handler, watchdog_handler
from functions.watch.try_the_door import CATEGORY, TrialFailed
from infra.local.ports import free_port
from infra.tools.verify_tables import verify
from tests.builders import MINUTE, NOON
from tests.http_client import Browser

from .test_deadlines import at, filed, sweep
from .test_ledger import CODE
from .world import DOORS, Lambda, World


@pytest.fixture
def world(world: World) -> World:
    """Nobody sits at the desk."""
    world.desk_answers = False
    return world


class Carrier(Browser):
    """Hands one request of another client to the room behind its path."""

    def carry(self, method: str, url: str, body: str | None, headers: dict[str, str]) -> dict[str, Any]:
        self.cookies.clear()  # the client keeps its own
        return self._ask(method, url, body, headers)


class FrontDoor(BaseHTTPRequestHandler):
    """What API Gateway does, on loopback."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self._answer("GET", None)

    def do_POST(self) -> None:
        self._answer("POST", self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, method: str, body: str | None) -> None:
        self.asked.append(f"{method} {self.path.partition('?')[0]}")
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = Carrier(DOORS).carry(method, self.path, body, headers)
        content = answer["body"].encode()
        self.send_response(answer["statusCode"])
        for name, value in answer["headers"].items():
            self.send_header(name, value)
        for cookie in answer["cookies"]:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def front_door(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Its address is the public one for a while; answers with what was asked there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), FrontDoor)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("PUBLIC_URL", f"http://127.0.0.1:{server.server_port}")
    FrontDoor.asked.clear()
    yield FrontDoor.asked
    server.shutdown()
    server.server_close()


def lines(caplog: pytest.LogCaptureFixture, message: str) -> list[dict[str, Any]]:
    """The fields of what was logged as `message`: metric filters read them."""
    return [vars(record) for record in caplog.records if record.getMessage() == message]


class TestTrial:
    def test_it_goes_the_way_that_a_resident_goes_and_says_that_it_came_through(
        self, world: World, front_door: list[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        code = canary_handler.main({}, None)["request_id"]
        assert front_door == [
            "GET /report",
            "POST /report/send",
            f"GET /report/sent/{code}",
            f"GET /r/{code}",
            f"GET /r/{code}",
        ]
        (line,) = lines(caplog, "canary_passed")
        assert line["request_id"] == code
        assert world.request(code).filed.category == CATEGORY

    def test_it_is_in_no_list_and_no_figure_and_nobody_hears_of_it(self, world: World, front_door: list[str]) -> None:
        code = canary_handler.main({}, None)["request_id"]
        world.settle()
        assert world.request(code).filed.handling == "canary"
        assert [item["sort"]["S"] for item in world.items("requests")] == ["FACT#0001"]
        assert world.items("tallies") == []
        assert world.items("results") == []
        assert world.items("deliveries") == []
        assert world.texts() == []
        assert world.emails() == []
        world.until(at("18:00", 20))
        assert sweep() == 0
        assert world.request(code).version == 1
        assert not verify().wrong

    def test_each_one_is_a_request_of_its_own(self, world: World, front_door: list[str]) -> None:
        assert canary_handler.main({}, None) != canary_handler.main({}, None)

    def test_an_old_mark_is_a_report_like_any_other(
        self, world: World, front_door: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = canary.mark
        monkeypatch.setattr(canary, "mark", lambda keys, token, now: made(keys, token, now - canary.LIVES - MINUTE))
        code = canary_handler.main({}, None)["request_id"]
        assert world.request(code).filed.handling == "routed"

    def test_a_door_that_does_not_answer(
        self, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setenv("PUBLIC_URL", f"http://127.0.0.1:{free_port()}")
        with pytest.raises(NoAnswer):
            canary_handler.main({}, None)
        (line,) = lines(caplog, "canary_failed")
        assert line["step"] == "no_answer"
        assert "http" not in line["why"]

    def test_a_page_that_breaks(
        self,
        world: World,
        front_door: list[str],
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        monkeypatch.setenv("TABLE_PRIVATE", "gone")
        with pytest.raises(TrialFailed, match="send: 5"):
            canary_handler.main({}, None)
        (line,) = lines(caplog, "canary_failed")
        assert line["step"] == "send"
        assert not lines(caplog, "canary_passed")


class TestWatchdog:
    def test_nothing_lies_anywhere(self, world: World, caplog: pytest.LogCaptureFixture) -> None:
        assert watchdog_handler.main({}, None) == {"overdue_seconds": 0, "pending_seconds": 0, "calendar_missing": 0}
        (line,) = lines(caplog, "watched")
        assert line["overdue_seconds"] == line["pending_seconds"] == line["calendar_missing"] == 0

    def test_a_sweep_that_stands_still_shows_until_it_runs_again(self, world: World) -> None:
        filed()
        world.until(at("14:11"))  # its proposal should have gone out at 14:00
        assert watchdog_handler.main({}, None)["overdue_seconds"] == 11 * 60
        assert sweep() == 1
        assert watchdog_handler.main({}, None)["overdue_seconds"] == 0

    def test_an_alert_that_waits_shows_until_it_has_ended(self, world: World) -> None:
        claimed = deliveries.claim("3256741890:0002#sms", now(), {"request_id": "3256741890"})
        assert claimed
        world.later(40 * MINUTE)
        assert watchdog_handler.main({}, None)["pending_seconds"] == 40 * 60
        deliveries.finish(claimed, deliveries.End.SUPERSEDED)
        assert watchdog_handler.main({}, None)["pending_seconds"] == 0

    @pytest.mark.parametrize("lane", ["P0", "P2"])
    def test_an_alert_that_breaks_each_time_shows_since_it_began(
        self, world: World, monkeypatch: pytest.MonkeyPatch, lane: str
    ) -> None:
        def broken(*_: Any) -> None:
            raise LookupError("a mistake of ours")

        filed()
        told = {"kind": "received", "audience": "resident", "request_id": CODE, "sequence": 1, "order": None}
        claimed = deliveries.claim(f"{CODE}.1#resident#first", now(), told | {"at": NOON.isoformat(), "priority": lane})
        assert claimed
        monkeypatch.setattr(deliver, "_go", broken)
        for _ in range(20):
            world.later(MINUTE)
            with pytest.raises(SomeFailed):
                delivery_sweep.main({}, Lambda())
        assert watchdog_handler.main({}, None)["pending_seconds"] == 20 * 60
        deliveries.wait(claimed, now() + MINUTE, gone=(), tries=1)
        assert watchdog_handler.main({}, None)["pending_seconds"] == 0
        deliveries.claim(claimed.alert_id, now() + MINUTE)
        deliveries.finish(claimed, deliveries.End.SUPERSEDED)
        assert "begun_at" not in world.items("deliveries")[0]

    def test_next_years_working_days_are_missed_in_november(self, world: World) -> None:
        world.until(at("12:00", 9).replace(month=11))
        directory.forget()
        assert watchdog_handler.main({}, None)["calendar_missing"] == 1
