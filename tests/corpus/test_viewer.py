"""What a reader sees: invented examples never mix with real documents."""

import pytest

from corpus.viewer import Filters, viewer_of


@pytest.mark.parametrize(
    ("held", "chosen", "seen"),
    [
        # with nothing but examples they are the library
        ({"examples", "reference"}, None, {"examples", "reference"}),
        # one real collection hides them
        ({"examples", "reference", "default"}, None, {"reference", "default"}),
        # unless they are asked for
        ({"examples", "reference", "default"}, "examples", {"examples"}),
        # an unknown collection sees nothing, not everything
        ({"examples", "default"}, "no-such", set()),
        (set(), None, set()),
    ],
)
def test_viewer(held: set[str], chosen: str | None, seen: set[str]) -> None:
    assert viewer_of(held, chosen).collections == frozenset(seen)


def test_filters_are_false_only_when_empty() -> None:
    assert not Filters()
    assert Filters(region="云川市")
