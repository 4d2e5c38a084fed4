import DossierDomain
import DossierEngine
import Foundation
import GRDB
import Testing

@testable import motcua

/// Registers of communes' own desks.
struct CommuneImportTests {
    /// It begins at a commune's desk; `1.001612`, that of the other rows, at the district's.
    private static let copyOfRecord = "2.000635"

    private func desk(of commune: CommuneID) -> UnitPlace { UnitPlace(unit: "BPMC-X", commune: commune) }

    @Test("a row that names its commune is of that commune's desk and units, with that desk's codes")
    func named() async throws {
        let site = try await RegisterSite.open()
        let report = try await site.take(
            Registers.communes([
                [.procedureCode: Self.copyOfRecord, .commune: "Bình Minh"],
                [.procedureCode: Self.copyOfRecord, .commune: "xã bình an", .applicantName: "Lê Thị Chi"],
                [.procedureCode: Self.copyOfRecord, .commune: "binh-minh", .applicantName: "Trần Thị Bình"],
            ])
        )

        let dossiers = try await site.files().map(\.dossier)

        #expect((report.added, report.rejected.count) == (3, 0))
        #expect(dossiers.map(\.receivingDesk) == [desk(of: "binh-minh"), desk(of: "binh-an"), desk(of: "binh-minh")])
        #expect(
            dossiers.map(\.code.text) == [
                "000.11.15.H47-220105-0001", "000.02.15.H47-220105-0001", "000.11.15.H47-220105-0002",
            ]
        )
        for dossier in dossiers {
            let communes = Set(dossier.steps.compactMap(\.place).map(\.commune))
            #expect(communes == [dossier.registration.commune])
        }
        let verification = try site.verification()
        #expect(verification.isClean, "\(verification.defects)")
    }

    @Test("the staff of a commune sees its own dossiers and no other commune's")
    func staff() async throws {
        let site = try await RegisterSite.open()
        try await site.take(
            Registers.communes([
                [.procedureCode: Self.copyOfRecord, .commune: "Bình Minh"],
                [.procedureCode: Self.copyOfRecord, .commune: "Bình An", .applicantName: "Lê Thị Chi"],
            ])
        )

        let minh = try await site.files(for: .desk, of: desk(of: "binh-minh"))
        let officer = try await site.files(for: .officer, of: UnitPlace(unit: "TPHT-X", commune: "binh-an"))
        let stranger = try await site.files(for: .desk, of: desk(of: "ha-lam"))

        #expect(minh.map(\.dossier.registration.commune) == ["binh-minh"])
        #expect(officer.map(\.dossier.registration.commune) == ["binh-an"])
        #expect(stranger.isEmpty)
    }

    @Test("a procedure that begins at the district's desk is received there, whatever commune is named")
    func district() async throws {
        let site = try await RegisterSite.open()
        try await site.take(Registers.communes([[.commune: "Bình Minh"]]))

        let first = try await site.files().first
        let dossier = try #require(first?.dossier)

        #expect(dossier.receivingDesk == UnitPlace(unit: "BPMC-H", commune: nil))
        #expect(dossier.registration.commune == "binh-minh")
        #expect(dossier.code.text == "000.00.15.H47-220105-0001")
    }

    @Test("a row that names no commune is of the one that is given for the file, else as in a register without one")
    func unnamed() async throws {
        let site = try await RegisterSite.open()
        try await site.take(
            Registers.communes([
                [.procedureCode: Self.copyOfRecord],
                [.procedureCode: Self.copyOfRecord, .commune: "Bình An", .applicantName: "Trần Thị Bình"],
            ]),
            commune: "binh-minh"
        )
        try await site.take(
            Registers.file(Registers.row([.procedureCode: Self.copyOfRecord, .applicantName: "Lê Thị Chi"]))
        )

        let dossiers = try await site.files().map(\.dossier)

        let district = UnitPlace(unit: "BPMC-H", commune: nil)
        #expect(dossiers.map(\.receivingDesk) == [desk(of: "binh-minh"), desk(of: "binh-an"), district])
        #expect(dossiers.map(\.registration.commune) == ["binh-minh", "binh-an", "ha-lam"])
    }

    @Test("a commune that there is not, and a name that two have, are told by row and column; none is guessed")
    func unclear() async throws {
        let config = try ConfigCopy()
        try config.replace(#""Bình Chánh""#, with: #""Bình An""#, in: "organisation/thang-binh-2022.yaml")
        let site = try await RegisterSite.open(config: config.file)

        let report = try await site.take(
            Registers.communes([[.commune: "Tam Kỳ"], [.commune: "Bình An"], [.commune: "binh-chanh"]])
        )

        #expect(report.added == 1)
        #expect(report.rejected.map(\.line) == [2, 3])
        #expect(
            report.rejected.map(\.defect) == [.cell(.commune, .unknownCommune), .cell(.commune, .ambiguousCommune)]
        )
        #expect(report.rejected.map(\.value) == ["Tam Kỳ", "Bình An"])
        #expect(report.summary(rejectedFile: "r").contains("  commune: 2"))
        let text = RejectedRowsFile.text(of: report.rejected)
        #expect(text.contains("3,commune,Bình An,\"Có nhiều xã"))
        #expect(text.contains("Several communes have this name"))
    }

    @Test("a row that was taken over for another commune is told, not taken over a second time")
    func elsewhere() async throws {
        let site = try await RegisterSite.open()
        let register = try Registers.file(Registers.row([.procedureCode: Self.copyOfRecord]))
        try await site.take(register)

        let same = try await site.take(
            Registers.communes([[.procedureCode: Self.copyOfRecord, .commune: "Hà Lam"]])
        )
        let other = try await site.take(register, commune: "binh-minh")

        #expect((same.added, same.known) == (0, 1))
        #expect((other.added, other.known) == (0, 0))
        #expect(other.rejected.map(\.defect) == [.knownElsewhere("ha-lam")])
        let files = try await site.files()
        #expect(files.count == 1)
    }

    @Test("a row whose dossier is damaged is known and holds up no other, whatever commune is named")
    func damaged() async throws {
        let site = try await RegisterSite.open()
        try await site.take(Registers.communes([[.commune: "Hà Lam"]]))
        try await DatabaseQueue(path: site.folder.database).write {
            try $0.execute(sql: "UPDATE dossierState SET state = x'7B7D'")
        }

        let again = try await site.take(
            Registers.communes([[.commune: "Bình Minh"], [.commune: "Bình Minh", .applicantName: "Lê Thị Chi"]])
        )

        #expect((again.added, again.known, again.rejected.count) == (1, 1, 0))
    }
}
