"""Cleaning: noise goes, the document stays, the ledger leads back, and twice is once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.ledger import rebuild
from ingest.clean.lines import noise_rules
from ingest.clean.page_text import clean
from ingest.page import Block, CleanText, RawPage
from ingest.read.source import read_source

BODY = (
    "云川市人民政府关于支持投资的若干意见",
    "为了支持投资，根据国家有关规定，结合本市实际，现提出以下意见，请认真贯彻执行。",
    "一、对新引进的产业项目，按固定资产投资的5%给予奖励，最高不超过500万元。",
)


def _page(*lines: str) -> RawPage:
    return RawPage(tuple(Block(line) for line in lines), "txt", "a.txt")


def _cleaned(*lines: str) -> CleanText:
    page = _page(*lines)
    cleaned = clean(page)
    assert rebuild(cleaned.text, cleaned.removed) == page.text
    assert clean(_page(*cleaned.text.split("\n"))).text == cleaned.text
    return cleaned


@pytest.mark.parametrize(
    ("rule", "line", "where"),
    [(rule.rule, example, rule.where) for rule in noise_rules() for example in rule.examples],
)
def test_each_kind_of_noise_goes_where_it_may_stand(rule: str, line: str, where: str) -> None:
    lines = (*BODY, line) if where in ("tail", "cut") else (line, *BODY)
    cleaned = _cleaned(*lines)
    assert cleaned.text == "\n".join(BODY)
    assert [item.text.strip("\n") for item in cleaned.removed] == [line]
    assert cleaned.removed[0].rule in {rule, *(item.rule for item in noise_rules())}


KEPT = [
    "附件：云川市投资奖励申请表",
    "（此件公开发布）",
    "云川市人民政府办公室",
    "2024年3月1日",
    "主办单位应当在5个工作日内答复。",
    "严厉打击境外赌场、网络赌博和彩票平台，依法查处。",
    "（一）网站标识应当规范，政府网站应当及时更新，不得链接商业网站。",
    "打印费、复印费由申请人承担。",
    "三、扫码支付",
    "中华民国時期的檔案由市檔案館保管。",
]


@pytest.mark.parametrize("line", KEPT)
def test_lines_of_the_document_stay(line: str) -> None:
    assert line in _cleaned(*BODY, line, BODY[2]).text.split("\n")


def test_the_name_of_a_site_above_its_menu_goes_with_it() -> None:
    menu = "首页 | 机构概况 | 政务公开 | 数据开放"
    assert _cleaned("云川市数据局", menu, *BODY).text == "\n".join(BODY)
    title = "云川市数据局关于做好工作的通知"
    assert _cleaned(title, menu, *BODY).text == "\n".join((title, *BODY))


def test_a_repeated_first_paragraph_is_kept_once() -> None:
    short = BODY[1]
    assert (
        _cleaned(BODY[0], short, short + "本意见自印发之日起施行。", BODY[2]).text.count(short) == 1
    )


@pytest.mark.parametrize(
    ("dirty", "clean_text"),
    [
        ("開(kāi)發(fā)區(qū)招商", "开发区招商"),
        ("開(kāi)發(fā)區(qū)為(wéi)著力構建", "开发区为着力构建"),
        ("蕞终目标", "最终目标"),
        ("精準定位?!边@是我市舉(jǔ)措，開(kāi)發(fā)", "精准定位。”这是我市举措，开发"),
        ("国务院关于印发方案的通知".encode().decode("latin-1"), "国务院关于印发方案的通知"),
        ("GDP(gdp)增长(约)5%", "GDP(gdp)增长(约)5%"),
        ("蕞尔小国", "蕞尔小国"),
        ("為著力構建", "為著力構建"),
    ],
)
def test_damaged_characters(dirty: str, clean_text: str) -> None:
    assert _cleaned(dirty).text == clean_text


def test_what_cannot_be_repaired_is_marked() -> None:
    assert [item.kind for item in _cleaned("到5355年，目标锟斤拷完成。").suspects] == [
        "figure",
        "mojibake",
    ]
    assert _cleaned("到5355年底").suspect_figures
    assert not _cleaned("2035年、1949年，每年3000年份的，满100年").suspect_figures


def test_table_rows_and_their_cells_are_known() -> None:
    rows = (("类别", "金额"), ("设备", "5万元"))
    blocks = [Block(BODY[1])]
    blocks += [
        Block(" | ".join(cells), "row", cells, table=0, is_header=number == 0)
        for number, cells in enumerate(rows)
    ]
    cleaned = clean(RawPage((Block("首页", zone="outside"), *blocks), "html", "a.html"))
    (table,) = cleaned.tables
    assert cleaned.text[table.start : table.end] == "类别 | 金额\n设备 | 5万元"
    assert [[cleaned.text[start:end] for start, end in row.cells] for row in table.rows] == [
        list(cells) for cells in rows
    ]


@given(st.lists(st.sampled_from([*BODY, *KEPT, *(e for r in noise_rules() for e in r.examples)])))
def test_any_page_can_be_rebuilt_and_cleaning_twice_is_once(lines: list[str]) -> None:
    _cleaned(*lines)


@pytest.mark.shared
def test_real_pages_can_be_rebuilt_and_cleaning_twice_is_once(shared_dir: Path) -> None:
    files = sorted((shared_dir / "seeds").iterdir())
    files += sorted((shared_dir / "documents" / "guangzhou_policy_html").rglob("*.html"))[::8]
    assert files
    for file in files:
        (page,) = read_source(file.read_bytes(), name=file.name)
        cleaned = clean(page)
        assert rebuild(cleaned.text, cleaned.removed) == page.text
        assert clean(_page(*cleaned.text.split("\n"))).text == cleaned.text, file.name


@pytest.mark.parametrize(
    ("line", "clean_line"),
    [
        ("财政部&ensp;税务总局公告", "财政部 税务总局公告"),
        ("一是&ldquo;实&rdquo;字当先，强化监管。", "一是“实”字当先，强化监管。"),
        ("国务院办公厅 &sp;", "国务院办公厅 "),
        ("AT&T公司", "AT&T公司"),
        (
            "非银行支付机构监督管理条例".encode("gbk").decode("latin-1"),
            "非银行支付机构监督管理条例",
        ),
        ("Société Générale élève", "Société Générale élève"),
        ("第七章 附 则 第七章 附 则", "第七章 附 则"),
        (
            "第五十三条 第五十三条 本条例自2024年7月1日起施行。",
            "第五十三条 本条例自2024年7月1日起施行。",
        ),
        ("第五条 第五条第一款规定的情形除外。", "第五条 第五条第一款规定的情形除外。"),
    ],
)
def test_leftovers_of_copies(line: str, clean_line: str) -> None:
    page = _page(*BODY, line, "二、本意见自印发之日起施行，由云川市发展和改革委员会负责解释。")
    cleaned = clean(page)
    assert clean_line in cleaned.text.split("\n")
    assert rebuild(cleaned.text, cleaned.removed) == page.text


def test_template_below_a_text_is_cut_off() -> None:
    cleaned = _cleaned(
        *BODY,
        "本作品是中华人民共和国的",
        "法律",
        "，国家机关的决议、决定、命令和其他具有立法性质的文件。",
        "false",
    )
    assert cleaned.text == "\n".join(BODY)


def test_page_words_behind_a_text_without_line_breaks() -> None:
    body = "关于做好防控工作的通知 " + "各单位要认真落实防控措施，及时上报。" * 20
    cleaned = _cleaned(
        f"{body} 责任编辑：吴啸浪 扫一扫在手机打开当前页 相关稿件 关于做好工作的通知"
    )
    assert cleaned.text == body
