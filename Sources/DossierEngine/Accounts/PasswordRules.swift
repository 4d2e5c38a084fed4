import DossierDomain
import SMSText

/// What a password must be (quy tắc mật khẩu): long enough and not among those that are tried first.
///
/// Any character may stand in it, blanks too, and none must: there are no rules of composition. It is brought into NFC
/// before it is judged or hashed, so that the same word typed on another keyboard is the same password.
///
/// Source: NIST SP 800-63B, 3.1.1.2.
public struct PasswordRules: Sendable {
    /// The least minimum that an installation may set, in characters.
    static let leastMinimum = 8
    /// The longest password taken, in bytes: 64 characters of any script fit.
    public static let maximumBytes = 256
    /// How many letters and digits must be left of a password without the words that everybody knows of its owner.
    static let leastRest = 6

    /// The shortest password taken, in characters.
    public let minimumLength: Int
    private let known: Set<String>
    private let contextWords: [String]

    /// Creates rules.
    ///
    /// - Parameters:
    ///   - minimumLength: The shortest password taken, in characters; ``leastMinimum`` or more.
    ///   - known: Passwords that are tried first, in any case, with or without accents.
    ///   - contextWords: Words that everybody knows here, such as the name of the service.
    public init(minimumLength: Int, known: [String], contextWords: [String]) {
        self.minimumLength = max(minimumLength, Self.leastMinimum)
        self.known = Set(known.map(Self.bare))
        self.contextWords = contextWords.map(Self.bare)
    }

    /// A password as it is judged and hashed.
    static func normalised(_ typed: String) -> String { VietnameseText.composed(typed) }

    /// Judges a password.
    ///
    /// - Parameters:
    ///   - password: The password, in NFC.
    ///   - username: Whose it shall be.
    ///   - place: His unit.
    /// - Throws: The rule that it breaks.
    func check(_ password: String, username: String, place: UnitPlace?) throws(PasswordDefect) {
        guard password.utf8.count <= Self.maximumBytes else { throw .tooLong }
        guard password.count >= minimumLength else { throw .tooShort }
        let bare = Self.bare(password)
        if Self.isMonotonous(bare) { throw .repetitive }
        if isKnown(bare) { throw .known }
        if isMadeOfNames(bare, names(of: username, place)) { throw .personal }
    }

    /// Lower case, without accents and blanks: how people vary what they know.
    private static func bare(_ text: String) -> String {
        VietnameseText.folded(text).filter { !$0.isWhitespace }
    }

    /// Whether it is a known one, perhaps with digits and marks around it.
    private func isKnown(_ bare: String) -> Bool {
        guard !known.contains(bare) else { return true }
        let core = bare.drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed()
        return core.count >= 4 && bare.count - core.count <= 8 && known.contains(String(core))
    }

    private func names(of username: String, _ place: UnitPlace?) -> [String] {
        let own = [username, place?.unit.rawValue ?? ""].map(Self.bare)
        let joined = own.map { $0.filter { $0.isLetter || $0.isNumber } }
        return (contextWords + own + joined).filter { $0.count >= 3 }.sorted { $0.count > $1.count }
    }

    private func isMadeOfNames(_ bare: String, _ names: [String]) -> Bool {
        var rest = bare
        for name in names { rest = rest.replacing(name, with: "") }
        guard rest.count < bare.count else { return false }
        let letters = rest.filter { $0.isLetter || $0.isNumber }
        return letters.count < Self.leastRest || known.contains(letters) || Self.isMonotonous(letters)
    }

    /// Whether it is one or two characters, a short piece over and over, or a run such as `abcdefgh` or `87654321`.
    private static func isMonotonous(_ text: String) -> Bool {
        let letters = Array(text.unicodeScalars.map(\.value))
        guard Set(letters).count > 2 else { return true }
        for period in 1...4 where letters.count >= period * 2 {
            if letters.indices.dropFirst(period).allSatisfy({ letters[$0] == letters[$0 - period] }) { return true }
        }
        let steps = Set(zip(letters.dropFirst(), letters).map { Int64($0) - Int64($1) })
        return steps == [1] || steps == [-1]
    }
}

/// The rule that a password breaks (lỗi mật khẩu).
public enum PasswordDefect: Error, Hashable, Sendable, CaseIterable {
    /// It has too few characters.
    case tooShort
    /// It has more bytes than are taken.
    case tooLong
    /// It is among those that are tried first.
    case known
    /// It is made of the user's name, his unit or the name of the service.
    case personal
    /// It is a short piece over and over, or a run of neighbours.
    case repetitive
    /// It is the password so far.
    case unchanged

    /// The code by which it is told.
    public var code: FieldError.Code {
        switch self {
        case .tooShort: .passwordTooShort
        case .tooLong: .passwordTooLong
        case .known: .passwordKnown
        case .personal: .passwordPersonal
        case .repetitive: .passwordRepetitive
        case .unchanged: .passwordUnchanged
        }
    }
}
