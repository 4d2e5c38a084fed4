import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with lists of dossiers (danh sách).
extension StoreContract {
    static let lists = [
        StoreBehaviour("an agency's list has its own dossiers, newest first, by pages") { store in
            for serial in 1...5 {
                let agencies = serial == 3 ? ["THUE"] : ["THUE", "UBND-X@ha-lam"]
                try await SampleDossier(serial: serial, agencies: agencies).save(in: store)
            }
            var filter = DossierFilter()
            filter.agency = "UBND-X@ha-lam"

            let first = try await store.read { [filter] in
                try $0.dossiers(matching: filter, before: nil, limit: 2)
            }
            let rest = try await store.states(matching: filter, before: first.last?.id)
            try expect(first.map { $0.state }, is: [5, 4].map(state), "the first page")
            try expect(rest, is: ["state 2 version 1", "state 1 version 1"], "the second page")
        },
        StoreBehaviour("a list is narrowed by status, unit and part of the code, also together") { store in
            let tax = ActiveStepRow(step: "issue-tax-code", place: SampleDossier.taxOffice, urgency: 1)
            let finance = ActiveStepRow(step: "appraise", place: SampleDossier.finance, urgency: 2)
            try await SampleDossier(serial: 1, status: .processing, activeSteps: [tax]).save(in: store)
            try await SampleDossier(serial: 2, status: .processing, activeSteps: [finance, tax]).save(in: store)
            try await SampleDossier(serial: 12, status: .received, activeSteps: [tax]).save(in: store)
            try await SampleDossier.takeSerials(12, in: store)

            for agency in [nil, "UBND-H"] {
                var filter = DossierFilter()
                filter.agency = agency
                filter.status = .processing
                let processing = try await store.states(matching: filter)
                try expect(processing, is: ["state 2 version 1", "state 1 version 1"], "by status")
                filter.unit = SampleDossier.finance.description
                try expect(try await store.states(matching: filter), is: ["state 2 version 1"], "by status and unit")
                filter = DossierFilter()
                filter.agency = agency
                filter.codeFragment = "0105-0012"
                try expect(try await store.states(matching: filter), is: ["state 12 version 1"], "by code")
            }
            var other = DossierFilter()
            other.agency = "THUE"
            other.unit = SampleDossier.finance.description
            try expect(try await store.states(matching: other), is: [], "the unit's, for an agency with no part")
        },
        StoreBehaviour("signs that mean something to a pattern mean themselves in a part of a code", nothingByPattern),
        StoreBehaviour("late means that the running or frozen second lies after the appointment", latenessInLists),
    ]

    private static func state(_ serial: Int) -> [UInt8] { Array("state \(serial) version 1".utf8) }

    @Sendable
    private static func nothingByPattern(_ store: any DossierStore) async throws {
        try await SampleDossier().save(in: store)
        try await SampleDossier.takeSerials(1, in: store)
        for fragment in ["%", "_", "\\", "0_0", "220105%0001"] {
            var filter = DossierFilter()
            filter.codeFragment = fragment
            try expect(try await store.states(matching: filter), is: [], "dossiers whose code contains \(fragment)")
        }
    }

    @Sendable
    private static func latenessInLists(_ store: any DossierStore) async throws {
        let due = SampleDossier.receipt
        let before = due.adding(seconds: -1)
        let after = due.adding(seconds: 1)
        // 1 runs; 2 was finished in time; 3 was finished late; 4 has no appointment yet.
        try await SampleDossier(serial: 1, dueAt: due).save(in: store)
        try await SampleDossier(serial: 2, dueAt: due, frozenAt: before).save(in: store)
        try await SampleDossier(serial: 3, dueAt: due, frozenAt: after).save(in: store)
        try await SampleDossier(serial: 4, dueAt: nil).save(in: store)

        // 999 ms after the appointment the second is still the appointment's.
        let cases: [(Instant, Set<Int>)] = [
            (due, [3]), (due.adding(milliseconds: 999), [3]), (due.adding(milliseconds: 1000), [1, 3]),
        ]
        for (now, late) in cases {
            for isLate in [true, false] {
                var filter = DossierFilter()
                filter.late = LatenessFilter(isLate: isLate, now: now)
                let expected = [4, 3, 2, 1].filter { late.contains($0) == isLate }.map { "state \($0) version 1" }
                let found = try await store.states(matching: filter)
                try expect(found, is: expected, "late \(isLate) at \(now.milliseconds - due.milliseconds) ms")
            }
        }
    }
}
