"""The commands and their options. What a command does stands in the stage it calls."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

import tthc as package
from tthc.cli import options as opt
from tthc.cli.exporting import FORMS
from tthc.cli.vietnamese import VietnameseCommand, VietnameseGroup
from tthc.model.settings import current_time

EPILOG = "Mã kết thúc: 0 xong; 1 dữ liệu phải sửa; 2 lệnh hoặc tùy chọn sai; 3 không làm được."
_OPTIONS = "[TÙY CHỌN]…"
_group: dict[str, Any] = {
    "cls": VietnameseGroup, "rich_markup_mode": None, "options_metavar": _OPTIONS,
    "subcommand_metavar": f"LỆNH {_OPTIONS}",
}
_command: dict[str, Any] = {"cls": VietnameseCommand, "options_metavar": _OPTIONS}
app = typer.Typer(**_group, add_completion=False, epilog=EPILOG)

TableName = Annotated[
    str,
    typer.Argument(
        metavar="BẢNG", show_default=False,
        help="Tên bảng, ví dụ late, measures, segments; log: nhật ký sự kiện; model: bộ bảng cho Power BI.",
    )
]
Format = Annotated[
    str | None,
    opt.option(
        "--format", metavar="|".join(FORMS),
        text="Dạng tệp; với log: csv, parquet, xes; với model: parquet, xlsx. Mặc định theo đuôi tệp của -o, không có "
            "thì csv.",
    ),
]
Labels = Annotated[
    bool, typer.Option("--labels", help="Tiêu đề cột và mã bằng tiếng Việt, thay cho tên và mã của từ điển dữ liệu."),
]
OutFile = Annotated[Path | None, opt.option("-o", "--output", metavar="TỆP", text="Tệp kết quả.")]
SimulatedInto = Annotated[
    Path,
    opt.option(
        "--out", metavar="THƯ_MỤC", text="Nơi ghi dữ liệu mô phỏng; sự thật ghi vào thư mục bên cạnh, thêm -su-that.",
    )
]
SimulatedPeriod = Annotated[
    str | None, opt.option("--period", metavar="KỲ", text="Kỳ mô phỏng. Mặc định: 2024-01..2024-05.")
]
SimulatedOffice = Annotated[
    str,
    opt.option(
        "--office", metavar="LOẠI",
        text="Cơ quan được mô phỏng: department (một sở, năm 2024) hoặc commune (một xã, năm 2026).",
    )
]
Seed = Annotated[
    int | None,
    opt.option("--seed", metavar="SỐ", text="Hạt giống ngẫu nhiên; không nêu thì ra đúng kỳ mẫu của dự án.")
]
Size = Annotated[int | None, opt.option("--size", metavar="SỐ", text="Số hồ sơ.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Ghi đè dữ liệu đã có trong thư mục.")]
Unknown = Annotated[
    list[Path] | None,
    opt.option(
        "--from", metavar="TỆP|THƯ_MỤC",
        text="Tệp hoặc thư mục của một hệ thống chưa biết: đề xuất một mẫu đọc dữ liệu cho tất cả; được lặp lại.",
    ),
]
More = Annotated[
    list[Path] | None, typer.Argument(metavar="[TỆP…]", help="Các tệp nữa của cùng hệ thống.", show_default=False)
]
Proposal = Annotated[Path | None, opt.option("-o", "--output", metavar="TỆP.toml", text="Ghi đề xuất vào tệp này.")]


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tthc {package.__version__}")
        raise typer.Exit()


@app.callback()
def tthc(
    version: Annotated[
        bool, typer.Option("--version", help="Hiện phiên bản.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Báo cáo tình hình giải quyết thủ tục hành chính: hồ sơ nào quá hạn, vì sao, ai giữ, nếu khác đi thì sao."""


@app.command(short_help="Lập báo cáo của một kỳ.", **_command)
def report(
    context: typer.Context,
    period: opt.Period,
    source: opt.Source = None,
    profile: opt.Profile = None,
    as_of: opt.AsOf = None,
    unit: opt.Unit = None,
    field: opt.Field = None,
    rules: opt.Rules = None,
    out: opt.Out = None,
    engine: opt.Engine = "duckdb",
    explanations: opt.Explanations = None,
    audience: opt.Audience = "internal",
    by: opt.By = None,
    print_: opt.Print = "short",
    scheduled: opt.Scheduled = False,
    since: opt.Since = None,
    mail: opt.MailFile = None,
) -> int:
    """Lập báo cáo của một kỳ: trang HTML, PDF, Excel, và mục lục các báo cáo."""
    chosen = {
        "profile": profile, "as_of": as_of, "unit": unit, "field": field, "engine": engine,
        "explanations": explanations,
    }

    def describe(period: str):
        return opt.describe_run(period, source=source, rules=rules, out=out, audience=audience, **chosen)

    if scheduled or since or mail:
        from tthc.cli.scheduling import run_scheduled

        return run_scheduled(context, describe)
    run = describe(period)
    from tthc.cli.progress import shown
    from tthc.model.private import open_to_others
    from tthc.report import make_report
    from tthc.report.manifest import FILE, read_manifest

    with shown() as progress:
        folder = make_report(run, progress=progress, by=by, extent=print_)
    typer.echo(f"Báo cáo {run.period.label}: {folder}")
    typer.echo(f"Mục lục các báo cáo: {folder.parents[1] / 'index.html'}")
    if left_out := (read_manifest(folder / FILE) or {}).get("unjudged"):
        typer.echo(left_out)
    if folders := open_to_others([run.root / ".tthc", run.out / ".lich-su"]):
        named = ", ".join(str(path) for path in folders)
        typer.echo(f"Lưu ý: người dùng khác của máy này mở được {named}; để chỉ mình mở được: chmod -R go= {named}")
    return 0


@app.command(short_help="Cảnh báo sớm hồ sơ đang giải quyết.", **_command)
def warn(
    as_of: opt.Now = None,
    period: opt.WarnPeriod = None,
    source: opt.Source = None,
    profile: opt.Profile = None,
    unit: opt.Unit = None,
    field: opt.Field = None,
    rules: opt.Rules = None,
    out: opt.Out = None,
    engine: opt.Engine = "duckdb",
) -> None:
    """Hồ sơ đang giải quyết nào có thể quá hạn, vì sao, ai phải làm gì hôm nay; mỗi đơn vị một tệp Excel."""
    from tthc.cli import warning

    moment = warning.instant(as_of, current_time())
    chosen = {
        "profile": profile, "as_of": moment, "unit": unit, "field": field, "engine": engine, "audience": "internal",
    }
    run = opt.describe_run(
        period or warning.period_around(moment, source), source=source, rules=rules, out=out, **chosen,
    )
    from tthc.report.warning_books import write_warning_books
    from tthc.study import open_run

    study = open_run(run)
    folder = write_warning_books(run, study)
    typer.echo("\n".join([*warning.beyond(run), *warning.lines(study, folder)]))


@app.command(short_help="Kiểm tra dữ liệu, không lập báo cáo.", **_command)
def check(
    period: opt.Period,
    source: opt.Source = None,
    profile: opt.Profile = None,
    as_of: opt.AsOf = None,
    rules: opt.Rules = None,
    engine: opt.Engine = "duckdb",
    output: OutFile = None,
) -> int:
    """Kiểm tra dữ liệu và các tệp tham chiếu, không lập báo cáo: mọi phát hiện, việc cần làm, số dòng đọc, nhận, loại.
    """
    run = opt.describe_run(period, source=source, rules=rules, profile=profile, as_of=as_of, engine=engine)
    from tthc.cli import findings
    from tthc.study.reference_faults import reference_faults

    for fault in reference_faults(run.reference, run.period.end):
        raise fault
    found = findings.collect(run)
    typer.echo(findings.as_text(found))
    if output:
        findings.write_workbook(found, output)
        typer.echo(f"Toàn bộ phát hiện: {output}")
    return 1 if found.must_stop else 0


@app.command(short_help="Xuất một bảng của kỳ cho công cụ khác.", **_command)
def export(
    table: TableName,
    period: opt.Period,
    source: opt.Source = None,
    profile: opt.Profile = None,
    as_of: opt.AsOf = None,
    unit: opt.Unit = None,
    field: opt.Field = None,
    rules: opt.Rules = None,
    engine: opt.Engine = "duckdb",
    explanations: opt.Explanations = None,
    form: Format = None,
    output: OutFile = None,
    labels: Labels = False,
) -> None:
    """Xuất một bảng của kỳ cho công cụ khác; CSV ra màn hình khi không có -o.

    BẢNG là log: nhật ký sự kiện (xes, csv, parquet). BẢNG là model: các bảng nối với nhau cho Power BI, Excel (-o là
    một thư mục).
    """
    chosen = {
        "profile": profile, "as_of": as_of, "unit": unit, "field": field, "engine": engine,
        "explanations": explanations,
    }
    run = opt.describe_run(period, source=source, rules=rules, **chosen)
    from tthc.cli import exporting

    if table in exporting.OTHERS:
        from tthc.cli import exchanging

        typer.echo(exchanging.EXPORTS[table](run, form, output, labels), err=True)
        return
    form = exporting.choose_form(form, output)
    exporting.check_table(table)
    rows = exporting.rows_of(run, table)
    rows = exporting.in_words(rows, table) if labels else rows
    exporting.write(rows, form, output, title=table)
    if left_out := exporting.left_out(rows):
        typer.echo(left_out, err=True)
    if output:
        typer.echo(f"Bảng {table}: {len(rows)} dòng, {output}", err=True)


@app.command(short_help="Sinh dữ liệu mô phỏng để thử và để học.", **_command)
def simulate(
    out: SimulatedInto, period: SimulatedPeriod = None, seed: Seed = None, size: Size = None,
    overwrite: Overwrite = False,
    office: SimulatedOffice = "department",
) -> None:
    """Sinh dữ liệu mô phỏng như hệ thống của tỉnh xuất ra, để thử và để học."""
    from tthc.cli.simulating import simulate_into

    typer.echo(simulate_into(out, period=period, seed=seed, size=size, overwrite=overwrite, office=office))


@app.command(short_help="Các mẫu đọc dữ liệu đã có; đề xuất cho tệp mới.", **_command)
def profiles(source: Unknown = None, output: Proposal = None, more: More = None) -> None:
    """Liệt kê các mẫu đọc dữ liệu đã có, hoặc đề xuất một mẫu cho tệp mới."""
    from tthc.cli import profiling

    typer.echo(profiling.propose([*source, *(more or [])], output) if source else profiling.listing())


WhichTable = Annotated[
    str | None, typer.Argument(metavar="[BẢNG]", help="Chỉ một bảng, với mọi bảng nó cần.", show_default=False)
]


@app.command(short_help="Các bảng của một kỳ, mỗi bảng tính từ đâu.", **_command)
def tables(name: WhichTable = None) -> None:
    """Liệt kê các bảng của một kỳ và các bảng mà mỗi bảng được tính từ đó."""
    from tthc.cli import tabling

    typer.echo(tabling.listing(name))


Folder = Annotated[
    Path, typer.Argument(metavar="[THƯ_MỤC]", help="Nơi lập dự án. Mặc định: thư mục hiện tại.", show_default=False)
]
Example = Annotated[bool, typer.Option("--example", help="Kèm dữ liệu mẫu (mô phỏng) để lập ngay một báo cáo.")]
OfficeName = Annotated[str | None, opt.option("--office", metavar="TÊN", text="Tên cơ quan, ghi vào tthc.toml.")]


@app.command(short_help="Lập một dự án mới.", **_command)
def init(folder: Folder = Path(), example: Example = False, office: OfficeName = None) -> None:
    """Lập một dự án mới: tthc.toml, data/raw, so-tay, reports, .gitignore; không ghi đè tệp nào đã có."""
    from tthc.cli.beginning import begin

    if office is None and not example and sys.stdin.isatty() and sys.stdout.isatty():
        office = typer.prompt("Tên cơ quan (bỏ trống được)", default="", show_default=False)
    typer.echo(begin(folder, office=(office or "").strip(), example=example))


@app.command(short_help="Đã cài gì, dự án có gì riêng, thiếu gì.", **_command)
def doctor() -> int:
    """Đã cài gì, tệp nào của dự án thay cho bản kèm theo gói, thiếu gì, quy định và lịch có đến ngày nào."""
    from tthc.cli.doctor import look

    found = look()
    typer.echo(found.text())
    return 1 if found.todo else 0


Before = Annotated[
    str | None, opt.option("--before", metavar="KỲ", text="Mọi thứ của các kỳ kết thúc trước kỳ này.")
]
OneDossier = Annotated[str | None, opt.option("--dossier", metavar="MÃ", text="Mọi thứ có ghi hồ sơ này.")]
Really = Annotated[bool, typer.Option("--yes", help="Xóa thật; không có thì chỉ liệt kê.")]


@app.command(short_help="Xóa dữ liệu cá nhân đã giữ của kỳ cũ, của một hồ sơ.", **_command)
def forget(before: Before = None, dossier: OneDossier = None, out: opt.Out = None, yes: Really = False) -> None:
    """Liệt kê và xóa những gì chương trình đang giữ: báo cáo, số liệu đã tính, bộ nhớ, danh sách cảnh báo, nhật ký."""
    from tthc.cli.forgetting import forgotten

    typer.echo(forgotten(before=before, dossier=dossier, out=out, really=yes))


notebooks = typer.Typer(**_group, help="Các chương của báo cáo: chép ra để sửa, lập chương mới.")
app.add_typer(notebooks, name="notebooks", short_help="Chép một chương để sửa; lập chương mới.")
reference = typer.Typer(**_group, help="Lịch, quy định, nguyên nhân, mẫu đọc dữ liệu… kèm theo gói: chép ra để sửa.")
app.add_typer(reference, name="reference", short_help="Chép một tệp tham chiếu vào dự án để sửa.")
Number = Annotated[str, typer.Argument(metavar="SỐ", help="Số của chương, ví dụ 20.", show_default=False)]
ChapterTitle = Annotated[str, typer.Argument(metavar="TÊN", help="Tên của chương.", show_default=False)]
ReferenceName = Annotated[
    str, typer.Argument(metavar="TỆP", help="Tên tệp, ví dụ causes.csv, mau/bao-cao.docx.", show_default=False)
]


@notebooks.command("copy", short_help="Chép một chương vào so-tay để sửa.", **_command)
def notebooks_copy(number: Number) -> None:
    """Chép một chương kèm theo gói vào thư mục so-tay; báo cáo dùng bản ở đó."""
    from tthc.cli.copying import copy_notebook

    typer.echo(copy_notebook(number))


@notebooks.command("new", short_help="Lập một chương của riêng cơ quan trong so-tay.", **_command)
def notebooks_new(number: Number, title: ChapterTitle) -> None:
    """Lập một chương của riêng cơ quan: tiêu đề, ô tham số và ô mở dữ liệu của kỳ."""
    from tthc.cli.copying import new_notebook

    typer.echo(new_notebook(number, title))


@reference.command("copy", short_help="Chép một tệp tham chiếu vào data/reference để sửa.", **_command)
def reference_copy(name: ReferenceName) -> None:
    """Chép một tệp tham chiếu kèm theo gói vào data/reference; dự án dùng bản ở đó."""
    from tthc.cli.copying import copy_reference

    typer.echo(copy_reference(name))


calendar = typer.Typer(**_group, help="Lịch làm việc: xem một năm, lập lịch riêng.")
app.add_typer(calendar, name="calendar", short_help="Xem lịch làm việc của một năm; lập lịch riêng.")
Year = Annotated[int, typer.Argument(metavar="NĂM", min=1900, max=9999, help="Năm, ví dụ 2026.", show_default=False)]
Calendar = Annotated[str, opt.option("--name", metavar="TÊN", text="Tên lịch. Mặc định: vn.")]
NewName = Annotated[
    str,
    typer.Argument(
        metavar="TÊN", help="Tên lịch mới, ví dụ vn-ca-sang (dùng chung ngày nghỉ của lịch vn).", show_default=False,
    )
]


@calendar.command("show", short_help="Ngày làm việc, làm bù, nguồn, ngày chưa rõ của một năm.", **_command)
def calendar_show(year: Year, name: Calendar = "vn") -> None:
    """Xem một năm của lịch làm việc: số ngày làm việc từng tháng, ngày nghỉ và làm bù với nguồn,
    ngày nào còn chưa rõ.
    """
    from tthc.cli import calendars

    typer.echo(calendars.show(year, name))


@calendar.command("new", short_help="Lập một lịch riêng.", **_command)
def calendar_new(name: NewName) -> None:
    """Lập một lịch riêng: giờ làm việc khác, hoặc ngày nghỉ khác; không sửa lịch nào đã có."""
    from tthc.cli import calendars

    typer.echo(calendars.new(name))
