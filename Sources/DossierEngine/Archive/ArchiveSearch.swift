import DossierDomain
public import WorkingCalendar

/// Looks for dossiers of old years (tìm hồ sơ các năm cũ) that may be moved into the archive, page by page.
public struct ArchiveSearch: Sendable {
    /// How many dossiers are looked at at once.
    public static let pageSize = 200

    /// What one page holds.
    public struct Page: Sendable {
        /// The dossiers that may be moved.
        public var ready: [ArchivableDossier] = []
        /// How many ended before the day and are held back: something of them is under way, or they are not found by
        /// their names yet.
        public var held = 0
        /// How many ended later.
        public var later = 0
        /// How many cannot be read; verify names them.
        public var damaged = 0
        /// Where the search goes on; nil at its end.
        public var next: StreamID?
    }

    private let day: LocalDate

    /// Creates a search.
    ///
    /// - Parameter day: Dossiers that ended before it are looked for.
    public init(endedBefore day: LocalDate) { self.day = day }

    /// The last day that may be named: the first of the present year, so that nothing of it is moved.
    ///
    /// Source: project decision, 2026-11-29, because the year's reports and complaints are worked on in its dossiers.
    static func latestDay(on today: LocalDate) -> LocalDate? {
        LocalDate(year: today.year, month: 1, day: 1)
    }

    /// Looks at a page of ended dossiers.
    ///
    /// - Parameters:
    ///   - dossier: After which dossier; nil for the beginning.
    ///   - snapshot: The store.
    /// - Returns: What there is.
    /// - Throws: ``StoreError``.
    public func page(after dossier: StreamID?, in snapshot: any StoreSnapshot) throws -> Page {
        let found = try snapshot.endedDossiers(after: dossier, limit: Self.pageSize)
        var page = Page()
        page.next = found.count == Self.pageSize ? found.last?.id : nil
        let indexed = try NameIndexing.position(in: snapshot)
        for stored in found {
            do {
                try take(stored, indexed: indexed, into: &page, in: snapshot)
            } catch is StoredFormDefect {
                page.damaged += 1
            }
        }
        return page
    }

    private func take(
        _ stored: StoredDossier,
        indexed: Int64,
        into page: inout Page,
        in snapshot: any StoreSnapshot
    ) throws {
        let dossier = try DossierCodec.decode(stored.state)
        guard let ended = dossier.statusChanges.last?.at, LocalDateTime(ended).date < day else {
            page.later += 1
            return
        }
        let entries = try PersonalDataErasure.entries(of: stored.id, in: snapshot)
        // Behind that place nobody has looked for names yet, and in the archive nobody will.
        let isIndexed = dossier.applicant.number <= indexed || !entries.contains(dossier.applicant.number)
        guard isIndexed, try snapshot.isAwaited(stored.id) == false else {
            page.held += 1
            return
        }
        page.ready.append(ArchivableDossier(id: stored.id, code: dossier.code, entries: entries))
    }
}
