package import Foundation
import Synchronization

/// A program that was started, and that is waited for by the system's own means.
///
/// Foundation's `Process` learns of an end by a socket that the child's children inherit too, so that it waits for all
/// of them, and it traps where the system refuses a descriptor; here only the program itself counts, and refusals are
/// thrown.
package final class SpawnedProgram: Sendable {
    /// How a program ended.
    package struct Ending: Hashable, Sendable {
        /// The exit code, or the signal that ended it.
        package let code: Int32
        /// Whether it ended by itself.
        package let isExit: Bool

        /// Creates an ending.
        ///
        /// - Parameters:
        ///   - code: The exit code, or the signal that ended it.
        ///   - isExit: Whether it ended by itself.
        package init(code: Int32, isExit: Bool) {
            self.code = code
            self.isExit = isExit
        }
    }

    /// What a program reads or writes.
    package enum Stream: Sendable {
        /// Nothing, and whatever is written is lost.
        case nothing
        /// A file by its path; what is written is added to its end.
        case file(String)
        /// A pipe, whose other end is the caller's.
        case pipe(ProgramPipe)
        /// What the tests themselves have.
        case inherited
    }

    /// How long a program is waited for where no other bound is said: none that the tests start takes nearly so long.
    package static let patience = Duration.seconds(600)
    /// How long a binary is tried that somebody still writes to: on a busy machine whoever was begun with its
    /// descriptor may take long to close it.
    package static let busyPatience = Duration.seconds(60)
    /// How long the waits pause between two looks at most.
    private static let pause = Duration.milliseconds(20)
    /// How long they pause at least.
    private static let shortestPause = Duration.microseconds(200)

    /// Its number in the system.
    package let pid: pid_t
    private let name: String
    /// Kept open as long as the program is held.
    private let streams: [Stream]
    private let end = Mutex<Ending?>(nil)

    /// Starts a program, with the descriptors of its three streams and no others.
    ///
    /// - Parameters:
    ///   - path: The binary, or its name in `PATH`.
    ///   - arguments: What it is started with.
    ///   - environment: Its whole environment.
    ///   - folder: Where it is started; nil for where the tests are.
    ///   - input: Its standard input.
    ///   - output: Its standard output.
    ///   - errors: Its standard error.
    ///   - inOwnGroup: Whether it leads a process group of its own, so that its children can be signalled with it.
    ///   - busyPatience: How long it is tried while somebody still writes to its binary.
    /// - Throws: ``ProgramFailure`` if the system cannot start it.
    package init(
        _ path: String,
        _ arguments: [String],
        environment: [String: String] = ProcessInfo.processInfo.environment,
        folder: String? = nil,
        input: Stream = .nothing,
        output: Stream = .nothing,
        errors: Stream = .nothing,
        inOwnGroup: Bool = false,
        busyPatience: Duration = SpawnedProgram.busyPatience
    ) throws {
        let start = ProgramStart(
            path: path,
            arguments: arguments,
            environment: environment,
            folder: folder,
            streams: [STDIN_FILENO: input, STDOUT_FILENO: output, STDERR_FILENO: errors],
            inOwnGroup: inOwnGroup,
            busyPatience: busyPatience
        )
        pid = try start.run()
        name = path
        streams = [input, output, errors]
        // The program's own ends: only without them here its end is seen in the pipe.
        if case .pipe(let pipe) = input { pipe.reading.close() }
        for case .pipe(let pipe) in [output, errors] { pipe.writing.close() }
    }

    /// How it ended; nil while it runs.
    package var ending: Ending? { end.withLock { look(&$0) } }

    /// Whether it has not ended yet.
    package var isRunning: Bool { ending == nil }

    /// Sends it a signal, unless it has ended.
    ///
    /// - Parameter signal: The signal.
    package func send(_ signal: Int32) { end.withLock { if look(&$0) == nil { kill(pid, signal) } } }

    /// Waits for its end, on the caller's thread, and kills it if that does not come.
    ///
    /// - Parameter bound: How long it may still run.
    /// - Returns: How it ended: by `SIGKILL` if it was killed.
    @discardableResult
    package func wait(killingAfter bound: Duration = patience) -> Ending {
        let start = ContinuousClock.now
        // It is looked at and not awaited in the system, which knows no bound; others look and send signals meanwhile.
        while true {
            if let ending { return ending }
            let waited = ContinuousClock.now - start
            if waited >= bound { send(SIGKILL) }
            // At first more often than later, so that it delays no program by much; a signal only ends a pause early.
            let rest = waited < bound ? min(waited / 8, bound - waited, Self.pause) : Self.pause
            usleep(UInt32(max(rest, Self.shortestPause) / .microseconds(1)))
        }
    }

    /// Waits for its end without holding a thread, and kills it if that is not awaited any longer.
    ///
    /// - Parameter bound: How long at most.
    /// - Returns: How it ended.
    /// - Throws: ``ProgramFailure`` if it runs longer, and `CancellationError`.
    package func wait(within bound: Duration) async throws -> Ending {
        let start = ContinuousClock.now
        do {
            while true {
                // Before the bound is looked at: whoever waits may come back long after both have passed.
                if let ending { return ending }
                guard ContinuousClock.now - start < bound else {
                    throw ProgramFailure("\(name) did not end within \(bound)")
                }
                try await Task.sleep(for: Self.pause)
            }
        } catch {
            send(SIGKILL)
            wait()
            throw error
        }
    }

    /// Asks the system, which tells an end once.
    private func look(_ end: inout Ending?) -> Ending? {
        guard end == nil else { return end }
        var status: Int32 = 0
        switch waitpid(pid, &status, WNOHANG) {
        case pid:
            let signal = status & 0x7F
            end = signal == 0 ? Ending(code: (status >> 8) & 0xFF, isExit: true) : Ending(code: signal, isExit: false)
        // Its end was told to somebody else, who may not ask: how it ended is lost.
        case -1 where errno == ECHILD: end = Ending(code: -1, isExit: false)
        default: break
        }
        return end
    }
}
