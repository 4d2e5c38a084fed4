import DossierDomain
import DossierEngine
import Foundation
import GRDB
import Testing

@testable import DossierStoreSQLite

@Suite("Hints of where a dossier was found")
struct CodeHintsTests {
    private func key(of code: String) -> UInt64 {
        let characters = code.utf8.map { CChar(bitPattern: $0) }
        return characters.withUnsafeBufferPointer(CodeHints.key)
    }

    @Test("keys are FNV-1a of 64 bits", arguments: [("", 0xcbf2_9ce4_8422_2325), ("foobar", 0x8594_4171_f739_67e8)])
    func keys(of text: String, is expected: UInt64) {
        #expect(key(of: text) == expected)
    }

    @Test("what was noted last for a slot is told, and nothing for another key of it")
    func slots() throws {
        let hints = try #require(CodeHints(highest: 0))
        let sharesTheSlot: UInt64 = 7 << 50 | 5
        #expect(hints.number(for: 5) == nil)
        hints.note(1, for: 5)
        #expect(hints.number(for: 5) == 1)
        #expect(hints.number(for: sharesTheSlot) == nil)
        hints.note((1 << 40) - 1, for: sharesTheSlot)
        #expect(hints.number(for: sharesTheSlot) == (1 << 40) - 1)
        #expect(hints.number(for: 5) == nil)
        for outside in [0, -1, 1 << 40] as [Int64] { hints.note(outside, for: 6) }
        #expect(hints.number(for: 6) == nil)
    }

    /// Writes beside the store what a look-up is to answer.
    private func tell(_ text: String, of code: String, in folder: TemporaryFolder) throws {
        try DatabaseQueue(path: folder.database).write { database in
            let arguments: StatementArguments = [Data(text.utf8), code]
            try database.execute(sql: "UPDATE dossier SET publicStatus = ? WHERE code = ?", arguments: arguments)
        }
    }

    @Test("a wrong hint is not believed, within a view and without one", arguments: [false, true])
    func wrongHint(inView: Bool) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        var codes: [String] = []
        for _ in 1...3 { codes.append(try await store.transact { try register(in: $0) }.text) }
        for code in codes { try tell("status of \(code)", of: code, in: folder) }
        let hints = try #require(CodeHints(highest: 3))
        let lookup = try SQLiteStatusLookup(path: folder.database, archive: nil, hints: hints)
        let unknown = "000.00.15.H47-220105-9999"

        if inView { lookup.openView() }
        for round in 1...3 {
            for (index, code) in codes.enumerated() {
                let found = try lookup.status(of: code)
                #expect(found?.body == Array("status of \(code)".utf8), "round \(round)")
                hints.note(hints.number(for: key(of: codes[(index + 1) % 3])) ?? 999, for: key(of: code))
            }
            hints.note(Int64(round), for: key(of: unknown))
            #expect(try lookup.status(of: unknown) == nil)
        }
        lookup.closeView()
        try await store.close()
    }

    @Test("a view keeps its state behind a wrong hint")
    func viewBehindWrongHint() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let code = try await store.transact { try register(in: $0) }.text
        try tell("before", of: code, in: folder)
        let hints = try #require(CodeHints(highest: 1))
        let lookup = try SQLiteStatusLookup(path: folder.database, archive: nil, hints: hints)

        lookup.openView()
        #expect(try lookup.status(of: code)?.body == Array("before".utf8))
        try tell("after", of: code, in: folder)
        for _ in 1...3 {
            hints.note(999, for: key(of: code))
            #expect(try lookup.status(of: code)?.body == Array("before".utf8))
        }
        lookup.closeView()
        #expect(try lookup.status(of: code)?.body == Array("after".utf8))
        try await store.close()
    }
}
