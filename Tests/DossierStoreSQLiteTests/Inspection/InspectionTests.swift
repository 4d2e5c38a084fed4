import DossierDomain
import DossierEngine
import DossierStoreSQLite
import GRDB
import Testing
import WorkingCalendar

/// The store as `verify` sees it.
struct InspectionTests {
    @Test("a sound store shows its streams, rows, serials and codes, and no defect")
    func soundStore() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        for _ in 1...3 { try await store.transact { _ = try register(in: $0) } }
        _ = try await store.transact { try $0.head(of: SystemEvent.Stream.accounts) }

        try store.inspect { inspection in
            let streams = try inspection.streams(after: nil, limit: 9)
            #expect(streams.map(\.name) == [nil, nil, nil, "accounts"])
            #expect(streams.map(\.head.count) == [1, 1, 1, 0])
            #expect(try inspection.streams(after: streams[1].head.id, limit: 1) == [streams[2]])
            #expect(try inspection.inspectedRow(streams[3].head.id) == nil)
            let row = try #require(try inspection.inspectedRow(streams[0].head.id))
            #expect(row.code.text == "000.00.15.H47-220105-0001")
            #expect(row.agencies == ["UBND-H"])
            #expect(row.activeSteps == [ActiveStepRow(step: "intake", place: finance, urgency: 1)])
            #expect(row.nextTimerAt == receipt.adding(seconds: 3600))
            #expect(try inspection.storageDefects(limit: 9) == [])
            #expect(try inspection.danglingReferences(limit: 9) == [])
            #expect(try inspection.eventCounts() == (all: 3, orphaned: 0))
        }
    }

    @Test("what rows need and cannot say alone is counted: terms, identities, repeated texts, keys of hashes in use")
    func uses() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        #expect(try store.inspect { try $0.hashPurposesInUse() } == [])
        let account = try await store.transact { transaction in
            try register(in: transaction)
            try transaction.putVaultTerms([7, .min], of: 1)
            let again = try transaction.enqueueAgain(try #require(try transaction.message(1)), at: receipt)
            _ = try transaction.enqueueAgain(try #require(try transaction.message(again)), at: receipt)
            let id = try transaction.insertAccount(username: "a", role: .head, place: finance, passwordHash: "")
            try transaction.save(StoredIdentity(digest: .zero, account: id, toldAt: receipt, isMapped: true))
            try transaction.set(.mode, to: "demo")
            return id
        }

        try store.inspect { inspection throws -> Void in
            let dossier = StreamID(number: 1)
            let terms = [Int64.min, 7].map { InspectedTerm(term: $0, dossier: dossier) }
            #expect(try inspection.vaultTerms(of: 1) == terms)
            #expect(try inspection.vaultTerms(of: 2) == [])
            #expect(try inspection.vaultTermCount() == 2)
            #expect(try inspection.repeatedTextCount() == 2)
            #expect(try inspection.identityCount(of: account) == 1)
            #expect(try inspection.identityCount(of: AccountID(number: account.number + 1)) == 0)
            #expect(try inspection.hashPurposesInUse() == [.idempotency, .importRow, .person, .identity])
            #expect(try inspection.schemaDefects(limit: 9) == [])
        }
    }

    @Test("entries of the vault come by pages with their streams, and texts with the numbers that wait for an answer")
    func vaultNumbers() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let entries = try await store.transact { transaction in
            for _ in 1...2 { try register(in: transaction) }
            let entry = VaultEntry(keyID: 0, header: [UInt8](repeating: 1, count: 16), payload: [])
            let stream = try transaction.head(of: SystemEvent.Stream.messages).id
            let number = try transaction.putVaultEntry(entry, of: stream)
            for isAnswered in [true, false] {
                var draft = InquiryDraft(
                    gateway: "modem",
                    providerID: nil,
                    sender: .zero,
                    at: receipt,
                    receivedAt: receipt
                )
                if isAnswered {
                    draft.answer = .help
                    draft.receiver = VaultReference(number: number, commitment: Digest.zero.hexadecimal)
                }
                _ = try transaction.insert(draft)
            }
            return [(1, 1), (2, 2), (number, stream.number)]
        }

        try store.inspect { inspection throws -> Void in
            let all = try inspection.vaultNumbers(after: .min, limit: 9)
            #expect(all.map(\.number) == entries.map(\.0))
            #expect(all.map(\.stream.number) == entries.map(\.1))
            #expect(try inspection.vaultNumbers(after: 1, limit: 1).map(\.number) == [2])
            let receivers = try inspection.awaitedReceivers(after: 0, limit: 9)
            #expect(receivers.map(\.text) == [1] && receivers.map(\.entry) == [3])
            #expect(try inspection.awaitedReceivers(after: 1, limit: 9).isEmpty)
        }
    }

    @Test("of tables that are not this program's no more are named than are asked for")
    func foreignTables() async throws {
        let folder = try TemporaryFolder()
        try await folder.store().close()
        try await DatabaseQueue(path: folder.database).write { database in
            for number in 1...20 { try database.execute(sql: "CREATE TABLE a\(number) (b TEXT)") }
        }

        try SQLiteDossierStore.inspect(path: folder.database) { inspection throws -> Void in
            #expect(try inspection.schemaDefects(limit: 99).count == 20)
            #expect(try inspection.schemaDefects(limit: 3).count == 3)
        }
    }

    @Test("serials come in order, by pages")
    func serials() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let next = LocalDate(dayNumber: receiptDay.dayNumber + 1)
        try await store.transact { transaction in
            for (agency, date) in [("H47.16", receiptDay), ("H47.15", next), ("H47.15", receiptDay), ("H47.15", next)] {
                _ = try transaction.takeSerial(agencyIdentifier: agency, date: date)
            }
        }

        try store.inspect { inspection in
            let first = try inspection.serials(after: nil, limit: 2)
            #expect(
                first.map { "\($0.agencyIdentifier) \($0.date.iso8601) \($0.last)" }
                    == ["H47.15 2022-01-05 1", "H47.15 2022-01-06 2"]
            )
            #expect(try inspection.serials(after: first[1], limit: 2).map(\.agencyIdentifier) == ["H47.16"])
        }
    }

    @Test("codes come by serial, for one agency and day, with years of two and of four digits")
    func codes() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        // The serial 10000 has five digits and sorts as text before 9999; the others are of another day or agency.
        let texts = [
            "H47.15-220105-10000", "H47.15-220105-9999", "H47.15-20220105-0003", "H47.15-220106-0001",
            "H47.15.01-220105-0001", "H47.16-220105-0001",
        ]
        try await store.transact { transaction in
            for text in texts { try insert(try #require(DossierCode(text)), in: transaction) }
        }

        try store.inspect { inspection in
            let found = try inspection.codes(agencyIdentifier: "H47.15", date: receiptDay, limit: 9)
            #expect(found.map(\.text) == ["H47.15-20220105-0003", "H47.15-220105-9999", "H47.15-220105-10000"])
            #expect(try inspection.codes(agencyIdentifier: "H47.15", date: receiptDay, limit: 1) == [found[0]])
        }
    }

    @Test("rows that point at nothing, halves that are missing and events without stream are named")
    func damage() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        for _ in 1...2 { try await store.transact { _ = try register(in: $0) } }
        try await store.close()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try await DatabaseQueue(path: folder.database, configuration: configuration).write { database in
            try database.execute(sql: "DELETE FROM dossierState WHERE dossier = 1")
            try database.execute(sql: "UPDATE stream SET eventCount = 0 WHERE id = 1")
            try database.execute(sql: "DELETE FROM stream WHERE id = 2")
        }

        try SQLiteDossierStore.inspect(path: folder.database) { inspection throws -> Void in
            let found = try inspection.danglingReferences(limit: 99)
            #expect(found.contains("dossier 000.00.15.H47-220105-0001 has no state"))
            #expect(found.contains("event 1 lies behind the head of stream 1"))
            #expect(found.contains("row 2 of event points at a missing row of stream"))
            #expect(found.contains("row 2 of dossier points at a missing row of stream"))
            #expect(try inspection.danglingReferences(limit: 2).count == 2)
            #expect(try inspection.eventCounts() == (all: 2, orphaned: 1))
        }
    }

    @Test("events are neither changed nor deleted, whoever asks")
    func appendOnly() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await store.transact { _ = try register(in: $0) }
        try await store.close()

        let database = try DatabaseQueue(path: folder.database)
        for sql in ["UPDATE event SET body = x'00'", "DELETE FROM event"] {
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute(sql: sql) }
            }
            #expect(error?.message == "events are append-only")
        }
    }

    @Test("a closed store and an untouched one are inspected without being changed")
    func inspectionAlone() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await store.transact { _ = try register(in: $0) }

        #expect(try SQLiteDossierStore.inspect(path: folder.database) { try $0.eventCounts().all } == 1)
        try await store.close()
        #expect(try SQLiteDossierStore.inspect(path: folder.database) { try $0.eventCounts().all } == 1)
    }

    @Test("a database whose tables are not made yet is not inspected")
    func olderProgram() throws {
        let folder = try TemporaryFolder()
        _ = try SQLiteDossierStore.open(path: folder.database)

        let error = #expect(throws: StoreError.self) { try SQLiteDossierStore.inspect(path: folder.database) { _ in } }
        #expect(error?.code == .unsuitable)
    }

    private func insert(_ code: DossierCode, in transaction: any StoreTransaction) throws {
        try transaction.insert(
            DossierRow(
                id: try transaction.makeStream().id,
                code: code,
                version: 1,
                status: .received,
                procedure: "1.001612",
                receivedAt: receipt,
                dueAt: nil,
                frozenAt: nil,
                nextTimerAt: nil,
                isLate: false,
                state: [],
                publicStatus: [],
                agencies: [],
                activeSteps: []
            )
        )
    }
}
