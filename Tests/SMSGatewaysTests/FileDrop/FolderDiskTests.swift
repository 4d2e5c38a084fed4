import Dispatch
import DossierEngine
import SMSPeers
import Synchronization
import Testing

@testable import SMSGateways

/// A disk that hangs, as that of a dead network share does.
struct FolderDiskTests {
    /// Whether a call was begun.
    private final class Mark: Sendable {
        private let mark = Mutex(false)

        var isSet: Bool { mark.withLock { $0 } }

        func set() { mark.withLock { $0 = true } }
    }

    /// Where a blocking call waits until a test lets it go on.
    private final class Gate: Sendable {
        private let reached = Mark()
        private let opening = DispatchSemaphore(value: 0)

        var isReached: Bool { reached.isSet }

        func pass() {
            reached.set()
            opening.wait()
        }

        func open() { opening.signal() }
    }

    /// Runs `body` while a call hangs for which nobody waits any more, and lets it go on afterwards.
    private func hanging(_ body: (FolderDisk) async throws -> Void) async throws {
        let disk = FolderDisk()
        let gate = Gate()
        defer { gate.open() }
        let call = Task { await disk.run { gate.pass() } }
        try await until("the call hangs") { gate.isReached }
        call.cancel()
        let outcome = await call.value
        #expect(outcome.kind == "late")
        try await body(disk)
    }

    @Test("while a call hangs others are refused at once and never done; when it has ended the disk works again")
    func refusing() async throws {
        let touched = Mark()
        var kept: FolderDisk?
        try await hanging { disk in
            kept = disk
            #expect(await disk.run { touched.set() }.kind == "refused")
        }
        let disk = try #require(kept)
        try await until("the disk works again") { await disk.run { 1 }.kind == "done" }
        #expect(!touched.isSet)
    }

    @Test("a call that is given up while it is in line is never begun")
    func inLine() async throws {
        let disk = FolderDisk()
        let gate = Gate()
        let touched = Mark()
        let first = Task { await disk.run { gate.pass() } }
        try await until("the first call is under way") { gate.isReached }
        let second = await withTaskGroup(of: FolderDisk.Outcome<Void>.self) { group in
            group.addTask { await disk.run { touched.set() } }
            group.cancelAll()
            return await group.next()
        }

        gate.open()

        #expect(await first.value.kind == "done")
        #expect(second?.kind == "refused")
        try await until("the disk works again") { await disk.run { 1 }.kind == "done" }
        #expect(!touched.isSet)
    }

    @Test("what one folder hangs over does not keep another one")
    func others() async throws {
        try await hanging { _ in
            #expect(await FolderDisk().run { 1 }.kind == "done")
        }
    }

    @Test("a gateway whose folder hangs says at once that it is down and that a text was surely not taken")
    func gateway() async throws {
        try await hanging { disk in
            let gateway = try FileDropGateway(FileDropDescription(folder: "/spool"), disk: disk)

            let answer = await gateway.send(try submission())
            let condition = await gateway.condition()

            #expect(answer == .later(reason: "the disk did not answer in time"))
            #expect(condition.state == .down && condition.lastError == "the disk did not answer in time")
        }
    }

    @Test("an inbox whose folder hangs says so once")
    func inbox() async throws {
        let sentences = Mutex<[String]>([])
        try await hanging { disk in
            let inbox = FileDropInbox(
                FileDropDescription(folder: "/spool", reportFolder: "report"),
                sinks: GatewaySinks(report: { _ in }),
                disk: disk,
                log: { sentence in sentences.withLock { $0.append(sentence) } }
            )
            await inbox.takeAll()
            await inbox.takeAll()
        }
        #expect(
            sentences.withLock { $0 } == ["the disk did not answer in time; what smstools brought waits for it"]
        )
    }
}

extension FolderDisk.Outcome {
    /// Which of the three outcomes it is.
    fileprivate var kind: String {
        switch self {
        case .done: "done"
        case .refused: "refused"
        case .late: "late"
        }
    }
}
