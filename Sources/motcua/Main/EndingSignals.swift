import Dispatch
import Glibc

/// Signals that ask a command to end (tín hiệu yêu cầu dừng), handled by the command itself.
enum EndingSignals {
    /// How long to wait at most until the queues listen, in seconds: on a busy machine that takes some milliseconds.
    private static let longestWait = 10

    /// Listens for signals for as long as the sources that are returned are held.
    ///
    /// Once this has returned the process does not end by them any more, neither then nor afterwards, until
    /// ``release(_:)``; before, it ends by them as ever. One that whoever started the program wants ignored, as `nohup`
    /// does, stays ignored.
    ///
    /// - Parameters:
    ///   - numbers: The signals.
    ///   - heard: Told of each, on a queue.
    /// - Returns: The sources.
    static func listen(
        for numbers: [Int32],
        _ heard: @escaping @Sendable (Int32) -> Void
    ) -> [any DispatchSourceSignal] {
        let ready = DispatchSemaphore(value: 0)
        let sources = numbers.filter { !isIgnored($0) }.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { heard(number) }
            source.setRegistrationHandler { ready.signal() }
            source.resume()
            return source
        }
        // The queues take a signal over on a thread of their own, some time after the source is resumed: one that came
        // between would be lost if it were ignored until then.
        let deadline = DispatchTime.now() + .seconds(longestWait)
        for _ in sources where ready.wait(timeout: deadline) == .timedOut { break }
        return sources
    }

    /// Lets the process end by signals again that were listened for.
    ///
    /// - Parameter sources: What ``listen(for:_:)`` returned.
    static func release(_ sources: [any DispatchSourceSignal]) {
        for source in sources {
            source.cancel()
            signal(Int32(source.handle), SIG_DFL)
        }
    }

    /// Ends the process by a signal; on the threads of queues all signals are held back.
    static func end(by number: Int32) {
        signal(number, SIG_DFL)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(number)
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var present = sigaction()
        guard sigaction(number, nil, &present) == 0 else { return false }
        let handler = unsafeBitCast(present.__sigaction_handler.sa_handler, to: Int.self)
        return handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
