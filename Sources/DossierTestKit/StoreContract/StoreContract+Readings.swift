import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with readings of dossiers (lượt xem hồ sơ).
extension StoreContract {
    static let readings = [
        StoreBehaviour("readings of a dossier come newest first, page by page, and those of another do not") { store in
            let first = try await SampleDossier().save(in: store)
            let other = try await SampleDossier(serial: 2).save(in: store)
            var sequences: [Int64] = []
            for number in 1...3 { sequences.append(try await read(first, "account:\(number)", .file, in: store)) }
            _ = try await read(other, "account:1", .file, in: store)

            let page = try await store.read { try $0.readings(of: first, before: nil, limit: 2) }
            try expect(page.map(\.sequence), is: [sequences[2], sequences[1]], "the first page")
            try expect(page.first?.body, is: SampleDossier.event(Int(sequences[2])), "the event itself")
            let shown = sequences[1]
            let rest = try await store.read { try $0.readings(of: first, before: shown, limit: 2) }
            try expect(rest.map(\.sequence), is: [sequences[0]], "the last page")
            try expect(try await store.read { try $0.readingCount() }, is: 4, "all of them")
        },
        StoreBehaviour("the last reading is that of the same reader and the same part") { store in
            let dossier = try await SampleDossier().save(in: store)
            let file = try await read(dossier, "account:1", .file, in: store)
            let history = try await read(dossier, "account:1", .history, in: store)
            _ = try await read(dossier, "key:1", .file, in: store)

            try await store.read { snapshot in
                let last = { try snapshot.lastReading(of: dossier, part: $0, by: $1)?.sequence }
                try expect(try last(.file, "account:1"), is: file, "the dossier")
                try expect(try last(.history, "account:1"), is: history, "the history")
                try expect(try last(.export, "account:1"), is: nil, "what he has not read")
                try expect(try last(.file, "account:2"), is: nil, "who has read nothing")
            }
        },
        StoreBehaviour("a reading comes back as it was put in, once, and only with its event") { store in
            let dossier = try await SampleDossier().save(in: store)
            let sequence = try await read(dossier, "account:7", .export, in: store)
            let row = ReadingRow(
                sequence: sequence,
                dossier: dossier,
                reader: "account:7",
                part: .export,
                at: SampleDossier.receipt
            )
            try expect(try await store.read { try $0.reading(sequence) }, is: row, "the row")
            try expect(try await store.read { try $0.reading(sequence + 1) }, is: nil, "a row that is not there")
            try await expectRefusal("the same once more") { try await store.transact { try $0.insert(row) } }
            let eventless = ReadingRow(sequence: 999, dossier: dossier, reader: "key:1", part: .file, at: row.at)
            try await expectRefusal("one without an event") { try await store.transact { try $0.insert(eventless) } }
        },
    ]

    /// Appends an event that bears its own number, and its reading.
    private static func read(
        _ dossier: StreamID,
        _ reader: String,
        _ part: DossierReading.Part,
        in store: any DossierStore
    ) async throws -> Int64 {
        try await store.transact { transaction in
            let sequence = try transaction.lastSequence() + 1
            let event = SampleDossier.event(Int(sequence))
            _ = try transaction.append(event, hash: Digest.of(event), to: transaction.head(of: .readings))
            let row = ReadingRow(
                sequence: sequence,
                dossier: dossier,
                reader: reader,
                part: part,
                at: SampleDossier.receipt
            )
            try transaction.insert(row)
            return sequence
        }
    }
}
