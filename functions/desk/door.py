"""The desk's door is every staff room's door."""

from functions.shared.doors.staff import admit, cause, form, signed_in, token

__all__ = ["admit", "cause", "form", "signed_in", "token"]
