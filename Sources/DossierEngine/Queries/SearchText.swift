import DossierDomain

/// What somebody typed to find dossiers (nội dung tìm kiếm), as it is meant.
public enum SearchText: Hashable, Sendable {
    /// A whole identity or telephone number, in any writing.
    case number(String)
    /// A part of a code, in capitals.
    case code(String)
    /// Words of a name.
    case name(NameQuery)

    /// Judges a typed text.
    ///
    /// A whole number is a person's. Letters, digits, dots and hyphens without a blank, a digit among them, are a part
    /// of a code. Anything else with a letter is a name.
    ///
    /// - Parameter typed: A clean text.
    /// - Throws: ``FieldDefect`` of code too-many if it is a name of too many words.
    public init(_ typed: String) throws(FieldDefect) {
        if PersonTerms.isNumber(typed) {
            self = .number(typed)
        } else if let code = DossierCode(typed) {
            // A whole code is forgiven what it is in a look-up: case, blanks and missing dots.
            self = .code(code.text)
        } else if !Self.isCode(typed), let name = try NameQuery(typed) {
            self = .name(name)
        } else {
            self = .code(typed.uppercased())
        }
    }

    private static func isCode(_ typed: String) -> Bool {
        typed.contains(where: \.isNumber)
            && typed.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
                default: false
                }
            }
    }
}

/// What somebody looks for among dossiers (yêu cầu tra cứu hồ sơ): everything that is given must hold.
public struct DossierSearch: Hashable, Sendable {
    /// What the list is narrowed to; agency, terms and tokens are set by the queries.
    public var filter = DossierFilter()
    /// What was typed; nil for nothing.
    public var text: SearchText?

    /// Creates a search that finds everything.
    public init() {}

    /// Whether the list is in the order of receipt, so that its places have the time of receipt; see
    /// ``DossierFilter/isOrderedByReceipt``.
    public var isOrderedByReceipt: Bool { filter.received != nil && name?.isIndexed != true }

    /// The name that is looked for.
    var name: NameQuery? {
        if case .name(let query)? = text { query } else { nil }
    }

    /// The filter with what was typed.
    ///
    /// - Throws: ``StoreError`` of code damaged if the database has no key for what was typed, of code unsuitable while
    ///   the vault is locked.
    func filter(in snapshot: any StoreSnapshot) throws -> DossierFilter {
        var filter = filter
        switch text {
        case nil: break
        case .code(let fragment): filter.codeFragment = fragment
        case .number(let typed):
            filter.personTerms = try PersonTerms(key: snapshot.neededHashKey(.person)).terms(typed: typed)
        case .name(let query):
            let tokens = try NameTokens(key: snapshot.neededHashKey(.name)).tokens(of: query)
            filter.nameTokens = tokens.isEmpty ? nil : tokens
        }
        return filter
    }

    /// The filters whose lists together have whatever somebody may find, for each agency.
    ///
    /// Whoever is shown nearly everybody masked is not led through all people of a name or a number: he would wait for
    /// them, and learn from it how many they are and who they are.
    ///
    /// - Parameters:
    ///   - reaches: Which dossiers he may be shown whole, by each of his posts.
    ///   - snapshot: The store.
    /// - Returns: The filters; none if he can find nothing. A dossier may be on the lists of several, which are in the
    ///   same order.
    /// - Throws: As ``filter(in:)``.
    func filters(within reaches: [PersonalDataReach], in snapshot: any StoreSnapshot) throws -> [DossierFilter] {
        let filter = try filter(in: snapshot)
        // For the commonest words in some days all dossiers of these days are looked through, which are no secret;
        // public names would come in another order.
        guard isOfPersons, !reaches.contains(.desk), name == nil || filter.received == nil || name?.isIndexed == true
        else { return [filter] }
        var filters: [DossierFilter] = []
        if let name {
            var open = filter
            open.nameTokens = try NameTokens(key: snapshot.neededHashKey(.name)).publicTokens(of: name)
            filters.append(open)
        }
        for reach in Set(reaches) {
            guard case .activeAt(let place) = reach else { continue }
            var near = filter
            near.unit = place.description
            near.otherUnit = filter.unit
            filters.append(near)
        }
        return filters
    }

    /// Whether persons are looked for, of whom only those are found who are shown whole.
    var isOfPersons: Bool {
        switch text {
        case .number, .name: true
        case .code, nil: false
        }
    }
}
