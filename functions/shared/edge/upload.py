"""A form that came with a file (RFC 7578): its fields as texts, the file's too."""

from hashlib import sha256

from functions.shared.domain.errors import Refused

FORM = "multipart/form-data"
LARGEST = 1024 * 1024  # bytes of a whole form
MOST_PARTS = 50


def fields(content_type: str, body: bytes) -> dict[str, str]:
    """Each part by its name. Raises Refused `bad_request` for what is no such form or holds no text."""
    from email.message import Message  # a file comes once in a while: not paid for at every cold start
    from email.parser import BytesParser
    from email.policy import HTTP

    head = f"Content-Type: {content_type}\r\n\r\n".encode("ascii", "replace")
    message: Message = BytesParser(policy=HTTP).parsebytes(head + body)
    parts = message.get_payload()
    if not isinstance(parts, list) or len(parts) > MOST_PARTS:
        raise Refused("bad_request")
    found: dict[str, str] = {}
    for part in parts:
        assert isinstance(part, Message)
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            raise Refused("bad_request")
        found[name] = _text(content)
    return found


def seal(text: str, *beside: str) -> str:
    """The same for the same file and what came beside it; a browser may send other line ends back."""
    return sha256("\0".join((*beside, "\n".join(text.strip().splitlines()))).encode()).hexdigest()[:32]


def _text(content: bytes) -> str:
    """UTF-8, or what office programs in China write where one doesn't choose."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("bad_request")
