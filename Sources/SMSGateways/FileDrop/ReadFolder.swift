#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder into which somebody else writes (thư mục được đọc), by blocking calls.
///
/// Nothing in it is trusted: neither names nor kinds nor sizes.
struct ReadFolder: Hashable, Sendable {
    /// The most bytes of a file: a text of 255 parts has 35,000.
    static let maximumBytes = 65_536
    /// Calls that may be needed to read one file; each brings a byte or more, or is interrupted.
    static let maximumReads = 4_096
    /// The times of files that are believed, in seconds since 1970, the latest in the year 5138: some disks keep any
    /// number, and one at the end of the range could not be reckoned with.
    static let times: ClosedRange<Int64> = 0...100_000_000_000
    /// The folder in it for what was passed over.
    static let aside = "passed-over"
    /// The folder in it for what was reported and stays.
    static let reported = "reported"

    /// Its path.
    let path: String

    /// What there is to a name.
    enum Reading: Hashable, Sendable {
        /// A file, with when it was written last, in seconds.
        case bytes([UInt8], modifiedAt: Int64)
        /// Nothing that is of any concern: a folder, or it is gone.
        case nothing
        /// It cannot be read now, for want of something that the machine will have again.
        case later
        /// Something that is not read.
        case strange(String)
    }

    /// The names in it, in no order, but for hidden ones and the modems' storage of parts of long texts; nil if they
    /// cannot be read now.
    func names(limit: Int) -> [String]? {
        guard let folder = opendir(path) else { return Self.isPassing(errno) ? nil : [] }
        defer { closedir(folder) }
        var names: [String] = []
        while names.count < limit, let entry = readdir(folder) {
            // smstools and we write ASCII; what is no UTF-8 at all is left alone.
            guard let name = withUnsafeBytes(of: entry.pointee.d_name, { Self.name($0) }), !name.hasPrefix("."),
                name != Self.aside, !name.hasSuffix("-concatenated")
            else { continue }
            names.append(name)
        }
        return names
    }

    private static func name(_ bytes: UnsafeRawBufferPointer) -> String? {
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Reads a file, without following a link or waiting for a pipe.
    func read(_ name: String) -> Reading {
        let file = open("\(path)/\(name)", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            let code = errno
            if code == ENOENT { return .nothing }
            return Self.isPassing(code) ? .later : .strange("it cannot be opened: \(DropFolder.words(for: code))")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            return .strange("it cannot be looked at: \(DropFolder.words(for: errno))")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return .nothing
        default: return .strange("it is no file")
        }
        let isLong = Reading.strange("it is longer than \(Self.maximumBytes) bytes")
        guard status.st_size <= Self.maximumBytes else { return isLong }
        guard let bytes = Self.bytes(of: file) else {
            return .strange("it cannot be read: \(DropFolder.words(for: errno))")
        }
        guard bytes.count <= Self.maximumBytes else { return isLong }
        return .bytes(bytes, modifiedAt: min(max(Self.seconds(status), Self.times.lowerBound), Self.times.upperBound))
    }

    /// Whether a trouble is the machine's and not the file's, such as too many open files.
    static func isPassing(_ code: Int32) -> Bool { [EINTR, EMFILE, ENFILE, ENOMEM].contains(code) }

    /// Removes a file.
    ///
    /// - Returns: Whether it is gone.
    func remove(_ name: String) -> Bool { unlink("\(path)/\(name)") == 0 || errno == ENOENT }

    /// Moves a file out of the way, where somebody may look at it.
    ///
    /// - Returns: Whether it is gone from here.
    func setAside(_ name: String) -> Bool { move(name, to: Self.aside, mode: 0o770) }

    /// Moves a file to those that were reported, which nobody but the program needs to see.
    ///
    /// - Returns: Whether it is gone from here.
    func keepAsReported(_ name: String) -> Bool { move(name, to: Self.reported, mode: 0o700) }

    private func move(_ name: String, to folder: String, mode: mode_t) -> Bool {
        mkdir("\(path)/\(folder)", mode)
        return rename("\(path)/\(name)", "\(path)/\(folder)/\(name)") == 0
    }

    /// All bytes of an open file, one more than allowed at most; nil if it cannot be read.
    private static func bytes(of file: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: maximumBytes + 1)
        var filled = 0
        for _ in 0..<maximumReads {
            let count = buffer.withUnsafeMutableBytes { systemRead(file, $0, from: filled) }
            if count > 0 { filled += count }
            if count == 0 || filled == buffer.count { return Array(buffer.prefix(filled)) }
            if count < 0, errno != EINTR { return nil }
        }
        return nil
    }

    private static func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawBufferPointer, from start: Int) -> Int {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
        #if canImport(Glibc)
            return Glibc.read(file, rest.baseAddress, rest.count)
        #else
            return Darwin.read(file, rest.baseAddress, rest.count)
        #endif
    }

    private static func seconds(_ status: stat) -> Int64 {
        #if canImport(Glibc)
            Int64(status.st_mtim.tv_sec)
        #else
            Int64(status.st_mtimespec.tv_sec)
        #endif
    }
}
