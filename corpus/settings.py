"""All settings in one object, built once at the command line and passed down.

Every field can be set by an environment variable: ``CEYUAN_DATA``, ``CEYUAN_EMBEDDING__MODEL`` …
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr
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
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
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
    workers: int = Field(default=1, ge=1, le=64)


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

    @property
    def catalogue_url(self) -> str:
        """SQLAlchemy address of the catalogue."""
        return self.database_url or f"sqlite:///{self.data / 'catalogue.sqlite3'}"
