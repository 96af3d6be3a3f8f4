"""Terms of the reference that a draft writes otherwise."""

import pytest

from corpus.document import PolicyDocument
from service.align.terms import find_terms

REFERENCE = "全面推行“双随机、一公开”监管，建立“两库”，推动“总对总”合作，建设“无废城市”试点。"


def _document(text: str, *, digest: bool = False) -> PolicyDocument:
    return PolicyDocument(
        document_id="0" * 16, source="a", collection="draft", title="题", text=text, digest=digest
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("推行“双随机、双公开”监管。", [("双随机、一公开", "双随机、双公开")]),
        ("推行双随机、一公示监管。", [("双随机、一公开", "双随机、一公示")]),
        ("推行“双随机一公开”监管。", []),
        ("开展“总对总”合作。", []),
        ("建设“智慧城市”。", []),
        ("各部门协同推进。", []),
    ],
)
def test_terms(text: str, found: list[tuple[str, str]]) -> None:
    items = find_terms(_document(text), _document(REFERENCE))
    assert [(item.official, item.written) for item in items] == found
    assert all(text[item.start : item.end] == item.written for item in items)


def test_a_digest_has_no_terms_of_the_issuer() -> None:
    assert not find_terms(_document("“双随机、双公开”。"), _document(REFERENCE, digest=True))
