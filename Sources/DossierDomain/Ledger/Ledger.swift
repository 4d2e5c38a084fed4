public import WorkingCalendar

/// The process control sheet of a dossier (phiếu kiểm soát quá trình giải quyết hồ sơ): who held it how long.
///
/// It is computed from the history alone, so it tells of any dossier at any later instant. It holds no personal datum.
/// These hold for every history, to the second:
/// - the working time of ``attribution`` adds up to what the dossier's clock used;
/// - the working time of the ``waits`` that stop a clock adds up to what the dossier's clock was paused;
/// - where steps follow one another at agencies that keep the desk's hours, the used time of the ``holdings`` before
///   the hand-over adds up to what the dossier's clock used.
///
/// Source: domain.md §1.4, form 05 of Circular 01/2018/TT-VPCP.
public struct Ledger: Hashable, Sendable {
    /// The instant as of which it is told.
    public let asOf: Instant
    /// The dossier at that instant.
    public let dossier: Dossier
    /// The dossier's own clock; nil if it was never received.
    public let clock: DossierClock?
    /// The stretches of holding in the order in which they began.
    public let holdings: [Holding]
    /// The waits for the citizen in order.
    public let waits: [CitizenWait]
    /// The totals by unit, in the order in which they first held it.
    public let units: [UnitTotal]
    /// Whose hands the dossier's used time passed in.
    public let attribution: [HolderShare]
    /// How the national index counts it.
    public let index: IndexView

    /// Tells the ledger of a history; nil if it is empty or does not begin with a registration.
    ///
    /// A clock that was set back counts no time twice: an event before the one before it is taken as simultaneous.
    ///
    /// - Parameters:
    ///   - events: All events of one dossier in their order.
    ///   - procedure: The dossier's version of its procedure.
    ///   - organisation: The agencies and units, with those that are no more.
    ///   - calendars: The calendars of all of them.
    ///   - now: The instant as of which it is told; one before the last event is taken as that.
    /// - Throws: ``DossierRejection/calendarUnknown(year:)`` if an instant lies outside the years with data,
    ///   ``DossierRejection/noOfficeTime`` if a unit's agency has no calendar.
    public init?(
        of events: some Sequence<DossierEvent>,
        procedure: Procedure,
        organisation: Organisation,
        calendars: [AgencyID: WorkingCalendar],
        asOf now: Instant
    ) throws(DossierRejection) {
        var fold: LedgerFold?
        for event in events {
            if fold == nil {
                guard let first = Dossier(first: event) else { return nil }
                fold = try LedgerFold(
                    dossier: first,
                    first: event,
                    procedure: procedure,
                    places: PlaceCalendars(organisation: organisation, calendars: calendars)
                )
            } else {
                try fold?.take(event)
            }
        }
        guard var whole = fold else { return nil }
        try whole.advance(to: now)
        self.init(whole)
    }

    init(_ fold: LedgerFold) {
        asOf = fold.now
        dossier = fold.dossier
        clock = fold.dossierClock
        holdings = fold.drafts.compactMap { $0.holding(asOf: fold.now) }
        waits = fold.waits.map(\.wait)
        units = UnitTotal.all(of: holdings)
        attribution = fold.attribution
        index = fold.index
    }
}

/// The calendars by which places work (lịch theo đơn vị).
struct PlaceCalendars {
    private let organisation: Organisation
    private let calendars: [AgencyID: WorkingCalendar]

    init(organisation: Organisation, calendars: [AgencyID: WorkingCalendar]) {
        self.organisation = organisation
        self.calendars = calendars
    }

    /// The calendar by which a place works.
    func calendar(of place: UnitPlace) throws(DossierRejection) -> WorkingCalendar {
        guard let agency = organisation.agencyOfWork(of: place.unit), let calendar = calendars[agency] else {
            throw .noOfficeTime
        }
        return calendar
    }
}
