"""The county's tables as infra/tables describes them, made anew wherever a client leads."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
_SETTINGS = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")


def make(client: Any, prefix: str) -> dict[str, str]:
    """Create all tables, empty; answers with the environment that names them."""
    environment = {}
    for name, properties in described().items():
        environment[f"TABLE_{name.upper()}"] = f"{prefix}-{name}"
        wanted = {setting: properties[setting] for setting in _SETTINGS if setting in properties}
        if stream := properties.get("StreamSpecification"):
            wanted["StreamSpecification"] = stream | {"StreamEnabled": True}
        client.create_table(TableName=f"{prefix}-{name}", **wanted)
    return environment


def described() -> dict[str, dict[str, Any]]:
    """Each table's properties in infra/tables, by the name of its file."""
    found = {}
    for path in sorted((ROOT / "infra" / "tables").glob("*.yml")):
        resources = yaml.safe_load(path.read_text("utf-8"))["Resources"].values()
        (found[path.stem],) = (each["Properties"] for each in resources if each["Type"] == "AWS::DynamoDB::Table")
    return found
