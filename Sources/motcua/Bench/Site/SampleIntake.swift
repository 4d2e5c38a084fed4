import DossierEngine

/// An invented intake (hồ sơ mẫu) as a clerk of Thăng Bình might type it; each number gives another one.
struct SampleIntake {
    /// The procedure of all sample intakes: three working days, five steps, three agencies.
    static let procedure = "1.001612"

    private static let trades = ["tạp hóa", "sửa xe máy", "ăn uống", "may mặc", "vật liệu xây dựng"]
    private static let papers = [
        ("Giấy đề nghị đăng ký hộ kinh doanh", "original"),
        ("Giấy tờ pháp lý của chủ hộ kinh doanh và thành viên hộ gia đình", "photocopy"),
    ]

    /// The way it comes in: `desk` or `online`.
    let channel: String
    /// The applicant's name.
    let name: String
    /// Twelve digits.
    let identityNumber: String
    /// Ten digits of a mobile number.
    let phone: String
    /// What is asked for.
    let subject: String

    /// Creates the intake of a number.
    init(_ number: Int, channel: String = "desk") {
        self.channel = channel
        name = SampleNames.name(number)
        identityNumber = "0490" + Self.digits(number, count: 8)
        phone = "090" + Self.digits(number * 7, count: 7)
        subject = "Đăng ký hộ kinh doanh " + Self.trades[number % Self.trades.count]
    }

    /// The intake for the engine.
    var draft: IntakeDraft {
        var person = PersonDraft()
        person.kind = "citizen"
        person.name = name
        person.identityNumber = identityNumber
        person.phone = phone
        person.address = "Thị trấn Hà Lam, huyện Thăng Bình"
        var draft = IntakeDraft()
        draft.procedureCode = Self.procedure
        draft.channel = channel
        draft.applicant = person
        draft.subject = subject
        draft.documents = Self.papers.map { paper in
            var document = DocumentDraft()
            document.name = paper.0
            document.form = paper.1
            document.quantity = 1
            return document
        }
        draft.notifyBySMS = true
        return draft
    }

    /// The intake as the body of a request.
    var json: String {
        let papers = Self.papers.map { #"{"name":"\#($0.0)","form":"\#($0.1)","quantity":1}"# }.joined(separator: ",")
        return #"{"procedureCode":"\#(Self.procedure)","channel":"\#(channel)","commune":null,"#
            + #""applicant":{"kind":"citizen","name":"\#(name)","identityNumber":"\#(identityNumber)","#
            + #""phone":"\#(phone)","email":null,"address":"Thị trấn Hà Lam, huyện Thăng Bình"},"#
            + #""subject":"\#(subject)","submitter":null,"documents":[\#(papers)],"notifyBySMS":true}"#
    }

    private static func digits(_ number: Int, count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text.suffix(count)
    }
}
