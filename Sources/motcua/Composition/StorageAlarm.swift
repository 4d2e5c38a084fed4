import DossierEngine
import Logging
import ServiceLifecycle

/// The disk did not keep what was written (lỗi ghi đĩa): the program has to end.
///
/// After a failed sync nobody knows which pages the system has dropped, and trying again would report success for pages
/// that are gone. So nothing more is written; look-ups go on while what is under way ends, and the next start reads
/// back from the disk what is there.
struct StorageFailure: Error {
    /// The exit code: an input or output error, as sysexits.h counts them.
    static let exitCode: Int32 = 74
    /// What happened.
    let error: StoreError

    /// What the administrator is told.
    var description: String {
        if let vietnamese = error.vietnamese { return "\(error.english)\n\(vietnamese)" }
        return
            """
            The disk did not keep what was written: \(error.reason)
            Nothing that was acknowledged is lost. Look at the disk (dmesg, smartctl) and start again: it is read back.
            Đĩa không giữ được dữ liệu vừa ghi. Những gì đã xác nhận không mất; hãy kiểm tra đĩa rồi khởi động lại.
            """
    }
}

/// Carries the failure from the writer's thread to the service that ends the program.
final class StorageAlarm: Sendable {
    private let failures: AsyncStream<StoreError>
    private let continuation: AsyncStream<StoreError>.Continuation

    init() { (failures, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1)) }

    /// Raises the alarm; more than once is as once.
    func raise(_ error: StoreError) { continuation.yield(error) }

    /// The first failure; nil if the task is cancelled before there is one.
    func firstFailure() async -> StoreError? { await failures.first { _ in true } }
}

/// Ends the program when the store can no longer be written (giám sát kho dữ liệu).
struct StorageWatch: Service {
    let alarm: StorageAlarm
    let logger: Logger

    func run() async throws {
        let failure = await cancelWhenGracefulShutdown { await alarm.firstFailure() }
        guard let failure else { return }
        logger.critical(
            "nothing can be written any more: ending, so that the next start reads back what is there",
            metadata: ["error": "\(failure.reason)"]
        )
        throw StorageFailure(error: failure)
    }
}
