"""Open a period: from its store when nothing changed, else read, compute and store."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence

from tthc.errors import UsageError
from tthc.settings import SHARED, Run, load_run
from tthc.study.store import new_folder, pinned_folder, publish, store_folder
from tthc.study.study import Study


def open_study(
    period: str, *, source: str | None = None, profile: str | None = None, as_of: str | None = None, unit: str | None = None,
    field: str | None = None, rules: str | Mapping[str, str] | None = None, engine: str = "duckdb",
    explanations: str | Sequence[str] | None = None, audience: str | None = None,
) -> Study:
    """The study of a period; empty options take what `tthc.toml` says. `rules` is a mapping or "compare=minute,rule=qd766".
    Several sources or workbooks of explanations are a list, or one text with semicolons between them. `audience` is
    "internal", or "shared" for the tables that others may see.

    Raises UsageError for wrong options, DataStop when the data stop the run.
    """
    run = load_run(
        period, source=source or None, profile=profile or None, as_of=as_of or None, unit=unit or None, field=field or None,
        rules=_rules(rules), engine=engine or "duckdb", explanations=explanations or None,
        audience=audience or None,
    )
    return open_run(run)


def open_run(run: Run) -> Study:
    """The study of a run, computed if it is not in the store."""
    folder = pinned_folder(run) or store_folder(run)
    if not (folder / "study.json").is_file():
        _compute(run, folder)
    return Study(run, folder)


def _compute(run: Run, folder) -> None:
    # The stages take a second to import; a stored study opens without them.
    from tthc.audience import share_info
    from tthc.engine import connect
    from tthc.read import read_sources
    from tthc.study.compute import compute
    from tthc.study.info import study_info
    from tthc.study.moving import on_engine
    from tthc.study.narrowing import check_narrowing

    reader, scratch, between = connect("duckdb"), new_folder(run), new_folder(run)
    engine = reader if run.engine == "duckdb" else connect(run.engine)
    try:
        reading = read_sources(run, reader)
        check_narrowing(run, reader, reading)
        reading = on_engine(reading, reader, engine, between)
        tables = compute(run, engine, reading)
        for name, table in tables.items():
            engine.write_parquet(table, scratch / f"{name}.parquet")
        info = study_info(run, engine, reading, tables)
        info = share_info(info) if run.audience == SHARED else info
        (scratch / "study.json").write_text(json.dumps(info, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
        publish(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.rmtree(between, ignore_errors=True)
        engine.close()
        reader.close()


def _rules(rules: str | Mapping[str, str] | None) -> dict[str, str]:
    if not rules:
        return {}
    if not isinstance(rules, str):
        return dict(rules)
    pairs = [pair.strip() for pair in rules.split(",") if pair.strip()]
    for pair in pairs:
        if "=" not in pair:
            raise UsageError(f"Quy tắc “{pair}” phải ghi dạng TÊN=GIÁ_TRỊ, ví dụ compare=minute.")
    return dict(pair.split("=", 1) for pair in pairs)
