import DossierDomain
import DossierEngine

/// What every store must do with inboxes (hộp việc).
extension StoreContract {
    static let inboxes = [
        StoreBehaviour("an inbox is ordered by urgency, dossier and step, also across pages", inboxByPages),
        StoreBehaviour("an inbox shows a unit of one commune only") { store in
            let here = ActiveStepRow(step: "intake", place: SampleDossier.haLamDesk, urgency: 1)
            let there = ActiveStepRow(
                step: "intake",
                place: UnitPlace(unit: "BPMC-X", commune: "binh-tu"),
                urgency: 1
            )
            let id = try await SampleDossier(serial: 1, activeSteps: [here]).save(in: store)
            try await SampleDossier(serial: 2, activeSteps: [there]).save(in: store)

            let found = try await store.read { try $0.inbox(of: SampleDossier.haLamDesk, after: nil, limit: 9) }
            try expect(found.map(\.dossier.id), is: [id], "the inbox of one commune's desk")
        },
        StoreBehaviour("a changed dossier leaves one inbox and enters another") { store in
            let first = ActiveStepRow(step: "appraise", place: SampleDossier.finance, urgency: 5)
            let second = ActiveStepRow(step: "issue-tax-code", place: SampleDossier.taxOffice, urgency: 9)
            let id = try await SampleDossier(activeSteps: [first]).save(in: store)
            let moved = try SampleDossier(version: 2, activeSteps: [second]).row(id)
            try await store.transact { try $0.update(moved) }

            let left = try await store.read { try $0.inbox(of: SampleDossier.finance, after: nil, limit: 9) }
            let entered = try await store.read { try $0.inbox(of: SampleDossier.taxOffice, after: nil, limit: 9) }
            try expect(left.count, is: 0, "lines in the inbox it left")
            try expect(entered.map(\.step), is: ["issue-tax-code"], "the inbox it entered")
            try expect(entered.map(\.dossier.state), is: [moved.state], "the state in the inbox")
        },
        StoreBehaviour("dossiers that timers may watch are read by age, each once, also across pages", watchedByPages),
    ]

    @Sendable
    private static func inboxByPages(_ store: any DossierStore) async throws {
        // Two steps of one dossier, two dossiers of one urgency, and one result that nothing presses.
        let urgencies: [[Int64]] = [[20, 20], [10], [20], [ActiveStepRow.unhurried]]
        var ids: [StreamID] = []
        for (index, urgencies) in urgencies.enumerated() {
            let steps = urgencies.enumerated().map { number, urgency in
                ActiveStepRow(
                    step: StepID(rawValue: "step-\(number)"),
                    place: SampleDossier.finance,
                    urgency: urgency
                )
            }
            ids.append(try await SampleDossier(serial: index + 1, activeSteps: steps).save(in: store))
        }
        let expected = [(1, "step-0"), (0, "step-0"), (0, "step-1"), (2, "step-0"), (3, "step-0")]

        for size in 1...5 {
            var found: [InboxRow] = []
            while true {
                let cursor = found.last?.cursor
                let page = try await store.read { try $0.inbox(of: SampleDossier.finance, after: cursor, limit: size) }
                if page.isEmpty { break }
                found += page
            }
            let lines = found.map { "\($0.dossier.id.number) \($0.step)" }
            try expect(lines, is: expected.map { "\(ids[$0.0].number) \($0.1)" }, "the inbox by pages of \(size)")
        }
    }

    @Sendable
    private static func watchedByPages(_ store: any DossierStore) async throws {
        let desk = ActiveStepRow(step: "intake", place: SampleDossier.haLamDesk, urgency: 7)
        let finance = ActiveStepRow(step: "appraise", place: SampleDossier.finance, urgency: 5)
        let tax = ActiveStepRow(step: "tax", place: SampleDossier.taxOffice, urgency: 9)
        let all: [(status: Status, steps: [ActiveStepRow])] = [
            (.received, [desk]), (.submitted, [desk]), (.processing, [finance, tax]), (.awaitingSupplement, [finance]),
            (.awaitingPayment, [tax]), (.finished, [desk]), (.handedOver, []), (.stopped, []), (.processing, [tax]),
        ]
        var watched: [StreamID] = []
        for (index, dossier) in all.enumerated() {
            let sample = SampleDossier(serial: index + 1, status: dossier.status, activeSteps: dossier.steps)
            let id = try await sample.save(in: store)
            if dossier.status.isRunning || dossier.status == .submitted { watched.append(id) }
        }

        for size in 1...4 {
            var found: [StreamID] = []
            while true {
                let last = found.last
                let page = try await store.read { try $0.watchedDossiers(after: last, limit: size) }
                if page.isEmpty { break }
                found += page.map(\.id)
            }
            try expect(found, is: watched, "the watched dossiers by pages of \(size)")
        }
    }
}
