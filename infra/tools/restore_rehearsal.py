"""`make restore-rehearsal`: tables lost and set back, on a local cloud of its own.

A story is played twice through the doors, and everything is backed up. Afterwards a resident has their data erased, and
another one files a report. Then the table of words and persons is lost, facts and figures are damaged. The restore has
to bring back the instant of the backup, to the last item, but for what had been erased; to tell nobody anything twice;
and to leave a system that works.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from functions.privacy.erase import erase
from functions.shared import aws
from functions.shared.domain.erasure import Why
from functions.shared.domain.facts import staff_actor
from functions.shared.edge.telemetry import log
from functions.shared.tables import directory
from infra.local import demo
from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from infra.tools import replay, restore, verify_tables
from infra.tools.ledger import everything
from infra.tools.restore import Account

NAME = "rehearsal"
LATER = {"words": "楼道里的灯也不亮了。", "place": "compound:ankang", "category": "lighting"}


class Failed(Exception):
    """The rehearsal has shown that the restore is not right."""


def rehearse(cloud: LocalCloud) -> None:
    """All of it on `cloud`, which is deployed and seeded and nobody else's. Raises Failed, and says what it does."""
    account = Account("local", dict(cloud.environment), cloud.client, often=0.1)
    with _at(cloud.environment):
        erased, kept = demo.litter(cloud.url), demo.litter(cloud.url)
        _until(lambda: _still(account), "what is under way has arrived")
        print("\nTake a backup, then go on working")
        restore.take(account, NAME)
        then = _contents(account)
        now = cloud.clock.now
        erase(erased, by=staff_actor("admin"), why=Why.WISH, now=now())
        lost = demo.report(Browser(cloud.url), **LATER)
        _until(lambda: _still(account), "what is under way has arrived")
        print(f"erased what was known of who asked for {erased}; filed {lost}, which the restore will lose")
        sent = _sent(cloud)

        print("\nDamage")
        _damage(account, kept)
        wrong = verify_tables.verify().wrong
        _expect(wrong >= 3, f"the damage shows: {wrong} differences between facts, rows and figures")

        print("\nSet back")
        chosen = restore.backups(account, NAME)
        restore.close_doors(account)
        _expect(Browser(cloud.url).get("/report").status != 200, "the doors are closed")
        restore.put_back(account, chosen)
        _expect(_contents(account) == then, "every item of every table is as it was at the instant")
        restore.listen(account)
        restore.put_right(now())
        _expect(_differs(account, then) <= {erased}, f"all but what was erased of {erased} is as it was")
        _expect(not _persons(erased), f"nobody can be found behind {erased}")
        restore.empty_queues(account)
        since = now() - timedelta(days=1)
        facts, unreadable = replay.replay(since)
        _expect(bool(facts) and not unreadable, f"{len(facts)} facts were sent again")
        restore.open_doors(account)
        _until(lambda: Browser(cloud.url).get("/report").status == 200, "the doors are open")
        _until(lambda: _still(account), "what was sent again has arrived")
        _expect(_sent(cloud) == sent, "nobody was told anything a second time")
        _expect(not verify_tables.verify().wrong, "rows and figures are what the facts say")
        _expect(
            Browser(cloud.url).get(f"/r/{lost}").status == 404, f"{lost} is lost, as it was filed after the instant"
        )

        print("\nWork goes on")
        demo.litter(cloud.url)
        _until(lambda: _still(account), "what is under way has arrived")
        _expect(not verify_tables.verify().wrong, "rows and figures are what the facts say")


def _damage(account: Account, code: str) -> None:
    dynamodb, tables = account.client("dynamodb"), account.environment
    dynamodb.delete_table(TableName=tables["TABLE_PRIVATE"])
    print("the table of words and persons is gone")
    for sort in ("REQUEST", "ORDER#01"):
        key = {"request_id": {"S": code}, "sort": {"S": sort}}
        dynamodb.delete_item(TableName=tables["TABLE_REQUESTS"], Key=key)
    cell = next(everything("tallies"))
    cell["count"] = {"N": "7000"}
    dynamodb.put_item(TableName=tables["TABLE_TALLIES"], Item=cell)
    print(f"rows of {code} are gone, and a figure is wrong")


def _contents(account: Account) -> dict[str, list[str]]:
    return {name: sorted(map(str, everything(name))) for name in account.tables}


def _differs(account: Account, then: Mapping[str, list[str]]) -> set[str]:
    """The requests whose items are not what they were; an item of no request under its own text."""
    changed = {item for name, items in _contents(account).items() for item in set(items) ^ set(then[name])}
    return {_request_of(item) for item in changed}


def _request_of(item: str) -> str:
    for name in ("'request_id': {'S': '", "'alert_id': {'S': '"):
        if name in item:
            return item.split(name, 1)[1][:10]
    return item


def _persons(code: str) -> list[Any]:
    return [item for item in everything("private") if item["request_id"]["S"] == code]


def _sent(cloud: LocalCloud) -> tuple[int, int]:
    outbox = cloud.outbox()
    return len(outbox["sms"]), len(outbox["emails"])


def _still(account: Account) -> bool:
    """Whether every queue is empty and stays so for a moment."""
    sqs = account.client("sqs")
    asked = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    for _ in range(4):
        for url in sqs.list_queues(QueueNamePrefix="dandelion-local-")["QueueUrls"]:
            told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=asked)["Attributes"]
            if any(int(told[name]) for name in asked):
                return False
        time.sleep(0.5)
    return True


def _expect(true: bool, what: str) -> None:
    if not true:
        raise Failed(f"NOT so: {what}")
    print(f"  ✓ {what}")


def _until(true: Callable[[], bool], what: str) -> None:
    try:
        demo.wait_until(true)
    except TimeoutError:
        raise Failed(f"NOT so: {what}") from None


@contextmanager
def _at(environment: Mapping[str, str]) -> Iterator[None]:
    """This process works on the tables of `environment` for a while."""
    before = dict(os.environ)
    os.environ.update(environment)
    forget = (aws.forget, directory.forget)
    for each in forget:
        each()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        for each in forget:
            each()


def main() -> int:
    log.setLevel("WARNING")  # what the rooms' code says while it is used as a tool
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder, LocalCloud(Path(folder)) as cloud:
        cloud.deploy()
        cloud.seed()
        try:
            rehearse(cloud)
        except Failed as failed:
            print(failed, file=sys.stderr)
            return 1
    print("\nThe restore is right.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
