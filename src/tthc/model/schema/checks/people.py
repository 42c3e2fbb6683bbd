"""What the records of officers do not prove, and what people wrote back."""

from __future__ import annotations

from tthc.model.schema.checks.check import Check

PEOPLE: tuple[Check, ...] = (
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
        "name.spellings", "info",
        "Một đơn vị, thủ tục, lĩnh vực hoặc bước được ghi theo nhiều cách viết (chữ hoa, dấu cách); được tính là một.",
        "Thống nhất cách viết trên hệ thống.",
    ),
    Check(
        "name.similar", "warn",
        "Hai tên đơn vị hoặc thủ tục gần giống nhau (khác dấu hoặc viết tắt), có thể là một; đang được tính riêng.",
        "Kiểm tra rồi ghi cùng một tên ở mọi nơi nếu là một.",
    ),
    Check(
        "officer.shared", "warn",
        "Tài khoản dường như do nhiều người dùng chung; thời gian của tài khoản này không dùng để xét một cán bộ nào.",
        "Cấp tài khoản riêng cho từng cán bộ.",
    ),
    Check(
        "officer.namesakes", "warn",
        "Một tên kết thúc các bước ở nhiều đơn vị của cơ quan trong cùng thời gian, có thể là nhiều người trùng tên; "
        "thời gian của tên này không dùng để xét một cán bộ nào.",
        "Nếu là nhiều người, hãy ghi thêm dấu phân biệt sau tên của từng người, cả trong danh sách vắng mặt. "
        "Nếu đúng là một người thì không cần sửa.",
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
        "outputs.missing", "info", "Dữ liệu đã đọc không có mục này nên báo cáo thiếu phần tương ứng.",
        "Nếu hệ thống có mục này, hãy xuất thêm; nếu tệp có mục này dưới tiêu đề khác, lập mẫu đọc dữ liệu bằng lệnh tthc "
        "profiles --from THƯ_MỤC (thư mục chứa các tệp).",
    ),
)
