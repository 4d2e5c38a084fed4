import Dispatch
import Glibc

/// Signals that ask a command to end (tín hiệu yêu cầu dừng), handled by the command itself.
enum EndingSignals {
    /// Listens for signals for as long as the sources that are returned are held.
    ///
    /// The process does not end by them any more, neither then nor afterwards, until ``release(_:)``. One that whoever
    /// started the program wants ignored, as `nohup` does, stays ignored.
    ///
    /// - Parameters:
    ///   - numbers: The signals.
    ///   - heard: Told of each, on a queue.
    /// - Returns: The sources.
    static func listen(
        for numbers: [Int32],
        _ heard: @escaping @Sendable (Int32) -> Void
    ) -> [any DispatchSourceSignal] {
        numbers.filter { !isIgnored($0) }.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { heard(number) }
            source.resume()
            return source
        }
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
