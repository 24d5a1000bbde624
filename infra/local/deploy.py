"""Deploying serverless.yml, as it is, to a local cloud: only when something of it has changed."""

import json
import subprocess
import sys
from pathlib import Path

from infra.layer.archive import digest
from infra.layer.build import ROOT, alone, build, target
from infra.local import aws
from infra.local.bridge import bridge

OSLS = ROOT / "node_modules" / ".bin" / "osls"
STAGE = "local"
_TEMPLATE = ROOT / ".serverless" / "cloudformation-template-update-stack.json"


def deploy(endpoint: str, public_url: str, clock_file: Path) -> bool:
    """Build and deploy what has changed; answers whether anything had."""
    with alone(ROOT / "build" / "deploying"):  # osls packs into .serverless
        built = build(target("local"))
        infra = sorted(path for path in (ROOT / "infra").rglob("*.yml") if "demo" not in path.parts)
        sources = [ROOT / "serverless.yml", ROOT / "package-lock.json", *infra, Path(__file__).with_name("bridge.py")]
        sources += [built / "code.zip", built / "layer.zip"]
        made_of = digest(sources, endpoint, public_url, str(clock_file))
        if note(endpoint, "deployed") == made_of:
            return False
        environment = aws.inherited() | aws.environment(endpoint)
        environment |= {"PUBLIC_URL": public_url, "CLOCK_FILE": str(clock_file)}
        # Asking every 100 ms instead of 5 s whether the stack is ready makes 3 s of 16.
        environment |= {"SLS_AWS_MONITORING_FREQUENCY": "100", "NODE_NO_WARNINGS": "1"}
        command = [str(OSLS), "deploy", "--stage", STAGE]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"The deployment failed:\n{done.stdout}{done.stderr}")
        bridge(endpoint, json.loads(_TEMPLATE.read_text()))
    write_note(endpoint, "deployed", made_of)
    return True


def seed(endpoint: str, table: str, folder: Path) -> bool:
    """Load the directory of `folder` if it has changed; answers whether it had."""
    made_of = digest([folder, ROOT / "infra" / "directory"])
    if note(endpoint, "seeded") == made_of:
        return False
    environment = aws.inherited() | aws.environment(endpoint) | {"TABLE_DIRECTORY": table}
    command = [sys.executable, "-m", "infra.directory.seed", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The directory could not be loaded:\n{done.stdout}{done.stderr}")
    write_note(endpoint, "seeded", made_of)
    return True


# Notes lie in the emulator's own parameter store, so that they are lost whenever what they speak of is lost.


def note(endpoint: str, name: str) -> str | None:
    """What was noted there by the last start."""
    found = aws.client("ssm", endpoint).get_parameters(Names=[f"/local/{name}"])["Parameters"]
    return str(found[0]["Value"]) if found else None


def write_note(endpoint: str, name: str, value: str) -> None:
    aws.client("ssm", endpoint).put_parameter(Name=f"/local/{name}", Value=value, Type="String", Overwrite=True)
