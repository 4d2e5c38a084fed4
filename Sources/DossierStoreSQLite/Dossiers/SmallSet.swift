import DossierDomain
import DossierEngine
import WorkingCalendar

/// A set of dossiers that is small enough to be read whole for each page (tập nhỏ).
enum SmallSet {
    /// Those of a person's numbers, in the order of receipt.
    case person([Int64])
    /// Those of a day's serial.
    case code(CodeEnd)
    /// Those with few codes that another part of a code can be of.
    case coded([Int64])
    /// Those in a unit's inbox, under all of some tokens of names, four at most.
    case unit(String, tokens: [Int64])
    /// The late ones.
    case late
    /// Those of a rare status, in the order of receipt.
    case status(Status)
    /// Those of a rare procedure, in the order of receipt.
    case procedure(String)
}

extension SQLiteReading {
    /// A set that is small enough to be read whole; nil if there is none.
    func smallSet(of filter: DossierFilter, rows: Int) throws -> SmallSet? {
        let size = Self.setSize(rows)
        if let unit = filter.unit, filter.personTerms == nil, try inboxCount(of: unit, upTo: size + 1) <= size {
            return .unit(unit, tokens: Array((filter.nameTokens ?? []).prefix(4)))
        }
        guard filter.nameTokens == nil else { return nil }
        if let fragment = filter.codeFragment {
            if let end = CodeEnd(fragment) { return .code(end) }
            if let found = try coded(fragment, paddings: filter.serialDigits, upTo: size) { return .coded(found) }
        }
        if filter.late?.isLate == true, let now = filter.late?.now, try lateCount(at: now, upTo: size + 1) <= size {
            return .late
        }
        guard filter.isOrderedByReceipt else { return nil }
        if let terms = filter.personTerms {
            return try termCount(of: terms, upTo: size + 1) <= size ? .person(terms) : nil
        }
        if let status = filter.status, try count(along: .status(status), upTo: size + 1) <= size {
            return .status(status)
        }
        if let procedure = filter.procedure?.rawValue,
            try count(along: .procedure(procedure), upTo: size + 1) <= size
        {
            return .procedure(procedure)
        }
        return nil
    }

    /// How many dossiers a set may have to be read whole: all its rows are looked at, also for a later page.
    private static func setSize(_ rows: Int) -> Int { rows == .max ? .max - 1 : rows / 4 }

    private func inboxCount(of unit: String, upTo most: Int) throws -> Int {
        try count(
            "SELECT COUNT(*) FROM (SELECT 1 FROM activeStep WHERE place = ? LIMIT ?)",
            .text(unit),
            upTo: most
        )
    }

    /// How many dossiers are late or became so in the second before, as far as they are counted.
    func lateCount(at now: Instant, upTo most: Int) throws -> Int {
        let running = try count(
            "SELECT COUNT(*) FROM (SELECT 1 FROM dossier WHERE frozenAt IS NULL AND dueAt < ? LIMIT ?)",
            .instant(now),
            upTo: most
        )
        guard running < most else { return running }
        let frozen = try statements.first(
            """
            SELECT COUNT(*)
            FROM (SELECT 1 FROM dossier INDEXED BY dossier_late WHERE frozenAt > dueAt LIMIT ?)
            """,
            .limit(most - running)
        ) { $0.count(0) }
        return running + (frozen ?? 0)
    }

    private func termCount(of terms: [Int64], upTo most: Int) throws -> Int {
        try statements.first(
            """
            SELECT COUNT(*)
            FROM (SELECT 1 FROM vaultTerm WHERE term & 1023 IN (?1 & 1023, ?2 & 1023) AND term IN (?1, ?2) LIMIT ?3)
            """,
            .optional(terms.first),
            .optional(terms.last),
            .limit(most)
        ) { $0.count(0) } ?? 0
    }
}
