import Foundation
import Logging
import SMSPeers
import Testing

@testable import motcua

@Suite("Hearing more for a while")
struct LogLevelSwitchTests {
    @Test("the threshold of all holds where a logger has no level of its own")
    func threshold() {
        let threshold = LogThreshold(.info)
        var own = JSONLineLogHandler(label: "a", threshold: threshold)
        let others = JSONLineLogHandler(label: "b", threshold: threshold)
        own.logLevel = .error
        for level in Logger.Level.allCases {
            threshold.level = level
            #expect(others.logLevel == level)
            #expect(own.logLevel == .error)
        }
    }

    @Test("SIGUSR1 makes a running server say more, SIGUSR2 ends it, and it ends as ever")
    func signals() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        func asked() async throws -> Int {
            for _ in 0..<3 { _ = await server.send("GET", "/health/live") }
            return try server.printed.split(separator: "\n").count { $0.contains(#""level":"debug""#) }
        }
        #expect(try await asked() == 0)
        server.signal(SIGUSR1)
        try await until("it says so") { try server.printed.contains("logging more") }
        try await until("it says more") { try await asked() > 0 }
        server.signal(SIGUSR2)
        try await until("it says so") { try server.printed.contains("as usual again") }
        let before = try await asked()
        #expect(try await asked() == before)
        #expect(server.terminate() == 0)
    }
}
