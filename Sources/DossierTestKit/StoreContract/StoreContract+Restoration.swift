import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do when an older copy is restored (khôi phục dữ liệu).
extension StoreContract {
    static let restoration = [
        StoreBehaviour("serials that are passed over are never given, of that agency and day alone") { store in
            let day = LocalDate(dayNumber: 19_000)
            let other = LocalDate(dayNumber: 19_001)
            let taken = try await store.transact { transaction in
                _ = try transaction.takeSerial(agencyIdentifier: "A", date: day)
                try transaction.skipSerials(10, agencyIdentifier: "A", date: day)
                try transaction.skipSerials(5, agencyIdentifier: "A", date: other)
                try transaction.skipSerials(3, agencyIdentifier: "A", date: other)
                return [
                    try transaction.takeSerial(agencyIdentifier: "A", date: day),
                    try transaction.takeSerial(agencyIdentifier: "A", date: other),
                    try transaction.takeSerial(agencyIdentifier: "B", date: day),
                ]
            }
            try expect(taken, is: [12, 9, 1], "the next serials")
        },
        StoreBehaviour("nothing waits and nobody is signed in after a restoration of an empty store") { store in
            let (texts, sessions) = try await store.transact { transaction in
                try transaction.skipNumbers(1_000)
                return (try transaction.giveUpWaitingTexts(reason: "restored"), try transaction.endAllSessions())
            }
            try expect(texts, is: 0, "texts")
            try expect(sessions, is: 0, "sessions")
        },
    ]
}
