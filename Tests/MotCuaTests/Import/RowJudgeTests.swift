import DossierEngine
import Foundation
import Testing
import WorkingCalendar

@testable import motcua

struct RowJudgeTests {
    private static let site = Task { try await RegisterSite.open() }

    private func report(_ changes: [RegisterColumn: String]) async throws -> ImportReport {
        try await RegisterSite.open().take(Registers.file(Registers.row(changes)))
    }

    private func defects(_ changes: [RegisterColumn: String]) async throws -> RowDefects? {
        let workplace = try await Self.site.value.workplace
        let judge = RowJudge(rules: workplace.rules, now: workplace.clock.now, key: [1])
        let row = try #require(try Registers.file(Registers.row(changes)).rows.first)
        let cells = try row.cells.get()
        do {
            _ = try judge.row(of: cells)
            return nil
        } catch let defects as RowDefects {
            return defects
        }
    }

    @Test(
        "a bad cell is told by its column",
        arguments: [
            ([.receivedAt: ""], .cell(.receivedAt, .required)),
            ([.receivedAt: "30/02/2022 08:00"], .cell(.receivedAt, .invalidDate)),
            ([.receivedAt: "2022-01-05T10:20:00"], .cell(.receivedAt, .invalidDate)),
            // One minute after the clock of the site.
            ([.receivedAt: "10/02/2022 08:01"], .cell(.receivedAt, .outOfRange)),
            // Before the procedures came into force on 21 June 2018.
            ([.receivedAt: "20/06/2018 08:00"], .cell(.procedureCode, .unknownProcedure)),
            ([.procedureCode: ""], .cell(.procedureCode, .required)),
            ([.channel: "fax"], .cell(.channel, .invalidValue)),
            ([.applicantKind: "person"], .cell(.applicantKind, .invalidValue)),
            ([.applicantName: "   "], .cell(.applicantName, .blank)),
            ([.applicantName: "An\u{0}Bình"], .cell(.applicantName, .controlCharacter)),
            ([.identityNumber: "0490850012"], .cell(.identityNumber, .invalidIdentityNumber)),
            ([.phone: "0905123456 / 0905123457"], .cell(.phone, .notAPhone)),
            ([.phone: ""], .cell(.phone, .noPhoneForSMS)),
            ([.phone: "02353874123"], .cell(.phone, .noPhoneForSMS)),
            ([.subject: "  "], .cell(.subject, .blank)),
            ([.documents: "Tờ khai bản chính"], .cell(.documents, .invalidValue)),
            ([.documents: "Tờ khai (bản chính) x101"], .cell(.documents, .outOfRange)),
            ([.notifyBySMS: "maybe"], .cell(.notifyBySMS, .invalidValue)),
            // Several at once: the first column.
            ([.notifyBySMS: "maybe", .documents: "?", .phone: "1"], .cell(.phone, .notAPhone)),
            ([.documents: "?", .subject: ""], .cell(.subject, .blank)),
        ] as [([RegisterColumn: String], RowDefect)]
    )
    func badCells(changes: [RegisterColumn: String], defect expected: RowDefect) async throws {
        #expect(try await defects(changes)?.first == expected)
    }

    @Test("all that is wrong with a row is told at once, in the columns' order and once for a column")
    func allAtOnce() async throws {
        let found = try await defects([
            .notifyBySMS: "maybe", .documents: "Tờ khai (bản chính) x0; CCCD (bản sao) x0", .phone: "1",
            .receivedAt: "hôm qua", .procedureCode: "9.999999",
        ])
        let others: [RowDefect] = [
            .cell(.procedureCode, .unknownProcedure), .cell(.phone, .notAPhone), .cell(.documents, .outOfRange),
            .cell(.notifyBySMS, .invalidValue),
        ]
        // Without the day only a code that there never was can be told.
        #expect(found == RowDefects(.cell(.receivedAt, .invalidDate), others: others))
    }

    @Test(
        "what clerks type is understood",
        arguments: [
            [.phone: "", .notifyBySMS: "false"], [.phone: "02353874123", .notifyBySMS: "FALSE"],
            [.phone: "", .notifyBySMS: "không"], [.phone: "02353874123", .notifyBySMS: ""],
            [.channel: " Online "], [.identityNumber: "", .address: "  ", .documents: ""],
            [.receivedAt: " 5/1/2022 8:05 "], [.receivedAt: "2022-01-05T03:20:00Z"],
            [.applicantKind: "business", .identityNumber: "4000123456"],
            [.address: "\"Tổ 5\nxã Bình Đào\""],
        ] as [[RegisterColumn: String]]
    )
    func goodCells(changes: [RegisterColumn: String]) async throws {
        #expect(try await defects(changes) == nil)
    }

    @Test(
        "times of receipt",
        arguments: [
            ("05/01/2022 10:20", "2022-01-05T10:20:00+07:00"), ("5/1/2022  8:05:30", "2022-01-05T08:05:30+07:00"),
            ("2022-01-05T03:20Z", "2022-01-05T10:20:00+07:00"), ("29/02/2024 00:00", "2024-02-29T00:00:00+07:00"),
            ("29/02/2022 08:00", nil), ("05/01/22 08:00", nil), ("05/01/2022", nil), ("05/01/2022 24:00", nil),
            ("05/01/2022 8:5", nil), ("+5/01/2022 08:00", nil), ("05-01-2022 08:00", nil), ("2022-01-05 08:00", nil),
            ("32/01/2022 08:00", nil), ("05/13/2022 08:00", nil), ("05/01/2022 08:00 sáng", nil),
        ] as [(String, String?)]
    )
    func receiptTimes(typed: String, expected: String?) {
        #expect(ReceiptTime.read(typed)?.iso8601 == expected)
    }

    @Test(
        "lists of papers",
        arguments: [
            ("Tờ khai (bản chính) x1", ["Tờ khai |original|1"]),
            ("CCCD (Bản sao chứng thực) x 2;", ["CCCD |certifiedCopy|2"]),
            ("Sổ hộ khẩu (ba\u{0309}n sao)", ["Sổ hộ khẩu |photocopy|1"]),
            ("Giấy chứng nhận (sổ đỏ) (bản điện tử) ×3", ["Giấy chứng nhận (sổ đỏ) |electronic|3"]),
            ("", []), ("Tờ khai", nil), ("Tờ khai (bản gì đó) x1", nil), ("Tờ khai (bản chính) 1", nil),
            ("Tờ khai (bản chính) x", nil), ("Tờ khai (bản chính) x-1", nil), (")Tờ khai(", nil),
        ] as [(String, [String]?)]
    )
    func papers(typed: String, expected: [String]?) {
        let papers = PaperList.read(typed)?.map { "\($0.name ?? "")|\($0.form ?? "")|\($0.quantity ?? 0)" }
        #expect(papers == expected)
    }

    @Test("a row with a landline and no wish for texts is added")
    func landline() async throws {
        let report = try await report([.phone: "0235 387 4123", .notifyBySMS: "false"])
        #expect((report.added, report.rejected.count) == (1, 0))
    }
}
