"""Sets a stage's tables back to one instant: `python -m infra.environment STAGE -- python -m infra.tools.restore …`

take NAME [--at 2026-03-09T12:00]   back up every table that is set back, as it is; or, by point-in-time recovery, as it
                                    was then (copied first to a table beside it, `<table>-restored`)
back NAME --since 2026-03-08        close the doors, put the backups in the tables' place, erase again what had been
                                    erased, verify, send the facts since then again, open the doors
open                                open the doors alone, after a stop on the way

What it does and why in this order: docs/operations.md. Rehearsed by `make restore-rehearsal`; not tried on AWS, where
`back` deletes the tables (which keeps a system backup of each for 35 days) before it puts the backups in their place.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import yaml

from infra.environment import SERVICE
from infra.tools import replay, replay_erasures, verify_tables

TABLES = Path(__file__).parents[1] / "tables"
# Never set back: what was erased stays erased, who looked has looked, what bounced bounces, a calendar's address that
# was ended stays dead, a photograph's row goes with its picture, which nothing sets back, who follows no more isn't
# written to, a sentence that was taken away of a programme isn't read again; sessions and limits are of today. All else
# is one: an alert's delivery is named by the fact it comes from, and facts will be numbered anew.
KEPT = {"erasures", "access_log", "suppressions", "calendars", "photos", "follows", "programmes", "sessions", "limits"}
BESIDE = "-restored"
_PATIENCE = 6 * 3600  # seconds for the largest table; AWS promises none


class NotPossible(Exception):
    """Nothing has been changed yet; the message says why."""


@dataclass(frozen=True)
class Account:
    """The stage's names and the clients that reach it. `often`: seconds between two looks at a table."""

    stage: str
    environment: dict[str, str]
    client: Callable[[str], Any]
    often: float = 5.0

    @property
    def tables(self) -> dict[str, str]:
        """The tables that are set back together: name in the design, name on AWS."""
        names = {path.stem: self.environment.get(f"TABLE_{path.stem.upper()}") for path in sorted(TABLES.glob("*.yml"))}
        return {name: table for name, table in names.items() if table and name not in KEPT}

    @property
    def functions(self) -> Iterator[str]:
        for page in self.client("lambda").get_paginator("list_functions").paginate():
            for function in page["Functions"]:
                if function["FunctionName"].startswith(f"{SERVICE}-{self.stage}-"):
                    yield function["FunctionName"]

    @property
    def sources(self) -> Iterator[dict[str, Any]]:
        """What brings queues and the stream to functions."""
        ours = set(self.functions)
        for page in self.client("lambda").get_paginator("list_event_source_mappings").paginate():
            for source in page["EventSourceMappings"]:
                if _function(source) in ours and source["State"] != "Deleting":
                    yield source


def here() -> Account:
    """The account that the environment leads to."""
    session: Any = boto3.Session()
    return Account(os.environ["STAGE"], dict(os.environ), session.client)


def take(account: Account, name: str, at: datetime | None = None) -> None:
    """Back up every table that is set back, under one name; with `at`, as it was then."""
    dynamodb = account.client("dynamodb")
    sources = account.tables
    if at is not None:
        for table in sources.values():
            dynamodb.restore_table_to_point_in_time(
                SourceTableName=table, TargetTableName=table + BESIDE, RestoreDateTime=at
            )
        sources = {short: table + BESIDE for short, table in sources.items()}
        _await_tables(account, sources.values())
    for table in sources.values():
        dynamodb.create_backup(TableName=table, BackupName=name)
        print(f"backed up {table}")


def backups(account: Account, name: str) -> dict[str, str]:
    """The backup of each table under `name`, by the table's name on AWS. Raises NotPossible if there isn't one each."""
    found: dict[str, list[str]] = {table: [] for table in account.tables.values()}
    for backup in _all_backups(account.client("dynamodb")):
        table = backup["TableName"].removesuffix(BESIDE)
        if backup["BackupName"] == name and table in found and backup["BackupStatus"] == "AVAILABLE":
            found[table].append(backup["BackupArn"])
    wrong = [f"{table} has {len(arns)}" for table, arns in found.items() if len(arns) != 1]
    if wrong:
        raise NotPossible(f"There must be one backup {name} of each table: {', '.join(wrong)}")
    return {table: arns[0] for table, arns in found.items()}


def close_doors(account: Account) -> None:
    """Nobody comes in. Nothing is read off a queue, where a message that finds a closed function counts as tried."""
    functions = account.client("lambda")
    for source in account.sources:
        functions.update_event_source_mapping(UUID=source["UUID"], Enabled=False)
    _await_sources(account)
    for name in account.functions:
        functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)


def open_doors(account: Account) -> None:
    functions = account.client("lambda")
    for name in account.functions:
        functions.delete_function_concurrency(FunctionName=name)
    for source in account.sources:
        functions.update_event_source_mapping(UUID=source["UUID"], Enabled=True)


def put_back(account: Account, by_table: dict[str, str]) -> None:
    """Each table as its backup has it, with the settings of infra/tables that no backup brings along."""
    dynamodb = account.client("dynamodb")
    for table in by_table:
        _delete(account, table)
    for table, arn in by_table.items():
        dynamodb.restore_table_from_backup(TargetTableName=table, BackupArn=arn)
    _await_tables(account, by_table)
    for short, table in account.tables.items():
        _set_up(account, table, described(short))
        print(f"put back {table}")


def listen(account: Account) -> None:
    """The relay reads the new table's stream: the old one ended with it. Raises NotPossible if it reads none.

    The new source is there before the old one goes, so that a stop in between leaves something to begin again from.
    """
    functions, iam = account.client("lambda"), account.client("iam")
    table = account.environment["TABLE_REQUESTS"]
    stream = account.client("dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]
    former = [source for source in account.sources if ":dynamodb:" in source["EventSourceArn"]]
    if not former:
        raise NotPossible("No function reads a table's stream: deploy the stage again")
    relay = functions.get_function_configuration(FunctionName=former[0]["FunctionArn"])
    for source in former:
        allow(iam, relay["Role"], source["EventSourceArn"], stream)
    functions.create_event_source_mapping(
        EventSourceArn=stream,
        FunctionName=former[0]["FunctionArn"],
        Enabled=False,
        StartingPosition="TRIM_HORIZON",
        **{name: former[0][name] for name in _SOURCE_SETTINGS if name in former[0]},
    )
    for source in former:
        functions.delete_event_source_mapping(UUID=source["UUID"])
    _await_sources(account)
    print("the relay reads the new stream")


_SOURCE_SETTINGS = ("BatchSize", "FilterCriteria", "FunctionResponseTypes", "MaximumRecordAgeInSeconds")


def empty_queues(account: Account) -> None:
    """What is under way speaks of facts that are gone, and the replay sends the others again. Dead letters stay."""
    sqs = account.client("sqs")
    for page in sqs.get_paginator("list_queues").paginate(QueueNamePrefix=f"{SERVICE}-{account.stage}-"):
        for url in page.get("QueueUrls", ()):
            if not url.endswith("-dead"):
                sqs.purge_queue(QueueUrl=url)


def put_right(now: datetime) -> None:
    """On the restored tables, before anybody may look: erase again, and compare everything. Needs the environment.

    Raises NotPossible if rows or figures are not what the facts say: then look before the doors are opened.
    """
    again = replay_erasures.replay(now)
    print(f"erased again: {len(again.again) + len(again.open)}; nothing left to erase: {len(again.clean)}")
    for erasure_id in again.open:
        print(f"{erasure_id}: open in these tables; withdraw it at the desk")
    found = verify_tables.verify()
    print(f"verified {len(found.requests)} requests: {found.wrong} differences")
    if found.wrong:
        raise NotPossible("Rows or figures differ from the facts: make verify-tables")


def back(account: Account, name: str, since: datetime, now: datetime) -> None:
    """All of it, in the one order that is safe. Stopped on the way, the doors stay closed: mend, and do it again."""
    chosen = backups(account, name)
    close_doors(account)
    print("doors closed")
    put_back(account, chosen)
    listen(account)
    put_right(now)
    empty_queues(account)
    sent, lost = replay.replay(since)
    print(f"{len(sent)} facts sent again, {len(lost)} not understood")
    open_doors(account)
    print("doors open")


def described(short: str) -> dict[str, Any]:
    """A table's properties in infra/tables."""
    resources = yaml.safe_load((TABLES / f"{short}.yml").read_text("utf-8"))["Resources"].values()
    return next(dict(each["Properties"]) for each in resources if each["Type"] == "AWS::DynamoDB::Table")


def _set_up(account: Account, table: str, wanted: dict[str, Any]) -> None:
    dynamodb = account.client("dynamodb")
    if stream := wanted.get("StreamSpecification"):
        dynamodb.update_table(TableName=table, StreamSpecification=stream | {"StreamEnabled": True})
        _await_tables(account, [table])
    if wanted.get("PointInTimeRecoverySpecification"):
        recovery = {"PointInTimeRecoveryEnabled": True}
        dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=recovery)
    # The local cloud's tables have none: it would go by another clock than the one set there.
    if (expiry := wanted.get("TimeToLiveSpecification")) and account.stage != "local":
        dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=expiry)


def _delete(account: Account, table: str) -> None:
    dynamodb = account.client("dynamodb")
    try:
        dynamodb.delete_table(TableName=table)
    except dynamodb.exceptions.ResourceNotFoundException:
        return  # it is what was lost
    _until(account, lambda: _status(dynamodb, table) is None, f"{table} is not gone")


def _await_tables(account: Account, tables: Iterable[str]) -> None:
    dynamodb = account.client("dynamodb")
    for table in tables:
        _until(account, partial(_is_there, dynamodb, table), f"{table} is not there")


def _await_sources(account: Account) -> None:
    """AWS changes a source in its own time, and refuses to change it again meanwhile."""
    _until(account, lambda: not any(source["State"].endswith("ing") for source in account.sources), "sources change")


def _function(source: dict[str, Any]) -> str:
    return str(source["FunctionArn"].split(":function:")[1].split(":")[0])


def _is_there(dynamodb: Any, table: str) -> bool:
    return _status(dynamodb, table) == "ACTIVE"


def _status(dynamodb: Any, table: str) -> str | None:
    try:
        return str(dynamodb.describe_table(TableName=table)["Table"]["TableStatus"])
    except dynamodb.exceptions.ResourceNotFoundException:
        return None


def _until(account: Account, true: Callable[[], bool], otherwise: str) -> None:
    give_up = time.monotonic() + _PATIENCE
    while not true():
        if time.monotonic() > give_up:
            raise TimeoutError(otherwise)
        time.sleep(account.often)


def _all_backups(dynamodb: Any) -> Iterator[dict[str, Any]]:
    asked: dict[str, str] = {}
    while True:
        answer = dynamodb.list_backups(**asked)
        yield from answer["BackupSummaries"]
        if not answer.get("LastEvaluatedBackupArn"):
            return
        asked = {"ExclusiveStartBackupArn": answer["LastEvaluatedBackupArn"]}


def allow(iam: Any, role_arn: str, former: str, stream: str) -> None:
    """The relay's role names the stream that it may read, `former`; make that the new one."""
    role = role_arn.rsplit("/", 1)[1]
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = json.dumps(iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"])
        if former in document:
            renamed = document.replace(former, stream)
            iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=renamed)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.tools.restore", description="Set the tables back.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    taking = verbs.add_parser("take")
    taking.add_argument("name")
    taking.add_argument("--at", type=replay.moment, help="such as 2026-03-09T12:00, in the county")
    going_back = verbs.add_parser("back")
    going_back.add_argument("name")
    going_back.add_argument("--since", type=replay.moment, required=True, help="a day before the instant")
    verbs.add_parser("open")
    given = parser.parse_args(arguments)
    account = here()
    try:
        if given.verb == "take":
            take(account, given.name, given.at)
        elif given.verb == "back":
            back(account, given.name, given.since, datetime.now(UTC))
        else:
            open_doors(account)
    except NotPossible as why:
        print(why, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
