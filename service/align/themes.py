"""Themes of policy texts: a thin sign that two texts speak of the same matter in other words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources

Themes = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Shared:
    """The themes that two texts share, with the words of the second text that show it."""

    themes: tuple[str, ...]
    words: tuple[str, ...]


def load_themes() -> Themes:
    """Read theme → words from the package's data."""
    text = resources.files("service.align").joinpath("data/themes.json").read_text("utf-8")
    return {name: tuple(words) for name, words in json.loads(text).items()}


def shared_themes(first: str, second: str, themes: Themes) -> Shared:
    """Return the themes that both texts hold words of.

    >>> shared_themes("强化集约用地导向", "提高土地集约利用水平", load_themes()).themes
    ('土地利用',)
    """
    names, found = [], []
    for name, words in themes.items():
        theirs = [word for word in words if word in second]
        if theirs and any(word in first for word in words):
            names.append(name)
            found += theirs
    return Shared(tuple(names), tuple(found))
