import pytest

from infra.local.outbox import Email, Sms
from infra.local.outbox_page import POLICY, page
from infra.local.outbox_reply import read

NOON = "2026-03-09T12:00:00+08:00"
TEXT = Sms(NOON, "+8615400001234", "【蒲公英】收到您报的事", 11)


def test_it_says_when_nothing_was_sent() -> None:
    assert page([]).count("还没有") == 2


def test_texts_stand_by_number_newest_first() -> None:
    later = Sms(NOON, TEXT.number, "后来的", 3)
    shown = page([TEXT, Sms(NOON, "+8615400000004", "别人的", 3), later])
    assert shown.count(f"<h3>{TEXT.number}</h3>") == 1
    assert shown.index("后来的") < shown.index("收到您报的事") < shown.index("别人的")


def test_each_number_can_text_back() -> None:
    shown = page([TEXT, Sms(NOON, TEXT.number, "后来的", 3)])
    assert shown.count('action="/outbox/reply"') == 1
    assert f'name="number" value="{TEXT.number}"' in shown
    assert "form-action 'self'" in POLICY


def test_what_is_texted_back_is_read_as_it_was_typed() -> None:
    assert read(b"number=%2B8615400001234&words=1+1749") == ("+8615400001234", "1 1749")
    assert read(b"number=%2B8615400001234&words=%E4%B8%80") == ("+8615400001234", "一")


@pytest.mark.parametrize("body", ["", "number=1&words=1", "number=%2B8615400001234", "number=%2B8615400001234&words="])
def test_a_reply_needs_a_number_and_words(body: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read(body.encode())


def test_a_text_that_takes_more_than_one_segment_stands_out() -> None:
    assert 'class="long"' not in page([TEXT])
    assert 'class="long">71' in page([Sms(NOON, TEXT.number, "长" * 71, 71)])


def test_an_emails_html_is_shut_in_a_sandbox_and_nothing_of_it_escapes() -> None:
    bad = "<script>alert(1)</script>"
    shown = page([Email(NOON, bad, bad, bad, bad, {"X-Test": bad}), Sms(NOON, bad, bad, 25)])
    assert bad not in shown
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown
