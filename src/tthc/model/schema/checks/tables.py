"""Faults that show once the canonical tables are there."""

from __future__ import annotations

from tthc.model.schema.checks.check import ASK_SYSTEM, Check

TABLES: tuple[Check, ...] = (
    Check(
        "dossier.no_received", "warn", "Hồ sơ không có ngày tiếp nhận dù trạng thái cho thấy đã được tiếp nhận.",
        ASK_SYSTEM,
    ),
    Check("dossier.end_before_received", "warn", "Hồ sơ kết thúc trước khi tiếp nhận.", ASK_SYSTEM),
    Check(
        "dossier.due_before_received", "warn", "Ngày hẹn trả trước ngày tiếp nhận; thời hạn được tính là 0.",
        ASK_SYSTEM,
    ),
    Check("dossier.received_before_submitted", "warn", "Ngày tiếp nhận trước ngày nộp.", ASK_SYSTEM),
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
        "dossier.due_behind_change", "warn",
        "Ngày hẹn trả trong danh sách sớm hơn ngày hẹn ở lần thay đổi sau cùng; báo cáo tính theo ngày đã thay đổi.",
        "Kiểm tra ngày hẹn trả trên hệ thống: danh sách và phần thay đổi ngày hẹn phải ghi cùng một ngày.",
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
        "dossier.refused_but_handled", "warn",
        "Trạng thái là không được tiếp nhận nên hồ sơ không vào số phải giải quyết; nhưng hồ sơ có ngày tiếp nhận và ngày "
        "kết thúc hoặc trả kết quả, nên có thể là đã tiếp nhận rồi mới từ chối.",
        "Nếu đã tiếp nhận rồi mới từ chối, ghi từ chỉ trạng thái này vào mã 9 hoặc 10 ở [codes.status] của mẫu đọc dữ "
        "liệu.",
    ),
    Check(
        "dossier.returned_before_end", "info",
        "Ngày trả kết quả trước ngày kết thúc xử lý: có thể chậm kết thúc trên hệ thống.",
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
        "Kiểm tra dạng ngày của tệp xuất; thứ tự ngày, tháng khai ở dates trong mẫu đọc dữ liệu.",
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
    Check("step.end_before_start", "warn", "Bước xử lý kết thúc trước khi bắt đầu.", ASK_SYSTEM),
    Check("step.start_before_arrival", "warn", "Bước xử lý bắt đầu trước khi hồ sơ được chuyển đến.", ASK_SYSTEM),
    Check("step.before_received", "info", "Sự kiện xảy ra trước khi tiếp nhận hồ sơ.", ASK_SYSTEM),
    Check(
        "step.after_end", "info", "Sự kiện xảy ra sau khi hồ sơ kết thúc.",
        "Kiểm tra vì sao hồ sơ còn được xử lý sau khi kết thúc.",
    ),
    Check(
        "step.never_ended", "info",
        "Bước không phải bước cuối nhưng không có lúc kết thúc; coi như kết thúc khi bước sau đến.",
        "Kiểm tra việc kết thúc bước trên hệ thống.",
    ),
    Check("step.no_time", "warn", "Bước xử lý không có mốc thời gian nào.", ASK_SYSTEM),
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
    Check("stop.end_before_start", "warn", "Lần tạm dừng kết thúc trước khi bắt đầu.", ASK_SYSTEM),
    Check(
        "stop.before_received", "warn", "Lần bổ sung, tạm dừng đã xong trước khi tiếp nhận hồ sơ nên không được tính.",
        ASK_SYSTEM,
    ),
    Check(
        "stop.after_end", "warn", "Lần bổ sung, tạm dừng bắt đầu sau khi hồ sơ kết thúc nên không được tính.",
        ASK_SYSTEM,
    ),
    Check(
        "stop.never_ended", "info", "Lần tạm dừng không ghi lúc kết thúc nhưng hồ sơ đã giải quyết xong.",
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
        "Từ năm hồ sơ của cùng người xử lý được kết thúc liền nhau, cách nhau không quá hai phút: có thể kết thúc hàng "
        "loạt trên hệ thống.",
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
)
