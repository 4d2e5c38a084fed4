import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with dossiers of a period (hồ sơ trong kỳ báo cáo).
extension StoreContract {
    static let periods = [
        StoreBehaviour("a period has what was received before its end and not finished before its beginning") { store in
            let start = SampleDossier.receipt
            let before = start.adding(milliseconds: -1)
            let end = start.adding(seconds: 3600)
            let rows: [(status: Status, receivedAt: Instant?, frozenAt: Instant?, isWanted: Bool)] = [
                // Received before: open, waiting, and ended at the beginning or before it.
                (.processing, before, nil, true), (.awaitingSupplement, before, before, true),
                (.finished, before, before, false), (.handedOver, before, before, false),
                (.finished, before, start, true), (.handedOver, before, start, true),
                // When it was withdrawn is not when its clock stopped.
                (.stopped, before, before, true),
                // Received within, at the end, and never.
                (.handedOver, start, start, true), (.processing, end.adding(milliseconds: -1), nil, true),
                // Received within by a clock that was ahead, and finished before by the right one.
                (.finished, end.adding(milliseconds: -1), before, true),
                (.processing, end, nil, false), (.submitted, nil, nil, false), (.refused, nil, start, false),
            ]
            var wanted: [StreamID] = []
            for (index, row) in rows.enumerated() {
                var dossier = SampleDossier(serial: index + 1, status: row.status, frozenAt: row.frozenAt)
                dossier.receivedAt = row.receivedAt
                let id = try await dossier.save(in: store)
                if row.isWanted { wanted.append(id) }
            }
            let page = try await store.read {
                try $0.reportedDossiers(in: start..<end, of: nil, after: nil, examining: 100)
            }
            try expect(page.places.map(\.dossier), is: wanted, "the dossiers of the period")
            try expect(page.reached, is: nil, "where the walk goes on")
        },
        StoreBehaviour("the dossiers of a period come in the order of receipt, by bounded pages, each once") { store in
            let start = SampleDossier.receipt
            // Two at the same instant, of which one is of another procedure, and one received before those registered
            // before it.
            for (serial, seconds) in [(1, 20), (2, 10), (3, 10), (4, 0), (5, 30)] {
                var dossier = SampleDossier(serial: serial)
                dossier.receivedAt = start.adding(seconds: Int64(seconds))
                if serial == 3 { dossier.procedure = "2.000815" }
                try await dossier.save(in: store)
            }
            let period = start..<start.adding(seconds: 60)
            let order: [Int64] = [4, 2, 3, 1, 5]
            for rows in 1...6 {
                let all = try await walk(period, of: nil, rows: rows, in: store)
                try expect(all, is: order, "all, \(rows) rows at a time")
                let some = try await walk(period, of: "1.001612", rows: rows, in: store)
                try expect(some, is: order.filter { $0 != 3 }, "those of a procedure, \(rows) rows at a time")
            }
        },
    ]

    /// The places among each other of what a walk finds.
    @Sendable
    private static func walk(
        _ period: Range<Instant>,
        of procedure: ProcedureCode?,
        rows: Int,
        in store: any DossierStore
    ) async throws -> [Int64] {
        var found: [Int64] = []
        var place: DossierPlace?
        repeat {
            let page = try await store.read { [place] in
                try $0.reportedDossiers(in: period, of: procedure, after: place, examining: rows)
            }
            found += page.places.map(\.dossier.number)
            place = page.reached
        } while place != nil
        let first = try await store.read { try $0.reportedDossiers(in: period, of: nil, after: nil, examining: 10) }
        let lowest = first.places.map(\.dossier.number).min() ?? 1
        return found.map { $0 - lowest + 1 }
    }
}
