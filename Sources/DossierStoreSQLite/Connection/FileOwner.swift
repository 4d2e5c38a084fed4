import DossierEngine
import Foundation

/// Whose a file is (chủ sở hữu tệp), as the system counts users.
public struct FileOwner: Hashable, Sendable, CustomStringConvertible {
    /// How many bytes the system's entry of a user takes at most.
    private static let longestEntry = 16_384

    /// The user's number; 0 is root.
    public let id: UInt32

    private init(id: UInt32) { self.id = id }

    /// The owner of a file or folder; nil if there is none, or it cannot be asked.
    public init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        id = status.st_uid
    }

    /// The user who runs this program.
    public static var current: FileOwner { FileOwner(id: geteuid()) }

    /// The user's name; the number if he has none.
    public var description: String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var bytes = [CChar](repeating: 0, count: Self.longestEntry)
        return bytes.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress,
                getpwuid_r(id, &entry, start, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
            else { return String(id) }
            return String(cString: name)
        }
    }

    /// Refuses root for what belongs to another user: what root makes or replaces, the service could not open.
    ///
    /// - Parameter paths: The first of them that is there counts.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable``, which names the user.
    public static func expectOwn(_ paths: [String]) throws {
        for path in paths {
            guard let owner = FileOwner(of: path) else { continue }
            guard current.id == 0, owner.id != 0 else { return }
            throw StoreError(
                .unsuitable,
                "\(path) belongs to \(owner), and root would leave files that \(owner) cannot open. "
                    + "Run this as that user, with the service's environment: sudo -u \(owner) motcua …",
                vietnamese: "\(path) là của \(owner); chạy bằng root sẽ để lại tệp mà \(owner) không mở được. "
                    + "Hãy chạy bằng tài khoản đó, cùng biến môi trường của dịch vụ: sudo -u \(owner) motcua …"
            )
        }
    }
}
