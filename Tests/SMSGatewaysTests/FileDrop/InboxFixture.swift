import DossierEngine
import Foundation
import Synchronization
import Testing

@testable import SMSGateways

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folders of smstools in a temporary one, an inbox that reads them, and what it handed out.
struct InboxFixture {
    /// What the inbox handed out.
    final class Kept: Sendable {
        private struct State {
            var isFull = false
            var reports: [DeliveryReport] = []
            var offered: [IncomingText] = []
            var texts: [IncomingText] = []
            var sentences: [String] = []
        }

        /// Nothing can be kept.
        struct Full: Error {}

        private let state = Mutex(State())

        /// Whether nothing can be kept for the moment.
        var isFull: Bool {
            get { state.withLock { $0.isFull } }
            set { state.withLock { $0.isFull = newValue } }
        }

        var reports: [DeliveryReport] { state.withLock { $0.reports } }
        var texts: [IncomingText] { state.withLock { $0.texts } }
        /// The texts that it was asked to keep, whether it could or not.
        var offered: [IncomingText] { state.withLock { $0.offered } }
        var sentences: [String] { state.withLock { $0.sentences } }

        func take(_ report: DeliveryReport) throws {
            try state.withLock { state in
                if state.isFull { throw Full() }
                state.reports.append(report)
            }
        }

        func take(_ text: IncomingText) throws {
            try state.withLock { state in
                state.offered.append(text)
                if state.isFull { throw Full() }
                state.texts.append(text)
            }
        }

        func take(_ sentence: String) { state.withLock { $0.sentences.append(sentence) } }
    }

    let root: URL
    let kept = Kept()
    private let inbox: FileDropInbox

    /// Runs `body` with new folders.
    ///
    /// - Parameters:
    ///   - place: Where the folders are made.
    ///   - sentAtOnce: How many files of `sent` are read at one look.
    ///   - body: What is done with them.
    /// - Throws: What `body` throws.
    static func run(
        in place: URL = FileManager.default.temporaryDirectory,
        sentAtOnce: Int = SentTexts.usualReads,
        _ body: (InboxFixture) async throws -> Void
    ) async throws {
        let fixture = try InboxFixture(in: place, sentAtOnce: sentAtOnce)
        do {
            try await body(fixture)
            try FileManager.default.removeItem(at: fixture.root)
        } catch {
            try FileManager.default.removeItem(at: fixture.root)
            throw error
        }
    }

    private init(in place: URL, sentAtOnce: Int) throws {
        root = place.appending(path: "motcua-inbox-\(UUID().uuidString)")
        for name in ["sent", "failed", "report", "incoming"] {
            try FileManager.default.createDirectory(at: root.appending(path: name), withIntermediateDirectories: true)
        }
        inbox = FileDropInbox(
            FileDropDescription(folder: root.path(), reportFolder: "report", incomingFolder: "incoming"),
            sinks: GatewaySinks(
                report: { [kept] report in try kept.take(report) },
                text: { [kept] text in try kept.take(text) }
            ),
            // Far longer than a busy machine takes.
            disk: FolderDisk(bound: .seconds(600)),
            sentTexts: SentTexts(maximumReads: sentAtOnce),
            log: { [kept] sentence in kept.take(sentence) }
        )
    }

    /// Lets it look once.
    func look() async { await inbox.takeAll() }

    /// A report by our reference.
    func report(_ reference: Int64, _ state: DeliveryReport.State) -> DeliveryReport {
        DeliveryReport(gateway: "smstools", subject: .reference(reference), state: state)
    }

    /// Writes a file, as if so many seconds ago.
    func write(_ path: String, _ text: String, age: Int64 = 0) throws { try write(path, Array(text.utf8), age: age) }

    /// Writes a file, as if so many seconds ago.
    func write(_ path: String, _ bytes: some Sequence<UInt8>, age: Int64 = 0) throws {
        let file = root.appending(path: path)
        try Data(bytes).write(to: file)
        let date = Date(timeIntervalSinceNow: -TimeInterval(age))
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file.path())
    }

    /// Gives a file a time, in seconds since 1970, as far as the disk can keep it.
    func date(_ path: String, seconds: Int) {
        let time = timespec(tv_sec: seconds, tv_nsec: 0)
        #expect(utimensat(AT_FDCWD, root.appending(path: path).path(), [time, time], 0) == 0)
    }

    /// The names in a folder, sorted.
    func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path()).sorted()
    }
}
