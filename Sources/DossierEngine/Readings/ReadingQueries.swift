public import DossierDomain

/// A recorded reading as staff see it (dòng nhật ký xem hồ sơ).
public struct ReadingEntry: Sendable {
    /// The reading.
    public let reading: DossierReading
    /// Who read, where it was somebody of the staff.
    public let username: String?
    /// Why; nil where nobody said or it was erased.
    public let reason: String?

    /// Takes the reader's name and the reason out of the store.
    ///
    /// - Throws: ``StoreError``; ``StoredFormDefect``.
    init(
        _ reading: DossierReading,
        _ view: PersonalDataView,
        hiding names: [String],
        in snapshot: any StoreSnapshot
    ) throws {
        self.reading = reading
        if case .account(let id) = reading.by {
            username = try snapshot.account(id)?.username
        } else {
            username = nil
        }
        reason = try Vault.texts(reading.reason, in: snapshot)?.shown(view, hiding: names).reason
    }
}

/// Who has read a dossier (tra cứu nhật ký xem hồ sơ), for staff who answer for it and for its applicant.
public struct ReadingQueries: Sendable {
    private let store: any DossierStore
    private let queries: DossierQueries
    private let statuses: StatusQueries

    /// Creates the queries.
    public init(store: any DossierStore, queries: DossierQueries, statuses: StatusQueries) {
        self.store = store
        self.queries = queries
        self.statuses = statuses
    }

    /// The readings of a dossier, newest first, for the desk that received it, heads of units on its route and leaders.
    ///
    /// - Parameters:
    ///   - code: The dossier.
    ///   - before: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    ///   - account: Who asks.
    /// - Returns: The readings, and where the list goes on; nil at its end.
    /// - Throws: As ``DossierQueries/file(_:for:)``; `DossierRejection.forbidden` for anybody else.
    public func readings(
        of code: DossierCode,
        before: Int64?,
        limit: Int,
        for account: Account
    ) async throws -> (entries: [ReadingEntry], next: Int64?) {
        try await store.read { [queries] snapshot in
            let (id, dossier) = try queries.visible(code, to: account, in: snapshot)
            let organisation = queries.rules.organisation
            try account.staff(at: queries.clock.now).check(.listReadings, on: dossier, in: organisation)
            let view = queries.view(of: dossier, for: account, at: .file)
            let names = try DossierQueries.hiddenNames(of: dossier, view, in: snapshot)
            let page = try Self.page(of: id, before: before, limit: limit, in: snapshot)
            let entries = try page.readings.map { try ReadingEntry($0, view, hiding: names, in: snapshot) }
            return (entries, page.next)
        }
    }

    /// The readings of a dossier, newest first, for whoever knows its PIN; wrong ones are slowed as at the look-up.
    ///
    /// Source: project decision, 2026-11-29, because whoever's data are kept is to know who has seen them, which unit
    /// answers for, while officers are not named to strangers who found a receipt.
    ///
    /// - Parameters:
    ///   - code: The dossier.
    ///   - pin: What was typed.
    ///   - address: From where, to slow down guessing; as ``StatusQueries/status(of:pin:from:)``.
    ///   - before: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    /// - Returns: The readings, and where the list goes on; nil at its end.
    /// - Throws: As ``StatusQueries/status(of:pin:from:)``.
    public func readings(
        of code: DossierCode,
        pin: String,
        from address: String,
        before: Int64?,
        limit: Int
    ) async throws -> (readings: [DossierReading], next: Int64?) {
        _ = try await statuses.status(of: code, pin: pin, from: address)
        return try await store.read { snapshot in
            guard let id = try snapshot.dossier(code)?.id else { throw RequestRefusal.statusNotFound }
            return try Self.page(of: id, before: before, limit: limit, in: snapshot)
        }
    }

    private static func page(
        of id: StreamID,
        before: Int64?,
        limit: Int,
        in snapshot: any StoreSnapshot
    ) throws -> (readings: [DossierReading], next: Int64?) {
        let page = try snapshot.readings(of: id, before: before, limit: limit + 1)
        let readings = try page.prefix(limit).map { try DossierReading(stored: $0.body) }
        return (readings, page.count > limit ? page[limit - 1].sequence : nil)
    }
}
