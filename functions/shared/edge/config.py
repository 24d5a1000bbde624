"""What a function is told by its environment: checked once, at its start."""

import os
from datetime import timedelta

LOCAL = "local"
LEAST_RETENTION = 60  # days


def setting(name: str, default: str | None = None) -> str:
    """The environment variable `name`. Raises RuntimeError, which names it, when it is missing without a default."""
    value = os.environ.get(name, default)
    if value is None:
        raise RuntimeError(f"The environment variable {name} is missing: see serverless.yml")
    return value


def stage() -> str:
    return setting("STAGE")


def is_local() -> bool:
    return stage() == LOCAL


def public_url(path: str = "") -> str:
    """The address people reach us at, with `path` behind it."""
    return setting("PUBLIC_URL").rstrip("/") + path


def retention() -> timedelta:
    """How long who asked and in what words is kept after a request has closed. Raises RuntimeError below 60 days: for
    28 of them it may be disputed, and that long every page promises."""
    days = int(setting("RETENTION_DAYS", str(LEAST_RETENTION)))
    if days < LEAST_RETENTION:
        raise RuntimeError(f"RETENTION_DAYS is {days}: at least {LEAST_RETENTION} (docs/privacy.md)")
    return timedelta(days=days)
