"""`python -m infra.local run | clock AT | digest [LETTER]`: the local cloud, as the Makefile calls it."""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType

from functions.digests.letters import Letter
from infra.directory.load import load
from infra.environment import running
from infra.local import accounts, aws
from infra.local.clock import Clock
from infra.local.cloud import DEMO, LocalCloud


def run(folder: Path, port: int) -> None:
    """Start everything, say where it is, and wait for Ctrl-C."""
    signal.signal(signal.SIGINT, _interrupt)  # a shell starts background programs with it ignored
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        cloud = LocalCloud(folder, port=port, persist=True)
    except OSError:
        raise SystemExit(
            f"Port {port} is in use: stop what listens there, or choose another: make run PORT=8500"
        ) from None
    try:
        with _step("Starting the local cloud"):
            cloud.__enter__()
        with _step("Building and deploying what has changed"):
            cloud.deploy()
        with _step("Loading the demo county"):
            cloud.seed()
        print(_ready(cloud), flush=True)
        while True:
            signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        with _step("\nStopping, and keeping everything for the next time"):
            cloud.stop()


def set_clock(folder: Path, at: str) -> None:
    """`at` like "2026-03-10 08:20", in Shanghai."""
    clock = Clock(Path(running(folder)["clock_file"]))
    try:
        clock.set(datetime.fromisoformat(at))
    except ValueError:
        raise SystemExit(f'"{at}" is not a time: give it like AT="2026-03-10 08:20"') from None
    print(f"It is now {clock.now():%Y-%m-%d %H:%M} in the local cloud.")


def digest(folder: Path, letter: str) -> None:
    """Plan and send today's digests now, as the schedule would in the morning; or one `letter` whatever day it is."""
    functions = aws.client("lambda", running(folder)["endpoint"])
    asked = {"now": True} | ({"letter": letter} if letter else {})
    answer = functions.invoke(FunctionName="dandelion-local-digests_plan", Payload=json.dumps(asked))
    said = answer["Payload"].read().decode()
    if answer.get("FunctionError"):
        raise SystemExit(f"The digests could not be planned: {said}")
    print(f"Planned: {said}. What is sent can be read in {running(folder)['url']}/outbox")


@contextmanager
def _step(name: str) -> Iterator[None]:
    print(f"{name} … ", end="", flush=True)
    started = time.monotonic()
    yield
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def _ready(cloud: LocalCloud) -> str:
    posts = "\n".join(f"      {one.email:<32} {one.name} ({one.role})" for one in load(DEMO).staff)
    return f"""
Ready: {cloud.url}
  {cloud.url}/report   ask for something to be put right, as a resident
  {cloud.url}/outbox   read the text messages and emails that "went out"; the unit's has its order's code
  {cloud.url}/u        take the order with that code, as the unit, and say when it is done
  {cloud.url}/results  see what was closed
  {cloud.url}/desk     sign in as staff, password {accounts.PASSWORD}:
{posts}
It is {cloud.clock.now():%A %Y-%m-%d %H:%M} in there; `make clock AT="2026-03-10 08:20"` changes that.
Ctrl-C stops it and keeps everything."""


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m infra.local")
    verbs = arguments.add_subparsers(dest="verb", required=True)
    verbs.add_parser("run")
    verbs.add_parser("clock").add_argument("at")
    verbs.add_parser("digest").add_argument("letter", nargs="?", default="", choices=["", *Letter])
    given = arguments.parse_args()
    folder = Path(os.environ.get("FOLDER", ".local"))
    try:
        if given.verb == "run":
            run(folder, int(os.environ.get("PORT", "8400")))
        elif given.verb == "clock":
            set_clock(folder, given.at)
        else:
            digest(folder, given.letter)
    except RuntimeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
