"""Words that say the opposite of one another: 增长 and 下降, 以上 and 以下, 支持 and 限制."""

from __future__ import annotations

from service.answer.wording import word_lists


def opposed(words: str, instead: str) -> bool:
    """Say whether ``words`` say the opposite of ``instead``, all else of them being alike.

    >>> opposed("县级以下", "县级以上"), opposed("提高", "提升"), opposed("上海", "下列")
    (True, False, False)
    """
    return any(
        words.replace(one, other, 1) == instead
        for pair in word_lists().opposites
        for one, other in (pair, pair[::-1])
        if one in words and other not in words
    )
