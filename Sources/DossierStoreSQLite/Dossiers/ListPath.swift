import DossierDomain
import DossierEngine
import WorkingCalendar

/// An index along which a list is walked (đường duyệt), newest first.
enum ListPath {
    /// All dossiers, by registration.
    case all
    /// An agency's, by registration.
    case agency(String)
    /// A procedure's, by registration.
    case procedure(String)
    /// Those of a status, by registration.
    case status(Status)
    /// Those of a person's numbers, by registration.
    case person([Int64])
    /// Those of a time, by receipt.
    case receipt
    /// Those under tokens of names, the rarest first, one at least; by registration.
    case tokens([Int64])
    /// The late ones and a few more, those that became so in the second before, newest first; by registration.
    case late([Int64])

    /// Whether the walked index alone says that a row is found.
    var saysAll: Bool {
        switch self {
        case .tokens(let tokens): tokens.count == 1
        case .person, .late: false
        case .all, .agency, .procedure, .status, .receipt: true
        }
    }

    /// Whether a window is read whole before the first of its rows is given.
    var isSet: Bool {
        switch self {
        case .person, .late: true
        case .all, .agency, .procedure, .status, .receipt, .tokens: false
        }
    }

    /// What a filter asks for besides what the walked index says.
    func narrowed(_ filter: DossierFilter) -> DossierFilter {
        var narrowed = filter
        switch self {
        case .agency: narrowed.agency = nil
        case .procedure: narrowed.procedure = nil
        case .status: narrowed.status = nil
        case .person: narrowed.personTerms = nil
        case .receipt: narrowed.received = nil
        case .tokens, .late, .all: break
        }
        return narrowed
    }
}

extension SQLiteReading {
    /// The index along which a list is walked.
    func path(of filter: DossierFilter, rows: Int) throws -> ListPath {
        if let tokens = filter.nameTokens { return .tokens(try rarestFirst(tokens)) }
        if filter.isOrderedByReceipt { return .receipt }
        if let terms = filter.personTerms { return .person(terms) }
        var paths: [ListPath] = []
        if let procedure = filter.procedure { paths.append(.procedure(procedure.rawValue)) }
        if let agency = filter.agency { paths.append(.agency(agency)) }
        if let status = filter.status { paths.append(.status(status)) }
        let lateAt = filter.late.flatMap { $0.isLate ? $0.now : nil }
        guard paths.count > 1 || lateAt != nil else { return paths.first ?? .all }
        // Counted no further than one page walks anyway.
        let most = min(rows, Self.countedRows)
        let counted = try paths.map { (count: try count(along: $0, upTo: most), path: $0) }
        let shortest = counted.min { $0.count < $1.count } ?? (count: most, path: .all)
        // The newest dossiers are seldom late: where both are long, the late ones are the shorter way to a full page.
        if let lateAt, try lateCount(at: lateAt, upTo: most) <= shortest.count, let late = try lateNumbers(at: lateAt) {
            return .late(late)
        }
        return shortest.path
    }

    /// Up to how many rows of an index are counted to find the shortest.
    private static var countedRows: Int { 20_000 }

    /// Up to how many late dossiers are put into the order of registration for a page, because the indexes that know
    /// them are in that of appointments; of more the list is walked like any other.
    private static var maximumLate: Int { 100_000 }

    /// The numbers of the late dossiers and a few more, newest first; nil if they are more than may be.
    private func lateNumbers(at now: Instant) throws -> [Int64]? {
        let numbers = try statements.all(
            """
            SELECT id FROM dossier INDEXED BY dossier_late WHERE frozenAt > dueAt
            UNION ALL
            SELECT id FROM dossier INDEXED BY dossier_running WHERE frozenAt IS NULL AND dueAt < ?
            LIMIT ?
            """,
            .instant(now),
            .limit(Self.maximumLate + 1)
        ) { $0.integer(0) }
        return numbers.count <= Self.maximumLate ? numbers.sorted(by: >) : nil
    }

    /// How many rows an index of an agency, a procedure or a status has, as far as they are counted.
    func count(along path: ListPath, upTo most: Int) throws -> Int {
        switch path {
        case .agency(let agency):
            try count(
                "SELECT COUNT(*) FROM (SELECT 1 FROM dossierAgency WHERE agency = ? LIMIT ?)",
                .text(agency),
                upTo: most
            )
        case .procedure(let code):
            try count(
                "SELECT COUNT(*) FROM (SELECT 1 FROM dossier WHERE procedureCode = ? LIMIT ?)",
                .text(code),
                upTo: most
            )
        case .status(let status):
            try count(
                "SELECT COUNT(*) FROM (SELECT 1 FROM dossier WHERE status = ? LIMIT ?)",
                .count(status.rawValue),
                upTo: most
            )
        case .all, .person, .receipt, .tokens, .late: most
        }
    }

    /// The tokens of fewest dossiers, as far as they are counted, first; four of them at most.
    private func rarestFirst(_ tokens: [Int64]) throws -> [Int64] {
        guard tokens.count > 1 else { return tokens }
        let counted = try tokens.map { token in
            let count = try count(
                "SELECT COUNT(*) FROM (SELECT 1 FROM nameToken WHERE token = ? LIMIT ?)",
                .integer(token),
                upTo: Self.countedDossiers
            )
            return (count: count, token: token)
        }
        return counted.sorted { ($0.count, $0.token) < ($1.count, $1.token) }.prefix(4).map(\.token)
    }

    /// Up to how many dossiers of a token are counted to find the rarest.
    private static var countedDossiers: Int { 2_000 }

    /// The number that a counting statement gives whose values are one of its own and a limit.
    func count(_ sql: StaticString, _ value: SQLValue, upTo most: Int) throws -> Int {
        try statements.first(sql, value, .limit(most)) { $0.count(0) } ?? 0
    }
}
