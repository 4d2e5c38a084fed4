import DossierEngine
import Foundation
import HTTPTypes
import SMSPeers
import Testing

@testable import motcua

/// A start on a disk that takes no writing: look-ups are served, and nothing else.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct LookupModeTests {
    /// A site that has served, and what one of its citizens and its clerk know.
    private struct Site {
        let backup: BackupSite
        let code: String
        let pin: String
        let token: String
        var folder: TemporaryFolder { backup.folder }
        private var toggle: String { folder.path + "/faulty" }

        /// Serves, registers a dossier, and ends.
        init(isKilled: Bool) async throws {
            backup = try BackupSite()
            let server = try await backup.start()
            token = try await server.token("desk")
            _ = try await backup.register(2, at: server)
            let made = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
            code = try #require(made?.string("code"))
            pin = try #require(made?.string("lookupPIN"))
            if isKilled { server.kill() } else { #expect(server.terminate() == 0) }
            try Data().write(to: URL(filePath: folder.path + "/faulty"))
        }

        func environment(_ fault: FaultyDisk.Fault) throws -> [String: String] {
            try FaultyDisk.environment(fault, prefix: folder.path + "/motcua", toggle: toggle)
        }

        func start(on fault: FaultyDisk.Fault) async throws -> RunningServer {
            try await RunningServer.start(database: folder.database, environment: environment(fault))
        }

        /// Runs a command on the disk to its end.
        func run(on fault: FaultyDisk.Fault, _ arguments: [String]) throws -> (code: Int32, told: String) {
            let places = ["--database", folder.database, "--config", Checkout.config]
            let run = try Program.run(arguments + places, environment: environment(fault))
            return (run.code, run.output + run.errors)
        }

        func heal() { unlink(toggle) }
    }

    private static let full = FaultyDisk.Fault(call: "write", times: -1, errno: ENOSPC)

    /// What works and what does not while only look-ups are served.
    private func expectLookups(_ server: RunningServer, _ site: Site) async throws {
        #expect(await server.send("GET", "/api/v1/status/\(site.code)")?.status == 200)
        #expect(await server.send("GET", "/api/v1/status/\(site.code)?pin=\(site.pin)")?.status == 200)
        for path in ["/api/v1/dossiers", "/api/v1/inbox"] {
            #expect(await server.send("GET", path, token: site.token)?.status == 200, "\(path)")
        }
        // One that was killed soon after its start has signed nothing yet.
        if DiskFile.length(site.folder.checkpoints) > 0 { try await expectProofs(server) }
        let intake = Forms.intake("1.001612")
        let desk = #"{"username":"desk","password":"desk"}"#
        for refused in [
            await server.send("POST", "/api/v1/dossiers", json: intake, token: site.token),
            await server.send("POST", "/api/v1/sessions", json: desk),
            // An opening that cannot be recorded is not answered.
            await server.send("GET", "/api/v1/dossiers/\(site.code)", token: site.token),
            await server.send("GET", "/health/ready"),
        ] {
            #expect(refused?.status == 503, "\(refused?.text ?? "")")
            #expect(refused?.string("code") == "storage-unavailable")
            #expect(refused?.headers[.retryAfter] == "5")
        }
        #expect(await server.send("GET", "/health/live")?.status == 200)
        try await until("the metrics say so") {
            try await MetricsText.of(server).value("motcua_lookups_only") == 1
        }
    }

    /// The last checkpoint that was made before is told, and what it holds is proved.
    private func expectProofs(_ server: RunningServer) async throws {
        let checkpoints = "/api/v1/checkpoints"
        try await until("the last checkpoint is read") {
            await server.send("GET", checkpoints + "/latest")?.status == 200
        }
        let list = await server.send("GET", checkpoints)
        let last = try #require(list?.json["items"]?.array?.first, "\(list?.text ?? "")")
        #expect(await server.send("GET", checkpoints + "/latest")?.text == last["note"]?.string)
        let size = try #require(last["size"]?.integer)
        for query in ["/inclusion?index=0&size=\(size)", "/consistency?first=1&second=\(size)"] {
            let proof = await server.send("GET", checkpoints + query)
            #expect(proof?.status == 200 && proof?.json["path"]?.array?.isEmpty == false, "\(proof?.text ?? "")")
        }
    }

    /// After the disk is well: the program ends to begin anew, and then all work goes on.
    private func expectRecovery(_ server: RunningServer, _ site: Site) async throws {
        site.heal()
        #expect(server.waitForEnd() == 75)
        let printed = try server.printed
        for words in ["The disk can be written again", "Ổ đĩa đã ghi lại được"] {
            #expect(printed.contains(words), "\(printed.suffix(2_000))")
        }
        let again = try await site.backup.start()
        let next = await again.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: site.token)
        #expect(next?.string("code")?.hasSuffix("-0004") == true, "\(next?.text ?? "")")
        #expect(try await MetricsText.of(again).value("motcua_lookups_only") == 0)
        #expect(again.terminate() == 0)
        let verdict = try site.backup.run("verify")
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    @Test(
        "on a read-only disk look-ups and lists go on, all else is refused, nothing is written, and then all goes on",
        arguments: [false, true]
    )
    func readOnly(isKilled: Bool) async throws {
        let site = try await Site(isKilled: isKilled)
        let before = try site.backup.files()
        let server = try await site.start(on: .readOnly)
        try await expectLookups(server, site)
        let printed = try server.printed
        for words in ["only look-ups are served", "mount -o remount,rw", "chỉ phục vụ tra cứu", "gắn lại để ghi được"] {
            #expect(printed.contains(words), "\(printed.suffix(2_000))")
        }
        #expect(try site.backup.files() == before)
        // Who would write is kept out as by any other server.
        let second = try site.run(on: .readOnly, ["serve", "--demo", "--port", "0"])
        #expect(second.code == 75 && second.told.contains("another running program already writes"), "\(second.told)")
        try await expectRecovery(server, site)
    }

    /// With a log beside the database the start has nothing to write, and all goes on as on a disk that fills later.
    @Test("on a disk that is full from the start it is the same")
    func full() async throws {
        let site = try await Site(isKilled: false)
        let server = try await site.start(on: Self.full)
        try await expectLookups(server, site)
        let printed = try server.printed
        for words in ["Its disk is full: make room", "Ổ đĩa đã đầy"] { #expect(printed.contains(words)) }
        try await expectRecovery(server, site)
    }

    @Test("SIGTERM ends it with exit code 0")
    func end() async throws {
        let site = try await Site(isKilled: false)
        let server = try await site.start(on: .readOnly)
        #expect(server.terminate() == 0)
    }

    @Test("changes that stand in a log without its index are not passed over: the start is refused and says why")
    func lostIndex() async throws {
        let site = try await Site(isKilled: true)
        let log = site.folder.database + "-wal"
        try #require(DiskFile.length(log) > 0)
        unlink(site.folder.database + "-shm")
        let refused = try site.run(on: .readOnly, ["serve", "--demo", "--port", "0"])
        #expect(refused.code == 75, "\(refused.told)")
        #expect(refused.told.contains("Look-ups cannot be served either"), "\(refused.told)")
        #expect(refused.told.contains("Cũng không thể chỉ phục vụ tra cứu: "), "\(refused.told)")
        #expect(refused.told.contains("Hãy gắn lại đĩa"), "\(refused.told)")
        #expect(refused.told.contains("copy both the database and its -wal"), "\(refused.told)")
        site.heal()
        #expect(try site.backup.run("verify").output.hasPrefix("3 dossiers"))
    }

    @Test("a database that would have to be changed first is not served from a read-only disk")
    func olderDatabase() async throws {
        let site = try await Site(isKilled: false)
        let earlier = try #require(try SchemaFixture.earlier.last)
        try await EarlierForm.replace(site.folder.database, schema: earlier.schema, keys: site.folder.keys())
        let refused = try site.run(on: .readOnly, ["serve", "--demo", "--port", "0"])
        #expect(refused.code == 75 && refused.told.contains("have to be upgraded first"), "\(refused.told)")
        let unmarked = try site.run(on: .readOnly, ["serve", "--port", "0"])
        #expect(unmarked.code == 75, "\(unmarked.told)")
    }

    @Test("doctor reads a database at rest, beside which no log lies, from a read-only disk")
    func databaseAtRest() async throws {
        let site = try await Site(isKilled: false)
        try #require(DiskFile.length(site.folder.database + "-wal") == 0)
        for ending in ["-wal", "-shm"] { unlink(site.folder.database + ending) }
        let doctor = try site.run(on: .readOnly, ["doctor"])
        #expect(doctor.told.contains("ok      database      3 dossiers"), "\(doctor.told)")
        #expect(!doctor.told.contains("ERROR   database"), "\(doctor.told)")
        #expect(doctor.told.contains("ok      pages         are sound"), "\(doctor.told)")
    }

    @Test(
        "doctor names the disk, verify and backup read from it, whether the server ended or was killed",
        arguments: [false, true]
    )
    func commands(isKilled: Bool) async throws {
        let site = try await Site(isKilled: isKilled)
        let doctor = try site.run(on: .readOnly, ["doctor"])
        #expect(doctor.code == 2 && doctor.told.contains("is mounted read-only"), "\(doctor.told)")
        #expect(doctor.told.contains("ok      database      3 dossiers"), "\(doctor.told)")
        let verdict = try site.run(on: .readOnly, ["verify"])
        #expect(verdict.code == 0 && verdict.told.hasPrefix("3 dossiers"), "\(verdict.told)")
        let elsewhere = try TemporaryFolder()
        let copied = try site.run(on: .readOnly, ["backup", elsewhere.path + "/copy.sqlite"])
        #expect(copied.code == 0 && copied.told.contains("3 dossiers"), "\(copied.told)")
    }
}
