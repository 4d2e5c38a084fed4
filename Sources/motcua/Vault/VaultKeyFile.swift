import DossierConfig
import DossierEngine
import Foundation
import Glibc

/// The file with the keys of a vault (tệp khóa), readable to its owner only.
struct VaultKeyFile {
    /// Where it is.
    let path: String

    /// Owner reads and writes.
    private static let mode: mode_t = 0o600
    /// What nobody but the owner may do.
    private static let foreignRights = 0o077

    /// The keys; nil if there is no file.
    ///
    /// - Throws: ``VaultKeyRefusal`` if others may read it, or if it cannot be read.
    func read() throws(VaultKeyRefusal) -> VaultKeyRing? {
        // Secrets of containers are links.
        let place = URL(filePath: path).resolvingSymlinksInPath().path
        let manager = FileManager.default
        guard manager.fileExists(atPath: place) else { return nil }
        let bytes: Data
        do {
            let facts = try manager.attributesOfItem(atPath: place)
            guard facts[.type] as? FileAttributeType == .typeRegular else {
                throw VaultKeyRefusal.unreadable(file: path, reason: "it is no ordinary file")
            }
            let rights = facts[.posixPermissions] as? Int ?? 0
            guard rights & Self.foreignRights == 0 else {
                throw VaultKeyRefusal.open(file: path, mode: String(rights, radix: 8))
            }
            guard let size = facts[.size] as? Int, size <= VaultKeyText.maximumBytes else {
                throw VaultKeyRefusal.malformed(source: path, line: 1)
            }
            bytes = try Data(contentsOf: URL(filePath: place))
        } catch let refusal as VaultKeyRefusal {
            throw refusal
        } catch {
            throw .unreadable(file: path, reason: "no file, or not ours to read")
        }
        do throws(VaultKeyText.Defect) {
            return try VaultKeyText.ring(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw .malformed(source: path, line: error.line)
        }
    }

    /// Puts keys in the place of those that are there, on disk when this returns; a crash leaves the one or the other.
    ///
    /// Where the file is a link, what it leads to is replaced.
    ///
    /// - Throws: ``VaultKeyRefusal`` if it cannot be written.
    func write(_ ring: VaultKeyRing) throws(VaultKeyRefusal) {
        let place = FileLink.target(of: path)
        let draft = place + ".new"
        unlink(draft)
        let descriptor = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, Self.mode)
        guard descriptor >= 0 else { throw .unwritable(file: draft, reason: Self.lastFailure) }
        let bytes = Array(VaultKeyText.text(ring).utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let failure = Self.lastFailure
        close(descriptor)
        guard isWritten else {
            unlink(draft)
            throw .unwritable(file: draft, reason: failure)
        }
        guard rename(draft, place) == 0 else {
            let failure = Self.lastFailure
            unlink(draft)
            throw .unwritable(file: place, reason: failure)
        }
        do throws(CommandFailure) {
            try DiskFolder.sync(of: place)
        } catch {
            throw .unwritable(file: place, reason: error.description)
        }
    }

    private static var lastFailure: String { String(cString: strerror(errno)) }
}
