import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with dossiers (hồ sơ).
extension StoreContract {
    static let dossiers = [
        StoreBehaviour("a dossier is found by its code and by its stream") { store in
            let id = try await SampleDossier().save(in: store)
            let row = try SampleDossier().row(id)

            let byCode = try await store.read { try $0.dossier(row.code) }
            let byStream = try await store.read { try $0.dossier(id) }
            let status = try await store.read { try $0.publicStatus(of: row.code.text) }
            try expect(byCode?.id, is: id, "the stream by code")
            try expect(byCode?.state, is: row.state, "the state by code")
            try expect(byStream?.state, is: row.state, "the state by stream")
            try expect(status?.body, is: row.publicStatus, "the public status")
            try expect(status?.dueAt, is: row.dueAt, "the appointment")
            try expect(status?.frozenAt, is: nil, "the instant of frozen lateness")
        },
        StoreBehaviour("an unknown code, stream or status is nil") { store in
            let code = try SampleDossier().code()

            try expect(try await store.read { try $0.dossier(code) == nil }, "no dossier of the code")
            try expect(try await store.read { try $0.dossier(StreamID(number: 1)) == nil }, "no dossier of the stream")
            try expect(try await store.read { try $0.publicStatus(of: "") == nil }, "no status of an empty code")
            try expect(try store.makeStatusLookup().status(of: code.text) == nil, "no status of the code")
        },
        StoreBehaviour("a changed dossier replaces state, status and frozen lateness") { store in
            let id = try await SampleDossier().save(in: store)
            let frozen = SampleDossier.receipt.adding(seconds: 60)
            let changed = try SampleDossier(version: 2, status: .finished, dueAt: nil, frozenAt: frozen).row(id)
            try await store.transact { try $0.update(changed) }

            let status = try expectFound(try store.makeStatusLookup().status(of: changed.code.text), "the status")
            try expect(status.body, is: changed.publicStatus, "the public status")
            try expect(status.dueAt, is: nil, "the appointment")
            try expect(status.frozenAt, is: frozen, "the instant of frozen lateness")
            try expect(try await store.read { try $0.dossier(id)?.state }, is: changed.state, "the state")
        },
        StoreBehaviour("each of what lists find a dossier by is replaced alone, and all else without them") { store in
            try await expectReplaced(SampleDossier(version: 2), in: store)
            try await expectReplaced(SampleDossier(version: 3, status: .finished), in: store)
            let later = SampleDossier.receipt.adding(seconds: 6 * 86_400)
            try await expectReplaced(SampleDossier(version: 4, status: .finished, dueAt: later), in: store)
            try await expectReplaced(SampleDossier(version: 5, status: .finished, dueAt: nil), in: store)
            let frozen = SampleDossier.receipt.adding(seconds: 60)
            try await expectReplaced(SampleDossier(version: 6, dueAt: nil, frozenAt: frozen), in: store)
            try await expectReplaced(SampleDossier(version: 7, dueAt: nil), in: store)
            try await expectReplaced(SampleDossier(version: 8, dueAt: nil, receivedAt: nil), in: store)
            try await expectReplaced(SampleDossier(version: 9, dueAt: nil, receivedAt: later), in: store)
        },
        StoreBehaviour("a newer version is not overwritten by an older one") { store in
            let id = try await SampleDossier(version: 3).save(in: store)
            let older = try SampleDossier(version: 2).row(id)

            try await expectRefusal("an older version") { try await store.transact { try $0.update(older) } }
            let state = try await store.read { try $0.dossier(id)?.state }
            try expect(state, is: try SampleDossier(version: 3).row(id).state, "the state")
        },
        StoreBehaviour("agencies in the place of others see the dossier, the others no more") { store in
            let id = try await SampleDossier().save(in: store)
            let old = try SampleDossier().row(id).agencies
            let kept = try expectFound(old.first, "an agency")
            func seen(by agency: String) async throws -> [StreamID] {
                var filter = DossierFilter()
                filter.agency = agency
                let wanted = filter
                return try await store.read { try $0.dossiers(matching: wanted, before: nil, limit: 5).map(\.id) }
            }
            try await store.transact { try $0.replaceAgencies(old, with: [kept, "GDDT"], of: id) }
            try expect(try await seen(by: "GDDT"), is: [id], "what the new agency sees")
            try expect(try await seen(by: kept), is: [id], "what the kept agency sees")

            try await store.transact { try $0.replaceAgencies([kept, "GDDT"], with: ["GDDT"], of: id) }
            try expect(try await seen(by: kept), is: [], "what the former agency sees")
            try expect(try await seen(by: "GDDT"), is: [id], "what the new agency sees still")

            // Rows of an earlier program may be others than the caller thinks: one that is there stays.
            try await store.transact { try $0.replaceAgencies([kept], with: ["GDDT"], of: id) }
            try expect(try await seen(by: "GDDT"), is: [id], "what an agency sees that was there already")
        },
        StoreBehaviour("a code is not given to two dossiers") { store in
            try await SampleDossier().save(in: store)

            try await expectRefusal("a second dossier of the same code") { try await SampleDossier().save(in: store) }
        },
    ]

    static let timers = [
        StoreBehaviour("due timers come earliest first, the instant itself included") { store in
            let start = SampleDossier.receipt
            let late = try await SampleDossier(serial: 1, nextTimerAt: start.adding(seconds: 20)).save(in: store)
            let early = try await SampleDossier(serial: 2, nextTimerAt: start.adding(seconds: 10)).save(in: store)
            try await SampleDossier(serial: 3, nextTimerAt: start.adding(seconds: 30)).save(in: store)
            try await SampleDossier(serial: 4).save(in: store)

            let now = start.adding(seconds: 20)
            let due = try await store.read { try $0.dueTimers(until: now, limit: 10) }
            let one = try await store.read { try $0.dueTimers(until: now, limit: 1) }
            try expect(due.map(\.dossier), is: [early, late], "the dossiers with due timers")
            let first = DueTimer(dossier: early, fireAt: start.adding(seconds: 10))
            try expect(one, is: [first], "the earliest")
            let rest = try await store.read { try $0.dueTimers(until: now, after: first, limit: 10) }
            try expect(rest.map(\.dossier), is: [late], "those after it")
            let same = try await SampleDossier(serial: 5, nextTimerAt: first.fireAt).save(in: store)
            let next = try await store.read { try $0.dueTimers(until: now, after: first, limit: 1) }
            try expect(next.map(\.dossier), is: [same], "another of the same instant after it")
            try expect(try await store.read { try $0.nextTimer() }, is: start.adding(seconds: 10), "the next timer")
        },
        StoreBehaviour("a timer follows its dossier: moved, left alone, taken away") { store in
            let start = SampleDossier.receipt
            let id = try await SampleDossier(nextTimerAt: start).save(in: store)
            let steps: [(Int, Instant?)] = [(2, start.adding(seconds: 5)), (3, start.adding(seconds: 5)), (4, nil)]
            for (version, instant) in steps {
                let row = try SampleDossier(version: version, nextTimerAt: instant).row(id)
                try await store.transact { try $0.update(row) }
                try expect(try await store.read { try $0.nextTimer() }, is: instant, "the timer at version \(version)")
            }
        },
    ]
}

extension StoreContract {
    /// Saves a dossier anew, as the first of the store if there is none, and expects to find it by what it is now only.
    private static func expectReplaced(_ dossier: SampleDossier, in store: any DossierStore) async throws {
        let row = try dossier.row(StreamID(number: 1))
        if try await store.read({ try $0.dossier(row.code) }) == nil { try await SampleDossier().save(in: store) }
        let id = try expectFound(try await store.read { try $0.dossier(row.code)?.id }, "the dossier")
        let changed = try dossier.row(id)
        try await store.transact { try $0.update(changed) }

        let what = " of version \(dossier.version)"
        let status = try expectFound(try await store.read { try $0.publicStatus(of: row.code.text) }, "the status")
        try expect(status.body, is: row.publicStatus, "the public status" + what)
        try expect(status.dueAt, is: row.dueAt, "the appointment" + what)
        try expect(status.frozenAt, is: row.frozenAt, "the instant of frozen lateness" + what)
        for known in Status.allCases {
            var filter = DossierFilter()
            filter.status = known
            let found = try await store.states(matching: filter)
            try expect(found.isEmpty, is: known != row.status, "nothing in the list of status \(known.rawValue)" + what)
        }
        var filter = DossierFilter()
        filter.received = SampleDossier.receipt..<SampleDossier.receipt.adding(seconds: 1)
        let found = try await store.states(matching: filter)
        try expect(found.isEmpty, is: row.receivedAt != SampleDossier.receipt, "nothing in the list of the day" + what)
    }
}
