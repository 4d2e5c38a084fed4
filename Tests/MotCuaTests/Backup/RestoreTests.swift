import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import SMSPeers
import Testing
import WorkingCalendar

@testable import motcua

@Suite("Restoring a copy")
struct RestoreTests {
    @Test("the drill: work, copy, more work, power cut, disk lost, restored, and no code is given twice")
    func drill() async throws {
        let site = try BackupSite()
        var server = try await site.start()
        let earlier = try await site.register(4, at: server)
        let load = IntakeLoad()
        let token = try await server.token("desk")
        let running = server
        let (made, during) = try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<4 { group.addTask { await load.register(on: running, token: token, name: "\(client)") } }
            let made = try site.run("backup", site.copy)
            let during = load.codes
            try await until("more is registered after the copy") { load.codes.count > during.count + 10 }
            running.kill()
            return (made, during)
        }
        #expect(made.code == 0, "\(made.errors)")
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: site.database + ending) }

        let gap = load.codes.count + earlier.count + 8
        let restored = try site.run("restore", site.copy, "--serial-gap", "\(gap)")
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(restored.output.contains("go on past a gap of \(gap)"), "\(restored.output)")
        #expect(try site.run("verify").code == 0)
        server = try await site.start()
        for code in earlier {
            #expect(await server.send("GET", "/api/v1/status/\(code)")?.status == 200, "\(code) is lost")
        }
        #expect(await server.send("GET", "/api/v1/me", token: token)?.status == 401, "a session goes on")
        let later = try await site.register(3, at: server)
        #expect(Set(later).isDisjoint(with: load.codes + earlier), "a code was given twice")
        #expect(during.count <= load.codes.count)
        #expect(server.terminate() == 0)
        let verdict = try site.run("verify")
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    @Test("a copy that is not what it was, or has no manifest, replaces nothing")
    func damaged() async throws {
        let site = try BackupSite()
        let server = try await site.start()
        _ = try await site.register(2, at: server)
        #expect(try site.run("backup", site.copy).code == 0)
        let inUse = try site.run("restore", site.copy, "--serial-gap", "0")
        #expect(inUse.code == 1 && inUse.errors.contains("stop it first"), "\(inUse.errors)")
        #expect(server.terminate() == 0)

        func expectRefused(_ word: String) throws {
            let before = try site.files()
            let refused = try site.run("restore", site.copy, "--serial-gap", "5")
            #expect(refused.code == 1 && refused.errors.contains(word), "\(refused.output)\(refused.errors)")
            #expect(try site.files() == before)
        }
        try site.flipBit(of: site.copy, at: 100_000)
        try expectRefused("is not what its manifest says")
        try site.flipBit(of: site.copy, at: 100_000)
        let whole = try #require(FileManager.default.contents(atPath: site.copy))
        try whole.dropLast(4_096).write(to: URL(filePath: site.copy))
        try expectRefused("is not what its manifest says")
        try whole.write(to: URL(filePath: site.copy))
        let manifest = try #require(FileManager.default.contents(atPath: site.copy + ".json"))
        try FileManager.default.removeItem(atPath: site.copy + ".json")
        try expectRefused("There is no manifest")
        try manifest.write(to: URL(filePath: site.copy + ".json"))
        #expect(try site.run("restore", site.copy, "--serial-gap", "5").code == 0)
        #expect(try site.run("verify").code == 0)
    }

    @Test("a copy that somebody rewrote together with its manifest is found by verifying it")
    func rewritten() async throws {
        let site = try BackupSite()
        let server = try await site.start()
        _ = try await site.register(2, at: server)
        #expect(server.terminate() == 0)
        #expect(try site.run("backup", site.copy).code == 0)
        let queue = try DatabaseQueue(path: site.copy)
        try await queue.write { try $0.execute(sql: "UPDATE dossier SET dueAt = dueAt + 1000") }
        _ = try await queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try queue.close()
        try site.forgeManifest(of: site.copy)
        let before = try site.files()
        let refused = try site.run("restore", site.copy, "--serial-gap", "5")
        #expect(refused.code == 1 && refused.errors.contains("The copy is not whole"), "\(refused.errors)")
        #expect(try site.files() == before)
    }

    @Test("a copy in which somebody left a trigger is refused before anything sets it off")
    func trigger() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        let queue = try DatabaseQueue(path: site.database)
        let trigger = "CREATE TRIGGER later AFTER INSERT ON event BEGIN UPDATE account SET role = 'leader'; END"
        try await queue.write { try $0.execute(sql: trigger) }
        try queue.close()
        #expect(try site.run("backup", site.copy).code == 0)
        let before = try site.files()
        let refused = try site.run("restore", site.copy, "--serial-gap", "5")
        #expect(refused.code == 1 && refused.errors.contains("trigger later is not one of"), "\(refused.errors)")
        #expect(try site.files() == before)
    }

    @Test("a gap that codes of the present database lie behind is refused with the number that is enough")
    func narrowGap() async throws {
        let site = try BackupSite()
        let server = try await site.start()
        _ = try await site.register(2, at: server)
        #expect(try site.run("backup", site.copy).code == 0)
        _ = try await site.register(3, at: server)
        #expect(server.terminate() == 0)
        let refused = try site.run("restore", site.copy, "--serial-gap", "2")
        #expect(refused.code == 1 && refused.errors.contains("--serial-gap 3 or more"), "\(refused.errors)")
        let restored = try site.run("restore", site.copy, "--serial-gap", "3")
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(restored.output.contains("The history goes on as motcua.local/epoch-2"), "\(restored.output)")
        let verdict = try site.run("verify")
        #expect(verdict.code == 0 && verdict.output.contains("GIVEN UP checkpoint"), "\(verdict.output)")
    }

    @Test("codes of days and agencies that the copy knows nothing of are passed over too, whatever the days")
    func strangeDays() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        #expect(try site.run("backup", site.copy).code == 0)
        // Of an import of old years, of a clock that was ahead, and of an agency with a new identifier.
        let given = [("000.00.15.H47", 17_000, 2), ("000.00.15.H47", 30_000, 4), ("000.30.15.H47", 18_997, 3)]
        let queue = try DatabaseQueue(path: site.database)
        try await queue.write { database in
            for (agency, day, last) in given {
                try database.execute(sql: "INSERT INTO codeSerial VALUES (?, ?, ?)", arguments: [agency, day, last])
            }
        }
        try queue.close()
        for gap in ["0", "3"] {
            let refused = try site.run("restore", site.copy, "--serial-gap", gap)
            #expect(refused.code == 1 && refused.errors.contains("--serial-gap 4 or more"), "\(refused.errors)")
        }
        let restored = try site.run("restore", site.copy, "--serial-gap", "4")
        #expect(restored.code == 0, "\(restored.errors)")
        for (agency, day, _) in given {
            let named = "\(agency) on \(LocalDate(dayNumber: day).iso8601)"
            #expect(restored.output.contains(named), "\(named): \(restored.output)")
        }
        let serials = try await DatabaseQueue(path: site.database).read { database in
            try given.map { agency, day, _ in
                try Int.fetchOne(
                    database,
                    sql: "SELECT last FROM codeSerial WHERE agency = ? AND day = ?",
                    arguments: [agency, day]
                )
            }
        }
        #expect(serials == [4, 4, 4])
        let verdict = try site.run("verify")
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    @Test("an agency's day of which two databases gave codes, as after a restoration broken off, is passed over once")
    func givenTwice() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteDossierStore.open(path: folder.database)
        try store.migrate()
        let (now, old) = (Instant(milliseconds: 1_641_352_800_000), LocalDate(dayNumber: 17_000))
        let given = [("B", 2), ("A", 3), ("B", 9)].map { IssuedSerial(agencyIdentifier: $0, date: old, last: $1) }
        let restoration = Restoration(of: .zero, takenAt: now, last: now, serialGap: 10)
        let (others, next) = try await store.transact { transaction in
            let outcome = try restoration.settle(in: transaction, agencies: ["A"], given: given, at: now)
            let next = try ["A", "B"].map { try transaction.takeSerial(agencyIdentifier: $0, date: old) }
            return (outcome.others.map(\.agencyIdentifier), next)
        }
        try await store.close()
        #expect(others == ["A", "B"])
        #expect(next == [11, 11])
    }

    @Test("where there is no database nobody sees whether the gap is wide enough, which is told")
    func noFormer() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        #expect(try site.run("backup", site.copy).code == 0)
        try FileManager.default.moveItem(atPath: site.database, toPath: site.database + ".gone")
        let restored = try site.run("restore", site.copy, "--serial-gap", "0")
        #expect(restored.code == 0 && restored.output.contains("There was no database before"), "\(restored.output)")
        #expect(restored.output.contains("không kiểm tra được"))
    }

    @Test("another program's database is neither replaced nor changed")
    func foreign() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        #expect(try site.run("backup", site.copy).code == 0)
        let foreign = site.folder.path + "/foreign.sqlite"
        let queue = try DatabaseQueue(path: foreign)
        try await queue.write { try $0.execute(sql: "CREATE TABLE users (name TEXT)") }
        try queue.close()
        let before = FileManager.default.contents(atPath: foreign)
        let place = ["--database", foreign, "--config", Checkout.config]
        for command in [["restore", site.copy, "--serial-gap", "0"], ["migrate"], ["rekey"], ["retention"]] {
            let refused = try Program.run(command + place)
            #expect(refused.code == 1 && refused.errors.contains("another program"), "\(command): \(refused.errors)")
            #expect(FileManager.default.contents(atPath: foreign) == before, "\(command)")
        }
    }

    @Test("a restoration that was broken off while it replaced the file lets nothing start, and can be done again")
    func brokenOff() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        #expect(try site.run("backup", site.copy).code == 0)
        try Data().write(to: URL(filePath: site.database + ".restore-unfinished"))
        let refused = try site.run("serve", "--port", "0", "--demo")
        #expect(refused.code == 1 && refused.errors.contains("run motcua restore again"), "\(refused.errors)")
        let looked = try site.run("doctor")
        #expect(looked.code == 2 && looked.output.contains("run motcua restore again"), "\(looked.output)")
        #expect(try site.run("restore", site.copy, "--serial-gap", "0").code == 0)
        let server = try await site.start()
        #expect(server.terminate() == 0)
    }

    @Test("texts that waited in the copy are not sent again")
    func waitingTexts() async throws {
        let site = try BackupSite()
        let server = try await site.start()
        _ = try await site.register(1, at: server)
        #expect(server.terminate() == 0)
        let queue = try DatabaseQueue(path: site.database)
        try await queue.write { try $0.execute(sql: "UPDATE outboxMessage SET state = 'queued', attempts = 0") }
        try queue.close()
        #expect(try site.run("backup", site.copy).code == 0)
        let restored = try site.run("restore", site.copy, "--serial-gap", "0")
        #expect(restored.output.contains("1 text waited in the copy"), "\(restored.output)\(restored.errors)")
        let again = try await site.start()
        let admin = try await again.token("admin")
        let texts = await again.send("GET", "/api/v1/messages?state=unknown", token: admin)
        #expect(texts?.at("items")?.array?.count == 1, "\(texts?.text ?? "")")
        #expect(again.terminate() == 0)
    }

    @Test("a copy of a newer program, and a file that is no database, are refused and replace nothing")
    func unsuitable() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        #expect(try site.run("backup", site.copy).code == 0)
        let before = try site.files()
        let other = site.folder.path + "/other.copy"
        try FileManager.default.copyItem(atPath: site.copy, toPath: other)
        let queue = try DatabaseQueue(path: other)
        try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999-later')") }
        _ = try await queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try queue.close()
        try site.forgeManifest(of: other)
        let newer = try site.run("restore", other, "--serial-gap", "0")
        #expect(newer.code == 1 && newer.errors.contains("newer program"), "\(newer.errors)")
        #expect(try site.files() == before)

        try Data(repeating: 0x61, count: 100_000).write(to: URL(filePath: other))
        try site.forgeManifest(of: other)
        let none = try site.run("restore", other, "--serial-gap", "0")
        #expect(none.code == 1 && none.errors.contains("not a database"), "\(none.errors)")
        #expect(try site.files() == before)
    }

    @Test("the codes of a database of an older or a newer program count, and one that cannot be read is said to be so")
    func gapOfOthers() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        #expect(try site.run("backup", site.copy).code == 0)
        try await site.serve(registering: 3)
        func change(_ sql: String) throws {
            let queue = try DatabaseQueue(path: site.database)
            try queue.write { try $0.execute(sql: sql) }
            try queue.close()
        }
        func expectNarrow() throws {
            let narrow = try site.run("restore", site.copy, "--serial-gap", "2")
            #expect(narrow.code == 1 && narrow.errors.contains("--serial-gap 3 or more"), "\(narrow.errors)")
        }
        try change("INSERT INTO grdb_migrations VALUES ('9999-later')")
        try expectNarrow()
        try change("DELETE FROM grdb_migrations WHERE identifier > '0009'")
        try expectNarrow()
        try Data(repeating: 0x61, count: 100_000).write(to: URL(filePath: site.database))
        let blind = try site.run("restore", site.copy, "--serial-gap", "2")
        #expect(blind.code == 0 && blind.output.contains("wide enough was not checked"), "\(blind.output)")
        #expect(blind.output.contains("chưa kiểm tra được --serial-gap"), "\(blind.output)")
        try await site.serve(registering: 1)
    }
}
