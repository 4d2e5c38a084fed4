import DossierEngine
import Logging
import ServiceLifecycle

/// Reads the last checkpoint where none can be made (đọc mốc lịch sử đã có), so that what it proves can be asked for.
struct KnownCheckpointService: Service {
    private static let pauseMilliseconds: Int64 = 1_000

    let keeper: CheckpointKeeper
    let logger: Logger

    /// Tries until the file was read and held against the history once: nothing is added to either meanwhile.
    func run() async throws {
        var isRead = false
        var failure = ""
        await SystemPace().repeating(pause: Self.pauseMilliseconds) {
            if isRead { return 0 }
            try await keeper.check()
            isRead = true
            return 0
        } onFailure: { error in
            // The same failure each second would bury all else.
            guard failure != "\(error)" else { return }
            failure = "\(error)"
            logger.error("the checkpoints cannot be read", metadata: ["error": "\(error)"])
        }
    }
}
