"""Tokens of Chinese text for keyword search: character bigrams, and words where wanted.

Bigrams find what a dictionary would cut wrongly (价格形成机制, 国发〔2019〕11号) and beat words on
real questions (FINDINGS §2); words by jieba with the policy vocabulary serve titles and queries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib import resources
from operator import add
from typing import Any

#: A run of Han characters, or of Latin letters and digits. Example: 国发 2019 11 号
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff〇]+|[a-z0-9]+(?:\.[0-9]+)?")
_STOP_WORDS = frozenset(
    (
        "的", "了", "和", "与", "及", "在", "是", "有", "对", "为", "等", "什么", "哪些", "如何",
        "怎么", "多少", "吗", "呢", "请问",
    )
)  # fmt: skip


def normalize(text: str) -> str:
    """Fold width, case and traditional characters, so that spellings of one word meet.

    >>> normalize("國發〔２０１９〕１１號 OK")
    '国发〔2019〕11号 ok'
    """
    return _simplified(unicodedata.normalize("NFKC", text).lower())


def bigrams(text: str) -> list[str]:
    """Return overlapping pairs of Han characters, and whole runs of letters and digits.

    >>> bigrams("补贴500万元")
    ['补贴', '500', '万元']
    """
    found: list[str] = []
    for run in _RUN.findall(normalize(text)):
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found.extend(map(add, run, run[1:]))
    return found


def words(text: str) -> list[str]:
    """Return jieba's words in search mode (long words give their parts too), without stop words.

    >>> words("国家级经济技术开发区的补贴")  # doctest: +SKIP
    ['国家', '国家级', '经济', '技术', '开发', '开发区', '经济技术开发区', '补贴']
    """
    found: list[str] = []
    for run in _RUN.findall(normalize(text)):
        found.extend(word for word in _tokenizer().cut_for_search(run) if word not in _STOP_WORDS)
    return found


def dictionary_words(text: str) -> list[str]:
    """Return the words of two or more characters that the dictionary holds, none guessed.

    >>> dictionary_words("电费减免多少")  # doctest: +SKIP
    ['电费', '减免', '多少']
    """
    return [
        word
        for run in _RUN.findall(normalize(text))
        for word in _tokenizer().cut(run, HMM=False)
        if len(word) > 1 and not word[0].isascii()
    ]


def cut_words(text: str) -> list[str]:
    """Return the whole words of normalised ``text`` in order, none left out and none guessed.

    >>> cut_words("县级以上政府")  # doctest: +SKIP
    ['县级', '以上', '政府']
    """
    return [word for run in _RUN.findall(text) for word in _tokenizer().cut(run, HMM=False)]


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    import opencc  # loads its dictionaries

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def _simplified(text: str) -> str:
    return text if text.isascii() else _converter()(text)


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    """Return jieba's tokenizer with the policy vocabulary; loading takes most of a second."""
    import jieba

    jieba.setLogLevel("WARNING")
    tokenizer: Any = jieba.Tokenizer()
    vocabulary = resources.files("index") / "data" / "vocabulary.txt"
    for line in vocabulary.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            tokenizer.add_word(line.strip())
    return tokenizer
