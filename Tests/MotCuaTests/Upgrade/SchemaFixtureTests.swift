import Foundation
import Testing

/// How the databases of `Tests/Fixtures/schemas` are made.
///
/// `MOTCUA_TEST_WRITE_SCHEMAS=1 swift test --filter SchemaFixtureTests` writes those that are missing, best before the
/// next migration is added; it fails all the same, so that nobody runs with it by mistake. One that is there is never
/// written anew.
@Suite(.serialized)
struct SchemaFixtureTests {
    private static let isWriting = ProcessInfo.processInfo.environment["MOTCUA_TEST_WRITE_SCHEMAS"] == "1"

    @Test("a database of the newest schema can be made, and of every other that is missing, with rows in every table")
    func making() async throws {
        let newest = try SchemaFixture.schemas.last
        try await SchemaStory.play(where: { !$0.isKept || $0.schema == newest }) { fixture, folder in
            let tables = try await DatabaseText(path: folder.database).tables
            let empty = tables.filter { $0.value.isEmpty }.keys.sorted()
            #expect(empty == [], "\(fixture.schema)")
            #expect(tables["grdb_migrations"]?.max() == fixture.schema)
            guard Self.isWriting, !fixture.isKept else { return }
            try fixture.keep(folder)
            Issue.record("\(fixture.schema) was written; run again without MOTCUA_TEST_WRITE_SCHEMAS")
        }
    }

    @Test(
        "a kept database is written down as it was read",
        // That of the newest schema may be still to come.
        arguments: try SchemaFixture.earlier + SchemaFixture.schemas.suffix(1).map(SchemaFixture.init).filter(\.isKept)
    )
    func reading(fixture: SchemaFixture) async throws {
        let folder = try TemporaryFolder()
        try fixture.unpack(into: folder)
        let kept = try String(contentsOfFile: fixture.path + "/" + SchemaFixture.dump, encoding: .utf8)
        #expect(try DatabaseDump.text(of: folder.database) == kept)
        let empty = try await DatabaseText(path: folder.database).tables.filter { $0.value.isEmpty }.keys.sorted()
        #expect(empty == [])
    }
}
