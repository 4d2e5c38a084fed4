import DossierDomain
import DossierEngine

/// What every store must do with the global sequence of events and the tree over it (lịch sử).
extension StoreContract {
    static let history = [
        StoreBehaviour("events of all streams are numbered from 1 without gaps, also past a change that failed") {
            store in
            try expect(try await store.read { try $0.lastSequence() }, is: 0, "the number of no event")
            let ids = try await store.transact { try [$0.makeStream().id, $0.makeStream().id] }
            for number in 1...3 { try await append(number, to: ids[number % 2], in: store) }
            try? await store.transact { transaction in  // It fails, which is what is tried here.
                _ = try transaction.append([1], hash: Digest.of([1]), to: try transaction.head(of: ids[0]))
                throw StoreError(.busy, "given up")
            }
            try await append(4, to: ids[0], in: store)

            let found = try await events(after: 0, limit: 9, in: store)
            try expect(found.map(\.sequence), is: [1, 2, 3, 4], "the numbers")
            try expect(found.map(\.stream), is: [ids[1], ids[0], ids[1], ids[0]], "the streams")
            try expect(found.map(\.position), is: [1, 1, 2, 2], "the positions")
            try expect(found.map(\.body), is: (1...4).map(SampleDossier.event), "the events")
            try expect(try await events(after: 1, limit: 2, in: store).map(\.sequence), is: [2, 3], "a page")
            try expect(try await store.read { try $0.lastSequence() }, is: 4, "the last number")
        },
        StoreBehaviour("an event is found by stream and position") { store in
            let id = try await store.transact { try $0.makeStream().id }
            for number in 1...2 { try await append(number, to: id, in: store) }

            let found = try await store.read { try $0.event(of: id, at: 2) }
            let wanted = SequencedEvent(sequence: 2, stream: id, position: 2, body: SampleDossier.event(2))
            try expect(found, is: wanted, "the second event")
            try expect(try await store.read { try $0.event(of: id, at: 3) }, is: nil, "an event that is not")
        },
        StoreBehaviour("tiles come back as they were put last, and tell the size of the tree") { store in
            try expect(try await store.read { try $0.treeSize() }, is: 0, "the size of no tree")
            let full = [UInt8](repeating: 1, count: 32 * TreeTile.width)
            let places = [TreeTile(level: 0, number: 0), TreeTile(level: 0, number: 1), TreeTile(level: 1, number: 0)]
            try await store.transact { transaction in
                try transaction.put(full, as: places[0])
                try transaction.put(Array(full.prefix(32)), as: places[1])
                try transaction.put(Array(full.prefix(32)), as: places[2])
            }
            try expect(try await store.read { try $0.treeSize() }, is: 257, "the size of the tree")
            try await store.transact { try $0.put(Array(full.prefix(96)), as: places[1]) }
            try expect(try await store.read { try $0.treeSize() }, is: 259, "the size of the grown tree")
            let found = try await store.read { snapshot in try places.map { try snapshot.tile($0)?.count } }
            try expect(found, is: [8_192, 96, 32], "the tiles")
            let other = TreeTile(level: 1, number: 1)
            try expect(try await store.read { try $0.tile(other) }, is: nil, "a tile that is not")
        },
        StoreBehaviour("the tree takes in what was appended, and nothing twice") { store in
            let key = String(repeating: "03", count: 32)
            let id = try await store.transact { transaction in
                try transaction.set(.leafKey, to: key)
                return try transaction.makeStream().id
            }
            for number in 1...3 { try await append(number, to: id, in: store) }
            let tree = HistoryTree(store: store)
            try expect(try await tree.grow().added, is: 3, "what was taken in")
            try expect(try await tree.grow().added, is: 0, "what was taken in again")
            try await append(4, to: id, in: store)
            try expect(try await tree.grow().size, is: 4, "the size of the tree")
            let leaf = EventLeaf(key: [UInt8](repeating: 3, count: 32))
            let wanted = (1...4).flatMap { leaf.hash(of: SampleDossier.event($0), at: Int64($0)).bytes }
            let tile = try await store.read { try $0.tile(TreeTile(level: 0, number: 0)) }
            try expect(tile, is: wanted, "the leaves")
        },
    ]

    private static func append(_ number: Int, to stream: StreamID, in store: any DossierStore) async throws {
        let event = SampleDossier.event(number)
        _ = try await store.transact { transaction in
            try transaction.append(event, hash: Digest.of(event), to: try transaction.head(of: stream))
        }
    }

    private static func events(
        after sequence: Int64,
        limit: Int,
        in store: any DossierStore
    ) async throws -> [SequencedEvent] {
        try await store.read { snapshot in
            var found: [SequencedEvent] = []
            try snapshot.readEvents(after: sequence, limit: limit) { found.append($0) }
            return found
        }
    }
}
