"""Numbers and titles lead to the one document they mean, or to none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.document import PolicyDocument, Reference, Source, document_id_of
from index.resolve import resolve
from index.title_match import asked_title, match_title, quoted_titles

TEXT = "根据有关文件要求，现通知如下。"
HELD: list[dict[str, object]] = [
    {"source": "a/5361158.html", "doc_number": "国发〔2019〕3号", "doc_type": "意见",
     "title": "国务院关于促进综合保税区高水平开放高质量发展的若干意见"},
    {"source": "a/5351181.html", "doc_number": "国发〔2018〕41号", "doc_type": "通知",
     "title": "国务院关于印发个人所得税专项附加扣除暂行办法的通知",
     "inner_title": "个人所得税专项附加扣除暂行办法"},
    {"source": "a/5351177.html", "doc_number": "国务院令第707号", "doc_type": "条例",
     "title": "中华人民共和国个人所得税法实施条例"},
    {"source": "b/26.html", "doc_number": "穗民规字〔2025〕2号", "doc_type": "通知",
     "title": "广州市民政局 广州市财政局关于印发我市2025年最低生活保障及相关社会救助标准的通知"},
    {"source": "b/26a.html", "doc_number": "穗民规字〔2024〕5号", "doc_type": "通知",
     "title": "广州市民政局 广州市财政局关于提高我市2024年最低生活保障及相关社会救助标准的通知"},
    {"source": "b/36b.html", "doc_number": "穗府办规〔2025〕8号", "doc_type": "通知",
     "title": "广州市人民政府办公厅关于重新发布广州市积分制入户管理办法的通知",
     "inner_title": "广州市积分制入户管理办法", "issued_on": date(2025, 6, 30)},
    {"source": "b/36b_copy.html", "doc_number": "穗府办规〔2025〕8号", "doc_type": "通知",
     "title": "广州市人民政府办公厅关于重新发布广州市积分制入户管理办法的通知（转载）",
     "inner_title": "广州市积分制入户管理办法"},
    {"source": "b/36b_about.html", "doc_type": "解读",
     "title": "一图读懂《广州市积分制入户管理办法》"},
    {"source": "laws/公司法(2018-10-26).md", "doc_type": "法律", "title": "中华人民共和国公司法"},
    {"source": "laws/公司法(2023-12-29).md", "doc_type": "法律", "title": "中华人民共和国公司法"},
    {"source": "c/yinfa.md", "doc_number": "银发〔2017〕45号", "doc_type": "意见",
     "title": "中国人民银行关于持续提升收单服务水平 规范和促进收单服务市场发展的指导意见"},
    {"source": "c/shishi.md", "doc_number": "中国人民银行令〔2020〕第5号", "doc_type": "办法",
     "title": "中国人民银行金融消费者权益保护实施办法"},
    {"source": "d/bj.txt", "doc_number": "京政办发〔2020〕5号", "doc_type": "措施",
     "title": "进一步支持打好疫情防控阻击战若干措施", "region": "北京市"},
    {"source": "d/a.txt", "doc_type": "措施", "title": "三明市关于支持企业复工复产的若干措施"},
    {"source": "d/b.txt", "doc_type": "措施", "title": "泰州市关于支持企业复工复产的若干措施"},
    {"source": "d/joint.txt", "doc_number": "粤府〔2020〕12号",
     "other_numbers": ("粤府办〔2020〕4号",), "doc_type": "通知",
     "title": "广东省人民政府关于印发支持企业若干政策措施的通知"},
]  # fmt: skip


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    store = Catalogue(f"sqlite:///{tmp_path}/catalogue.sqlite3", tmp_path / "lock")
    for fields in HELD:
        _put(store, fields)
    references = (
        Reference("依据", "国发〔2019〕11号", None, None, TEXT[:4], 0, 4),
        Reference("落实", None, "肇庆市建设项目投资效益底线指导意见", None, TEXT[:4], 0, 4),
    )
    _put(store, {"source": "seed.txt", "title": "营口开发区方案解读", "references": references})
    yield store
    store.close()


def _put(store: Catalogue, fields: dict[str, object]) -> None:
    source = str(fields["source"])
    document = PolicyDocument(
        document_id=document_id_of(source),
        collection="default",
        text=TEXT,
        **fields,  # type: ignore[arg-type]
    )
    store.put(document, Source(source, "0" * 64, 1, "txt"), parser_version=1)


@pytest.mark.parametrize(
    ("query", "source"),
    [
        # every spelling of a number
        ("国发〔2019〕3号", "a/5361158.html"),
        ("国发[2019]3号", "a/5361158.html"),
        ("国发﹝2019﹞3号", "a/5361158.html"),
        ("国发2019-3", "a/5361158.html"),
        ("国发〔2019〕3", "a/5361158.html"),
        ("國發〔2019〕3號", "a/5361158.html"),
        ("请问国发〔2019〕3号文件主要讲什么", "a/5361158.html"),
        ("上级让对照国发2019年第3号执行，这个文还有效吗", "a/5361158.html"),
        ("国务院令第707号", "a/5351177.html"),
        ("国令第707号", "a/5351177.html"),
        ("穗府办规（2025）8号", "b/36b.html"),
        ("人民银行令〔2020〕第5号", "c/shishi.md"),
        ("粤府办〔2020〕4号", "d/joint.txt"),
        # titles whole, without the issuer, of the attached document, shortened, abbreviated
        ("国务院关于促进综合保税区高水平开放高质量发展的若干意见", "a/5361158.html"),
        ("《关于促进综合保税区高水平开放高质量发展的若干意见》", "a/5361158.html"),
        ("促进综合保税区高水平开放高质量发展的若干意见", "a/5361158.html"),
        ("综合保税区高水平开放高质量发展若干意见", "a/5361158.html"),
        ("个人所得税专项附加扣除暂行办法", "a/5351181.html"),
        ("个税专项附加扣除暂行办法通知", "a/5351181.html"),
        ("广州2025年低保标准通知", "b/26.html"),
        ("广州积分制入户管理办法", "b/36b.html"),
        ("《广州市积分制入户管理办法》主要讲什么？", "b/36b.html"),
        ("一图读懂《广州市积分制入户管理办法》", "b/36b_about.html"),
        ("收单服务市场发展指导意见", "c/yinfa.md"),
        ("个人所得税法实施条例", "a/5351177.html"),
        ("北京市人民政府办公厅关于进一步支持打好疫情防控阻击战若干措施", "d/bj.txt"),
        ("关于印发《广州市积分制入户管理办法》的通知", "b/36b.html"),
        # the newest version of a law
        ("公司法", "laws/公司法(2023-12-29).md"),
        ("三明市关于支持企业复工复产的若干措施", "d/a.txt"),
    ],
)
def test_the_document_meant_is_found(query: str, source: str, catalogue: Catalogue) -> None:
    found = resolve(query, catalogue)
    assert found.source == source
    assert found.document_id == document_id_of(source)
    assert not found.known_as_cited


@pytest.mark.parametrize(
    "query",
    [
        "国发〔2019〕138号",
        "国函（2018）945号",
        "穗府办规〔2026〕8号",
        "京府办规〔2025〕8号",
        "深圳积分制入户管理办法",
        "广州2023年低保标准通知",
        "广州市2026年最低生活保障标准",
        "中国人民银行法",
        "综合保税区管理条例",
        "2031年大连市高新技术企业补贴标准",
        "《国务院关于促进自由贸易试验区高水平开放高质量发展的若干意见》",
        # another place's, another act about the one held
        "延边州人民政府办公厅关于进一步支持打好疫情防控阻击战若干措施",
        "国家机关贯彻《中华人民共和国个人所得税法实施条例》的实施办法",
        "全国人大常委会关于在海南暂时调整适用《中华人民共和国公司法》的决定",
        "招商引资",
        "",
    ],
)
def test_nothing_similar_is_taken_instead(query: str, catalogue: Catalogue) -> None:
    found = resolve(query, catalogue)
    assert found.document_id is None
    assert not found.known_as_cited


def test_a_number_decides_against_a_similar_title(catalogue: Catalogue) -> None:
    found = resolve("国发〔2019〕13号《综合保税区高水平开放高质量发展的若干意见》", catalogue)
    assert found.document_id is None


def test_a_document_only_cited_is_said_to_be_so(catalogue: Catalogue) -> None:
    found = resolve("国发2019年11号", catalogue)
    assert found.document_id is None
    assert found.known_as_cited
    assert found.doc_number == "国发〔2019〕11号"
    assert [item.source for item in found.cited_by] == ["seed.txt"]
    titled = resolve("《肇庆市建设项目投资效益底线指导意见》", catalogue)
    assert titled.known_as_cited
    assert titled.title == "肇庆市建设项目投资效益底线指导意见"


def test_equal_fits_are_only_candidates(catalogue: Catalogue) -> None:
    found = resolve("支持企业复工复产的若干措施", catalogue)
    assert found.document_id is None
    assert {item.source for item in found.candidates} == {"d/a.txt", "d/b.txt"}


def test_copies_and_older_versions_are_named_beside(catalogue: Catalogue) -> None:
    copies = resolve("穗府办规〔2025〕8号", catalogue)
    assert [item.source for item in copies.candidates] == ["b/36b_copy.html"]
    versions = resolve("中华人民共和国公司法", catalogue)
    assert [item.source for item in versions.candidates] == ["laws/公司法(2018-10-26).md"]


def test_several_at_once_are_candidates(catalogue: Catalogue) -> None:
    numbers = resolve("国发〔2019〕3号和国发〔2018〕41号", catalogue)
    assert numbers.document_id is None
    assert len(numbers.candidates) == 2
    titles = resolve("《公司法》和《个人所得税法实施条例》", catalogue)
    assert titles.document_id is None
    assert len(titles.candidates) == 2


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("请问《积分制入户管理办法》主要讲什么？", "积分制入户管理办法"),
        ("帮我找一下广州积分制入户管理办法的原文", "广州积分制入户管理办法"),
        ("《关于修改《职业教育法》的决定》", "关于修改《职业教育法》的决定"),
        ("公司法", "公司法"),
    ],
)
def test_the_words_around_a_title_are_left_out(query: str, title: str) -> None:
    assert asked_title(query) == title


def test_titles_in_a_sentence() -> None:
    assert quoted_titles("按《甲》《关于印发《乙》的通知》和《甲》") == (
        "甲",
        "关于印发《乙》的通知",
    )


def test_a_match_says_how_well_it_fits() -> None:
    whole = match_title("甲市招商引资奖励办法", ("甲市招商引资奖励办法",))
    part = match_title("甲市招商奖励办法", ("甲市招商引资奖励办法",))
    assert whole is not None
    assert part is not None
    assert whole.rank < part.rank
    assert match_title("乙市招商奖励办法", ("甲市招商引资奖励办法",)) is None
