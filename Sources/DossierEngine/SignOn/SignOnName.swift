import SMSText

/// The names of accounts that were made for somebody of the provider (tên tài khoản đăng nhập một lần).
///
/// They begin with a mark of the provider, so that nobody who has chosen his name there, `admin` for example, is taken
/// for a local account here; which of them an account is, the identity tells and never the name.
struct SignOnName: Sendable {
    /// How many names are tried before the one of the identity's hash is taken.
    static let maximumTries = 50
    private static let maximumLength = 40
    /// How much of the hash stands in a name that has to be the identity's alone, in characters of 4 bits.
    private static let hashLength = 24

    private let base: String
    private let digest: Digest

    /// Makes names of a mark and what the provider calls somebody; of the identity's hash if that leaves nothing.
    init(mark: String, called name: String?, digest: Digest) {
        let letters = VietnameseText.folded(name ?? "").prefix(while: { $0 != "@" }).utf8.map { byte -> UInt8 in
            switch byte {
            case 0x30...0x39, 0x61...0x7A, 0x2D, 0x2E, 0x5F: byte
            default: 0x2D
            }
        }
        let text = String(decoding: letters.prefix(Self.maximumLength), as: UTF8.self)
        let isUsable = text.utf8.contains { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
        base = mark + (isUsable ? text : String(digest.hexadecimal.prefix(12)))
        self.digest = digest
    }

    /// The first of its names that is free; the last of them no namesake has.
    ///
    /// - Parameter isTaken: Whether there is an account of a name.
    /// - Returns: The name; nil if somebody was given even the last one, by hand.
    func free(_ isTaken: (String) throws -> Bool) rethrows -> String? {
        for number in 1...Self.maximumTries {
            let name = number == 1 ? base : "\(base)-\(number)"
            let isFree = try isTaken(name) == false
            if isFree { return name }
        }
        let beginning = base.prefix(Username.maximumLength - 1 - Self.hashLength)
        let last = "\(beginning)-\(digest.hexadecimal.prefix(Self.hashLength))"
        return try isTaken(last) ? nil : last
    }
}
