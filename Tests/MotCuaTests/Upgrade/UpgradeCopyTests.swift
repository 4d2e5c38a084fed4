import Foundation
import GRDB
import Testing

/// Every command that changes a database copies one of an earlier program first, as `serve` does.
@Suite(.timeLimit(.minutes(60)))
struct UpgradeCopyTests {
    /// A command and a database of an earlier schema.
    struct Upgrading: Sendable, CustomTestStringConvertible {
        let command: [String]
        let fixture: SchemaFixture

        var testDescription: String { command.joined(separator: " ") + " on " + fixture.schema }

        /// The first schema, the first with encrypted data, and the last before this program's.
        static var all: [Upgrading] {
            get throws {
                let fixtures = try SchemaFixture.earlier
                let chosen = [fixtures.first, fixtures.first { $0.number >= 7 }, fixtures.last].compactMap { $0 }
                return chosen.flatMap { fixture in commands.map { Upgrading(command: $0, fixture: fixture) } }
            }
        }

        /// The dossier was withdrawn in the story of the fixtures.
        private static let commands = [
            ["erase", "000.00.15.H47-220104-0006"], ["retention"], ["rekey"], ["calendar", "apply"],
        ]

        func run(
            in folder: TemporaryFolder,
            environment: [String: String] = [:]
        ) throws -> (code: Int32, told: String) {
            let places = ["--database", folder.database, "--config", Checkout.config]
            let run = try Program.run(command + places, environment: environment)
            return (run.code, run.output + run.errors)
        }
    }

    private static func copies(in folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.contains(".before-upgrade-") && $0.hasSuffix(".json") }
            .map { folder.path + "/" + $0.dropLast(".json".count) }
    }

    @Test("an upgrade that fails leaves the database as it was, and no copy of it for each try")
    func failing() async throws {
        let folder = try TemporaryFolder()
        let fixture = try #require(try SchemaFixture.earlier.first { $0.number == 17 })
        try fixture.unpack(into: folder)
        // What the next migration is about to make is there already.
        try await DatabaseQueue(path: folder.database).write {
            try $0.execute(sql: "CREATE TABLE webhookDeliveryAnew (number INTEGER) STRICT")
        }
        let before = try await DatabaseText(path: folder.database)
        for _ in 1...2 {
            let failed = try Program.run(["migrate", "--database", folder.database, "--config", Checkout.config])
            #expect(failed.code != 0 && failed.errors.contains("First it is copied"), "\(failed.errors)")
            #expect(try Self.copies(in: folder) == [])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(!names.contains { $0.contains(".before-upgrade-") }, "\(names)")
        }
        #expect(try await DatabaseText(path: folder.database).tables == before.tables)
    }

    @Test("the copy is what was there before, and is made once", arguments: try Upgrading.all)
    func copy(upgrading: Upgrading) async throws {
        let folder = try TemporaryFolder()
        try upgrading.fixture.unpack(into: folder)
        let before = try await DatabaseText(path: folder.database)
        let done = try upgrading.run(in: folder)
        #expect(done.code == 0, "\(done.told)")
        let copy = try #require(try Self.copies(in: folder).first, "no copy was made: \(done.told)")
        #expect(done.told.contains("First it is copied to \(copy)."), "\(done.told)")
        #expect(try await DatabaseText(path: copy).tables == before.tables)
        let after = try await DatabaseText(path: folder.database)
        #expect(try after.count("grdb_migrations") == SchemaFixture.schemas.count)
        let again = try upgrading.run(in: folder)
        #expect(again.code == 0, "\(again.told)")
        #expect(try Self.copies(in: folder) == [copy])
    }

    @Test("where no copy can be made nothing is changed", arguments: try Upgrading.all)
    func noCopy(upgrading: Upgrading) async throws {
        let folder = try TemporaryFolder()
        try upgrading.fixture.unpack(into: folder)
        let before = try await DatabaseText(path: folder.database)
        let fault = FaultyDisk.Fault(suffix: ".part", call: "write", times: -1, errno: ENOSPC)
        let environment = try FaultyDisk.environment(fault, prefix: folder.path)
        let failed = try upgrading.run(in: folder, environment: environment)
        #expect(failed.code == 1 && failed.told.contains("cannot be made"), "\(failed.told)")
        #expect(failed.told.contains("Không lập được bản sao"), "\(failed.told)")
        #expect(try await DatabaseText(path: folder.database).tables == before.tables)
        #expect(try Self.copies(in: folder).isEmpty)
    }
}
