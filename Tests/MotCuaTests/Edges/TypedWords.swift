import Foundation

/// All words that the story of ``PrivacyStory`` types, each invented so that nothing else in a database reads like it.
enum TypedWords {
    static let wrongName = "Trương Quýnh Khê"
    static let name = "Trương Quỳnh Khuê"
    static let wrongIdentityNumber = "049085001234"
    static let identityNumber = "049085007731"
    static let wrongPhone = "0905123456"
    static let phone = "0912 847 365"
    static let wrongEmail = "quynh.khe@hopthu.example"
    static let email = "quynh.khue@hopthu.example"
    static let wrongAddress = "Tổ 7, khu phố Ngọc Sơn"
    static let address = "Tổ 9, khu phố Ngọc Sơn"
    static let wrongSubject = "Mở quán bún mắm nêm tại nhà"
    static let subject = "Mở quán bún mắm nêm trước chợ"
    static let submitter = "Đặng Hoài Ngạn"
    static let submitterNumber = "049071008642"
    static let submitterPhone = "0987654321"
    static let paper = "Giấy viết tay của bà ngoại"
    static let correction = "Gõ nhầm dấu khi nghe qua điện thoại"
    static let note = "Bà chủ quán hay đau lưng"
    static let returning = "Ngành nghề ghi lẫn với quán của em gái"
    static let item = "Bản sao sổ khám bệnh của bà chủ"
    static let supplement = "Chưa rõ bà chủ còn đứng bếp được không"
    static let broughtPaper = "Sổ khám bệnh bìa xanh"
    static let payment = "Lệ phí còn thiếu vì đưa nhầm tờ tiền"
    static let reference = "BL-KHUE-20220105"
    static let apology = "Cán bộ phụ trách nghỉ ốm hai ngày liền"
    static let resultNumber = "77-TB-BUNMAM"
    static let denial = "Vỉa hè trước nhà bà đã có quán khác"
    static let receivedBy = "Đặng Thị Út Ngạn"
    static let refusal = "Đơn gửi kèm ảnh chụp nhầm con mèo"
    static let withdrawal = "Gia đình bàn lại nên thôi bán"
    static let voiding = "Bấm hai lần cho cùng một bà cụ"
    static let stopping = "Bà chủ đang tranh chấp nhà với người cháu"
    static let override = "Chủ tịch cho trả ngay vì bà đã đợi lâu"

    static let phones = [wrongPhone, phone, submitterPhone]
    static let others = [
        wrongName, name, wrongIdentityNumber, identityNumber, wrongEmail, email, wrongAddress, address, wrongSubject,
        subject, submitter, submitterNumber, paper, correction, note, returning, item, supplement, broughtPaper,
        payment,
        reference, apology, resultNumber, denial, receivedBy, refusal, withdrawal, voiding, stopping, override,
    ]

    /// The forms of all words that must stand nowhere, to be looked for in ``plain(_:)`` text.
    static let secrets: [String] = {
        // Parts of a name could stand alone in an index of words.
        let parts = ["Quýnh", "Quỳnh", "Khuê", "Ngạn"].map { " \($0) " } + ["Quỳnh Khuê", "Hoài Ngạn"]
        // Without the trunk 0 the digits stand in the forms +84…, 84… and 0…; others write them in groups.
        var numbers: [String] = []
        for phone in phones {
            let digits = String(phone.filter(\.isNumber).dropFirst())
            numbers.append(digits)
            let groups = [String(digits.prefix(3)), String(digits.dropFirst(3).prefix(3)), String(digits.suffix(3))]
            for separator in [" ", ".", "-"] { numbers.append(groups.joined(separator: separator)) }
        }
        let escaped = [wrongName, name].compactMap { $0.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) }
        return (others + parts + numbers + escaped).map(plain)
    }()

    /// The text without accents and in lower case, however it was composed, so that one search finds every form.
    static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars
        where scalar.properties.generalCategory != .nonspacingMark {
            result.append(scalar == "đ" ? "d" : scalar)
        }
        return String(result)
    }

    /// An intake by these words, with the mistakes that are mended later.
    static func intake(channel: String = "desk") -> String {
        """
        {"procedureCode":"1.001612","channel":"\(channel)",
         "applicant":{"kind":"citizen","name":"\(wrongName)","identityNumber":"\(wrongIdentityNumber)",
         "phone":"\(wrongPhone)","email":"\(wrongEmail)","address":"\(wrongAddress)"},
         "subject":"\(wrongSubject)",
         "submitter":{"name":"\(submitter)","identityNumber":"\(submitterNumber)","phone":"\(submitterPhone)"},
         "documents":[{"name":"\(paper)","form":"original","quantity":1}],"notifyBySMS":true}
        """
    }

    /// The body of a correction of all that was mistyped.
    static var corrections: String {
        """
        {"fields":{"name":"\(name)","identityNumber":"\(identityNumber)","phone":"\(phone)","email":"\(email)",
         "address":"\(address)","subject":"\(subject)"},"reason":"\(correction)"}
        """
    }
}
