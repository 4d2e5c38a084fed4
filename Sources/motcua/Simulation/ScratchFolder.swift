import Dispatch
import Foundation
import Glibc
import Synchronization

/// A folder for copies that are gone with their last user (thư mục tạm).
final class ScratchFolder: Sendable {
    /// Where it is.
    let url: URL

    /// The folders that there are; while it is held none is made and none removed.
    private static let all = Mutex<Set<String>>([])
    /// What listens once ``removeAllAtEnd()`` was called.
    private static let sources = Mutex<[any DispatchSourceSignal]>([])

    /// Makes a folder that only its owner can read.
    ///
    /// - Parameters:
    ///   - name: What its name begins with.
    ///   - parent: In which folder.
    /// - Throws: If it cannot be made.
    init(_ name: String, in parent: URL) throws {
        let made = parent.appending(path: name + UUID().uuidString)
        url = made
        try Self.all.withLock { folders in
            try FileManager.default.createDirectory(
                at: made,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            folders.insert(made.path)
        }
    }

    deinit {
        let path = url.path
        Self.all.withLock { folders in
            Self.remove(path)
            folders.remove(path)
        }
    }

    /// Takes all folders away when a signal ends the process, from now on; may be called more than once.
    ///
    /// Only for a process that starts no other one, which would be deaf to the signals. It ends too when whoever reads
    /// what it writes has gone away.
    static func removeAllAtEnd() {
        sources.withLock { sources in
            guard sources.isEmpty else { return }
            sources = EndingSignals.listen(for: [SIGHUP, SIGINT, SIGQUIT, SIGTERM]) { number in
                // Held until the process is gone, so that nobody makes another one or misses what is removed here.
                all.withLock { folders in
                    for path in folders { remove(path) }
                    EndingSignals.end(by: number)
                }
            }
            // Handled wherever it comes, where little can be done: so the signal is sent that is listened for.
            signal(SIGPIPE) { _ in kill(getpid(), SIGTERM) }
        }
    }

    /// Removes a folder, also one in which something is still being written; tells where that is in vain.
    private static func remove(_ path: String) {
        for _ in 0..<3 where FileManager.default.fileExists(atPath: path) {
            // What came between is taken away by the next try.
            try? FileManager.default.removeItem(atPath: path)
        }
        guard FileManager.default.fileExists(atPath: path) else { return }
        Console.complain(
            "\(path) has copies of personal data and cannot be removed: remove it.\n"
                + "\(path) chứa bản sao dữ liệu cá nhân mà không xóa được: hãy xóa bằng tay."
        )
    }
}
