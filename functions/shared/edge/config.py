"""What a function is told by its environment: checked once, at its start."""

import os

LOCAL = "local"


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
