import DossierDomain
import DossierEngine
import WorkingCalendar

/// A failure of a change that the store knows nothing of.
private struct ChangeOfMind: Error {}

extension StoreContract {
    static let changes = [
        StoreBehaviour("a change that throws leaves nothing behind, its serial included") { store in
            var isChangeOfMind = false
            do {
                try await store.transact { transaction in
                    _ = try SampleDossier.takeSerial(in: transaction)
                    try SampleDossier().save(in: transaction)
                    try transaction.set(.mode, to: "demo")
                    throw ChangeOfMind()
                }
            } catch is ChangeOfMind {
                isChangeOfMind = true
            }
            try expect(isChangeOfMind, "the caller gets the change's own error")

            let code = try SampleDossier().code()
            try expect(try await store.read { try $0.dossier(code) == nil }, "no dossier stays")
            try expect(try await store.read { try $0.setting(.mode) }, is: nil, "the setting")
            let serial = try await store.transact { try SampleDossier.takeSerial(in: $0) }
            try expect(serial, is: 1, "the first serial that stays")
        },
        StoreBehaviour("a change that throws harms none of those that run beside it") { store in
            let kept = await withTaskGroup(of: Bool.self) { group in
                for serial in 1...40 {
                    group.addTask { await saves(serial, in: store, andThrows: serial.isMultiple(of: 4)) }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }

            // 10 of 40 serials are multiples of 4.
            try expect(kept, is: 30, "changes that returned")
            for serial in 1...40 {
                let code = try SampleDossier(serial: serial).code()
                let isThere = try await store.read { try $0.dossier(code) != nil }
                try expect(isThere, is: !serial.isMultiple(of: 4), "whether dossier \(serial) is there")
            }
        },
        StoreBehaviour("64 callers at once get gapless serials, each once") { store in
            let serials = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...64 {
                    group.addTask { try await store.transact { try SampleDossier.takeSerial(in: $0) } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            try expect(serials.sorted(), is: Array(1...64), "the serials")
        },
        StoreBehaviour("serials begin anew for each agency and each day") { store in
            let day = SampleDossier.date
            let next = LocalDate(dayNumber: day.dayNumber + 1)
            let taken = try await store.transact { transaction in
                try [("H47.15", day), ("H47.15", day), ("H47.15", next), ("H47.16", day)].map {
                    try transaction.takeSerial(agencyIdentifier: $0.0, date: $0.1)
                }
            }

            try expect(taken, is: [1, 2, 1, 1], "the serials")
        },
        StoreBehaviour("what a change wrote is seen by every read after it returned") { store in
            let lookup = try store.makeStatusLookup()
            for serial in 1...20 {
                let code = try SampleDossier(serial: serial).code()
                try expect(try lookup.status(of: code.text) == nil, "no status before the intake")
                try await SampleDossier(serial: serial).save(in: store)
                try expect(try lookup.status(of: code.text) != nil, "the look-up sees dossier \(serial)")
                try expect(try await store.read { try $0.dossier(code) != nil }, "the read sees dossier \(serial)")
            }
        },
        StoreBehaviour("a view sees what was acknowledged before it, and look-ups after it all since") { store in
            let lookup = try store.makeStatusLookup()
            for serial in 1...20 {
                let code = try SampleDossier(serial: serial).code()
                lookup.openView()
                lookup.openView()
                try expect(try lookup.status(of: code.text) == nil, "no status before the intake")
                lookup.closeView()
                lookup.closeView()
                try await SampleDossier(serial: serial).save(in: store)
                lookup.openView()
                for _ in 1...3 { try expect(try lookup.status(of: code.text) != nil, "the view sees \(serial)") }
                lookup.closeView()
                try expect(try lookup.status(of: code.text) != nil, "the look-up sees dossier \(serial)")
            }
        },
        StoreBehaviour("a cancelled caller still learns what became of his change") { store in
            let answer = await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask { try await store.transact { try SampleDossier.takeSerial(in: $0) } }
                group.cancelAll()
                // Whether or not it was queued before the cancellation, the answer and the store must agree.
                return try? await group.next()
            }
            let next = try await store.transact { try SampleDossier.takeSerial(in: $0) }
            try expect(next, is: answer == nil ? 1 : 2, "the serial after a cancelled change")
        },
    ]

    private static func saves(_ serial: Int, in store: any DossierStore, andThrows throwing: Bool) async -> Bool {
        do {
            try await store.transact { transaction in
                try SampleDossier(serial: serial).save(in: transaction)
                if throwing { throw ChangeOfMind() }
            }
            return true
        } catch {
            return false
        }
    }
}
