"""Which post an account has: by its id where the directory names one, else by its verified address."""

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.domain.staff import Role, Staff
from functions.signin.recognize import recognize

CLERK = Staff("clerk", "值班员", Role.STAFF, "longwangmiao", None, "Clerk@desk.example")
NAMED = Staff("named", "负责人", Role.LEAD, "longwangmiao", None, "named@desk.example", "account-7")


def test_by_its_address_in_whatever_case() -> None:
    assert recognize("account-1", "cLERK@Desk.Example", [NAMED, CLERK]) is CLERK


def test_by_its_id() -> None:
    assert recognize("account-7", None, [CLERK, NAMED]) is NAMED
    assert recognize("account-7", "moved@desk.example", [CLERK, NAMED]) is NAMED


@pytest.mark.parametrize(
    ("subject", "email"),
    [
        ("account-1", None),
        ("account-1", ""),
        ("account-1", "stranger@desk.example"),
        ("account-1", "named@desk.example"),  # its address was given to somebody else
        ("account-1", "cleRK@desk.example".replace("K", "\u212a")),  # a Kelvin sign, which lower() makes a k
    ],
)
def test_nobody_else_has_one(subject: str, email: str | None) -> None:
    with pytest.raises(Refused, match="no_role"):
        recognize(subject, email, [CLERK, NAMED])
