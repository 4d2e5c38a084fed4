import DossierEngine
import Foundation
import Testing

/// The canonical bytes that databases in use hold: what was written once must be read and written alike for ever.
///
/// The files change only by `MOTCUA_WRITE_GOLDEN=1 swift test --filter GoldenFileTests`, which fails all the same, so
/// that nobody runs with it by mistake.
@Suite struct GoldenFileTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden")
    private static let isWriting = ProcessInfo.processInfo.environment["MOTCUA_WRITE_GOLDEN"] == "1"

    @Test("events are written byte for byte as the golden files have them")
    func eventBytes() throws {
        for (name, event) in try GoldenEvents.all() {
            try compare(EventCodec.encode(event, link: GoldenEvents.link), with: "event-" + name)
        }
    }

    @Test("the golden events are read as what they say")
    func eventMeaning() throws {
        for (name, event) in try GoldenEvents.all() {
            #expect(try EventCodec.decode(golden("event-" + name)).event == event, "\(name)")
        }
    }

    @Test("states are written byte for byte as the golden files have them and read again")
    func states() throws {
        for (name, dossier) in try GoldenStates.all() {
            try compare(DossierCodec.encode(dossier), with: "state-" + name)
            #expect(try DossierCodec.decode(golden("state-" + name)) == dossier, "\(name)")
        }
    }

    @Test("every golden file belongs to a case, so that none is kept unread")
    func noneLeftOver() throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
        let events = try GoldenEvents.all().map { "event-" + $0.name + ".json" }
        let states = try GoldenStates.all().map { "state-" + $0.name + ".json" }

        #expect(Set(found) == Set(events + states))
    }

    private func golden(_ name: String) throws -> [UInt8] {
        let file = Self.folder.appending(path: name + ".json")
        // The files end with a line feed, as text files do; the stored form does not.
        return Array(try Data(contentsOf: file).dropLast())
    }

    private func compare(_ written: [UInt8], with name: String) throws {
        if Self.isWriting {
            try Data(written + [0x0A]).write(to: Self.folder.appending(path: name + ".json"))
            Issue.record("\(name).json was written anew; run again without MOTCUA_WRITE_GOLDEN")
        }
        #expect(text(written) == text(try golden(name)), "\(name)")
    }
}
