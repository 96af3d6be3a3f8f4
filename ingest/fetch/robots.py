"""robots.txt as RFC 9309 has it: the group for our name, the longest rule that matches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

#: What a robots.txt is read up to; more is ignored (RFC 9309, 2.5).
MAX_BYTES = 512 * 1024
_MAX_DELAY_S = 60.0
_MAX_RULE_CHARS = 2000


@dataclass(frozen=True, slots=True)
class Rule:
    """One Allow or Disallow line."""

    pattern: str
    allow: bool

    def matches(self, target: str) -> bool:
        """True where the rule speaks of ``target`` (path and query); takes linear time."""
        whole = self.pattern.endswith("$")
        first, *parts = (self.pattern[:-1] if whole else self.pattern).split("*")
        if not target.startswith(first):
            return False
        at = len(first)
        if not parts:
            return not whole or at == len(target)
        last = parts.pop()
        for part in parts:
            found = target.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        if whole:
            return target.endswith(last) and len(target) - len(last) >= at
        return target.find(last, at) >= 0


@dataclass(frozen=True, slots=True)
class Robots:
    """What one site lets this program read, and how long to wait between two requests."""

    rules: tuple[Rule, ...] = ()
    delay_s: float = 0.0

    def allows(self, target: str) -> bool:
        """True where ``target`` may be read; of two rules of one length the allowing one counts."""
        target = _spelled(target)
        if target == "/robots.txt":
            return True
        found = [rule for rule in self.rules if rule.matches(target)]
        return not found or max(found, key=lambda rule: (len(rule.pattern), rule.allow)).allow


ALLOW_ALL = Robots()


def read_robots(data: bytes, *, agent: str) -> Robots:
    """Return what a robots.txt says to ``agent`` (the first word of the User-Agent).

    >>> read_robots(b"User-agent: *\\nDisallow: /private/", agent="Ceyuan").allows("/private/a")
    False
    """
    own: list[tuple[str, str]] = []
    general: list[tuple[str, str]] = []
    has_own = False
    names: list[str] = []
    in_rules = False
    for key, value in _lines(data):
        if key == "user-agent":
            names = [] if in_rules else names
            in_rules = False
            names.append(value.lower())
            has_own = has_own or _is_me(value, agent)
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            if any(_is_me(name, agent) for name in names):
                own.append((key, value))
            elif "*" in names:
                general.append((key, value))
    return _robots(own if has_own else general)


def agent_word(user_agent: str) -> str:
    """Return the product name that robots.txt files address.

    >>> agent_word("Ceyuan/0.1 (a note)")
    'Ceyuan'
    """
    found = re.match(r"[A-Za-z_-]+", user_agent)
    return found.group() if found else user_agent


def _is_me(name: str, agent: str) -> bool:
    return agent_word(name).lower() == agent.lower()


def _lines(data: bytes) -> list[tuple[str, str]]:
    text = data[:MAX_BYTES].decode("utf-8-sig", "replace")
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            found.append((key.strip().lower(), value.strip()))
    return found


def _robots(lines: list[tuple[str, str]]) -> Robots:
    rules: list[Rule] = []
    delay = 0.0
    for key, value in lines:
        if key == "crawl-delay":
            delay = max(delay, _seconds(value))
        elif value and len(value) <= _MAX_RULE_CHARS:
            rules.append(Rule(_spelled(value), key == "allow"))
        elif value and key == "disallow":
            rules.append(Rule("/", allow=False))  # a rule too strange to read forbids
    return Robots(tuple(rules), min(delay, _MAX_DELAY_S))


def _seconds(value: str) -> float:
    return float(value) if re.fullmatch(r"\d{1,6}(\.\d+)?", value) else 0.0


def _spelled(target: str) -> str:
    """Return a path in one spelling, whatever of it was percent-encoded."""
    return quote(unquote_to_bytes(target), safe="/?&=*$:@!'(),;+~%")
