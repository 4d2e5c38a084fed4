import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Testing

@testable import motcua

/// An organisation that changes under a database with open dossiers.
struct OrganisationChangeTests {
    private let thursday = "2022-01-06T11:00+07:00"
    private let code = "000.00.15.H47-220105-0001"

    private func refusal(of site: CalendarSite) async throws -> OrganisationChangeRefusal {
        let refusal = await #expect(throws: OrganisationChangeRefusal.self) { _ = try await site.open(at: thursday) }
        return try #require(refusal)
    }

    @Test("a start that drops a unit of open dossiers is refused in both languages, and leaves nothing behind")
    func droppedUnit() async throws {
        let site = try CalendarSite()
        try await site.take("1.004199")
        try site.dropLandDepartment()

        let refusal = try await refusal(of: site)
        #expect(refusal.losses.map(\.place) == [UnitPlace(unit: "STNMT", commune: nil)])
        #expect(refusal.losses.map(\.kind) == [.gone] && refusal.losses.map(\.dossiers) == [1])
        let sentences = refusal.description.split(separator: "\n")
        try #require(sentences.count == 2)
        let unit = "STNMT (Sở Tài nguyên và Môi trường (tỉnh))"
        #expect(sentences[0].contains("thang-binh-2022 version 2 cannot be taken into use"))
        #expect(sentences[0].contains("\(unit) is left out, 1 open dossier, the oldest \(code)"))
        #expect(sentences[0].contains("Put the units back as they were until these dossiers have ended"))
        #expect(sentences[1].contains("thang-binh-2022 phiên bản 2"))
        #expect(sentences[1].contains("\(unit) bị bỏ, còn 1 hồ sơ, cũ nhất là \(code)"))
        #expect(sentences[1].contains("Hãy giữ nguyên các đơn vị này cho đến khi các hồ sơ đó kết thúc"))

        try site.reorganise(version: 1)
        let workplace = try await site.open(at: thursday)
        let kept = workplace.installation.configurations.filter { $0.kind == "organisation" }
        #expect(kept.map(\.version) == [1])
        #expect(try await workplace.store.read { try $0.setting(.organisationInForce) } == "thang-binh-2022@1")
        try await workplace.store.close()
    }

    @Test("a unit moved to another agency, whose hours would count, is refused with the agency's name")
    func movedUnit() async throws {
        let site = try CalendarSite()
        try await site.take("1.001612")
        try site.reorganise(version: 2, [("    agency: TCKH\n", "    agency: KTHT\n")])

        let refusal = try await refusal(of: site)
        #expect(refusal.losses.map(\.kind) == [.moved("KTHT")])
        #expect(refusal.description.contains("TCKH (Phòng Tài chính - Kế hoạch) is moved to the agency KTHT"))
        #expect(refusal.description.contains("bị chuyển sang cơ quan KTHT, còn 1 hồ sơ"))
    }

    @Test("a unit stays with its agency for the sake of ended dossiers too, whose sheets go by that agency's hours")
    func movedAfterTheEnd() async throws {
        let site = try CalendarSite()
        try await OneStop.open(in: site.folder, config: site.config) { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await service.worker(of: "BPMC-H").complete("intake", of: code)
            #expect(try await desk.act("withdraw", on: code, #"{"reason":"Công dân rút"}"#).status == 200)
        }
        try site.reorganise(version: 2, [("    agency: TCKH\n", "    agency: KTHT\n")])

        let refusal = try await refusal(of: site)
        #expect(refusal.losses.map(\.kind) == [.moved("KTHT")])
        #expect(refusal.description.contains("is moved to the agency KTHT, 1 dossier, the oldest"))
        #expect(refusal.description.contains("give the one of the new agency a name of its own"))
        #expect(refusal.description.contains("hãy đặt mã đơn vị mới"))
    }

    @Test("a dropped commune is refused for each of its units, and only while its own dossiers are open")
    func droppedCommune() async throws {
        let site = try CalendarSite()
        try await OneStop.open(in: site.folder, config: site.config) { service in
            let desk = try await service.staff("desk")
            let form = Forms.intake("1.000894").replacing(#""commune":null"#, with: #""commune":"binh-nguyen""#)
            #expect(try await desk.post("/dossiers", form).status == 201)
            #expect(try await desk.post("/dossiers", form).status == 201)
            _ = try await desk.register("1.000894")
        }
        try site.reorganise(version: 2, [(CalendarSite.binhNguyen, "")])

        let refusal = try await refusal(of: site)
        let places = ["BPMC-X", "CT-X", "TPHT-X"].map { UnitPlace(unit: $0, commune: "binh-nguyen") }
        #expect(refusal.losses.map(\.place) == places)
        #expect(refusal.losses.map(\.dossiers) == [2, 2, 2])
        #expect(refusal.description.contains("(Công chức Tư pháp - Hộ tịch xã (xã Bình Nguyên))"))
    }

    @Test("a desk that is to be none any more is refused while it has dossiers")
    func formerDesk() async throws {
        let site = try CalendarSite()
        try await OneStop.open(in: site.folder, config: site.config) { service in
            _ = try await service.staff("desk.xa").register("1.004873")
        }
        let desk = "    agency: UBND-X\n    desk: true\n"
        try site.reorganise(version: 2, [(desk, "    agency: UBND-X\n")])
        // A procedure that begins at no desk is a mistake of its own, found before any database is asked.
        #expect(throws: (any Error).self) { _ = try site.load() }
        try site.reorganise(version: 2, [("  - id: TPHT-X\n", "  - id: TPHT-X\n    desk: true\n")])

        let refusal = try await refusal(of: site)
        #expect(refusal.losses.map(\.kind) == [.deskChanged])
        #expect(refusal.losses.map(\.place.description) == ["TPHT-X"])
    }

    @Test("once its dossiers have ended, or only wait to be collected, a unit may go, and verify finds all whole")
    func endedDossiers() async throws {
        let site = try CalendarSite()
        try await OneStop.open(in: site.folder, config: site.config) { service in
            let desk = try await service.staff("desk")
            let first = try #require(try await desk.register("1.004199").string("code"))
            #expect(try await desk.act("withdraw", on: first, #"{"reason":"Công dân rút"}"#).status == 200)
            let second = try #require(try await desk.register("1.004199").string("code"))
            for (step, unit) in [
                ("intake", "BPMC-H"), ("examine", "CNVPDK"), ("confirm-on-site", "CT-X"), ("approve", "CNVPDK"),
                ("sign", "STNMT"),
            ] {
                try await service.worker(of: unit).complete(step, of: second)
            }
        }
        try site.dropLandDepartment()
        // Before the start the database is judged by the organisation in force, not by the one that is to come: its
        // dossiers belong to the department's agency still.
        let before = try Program.run(["verify", "--config", site.config, "--database", site.folder.database])
        #expect(before.code == 0, "\(before.output)")

        for _ in 1...2 {
            let workplace = try await site.open(at: thursday)
            let inForce = try await workplace.store.read { try $0.setting(.organisationInForce) }
            #expect(inForce == "thang-binh-2022@2")
            let changes = try await workplace.store.configurationEvents()
            #expect(changes.filter { $0.contains("organisationApplied") }.count == 1)
            try await workplace.store.close()
        }
        let pool = try DatabasePool(path: site.folder.database)
        let agencies = try await pool.read {
            try String.fetchAll($0, sql: "SELECT DISTINCT agency FROM dossierAgency ORDER BY agency")
        }
        try pool.close()
        #expect(agencies == ["CNVPDK", "UBND-X@ha-lam", "VP"])
        let report = try await site.verification()
        #expect(report.isClean, "\(report.defects)")
        try await expectSheetsStand(of: ["000.00.15.H47-220105-0001", "000.00.15.H47-220105-0002"], at: site)
    }

    /// Who held it how long, how the date was reached and what happened are told as before.
    private func expectSheetsStand(of codes: [String], at site: CalendarSite) async throws {
        try await OneStop.open(in: site.folder, config: site.config) { service in
            let leader = try await service.staff("leader")
            for code in codes {
                let ledger = try await leader.get("/dossiers/\(code)/ledger")
                #expect(ledger.status == 200, "\(ledger.text)")
                for part in ["deadline", "history"] {
                    #expect(try await leader.get("/dossiers/\(code)/\(part)").status == 200)
                }
            }
            let ledger = try await leader.get("/dossiers/\(codes[1])/ledger").text
            #expect(ledger.contains("Sở Tài nguyên và Môi trường (tỉnh)"), "\(ledger)")
        }
    }

    @Test("a unit of another name is taken into use at once, the look-up says it, and verify finds all whole")
    func renamedUnit() async throws {
        let site = try CalendarSite()
        try await site.take("1.001612")
        let old = "Bộ phận TN&TKQ huyện (Văn phòng HĐND&UBND)"
        try site.reorganise(version: 2, [(old, "Trung tâm Phục vụ hành chính công")])
        let report = try await site.verification()
        #expect(report.isClean, "\(report.defects)")
        let workplace = try await site.open(at: thursday)
        let status = try await workplace.store.read { [code] in try $0.publicStatus(of: code) }
        let body = String(decoding: try #require(status).body, as: UTF8.self)
        #expect(body.contains("Trung tâm Phục vụ hành chính công"))
        try await workplace.store.close()
    }

    @Test(
        "in a database of an older program the highest version is in force, also against one of another name",
        arguments: [false, true]
    )
    func olderDatabase(isRenamed: Bool) async throws {
        let site = try CalendarSite()
        try await site.take("1.004199")
        let pool = try DatabasePool(path: site.folder.database)
        try await pool.write { try $0.execute(sql: "DELETE FROM installation WHERE name = 'organisationInForce'") }
        try pool.close()
        try site.dropLandDepartment()
        if isRenamed { try site.renameOrganisation(to: "thang-binh-2025") }

        #expect(try await refusal(of: site).losses.map(\.dossiers) == [1])
    }

    @Test("check-config says the same beside the database, and so do serve and the calendar's commands")
    func commands() async throws {
        let site = try CalendarSite()
        try await site.take("1.004199")
        try site.dropLandDepartment()
        try site.declare(version: 2, closing: "2022-01-07")
        let common = ["--config", site.config, "--database", site.folder.database]

        let commands = [
            ["check-config"], ["serve", "--port", "0", "--clock-is-right"], ["calendar", "preview"],
            ["calendar", "apply", "--clock-is-right"],
        ]
        for command in commands {
            let result = try Program.run(command + common)
            #expect(result.code == 1, "\(command)")
            #expect(result.errors.contains("is left out, 1 open dossier, the oldest \(code)"), "\(result.errors)")
            #expect(result.errors.contains("bị bỏ, còn 1 hồ sơ, cũ nhất là \(code)"), "\(result.errors)")
        }
    }
}
