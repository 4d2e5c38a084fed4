import DossierStoreSQLite
import Foundation
import Testing

@testable import motcua

/// A demo installation in a folder of its own, of which copies are made and restored by the program itself.
struct BackupSite {
    let folder: TemporaryFolder
    let config: String

    init(config: String = Checkout.config) throws {
        folder = try TemporaryFolder()
        self.config = config
    }

    var database: String { folder.database }
    var copy: String { folder.path + "/copy.sqlite" }

    /// Makes a database with tables and nothing in them.
    func makeEmpty() async throws {
        let store = try SQLiteDossierStore.open(path: database)
        try store.migrate()
        try await store.close()
    }

    func start() async throws -> RunningServer {
        try await RunningServer.start(database: database, config: config)
    }

    @discardableResult
    func run(_ arguments: String...) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(arguments + ["--database", database, "--config", config])
    }

    /// Runs a command on a disk that fails.
    func run(
        on fault: FaultyDisk.Fault,
        prefix: String = "/",
        _ arguments: String...
    ) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(
            arguments + ["--database", database, "--config", config],
            environment: try FaultyDisk.environment(fault, prefix: folder.path + prefix)
        )
    }

    /// Serves while dossiers are registered, and stops.
    @discardableResult
    func serve(registering count: Int) async throws -> [String] {
        let server = try await start()
        let codes = try await register(count, at: server)
        #expect(server.terminate() == 0)
        return codes
    }

    /// The former databases that restorations kept, oldest first.
    func formers() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { name in
                name.hasPrefix("motcua.sqlite.before-")
                    && !["-wal", "-shm", ".archive"].contains(where: name.hasSuffix)
            }
            .sorted().map { folder.path + "/" + $0 }
    }

    /// Writes a manifest that says of a changed copy what it is now, as whoever changed it would.
    func forgeManifest(of path: String) throws {
        let sum = try DiskFile.sum(path)
        let bytes = try #require(FileManager.default.contents(atPath: copy + ".json"))
        let then = try #require(BackupManifest(json: Array(bytes)))
        // What is no database of this program says nothing of itself.
        let summary = try? SQLiteDossierStore.summary(of: path)
        // The same.
        let root = try? SQLiteDossierStore.historyRoot(of: path)
        for rest in ["-wal", "-shm"] { unlink(path + rest) }
        let forged = BackupManifest(
            takenAt: then.takenAt,
            serviceTime: summary?.demoClock ?? then.serviceTime,
            schema: summary?.schema ?? then.schema,
            events: summary?.events ?? then.events,
            root: root,
            dossiers: summary?.dossiers ?? then.dossiers,
            bytes: sum.bytes,
            sha256: sum.digest,
            archive: nil
        )
        try Data(forged.json).write(to: URL(filePath: path + ".json"))
    }

    /// The codes of dossiers that are registered one after the other.
    func register(_ count: Int, at server: RunningServer) async throws -> [String] {
        let token = try await server.token("desk")
        var codes: [String] = []
        for number in 0..<count {
            let body = Forms.intake("1.001612", phone: "09051234\(10 + number % 90)")
            let answer = try #require(await server.send("POST", "/api/v1/dossiers", json: body, token: token))
            codes.append(try #require(answer.string("code"), "\(answer.text)"))
        }
        return codes
    }

    /// Every file of the folder with its bytes, but for what locks and readings leave behind.
    func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where name.contains("sqlite") && !name.hasSuffix(".lock") && !name.hasSuffix(".log") {
            let bytes = FileManager.default.contents(atPath: folder.path + "/" + name)
            if name.hasSuffix("-shm") || name.hasSuffix("-wal") && bytes?.isEmpty == true { continue }
            files[name] = bytes
        }
        return files
    }

    /// Turns one bit of a file around.
    func flipBit(of path: String, at offset: UInt64) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: offset)
        let byte = try #require(try file.read(upToCount: 1)?.first)
        try file.seek(toOffset: offset)
        try file.write(contentsOf: Data([byte ^ 1]))
        try file.close()
    }
}
