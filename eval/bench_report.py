"""The bench written down: Markdown tables, the figures as JSON, plots where matplotlib is there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval import ablation, load

_OURS = "策源"
_COLUMNS = (
    ("ndcg_at_10", "doc nDCG@10"),
    ("hit_at_1", "hit@1"),
    ("recall_at_10", "recall@10"),
    ("span_in_1000", "answer in 1,000 characters"),
    ("span_in_3000", "in 3,000"),
    ("p50_ms", "p50 ms"),
    ("p95_ms", "p95 ms"),
    ("index_s", "index s"),
    ("rss_mb", "RSS MB"),
)


def write_report(report: Mapping[str, Any], out: Path) -> str:
    """Write bench.md, bench.json and the plots below ``out``; return the Markdown."""
    out.mkdir(parents=True, exist_ok=True)
    text = markdown(report)
    (out / "bench.md").write_text(text, encoding="utf-8")
    shown = json.dumps(report, ensure_ascii=False, indent=1)
    (out / "bench.json").write_text(shown + "\n", encoding="utf-8")
    write_plots(report, out)
    return text


def markdown(report: Mapping[str, Any]) -> str:
    """Return the whole report as Markdown."""
    systems = systems_of(report)
    missing = {name: item["skipped"] for name, item in report["peers"].items() if "skipped" in item}
    taken_in, on = report["taken_in"], report["on"]
    parts = [
        f"# {report['set']}: {report['ours']['all']['questions']} questions",
        f"Commit {on['commit']}, index {on['build']}. One question at a time, its embedding "
        "included. A difference below .015 is noise.",
        _systems(systems),
        *(f"Not run: {name}: {reason}" for name, reason in missing.items()),
        "## By kind of question",
        _systems(report["ours"]["by_kind"], _COLUMNS[:5]),
        "## What each part is worth",
        "* marks what chance does not explain (paired bootstrap, p < .05).",
        ablation.table(report["ablation"]),
        "## Load",
        load.table(report["load"]) if report["load"] else "not measured",
        "## Ingestion",
        f"{taken_in['documents']} documents, {taken_in['embedded']} passages embedded in "
        f"{taken_in['index_s']} s ({taken_in['passages_per_s']} a second; "
        f"{taken_in['embedding_share']:.0%} of the time in the model).",
    ]
    return "\n\n".join(parts) + "\n"


def systems_of(report: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the figures of our search and of every peer that ran, by name."""
    ours = dict(report["ours"]["all"]) | {
        "index_s": report["taken_in"]["index_s"],
        "rss_mb": report["ours"]["peak_rss_mb"],
    }
    ran = {name: item for name, item in report["peers"].items() if "skipped" not in item}
    return {_OURS: ours, **ran}


def _systems(
    systems: Mapping[str, Mapping[str, Any]], columns: Sequence[tuple[str, str]] = _COLUMNS
) -> str:
    lines = ["| | questions | " + " | ".join(title for _, title in columns) + " |"]
    lines.append("|---|" + "---:|" * (len(columns) + 1))
    for name, figures in systems.items():
        cells = (_cell(figures.get(key)) for key, _ in columns)
        lines.append(f"| {name} | {figures['questions']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) and value <= 1 else f"{value:g}"


def write_plots(report: Mapping[str, Any], out: Path) -> tuple[Path, ...]:
    """Draw recall, latency and ablation as SVG; nothing where matplotlib is not installed."""
    try:
        import matplotlib as mpl
    except ImportError:
        return ()
    mpl.use("svg")
    mpl.rcParams["font.sans-serif"] = ["Noto Sans CJK SC", "WenQuanYi Zen Hei", "DejaVu Sans"]
    mpl.rcParams["svg.hashsalt"] = "ceyuan"
    systems = systems_of(report)
    whole = report["ablation"]["everything"]["ndcg_at_10"]["b"]
    parts = {
        name: whole - figures["ndcg_at_10"]["b"]
        for name, figures in report["ablation"].items()
        if name != "everything"
    }
    recall = {name: item["recall_at_10"] for name, item in systems.items()}
    spent = {f"{item['passages']:,}": item["p95_ms"] for item in report["load"]}
    drawn = [
        _bars(out / "recall.svg", "recall@10", recall),
        _bars(out / "ablation.svg", "nDCG@10 lost", parts),
    ]
    if spent:
        drawn.append(_bars(out / "latency.svg", "p95 ms by passages", spent))
    return tuple(drawn)


def _bars(path: Path, title: str, values: Mapping[str, float]) -> Path:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 0.6 + 0.35 * len(values)))
    axes.barh(list(values), list(values.values()), color="#2f5d8a")
    axes.invert_yaxis()
    axes.set_title(title)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
    return path
