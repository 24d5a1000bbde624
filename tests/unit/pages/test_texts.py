"""Texts: one segment each, whatever the names; no invitation to reply; nothing that a shared telephone tells."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from syrupy.assertion import SnapshotAssertion

from functions.shared.domain.alert import AlertKind
from functions.shared.domain.directory import Name
from functions.shared.gateways.templates import text

TO_RESIDENTS = (
    AlertKind.RECEIVED,
    AlertKind.TAKEN,
    AlertKind.RESCHEDULED,
    AlertKind.DONE,
    AlertKind.ASKED,
    AlertKind.NEWS,
)
ALL = [("zh", kind) for kind in AlertKind] + [("en", kind) for kind in TO_RESIDENTS]
EACH = pytest.mark.parametrize(("language", "kind"), ALL)
# 3GPP TS 23.038, default alphabet; none of the extension table, whose characters count twice.
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
DEMO = Path(__file__).parents[3] / "infra" / "demo"
MINUTE = datetime(2026, 12, 30, 15, 59, tzinfo=UTC)  # 31日 is not longer than 30日: two digits either way
DAY = datetime(2026, 12, 30, 10, tzinfo=UTC)


def values(**more: Any) -> dict[str, Any]:
    usual = {
        "kind": Name("环境卫生（垃圾、杂草）", "Litter, weeds", "环境卫生"),
        "place": Name("安康小区", "Ankang Compound"),
        "community": Name("龙王庙社区", "Longwangmiao Community"),
        "unit": Name("县水务局", "County Water Bureau"),
        "landline": "0359-0001002",
        "code": "6825061749",
        "address": "pgy.example",
        "accept_by": datetime(2026, 3, 3, 10, tzinfo=UTC),
        "answer_by": datetime(2026, 3, 9, 10, tzinfo=UTC),
        "returned": False,
    }
    return usual | more


def units(message: str) -> int:
    return len(message.encode("utf-16-le")) // 2


def demo_names(file: str) -> list[str]:
    entries = yaml.safe_load((DEMO / f"{file}.yml").read_text())
    return [entry["name"]["en"] for entry in entries]


@EACH
def test_words(language: str, kind: AlertKind, snapshot: SnapshotAssertion) -> None:
    assert text(f"sms/{language}/{kind}.txt", language, **values()) == snapshot


@pytest.mark.parametrize("kind", AlertKind)
@pytest.mark.parametrize("at", [MINUTE, DAY])
@pytest.mark.parametrize("matter", ["四个字的", "您说的事"])
@pytest.mark.parametrize("returned", [True, False])
def test_the_longest_names_fit_one_segment(kind: AlertKind, at: datetime, matter: str, returned: bool) -> None:
    longest = Name("", "", "六个字的名称")
    names = {"kind": Name("", "", matter), "place": longest, "community": longest, "unit": longest}
    message = text(f"sms/zh/{kind}.txt", "zh", **values(**names, accept_by=at, answer_by=at, returned=returned))
    assert units(message) <= 70, message  # UCS-2: 70 units in one segment (3GPP TS 23.040)


@pytest.mark.parametrize("kind", TO_RESIDENTS)
def test_english_fits_one_segment_of_the_default_alphabet(kind: AlertKind) -> None:
    names = {
        "community": Name("", max(demo_names("communities"), key=len)),
        "unit": Name("", max(demo_names("units"), key=len)),
    }
    message = text(f"sms/en/{kind}.txt", "en", **values(**names, answer_by=MINUTE))
    assert set(message) <= GSM_7
    assert len(message) <= 160, message


@EACH
def test_no_text_invites_a_reply(language: str, kind: AlertKind) -> None:
    message = text(f"sms/{language}/{kind}.txt", language, **values())
    assert "回1" not in message
    assert "回复" not in message
    assert "reply" not in message.lower()


@EACH
def test_what_is_never_public_is_not_named(language: str, kind: AlertKind) -> None:
    hardship = Name("困难帮扶（防寒物品等）", "Hardship help", "您说的事")
    message = text(f"sms/{language}/{kind}.txt", language, **values(kind=hardship))
    assert "困难" not in message
    assert "Hardship" not in message
    assert "您报的您说的" not in message


@pytest.mark.parametrize("kind", TO_RESIDENTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_residents_always_get_the_landline_and_their_code(language: str, kind: AlertKind) -> None:
    message = text(f"sms/{language}/{kind}.txt", language, **values())
    assert "0359-0001002" in message
    assert "6825061749" in message


def test_a_duty_alert_without_a_unit_names_none() -> None:
    assert "None" not in text("sms/zh/duty.txt", "zh", **values(unit=None))


@pytest.mark.parametrize(("returned", "why"), [(True, "单位退单了"), (False, "居民说没全解决")])
def test_the_community_hears_why_it_has_to_decide(returned: bool, why: str) -> None:
    assert why in text("sms/zh/desk.txt", "zh", **values(returned=returned))
