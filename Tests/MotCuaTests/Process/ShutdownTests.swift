import Foundation
import Testing

/// A planned end under load.
struct ShutdownTests {
    private static let clients = 64

    @Test("SIGTERM in the middle of load ends with 0, and what was stored is what was answered with 201")
    func finishesWhatItAccepted() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
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

    @Test("a client whose request never comes whole does not hold the end longer than was set")
    func boundedEnd() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(
            database: folder.database,
            environment: ["MOTCUA_SERVER_END_SECONDS": "1"]
        )
        let token = try await server.token("desk")
        let head = "POST /api/v1/dossiers HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n"
        let begun = head + "Content-Type: application/json\r\nContent-Length: 400\r\n\r\n{"
        let closed = try await RawConnection.hold(Array(begun.utf8), port: server.port) {
            // The server has begun to read it once it answers somebody who came later.
            #expect(await server.send("GET", "/health/live")?.status == 200)
            let start = ContinuousClock.now
            #expect(server.terminate() == 0)
            // A request that comes is waited for 30 s otherwise.
            #expect(ContinuousClock.now - start < .seconds(20))
        }
        #expect(closed, "the connection outlived the server")
        let verdict = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }
}
