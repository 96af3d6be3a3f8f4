"""Why a page was not fetched, in words for the user; who may try again and when."""

from __future__ import annotations

from corpus.errors import SourceError


class Stopped(Exception):
    """Raised by a clock when the program ends; the run leaves the rest in the queue."""


class FetchError(SourceError):
    """A page cannot be had; the run counts it as failed and goes on."""

    code = "fetch_failed"


class Declined(FetchError):
    """A page is not to be had by rule (robots.txt, its type); counted as skipped, not failed."""

    code = "fetch_declined"


class Forbidden(FetchError):
    """An address that this program must not ask: a private network, a strange scheme."""

    code = "address_forbidden"
    http_status = 422


class Passing(FetchError):
    """A failure that may pass: another try, not before ``after_s`` seconds where that is known."""

    code = "fetch_passing"

    def __init__(self, message: str, *, after_s: float | None = None) -> None:
        super().__init__(message)
        self.after_s = after_s
