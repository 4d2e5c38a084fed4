import DossierDomain
import DossierEngine
import WorkingCalendar

/// Adds up the ledger of every dossier (đối chiếu phiếu kiểm soát): what each holder used and what waiting cost must be
/// the dossier's own clock, to the second.
struct LedgerAudit {
    /// How many rows are read at once.
    private static let pageSize = 500
    /// The most events of one dossier; a simulated one has some dozens.
    private static let maximumEvents = 2_000

    let rules: Rules
    /// Who spoils what the ledgers are told; nil if nobody does.
    let saboteur: Saboteur?

    /// Finds the first ledger whose sums differ; nil if all agree.
    func finding(in inspection: any StoreInspection, asOf now: Instant) throws -> String? {
        var last: StreamID?
        while true {
            let page = try inspection.streams(after: last, limit: Self.pageSize)
            for stream in page {
                last = stream.head.id
                guard stream.name == nil else { continue }
                if let finding = try finding(of: stream.head.id, in: inspection, asOf: now) { return finding }
            }
            if page.count < Self.pageSize { return nil }
        }
    }

    private func finding(
        of stream: StreamID,
        in inspection: any StoreInspection,
        asOf now: Instant
    ) throws -> String? {
        let events = try inspection.events(of: stream, after: 0, limit: Self.maximumEvents)
            .map { try EventCodec.decode($0).event }
        let told = saboteur?.told(events) ?? events
        guard let dossier = Dossier(folding: events), let ledger = try ledger(of: dossier, events: told, asOf: now)
        else { return "stream \(stream.number) has no ledger" }
        guard let clock = ledger.clock else { return nil }
        let attributed = ledger.attribution.reduce(.zero) { $0 + $1.workingTime }
        let waited = ledger.waits.filter(\.stopsClock).reduce(.zero) { $0 + $1.workingTime }
        guard attributed == clock.reading.used else {
            return "\(dossier.code): holders used \(attributed.seconds) s, its clock \(clock.reading.used.seconds) s"
        }
        guard waited == clock.reading.paused else {
            return "\(dossier.code): waits took \(waited.seconds) s, its clock \(clock.reading.paused.seconds) s"
        }
        return nil
    }

    private func ledger(of dossier: Dossier, events: [DossierEvent], asOf now: Instant) throws -> Ledger? {
        guard let procedure = rules.legibleProcedure(dossier.registration.procedure) else { return nil }
        return try Ledger(
            of: events,
            procedure: procedure,
            organisation: rules.organisation,
            calendars: rules.calendars,
            asOf: now
        )
    }
}
