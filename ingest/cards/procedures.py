"""Procedure cards: what can be applied for, with materials, time limit, place and department."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.cards import FieldSpan, ProcedureCard
from corpus.document import PolicyDocument
from ingest.cards.departments import find_window
from ingest.cards.procedure_lists import find_materials, find_steps
from ingest.cards.rule_text import RuleText, rule_text, split_segments

Range = tuple[int, int]

# A page that explains how something is applied for: 电子居住证申领指南; 申请公告; 常见问题.
_GUIDE = re.compile(
    r"指南|指引|攻略|办事|流程|申领|申请|申办|如何|怎么|怎样|问答|常见问题|\d+问|通告|公告|详解|备案|办理|登记|认证|发放"
)
_HEADING_NOISE = re.compile(
    r"(?:的)?(?:条件和渠道|申请方式及流程|申请流程|办理流程|流程|渠道|条件|起止时间是什么|是怎样的|是什么|有哪些|？|\?|。|：)+$"
)
# Words that show something is applied for here.
_APPLIES = re.compile(
    r"申领方式|申请方式|办理方式|申请渠道|申领渠道|办理流程|申请流程|申报流程|办理材料|申请材料|所需材料|提交(?:以下|下列)?材料|提交申请|申报时间|填报志愿|"
    r"向[^，。；]{2,40}(?:提出|提交|递交)[^，。；]{0,16}(?:申请|申报|材料)|实行申报制|可[^，。；]{0,12}(?:申请|申领|办理)|办理[^，。；]{0,12}(?:手续|登记|备案)"
)
# 审核期限为5个工作日; 办理时限：20个工作日; 15个工作日内办结
_OFFICE_LIMIT = re.compile(
    r"(?:(?:审核|办理|办结|审批|受理|法定|承诺|发放|制卡|处理|核准|评审)[^，。；\d]{0,10}(?:期限|时限|时间|周期)?[^，。；\d]{0,6}(?:为|是|：|:|不超过|在)?)"
    r"(?P<limit>\d+个?(?:工作日|日|天)(?:内)?)|(?P<limit2>(?:\d+|[一二三四五六七八九十]+)个?(?:工作日)(?:之?内)?)"
)
_PROMISED = re.compile(r"承诺[^，。；\d]{0,10}(?P<limit>\d+个?(?:工作日|日|天))")
# 2025年10月10日9时至2025年11月10日17时; 6月27日10：00—7月1日15:00
_MOMENT = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:\d{1,2}(?:时|[:：]\d{2})(?:\d{1,2}分)?)?"
_OPEN_FOR = re.compile(
    rf"(?P<limit>{_MOMENT}(?:[（(][^）)]*[）)])?(?:至|—|-|－|~|～|到)+{_MOMENT})"
)
# 应当在订立租赁合同之日起30日内; 相关创业主体登记注册之日起3年内
_APPLICANT_LIMIT = re.compile(
    r"(?:应于?|应当|须|需|自|从|在|于)*(?P<limit>[^，。；应当在于自从向]{2,20}之日起(?:\d+|[一二三四五六七八九十]+)(?:个?工作日|个?月|日|天|年)(?:之?内)?)"
)
_CHANNEL = re.compile(
    r"(?:“[^”]{2,24}”)?[^，。；、：:（）()“”\n]{0,24}?(?:APP|小程序|公众号|服务网|云平台|平台|系统|服务大厅|办事大厅|服务中心|分中心|窗口|官网|经办机构)(?:窗口|办理)?"
)
_CHANNEL_CUE = re.compile(r"通过|登录|前往|进入|[到在至]|凭|携|可|渠道|方式")
_MAX_WHERE = 70
# What one does on the page itself is no place: ，选择企业办事→补贴申办.
_CLICKS = re.compile(r"[，,、](?:再|并)?(?:选择|点击|进入(?:“|【|\w{0,6}页面)|搜索|在“|输入)")
_DONE_THERE = re.compile(r"办理|申请|申领|申报|填报|备案|提交|认证|查询|进行")
_DEPARTMENT = (
    re.compile(
        r"(?:办理|受理|主管|实施|经办)(?:部门|机构|单位|机关)[：:\n]\s*(?P<who>[^，。；：、\n]{3,30}(?:局|委|厅|中心|办公室|会|处|政府))"
    ),
    re.compile(r"(?<!面)向(?P<who>[^，。；向]{2,36}?)(?:提出|提交|递交|申请|申报)"),
    re.compile(
        r"(?:由|经)(?P<who>[^，。；由经]{2,30}?(?:局|委|厅|部门|机关|中心|机构|领导小组|办公室|政府|窗口))(?:负责)?(?:进行)?(?:人工)?(?:审核|审批|受理|核准|核定|办理|审定|认定)"
    ),
    re.compile(
        r"(?P<who>[^，。；：）)\n]{2,24}(?:[局委厅]|部门|机关|中心|机构))(?:将|应当?|须)?(?:在|自[^，。；]{2,14}之日起)?"
        r"\d+个?工作日内(?:完成|作出)?[^，。；]{0,6}(?:审核|初审|审批)"
    ),
    re.compile(
        r"(?P<who>[^，。；：\n]{0,10}(?:公安机关|教育局|主管部门|[局委厅]))(?:负责)?(?:审核|受理|确定|核发|签发|公布|按照)"
    ),
)
_NOBODY = re.compile(
    r"持有|^(?:相关|有关|所在|上述|各|其|该)?(?:部门|机关|单位|机构)$|系统|平台|窗口电话"
)
_FEE = re.compile(
    r"(?:收费标准|费用|收费)[：:为](?P<fee>[^。；\n]{1,40})|(?P<free>不收(?:取)?(?:任何)?费用?|免费办理|免收工本费)"
)
_PHONE = re.compile(r"(?:联系|咨询|服务)?(?:电话|热线)[：:]?(?P<phone>(?:\d{3,4}-)?\d{5,11})")
_APPLICANT = re.compile(
    r"(?:申请(?:对象|人)|办理对象|申领对象|服务对象|补贴对象)[：:](?P<who>[^。；\n]{2,60})"
)
_RESULT = re.compile(
    r"(?:办理结果|审批结果|发放)[：:](?P<what>[^。；\n]{2,40})|生成(?P<made>《[^》]{2,30}》)"
)


# Headings that name a part of a procedure or ask about it, not something to apply for.
_NO_MATTER = re.compile(
    r"^(?:办理|申请|申报|操作)(?:流程|程序)|条件|对象|材料|期限|是什么|什么是|如何使用|是否|注意事项|^窗口|^网上|哪些|多少|要求|程序$|处罚|责任|总则|附则|^.{26,}|异议|^[^一-龥]*$"
)
#: A page with as many procedures is a list of them, not the guide to one.
_MANY = 4


@dataclass(frozen=True, slots=True)
class _Fields:
    """Ranges of what was read in one scope."""

    time_limit: Range | None
    promised: Range | None
    where: Range | None
    department: Range | None
    fee: Range | None
    phone: Range | None
    applicant: Range | None
    result: Range | None
    materials: tuple[Range, ...]
    steps: tuple[Range, ...]

    def told(self) -> int:
        """How many of the fields that make a procedure are known."""
        return sum(
            1
            for item in (self.time_limit, self.where, self.department, self.materials, self.steps)
            if item
        )


def read_procedures(document: PolicyDocument) -> tuple[ProcedureCard, ...]:
    """Return the procedures of a document: of its clauses, and of a guide as a whole."""
    text = document.text
    found: list[ProcedureCard] = []
    for clause in document.clauses:
        if clause.end - clause.start > 6000 or not _APPLIES.search(text, clause.start, clause.end):
            continue
        if clause.depth > 2 or clause.kind in ("附件", "段", "前言", "落款", "表"):
            continue
        if clause.kind in ("编", "章", "节") and (clause.label or "").startswith("第"):
            continue
        rule = rule_text(text, clause.start, clause.end, path=clause.path, heading=clause.heading)
        name = _clause_name(rule, clause.label)
        fields = _read(rule.view)
        if name is None or _NO_MATTER.search(rule.view[slice(*name)]):
            continue
        if any(item.start <= clause.start and clause.end <= item.end for item in found):
            continue
        if fields.told() >= 2 and (fields.where or fields.time_limit or fields.department):
            found.append(_card(rule, name, fields, text))
    if _GUIDE.search(document.title) and _APPLIES.search(text):
        whole = rule_text(text, 0, len(text), path=None)
        fields = _read(whole.view)
        if fields.told() >= 1 and len(found) < _MANY:
            found.append(_card(whole, _title_name(document), fields, text))
    return tuple(found)


def _read(view: str) -> _Fields:
    promised = _PROMISED.search(view)
    fee, phone = _FEE.search(view), _PHONE.search(view)
    applicant, result = _APPLICANT.search(view), _RESULT.search(view)
    return _Fields(
        time_limit=_time_limit(view),
        promised=promised.span("limit") if promised else None,
        where=_where(view),
        department=_department(view),
        fee=(fee.span("fee") if fee["fee"] else fee.span("free")) if fee else None,
        phone=phone.span("phone") if phone else None,
        applicant=applicant.span("who") if applicant else None,
        result=(result.span("what") if result["what"] else result.span("made")) if result else None,
        materials=tuple(find_materials(view)),
        steps=tuple(find_steps(view)),
    )


def _time_limit(view: str) -> Range | None:
    """The office's own limit first, then when applications are open, then the applicant's limit."""
    for pattern in (_OFFICE_LIMIT, _OPEN_FOR, _APPLICANT_LIMIT):
        found = list(pattern.finditer(view))
        match = next((item for item in found if not _is_beside(view, item)), None)
        match = match or next(iter(found), None)
        if match:
            name = "limit2" if "limit2" in match.groupdict() and match["limit2"] else "limit"
            return match.span(name)
    return None


# The days of asking for what is missing or of showing the result are not the office's limit.
_BESIDE = re.compile(r"是否受理|一次性告知|补正|公示|异议|复核|补齐")


def _is_beside(view: str, match: re.Match[str]) -> bool:
    start = max(view.rfind(mark, 0, match.start()) for mark in "，。；\n") + 1
    words = re.split(r"[，。；\n]", view[start : match.end() + 12])
    return bool(_BESIDE.search("，".join(words[:2])))


def _where(view: str) -> Range | None:
    """The stretch from the first to the last channel of the sentence that names most of them."""
    best: tuple[int, Range] | None = None
    for segment in split_segments(view):
        sentence = re.split(_CLICKS, view[segment.start : segment.end])[0]
        if not (
            _CHANNEL_CUE.search(sentence) and _DONE_THERE.search(view, segment.start, segment.end)
        ):
            continue
        channels = list(_CHANNEL.finditer(sentence))
        if not channels or (best is not None and len(channels) <= best[0]):
            continue
        start = segment.start + channels[0].start()
        lead = re.match(
            r".*?(?:可?通过|可?登录|前往|进入|可在|可到|[到在至向](?=[^，。]{2}))",
            view[start : segment.start + channels[0].end() - 3],
        )
        start += lead.end() if lead else 0
        stop = segment.start + channels[-1].end()
        if stop - start > _MAX_WHERE:
            stop = segment.start + channels[0].end()
        if 4 <= stop - start <= _MAX_WHERE and not _NOWHERE.match(view, start, stop):
            best = (len(channels), (start, stop))
    if best is not None:
        return best[1]
    return find_window(view, 0, len(view))


# No place at all: 如…, 保障部门可依法将信息纳入…系统.
_NOWHERE = re.compile(r"如|必须|可|除|[^，。；]{0,6}部门可|转出地|申请材料收齐")


def _department(view: str) -> Range | None:
    for pattern in _DEPARTMENT:
        match = next(
            (item for item in pattern.finditer(view) if not _NOBODY.search(item["who"])), None
        )
        if match:
            start, end = match.span("who")
            for word in ("应", "可", "于", "并", "，", "时", "是", "由"):
                place = view.rfind(word, start, end)
                if place >= 0 and place + 1 < end - 2:
                    start = place + 1
            return start, end
    return None


def _clause_name(rule: RuleText, label: str | None) -> Range | None:
    start = len("".join(label.split())) if label else 0
    while rule.view[start : start + 1] in ("、", "．", ".", "\n"):
        start += 1
    match = re.compile(r"[^。：；\n]{2,40}").match(rule.view, start)
    if match is None:
        return None
    noise = _HEADING_NOISE.search(match[0])
    end = match.start() + noise.start() if noise and noise.start() >= 2 else match.end()
    return start, end


# What a guide's title says around the matter itself: 关于受理…的公告, …如何申领？一文说清.
_TITLE_LEAD = re.compile(
    r"^(?:【[^】]*】|.*?关于(?:受理|开展|做好)?|[“《]|怎么|如何|怎样|[^，！]{2,12}[，！](?=.{6}))+"
)
_TITLE_TAIL = re.compile(
    r"(?:的|及|和)?(?:指南|指引|攻略|常见问题(?:解答)?|工作热点\d*问|热点\d*问|详解|通告|公告|通知|问答|简介|须知|流程|及|可以网办吗.*|[？?！].*|一文说清)+$"
)


# A title that advertises says the matter before: 广州异地就医备案，上“穗好办”快速办理！
_URGES = re.compile(r"[快上]|这笔|可以|来了")
_MATTER = re.compile(r"备案|申领|办理|登记|认证|津贴|补贴|申请|申报|证$|卡$")


def _title_name(document: PolicyDocument) -> str:
    """The matter that a guide is about, by its title."""
    title = "".join((document.inner_title or document.title).split())
    lead = _TITLE_LEAD.match(title)
    name = title[lead.end() :] if lead and len(title) - lead.end() >= 4 else title
    if _URGES.match(name):
        told = (item for item in re.split(r"[，！!。]", title) if _MATTER.search(item))
        name = next((item for item in told if not _URGES.match(item)), name)
    tail = _TITLE_TAIL.search(name)
    return name[: tail.start()] if tail and tail.start() >= 4 else name


def _card(rule: RuleText, name: Range | str, fields: _Fields, text: str) -> ProcedureCard:
    spans: list[FieldSpan] = []

    def take(field: str, item: Range | None) -> str | None:
        if item is None or item[0] >= item[1]:
            return None
        start, end = rule.span(*item)
        spans.append(FieldSpan(field, start, end))
        return text[start:end]

    start, end = rule.span(0, len(rule.view))
    return ProcedureCard(
        clause_path=rule.clause_path,
        start=start,
        end=end,
        name=name if isinstance(name, str) else take("name", name) or "",
        applicant=take("applicant", fields.applicant),
        steps=tuple(
            take(f"steps.{number}", item) or "" for number, item in enumerate(fields.steps)
        ),
        materials=tuple(
            take(f"materials.{number}", item) or "" for number, item in enumerate(fields.materials)
        ),
        time_limit=take("time_limit", fields.time_limit),
        promised_limit=take("promised_limit", fields.promised),
        where=take("where", fields.where),
        phone=take("phone", fields.phone),
        fee=take("fee", fields.fee),
        department=take("department", fields.department),
        result=take("result", fields.result),
        spans=tuple(spans),
    )
