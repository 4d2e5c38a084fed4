import NIOCore
import NIOPosix

/// Blocking calls to the disk (việc trên đĩa), on threads that may wait.
enum DiskWork {
    /// How long the disk may take for one file, in seconds; a folder on a dead network share would take for ever.
    static let boundSeconds: Int64 = 30

    /// Runs blocking calls on a thread of their own; nil if they take too long, and then they may still go on.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let promise = loop.makePromise(of: Value?.self)
        let alarm = loop.scheduleTask(in: .seconds(boundSeconds)) { promise.succeed(nil) }
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { .some(work()) }.cascade(to: promise)
        defer { alarm.cancel() }
        // The pool of the process is never shut down, which alone would be an error; then nothing was done.
        return try? await promise.futureResult.get()
    }
}
