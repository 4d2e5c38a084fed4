import Foundation
import Testing

/// Power cuts under load.
///
/// `MOTCUA_TEST_KILLS=100 swift test --filter KillTests` runs the long form.
@Suite(.serialized)
struct KillTests {
    private static let kills = ProcessInfo.processInfo.environment["MOTCUA_TEST_KILLS"].flatMap(Int.init) ?? 6
    private static let clients = 16

    @Test("whatever was acknowledged with 201 survives a kill at any moment, and verify is clean")
    func acknowledgedSurvives() async throws {
        let folder = try TemporaryFolder()
        let load = IntakeLoad()
        var generator = SystemRandomNumberGenerator()
        for round in 1...Self.kills {
            let server = try await RunningServer.start(database: folder.database)
            let token = try await server.token("desk")
            await withTaskGroup(of: Void.self) { group in
                for client in 0..<Self.clients {
                    group.addTask { await load.register(on: server, token: token, name: "\(round)-\(client)") }
                }
                let delay = Int.random(in: 20...400, using: &generator)
                try? await Task.sleep(for: .milliseconds(delay))  // A cancelled pause only kills sooner.
                server.kill()
            }
        }
        let server = try await RunningServer.start(database: folder.database)
        let codes = load.codes
        #expect(codes.count > Self.kills, "too few intakes to prove anything")
        #expect(Set(codes).count == codes.count, "a code was given twice")
        try await load.expectAllFound(on: server)
        #expect(server.terminate() == 0)
        let verdict = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
        print("kills: \(Self.kills), acknowledged dossiers: \(codes.count), lost: 0")
    }
}
