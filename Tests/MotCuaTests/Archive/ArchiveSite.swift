import DossierEngine
import DossierStoreSQLite
import Foundation
import HTTPTypes
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// A demo installation with dossiers of January 2022, in February 2024: two have ended, one goes on.
struct ArchiveSite {
    /// Handed over to its applicant, with texts, a reading and a proof.
    static let collected = "000.00.15.H47-220105-0001"
    /// Stopped by the leader.
    static let stopped = "000.00.15.H47-220105-0002"
    /// Not at its end.
    static let open = "000.00.15.H47-220105-0003"

    let folder: TemporaryFolder
    /// The PINs of the dossiers by code.
    let pins: [String: String]

    var database: String { folder.database }
    var archive: String { SQLiteDossierStore.archivePath(of: database) }

    /// Makes one.
    static func make() async throws -> ArchiveSite {
        let folder = try TemporaryFolder()
        let pins = Mutex<[String: String]>([:])
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            for phone in ["0905123456", "0905123457", "0912000111"] {
                let made = try await desk.register("1.001612", phone: phone)
                let code = try #require(made.string("code"))
                let pin = try #require(made.string("lookupPIN"))
                pins.withLock { $0[code] = pin }
            }
            try await desk.complete("intake", of: collected)
            try await service.staff("officer.TCKH").complete("appraise", of: collected)
            try await service.staff("officer.THUE").complete("issue-tax-code", of: collected)
            let result = #","result":{"kind":"granted","number":"33A8012345"}"#
            try await service.staff("head.TCKH").complete("sign", of: collected, result)
            let collects = try await desk.act("hand-over", on: collected, #"{"receivedBy":"Nguyễn Văn An"}"#)
            try #require(collects.status == 200, "\(collects.text)")
            let stops = try await service.staff("leader").act("stop", on: stopped, #"{"reason":"Hồ sơ trùng"}"#)
            try #require(stops.status == 200, "\(stops.text)")
            _ = try await service.texts()
            try await service.indexNames()
            try await service.server.checkpoint()
        }
        let site = ArchiveSite(folder: folder, pins: pins.withLock { $0 })
        try await site.setClock("2024-02-01T08:00:00+07:00")
        return site
    }

    /// The same in another folder.
    func copied() throws -> ArchiveSite {
        let other = try TemporaryFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try FileManager.default.copyItem(atPath: folder.path + "/" + name, toPath: other.path + "/" + name)
        }
        return ArchiveSite(folder: other, pins: pins)
    }

    /// Puts the demo clock of the closed database to an instant, without firing what lies between.
    func setClock(_ instant: String) async throws {
        let milliseconds = try #require(Instant(iso8601: instant)).milliseconds
        try await change { try $0.set(.demoClock, to: String(milliseconds)) }
    }

    /// Changes the closed database.
    @discardableResult
    func change<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        let store = try SQLiteDossierStore.open(path: database)
        let result = try await store.transact(change)
        try await store.close()
        return result
    }

    /// Makes an archive with nothing in it.
    func makeEmptyArchive() async throws {
        let identity = try SQLiteDossierStore.makeArchive(of: database, identity: ArchiveMark.drawIdentity())
        try await change { transaction in
            try transaction.set(.archiveGeneration, to: "0")
            try transaction.set(.archive, to: identity)
        }
    }

    /// Runs a command on it.
    @discardableResult
    func run(_ arguments: String...) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(arguments + ["--database", database, "--config", Checkout.config])
    }

    /// Runs a command on it on a disk that fails.
    @discardableResult
    func run(on fault: FaultyDisk.Fault, _ arguments: String...) throws -> (code: Int32, errors: String) {
        let outcome = try Program.run(
            arguments + ["--database", database, "--config", Checkout.config],
            environment: try FaultyDisk.environment(fault, prefix: folder.path + "/")
        )
        return (outcome.code, outcome.errors)
    }

    /// Moves the dossiers that ended before 2024 and insists that it worked.
    func moveOld() throws {
        let moved = try run("archive", "--before", "2024-01-01")
        try #require(moved.code == 0, "\(moved.output)\(moved.errors)")
        try #require(moved.output.contains("2 dossiers that ended before 2024-01-01 are moved."), "\(moved.output)")
    }

    /// What `verify` says, with its exit code.
    func verdict() throws -> (code: Int32, text: String) {
        let verdict = try run("verify")
        return (verdict.code, verdict.output + verdict.errors)
    }

    /// Every answer about the dossiers by who asked for what.
    func answers() async throws -> [String: String] {
        let answers = Mutex<[String: String]>([:])
        try await OneStop.open(in: folder) { [pins] service in
            for code in [Self.collected, Self.stopped, Self.open] {
                let pin = pins[code] ?? ""
                for path in ["", "?pin=\(pin)", "/proof?pin=\(pin)", "/readings?pin=\(pin)"] {
                    let answer = try await service.send(.get, "/api/v1/status/\(code)\(path)")
                    answers.withLock { $0["citizen \(code)\(path)"] = "\(answer.status) \(answer.text)" }
                }
                for user in ["desk", "leader", "officer.THUE", "admin"] {
                    let staff = try await service.staff(user)
                    for path in ["", "/history?limit=100", "/ledger", "/deadline", "/messages", "/readings", "/proof"] {
                        let answer = try await staff.get("/dossiers/\(code)\(path)")
                        let told = "\(answer.status) \(answer.headers[.eTag] ?? "") \(answer.text)"
                        answers.withLock { $0["\(user) \(code)\(path)"] = told }
                    }
                }
            }
            let desk = try await service.staff("desk")
            for query in [
                "q=220105-0001", "q=049085001234", "q=0905123457", "q=an%20nguyen", "status=10", "",
                "receivedFrom=2022-01-05&receivedTo=2022-01-05", "procedure=1.001612",
            ] {
                let answer = try await desk.get("/dossiers?" + query)
                answers.withLock { $0["list \(query)"] = "\(answer.status) \(answer.text)" }
            }
        }
        return answers.withLock { $0 }
    }
}
