"""The emulator as a process: ministack on loopback, in a process group of its own, its state in one folder."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from http.client import HTTPException
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-emulator" / "bin" / "python"
LAUNCHER = Path(__file__).with_name("launcher.py")
SECONDS_TO_START = 30
SECONDS_TO_SAVE = 30


class Emulator:
    """One ministack. State is written only when it is stopped in good order."""

    def __init__(self, folder: Path, port: int, *, persist: bool) -> None:
        self.folder = folder
        self.port = port
        self.endpoint = f"http://127.0.0.1:{port}"
        self.persist = persist
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, smtp_port: int) -> None:
        """Start it and wait until it answers. Emails are relayed to `smtp_port`."""
        for name in ("home", "tmp", "s3", "state"):
            path = self.folder / name
            if name in ("home", "tmp"):  # left behind by functions of the last time
                shutil.rmtree(path, ignore_errors=True)
            path.mkdir(parents=True, exist_ok=True)
        _forget_stream_positions(self.folder / "state" / "lambda.json")
        with (self.folder / "emulator.log").open("wb") as log:
            self._process = subprocess.Popen(
                [PYTHON, LAUNCHER],
                env=self._environment(smtp_port),
                cwd=self.folder / "home",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._await_health(self._process)

    def stop(self) -> None:
        """Save the state and end it, its functions' processes too."""
        if self._process is None:
            return
        group = self._process.pid
        _signal(group, signal.SIGTERM)
        try:
            self._process.wait(SECONDS_TO_SAVE)
        except subprocess.TimeoutExpired:
            print(f"The local cloud did not save its state in {SECONDS_TO_SAVE} s; see {self.folder}/emulator.log.")
        _signal(group, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _environment(self, smtp_port: int) -> dict[str, str]:
        # Nothing is inherited: functions see all that the emulator sees.
        kept = "1" if self.persist else "0"
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "LANG": "C.UTF-8",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "PERSIST_STATE": kept,
            "STATE_DIR": str(self.folder / "state"),
            "S3_PERSIST": kept,
            "S3_DATA_DIR": str(self.folder / "s3"),
            "LAMBDA_EXECUTOR": "local",
            "LAMBDA_WARM_TTL_SECONDS": "86400",
            "AUTH": "true",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "SMTP_HOST": f"127.0.0.1:{smtp_port}",
        }

    def _await_health(self, process: subprocess.Popen[bytes]) -> None:
        give_up = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < give_up and process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=1):  # noqa: S310 - loopback
                    return
            except (OSError, HTTPException):
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"The local cloud did not start: see {self.folder}/emulator.log")


def _forget_stream_positions(state: Path) -> None:
    # It keeps positions in streams but not their records: without this the first facts after a start are lost.
    if not state.exists():
        return
    kept = json.loads(state.read_text())
    positions = kept.get("payload", {}).get("dynamodb_stream_positions")
    if positions:
        positions["data"] = {}
        state.write_text(json.dumps(kept))


def _signal(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return
