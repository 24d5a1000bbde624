"""The loop on the local cloud, through the front door: what residents, units and listeners really do."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from infra.local import demo
from infra.local.browser import Browser, Page
from infra.local.cloud import LocalCloud
from infra.tools import verify_tables
from tests.desk import sent_at_the_desk

LITTER = {"words": "路边到处是塑料袋。", "place": "compound:ankang", "category": "litter"}


def test_the_litter_of_ankang_from_the_form_to_the_result(cloud: LocalCloud) -> None:
    code = demo.litter(cloud.url)
    story = Browser(cloud.url).get(f"/results/{code}")
    for told in ("安康小区", "县水务局", "路边垃圾和杂草清理干净了。"):
        assert told in story.text
    assert "塑料袋" not in story.text, "the resident's own words are private"
    assert code in Browser(cloud.url).get("/results").html


def test_the_lamps_of_dongguan_checked_on_site_and_called_by_name(cloud: LocalCloud) -> None:
    code = demo.lamps(cloud.url)
    story = Browser(cloud.url).get(f"/results/{code}")
    for told in ("东关中巷", "龙王庙社区", "县红十字会", "五盏太阳能路灯"):
        assert told in story.text


def test_a_form_sent_twice_at_once_makes_one_request(cloud: LocalCloud) -> None:
    resident = Browser(cloud.url)
    form = resident.get("/report")
    with ThreadPoolExecutor(2) as both:
        receipts = list(both.map(lambda _: demo.send(resident, form, **LITTER), range(2)))
    assert len({receipt.path for receipt in receipts}) == 1
    code = receipts[0].path.rsplit("/", 1)[1]
    facts = _facts(cloud, code)
    assert [fact["name"]["S"] for fact in facts].count("RequestReceived") == 1


def test_the_same_form_with_other_words_offers_to_add_them(cloud: LocalCloud) -> None:
    resident = Browser(cloud.url)
    form = resident.get("/report")
    code = demo.send(resident, form, **LITTER).path.rsplit("/", 1)[1]
    again = resident.send(form, "/report/send", **LITTER | {"words": "草也很高。"})
    assert again.status == 409
    assert again.form(f"/r/{code}/words").values["words"] == "草也很高。"
    added = resident.send(again, f"/r/{code}/words")
    assert "草也很高。" in added.text


def test_of_two_officers_pressing_at_once_one_takes_it_and_the_other_is_told(cloud: LocalCloud) -> None:
    path, officers = _officers(cloud, 2)
    pages = [officer.get(path) for officer in officers]

    def press(which: int) -> Page:
        return officers[which].send(pages[which], f"{path}/take")

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(press, range(2)), key=lambda page: page.status)
    assert [answer.status for answer in answers] == [200, 422]
    assert "接单" in answers[1].text
    code = _code_of(cloud, path)
    assert [fact["name"]["S"] for fact in _facts(cloud, code)].count("OrderAccepted") == 1


def test_a_return_goes_to_the_unit_it_names_and_the_second_one_to_the_community(cloud: LocalCloud) -> None:
    branch, community = (demo.Telephone(cloud.url, demo.number_of(unit)) for unit in ("red_cross", "longwangmiao"))
    path, (officer,) = _officers(cloud, 1)
    code = _code_of(cloud, path)
    demo.act(officer, path, "return", reason="not_ours", named="red_cross")
    sent_at_the_desk(cloud.url, code)
    second = demo.code_in(branch.next("吹哨"), "单号")
    colleague = Browser(cloud.url)
    at = demo.enter(colleague, second, demo.number_of("red_cross")[-4:]).path
    demo.act(colleague, at, "return", reason="needs_others", named="water_bureau")
    sent_at_the_desk(cloud.url, code)
    third = demo.code_in(community.next("吹哨"), "单号")
    staff = Browser(cloud.url)
    order = demo.enter(staff, third, demo.number_of("longwangmiao")[-4:])
    assert f"{order.path}/pass_on" in order.links.values()
    assert f"{order.path}/return" not in order.links.values(), "nobody is behind the community"


def test_not_solved_goes_back_to_the_same_unit_with_a_new_message(cloud: LocalCloud) -> None:
    bureau = demo.Telephone(cloud.url, demo.number_of("water_bureau"))
    path, (officer,) = _officers(cloud, 1)
    code = _code_of(cloud, path)
    demo.act(officer, path, "take")
    demo.act(officer, path, "done", public_words="清理完了。")
    resident = Browser(cloud.url)
    private = resident.send(resident.get(f"/r/{code}"), f"/r/{code}/open", last_four="9003")
    after = resident.send(private, f"/r/{code}/verdict", press="没解决", words="只清了一半。")
    assert after.status == 200
    assert demo.code_in(bureau.next("没解决"), "单号") == path.rsplit("/", 1)[1]
    assert "只清了一半。" in officer.get(path).text, "what the resident says is shown to the unit"
    assert f"{path}/done" in officer.get(path).links.values()


def test_a_fact_that_cannot_be_understood_goes_to_relay_dead_and_its_neighbours_get_through(cloud: LocalCloud) -> None:
    dynamodb = cloud.client("dynamodb")
    poison = {
        "request_id": "3000000000",
        "sort": "FACT#0001",
        "name": "NobodyKnows",
        "at": "2026-03-10T02:00:00.000000Z",
        "by": "rule",
        "cause": "file:x",
        "content": "",
        "community": "longwangmiao",
        "body": "{}",
    }
    mobile = demo.Telephone(cloud.url, "15400009004")
    dynamodb.put_item(
        TableName=cloud.environment["TABLE_REQUESTS"], Item={name: {"S": value} for name, value in poison.items()}
    )
    demo.report(Browser(cloud.url), **LITTER, telephone="15400009004")
    assert mobile.next("收到")
    queue = cloud.client("sqs").get_queue_url(QueueName="dandelion-local-relay-dead")["QueueUrl"]
    (dead,) = cloud.client("sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=10).get("Messages", [])
    assert "NobodyKnows" in dead["Body"]
    cloud.client("sqs").purge_queue(QueueUrl=queue)
    dynamodb.delete_item(
        TableName=cloud.environment["TABLE_REQUESTS"],
        Key={"request_id": {"S": "3000000000"}, "sort": {"S": "FACT#0001"}},
    )


def test_the_morning_digest_lists_what_stands_open_and_its_link_opens_the_order(cloud: LocalCloud) -> None:
    path, _ = _officers(cloud, 1)
    before = len(cloud.outbox()["emails"])
    answer = cloud.client("lambda").invoke(
        FunctionName="dandelion-local-digests_plan", Payload=json.dumps({"now": True}).encode()
    )
    assert "FunctionError" not in answer
    order = path.rsplit("/", 1)[1]
    letter = _awaited_email(cloud, before, order)
    assert order in letter["html"]
    link = next(word for word in letter["text"].split() if f"/u/orders/{order}?k=" in word)
    assert Browser(cloud.url).get(link).path == path, "the link opens the order without code or digits"
    subjects = [email["to"] for email in cloud.outbox()["emails"][before:]]
    assert len(subjects) == len(set(subjects)), "one digest a unit"


def test_rows_and_figures_are_what_the_facts_say(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in cloud.environment.items():
        monkeypatch.setenv(name, value)
    assert verify_tables.main([]) == 0


def _officers(cloud: LocalCloud, count: int) -> tuple[str, list[Browser]]:
    """A new order of the water bureau, and `count` of its officers who have opened it."""
    number = demo.number_of("water_bureau")
    bureau = demo.Telephone(cloud.url, number)
    sent_at_the_desk(cloud.url, demo.report(Browser(cloud.url), **LITTER, telephone="15400009003"))
    order = demo.code_in(bureau.next("吹哨"), "单号")
    officers = [Browser(cloud.url) for _ in range(count)]
    for officer in officers:
        demo.enter(officer, order, number[-4:])
    return f"/u/orders/{order}", officers


def _code_of(cloud: LocalCloud, path: str) -> str:
    found = cloud.client("dynamodb").query(
        TableName=cloud.environment["TABLE_REQUESTS"],
        IndexName="by_order_code",
        KeyConditionExpression="order_code = :code",
        ExpressionAttributeValues={":code": {"S": path.rsplit("/", 1)[1]}},
    )
    return str(found["Items"][0]["request_id"]["S"])


def _facts(cloud: LocalCloud, code: str) -> list[dict[str, Any]]:
    found = cloud.client("dynamodb").query(
        TableName=cloud.environment["TABLE_REQUESTS"],
        KeyConditionExpression="request_id = :id AND begins_with(sort, :fact)",
        ExpressionAttributeValues={":id": {"S": code}, ":fact": {"S": "FACT#"}},
        ConsistentRead=True,
    )
    return list(found["Items"])


def _awaited_email(cloud: LocalCloud, before: int, having: str) -> dict[str, Any]:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for email in cloud.outbox()["emails"][before:]:
            if having in email["text"]:
                return email
        time.sleep(0.2)
    raise TimeoutError(f"No email with {having} within 30 s")
