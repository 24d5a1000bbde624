"""What Amazon's services answer to a message, sorted by the table of the service."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from functions.shared.gateways.channel import Retry
from functions.shared.gateways.faults import Code, Meaning, fault

# Common to all (https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html); each service adds its own.
COMMON: Mapping[str, Code] = {
    "Throttling": Code(Meaning.SLOW_DOWN, "too many requests a second"),
    "ThrottlingException": Code(Meaning.SLOW_DOWN, "too many requests a second"),
    "ThrottledException": Code(Meaning.SLOW_DOWN, "too many requests a second"),
    "TooManyRequestsException": Code(Meaning.SLOW_DOWN, "too many requests a second"),
    "RequestLimitExceeded": Code(Meaning.SLOW_DOWN, "too many requests a second"),
    "InternalError": Code(Meaning.RETRY, "a fault of the service"),
    "InternalFailure": Code(Meaning.RETRY, "a fault of the service"),
    "ServiceUnavailable": Code(Meaning.RETRY, "the service is away for a moment"),
    "RequestExpired": Code(Meaning.RETRY, "signed too long ago, or a clock is wrong"),
    "AuthorizationError": Code(Meaning.NEVER, "the role may not do it"),
    "AccessDenied": Code(Meaning.NEVER, "the role may not do it"),
    "AccessDeniedException": Code(Meaning.NEVER, "the role may not do it"),
    "OptInRequired": Code(Meaning.NEVER, "the account has not subscribed to the service"),
}
_ANSWERED_BY_ANOTHER = {502, 504}  # a gateway on the way: whether the service got it is not known


@contextmanager
def sorted_by(codes: Mapping[str, Code]) -> Iterator[None]:
    """Raise Retry, SlowDown or Never instead of botocore's errors, which would show the address in their words."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"].get("HTTPStatusCode") in _ANSWERED_BY_ANOTHER:
            raise Retry("no_answer", maybe_sent=True) from None
        raise fault(str(error.response["Error"].get("Code", "")), codes) from None
    except HTTPClientError:  # the read timed out, or the connection closed: it had been asked for
        raise Retry("no_answer", maybe_sent=True) from None
    except BotoCoreError as error:  # no connection, no credentials: nothing has left
        raise Retry(type(error).__name__) from None
