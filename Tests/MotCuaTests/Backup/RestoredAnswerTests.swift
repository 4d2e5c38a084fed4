import GRDB
import Testing

/// Answers to citizens' texts that waited when a copy was made.
struct RestoredAnswerTests {
    @Test("a restoration ends, and what waited in the copy is unknown and without the citizen's number")
    func waiting() async throws {
        let folder = try TemporaryFolder()
        try SchemaFixture(schema: "0012-readings").unpack(into: folder)
        let copy = folder.path + "/copy.sqlite"
        for command in [["migrate"], ["backup", copy], ["restore", copy, "--serial-gap", "0"], ["verify"]] {
            let places = ["--database", folder.database, "--config", Checkout.config]
            let outcome = try Program.run(command + places)
            try #require(outcome.code == 0, "\(command): \(outcome.output)\(outcome.errors)")
        }
        func count(_ condition: String, in path: String) async throws -> Int? {
            let queue = try DatabaseQueue(path: path)
            return try await queue.read { database in
                try Int.fetchOne(database, sql: "SELECT count(*) FROM incomingText WHERE " + condition)
            }
        }
        #expect(try await count("state = 'queued'", in: copy) == 1)
        #expect(try await count("state IN ('queued', 'sending')", in: folder.database) == 0)
        #expect(try await count("state = 'unknown' AND receiverNumber IS NULL", in: folder.database) == 1)
    }
}
