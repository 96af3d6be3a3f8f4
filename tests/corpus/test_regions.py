"""Places: the list is whole and consistent; names in texts; whose rule applies where."""

from __future__ import annotations

import pytest

from corpus.gazetteer import NATION, gazetteer
from corpus.regions import (
    applies_to,
    canonical_region,
    contains,
    find_regions,
    is_fictional,
    level_of,
    parents,
    region,
    region_among,
)

NAMED = [
    # districts with their city, counties alone
    ("广州市天河区", ["广州市天河区"]),
    ("天河区教育局", ["广州市天河区"]),
    ("吉林省柳河县商务局", ["柳河县"]),
    ("吉林省通化市柳河县", ["柳河县"]),
    ("浙江省宁波市北仑区", ["宁波市北仑区"]),
    ("北京市海淀区人民政府", ["北京市海淀区"]),
    ("内蒙古自治区包头市", ["包头市"]),
    # short names
    ("广东肇庆的企业", ["肇庆市"]),
    ("延边州和黔东南州", ["延边朝鲜族自治州", "黔东南苗族侗族自治州"]),
    ("海南州与海南", ["海南藏族自治州", "海南省"]),
    ("阿坝州", ["阿坝藏族羌族自治州"]),
    ("包头、大连、营口", ["包头市", "大连市", "营口市"]),
    # namesakes: the city before decides
    ("南京市鼓楼区", ["南京市鼓楼区"]),
    ("福州市的鼓楼区", ["福州市", "福州市鼓楼区"]),
    ("重庆市江北区", ["重庆市江北区"]),
    ("长春朝阳区", ["长春市朝阳区"]),
    # zones
    ("天津市滨海新区", ["滨海新区"]),
    ("泰达的企业", ["天津经济技术开发区"]),
    ("天津经开区", ["天津经济技术开发区"]),
    ("上海临港", ["临港新片区"]),
    ("中国（上海）自由贸易试验区临港新片区", ["临港新片区"]),
    ("长春新区", ["长春新区"]),
    ("营口经开区", ["营口经济技术开发区"]),
    ("营口经济技术开发区", ["营口经济技术开发区"]),
    ("咸阳高新区", ["咸阳市高新技术产业开发区"]),
    ("柳河县工业园区", ["柳河县工业园区"]),
    ("苏州工业园区", ["苏州工业园区"]),
    ("雄安新区", ["雄安新区"]),
    # former names
    ("祁阳县", ["祁阳市"]),
    ("杭州市江干区", ["杭州市江干区"]),
    # the invented family
    ("云川市临江区", ["云川市临江区"]),
    ("云岭省青石县和白水县", ["青石县", "云川市白水县"]),
    ("在白水县（云川市）就业", ["云川市白水县", "云川市"]),
    ("陕西省渭南市白水县", ["渭南市白水县"]),
    ("云川经开区与云川高新区", ["云川经济技术开发区", "云川高新技术产业开发区"]),
    ("沧岭市望溪县", ["望溪县"]),
]

NOT_PLACES = [
    "沿黄河南岸建设", "长江西路12号", "中山东路", "太行山西麓", "各自贡献力量", "四平方公里",
    "日照时间", "文山会海", "创新乡村治理", "建设美丽水乡", "长治久安", "最新余额", "阿里巴巴",
    "白银经济政策", "来宾住宿", "朝阳产业", "平安顺利", "高新技术企业", "工业园区",
    "合理均衡水平", "低时延、大连接", "大同世界", "医保定点机构", "平台中的数据",
    "制定西部大开发规划",
    "采摘和田间管理", "南京西路", "",
]  # fmt: skip


@pytest.mark.parametrize(("line", "places"), NAMED)
def test_places_are_read(line: str, places: list[str]) -> None:
    mentions = find_regions(line)
    assert [item.canonical for item in mentions] == places
    assert all(line[item.start : item.end] == item.name for item in mentions)


@pytest.mark.parametrize("line", NOT_PLACES)
def test_words_that_hold_a_place_name_are_no_place(line: str) -> None:
    assert find_regions(line) == ()


def test_namesakes_without_context_stay_open() -> None:
    (mention,) = find_regions("鼓楼区的奖励政策")
    assert mention.ambiguous
    assert mention.canonical == "鼓楼区"
    assert canonical_region("鼓楼区") is None
    assert canonical_region("鼓楼区", within="江苏省") is None  # 南京 and 徐州 both have one
    assert canonical_region("鼓楼区", within="福州市") == "福州市鼓楼区"
    assert parents("鼓楼区") == ()


def test_expected_places_decide_between_namesakes() -> None:
    (mention,) = find_regions("白水县的租房补贴", known={"云川市白水县", "青石县"})
    assert mention.canonical == "云川市白水县"
    (mention,) = find_regions("白水县的租房补贴", known={"云川市"})
    assert mention.canonical == "云川市白水县"
    (mention,) = find_regions("白水县的租房补贴", known={"云川市", "陕西省"})
    assert mention.ambiguous


def test_short_county_names_count_only_where_they_are_expected() -> None:
    assert find_regions("柳河旅游补贴") == ()
    (mention,) = find_regions("柳河旅游补贴", known={"柳河县"})
    assert mention.canonical == "柳河县"


def test_the_list_is_whole() -> None:
    regions = gazetteer().regions.values()
    real = [item for item in regions if not item.fictional]
    assert sum(item.kind == "省" for item in real) == 34
    assert sum(item.kind == "市" and item.parent != "台湾省" for item in real) == 333
    assert sum(item.kind == "县" for item in real) > 2850


def test_every_region_hangs_on_another_one_up_to_the_nation() -> None:
    for name in gazetteer().regions:
        chain = parents(name)
        assert chain[-1] == NATION
        assert len(chain) == len(set(chain)) <= 5


def test_every_region_is_found_by_its_own_name() -> None:
    for name, item in gazetteer().regions.items():
        assert canonical_region(name) == name
        assert contains(item.parent, name)


@pytest.mark.parametrize(
    ("document", "asked", "applies"),
    [
        (None, "肇庆市", True),
        ("全国", "肇庆市", True),
        ("广东省", "肇庆市", True),
        ("广东省", "广东省", True),
        ("广州市", "肇庆市", False),
        ("广州市", "广东省", False),
        ("广州市", None, True),
        ("广州市", "全国", False),
        ("广州市", "天河区", True),
        ("云岭省", "云川经开区", True),
        ("沧岭市", "云川市", False),
        ("青石县", "白水县", False),
        ("天津市", "泰达", True),
        ("滨海新区", "天津经开区", True),
        ("某某市", "某某市", True),
        ("某某市", "广州市", False),
    ],
)
def test_whose_rule_applies(document: str | None, asked: str | None, applies: bool) -> None:
    assert applies_to(document, asked) is applies


@pytest.mark.parametrize(
    ("name", "level"),
    [("全国", "国家"), ("北京市", "省"), ("广东", "省"), ("肇庆", "市"), ("海淀区", "县区"),
     ("滨海新区", "县区"), ("柳河县", "县区"), ("咸阳高新区", "县区"), ("月球", None)],
)  # fmt: skip
def test_levels(name: str, level: str | None) -> None:
    assert level_of(name) == level


def test_parents_run_up_to_the_nation() -> None:
    assert parents("广州市天河区") == ("广州市", "广东省", NATION)
    assert parents("柳河县") == ("通化市", "吉林省", NATION)
    assert parents("仙桃市") == ("湖北省", NATION)
    assert parents(NATION) == ()
    assert parents("咸阳高新区") == ("咸阳市", "陕西省", NATION)


def test_the_examples_are_told_from_the_real() -> None:
    assert is_fictional("云川经开区")
    assert is_fictional("望溪县")
    assert not is_fictional("云南省")
    assert not is_fictional("哪里也不是")


def test_what_is_known_of_a_region() -> None:
    found = region("延边州")
    assert found is not None
    assert (found.name, found.kind, found.parent) == ("延边朝鲜族自治州", "市", "吉林省")
    assert region("月球") is None


@pytest.mark.parametrize(
    ("name", "held", "meant"),
    [
        # a county with namesakes is the one whose documents are held
        ("白水县", {"云川市白水县", "云川市"}, "云川市白水县"),
        ("鼓楼区", {"福州市鼓楼区", "厦门市"}, "福州市鼓楼区"),
        # of two held namesakes none is guessed
        ("鼓楼区", {"福州市鼓楼区", "徐州市鼓楼区"}, "鼓楼区"),
        # what is not held stays what was asked, so that a filter matches nothing
        ("火星", {"云川市"}, "火星"),
    ],
)
def test_a_place_is_the_one_that_the_library_holds(name: str, held: set[str], meant: str) -> None:
    assert region_among(name, held) == meant
