import DossierEngine

/// The written form of vault keys (tệp khóa): one key a line, its number, a colon and 64 hexadecimal digits.
///
/// `#` begins a comment. In an environment variable commas or blanks stand between the keys. Errors name lines and
/// never say what stands there.
enum VaultKeyText {
    /// What is wrong with a text.
    struct Defect: Error, Hashable {
        /// The line, from 1.
        let line: Int
    }

    /// The most keys of a ring: each rotation takes the old one away, so two are usual.
    static let maximumKeys = 16
    /// The most bytes of a file.
    static let maximumBytes = 16_384
    /// The largest number of a key.
    static let maximumID: Int64 = 1_000_000

    /// Reads keys.
    static func ring(_ text: String) throws(Defect) -> VaultKeyRing {
        var keys: [VaultKey] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }
            for word in content.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "," }) {
                guard let key = key(word), keys.count < maximumKeys else { throw Defect(line: index + 1) }
                keys.append(key)
            }
        }
        guard let ring = VaultKeyRing(keys) else { throw Defect(line: lines.count) }
        return ring
    }

    /// Writes keys as a file has them.
    static func text(_ ring: VaultKeyRing) -> String {
        let heading = """
            # Keys of MotCua's vault. With this file and the database all personal data can be read, without it none.
            # Keep a copy apart from the database and its copies. The key with the highest number is in use.
            # Khóa mã hóa dữ liệu cá nhân. Mất tệp này thì không ai đọc được dữ liệu đó nữa.
            # Hãy giữ một bản sao, để riêng với cơ sở dữ liệu và các bản sao của nó.
            """
        return heading + "\n" + ring.keys.map { "\($0.id):\(digits($0.bytes))\n" }.joined()
    }

    private static func key(_ word: Substring) -> VaultKey? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int64(parts[0]), (1...maximumID).contains(id),
            let bytes = Digest(hexadecimal: parts[1].lowercased())?.bytes
        else { return nil }
        return VaultKey(id: id, bytes: bytes)
    }

    private static func digits(_ bytes: [UInt8]) -> String { Digest(bytes: bytes)?.hexadecimal ?? "" }
}
