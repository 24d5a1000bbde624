"""A unique number, name and address are told once; then every place where they must not be is searched for them."""

import json
from typing import Any

from infra.local import demo
from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from tests.desk import sent_at_the_desk

NUMBER = "15400009077"
NAME = "欧阳蒲英测试"
PLACE = "丁香胡同七百七十七号"
TOLD = f"我是{NAME}，电话{NUMBER}，请快来。"


def test_what_a_person_told_is_found_in_private_and_nowhere_else(cloud: LocalCloud) -> None:
    heard = _listen(cloud, "TOPIC_FACTS", "TOPIC_ALERTS")
    bureau, mobile = demo.Telephone(cloud.url, demo.number_of("water_bureau")), demo.Telephone(cloud.url, NUMBER)
    resident, officer = Browser(cloud.url), Browser(cloud.url)
    code = demo.report(
        resident, words=TOLD, place="compound:ankang", place_words=PLACE, category="litter", telephone=NUMBER
    )
    mobile.next("收到")
    mobile.reply("0")
    mobile.next("以后有进展")
    sent_at_the_desk(cloud.url, code)
    order = demo.code_in(bureau.next("吹哨"), "单号")
    path = demo.enter(officer, order, demo.number_of("water_bureau")[-4:]).path
    assert NAME in officer.get(path).text, "the unit that has to act is told"
    demo.act(officer, path, "take")
    mobile.next("办，")
    demo.act(officer, path, "progress", public_words="正在清理。", words=f"{NAME}您好，正在清理。")
    cloud.client("lambda").invoke(FunctionName="dandelion-local-digests_plan", Payload=json.dumps({"now": True}))
    demo.act(officer, path, "done", public_words="清理完了。")
    mobile.next("办好了")
    demo.confirm(resident, code, NUMBER[-4:])
    demo.wait_for_result(resident, code)

    places = {
        f"table {name}": _rows(cloud, name)
        for name in ("results", "requests", "tallies", "deliveries", "digests", "incoming")
    }
    places["limits"] = _rows(cloud, "limits")
    places |= {"logs": _logs(cloud), "topics": _received(cloud, heard), "outbox": _texts(cloud)}
    for page in (f"/results/{code}", "/results", f"/r/{code}"):
        places[page] = Browser(cloud.url).get(page).html
    for place, content in places.items():
        assert content, f"{place} was empty: nothing was searched"
        for secret in (NUMBER, NAME, PLACE, NUMBER[-8:]):
            assert secret not in content, f"{secret} is in {place}"
    assert NAME in _rows(cloud, "private")


def _listen(cloud: LocalCloud, *topics: str) -> str:
    """A queue that hears everything the topics say, from now on."""
    sqs, sns = cloud.client("sqs"), cloud.client("sns")
    queue = sqs.create_queue(QueueName="test-listener")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    allowed = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    for topic in topics:
        sns.subscribe(TopicArn=cloud.environment[topic], Protocol="sqs", Endpoint=arn)
    return str(queue)


def _received(cloud: LocalCloud, queue: str) -> str:
    messages: list[str] = []
    while batch := cloud.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
        messages += [message["Body"] for message in batch]
        for message in batch:
            cloud.client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    assert len(messages) >= 10, "facts and alerts of one whole loop"
    return "\n".join(messages)


def _rows(cloud: LocalCloud, table: str) -> str:
    pages = (
        cloud.client("dynamodb").get_paginator("scan").paginate(TableName=cloud.environment[f"TABLE_{table.upper()}"])
    )
    return json.dumps([page["Items"] for page in pages], ensure_ascii=False, default=str)


def _logs(cloud: LocalCloud) -> str:
    logs = cloud.client("logs")
    lines: list[Any] = []
    for group in logs.describe_log_groups()["logGroups"]:
        name = group["logGroupName"]
        for stream in logs.describe_log_streams(logGroupName=name)["logStreams"]:
            told = logs.get_log_events(logGroupName=name, logStreamName=stream["logStreamName"], startFromHead=True)
            lines += [event["message"] for event in told["events"]]
    return "\n".join(lines)


def _texts(cloud: LocalCloud) -> str:
    """The words of all that was sent; whom it was sent to is another matter."""
    sent = cloud.outbox()
    return "\n".join([sms["text"] for sms in sent["sms"]] + [email["text"] + email["html"] for email in sent["emails"]])
