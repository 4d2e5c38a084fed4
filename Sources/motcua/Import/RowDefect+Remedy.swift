import DossierDomain
import DossierEngine
import WorkingCalendar

extension RowDefect {
    /// What the clerk can do: one sentence in Vietnamese and, after a slash, the same in English.
    var remedy: String {
        switch self {
        case .cell(let column, let code): Self.general(code) ?? Self.remedy(for: column, code)
        case .refused(.calendarUnknown(let year)):
            "Lịch nghỉ không có dữ liệu năm \(year): sửa ngày, hoặc thêm năm ấy vào cấu hình."
                + " / The calendar has no data for \(year): correct the date or add that year to the configuration."
        case .refused(.regimeNotInForce(let date)):
            "Không có gói quy định nào có hiệu lực vào ngày \(date.iso8601): sửa ngày, hoặc thêm gói vào cấu hình."
                + " / No regime pack is in force on \(date.iso8601): correct the date or add one to the configuration."
        case .refused(let rejection):
            "Thủ tục này không tiếp nhận được (\(rejection.code)): kiểm tra mã thủ tục và cấu hình."
                + " / This procedure takes no dossier (\(rejection.code)): check its code and the configuration."
        case .broken(.brokenQuotes):
            "Dấu ngoặc kép không khớp: bọc cả ô trong một cặp ngoặc kép và viết đôi dấu ngoặc kép ở trong."
                + " / Quotes do not match: put the whole cell between quotes and double each quote inside."
        case .broken(.notUTF8):
            "Dòng này không phải văn bản UTF-8: lưu tệp lại dưới dạng CSV UTF-8."
                + " / This row is no text in UTF-8: save the file as CSV UTF-8."
        case .broken(.tooLong):
            "Dòng này quá dài: chia lại cho đúng mỗi hồ sơ một dòng."
                + " / This row is too long: write one dossier a row."
        case .cellCount(let found, expected: let expected):
            "Dòng có \(found) ô thay vì \(expected): bọc ô có dấu phân cách trong ngoặc kép."
                + " / \(found) cells instead of \(expected): put a cell that holds a separator between quotes."
        case .knownElsewhere(let commune):
            "Dòng này đã nhập cho \(commune.rawValue): bỏ dòng này đi; nếu là hồ sơ khác, ghi rõ thêm nội dung; nếu đã"
                + " nhập nhầm xã, rút hoặc hủy hồ sơ nhầm, ghi thêm nội dung rồi nhập lại; chỉ phục hồi bản sao có"
                + " trước lần nhập ấy nếu từ đó chưa tiếp nhận hồ sơ nào."
                + " / This row was taken over for \(commune.rawValue): leave it out; if it is another dossier, say more"
                + " in its subject; if the commune was wrong, withdraw or void the wrong dossier, say more in the"
                + " subject and import again; restore the copy from before that import only if nothing was taken in"
                + " since."
        }
    }

    /// What is said of any column.
    private static func general(_ code: FieldError.Code) -> String? {
        switch code {
        case .tooLong:
            "Rút ngắn nội dung ô này. / Shorten this cell."
        case .controlCharacter:
            "Xóa ký tự không nhìn thấy được rồi gõ lại ô này. / Remove invisible characters and type this cell anew."
        default: nil
        }
    }

    private static func remedy(for column: RegisterColumn, _ code: FieldError.Code) -> String {
        switch column {
        case .receivedAt where code == .outOfRange:
            "Thời điểm tiếp nhận chưa đến: sửa lại ngày giờ. / The date lies in the future: correct it."
        case .receivedAt:
            "Ghi ngày giờ có thật, dạng dd/mm/yyyy hh:mm hoặc ISO 8601 có múi giờ, ví dụ 05/01/2022 08:30."
                + " / Write a date that exists as dd/mm/yyyy hh:mm or ISO 8601 with its offset."
        case .procedureCode:
            "Ghi mã thủ tục có hiệu lực vào ngày tiếp nhận, ví dụ 1.001612."
                + " / Write the code of a procedure in force on the day of receipt."
        case .channel: "Ghi desk, online hoặc post. / Write desk, online or post."
        case .commune where code == .ambiguousCommune:
            "Có nhiều xã, phường, thị trấn cùng tên này: ghi mã (id) của nơi cần chọn, xem Config/organisation."
                + " / Several communes have this name: write the id of one, as in Config/organisation."
        case .commune:
            "Không có xã, thị trấn này: ghi tên như Bình Minh, hoặc để trống."
                + " / There is no such commune: write its name, such as Bình Minh, or leave it empty."
        case .applicantKind:
            "Ghi \(Self.kinds(" hoặc ")). / Write \(Self.kinds(" or "))."
        case .applicantName: "Ghi họ tên hoặc tên tổ chức của chủ hồ sơ. / Write the applicant's name."
        case .identityNumber:
            "Ghi 9 hoặc 12 chữ số (tổ chức: mã số thuế 10 hoặc 13 chữ số), chưa có thì để trống."
                + " / Write 9 or 12 digits (organisations: a tax number of 10 or 13), or leave it empty."
        case .phone where code == .noPhoneForSMS:
            "Ghi một số di động, hoặc ghi notifyBySMS là false. / Write a mobile number, or set notifyBySMS to false."
        case .phone:
            "Ghi đúng một số điện thoại, ví dụ 0905123456 hoặc 02353874123; không có thì để trống và ghi notifyBySMS"
                + " là false. / Write one telephone number, or leave it empty and set notifyBySMS to false."
        case .address: "Ghi lại địa chỉ. / Write the address anew."
        case .subject: "Ghi nội dung yêu cầu. / Write what is asked for."
        case .documents:
            "Ghi mỗi giấy tờ như: Tờ khai (bản chính) x1; nhiều giấy tờ cách nhau bằng dấu chấm phẩy."
                + " / Write each paper like Tờ khai (bản chính) x1, semicolons between them."
        case .notifyBySMS: "Ghi true hoặc false. / Write true or false."
        }
    }

    private static func kinds(_ conjunction: String) -> String {
        let names = ApplicantKind.allCases.map(\.rawValue)
        return names.dropLast().joined(separator: ", ") + conjunction + names.suffix(1).joined()
    }
}
