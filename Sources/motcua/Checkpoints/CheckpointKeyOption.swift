import DossierEngine
import Foundation

/// A key as an administrator names it on the command line (khóa kiểm tra): written out, or a file that holds it.
enum CheckpointKeyOption {
    private static let maximumBytes = 4_096

    /// The key that a text names.
    ///
    /// - Throws: ``CommandFailure`` if it is neither a key nor a file with one.
    static func verifier(named text: String) throws -> CheckpointVerifier {
        if let key = CheckpointVerifier(text) { return key }
        guard DiskFile.exists(text) else {
            throw CommandFailure(
                "\(text) is neither a key for checkpoints nor a file with one.",
                vietnamese: "\(text) không phải khóa của mốc lịch sử, cũng không phải tệp chứa khóa."
            )
        }
        let bytes = try DiskFile.beginning(of: text, bytes: maximumBytes)
        let written = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = CheckpointVerifier(written) ?? CheckpointKey(written)?.verifier else {
            throw CommandFailure(
                "The file \(text) holds no key for checkpoints.",
                vietnamese: "Tệp \(text) không chứa khóa của mốc lịch sử."
            )
        }
        return key
    }

    /// The keys that are named, or the one of this machine.
    ///
    /// - Throws: ``CommandFailure`` if none is named and this machine has none that can be read.
    static func verifiers(named texts: [String], else path: String) throws -> [CheckpointVerifier] {
        guard texts.isEmpty else { return try texts.map(verifier) }
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                "There is no key \(path) to check signatures by; name the published one with --key.",
                vietnamese: "Không có khóa \(path) để kiểm tra chữ ký; hãy nêu khóa đã công bố bằng --key."
            )
        }
        return [try CheckpointKeyFile.read(path).verifier]
    }
}
