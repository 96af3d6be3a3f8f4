"""The words beside a document's name that say how it is used: 根据, 贯彻落实, 转发, 同时废止 …"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.document import DocType, Relation
from ingest.clauses.labels import read_label
from ingest.references.mentions import Mention

#: A cue longer than this is cut to the document's name alone.
MAX_CUE = 260
_HOLE = "□"

# Cues before a name, the nearest to it wins; between cue and name stand other names and few words.
_BEFORE: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    ("废止", re.compile(r"(?:废止|停止执行)(?:了|下列|以下|的?有关文件|：)?[^，。；]{0,12}$")),
    ("修改", re.compile(r"(?:修改|修订|修正)(?:了|后的)?[^，。；的]{0,6}$")),
    ("修改", re.compile(r"(?:^|[，：、.．）)\s])(?:将|对|在)[^，。；]{0,12}$")),
    ("转发", re.compile(r"(?:转发|批转)[^，。；]{0,40}$")),
    ("印发", re.compile(r"(?:现将|印发|发布|重新发布|公布|颁布)[^，。；]{0,24}$")),
    ("参照", re.compile(
        r"(?:参照|参考|比照|参见|参阅|详见|见[^，。；]{0,24}网站?)[^，。；]{0,60}$"
    )),
    ("落实", re.compile(
        r"(?:贯彻|落实|(?<![不再止停未])(?:实施(?!细则|方案|办法|意见|条例|规定|步骤)|执行)|推进|推动)[^，。；]{0,64}$"
    )),
    ("依据", re.compile(
        r"(?:根据|[依遵按]照|依据|适用(?=$)|遵[循守]|符合|基于|依|按|履行)[^，。；]{0,70}$"
    )),
)  # fmt: skip
_ENDS = re.compile(
    r"^(?P<between>[^。]{0,400}?)(?P<cue>(?:同时|相应|一并|予以|即行|自行|随之|均|停止|宣布|自\S{2,14}起)*(?:废止|停止执行|失效|不再执行|停止施行)(?![前后的之]))"
)
_NOT_ENDED = re.compile(
    r"根据|依据|按照|依照|不一致|继续有效|可以|不得|违反|如|若|废止的|有效期|期限|自然"
)
_CHANGED = re.compile(
    r"^[^。]{0,60}?(?:作如下修改|作出(?:如下|以下)?修改|进行修改|作(?:以下|部分)修改|修改为|予以修改|修改如下|修订为)"
)
_RECEIVED = re.compile(r"^[^。；□]{0,24}?(?:收悉|已收到)")
_SENT_OUT = re.compile(
    r"^(?:[^。；□]{0,60}?|[□、和及与\s]+(?:已经?[^。；□]{0,40}?，)?[^。；□，]{0,30}?)"
    r"(?:印发给|现予?印发|予以印发|印发你们|印发执行|现予?发布|现予?公布|予以公布)"
)
_HANDED_ON = re.compile(r"^[^。；□]{0,60}?(?:转发给|现转发|转发你们)")
_AFTER: tuple[tuple[re.Pattern[str], Relation], ...] = (
    (_RECEIVED, "批复"), (_HANDED_ON, "转发"), (_SENT_OUT, "印发"),
)  # fmt: skip
_RULES = re.compile(
    r"^(?:[（(][^（）()]{0,40}[)）])?(?:等)?(?:的)?(?:有关|相关|文件|法律法规|等)*(?:精神|要求|规定|部署|标准|等规定)"
)
_DEMANDS = re.compile(
    r"^(?:[（(][^（）()]{0,40}[)）])?(?:等)?(?:的)?(?:有关|相关|文件|工作|通知|精神|和)*要求"
)
_YARDSTICK = re.compile(r"标准|目录|名录|指南|分类|规范")
_EXPLAINS = re.compile(
    r"(?:解读|解释|适用|答记者问|起草说明|说明)$|^(?:政策)?解读|(?:适用|应用)\s*$"
)
_ISSUED_NEWS = re.compile(
    r"(?:出台|印发|发布|制定|公布|下发|推出|审议通过|出台了|印发了|发布了)[^，。；]{0,12}$"
)
# Words by which a document that somebody issued is used, not reported: "详见网站发布的《通知》"
_USED = re.compile(r"(?:见|按照|根据|依据|依照|参照|落实|贯彻|执行)[^，。；]*$")
# The heading of a list of legal bases: "九、设定依据", "【政策依据】"
_BASIS = re.compile(r"^\S{0,6}(?:法律|政策|设定|办理|实施|文件|制定|受理|法规)依据[】：:]?$")
_BASIS_REACH = 30
_REPORT = re.compile(r"听取[^。；]{0,24}$|审议[^。；]{0,24}$")


@dataclass(frozen=True, slots=True)
class Context:
    """A mention in its sentence; ``others`` are the other mentions in the same sentence."""

    text: str
    mention: Mention
    start: int
    end: int
    others: tuple[tuple[int, int], ...]
    own_title: str
    doc_type: DocType
    is_first: bool

    def before(self) -> str:
        """The sentence up to the name, other names blanked out (offsets kept)."""
        return self._blanked(self.start, self.mention.start)

    def after(self) -> str:
        """The sentence behind the name and number, other names blanked out (offsets kept)."""
        return self._blanked(self.mention.end, self.end)

    def _blanked(self, start: int, end: int) -> str:
        text = self.text[start:end]
        for left, right in self.others:
            low, high = max(left, start) - start, min(right, end) - start
            if low < high:
                text = text[:low] + _HOLE * (high - low) + text[high:]
        return text


def relation_of(context: Context) -> tuple[Relation, int, int] | None:
    """Return the relation of the mention in ``context`` and the span of the proving words."""
    mention = context.mention
    before, after = context.before(), context.after()
    if _is_history(context):
        return None
    for pattern, relation in _AFTER:
        match = pattern.match(after)
        if match is not None and (
            relation != "印发" or not re.search(r"根据|按照|依据", before[-20:])
        ):
            return _span(context, mention.start, mention.end + match.end(), relation)
    ended = _ended(context, before, after)
    if ended is not None:
        return ended
    if _CHANGED.match(after) and not re.search(r"根据|按照|依据", before[-12:]):
        match = _CHANGED.match(after)
        end = mention.end + (match.end() if match else 0)
        return _span(context, mention.start, end, "修改")
    if re.search(r"修改|修正|修订", context.own_title) and _is_entry(before):
        return _span(context, mention.start, mention.end, "修改")
    explained = _explained(context, before, after)
    if explained is not None:
        return explained
    return _by_words_before(context, before, after)


def _is_history(context: Context) -> bool:
    """True in the lines that say how a law came about: it is changed there, not changing."""
    line_start = context.text.rfind("\n", 0, context.mention.start) + 1
    line_end = context.text.find("\n", context.mention.end)
    line = context.text[line_start : line_end if line_end >= 0 else len(context.text)]
    return (
        re.match(r"[（(]?\s*(?:根据)?[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日", line) is not None
        and re.search(
            r"第[一二三四五六七八九十]+次(?:修正|修订|修改)|(?:修正|修订|公布|通过)\s*[）)]?\s*$",
            line,
        )
        is not None
        and context.mention.start < 3000
    )


def _ended(context: Context, before: str, after: str) -> tuple[Relation, int, int] | None:
    """Repeal: "《A》（号）、《B》（号）同时废止", "废止《A》",
    an entry in a list of repealed rules."""
    mention = context.mention
    match = _ENDS.match(after)
    if match is not None:
        between = re.sub(rf"[{_HOLE}、，,和及以及与\s]|[（(][^（）()]*[)）]", "", match["between"])
        plain = not _NOT_ENDED.search(between) and not _NOT_ENDED.search(before[-14:])
        if plain and len(between) <= 24 and not re.search(r"根据|依据|依照", before[-12:]):
            return _span(context, mention.start, mention.end + match.end(), "废止")
    in_title = re.search(r"废止|宣布失效", context.own_title)
    if in_title and not re.search(r"修改|继续有效|保留", context.own_title) and not _cited(before):
        return _span(context, mention.start, mention.end, "废止")
    return None


def _is_entry(before: str) -> bool:
    """True for a name that heads its paragraph, as in a list: "十七、《……的规定》"."""
    label = read_label(before, len(before) - len(before.lstrip()))
    return label is not None and not before[label.end :].strip()


def _cited(before: str) -> bool:
    return re.search(r"(?:根据|按照|依据|依照|贯彻|落实)[^，。；]{0,40}$", before) is not None


def _explained(context: Context, before: str, after: str) -> tuple[Relation, int, int] | None:
    mention = context.mention
    if context.doc_type == "审议意见" and (
        _REPORT.search(before) or (mention.title or "").endswith("报告")
    ):
        return _span(context, mention.start, mention.end, "报告")
    if (
        context.doc_type == "解读"
        and (mention.title or "")
        and ((mention.title or "") in context.own_title or _EXPLAINS.search(after[:8]))
    ):
        return _span(context, mention.start, mention.end, "解释")
    if context.doc_type in ("新闻", "解读", "问答", "指南"):
        match = _ISSUED_NEWS.search(before)
        if match is not None and not _USED.search(before):
            return _span(context, context.start + match.start(), mention.end, "解释")
    if re.search(r"(?:适用|执行|理解)\s*$", before) and re.search(
        r"解释|规定|批复|意见", after[:30]
    ):
        in_own = re.sub(r"\s", "", mention.title or "□") in re.sub(r"\s", "", context.own_title)
        if in_own:
            return _span(context, mention.start, mention.end, "解释")
    return None


def _by_words_before(context: Context, before: str, after: str) -> tuple[Relation, int, int] | None:
    compact = re.sub(rf"{_HOLE}+", _HOLE, before)
    best: tuple[int, Relation] | None = None
    for relation, pattern in _BEFORE:
        match = pattern.search(compact)
        while match is not None and (later := pattern.search(compact, match.start() + 1)):
            match = later
        if match is None or not _holds(relation, match, context, after):
            continue
        distance = len(compact) - match.start()
        if best is None or distance < best[0]:
            best = (distance, relation)
    if best is not None:
        word = compact[len(compact) - best[0] :][:2]
        start = context.start + before.rfind(word)
        relation = _refined(best[1], word, context.mention.title or "", after)
        return _span(context, start, context.mention.end, relation)
    if _RULES.match(after) or _is_listed_basis(context):
        return _span(context, context.mention.start, context.mention.end, "依据")
    return None


def _is_listed_basis(context: Context) -> bool:
    """True for a name in the list under a heading like 设定依据, 政策依据."""
    above = context.text[max(0, context.start - _BASIS_REACH) : context.start].rstrip("\n")
    heading = above.rpartition("\n")[2].strip()
    return _BASIS.search(heading) is not None


def _refined(relation: Relation, word: str, title: str, after: str) -> Relation:
    """按照《意见》要求 carries out; 符合《标准》 measures by it."""
    if relation == "依据" and _DEMANDS.match(after):
        return "落实"
    if relation == "依据" and word.startswith("符合") and _YARDSTICK.search(title):
        return "参照"
    return relation


def _holds(relation: Relation, match: re.Match[str], context: Context, after: str) -> bool:
    """Keep a cue only where its words mean the document named, not something in between."""
    words = match.group()
    if relation == "修改" and words.lstrip("，：、.．）) \n")[:1] in "将对在":
        changes = r"\s*(?:第\S{1,8}条|作|中的|进行)[^。]{0,80}(?:修改|删去|修订)"
        return re.match(changes, after) is not None
    if relation == "修改":
        own = re.search(r"修改|修正|修订|废止|清理", context.own_title)
        return own is not None or "决定修改" in match.string
    if relation == "印发":
        sends = re.search(r"通知|函|公告|令|决定", context.own_title) is not None
        named = (context.mention.title or _HOLE) in context.own_title.replace("《", "")
        return (sends and named) or ("现将" in words and "印发" in after[:60])
    if relation == "转发":
        sends = re.search(r"转发|批转", context.own_title) is not None
        return sends or ("现" in words[:6] or "现将" in match.string)
    if relation == "落实" and words.startswith("实施"):
        return not match.string.endswith("之日")
    return not words[:-1].endswith(("：", ":"))


def _span(context: Context, start: int, end: int, relation: Relation) -> tuple[Relation, int, int]:
    if end - start > MAX_CUE or end <= start:
        start, end = context.mention.start, context.mention.end
    return relation, start, end
