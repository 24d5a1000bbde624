"""One client for all models, made late, patient for seconds only, on whatever endpoint the environment names."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from functions.shared import aws
from functions.shared.tables import connection
from functions.shared.tables.directory import DirectoryRow

ROOT = Path(__file__).parents[2]


@pytest.mark.usefixtures("tables")
def test_patience() -> None:
    config = connection.client().meta.config
    assert (config.connect_timeout, config.read_timeout) == (1, 2)
    assert config.retries["total_max_attempts"] == 3


@pytest.mark.usefixtures("tables")
def test_one_client_for_models_and_transactions() -> None:
    class Other(connection.Row):
        class Meta:
            table_name = connection.TableName("limits")

    models: list[Any] = [DirectoryRow, Other]
    clients = {id(model._get_connection().connection.client) for model in models}
    assert clients == {id(connection.client())} == {id(connection.connection().client)}


def test_a_table_follows_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_DIRECTORY", "one")
    assert DirectoryRow.Meta.table_name == connection.table("directory") == "one"
    monkeypatch.setenv("TABLE_DIRECTORY", "another")
    assert DirectoryRow.Meta.table_name == "another"
    monkeypatch.delenv("TABLE_DIRECTORY")
    with pytest.raises(KeyError, match="TABLE_DIRECTORY"):
        connection.table("directory")


def test_the_local_cloud_is_found_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_REGION", "cn-north-1")
    aws.forget()
    meta = connection.client().meta
    aws.forget()
    assert (meta.endpoint_url, meta.region_name) == ("http://127.0.0.1:1", "cn-north-1")


def test_importing_needs_no_environment() -> None:
    code = "import functions.shared.tables.directory"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={"PYTHONDONTWRITEBYTECODE": "1"}, check=True)


def test_reading_the_directory_imports_no_more_than_it_needs() -> None:
    heavy = ("boto3", "jinja2", "aws_lambda_powertools", "phonenumbers", "yaml")
    code = f"import functions.shared.tables.directory, sys; print(*(sys.modules.keys() & {heavy}))"
    settings = {"PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=settings, check=True, capture_output=True)
    assert ran.stdout.strip() == b""
