"""The command ``ceyuan``: all subcommands, and how their failures are told."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer
from typer._click.exceptions import ClickException

from corpus.errors import ConfigError, PolicyError
from service.cli import (
    aligning,
    asking,
    cards,
    checking,
    feedback,
    fetching,
    ingesting,
    reading,
    serving,
)
from service.cli.chinese import ChineseGroup, explain_usage_error, title_panels

logger = logging.getLogger(__name__)

app = typer.Typer(
    cls=ChineseGroup,
    name="ceyuan",
    help="策源：政策文件检索与逐句可核的问答。数据写到标准输出，其余说明写到标准错误。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
ingesting.register(app)
fetching.register(app)
asking.register(app)
reading.register(app)
serving.register(app)
aligning.register(app)
checking.register(app)
cards.register(app)
feedback.register(app)


@app.callback()
def _root(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="在标准错误上写出运行日志")
    ] = False,
) -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.ERROR,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )


def main() -> int:
    """Run one command line and return its exit code: 0 done, 1 failed, 2 used wrongly."""
    title_panels()
    try:
        return int(app(standalone_mode=False) or 0)
    except ClickException as error:
        return _fail(explain_usage_error(error), code=2)
    except ConfigError as error:
        return _fail(str(error), code=2)
    except PolicyError as error:
        return _fail(str(error), code=1)
    except (KeyboardInterrupt, typer.Abort):
        return _fail("已中断。", code=130)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as error:
        logger.info("unexpected failure", exc_info=True)
        return _fail(
            f"程序内部出错：{type(error).__name__}: {error}\n加 --verbose 重试可看到经过。", code=1
        )


def _fail(message: str, *, code: int) -> int:
    sys.stderr.write(message.rstrip() + "\n")
    return code
