"""Every failure as ``{"error": {"code", "message"}}`` in Chinese, without tracebacks."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus.errors import PolicyError

logger = logging.getLogger(__name__)

_HTTP_MESSAGES = {
    400: ("bad_request", "请求无法解析，请检查格式。"),
    404: ("not_found", "没有这个地址。接口清单见 /api/openapi.json。"),
    405: ("method_not_allowed", "这个地址不支持该请求方法。"),
    413: ("too_large", "请求内容过大。"),
    415: ("unsupported_media_type", "不支持的内容类型。"),
}
#: The first part of a validation error's location, which says where in the request it stands.
_PLACES = frozenset({"body", "query", "path", "header"})


def error_response(code: str, message: str, status: int) -> JSONResponse:
    """Return the one shape that every error has."""
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status)


def add_error_handlers(app: FastAPI) -> None:
    """Make ``app`` answer every failure in that shape."""

    @app.exception_handler(PolicyError)
    def _policy(_request: Request, error: PolicyError) -> JSONResponse:
        return error_response(error.code, str(error), error.http_status)

    @app.exception_handler(RequestValidationError)
    def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        return error_response("invalid_request", explain_validation(error.errors()), 422)

    @app.exception_handler(HTTPException)
    def _http(_request: Request, error: HTTPException) -> JSONResponse:
        code, message = _HTTP_MESSAGES.get(
            error.status_code, ("error", f"请求失败（{error.status_code}）。")
        )
        return error_response(code, message, error.status_code)

    @app.exception_handler(Exception)
    def _unexpected(_request: Request, error: Exception) -> JSONResponse:
        logger.error("unexpected failure", exc_info=error)
        return error_response("internal", "程序内部出错，已记入日志。请稍后重试。", 500)


def explain_validation(errors: Sequence[Mapping[str, Any]]) -> str:
    """Say which field is wrong and what it may be, in one sentence each.

    >>> explain_validation([{"type": "missing", "loc": ("body", "query"), "msg": "", "ctx": {}}])
    '字段 query：必填。'
    """
    return "".join(f"{_where(item['loc'])}：{_why(item)}。" for item in errors[:5])


def _where(location: Sequence[str | int]) -> str:
    parts = list(location)
    if parts and parts[0] in _PLACES:
        parts = parts[1:]
    return f"字段 {'.'.join(str(part) for part in parts)}" if parts else "请求内容"


def _why(item: Mapping[str, Any]) -> str:
    context = item.get("ctx") or {}
    reasons = {
        "missing": "必填",
        "extra_forbidden": "没有这个字段，请检查拼写",
        "json_invalid": "不是合法的 JSON",
        "string_too_short": "不能为空",
        "string_too_long": f"最长 {context.get('max_length')} 个字符",
        "too_long": f"最多 {context.get('max_length')} 项",
        "greater_than_equal": f"不得小于 {context.get('ge')}",
        "less_than_equal": f"不得大于 {context.get('le')}",
        "literal_error": f"应为以下之一：{_alternatives(str(context.get('expected', '')))}",
        "value_error": str(context.get("error", "不合要求")),
    }
    kind = str(item["type"])
    if kind in reasons:
        return reasons[kind]
    for part, expected in _EXPECTED.items():
        if part in kind:
            return expected
    return "不合要求"


#: Parts of pydantic's error types and what the field should have been.
_EXPECTED = {
    "date": "应为日期 YYYY-MM-DD",
    "int": "应为整数",
    "bool": "应为 true 或 false",
    "string": "应为文字",
    "list": "应为数组",
    "model": "应为对象",
    "dict": "应为对象",
}


def _alternatives(expected: str) -> str:
    """Turn pydantic's list into Chinese.

    >>> _alternatives("'国家', '省' or '市'")
    '国家、省、市'
    """
    return expected.replace(" or ", ", ").replace("'", "").replace(", ", "、")
