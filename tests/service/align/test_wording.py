"""The lines that sum a report up."""

from service.align.report import AlignmentReport, MeasureFinding, ReferenceUsed, Verdict
from service.align.wording import parts_line, summary_line


def _report(*found: tuple[str, Verdict]) -> AlignmentReport:
    measures = tuple(
        MeasureFinding("", path, None, "", 0, 1, (), verdict, (), "", 1.0)
        for path, verdict in found
    )
    used = ReferenceUsed("a", "a.txt", None, "题", False, None)
    return AlignmentReport(used, measures, (), (), ())


def test_each_part_tells_how_much_of_it_is_taken_up() -> None:
    report = _report(("二、（一）", "covered"), ("二、（二）", "missing"), ("三、1.", "partly"))
    assert parts_line(report) == "各部分已谈到的举措数：二 1/2、三 1/1"
    assert summary_line(report) == "未落实 1、部分落实 1、已落实 1"


def test_a_document_without_parts_has_no_such_line() -> None:
    assert parts_line(_report(("第一条", "covered"), ("第二条", "missing"))) is None
