"""Accounts for the demo county's staff, in the local cloud's user pool: CloudFormation can't make them there.

On AWS an administrator makes them (docs/signin.md). Roles come from the directory; an account alone opens nothing.
"""

from collections.abc import Iterable
from typing import Any

from functions.shared.domain.staff import Staff
from infra.local import aws

PASSWORD = "dandelion-2026"  # noqa: S105 - of invented people on this machine's loopback
_POOL = "dandelion-local-staff"


def make(endpoint: str, staff: Iterable[Staff]) -> None:
    """An account with PASSWORD for each of `staff`; whoever has one keeps it."""
    cognito = aws.client("cognito-idp", endpoint)
    pool = _pool(cognito)
    for one in staff:
        try:
            cognito.admin_get_user(UserPoolId=pool, Username=one.email)
        except cognito.exceptions.UserNotFoundException:
            _create(cognito, pool, one.email)


def _pool(cognito: Any) -> str:
    pools = cognito.list_user_pools(MaxResults=60)["UserPools"]
    return next(str(pool["Id"]) for pool in pools if pool["Name"] == _POOL)


def _create(cognito: Any, pool: str, email: str) -> None:
    cognito.admin_create_user(
        UserPoolId=pool,
        Username=email,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
    )
    cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=PASSWORD, Permanent=True)
