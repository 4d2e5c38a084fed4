import SMSText

/// What a person's dossiers are found by (tìm theo số định danh, số điện thoại): keyed hashes of whole numbers in their
/// normal form, cut to eight bytes.
///
/// The key is wrapped by the vault's, so that nobody who steals the database can try numbers against them. Among ten
/// million of them the chance that a search finds a stranger's is below one in a million millions.
struct PersonTerms: Sendable {
    private let hash: KeyedHash
    private let kindPrefix: String

    init(key: [UInt8]) { self.init(KeyedHash(key: key), kindPrefix: "") }

    private init(_ hash: KeyedHash, kindPrefix: String) {
        self.hash = hash
        self.kindPrefix = kindPrefix
    }

    /// The same for sheets of before a correction (số trên tờ khai trước đính chính), under other terms: whoever looks
    /// for a number finds no dossier by them, since it may be a stranger's, and who tells a person what is kept on him
    /// finds it.
    var former: PersonTerms { PersonTerms(hash, kindPrefix: "former ") }

    /// The terms of an applicant and of whoever stands in for him.
    func terms(of sheet: ApplicantSheet) -> [Int64] {
        var terms: [Int64] = []
        for number in [sheet.applicant.identityNumber, sheet.submitter?.identityNumber].compactMap({ $0 }) {
            terms.append(identityTerm(number))
        }
        for phone in [sheet.applicant.phone, sheet.submitter?.phone].compactMap({ $0 }) {
            terms.append(phoneTerm(phone))
        }
        return terms
    }

    /// The terms that a typed text may mean; none if it is neither a whole identity number nor a telephone number.
    func terms(typed text: String) -> [Int64] {
        var terms: [Int64] = []
        // Anything else is looked for in codes, which is no failure.
        if let number = try? PersonRules.identityNumber(text, kind: .business) { terms.append(identityTerm(number)) }
        if let phone = PhoneNumber(vietnamese: text) { terms.append(phoneTerm(phone)) }
        return terms
    }

    /// Whether a typed text is a whole identity or telephone number.
    static func isNumber(_ text: String) -> Bool {
        // Anything else is no number, which is no failure.
        PhoneNumber(vietnamese: text) != nil || (try? PersonRules.identityNumber(text, kind: .business)) != nil
    }

    private func identityTerm(_ number: String) -> Int64 { term("identity", number.filter { $0 != "-" }) }

    private func phoneTerm(_ phone: PhoneNumber) -> Int64 { term("phone", phone.e164) }

    private func term(_ kind: String, _ value: String) -> Int64 {
        let digest = hash.digest(of: [Array((kindPrefix + kind).utf8), Array(value.utf8)])
        return digest.bytes.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }
}
