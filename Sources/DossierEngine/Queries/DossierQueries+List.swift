import DossierDomain
import WorkingCalendar

/// A part of a list of dossiers as staff are shown it.
public struct DossierListing: Sendable {
    /// The dossiers, newest first.
    public var files: [DossierFile] = []
    /// Where the list goes on; nil at its end.
    ///
    /// Set also where a bound was reached before the page was full.
    public var next: DossierPlace?
}

extension DossierQueries {
    /// How many rows of a list are looked at for one page, at most.
    ///
    /// Source: measured with `motcua bench --only search`: so many rows that no filter takes are walked in less than
    /// half of the fifty milliseconds that a page may take.
    static let maximumRowsExamined = 20_000
    /// How many dossiers are opened to read their names for one page, at most; likewise.
    static let maximumNamesRead = 400
    /// How many dossiers are taken from the list at once to read their names.
    private static let namesAtOnce = 64

    /// Dossiers of the account's agency that a search finds, newest first.
    ///
    /// A page may have fewer dossiers than asked for, or none, though the list goes on: then as much was looked at as
    /// one request may.
    ///
    /// - Parameters:
    ///   - search: What is looked for.
    ///   - place: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    ///   - account: Who asks. He finds nobody by a name or a number that he is shown masked in lists.
    /// - Returns: The dossiers, and where the list goes on.
    /// - Throws: `DossierRejection.forbidden` for those who may see no dossier, ``StoreError``.
    public func list(
        _ search: DossierSearch,
        before place: DossierPlace?,
        limit: Int,
        for account: Account
    ) async throws -> DossierListing {
        let staff = account.staff(at: clock.now)
        let agencies = try agencies(of: staff)
        var search = search
        search.filter.serialDigits = rules.serialDigits
        let asked = search
        let reaches = staff.actors.map { PersonalDataAccess.reach(of: $0, in: rules.organisation) }
        return try await store.read { [self] snapshot in
            let walk = ListWalk(agencies: agencies, filters: try asked.filters(within: reaches, in: snapshot))
            if case .number? = asked.text {
                return try listing(walk, wholeBefore: place, limit: limit, for: staff, in: snapshot)
            }
            guard let name = asked.name else {
                let page = try walk.page(before: place, limit: limit + 1, rows: Self.maximumRowsExamined, in: snapshot)
                return try listing(page, limit: limit, for: account, in: snapshot)
            }
            return try listing(walk, of: name, before: place, limit: limit, for: account, in: snapshot)
        }
    }

    /// The agencies whose dossiers somebody may list, in written form; nil stands for all.
    private func agencies(of staff: StaffMember) throws(DossierRejection) -> [String?] {
        try staff.check(.listDossiers)
        let actors = staff.actors(permitted: .listDossiers)
        if actors.contains(where: { $0.role == .leader }) { return [nil] }
        let agencies = Set(actors.compactMap(\.place).compactMap { rules.organisation.agency(of: $0)?.storedName })
        guard !agencies.isEmpty else { throw .forbidden(Denial(.unitStaff)) }
        return agencies.sorted()
    }

    private func listing(
        _ page: DossierPage,
        limit: Int,
        for account: Account,
        in snapshot: any StoreSnapshot
    ) throws -> DossierListing {
        var listing = DossierListing()
        listing.files = try page.lines.prefix(limit).compactMap { line in
            try snapshot.legible {
                let dossier = try DossierCodec.decode(line.dossier.state)
                return try DossierFile(dossier, view(of: dossier, for: account, at: .list), in: snapshot)
            }
        }
        listing.next = page.lines.count > limit ? page.lines[limit - 1].place : page.reached
        return listing
    }

    /// The dossiers that bear a number and are shown whole; of the others not even that the list goes on is told, for
    /// the place where it does names a dossier.
    private func listing(
        _ walk: ListWalk,
        wholeBefore start: DossierPlace?,
        limit: Int,
        for staff: StaffMember,
        in snapshot: any StoreSnapshot
    ) throws -> DossierListing {
        var listing = DossierListing()
        var place = start
        var shown = start
        var rows = Self.maximumRowsExamined
        while true {
            let page = try walk.page(before: place, limit: limit + 1, rows: rows, in: snapshot)
            for line in page.lines {
                place = line.place
                guard let file = try wholeFile(line.dossier, for: staff, in: snapshot) else { continue }
                if listing.files.count == limit {
                    listing.next = shown
                    return listing
                }
                listing.files.append(file)
                shown = place
            }
            rows -= page.examined
            if page.lines.count > limit, rows > 0 { continue }
            listing.next = page.reached
            return listing
        }
    }

    /// A dossier if it is shown whole in lists.
    private func wholeFile(
        _ stored: StoredDossier,
        for staff: StaffMember,
        in snapshot: any StoreSnapshot
    ) throws -> DossierFile? {
        let found = try snapshot.legible { () -> DossierFile? in
            let dossier = try DossierCodec.decode(stored.state)
            guard staff.view(of: dossier.holders, in: rules.organisation, at: .list) == .whole else { return nil }
            return try DossierFile(dossier, .whole, in: snapshot)
        }
        return found ?? nil
    }

    /// Reads the names of one dossier after the other until the page is full or a bound is reached.
    private func listing(
        _ walk: ListWalk,
        of name: NameQuery,
        before start: DossierPlace?,
        limit: Int,
        for account: Account,
        in snapshot: any StoreSnapshot
    ) throws -> DossierListing {
        let staff = account.staff(at: clock.now)
        var listing = DossierListing()
        var place = start
        var rows = Self.maximumRowsExamined
        var names = Self.maximumNamesRead
        while true {
            let wanted = min(Self.namesAtOnce, names)
            let page = try walk.page(before: place, limit: wanted, rows: rows, in: snapshot)
            for line in page.lines {
                if listing.files.count == limit {
                    listing.next = place
                    return listing
                }
                place = line.place
                let file = try file(line.dossier, of: name, for: staff, in: snapshot)
                if let file { listing.files.append(file) }
            }
            rows -= page.examined
            names -= page.lines.count
            if page.lines.count == wanted, rows > 0, names > 0 { continue }
            listing.next = page.reached
            return listing
        }
    }

    /// A dossier if it is one of somebody of that name and the account is shown the name whole.
    ///
    /// Who is shown the names is decided first, and each candidate is read to the same end, so that the time it takes
    /// tells nobody of a name he may not see; only what is found is read whole.
    private func file(
        _ stored: StoredDossier,
        of name: NameQuery,
        for staff: StaffMember,
        in snapshot: any StoreSnapshot
    ) throws -> DossierFile? {
        let found = try snapshot.legible { () -> DossierFile? in
            let candidate = try NameCandidate(state: stored.state)
            let view = staff.view(of: candidate.holders, in: rules.organisation, at: .list)
            guard let names = try Vault.names(candidate.applicant, in: snapshot),
                names.findable(view).contains(where: name.matches)
            else { return nil }
            return try DossierFile(DossierCodec.decode(stored.state), view, in: snapshot)
        }
        return found ?? nil
    }
}

/// A walk through several lists in the same order as if they were one (duyệt nhiều danh sách), such as those of
/// several agencies.
private struct ListWalk {
    private let filters: [DossierFilter]

    /// Creates a walk.
    ///
    /// - Parameters:
    ///   - agencies: The agencies, in written form; nil stands for all.
    ///   - filters: What the lists of each are narrowed to.
    init(agencies: [String?], filters: [DossierFilter]) {
        self.filters = agencies.flatMap { agency in
            filters.map { filter in
                var filter = filter
                filter.agency = agency
                return filter
            }
        }
    }

    /// The next dossiers, each once, newest first.
    func page(
        before place: DossierPlace?,
        limit: Int,
        rows: Int,
        in snapshot: any StoreSnapshot
    ) throws -> DossierPage {
        guard !filters.isEmpty else { return DossierPage() }
        let share = max(1, rows / filters.count)
        let pages = try filters.map { try snapshot.page(of: $0, before: place, limit: limit, examining: share) }
        guard pages.count > 1 else { return pages.first ?? DossierPage() }
        // Only down to where every list was looked at is it known what comes next.
        let reached = pages.compactMap(\.reached).max()
        var merged = DossierPage()
        var seen: Set<StreamID> = []
        for line in pages.flatMap(\.lines).sorted(by: { $1.place < $0.place }) {
            if let reached, line.place < reached { break }
            if seen.insert(line.dossier.id).inserted { merged.lines.append(line) }
        }
        merged.reached = reached
        if merged.lines.count > limit {
            merged.lines.removeLast(merged.lines.count - limit)
            merged.reached = merged.lines.last?.place
        }
        merged.examined = pages.reduce(0) { $0 + $1.examined }
        return merged
    }
}
