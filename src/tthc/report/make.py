"""`make_report`: the whole way from a run to a published report, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tthc.display.blocks import judged
from tthc.model.errors import UsageError
from tthc.model.limits import load_limits
from tthc.model.settings import SHARED, Run, current_time, load_keep
from tthc.model.shipped import reference_file
from tthc.report import edition, key_figures, memory, notebooks, publish
from tthc.report.extent import SHORT, check_extent
from tthc.report.header import Header, report_header
from tthc.report.progress import Progress, StepCounter
from tthc.report.unit_pages import FOLDER as UNITS
from tthc.report.unit_pages import UnitPages, unit_pages, with_units
from tthc.study import open_run
from tthc.study.memory import FOLDER, HISTORY, collect
from tthc.study.store import PINNED, pin

PDF, WORKBOOK, FORM, FORM_07A = "bao-cao.pdf", "phu-luc.xlsx", "bieu-06a.xlsx", "bieu-07a.xlsx"
SIGNED, SIGNED_PDF = "bao-cao.docx", "bao-cao-van-ban.pdf"
TO_EXPLAIN = "giai-trinh.xlsx"
FILES = {
    PDF: "Bản in (PDF)", WORKBOOK: "Phụ lục (Excel)", FORM: "Biểu II.06a (Excel)",
    FORM_07A: "Biểu 07a, báo cáo kỳ theo đơn vị (Excel)",
    SIGNED: "Báo cáo trình ký (Word)", SIGNED_PDF: "Báo cáo trình ký (PDF)",
    TO_EXPLAIN: "Giải trình, để đơn vị điền (Excel)",
}  # fmt: skip


def silent(done: int, total: int, message: str) -> None:
    """A progress callback that says nothing: `done` of `total` steps are finished, `message` is what goes on."""


def make_report(
    run: Run,
    *,
    progress: Progress = silent,
    now: datetime | None = None,
    open_study: Callable[[Run], Any] = open_run,
    by: str | None = None,
    extent: str = SHORT,
) -> Path:
    """The folder of the new report. On any failure the last good report and the index stay as they were.

    `by` is None, or "unit" for a page of each unit beside the chapters. extent: how much is printed, short or full.

    Raises UsageError (before any cell runs), DataStop, or RunFailed with one sentence that names chapter and reason.
    """
    pages = unit_pages(run, by, check_extent(extent))
    chapters = with_units(notebooks.chapter_notebooks(run.root, run.audience), pages)
    parameters, keep = notebooks.parameters(run), load_keep(run.root)
    for path in {*chapters, *pages.notebooks}:
        notebooks.check_parameters(path, parameters)
    steps = StepCounter(progress, len(chapters))
    with _explained(run), publish.one_at_a_time(run.out), publish.workspace(run.out) as work:
        made = now or current_time()
        heading = _build(run, work, chapters, parameters, made, open_study, steps, pages)
        target = publish.publish(work, edition.out_folder(run), publish.folder_name(run), made)
        collect(run.out)
        memory.forget_old(run, target, keep)
        _write_index(edition.out_folder(run), heading)
    steps.say("Xong")
    return target


def _build(
    run: Run, work: Path, paths: Sequence[Path], parameters: dict[str, str], made: datetime, open_study: Callable,
    steps: StepCounter,
    pages: UnitPages,
) -> Header:
    """Everything of the report in `work`."""
    from tthc.report.kernels import Kernels

    (work / "notebooks").mkdir()
    seconds = 60 * load_limits(run.root).chapter_minutes
    with Kernels(run.root, audience=run.audience, seconds=seconds) as kernels:
        steps.say("Đang đọc dữ liệu và tính các bảng")
        study = open_study(run)
        study.ensure()  # before the kernels start: no chapter computes from inputs that are newer than another's
        steps.done("Đang chạy các chương")
        same = {PINNED: pin(run, study.folder), HISTORY: str(run.out / FOLDER)}
        futures = {kernels.execute(path, work / "notebooks" / path.name, parameters, same): path for path in paths}
        futures |= pages.execute(kernels, study, work, parameters, same)
        steps.more(2 * len(pages.folders))
        heading = report_header(run, study.info, made)
        _write_workbook(work, study, heading, steps)
        _write_official(run, work, study, made)
        _write_explaining(run, work, study, heading)
        _warm_up()
        for path in _finished(run, futures):
            steps.done(f"Đã chạy chương {path.stem}")
    _render(run, work, study, heading, paths, steps, pages)
    memory.remember(run, work, study, made)
    return heading


def _warm_up() -> None:
    """What rendering needs, made ready while the kernels work."""
    from tthc.report import fonts, pages, print  # noqa: F401

    fonts.page_css()
    fonts.printable()


def _finished(run: Run, futures: dict[Future, Path]) -> Iterator[Path]:
    from concurrent.futures import as_completed

    from tthc.report.failures import explain

    for future in as_completed(futures):
        if (error := future.exception()) is not None:
            path = futures[future]
            raise explain(error, run, path.stem, is_unit=path.parent.name == UNITS) from error
        yield futures[future]


def _write_workbook(work: Path, study: Any, heading: Header, steps: StepCounter) -> None:
    from tthc.report.workbook import write_workbook

    write_workbook(work / WORKBOOK, study, heading)
    _write_form(work, study, heading)
    steps.done("Đã lập phụ lục Excel")


def _write_form(work: Path, study: Any, heading: Header) -> None:
    """Form II.06a, and 07a where the law of the period's last day knows it."""
    from tthc.report.forms import write_form_06a, write_form_07a

    text = study.info.get("texts", {}).get("form_06a")
    if text and "form_06a" in study.names:
        rows = study.frame("form_06a").to_dict("records")
        text = {**text, "note": f"{heading.unjudged} {text['note']}".strip()}
        period = study.info["period"]["label"]
        write_form_06a(
            work / FORM, rows, text=text, office=heading.office, parent=heading.parent, period=period,
            edition=heading.edition,
            n_unjudged=study.info.get("n_unjudged", 0), head=heading.page_head,
        )
    text = study.info.get("texts", {}).get("form_07a")
    if text and "period_report" in study.names:
        write_form_07a(
            work / FORM_07A,
            study.frame("period_report").to_dict("records"),
            text=text,
            office=heading.office,
            parent=heading.parent,
            period=study.info["period"]["label"],
            addressee=study.info["law"]["addressee"],
            edition=heading.edition,
            head=heading.page_head,
            n_unjudged=study.info.get("n_unjudged", 0),
        )


def _write_official(run: Run, work: Path, study: Any, made: datetime) -> None:
    """The báo cáo that is signed. Others get the built-in layout: a file edited in Word may name its editors."""
    from tthc.report import official

    document = official.compose(run, study)
    template = reference_file(run.reference, official.TEMPLATE) if run.audience != SHARED else None
    official.write_docx(work / SIGNED, document, made, template)
    official.write_pdf(work / SIGNED_PDF, document, made)


def _write_explaining(run: Run, work: Path, study: Any, heading: Header) -> None:
    """For the units inside the office: it names people."""
    from tthc.report.explanation_workbook import write_explaining

    if run.audience != SHARED:
        write_explaining(work, run, study, heading)


def _render(
    run: Run, work: Path, study: Any, heading: Header, paths: Sequence[Path], steps: StepCounter, pages: UnitPages,
) -> None:
    from tthc.report.chapter import read_chapter
    from tthc.report.manifest import manifest, write_manifest
    from tthc.report.pages import chapter_page
    from tthc.report.print import write_pdf

    chapters = [read_chapter(work / "notebooks" / path.name, run.audience) for path in paths]
    figures = key_figures.key_figures(study.frame("measures"), run.rules["rule"]) if "measures" in study.names else {}
    for chapter in chapters:
        (work / chapter.file).write_text(
            chapter_page(chapter, chapters, heading, further=pages.links), encoding="utf-8",
        )
        steps.done(f"Đã dựng trang {chapter.title}")
    write_pdf(
        work / PDF, chapters, heading, extent=pages.extent,
        fallback=[key_figures.block(figures, coverage=judged.judged(study.info)).to_json()],
    )
    steps.done("Đã dựng bản in")
    pages.write(work, study, heading, steps)
    steps.write_log(work)
    if run.audience == SHARED:
        edition.keep_only(work, {*FILES, *(chapter.file for chapter in chapters)} - {TO_EXPLAIN})
    files = {name: title for name, title in FILES.items() if (work / name).is_file()}
    write_manifest(
        work, manifest(run, study, heading, chapters, figures, files, by="unit" if pages.notebooks else None),
    )


def _write_index(out: Path, heading: Header) -> None:
    from tthc.report.index import write_index

    write_index(out, heading)


@contextmanager
def _explained(run: Run) -> Iterator[None]:
    """Whatever goes wrong leaves as one of the package's errors."""
    try:
        yield
    except UsageError:
        raise
    except Exception as error:
        from tthc.report.failures import explain

        raise explain(error, run) from error
