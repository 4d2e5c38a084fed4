public import DossierDomain
public import WorkingCalendar

/// An ended dossier whose personal data may be erased (hồ sơ hết thời hạn lưu).
public struct DueErasure: Hashable, Sendable {
    /// The dossier.
    public let code: DossierCode
    /// Its procedure.
    public let procedure: ProcedureCode
    /// Since which day.
    public let since: LocalDate
    /// How many entries of the vault it has.
    public let entries: Int
}

/// Looks for dossiers whose time is over (tìm hồ sơ hết thời hạn lưu), one bounded page after the other.
public struct RetentionSearch: Sendable {
    /// How many dossiers are looked at in one transaction.
    public static let pageSize = 500
    private static let ends: [Status] = [.refused, .stopped, .handedOver]

    /// Where the search stands.
    public struct Place: Hashable, Sendable {
        fileprivate var end = 0
        fileprivate var before: StreamID?

        /// The beginning.
        public init() {}
    }

    /// What one page holds.
    public struct Page: Sendable {
        /// The dossiers whose time is over.
        public var due: [DueErasure] = []
        /// How many ended dossiers have time left.
        public var later = 0
        /// The first day on which one of those is due; nil if there is none.
        public var next: LocalDate?
        /// How many ended dossiers cannot be read.
        public var damaged = 0
        /// Where the search goes on; nil at its end.
        public var place: Place?
    }

    private let rules: RetentionRules
    private let today: LocalDate

    /// Creates a search.
    ///
    /// - Parameters:
    ///   - rules: How long data are kept.
    ///   - today: The present day.
    public init(rules: RetentionRules, today: LocalDate) {
        self.rules = rules
        self.today = today
    }

    /// Looks at a page of ended dossiers.
    ///
    /// - Parameters:
    ///   - place: Where to go on.
    ///   - snapshot: The store.
    /// - Returns: What there is; dossiers without any personal datum are left out.
    /// - Throws: ``StoreError``.
    public func page(at place: Place, in snapshot: any StoreSnapshot) throws -> Page {
        var filter = DossierFilter()
        filter.status = Self.ends[place.end]
        let found = try snapshot.dossiers(matching: filter, before: place.before, limit: Self.pageSize)
        var page = Page()
        for stored in found {
            do {
                try take(stored, into: &page, in: snapshot)
            } catch is StoredFormDefect {
                page.damaged += 1
            }
        }
        page.place = Self.next(after: place, found)
        return page
    }

    private func take(_ stored: StoredDossier, into page: inout Page, in snapshot: any StoreSnapshot) throws {
        let dossier = try DossierCodec.decode(stored.state)
        guard let since = rules.erasable(dossier) else { return }
        let entries = try PersonalDataErasure.entries(of: stored.id, in: snapshot).count
        guard entries > 0 else { return }
        guard since <= today else {
            page.later += 1
            page.next = min(page.next ?? since, since)
            return
        }
        let procedure = dossier.registration.procedure.code
        page.due.append(DueErasure(code: dossier.code, procedure: procedure, since: since, entries: entries))
    }

    private static func next(after place: Place, _ found: [StoredDossier]) -> Place? {
        var next = place
        if found.count == pageSize {
            next.before = found.last?.id
        } else {
            next.end += 1
            next.before = nil
        }
        return next.end < ends.count ? next : nil
    }
}

/// Erases the personal data of dossiers whose time is over (xóa dữ liệu hết thời hạn lưu), in bounded batches.
///
/// It may be stopped at any point and run again: what is erased is not found any more.
public struct RetentionRun: Sendable {
    /// How many dossiers are erased in one transaction.
    public static let batchSize = 100

    private let store: any DossierStore
    private let rules: RetentionRules
    private let source: StoredConfiguration?
    private let machineClock: any WallClock
    private let erasure: PersonalDataErasure

    /// Creates the work.
    ///
    /// - Parameters:
    ///   - store: What is erased from.
    ///   - rules: How long data are kept.
    ///   - source: The exact content of the rules, which the first erasure keeps; nil for rules that stand in no file.
    ///   - machineClock: The time of the machine.
    public init(
        store: any DossierStore,
        rules: RetentionRules,
        source: StoredConfiguration? = nil,
        machineClock: any WallClock
    ) {
        self.store = store
        self.rules = rules
        self.source = source
        self.machineClock = machineClock
        erasure = PersonalDataErasure(store: store, machineClock: machineClock)
    }

    /// Erases what is due.
    ///
    /// - Parameter progress: Told of each batch once it is erased; if it throws, the work stops there.
    /// - Returns: How many dossiers cannot be read and keep what they have.
    /// - Throws: ``StoreError``, of code unsuitable if the version of the rules was used with other content; whatever
    ///   the closure throws.
    @discardableResult
    public func run(progress: ([DueErasure]) async throws -> Void) async throws -> Int {
        let now = try await store.read { [machineClock] in
            try Installation.present(in: $0, machineClock: machineClock)
        }
        let search = RetentionSearch(rules: rules, today: LocalDateTime(now).date)
        var place: RetentionSearch.Place? = RetentionSearch.Place()
        var damaged = 0
        while let here = place {
            let page = try await store.read { try search.page(at: here, in: $0) }
            damaged += page.damaged
            var rest = page.due[...]
            while !rest.isEmpty {
                let batch = Array(rest.prefix(Self.batchSize))
                rest = rest.dropFirst(Self.batchSize)
                try await erasure.erase(batch, by: rules, of: source)
                try await progress(batch)
            }
            place = page.place
        }
        return damaged
    }
}
