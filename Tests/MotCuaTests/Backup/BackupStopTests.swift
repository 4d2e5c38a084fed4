import DossierStoreSQLite
import Foundation
import GRDB
import ProgramSupport
import SMSPeers
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// Copies and restorations that are broken off, at whatever moment.
@Suite("A copy or a restoration that is broken off leaves nothing", .timeLimit(.minutes(60)))
struct BackupStopTests {
    /// Makes the database so large that copying takes a while: pages that were used and are free.
    private static func fill(_ database: String, mebibytes: Int) throws {
        let queue = try DatabaseQueue(path: database)
        try queue.write { database in
            try database.execute(sql: "CREATE TABLE ballast (bytes BLOB)")
            for _ in 0..<mebibytes { try database.execute(sql: "INSERT INTO ballast VALUES (randomblob(1048576))") }
            try database.execute(sql: "DROP TABLE ballast")
        }
        try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try queue.close()
    }

    /// How often it was asked whether to stop.
    private final class Questions: Sendable {
        let asked = Atomic(0)
    }

    private static func parts(in site: BackupSite) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: site.folder.path).filter { $0.contains(".part") }
    }

    @Test("whenever it is asked to stop, it stops there; the last question comes after all was read twice")
    func anywhere() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        try Self.fill(site.database, mebibytes: 4)
        let before = try site.files()
        let questions = Questions()
        let clock = SystemClock()
        func make(stoppingAt place: Int) throws {
            questions.asked.store(0, ordering: .relaxed)
            let making = BackupMaking(database: site.database, bytesPerSecond: nil, now: clock.now) { () -> Bool in
                questions.asked.wrappingAdd(1, ordering: .relaxed).newValue >= place
            }
            _ = try making.make(site.copy) { _, _ in }
        }
        for place in 1...9 {
            #expect(throws: CancellationError.self, "at question \(place)") { try make(stoppingAt: place) }
            #expect(try site.files() == before, "at question \(place)")
        }
        try make(stoppingAt: .max)
        // Four steps of copying, the check, the sync, four parts of the sum and a rest.
        #expect(questions.asked.load(ordering: .relaxed) >= 10)
        #expect(try site.run("restore", site.copy, "--serial-gap", "0").code == 0)
    }

    @Test("also while the archive is copied, and while that of an earlier copy is read", arguments: [false, true])
    func archive(isShared: Bool) async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        if isShared { try #require(try site.run("backup", site.folder.path + "/first.sqlite").code == 0) }
        func names() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: site.folder.path).sorted()
        }
        let before = try names()
        let questions = Questions()
        let copy = site.folder.path + "/copy.sqlite"
        func make(stoppingAt place: Int) throws {
            questions.asked.store(0, ordering: .relaxed)
            let now = SystemClock().now
            let making = BackupMaking(database: site.database, bytesPerSecond: nil, now: now) { () -> Bool in
                questions.asked.wrappingAdd(1, ordering: .relaxed).newValue >= place
            }
            _ = try making.make(copy) { _, _ in }
        }
        // A step of copying and the sum of each file, of a shared one the sum alone, and a look before the last sync.
        for place in 1...(isShared ? 4 : 5) {
            #expect(throws: CancellationError.self, "at question \(place)") { try make(stoppingAt: place) }
            #expect(try names() == before, "at question \(place)")
        }
        try make(stoppingAt: .max)
        #expect(try names().filter { !before.contains($0) } == ["", ".archive", ".json"].map { "copy.sqlite" + $0 })
    }

    @Test("a restoration that is asked to stop, at whatever moment, says so, replaces nothing and leaves nothing")
    func restoration() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        try Self.fill(site.database, mebibytes: 4)
        #expect(try site.run("backup", site.copy).code == 0)
        let before = try site.files()
        let questions = Questions()
        let parts = try ConfigurationParts(CommonOptions.taken(config: site.config, database: site.database))
        let organisation = try parts.organisation()
        func restore(stoppingAt place: Int) async throws {
            questions.asked.store(0, ordering: .relaxed)
            let restoring = Restoring(
                parts: parts,
                organisation: organisation,
                copy: site.copy,
                serialGap: 0,
                clock: SystemClock()
            ) { () -> Bool in
                questions.asked.wrappingAdd(1, ordering: .relaxed).newValue >= place
            }
            let lock = try WriterLock(database: site.database)
            defer { lock.release() }
            _ = try await restoring.run(holding: lock) { ProgressLine($0, unit: $1) }
        }
        // Five parts of the copy, a page of the verification, and the last look before the exchange.
        for place in 1...7 {
            let failure = await #expect(throws: CommandFailure.self, "at question \(place)") {
                try await restore(stoppingAt: place)
            }
            #expect(failure?.description.contains("was broken off. Nothing was replaced.") == true)
            #expect(failure?.description.contains("Đã dừng khôi phục") == true)
            #expect(try site.files() == before, "at question \(place)")
        }
        try await restore(stoppingAt: .max)
        #expect(try site.formers().count == 1)
        #expect(try site.run("verify").code == 0)
    }

    @Test("SIGTERM, SIGINT and SIGHUP end the command in words", arguments: [SIGTERM, SIGINT, SIGHUP])
    func signals(signal: Int32) async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        try Self.fill(site.database, mebibytes: 48)
        let before = try site.files()
        let errors = site.folder.path + "/errors.txt"
        let program = try await Self.startHanging(site, errors: errors)
        program.send(signal)
        // Most of a minute's work is left, of which it does no more than it had begun.
        unlink(Self.toggle(of: site))
        let ending = try await program.wait(within: .seconds(600))
        let told = try String(contentsOfFile: errors, encoding: .utf8)
        #expect(ending == SpawnedProgram.Ending(code: 1, isExit: true), "\(told)")
        #expect(told.contains("was broken off") && told.contains("Đã dừng lập bản sao"), "\(told)")
        #expect(try site.files() == before)
    }

    @Test("what a killed one left is swept away by the next of that name, and nobody else's")
    func killed() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        try Self.fill(site.database, mebibytes: 8)
        let program = try await Self.startHanging(site, errors: site.folder.path + "/errors.txt")
        program.send(SIGKILL)
        program.wait()
        #expect(try !Self.parts(in: site).isEmpty)
        // Of a process that lives, of another copy, and of no process.
        let kept = ["copy.sqlite.1.part", "other.sqlite.\(program.pid).part", "copy.sqlite.part"]
        for name in kept { try Data().write(to: URL(filePath: site.folder.path + "/" + name)) }
        try Data().write(to: URL(filePath: site.copy + ".json.\(program.pid)-0.part"))
        #expect(try site.run("backup", site.copy).code == 0)
        #expect(try Self.parts(in: site).sorted() == kept.sorted())
    }

    @Test("drafts are told by their names", arguments: ["", "-wal", "-shm", "-journal"])
    func names(ending: String) {
        for file in ["c.sqlite", "c.sqlite.json"] {
            let draft = BackupDrafts.draft(of: "\(file).17.part\(ending)")
            #expect(draft?.copy == "c.sqlite" && draft?.process == 17)
        }
        for name in ["c.sqlite.part", "c.sqlite.-3.part", "c.sqlite.0.part", "c.sqlite.x.part", "c.17.parts", ".part"] {
            #expect(BackupDrafts.draft(of: name + ending) == nil, "\(name)")
        }
    }

    @Test("an upgrade sweeps away what killed upgrades left of their copies")
    func upgrade() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        try await EarlierForm.replace(site.database, schema: "0001-dossiers", keys: site.folder.keys())
        let gone = try SpawnedProgram("/bin/true", [])
        gone.wait()
        let draft = site.database + ".before-upgrade-20200101-000000.\(gone.pid).part"
        for path in [draft, draft + "-journal"] { try Data().write(to: URL(filePath: path)) }
        let upgraded = try site.run("migrate")
        #expect(upgraded.code == 0, "\(upgraded.errors)")
        #expect(try Self.parts(in: site).isEmpty)
    }

    /// The file that lets the disk with the copy hang while it is there.
    private static func toggle(of site: BackupSite) -> String { site.folder.path + "/hanging" }

    /// Starts a copy and waits until it is in the middle of its work, where its disk hangs, however late this is seen.
    private static func startHanging(_ site: BackupSite, errors: String) async throws -> SpawnedProgram {
        let struck = site.folder.path + "/struck"
        try Data().write(to: URL(filePath: toggle(of: site)))
        let fault = FaultyDisk.Fault(suffix: ".part", call: "write", at: 3, times: -1, action: .hang)
        let disk = try FaultyDisk.environment(
            fault,
            prefix: site.folder.path + "/copy",
            toggle: toggle(of: site),
            struck: struck
        )
        let program = try SpawnedProgram(
            Program.path,
            ["backup", site.copy, "--rate", "1", "--database", site.database, "--config", Checkout.config],
            environment: ProcessInfo.processInfo.environment.merging(disk) { $1 },
            folder: Checkout.path,
            errors: .file(errors)
        )
        try await until("the copy hangs") {
            try #require(program.isRunning, "the copy ended")
            return FileManager.default.fileExists(atPath: struck)
        }
        return program
    }
}
