import DossierEngine
import Foundation
import Synchronization

@testable import SMSGateways

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
    static func run(_ body: (InboxFixture) async throws -> Void) async throws {
        let fixture = try InboxFixture()
        do {
            try await body(fixture)
            try FileManager.default.removeItem(at: fixture.root)
        } catch {
            try FileManager.default.removeItem(at: fixture.root)
            throw error
        }
    }

    private init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "motcua-inbox-\(UUID().uuidString)")
        for name in ["sent", "failed", "report", "incoming"] {
            try FileManager.default.createDirectory(at: root.appending(path: name), withIntermediateDirectories: true)
        }
        inbox = FileDropInbox(
            FileDropDescription(folder: root.path(), reportFolder: "report", incomingFolder: "incoming"),
            sinks: GatewaySinks(
                report: { [kept] report in try kept.take(report) },
                text: { [kept] text in try kept.take(text) }
            ),
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

    /// The names in a folder, sorted.
    func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path()).sorted()
    }
}
