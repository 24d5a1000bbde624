"""`make transitions`: writes the transition table into docs/transitions.md, for people to read."""

import sys
from pathlib import Path

from functions.shared.domain.transitions import TRANSITIONS, Transition

FILE = Path(__file__).parents[2] / "docs" / "transitions.md"
HEAD = """# What may happen to a request

Made by `make transitions` from `functions/shared/domain/transitions.py`; what the table lacks is refused.

| fact | case | in these states | by | then | closes as |
|---|---|---|---|---|---|
"""


def table() -> str:
    return HEAD + "".join(_line(fact, case, line) for (fact, case), line in TRANSITIONS.items())


def _line(fact: str, case: str, line: Transition) -> str:
    then: str = line.to or ("as before the pause" if line.resumes else "the same")
    if line.lead_only:
        then = f"{then} (the lead's order)"
    if line.keeps:
        then = f"{then}; {', '.join(sorted(line.keeps))} stay"
    states, who = ", ".join(sorted(line.states)), ", ".join(sorted(line.who))
    return f"| {fact} | {case} | {states} | {who} | {then} | {line.closes_as or ''} |\n"


def main() -> int:
    FILE.write_text(table(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
