import DossierEngine
import DossierStoreSQLite
import Foundation
import Testing
import WorkingCalendar

@testable import motcua

extension CalendarSite {
    /// The land department's unit, which has one step of 1.004199 and nothing else.
    static let landDepartment = """
          - id: STNMT
            name: "Sở Tài nguyên và Môi trường (tỉnh)"
            agency: STNMT

        """

    /// A commune of the district.
    static let binhNguyen = """
          - id: binh-nguyen
            name: "Bình Nguyên"
            kind: xã
            identifierCode: "000.13.15.H47"
            source: unverified

        """

    /// Changes after which the chairmen of communes are an agency of their own beside the rest of each commune.
    static let chairmenApart = [
        (old: "\nagencies:\n", new: "\nagencies:\n" + chairmen),
        (
            old: "    name: \"Chủ tịch/PCT UBND xã\"\n    agency: UBND-X\n",
            new: "    name: \"Chủ tịch/PCT UBND xã\"\n    agency: CT-X\n"
        ),
    ]

    private static let chairmen = """
          - id: CT-X
            name: "Thường trực UBND xã"
            officeHours: office
            source: "test"

        """

    /// Writes the shipped organisation as another version, in which texts are replaced.
    func reorganise(version: Int, _ changes: [(old: String, new: String)] = []) throws {
        try rewrite("organisation/thang-binh-2022.yaml", [("\nversion: 1\n", "\nversion: \(version)\n")] + changes)
    }

    /// Drops the land department from the organisation, and from the procedure from its second version on.
    func dropLandDepartment() throws {
        try rewrite(
            "procedures/1.004199.yaml",
            [("\nversion: 1\n", "\nversion: 2\n"), ("unit: STNMT", "unit: CNVPDK")]
        )
        try reorganise(version: 2, [(Self.landDepartment, "")])
    }

    /// Gives the organisation's file another name and chooses it.
    func renameOrganisation(to name: String) throws {
        let folder = folder.path + "/Config/"
        try FileManager.default.moveItem(
            atPath: folder + "organisation/thang-binh-2022.yaml",
            toPath: folder + "organisation/\(name).yaml"
        )
        try rewrite("motcua.yaml", [("organisation: thang-binh-2022", "organisation: \(name)")])
    }

    private func rewrite(_ file: String, _ changes: [(old: String, new: String)]) throws {
        var text = try String(contentsOfFile: Checkout.path + "/Config/" + file, encoding: .utf8)
        for change in changes {
            try #require(text.contains(change.old), "\(file) has no \(change.old)")
            text = text.replacingOccurrences(of: change.old, with: change.new)
        }
        try text.write(toFile: folder.path + "/Config/" + file, atomically: true, encoding: .utf8)
    }

    /// Puts the demo clock of the closed installation to an instant, without firing what lies between.
    func setClock(_ instant: String) async throws {
        let store = try SQLiteDossierStore.open(path: folder.database)
        let milliseconds = try #require(Instant(iso8601: instant)).milliseconds
        try await store.transact { try $0.set(.demoClock, to: String(milliseconds)) }
        try await store.close()
    }

    /// Imports a dossier of Wednesday 05/01/2022 10:20 and closes the installation.
    func take(_ procedure: String) async throws {
        let workplace = try await open(at: "2022-01-06T08:00+07:00")
        let register = try Registers.file(Registers.row([.procedureCode: procedure]))
        let report = try await RegisterImport(workplace).run(register) { _, _ in }
        #expect(report.added == 1)
        try await workplace.store.close()
    }

    /// What `verify` finds by the present configuration.
    func verification() async throws -> VerificationReport {
        let workplace = try await open(at: "2022-01-06T08:00+07:00")
        let report = try workplace.store.inspect { inspection in
            var verifier = Verifier(rules: workplace.rules, keys: workplace.store.vaultKeys)
            return try verifier.verify(inspection) { _, _ in }
        }
        try await workplace.store.close()
        return report
    }
}

extension CalendarSite {
    /// Writes the shipped organisation as its second version, whose offices keep other hours from a day on, for good
    /// or up to another one.
    func changeHours(
        from day: String,
        until last: String? = nil,
        to sessions: [String] = ["08:00-12:00", "13:30-17:30"]
    ) throws {
        let hours = sessions.map { "\"\($0)\"" }.joined(separator: ", ")
        let week = ["monday", "tuesday", "wednesday", "thursday", "friday"].map { "    \($0): [\(hours)]\n" }.joined()
        let change = "hourChanges:\n  - {from: \"\(day)\", table: office, becomes: late, source: \"Quyết định\"}\n"
        let source = "source: \"Quyết định\""
        let back = last.map { "  - {from: \"\($0)\", table: office, becomes: office, \(source)}\n" } ?? ""
        try reorganise(
            version: 2,
            [("\nhours:\n", "\nhours:\n  late:\n" + week), ("\nagencies:\n", "\n" + change + back + "agencies:\n")]
        )
    }
}
