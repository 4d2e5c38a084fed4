import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with searches: tokens of names, times of receipt, procedures, codes, and bounds of walks.
extension StoreContract {
    static let search = [
        StoreBehaviour("a dossier is found by all tokens of names that it stands under, until it is taken out") {
            store in
            let streams = try await saved(3, in: store)
            let rows = [(7, 0), (7, 1), (7, 2), (9, 0), (9, 2), (11, 2), (13, 2), (15, 2)].map { token, dossier in
                NameTokenRow(token: token, dossier: streams[dossier])
            }
            try await store.transact { try $0.putNameTokens(rows + rows) }
            // A dossier that is none takes no token.
            let nobody = StreamID(number: 1_000_000)
            try await store.transact { try $0.putNameTokens([NameTokenRow(token: 7, dossier: nobody)]) }

            try expect(
                try await found([7], in: store),
                is: [2, 1, 0].map { streams[$0] },
                "by one token, newest first"
            )
            try expect(try await found([7, 9], in: store), is: [streams[2], streams[0]], "by two")
            try expect(try await found([15, 13, 11, 9, 7], in: store), is: [streams[2]], "by five")
            try expect(try await found([8], in: store), is: [], "by a strange one")
            let last = streams[2]
            try expect(try await store.read { try $0.nameTokens(of: last) }, is: [7, 9, 11, 13, 15], "its tokens")

            for _ in 1...2 { try await store.transact { try $0.eraseNameTokens(of: last) } }
            try expect(try await found([7], in: store), is: [streams[1], streams[0]], "without what was taken out")
            try expect(try await store.read { try $0.nameTokens(of: last) }, is: [], "its tokens")
        },
        StoreBehaviour("tokens of names are narrowed by everything else") { store in
            let tax = ActiveStepRow(step: "issue-tax-code", place: SampleDossier.taxOffice, urgency: 1)
            let one = try await SampleDossier(serial: 1, agencies: ["THUE"]).save(in: store)
            let two = try await SampleDossier(serial: 2, status: .processing, activeSteps: [tax]).save(in: store)
            try await store.transact { transaction in
                for dossier in [one, two] { try transaction.putNameTokens([NameTokenRow(token: 5, dossier: dossier)]) }
            }
            let narrowed: [(String, (inout DossierFilter) -> Void)] = [
                ("agency", { $0.agency = "UBND-H" }), ("unit", { $0.unit = SampleDossier.taxOffice.description }),
                ("status", { $0.status = .processing }), ("code", { $0.codeFragment = "5-0002" }),
            ]
            for (name, narrow) in narrowed {
                var filter = DossierFilter()
                filter.nameTokens = [5]
                narrow(&filter)
                try expect(try await found(filter, in: store), is: [two], "by \(name)")
            }
        },
        StoreBehaviour("the vault is walked by number, each entry with whose it is") { store in
            let streams = try await saved(2, in: store)
            let entry = VaultEntry(keyID: 0, header: [UInt8](repeating: 1, count: 16), payload: [1])
            try expect(try await store.read { try $0.vaultEntryCount(after: 0, limit: 9) }, is: 0, "how many of none")
            let numbers = try await store.transact { transaction in
                try [0, 1, 0].map { try transaction.putVaultEntry(entry, of: streams[$0]) }
            }
            try await store.transact { try $0.eraseVaultEntry(numbers[1]) }
            let all = try await store.read { try $0.vaultEntries(after: 0, limit: 9) }
            let expected = [numbers[0], numbers[2]].map {
                OwnedVaultEntry(number: $0, stream: streams[0], entry: entry)
            }
            try expect(all, is: expected, "all entries")
            try expect(try await store.read { try $0.vaultEntries(after: 0, limit: 1) }, is: [expected[0]], "the first")
            let rest = try await store.read { try $0.vaultEntries(after: numbers[0], limit: 9) }
            try expect(rest, is: [expected[1]], "those after it")
            // The one between the two was erased: entries are counted, and not the numbers between them.
            for (number, limit, count) in [(0, 9, 2), (0, 1, 1), (numbers[0], 9, 1), (numbers[2], 9, 0)] {
                let found = try await store.read { try $0.vaultEntryCount(after: number, limit: limit) }
                try expect(found, is: count, "how many after \(number)")
            }
        },
        StoreBehaviour("a list of a time of receipt is in its order, whoever was registered first", byReceipt),
        StoreBehaviour("a list is narrowed to a procedure, alone and with others") { store in
            for serial in 1...4 {
                let procedure: ProcedureCode = serial == 3 ? "2.000635" : "1.001612"
                try await SampleDossier(serial: serial, procedure: procedure).save(in: store)
            }
            for (agency, isByReceipt) in [(nil, false), ("UBND-H", false), (nil, true), ("UBND-H", true)] {
                var filter = DossierFilter()
                filter.agency = agency
                filter.received = isByReceipt ? SampleDossier.receipt..<SampleDossier.receipt.adding(seconds: 1) : nil
                filter.procedure = "1.001612"
                try expect(try await codes(filter, in: store), is: [4, 2, 1], "the common one")
                filter.procedure = "2.000635"
                try expect(try await codes(filter, in: store), is: [3], "the rare one")
                filter.status = .withdrawn
                try expect(try await codes(filter, in: store), is: [], "a status that none has")
            }
        },
        StoreBehaviour("the end of a code finds it whosever it is, and only it") { store in
            for (identifier, year) in [("000.00.15.H47", "22"), ("H47.15", "2022"), ("000.22.15.H47", "22")] {
                for serial in ["0001", "00011", "0012"] {
                    try await saveCode("\(identifier)-\(year)0105-\(serial)", in: store)
                }
            }
            let cases = [
                ("220105-0012", 3), ("20220105-0012", 1), ("H47-220105-0012", 2), ("00.15.H47-220105-0012", 1),
                ("-220105-0012", 2), ("220105-0001", 6), ("220105-00011", 3), ("220105-0013", 0), ("220106-0012", 0),
                ("X-220105-0012", 0),
            ]
            for (fragment, count) in cases {
                var filter = DossierFilter()
                filter.codeFragment = fragment
                try expect(try await found(filter, in: store).count, is: count, "codes with \(fragment)")
            }
        },
        StoreBehaviour("a walk that reaches its bound goes on there, and meets each dossier once", boundedWalks),
    ]

    @Sendable
    private static func byReceipt(_ store: any DossierStore) async throws {
        let moments: [Int64?] = [30, 10, nil, 20, 20, 40]
        for (index, moment) in moments.enumerated() {
            let receivedAt = moment.map { SampleDossier.receipt.adding(seconds: $0) }
            try await SampleDossier(serial: index + 1, receivedAt: receivedAt).save(in: store)
        }
        func range(_ from: Int64, _ to: Int64) -> Range<Instant> {
            SampleDossier.receipt.adding(seconds: from)..<SampleDossier.receipt.adding(seconds: to)
        }
        let cases = [
            (range(0, 60), [6, 1, 5, 4, 2]), (range(10, 30), [5, 4, 2]), (range(11, 30), [5, 4]), (range(41, 99), []),
        ]
        for agency in [nil, "UBND-H"] {
            for (limit, rows) in [(1, 100), (2, 100), (9, 100), (1, 1), (9, 1), (9, 2), (2, 3)] {
                for (received, expected) in cases {
                    var filter = DossierFilter()
                    filter.agency = agency
                    filter.received = received
                    let found = try await codes(filter, in: store, limit: limit, rows: rows)
                    try expect(found, is: expected, "of \(received), \(limit) a page, \(rows) rows")
                }
            }
        }
        var filter = DossierFilter()
        filter.received = range(0, 60)
        filter.codeFragment = "220105-0004"
        try await SampleDossier.takeSerials(1, in: store)
        try expect(try await codes(filter, in: store), is: [4], "by the end of the code")
    }

    @Sendable
    private static func boundedWalks(_ store: any DossierStore) async throws {
        let streams = try await saved(9, in: store)
        try await store.transact { transaction in
            try transaction.putNameTokens(streams.map { NameTokenRow(token: 3, dossier: $0) })
            try transaction.putNameTokens([0, 4, 8].map { NameTokenRow(token: 4, dossier: streams[$0]) })
            try transaction.putNameTokens((1...4).map { NameTokenRow(token: 4, dossier: StreamID(number: -$0)) })
        }
        // The first one may be walked along an index of the status, which says all.
        let walks: [(String, Int, (inout DossierFilter) -> Void)] = [
            ("all", 1, { _ in }), ("an agency's", 9, { $0.agency = "UBND-H" }),
            ("a procedure's", 9, { $0.procedure = "1.001612" }),
            ("a time's", 9, { $0.received = SampleDossier.receipt..<SampleDossier.receipt.adding(seconds: 1) }),
            ("a token's", 9, { $0.nameTokens = [3] }),
        ]
        for (name, most, narrow) in walks {
            for rows in [1, 2, 4, 100] {
                var filter = DossierFilter()
                narrow(&filter)
                // Every other rule takes the first, fifth and ninth alone.
                filter.status = .processing
                for limit in [1, 5] {
                    let (found, pages) = try await walk(filter, in: store, limit: limit, rows: rows)
                    try expect(found, is: [8, 4, 0].map { streams[$0] }, "\(name) list, \(rows) rows at a time")
                    if rows == 1 { try expect(pages >= most, "\(name) list takes \(pages) pages of a row") }
                }
            }
        }
        var both = DossierFilter()
        both.nameTokens = [3, 4]
        let (found, _) = try await walk(both, in: store, limit: 2, rows: 1)
        try expect(found, is: [8, 4, 0].map { streams[$0] }, "the list of two tokens")
    }

    /// Dossiers of which the first, fifth and ninth are in process.
    static func saved(_ count: Int, in store: any DossierStore) async throws -> [StreamID] {
        var streams: [StreamID] = []
        for serial in 1...count {
            let status: Status = serial % 4 == 1 ? .processing : .received
            streams.append(try await SampleDossier(serial: serial, status: status).save(in: store))
        }
        return streams
    }

    /// A dossier of a code, with its serial issued.
    private static func saveCode(_ text: String, in store: any DossierStore) async throws {
        let code = try expectFound(DossierCode(text), "the code \(text)")
        let identifier = String(text.prefix { $0 != "-" })
        let sample = SampleDossier(ownCode: code)
        try await store.transact { transaction in
            _ = try transaction.takeSerial(agencyIdentifier: identifier, date: SampleDossier.date)
            try sample.save(in: transaction)
        }
    }

    private static func found(_ tokens: [Int64], in store: any DossierStore) async throws -> [StreamID] {
        var filter = DossierFilter()
        filter.nameTokens = tokens
        return try await found(filter, in: store)
    }

    private static func found(_ filter: DossierFilter, in store: any DossierStore) async throws -> [StreamID] {
        try await store.read { try $0.page(of: filter, before: nil, limit: 20, examining: 100).lines.map(\.dossier.id) }
    }

    /// The serials of a list, walked by pages.
    private static func codes(
        _ filter: DossierFilter,
        in store: any DossierStore,
        limit: Int = 2,
        rows: Int = 100
    ) async throws -> [Int] {
        let (found, _) = try await walk(filter, in: store, limit: limit, rows: rows)
        return try await store.read { snapshot in
            try found.map { id in
                let words = String(decoding: try snapshot.dossier(id)?.state ?? [], as: UTF8.self).split(separator: " ")
                return words.count > 1 ? Int(words[1]) ?? 0 : 0
            }
        }
    }

    /// Follows a list to its end, a hundred pages at most.
    static func walk(
        _ filter: DossierFilter,
        in store: any DossierStore,
        limit: Int,
        rows: Int
    ) async throws -> (found: [StreamID], pages: Int) {
        var found: [StreamID] = []
        var place: DossierPlace?
        for pages in 1...100 {
            let before = place
            let page = try await store.read { snapshot in
                try snapshot.page(of: filter, before: before, limit: limit, examining: rows)
            }
            try expect(page.lines.count <= limit, "a page has \(page.lines.count) dossiers of \(limit)")
            found += page.lines.map(\.dossier.id)
            place = page.reached
            if place == nil { return (found, pages) }
        }
        throw BrokenContract("the list comes to no end")
    }
}
