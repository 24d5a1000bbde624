"""Which post at the desk an account has."""

from collections.abc import Iterable

from functions.shared.domain.errors import Refused
from functions.shared.domain.staff import Staff


def recognize(subject: str, email: str | None, staff: Iterable[Staff]) -> Staff:
    """The post of the account `subject`, or of its verified address in whatever case.

    A post that names its account is nobody else's, whatever address they have. Raises Refused `no_role`.
    """
    address = email.lower() if email and email.isascii() else None
    for one in staff:
        if one.subject == subject if one.subject else one.email.lower() == address:
            return one
    raise Refused("no_role")
