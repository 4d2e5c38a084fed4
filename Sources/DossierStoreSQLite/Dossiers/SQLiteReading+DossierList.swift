import DossierDomain
import DossierEngine
import WorkingCalendar

/// Lists of dossiers (danh sách hồ sơ) and inboxes.
extension SQLiteReading {
    func dossiers(matching filter: DossierFilter, before stream: StreamID?, limit: Int) throws -> [StoredDossier] {
        if let terms = filter.personTerms { return try list(terms, filter, before: stream, limit: limit) }
        // Each list walks the index that narrows it most, newest first, and stops when the page is full.
        if filter.unit != nil { return try list(DossierListSQL.ofUnit, filter, before: stream, limit: limit) }
        if filter.agency != nil { return try list(DossierListSQL.ofAgency, filter, before: stream, limit: limit) }
        return try list(DossierListSQL.ofAll, filter, before: stream, limit: limit)
    }

    private func list(
        _ sql: StaticString,
        _ filter: DossierFilter,
        before stream: StreamID?,
        limit: Int
    ) throws -> [StoredDossier] {
        try statements.all(
            sql,
            .integer(stream?.number ?? .max),
            .limit(limit),
            .optional(filter.agency),
            .optional(filter.unit),
            .optional(filter.status.map { Int64($0.rawValue) }),
            .optional(filter.late.map { $0.isLate ? 1 : 0 }),
            .instant(filter.late?.now),
            .optional(filter.codeFragment.map(Self.pattern(containing:))),
            read: StoredDossier.init
        )
    }

    /// The dossiers of a person: few, found by his terms.
    private func list(
        _ terms: [Int64],
        _ filter: DossierFilter,
        before stream: StreamID?,
        limit: Int
    ) throws -> [StoredDossier] {
        try statements.all(
            DossierListSQL.ofPerson,
            .integer(stream?.number ?? .max),
            .limit(limit),
            .optional(filter.agency),
            .optional(filter.unit),
            .optional(filter.status.map { Int64($0.rawValue) }),
            .optional(filter.late.map { $0.isLate ? 1 : 0 }),
            .instant(filter.late?.now),
            .optional(filter.codeFragment.map(Self.pattern(containing:))),
            .optional(terms.first),
            .optional(terms.last),
            read: StoredDossier.init
        )
    }

    /// The LIKE pattern of texts that contain a fragment, in which `%` and `_` stand for themselves.
    private static func pattern(containing fragment: String) -> String {
        var pattern = "%"
        for character in fragment {
            if character == "%" || character == "_" || character == "\\" { pattern.append("\\") }
            pattern.append(character)
        }
        return pattern + "%"
    }
}

/// The queries of dossier lists.
///
/// All take the same values, the one of a person two terms more: 1 before, 2 limit, 3 agency, 4 unit, 5 status, 6 late,
/// 7 now, 8 code pattern; NULL where a filter is not asked for. Late is what the public status says too: the instant
/// that counts, rounded down to a whole second, lies after the appointment.
enum DossierListSQL {
    /// The dossiers with a step under way at a unit: few, found by the unit's inbox.
    static let ofUnit: StaticString = """
        SELECT dossier.id, state.state
        FROM dossier
        JOIN dossierState AS state ON state.dossier = dossier.id
        WHERE dossier.id IN (SELECT active.dossier FROM activeStep AS active WHERE active.place = ?4)
          AND dossier.id < ?1
          AND (?3 IS NULL OR EXISTS (
              SELECT 1 FROM dossierAgency AS part WHERE part.agency = ?3 AND part.dossier = dossier.id))
          AND (?5 IS NULL OR dossier.status = ?5)
          AND (?6 IS NULL
              OR ?6 = COALESCE(COALESCE(dossier.frozenAt, ?7) / 1000 * 1000 > dossier.dueAt, 0))
          AND (?8 IS NULL OR dossier.code LIKE ?8 ESCAPE '\\')
        ORDER BY dossier.id DESC
        LIMIT ?2
        """

    /// The dossiers with an entry of one of two terms, 9 and 10.
    static let ofPerson: StaticString = """
        SELECT dossier.id, state.state
        FROM dossier
        JOIN dossierState AS state ON state.dossier = dossier.id
        WHERE dossier.id IN (
              SELECT vault.stream FROM vaultTerm AS found CROSS JOIN vault ON vault.number = found.entry
              WHERE found.term IN (?9, ?10))
          AND dossier.id < ?1
          AND (?3 IS NULL OR EXISTS (
              SELECT 1 FROM dossierAgency AS part WHERE part.agency = ?3 AND part.dossier = dossier.id))
          AND (?4 IS NULL OR EXISTS (
              SELECT 1 FROM activeStep AS active WHERE active.place = ?4 AND active.dossier = dossier.id))
          AND (?5 IS NULL OR dossier.status = ?5)
          AND (?6 IS NULL
              OR ?6 = COALESCE(COALESCE(dossier.frozenAt, ?7) / 1000 * 1000 > dossier.dueAt, 0))
          AND (?8 IS NULL OR dossier.code LIKE ?8 ESCAPE '\\')
        ORDER BY dossier.id DESC
        LIMIT ?2
        """

    /// The dossiers that an agency has a part in.
    static let ofAgency: StaticString = """
        SELECT dossier.id, state.state
        FROM dossierAgency AS part
        CROSS JOIN dossier ON dossier.id = part.dossier
        CROSS JOIN dossierState AS state ON state.dossier = dossier.id
        WHERE part.agency = ?3 AND part.dossier < ?1
          AND (?5 IS NULL OR dossier.status = ?5)
          AND (?6 IS NULL
              OR ?6 = COALESCE(COALESCE(dossier.frozenAt, ?7) / 1000 * 1000 > dossier.dueAt, 0))
          AND (?8 IS NULL OR dossier.code LIKE ?8 ESCAPE '\\')
        ORDER BY part.dossier DESC
        LIMIT ?2
        """

    /// All dossiers.
    static let ofAll: StaticString = """
        SELECT dossier.id, state.state
        FROM dossier
        CROSS JOIN dossierState AS state ON state.dossier = dossier.id
        WHERE dossier.id < ?1
          AND (?5 IS NULL OR dossier.status = ?5)
          AND (?6 IS NULL
              OR ?6 = COALESCE(COALESCE(dossier.frozenAt, ?7) / 1000 * 1000 > dossier.dueAt, 0))
          AND (?8 IS NULL OR dossier.code LIKE ?8 ESCAPE '\\')
        ORDER BY dossier.id DESC
        LIMIT ?2
        """
}
