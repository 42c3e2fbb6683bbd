"""The options that several commands share, declared once, and the one `Run` they describe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tthc.model.errors import UsageError
from tthc.model.nearest import suggestion
from tthc.model.period import ALLOWED
from tthc.model.settings import RULES, current_day, load_run

if TYPE_CHECKING:
    from tthc.model.settings import Run


def option(*names: str, metavar: str, text: str):
    """An option that shows `metavar` for its value and no default: the text says it where it matters."""
    return typer.Option(*names, metavar=metavar, help=text, show_default=False)


RULE_NAMES = [rule.name for rule in RULES]

Period = Annotated[str, option("--period", metavar="KỲ", text=f"Kỳ báo cáo: {ALLOWED}.")]
Source = Annotated[
    list[str] | None, option("--source", metavar="ĐƯỜNG_DẪN", text="Tệp hoặc thư mục dữ liệu xuất; được lặp lại.")
]
Profile = Annotated[
    str | None, option("--profile", metavar="TÊN|TỆP", text="Mẫu đọc dữ liệu của hệ thống nguồn; xem lệnh profiles.")
]
AsOf = Annotated[
    str | None,
    option(
        "--as-of", metavar="THỜI_ĐIỂM",
        text="Chốt số liệu: 2024-05-31 (hết ngày) hoặc 2024-05-31T17:00. Mặc định: hết kỳ.",
    ),
]
Now = Annotated[
    str | None,
    option(
        "--as-of", metavar="THỜI_ĐIỂM",
        text="Thời điểm hỏi: 2024-04-15 (hết ngày) hoặc 2024-04-15T07:00. Mặc định: bây giờ.",
    ),
]
WarnPeriod = Annotated[
    str | None,
    option(
        "--period", metavar="KỲ",
        text="Kỳ dữ liệu. Mặc định: kỳ có thư mục dữ liệu chứa thời điểm hỏi, không có thì cả năm.",
    )
]
Unit = Annotated[str | None, option("--unit", metavar="ĐƠN_VỊ", text="Chỉ hồ sơ của đơn vị này.")]
By = Annotated[
    str | None, option("--by", metavar="unit", text="Thêm một trang, bản in và phụ lục riêng cho từng đơn vị.")
]
Field = Annotated[str | None, option("--field", metavar="LĨNH_VỰC", text="Chỉ hồ sơ của lĩnh vực này.")]
Rules = Annotated[
    list[str] | None,
    option("--set", metavar="QUY_TẮC=GIÁ_TRỊ", text=f"Đặt một quy tắc tính: {', '.join(RULE_NAMES)}; được lặp lại."),
]
Out = Annotated[str | None, option("--out", metavar="THƯ_MỤC", text="Nơi đặt báo cáo. Mặc định: reports.")]
Engine = Annotated[str, option("--engine", metavar="duckdb|spark", text="Máy tính toán. Mặc định: duckdb.")]
Explanations = Annotated[
    list[str] | None,
    option(
        "--explanations", metavar="TỆP",
        text="Tệp giai-trinh.xlsx đã điền (hoặc thư mục chứa các tệp đó); được lặp lại.",
    ),
]

Audience = Annotated[
    str,
    option(
        "--audience", metavar="internal|shared",
        text="Bản cho ai: internal (nội bộ, mặc định) hoặc shared (chia sẻ, không có tên người).",
    ),
]

Print = Annotated[
    str,
    option(
        "--print", metavar="short|full", text="Bản in (PDF): short (gọn, mặc định) hoặc full (đủ mọi mục và mọi dòng).",
    ),
]

Scheduled = Annotated[
    bool,
    typer.Option(
        "--scheduled",
        help="Chạy theo lịch, không có người ngồi máy: chờ tệp đang ghi, không lập lại khi dữ liệu không đổi, ghi nhật "
            "ký, gửi thư.",
    ),
]
Since = Annotated[
    str | None,
    option("--since", metavar="KỲ", text="Như --scheduled, và lập bù mọi kỳ chưa có báo cáo từ kỳ này, ví dụ 2024-01.")
]
MailFile = Annotated[
    str | None,
    option("--mail", metavar="TỆP", text="Như --scheduled, với tệp cài đặt thư này. Mặc định: tthc-mail.toml, nếu có.")
]


def describe_run(
    period: str,
    *,
    source: Sequence[str] | None = None,
    rules: Sequence[str] | None = None,
    **options: Any,
) -> Run:
    """The run that the options describe. Here alone today's date enters, for the periods `previous-*`."""
    source = [one for one in source or () if one]
    return load_run(period, source=source or None, rules=parse_rules(rules or ()), today=current_day(), **options)


def parse_rules(given: Sequence[str]) -> dict[str, str]:
    """`RULE=VALUE` texts as a mapping. Raises UsageError for another form, an unknown rule, or one set twice."""
    chosen: dict[str, str] = {}
    for text in given:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not value:
            raise UsageError(f"--set nhận dạng QUY_TẮC=GIÁ_TRỊ, không nhận “{text}”; ví dụ: --set compare=minute.")
        if name not in RULE_NAMES:
            near = suggestion(name, RULE_NAMES)
            raise UsageError(f"Không có quy tắc “{name}”{near}; các quy tắc được đặt: {', '.join(RULE_NAMES)}.")
        if chosen.setdefault(name, value) != value:
            raise UsageError(
                f"Quy tắc “{name}” được đặt hai giá trị khác nhau ({chosen[name]} và {value}); hãy giữ một."
            )
    return chosen
