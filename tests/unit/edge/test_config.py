"""What a function is told by its environment."""

from datetime import timedelta

import pytest

from functions.shared.edge.config import retention


def test_kept_for_sixty_days_unless_the_county_says_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RETENTION_DAYS", raising=False)
    assert retention() == timedelta(days=60)
    monkeypatch.setenv("RETENTION_DAYS", "90")
    assert retention() == timedelta(days=90)


@pytest.mark.parametrize("days", ["59", "0", "-1"])
def test_less_is_refused(monkeypatch: pytest.MonkeyPatch, days: str) -> None:
    monkeypatch.setenv("RETENTION_DAYS", days)
    with pytest.raises(RuntimeError, match="at least 60"):
        retention()
