"""Only the local stage may set the clock."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ASK = "from functions.shared.edge.clock import now; print(now().isoformat())"


def asked(**settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONDONTWRITEBYTECODE": "1", **settings}
    return subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_local_stage_may_set_it(tmp_path: Path) -> None:
    offset = tmp_path / "clock"
    offset.write_text("-86400\n")
    told = datetime.fromisoformat(asked(STAGE="local", CLOCK_FILE=str(offset)).stdout.strip())
    assert 86_390 < (datetime.now(UTC) - told).total_seconds() < 86_430


def test_without_a_file_there_it_is_the_time(tmp_path: Path) -> None:
    told = datetime.fromisoformat(asked(STAGE="local", CLOCK_FILE=str(tmp_path / "none")).stdout.strip())
    assert abs((datetime.now(UTC) - told).total_seconds()) < 30


@pytest.mark.parametrize("stage", [{"STAGE": "prod"}, {}])
def test_any_other_stage_refuses_to_start(stage: dict[str, str], tmp_path: Path) -> None:
    ran = asked(CLOCK_FILE=str(tmp_path / "clock"), **stage)
    assert ran.returncode != 0
    assert "only the local stage may set the clock" in ran.stderr
