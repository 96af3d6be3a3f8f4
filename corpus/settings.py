"""All settings in one object, built once at the command line and passed down.

Every field can be set by an environment variable: ``CEYUAN_DATA``, ``CEYUAN_EMBEDDING__MODEL`` …
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EmbeddingSettings(_Section):
    """Which embedding model runs and how."""

    model: str = Field(
        "default", description="default：随软件安装的 multilingual-e5-small；或模型名、本地目录"
    )
    engine: Literal["auto", "openvino", "sentence-transformers"] = Field(
        "auto", description="auto：能用 OpenVINO 就用（约 3 倍速），否则 sentence-transformers"
    )
    precision: Literal["auto", "float32", "bfloat16", "int8"] = "auto"
    batch_size: int = Field(default=16, ge=1, le=512)
    threads: int | None = Field(default=None, ge=1, le=256)


class VectorSettings(_Section):
    """Where vectors are kept: an embedded Chroma in the data directory, or a Chroma server."""

    chroma_url: str | None = Field(
        None, description="Chroma 服务器地址；空则用数据目录内嵌的 Chroma"
    )


class LlmSettings(_Section):
    """An OpenAI-compatible endpoint; without ``api_base`` answers are extractive."""

    api_base: str | None = None
    model: str = "default"
    api_key: SecretStr = SecretStr("none")
    timeout_s: float = Field(default=60.0, gt=0, le=600)
    context_window: int = Field(default=8192, ge=1024)


class IngestSettings(_Section):
    """Limits that keep one bad file from stopping the rest."""

    max_file_bytes: int = Field(default=100 * 1024 * 1024, ge=1024)
    timeout_s: float = Field(default=120.0, gt=0)
    memory_mb: int = Field(default=2048, ge=256)
    keep_originals: bool = Field(
        default=True, description="在数据目录 originals 下留存原件，供在清洗后的正文旁对照"
    )


class FetchSettings(_Section):
    """How official pages are fetched: who asks, how gently, and where never to."""

    user_agent: str = Field(
        "Ceyuan/0.1 (policy document retrieval; respects robots.txt)",
        pattern=r"^[\x20-\x7e]{3,200}$",
        description="对网站表明的身份，只用英文字符；请写上本单位的联系方式",
    )
    interval_s: float = Field(
        default=2.0, ge=0, le=3600, description="同一网站两次请求之间至少隔几秒"
    )
    timeout_s: float = Field(default=20.0, gt=0, le=600, description="连接与每次读取的时限")
    page_timeout_s: float = Field(default=120.0, gt=0, le=3600, description="一个网页的总时限")
    max_bytes: int = Field(default=50 * 1024 * 1024, ge=1024, description="解压后的上限")
    max_redirects: int = Field(default=5, ge=0, le=20)
    retries: int = Field(default=3, ge=0, le=10, description="忙、出错、超时后最多再试几次")
    max_wait_s: float = Field(
        default=120.0, ge=0, le=3600, description="网站要求稍后再来时，最多等几秒"
    )
    fresh_s: float = Field(default=3600.0, ge=0, description="这么多秒之内取过的网页不再向网站询问")
    max_links: int = Field(default=100, ge=1, le=5000, description="一个栏目页最多跟进几个链接")
    private_networks: tuple[IPvAnyNetwork, ...] = Field(
        default=(), description='允许访问的内网网段，如 ["10.1.0.0/16"]；缺省一律不访问内网'
    )


class Settings(BaseSettings):
    """The settings of one run; unknown keys and values out of bounds are refused by name."""

    model_config = SettingsConfigDict(
        env_prefix="CEYUAN_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    data: Path = Field(default=Path("data"), description="数据目录")
    database_url: str | None = Field(
        None, description="目录库的数据库地址；空则用数据目录内的 SQLite"
    )
    cache: Path = Field(Path.home() / ".cache" / "ceyuan", description="解包后的模型等可再生文件")
    embedding: EmbeddingSettings = EmbeddingSettings()
    vectors: VectorSettings = VectorSettings()
    llm: LlmSettings = LlmSettings()
    ingest: IngestSettings = IngestSettings()
    fetch: FetchSettings = FetchSettings()

    @property
    def catalogue_url(self) -> str:
        """SQLAlchemy address of the catalogue."""
        return self.database_url or f"sqlite:///{self.data / 'catalogue.sqlite3'}"
