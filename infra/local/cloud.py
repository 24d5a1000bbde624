"""A whole local cloud: emulator, clock, outbox and front door, in one folder.

with LocalCloud(folder) as cloud:
    cloud.deploy()
    cloud.url, cloud.endpoint, cloud.environment, cloud.outbox(), cloud.set_clock(at)
"""

import fcntl
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from infra.directory.load import load
from infra.environment import of_stage
from infra.layer.build import ROOT
from infra.local import accounts, aws, deploy
from infra.local.clock import Clock
from infra.local.emulator import Emulator
from infra.local.front_door import FrontDoor
from infra.local.outbox import Outbox
from infra.local.ports import free_port

DEMO = ROOT / "infra" / "demo"
EMULATOR_PORT = 4566


class LocalCloud:
    """One local cloud. Several can run beside one another, each in its own folder.

    `port` is the front door's (0: a free one). With `persist` everything is kept in `folder` for the next time.
    Raises OSError if the port is taken, RuntimeError if another cloud is using the folder.
    """

    def __init__(self, folder: Path, *, port: int = 0, persist: bool = False) -> None:
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.folder / "lock")
        self.clock = Clock(self.folder / "clock")
        self.emulator = Emulator(self.folder, self._emulator_port(persist), persist=persist)
        self.endpoint = self.emulator.endpoint
        self._outbox = Outbox(self.folder / "outbox.jsonl", self.clock, self.endpoint)
        self._door = FrontDoor(port, self.emulator.port, self._outbox)
        self.url = self._door.url

    def __enter__(self) -> Self:
        self.clock.start()
        try:
            self.emulator.start(self._outbox.start_sink())
            self._outbox.start_watching()
            self._door.start()
        except BaseException:
            self.stop()
            raise
        running = {"endpoint": self.endpoint, "url": self.url, "clock_file": str(self.clock.file)}
        (self.folder / "running.json").write_text(json.dumps(running))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Save the state and end everything."""
        (self.folder / "running.json").unlink(missing_ok=True)
        self._door.stop()
        self.emulator.stop()
        self._outbox.stop()
        self._lock.close()

    def _emulator_port(self, persist: bool) -> int:
        """The same as the last time if it is free: what was deployed refers to it."""
        file = self.folder / "emulator-port"
        if not persist:
            return free_port()
        port = free_port(int(file.read_text()) if file.exists() else EMULATOR_PORT)
        file.write_text(str(port))
        return port

    def deploy(self) -> bool:
        """Build and deploy serverless.yml if anything has changed; answers whether it had."""
        self.__dict__.pop("environment", None)
        return deploy.deploy(self.endpoint, self.url, self.clock.file)

    def seed(self, directory: Path = DEMO) -> bool:
        """Load the directory if it has changed, with an account for each of its staff; answers whether it had."""
        changed = deploy.seed(self.endpoint, self.environment["TABLE_DIRECTORY"], directory)
        accounts.make(self.endpoint, load(directory).staff)
        return changed

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """What the functions are told (`TABLE_REQUESTS`, `TOPIC_FACTS` ...) and what leads any AWS client here."""
        return {**of_stage(deploy.STAGE, aws.client("lambda", self.endpoint)), **aws.environment(self.endpoint)}

    def client(self, service: str) -> Any:
        """A boto3 client of `service`, as root."""
        return aws.client(service, self.endpoint)

    def outbox(self) -> dict[str, list[dict[str, Any]]]:
        """`{"sms": [{at, number, text, units}], "emails": [{at, to, subject, text, html, headers}]}`, oldest first."""
        return self._outbox.as_json()

    def set_clock(self, at: datetime) -> None:
        """Set the functions' time; it goes on from there."""
        self.clock.set(at)


def _locked(file: Path) -> IO[str]:
    lock = file.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RuntimeError(f"Another local cloud is using {file.parent}: stop it, or give this one FOLDER=…") from None
    return lock
