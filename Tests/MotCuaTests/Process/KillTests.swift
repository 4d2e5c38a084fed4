import Foundation
import Synchronization
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
        let acknowledged = Acknowledged()
        var generator = SystemRandomNumberGenerator()
        for round in 1...Self.kills {
            let server = try await RunningServer.start(database: folder.database)
            let token = try await server.token("desk")
            await withTaskGroup(of: Void.self) { group in
                for client in 0..<Self.clients {
                    group.addTask { await Self.load(server, token: token, name: "\(round)-\(client)", acknowledged) }
                }
                let delay = Int.random(in: 20...400, using: &generator)
                try? await Task.sleep(for: .milliseconds(delay))  // A cancelled pause only kills sooner.
                server.kill()
            }
        }
        let server = try await RunningServer.start(database: folder.database)
        let codes = acknowledged.codes
        #expect(codes.count > Self.kills, "too few intakes to prove anything")
        #expect(Set(codes).count == codes.count, "a code was given twice")
        for code in codes {
            let reply = try #require(await server.send("GET", "/api/v1/status/\(code)"))
            #expect(reply.status == 200, "\(code) was acknowledged and is lost")
        }
        #expect(server.terminate() == 0)
        let verdict = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
        print("kills: \(Self.kills), acknowledged dossiers: \(codes.count), lost: 0")
    }

    /// Registers dossiers until the connection breaks.
    private static func load(
        _ server: RunningServer,
        token: String,
        name: String,
        _ acknowledged: Acknowledged
    ) async {
        for number in 0..<10_000 {
            let body = Forms.intake("1.001612", name: "Trần Thị Bình \(name)-\(number)")
            guard let reply = await server.send("POST", "/api/v1/dossiers", json: body, token: token) else { return }
            if reply.status == 201, let code = reply.string("code") { acknowledged.add(code) }
        }
    }
}

/// The codes that were acknowledged.
private final class Acknowledged: Sendable {
    private let list = Mutex<[String]>([])

    func add(_ code: String) { list.withLock { $0.append(code) } }

    var codes: [String] { list.withLock { $0 } }
}
