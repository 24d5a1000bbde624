"""From a poster on the wall to a request filed where it hangs."""

from urllib.parse import urlsplit

import pytest

from tests.county import CONTACTS, COUNTY, LONGWANGMIAO
from tests.qr import read, shown

from .people import TELEPHONE
from .world import World

POSTERS = ["community:longwangmiao", "compound:ankang", "station:ankang_station", "compound:tiezhi_jiangnan"]


def opened(world: World, poster: str) -> str:
    """What the code on the poster opens, as a telephone reads it."""
    page = world.browser().get(f"/posters/{poster}")
    assert page.status == 200
    return str(read(shown(page.html)).text)


def test_every_place_of_the_directory_has_its_poster_on_the_list(world: World) -> None:
    listed = world.browser().get("/posters")
    assert (listed.status, listed.headers["Cache-Control"]) == (200, "public, max-age=60")
    for kind, things in (
        ("community", COUNTY.communities),
        ("compound", COUNTY.compounds),
        ("station", COUNTY.stations),
    ):
        for thing in things:
            assert f'href="/posters/{kind}:{thing.id}"' in listed.html
            assert world.browser().get(f"/posters/{kind}:{thing.id}").status == 200


@pytest.mark.parametrize(
    ("poster", "place"),
    [
        ("community:longwangmiao", "community:longwangmiao"),
        ("compound:ankang", "compound:ankang"),
        ("station:ankang_station", "community:longwangmiao"),
    ],
)
def test_the_code_opens_the_form_with_the_place_chosen(world: World, poster: str, place: str) -> None:
    address = opened(world, poster)
    assert address == f"http://pgy.example/report?place={place}"
    form = world.browser().get(address.removeprefix("http://pgy.example")).form("/report/send")
    assert form.fields["place"] == place


def test_who_scans_it_files_without_choosing_a_place(world: World) -> None:
    parts = urlsplit(opened(world, "compound:ankang"))
    resident = world.browser()
    resident.get(f"{parts.path}?{parts.query}")
    receipt = resident.submit("/report/send", words="路灯坏了", telephone=TELEPHONE, category="lighting")
    assert receipt.path.startswith("/report/sent/")
    filed = world.request(receipt.path.rpartition("/")[2]).filed
    assert (filed.compound, filed.community) == ("ankang", "longwangmiao")


@pytest.mark.parametrize("poster", POSTERS)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_poster_says_how_without_a_telephone_that_scans(world: World, poster: str, language: str) -> None:
    page = world.browser(language=language).get(f"/posters/{poster}")
    for said in ("没有智能手机也行", "No smartphone needed", "110", "119", "120", "http://pgy.example/report"):
        assert said in page.text
    community = next(c for c in COUNTY.communities if c.name.zh in page.text)
    assert f'href="tel:{community.landline.replace("-", "")}"' in page.html


def test_nobodys_number_stands_on_a_poster(world: World) -> None:
    pages = [world.browser().get(f"/posters/{poster}").html for poster in POSTERS]
    pages.append(world.browser().get("/posters").html)
    numbers = {contact.telephone.e164.removeprefix("+86") for contact in CONTACTS if contact.telephone}
    assert numbers
    for html in pages:
        assert not [number for number in numbers if number in html]
        assert 'name="robots" content="noindex"' in html


@pytest.mark.parametrize(
    "poster",
    ["ankang", "compound:", "compound:nowhere", "unit:red_cross", "community:ankang", "%00", "a:b:c", "x" * 900],
)
def test_what_hangs_nowhere_is_no_page(world: World, poster: str) -> None:
    page = world.browser().get(f"/posters/{poster}")
    assert page.status == 404


def test_nothing_is_changed_by_sending(world: World) -> None:
    for path in ("/posters", "/posters/compound:ankang"):
        assert world.browser().post(path, {"place": "x"}).status == 404


@pytest.mark.parametrize(
    "asked", ["compound:nowhere", "nowhere", "", "community:", '"><script>alert(1)</script>', "%00", "x" * 3000]
)
def test_a_place_that_the_form_does_not_offer_is_left_open(world: World, asked: str) -> None:
    browser = world.browser()
    page = browser.get("/report?place=" + asked.replace("<", "%3C").replace('"', "%22"))
    assert page.status == 200
    assert page.form("/report/send").fields["place"] == ""
    assert page.html.count("<script") == page.html.count('<script src="/assets/'), "none but ours"


def test_the_place_stays_when_the_language_is_switched(world: World) -> None:
    page = world.browser().get("/report?place=compound:ankang")
    assert 'formaction="/report?place=compound%3Aankang"' in page.html
    again = world.browser().get("/report?lang=en&place=compound%3Aankang")
    assert again.form("/report/send").fields["place"] == "compound:ankang"


def test_staff_find_the_posters_from_the_directory(world: World) -> None:
    page = world.staff("station_clerk").get("/desk/directory")
    assert 'href="/posters"' in page.html
    assert LONGWANGMIAO.name.zh in world.staff("station_clerk").get("/posters").text
