import DossierEngine
import Foundation
import HTTPTypes
import Testing
import WorkingCalendar

@testable import motcua

/// When checkpoints are made, and what they never do.
@Suite("Checkpoints are made on a schedule and never contradict each other")
struct CheckpointServiceTests {
    private static let start = Instant(seconds: 1_641_352_800)

    private static func sizes(_ folder: TemporaryFolder) throws -> [Int64] {
        try folder.knownCheckpoints().checkpoints.map(\.size)
    }

    /// Rounds until all events are in the tree, and one more.
    private static func rounds(_ server: BuiltServer) async throws {
        for _ in 1...4 { _ = try await server.checkpoints.service.round() }
    }

    @Test("one at once, then each hour if something happened, and not sooner")
    func schedule() async throws {
        let folder = try TemporaryFolder()
        let clock = MovableClock(Self.start)
        try await OneStop.open(in: folder, machineClock: clock) { service in
            let desk = try await service.staff("desk")
            try await Self.rounds(service.server)
            let first = try Self.sizes(folder)
            #expect(first.count == 1)
            _ = try await desk.register("1.001612")
            clock.advance(seconds: 3_599)
            try await Self.rounds(service.server)
            #expect(try Self.sizes(folder) == first)
            clock.advance(seconds: 1)
            try await Self.rounds(service.server)
            #expect(try Self.sizes(folder) == first + [first[0] + 1])
            clock.advance(seconds: 7_200)
            try await Self.rounds(service.server)
            #expect(try Self.sizes(folder).count == 2, "nothing happened")
            _ = try await service.newSession("desk").register("1.001612")
            clock.advance(seconds: -86_400)
            try await Self.rounds(service.server)
            #expect(try Self.sizes(folder).count == 3, "a clock that was set back stops nothing")
        }
        #expect(try verification(of: folder, against: try folder.knownCheckpoints()).isClean)
    }

    @Test("a restart goes on behind the last one, and its metrics tell age and size")
    func restart() async throws {
        let folder = try TemporaryFolder()
        // An end that need not give the last checkpoint up, however busy the machine is.
        let patience = ["MOTCUA_SERVER_END_SECONDS": "600"]
        let server = try await RunningServer.start(database: folder.database, environment: patience)
        let token = try await server.token("desk")
        _ = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        #expect(server.terminate() == 0)
        let first = try Self.sizes(folder)
        let known = try folder.knownCheckpoints()
        let report = try verification(of: folder, against: known)
        #expect(report.isClean && report.checkpointedEvents == Int64(report.events), "the end makes a checkpoint")

        let again = try await RunningServer.start(database: folder.database)
        try await Self.expectMetrics(of: again, events: first.last)
        let other = try await again.token("desk")
        _ = await again.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: other)
        again.kill()
        let third = try await RunningServer.start(database: folder.database, environment: patience)
        #expect(third.terminate() == 0)
        let sizes = try Self.sizes(folder)
        #expect(Array(sizes.prefix(first.count)) == first && sizes.count == first.count + 1)
        #expect(try third.printed.contains("PRIVATE") == false)
        let verdict = try Program.run([
            "verify", "--database", folder.database, "--config", Checkout.config, "--checkpoints", folder.checkpoints,
        ])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
        #expect(verdict.output.contains("checkpoints up to event \(sizes.last ?? 0)"), "\(verdict.output)")
    }

    /// Waits until the service has looked at the file.
    private static func expectMetrics(of server: RunningServer, events: Int64?) async throws {
        for _ in 0..<60_000 {
            let metrics = try await MetricsText.of(server)
            if let found = metrics.value("motcua_checkpoint_events") {
                #expect(Int64(found) == events)
                #expect((0..<3_600).contains(metrics.value("motcua_checkpoint_age_seconds") ?? -1))
                #expect(metrics.value("motcua_checkpoint_refused") == 0)
                return
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("no metrics of checkpoints")
    }

    @Test("a history without the last checkpoint is not signed: an alarm is raised, and proofs are refused")
    func rewritten() async throws {
        let folder = try TemporaryFolder()
        let lines = LogLines()
        try await OneStop.open(in: folder, logger: lines.logger) { service in
            let desk = try await service.staff("desk")
            _ = try await desk.register("1.001612")
            guard case .made = try await service.server.checkpoint() else {
                Issue.record("none was made")
                return
            }
        }
        let before = try Self.sizes(folder)
        try Forger(folder.database).run(Tampering.editing[0].sql)
        try await Forger(folder.database).recompute(rules: try Forger.rules(folder))
        try await OneStop.open(in: folder, logger: lines.logger) { service in
            let desk = try await service.staff("desk")
            _ = try await desk.register("1.001612")
            let outcome = try await service.server.checkpoint()
            guard case .refused = outcome else {
                Issue.record("\(outcome)")
                return
            }
            for path in ["/checkpoints/inclusion?index=0&size=1", "/checkpoints/consistency?first=1&second=2"] {
                let answer = try await service.send(.get, "/api/v1" + path)
                #expect(answer.status == 409 && answer.string("code") == "history-forked")
            }
        }
        #expect(try Self.sizes(folder) == before)
        #expect(lines.text.contains("does not contain the last checkpoint"))
        let report = try verification(of: folder, against: try folder.knownCheckpoints())
        #expect(!report.isClean)
    }

    @Test("a file that cannot be written stops no dossier, and the next attempt makes up for it")
    func brokenFile() async throws {
        let folder = try TemporaryFolder()
        let clock = MovableClock(Self.start)
        try FileManager.default.createDirectory(atPath: folder.checkpoints, withIntermediateDirectories: false)
        try await OneStop.open(in: folder, machineClock: clock) { service in
            let desk = try await service.staff("desk")
            await #expect(throws: CheckpointLogError.self) { try await Self.rounds(service.server) }
            _ = try await desk.register("1.001612")
            try FileManager.default.removeItem(atPath: folder.checkpoints)
            clock.advance(seconds: 61)
            try await Self.rounds(service.server)
            #expect(try Self.sizes(folder).count == 1)
        }
    }

    @Test("after an older backup an administrator goes on openly, and verify says what was given up")
    func fork() async throws {
        let folder = try TemporaryFolder()
        let backup = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            _ = try await service.staff("desk").register("1.001612")
            try await service.server.checkpoint()
        }
        try FileManager.default.copyItem(atPath: folder.database, toPath: backup.database)
        try await OneStop.open(in: folder) { service in
            _ = try await service.staff("desk").register("2.000815")
            try await service.server.checkpoint()
        }
        try FileManager.default.removeItem(atPath: folder.database)
        try FileManager.default.copyItem(atPath: backup.database, toPath: folder.database)
        let common = ["--database", folder.database, "--config", Checkout.config]
        #expect(try verification(of: folder, against: try folder.knownCheckpoints()).isClean == false)
        try await OneStop.open(in: folder) { service in
            guard case .refused = try await service.server.checkpoint() else {
                Issue.record("it was signed")
                return
            }
        }

        let long = try Program.run(["checkpoint", "fork", "--reason", String(repeating: "a", count: 300)] + common)
        #expect(long.code == 1 && long.errors.contains("200"))
        let done = try Program.run(["checkpoint", "fork", "--reason", "khôi phục bản sao lưu"] + common)
        #expect(done.code == 0 && done.output.contains("motcua.local/epoch-2"), "\(done.output)\(done.errors)")
        #expect(try Program.run(["checkpoint", "fork", "--reason", "lần nữa"] + common).code == 1)
        try await OneStop.open(in: folder) { service in
            _ = try await service.staff("desk").register("2.000815")
            guard case .made = try await service.server.checkpoint() else {
                Issue.record("none was made")
                return
            }
        }
        let verdict = try Program.run(["verify"] + common)
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
        #expect(verdict.output.contains("GIVEN UP checkpoint of motcua.local, "), "\(verdict.output)")
        let text = try String(contentsOfFile: folder.checkpoints, encoding: .utf8)
        #expect(text.contains("\ncontinues motcua.local ") && text.contains("\nreason khôi phục bản sao lưu\n"))
    }
}
