"""Printed pages: columns, ruled tables, and their rows in a pdf."""

from __future__ import annotations

from ingest.read.layout import Line, paragraphs_of, tidy_printed
from ingest.read.pdf import read_pdf
from ingest.read.ruled_tables import Box, grids_of


def _line(text: str, left: float, top: float, right: float) -> Line:
    return Line(text, 0, left, top, right, top + 10, 600, 800)


def test_two_columns_are_read_one_after_the_other_with_margins_of_their_own() -> None:
    left = [_line(f"左栏第{n}行文字没有写完就换了行", 40, 100 + 20 * n, 290) for n in range(6)]
    right = [_line(f"右栏第{n}行文字没有写完就换了行", 310, 100 + 20 * n, 560) for n in range(6)]
    blocks = paragraphs_of([_line("横跨两栏的标题", 200, 60, 400), *left, *right])
    assert blocks[0].text == "横跨两栏的标题"
    assert blocks[1].text == "".join(line.text for line in (*left, *right))


def test_a_signature_at_the_right_makes_no_second_column() -> None:
    body = [_line(f"第{n}行正文排满了整整一行没有写完", 40, 100 + 20 * n, 560) for n in range(8)]
    blocks = paragraphs_of([*body, _line("某市人民政府", 420, 300, 540)])
    assert [block.text for block in blocks] == ["".join(item.text for item in body), "某市人民政府"]


def test_a_table_that_goes_on_overleaf_is_one_table() -> None:
    rows = [
        Line("项目 | 标准", 0, 40, 700, 560, 760, 600, 800, ("项目", "标准"), 0),
        Line("甲 | 5%", 0, 40, 700, 560, 760, 600, 800, ("甲", "5%"), 0),
        Line("乙 | 3%", 1, 40, 40, 560, 80, 600, 800, ("乙", "3%"), 0),
        Line("另一张表 | 一 | 二", 1, 40, 200, 560, 300, 600, 800, ("另一张表", "一", "二"), 1),
    ]
    blocks = paragraphs_of(rows)
    assert [block.table for block in blocks] == [0, 0, 0, 1]
    assert [block.is_header for block in blocks] == [True, False, False, True]


def _rules(columns: list[float], rows: list[float]) -> list[Box]:
    lines = [Box(x, rows[0], x + 1, rows[-1]) for x in columns]
    return lines + [Box(columns[0], y, columns[-1], y + 1) for y in rows]


def test_merged_cells_span_what_no_line_parts() -> None:
    strokes = _rules([0, 100, 200], [0, 30, 60])
    strokes.remove(Box(0, 30, 200, 31))
    strokes.append(Box(100, 30, 200, 31))  # the left cell reaches over both rows
    (grid,) = grids_of(strokes)
    assert [(cell.row, cell.span) for cell in grid.cells] == [(0, 2), (0, 1), (1, 1)]


def test_frames_and_underlines_are_no_tables() -> None:
    assert grids_of([Box(0, 0, 500, 700)]) == ()
    assert grids_of([Box(0, y, 300, y + 1) for y in (0, 50, 100)]) == ()
    assert grids_of([]) == ()


def _pdf(content: str) -> bytes:
    """A pdf of one page in Helvetica."""
    stream = content.encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF" % (table, len(data))
    )


def test_a_ruled_table_of_a_pdf_comes_as_rows_between_its_paragraphs() -> None:
    words = [(50, 700, "A notice to all enterprises"), (60, 610, "Item"), (260, 610, "Rate")]
    words += [(60, 560, "Rent"), (260, 560, "30%"), (50, 450, "Explained by the bureau")]
    rules = [f"{x} 540 m {x} 640 l S" for x in (50, 250, 450)]
    rules += [f"50 {y} m 450 {y} l S" for y in (540, 590, 640)]
    text = [f"BT /F1 12 Tf {x} {y} Td ({word}) Tj ET" for x, y, word in words]
    (page,) = read_pdf(_pdf("\n".join([*rules, *text])), name="a.pdf")
    assert [(block.kind, block.text) for block in page.blocks] == [
        ("paragraph", "A notice to all enterprises"),
        ("row", "Item | Rate"),
        ("row", "Rent | 30%"),
        ("paragraph", "Explained by the bureau"),
    ]
    assert page.blocks[1].is_header
    assert page.blocks[1].cells == ("Item", "Rate")


def test_lines_of_a_cell_are_joined_as_chinese_is_written() -> None:
    assert tidy_printed("市工业和信息化\r\n局") == "市工业和信息化局"
    assert tidy_printed("new\r\nenergy") == "new energy"
