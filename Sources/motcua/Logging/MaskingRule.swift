/// The rule by which metadata that could be a personal datum or a secret is kept out of the log.
enum MaskingRule {
    /// What is written instead of a masked value.
    static let mask = "***"

    /// Names that are masked, in lower case: the fields of an applicant, look-up PINs, credentials and typed texts.
    private static let names: Set<String> = [
        "phone", "name", "identitynumber", "address", "pin", "password", "token", "authorization", "text",
    ]

    /// Tells whether the value of this key is masked: the key, or what follows its last dot, is one of the names,
    /// in whatever case.
    static func masks(_ key: String) -> Bool {
        guard key.utf8.contains(0x2E) else { return names.contains(key.lowercased()) }
        let last = key.split(separator: ".", omittingEmptySubsequences: true).last ?? Substring(key)
        return names.contains(last.lowercased())
    }
}
