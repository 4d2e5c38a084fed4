public import DossierDomain
public import WorkingCalendar

/// Everything that law and organisation fix (quy định đang áp dụng), read from configuration when the program starts.
///
/// Versions that older dossiers keep are found here beside those in force; those of procedures are read when a dossier
/// first needs them.
public struct Rules: Sendable {
    /// The agencies, units and communes, and what these are called.
    public private(set) var places: KnownPlaces
    /// Each agency's calendar.
    public private(set) var calendars: [AgencyID: WorkingCalendar]
    /// The texts to applicants.
    public let texts: [NotificationKind: NotificationText]
    /// Whether texts keep their accents.
    public let sendsAccents: Bool
    private let procedures: [ProcedureVersion: Procedure]
    private let keptProcedures: KeptProcedures?
    /// The numbers of the versions of each procedure, in order.
    private let procedureVersions: [ProcedureCode: [Int]]
    /// The codes that the configuration has; what only the database has takes no dossiers any more.
    private let offered: Set<ProcedureCode>
    /// The same, in order.
    private let catalogue: [ProcedureCode]
    /// What searches compare, of the versions of the configuration.
    private let searched: [ProcedureVersion: SearchedProcedure]
    private let regimes: [RegimeVersion: Regime]
    /// The packs under which new dossiers are taken, the one to be preferred first.
    private let packs: [Regime]
    /// The pack that the settings name.
    public let namedRegime: Regime

    /// Creates the rules.
    ///
    /// - Parameters:
    ///   - organisation: The agencies, units and communes.
    ///   - calendars: Each agency's calendar.
    ///   - procedures: The procedures of the configuration.
    ///   - keptProcedures: All versions that the database keeps; nil if it is of no concern, or has none.
    ///   - regimes: The regime packs under which new dossiers are taken, one of each name.
    ///   - namedRegime: The pack that comes before the others while it is in force.
    ///   - keptRegimes: Further versions, which older dossiers keep and no new one gets.
    ///   - texts: The texts to applicants.
    ///   - sendsAccents: Whether texts keep their accents.
    public init(
        organisation: Organisation,
        calendars: [AgencyID: WorkingCalendar],
        procedures: [Procedure],
        keptProcedures: KeptProcedures? = nil,
        regimes: [Regime],
        namedRegime: Regime,
        keptRegimes: [Regime] = [],
        texts: [NotificationKind: NotificationText],
        sendsAccents: Bool
    ) {
        places = KnownPlaces(organisation)
        self.calendars = calendars
        self.texts = texts
        self.sendsAccents = sendsAccents
        self.namedRegime = namedRegime
        var table: [ProcedureVersion: Procedure] = [:]
        for procedure in procedures {
            table[ProcedureVersion(code: procedure.code, version: procedure.version)] = procedure
        }
        self.procedures = table
        self.keptProcedures = keptProcedures
        offered = Set(procedures.map(\.code))
        catalogue = offered.sorted()
        searched = table.mapValues(SearchedProcedure.init)
        let known = Set(table.keys).union(keptProcedures?.versions ?? [])
        procedureVersions = Dictionary(grouping: known, by: \.code).mapValues { $0.map(\.version).sorted() }
        packs = [namedRegime] + regimes.sorted { ($1.effectiveFrom, $1.id) < ($0.effectiveFrom, $0.id) }
        var versions: [RegimeVersion: Regime] = [:]
        for regime in keptRegimes + packs { versions[RegimeVersion(id: regime.id, version: regime.version)] = regime }
        self.regimes = versions
    }

    /// The agencies, units and communes.
    public var organisation: Organisation { places.organisation }

    /// The same rules by other calendars of the agencies.
    public func working(by calendars: [AgencyID: WorkingCalendar]) -> Rules {
        var rules = self
        rules.calendars = calendars
        return rules
    }

    /// The same rules for another organisation.
    public func serving(_ organisation: Organisation) -> Rules {
        var rules = self
        rules.places = KnownPlaces(organisation)
        return rules
    }

    /// The version of a procedure that a dossier keeps; nil if it was never stored.
    ///
    /// - Throws: ``StoreError`` of code damaged if it is stored and cannot be read again, of another code if the store
    ///   cannot be read.
    public func procedure(_ version: ProcedureVersion) throws(StoreError) -> Procedure? {
        if let procedure = procedures[version] { return procedure }
        guard let keptProcedures, procedureVersions[version.code]?.contains(version.version) == true else { return nil }
        return try keptProcedures.procedure(version)
    }

    /// The version of a procedure that a dossier keeps, for what is only shown; nil also if it cannot be read.
    public func legibleProcedure(_ version: ProcedureVersion) -> Procedure? {
        // Pages and notices do without its words. Its ledger, its deadline and every command on the dossier are refused
        // with the reason, and forecasts leave it out.
        try? procedure(version)
    }

    /// The version of a procedure that takes dossiers on a date; nil if there is none, or the configuration has the
    /// procedure no more.
    ///
    /// - Throws: ``StoreError`` if a version that may be it cannot be read.
    public func procedure(_ code: ProcedureCode, on date: LocalDate) throws(StoreError) -> Procedure? {
        guard offered.contains(code) else { return nil }
        return try procedure(code, begunBy: date)
    }

    /// The latest version of a procedure that had begun on a date, also of one that the configuration has no more, for
    /// dossiers that were received while it did.
    ///
    /// - Throws: ``StoreError`` if a version that may be it cannot be read.
    public func procedure(_ code: ProcedureCode, begunBy date: LocalDate) throws(StoreError) -> Procedure? {
        for number in (procedureVersions[code] ?? []).reversed() {
            let version = try procedure(ProcedureVersion(code: code, version: number))
            if let version, version.effectiveFrom <= date { return version }
        }
        return nil
    }

    /// Whether a procedure is known in any version, also one that takes no dossiers, not yet or no more.
    public func knows(_ code: ProcedureCode) -> Bool { procedureVersions[code] != nil }

    /// The procedures that take dossiers on a date, by code; without those of which a version is damaged, because one
    /// takes the catalogue from nobody, and asked for by its code it is refused.
    ///
    /// What only the database has is left out and not read, so that nobody makes the server read it by asking.
    ///
    /// - Parameters:
    ///   - date: The local date.
    ///   - search: What is looked for; nil for all.
    ///   - last: After which code the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    /// - Returns: The procedures.
    /// - Throws: ``StoreError`` if the store cannot be read.
    public func procedures(
        on date: LocalDate,
        matching search: ProcedureSearch? = nil,
        after last: ProcedureCode? = nil,
        limit: Int = .max
    ) throws(StoreError) -> [Procedure] {
        var found: [Procedure] = []
        for code in catalogue where found.count < limit {
            if let last, code <= last { continue }
            do throws(StoreError) {
                guard let procedure = try procedure(code, on: date), isFound(procedure, by: search) else { continue }
                found.append(procedure)
            } catch {
                if error.concernsAll { throw error }
            }
        }
        return found
    }

    private func isFound(_ procedure: Procedure, by search: ProcedureSearch?) -> Bool {
        guard let search else { return true }
        let version = ProcedureVersion(code: procedure.code, version: procedure.version)
        return search.finds(searched[version] ?? SearchedProcedure(procedure))
    }

    /// The version of a regime pack that a dossier keeps; the named one if that is gone.
    public func regime(_ version: RegimeVersion) -> Regime { regimes[version] ?? namedRegime }

    /// How many digits the serials of codes are padded to, by all regime packs that dossiers were ever taken under.
    var serialDigits: Set<Int> { Set(regimes.values.map(\.codePattern.serialDigits)) }

    /// The regime pack (gói quy định) under which a dossier is taken that is received, or filed online, on a date.
    ///
    /// The named pack while it is in force; on other days the one that began last of those in force; nil if there is
    /// none. Source: project decision, 2026-11-28, because a pack without an end has to serve on any day, and the next
    /// law must not take over before the authority says so.
    public func regime(on date: LocalDate) -> Regime? { packs.first { $0.isInForce(on: date) } }

    /// The ladder of warnings for dossiers of a procedure under a regime.
    ///
    /// - Throws: ``StoreError`` if the version is stored and cannot be read.
    func ladder(of version: ProcedureVersion, under regime: RegimeVersion) throws(StoreError) -> Ladder {
        self.regime(regime).ladder.overridden(by: try procedure(version)?.ladder)
    }

    /// The ladder by which notices are shown that were given: the regime's own if the version is damaged, because its
    /// dossiers' notices are still of use.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    func legibleLadder(of version: ProcedureVersion, under regime: RegimeVersion) throws(StoreError) -> Ladder {
        do throws(StoreError) {
            return try ladder(of: version, under: regime)
        } catch {
            if error.concernsAll { throw error }
            return self.regime(regime).ladder
        }
    }

    /// The context in which an actor's command on a dossier is decided.
    ///
    /// - Throws: ``StoreError`` if the dossier names a version that was never stored or cannot be read.
    func context(
        for version: ProcedureVersion,
        under regime: RegimeVersion,
        actor: Actor,
        now: Instant,
        absent: Set<AccountID> = []
    ) throws(StoreError) -> DecisionContext {
        guard let procedure = try procedure(version) else {
            throw StoreError(.damaged, "procedure \(version.code) version \(version.version) is missing")
        }
        return DecisionContext(
            now: now,
            actor: actor,
            procedure: procedure,
            organisation: organisation,
            calendars: calendars,
            ladder: try ladder(of: version, under: regime),
            absent: absent
        )
    }

    /// The context in which an actor's command on a registered dossier is decided.
    ///
    /// - Throws: ``StoreError`` if the dossier names a version that was never stored or cannot be read.
    func context(
        for dossier: Dossier,
        actor: Actor,
        now: Instant,
        absent: Set<AccountID> = []
    ) throws(StoreError) -> DecisionContext {
        try context(
            for: dossier.registration.procedure,
            under: dossier.registration.regime,
            actor: actor,
            now: now,
            absent: absent
        )
    }

    /// The calendar by which a place works; nil if its agency has none.
    func calendar(of place: UnitPlace) -> WorkingCalendar? {
        organisation.units[place.unit].flatMap { calendars[$0.agency] }
    }
}
