"""The model that every request and response stands on: unknown fields are refused."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A JSON object whose fields are all known; an unknown one is an error, not ignored."""

    model_config = ConfigDict(extra="forbid")
