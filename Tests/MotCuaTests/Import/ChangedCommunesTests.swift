import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Testing

@testable import motcua

/// Registers imported again after the organisation has changed.
struct ChangedCommunesTests {
    private let site: CalendarSite

    init() throws { site = try CalendarSite() }

    private func take(_ register: RegisterFile, commune: CommuneID? = nil) async throws -> ImportReport {
        let workplace = try await site.open(at: "2022-01-06T08:00+07:00")
        let report = try await RegisterImport(workplace, commune: commune).run(register) { _, _ in }
        try await workplace.store.close()
        return report
    }

    @Test("rows that name no commune are known after the default commune has changed")
    func otherDefault() async throws {
        let register = try Registers.file(Registers.row())
        let first = try await take(register)
        try site.reorganise(version: 2, [("defaultCommune: ha-lam", "defaultCommune: binh-an")])

        let again = try await take(register)
        let named = try await take(register, commune: "binh-an")

        #expect(first.added == 1)
        #expect((again.added, again.known, again.rejected.count) == (0, 1, 0))
        #expect(named.rejected.map(\.defect) == [.knownElsewhere("ha-lam")])
    }

    @Test("rows taken over for a commune that is no more are known, whatever commune is named now")
    func formerCommune() async throws {
        let first = try await take(Registers.communes([[.commune: "Bình Nguyên"]]))
        try site.reorganise(version: 2, [(CalendarSite.binhNguyen, "")])

        // As it was, beside a row that was never taken over.
        let other: [RegisterColumn: String] = [.commune: "Bình Nguyên", .subject: "Đăng ký khác"]
        let same = try await take(Registers.communes([[.commune: "Bình Nguyên"], other]))
        let unnamed = try await take(Registers.file(Registers.row()))
        let named = try await take(Registers.communes([[.commune: "Bình An"]]))

        #expect(first.added == 1)
        #expect((same.added, same.known) == (0, 1))
        #expect(same.rejected.map(\.defect) == [.cell(.commune, .unknownCommune)])
        #expect((unnamed.added, unnamed.known, unnamed.rejected.count) == (0, 1, 0))
        #expect((named.added, named.known, named.rejected.count) == (0, 1, 0))
    }
}
