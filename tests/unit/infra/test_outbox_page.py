from infra.local.outbox import Email, Sms
from infra.local.outbox_page import page

NOON = "2026-03-09T12:00:00+08:00"
TEXT = Sms(NOON, "+8615400001234", "【蒲公英】收到您报的事", 11)


def test_it_says_when_nothing_was_sent() -> None:
    assert page([]).count("还没有") == 2


def test_texts_stand_by_number_newest_first() -> None:
    later = Sms(NOON, TEXT.number, "后来的", 3)
    shown = page([TEXT, Sms(NOON, "+8615400000004", "别人的", 3), later])
    assert shown.count(f"<h3>{TEXT.number}</h3>") == 1
    assert shown.index("后来的") < shown.index("收到您报的事") < shown.index("别人的")


def test_a_text_that_takes_more_than_one_segment_stands_out() -> None:
    assert 'class="long"' not in page([TEXT])
    assert 'class="long">71' in page([Sms(NOON, TEXT.number, "长" * 71, 71)])


def test_an_emails_html_is_shut_in_a_sandbox_and_nothing_of_it_escapes() -> None:
    bad = "<script>alert(1)</script>"
    shown = page([Email(NOON, bad, bad, bad, bad, {"X-Test": bad}), Sms(NOON, bad, bad, 25)])
    assert bad not in shown
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown
