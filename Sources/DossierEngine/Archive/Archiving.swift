public import DossierDomain
public import WorkingCalendar

/// Why nothing is moved into the archive.
public enum ArchiveRefusal: Error, Hashable, Sendable {
    /// The day lies after the first of the present year; that one is named.
    case tooEarly(latest: LocalDate)
    /// The database was not served by this program yet, which lacks keys and indexes.
    case notServed
}

/// Moves dossiers of old years into the archive (chuyển hồ sơ các năm cũ vào kho lưu trữ), in bounded batches.
///
/// It may be stopped at any point and run again. A batch is copied and on disk before the database gives it up, and
/// gives it up as a whole: what was broken off in between is taken back when the store is opened the next time. Of each
/// batch an event tells in a stream of its own; so the newest event of all always stays in the database, and no number
/// of the global sequence is given a second time.
public struct Archiving: Sendable {
    /// How many dossiers are moved in one transaction.
    public static let usualBatch = 100

    /// Where the work stands, for whoever watches it.
    public enum Stage: Hashable, Sendable {
        /// A batch lies in the archive and in the database.
        case copied([DossierCode])
        /// The database has given it up.
        case moved([DossierCode])
    }

    /// What was done.
    public struct Outcome: Hashable, Sendable {
        /// How many dossiers were moved.
        public var moved = 0
        /// How many ended before the day and are held back; see ``ArchiveSearch/Page/held``.
        public var held = 0
        /// How many ended later.
        public var later = 0
        /// How many cannot be read.
        public var damaged = 0

        /// Creates an empty outcome.
        public init() {}

        /// Adds what a page says of dossiers that stay.
        public mutating func take(_ page: ArchiveSearch.Page) {
            held += page.held
            later += page.later
            damaged += page.damaged
        }
    }

    private let store: any DossierStore
    private let day: LocalDate
    private let machineClock: any WallClock
    private let batchSize: Int

    /// Creates the work.
    ///
    /// - Parameters:
    ///   - store: The store, its archive open for writing.
    ///   - day: Dossiers that ended before it are moved.
    ///   - machineClock: The time of the machine.
    ///   - batchSize: How many dossiers are moved in one transaction, 1 or more.
    public init(
        store: any DossierStore,
        endedBefore day: LocalDate,
        machineClock: any WallClock,
        batchSize: Int = usualBatch
    ) {
        self.store = store
        self.day = day
        self.machineClock = machineClock
        self.batchSize = max(1, batchSize)
    }

    /// Finds out whether dossiers that ended before a day may be moved.
    ///
    /// - Throws: ``ArchiveRefusal``; ``StoreError``.
    public static func check(
        endedBefore day: LocalDate,
        in snapshot: any StoreSnapshot,
        machineClock: any WallClock
    ) throws {
        let today = LocalDateTime(try Installation.present(in: snapshot, machineClock: machineClock)).date
        if let latest = ArchiveSearch.latestDay(on: today), day > latest {
            throw ArchiveRefusal.tooEarly(latest: latest)
        }
        // What the first start of a program makes good in the database it does not make good in the archive.
        let isClear = try snapshot.vaultKeyRecords().contains { $0.id == 0 }
        guard !isClear, try snapshot.leafKey() != nil, try snapshot.setting(.personsIndexed) != nil else {
            throw ArchiveRefusal.notServed
        }
    }

    /// Moves what there is.
    ///
    /// - Parameter watch: Told of every stage; if it throws, the work is broken off there.
    /// - Returns: What was done.
    /// - Throws: ``ArchiveRefusal``; ``StoreError``; whatever the closure throws.
    public func run(watch: (Stage) throws -> Void = { _ in }) async throws -> Outcome {
        try await store.read { [day, machineClock] in
            try Self.check(endedBefore: day, in: $0, machineClock: machineClock)
        }
        // The tree holds all events before any of them leaves the database, so that copies of it have their root.
        let tree = HistoryTree(store: store)
        while try await tree.grow().added > 0 {}
        let search = ArchiveSearch(endedBefore: day)
        var outcome = Outcome()
        var last: StreamID?
        repeat {
            let after = last
            let page = try await store.read { try search.page(after: after, in: $0) }
            outcome.take(page)
            var rest = page.ready[...]
            while !rest.isEmpty {
                let batch = Array(rest.prefix(batchSize))
                rest = rest.dropFirst(batchSize)
                try await move(batch, watch: watch)
                outcome.moved += batch.count
            }
            last = page.next
        } while last != nil
        if outcome.moved > 0 { try await store.transact { try $0.settleArchive() } }
        return outcome
    }

    private func move(_ batch: [ArchivableDossier], watch: (Stage) throws -> Void) async throws {
        let codes = batch.map(\.code)
        try await store.transact { try $0.copyToArchive(batch) }
        try watch(.copied(codes))
        try await store.transact { [day, machineClock] transaction in
            let event = SystemEvent(
                at: try Installation.present(in: transaction, machineClock: machineClock),
                by: .program,
                type: SystemEvent.dossiersArchived,
                details: [
                    ("archive", try transaction.setting(.archive) ?? ""), ("endedBefore", day.iso8601),
                    ("dossiers", codes.map(\.text).joined(separator: " ")),
                ]
            )
            // First the event, whose number has to follow from those of the events that go.
            try record(event, to: .archive, in: transaction)
            try transaction.leaveToArchive(batch, at: machineClock.now)
        }
        try watch(.moved(codes))
    }
}
