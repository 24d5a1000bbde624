"""Starts ministack, run by the Python of its own virtual environment: it imports nothing of ours."""

import contextlib
import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1  # Linux, prctl(2)

if __name__ == "__main__":
    # If whoever started us is killed, stop as at Ctrl-C and save the state. Other systems have no such call.
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

    from ministack import app
    from ministack.core import iam_actions
    from ministack.core.lambda_runtime import Worker

    # Who may send a message may send ten at once: AWS has no right of its own for that.
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
    action = iam_actions._action_from_target
    iam_actions._action_from_target = lambda headers: (
        "SendMessage" if (it := action(headers)) == "SendMessageBatch" else it
    )

    # After each silent call it waits 50 ms for output on stderr: a warm call then takes 60 ms instead of 5.
    drain = Worker._drain_stderr_bounded
    drain.__defaults__ = (0.001, 0.001, 0.25)

    os.umask(0o077)
    app.main()
