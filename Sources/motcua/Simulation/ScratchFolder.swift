import Dispatch
import Foundation
import Glibc
import Synchronization

/// A folder for copies that are gone with their last user (thư mục tạm).
final class ScratchFolder: Sendable {
    /// Where it is.
    let url: URL

    /// The folders that there are.
    private static let all = Mutex<Set<String>>([])

    /// Makes a folder that only its owner can read.
    ///
    /// - Parameters:
    ///   - name: What its name begins with.
    ///   - parent: In which folder.
    /// - Throws: If it cannot be made.
    init(_ name: String, in parent: URL) throws {
        url = parent.appending(path: name + UUID().uuidString)
        let path = url.path
        Self.all.withLock { _ = $0.insert(path) }
        do {
            try FileManager.default.createDirectory(
                at: url,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            Self.all.withLock { _ = $0.remove(path) }
            throw error
        }
    }

    deinit {
        Self.remove(url.path)
        let path = url.path
        Self.all.withLock { _ = $0.remove(path) }
    }

    /// Takes all folders away when a signal ends the process, from now on until the returned sources are gone.
    ///
    /// Only for a process that starts no other one, which would be deaf to the signals.
    static func removeAllAtEndingSignals() -> [any DispatchSourceSignal] {
        [SIGHUP, SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                for path in all.withLock({ $0 }) { remove(path) }
                end(by: number)
            }
            source.resume()
            return source
        }
    }

    /// Ends the process by a signal; on the threads of queues all signals are held back.
    private static func end(by number: Int32) {
        signal(number, SIG_DFL)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(number)
    }

    /// Removes a folder, also one in which something is still being written.
    private static func remove(_ path: String) {
        for _ in 0..<3 where FileManager.default.fileExists(atPath: path) {
            // Where it cannot be removed it harms no later run; what comes between is taken away by the next try.
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}
