"""How binding words are: real lines, and words that only look like it."""

from __future__ import annotations

import pytest

from corpus.modality import STRENGTH, find_modality, strongest

LINES = [
    ("企业应当按时申报", ["应当"]),
    ("各级人民政府必须严格执行", ["应当"]),
    ("申请人须提交下列材料", ["应当"]),
    ("市财政局应及时拨付", ["应当"]),
    ("不得不予以关注", ["应当"]),
    ("同一项目不得重复享受", ["不得"]),
    ("严禁以任何名义摊派", ["不得"]),
    ("禁止转让", ["不得"]),
    ("逾期不予受理", ["不得"]),
    ("不应重复安排", ["不得"]),
    ("不可转借", ["不得"]),
    ("可以分期缴纳", ["可以"]),
    ("企业可申请贷款贴息", ["可以"]),
    ("允许分期缴付土地出让金", ["可以"]),
    ("不允许变更用途", ["不得"]),
    ("原则上不超过三年", ["原则上"]),
    ("鼓励企业上市，支持设立研发机构，探索建立容错机制", ["鼓励", "支持", "探索"]),
    ("可以申请，但不得重复，应当如实申报", ["可以", "不得", "应当"]),
]  # fmt: skip

NOT_BINDING = [
    "供应链", "应急管理", "相应标准", "认可的机构", "可持续发展", "不可抗力", "不可或缺",
    "支持力度", "支持政策", "不得已", "考生须知", "招商引资", "",
]  # fmt: skip


@pytest.mark.parametrize(("line", "kinds"), LINES)
def test_binding_words_are_read(line: str, kinds: list[str]) -> None:
    found = find_modality(line)
    assert [item.kind for item in found] == kinds
    assert all(line[item.start : item.end] == item.text for item in found)


@pytest.mark.parametrize("line", NOT_BINDING)
def test_other_words_do_not_bind(line: str) -> None:
    assert find_modality(line) == ()
    assert strongest(line) is None


@pytest.mark.parametrize(
    ("firm", "weak"),
    [
        ("应当给予奖励", "可以给予奖励"),
        ("必须参保", "鼓励参保"),
        ("支持设立", "探索设立"),
        ("不得收费", "原则上免费"),
    ],
)
def test_a_weaker_word_is_told_from_a_firmer_one(firm: str, weak: str) -> None:
    one, other = strongest(firm), strongest(weak)
    assert one is not None
    assert other is not None
    assert STRENGTH[one] > STRENGTH[other]
