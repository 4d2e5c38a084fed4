public import DossierDomain
public import WorkingCalendar

/// The merger of a commune into another one (sáp nhập xã): looked at first, then made as a whole or not at all.
///
/// Dossiers, notices on those that have not ended, and whoever works there go to the same units of the other commune.
/// Afterwards the organisation can do without the former one. What lies in the archive stays as it is.
public struct CommuneMerge: Sendable {
    /// How many dossiers, accounts or keys are read at once.
    static let pageSize = 200

    /// From where to where.
    let transfer: CommuneTransfer
    private let rules: Rules
    private let recorder: DossierRecorder
    private let firing: RungFiring

    /// Describes a merger.
    ///
    /// - Parameters:
    ///   - old: The commune that is no more.
    ///   - new: The commune that it was merged into.
    ///   - rules: The rules with the organisation in force.
    /// - Throws: ``CommuneMergeRefusal`` if both are the same one, or if the organisation needs the first.
    public init(of old: Commune, into new: Commune, rules: Rules) throws(CommuneMergeRefusal) {
        guard old.id != new.id else { throw .sameCommune(old) }
        guard old.id != rules.organisation.defaultCommune else { throw .defaultCommune(old) }
        transfer = CommuneTransfer(from: old.id, to: new.id)
        self.rules = rules
        recorder = DossierRecorder(rules: rules)
        firing = RungFiring(rules: rules)
    }

    /// Finds out what would go, and writes nothing.
    ///
    /// - Parameters:
    ///   - snapshot: The store as of one moment.
    ///   - now: The instant of the merger.
    /// - Returns: How much would go.
    /// - Throws: ``StoreError``.
    public func preview(in snapshot: any StoreSnapshot, at now: Instant) throws -> CommuneMergeTally {
        var tally = CommuneMergeTally()
        try walk(snapshot, at: now, &tally) { _, _, _ in }
        try moveStaff(in: snapshot, writing: nil, at: now, &tally)
        return tally
    }

    /// Makes all of it, and says so in the configuration's stream.
    ///
    /// Rungs whose instants had come fire before, and so are told to whoever has the dossier then. May be called twice:
    /// nothing happens the second time.
    ///
    /// - Parameters:
    ///   - transaction: Where all of it is written.
    ///   - now: The instant of the merger.
    /// - Returns: How much went.
    /// - Throws: ``StoreError``; then nothing has changed.
    public func apply(in transaction: any StoreTransaction, at now: Instant) throws -> CommuneMergeTally {
        var tally = CommuneMergeTally()
        try walk(transaction, at: now, &tally) { event, stored, id in
            let dossier = try firing.fireDue(of: stored, id: id, now: now, in: transaction).dossier
            let moved = try recorder.record(event, on: dossier, id: id, in: transaction)
            let old = DossierRow.agencies(of: dossier, in: rules.organisation)
            let new = DossierRow.agencies(of: moved, in: rules.organisation)
            try transaction.replaceAgencies(old, with: new, of: id)
        }
        try moveNotices(in: transaction)
        try moveStaff(in: transaction, writing: transaction, at: now, &tally)
        if !tally.isEmpty { try record(event(of: tally, at: now), to: .configuration, in: transaction) }
        return tally
    }

    private func event(of tally: CommuneMergeTally, at now: Instant) -> SystemEvent {
        SystemEvent(
            at: now,
            by: .program,
            type: SystemEvent.communeMerged,
            details: [
                ("from", transfer.from.rawValue), ("to", transfer.to.rawValue),
                ("openDossiers", String(tally.openDossiers)), ("endedDossiers", String(tally.endedDossiers)),
                ("accounts", String(tally.accounts.values.reduce(0, +))),
            ]
        )
    }

    /// The units that every commune has.
    private var units: [Unit] { rules.organisation.units.values.filter(\.isPerCommune) }

    private func moveNotices(in transaction: any StoreTransaction) throws {
        for unit in units {
            let old = UnitPlace(unit: unit.id, commune: transfer.from)
            let new = old.moved(by: transfer)
            try transaction.readdressNotices(of: .heads(old), to: .heads(new))
            try transaction.readdressNotices(of: .staff(old), to: .staff(new))
        }
    }

    /// Visits every dossier with a part in the former commune that goes, in pages, each once, and counts them.
    private func walk(
        _ snapshot: any StoreSnapshot,
        at now: Instant,
        _ tally: inout CommuneMergeTally,
        _ visit: (DossierEvent, Dossier, StreamID) throws -> Void
    ) throws {
        let agencies = Set(units.map { AgencyPlace(agency: $0.agency, commune: transfer.from).storedName }).sorted()
        for (index, agency) in agencies.enumerated() {
            var filter = DossierFilter()
            filter.agency = agency
            try walkPages(of: Self.pageSize) { last in
                try snapshot.dossiers(matching: filter, before: last?.id, limit: Self.pageSize)
            } take: { stored in
                try take(stored, notUnder: agencies[..<index], in: snapshot, at: now, &tally, visit)
            }
        }
    }

    /// Visits and counts a dossier, unless it was met under an earlier agency or has no part that goes.
    private func take(
        _ stored: StoredDossier,
        notUnder earlier: ArraySlice<String>,
        in snapshot: any StoreSnapshot,
        at now: Instant,
        _ tally: inout CommuneMergeTally,
        _ visit: (DossierEvent, Dossier, StreamID) throws -> Void
    ) throws {
        let dossier = try stored.dossier()
        // Several agencies of the commune may have a part in it: it was met under the first of them.
        let own = DossierRow.agencies(of: dossier, in: rules.organisation)
        guard !earlier.contains(where: { own.contains($0) }), command.concerns(dossier) else { return }
        // What stays needs no procedure that can be read.
        if try snapshot.isArchived(stored.id) {
            tally.archivedDossiers += 1
            return
        }
        try naming(dossier.code) {
            guard let event = try decide(on: dossier, at: now) else { return }
            if dossier.status.isEnd { tally.endedDossiers += 1 } else { tally.openDossiers += 1 }
            try visit(event, dossier, stored.id)
        }
    }

    /// Names the dossier where what is stored of it stops the merger.
    private func naming(_ code: DossierCode, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch let error as StoreError where !error.concernsAll {
            throw StoreError(error.code, "dossier \(code): \(error.reason)")
        }
    }

    private var command: TransferDossier { TransferDossier(transfer) }

    private func decide(on dossier: Dossier, at now: Instant) throws -> DossierEvent? {
        let context = try rules.context(for: dossier, actor: .program, now: now)
        // Both communes are the organisation's, which gives each every unit: nothing is left to be refused.
        return try command.decide(on: dossier, in: context)
    }
}
