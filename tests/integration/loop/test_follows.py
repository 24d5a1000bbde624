"""Following by email: asked for, confirmed, told, stopped; nothing lost or twice, nobody written to unasked."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest

from functions.delivery import bounce_handler
from functions.delivery import handler as delivery
from functions.follows import plan_handler, send_handler, tell_handler
from functions.privacy.erase import erase
from functions.shared.domain.erasure import Why
from functions.shared.domain.facts import CLOCK
from functions.shared.edge.clock import now
from functions.shared.tables import deliveries, follows, suppressions
from tests.builders import DAY, HOUR, MINUTE, NOON, accepted, disputed, done, explained, solved, whistled
from tests.county import RED_CROSS
from tests.http_client import Page

from .people import TELEPHONE, WORDS, happens, reports
from .world import World

WHO = "who@example.com"
FRIDAY = datetime(2026, 3, 13, 8, 0, tzinfo=UTC)  # 16:00 in the county
SUBJECT = "request:{}"


@pytest.fixture
def code(world: World) -> str:
    """An open request, whistled to a unit."""
    world.desk_answers = world.residents_answer = False
    found = reports(world.browser(), telephone="")
    happens(found, whistled(to=RED_CROSS))
    world.settle()
    world.forget()
    return found


def asks(world: World, what: str, contact: str = WHO, address: str = "203.0.113.7") -> Page:
    browser = world.browser(address=address)
    browser.get(f"/follow/{what}")
    return browser.submit(f"/follow/{what}", contact=contact)


def body(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def link(letter: EmailMessage, page: str) -> str:
    (address,) = set[str](re.findall(rf"http://pgy\.example(/follow/{page}\?f=\S+)", body(letter)))
    return address


def follows_it(world: World, what: str, contact: str = WHO) -> None:
    asks(world, what, contact)
    world.settle()
    browser = world.browser()
    browser.get(link(world.emails()[-1], "confirm"))
    assert "好了，有消息就告诉您" in browser.submit("/follow/confirm").text
    world.forget()


def letters(world: World) -> list[str]:
    return [str(letter["Subject"]) for letter in world.emails()]


class TestAsking:
    def test_one_letter_asks_and_nothing_else_is_sent_before_the_answer(self, world: World, code: str) -> None:
        page = asks(world, f"request/{code}")
        assert page.path == f"/follow/request/{code}/asked"
        world.settle()
        (letter,) = world.emails()
        assert letter["To"] == WHO
        assert letter["List-Unsubscribe"] is None
        happens(code, accepted())
        world.settle()
        assert len(world.emails()) == 1
        assert WORDS not in body(letter)

    def test_opening_the_link_confirms_nothing(self, world: World, code: str) -> None:
        asks(world, f"request/{code}")
        world.settle()
        address = link(world.emails()[-1], "confirm")
        assert world.browser().get(address).status == 200
        assert list(follows.followers(SUBJECT.format(code), now())) == []
        browser = world.browser()
        browser.get(address)
        browser.submit("/follow/confirm")
        browser.post("/follow/confirm", {"token": address.partition("f=")[2]})
        assert len(list(follows.followers(SUBJECT.format(code), now()))) == 1

    def test_the_question_is_forgotten_after_two_days(self, world: World, code: str) -> None:
        asks(world, f"request/{code}")
        world.settle()
        address = link(world.emails()[-1], "confirm")
        world.later(timedelta(days=2, minutes=1))
        assert world.browser().get(address).status == 404
        assert world.browser().post("/follow/confirm", {"token": address.partition("f=")[2]}).status == 404
        assert list(follows.followers(SUBJECT.format(code), now())) == []

    def test_a_forged_or_other_link_does_nothing(self, world: World, code: str) -> None:
        follows_it(world, f"request/{code}")
        happens(code, accepted())
        world.settle()
        stop = link(world.emails()[-1], "stop").partition("f=")[2]
        assert world.browser().get(f"/follow/confirm?f={stop}").status == 404
        assert world.browser().post("/follow/stop", {"token": stop[:-2]}).status == 404
        assert len(list(follows.followers(SUBJECT.format(code), now()))) == 1

    def test_the_answer_is_the_same_whoever_follows_already(self, world: World, code: str) -> None:
        follows_it(world, f"request/{code}")
        again, new = asks(world, f"request/{code}"), asks(world, f"request/{code}", "other@example.com")
        assert (again.status, again.path, again.text) == (new.status, new.path, new.text)
        world.settle()
        assert [letter["To"] for letter in world.emails()] == ["other@example.com"]

    def test_one_address_is_asked_three_times_a_day_at_most_and_the_page_says_the_same(
        self, world: World, code: str
    ) -> None:
        pages = [asks(world, f"request/{code}") for _ in range(5)]
        world.settle()
        assert len(world.emails()) == 3
        assert len({(page.status, page.text) for page in pages}) == 1
        world.later(DAY)
        asks(world, f"request/{code}")
        world.settle()
        assert len(world.emails()) == 4

    def test_whoever_tries_one_address_after_another_is_told_to_wait(self, world: World, code: str) -> None:
        pages = [asks(world, f"request/{code}", f"a{n}@example.com") for n in range(21)]
        assert [page.status for page in pages[:20]] == [200] * 20
        assert pages[20].status == 422
        assert "a20@example.com" in pages[20].html
        assert asks(world, f"request/{code}", "b@example.com", address="198.51.100.1").status == 200

    def test_a_slip_is_named_and_kept(self, world: World, code: str) -> None:
        page = asks(world, f"request/{code}", "who@example")
        assert page.status == 422
        assert page.form(f"/follow/request/{code}").fields["contact"] == "who@example"
        assert world.items("follows") == []

    @pytest.mark.parametrize("what", ["request/3000000001", "request/12", "community/nowhere", "thing/x"])
    def test_what_there_is_not_cannot_be_followed(self, world: World, what: str) -> None:
        assert world.browser().get(f"/follow/{what}").status == 404

    def test_what_is_never_public_cannot_be_followed(self, world: World) -> None:
        code = reports(world.browser(), category="gas_check")
        assert world.browser().get(f"/follow/request/{code}").status == 404
        assert world.browser().get(f"/follow/request/{code}.atom").status == 404
        assert "/follow/" not in world.browser().get(f"/r/{code}").html

    def test_what_has_closed_is_not_followed_any_more(self, world: World, code: str) -> None:
        asks(world, f"request/{code}")
        world.settle()
        address = link(world.emails()[-1], "confirm")
        happens(code, explained())
        assert "已经办完了" in world.browser().get(f"/follow/request/{code}").text
        assert world.browser().post("/follow/confirm", {"token": address.partition("f=")[2]}).status == 404

    def test_heard_twice_the_question_is_put_once(self, world: World, code: str) -> None:
        asks(world, f"request/{code}")
        (message,) = world.bodies("follows")
        assert WHO not in str(message)
        assert world.hand(send_handler.main, message, message) == []
        assert len(world.emails()) == 1

    def test_an_address_that_refuses_us_is_not_written_to(self, world: World, code: str) -> None:
        suppressions.add(WHO, "bounced", now())
        asks(world, f"request/{code}")
        world.settle()
        assert world.emails() == []


class TestTelling:
    def test_taken_done_and_ended_each_once_with_a_way_to_stop(self, world: World, code: str) -> None:
        follows_it(world, f"request/{code}")
        for happening in (accepted(), done(), solved()):
            world.later(HOUR)
            happens(code, happening)
            world.settle()
        taken, said, ended = world.emails()
        assert "县红十字会接了" in body(taken)
        assert "说办好了" in body(said)
        assert "居民确认解决" in body(ended)
        for letter in (taken, said, ended):
            assert letter["To"] == WHO
            assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            assert letter["List-Unsubscribe"] == f"<http://pgy.example{link(letter, 'stop')}>"
            for private in (WORDS, TELEPHONE, "resident"):
                assert private not in body(letter) + body(letter, "html")

    def test_the_same_fact_heard_again_says_nothing_again(self, world: World, code: str) -> None:
        follows_it(world, f"request/{code}")
        happens(code, accepted())
        fact = {"request_id": code, "sequence": world.request(code).version}
        assert world.hand(tell_handler.main, fact, fact) == []
        alerts = world.bodies("delivery")
        assert len(alerts) == 2
        assert world.hand(delivery.main, *alerts, *alerts) == []
        world.settle()
        assert len(letters(world)) == 1

    def test_no_address_in_topics_queues_and_marks(self, world: World, code: str) -> None:
        follows_it(world, f"request/{code}")
        happens(code, accepted())
        world.settle()
        seen = str(world.bodies("alerts-heard")) + str(world.items("deliveries")) + str(world.items("digests"))
        assert "follower:" in seen
        assert WHO not in seen
        assert "example.com" not in seen

    def test_nobody_is_woken(self, world: World, code: str) -> None:
        follows_it(world, f"request/{code}")
        world.until(NOON + 10 * HOUR)  # 22:00
        happens(code, accepted(at=now()))
        world.settle()
        assert letters(world) == []
        world.until(NOON + 20 * HOUR + MINUTE)  # 08:01
        world.sweep()
        assert len(letters(world)) == 1

    def test_what_is_settled_by_the_morning_is_said_as_it_is_then(self, world: World, code: str) -> None:
        follows_it(world, f"request/{code}")
        world.until(NOON + 10 * HOUR)
        happens(code, accepted(at=now()), done(at=now() + MINUTE), solved(at=now() + 2 * MINUTE))
        world.settle()
        world.until(NOON + 20 * HOUR + 5 * MINUTE)
        world.sweep()
        (letter,) = world.emails()
        assert "居民确认解决" in body(letter)

    def test_whoever_stopped_while_it_waited_is_told_nothing(self, world: World, code: str) -> None:
        follows_it(world, f"request/{code}")
        happens(code, accepted())
        world._relay()
        assert world.hand(tell_handler.main, *world.bodies("followed")) == []
        ((subject, follow),) = [(it.subject, it.id) for it in follows.followers(SUBJECT.format(code), now())]
        follows.stop(subject, follow)
        world.settle()
        assert letters(world) == []
        ends = {item["end"]["S"] for item in world.items("deliveries") if "follower" in item["alert_id"]["S"]}
        assert ends == {"dropped"}
        assert deliveries.undelivered("longwangmiao") == []  # nobody has to telephone a follower

    def test_an_address_that_bounces_follows_nothing_any_more(self, world: World, code: str) -> None:
        follows_it(world, f"request/{code}")
        happens(code, accepted())
        world.settle()
        (sent,) = [item for item in world.items("deliveries") if "follower" in item["alert_id"]["S"]]
        bounce = {
            "eventType": "Bounce",
            "mail": {"messageId": sent["message_id"]["S"], "timestamp": now().isoformat()},
            "bounce": {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": WHO}]},
        }
        assert world.hand(bounce_handler.main, bounce) == []
        world.sweep()
        assert world.items("follows") == []
        assert deliveries.undelivered("longwangmiao") == []

    def test_it_ends_sixty_days_after_closing_and_lives_on_where_it_goes_on(self, world: World, code: str) -> None:
        follows_it(world, f"request/{code}")
        happens(code, accepted(), done(), solved())
        world.settle()
        (row,) = world.items("follows")
        closed = world.request(code).closed_at
        assert closed is not None
        assert int(row["expires_at"]["N"]) == int((closed + 60 * DAY).timestamp())
        happens(code, disputed())
        world.settle()
        (row,) = world.items("follows")
        assert "expires_at" not in row


class TestStopping:
    @pytest.fixture
    def stop(self, world: World, code: str) -> str:
        follows_it(world, f"request/{code}")
        happens(code, accepted())
        world.settle()
        return link(world.emails()[-1], "stop")

    def test_the_link_shows_a_page_and_its_button_stops(self, world: World, code: str, stop: str) -> None:
        browser = world.browser()
        page = browser.get(stop)
        assert "安康小区" in page.text
        assert len(world.items("follows")) == 1
        assert browser.submit("/follow/stop").status == 200
        assert world.items("follows") == []
        assert browser.post("/follow/stop", {"token": stop.partition("f=")[2]}).status == 200  # again: as well
        happens(code, done())
        world.forget()
        world.settle()
        assert letters(world) == []

    @pytest.mark.parametrize("as_multipart", [False, True])
    def test_the_mailboxs_own_button_is_one_click(self, world: World, stop: str, as_multipart: bool) -> None:
        form, kind = "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
        if as_multipart:
            kind = "multipart/form-data; boundary=b"
            form = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
        # https://www.rfc-editor.org/rfc/rfc8058#section-3.1: no cookies, the address alone says who
        event = {
            "rawPath": "/follow/stop",
            "queryStringParameters": {"f": stop.partition("f=")[2]},
            "headers": {"content-type": kind},
            "requestContext": {"http": {"method": "POST", "sourceIp": "192.0.2.1"}},
            "body": form,
        }
        from functions.follows import handler

        assert handler.main(event, None)["statusCode"] == 200
        assert world.items("follows") == []

    def test_erasing_the_request_erases_its_follows(self, world: World, code: str, stop: str) -> None:
        happens(code, done(), solved())
        world.settle()
        erasure = erase(code, by=CLOCK, why=Why.RETENTION, now=now())
        assert erasure.counts.follows == 1
        assert world.items("follows") == []
        assert [it for it in world.items("deliveries") if "follower" in it["alert_id"]["S"]] == []

    @pytest.mark.parametrize("typed", [WHO, WHO.upper()])
    def test_the_desk_forgets_an_address_on_asking(self, world: World, stop: str, typed: str) -> None:
        follows_it(world, "community/longwangmiao")
        assert len(world.items("follows")) == 2
        browser = world.staff("lead")
        browser.get("/desk/privacy")
        page = browser.submit("/desk/privacy/follows", contact=typed)
        assert page.status == 200
        assert world.items("follows") == []
        assert browser.get("/desk/privacy").form("/desk/privacy/follows")
        nobody = browser.submit("/desk/privacy/follows", contact="nobody@example.com")
        assert nobody.text == page.text


class TestTheWeek:
    def hears(self, world: World, at: datetime = FRIDAY) -> list[EmailMessage]:
        world.until(at)
        plan_handler.main({}, None)
        world.settle()
        return [letter for letter in world.emails() if letter["To"] == WHO]

    def test_what_was_solved_what_is_new_and_what_is_open_for_longest(self, world: World, code: str) -> None:
        follows_it(world, "community/longwangmiao")
        happens(code, accepted(), done(), solved())
        new = reports(world.browser(), category="road", words="路面破了个大洞")
        world.settle()
        world.forget()
        (letter,) = self.hears(world)
        assert "龙王庙社区这一周：办完 1 件，新提 1 件" in letter["Subject"]
        for kind in ("plain", "html"):
            text = body(letter, kind)
            assert f"/results/{code}" in text
            assert f"/r/{new}" in text
            assert "大洞" not in text
        assert letter["List-Unsubscribe"]
        world.forget()
        assert self.hears(world, FRIDAY + 7 * DAY) == []  # quiet: nothing new

    def test_planned_and_heard_again_it_is_one_letter(self, world: World, code: str) -> None:
        follows_it(world, "community/longwangmiao")
        world.until(FRIDAY)
        plan_handler.main({}, None)
        world.later(20 * MINUTE)
        plan_handler.main({}, None)
        messages = world.bodies("follows")
        assert len(messages) == 2
        assert messages[0] == messages[1]
        assert WHO not in str(messages)
        assert world.hand(send_handler.main, *messages, *messages) == []
        assert len(world.emails()) == 1

    def test_of_a_compound_nothing_of_another(self, world: World, code: str) -> None:
        follows_it(world, "compound/dongguan_middle_lane")
        assert self.hears(world) == []
        follows_it(world, "compound/ankang")
        (letter,) = self.hears(world, FRIDAY + 20 * MINUTE)
        assert "安康小区这一周：办完 0 件，新提 1 件" in letter["Subject"]

    def test_nothing_that_is_never_public(self, world: World, code: str) -> None:
        follows_it(world, "community/longwangmiao")
        hidden = reports(world.browser(), category="gas_check")
        (letter,) = self.hears(world)
        assert hidden not in body(letter)
        assert "新提 1 件" in letter["Subject"]

    def test_one_press_stops_it(self, world: World, code: str) -> None:
        follows_it(world, "community/longwangmiao")
        (letter,) = self.hears(world)
        browser = world.browser()
        browser.get(link(letter, "stop"))
        browser.submit("/follow/stop")
        world.forget()
        happens(code, accepted(), done(), solved())
        assert self.hears(world, FRIDAY + 7 * DAY) == []

    def test_the_list_of_results_leads_there(self, world: World) -> None:
        page = world.browser().get("/results?community=longwangmiao")
        assert 'href="/follow/community/longwangmiao"' in page.html
        form = world.browser().get("/follow/community/longwangmiao")
        assert 'href="/follow/compound/ankang"' in form.html


class TestFeeds:
    def read(self, world: World, address: str, **headers: str) -> dict[str, Any]:
        return world.browser().once(address, **headers)

    def test_of_a_request_its_public_story(self, world: World, code: str) -> None:
        happens(code, accepted())
        answer = self.read(world, f"/follow/request/{code}.atom")
        assert answer["headers"]["Content-Type"].startswith("application/atom+xml")
        feed = feedparser.parse(answer["body"])
        assert not feed.bozo, feed.bozo_exception
        assert feed.version == "atom10"
        assert feed.feed.language == "zh-CN"
        links = {it.rel: urlsplit(it.href).path for it in feed.feed.links}
        assert links == {"self": f"/follow/request/{code}.atom", "alternate": f"/r/{code}"}
        assert [entry.title for entry in feed.entries] == ["县红十字会接单", "吹哨：请县红十字会来办", "收到诉求"]
        assert len({entry.id for entry in feed.entries} | {feed.feed.id}) == 4
        assert all(entry.id.startswith("urn:uuid:") for entry in feed.entries)
        assert feed.feed.updated == feed.entries[0].updated
        assert WORDS not in answer["body"]

    def test_a_name_is_the_same_for_ever_and_another_in_each_language(self, world: World, code: str) -> None:
        before = feedparser.parse(self.read(world, f"/follow/request/{code}.atom")["body"])
        happens(code, accepted())
        after = feedparser.parse(self.read(world, f"/follow/request/{code}.atom")["body"])
        assert [entry.id for entry in after.entries[1:]] == [entry.id for entry in before.entries]
        english = feedparser.parse(self.read(world, f"/follow/request/{code}.atom?lang=en")["body"])
        assert english.feed.language == "en"
        assert not {entry.id for entry in english.entries} & {entry.id for entry in after.entries}
        assert english.entries[0].title != after.entries[0].title

    def test_asked_again_nothing_is_sent_again(self, world: World, code: str) -> None:
        first = self.read(world, f"/follow/request/{code}.atom")
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT", first["headers"]["Last-Modified"])
        again = self.read(world, f"/follow/request/{code}.atom", if_none_match=first["headers"]["Etag"])
        assert (again["statusCode"], again["body"]) == (304, "")
        happens(code, accepted())
        assert self.read(world, f"/follow/request/{code}.atom", if_none_match=first["headers"]["Etag"])["body"]

    @pytest.mark.parametrize("place", ["", "/community/longwangmiao", "/compound/ankang"])
    def test_of_a_place_its_results(self, world: World, code: str, place: str) -> None:
        empty = feedparser.parse(self.read(world, f"/results{place}.atom")["body"])
        assert (empty.bozo, empty.entries) == (False, [])
        assert empty.feed.updated
        happens(code, accepted(), done(), solved())
        world.settle()
        feed = feedparser.parse(self.read(world, f"/results{place}.atom")["body"])
        assert not feed.bozo
        (entry,) = feed.entries
        assert entry.link == f"http://pgy.example/results/{code}"
        assert "环境卫生：居民确认解决" in entry.title
        assert entry.id != feed.feed.id

    def test_of_another_place_nothing(self, world: World, code: str) -> None:
        happens(code, accepted(), done(), solved())
        world.settle()
        for place in ("community/tiezhi", "compound/dongguan_middle_lane"):
            assert feedparser.parse(self.read(world, f"/results/{place}.atom")["body"]).entries == []
        assert self.read(world, "/results/community/nowhere.atom")["statusCode"] == 404
        assert self.read(world, "/results/compound/nowhere.atom")["statusCode"] == 404

    def test_pages_say_where_their_feed_is(self, world: World, code: str) -> None:
        for page, feed in (
            (f"/r/{code}", f"/follow/request/{code}.atom?lang=zh"),
            ("/results", "/results.atom?lang=zh"),
            ("/results?community=longwangmiao", "/results/community/longwangmiao.atom?lang=zh"),
        ):
            html = world.browser().get(page).html
            assert re.search(
                rf'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="{re.escape(feed)}">', html
            )
            assert html.count(f'href="{feed}"') == 2  # and a link that can be seen
            assert self.read(world, feed)["statusCode"] == 200
