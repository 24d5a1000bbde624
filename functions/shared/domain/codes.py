"""The ten digits people read to one another: `3` + 8 + check for a request, `6` + 8 + check for an order.

The first digit tells which it is, the eight follow from an HMAC (never sequential), the last is a check digit
after ISO 7064 MOD 11,10: any one wrong digit, and nearly any two swapped, are noticed before anything is looked up.
"""

import hmac
import unicodedata

from functions.shared.domain.errors import Refused

REQUEST = "3"
ORDER = "6"
_DIGITS = 10
_WORD = "4"  # codes of requests and orders begin otherwise


def derive(key: bytes, first: str, text: str, attempt: int = 0) -> str:
    """The code that `text` stands for under `key`; another `attempt` gives another (after a collision)."""
    digest = hmac.digest(key, f"{first}/{text}/{attempt}".encode(), "sha256")
    body = first + f"{int.from_bytes(digest[:8], 'big') % 10**8:08d}"
    return body + _check_digit(body)


def four_digits(key: bytes, text: str) -> str:
    """What whoever leaves no telephone is known by instead of its last four digits: those that `text` stands for."""
    return derive(key, _WORD, text)[1:5]


def parse(typed: str, first: str, field: str = "code") -> str:
    """The code in what somebody typed: full-width digits, spaces and hyphens are understood.

    Raises Refused `code_missing`, `code_length` (with the number of digits seen), `code_mistyped` or, when it is a
    code of the other kind, `code_other_kind`.
    """
    digits = "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isdecimal() and c.isascii())
    if not digits:
        raise Refused("code_missing", field)
    if len(digits) != _DIGITS:
        raise Refused("code_length", field, seen=len(digits))
    if _check_digit(digits[:-1]) != digits[-1]:
        raise Refused("code_mistyped", field)
    if digits[0] != first:
        raise Refused("code_other_kind", field)
    return digits


def spoken(code: str) -> str:
    """`code` as it is read aloud, 3-3-4."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def _check_digit(body: str) -> str:
    carry = 10  # ISO 7064:2003, hybrid system MOD 11,10
    for digit in body:
        carry = (carry + int(digit)) % 10 or 10
        carry = carry * 2 % 11
    return str((11 - carry) % 10)
