"""Tables lost and set back: the rehearsal itself, on a cloud that nobody else uses."""

from pathlib import Path

import pytest

from infra.local.cloud import LocalCloud
from infra.tools.restore_rehearsal import rehearse


def test_what_is_lost_is_set_back_and_what_was_erased_stays_erased(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with LocalCloud(tmp_path) as cloud:
        cloud.deploy()
        cloud.seed()
        rehearse(cloud)
    said = capsys.readouterr().out
    for step in ("the damage shows", "as it was at the instant", "nobody can be found", "a second time", "is lost"):
        assert step in said
