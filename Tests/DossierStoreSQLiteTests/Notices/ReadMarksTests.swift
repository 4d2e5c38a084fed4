import DossierDomain
import DossierEngine
import DossierStoreSQLite
import GRDB
import Testing

/// What the store keeps of notices that were read, which its contract does not show.
struct ReadMarksTests {
    /// Inserts notices to the leaders and the heads in turn, numbered from 1.
    private func insertNotices(_ count: Int, in transaction: any StoreTransaction) throws {
        for number in 0..<count {
            let recipient: NoticeRecipient = number % 2 == 0 ? .leaders : .heads(finance)
            try transaction.insert(
                Notice(
                    number: nil,
                    recipient: recipient.storedName,
                    dossier: nil,
                    rung: Notice.digestRung,
                    at: receipt,
                    plannedAt: receipt,
                    facts: Array("{}".utf8)
                )
            )
        }
    }

    /// The accounts' marks of single notices.
    private func marks(in folder: TemporaryFolder) throws -> [String] {
        let queue = try DatabaseQueue(path: folder.database)
        let marks = try queue.read { database in
            try String.fetchAll(database, sql: "SELECT account || ' ' || notice FROM noticeRead ORDER BY 1")
        }
        try queue.close()
        return marks
    }

    @Test("who reads all up to a notice keeps no single marks there; others', other recipients' and later ones stay")
    func upToOne() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await store.transact { transaction in
            try insertNotices(10, in: transaction)
            let reader = try transaction.insertAccount(username: "a", role: .leader, place: nil, passwordHash: "")
            let other = try transaction.insertAccount(username: "b", role: .leader, place: nil, passwordHash: "")
            try #require([reader.number, other.number] == [1, 2])
            for notice in [3, 4, 5, 9] as [Int64] { try transaction.markRead(notice, by: reader) }
            try transaction.markRead(5, by: other)
        }
        let before = try marks(in: folder)
        #expect(before == ["1 3", "1 4", "1 5", "1 9", "2 5"])

        let reader = AccountID(number: 1)
        try await store.transact { try $0.markRead(to: [.leaders], upTo: 5, by: reader) }
        let left = try marks(in: folder)
        #expect(left == ["1 4", "1 9", "2 5"])
        try await store.transact { try $0.markRead(to: [.leaders, .heads(finance)], upTo: 9, by: reader) }
        let last = try marks(in: folder)
        #expect(last == ["2 5"])
        try await store.close()
    }
}
