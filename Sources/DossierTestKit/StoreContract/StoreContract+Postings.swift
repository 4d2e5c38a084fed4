import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with posts that accounts hold for a time (điều động có thời hạn).
extension StoreContract {
    static let postings = [
        StoreBehaviour("a posting comes back as it was made, of its account alone, until it is ended") { store in
            let id = try await store.insertAccount("a")
            let made = try await insert(.secondment, SampleDossier.taxOffice, 10...20, of: id, in: store)
            let commune = try await insert(.actingHead, SampleDossier.haLamDesk, 15...15, of: id, in: store)

            try expect(try await store.read { try $0.posting(made.id, of: id) }, is: made, "the posting")
            let other = AccountID(number: id.number + 1)
            try expect(try await store.read { try $0.posting(made.id, of: other) }, is: nil, "another's")
            let given = try await store.read { try $0.instant(of: made.id) }
            try expect(given, is: SampleDossier.receipt, "when it was given")
            let none = try await store.read { try $0.instant(of: PostingID(number: 99)) }
            try expect(none, is: nil, "when one was given that there is none of")
            try expect(try await lasting(to: 0, of: id, in: store), is: [made, commune], "all")

            try await store.transact { try $0.endPosting(made.id, at: SampleDossier.receipt) }
            let ended = try await store.read { try $0.posting(made.id, of: id) }
            try expect(ended?.endedAt, is: SampleDossier.receipt, "its end")
            try expect(try await lasting(to: 0, of: id, in: store), is: [commune], "what is left")
            try await expectRefusal("a second end") {
                try await store.transact { try $0.endPosting(made.id, at: SampleDossier.receipt) }
            }
        },
        StoreBehaviour("those that last to a day are given in their order, no more than asked for") { store in
            let id = try await store.insertAccount("a")
            var made: [Posting] = []
            for days in [10...20, 1...9, 5...10, 30...40] {
                made.append(try await insert(.actingHead, SampleDossier.finance, days, of: id, in: store))
            }
            try expect(try await lasting(to: 10, of: id, in: store), is: [made[0], made[2], made[3]], "to day 10")
            try expect(try await lasting(to: 11, of: id, in: store), is: [made[0], made[3]], "to day 11")
            try expect(try await lasting(to: 9, of: id, limit: 2, in: store), is: [made[0], made[1]], "two of them")
            try expect(try await lasting(to: 41, of: id, in: store), is: [], "to day 41")
        },
        StoreBehaviour("all postings of an account are listed newest first, page by page") { store in
            let id = try await store.insertAccount("a")
            var made: [Posting] = []
            for day in 1...4 {
                made.append(try await insert(.secondment, SampleDossier.finance, day...day, of: id, in: store))
            }
            let first = try await store.read { try $0.postings(of: id, before: nil, limit: 3) }
            try expect(first, is: [made[3], made[2], made[1]], "the first page")
            let last = try await store.read { [first] in try $0.postings(of: id, before: first[2].id, limit: 3) }
            try expect(last, is: [made[0]], "the last page")
        },
        StoreBehaviour("secondments of some days are told with whose they are, those ended too") { store in
            let (first, second) = (try await store.insertAccount("a"), try await store.insertAccount("b"))
            var made: [StoredSecondment] = []
            for (account, days) in [(first, 1...9), (second, 5...10), (first, 10...20), (first, 30...40)] {
                let posting = try await insert(.secondment, SampleDossier.taxOffice, days, of: account, in: store)
                made.append(StoredSecondment(account: account, posting: posting))
            }
            _ = try await insert(.actingHead, SampleDossier.taxOffice, 1...40, of: second, in: store)

            for (days, numbers) in [
                (9...10, [0, 1, 2]), (10...10, [1, 2]), (21...29, []), (20...30, [2, 3]),
            ] as [(ClosedRange<Int>, [Int])] {
                let found = try await secondments(touching: days, in: store)
                try expect(found, is: numbers.map { made[$0] }, "those of the days \(days)")
            }
            let some = try await secondments(touching: 1...40, limit: 2, in: store)
            try expect(some, is: Array(made.prefix(2)), "two of them")
            let last = made[3].posting.id
            try await store.transact { try $0.endPosting(last, at: SampleDossier.receipt) }
            let ended = try await secondments(touching: 35...35, in: store).map(\.posting.endedAt)
            try expect(ended, is: [SampleDossier.receipt], "the end of one that was ended")
        },
        StoreBehaviour("staff are counted where they are seconded to, on the days of it") { store in
            let (first, second) = (try await store.insertAccount("a"), try await store.insertAccount("b"))
            _ = try await insert(.secondment, SampleDossier.taxOffice, 10...20, of: first, in: store)
            _ = try await insert(.actingHead, SampleDossier.taxOffice, 10...20, of: second, in: store)
            let away = [SampleDossier.finance: 1, SampleDossier.taxOffice: 1]
            for (day, counts) in [
                (9, [SampleDossier.finance: 2]), (10, away), (20, away), (21, [SampleDossier.finance: 2]),
            ] {
                let found = try await store.read { try $0.staffCounts(on: LocalDate(dayNumber: day)) }
                try expect(found, is: counts, "the staff on day \(day)")
            }
        },
    ]

    private static func insert(
        _ kind: Posting.Kind,
        _ place: UnitPlace,
        _ days: ClosedRange<Int>,
        of account: AccountID,
        in store: any DossierStore
    ) async throws -> Posting {
        let posting = Posting(
            id: PostingID(number: 0),
            kind: kind,
            place: place,
            from: LocalDate(dayNumber: days.lowerBound),
            until: LocalDate(dayNumber: days.upperBound)
        )
        return try await store.transact { try $0.insert(posting, of: account, at: SampleDossier.receipt) }
    }

    private static func secondments(
        touching days: ClosedRange<Int>,
        limit: Int = 10,
        in store: any DossierStore
    ) async throws -> [StoredSecondment] {
        let dates = LocalDate(dayNumber: days.lowerBound)...LocalDate(dayNumber: days.upperBound)
        return try await store.read { try $0.secondments(touching: dates, limit: limit) }
    }

    private static func lasting(
        to day: Int,
        of account: AccountID,
        limit: Int = 10,
        in store: any DossierStore
    ) async throws -> [Posting] {
        try await store.read { try $0.postings(of: account, lastingTo: LocalDate(dayNumber: day), limit: limit) }
    }
}
