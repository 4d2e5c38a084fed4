import DossierEngine
import Foundation
import Testing

@testable import motcua

/// A power cut at any moment of making a checkpoint.
@Suite("A crash leaves a file that is read, and no checkpoint that contradicts")
struct CheckpointCrashTests {
    /// How much of the record reaches the disk before the power is gone.
    private static let reached = [0, 1, 12, 13, 14, 20, 60, 61, 62, 95, 100, 150, 10_000]

    @Test("whatever reached the disk, the next start goes on, and all that is signed holds", arguments: reached)
    func powerCut(reached: Int) async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            _ = try await desk.register("1.001612")
            try await service.server.checkpoint()
            _ = try await desk.register("1.001612")
            let tree = HistoryTree(store: service.server.workplace.store)
            while try await tree.grow().added > 0 {}
            let dying = CheckpointKeeper(
                store: service.server.workplace.store,
                log: DyingLog(path: folder.checkpoints, reached: reached),
                key: try CheckpointKeyFile.read(folder.checkpointKey),
                machineClock: SystemClock(),
                logger: LogLines().logger
            )
            await #expect(throws: CheckpointLogError.self) { try await dying.make() }
        }
        try await OneStop.open(in: folder) { service in
            try await service.server.checkpoints.keeper.check()
            #expect(service.server.checkpoints.keeper.refusal == nil)
            _ = try await service.staff("desk").register("1.001612")
            guard case .made = try await service.server.checkpoint() else {
                Issue.record("none was made")
                return
            }
        }
        let known = try folder.knownCheckpoints()
        let report = try verification(of: folder, against: known)
        #expect(report.isClean, "\(report.defects)")
        #expect(known.checkpoints.count == (reached > 150 ? 3 : 2))
        #expect(known.torn == ((1...150).contains(reached) ? 1 : 0))
        #expect(report.checkpoints == known.checkpoints.count)
    }
}

/// A file whose machine loses power in the middle of a write.
private struct DyingLog: CheckpointLog {
    private let file: CheckpointFile
    private let path: String
    private let reached: Int

    init(path: String, reached: Int) {
        file = CheckpointFile(path: path)
        self.path = path
        self.reached = reached
    }

    func last() async throws -> SignedCheckpoint? { try await file.last() }

    func append(_ checkpoint: SignedCheckpoint) async throws {
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data((checkpoint.note + "\n").utf8).prefix(reached))
        try handle.close()
        throw CheckpointLogError("the power is gone")
    }

    func page(before place: Int64?, limit: Int) async throws -> (checkpoints: [SignedCheckpoint], next: Int64?) {
        try await file.page(before: place, limit: limit)
    }
}
