import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with lists that are rare among many, or long where they are short as a rule.
extension StoreContract {
    static let bounds = [
        StoreBehaviour("a person's dossiers are walked by pages however many they are, each once", longPersons),
        StoreBehaviour("a rare status and the late ones are found at once, behind however many others", rareOnes),
        StoreBehaviour("many late ones are found at once, too, behind however many others", manyLate),
        StoreBehaviour("a part of a code leads to the days that have such serials, or nowhere", codeParts),
        StoreBehaviour("a dossier changes lists with its status and when it is late") { store in
            let stream = try await SampleDossier().save(in: store)
            var changed = SampleDossier(version: 2, status: .finished)
            changed.frozenAt = changed.dueAt?.adding(seconds: 1)
            let row = try changed.row(stream)
            try await store.transact { try $0.update(row) }
            for (status, found) in [(Status.received, []), (.finished, [stream])] {
                for agency in [nil, "UBND-H"] {
                    var filter = DossierFilter()
                    filter.agency = agency
                    filter.status = status
                    try expect(try await listed(filter, in: store), is: found, "status \(status.rawValue)")
                    filter.late = LatenessFilter(isLate: true, now: SampleDossier.receipt)
                    try expect(try await listed(filter, in: store), is: found, "late of status \(status.rawValue)")
                }
            }
        },
        StoreBehaviour("a unit's list is narrowed to tokens of names") { store in
            let step = ActiveStepRow(step: "appraise", place: SampleDossier.finance, urgency: 1)
            let elsewhere = ActiveStepRow(step: "issue-tax-code", place: SampleDossier.taxOffice, urgency: 1)
            var streams: [StreamID] = []
            for (serial, steps) in [(1, [step]), (2, [elsewhere]), (3, [step, elsewhere])] {
                streams.append(try await SampleDossier(serial: serial, activeSteps: steps).save(in: store))
            }
            let all = streams
            try await store.transact { transaction in
                try transaction.putNameTokens(all.map { NameTokenRow(token: 3, dossier: $0) })
                try transaction.putNameTokens([NameTokenRow(token: 4, dossier: all[2])])
            }
            for (tokens, expected) in [([Int64(3)], [2, 0]), ([3, 4], [2]), ([3, 4, 5], []), ([5], [])] {
                for rows in [1, 100] {
                    var filter = DossierFilter()
                    filter.nameTokens = tokens
                    filter.unit = SampleDossier.finance.description
                    let (found, _) = try await walk(filter, in: store, limit: 1, rows: rows)
                    try expect(found, is: expected.map { all[$0] }, "tokens \(tokens), \(rows) rows")
                    filter.otherUnit = SampleDossier.taxOffice.description
                    let (both, _) = try await walk(filter, in: store, limit: 1, rows: rows)
                    try expect(both, is: expected.filter { $0 == 2 }.map { all[$0] }, "at two units")
                }
            }
        },
    ]

    @Sendable
    private static func longPersons(_ store: any DossierStore) async throws {
        let streams = try await saved(9, in: store)
        let entry = VaultEntry(keyID: 0, header: [UInt8](repeating: 1, count: 16), payload: [1])
        // A number that all but the last have, two of them twice, and another that the last has and the third too.
        let terms: [(Int, [Int64])] = (0..<8).map { ($0, [5]) } + [(2, [5, 6]), (8, [6]), (0, [5])]
        try await store.transact { transaction in
            for (dossier, terms) in terms {
                try transaction.putVaultTerms(terms, of: transaction.putVaultEntry(entry, of: streams[dossier]))
            }
        }
        let oneSecond = SampleDossier.receipt..<SampleDossier.receipt.adding(seconds: 1)
        for received in [nil, oneSecond] {
            for (rows, limit) in [(1, 1), (1, 5), (2, 5), (4, 1), (100, 2), (100, 50)] {
                var filter = DossierFilter()
                filter.personTerms = [5, 6]
                filter.received = received
                let (all, _) = try await walk(filter, in: store, limit: limit, rows: rows)
                try expect(all, is: streams.reversed(), "all, \(rows) rows at a time")
                filter.agency = "UBND-H"
                filter.status = .processing
                let (some, pages) = try await walk(filter, in: store, limit: limit, rows: rows)
                try expect(some, is: [8, 4, 0].map { streams[$0] }, "those in process, \(rows) rows at a time")
                if rows == 1 { try expect(pages >= 9, "the list takes \(pages) pages of a row") }
                filter.personTerms = [7, 8]
                try expect(try await listed(filter, in: store), is: [], "nobody")
            }
        }
    }

    @Sendable
    private static func rareOnes(_ store: any DossierStore) async throws {
        let due = SampleDossier.receipt.adding(seconds: 60)
        let now = due.adding(seconds: 60)
        let streams = try await store.transact { transaction in
            try (1...40).map { serial in
                var dossier = SampleDossier(serial: serial)
                // The first was finished late, the second is late, the third waits for a payment.
                if serial <= 2 { dossier.dueAt = due }
                if serial == 1 { dossier.frozenAt = now }
                if serial == 3 { dossier.status = .awaitingPayment }
                return try dossier.save(in: transaction)
            }
        }
        for received in [nil, SampleDossier.receipt..<now] {
            for agency in [nil, "UBND-H"] {
                var filter = DossierFilter()
                filter.agency = agency
                filter.received = received
                filter.status = .awaitingPayment
                try expect(try await listed(filter, in: store), is: [streams[2]], "the status, in one page")
                filter.status = .refused
                try expect(try await listed(filter, in: store), is: [], "a status that none has, in one page")
                filter.status = nil
                filter.late = LatenessFilter(isLate: true, now: now)
                try expect(try await listed(filter, in: store), is: [streams[1], streams[0]], "the late, in one page")
            }
        }
    }

    @Sendable
    private static func manyLate(_ store: any DossierStore) async throws {
        let due = SampleDossier.receipt.adding(seconds: 60)
        let streams = try await store.transact { transaction in
            try (1...40).map { serial in
                var dossier = SampleDossier(serial: serial, status: serial == 3 ? .processing : .received)
                // Of the first six every other one was finished late; the seventh becomes late in a second.
                if serial <= 6 { dossier.dueAt = due }
                if serial <= 6, serial.isMultiple(of: 2) { dossier.frozenAt = due.adding(seconds: 1) }
                if serial == 7 { dossier.dueAt = due.adding(seconds: 60) }
                return try dossier.save(in: transaction)
            }
        }
        for agency in [nil, "UBND-H"] {
            var filter = DossierFilter()
            filter.agency = agency
            filter.late = LatenessFilter(isLate: true, now: due.adding(milliseconds: 60_999))
            for (limit, rows, most) in [(50, 10, 1), (4, 10, 2), (6, 8, 2), (50, 4, 2), (50, 1, 8), (1, 1, 8)] {
                let (found, pages) = try await walk(filter, in: store, limit: limit, rows: rows)
                try expect(found, is: streams.prefix(6).reversed(), "the late, \(rows) rows at a time")
                try expect(pages <= most, "the late take \(pages) pages of \(limit), \(rows) rows at a time")
            }
            let first = try await store.read { [filter] snapshot in
                try snapshot.page(of: filter, before: nil, limit: 2, examining: 4).lines.map(\.dossier.id)
            }
            try expect(first, is: [streams[5], streams[4]], "the first page")
            filter.status = .processing
            try expect(try await walk(filter, in: store, limit: 5, rows: 4).found, is: [streams[2]], "those in process")
        }
    }

    @Sendable
    private static func codeParts(_ store: any DossierStore) async throws {
        let streams = try await store.transact { transaction in
            try (1...40).map { try SampleDossier(serial: $0).save(in: transaction) }
        }
        try await SampleDossier.takeSerials(40, in: store)
        let cases: [(String, [Int], pages: Bool)] = [
            ("-0039", [38], false), ("0040", [39], false), ("5-0007", [6], false), ("-0041", [], false),
            ("0000001", [], false), ("9Z9Z", [], false), ("230105", [], false), ("B-0001", [], false),
            ("-003", Array(29...38), false), ("H47-220105-0001", [0], false), ("15.H47", Array(0..<40), true),
            ("1", Array(0..<40), true),
        ]
        for received in [nil, SampleDossier.receipt..<SampleDossier.receipt.adding(seconds: 1)] {
            for (fragment, found, isLong) in cases {
                var filter = DossierFilter()
                filter.codeFragment = fragment
                filter.serialDigits = [4]
                filter.received = received
                let expected = found.reversed().map { streams[$0] }
                let (all, pages) = try await walk(filter, in: store, limit: 50, rows: 80)
                try expect(all, is: expected, "codes with \(fragment)")
                try expect(pages == 1 || isLong, "\(fragment) takes \(pages) pages")
                let (slow, _) = try await walk(filter, in: store, limit: 3, rows: 7)
                try expect(slow, is: expected, "codes with \(fragment), seven rows at a time")
            }
        }
    }

    /// The dossiers of a list that ends within a page for which ten rows may be looked at.
    private static func listed(_ filter: DossierFilter, in store: any DossierStore) async throws -> [StreamID] {
        let page = try await store.read { try $0.page(of: filter, before: nil, limit: 5, examining: 10) }
        try expect(page.reached == nil, "the list goes on after \(page.lines.count) dossiers")
        return page.lines.map(\.dossier.id)
    }
}
