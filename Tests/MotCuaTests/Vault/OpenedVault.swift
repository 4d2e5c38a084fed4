import DossierEngine
import Foundation
import GRDB
import Testing

@testable import motcua

extension TemporaryFolder {
    /// The key file beside the database.
    var keyFile: VaultKeyFile { VaultKeyFile(path: path + "/motcua.key") }

    /// The keys in it.
    func keys() throws -> VaultKeyRing { try #require(try keyFile.read()) }
}

/// What is in the vault of a database, opened with the keys beside it.
struct OpenedVault {
    /// The entries in clear, with the number of the key that each is sealed with.
    let entries: [(number: Int64, keyID: Int64, plain: VaultEntry)]

    init(in folder: TemporaryFolder) async throws {
        let keys = try folder.keys()
        let queue = try DatabaseQueue(path: folder.database)
        let rows = try await queue.read { database in
            try Row.fetchAll(database, sql: "SELECT number, keyId, header, payload FROM vault ORDER BY number")
                .map { row -> (Int64, VaultEntry) in
                    let (header, payload): (Data, Data) = (row["header"], row["payload"])
                    let entry = VaultEntry(keyID: row["keyId"], header: Array(header), payload: Array(payload))
                    return (row["number"], entry)
                }
        }
        try queue.close()
        entries = try rows.map { ($0, $1.keyID, try $1.opened(with: keys)) }
    }

    /// All payloads, one a line.
    var text: String { entries.map { String(decoding: $0.plain.payload, as: UTF8.self) }.joined(separator: "\n") }
}

/// The bytes of a database as a thief has them: the file, its log and what SQLite keeps beside.
struct StolenFiles {
    /// The files by ending.
    let files: [String: Data]
    private let plain: [String: Data]

    init(database: String) throws {
        var files: [String: Data] = [:]
        for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: database + ending) {
            files[ending] = try Data(contentsOf: URL(filePath: database + ending))
        }
        self.files = files
        // What is text in them, without accents and in lower case; other bytes part the words.
        plain = files.mapValues { Data(TypedWords.plain(String(decoding: $0, as: UTF8.self)).utf8) }
    }

    /// The endings of the files in which a word stands in any case, accented or not.
    func places(of word: String) -> [String] {
        let wanted = Array(TypedWords.plain(word).utf8)
        return plain.filter { Self.holds($0.value, wanted) }.keys.sorted()
    }

    /// The endings of the files in which bytes stand.
    func places(of bytes: [UInt8]) -> [String] {
        files.filter { Self.holds($0.value, bytes) }.keys.sorted()
    }

    private static func holds(_ data: Data, _ wanted: [UInt8]) -> Bool {
        data.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, let first = wanted.first else { return false }
            var offset = 0
            while offset + wanted.count <= bytes.count,
                let hit = memchr(start + offset, Int32(first), bytes.count - offset - wanted.count + 1)
            {
                if memcmp(hit, wanted, wanted.count) == 0 { return true }
                offset = start.distance(to: UnsafeRawPointer(hit)) + 1
            }
            return false
        }
    }
}
