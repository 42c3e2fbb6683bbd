"""No all-clear from what was not judged: over random counts, every rendition says what was left out and nowhere “none” or “all”."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import drawn
from official_study import SmallStudy, run_in
from official_study import form as official_form
from table_frames import CAUSES, INFO, T, form
from tthc.display import figures, tables
from tthc.display.blocks import Block, judged, numbers, plain
from tthc.display.blocks.judged import WHOLE, Judged
from tthc.model.schema import TABLES
from tthc.report import key_figures
from tthc.report.official import compose
from tthc.schedule.email import figures_of
from tthc.schedule.notices import News, letter
from tthc.schedule.notices.settings import MailSettings

SOURCE = Path(__file__).resolve().parents[1] / "src" / "tthc"
ALL_CLEAR = re.compile(
    r"nhận tất cả|đều (trong|đúng|trước) hạn|[Kk]hông (có|còn) hồ sơ|[Kk]hông có (dấu hiệu|điểm) nào|\b100(,0+)? ?%|[Kk]hông phát hiện"
    r"|ở mọi hồ sơ tính được\."
)
# Of these a missing deadline is enough to be in doubt; that nothing came in can be said without one.
IN_TIME = re.compile(r"nhận tất cả|đều (trong|đúng|trước) hạn|[Kk]hông (có|còn) hồ sơ( nào)?( đã| mới)? quá hạn|\b100(,0+)? ?%|ở mọi hồ sơ tính được\.")
COUNTS = st.builds(
    Judged,
    judged=st.integers(0, 500), unjudged=st.integers(0, 30), aside=st.integers(0, 30), unknown=st.integers(0, 30), no_due=st.integers(0, 30),
    is_allowed=st.booleans(), columns=st.sampled_from([(), (("Ngày hẹn trả", 2),), (("Ngày hẹn trả", 2), ("Trạng thái", 1))]),
)  # fmt: skip
MOST_TEMPTING = Judged(judged=22)  # everything judged: here every all-clear is due


def _info(counts: Judged) -> dict:
    """The study's info with these counts."""
    told = {
        "n_judged": counts.judged, "n_unjudged": counts.unjudged, "n_set_aside_dossiers": counts.aside, "n_unknown": counts.unknown,
        "n_no_due": counts.no_due, "unjudged_allowed": counts.is_allowed, "unjudged_columns": dict(counts.columns),
    }  # fmt: skip
    return {**INFO, "n_set_aside": 0, **told}


def _empty(name: str, info: dict) -> pd.DataFrame:
    """A table of the study without a row, as a good period would have it."""
    return judged.carry(pd.DataFrame(columns=TABLES[name].names if name in TABLES else []), info)


def _dossiers(info: dict) -> pd.DataFrame:
    rows = {"dossier_id": ["H-1", "H-2"], "outcome": ["early", "open_in_time"], "intake": "period", "late_wm": [-480.0, -4800.0], "rule": "system"}
    return judged.carry(pd.DataFrame(rows).assign(field="Thi đua", due_at=T("2024-05-31 17:00"), end_at=T("2024-05-02 17:00")), info)


def _chapters(info: dict) -> Iterator[Block]:
    """What the chapters show of a period without a late dossier, and of one without any."""
    late, shares, nothing = _empty("late", info), _empty("cause_shares", info), judged.carry(form(), info)
    settled = judged.carry(form(("Thi đua", None, 12, 4, 0, 6, 0)), info)
    for counted in (settled, nothing):
        yield from (tables.summary(info, counted, late, CAUSES), tables.key_figures(counted), tables.form_06a(counted, info))
        yield from (tables.by_field(counted), tables.by_procedure(counted))
    yield from (tables.to_do_now(info, _dossiers(info), _empty("segments", info)), tables.quiet_box(info, _dossiers(info), late))
    yield from (tables.how_much_judged(info), tables.unjudged(_empty("unjudged", info), info), tables.findings(_empty("findings", info)))
    yield from (tables.late_summary(late, info), tables.late_list(late, info), *tables.late_cards(late, {}, info))
    yield from (tables.explanations_received(late, _empty("explanations", info)), tables.early_list(_dossiers(info).iloc[1:], info))
    yield tables.what_if_lines(_empty("what_if", info).assign(n_would_be_on_time=[], cause=[]), CAUSES)
    yield from (tables.causes_table(shares, CAUSES, info), tables.remedies(late, CAUSES), tables.what_if_table(_empty("what_if", info)))
    yield tables.late_groups(_empty("late_groups", info), "procedure", "Thủ tục")
    yield from (tables.rule_differences(_empty("rule_differences", info)), tables.deadline_checks(_empty("deadline_checks", info)))
    yield from (tables.sync_differences(_empty("sync_differences", info)), tables.integrity(_empty("integrity", info)))
    yield tables.involvement(_empty("involvement", info), CAUSES, info)
    yield from (figures.outcomes_by_month(_dossiers(info).iloc[1:]), figures.late_days_by_cause(shares, CAUSES))
    yield from (figures.outcomes_by_group(_dossiers(info)), figures.what_if(_empty("what_if", info)))


def _changes(info: dict) -> Iterator[Block]:
    last = type("Last", (), {"cut": T("2024-06-01"), "made_at": T("2024-06-03"), "rules": {}, "run": "1", "main_rule": "system"})
    results, now = _empty("results", info), _empty("indicators", info)
    yield from tables.changes_since(_empty("changes", info), last, results, now, info)


def _warnings(info: dict) -> Iterator[Block]:
    none = _empty("warnings", info)
    far = judged.carry(pd.DataFrame({"urgency": ["green"], "unit": ["Ban"], "outcome": ["open_in_time"], "order_no": [1]}), info)
    yield from (tables.warning_summary(none, info), tables.warning_figures(none), tables.warnings_by_officer(none, info))
    yield from (tables.warning_summary(far, info), tables.warning_figures(far), *tables.warnings_of_units(far, info))
    yield figures.warnings(none)


def _units(info: dict) -> Iterator[Block]:
    row = {
        "unit": "Ban", "n": 16, "finished": 16, "timed": 16, "in_time": 16, "late": 0, "open_late": 0, "comparable": 0, "late_comparable": 0,
        "expected": None, "expected_low": None, "expected_high": None, "verdict": "alone", "rate": 100.0, "low": 80.0, "high": 99.9,
    }  # fmt: skip
    one = judged.carry(pd.DataFrame([row]), info)
    yield from (tables.units_side_by_side(one), tables.units_apart(one), tables.against_expected(one, "Ban"), tables.units_apart(one.iloc[:0]))
    yield tables.late_by_place(_empty("late_days", info), "Ban", info)


def _indicators(info: dict) -> Iterator[Block]:
    measures = [("in_time_rate", 16, "Tỷ lệ đúng hạn"), ("qd766_2_1", 22, "2.1. Đúng hạn"), ("open_late_rate", 0, "Đang quá hạn")]
    rows = [
        {
            "measure": name, "label": label, "shown_in": "index" if name == "qd766_2_1" else "own",
            "basis": "register", "rule": "system", "measured_in": "%", "numerator": n, "denominator": max(n, 6), "order": 1,
            "source": "QĐ", "numerator_is": "a", "denominator_is": "b", "target": 95.0, "is_met": True, "target_source": "QĐ", "previous": None,
            "last_year": None, "value": 100.0, "low": None, "high": None, "points": 1, "max_points": 1, "gain": 0.0,
        }
        for name, n, label in measures
    ]  # fmt: skip
    frame = judged.carry(pd.DataFrame(rows), info)
    yield from (tables.index_table(frame, info), tables.targets(frame, info), tables.other_indicators(frame, info), *tables.open_counted(frame, info))
    yield figures.indicators(tables.target_rates(frame, info))


def _read(blocks: Iterator[Block]) -> str:
    return "\n".join(plain.render(block) if not hasattr(block, "alt") else f"{block.alt} {block.caption} {block.svg}" for block in blocks)


def _official(info: dict, root: Path) -> str:
    study = SmallStudy(form_06a=official_form(online=22, early=12, on_time=4), late=pd.DataFrame(columns=TABLES["late"].names), causes=CAUSES)
    study.info = {**study.info, **{name: value for name, value in info.items() if name not in ("rules", "present", "texts", "profile")}}
    empty = SmallStudy(form_06a=official_form(), late=pd.DataFrame(columns=TABLES["late"].names), causes=CAUSES)
    empty.info = study.info
    run = run_in(root)
    return "\n".join(text for one in (study, empty) for text in compose(run, one).texts())


def _index_and_letter(info: dict) -> str:
    shown = {"finished": 16.0, "early": 12.0, "on_time": 4.0, "late": 0.0, "open": 6.0, "open_late": 0.0}
    manifest = {
        "key_figures": {name: {"value": value, "numerator": None, "denominator": None} for name, value in shown.items()},
        "judged": judged.facts(info), "unjudged": judged.head(info),
    }  # fmt: skip
    block = key_figures.block(manifest["key_figures"], coverage=judged.judged(manifest["judged"]))
    news = News("báo cáo tháng 5 năm 2024", "made", manifest["unjudged"], figures_of(manifest), "2024-05")
    mail = letter([news], MailSettings("h", "a@b", ("c@d",), 25, "none"), office="Sở", reports="/r", log="", now=datetime(2024, 6, 3))
    return "\n".join([plain.render(block), key_figures.in_short(manifest["key_figures"], judged.judged(manifest["judged"])), mail.get_content()])


RENDITIONS = {
    "chapters": lambda info, root: _read(_chapters(info)),
    "changes": lambda info, root: _read(_changes(info)),
    "early warning": lambda info, root: _read(_warnings(info)),
    "units": lambda info, root: _read(_units(info)),
    "indicators": lambda info, root: _read(_indicators(info)),
    "official": _official,
    "index and letter": lambda info, root: _index_and_letter(info),
}


@pytest.mark.parametrize("rendition", RENDITIONS)
def test_where_everything_was_judged_the_all_clear_is_said(rendition: str, tmp_path: Path):
    """Else the property below could not fail."""
    assert ALL_CLEAR.search(RENDITIONS[rendition](_info(MOST_TEMPTING), tmp_path))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.mark.parametrize("rendition", RENDITIONS)
@settings(max_examples=drawn(6, 60))
@given(counts=COUNTS.filter(lambda counts: not counts.is_whole))
def test_where_something_was_not_judged_no_rendition_gives_the_all_clear(rendition: str, root: Path, counts: Judged):
    text = RENDITIONS[rendition](_info(counts), root)
    words = ALL_CLEAR if counts.lost else IN_TIME
    assert [line for line in text.splitlines() if words.search(line)] == []
    if counts.unjudged:
        assert f"{numbers.number(counts.unjudged)} hồ sơ chưa đánh giá được" in text
    if counts.aside:
        assert f"{numbers.number(counts.aside)} dòng hồ sơ bị loại" in text


@given(counts=COUNTS)
def test_the_sentence_adds_up_and_is_empty_only_where_all_is_known(counts: Judged):
    told = judged.sentence(counts)
    assert (told == "") == counts.is_whole
    if counts.lost and counts.judged:
        assert f"Đánh giá được {counts.judged} trong {counts.judged + counts.unjudged + counts.aside} hồ sơ" in told
    assert judged.warning(counts).startswith("CẢNH BÁO: ") == counts.is_allowed
    assert judged.judged(_info(counts)) == counts or counts.is_whole


def test_380_of_400_with_the_reason():
    counts = Judged(judged=380, unjudged=14, aside=6, columns=(("Ngày hẹn trả", 12), ("Trạng thái", 2)))
    assert judged.sentence(counts) == (
        "Đánh giá được 380 trong 400 hồ sơ; 14 hồ sơ chưa đánh giá được vì dữ liệu ở cột “Ngày hẹn trả” (12) và “Trạng thái” (2); "
        "6 dòng hồ sơ bị loại vì thiếu dữ liệu bắt buộc hoặc trùng mã. Các con số không gồm những hồ sơ này."
    )


def test_a_whole_empty_column_of_deadlines_is_said():
    assert judged.sentence(Judged(judged=20, no_due=20)) == (
        "Dữ liệu đã đọc không có ngày hẹn trả nào: báo cáo không biết hồ sơ nào quá hạn, dù biểu xếp hồ sơ loại này vào đúng hạn hoặc trong hạn."
    )
    assert judged.percent(20, 20, Judged(judged=20, no_due=20), good=True) == "–"
    assert judged.percent(20, 20, Judged(judged=20, no_due=3), good=True) == "20/20"


def test_a_table_carries_the_counts_through_what_notebooks_do_with_it():
    frame = judged.carry(pd.DataFrame({"a": [1, 2]}), _info(Judged(judged=3, unjudged=2)))
    for one in (frame.copy(), frame[frame["a"] > 1], frame.sort_values("a"), frame.assign(b=1), frame.head(1)):
        assert judged.judged(one).unjudged == 2
    assert judged.judged(pd.DataFrame({"a": [1]})) == WHOLE


# No other place makes such sentences

_SAYING = ("display/tables", "display/figures", "sources/explanations", "study", "report", "schedule", "cli")
_WORDS = re.compile(r"[Kk]hông có hồ sơ|nhận tất cả|đều (trong|đúng|trước) hạn|[Kk]hông có dấu hiệu nào|[Kk]hông có điểm nào")


def _literals(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of the module with its line, but for docstrings and what is handed to `judged`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    handed = {id(node) for call in ast.walk(tree) if _is_judged(call) for node in ast.walk(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in handed and '"""' not in node.value:
            yield node.lineno, node.value


def _is_judged(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "judged"


def test_the_words_of_an_all_clear_stand_in_one_module():
    files = [path for name in _SAYING for path in sorted((SOURCE / name).rglob("*.py") if (SOURCE / name).is_dir() else [SOURCE / name])]
    assert len(files) > 100
    found = [f"{path.relative_to(SOURCE)}:{line}: {text}" for path in files for line, text in _literals(path) if _WORDS.search(text)]
    assert found == []
