"""Review comments: requests, what answers them, and how far."""

from corpus.document import Clause, PolicyDocument
from service.align.review import review
from service.align.review_markdown import handling_line, review_markdown

COMMENTS = (
    "（一）加强政策兑现。一些企业反映兑付周期长。建议压缩审核时限，推行“免申即享”，建立政策兑现台账。"
    "（二）完善人才保障。建议将技能人才纳入租房补贴对象。"
    "（三）发展渔业。建议建设远洋捕捞码头。"
)
ANSWERS = (
    "一、压缩时限。奖励审核时限由30个工作日压缩到20个工作日，已印发执行。"
    "二、免申即享。首批8项政策推行“免申即享”，已兑付资金5680万元。"
    "三、人才。关于将技能人才纳入租房补贴对象的建议，正在测算论证，暂未实施。"
)


def _heading(text: str, start: int, label: str) -> str:
    return text[start + len(label) : text.index("。", start)]


def _document(title: str, text: str, labels: tuple[str, ...]) -> PolicyDocument:
    starts = [text.index(label) for label in labels]
    ends = [*starts[1:], len(text)]
    return PolicyDocument(
        document_id=title[0] * 16, source=f"{title}.txt", collection="default", title=title,
        text=text,
        clauses=tuple(
            Clause(label, label, "条", 1, _heading(text, start, label), start, end, None)
            for label, start, end in zip(labels, starts, ends, strict=True)
        ),
    )  # fmt: skip


def test_each_request_is_answered_declined_or_open() -> None:
    report = review(
        _document("a审议意见", COMMENTS, ("（一）", "（二）", "（三）")),
        [_document("b审议意见办理情况的报告", ANSWERS, ("一、", "二、", "三、"))],
    )
    found = {item.text: item for each in report.suggestions for item in each.requests}
    assert list(found) == [
        "建议压缩审核时限",
        "推行“免申即享”",
        "建立政策兑现台账",
        "建议将技能人才纳入租房补贴对象",
        "建议建设远洋捕捞码头",
    ]
    assert found["建议压缩审核时限"].handling == "answered"
    assert found["推行“免申即享”"].handling == "answered"
    assert found["建议将技能人才纳入租房补贴对象"].handling == "declined"
    assert found["建议建设远洋捕捞码头"].handling == "open"
    for item in found.values():
        assert COMMENTS[item.start : item.end] == item.text
        for answer in item.answers:
            assert ANSWERS[answer.start : answer.end] == answer.text
    assert "未见回应" in handling_line(report)
    assert "疑似明确暂未实施" in review_markdown(report)
