"""Reading a packaged CloudFormation template in tests."""

from collections.abc import Iterator
from typing import Any

Template = dict[str, Any]


def of_type(template: Template, kind: str) -> dict[str, dict[str, Any]]:
    """The properties of all resources of `kind` (without "AWS::"), by logical id."""
    resources = template["Resources"].items()
    return {name: it.get("Properties", {}) for name, it in resources if it["Type"] == f"AWS::{kind}"}


def functions(template: Template) -> dict[str, dict[str, Any]]:
    """The functions' properties, by the name behind service and stage."""
    return {it["FunctionName"].split("-", 2)[2]: it for it in of_type(template, "Lambda::Function").values()}


def named(value: Any) -> str:
    """The logical id that a Ref, GetAtt or the first variable of a Sub names; else the text itself.

    >>> named({"Fn::Sub": "${RequestsTable.Arn}/index/by_unit"})
    'RequestsTable/index/by_unit'
    """
    if isinstance(value, dict):
        if "Ref" in value:
            return str(value["Ref"])
        if "Fn::GetAtt" in value:
            return str(value["Fn::GetAtt"][0])
        return str(value["Fn::Sub"]).replace("${", "").replace(".Arn}", "").replace("}", "")
    return str(value)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement of every identity policy, with the logical id of the role or policy that it stands in."""
    for name, role in of_type(template, "IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name, statement
    for kind in ("IAM::Policy", "IAM::ManagedPolicy"):
        for name, policy in of_type(template, kind).items():
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name, statement


def allowed(template: Template, role: str) -> set[tuple[str, str]]:
    """What `role` may do: (action, resource as `named` writes it)."""
    return {
        (action, named(resource))
        for name, statement in statements(template)
        if name == role and statement["Effect"] == "Allow"
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    }
