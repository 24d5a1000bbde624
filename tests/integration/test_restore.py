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
    assert not set(account.tables) & {"erasures", "access_log", "suppressions", "sessions", "limits"}


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
    restore.allow(iam, role, {"EventSourceArn": stream.format(1)}, stream.format(2))
    told = {
        name: iam.get_role_policy(RoleName="relay", PolicyName=name)["PolicyDocument"]["Statement"]
        for name in ("reads", "other")
    }
    assert told == {"reads": [reads | {"Resource": stream.format(2)}], "other": [other]}


def policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
