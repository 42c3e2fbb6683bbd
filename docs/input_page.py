"""The page of inputs, from the lists by which the readers go: files, forms of dates, headers, every finding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tthc.model.schema import CANONICAL, CODES
from tthc.model.schema.checks import CHECKS
from tthc.model.schema.checks.files import FILES
from tthc.model.schema.checks.rows import ROWS
from tthc.sources.read.csv_records import DELIMITERS
from tthc.sources.read.json_records import found_records
from tthc.sources.read.loose_times import DAY_FIRST, loose_moment
from tthc.sources.read.passed_over import COPIES, NO_DATA, PACKED
from tthc.sources.read.paths import said_by_path
from tthc.sources.read.profile import Profile, load_profile
from tthc.sources.read.sources import SUFFIXES

_HEAD = "Trang này do `make docs` lập từ các danh sách mà chương trình dùng để đọc; bộ kiểm tra báo khi trang cũ.\n"
_ZONE = "Asia/Ho_Chi_Minh"
# One text of each form in which a column may be written; the page shows what the reader makes of it.
DATES = (
    "05/06/2024 15:05:30", "05/06/2024", "5/6/2024 8:05", "05-06-2024 15:05", "05.06.2024 15:05", "2024/06/05 "
    "15:05", "20240605",
    "20240605150530", "20240605 15:05", "20240605T080530Z", "05/06/2024 - 15:05", "05/06/2024, 15:05", "15:05 "
    "05/06/2024",
    "05/06/2024 15:05:30.250", "05/06/2024 03:05 PM", "2024-06-05 03:05 CH", "05/06/2024 03:05 chiều", "05/06/2024 "
    "15h05", "15h05 05/06/2024",
    "15 giờ 5 phút, ngày 05/06/2024", "ngày 5 tháng 6 năm 2024", "5-Thg6-2024 15:05",
    "Thứ 4, 05/06/2024 15:05",
    "2024-06-05T15:05:30+07:00",
    "2024-06-05T08:05:30Z", "2024-06-05 08:05:30 UTC", "2024-06-05 15:05:30 ICT",
    "2024-06-05T15:05:30+07:00[Asia/Ho_Chi_Minh]",
    "05/06/2024 15:05:30 GMT+7", "05-Jun-2024 15:05", "Wed Jun 05 2024 15:05:30 GMT+0700 (Indochina Time)", "Wed Jun "
    "05 15:05:30 ICT 2024",
    "Wed, 05 Jun 2024 15:05:30 +0700", "1717574730000", "/Date(1717574730000)/",
)
# What could be a day or an hour and is no certain one: such a cell is named.
NO_DATES = ("05/06/24", "06/25/2024", "31/02/2024", "05/06", "15:05", "Hôm qua", "00/00/0000", "05/06/2024 25:00",
"05/06/2024 hoặc 06/06/2024")
# One text of each way in which JSON holds records; the page shows what the reader makes of it.
JSON = (
    '[{"MaHoSo": "A1"}, {"MaHoSo": "A2"}]', '{"MaHoSo": "A1"} {"MaHoSo": "A2"}', '{"MaHoSo": "A1", "NgayTra": null}',
    '{"code": 200, "data": {"content": [{"MaHoSo": "A1"}], "totalElements": 4}}',
    '{"ketQua": {"danhSach": [{"soBN": "A1"}], "tong": 1}, "nguoiXuat": "Lê An"}',
    '{"hoSo": [{"MaHoSo": "A1"}], "tienDo": [{"maBuoc": 1}, {"maBuoc": 2}]}',
    '[{"donVi": "Phòng A", "hoSo": [{"MaHoSo": "A1"}]}, {"donVi": "Phòng B", "hoSo": [{"MaHoSo": "B1"}]}]',
    '{"columns": [{"name": "Mã hồ sơ"}, {"name": "Trạng thái"}], "rows": [["A1", "9"], ["A2", "4"]]}',
    '[["Mã hồ sơ", "Trạng thái"], ["A1", "9"]]', '{"Mã hồ sơ": ["A1", "A2"], "Trạng thái": ["9", "4"]}',
    '{"data": [], "total": 0}',
)
PATHS = (
    "hoSo.maHoSo", "hoSo.trangThai.ten", "thuTuc.ten", "thuTuc.ma", "donVi.tenDonVi", "buocHienTai.ngayTiepNhan",
)
_UNSEEN = (
    "Mọi ngày trong tệp đều không quá ngày 12 mà ngày và tháng đổi chỗ cho nhau (03/05 là 5 tháng 3 hay 3 tháng 5): "
    "cả hai cách đọc đều hợp lệ.",
    "Hai cột ngày bị đổi tiêu đề cho nhau mà thứ tự thời gian vẫn hợp lý.",
    "Một ngày, một trạng thái, một tên ghi sai nhưng vẫn là giá trị hợp lệ.",
    "Dòng đã mất trước khi tệp được xuất: bộ lọc khi xuất quá hẹp, tệp CSV bị cắt đúng cuối dòng. JSON thì khác: nếu "
    "hệ thống ghi tổng số bản ghi, số "
    "thiếu được nêu.",
    "Giờ 12 tiếng không ghi SA/CH (03:05 là sáng hay chiều), giờ UTC không ghi múi giờ.",
    "Ô công thức mà bảng tính chưa tính lại: giá trị lưu lần trước được đọc. Công thức chưa tính lần nào thì được "
    "nêu.",
    "Ý nghĩa của màu ô, chữ gạch ngang, chú thích. Dòng và cột bị ẩn (kể cả do lọc) được đọc như các dòng khác; chỉ "
    "trang tính ẩn là không đọc.",
    "Hai người trùng họ tên; một mã hồ sơ được dùng lại cho hồ sơ khác của cùng đơn vị, cùng thủ tục, cùng người "
    "nộp.",
    "Từ chỉ trạng thái mà mẫu đọc dữ liệu xếp vào nghĩa khác với nghĩa hệ thống dùng.",
)


def input_page(reference: Path) -> str:
    """How each kind of input is read, what is said of it, and what nobody can notice."""
    profile = load_profile("cong_tinh", reference / "profiles")
    return "\n".join([
        f"# Dữ liệu được đọc thế nào\n\n{_HEAD}", *_files(), *_sheets(), *_json(), *_dates(), *_values(),
        *_headers(profile), *_findings(),
        "## Điều không ai nhận ra được\n\nNhững sai lệch sau không để lại dấu vết trong tệp, nên chương trình không "
        "thể báo:\n", *_listed(_UNSEEN), "",
    ])


def _files() -> list[str]:
    return [
        "## Tệp\n",
        f"Trong thư mục nguồn, các tệp có đuôi {_marks(SUFFIXES)} được đọc. Nội dung quyết định, không phải đuôi: "
        f"XLSX đặt tên `.xls` hoặc `.csv`, trang HTML "
        "hay SpreadsheetML 2003 đặt tên `.xls`, ODS đặt tên `.xlsx` vẫn được đọc đúng là nó. Tên tệp được hiểu "
        "nguyên văn, kể cả khi có `[`, `*`, `?`, "
        "ký tự lạ hoặc dài 255 ký tự.\n",
        f"Không đọc, nhưng luôn nêu tên và lý do: thư mục con, tệp nén ({_marks(PACKED)}), bản sao và tệp tạm "
        f"({_marks(COPIES)}), tệp không phải bảng "
        f"({_marks(NO_DATA)}), tệp ẩn, tệp khóa `~$…`, tệp không có đuôi nào ở trên.\n",
        "Nhiều tệp: mỗi dòng được đếm đúng một lần, `số dòng đọc = số dòng nhận + số dòng không dùng`. Một hồ sơ có "
        "trong hai tệp thì tệp xuất sau thắng (ngày "
        "xuất ghi trong tệp, rồi ngày trong tên tệp, rồi thứ tự của `--source`, sau cùng là ngày tạo, ngày lưu ghi "
        "trong thuộc tính của sổ tính); báo cáo nêu tệp nào thắng và theo điều gì.\n",
        "Một mã ở hai hệ thống (`[[sources]]`) là hai hồ sơ. Một mã ở hai đơn vị của một hệ thống là hai hồ sơ khi thủ "
        "tục khác nhau, hoặc người nộp và ngày tiếp nhận đều khác; là một hồ sơ được chuyển đơn vị khi cùng người nộp, "
        "cùng thủ tục. Không rõ thì xem các mã khác: từ ba mã chắc chắn là hai hồ sơ, nhiều hơn số mã chắc chắn là "
        "một, thì mỗi đơn vị đánh mã riêng; phần lớn mã lặp lại giữ nguyên đơn vị thì hồ sơ được chuyển. Vẫn không rõ "
        "(ngày tiếp nhận khác mà không ghi người nộp, hoặc chỉ người nộp khác) thì giữ cả hai dòng, chưa đánh giá và "
        "hỏi lại; khóa `ids_by_unit` của mẫu đọc dữ liệu trả lời một lần cho mọi mã. Cùng đơn vị hoặc không ghi đơn vị "
        "mà thủ tục khác, hay người nộp và ngày tiếp nhận đều khác: chỉ giữ một dòng, dòng kia được nêu tên và đếm "
        "vào phần chưa tính (`row.same_id`).\n",
    ]


def _sheets() -> list[str]:
    marks = ", ".join("Tab" if one == "\t" else f"`{one}`" for one in DELIMITERS)
    return [
        "## Trang tính và bảng\n",
        *_listed((
            "Tiêu đề được tìm trong 40 dòng đầu, một hoặc hai dòng (tiêu đề nhóm gộp ô ở trên). Tên cột so không "
            "phân biệt dấu, hoa thường, khoảng trắng.",
            "Ô gộp dọc: giá trị thuộc mọi dòng mà ô trải qua. `rowspan`, `colspan` của HTML cũng vậy; `<br>` là dấu "
            "cách.",
            "Dòng tiêu đề lặp lại, dòng số thứ tự cột, dòng cộng, tỷ lệ, ghi chú, chữ ký không phải hồ sơ; chúng được "
            "đếm riêng và nêu ra.",
            "Bảng khác nằm bên dưới trong cùng trang tính (có tiêu đề riêng) được đọc theo tiêu đề của nó. Bảng nằm "
            "bên cạnh thì được nêu; là bảng hồ sơ thì phải "
            "chuyển sang trang tính khác mới chạy tiếp.",
            "Trang tính ẩn không đọc, nhưng nêu tên; muốn đọc thì bỏ ẩn hoặc ghi `hidden_sheets = true` trong mẫu "
            "đọc dữ liệu.",
            f"CSV: dấu phân cách ({marks}) là dấu làm hiện ra nhiều tiêu đề quen nhất; dòng `sep=;` được theo. "
            f"UTF-8, UTF-16, Windows-1258; TCVN3 và VNI thì được "
            "nhận ra và phải chuyển mã trước. Ô có xuống dòng, dấu nháy sau `\\`, dấu nháy mở mà không đóng, dòng "
            "thừa hoặc thiếu ô: đúng dòng đó được nêu, các dòng khác vẫn đọc.",
            "JSON: xem mục JSON bên dưới.",
            "Văn bản mà mỗi hồ sơ là một khối dòng “Mã hồ sơ: …”, “Ngày tiếp nhận: …”: mỗi khối một hồ sơ.",
            "XES: mọi hồ sơ (trace), kể cả hồ sơ không có sự kiện.",
        )), "",
    ]


def _json() -> list[str]:
    rows = [f"| `{text}` | {_records_told(text)} |" for text in JSON]
    said = [f"| `{text}` | {', '.join(said_by_path(text)) or 'chỉ tên đầy đủ'} |" for text in PATHS]
    return [
        "## JSON\n",
        *_listed((
            "Bản ghi là các đối tượng của danh sách, dù danh sách nằm trong bao nhiêu lớp vỏ và lớp vỏ tên gì; bảng "
            "ghi thành hai phần (tên cột và các dòng) cũng vậy. Hai danh sách đối tượng là hai trang tính.",
            "Giá trị đứng cạnh danh sách ở lớp vỏ ngoài cùng không được đọc và được nêu tên; của từng nhóm trong danh "
            "sách (các hồ sơ của một đơn vị) thì thuộc về mọi bản ghi của nhóm.",
            "Hệ thống báo tổng số (`total`, `totalElements`, `tong`…) mà thiếu bản ghi thì được nêu; khóa lặp cũng "
            "vậy.",
            "Danh sách bên trong một bản ghi là trang tính riêng, kèm mã hồ sơ. Đối tượng bên trong thành các cột có "
            "tên đầy đủ, ghi được vào mẫu đọc dữ liệu; các tên khác của cột ấy xem bảng dưới. Cột của chính bản ghi "
            "được chọn trước cột nằm sâu hơn.",
            "Mẫu đọc dữ liệu nào biết nhiều tiêu đề nhất thì đọc tệp; bằng nhau thì mẫu dành cho tệp `.json`.",
        )), "",
        "| trong tệp | bản ghi |\n|---|---|", *rows, "",
        "| cột nằm trong đối tượng | cũng được hiểu là tiêu đề |\n|---|---|", *said, "",
    ]


def _records_told(text: str) -> str:
    found = found_records(text)
    lists = [f"{len(one.records)} dòng{f' của “{one.name}”' if one.name else ''}" for one in found.lists]
    beside = f"; không đọc: {', '.join(found.beside)}" if found.beside else ""
    total = f"; hệ thống báo có {found.total}" if found.total is not None else ""
    return "; ".join(lists) + beside + total


def _dates() -> list[str]:
    rows = [f"| `{text}` | {_told(text)} |" for text in DATES]
    return [
        "## Ngày, giờ\n",
        "Các dạng sau đọc được mà không phải khai gì, khi mẫu đọc dữ liệu để ngày đứng trước tháng (mọi mẫu có sẵn "
        "của Việt Nam). Ô ngày thật của Excel, số ngày của "
        "Excel, sổ tính tính từ năm 1904 cũng vậy. Giờ ở cột riêng (“Giờ tiếp nhận” cạnh “Ngày tiếp nhận”) được ghép "
        "với ngày của nó.\n",
        "| trong tệp | được hiểu là |\n|---|---|", *rows, "",
        f"Không chắc là ngày nào thì không đoán; ô được nêu tên, hồ sơ chưa đánh giá được: "
        f"{', '.join(f'`{text}`' for text in NO_DATES)}. Năm hai chữ số được đọc khi các ô của trang tính chỉ hiểu "
        "được một cách: có ngày quá 12, tháng không quá 12, năm gần nhau (`04/03/24`, `18/03/24`, `29/03/24`)."
        " `24:00` là hết ngày ấy.\n",
        "Chỉ có ngày: ngày tiếp nhận hiểu là đầu giờ làm việc, ngày hẹn trả, ngày kết thúc hiểu là hết giờ làm việc. "
        "Cả một cột viết theo dạng lạ thì chương trình dừng và "
        "in dòng cần sửa.\n",
    ]


def _values() -> list[str]:
    return [
        "## Số, mã, tên\n",
        *_listed((
            "Số: dấu phẩy hoặc dấu chấm thập phân; `1.200.000`, `1,200.5` là số có phân cách nghìn. Định mức `28:00` "
            "là 28 giờ; ghi kèm đơn vị (`5 ngày làm việc`, `24 giờ`, `1 ngày 4 giờ`) thì theo đơn vị ghi trong ô, ngày "
            "8 giờ. Định mức `1.200` hiểu được hai cách nên "
            "được nêu; định mức dưới năm phút cũng được nêu.",
            "Mã hồ sơ: dấu nháy đơn, Tab, ký tự không nhìn thấy, gạch ngang dài được làm sạch; số 0 ở đầu bị mất "
            "được ghi lại khi mọi mã cùng số chữ số. Mã thành "
            "`1.2E+12`, thành ngày, hoặc mất các chữ số cuối thì được nêu và không gộp với hồ sơ nào.",
            "Mã thủ tục: số 0 ở cuối bị mất được ghi lại (`1.0012` thành `1.001200`). Hồ sơ không ghi mã thì nhận mã "
            "mà tên thủ tục của nó mang ở các dòng khác hoặc trong danh mục, nếu chỉ có một mã; nếu không thì tên "
            "thay cho mã. Định mức ghi tên thủ tục ở cột mã cũng vậy.",
            "Tên cán bộ: khác hoa thường, khoảng trắng, cách gõ dấu (Hoà, Hòa) thì là một; khác dấu hoặc viết tắt thì "
            "là câu hỏi, không tự gộp.",
        )), "",
    ]


def _headers(profile: Profile) -> list[str]:
    parts = [f"## Tiêu đề quen (mẫu đọc dữ liệu `{profile.name}`)\n"]
    for layout in profile.layouts:
        table = CANONICAL.get(layout.table)
        if table is None:
            continue
        parts += [f"### {table.label}\n", "| cột | tiêu đề trong tệp |\n|---|---|"]
        known = {name: words for name, words in layout.columns.items() if name in table.names}
        parts += [f"| {table[name].label} | {', '.join(words)} |" for name, words in known.items()]
        parts.append("")
    return parts


def _findings() -> list[str]:
    parts = ["## Mọi điều được nêu khi đọc\n", "`…` là chỗ ghi tên tệp, cột, giá trị.\n"]
    for severity, label in CODES["severity"].items():
        rows = [one for one in (*FILES, *ROWS) if CHECKS[one.id].severity == severity]
        parts += [f"### {label[0].upper()}{label[1:]}\n", "| mã | nội dung | việc cần làm |\n|---|---|---|"]
        parts += [f"| `{one.id}` | {_blank(one.message)} | {_blank(one.action)} |" for one in rows]
        parts.append("")
    return parts


def _told(text: str) -> str:
    found = loose_moment(text, DAY_FIRST, _ZONE)
    assert found is not None, text
    return f"{found.at:%d/%m/%Y %H:%M:%S}" if found.has_time else f"ngày {found.at:%d/%m/%Y}"


def _blank(text: str) -> str:
    return re.sub(r"\{\w+\}", "…", text).replace("|", "\\|")


def _marks(texts: Iterable[str]) -> str:
    return ", ".join(f"`{text}`" for text in texts)


def _listed(texts: Iterable[str]) -> list[str]:
    return [f"- {text}" for text in texts]
