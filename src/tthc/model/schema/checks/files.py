"""Faults of a file as a whole, of its sheets and headers."""

from __future__ import annotations

from tthc.model.schema.checks.check import RE_EXPORT, Check

FILES: tuple[Check, ...] = (
    # The file as a whole
    Check(
        "file.none", "stop", "Không tìm thấy tệp dữ liệu nào đọc được ở {where}.",
        "Đặt tệp XLSX, XLS, CSV, CSV.gz, JSON hoặc XES vào thẳng thư mục nguồn; tệp nén thì giải nén trước.",
    ),
    Check(
        "sheet.transposed", "stop",
        "Trang tính “{sheet}” ghi tiêu đề ở cột đầu và mỗi hồ sơ ở một cột; chương trình đọc mỗi hồ sơ ở một dòng.",
        "Trong Excel, chép cả bảng rồi dán sang trang mới bằng Paste Special > Transpose, lưu lại và xóa trang cũ.",
    ),
    Check(
        "file.fixed_width", "stop",
        "Tệp chữ này xếp các cột bằng dấu cách, nên không biết chắc cột nào bắt đầu ở đâu.",
        "Mở bằng Excel (Data > From Text/CSV, chọn Fixed width), xem lại các cột rồi lưu thành XLSX; hoặc xuất lại dưới dạng "
        "XLSX, CSV.",
    ),
    Check("file.passed", "info", "Không đọc: {detail}.", "Không cần làm gì."),
    Check(
        "file.not_read", "warn", "Không đọc: {detail}.",
        "Nếu đây là dữ liệu của kỳ: giải nén hoặc chuyển tệp vào thẳng thư mục nguồn, lưu dưới dạng XLSX, CSV, JSON "
        "hoặc XES; nếu không thì xóa khỏi thư mục nguồn.",
    ),
    Check(
        "file.pages", "warn",
        "Tệp chỉ có {detail} bản ghi trong {width} bản ghi mà hệ thống báo có: còn trang chưa tải về.",
        "Tải đủ các trang rồi đặt tất cả vào thư mục nguồn.",
    ),
    Check(
        "json.beside", "info", "Bên cạnh danh sách bản ghi, tệp JSON còn có: {detail}; các giá trị đó không được đọc.",
        "Nếu giá trị nào thuộc về mọi hồ sơ của tệp, hãy xuất nó thành một cột của từng hồ sơ.",
    ),
    Check(
        "json.twice", "warn",
        "Khóa “{detail}” xuất hiện hai lần với giá trị khác nhau trong cùng một bản ghi; không biết giá trị nào đúng "
        "nên giữ cả hai.",
        "Kiểm tra phần mềm xuất dữ liệu; xuất lại tệp.",
    ),
    Check("file.truncated", "stop", "Tệp bị cắt cụt hoặc hỏng, không đọc được trọn vẹn.", RE_EXPORT),
    Check(
        "file.password", "stop", "Tệp bị đặt mật khẩu nên không mở được.",
        "Mở tệp bằng Excel, bỏ mật khẩu rồi lưu lại.",
    ),
    Check(
        "file.bomb", "stop",
        "Tệp nén phình ra quá lớn so với kích thước của nó ({detail}); dừng đọc để giữ an toàn cho máy.",
        "Xuất lại tệp, không nén, và kiểm tra nguồn gốc của tệp.",
    ),
    Check(
        "file.too_wide", "stop", "Trang tính trải quá rộng ({detail}) dù phần lớn ô trống.",
        "Xóa các dòng, cột thừa ở cuối trang tính rồi lưu lại.",
    ),
    Check(
        "file.format", "stop", "Tệp không thuộc dạng nào đọc được ({detail}).",
        "Xuất lại dưới dạng XLSX, CSV, JSON hoặc XES.",
    ),
    Check(
        "file.empty", "warn", "Tệp hoặc trang tính không có dòng dữ liệu nào.",
        "Kiểm tra lại điều kiện lọc khi xuất dữ liệu.",
    ),
    Check(
        "file.nul", "warn", "Tệp có {detail} ký tự NUL; các ký tự đó đã được bỏ.",
        "Kiểm tra lại phần mềm xuất tệp; đối chiếu các dòng có chữ bị dính.",
    ),
    Check(
        "file.bad_bytes", "warn", "Tệp có ký tự không thuộc bảng mã {detail}; các ký tự đó được thay bằng dấu �.",
        "Xuất lại tệp với bảng mã UTF-8.",
    ),
    Check(
        "file.code_page", "info", "Tệp không phải UTF-8; đã đọc theo bảng mã {detail}.",
        "Nên xuất tệp với bảng mã UTF-8.",
    ),
    Check(
        "file.tcvn3", "stop", "Chữ trong tệp dùng bảng mã {detail} cũ, không phải Unicode.",
        "Chuyển mã sang Unicode (ví dụ bằng UniKey) rồi lưu lại.",
    ),
    Check(
        "file.twice", "stop",
        "Chữ trong tệp đã bị mã hóa {detail} hai lần (“Mã hồ sơ” thành “MÃ£ há»“ sÆ¡”).",
        "Xuất lại tệp từ hệ thống; nếu mở bằng Excel rồi lưu lại thì mở qua Data > From Text/CSV với bảng mã 65001: "
        "Unicode (UTF-8).",
    ),
    Check(
        "file.ragged", "warn", "Dòng có {detail} ô, trong khi tiêu đề có {width} ô.",
        "Kiểm tra dấu phân cách hoặc dấu nháy thừa trong dòng này.",
    ),
    Check(
        "file.open_quote", "warn", "Dòng có dấu nháy kép mở mà không đóng; đã đọc dòng này theo dấu phân cách.",
        "Kiểm tra các ô của dòng này; xóa dấu nháy thừa trên hệ thống rồi xuất lại.",
    ),
    # Sheets and headers
    Check(
        "sheet.unknown", "info", "Không nhận ra bảng nào trong trang tính này nên bỏ qua.",
        "Nếu đây là dữ liệu cần dùng, hãy thêm tiêu đề cột của nó vào mẫu đọc dữ liệu.",
    ),
    Check(
        "sheet.not_read", "warn",
        "Trang tính này{like} không được đọc vì mẫu đọc dữ liệu không biết tiêu đề của nó; các tiêu đề đã thấy: {seen}.",
        "Lập mẫu đọc dữ liệu từ mọi tệp của kỳ bằng lệnh tthc profiles --from THƯ_MỤC (thư mục chứa các tệp); nếu không "
        "phải dữ liệu của kỳ thì xóa khỏi thư mục nguồn.",
    ),
    Check(
        "sheet.column_not_read", "warn", "Cột “{column}” không được đọc; có thể là “{label}”, mà bảng này chưa có.",
        "Nếu đúng, ghi tiêu đề này vào dòng {line} của bảng {table} trong {profile}, hoặc lập mẫu đọc dữ liệu mới bằng "
        "lệnh tthc profiles --from THƯ_MỤC (thư mục chứa các tệp).",
    ),
    Check(
        "sheet.units", "warn", "Không có cột đơn vị; {detail} giống tên đơn vị nhưng không được dùng làm đơn vị.",
        "Nếu cần số liệu theo đơn vị, thêm cột “Đơn vị” vào bảng hồ sơ rồi chạy lại.",
    ),
    Check(
        "sheet.hidden", "warn", "Trang tính ẩn “{sheet}” không được đọc.",
        "Nếu đây là dữ liệu cần dùng, hãy bỏ ẩn trang tính rồi lưu tệp, hoặc ghi hidden_sheets = true trong mẫu đọc dữ liệu.",
    ),
    Check(
        "sheet.columns", "stop", "Trang tính “{sheet}” thiếu cột bắt buộc: {columns}; các tiêu đề đã thấy: {seen}.",
        "Xuất lại với đủ các cột đó, hoặc ghi tiêu đề đang dùng vào dòng {lines} của bảng {table} trong {profile}.",
    ),
    Check(
        "sheet.columns_other", "warn",
        "Trang tính “{sheet}” thiếu cột bắt buộc nên không dùng được: {columns}; các tiêu đề đã thấy: {seen}.",
        "Xuất lại với đủ các cột đó, ghi tiêu đề đang dùng vào dòng {lines} của bảng {table} trong {profile}, hoặc lập mẫu "
        "đọc dữ liệu mới bằng lệnh tthc profiles --from THƯ_MỤC (thư mục chứa các tệp).",
    ),
    Check(
        "sheet.no_dossiers", "stop", "Không có bảng hồ sơ nào trong dữ liệu đã đọc.",
        "Xuất danh sách hồ sơ (mã hồ sơ, trạng thái, các ngày) từ hệ thống, chọn đúng --profile, hoặc lập mẫu đọc mới "
        "bằng lệnh tthc profiles --from TỆP.",
    ),
    Check(
        "sheet.header_twice", "warn", "Tiêu đề “{detail}” xuất hiện ở nhiều cột; chỉ dùng cột đầu tiên.",
        "Xóa hoặc đổi tên cột thừa.",
    ),
    Check(
        "sheet.two_tables", "stop",
        "Trong trang tính “{sheet}” có một bảng hồ sơ nữa đặt cạnh bảng được đọc, với các cột {seen}; bảng đó không được "
        "đọc.",
        "Chuyển bảng đó sang một trang tính riêng, hoặc nối các dòng của nó xuống dưới bảng đầu, rồi lưu lại.",
    ),
    Check(
        "sheet.beside", "warn",
        "Trong trang tính “{sheet}” có một bảng nữa đặt cạnh bảng được đọc, với các cột {seen}; bảng đó không được đọc.",
        "Nếu đây là dữ liệu cần dùng, hãy chuyển bảng đó sang một trang tính riêng rồi lưu lại.",
    ),
    Check(
        "sheet.column_ignored", "info", "Cột này không có trong mẫu đọc dữ liệu nên không được dùng.",
        "Nếu cần, hãy thêm tên cột vào mẫu đọc dữ liệu.",
    ),
    Check(
        "sheet.uncalculated", "warn", "Công thức chưa được tính nên ô trống.",
        "Mở tệp bằng Excel, tính lại (F9) và lưu, hoặc dán thành giá trị.",
    ),
    Check("sheet.error_cell", "warn", "Ô báo lỗi công thức.", "Sửa công thức hoặc dán thành giá trị rồi lưu lại."),
)
