#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folders of smstools, by blocking calls (thư mục của smstools).
struct DropFolder: Sendable {
    /// Writes that may be needed for one file; each takes at least one byte, and a file has a few hundred.
    static let maximumWrites = 4096

    /// The folder that holds the others.
    let root: String
    /// The folders through which a text passes, `outgoing` first.
    let folders: [String]

    /// What keeps the folder from taking files; nil if nothing does.
    func trouble() -> String? { Self.trouble(at: root) ?? Self.trouble(at: outgoing) }

    /// What keeps files from being read and removed in a folder of it; nil if nothing does.
    func trouble(in folder: String) -> String? { Self.trouble(at: "\(root)/\(folder)") }

    private static func trouble(at path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return "the folder \(path) is missing: \(words(for: errno))" }
        guard status.st_mode & S_IFMT == S_IFDIR else { return "the folder \(path) is a file" }
        guard access(path, W_OK | X_OK) == 0 else { return "the folder \(path) is not writable: \(words(for: errno))" }
        return nil
    }

    /// What the system calls an error.
    static func words(for error: Int32) -> String { String(cString: strerror(error)) }

    /// Whether a file of this name is or was there.
    func knows(_ name: String) -> Bool {
        folders.contains { access("\(root)/\($0)/\(name)", F_OK) == 0 }
    }

    /// Puts a file into `outgoing`, whole or not at all.
    ///
    /// It is written beside and then renamed, because smstools takes whatever it sees.
    func drop(_ message: FileDropMessage) -> SendVerdict {
        if let trouble = trouble() { return .refusesUs(reason: trouble) }
        if knows(message.fileName) { return .accepted(providerReference: nil) }
        let draft = "\(root)/.\(message.fileName).part"
        guard write(message.bytes, to: draft), rename(draft, "\(outgoing)/\(message.fileName)") == 0 else {
            let code = errno
            unlink(draft)
            return .refusesUs(reason: "the file cannot be written into \(root): \(Self.words(for: code))")
        }
        guard sync(folder: outgoing) else {
            // smstools sees the file already, but a power failure could still take it away.
            return .unknown(reason: "the folder cannot be brought to the disk: \(Self.words(for: errno))")
        }
        return .accepted(providerReference: nil)
    }

    private var outgoing: String { "\(root)/outgoing" }

    private func write(_ bytes: [UInt8], to path: String) -> Bool {
        // Readable for the group, because smstools runs as a user of its own.
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o660)
        guard file >= 0 else { return false }
        let isWhole = writeAll(bytes, to: file) && fsync(file) == 0
        // The first trouble counts, not what closing says about it.
        let code = errno
        let isClosed = close(file) == 0
        if !isWhole { errno = code }
        return isWhole && isClosed
    }

    private func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        for _ in 0..<Self.maximumWrites where !rest.isEmpty {
            let count = rest.withUnsafeBytes { Self.systemWrite(file, $0) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count < 0 && errno != EINTR {
                return false
            }
        }
        return rest.isEmpty
    }

    private static func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(file, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(file, bytes.baseAddress, bytes.count)
        #endif
    }

    private func sync(folder: String) -> Bool {
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return fsync(file) == 0
    }
}
