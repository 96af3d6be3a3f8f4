"""Issuing organs: names and aliases in real lines; whose number a 发文字号 is."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from corpus.docnumber import DocumentNumber
from corpus.issuers import canonical_issuer, find_issuers, issuer_of_number

NAMED = [
    ("国务院关于促进综合保税区", ["国务院"]),
    ("国务院办公厅关于印发", ["国务院办公厅"]),
    ("国务院、中央军委关于同意", ["国务院", "中央军委"]),
    ("国家发改委、财政部和税务总局", ["国家发展和改革委员会", "财政部", "国家税务总局"]),
    ("工信部联合人社部", ["工业和信息化部", "人力资源和社会保障部"]),
    ("全国人大常委会通过", ["全国人民代表大会常务委员会"]),
    ("广州市医疗保障局 广州市财政局 广州市卫生健康委员会关于印发",
     ["广州市医疗保障局", "广州市财政局", "广州市卫生健康委员会"]),
    ("广州市人力资源和社会保障局广州市财政局关于印发",
     ["广州市人力资源和社会保障局", "广州市财政局"]),
    ("天河区教育局", ["广州市天河区教育局"]),
    ("北京市海淀区人民政府", ["北京市海淀区人民政府"]),
    ("广东省人社厅", ["广东省人力资源和社会保障厅"]),
    ("柳河县发改局、柳河县商务局", ["柳河县发展和改革局", "柳河县商务局"]),
    ("上海市发改委", ["上海市发展和改革委员会"]),
    ("营口市委办公室", ["中共营口市委员会办公室"]),
    ("云川市人民政府办公室", ["云川市人民政府办公室"]),
    ("深圳市府办", ["深圳市人民政府办公厅"]),
    ("肇庆市府办", ["肇庆市人民政府办公室"]),
    ("云川经开区管委会", ["云川经济技术开发区管理委员会"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "organs"), NAMED)
def test_organs_are_read(line: str, organs: list[str]) -> None:
    mentions = find_issuers(line)
    assert [item.canonical for item in mentions] == organs
    assert all(line[item.start : item.end] == item.name for item in mentions)


@pytest.mark.parametrize(
    ("name", "region", "full"),
    [
        ("市人社局", "广州市", "广州市人力资源和社会保障局"),
        ("市人力资源社会保障局", "广州市天河区", "广州市人力资源和社会保障局"),
        ("区教育局", "广州市天河区", "广州市天河区教育局"),
        ("区住建园林局", "广州市天河区", "广州市天河区住房建设和园林局"),
        ("省政府", "广州市", "广东省人民政府"),
        ("市委办", "营口市", "中共营口市委员会办公室"),
        ("市府办", "云川市", "云川市人民政府办公室"),
        ("市财政局", "北京市海淀区", "北京市财政局"),
        ("县工信局", "柳河县", "柳河县工业和信息化局"),
        ("市人社局", None, "市人社局"),
        ("县工信局", "广州市", "县工信局"),
        ("教 育 部", None, "教育部"),
        ("某某公司", "广州市", "某某公司"),
    ],
)
def test_short_forms_are_written_out(name: str, region: str | None, full: str) -> None:
    assert canonical_issuer(name, region=region) == full


@pytest.mark.parametrize(
    "line",
    ["区域协调发展", "市场监管", "县域经济", "城市更新", "在市区内", "各州府", "招商引资", ""],
)
def test_prose_names_no_organ(line: str) -> None:
    assert find_issuers(line, region="广州市天河区") == ()


@pytest.mark.parametrize(
    ("prefix", "issuer", "level", "region"),
    [
        ("国发", "国务院", "国家", "全国"),
        ("国办函", "国务院办公厅", "国家", "全国"),
        ("国务院令", "国务院", "国家", "全国"),
        ("主席令", "中华人民共和国主席", "国家", "全国"),
        ("银发", "中国人民银行", "国家", "全国"),
        ("财税", "财政部", "国家", "全国"),
        ("财政部税务总局公告", None, "国家", "全国"),
        ("国家市场监督管理总局令", "国家市场监督管理总局", "国家", "全国"),
        ("粤府", "广东省人民政府", "省", "广东省"),
        ("京政办发", "北京市人民政府办公厅", "省", "北京市"),
        ("京经信发", "北京市经济和信息化局", "省", "北京市"),
        ("皖政办秘", "安徽省人民政府办公厅", "省", "安徽省"),
        ("辽政发", "辽宁省人民政府", "省", "辽宁省"),
        ("粤人社规", "广东省人力资源和社会保障厅", "省", "广东省"),
        ("穗府办规", "广州市人民政府办公厅", "市", "广州市"),
        ("穗人社规字", "广州市人力资源和社会保障局", "市", "广州市"),
        ("穗建规字", "广州市住房和城乡建设局", "市", "广州市"),
        ("穗民规字", "广州市民政局", "市", "广州市"),
        ("穗残联规字", "广州市残疾人联合会", "市", "广州市"),
        ("广州市人民政府令", "广州市人民政府", "市", "广州市"),
        ("包府办发", "包头市人民政府办公室", "市", "包头市"),
        ("营委办发", "中共营口市委员会办公室", "市", "营口市"),
        ("崂招促字", "青岛市崂山区投资促进局", "县区", "青岛市崂山区"),
        ("云岭政发", "云岭省人民政府", "省", "云岭省"),
        ("云川府办", "云川市人民政府办公室", "市", "云川市"),
        # signs that several places share tell nothing
        ("济政办发", None, None, None),
        ("青政办字", None, None, None),
        ("石政发", None, None, None),
        ("某某发", None, None, None),
    ],
)
def test_whose_number_it_is(
    prefix: str, issuer: str | None, level: str | None, region: str | None
) -> None:
    found = issuer_of_number(DocumentNumber(prefix, 2020, 1))
    assert (found.issuer, found.level, found.region) == (issuer, level, region)


def test_every_central_alias_leads_to_its_organ() -> None:
    path = resources.files("corpus") / "data" / "issuers.json"
    for item in json.loads(path.read_text(encoding="utf-8"))["central"]:
        for name in (item["name"], *item["aliases"]):
            assert canonical_issuer(name) == item["name"]


def test_every_central_prefix_leads_to_an_organ() -> None:
    path = resources.files("corpus") / "data" / "number_prefixes.json"
    for prefix, issuer in json.loads(path.read_text(encoding="utf-8"))["central"].items():
        assert issuer_of_number(DocumentNumber(prefix, 2020, 1)).issuer == issuer
