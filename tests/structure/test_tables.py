"""The tables as they would be deployed. The local cloud drops most of this, so nothing else would notice."""

from typing import Any

from infra.layer.build import ROOT
from tests.structure.templates import Template, of_type

EXPIRING = {
    *("PrivateTable", "IncomingTable", "DeliveriesTable", "DigestsTable", "LimitsTable", "SessionsTable"),
    *("AccessLogTable", "SuppressionsTable", "CalendarsTable", "FollowsTable"),
}


def tables(template: Template) -> dict[str, dict[str, Any]]:
    return of_type(template, "DynamoDB::Table")


def test_there_are_seventeen_each_in_a_file_of_its_own(template: Template) -> None:
    files = {file.stem for file in (ROOT / "infra" / "tables").glob("*.yml")}
    assert {table["TableName"] for table in tables(template).values()} == {f"dandelion-staging-{it}" for it in files}
    assert len(files) == 17


def test_every_table_is_encrypted_restorable_and_paid_by_use(template: Template) -> None:
    for name, table in tables(template).items():
        assert table["SSESpecification"] == {"SSEEnabled": True}, name
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}, name
        assert table["BillingMode"] == "PAY_PER_REQUEST", name


def test_rows_expire_where_they_should_and_nowhere_else(template: Template) -> None:
    expiring = {
        name: table["TimeToLiveSpecification"]
        for name, table in tables(template).items()
        if "TimeToLiveSpecification" in table
    }
    assert expiring == {name: {"AttributeName": "expires_at", "Enabled": True} for name in EXPIRING}


def test_tables_and_keys_outlive_their_stack_but_for_the_local_one(
    template: Template, local_template: Template
) -> None:
    for which, kept in ((template, "Retain"), (local_template, "Delete")):
        for name in (*tables(which), "KeysSecret", "IncomingPhotosBucket", "PhotosBucket"):
            resource = which["Resources"][name]
            assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == kept, name


def test_only_requests_have_a_stream(template: Template) -> None:
    streams = {
        name: table["StreamSpecification"] for name, table in tables(template).items() if "StreamSpecification" in table
    }
    assert streams == {"RequestsTable": {"StreamViewType": "NEW_IMAGE"}}


def test_every_key_attribute_is_defined_and_nothing_else_is(template: Template) -> None:
    for name, table in tables(template).items():
        schemas = [table["KeySchema"], *(index["KeySchema"] for index in table.get("GlobalSecondaryIndexes", []))]
        used = {key["AttributeName"] for schema in schemas for key in schema}
        assert used == {attribute["AttributeName"] for attribute in table["AttributeDefinitions"]}, name


def test_the_secret_is_generated_and_never_written_down(template: Template) -> None:
    secret = of_type(template, "SecretsManager::Secret")["KeysSecret"]
    assert "SecretString" not in secret
    assert secret["GenerateSecretString"]["PasswordLength"] >= 64
