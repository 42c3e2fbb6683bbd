"""Every fault that can be found in the input: its id, severity, and the Vietnamese words that explain it once.

`message` may name {things} that the place which finds the fault fills in; `action` says what to do about it.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir


@dataclass(frozen=True)
class Check:
    """One kind of fault. Severity `stop` ends the run after everything was listed; `warn` and `info` do not."""

    id: str
    severity: str
    message: str
    action: str


_RE_EXPORT = "Xuất lại tệp này từ hệ thống rồi chạy lại."
_FIX_CELL = "Kiểm tra hồ sơ trên hệ thống, sửa rồi xuất lại."
_ASK_SYSTEM = "Kiểm tra hồ sơ trên hệ thống và sửa mốc thời gian sai."

_ALL = (
    # The file as a whole
    Check(
        "file.none", "stop", "Không tìm thấy tệp dữ liệu nào đọc được ở {where}.",
        "Đặt tệp XLSX, XLS, CSV, CSV.gz, JSON hoặc XES vào thư mục nguồn.",
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
        "json.twice", "warn",
        "Khóa “{detail}” xuất hiện hai lần với giá trị khác nhau trong cùng một bản ghi; không biết giá trị nào đúng "
        "nên giữ cả hai.",
        "Kiểm tra phần mềm xuất dữ liệu; xuất lại tệp.",
    ),
    Check("file.truncated", "stop", "Tệp bị cắt cụt hoặc hỏng, không đọc được trọn vẹn.", _RE_EXPORT),
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
        "Nếu đây là dữ liệu cần dùng, hãy thêm tiêu đề cột của nó vào profile.",
    ),
    Check(
        "sheet.hidden", "warn", "Trang tính ẩn “{sheet}” không được đọc.",
        "Nếu đây là dữ liệu cần dùng, hãy bỏ ẩn trang tính rồi lưu tệp, hoặc ghi hidden_sheets = true trong profile.",
    ),
    Check(
        "sheet.columns", "stop", "Trang tính “{sheet}” thiếu cột bắt buộc: {columns}; các tiêu đề đã thấy: {seen}.",
        "Xuất lại với đủ các cột đó, hoặc ghi tiêu đề đang dùng vào dòng {lines} của bảng {table} trong {profile}.",
    ),
    Check(
        "sheet.columns_other", "warn",
        "Trang tính “{sheet}” thiếu cột bắt buộc nên không dùng được: {columns}; các tiêu đề đã thấy: {seen}.",
        "Xuất lại với đủ các cột đó, hoặc ghi tiêu đề đang dùng vào dòng {lines} của bảng {table} trong {profile}.",
    ),
    Check(
        "sheet.no_dossiers", "stop", "Không có bảng hồ sơ nào trong dữ liệu đã đọc.",
        "Xuất danh sách hồ sơ (mã hồ sơ, trạng thái, các ngày) từ hệ thống, chọn đúng --profile, hoặc lập cách đọc mới "
        "bằng lệnh tthc profiles --from TỆP.",
    ),
    Check(
        "sheet.header_twice", "warn", "Tiêu đề “{detail}” xuất hiện ở nhiều cột; chỉ dùng cột đầu tiên.",
        "Xóa hoặc đổi tên cột thừa.",
    ),
    Check(
        "sheet.column_ignored", "info", "Cột này không có trong profile nên không được dùng.",
        "Nếu cần, hãy thêm tên cột vào profile.",
    ),
    Check(
        "sheet.uncalculated", "warn", "Công thức chưa được tính nên ô trống.",
        "Mở tệp bằng Excel, tính lại (F9) và lưu, hoặc dán thành giá trị.",
    ),
    Check("sheet.error_cell", "warn", "Ô báo lỗi công thức.", "Sửa công thức hoặc dán thành giá trị rồi lưu lại."),
    # Cells and rows
    Check(
        "column.unread_all", "stop", "Cột “{header}” không đọc được ô nào trong {n} ô (ví dụ {examples}).",
        "{advice} Hoặc chạy với --set unjudged=allow để vẫn lập báo cáo, có cảnh báo.",
    ),
    Check(
        "column.unread", "warn",
        "Cột “{header}” không đọc được ô nào trong {n} ô (ví dụ {examples}); các hồ sơ đó chưa đánh giá được.",
        "{advice}",
    ),
    Check("cell.time", "warn", "Không đọc được ngày giờ ở cột “{column}” theo dạng đã khai trong profile.", _FIX_CELL),
    Check(
        "cell.id", "warn",
        "Mã hồ sơ đã bị bảng tính đổi thành số hoặc ngày (mất chữ số), nên không biết là hồ sơ nào; các dòng này không "
        "được gộp với nhau.",
        "Xuất lại tệp; nếu mở bằng Excel thì đặt cột mã hồ sơ là Text trước khi lưu.",
    ),
    Check("cell.number", "warn", "Không đọc được số ở cột “{column}”.", _FIX_CELL),
    Check(
        "cell.code", "warn", "Giá trị ở cột “{column}” không có trong danh mục mã.",
        "Thêm giá trị này vào [codes] của profile, hoặc sửa trên hệ thống.",
    ),
    Check(
        "cell.truth", "warn", "Không hiểu giá trị có/không ở cột “{column}”.",
        "Thêm giá trị này vào true hoặc false của profile, hoặc sửa trên hệ thống.",
    ),
    Check(
        "cell.long", "info", "Giá trị ở cột “{column}” dài bất thường ({detail} ký tự).",
        "Kiểm tra xem dấu nháy hoặc xuống dòng có làm dính nhiều ô vào nhau không.",
    ),
    Check(
        "row.required", "warn", "Dòng thiếu “{column}”, hoặc giá trị ở đó không hiểu được, nên để riêng, không tính.",
        "Bổ sung giá trị trên hệ thống rồi xuất lại.",
    ),
    Check("row.header", "info", "Dòng lặp lại tiêu đề cột nên để riêng, không tính là hồ sơ.", "Không cần làm gì."),
    Check("row.numbers", "info", "Dòng đánh số cột nên để riêng, không tính là hồ sơ.", "Không cần làm gì."),
    Check("row.total", "info", "Dòng cộng nên để riêng, không tính là hồ sơ.", "Không cần làm gì."),
    Check(
        "row.note", "info",
        "Dòng chữ (ghi chú, tên nhóm, người ký), không có trạng thái và ngày nào, nên để riêng, không tính là hồ sơ.",
        "Nếu đây là một hồ sơ, hãy bổ sung trạng thái và các ngày trên hệ thống rồi xuất lại.",
    ),
    Check(
        "row.shifted", "warn",
        "Dòng có nhiều ô hơn tiêu đề và các ô bị lệch cột (dấu phân cách thừa trong một ô), nên để riêng, không tính.",
        "Sửa ô có dấu phân cách thừa trên hệ thống rồi xuất lại, hoặc xuất dưới dạng XLSX.",
    ),
    Check(
        "row.long", "warn", "Dòng có nhiều ô hơn tiêu đề; các ô thừa ở cuối dòng bị bỏ.",
        "Kiểm tra dấu phân cách thừa ở cuối dòng.",
    ),
    Check(
        "row.equal", "info", "Dòng trùng hoàn toàn với một dòng khác; chỉ giữ một.",
        "Không cần làm gì; nếu lặp nhiều, kiểm tra cách xuất dữ liệu.",
    ),
    Check(
        "row.duplicate", "warn",
        "Hồ sơ hoặc bản ghi trùng mã nhưng khác nội dung; giữ dòng có sự kiện muộn hơn, dòng này để riêng.",
        "Kiểm tra bản ghi nào đúng và xóa bản còn lại.",
    ),
    Check(
        "row.same_id", "warn",
        "Mã hồ sơ này cũng đứng ở dòng khác của tệp với ngày tiếp nhận khác, nên có thể là hồ sơ khác; chỉ giữ một "
        "dòng, dòng này để riêng, không tính.",
        "Kiểm tra cột nào là mã hồ sơ (dòng dossier_id của profile); nếu đúng là một hồ sơ thì xóa dòng thừa trên hệ "
        "thống rồi xuất lại.",
    ),
    Check(
        "row.older", "info", "Bản xuất mới hơn ghi hồ sơ này khác; dùng bản mới hơn, dòng này để riêng.",
        "Không cần làm gì; nếu tệp này mới là bản đúng, ghi ngày xuất vào tên tệp hoặc đưa tệp đúng sau cùng ở "
        "--source.",
    ),
    Check(
        "file.older", "info",
        "{detail} hồ sơ của tệp này cũng có trong tệp mới hơn “{newer}”; dùng giá trị của tệp mới hơn.",
        "Không cần làm gì; nếu tệp này mới là bản đúng, ghi ngày xuất vào tên tệp hoặc đưa tệp đúng sau cùng ở "
        "--source.",
    ),
    Check(
        "file.older_events", "info", "{detail} sự kiện của tệp này được một tệp mới hơn ghi lại; dùng tệp mới hơn.",
        "Không cần làm gì.",
    ),
    Check(
        "dossier.conflict", "warn",
        "Hai nguồn cùng thời điểm ghi hồ sơ này khác nhau ở cột “{column}”; dùng giá trị của danh sách hồ sơ.",
        "Kiểm tra hồ sơ trên hệ thống rồi xuất lại cả hai.",
    ),
    Check(
        "dossier.double", "warn",
        "Mã hồ sơ này cũng có ở một hệ thống khác; coi là hai hồ sơ, mã ở “{detail}” được ghi thêm tên hệ thống.",
        "Kiểm tra: nếu là cùng một hồ sơ được ghi ở cả hai hệ thống thì bỏ một bên khỏi dữ liệu để không tính hai lần.",
    ),
    Check(
        "dossier.bodies", "warn",
        "Mã hồ sơ này có ở hai đơn vị với thủ tục hoặc người nộp khác nhau; coi là hai hồ sơ, mã được ghi thêm tên đơn "
        "vị.",
        "Kiểm tra: nếu là một hồ sơ được chuyển đơn vị thì sửa thủ tục, người nộp cho thống nhất rồi xuất lại.",
    ),
    Check(
        "row.other_source", "info",
        "Dòng này của dữ liệu đồng bộ thuộc hồ sơ đã có trong sổ theo dõi của cơ quan; dùng dòng của sổ.",
        "Không cần làm gì.",
    ),
    Check(
        "event.conflict", "warn",
        "Các dòng sự kiện của cùng hồ sơ ghi khác nhau ở cột “{column}”; dùng giá trị của dòng cuối.",
        "Kiểm tra thông tin hồ sơ trên hệ thống.",
    ),
    Check(
        "event.lifecycle", "warn",
        "Không biết dòng này là lúc bắt đầu, kết thúc hay việc gì khác của bước nên để riêng, không tính.",
        "Thêm giá trị này vào [codes.lifecycle] của profile.",
    ),
    Check(
        "log.only_begins", "info",
        "Nhật ký chỉ ghi lúc bước bắt đầu (hoặc lúc hồ sơ đến); bước được coi là kéo dài đến khi bước sau bắt đầu.",
        "Nếu mỗi dòng là một trạng thái kéo dài đến trạng thái sau, ghi stamps = \"begin\" trong mục [[sheet]] của "
        "profile; nếu hệ thống có lúc kết thúc bước, hãy xuất thêm cột đó.",
    ),
    Check(
        "log.begins_or_ends", "warn",
        "Profile đọc mỗi mốc thời gian là lúc bước kết thúc, nhưng dữ liệu giống như lúc bước bắt đầu: mốc đầu trùng "
        "lúc tiếp nhận, bước cuối là đã xong. Nếu đúng là lúc bắt đầu thì thời gian giữ đang bị tính cho người sau.",
        "Hỏi đơn vị vận hành hệ thống rồi ghi stamps = \"begin\" (lúc bắt đầu) hoặc stamps = \"end\" (lúc kết thúc) "
        "trong mục [[sheet]] của profile.",
    ),
    Check(
        "step.queue", "info",
        "Các bước {detail} được coi là hàng đợi: hồ sơ nằm chờ, không tính cho người hay đơn vị nào.",
        "Nếu không đúng, liệt kê các bước là hàng đợi ở khóa queues của profile (không có bước nào: queues = []).",
    ),
    Check(
        "derived.status", "info",
        "Nguồn không có cột trạng thái; hồ sơ có ngày kết thúc được coi là đã xử lý xong, còn lại là đang xử lý.",
        "Nếu hệ thống có trạng thái, hãy xuất thêm cột đó.",
    ),
    Check(
        "derived.due_at", "info",
        "Nguồn không ghi ngày hẹn trả của {detail} hồ sơ; tính từ ngày tiếp nhận và thời hạn khai ở [limit] của "
        "profile.",
        "So với ngày hẹn trả đã ghi cho người nộp; nếu hệ thống có ngày hẹn trả, hãy xuất thêm cột đó.",
    ),
    Check(
        "derived.received_at", "info", "Nguồn không có ngày tiếp nhận; dùng lúc bắt đầu của sự kiện đầu tiên.",
        "Nếu hệ thống có ngày tiếp nhận, hãy xuất thêm cột đó.",
    ),
    Check(
        "derived.finished_at", "info",
        "Nguồn không có ngày kết thúc; theo profile, dùng lúc kết thúc của sự kiện cuối cùng.",
        "Nếu hệ thống có ngày kết thúc, hãy xuất thêm cột đó.",
    ),
    # What the canonical tables show
    Check(
        "dossier.no_received", "warn", "Hồ sơ không có ngày tiếp nhận dù trạng thái cho thấy đã được tiếp nhận.",
        _ASK_SYSTEM,
    ),
    Check("dossier.end_before_received", "warn", "Hồ sơ kết thúc trước khi tiếp nhận.", _ASK_SYSTEM),
    Check(
        "dossier.due_before_received", "warn", "Ngày hẹn trả trước ngày tiếp nhận; thời hạn được tính là 0.",
        _ASK_SYSTEM,
    ),
    Check("dossier.received_before_submitted", "warn", "Ngày tiếp nhận trước ngày nộp.", _ASK_SYSTEM),
    Check(
        "dossier.due_absurd", "warn", "Ngày hẹn trả là một ngày vô lý (như năm 1900 hoặc 9999).",
        "Sửa ngày hẹn trả trên hệ thống; hệ thống thường ghi ngày này khi để trống.",
    ),
    Check(
        "dossier.no_due", "info",
        "Hồ sơ đã tiếp nhận không có ngày hẹn trả nên không xác định được đúng hạn hay quá hạn.",
        "Bổ sung ngày hẹn trả trên hệ thống nếu thủ tục có thời hạn.",
    ),
    Check(
        "dossier.finished_no_end", "warn",
        "Trạng thái là đã xử lý xong hoặc đã trả kết quả nhưng không có ngày kết thúc xử lý.",
        "Bổ sung ngày kết thúc xử lý trên hệ thống.",
    ),
    Check(
        "dossier.end_but_open", "warn", "Hồ sơ có ngày kết thúc nhưng trạng thái vẫn là đang giải quyết.",
        "Kiểm tra trạng thái hồ sơ trên hệ thống.",
    ),
    Check(
        "dossier.returned_before_end", "info",
        "Ngày trả kết quả trước ngày kết thúc xử lý: có thể kết thúc muộn trên hệ thống.",
        "Kiểm tra thời điểm kết thúc trên hệ thống.",
    ),
    Check(
        "dossier.no_procedure", "info", "Hồ sơ không có thủ tục lẫn lĩnh vực nên không xếp được vào nhóm.",
        "Xuất thêm cột mã thủ tục hoặc lĩnh vực.",
    ),
    Check(
        "dossier.id_form", "info", "Mã hồ sơ không theo cấu trúc mã định danh – ngày – số thứ tự.",
        "Kiểm tra mã hồ sơ; có thể bị gõ tay hoặc bị cắt.",
    ),
    Check(
        "dossier.id_date", "warn", "Ngày trong mã hồ sơ không khớp ngày nộp và ngày tiếp nhận.",
        "Kiểm tra ngày tiếp nhận trên hệ thống; có thể ngày và tháng bị đảo.",
    ),
    Check(
        "dossier.swapped_date", "warn", "Ngày và tháng của cột “{column}” có vẻ bị đảo: đảo lại thì khớp với mã hồ sơ.",
        "Kiểm tra dạng ngày của tệp xuất; thứ tự ngày, tháng khai ở dates trong profile.",
    ),
    Check(
        "time.outside_calendar", "warn",
        "Mốc thời gian ở cột “{column}” nằm ngoài lịch làm việc đã khai nên không tính được giờ làm việc.",
        "Sửa mốc sai trên hệ thống, hoặc bổ sung lịch trong data/reference.",
    ),
    Check(
        "step.unknown_dossier", "warn", "Bản ghi thuộc hồ sơ không có trong danh sách hồ sơ.",
        "Xuất lại danh sách hồ sơ cùng kỳ với quá trình xử lý.",
    ),
    Check("step.end_before_start", "warn", "Bước xử lý kết thúc trước khi bắt đầu.", _ASK_SYSTEM),
    Check("step.start_before_arrival", "warn", "Bước xử lý bắt đầu trước khi hồ sơ được chuyển đến.", _ASK_SYSTEM),
    Check("step.before_received", "info", "Sự kiện xảy ra trước khi tiếp nhận hồ sơ.", _ASK_SYSTEM),
    Check(
        "step.after_end", "info", "Sự kiện xảy ra sau khi hồ sơ kết thúc.",
        "Kiểm tra vì sao hồ sơ còn được xử lý sau khi kết thúc.",
    ),
    Check(
        "step.never_ended", "info",
        "Bước không phải bước cuối nhưng không có lúc kết thúc; coi như kết thúc khi bước sau đến.",
        "Kiểm tra việc kết thúc bước trên hệ thống.",
    ),
    Check("step.no_time", "warn", "Bước xử lý không có mốc thời gian nào.", _ASK_SYSTEM),
    Check(
        "step.no_officer", "info", "Bước xử lý không ghi người xử lý.", "Nếu hệ thống có người xử lý, hãy xuất thêm.",
    ),
    Check(
        "step.placeholder_officer", "info", "Người xử lý là tên tạm hoặc tài khoản quản trị, không phải một cán bộ.",
        "Kiểm tra tài khoản thực hiện bước này.",
    ),
    Check(
        "step.similar_names", "info", "Cùng một bước được viết theo nhiều cách.",
        "Thống nhất tên bước trên hệ thống; các bước này đang được tính riêng.",
    ),
    Check(
        "step.unusual_long", "info", "Bước này dài hơn nhiều lần mức thường gặp của cùng bước.",
        "Kiểm tra xem bước có bị quên kết thúc trên hệ thống không.",
    ),
    Check("stop.end_before_start", "warn", "Lần tạm dừng kết thúc trước khi bắt đầu.", _ASK_SYSTEM),
    Check(
        "stop.before_received", "warn", "Lần bổ sung, tạm dừng đã xong trước khi tiếp nhận hồ sơ nên không được tính.",
        _ASK_SYSTEM,
    ),
    Check(
        "stop.after_end", "warn", "Lần bổ sung, tạm dừng bắt đầu sau khi hồ sơ kết thúc nên không được tính.",
        _ASK_SYSTEM,
    ),
    Check(
        "stop.never_ended", "info", "Lần tạm dừng chưa kết thúc nhưng hồ sơ đã xử lý xong.",
        "Kiểm tra thời điểm bổ sung xong trên hệ thống.",
    ),
    Check("absence.end_before_start", "warn", "Khoảng vắng mặt kết thúc trước khi bắt đầu.", "Sửa danh sách vắng mặt."),
    Check("norm.negative", "warn", "Định mức không phải số dương.", "Sửa quy trình nội bộ."),
    Check(
        "norm.small", "warn",
        "Định mức dưới năm phút làm việc: có thể sai đơn vị, hoặc dấu chấm hàng nghìn bị đọc thành dấu thập phân.",
        "Kiểm tra đơn vị và cách viết số của cột định mức trong quy trình nội bộ.",
    ),
    Check("feedback.rating", "warn", "Mức hài lòng phải từ 1 đến 5.", "Sửa phiếu đánh giá."),
    Check(
        "closing.bulk", "warn",
        "Nhiều hồ sơ của cùng người xử lý được kết thúc trong cùng một phút: có thể kết thúc hàng loạt trên hệ thống.",
        "Hỏi cán bộ: kết quả có trước lúc bấm kết thúc hay không.",
    ),
    Check(
        "step.multi_registration", "info",
        "Một người kết thúc nhiều bước của nhiều hồ sơ trong cùng một phút: có thể ghi nhận dồn.",
        "Hỏi cán bộ: các bước này có được làm trước lúc ghi nhận hay không.",
    ),
    Check(
        "dossier.no_steps", "info", "Hồ sơ đã xử lý xong nhưng không có bước xử lý nào được ghi nhận.",
        "Xuất lại quá trình xử lý với đủ các hồ sơ.",
    ),
    Check(
        "dossier.unknown_procedure", "info", "Mã thủ tục của hồ sơ không có trong danh mục thủ tục.",
        "Cập nhật danh mục thủ tục, hoặc sửa mã trên hệ thống.",
    ),
    Check(
        "dossier.unknown_province", "info", "Mã hồ sơ bắt đầu bằng mã tỉnh không có trong danh sách tỉnh, thành phố.",
        "Kiểm tra mã hồ sơ; tỉnh mới hoặc mã mới thì thêm dòng vào data/reference/provinces.csv.",
    ),
    Check(
        "dossier.procedure_names", "info", "Cùng một mã thủ tục có nhiều tên hoặc nhiều lĩnh vực.",
        "Thống nhất tên thủ tục và lĩnh vực trên hệ thống.",
    ),
    Check(
        "dossier.id_gap", "info", "Số thứ tự trong mã hồ sơ của cùng một ngày có chỗ trống: có thể thiếu hồ sơ.",
        "Kiểm tra điều kiện lọc khi xuất; bỏ qua nếu chỉ xuất một phần hồ sơ.",
    ),
    Check(
        "dossier.inactive", "info", "Có hơn ba tuần liền không tiếp nhận hồ sơ nào.",
        "Kiểm tra xem dữ liệu của khoảng này có bị thiếu không.",
    ),
    # What the records of officers do not prove
    Check(
        "officer.spellings", "info",
        "Một cán bộ được ghi theo nhiều cách viết (chữ hoa, dấu cách); được tính là một người.",
        "Thống nhất cách viết tên trên hệ thống và trong danh sách vắng mặt.",
    ),
    Check(
        "officer.similar", "warn",
        "Hai tên gần giống nhau, có thể là một người; đang được tính riêng, và không xét người nào khi tên kia chỉ có "
        "trong danh sách vắng mặt.",
        "Kiểm tra rồi ghi cùng một tên ở mọi nơi nếu là một người.",
    ),
    Check(
        "officer.shared", "warn",
        "Tài khoản dường như do nhiều người dùng chung; thời gian của tài khoản này không dùng để xét một cán bộ nào.",
        "Cấp tài khoản riêng cho từng cán bộ.",
    ),
    Check(
        "start.click", "warn",
        "Lúc bắt đầu phần lớn chỉ cách lúc kết thúc vài phút dù hồ sơ đã ở bước này nhiều ngày: được coi như không ghi "
        "nhận lúc bắt đầu.",
        "Hướng dẫn cán bộ bấm bắt đầu khi bắt đầu làm thật.",
    ),
    Check(
        "start.evening", "warn",
        "Lúc bắt đầu hầu hết được ghi dồn vào cuối ngày: được coi như không ghi nhận lúc bắt đầu.",
        "Hướng dẫn cán bộ bấm bắt đầu khi bắt đầu làm thật.",
    ),
    Check(
        "start.burst", "warn",
        "Lúc bắt đầu hầu hết được ghi dồn nhiều hồ sơ một lúc: được coi như không ghi nhận lúc bắt đầu.",
        "Hướng dẫn cán bộ bấm bắt đầu khi bắt đầu làm thật.",
    ),
    Check(
        "office.outage", "warn",
        "Cả cơ quan không có thao tác nào trên hệ thống trong nhiều ngày làm việc liền, khác hẳn mức thường ngày: "
        "không tính cho cán bộ nào.",
        "Cho biết đây là sự cố hệ thống hay ngày nghỉ; nếu là ngày nghỉ, khai vào lịch làm việc rồi chạy lại.",
    ),
    Check(
        "office.silent", "warn",
        "Từ ba cán bộ trở lên cùng không có thao tác nào trong nhiều ngày làm việc liền; dữ liệu quá ít để biết vì "
        "sao: không tính cho cán bộ nào.",
        "Cho biết trong những ngày này có sự cố hệ thống, ngày nghỉ hay việc chung nào không.",
    ),
    # What people wrote back about late dossiers
    Check(
        "explanation.sheet", "info", "Trang tính này không có bảng giải trình nên không được đọc; tệp được giữ nguyên.",
        "Nếu có nội dung cần dùng, hãy chuyển vào trang “Giải trình”.",
    ),
    Check(
        "explanation.comments", "info", "Tệp có ghi chú gắn vào ô (comment, note); chương trình chỉ đọc chữ trong ô.",
        "Chép nội dung các ghi chú đó vào cột “Ghi chú” hoặc “Giải trình”; tệp được giữ nguyên.",
    ),
    Check(
        "explanation.no_id", "warn", "Dòng giải trình không có mã hồ sơ nên không biết thuộc hồ sơ nào.",
        "Ghi mã hồ sơ vào dòng này ở trang “Chưa khớp” của tệp giai-trinh.xlsx mới, hoặc xóa dòng.",
    ),
    Check(
        "explanation.unknown_dossier", "warn", "Giải trình cho hồ sơ không có trong dữ liệu của báo cáo này.",
        "Kiểm tra mã hồ sơ ở trang “Chưa khớp” của tệp giai-trinh.xlsx mới; sửa mã hoặc xóa dòng.",
    ),
    Check(
        "explanation.not_late", "warn", "Giải trình cho hồ sơ không còn trong danh sách quá hạn của báo cáo này.",
        "Không cần làm gì nếu dữ liệu đã được sửa; nội dung được giữ ở trang “Chưa khớp” của tệp giai-trinh.xlsx mới.",
    ),
    Check(
        "explanation.unknown_cause", "warn",
        "Nguyên nhân xác nhận không có trong danh mục nguyên nhân nên chưa được dùng.",
        "Chọn một nguyên nhân trong danh mục cho dòng này ở trang “Chưa khớp” của tệp giai-trinh.xlsx mới, hoặc bổ "
        "sung danh mục causes.csv.",
    ),
    Check(
        "explanation.disagree", "warn",
        "Hồ sơ này được giải trình ở nhiều dòng và các dòng ghi khác nhau ở cột “{column}”; chưa dùng dòng nào.",
        "Thống nhất nội dung: giữ một dòng ở trang “Chưa khớp” của tệp giai-trinh.xlsx mới và xóa các dòng còn lại.",
    ),
    Check(
        "explanation.sign_off", "warn", "Không hiểu ý kiến duyệt, nên nguyên nhân chưa được coi là đã xác nhận.",
        "Chọn một ý kiến trong danh sách của cột “Ý kiến duyệt”.",
    ),
    Check(
        "explanation.withheld", "info", "Ý kiến duyệt là “{detail}”, nên nguyên nhân chưa được coi là đã xác nhận.",
        "Thống nhất nguyên nhân rồi chọn “Đồng ý”.",
    ),
    Check(
        "explanation.no_proposal", "warn",
        "Chọn “Đồng ý” nhưng trong tệp không đọc được nguyên nhân đề xuất mà người duyệt đã đồng ý.",
        "Chọn nguyên nhân ở cột “Nguyên nhân xác nhận”.",
    ),
    Check(
        "outputs.missing", "info", "Nguồn không có dữ liệu này nên báo cáo thiếu phần tương ứng.",
        "Xuất thêm dữ liệu này từ hệ thống nếu cần.",
    ),
)

# Rows of a sheet that tell no dossier: its header again, the numbers of its columns, a total, a note.
NO_RECORDS = ("row.header", "row.numbers", "row.total", "row.note")

CHECKS: dict[str, Check] = {check.id: check for check in _ALL}


def finding_rows(
    rule: str, rows: ir.Table, *, column: str | None = None, value: ir.Value | None = None, **words: object,
) -> ir.Table:
    """One finding (schema FINDINGS) per row of `rows`, which has the three columns of origin and maybe dossier_id."""
    check = CHECKS[rule]
    return rows.select(
        rule=ibis.literal(rule), severity=ibis.literal(check.severity), file=rows.src_file, sheet=rows.src_sheet,
        row=rows.src_row,
        column=_text(column), value=_text(None) if value is None else value.cast("string"),
        dossier_id=rows.dossier_id if "dossier_id" in rows.columns else _text(None),
        message=ibis.literal(check.message.format(column=column, **words)), action=ibis.literal(check.action),
    )


def _text(value: str | None) -> ir.Value:
    return ibis.null("string") if value is None else ibis.literal(value)
