"""What many tests stand on: the development data, a small embedder, a small real library."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties
from numpy.typing import NDArray

from corpus.settings import EmbeddingSettings, Settings
from service.ingesting import Batch
from service.workspace import Workspace

#: A busy machine makes no property false.
properties.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("steady")

PROJECT = Path(__file__).parent.parent
#: The day on which the small library is read; documents expire.
TODAY = date(2026, 11, 22)

OPINION = """云岭省人民政府关于促进开发区高质量发展的实施意见
云政发〔2024〕8号
各市人民政府，省政府各部门：
为贯彻落实《国务院关于推进国家级经济技术开发区创新提升打造改革开放新高地的意见》（国发〔2019〕11号），现提出以下意见。
一、总体要求
到2027年，全省开发区地区生产总值年均增长8%以上。
二、重点任务
（一）加大招商引资力度。对新引进的外资企业，按实际到账外资的2%给予奖励，单个企业最高500万元。
（二）优化营商环境。企业开办实行一日办结。
三、保障措施
本意见自2024年6月1日起施行，有效期5年。
云岭省人民政府
2024年5月20日
"""

MEASURES = """青石县招商引资优惠政策若干措施
青政规〔2025〕1号
第一条 为落实《云岭省人民政府关于促进开发区高质量发展的实施意见》（云政发〔2024〕8号），制定本措施。
第二条 租金减免。入驻青石经济开发区标准厂房的企业，前两年免收租金，第三年减按50%收取租金。
第三条 固定资产投资1亿元以上的制造业项目，按固定资产投资额的5%给予奖励，单个项目最高800万元。
第四条 申请奖励的，应当向县投资促进局提交申请表、营业执照和投资协议，投资促进局在15个工作日内办结。
第五条 本措施自2025年7月1日起施行，有效期至2028年6月30日。
青石县人民政府
2025年6月18日
"""

EXPIRED = """青石县电子商务扶持办法
青政办发〔2019〕7号
第一条 电商企业年网络零售额超过1000万元的，一次性奖励10万元。
第二条 本办法自2019年3月1日起施行，有效期3年。
青石县人民政府办公室
2019年2月20日
"""


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The development data beside the project."""
    folder = Path(os.environ.get("CEYUAN_SHARED", PROJECT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no development data at {folder}: set CEYUAN_SHARED")
    return folder


class FakeEmbedder:
    """Vectors from the character pairs of a text: alike texts are near, nothing is loaded."""

    dimension = 64

    @property
    def model_id(self) -> str:
        """The name that the index remembers."""
        return "fake-64"

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text."""
        return np.array([self.embed_query(text) for text in texts], np.float32).reshape(
            len(texts), self.dimension
        )

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return one unit vector."""
        vector = np.full(self.dimension, 1e-3, np.float32)
        for first, second in pairwise(text):
            digest = hashlib.blake2b((first + second).encode(), digest_size=2).digest()
            vector[int.from_bytes(digest, "big") % self.dimension] += 1.0
        return vector / np.linalg.norm(vector)


@pytest.fixture(scope="session")
def fake_embedder() -> FakeEmbedder:
    """An embedder without a model."""
    return FakeEmbedder()


@pytest.fixture(scope="session")
def tiny_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder ``files`` of three small documents in force, one of them expired."""
    folder = tmp_path_factory.mktemp("tiny") / "files"
    folder.mkdir()
    for name, text in (
        ("yijian.txt", OPINION),
        ("cuoshi.txt", MEASURES),
        ("dianshang.txt", EXPIRED),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def settings_in(data: Path) -> Settings:
    """Return settings that keep everything below ``data``."""
    return Settings(data=data, cache=data / "cache", embedding=EmbeddingSettings(model="fake"))


@pytest.fixture(scope="session")
def tiny_data(
    tmp_path_factory: pytest.TempPathFactory, tiny_files: Path, fake_embedder: FakeEmbedder
) -> Path:
    """A data directory that holds the three documents, catalogue and indexes; copy to change."""
    data = tmp_path_factory.mktemp("data")
    workspace = Workspace(settings_in(data), embedder=fake_embedder, today=lambda: TODAY)
    summary = workspace.ingest([Batch((tiny_files,), "default")])
    workspace.close()
    assert len(summary.accepted) == 3, summary
    return data


@pytest.fixture(scope="session")
def tiny_workspace(tiny_data: Path, fake_embedder: FakeEmbedder) -> Iterator[Workspace]:
    """The small library opened for reading."""
    workspace = Workspace(settings_in(tiny_data), embedder=fake_embedder, today=lambda: TODAY)
    yield workspace
    workspace.close()


@pytest.fixture
def own_workspace(
    tmp_path: Path, tiny_data: Path, fake_embedder: FakeEmbedder
) -> Iterator[Workspace]:
    """A copy of the small library that a test may change."""
    shutil.copytree(tiny_data, tmp_path / "data")
    workspace = Workspace(
        settings_in(tmp_path / "data"), embedder=fake_embedder, today=lambda: TODAY
    )
    yield workspace
    workspace.close()
