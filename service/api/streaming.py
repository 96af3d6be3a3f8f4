"""The event stream of ``POST /api/ask`` with ``stream: true``."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

from corpus.errors import PolicyError
from service.answering import answer_view
from service.schema.query import AskRequest
from service.workspace import Workspace

logger = logging.getLogger(__name__)

STREAM_DESCRIPTION = """回答。`stream` 为 true 时是 SSE 事件流（text/event-stream），依次为：

- `stage`：`{"stage": "searching"}`，正在做什么；
- `draft`：`{"text": "…"}`，大模型正在写的一段，尚未核对，不得当作回答；未接大模型时没有；
- `sentence`：`{"text", "citations", "check"}`，已核对的一句；
- `answer`：与非流式相同的完整回答，总在最后；
- `error`：`{"code", "message"}`，出错时代替 `answer`。
"""


def answer_json(workspace: Workspace, body: AskRequest) -> dict[str, Any]:
    """Return the whole answer to a request."""
    answer = workspace.ask(
        body.question, filters=body.filters.filters(), as_of=body.as_of, history=body.history
    )
    return answer_view(answer, workspace.snapshot())


def stream_answer(workspace: Workspace, body: AskRequest) -> Iterator[str]:
    """Yield the events of one answer; a failure is the last event, never a broken stream."""
    yield event("stage", {"stage": "searching"})
    try:
        for item in workspace.stream(
            body.question, filters=body.filters.filters(), as_of=body.as_of, history=body.history
        ):
            if isinstance(item, str):
                yield event("draft", {"text": item})
            else:
                yield from _final(answer_view(item, workspace.snapshot()))
    except PolicyError as error:
        yield event("error", {"code": error.code, "message": str(error)})
    except Exception:
        logger.exception("a streamed answer failed")
        yield event("error", {"code": "internal", "message": "程序内部出错，已记入日志。"})


def _final(answer: dict[str, Any]) -> Iterator[str]:
    for sentence in answer["sentences"]:
        yield event("sentence", sentence)
    yield event("answer", answer)


def event(name: str, value: dict[str, Any]) -> str:
    """Return one server-sent event.

    >>> event("stage", {"stage": "searching"})
    'event: stage\\ndata: {"stage": "searching"}\\n\\n'
    """
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"
