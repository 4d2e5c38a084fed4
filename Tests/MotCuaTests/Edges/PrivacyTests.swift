import DossierEngine
import Foundation
import Synchronization
import Testing

/// Personal data lie sealed in the vault and nowhere else.
struct PrivacyTests {
    /// Every action of design.md §3.
    static let everyAction: Set<String> = [
        "accept", "refuse", "complete-step", "return-step", "assign", "request-supplement", "receive-supplement",
        "request-payment", "confirm-payment", "withdraw", "stop", "apologise", "hand-over", "correct", "void",
        "renew-pin",
    ]

    @Test("no personal datum of a whole story stands in clear in the database or in the log")
    func nothingInClear() async throws {
        let folder = try TemporaryFolder()
        let lines = LogLines()
        let played = Mutex<PrivacyStory?>(nil)
        try await OneStop.open(in: folder, logger: lines.logger) { service in
            let story = try await PrivacyStory.play(in: service)
            played.withLock { $0 = story }
        }
        let story = try #require(played.withLock { $0 })
        let database = try await DatabaseText(path: folder.database)
        #expect(story.actions == Self.everyAction)
        let vault = try await OpenedVault(in: folder).text
        expectWordsWereStored(by: story, in: database, vault: vault)
        for table in database.tables.keys.sorted() {
            expectNothing(of: story, in: database.text(table), "in the table \(table)")
        }
        #expect(lines.text.contains("console gateway"))
        expectNothing(of: story, in: lines.text, "in the log")
        // A renewed PIN is gone from the vault too.
        let stored = Self.words(of: vault)
        for pin in story.distinctPINs { #expect(stored.contains(pin) == story.livePINs.contains(pin)) }
    }

    @Test("the public status tells no personal datum without the PIN")
    func publicStatus() async throws {
        try await OneStop.open { service in
            let intake = try await service.staff("desk").post("/dossiers", TypedWords.intake())
            try #require(intake.status == 201, "\(intake.text)")
            let code = try #require(intake.string("code"))
            let pin = try #require(intake.string("lookupPIN"))
            let open = try await service.status(code)
            #expect(open.status == 200)
            let text = TypedWords.plain(open.text)
            for secret in TypedWords.secrets { #expect(!text.contains(secret)) }
            let mine = try await service.status(code.lowercased(), pin: pin.lowercased())
            #expect(mine.string("applicantName") == TypedWords.wrongName)
            #expect(mine.string("subject") == TypedWords.wrongSubject)
        }
    }

    /// The search would prove nothing if the words had not got as far as the vault, or the tables were empty.
    private func expectWordsWereStored(by story: PrivacyStory, in database: DatabaseText, vault: String) {
        for word in TypedWords.others { #expect(vault.contains(word), "\(word) did not get into the vault") }
        for phone in TypedWords.phones {
            #expect(vault.contains("+84" + phone.filter(\.isNumber).dropFirst()), "\(phone) is not in the vault")
        }
        let stored = Self.words(of: vault)
        #expect(story.livePINs.count == 6 && !story.deadPINs.isEmpty && !story.distinctPINs.isEmpty)
        for pin in story.livePINs { #expect(stored.contains(pin)) }
        // Six intakes and what was done to them, each once though it was sent twice.
        #expect(database.count("idempotency") == story.firstAnswers)
        #expect(database.count("dossier") == 6)
        for table in ["event", "vault", "outboxMessage", "notice", "configuration", "account", "session"] {
            #expect((database.count(table) ?? 0) > 0, "\(table) is empty")
        }
        for quoted in [TypedWords.item, TypedWords.denial, TypedWords.refusal, TypedWords.apology] {
            // A long one is cut to what one text holds, but never below 15 characters.
            let beginning = TypedWords.plain(quoted).prefix(12)
            #expect(TypedWords.plain(story.texts).contains(beginning), "no text quotes \(quoted)")
        }
    }

    private func expectNothing(of story: PrivacyStory, in content: String, _ place: String) {
        let plain = TypedWords.plain(content)
        for secret in TypedWords.secrets {
            #expect(plain.range(of: secret, options: .literal) == nil, "\(secret) stands \(place)")
        }
        // Four characters may stand by chance inside a longer word, such as a hash.
        let words = Self.words(of: content.uppercased())
        for pin in story.distinctPINs { #expect(!words.contains(pin), "a PIN stands \(place)") }
    }

    private static func words(of text: String) -> Set<String> {
        Set(text.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.map(String.init))
    }
}
