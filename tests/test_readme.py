"""What the READMEs and docs tell people to type exists and parses; the files they point at are there."""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import re
import shlex
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
import typer
import yaml
from tests.told import PAGES, ROOT, said, typed

from tthc.cli import options
from tthc.cli.app import app
from tthc.cli.options import parse_rules
from tthc.model.period import parse_period
from tthc.sources.read.sources import input_paths

COMMANDS = typer.main.get_command(app).commands
PROFILES = {path.stem for path in (ROOT / "data" / "reference" / "profiles").glob("*.toml")}


TTHC = typed("tthc") + [words for words in typed("chay-bao-cao.bat") if words != ["wheels"]]


def _options(words: list[str], name: str) -> list[str]:
    return [value for option, value in zip(words, words[1:], strict=False) if option == name]


@pytest.mark.parametrize("words", TTHC, ids=" ".join)
def test_a_command_that_is_told_parses(words: list[str]):
    assert words[0] in COMMANDS
    COMMANDS[words[0]].make_context(words[0], words[1:])  # raises for an unknown option or a missing value
    for period in _options(words, "--period"):
        if not period.startswith("previous-"):
            parse_period(period)
    parse_rules(_options(words, "--set"))
    assert {name for name in _options(words, "--profile") if not name.endswith(".toml")} <= PROFILES


def test_both_readmes_tell_of_the_commands_that_matter():
    assert {words[0] for words in TTHC} == set(COMMANDS)


@pytest.mark.parametrize("words", said("tthc"), ids=" ".join)
def test_a_command_within_a_sentence_is_one(words: list[str]):
    """As far as its words go: a sentence may leave out what does not matter to it."""
    command = COMMANDS[words[0]]
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help"}
    assert {word for word in words[1:] if word.startswith("-")} <= known
    below = getattr(command, "commands", {})
    assert not below or words[1] in below


def test_pip_is_told_to_install_what_there_is():
    """Lock files that lie there, extras and requirements of pyproject.toml, the package itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    known = {*project["dependencies"], *(one for listed in extras.values() for one in listed), project["name"], *(f".[{extra}]" for extra in extras), "."}
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    told = [shlex.split(line) for line in re.findall(r"pip (?:install|wheel|download) ([^`\n()#]+)", pages)]
    files = [file for words in told for option, file in itertools.pairwise(words) if option == "-r"]
    given = {word for words in told for option, word in itertools.pairwise(["", *words]) if not word.startswith("-") and option not in ("-r", "-w", "-d")}
    assert files and all((ROOT / file).is_file() for file in files)
    assert given <= known


def test_an_export_is_made_up_as_it_is_told(tmp_path, monkeypatch):
    """With fewer dossiers than the page says, for the time that it takes."""
    monkeypatch.chdir(tmp_path)
    told = next(words for words in TTHC if words[0] == "simulate" and "--size" in words)
    few = ["60" if before == "--size" else word for before, word in zip(["", *told], told, strict=False)]
    COMMANDS["simulate"].main(few[1:], standalone_mode=False)
    assert input_paths([tmp_path / _options(told, "--out")[0]])


def test_the_pages_of_commands_and_settings_are_not_behind_the_program():
    """`make docs` writes them."""
    spec = importlib.util.spec_from_file_location("command_pages", ROOT / "docs" / "command_pages.py")
    pages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pages)
    for name, page in (("lenh.md", pages.commands_page), ("cai-dat.md", pages.settings_page)):
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page(), name


def test_every_page_of_the_site_is_in_its_contents():
    listed = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), yaml.SafeLoader)["nav"]
    pages = [page for part in listed for held in part.values() for page in ([held] if isinstance(held, str) else [one for each in held for one in each.values()])]
    assert sorted(pages) == sorted(path.name for path in (ROOT / "docs").glob("*.md")) and pages[0] == "index.md"


def test_every_heading_that_a_page_links_to_is_there():
    def anchors(page: Path) -> set[str]:
        heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}

    links = [(page, *link) for page in PAGES for link in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text(encoding="utf-8"))]
    assert [(page.name, anchor) for page, file, anchor in links if anchor not in anchors(page.parent / file if file else page)] == []


def test_every_file_that_a_page_links_to_is_there():
    missing = [
        (page.name, link)
        for page in PAGES
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert missing == []


def test_every_file_of_the_repository_that_a_page_names_is_there():
    """Tests, scripts, benchmarks and pages by their path; `tests/test_windows.py` in docs/windows.md is a promise."""
    named = re.compile(r"`((?:tests|scripts|benchmarks|docs)/[\w./-]+\.(?:py|md|xsd|toml|bat))`")
    found = {(page.name, path) for page in PAGES for path in named.findall(page.read_text(encoding="utf-8"))}
    assert len(found) > 50 and {(page, path) for page, path in found if not (ROOT / path).exists()} == set()


def test_no_page_names_a_place_of_one_machine():
    # The examples of schedules need a place: the customary ones.
    places = re.compile(r"(?:^|[\s(`\"])(/(?!srv/tthc\b|etc/)[a-z]+/\S*)", flags=re.MULTILINE)
    assert [(page.name, place) for page in PAGES for place in places.findall(page.read_text(encoding="utf-8"))] == []


class _Described(Exception):
    """Stands for the work of a command: what is told from here on is that its run can be made."""


@pytest.fixture(scope="module")
def printed_project(module_project: Path) -> Path:
    """A fresh clone in which the files that the pages speak of lie: each a copy of a small export."""
    small = "Mã hồ sơ,Tên thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái\nA,P,03/06/2024 08:00,10/06/2024,06/06/2024 08:00,Đã xử lý xong\n"
    for place in ("exports/ho-so.csv", "data/raw/2024-06/ho-so.csv"):
        (module_project / place).parent.mkdir(parents=True, exist_ok=True)
        (module_project / place).write_text(small, encoding="utf-8")
    (module_project / "giai-trinh.xlsx").touch()
    return module_project


@pytest.mark.parametrize("words", [words for words in TTHC if words[0] != "simulate"], ids=" ".join)
def test_a_command_that_is_told_finds_its_data(words: list[str], printed_project: Path, tmp_path: Path, monkeypatch):
    """Every command as it is printed goes as far as its run, whose sources are there and hold a readable file."""
    monkeypatch.chdir(printed_project)
    for name in ("new-system.toml", "he-thong-moi.toml"):
        (printed_project / name).unlink(missing_ok=True)
        if name in words and words[0] != "profiles":
            (printed_project / name).write_text("dates = []\n", encoding="utf-8")
    describe, runs = options.describe_run, []

    def described(*given, **more):
        runs.append(describe(*given, **more))
        raise _Described

    monkeypatch.setattr(options, "describe_run", described)
    monkeypatch.setattr(options, "current_day", lambda: date(2024, 7, 3))  # the day after which a month of data is there
    monkeypatch.setattr("tthc.cli.scheduling.run_scheduled", lambda context, make: make(context.params["period"]) and 0)
    for name in ("causes.csv", "law_sets.csv", "law_texts.csv"):
        (printed_project / "data" / "reference" / name).unlink(missing_ok=True)
    shutil.rmtree(printed_project / "so-tay", ignore_errors=True)
    if words[0] == "init":
        folder = [] if words[1].startswith("-") else words[1:2]
        words = ["init", str(tmp_path.joinpath(*folder)), *words[1 + len(folder):]]
    with contextlib.suppress(_Described):
        COMMANDS[words[0]].main(words[1:], standalone_mode=False)
    assert runs or words[0] in ("profiles", "calendar", "init", "notebooks", "reference", "doctor", "tables", "forget")
    assert all(input_paths(run.sources) for run in runs)
