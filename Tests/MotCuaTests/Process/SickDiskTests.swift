import Foundation
import HTTPTypes
import Testing

/// A disk that is full or broken under the running program.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct SickDiskTests {
    private func start(_ fault: FaultyDisk.Fault, in folder: TemporaryFolder) async throws -> RunningServer {
        try await RunningServer.start(
            database: folder.database,
            environment: try FaultyDisk.environment(
                fault,
                prefix: folder.path + "/motcua",
                toggle: folder.path + "/faulty"
            )
        )
    }

    private func fall(_ isSick: Bool, in folder: TemporaryFolder) throws {
        let toggle = folder.path + "/faulty"
        if isSick { try Data().write(to: URL(filePath: toggle)) } else { unlink(toggle) }
    }

    @Test("while the disk is full, look-ups and lists go on, changes are refused in words, and then all goes on")
    func full() async throws {
        let folder = try TemporaryFolder()
        let server = try await start(FaultyDisk.Fault(call: "write", times: -1, errno: ENOSPC), in: folder)
        let token = try await server.token("desk")
        func register() async throws -> Answer {
            try #require(await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token))
        }
        let code = try #require(try await register().string("code"))
        try fall(true, in: folder)
        for _ in 0..<3 {
            let refused = try await register()
            #expect(refused.status == 503 && refused.string("code") == "storage-unavailable", "\(refused.text)")
            #expect(refused.headers[.retryAfter] == "5")
        }
        #expect(await server.send("GET", "/api/v1/status/\(code)")?.status == 200)
        #expect(await server.send("GET", "/api/v1/dossiers", token: token)?.status == 200)
        #expect(await server.send("GET", "/api/v1/inbox", token: token)?.status == 200)
        // An opening that cannot be recorded is not answered.
        #expect(await server.send("GET", "/api/v1/dossiers/\(code)", token: token)?.status == 503)
        #expect(await server.send("GET", "/health/live")?.status == 200)
        #expect(await server.send("GET", "/health/ready")?.status == 503)
        try fall(false, in: folder)
        let after = try await register()
        #expect(after.status == 201, "\(after.text)")
        #expect(after.string("code")?.hasSuffix("-0002") == true, "a refused intake took a serial")
        #expect(server.terminate() == 0)
        let verdict = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    @Test("a sync that fails ends the program with a code of its own and in words, and nothing acknowledged is lost")
    func failedSync() async throws {
        let folder = try TemporaryFolder()
        let server = try await start(FaultyDisk.Fault(call: "sync", times: -1), in: folder)
        let token = try await server.token("desk")
        let intake = Forms.intake("1.001612")
        let made = await server.send("POST", "/api/v1/dossiers", json: intake, token: token)
        let code = try #require(made?.string("code"))
        try fall(true, in: folder)
        let lost = await server.send("POST", "/api/v1/dossiers", json: intake, token: token)
        #expect(lost == nil || lost?.string("code") == "storage-unavailable", "\(lost?.text ?? "")")
        #expect(server.waitForEnd() == 74)
        let printed = try server.printed
        #expect(printed.contains("The disk did not keep what was written"), "\(printed.suffix(2_000))")
        try fall(false, in: folder)
        let verdict = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
        let again = try await RunningServer.start(database: folder.database)
        #expect(await again.send("GET", "/api/v1/status/\(code)")?.status == 200)
        let next = await again.send("POST", "/api/v1/dossiers", json: intake, token: token)
        #expect(next?.status == 201, "\(next?.text ?? "no answer")")
        #expect(again.terminate() == 0)
    }

    @Test("a sync of the database itself that fails while the log is copied ends the program too, and nothing is lost")
    func failedCopyOfTheLog() async throws {
        let folder = try TemporaryFolder()
        let server = try await start(FaultyDisk.Fault(suffix: ".sqlite", call: "sync", times: -1), in: folder)
        let token = try await server.token("desk")
        try fall(true, in: folder)
        let codes = try await registerUntilRefused(on: server, token: token)
        #expect(server.waitForEnd() == 74)
        let printed = try server.printed
        #expect(printed.contains("the log was not copied"), "\(printed.suffix(2_000))")
        try fall(false, in: folder)
        let again = try await RunningServer.start(database: folder.database)
        for code in codes { #expect(await again.send("GET", "/api/v1/status/\(code)")?.status == 200) }
        #expect(again.terminate() == 0)
        let verdict = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    /// Registers dossiers, eight at a time, until one is refused; the log is copied long before the bound.
    private func registerUntilRefused(on server: RunningServer, token: String) async throws -> [String] {
        var codes: [String] = []
        while codes.count < 20_000 {
            let answers = await withTaskGroup(of: Answer?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
                    }
                }
                return await group.reduce(into: [Answer?]()) { $0.append($1) }
            }
            codes += answers.compactMap { $0?.status == 201 ? $0?.string("code") : nil }
            if answers.contains(where: { $0?.status != 201 }) { return codes }
        }
        Issue.record("the log was never copied")
        return codes
    }
}
