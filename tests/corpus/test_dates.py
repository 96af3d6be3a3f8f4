"""Dates and periods: real lines that must be read to the day, and look-alikes."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import (
    add_months,
    find_dates,
    find_days,
    last_day_of_term,
    parse_date,
    resolve_relative,
)

CASES = [
    # to the day
    ("2023年5月1日", "day", "2023-05-01", "2023-05-01"),
    ("2023 年 5 月 1 日", "day", "2023-05-01", "2023-05-01"),
    ("２０１２年１２月１９日", "day", "2012-12-19", "2012-12-19"),
    ("二〇二三年五月一日", "day", "2023-05-01", "2023-05-01"),
    ("一九九六年十一月五日", "day", "1996-11-05", "1996-11-05"),
    ("二○一八年十二月二十一日", "day", "2018-12-21", "2018-12-21"),
    ("二零二五年十月三十日", "day", "2025-10-30", "2025-10-30"),
    ("2023-05-01", "day", "2023-05-01", "2023-05-01"),
    ("2023/5/1", "day", "2023-05-01", "2023-05-01"),
    ("2023.05.01", "day", "2023-05-01", "2023-05-01"),
    # months, quarters, halves
    ("2023年5月", "month", "2023-05-01", "2023-05-31"),
    ("2024年2月", "month", "2024-02-01", "2024-02-29"),
    ("2025年3月底", "month", "2025-03-31", "2025-03-31"),
    ("2025年3月上旬", "month", "2025-03-01", "2025-03-10"),
    ("2025年3月中旬", "month", "2025-03-11", "2025-03-20"),
    ("2025年3月下旬", "month", "2025-03-21", "2025-03-31"),
    ("2024年第三季度", "period", "2024-07-01", "2024-09-30"),
    ("2024年一季度", "period", "2024-01-01", "2024-03-31"),
    ("2025年上半年", "period", "2025-01-01", "2025-06-30"),
    ("2025年下半年", "period", "2025-07-01", "2025-12-31"),
    # years
    ("2025年", "year", "2025-01-01", "2025-12-31"),
    ("2025年底", "year", "2025-12-31", "2025-12-31"),
    ("2025年度", "year", "2025-01-01", "2025-12-31"),
    ("二〇三五年", "year", "2035-01-01", "2035-12-31"),
    ("2018—2035年", "period", "2018-01-01", "2035-12-31"),
    ("2021年至2023年", "period", "2021-01-01", "2023-12-31"),
    ("2023-2025年", "period", "2023-01-01", "2025-12-31"),
    # plans
    ("“十四五”期间", "period", "2021-01-01", "2025-12-31"),
    ("“十三五”时期", "period", "2016-01-01", "2020-12-31"),
    ("“十二五”末", "period", "2015-12-31", "2015-12-31"),
    ("十五五时期", "period", "2026-01-01", "2030-12-31"),
    # ranges
    ("2019年1月1日至2023年12月31日", "period", "2019-01-01", "2023-12-31"),
    ("2020年2月5日—5月5日", "period", "2020-02-05", "2020-05-05"),
    ("2020年2月5日至20日", "period", "2020-02-05", "2020-02-20"),
    ("2020年1月至2020年6月", "period", "2020-01-01", "2020-06-30"),
    # open periods
    ("自2025年11月20日起", "open", "2025-11-20", None),
    ("自2019年1月1日施行", "open", "2019-01-01", None),
    ("自2020年2月起", "open", "2020-02-01", None),
    ("至2020年底", "open", None, "2020-12-31"),
    ("到2027年底", "open", None, "2027-12-31"),
    ("截至2024年6月底", "open", None, "2024-06-30"),
    ("截止到2024年12月31日", "open", None, "2024-12-31"),
    ("2020年3月1日前", "open", None, "2020-03-01"),
    ("2022年10月31日之前", "open", None, "2022-10-31"),
    ("2025年前", "open", None, "2024-12-31"),
    # relative
    ("自印发之日起", "relative", None, None),
    ("自公布之日起30日后", "relative", None, None),
    ("自发布之日起的三个月", "relative", None, None),
    ("自发布之日起施行", "relative", None, None),
]

NO_DATES = [
    "工号2023号", "2023年均增长5%", "13月45日", "2023年13月45日", "京ICP备20001927号", "1.2.3",
    "192.168.2023.1", "3年", "五年", "第十五条", "十五个工作日", "2030家企业", "",
]  # fmt: skip


@pytest.mark.parametrize(("line", "kind", "first", "last"), CASES)
def test_reads(line: str, kind: str, first: str | None, last: str | None) -> None:
    mention = find_dates(f"意见{line}，按规定办理")[0]
    assert mention.kind == kind
    assert (mention.first and mention.first.isoformat()) == first
    assert (mention.last and mention.last.isoformat()) == last


@pytest.mark.parametrize("line", NO_DATES)
def test_no_day_is_read_from_look_alikes(line: str) -> None:
    assert find_days(line) == ()


@pytest.mark.parametrize(
    "line", ["工号2023号", "2023年均增长5%", "3年", "2030家企业", "十五个工作日"]
)
def test_no_date_at_all(line: str) -> None:
    assert find_dates(line) == ()


def test_spans_hold_and_do_not_overlap() -> None:
    text = (
        "本办法自2020年2月5日起施行，有效期至2025年底。"
        "“十四五”期间，2021年至2023年按2019-01-12的规定。"
    )
    mentions = find_dates(text)
    assert [text[item.start : item.end] for item in mentions] == [item.text for item in mentions]
    assert len(mentions) == 5
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_a_single_day_is_parsed() -> None:
    assert parse_date("二〇二三年五月一日") == date(2023, 5, 1)
    assert parse_date("2023年5月1日施行") is None
    assert parse_date("2023年5月") is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("自印发之日起", date(2020, 2, 5)),
        ("自公布之日起30日后", date(2020, 3, 6)),
        ("自发布之日起的三个月", date(2020, 5, 5)),
        ("自印发之日起一年内", date(2021, 2, 5)),
        ("自印发之日起10个工作日内", date(2020, 2, 19)),
    ],
)
def test_relative_dates_count_from_the_event(line: str, day: date) -> None:
    assert resolve_relative(find_dates(line)[0], date(2020, 2, 5)) == day


@pytest.mark.parametrize(
    ("first", "years", "months", "last"),
    [
        (date(2025, 11, 20), 5, 0, date(2030, 11, 19)),
        (date(2020, 2, 4), 0, 3, date(2020, 5, 3)),
        (date(2019, 1, 1), 3, 0, date(2021, 12, 31)),
        (date(2024, 2, 29), 1, 0, date(2025, 2, 27)),
    ],
)
def test_the_last_day_of_a_term(first: date, years: int, months: int, last: date) -> None:
    assert last_day_of_term(first, years=years, months=months) == last


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_each_form(day: date) -> None:
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert parse_date(day.isoformat()) == day


@given(st.dates(date(1950, 1, 31), date(2099, 12, 31)), st.integers(0, 600))
def test_months_move_forward(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
