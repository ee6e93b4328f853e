"""Ctrl-C in tests: what they start has to hear it."""

from __future__ import annotations

import signal

__all__ = ["hear_ctrl_c"]


def hear_ctrl_c() -> None:
    """A shell starts what runs behind it deaf to Ctrl-C, and so would be all that the tests start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
