"""Writes the CloudFormation templates that a deployment would send, for checks and tests: no network, no account.

build/template/aws      where Amazon SES is
build/template/cn       mainland China
build/template/local    the local cloud's stage
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from infra.layer.build import ROOT, alone, build, target

FOLDER = ROOT / "build" / "template"
KINDS = {
    "aws": ["--stage", "staging", "--region", "ap-southeast-1"],
    "cn": [
        *("--stage", "staging", "--region", "cn-north-1", "--param", "signin=other", "--param", "sms=aliyun"),
        *("--param", "email=smtp", "--param", "mail_host=smtp.example"),
    ],
    "local": ["--stage", "local", "--region", "us-east-1"],
}
_TEMPLATE = "cloudformation-template-update-stack.json"


def write(kind: str) -> dict[str, Any]:
    """Package `kind` and answer with its template. What it refers to is built first, if it has changed."""
    build(target("local" if kind == "local" else "aws"))
    folder = FOLDER / kind
    command = [str(ROOT / "node_modules" / ".bin" / "osls"), "package", *KINDS[kind], "--package", str(folder)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    kept |= {"NODE_NO_WARNINGS": "1", "CLOCK_FILE": "/clock"}
    with alone(ROOT / "build" / "deploying"):  # osls sweeps .serverless while it packs, wherever it packs to
        done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"serverless.yml cannot be packaged:\n{done.stdout}{done.stderr}")
    return read(folder / _TEMPLATE)


def read(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text()))


if __name__ == "__main__":
    for name in ("aws", "cn"):
        write(name)
