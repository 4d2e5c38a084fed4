import DossierEngine
import Foundation
import Testing

@testable import SMSGateways

/// What smstools brings, in files as its daemon 3.1.21 wrote them with an emulated modem.
struct FileDropInboxTests {
    /// A text that the modem sent in one part, and its report.
    private static let sent =
        "To: 84905123451\nAlphabet: UTF-8\nReport: yes\nModem: GSM1\nSent: 26-11-28 21:21:50\n"
        + "Sending_time: 1\nMessage_id: 17\nIMSI: \nIMEI: \n\nHo so @ {x}"

    /// A report on what was sent to the number of ``sent``.
    private static func report(_ id: Int, _ status: String = "0,Ok,short message received by the SME") -> String {
        let body = "SMS STATUS REPORT\nMessage_id: \(id)\nDischarge_timestamp: 26-11-28 21:21:50\nStatus: \(status)"
        return "From: 84905123451\nFrom_TOA: 91 international, ISDN/telephone\nSent: 26-11-28 21:21:50\n"
            + "Received: 26-11-28 21:21:51\nSubject: GSM1\nModem: GSM1\nIMSI: \nIMEI: \nReport: no\n"
            + "Alphabet: ISO\nLength: \(body.count)\nUDH: no\n\n\(body)"
    }

    private static func text(_ text: String, from sender: String = "84912345678") -> [UInt8] {
        let units = Array(text.utf16)
        let headers =
            "From: \(sender)\nFrom_TOA: 91 international, ISDN/telephone\nSent: 26-11-28 21:21:49\n"
            + "Received: 26-11-28 21:21:49\nSubject: GSM1\nModem: GSM1\nIMSI: \nIMEI: \nReport: no\nAlphabet: UCS2\n"
            + "Length: \(units.count)\n\n"
        return Array(headers.utf8) + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    @Test("a report finds the text by the modem's number in its file, and is removed when it is kept")
    func report() async throws {
        try await InboxFixture.run { inbox in
            try inbox.write("sent/motcua-42", Self.sent)
            try inbox.write("report/GSM1.PJgEBe", Self.report(17))
            inbox.kept.isFull = true
            await inbox.look()
            #expect(inbox.kept.reports.isEmpty)
            #expect(try inbox.names("report") == ["GSM1.PJgEBe"])

            inbox.kept.isFull = false
            await inbox.look()
            await inbox.look()
            #expect(inbox.kept.reports == [inbox.report(42, .delivered)])
            #expect(try inbox.names("report").isEmpty)
            #expect(try inbox.names("sent") == ["motcua-42"])
        }
    }

    @Test(
        "each state of the operator has its meaning",
        arguments: [
            (0, DeliveryReport.State.delivered), (1, .unknown), (2, .unknown), (32, .underWay), (48, .underWay),
            (63, .underWay), (64, .undelivered), (65, .undelivered), (70, .expired), (96, .undelivered),
            (255, .undelivered),
        ]
    )
    func states(code: Int, state: DeliveryReport.State) async throws {
        try await InboxFixture.run { inbox in
            try inbox.write("sent/motcua-42", Self.sent)
            try inbox.write("report/GSM1.a", Self.report(17, "\(code),Error,some words"))
            await inbox.look()
            #expect(inbox.kept.reports == [inbox.report(42, state)])
        }
    }

    @Test("a report waits for the file of its text; one that reports no text of ours is set aside")
    func early() async throws {
        try await InboxFixture.run { inbox in
            try inbox.write("report/GSM1.a", Self.report(17))
            try inbox.write("report/GSM1.b", Self.report(18), age: FileDropInbox.patienceSeconds + 60)
            await inbox.look()
            #expect(try inbox.names("report") == ["GSM1.a", "passed-over"])
            #expect(try inbox.names("report/passed-over") == ["GSM1.b"])
            #expect(inbox.kept.sentences == ["a file was passed over: it reports no text of ours"])

            try inbox.write("sent/motcua-42", Self.sent)
            await inbox.look()
            #expect(inbox.kept.reports == [inbox.report(42, .delivered)])
        }
    }

    @Test("a report that is old already waits until all files of sent texts are read")
    func manySent() async throws {
        try await InboxFixture.run(sentAtOnce: 1) { inbox in
            let old = FileDropInbox.patienceSeconds + 60
            for reference in 40...43 {
                let file = Self.sent.replacingOccurrences(of: "Message_id: 17", with: "Message_id: \(reference)")
                try inbox.write("sent/motcua-\(reference)", file, age: old)
                try inbox.write("report/GSM1.\(reference)", Self.report(reference), age: old)
            }
            try inbox.write("report/GSM1.x", Self.report(99), age: old)
            for _ in 1...3 { await inbox.look() }
            #expect(inbox.kept.sentences.isEmpty)
            #expect(inbox.kept.reports.count == 3)

            await inbox.look()
            #expect(Set(inbox.kept.reports) == Set((40...43).map { inbox.report($0, .delivered) }))
            #expect(try inbox.names("report/passed-over") == ["GSM1.x"])
        }
    }

    @Test("a want of the machine sets nothing aside", arguments: [EINTR, EMFILE, ENFILE, ENOMEM])
    func want(code: Int32) {
        #expect(ReadFolder.isPassing(code))
        #expect(!ReadFolder.isPassing(EACCES) && !ReadFolder.isPassing(ELOOP))
    }

    @Test("files may be of any time that a disk keeps", arguments: ["/dev/shm", "/tmp"])
    func anyTime(place: String) async throws {
        guard FileManager.default.isWritableFile(atPath: place) else { return }
        try await InboxFixture.run(in: URL(filePath: place)) { inbox in
            try inbox.write("sent/motcua-42", Self.sent)
            try inbox.write("report/GSM1.a", Self.report(17))
            try inbox.write("incoming/GSM1.a", Self.text("HS 1"))
            try inbox.write("incoming/GSM1.b", Self.text("HS 2").dropLast())
            try inbox.write("incoming/GSM1.c", Self.text("HS 3").dropLast())
            for path in ["sent/motcua-42", "report/GSM1.a", "incoming/GSM1.a", "incoming/GSM1.b"] {
                inbox.date(path, seconds: .max)
            }
            inbox.date("incoming/GSM1.c", seconds: .min)
            await inbox.look()
            #expect(inbox.kept.reports == [inbox.report(42, .delivered)])
            #expect(inbox.kept.texts.map(\.text) == ["HS 1"])
            #expect(try inbox.names("incoming") == ["GSM1.b", "passed-over"])
        }
    }

    @Test("the modem's numbers begin anew: the last text that was sent before the report is meant")
    func reused() async throws {
        try await InboxFixture.run { inbox in
            try inbox.write("sent/motcua-40", Self.sent, age: SentTexts.oldestSeconds + 3_600)
            try inbox.write("sent/motcua-41", Self.sent, age: 86_400)
            try inbox.write("sent/motcua-42", Self.sent, age: 7_200)
            try inbox.write("sent/motcua-43", Self.sent)
            try inbox.write("report/GSM1.a", Self.report(17), age: 3_600)
            await inbox.look()
            #expect(inbox.kept.reports == [inbox.report(42, .delivered)])
        }
    }

    @Test("of a long text the last part tells that it arrived, and any part that it did not")
    func longText() async throws {
        try await InboxFixture.run { inbox in
            let units = Array(String(repeating: "ơ", count: 150).utf16)
            let headers = "To: 84905123451\nAlphabet: UCS2\nReport: yes\nModem: GSM1\nMessage_id: 1\n\n"
            let body = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            try inbox.write("sent/motcua-42", Array(headers.utf8) + body)
            try inbox.write("report/GSM1.a", Self.report(255))
            try inbox.write("report/GSM1.b", Self.report(0))
            await inbox.look()
            #expect(inbox.kept.reports.isEmpty)
            #expect(try inbox.names("report").isEmpty)

            try inbox.write("report/GSM1.a", Self.report(0, "70,Error,SM validity period expired"))
            await inbox.look()
            try inbox.write("report/GSM1.b", Self.report(1))
            await inbox.look()
            #expect(inbox.kept.reports == [inbox.report(42, .expired), inbox.report(42, .delivered)])
        }
    }

    @Test("a text that smstools could not send is told when that can be kept, and its file kept apart")
    func failed() async throws {
        try await InboxFixture.run { inbox in
            try inbox.write("failed/motcua-42", Self.sent + "\nFail_reason: +CMS ERROR: 38")
            try inbox.write("failed/somebody-else", Self.sent)
            inbox.kept.isFull = true
            await inbox.look()
            #expect(try inbox.names("failed") == ["motcua-42", "somebody-else"])

            inbox.kept.isFull = false
            await inbox.look()
            await inbox.look()
            #expect(inbox.kept.reports == [inbox.report(42, .rejected)])
            #expect(try inbox.names("failed") == ["reported", "somebody-else"])
            #expect(try inbox.names("failed/reported") == ["motcua-42"])
            let folder = inbox.root.appending(path: "failed/reported").path()
            #expect(try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test("failures that cannot be kept apart are told once each, and known as long as they are there")
    func failedForGood() async throws {
        try await InboxFixture.run { inbox in
            // No folder can be made beside them.
            try inbox.write("failed/reported", "")
            try inbox.write("failed/motcua-42", Self.sent)
            try inbox.write("failed/motcua-43", Self.sent)
            await inbox.look()
            await inbox.look()
            #expect(inbox.kept.reports.count == 2)
            #expect(Set(inbox.kept.reports) == [inbox.report(42, .rejected), inbox.report(43, .rejected)])
            #expect(inbox.kept.sentences.count == 1)

            try FileManager.default.removeItem(at: inbox.root.appending(path: "failed/motcua-42"))
            await inbox.look()
            try inbox.write("failed/motcua-42", Self.sent)
            await inbox.look()
            #expect(inbox.kept.reports.count == 3 && inbox.kept.sentences.count == 1)
        }
    }

    @Test("a citizen's text is taken with an id that stays the same until it is kept, then its file is removed")
    func text() async throws {
        try await InboxFixture.run { inbox in
            try inbox.write("incoming/GSM1.YW3gBQ", Self.text("Hồ sơ 😀 1"))
            let latin = "From: 0912345679\nSent: 26-11-28 21:21:49\nAlphabet: ISO\nLength: 4\n\n"
            try inbox.write("incoming/GSM1.b", Array(latin.utf8) + [0x48, 0x53, 0xA4, 0xE0])
            inbox.kept.isFull = true
            await inbox.look()
            #expect(inbox.kept.offered.count == 1)
            #expect(try inbox.names("incoming").count == 2)

            inbox.kept.isFull = false
            await inbox.look()
            #expect(Set(inbox.kept.texts.map(\.text)) == ["Hồ sơ 😀 1", "HS€à"])
            #expect(Set(inbox.kept.texts.map(\.sender)) == ["84912345678", "0912345679"])
            #expect(Set(inbox.kept.offered.compactMap(\.providerID)).count == 2)
            #expect(inbox.kept.texts.allSatisfy { $0.gateway == "smstools" })
            #expect(try inbox.names("incoming").isEmpty)
        }
    }

    @Test("a file that is still being written is left alone until it is whole")
    func halfWritten() async throws {
        try await InboxFixture.run { inbox in
            let whole = Self.text("HS 000.00.15.H47-220105-0001")
            for length in [0, 20, 200, whole.count - 1] {
                try inbox.write("incoming/GSM1.a", Array(whole.prefix(length)))
                await inbox.look()
            }
            #expect(inbox.kept.offered.isEmpty)
            #expect(try inbox.names("incoming") == ["GSM1.a"])

            try inbox.write("incoming/GSM1.a", whole)
            await inbox.look()
            #expect(inbox.kept.texts.map(\.text) == ["HS 000.00.15.H47-220105-0001"])
            try inbox.write("incoming/GSM1.b", Array(whole.dropLast()), age: FileDropInbox.patienceSeconds + 60)
            await inbox.look()
            #expect(inbox.kept.sentences == ["a file was passed over: it is not whole"])
        }
    }

    @Test("what is too long, a link, a pipe, no text or a report is set aside and told once, and the rest is taken")
    func hostile() async throws {
        try await InboxFixture.run { inbox in
            try inbox.write("incoming/a-long", Self.text(String(repeating: "x", count: 40_000)))
            try inbox.write("incoming/b-words", Self.text(String(repeating: "x", count: 2_000)))
            try inbox.write("incoming/c-binary", "From: 84912345678\nAlphabet: binary\nLength: 1\n\nx")
            try inbox.write("incoming/d-odd", "From: 84912345678\nAlphabet: UCS2\nLength: 1\n\nxyz")
            try inbox.write("incoming/e-bytes", "From: 84912345678\nAlphabet: UTF-8\nLength: 1\n\n".utf8 + [0xFF])
            try inbox.write("incoming/f-report", Self.report(17))
            try inbox.write("secret", Self.text("HS 1"))
            try FileManager.default.createSymbolicLink(
                at: inbox.root.appending(path: "incoming/g-link"),
                withDestinationURL: inbox.root.appending(path: "secret")
            )
            #expect(mkfifo(inbox.root.appending(path: "incoming/h-pipe").path(), 0o600) == 0)
            try inbox.write("incoming/GSM1-concatenated", "05 00 03 07 03 01 00440B91")
            try inbox.write("incoming/z", Self.text("HS 2"))
            await inbox.look()
            await inbox.look()

            #expect(inbox.kept.texts.map(\.text) == ["HS 2"])
            #expect(try inbox.names("incoming") == ["GSM1-concatenated", "passed-over"])
            #expect(try inbox.names("incoming/passed-over").count == 8)
            #expect(inbox.kept.sentences.count == 8)
            #expect(inbox.kept.sentences.allSatisfy { $0.hasPrefix("a file was passed over: ") })
            #expect(!inbox.kept.sentences.contains { $0.contains("84912345678") || $0.contains("-") })
        }
    }

    @Test("folders that are read are no folders through which texts go out")
    func refusals() {
        let pairs = [("sent", "incoming"), ("report", "report"), ("a/b", "incoming"), ("..", "incoming")]
        for (report, incoming) in pairs {
            #expect(throws: GatewayDescriptionError.self) {
                try FileDropGateway(
                    FileDropDescription(folder: "/spool", reportFolder: report, incomingFolder: incoming)
                )
            }
        }
    }
}
