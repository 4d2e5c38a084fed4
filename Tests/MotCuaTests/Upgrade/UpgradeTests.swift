import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Testing

@testable import motcua

/// A database of the first schema, with dossiers, that a program of today opens.
struct UpgradeTests {
    /// A late dossier with two finished steps, one that was withdrawn, one that waits for a supplement.
    private func writeDossiers(in folder: TemporaryFolder) async throws {
        try await OneStop.open(at: "2022-01-04T07:30+07:00", in: folder) { service in
            let desk = try await service.staff("desk")
            var codes: [String] = []
            for _ in 1...3 { codes.append(try #require(try await desk.register("1.001612").string("code"))) }
            try await desk.complete("intake", of: codes[0])
            try await service.staff("officer.TCKH").complete("appraise", of: codes[0])
            #expect(try await desk.act("withdraw", on: codes[1], #"{"reason":"Công dân rút"}"#).status == 200)
            let asked = #"{"items":["Bản sao CCCD"],"reason":"Thiếu giấy tờ"}"#
            #expect(try await desk.act("request-supplement", on: codes[2], asked).status == 200)
            // Three working days from Tuesday 04/01 07:30 end on Friday 07:30; Monday morning brings the first digest.
            try await service.clock(to: "2022-01-10T08:00:00+07:00")
        }
    }

    /// The first columns of each row.
    private static func rows(of table: String, in database: DatabaseText, columns: Int) -> [String] {
        (database.tables[table] ?? []).map { row in
            row.split(separator: "|", omittingEmptySubsequences: false).prefix(columns).joined(separator: "|")
        }
    }

    @Test("it is brought up to date with what its dossiers say, nothing is lost, and verify finds all whole")
    func firstSchema() async throws {
        let folder = try TemporaryFolder()
        try await writeDossiers(in: folder)
        let written = try await DatabaseText(path: folder.database)
        let vault = try await OpenedVault(in: folder)
        try await EarlierForm.replace(folder.database, schema: "0001-dossiers", keys: folder.keys())
        let earlier = try await DatabaseText(path: folder.database)
        #expect(earlier.count("lateDossier") == nil && earlier.count("finishedStep") == nil)
        #expect(earlier.count("serviceTimer") == nil)
        #expect(earlier.text("event") == written.text("event"))

        try await OneStop.open(in: folder) { service in
            let upgraded = try await DatabaseText(path: folder.database)
            #expect(try upgraded.count("grdb_migrations") == SchemaFixture.schemas.count)
            let copies = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
                $0.contains(".before-upgrade-") && $0.hasSuffix(".json")
            }
            let copy = try #require(copies.first, "no copy was made before the upgrade").dropLast(".json".count)
            let kept = try await DatabaseText(path: folder.path + "/" + copy)
            #expect(kept.tables == earlier.tables)
            #expect(try await OpenedVault(in: folder).entries.map(\.plain) == vault.entries.map(\.plain))
            for table in ["event", "dossier", "dossierState", "timer", "lateDossier"] {
                #expect(upgraded.text(table) == written.text(table), "\(table)")
            }
            // The hash of the number, the last column, was not kept then.
            let columns = 20
            let texts = Self.rows(of: "outboxMessage", in: upgraded, columns: columns)
            #expect(texts == Self.rows(of: "outboxMessage", in: written, columns: columns))
            #expect(texts.count == 6)
            #expect(upgraded.count("lateDossier") == 1 && upgraded.count("finishedStep") == 2)
            #expect(upgraded.tables["finishedStep"]?.sorted() == written.tables["finishedStep"]?.sorted())
            #expect(try await service.verification().isClean)

            // Notices say when they were made; that they were late was not kept then. The digest was of no dossier.
            let leader = try await service.notices(of: "leader")
            #expect(leader.map { $0["kind"]?.string } == ["dossierOverdue"])
            #expect(leader.first?["plannedAt"]?.string == "2022-01-07T07:30:01+07:00")
            #expect(leader.first?["lateSeconds"]?.integer == 0)
        }
    }

    @Test("work goes on in it: ladder, serials, and the calendar and organisation that are in force")
    func goingOn() async throws {
        let folder = try TemporaryFolder()
        try await writeDossiers(in: folder)
        try await EarlierForm.replace(folder.database, schema: "0001-dossiers", keys: folder.keys())

        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            let brought = #"{"documents":[{"name":"CCCD","form":"photocopy","quantity":1}]}"#
            let waiting = "000.00.15.H47-220104-0003"
            #expect(try await desk.act("receive-supplement", on: waiting, brought).status == 200)
            #expect(try await desk.register("1.001612").string("code") == "000.00.15.H47-220110-0001")
            // The one that waited has its three working days again from Monday 08:00 on.
            try await service.clock(to: "2022-01-13T08:00:01+07:00")
            #expect(try await service.overdueEvents(of: waiting).contains("becameOverdue"))

            let store = service.server.workplace.store
            let inForce = try await store.read { snapshot in
                [try snapshot.setting(.calendarInForce), try snapshot.setting(.organisationInForce)]
            }
            #expect(inForce == ["vietnam@1", "thang-binh-2022@1"])
            #expect(try await service.verification().isClean)
        }
    }
}

extension OneStop {
    /// What `verify` finds.
    func verification() async throws -> VerificationReport {
        let workplace = server.workplace
        return try workplace.store.inspect { inspection in
            var verifier = Verifier(rules: workplace.rules, keys: workplace.store.vaultKeys)
            return try verifier.verify(inspection) { _, _ in }
        }
    }
}
