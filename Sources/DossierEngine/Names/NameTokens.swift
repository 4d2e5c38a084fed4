import SMSText

/// What dossiers are found by when somebody types a name (từ khóa tìm tên): keyed hashes of its words without accents,
/// cut so short that words share them.
///
/// There are ``count`` tokens. A district's names have some six thousand words, with those of companies, so that as a
/// rule a token is that of more words than one, and whoever has the database but not the key cannot tell which of them
/// a dossier has. What that costs is cheap: of a million dossiers a rare word leads to some four hundred strangers, and
/// every candidate's own name is read before it is shown. The commonest words have no token at all, because how often
/// a token stands there would name them.
///
/// The names of companies and agencies, which are public, have tokens of all their words besides, made otherwise.
/// Whoever is shown only those finds by them alone, and so neither waits for people of a name nor learns how many they
/// are.
struct NameTokens: Sendable {
    /// How many tokens there are.
    static let count: Int64 = 1 << 12

    private let hash: KeyedHash

    /// Creates the tokens of a key of their own.
    init(key: [UInt8]) { hash = KeyedHash(key: key) }

    /// The commonest surnames and the two words between surname and given name that tell men from women.
    ///
    /// Source: Lê Trung Hoa, "Họ và tên người Việt Nam", 2005: these fourteen families (Huỳnh and Hoàng, Vũ and Võ are
    /// one each) are nine people in ten, each one in a hundred or more; the families behind them are no commoner than
    /// many given names. Văn and Thị: project decision, 2026-11-29, because they stand in half of all names.
    static let unindexed = Set(
        VietnameseWord.words(
            of: "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Văn Thị"
        )
    )

    private static let unindexedSpellings = Set(unindexed.map(\.spelling))
    private static let unindexedFolded = Set(unindexed.map(\.folded))

    /// Whether a word has a token, and whether a typed one leads to all words that it may mean.
    ///
    /// `Vân` has one, `Văn` has none; `van`, which may be either, has none.
    static func indexes(_ word: VietnameseWord) -> Bool {
        word.hasAccents ? !unindexedSpellings.contains(word.spelling) : !unindexedFolded.contains(word.folded)
    }

    /// The tokens of both names of a sheet, and those of a public name, in order, each once.
    func tokens(of sheet: ApplicantSheet) -> [Int64] {
        let names = [sheet.applicant.name, sheet.submitter?.name].compactMap { $0 }
        let own = tokens(of: names.flatMap(VietnameseWord.words))
        guard sheet.applicant.kind.hasPublicName else { return own }
        return Set(own + publicTokens(of: VietnameseWord.words(of: sheet.applicant.name))).sorted()
    }

    /// The tokens that whatever a query finds has, in order, each once; none if it has only the commonest words.
    func tokens(of query: NameQuery) -> [Int64] { tokens(of: query.words) }

    /// The tokens that every public name has that a query finds, in order, each once; one at least.
    func publicTokens(of query: NameQuery) -> [Int64] { publicTokens(of: query.words) }

    private func tokens(of words: [VietnameseWord]) -> [Int64] {
        Set(Set(words.filter(Self.indexes).map(\.folded)).map { token("name", $0) }).sorted()
    }

    private func publicTokens(of words: [VietnameseWord]) -> [Int64] {
        Set(Set(words.map(\.folded)).map { token("public name", $0) }).sorted()
    }

    private func token(_ kind: String, _ folded: String) -> Int64 {
        let digest = hash.digest(of: [Array(kind.utf8), Array(folded.utf8)])
        return digest.bytes.prefix(4).reduce(Int64(0)) { $0 << 8 | Int64($1) } % Self.count
    }
}
