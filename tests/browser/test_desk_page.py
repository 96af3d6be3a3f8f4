"""The drafter's desk in a real browser: findings, decisions that stay, downloads, two versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

DRAFT = (
    "青石县人民政府关于推进开发区创新提升的若干措施\n"
    "为落实《云岭省人民政府关于推进全省开发区创新提升高质量发展的实施意见》（云政发〔2024〕9号），制定以下措施。\n"
    "一、总投资5亿元以上的制造业项目，纳入省级重大项目库，优先保障用地、用能指标。\n"
    "二、一般工业项目从取得土地到开工建设的审批时间压缩至四十个工作日以内，推行“标准地+承诺制”。\n"
    "三、每年举办开发区运动会。\n"
)
COMMENTS = (
    "市人大常委会组成人员对市政府《关于开发区工作情况的报告》的审议意见\n"
    "（一）降低用能成本。建议支持开发区用户参与电力市场化交易，鼓励建设分布式光伏。\n"
    "（二）发展海洋渔业。建议建设远洋捕捞码头。\n"
)


def _align(watched: Any) -> Any:
    page = watched.open("/align")
    page.get_by_label("草案正文").fill(DRAFT)
    page.get_by_role("button", name="开始对照").click()
    page.wait_for_selector(".report", timeout=60_000)
    return page


def test_findings_show_both_texts_and_can_be_filtered(watched: Any) -> None:
    page = _align(watched)
    shown = page.inner_text(".report")
    assert "数字不一致" in shown
    assert "四十个工作日" in shown
    page.get_by_role("button", name="时限不一致").click()
    assert page.locator(".measure").count() == 1
    assert "四十个工作日以内" in page.locator(".measure mark").all_inner_texts()


def test_decisions_stay_in_the_browser(watched: Any) -> None:
    page = _align(watched)
    first = page.locator(".measure .decision").first
    first.get_by_role("button", name="忽略").click()
    first.get_by_label("备注").fill("本级不适用")
    first.get_by_label("备注").blur()
    assert "已忽略 1" in page.inner_text(".report")
    page.reload()
    page = _align(watched)
    again = page.locator(".measure .decision").first
    assert again.get_by_label("备注").input_value() == "本级不适用"
    assert "已忽略 1" in page.inner_text(".report")


def test_the_word_report_is_downloaded(watched: Any, tmp_path: Path) -> None:
    page = _align(watched)
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="带批注的草案").click()
    target = tmp_path / "draft.docx"
    waiting.value.save_as(target)
    assert waiting.value.suggested_filename == "带批注的草案.docx"
    assert target.read_bytes()[:2] == b"PK"


def test_review_comments_find_what_answers_them(watched: Any) -> None:
    page = watched.open("/align")
    page.get_by_role("button", name="审议意见办理").click()
    page.get_by_label("审议意见正文").fill(COMMENTS)
    page.get_by_role("button", name="查找回应").click()
    page.wait_for_selector(".report", timeout=60_000)
    shown = page.inner_text(".report")
    assert "疑似" in shown
    assert "电力市场化交易" in shown
    assert "未见回应" in shown
