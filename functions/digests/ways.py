"""By which ways a unit's digest goes to a contact: robot or email in full; a text only if it is liked best. Pure."""

from functions.shared.domain.directory import Contact, ContactWay

IN_FULL = (ContactWay.ROBOT, ContactWay.EMAIL)


def ways(contact: Contact, *, pressing: bool) -> tuple[ContactWay, ...]:
    """What to try, first to last. `pressing`: something is late or due today; else no text is worth it.

    Who likes texts best gets a text, or nothing; who has not said what they like gets the whole letter.
    """
    likes_texts = contact.prefers[:1] == (ContactWay.SMS,) or set(contact.ways) == {ContactWay.SMS}
    in_full = tuple(way for way in contact.ways if way in IN_FULL)
    if not likes_texts:
        return in_full
    return (ContactWay.SMS, *in_full) if pressing and contact.takes_texts else ()
