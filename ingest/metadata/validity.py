"""施行日期 and 失效日期: as the page states them, else computed from the document's own words."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.document import Evidence, Status
from corpus.numerals import parse_numeral
from ingest.metadata.dates import Dates
from ingest.metadata.signature import FULL_DATE, parse_date
from ingest.page import CleanText, RawPage
from ingest.unwrap import Unwrapped, unwrap

_EFFECTIVE_FACTS = (
    "table:实施日期", "line:实施日期", "table:施行日期", "line:施行日期", "table:生效日期",
    "line:生效日期",
)  # fmt: skip
_EXPIRES_FACTS = (
    "table:失效日期", "line:失效日期", "table:失效时间", "line:失效时间", "table:废止日期",
    "line:废止日期",
)  # fmt: skip
_STATUS_FACTS = (
    "table:有效性", "line:有效性", "table:文件状态", "line:文件状态", "table:效力状态",
    "line:效力状态",
    "table:时效状态", "line:时效状态", "table:时效性", "line:时效性", "table:是否有效",
    "line:是否有效",
    "line:版本", "script:状态", "meta:版本",
)  # fmt: skip

# A status and nothing else: "失效（提前废止）", "现行有效"; "(已失效)" marks a link to another
# document.
_STATUS_VALUE = re.compile(
    r"(?:现行|已经?|尚未|全文|部分)?(?:有效|失效|废止|无效|被?修改|被?修订|生效|施行)(?:[（(][^（）()]{1,12}[)）])?"
)
_STATUS_LABEL = re.compile(r"有效性|文件状态|效力|时效|是否有效|统一编号")

_NUMERAL = "[0-9０-９一二两三四五六七八九十]"
_DAY = (
    FULL_DATE.pattern.replace("(?P<year>", "(?:")
    .replace("(?P<month>", "(?:")
    .replace("(?P<day>", "(?:")
)
_SUBJECT = (
    r"(?:本[^，。；\s《》（）]{1,14}?|(?:以上|上述)[^，。；]{0,10}?|该[^，。；\s]{1,8}?|自|从)"
)
# When it takes effect: "本办法自2019年7月1日起实施", "本通知自印发之日起施行",
# "自公布之日起三十日后施行"
_EFFECT = re.compile(
    rf"(?P<subject>本[^，。；\s《》（）]{{1,16}}?|(?:以上|上述|该)[^，。；]{{0,12}}?|[，。；（、\s]|^)\s*"
    rf"(?:从|自)\s?(?P<when>{_DAY}|(?:政策)?(?:印发|发布|公布|颁布|下发|发文|批准|签发)之?日)\s?起"
    rf"(?P<delay>满?{_NUMERAL}{{1,3}}(?:日|个月))?(?:后|之后)?(?:正式)?(?:，?(?:开始)?(?P<verb>施行|实施|执行|生效|试行)"
    rf"(?=[。，；,;（(）)、\s至到期为有]|{_NUMERAL}{{1,2}}年(?:[，。；]|$)|$))",
    re.MULTILINE,
)
# How long: "有效期5年", "有效期为三年", "暂定三年", "试行期为2年", "施行期暂定为6个月"
_PERIOD = re.compile(
    rf"(?:有效期(?:限)?|施行期(?:限)?|执行期(?:限)?|实施期(?:限)?|试行期(?:限)?|试行|暂定|(?:执行|施行|有效)期限)(?:暂定|暂)?(?:为|是)?"
    rf"(?:自(?:政策)?(?:印发|发布|公布|实施|施行)之日起(?:的)?)?(?P<number>{_NUMERAL}{{1,3}})\s?(?P<unit>年|个月|天|日)"
    r"(?![以之][前后内])"
)
# Until when: "有效期至2026年12月31日", "有效期至2020年底", "实施期限至2030年12月31日",
# "执行期限由原“疫情防控期间”延长至2020年6月30日"; not the first year of "2016年至2018年"
_UNTIL = re.compile(
    rf"(?:有效期(?:限)?|施行期(?:限)?|执行期(?:限)?|实施期(?:限)?|试行期(?:限)?|适用期(?:限)?|政策期限|有效|执行|施行|实施|试行)"
    rf"(?:截止|截至|延长|调整|延续|暂定)?(?:由[^，。；]{{2,24}})?(?:延长|调整|延续|截止)?(?:为|到|至)+"
    rf"(?:自[^，。；]{{2,10}}之?日起至)?"
    rf"\s?(?P<until>{_DAY}|[12][0-9]{{3}}年底|[12][0-9]{{3}}年(?:[0-9]{{1,2}}月底)?)(?!\s?起?\s?[至到—－-])"
)
# From … to …: "执行期限为2019年1月1日至2023年12月31日", "有效期自2020年1月1日至2022年12月31日"
_RANGE = re.compile(
    rf"(?:执行期限|有效期(?:限)?|实施期限|施行期限|政策期限)(?:为|自|从|：)*\s?(?P<from>{_DAY})\s?(?:起)?(?:至|到|—|-|－)\s?(?P<to>{_DAY})"
)
# The line of a law's history that says only this: "2013年4月27日 施行"
_HEAD_EFFECT = re.compile(rf"^(?P<from>{_DAY})\s*起?(?:施行|实施)$", re.MULTILINE)
_HEAD = 1500
# The document itself as the subject of a sentence: "以上政策措施适用于……，自……"
_OWN_SUBJECT = re.compile(
    r"(?:^|[\s）)])(?:以上|上述|本)(?:各?项|若干)?(?:政策|措施|办法|意见|通知|规定|方案|细则)"
)
# Things whose validity is not the document's: a certificate, a card, a result.
_OTHER_SUBJECT = re.compile(
    r"(?:证|卡|卷|券|照|书|资格|结果|批文|标识|许可|目录|报告|合同|号牌|编码|公告|名单|码|检测|试点)[^，。；]{0,8}$"
)


@dataclass(frozen=True, slots=True)
class Validity:
    """First and last day in force, and the status that the page itself states."""

    effective_on: date | None = None
    expires_on: date | None = None
    stated_status: Status | None = None


def read_validity(
    page: RawPage, cleaned: CleanText, dates: Dates, evidence: list[Evidence]
) -> Validity:
    """Return the period in force; the page's own fields win over the computation."""
    unwrapped = unwrap(cleaned.text)
    found: list[Evidence] = []
    validity = _validity(page, unwrapped.text, dates, found)
    evidence.extend(_in_original(item, cleaned.text, unwrapped) for item in found)
    return validity


def _in_original(item: Evidence, text: str, unwrapped: Unwrapped) -> Evidence:
    if item.start is None or item.end is None:
        return item
    start, end = unwrapped.span(item.start, item.end)
    return replace(item, text=text[start:end], start=start, end=end)


def _validity(page: RawPage, text: str, dates: Dates, evidence: list[Evidence]) -> Validity:
    stated_from = _stated(page, _EFFECTIVE_FACTS, "effective_on", evidence)
    stated_to = _stated(page, _EXPIRES_FACTS, "expires_on", evidence)
    effective = stated_from or _effective(text, dates, evidence)
    expires = stated_to or _expires(text, effective, dates, evidence)
    if expires is not None and effective is None:
        effective = _effective_of_period(dates)
    if effective and expires and expires < effective:
        expires = stated_to
    return Validity(effective, expires, _status(page, evidence))


def _stated(
    page: RawPage, names: tuple[str, ...], field: str, evidence: list[Evidence]
) -> date | None:
    for name in names:
        value = page.fact(name)
        found = parse_date(value) if value else None
        if found and value:
            evidence.append(Evidence(field, f"页面字段 {name}", value, None, None))
            return found
    return None


def _effective(text: str, dates: Dates, evidence: list[Evidence]) -> date | None:
    match = _effect_clause(text)
    if match is None:
        return _first_day(_RANGE.search(text), "执行期限", evidence) or _first_day(
            _HEAD_EFFECT.search(text[:_HEAD]), "题注", evidence
        )
    when = match["when"]
    found = parse_date(when) if FULL_DATE.search(when) else _day_of_issue(when, dates)
    if found is not None and match["delay"]:
        found = _after(found, match["delay"])
    if found is not None:
        evidence.append(Evidence("effective_on", "施行条款", match.group(), *match.span()))
    return found


def _effect_clause(text: str) -> re.Match[str] | None:
    """Return the statement about the document itself: the last with 本……, else the last at all."""
    matches = [m for m in _EFFECT.finditer(text) if not _is_quoted(text, m.start())]
    own = [m for m in matches if re.match(r"本|以上|上述", m["subject"])]
    plain = [m for m in matches if not own and m["subject"].strip() in ("", "，", "。", "、", "（")]
    plain = [m for m in plain if not _tells_of_other(text, m)]
    chosen = own or plain
    return chosen[-1] if chosen else None


def _is_quoted(text: str, position: int) -> bool:
    line_start = text.rfind("\n", 0, position) + 1
    before = text[line_start:position]
    return before.count("“") > before.count("”") + before.count('"')


def _tells_of_other(text: str, match: re.Match[str]) -> bool:
    """True where the words before name another subject: "居住证自签发之日起……", "《X法》自……"."""
    line_start = text.rfind("\n", 0, match.start()) + 1
    before = re.split(r"[。；]", text[line_start : match.start() + 1])[-1].strip(
        "，、（ \u3000。；"
    )
    if _OWN_SUBJECT.search(before):
        return False
    return bool(before) and not re.search(
        r"现予公布|予以公布|现予发布|现公布|公布如下|印发给你们|解释|同意|(?:办法|规定|意见|措施|方案|通知|政策|细则|条例)[)）》]?$|遵照执行|实施$",
        before,
    )


def _day_of_issue(when: str, dates: Dates) -> date | None:
    if when.startswith(("印发", "下发", "发文")):
        return dates.printed_on or dates.issued_on
    return dates.issued_on or dates.printed_on


def _after(start: date, delay: str) -> date:
    number = parse_numeral(re.sub(r"满|日|个月", "", delay)) or 0
    return _add_months(start, number) if delay.endswith("月") else start + timedelta(days=number)


def _first_day(match: re.Match[str] | None, rule: str, evidence: list[Evidence]) -> date | None:
    if match is None:
        return None
    evidence.append(Evidence("effective_on", rule, match.group(), *match.span()))
    return parse_date(match["from"])


def _expires(
    text: str, effective: date | None, dates: Dates, evidence: list[Evidence]
) -> date | None:
    ranges = list(_RANGE.finditer(text))
    if ranges:
        evidence.append(Evidence("expires_on", "执行期限", ranges[-1].group(), *ranges[-1].span()))
        return parse_date(ranges[-1]["to"])
    anchor = _effect_clause(text)
    for match in reversed(list(_UNTIL.finditer(text))):
        if _is_own(text, match, anchor):
            evidence.append(Evidence("expires_on", "有效期截止", match.group(), *match.span()))
            return _last_day(match["until"])
    for match in reversed(list(_PERIOD.finditer(text))):
        if not _is_own(text, match, anchor):
            continue
        start = effective or _effective_of_period(dates)
        if start is not None:
            evidence.append(Evidence("expires_on", "有效期", match.group(), *match.span()))
            return _end_of_period(start, match["number"], match["unit"])
    return None


def _effective_of_period(dates: Dates) -> date | None:
    """A period without a day it begins on runs from the document's date."""
    return dates.printed_on or dates.issued_on or dates.published_on


def _is_own(text: str, match: re.Match[str], anchor: re.Match[str] | None) -> bool:
    """True where a period is the document's: beside the words of its effect, or with 本……."""
    if anchor is not None and 0 <= match.start() - anchor.end() <= 60:
        between = text[anchor.end() : match.start()]
        if "\n" not in between and "。" not in between and not _OTHER_SUBJECT.search(between):
            return True
    line_start = text.rfind("\n", 0, match.start()) + 1
    sentence = re.split(r"[。；]", text[line_start : match.start()])[-1]
    if _OTHER_SUBJECT.search(sentence):
        return False
    return bool(
        re.search(
            r"(?:^|[，、\s])(?:本[^，。；\s]{1,14}|以上[^，。；]{0,12}|上述[^，。；]{0,12})(?:，|自|执行|实施|施行)?[^，。；]{0,24}$",
            sentence,
        )
    )


def _last_day(until: str) -> date | None:
    full = parse_date(until)
    if full is not None:
        return full
    match = re.match(r"([12][0-9]{3})年(?:([0-9]{1,2})月底)?", until)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    return date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None


def _end_of_period(start: date, number: str, unit: str) -> date | None:
    count = parse_numeral(number)
    if not count:
        return None
    if unit in ("天", "日"):
        return start + timedelta(days=count - 1)
    months = count * 12 if unit == "年" else count
    return _add_months(start, months) - timedelta(days=1)


def _add_months(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _status(page: RawPage, evidence: list[Evidence]) -> Status | None:
    """Return the status that the page states; a script that names every status states none."""
    labelled = any(_STATUS_LABEL.search(key) for key, _ in page.facts)
    for name in _STATUS_FACTS:
        value = page.fact(name)
        if name.startswith("script:") and not labelled:
            continue
        status = _status_of(value) if value and _STATUS_VALUE.fullmatch(value) else None
        if status is not None and value:
            evidence.append(Evidence("stated_status", f"页面字段 {name}", value, None, None))
            return status
    return None


def _status_of(value: str) -> Status | None:
    if "废止" in value:
        return "已废止"
    if "失效" in value or "无效" in value:
        return "已失效"
    if "修改" in value or "修订" in value:
        return "已被修改"
    if "尚未" in value or "未生效" in value:
        return "尚未施行"
    return "有效" if "有效" in value else None
