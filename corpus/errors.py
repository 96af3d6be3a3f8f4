"""Errors that a user may see; each message says what, where and what to do next, in Chinese."""

from __future__ import annotations


class PolicyError(Exception):
    """Any failure with a message fit for the user; the command line and HTTP handler catch it.

    ``code`` is a stable English word for machines, ``http_status`` what the API answers.
    """

    code = "error"
    http_status = 400


class SourceError(PolicyError):
    """A file or address cannot be read; the pipeline counts it as failed and goes on."""

    code = "source_unreadable"


class ParseError(PolicyError):
    """A file was read but holds no document; the pipeline counts it as failed and goes on."""

    code = "parse_failed"

    def __init__(self, document: str, reason: str) -> None:
        super().__init__(f"{document}：{reason}")
        self.document = document
        self.reason = reason


class NotFoundError(PolicyError):
    """A document or clause that was asked for by id is not held; HTTP answers 404."""

    code = "not_found"
    http_status = 404


class IndexStaleError(PolicyError):
    """The index was built by another model or version; the command to rebuild it is named."""

    code = "index_stale"
    http_status = 503


class BusyError(PolicyError):
    """Another process is writing; retrying later helps."""

    code = "busy"
    http_status = 409


class ConfigError(PolicyError):
    """A setting is wrong; the command line stops with exit code 2."""

    code = "config"
