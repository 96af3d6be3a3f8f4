"""Converted mirrors come back to simplified characters; genuine traditional texts stay."""

from __future__ import annotations

import pytest

from ingest.clean.ledger import rebuild
from ingest.clean.page_text import clean
from ingest.page import Block, RawPage
from ingest.parse import parse_bytes

RULE = (
    "第一條 為瞭促進產業發展，規範資金管理，根據國家有關規定，結合本市實際情況，製定本辦法。",
    "第二條 市財政局會同市發展和改革委員會負責資金的總體安排，各區縣應當全麵落實。",
)
GENUINE = (
    "第一條 為促進產業發展，規範資金管理，依據法律規定，結合實際情況，制定本辦法。",
    "第二條 主管機關應會同財政部辦理各項業務，並將結果報請總統核定。",
)


def _page(*lines: str, footer: str = "") -> RawPage:
    blocks = [Block(line) for line in lines]
    return RawPage((*blocks, Block(footer or "網站說明", zone="outside")), "html", "a.html")


def test_words_that_only_converters_write_prove_a_mirror() -> None:
    page = _page(*RULE)
    cleaned = clean(page)
    assert cleaned.text.startswith("第一条 为了促进产业发展，规范资金管理")
    assert "制定本办法" in cleaned.text
    assert "应当全面落实" in cleaned.text
    assert rebuild(cleaned.text, cleaned.removed) == page.text


def test_a_mainland_number_on_a_mainland_site_is_a_mirror() -> None:
    page = _page("雲川政發〔2025〕3號", *GENUINE, footer="嶺ICP備00000021號")
    assert clean(page).text.startswith("云川政发〔2025〕3号")


@pytest.mark.parametrize(
    "page",
    [
        _page(*GENUINE),
        _page(*GENUINE, footer="嶺ICP備00000021號"),  # a reprint of another place's text
        _page("參照雲川政發〔2025〕3號文件。", *GENUINE),  # it only cites a mainland number
        _page("陳國華同志任市財政局局長，李書門同志任副局長，任期自本日起計算，特此通知。"),
    ],
    ids=["text", "reprint", "citation", "names"],
)
def test_genuine_traditional_texts_stay(page: RawPage) -> None:
    assert clean(page).text == "\n".join(block.text for block in page.blocks[:-1])


def test_the_title_of_a_mirror_comes_back_with_its_text() -> None:
    body = "".join(f"<p>{line}</p>" for line in RULE)
    title = "雲川市產業發展辦法"
    html = f"<html><title>{title}</title><body><h1>{title}</h1>{body}</body></html>"
    (parsed,) = parse_bytes(html.encode(), source="a.html", collection="x")
    assert parsed.document.title == "云川市产业发展办法"
