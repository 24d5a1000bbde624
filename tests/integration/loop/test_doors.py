"""What people do at the doors beside the straight way: twice, too late, with the wrong key, with another's link."""

import re
from datetime import timedelta
from html import unescape

import pytest

from functions.shared.domain.codes import ORDER
from functions.shared.edge import tokens
from functions.shared.edge.clock import now
from functions.shared.gateways.keys import keys
from tests.builders import DAY, HOUR, MINUTE, a_code
from tests.county import RED_CROSS, WATER_BUREAU, last_four

from .people import TELEPHONE, WORDS, enters, finishes, link_in, reports
from .world import World


class TestReporting:
    def test_a_double_click_is_one_request(self, world: World) -> None:
        resident = world.browser()
        resident.get("/report")
        twin = resident.another_window()
        typed = {"words": WORDS, "place": "compound:ankang", "category": "litter"}
        first, second = (browser.submit("/report/send", **typed).path for browser in (resident, twin))
        assert first == second
        assert len(world.images()) == 1

    def test_another_form_is_another_request(self, world: World) -> None:
        assert reports(world.browser()) != reports(world.browser())

    def test_going_back_and_changing_the_words_offers_to_add_them(self, world: World) -> None:
        resident = world.browser()
        resident.get("/report")
        back = resident.another_window()
        typed = {"place": "compound:ankang", "category": "litter"}
        code = resident.submit("/report/send", words=WORDS, **typed).path.rpartition("/")[2]
        page = back.submit("/report/send", words="还有一堆", **typed)
        assert page.status == 409
        assert page.form(f"/r/{code}/words").fields["words"] == "还有一堆"
        long = "字" * 2001
        page = back.submit(f"/r/{code}/words", words=long)
        assert page.status == 422
        assert page.form(f"/r/{code}/words").fields["words"] == long
        back.submit(f"/r/{code}/words", words="还有一堆")
        assert back.page.status == 200
        assert WORDS in back.page.text
        assert "还有一堆" in back.page.text
        assert world.request(code).version == 2

    def test_what_was_typed_is_kept_and_every_error_names_its_field(self, world: World) -> None:
        resident = world.browser()
        resident.get("/report")
        page = resident.submit("/report/send", words="  ", place_words="3 号楼", telephone="12")
        assert page.status == 422
        for field in ("words", "place", "telephone"):
            assert f'href="#{field}"' in page.html
        assert page.form("/report/send").fields["place_words"] == "3 号楼"
        assert page.form("/report/send").fields["telephone"] == "12"
        page = resident.submit("/report/send", words=WORDS, place="compound:ankang", telephone="")
        assert page.path.startswith("/report/sent/")
        assert len(world.images()) == 1

    def test_a_whole_community_without_knowing_the_kind(self, world: World) -> None:
        code = reports(world.browser(), place="community:tiezhi", category="unknown")
        world.settle()
        assert world.request(code).filed.compound is None
        assert [order.unit for order in world.request(code).orders] == ["tiezhi"]

    def test_the_receipt_needs_its_secret(self, world: World) -> None:
        code = reports(world.browser())
        assert world.browser().get(f"/report/sent/{code}?k=forged").path == f"/r/{code}"

    def test_in_english(self, world: World) -> None:
        resident = world.browser(language="en")
        code = reports(resident, telephone=TELEPHONE)
        assert world.request(code).filed.language == "en"
        resident.get("/report?lang=zh")
        assert 'lang="zh' in resident.page.html
        assert resident.cookies["lang"] == "zh"


class TestTheUnitsDoor:
    def test_two_officers_one_press_each(self, world: World) -> None:
        code = reports(world.browser())
        world.settle()
        one, other = enters(world, code, WATER_BUREAU), enters(world, code, WATER_BUREAU)
        assert one.submit("/take").status == 200
        page = other.submit("/take")
        assert page.status == 422
        assert "12:00" in page.text  # since when it is taken
        assert [type(fact).__name__ for fact in world.request(code).facts].count("OrderAccepted") == 1

    def test_one_officer_pressing_twice_has_pressed_once(self, world: World) -> None:
        code = reports(world.browser())
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        twin = officer.another_window()
        assert officer.submit("/take").status == twin.submit("/take").status == 200
        assert world.request(code).version == 3

    def test_wrong_digits_and_unknown_codes_are_refused_alike(self, world: World) -> None:
        code = reports(world.browser())
        world.settle()
        officer = world.browser()
        officer.get("/u")
        order = world.request(code).orders[0].code
        wrong = officer.submit("/u", code=order, last_four="0000")
        nobodys = a_code(ORDER, "nobody")
        unknown = officer.submit("/u", code=nobodys, last_four=last_four(WATER_BUREAU))
        assert wrong.status == unknown.status == 422
        assert wrong.text.replace(order, "") == unknown.text.replace(nobodys, "")

    def test_the_residents_code_is_not_the_units(self, world: World) -> None:
        code = reports(world.browser())
        world.settle()
        officer = world.browser()
        officer.get("/u")
        assert officer.submit("/u", code=code, last_four=last_four(WATER_BUREAU)).status == 422

    def test_the_digits_open_the_units_other_orders_and_nobody_elses(self, world: World) -> None:
        first, second = reports(world.browser()), reports(world.browser())
        theirs = reports(world.browser(), place="compound:dongguan_middle_lane")
        world.settle()
        officer = enters(world, first, WATER_BUREAU)
        assert officer.get(f"/u/orders/{world.request(second).orders[0].code}").has_form("/take")
        order = world.request(theirs).orders[0].code
        assert officer.get(f"/u/orders/{order}").path == "/u"
        assert officer.post(f"/u/orders/{order}/take", token="x").status == 403
        assert world.request(theirs).state == "whistled"

    def test_one_links_cookie_opens_no_other_order(self, world: World) -> None:
        first, second = reports(world.browser()), reports(world.browser())
        world.settle()
        opened = world.request(first).orders[0].code
        secret = tokens.pass_for(keys(), "order", opened, now(), tokens.LINK_LIVES)
        officer = world.browser()
        assert officer.get(f"/u/orders/{opened}?k={secret}").has_form("/take")
        order = world.request(second).orders[0].code
        assert officer.get(f"/u/orders/{order}").path == "/u"
        assert officer.post(f"/u/orders/{order}/take", token="x").status == 403
        assert world.request(second).state == "whistled"

    def test_one_buttons_token_presses_no_other(self, world: World) -> None:
        code = reports(world.browser())
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        take = officer.page.form("/take").fields["token"]
        page = officer.post(f"{officer.page.path}/return", token=take, reason="not_ours", named="", words="")
        assert page.status == 422
        assert world.request(code).state == "whistled"

    def test_the_link_in_the_email_opens_it_and_acts_not(self, world: World) -> None:
        code = reports(world.browser())
        world.settle()
        (email,) = world.emails()
        body = email.get_body(("plain",))
        assert body is not None
        link = next(line for line in body.get_content().split() if "?k=" in line)
        officer = world.browser()
        page = officer.get(unescape(link).removeprefix("http://pgy.example"))
        assert page.path == f"/u/orders/{world.request(code).orders[0].code}"
        assert page.has_form("/take")
        assert world.request(code).state == "whistled"

    def test_wrong_tries_are_slowed_and_a_link_is_not(self, world: World) -> None:
        code = reports(world.browser())
        world.settle()
        order = world.request(code).orders[0].code
        officer = world.browser()
        officer.get("/u")
        pages = [officer.submit("/u", code=order, last_four="0000") for _ in range(6)]
        assert "15" in pages[-1].text
        assert officer.submit("/u", code=order, last_four=last_four(WATER_BUREAU)).path == "/u"
        (email,) = world.emails()
        body = email.get_body(("plain",))
        assert body is not None
        link = next(line for line in body.get_content().split() if "?k=" in line)
        assert officer.get(link.removeprefix("http://pgy.example")).has_form("/take")
        world.later(15 * MINUTE)
        waited = world.browser()
        waited.get("/u")
        assert waited.submit("/u", code=order, last_four=last_four(WATER_BUREAU)).has_form("/take")

    def test_right_tries_never_add_up(self, world: World) -> None:
        code = reports(world.browser())
        world.settle()
        for _ in range(8):
            enters(world, code, WATER_BUREAU)

    def test_what_looks_like_a_name_is_pointed_out_before_it_is_sent(self, world: World) -> None:
        code = reports(world.browser())
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        officer.submit("/take")
        officer.get(f"{officer.page.path}/done")
        page = officer.submit("/done", public_words="张师傅清了")
        assert page.status == 422
        assert "张师傅" in page.text
        assert world.request(code).state == "accepted"
        officer.submit("/done", public_words="张师傅清了", looked_over="yes")
        assert world.request(code).state == "done"

    def test_a_later_date(self, world: World) -> None:
        code = reports(world.browser(), telephone=TELEPHONE)
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        officer.submit("/take")
        order = officer.page.path
        officer.get(f"{order}/reschedule")
        assert officer.submit("/reschedule", day="2026-03-10", reason="weather").status == 422
        assert officer.page.form("/reschedule").fields["day"] == "2026-03-10"
        assert officer.submit("/reschedule", day="2026-03-20", reason="weather").path == order
        assert world.request(code).state == "scheduled"

    def test_an_order_that_went_elsewhere_shows_the_residents_words_no_more(self, world: World) -> None:
        code = reports(world.browser())
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        order = officer.page.path
        officer.get(f"{order}/return")
        officer.submit("/return", reason="not_ours")
        assert WORDS not in officer.get(order).html

    def test_once_the_request_is_closed_its_unit_reads_the_residents_words_no_more(self, world: World) -> None:
        resident = world.browser()
        code = reports(resident)
        link = link_in(resident.page)
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        order = officer.page.path
        officer.submit("/take")
        officer.get(f"{order}/done")
        officer.submit("/done", public_words="清理完了。")
        assert WORDS in officer.get(order).html
        resident.get(link)
        resident.submit("/verdict", verdict="solved")
        assert world.request(code).state == "closed"
        assert WORDS not in officer.get(order).html
        assert "清理完了。" in officer.page.text

    def test_a_door_closes_after_half_a_day(self, world: World) -> None:
        code = reports(world.browser())
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        order = officer.page.path
        world.later(12 * HOUR + timedelta(seconds=1))
        assert officer.get(order).path == "/u"


class TestTheResidentsDoor:
    def test_the_code_alone_shows_what_is_public(self, world: World) -> None:
        code = reports(world.browser(), telephone=TELEPHONE)
        world.settle()
        page = world.browser().get(f"/r?code={code[:3]}+{code[3:6]}+{code[6:]}")
        assert page.path == f"/r/{code}"
        assert WORDS not in page.html
        assert world.request(code).orders[0].code not in page.html
        assert not page.has_form("/words")

    def test_of_what_is_never_public_it_shows_nothing(self, world: World) -> None:
        code = reports(world.browser(), category="unknown", telephone=TELEPHONE)
        page = world.browser().get(f"/r/{code}")
        assert page.status == 200
        assert "安康小区" not in page.text
        assert page.has_form("/open")

    def test_another_requests_cookie_opens_nothing(self, world: World) -> None:
        resident = world.browser()
        reports(resident)
        theirs = reports(world.browser())
        resident.get(link_in(resident.page))
        assert WORDS in resident.page.html
        assert WORDS not in resident.get(f"/r/{theirs}").html
        assert resident.post(f"/r/{theirs}/verdict", verdict="solved", token="x").status == 422
        assert world.request(theirs).version == 1

    def test_without_the_key_nothing_is_decided_or_added(self, world: World) -> None:
        code = reports(world.browser())
        stranger = world.browser()
        assert stranger.post(f"/r/{code}/verdict", verdict="solved", token="x").status == 422
        assert stranger.post(f"/r/{code}/words", words="x", token="x").status == 422
        assert world.request(code).version == 1

    def test_without_a_telephone_the_receipts_four_digits_open_it(self, world: World) -> None:
        resident = world.browser()
        code = reports(resident, telephone="", category="unknown")
        found = re.search(r"您的四个数字\s*(\d{4})\b", resident.page.text)
        assert found is not None
        elsewhere = world.browser()
        elsewhere.get(f"/r/{code}")
        assert WORDS not in elsewhere.page.html
        page = elsewhere.submit("/open", last_four=found[1])
        assert WORDS in page.html
        assert page.has_form("/words")

    def test_a_telephones_last_four_need_no_others_beside_them(self, world: World) -> None:
        resident = world.browser()
        reports(resident, telephone="0359-2081234")
        assert "您的四个数字" not in resident.page.text
        assert "收不到短信" in resident.page.text

    @pytest.mark.parametrize("telephone", ["", "0359-2081234"])
    def test_guessed_digits_open_nothing(self, world: World, telephone: str) -> None:
        code = reports(world.browser(), telephone=telephone)
        stranger = world.browser()
        stranger.get(f"/r/{code}")
        for tried in ("", "None", "0000"):
            assert stranger.submit("/open", last_four=tried).status == 422

    def test_wrong_digits_are_slowed(self, world: World) -> None:
        code = reports(world.browser(), telephone=TELEPHONE)
        stranger = world.browser()
        stranger.get(f"/r/{code}")
        for _ in range(5):
            stranger.submit("/open", last_four="0000")
        stranger.submit("/open", last_four=TELEPHONE[-4:])
        assert WORDS not in stranger.page.html

    def test_a_second_verdict_is_told_what_was_said(self, world: World) -> None:
        resident = world.browser()
        code = reports(resident)
        link = link_in(resident.page)
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        officer.submit("/take")
        finishes(officer, "清了")
        resident.get(link)
        other = resident.another_window()
        assert other.get(f"/r/{code}").has_form("/verdict")
        resident.submit("/verdict", verdict="solved")
        assert other.submit("/verdict", verdict="not").status == 422
        assert world.request(code).state == "closed"
        resident.get(f"/r/{code}")
        assert not resident.page.has_form("/words")

    def test_getting_a_page_never_changes_anything(self, world: World) -> None:
        resident = world.browser()
        code = reports(resident, telephone=TELEPHONE)
        link = link_in(resident.page)
        world.settle()
        officer = enters(world, code, WATER_BUREAU)
        before = world.items("requests"), world.items("private"), world.items("tallies")
        order = officer.page.path
        for url in (link, f"/r/{code}", "/r", "/results", "/", "/report", "/stations", "/privacy", "/u", order):
            assert officer.get(url).status == 200
        for act in ("take", "return", "done", "progress", "reschedule", "check", "pass_on"):
            assert officer.get(f"{order}/{act}").status in (200, 404)
        assert resident.get(f"/r/{code}/verdict").status == 404
        assert (world.items("requests"), world.items("private"), world.items("tallies")) == before


def test_a_form_left_open_for_more_than_a_day(world: World) -> None:
    resident = world.browser()
    resident.get("/report")
    world.later(DAY + MINUTE)
    page = resident.submit("/report/send", words=WORDS, place="compound:ankang", category="litter")
    assert page.status == 422
    assert page.form("/report/send").fields["words"] == WORDS
    assert not world.images()
    assert resident.submit("/report/send").path.startswith("/report/sent/")


def test_red_cross_is_not_asked_for_the_water_bureaus_digits(world: World) -> None:
    code = reports(world.browser())
    world.settle()
    officer = world.browser()
    officer.get("/u")
    order = world.request(code).orders[0].code
    assert officer.submit("/u", code=order, last_four=last_four(RED_CROSS)).status == 422
