import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import Testing
import WorkingCalendar

@testable import motcua

struct RepeatedImportTests {
    @Test("a register imported again adds nothing")
    func again() async throws {
        let site = try await RegisterSite.open()
        let first = try await site.take(JanuaryRegister.file())
        let before = try await site.files().map(\.dossier)
        let second = try await site.take(JanuaryRegister.file())
        #expect(second.added == 0)
        #expect(second.known == first.added)
        #expect(second.rejected == first.rejected)
        #expect(try await site.files().map(\.dossier) == before)
    }

    @Test("an import that stopped in the middle of a file adds exactly what is missing")
    func interrupted() async throws {
        let site = try await RegisterSite.open()
        // 700 lines: the heading and 699 rows, so that the last chunk is not a full one.
        let lines = try JanuaryRegister.bytes().split(separator: 0x0A, omittingEmptySubsequences: false).prefix(700)
        let part = try await site.take(try RegisterFile(Array(lines.joined(separator: [0x0A])), name: "part"))
        #expect(part.rows == 699)
        let rest = try await site.take(JanuaryRegister.file())
        #expect(rest.known == part.added)
        #expect(part.added + rest.added == 1_109)
        #expect(try site.verification().isClean)
        let whole = try await RegisterSite.open()
        try await whole.take(JanuaryRegister.file())
        #expect(try await site.files().map(\.dossier.code) == whole.files().map(\.dossier.code))
    }

    @Test("a row written twice becomes one dossier, whatever the order of the columns")
    func twice() async throws {
        let site = try await RegisterSite.open()
        let report = try await site.take(
            Registers.file(Registers.row(), Registers.row([.phone: "0905 123 457"]), Registers.row())
        )
        #expect((report.added, report.known, report.repeated) == (2, 0, 1))
        let reversed = [RegisterColumn](RegisterColumn.required.reversed()).map(\.rawValue).joined(separator: ",")
        let cells = Registers.row().split(separator: ",").reversed().joined(separator: ",")
        let again = try await site.take(RegisterFile(Array("\(reversed)\n\(cells)\n".utf8), name: "register"))
        #expect((again.added, again.known) == (0, 1))
    }

    @Test("a row that a spreadsheet has saved anew, with dates, yes and no and blanks of its own, is known again")
    func savedAnew() async throws {
        let site = try await RegisterSite.open()
        func row(_ receivedAt: String, _ notify: String, _ changes: [RegisterColumn: String] = [:]) -> String {
            // Without a number that loses its zeros and is refused for that.
            let cells: [RegisterColumn: String] = [
                .receivedAt: receivedAt, .notifyBySMS: notify, .identityNumber: "205123456", .phone: "",
            ]
            return Registers.row(cells.merging(changes) { _, change in change })
        }
        let first = try await site.take(Registers.file(row("05/01/2022 08:30", "false")))
        #expect((first.added, first.rejected.count) == (1, 0))
        let anew = try await site.take(
            Registers.file(
                row("5/1/2022 8:30", "FALSE"),
                row("05/01/2022 08:30:00", "0"),
                row("2022-01-05T08:30:00+07:00", "Không", [.channel: "Desk", .applicantName: " Nguyễn Văn An "])
            )
        )
        #expect((anew.added, anew.known, anew.repeated) == (0, 1, 2), "\(anew.rejected)")
        // A minute later it is another one.
        let others = try await site.take(Registers.file(row("05/01/2022 08:31", "false")))
        #expect((others.added, others.known) == (1, 0))
    }

    @Test("a row that an earlier program has taken over is known by its cells as typed")
    func ofEarlierProgram() async throws {
        let site = try await RegisterSite.open()
        let workplace = site.workplace
        let taken = try Registers.file(Registers.row())
        let earlier = try Registers.file(Registers.row([.applicantName: "Lê Thị Chi"]))
        try await site.take(taken)
        let judge = RowJudge(
            rules: workplace.rules,
            now: workplace.machineClock.now,
            key: workplace.installation.importKey
        )
        func fingerprint(of register: RegisterFile) throws -> ImportFingerprint {
            judge.fingerprint(of: try #require(register.rows.first).cells.get())
        }
        let (own, former) = (try fingerprint(of: taken), try fingerprint(of: earlier))
        try await workplace.store.transact { transaction in
            let dossier = try #require(try transaction.importedDossier(own.digest))
            try transaction.markImported(former.asTyped, dossier: dossier)
        }
        let report = try await site.take(earlier)
        #expect((report.added, report.known) == (0, 1))
    }

    @Test("a corrected row is added with the next serial of its day")
    func corrected() async throws {
        let site = try await RegisterSite.open()
        let wrong = Registers.row([.phone: "090512345"])
        let report = try await site.take(Registers.file(wrong, Registers.row([.applicantName: "Lê Thị Chi"])))
        #expect((report.added, report.rejected.count) == (1, 1))
        let mended = try await site.take(Registers.file(Registers.row(), Registers.row([.applicantName: "Lê Thị Chi"])))
        #expect((mended.added, mended.known) == (1, 1))
        let codes = try await site.files().map(\.dossier.code.text)
        #expect(codes == ["000.00.15.H47-220105-0001", "000.00.15.H47-220105-0002"])
    }

    @Test("a row that the rules refuse takes no serial and leaves nothing behind")
    func refused() async throws {
        let site = try await RegisterSite.open(now: "2028-01-15T08:00+07:00")
        // Thursday 2027-12-30: fifteen working days end in 2028, for which the calendar has no data.
        let late = Registers.row([.receivedAt: "30/12/2027 10:00", .procedureCode: "1.009994"])
        let sameDay = Registers.row([.receivedAt: "30/12/2027 10:05", .procedureCode: "2.000815"])
        let report = try await site.take(Registers.file(late, sameDay))
        #expect(report.rejected.map(\.defect) == [.refused(.calendarUnknown(year: 2028))])
        #expect(report.rejected.map(\.value) == ["30/12/2027 10:00"])
        #expect(report.rejected.map(\.defect.field) == ["receivedAt"])
        #expect(try await site.files().map(\.dossier.code.text) == ["000.00.15.H47-271230-0001"])
        let verification = try site.verification()
        #expect(verification.isClean, "\(verification.defects)")
        // A dossier has two entries: what was typed and the PIN.
        #expect(verification.vaultEntries == 2)
    }
}
