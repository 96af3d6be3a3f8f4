"""The language model behind an OpenAI-compatible endpoint, through llama-index."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Protocol

from corpus.settings import LlmSettings

logger = logging.getLogger(__name__)


class WriterError(Exception):
    """The endpoint gave no usable reply; the answer falls back to the extract.

    ``reason`` is fit for the user.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Writer(Protocol):
    """Something that writes an answer to a prompt, piece by piece."""

    def write(self, instruction: str, prompt: str) -> Iterator[str]:
        """Yield the pieces of the reply as they come, or raise WriterError."""
        ...


class EndpointWriter:
    """Streams replies from the endpoint of ``settings``."""

    def __init__(self, settings: LlmSettings) -> None:
        self._settings = settings

    def write(self, instruction: str, prompt: str) -> Iterator[str]:
        """Yield the pieces of the reply; any failure of the endpoint is a WriterError."""
        # llama-index takes seconds to import and is needed only where an endpoint is set.
        import httpx
        import openai
        from llama_index.core.llms import ChatMessage, MessageRole
        from llama_index.llms.openai_like import OpenAILike

        model = OpenAILike(
            model=self._settings.model,
            api_base=self._settings.api_base,
            api_key=self._settings.api_key.get_secret_value(),
            context_window=self._settings.context_window,
            timeout=self._settings.timeout_s,
            is_chat_model=True,
            max_retries=1,
            temperature=0.0,
        )
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=instruction),
            ChatMessage(role=MessageRole.USER, content=prompt),
        ]
        try:
            for piece in model.stream_chat(messages):
                yield piece.delta or ""
        except openai.RateLimitError as error:
            raise WriterError("大模型服务繁忙（限流）") from error
        except (openai.APITimeoutError, httpx.TimeoutException) as error:
            raise WriterError("大模型服务超时") from error
        except (openai.OpenAIError, httpx.HTTPError) as error:
            logger.warning("language model endpoint failed: %s", type(error).__name__)
            raise WriterError("大模型服务出错或中断") from error
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            logger.warning("language model reply is not understood: %s", type(error).__name__)
            raise WriterError("大模型服务的回复无法识别") from error
