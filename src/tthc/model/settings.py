"""One frozen `Run` from `tthc.toml` and the options that win over it; unknown keys and values are errors."""

from __future__ import annotations

import dataclasses
import os
import time
import tomllib
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import platformdirs

from tthc.model.data_folders import folders_of
from tthc.model.errors import UsageError
from tthc.model.period import Period, parse_period

PROJECT_FILE = "tthc.toml"
# Beside an export that is another office's than the project's: its section [office] stands for the project's.
OFFICE_FILE = "co-quan.toml"
INTERNAL, SHARED = "internal", "shared"
# Chapters run in kernels of their own; this tells each of them whose edition is made, so that none can open another's
# tables.
AUDIENCE_VARIABLE = "TTHC_AUDIENCE"
_KERNEL_FOLDER = "IPYTHONDIR"

Given = str | Path | Sequence[str | Path] | None  # paths as they are given: one, several, or one text with semicolons


def process_environment() -> MutableMapping[str, str]:
    """The environment variables of this process. Nobody else reads them: what a run depends on is to be seen in one
    place.
    """
    return os.environ


def cache_folder() -> Path | None:
    """The user's own cache folder for this package; None where the user has no home to keep one in.

    TTHC_CACHE names another folder; empty, nothing is kept between runs.
    """
    if (own := os.environ.get("TTHC_CACHE")) is not None:
        return Path(own) if own else None
    try:
        return platformdirs.user_cache_path("tthc", appauthor=False)
    except (OSError, RuntimeError, KeyError):
        return None


def current_time() -> datetime:
    """The machine's clock. Nobody else reads it; nothing that is computed depends on it, only when and where it is
    written.
    """
    return datetime.now()


def current_day() -> date:
    """The day of the machine's clock, which `previous-*` periods are counted from."""
    return date.today()


def current_seconds() -> float:
    """Seconds since 1970, as file systems count them."""
    return time.time()


@dataclass(frozen=True)
class Rule:
    """A point that the law leaves open or systems disagree on. `allowed` lists the values, or names a kind: "int",
    "text".
    """

    name: str
    default: str
    allowed: tuple[str, ...] | str
    label: str


RULES: tuple[Rule, ...] = (
    Rule("rule", "system", ("system", "qd766", "decree"), "Cách tính quá hạn dùng làm chính"),
    Rule("compare", "date", ("date", "minute"), "So hạn theo ngày hay theo phút"),
    Rule("quarters", "calendar", ("calendar", "administrative"), "Quý theo lịch hay quý hành chính (15/12–14/3)"),
    Rule(
        "nested_consult", "other_body", ("other_body", "own_office"),
        "Lấy ý kiến nằm trong bước của cơ quan mình thì tính cho ai",
    ),
    Rule(
        "law_transition",
        "reception",
        ("reception", "event"),
        "Hồ sơ vắt qua ngày đổi luật xét theo quy định lúc tiếp nhận hay lúc thời hạn bắt đầu tính",
    ),
    Rule("norm_days", "0", "int", "Thời hạn chung (ngày làm việc) khi dữ liệu không có ngày hẹn trả; 0 là không đặt"),
    Rule(
        "first_day", "next", ("next", "same"),
        "Ngày đầu của thời hạn: ngày sau ngày tiếp nhận hay chính ngày tiếp nhận",
    ),
    Rule(
        "after_hours", "next_day", ("next_day", "same_day"),
        "Tiếp nhận ngoài giờ thì coi là ngày làm việc kế tiếp hay chính ngày đó",
    ),
    Rule(
        "cutoff_hour", "0", "int",
        "Tiếp nhận từ giờ này trở đi thì coi là ngày làm việc kế tiếp (ví dụ 15); 0 là không đặt",
    ),
    Rule(
        "index_level", "auto", ("auto", "province", "commune"),
        "Cấp của cơ quan trong bộ chỉ số; auto là theo tên cơ quan",
    ),
    Rule(
        "due_on_day_off", "next_working_day", ("next_working_day", "as_recorded"),
        "Ngày hẹn trả rơi vào ngày nghỉ: hết ngày làm việc kế tiếp hay đúng ngày đã ghi",
    ),
    Rule(
        "due_moved_late", "passed", ("passed", "moved"),
        "Ngày hẹn trả được dời khi đã qua hạn: tính theo ngày đã qua hay ngày mới",
    ),
    Rule(
        "late_request", "ignored", ("ignored", "restarts"),
        "Yêu cầu bổ sung khi đã quá hạn (theo nghị định): không tính lại hay vẫn tính lại thời hạn",
    ),
    Rule("intake_hours", "8", "int", "Hồ sơ trực tuyến phải được tiếp nhận trong bao nhiêu giờ làm việc"),
    Rule(
        "publication_days", "5", "int",
        "Thủ tục phải được cập nhật trong bao nhiêu ngày làm việc từ ngày có quyết định công bố",
    ),
    Rule("max_unjudged", "10", "int", "Không lập báo cáo khi quá bao nhiêu phần trăm hồ sơ của kỳ chưa đánh giá được"),
    Rule(
        "unjudged", "stop", ("stop", "allow"),
        "Có quá nhiều hồ sơ chưa đánh giá được, hoặc cả một cột chưa đọc được: dừng (stop) hay vẫn lập (allow)",
    ),
)


# What another calendar than that of Vietnamese offices changes: the law that moves a deadline is Vietnamese.
_ELSEWHERE: Mapping[str, str] = {"due_on_day_off": "as_recorded"}


def default_of(rule: Rule, calendar: str) -> str:
    """The rule's default for sources that count by this calendar; `vn-x`, an office's own hours, is Vietnamese too."""
    return rule.default if calendar.split("-")[0] == "vn" else _ELSEWHERE.get(rule.name, rule.default)


# Names that a value had before; who wrote them into a project file, or kept reports made with them, is understood.
FORMER_VALUES: Mapping[str, Mapping[str, str]] = {"rule": {"nd61": "decree"}}


@dataclass(frozen=True)
class Office:
    """Whose report it is; all optional, empty where the project file says nothing.

    From `number` on, what the official report carries: its number ("12/BC-SNV") and day (2024-06-12), who signs, to
    whom it goes, and the document that asked for it.
    """

    name: str = ""
    parent: str = ""
    place: str = ""
    own_units: tuple[str, ...] = ()
    number: str = ""
    date: str = ""
    signatory: str = ""
    signatory_title: str = ""
    addressee: str = ""
    request: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class System:
    """One of several systems that the project file lists under [[sources]]: its name, where its exports lie, their
    profile.
    """

    name: str
    paths: tuple[Path, ...]
    profile: str


@dataclass(frozen=True)
class Run:
    """Everything one run depends on. `cut` is exclusive: what happens at or after it is ignored (design.md §2).

    `systems` is empty where all sources are read with `profile`; else `sources` are theirs and `profile` is the first
    one's.
    """

    root: Path
    period: Period
    sources: tuple[Path, ...]
    profile: str
    as_of: datetime
    rules: Mapping[str, str]
    office: Office
    out: Path
    unit: str | None = None
    field: str | None = None
    engine: str = "duckdb"
    explanations: tuple[Path, ...] = ()
    audience: str = INTERNAL
    systems: tuple[System, ...] = ()

    @property
    def cut(self) -> datetime:
        """The first instant that no longer counts: the earlier of `as_of` and the end of the period's last day."""
        end = datetime.combine(self.period.end + timedelta(days=1), datetime.min.time())
        return min(self.as_of, end)

    @property
    def reference(self) -> Path:
        return self.root / "data" / "reference"

    @property
    def profile_files(self) -> tuple[Path, ...]:
        """The profiles that are named by a path of their own; those named by a word lie in `reference`."""
        named = dict.fromkeys([self.profile, *(one.profile for one in self.systems)])
        return tuple(path for path in (Path(name).expanduser() for name in named) if path.is_file())


def load_run(
    period: str,
    *,
    root: Path | None = None,
    source: str | Path | Sequence[str | Path] | None = None,
    profile: str | None = None,
    as_of: str | None = None,
    unit: str | None = None,
    field: str | None = None,
    rules: Mapping[str, str] | None = None,
    out: str | Path | None = None,
    engine: str = "duckdb",
    explanations: str | Path | Sequence[str | Path] | None = None,
    audience: str | None = None,
    today: date | None = None,
) -> Run:
    """The run that the project file and these options describe. Raises UsageError for any unknown key or value."""
    root = root or find_root()
    project = read_project(root / PROJECT_FILE)
    data = project.get("data", {})
    chosen = choose_rules({**_usual_rules(project, root, source, profile), **project.get("rules", {}), **(rules or {})})
    span = parse_period(period, quarters=chosen["quarters"], today=today)
    systems = _systems(project.get("sources", []), root, source, profile, span)
    sources = tuple(path for one in systems for path in one.paths) or _sources(
        root, source, data.get("source", "data/raw"), span,
    )
    return Run(
        root=root,
        period=span,
        systems=systems,
        sources=sources,
        profile=systems[0].profile if systems else _profile(root, profile or data.get("profile", "cong_tinh")),
        as_of=_as_of(as_of, span),
        rules=chosen,
        office=_office(office_beside(sources) or project.get("office", {})),
        out=_under(root, out or project.get("report", {}).get("out", "reports")),
        unit=unit or None,
        field=field or None,
        engine=_one_of("--engine", engine, ("duckdb", "spark")),
        explanations=_explanations(explanations),
        audience=_one_of("--audience", audience or _edition_of_kernel() or INTERNAL, (INTERNAL, SHARED)),
    )


def _usual_rules(project: Mapping[str, Any], root: Path, source: Given, profile: str | None) -> dict[str, str]:
    """Every rule's default for the calendar by which the first of the run's systems counts."""
    listed = () if source and not profile else project.get("sources", [])
    first = profile or (listed[0] if listed else project.get("data", {})).get("profile", "cong_tinh")
    return {rule.name: default_of(rule, _calendar_of(_profile(root, first), root)) for rule in RULES}


def _calendar_of(profile: str, root: Path) -> str:
    """The calendar that a profile names; that of Vietnamese offices where it names none or cannot be read, which its
    reader will say.
    """
    named = root / "data" / "reference" / "profiles" / f"{profile}.toml"
    path = named if named.is_file() else Path(profile).expanduser()
    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8-sig")).get("calendar", "vn"))
    except (OSError, ValueError):
        return "vn"


def office_beside(sources: Sequence[Path]) -> dict[str, object]:
    """The section [office] of `OFFICE_FILE` beside the exports; empty where there is none.

    Raises UsageError where the file says anything else, or where two exports are two offices'.
    """
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in sources)
    found = [read_project(folder / OFFICE_FILE) for folder in folders if (folder / OFFICE_FILE).is_file()]
    if any(set(one) != {"office"} for one in found):
        raise UsageError(f"Tệp {OFFICE_FILE} chỉ có mục [office]; các mục khác để ở {PROJECT_FILE}.")
    if any(one != found[0] for one in found[1:]):
        raise UsageError(f"Các nguồn dữ liệu có tệp {OFFICE_FILE} khác nhau; hãy lập báo cáo riêng cho từng cơ quan.")
    return found[0]["office"] if found else {}


def kernel_environment(audience: str, folder: str) -> dict[str, str]:
    """What binds a report's kernel, and all that it starts, to the report's edition; `folder` is the kernels' own."""
    return {AUDIENCE_VARIABLE: f"{audience}@{folder}", _KERNEL_FOLDER: folder}


def _edition_of_kernel() -> str | None:
    """The edition that this process is bound to as a report's kernel; None elsewhere, whatever somebody's shell says.

    Raises UsageError where the binding was meant for another process: rather no table than one of the wrong edition.
    """
    audience, bound, folder = process_environment().get(AUDIENCE_VARIABLE, "").partition("@")
    if bound and folder != process_environment().get(_KERNEL_FOLDER):
        raise UsageError(
            f"Biến môi trường {AUDIENCE_VARIABLE} không do báo cáo đang lập đặt; hãy bỏ biến đó rồi chạy lại."
        )
    return audience if bound else None


def load_keep(root: Path) -> int:
    """How many editions of a report stay, the newest ones; 0 keeps all. Raises UsageError for anything but a whole
    number.
    """
    keep = read_project(root / PROJECT_FILE).get("report", {}).get("keep", 0)
    if not isinstance(keep, int) or isinstance(keep, bool) or keep < 0:
        raise UsageError(
            f"Tệp {PROJECT_FILE}, mục [report], khóa keep nhận số nguyên không âm (số lần lập được giữ, 0 là giữ tất "
            f"cả), không nhận “{keep}”."
        )
    return keep


def find_root(start: Path | None = None) -> Path:
    """The nearest folder at or above `start` with a project file; else the checkout that this package lies in."""
    here = (start or Path.cwd()).resolve()
    checkout = Path(__file__).resolve().parents[3]
    for folder in (here, *here.parents, checkout):
        if (folder / PROJECT_FILE).is_file():
            return folder
    raise UsageError(
        f"Không tìm thấy tệp {PROJECT_FILE} ở {here} hoặc thư mục cha; hãy chạy lệnh trong thư mục của dự án."
    )


_SECTIONS = {
    "office": {field.name for field in dataclasses.fields(Office)},
    "data": {"source", "profile"},
    "report": {"out", "keep"},
    "rules": {rule.name for rule in RULES},
    "schedule": {"wait_minutes", "settle_seconds", "chapter_minutes", "run_minutes", "keep_logs"},
}


def read_project(path: Path) -> dict[str, Any]:
    """The sections of a project file. Raises UsageError where it cannot be read or says something unknown."""
    try:
        project = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"Tệp {path.name} không đúng cú pháp TOML ({error}); hãy sửa dòng được nêu.") from None
    except RecursionError:
        raise UsageError(f"Tệp {path.name} có quá nhiều dấu ngoặc lồng nhau; hãy xóa các dấu thừa.") from None
    for section, keys in project.items():
        if section == "sources":
            _check_systems(path, keys)
            continue
        allowed = _SECTIONS.get(section)
        if allowed is None or not isinstance(keys, dict):
            raise UsageError(
                f"Tệp {path.name}: không có mục [{section}]; các mục được dùng: {', '.join(_SECTIONS)}, [[sources]]."
            )
        for key in keys:
            if key not in allowed:
                raise UsageError(
                    f"Tệp {path.name}, mục [{section}]: không có khóa “{key}”; được dùng: {', '.join(sorted(allowed))}."
                )
            _check_type(f"Tệp {path.name}, mục [{section}], khóa {key}", key, keys[key])
    return project


def _check_systems(path: Path, systems: Any) -> None:
    """Each system has a name of its own and a path; a profile where it is not the usual one."""
    is_right = isinstance(systems, list) and all(
        isinstance(one, dict) and {"name", "path"} <= set(one) <= {
            "name", "path", "profile",
        } and all(isinstance(value, str) for value in one.values())
        for one in systems
    )
    if not is_right or len({one["name"] for one in systems}) < len(systems):
        raise UsageError(
            f'Tệp {path.name}: mỗi mục [[sources]] cần name (tên riêng của hệ thống) và path, thêm profile nếu khác '
            '"cong_tinh"; ví dụ: '
            '[[sources]] name = "Hệ thống tỉnh", path = "data/tinh", profile = "cong_tinh".'
        )


_LISTS = ("own_units", "recipients")


def _check_type(where: str, key: str, value: object) -> None:
    if key in _LISTS and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
        raise UsageError(f'{where} nhận một danh sách chữ, không nhận “{value}”; hãy ghi dạng {key} = ["…", "…"].')
    if key not in _LISTS and not isinstance(value, str | int):
        raise UsageError(f'{where} nhận một chuỗi chữ, không nhận “{value}”; hãy ghi dạng {key} = "…".')


def choose_rules(given: Mapping[str, object]) -> dict[str, str]:
    """Every rule with its value. Raises UsageError for an unknown rule or value."""
    known = {rule.name: rule for rule in RULES}
    for name in given:
        if name not in known:
            raise UsageError(f"Không có quy tắc “{name}”; các quy tắc được đặt: {', '.join(known)}.")
    return {name: _value(rule, _present(name, str(given.get(name, rule.default)))) for name, rule in known.items()}


def _present(name: str, value: str) -> str:
    """A value under the name that it has now."""
    return FORMER_VALUES.get(name, {}).get(value, value)


_FIGURES = 4  # of days, hours or percent


def _value(rule: Rule, value: str) -> str:
    if rule.allowed == "int" and not (value.isascii() and value.isdigit() and len(value) <= _FIGURES):
        raise UsageError(
            f"Quy tắc {rule.name} nhận số nguyên không âm, không nhận “{value}” (nhiều nhất {_FIGURES} chữ số)."
        )
    if isinstance(rule.allowed, tuple):
        return _one_of(f"Quy tắc {rule.name}", value, rule.allowed)
    return value


def _one_of(what: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise UsageError(f"{what} không nhận giá trị “{value}”; giá trị được dùng: {', '.join(allowed)}.")
    return value


def _as_of(text: str | None, period: Period) -> datetime:
    if not text:
        return datetime.combine(period.end + timedelta(days=1), datetime.min.time())
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo:
        raise UsageError(
            f"Thời điểm chốt “{text}” không đọc được; hãy ghi giờ của cơ quan, dạng 2024-05-31 hoặc 2024-05-31T17:00."
        )
    moment = moment if len(text) > 10 else moment + timedelta(days=1)
    if moment <= datetime.combine(period.start, datetime.min.time()):
        raise UsageError(
            f"Thời điểm chốt “{text}” ở trước kỳ {period.label}; hãy chọn một thời điểm từ ngày "
            f"{period.start:%d/%m/%Y}."
        )
    return moment


def _systems(
    listed: list[dict[str, Any]], root: Path, source: Given, profile: str | None, period: Period,
) -> tuple[System, ...]:
    """The systems of the project file; none where the command line names other sources or another profile.

    A report's kernels are handed the sources and the profile of their run: those of the systems stand for the systems.
    """
    if not listed or (source and not profile) or (profile and not source):
        return ()
    found = tuple(
        System(one["name"], _inside(root, one, period), _profile(root, one.get("profile", "cong_tinh")))
        for one in listed
    )
    if source and (
        _paths(source) != tuple(path.resolve() for one in found for path in one.paths) or profile != found[0].profile
    ):
        return ()
    return found


def _inside(root: Path, system: dict[str, Any], period: Period) -> tuple[Path, ...]:
    path = _under(root, system["path"])
    if not path.exists():
        raise UsageError(
            f"Tệp {PROJECT_FILE}, mục [[sources]] “{system['name']}”: không có tệp hoặc thư mục {path}; hãy sửa khóa "
            "path."
        )
    return folders_of(period, path) if path.is_dir() else (path,)


def _profile(root: Path, name: str) -> str:
    """A profile's name, or its file: one beside the project file is found from every folder."""
    beside = root / name
    return str(beside) if name.endswith(
        ".toml"
    ) and not Path(name).expanduser().is_file() and beside.is_file() else name


def _sources(root: Path, given: Given, default: str, period: Period) -> tuple[Path, ...]:
    if given:
        paths = _paths(given)
    else:
        paths = folders_of(period, _under(root, default))
    for path in paths:
        if not path.exists():
            raise UsageError(f"Không có tệp hoặc thư mục dữ liệu {path}; hãy kiểm tra --source.")
    return paths


def _explanations(given: Given) -> tuple[Path, ...]:
    """The filled workbooks; of a folder every workbook in it but the lock files of an open Excel."""
    found = []
    for path in _paths(given) if given else ():
        inside = [one for one in sorted(path.iterdir()) if not one.name.startswith(("~$", "."))] if path.is_dir() else [
            path
        ]
        books = [one for one in inside if one.is_file() and one.suffix.lower() in _WORKBOOKS]
        if not books:
            kinds = ", ".join(_WORKBOOKS)
            raise UsageError(f"Không có tệp giải trình ({kinds}) ở {path}; hãy kiểm tra --explanations.")
        found += books
    return tuple(dict.fromkeys(found))


_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


def _paths(given: Given) -> tuple[Path, ...]:
    """One path, several, or the text that a chapter's parameters hold: paths joined by semicolons."""
    if isinstance(given, str) and not _path(given).exists():
        given = [one.strip() for one in given.split(";") if one.strip()]
    many = [given] if isinstance(given, str | Path) else given or ()
    return tuple(_path(one).resolve() for one in many)


def _path(text: str | Path) -> Path:
    """Raises UsageError for what cannot be a path: a NUL in it, the home of somebody whom nobody knows."""
    if "\0" in str(text):
        raise UsageError(
            f"Đường dẫn “{str(text).replace(chr(0), '?')}” có ký tự không thể có trong tên tệp; hãy ghi lại đường dẫn."
        )
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise UsageError(
            f"Không có thư mục riêng của người dùng nêu trong “{text}”; hãy ghi đường dẫn đầy đủ."
        ) from None


def _office(keys: Mapping[str, object]) -> Office:
    given: dict[
        str, Any
    ] = {key: tuple(value) if isinstance(value, list) else str(value) for key, value in keys.items()}
    return Office(**given)


def _under(root: Path, path: str | Path) -> Path:
    path = _path(path)
    return path if path.is_absolute() else root / path
