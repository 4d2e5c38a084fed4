import DossierDomain
import DossierEngine

/// What every store must do with streams of events (chuỗi sự kiện).
extension StoreContract {
    static let streams = [
        StoreBehaviour("events come back as they were written, in order and by pages") { store in
            let id = try await store.transact { transaction in
                var head = try transaction.makeStream()
                for number in 1...5 {
                    let event = SampleDossier.event(number)
                    head = try transaction.append(event, hash: Digest.of(event), to: head)
                }
                return head.id
            }

            let first = try await store.read { try $0.events(of: id, after: 0, limit: 3) }
            let rest = try await store.read { try $0.events(of: id, after: 3, limit: 3) }
            try expect(first, is: [1, 2, 3].map(SampleDossier.event), "the first page")
            try expect(rest, is: [4, 5].map(SampleDossier.event), "the second page")
        },
        StoreBehaviour("a head tells the count and the hash of the last event") { store in
            let event = SampleDossier.event(1)
            let made = try await store.transact { transaction in
                let head = try transaction.makeStream()
                try expect(head.count, is: 0, "the count of a new stream")
                try expect(head.last, is: .zero, "the hash of a new stream")
                return try transaction.append(event, hash: Digest.of(event), to: head)
            }

            let found = try await store.transact { try $0.head(of: made.id) }
            try expect(found, is: made, "the head")
            try expect(found, is: StreamHead(id: made.id, count: 1, last: Digest.of(event)), "the head")
        },
        StoreBehaviour("an event is not appended behind a head that has moved on") { store in
            let event = SampleDossier.event(1)
            let old = try await store.transact { transaction in
                let head = try transaction.makeStream()
                _ = try transaction.append(event, hash: Digest.of(event), to: head)
                return head
            }

            try await expectRefusal("an event behind an old head") {
                _ = try await store.transact { try $0.append(event, hash: Digest.of(event), to: old) }
            }
            let forged = StreamHead(id: old.id, count: 1, last: Digest.of([1]))
            try await expectRefusal("an event behind a head with another hash") {
                _ = try await store.transact { try $0.append(event, hash: Digest.of(event), to: forged) }
            }
            try expect(try await store.read { try $0.events(of: old.id, after: 0, limit: 9).count }, is: 1, "events")
        },
        StoreBehaviour("the newest events of a named stream come first, page by page, and none of another") { store in
            try await store.transact { transaction in
                for (stream, numbers) in [(SystemEvent.Stream.clock, 7...9), (SystemEvent.Stream.accounts, 1...5)] {
                    var head = try transaction.head(of: stream)
                    for number in numbers {
                        let event = SampleDossier.event(number)
                        head = try transaction.append(event, hash: Digest.of(event), to: head)
                    }
                }
            }

            let first = try await store.read { try $0.latestEvents(of: .accounts, before: nil, limit: 3) }
            try expect(first.map(\.body), is: [5, 4, 3].map(SampleDossier.event), "the first page")
            try expect(first.map(\.position), is: [5, 4, 3], "their places")
            let rest = try await store.read { try $0.latestEvents(of: .accounts, before: 3, limit: 3) }
            try expect(rest.map(\.body), is: [2, 1].map(SampleDossier.event), "the second page")
            let none = try await store.read { try $0.latestEvents(of: .readings, before: nil, limit: 3) }
            try expect(none, is: [], "events of a stream to which nothing was written")
        },
        StoreBehaviour("a named stream is made once, and found by its name from then on") { store in
            let before = try await store.read { try $0.stream(named: .accounts) }
            let first = try await store.transact { try $0.head(of: SystemEvent.Stream.accounts) }
            let second = try await store.transact { try $0.head(of: SystemEvent.Stream.accounts) }
            let other = try await store.transact { try $0.head(of: SystemEvent.Stream.clock) }

            let found = try await store.read { try $0.stream(named: .accounts) }

            try expect(before, is: nil, "a stream that nothing was written to")
            try expect(found, is: first.id, "the stream that was found")
            try expect(first, is: second, "the stream of the same name")
            try expect(first.id != other.id, "streams of two names are two")
        },
    ]
}
