import DossierEngine
import DossierStoreSQLite
import Foundation
import Logging
import Synchronization
import Testing

@testable import motcua

/// Who steals the database, its log or a copy, but not the key, learns nothing of anybody.
@Suite("A stolen database")
struct StolenFileTests {
    @Test("holds no name, number, address, word, PIN, salt or key of a whole story, served, stopped and copied")
    func wholeStory() async throws {
        let folder = try TemporaryFolder()
        let played = Mutex<PrivacyStory?>(nil)
        try await OneStop.open(in: folder) { service in
            let story = try await PrivacyStory.play(in: service)
            try await service.ask(from: "0933445566", text: "HS 000.00.15.H47-220105-0001 7K4P")
            try await service.indexNames()
            let secrets = try await Secrets(of: story, in: folder, store: service.server.workplace.store)
            let stolen = try StolenFiles(database: folder.database)
            #expect((stolen.files["-wal"]?.count ?? 0) > 0)
            secrets.expectNowhere(in: stolen, "while it is served")
            played.withLock { $0 = story }
        }
        let story = try #require(played.withLock { $0 })
        let copy = folder.path + "/copy.sqlite"
        try SQLiteDossierStore.copy(path: folder.database, to: copy)
        let secrets = try await Secrets(of: story, in: folder, store: nil)
        secrets.expectNowhere(in: try StolenFiles(database: folder.database), "after a clean stop")
        secrets.expectNowhere(in: try StolenFiles(database: copy), "in a copy")
    }

    @Test("of an older program holds all of it, until the next start seals it and leaves no old byte")
    func takenOver() async throws {
        let folder = try TemporaryFolder()
        let played = Mutex<PrivacyStory?>(nil)
        try await OneStop.open(in: folder) { service in
            let story = try await PrivacyStory.play(in: service)
            played.withLock { $0 = story }
        }
        let story = try #require(played.withLock { $0 })
        let secrets = try await Secrets(of: story, in: folder, store: nil)
        let keys = try folder.keys()
        let hashKey = try #require(try await EarlierForm.hashKeys(of: folder.database, keys: keys)[.idempotency])
        try await EarlierForm.replace(folder.database, schema: "0001-dossiers", keys: keys)
        try FileManager.default.removeItem(atPath: folder.keyFile.path)
        let before = try StolenFiles(database: folder.database)
        for word in TypedWords.others { #expect(!before.places(of: word).isEmpty, "\(word) is not found in clear") }
        #expect(!before.places(of: hashKey).isEmpty, "the key of a hash is not found in clear")

        try await OneStop.open(in: folder) { service in
            let stolen = try StolenFiles(database: folder.database)
            secrets.expectNowhere(in: stolen, "after the start")
            #expect(stolen.places(of: hashKey).isEmpty)
            #expect(try await OpenedVault(in: folder).entries.allSatisfy { $0.keyID == 1 })
            let records = try await service.server.workplace.store.read { try $0.vaultKeyRecords() }
            #expect(records.map(\.id) == [1])
        }
        secrets.expectNowhere(in: try StolenFiles(database: folder.database), "after the stop")
    }
}

/// What a thief looks for.
struct Secrets {
    private let words: [String]
    private let pins: [String]
    private var bytes: [[UInt8]] = []

    init(of story: PrivacyStory, in folder: TemporaryFolder, store: SQLiteDossierStore?) async throws {
        words = TypedWords.secrets + ["933445566"]
        pins = story.distinctPINs
        let vault = try await OpenedVault(in: folder)
        try #require(vault.entries.count > 20)
        bytes += vault.entries.map(\.plain.header)
        bytes += vault.entries.map(\.plain.payload).filter { $0.count > 8 }
        let keys = try folder.keys()
        bytes += keys.keys.map(\.bytes)
        bytes += keys.keys.compactMap { Digest(bytes: $0.bytes).map { Array($0.hexadecimal.utf8) } }
        guard let store else { return }
        for purpose in HashPurpose.allCases {
            bytes.append(try #require(try await store.read { try $0.hashKey(purpose) }))
        }
    }

    func expectNowhere(in stolen: StolenFiles, _ when: String) {
        // The search would find a word that stands there.
        #expect(!stolen.places(of: "000.00.15.h47-220105-0001").isEmpty, "the search finds nothing at all")
        #expect(!stolen.places(of: "DANG KY THANH LAP").isEmpty, "the search finds no accented word")
        for word in words {
            let places = stolen.places(of: word)
            #expect(places.isEmpty, "\(word) stands in \(places) \(when)")
        }
        for pin in pins { #expect(stolen.places(of: Array(pin.utf8)).isEmpty, "a PIN stands there \(when)") }
        for secret in bytes { #expect(stolen.places(of: secret).isEmpty, "a salt, word or key stands there \(when)") }
    }
}

extension OneStop {
    /// A citizen's text, as a gateway brings it.
    func ask(from sender: String, text: String) async throws {
        let intake = MessageIntake(
            server.workplace,
            limiter: AttemptLimiter(machineClock: server.workplace.machineClock),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await intake.inquiries.take(IncomingText(gateway: "console", providerID: "m-1", sender: sender, text: text))
    }
}
