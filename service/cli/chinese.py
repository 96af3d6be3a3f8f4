"""typer's own wording in Chinese: help pages and usage errors."""

from __future__ import annotations

import re

from typer import rich_utils
from typer._click.core import Context
from typer._click.exceptions import (
    BadParameter,
    ClickException,
    MissingParameter,
    NoSuchOption,
)
from typer.core import TyperCommand, TyperGroup, TyperOption

_HELP = "显示帮助并退出"

# What pydantic says of a number out of bounds: 「Input should be less than or equal to 200」
_BOUND = re.compile(r"Input should be (?P<side>less|greater) than or equal to (?P<limit>\S+)")


class ChineseCommand(TyperCommand):
    """A command whose help page speaks Chinese."""

    def get_usage(self, ctx: Context) -> str:
        """Return the line 用法：…"""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return ``--help`` with a Chinese description."""
        return _described(super().get_help_option(ctx))


class ChineseGroup(TyperGroup):
    """The group of all commands, its help page in Chinese."""

    def get_usage(self, ctx: Context) -> str:
        """Return the line 用法：…"""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return ``--help`` with a Chinese description."""
        return _described(super().get_help_option(ctx))


def _described(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = _HELP
    return option


def _usage(line: str) -> str:
    for english, chinese in (
        ("Usage:", "用法："),
        ("[OPTIONS]", "[选项]"),
        ("COMMAND [ARGS]...", "命令 [参数]…"),
    ):
        line = line.replace(english, chinese, 1)
    return line


def title_panels() -> None:
    """Name the panels of typer's help pages in Chinese."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"
    rich_utils.DEFAULT_STRING = "[缺省：{}]"
    rich_utils.ENVVAR_STRING = "[环境变量：{}]"


def explain_usage_error(error: ClickException) -> str:
    """Return what is wrong with a command line, and where to read how it is used."""
    context = getattr(error, "ctx", None)
    hint = f"用法见：{context.command_path} --help" if context else "用法见：ceyuan --help"
    return f"{_reason(error)}\n{hint}"


def _reason(error: ClickException) -> str:
    if isinstance(error, MissingParameter):
        return f"缺少参数 {_name(error)}。"
    if isinstance(error, BadParameter):
        name = _name(error)
        return f"参数 {name} 的值不对：{_plain(error.message)}" if name else error.message
    if isinstance(error, NoSuchOption):
        near = "、".join(error.possibilities or ())
        return f"没有选项 {error.option_name}。" + (f"是不是 {near}？" if near else "")
    if error.message.startswith("No such command"):
        return f"没有命令 {error.message.removeprefix('No such command').strip(' .')}。"
    if error.message.startswith("Got unexpected extra argument"):
        return f"多余的参数{error.message.partition('(')[2].rstrip(')').join(('（', '）'))}。"
    return f"命令写法不对：{error.message}"


def _name(error: BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    first = error.param.opts[0]
    return first if first.startswith("-") else (error.param.metavar or first)


def _plain(message: str) -> str:
    """Translate the commonest of typer's reasons.

    >>> _plain("'x' is not one of '国家', '省'.")
    "'x' 不在可选值之内：'国家', '省'。"
    """
    message = message.removeprefix("Value error, ")
    bound = _BOUND.fullmatch(message)
    if bound is not None:
        side = "大于" if bound["side"] == "less" else "小于"
        return f"不得{side} {bound['limit']}。"
    if message.startswith("Input should be a valid integer"):
        return "应为整数。"
    if " is not one of " in message:
        given, _, allowed = message.rstrip(".").partition(" is not one of ")
        return f"{given} 不在可选值之内：{allowed}。"
    return message
