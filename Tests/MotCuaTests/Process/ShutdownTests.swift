import DossierEngine
import Foundation
import Testing

/// A planned end under load.
struct ShutdownTests {
    private static let clients = 64

    @Test("SIGTERM in the middle of load ends with 0, and what was stored is what was answered with 201")
    func finishesWhatItAccepted() async throws {
        let folder = try TemporaryFolder()
        // All that is under way is finished, which on a busy machine takes longer than an end usually may.
        let server = try await RunningServer.start(
            database: folder.database,
            environment: ["MOTCUA_SERVER_END_SECONDS": "600"]
        )
        let token = try await server.token("desk")
        // By the 150th answer all 64 clients have requests under way.
        let load = IntakeLoad { count in if count == 150 { server.askToEnd() } }
        await withTaskGroup(of: Void.self) { group in
            for client in 0..<Self.clients {
                group.addTask { await load.register(on: server, token: token, name: "\(client)") }
            }
        }
        let code = server.terminate()
        let printed = try server.printed
        #expect(code == 0, "\(printed.suffix(2_000))")
        let codes = load.codes
        #expect(codes.count >= 150)
        #expect(Set(codes).count == codes.count, "a code was given twice")
        #expect(load.otherAnswers == [])
        let stored = try await DatabaseText(path: folder.database)
        #expect(stored.count("dossier") == codes.count, "a dossier was stored and its clerk never told")

        let restarted = try await RunningServer.start(database: folder.database)
        try await load.expectAllFound(on: restarted)
        #expect(restarted.terminate() == 0)
        let verdict = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    @Test("a client that reads slowly gets the answers that were under way at SIGTERM whole")
    func finishesAnswers() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(
            database: folder.database,
            environment: ["MOTCUA_SERVER_END_SECONDS": "600"]
        )
        let document = try String(contentsOfFile: Checkout.path + "/Schema/openapi.yaml", encoding: .utf8).utf8
        // More than the system keeps of a connection by itself.
        let count = 16
        let requests = String(repeating: "GET /openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n", count: count)
        let received = try await RawConnection.readLate(Array(requests.utf8), port: server.port) {
            server.askToEnd()
            // Nobody is let in any more once the end has begun; then the port may be another server's.
            var isOpen = true
            for _ in 1...1_000 where isOpen { isOpen = await server.send("GET", "/health/live") != nil }
        }
        #expect(server.waitForEnd() == 0)
        #expect(received.count > count * document.count)
        #expect(received.suffix(document.count).elementsEqual(document))
    }

    @Test("a client whose request never comes whole does not hold the end longer than was set")
    func boundedEnd() async throws {
        for _ in 1...20 {
            let folder = try TemporaryFolder()
            let printed = try await endBesideStranger(in: folder)
            let report = try verification(of: folder, against: try folder.knownCheckpoints())
            #expect(report.isClean)
            // The last checkpoint is given five seconds: where a busy machine needs more, that is told, and the next
            // end may be quicker.
            if printed.contains("the last checkpoint was not made in time") { continue }
            #expect(report.checkpointedEvents == Int64(report.events), "a stranger kept the last checkpoint away")
            return
        }
        Issue.record("the last checkpoint was never made in time")
    }

    /// Registers a dossier and ends a server with a bound of a second, beside a client whose request never comes whole.
    ///
    /// - Returns: What the server printed.
    private func endBesideStranger(in folder: TemporaryFolder) async throws -> String {
        let server = try await RunningServer.start(
            database: folder.database,
            environment: ["MOTCUA_SERVER_END_SECONDS": "1"]
        )
        let token = try await server.token("desk")
        let head = "POST /api/v1/dossiers HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n"
        let begun = head + "Content-Type: application/json\r\nContent-Length: 400\r\n\r\n{"
        let made = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        #expect(made?.status == 201)
        let closed = try await RawConnection.hold(Array(begun.utf8), port: server.port) {
            // The server has begun to read it once it answers somebody who came later.
            #expect(await server.send("GET", "/health/live")?.status == 200)
            let start = ContinuousClock.now
            #expect(server.terminate() == 0)
            // A request that comes is waited for 30 s otherwise; a busy machine may need as long by itself, and then
            // the server says that it did not wait.
            let isQuick = ContinuousClock.now - start < .seconds(20)
            let gaveUp = try server.printed.contains("what did not end by itself in time was given up")
            #expect(isQuick || gaveUp)
        }
        #expect(closed, "the connection outlived the server")
        return try server.printed
    }

    @Test("a disk with the checkpoints that hangs does not hold the end longer than was set")
    func hangingCheckpoints() async throws {
        let folder = try TemporaryFolder()
        let toggle = folder.path + "/faulty"
        let fault = FaultyDisk.Fault(suffix: ".checkpoints", call: "write", times: -1, action: .hang)
        let disk = try FaultyDisk.environment(fault, prefix: folder.path + "/motcua", toggle: toggle)
        let server = try await RunningServer.start(
            database: folder.database,
            environment: disk.merging(["MOTCUA_SERVER_END_SECONDS": "1"]) { $1 }
        )
        let token = try await server.token("desk")
        try Data().write(to: URL(filePath: toggle))
        let made = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        #expect(made?.status == 201)
        // So that an end that waits for the disk comes too, and the test says so instead of hanging with it.
        let rescue = Task {
            try await Task.sleep(for: .seconds(500))
            unlink(toggle)
        }
        let ending = server.terminate()
        rescue.cancel()
        let printed = try server.printed
        #expect(ending == 0, "\(printed.suffix(2_000))")
        #expect(FileManager.default.fileExists(atPath: toggle), "the end waited for the disk")

        unlink(toggle)
        // An end that need not give the last checkpoint up, however busy the machine is.
        let again = try await RunningServer.start(
            database: folder.database,
            environment: ["MOTCUA_SERVER_END_SECONDS": "600"]
        )
        #expect(again.terminate() == 0)
        let report = try verification(of: folder, against: try folder.knownCheckpoints())
        #expect(report.isClean && report.checkpointedEvents == Int64(report.events))
    }
}
