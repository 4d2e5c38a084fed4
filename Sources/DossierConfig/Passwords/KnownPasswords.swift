/// The passwords that are tried first (mật khẩu dễ đoán), from `passwords.yaml`.
public struct KnownPasswords: Hashable, Sendable {
    /// Passwords that are refused, in lower case without accents and blanks.
    public let passwords: [String]
    /// Words of which a password must not be made: names that everybody knows here.
    public let contextWords: [String]
}

extension KnownPasswords {
    /// Reads a file whose schema has been checked; nil if it has mistakes, which are then noted.
    init?(from root: ConfigCursor, log: DefectLog) {
        let known = log.defects.count
        var seen: Set<String> = []
        for word in root["passwords"]?.elements ?? [] {
            guard let text = word.node.text, !seen.insert(text).inserted else { continue }
            log.add(word.defect("The password \(text) stands twice.", "Mật khẩu \(text) bị lặp lại."))
        }
        passwords = root["passwords"]?.elements.compactMap(\.node.text) ?? []
        contextWords = root["contextWords"]?.elements.compactMap(\.node.text) ?? []
        guard log.defects.count == known else { return nil }
    }
}
