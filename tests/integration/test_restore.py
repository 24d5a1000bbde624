"""Setting tables back: nothing is touched before all is there, and the new tables are set up as the old ones were."""

import json
from dataclasses import replace
from typing import Any

import boto3
import pytest

from infra.tools import restore
from infra.tools.restore import Account, NotPossible
from tests.tables import described

NAME = "before-the-accident"
LEDGER = {"requests", "private", "directory", "tallies", "results", "deliveries", "digests"}


@pytest.fixture
def account(tables: Any) -> Account:
    named = {f"TABLE_{name.upper()}": f"test-{name}" for name in described()}
    return Account("staging", named, boto3.client, often=0)  # type: ignore[arg-type]


def words(tables: Any, table: str) -> list[str]:
    return sorted(item["text"]["S"] for item in tables.scan(TableName=f"test-{table}")["Items"])


def say(tables: Any, code: str, text: str) -> None:
    item = {"request_id": {"S": code}, "sort": {"S": "WORDS#0001"}, "text": {"S": text}}
    tables.put_item(TableName="test-private", Item=item)


def test_what_was_erased_who_looked_and_what_bounced_is_never_set_back(account: Account) -> None:
    assert set(account.tables) >= LEDGER
    kept = {
        "erasures",
        "access_log",
        "suppressions",
        "calendars",
        "photos",
        "follows",
        "programmes",
        "sessions",
        "limits",
    }
    assert not set(account.tables) & kept


def test_each_table_is_as_the_backup_has_it(account: Account, tables: Any) -> None:
    say(tables, "1", "then")
    restore.take(account, NAME)
    say(tables, "2", "later")
    tables.delete_item(TableName="test-private", Key={"request_id": {"S": "1"}, "sort": {"S": "WORDS#0001"}})
    restore.put_back(account, restore.backups(account, NAME))
    assert words(tables, "private") == ["then"]


def test_a_table_that_is_gone_comes_back(account: Account, tables: Any) -> None:
    say(tables, "1", "then")
    restore.take(account, NAME)
    tables.delete_table(TableName="test-private")
    restore.put_back(account, restore.backups(account, NAME))
    assert words(tables, "private") == ["then"]


def test_stream_recovery_and_time_to_live_are_set_again(account: Account, tables: Any) -> None:
    restore.take(account, NAME)
    restore.put_back(account, restore.backups(account, NAME))
    stream = tables.describe_table(TableName="test-requests")["Table"]["StreamSpecification"]
    assert stream == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    assert "StreamSpecification" not in tables.describe_table(TableName="test-private")["Table"]
    expiry = tables.describe_time_to_live(TableName="test-private")["TimeToLiveDescription"]
    assert expiry == {"AttributeName": "expires_at", "TimeToLiveStatus": "ENABLED"}
    backed = tables.describe_continuous_backups(TableName="test-private")["ContinuousBackupsDescription"]
    assert backed["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_the_local_clouds_tables_expire_by_no_clock(account: Account, tables: Any) -> None:
    restore.take(account, NAME)
    restore.put_back(replace(account, stage="local"), restore.backups(account, NAME))
    expiry = tables.describe_time_to_live(TableName="test-private")["TimeToLiveDescription"]
    assert expiry == {"TimeToLiveStatus": "DISABLED"}


def test_nothing_is_deleted_unless_there_is_one_backup_of_each(account: Account, tables: Any) -> None:
    with pytest.raises(NotPossible, match="test-requests has 0"):
        restore.backups(account, NAME)
    restore.take(account, NAME)
    tables.create_backup(TableName="test-requests", BackupName=NAME)
    with pytest.raises(NotPossible, match="test-requests has 2"):
        restore.backups(account, NAME)
    with pytest.raises(NotPossible, match="another"):
        restore.backups(account, "another")


def test_a_backup_of_the_copy_beside_stands_for_the_table(account: Account, tables: Any) -> None:
    for table in account.tables.values():
        tables.restore_table_to_point_in_time(
            SourceTableName=table, TargetTableName=table + restore.BESIDE, UseLatestRestorableTime=True
        )
        tables.create_backup(TableName=table + restore.BESIDE, BackupName=NAME)
    assert set(restore.backups(account, NAME)) == set(account.tables.values())


def test_the_relays_role_may_read_the_new_stream(tables: Any) -> None:
    iam = boto3.client("iam", "us-east-1")
    stream = "arn:aws:dynamodb:us-east-1:123456789012:table/test-requests/stream/{}"
    trusted = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    iam.create_role(RoleName="relay", AssumeRolePolicyDocument=policy(trusted))
    reads = {"Effect": "Allow", "Action": ["dynamodb:GetRecords"], "Resource": stream.format(1)}
    other = {"Effect": "Allow", "Action": ["sns:Publish"], "Resource": "arn:aws:sns:us-east-1:123456789012:facts"}
    iam.put_role_policy(RoleName="relay", PolicyName="reads", PolicyDocument=policy(reads))
    iam.put_role_policy(RoleName="relay", PolicyName="other", PolicyDocument=policy(other))
    role = "arn:aws:iam::123456789012:role/relay"
    restore.allow(iam, role, stream.format(1), stream.format(2))
    told = {
        name: iam.get_role_policy(RoleName="relay", PolicyName=name)["PolicyDocument"]["Statement"]
        for name in ("reads", "other")
    }
    assert told == {"reads": [reads | {"Resource": stream.format(2)}], "other": [other]}


def policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class Lambda:
    """One relay that reads one stream, and a queue's reader; changes take a look's time, as on AWS."""

    def __init__(self) -> None:
        self.sources = {"old": self._source("arn:aws:dynamodb:::table/test-requests/stream/1", "relay")}
        self.sources["queue"] = self._source("arn:aws:sqs:::results", "results_publish")
        self.done: list[str] = []

    def get_paginator(self, name: str) -> "Lambda":
        self._asked = name
        return self

    def paginate(self) -> list[dict[str, Any]]:
        if self._asked == "list_functions":
            names = ("dandelion-staging-relay", "dandelion-staging-results_publish", "dandelion-other-relay")
            return [{"Functions": [{"FunctionName": name} for name in names]}]
        told = [{"UUID": uuid, **source} for uuid, source in self.sources.items()]
        for source in self.sources.values():
            source["State"] = source["State"].replace("ing", "ed")
        return [{"EventSourceMappings": told}]

    def get_function_configuration(self, **asked: str) -> dict[str, str]:
        return {"Role": "arn:aws:iam::1:role/relay"}

    def create_event_source_mapping(self, **wanted: Any) -> None:
        self.done.append("create")
        self.sources["new"] = wanted | {"FunctionArn": wanted["FunctionName"], "State": "Creating"}

    def delete_event_source_mapping(self, **which: str) -> None:
        self.done.append(f"delete {which['UUID']}")
        self.sources[which["UUID"]]["State"] = "Deleting"

    def _source(self, arn: str, function: str) -> dict[str, Any]:
        function_arn = f"arn:aws:lambda:::function:dandelion-staging-{function}"
        return {
            "EventSourceArn": arn,
            "FunctionArn": function_arn,
            "State": "Disabled",
            "BatchSize": 100,
            "FilterCriteria": {"Filters": [{"Pattern": "{}"}]},
        }


class Iam:
    def list_role_policies(self, **asked: str) -> dict[str, list[str]]:
        return {"PolicyNames": []}


@pytest.fixture
def listening(account: Account, tables: Any) -> tuple[Account, Lambda]:
    functions, iam = Lambda(), Iam()
    clients = {"lambda": functions, "iam": iam, "dynamodb": tables}
    return replace(account, client=clients.__getitem__), functions


def test_the_relay_reads_the_new_stream_as_it_read_the_old_one(listening: tuple[Account, Lambda], tables: Any) -> None:
    account, functions = listening
    restore.listen(account)
    assert functions.done == ["create", "delete old"]
    new = functions.sources["new"]
    assert new["EventSourceArn"] == tables.describe_table(TableName="test-requests")["Table"]["LatestStreamArn"]
    assert (new["BatchSize"], new["FilterCriteria"]) == (100, {"Filters": [{"Pattern": "{}"}]})
    assert (new["Enabled"], new["StartingPosition"]) == (False, "TRIM_HORIZON")
    assert functions.sources["queue"]["State"] == "Disabled"


def test_a_relay_that_reads_nothing_is_told_and_not_guessed(listening: tuple[Account, Lambda]) -> None:
    account, functions = listening
    del functions.sources["old"]
    with pytest.raises(NotPossible, match="stream"):
        restore.listen(account)
    assert functions.done == []
