"""Readers of each format: what comes out of real structures, and a clear line for bad files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from corpus.errors import SourceError
from ingest.page import RawPage, Unread
from ingest.read.docx_numbering import _printed
from ingest.read.source import is_supported, read_pages, read_source


def _page(data: bytes, name: str) -> RawPage:
    (page,) = read_source(data, name=name)
    return page


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"]
)
def test_text_of_every_chinese_encoding(encoding: str) -> None:
    text = "云川市人民政府关于促进投资的若干意见\r\n　　为了促进投资，根据有关规定，制定本意见。"
    page = _page(text.encode(encoding), "a.txt")
    assert [block.text for block in page.blocks] == [
        "云川市人民政府关于促进投资的若干意见",
        "为了促进投资，根据有关规定，制定本意见。",
    ]


def test_html_in_gb2312_is_decoded_by_what_reads_as_chinese() -> None:
    html = '<html><head><meta charset="gb2312"></head><body><p>招商引资优惠办法</p></body></html>'
    assert _page(html.encode("gb18030"), "a.html").text == "招商引资优惠办法"


HTML = """<html><head><title>关于支持投资的通知 - 云川市人民政府</title>
<meta name="PubDate" content="2024-03-01 09:00"></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a>政务公开</a></li></ul></div>
<div class="pos">当前位置：首页 &gt; 政策文件</div><h1>关于支持投资的通知</h1>
<table class="meta"><tr><td>发文字号：</td><td>云政发〔2024〕3号</td></tr>
<tr><td>成文日期：</td><td>2024年2月28日</td></tr></table>
<div class="TRS_Editor"><p>各县（市、区）人民政府：</p>
<p>为了支持投资，经市政府同意，现将有关事项通知如下，请认真贯彻执行。</p>
<p>一、对新引进的产业项目，按固定资产
投资的5%给予奖励，最高不超过500万元。</p>
<table><tr><th>投资额</th><th>奖励</th></tr><tr><td rowspan="2">1亿元以上</td><td>5%</td></tr>
<tr><td>6%</td></tr></table>
<div style="display:none">隐藏的第二份</div>
<div class="share">分享到：微信 微博</div></div>
<div class="footer">主办单位：云川市人民政府办公室 网站标识码：1234567890</div>
<script>document.write("有效")</script></body></html>"""


def test_html_body_is_told_from_the_page_around_it() -> None:
    page = _page(HTML.encode(), "a.html")
    body = [block.text for block in page.blocks if block.zone == "body"]
    assert body == [
        "各县（市、区）人民政府：",
        "为了支持投资，经市政府同意，现将有关事项通知如下，请认真贯彻执行。",
        "一、对新引进的产业项目，按固定资产投资的5%给予奖励，最高不超过500万元。",
        "投资额 | 奖励",
        "1亿元以上 | 5%",
        "1亿元以上 | 6%",
    ]
    assert page.fact("table:发文字号") == "云政发〔2024〕3号"
    assert page.fact("meta:PubDate") == "2024-03-01 09:00"
    assert page.fact("script:状态") == "有效"
    assert [block.zone for block in page.blocks if "隐藏" in block.text] == ["hidden"]


def test_html_of_a_short_page_without_known_names_of_its_body() -> None:
    (page,) = read_source(
        """<html><body><div id="topbar">今天是： 欢迎访问青石县人民政府网！ <a>设为首页</a></div>
        <div class="left"><h4>热门文章</h4><ul><li><a>投资青石，一看就懂</a></li></ul>
        <p>0990-8866000</p></div><div class="right"><div class="tit">申报办事指南</div>
        <div class="sj">日期：2026-04-15 点击：321次 来源：青石日报</div>
        <div class="con">为方便企业申报各项奖励补贴，现将办理事项告知如下：<br>
        一、青石县投资促进局。<br></div>
        <div class="page">上一篇：投资环境 下一篇：园区交通</div>
        <div class="fx">【打印】【关闭】 转载须注明来源：投资青石网</div></div>
        <div class="bottom">主办单位：青石县人民政府，岭ICP备00000008号</div>
        </body></html>""".encode(),
        name="a.html",
    )
    body = [block.text for block in page.blocks if block.zone == "body"]
    assert body == [
        "为方便企业申报各项奖励补贴，现将办理事项告知如下：",
        "一、青石县投资促进局。",
    ]


def test_deeply_nested_html_is_read_without_recursion() -> None:
    html = "<div>" * 5000 + "<p>为了促进投资，制定本办法。</p>" + "</div>" * 5000
    assert "为了促进投资，制定本办法。" in _page(html.encode(), "deep.html").text


def test_markdown_headings_and_tables() -> None:
    text = "# 投资条例\n\n## 第一章 总则\n\n**第一条** 为了[投资](http://x)。\n\n|项|额|\n|--|--|\n|甲|5|"
    page = _page(text.encode(), "a.md")
    assert [(block.kind, block.text) for block in page.blocks] == [
        ("title", "投资条例"),
        ("heading", "第一章 总则"),
        ("paragraph", "第一条 为了投资。"),
        ("row", "项 | 额"),
        ("row", "甲 | 5"),
    ]


def test_jsonl_records_are_documents_of_their_own() -> None:
    lines = (
        '{"_id":"a","title":"甲","text":"正文一"}\n{"_id":"b","text":"正文二"}\n{坏\n{"_id":"c"}'
    )
    items = list(read_pages(lines.encode(), name="corpus.jsonl"))
    pages = [item for item in items if isinstance(item, RawPage)]
    unread = [item for item in items if isinstance(item, Unread)]
    assert [(page.record_id, page.text) for page in pages] == [("a", "正文一"), ("b", "正文二")]
    assert pages[0].fact("field:title") == "甲"
    assert ["第 3 行" in unread[0].reason, "第 4 行" in unread[1].reason] == [True, True]


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("关于促进投资的通知", style="Title")
    document.add_paragraph("总体要求", style="Heading 1")
    document.add_paragraph("第一项", style="List Number")
    document.add_paragraph("第二项", style="List Number")
    table = document.add_table(rows=3, cols=2)
    for row, cells in zip(
        table.rows, [("类别", "金额"), ("设备", "5万元"), ("", "8万元")], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.sections[0].header.paragraphs[0].text = "内部资料"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_docx_numbers_are_printed_and_headers_left_out() -> None:
    page = _page(_docx(), "a.docx")
    assert [block.text for block in page.blocks] == [
        "关于促进投资的通知",
        "总体要求",
        "1.第一项",
        "2.第二项",
        "类别 | 金额",
        "设备 | 5万元",
        "设备 | 8万元",
    ]
    assert [block.kind for block in page.blocks][:2] == ["title", "heading"]


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _run(text: str, kind: str = "t") -> str:
    return f"<w:r><w:{kind}>{text}</w:{kind}></w:r>"


def _tracked_docx() -> bytes:
    """A document under revision: changes, a text box, a footnote, a list that starts again."""
    listed = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>{}</w:p>'
    )
    row = "<w:tr>{}<w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr>"
    body = (
        f"<w:p>{_run('奖励')}<w:del>{_run('300', 'delText')}</w:del><w:ins>{_run('500')}</w:ins>"
        f"{_run('万元')}<w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>"
        f"<w:p><w:r><w:pict><w:txbxContent><w:p>{_run('框内文字')}</w:p></w:txbxContent></w:pict></w:r></w:p>"
        + listed.format(1, _run("甲")) + listed.format(1, _run("乙")) + listed.format(2, _run("丙"))
        + "<w:tbl>" + row.format("", _run("项"), _run("额"))
        + row.format("<w:trPr><w:del/></w:trPr>", _run("删去"), _run("1"))
        + row.format("", _run("设备"), _run("5")) + "</w:tbl>"
    )  # fmt: skip
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2">'
        '<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    notes = f'<w:footnote w:id="2"><w:p>{_run("含税")}</w:p></w:footnote>'
    document = f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"
    return _zip(
        {
            "word/document.xml": document.encode(),
            "word/numbering.xml": f"<w:numbering {_WORD}>{numbering}</w:numbering>".encode(),
            "word/footnotes.xml": f"<w:footnotes {_WORD}>{notes}</w:footnotes>".encode(),
        }
    )


def test_docx_under_revision_reads_as_it_stands_after_the_changes() -> None:
    page = _page(_tracked_docx(), "a.docx")
    assert [block.text for block in page.blocks] == [
        "奖励500万元", "框内文字", "1.甲", "2.乙", "1.丙", "项 | 额", "设备 | 5", "含税",
    ]  # fmt: skip
    assert page.blocks[-1].kind == "note"


@pytest.mark.parametrize(
    ("value", "kind", "printed"),
    [
        (1, "chineseCountingThousand", "一"),
        (12, "chineseCounting", "十二"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "lowerLetter", "d"),
        (9, "upperRoman", "IX"),
        (7, "decimal", "7"),
    ],
)
def test_word_number_formats(value: int, kind: str, printed: str) -> None:
    assert _printed(value, kind) == printed


def test_xlsx_and_csv_rows_keep_their_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["项目", "金额（万元）"])
    sheet.append(["设备补助", 500])
    buffer = io.BytesIO()
    book.save(buffer)
    rows = [block for block in _page(buffer.getvalue(), "a.xlsx").blocks if block.kind == "row"]
    assert [row.text for row in rows] == ["项目 | 金额（万元）", "设备补助 | 500"]
    assert [row.is_header for row in rows] == [True, False]
    assert _page("项目,金额\n设备,500".encode("gbk"), "a.csv").blocks[1].cells == ("设备", "500")


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_archive_members_are_sources_below_the_archive() -> None:
    inner = _zip({"丙.txt": "正文三".encode()})
    data = _zip({"甲/一.txt": "正文一".encode(), "坏.docx": b"x", "图.exe": b"x", "内.zip": inner})
    items = list(read_pages(data, name="包.zip"))
    assert [item.name for item in items if isinstance(item, RawPage)] == [
        "包.zip/甲/一.txt",
        "包.zip/内.zip/丙.txt",
    ]
    unread = {item.path: item.skipped for item in items if isinstance(item, Unread)}
    assert unread == {"包.zip/坏.docx": False, "包.zip/图.exe": True}


def test_ofd_runs_become_paragraphs() -> None:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    runs = [(10, 20, 190, "一、对新引进的产业项目给予奖励，最高不超过五百万"), (3, 26, 20, "元。")]
    objects = "".join(
        f'<ofd:TextObject Boundary="{x} {y} {w} 5" Size="5"><ofd:TextCode X="0" Y="5">{t}'
        "</ofd:TextCode></ofd:TextObject>"
        for x, y, w, t in runs
    )
    data = _zip(
        {
            "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml"
            "</ofd:DocRoot></ofd:DocBody></ofd:OFD>".encode(),
            "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea>"
            "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages>'
            "</ofd:Document>".encode(),
            "Doc_0/Pages/P.xml": f"<ofd:Page {space}><ofd:Content><ofd:Layer>{objects}"
            "</ofd:Layer></ofd:Content></ofd:Page>".encode(),
        }
    )
    text = "一、对新引进的产业项目给予奖励，最高不超过五百万元。"
    assert _page(data, "a.ofd").text == text


BAD = [
    ("空.txt", b"", "空的"),
    ("空.pdf", b"", "空的"),
    ("图.txt", bytes(range(256)) * 20, "不是文本"),
    ("断.docx", b"PK\x03\x04" + b"\x00" * 50, "损坏"),
    ("密.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "加密"),
    ("断.pdf", b"%PDF-1.4\n1 0 obj", "损坏"),
    ("断.ofd", _zip({"x": b"y"}), "损坏"),
    ("断.xlsx", b"PK\x03\x04", "损坏"),
    ("断.zip", b"PK\x03\x04", "损坏"),
    ("图.png", b"\x89PNG\r\n", "损坏"),
    ("程序.exe", b"MZ", "不支持"),
]


@pytest.mark.parametrize(("name", "data", "reason"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_file_is_refused_in_one_clear_line(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_source(data, name=name)
    message = str(caught.value)
    assert reason in message
    assert name in message
    assert "\n" not in message


def test_a_zip_bomb_is_not_unpacked() -> None:
    with pytest.raises(SourceError, match="压缩炸弹"):
        read_source(_zip({"大.txt": b"0" * 30_000_000}), name="弹.zip")


def test_which_files_are_read() -> None:
    assert is_supported("a.HTML")
    assert not is_supported("SOURCE")


def _outcome(data: bytes, name: str) -> str:
    try:
        read_source(data, name=name)
    except SourceError:
        return "refused"
    return "read"


@pytest.mark.shared
def test_damaged_real_files_never_raise_anything_but_a_clear_error(shared_dir: Path) -> None:
    names = ["5338761.docx", "5338761.pdf", "5338761.ofd"]
    for name in names:
        whole = (shared_dir / "formats" / name).read_bytes()
        for cut in range(1, 24):
            data = bytearray(whole)
            place = len(data) * cut // 24
            data[place : place + 7] = b"\xff\x00<&>\xfe\x01"
            for piece in (bytes(data), whole[:place]):
                assert _outcome(piece, name) in ("read", "refused")


def test_markdown_italics_and_hard_breaks_go() -> None:
    data = "# 示例规定\n第一条 总则。\n*中国人民银行*\n财政部\\\n*2024年11月25日*\n".encode()
    (page,) = read_source(data, name="a.md")
    assert [block.text for block in page.blocks][2:] == ["中国人民银行", "财政部", "2024年11月25日"]


def test_captured_page_keeps_its_head_and_menu_outside() -> None:
    data = (
        "Title: 关于补贴的通知 - 云川市人民政府\n\nURL Source: https://example.gov.cn/1.html\n\n"
        "Markdown Content:\n*   [用户登录](https://example.gov.cn/login)\n[](javascript:void(0))\n"
        "各单位：\n现将[补贴办法](https://example.gov.cn/2.html)印发给你们。\n"
    ).encode()
    (page,) = read_source(data, name="a.md")
    assert page.url == "https://example.gov.cn/1.html"
    assert page.fact("title") == "关于补贴的通知 - 云川市人民政府"
    body = [block.text for block in page.blocks if block.zone == "body"]
    assert body == ["各单位：", "现将补贴办法印发给你们。"]
