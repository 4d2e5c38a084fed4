import SMSText
import Testing

@testable import DossierConfig

@Suite("The shipped messages")
struct MessageTests {
    /// The longest values there are: a code whose serial widened to seven digits, and long names and reasons.
    private let longest = [
        "sender": "UBND huyen Thang Binh", "code": "000.00.15.H47-220105-1234567", "due": "10:20 10/01/2022",
        "amount": "999.999.999", "items": String(repeating: "Giấy chứng nhận quyền sử dụng đất, ", count: 10),
        "reason": String(repeating: "thửa đất đang có tranh chấp chưa được giải quyết ", count: 10),
        "desk": "Bộ phận Tiếp nhận và Trả kết quả UBND xã Bình Định Bắc, huyện Thăng Bình",
    ]

    @Test("fit one segment without accents, with code, date and sum whole", arguments: ShortText.Kind.allCases)
    func oneSegment(kind: ShortText.Kind) throws {
        let text = try #require(try ConfigSandbox().load().smsTemplates[kind])
        let filled = try text.template.filled(longest, accented: false)
        let segmentation = SMSSegmentation(filled)
        #expect(segmentation.alphabet == .gsm7)
        #expect(segmentation.segmentCount == 1)
        for name in kind.indispensable {
            #expect(filled.contains(try #require(longest[name])), "\(filled)")
        }
        // What the carriers filter (domain.md §5.1) stands in no fixed text.
        #expect(!text.accentedBody.contains(/[%#&\[\]\\<@]/))
        #expect(VietnameseText.unaccented(text.accentedBody) == text.template.body)
    }

    @Test("say that a dossier was received as a citizen reads it")
    func received() throws {
        let text = try #require(try ConfigSandbox().load().smsTemplates[.received])
        let filled = try text.template.filled(longest, accented: false)
        #expect(
            filled == "UBND huyen Thang Binh: Ho so 000.00.15.H47-220105-1234567 da duoc tiep nhan. "
                + "Hen tra ket qua: 10:20 10/01/2022."
        )
    }

    @Test(
        "are refused where they have no room for a code that a dossier can get",
        arguments: [
            // The shipped identifier with a ministry's day and serial; one of six levels with the shipped ones.
            ("regimes/2018.yaml", "yearDigits: 2\n  serialDigits: 4", "yearDigits: 4\n  serialDigits: 7", 30),
            ("organisation/thang-binh-2022.yaml", "\"000.00.15.H47\"", "\"H47.15.01.02.03.04\"", 31),
        ]
    )
    func longCodes(file: String, old: String, new: String, needed: Int) throws {
        let sandbox = try ConfigSandbox()
        try sandbox.replace(old, with: new, in: file)
        let defects = try sandbox.defects()
        #expect(defects.map(\.file).sorted() == ["messages/answers.yaml", "messages/sms.yaml"])
        for defect in defects {
            #expect(defect.path == "placeholders.code")
            #expect(defect.message.contains("at least \(needed)"), "\(defect)")
        }
    }

    @Test("answer problems in both languages")
    func problems() throws {
        let texts = try ConfigSandbox().load().problemTexts
        #expect(texts.problems.count == programCodes.problems.count)
        #expect(texts.fields.count == programCodes.fields.count)
        let detail = try #require(texts.problems["wrong-status"]).detail
        #expect(detail.vietnamese.hasPrefix("Không thực hiện được khi hồ sơ ở trạng thái {status}; "))
        #expect(detail.english.hasPrefix("This cannot be done while the dossier's status is {status}; "))
    }
}
