import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with notices, timers of the service and late dossiers (thông báo, hồ sơ quá hạn).
extension StoreContract {
    static let notices = [
        StoreBehaviour("notices of several recipients come as one list, newest first, by pages", noticesByPages),
        StoreBehaviour("a notice is read by one account at a time, and may be marked twice") { store in
            let reader = try await store.insertAccount("head.TCKH", .head)
            let other = try await store.insertAccount("head2.TCKH", .head)
            try await insertNotices(2, to: [.heads(SampleDossier.finance)], in: store)
            let all = NoticeFilter(recipients: [.heads(SampleDossier.finance)], reader: reader)
            let newest = try expectFound(try await delivered(all, in: store).first?.notice.number, "the newest")
            for _ in 1...2 { try await store.transact { try $0.markRead(newest, by: reader) } }

            try expect(try await delivered(all, in: store).map(\.isRead), is: [true, false], "the reader's list")
            let theirs = NoticeFilter(recipients: all.recipients, reader: other)
            try expect(try await delivered(theirs, in: store).map(\.isRead), is: [false, false], "another's list")
            let unread = NoticeFilter(recipients: all.recipients, reader: reader, isUnreadOnly: true)
            try expect(try await delivered(unread, in: store).map(\.notice.rung), is: ["rung-0"], "what is unread")
        },
        StoreBehaviour("all up to one are read at once, by one account, of the recipients named") { store in
            let reader = try await store.insertAccount("head.TCKH", .head)
            let other = try await store.insertAccount("head2.TCKH", .head)
            let recipients: [NoticeRecipient] = [.heads(SampleDossier.finance), .leaders]
            try await insertNotices(8, to: recipients, in: store)
            let all = NoticeFilter(recipients: recipients, reader: reader)
            let numbers = try await delivered(all, in: store).compactMap(\.notice.number)
            try await store.transact { transaction in
                for _ in 1...2 { try transaction.markRead(to: recipients, upTo: numbers[3], by: reader) }
                try transaction.markRead(to: recipients, upTo: numbers[5], by: reader)
                try transaction.markRead(numbers[1], by: reader)
            }
            let marks = [false, true, false, true, true, true, true, true]
            try expect(try await delivered(all, in: store).map(\.isRead), is: marks, "the reader's list")
            let unread = NoticeFilter(recipients: recipients, reader: reader, isUnreadOnly: true)
            let left = try await delivered(unread, in: store).compactMap(\.notice.number)
            try expect(left, is: [numbers[0], numbers[2]], "what is unread")
            let theirs = NoticeFilter(recipients: recipients, reader: other, isUnreadOnly: true)
            try expect(try await delivered(theirs, in: store).count, is: 8, "what another has not read")
        },
        StoreBehaviour("whatever order notices are read in, those left are the unread ones") { store in
            let reader = try await store.insertAccount("head.TCKH", .head)
            try await insertNotices(6, to: [.leaders], in: store)
            let all = NoticeFilter(recipients: [.leaders], reader: reader)
            let unread = NoticeFilter(recipients: [.leaders], reader: reader, isUnreadOnly: true)
            var left = try await delivered(all, in: store).compactMap(\.notice.number)
            for place in [4, 4, 1, 2, 0, 0] {
                let read = left.remove(at: place)
                try await store.transact { try $0.markRead(read, by: reader) }
                try expect(try await delivered(unread, in: store).compactMap(\.notice.number), is: left, "the unread")
                let marks = try await delivered(all, in: store).filter { !$0.isRead }.compactMap(\.notice.number)
                try expect(marks, is: left, "those not marked")
            }
        },
        StoreBehaviour("notices on open dossiers go to another recipient, read by whoever had read them") { store in
            let reader = try await store.insertAccount("head.TCKH", .head)
            try await insertNotices(3, to: [.heads(SampleDossier.finance)], in: store)
            let old = NoticeFilter(recipients: [.heads(SampleDossier.finance)], reader: reader)
            let numbers = try await delivered(old, in: store).compactMap(\.notice.number)
            try await store.transact { transaction in
                try transaction.markRead(to: old.recipients, upTo: numbers[1], by: reader)
                let new = NoticeRecipient.heads(SampleDossier.taxOffice)
                try transaction.readdressNotices(of: .heads(SampleDossier.finance), to: new)
            }
            try expect(try await delivered(old, in: store), is: [], "the old recipient's notices")
            let new = NoticeFilter(recipients: [.heads(SampleDossier.taxOffice)], reader: reader)
            try expect(try await delivered(new, in: store).compactMap(\.notice.number), is: numbers, "the new one's")
            try expect(try await delivered(new, in: store).map(\.isRead), is: [false, true, true], "what is read")
        },
        StoreBehaviour("notices that come to a recipient are unread, though its readers had read newer ones") { store in
            try await checkArrival(in: [.heads(SampleDossier.taxOffice), .heads(SampleDossier.finance)], store)
        },
        StoreBehaviour("so are they where the very first notice is one of them") { store in
            try await checkArrival(in: [.heads(SampleDossier.finance), .heads(SampleDossier.taxOffice)], store)
        },
        StoreBehaviour("notices on ended dossiers stay with their recipient, read or not") { store in
            let reader = try await store.insertAccount("head.TCKH", .head)
            let id = try await insertNotices(2, to: [.heads(SampleDossier.finance)], in: store)
            let old = NoticeFilter(recipients: [.heads(SampleDossier.finance)], reader: reader)
            let new = NoticeFilter(recipients: [.heads(SampleDossier.taxOffice)], reader: reader)
            let changes: [(version: Int, status: Status)] = [
                (2, .refused), (3, .stopped), (4, .handedOver), (5, .finished),
            ]
            for (version, status) in changes {
                let row = try SampleDossier(version: version, status: status).row(id)
                try await store.transact { transaction in
                    try transaction.update(row)
                    try transaction.readdressNotices(of: old.recipients[0], to: new.recipients[0])
                }
                let stay = status.isEnd ? 2 : 0
                try expect(try await delivered(old, in: store).count, is: stay, "what stays in \(status)")
                try expect(try await delivered(new, in: store).count, is: 2 - stay, "what goes in \(status)")
            }
        },
        StoreBehaviour("a notice comes back as it was made, the digest without a dossier") { store in
            let digest = Notice(
                number: nil,
                recipient: "leaders",
                dossier: nil,
                rung: Notice.digestRung,
                at: SampleDossier.receipt.adding(seconds: 9),
                plannedAt: SampleDossier.receipt,
                facts: Array(#"{"count":2}"#.utf8)
            )
            try await store.transact { try $0.insert(digest) }
            let number = try await store.read { snapshot in
                let filter = NoticeFilter(recipients: [.leaders], reader: AccountID(number: 1))
                return try snapshot.notices(filter, before: nil, limit: 1).first?.notice.number
            }
            let found = try await store.read { try $0.notice(try expectFound(number, "the notice's number")) }

            try expect(found?.dossier, is: nil, "the dossier")
            try expect(found?.facts, is: digest.facts, "the facts")
            try expect(found?.at, is: digest.at, "when it was made")
            try expect(found?.plannedAt, is: digest.plannedAt, "when it was to be made")
            try expect(try await store.read { try $0.notice(.max) }, is: nil, "an unknown number")
        },
        StoreBehaviour("a timer of the service stands once, is moved and taken away, and is the next where earliest") {
            store in
            let start = SampleDossier.receipt
            try await SampleDossier(nextTimerAt: start.adding(seconds: 10)).save(in: store)
            let steps: [(Instant?, Instant)] = [
                (start.adding(seconds: 5), start.adding(seconds: 5)),
                (start.adding(seconds: 20), start.adding(seconds: 10)), (nil, start.adding(seconds: 10)),
            ]
            for (instant, next) in steps {
                try await store.transact { try $0.set(.lateDigest, to: instant) }
                try expect(try await store.read { try $0.serviceTimer(.lateDigest) }, is: instant, "the timer")
                try expect(try await store.read { try $0.nextTimer() }, is: next, "the next timer of all")
                let later = [instant, start.adding(seconds: 10)].compactMap { $0 }.filter { $0 > next }.min()
                try expect(try await store.read { try $0.nextTimer(after: next) }, is: later, "the one after it")
            }
        },
        StoreBehaviour("late dossiers come by pages with their units, until they are late no more", lateDossiers),
    ]

    @Sendable
    private static func lateDossiers(_ store: any DossierStore) async throws {
        let tax = ActiveStepRow(step: "issue-tax-code", place: SampleDossier.taxOffice, urgency: 1)
        var ids: [StreamID] = []
        for serial in 1...3 {
            ids.append(try await SampleDossier(serial: serial, isLate: serial != 2, activeSteps: [tax]).save(in: store))
        }
        let first = try await store.read { try $0.lateDossiers(after: nil, limit: 1) }
        let rest = try await store.read { [id = ids[0]] in try $0.lateDossiers(after: id, limit: 9) }
        try expect(first.map(\.dossier), is: [ids[0]], "the first page")
        try expect(first.map(\.places), is: [[SampleDossier.taxOffice]], "the units")
        try expect(rest.map(\.code), is: [try SampleDossier(serial: 3).code()], "the second page")
        try expect(try await store.read { try $0.lateDossierCount() }, is: 2, "how many are late")

        let mended = try SampleDossier(serial: 1, version: 2).row(ids[0])
        try await store.transact { try $0.update(mended) }
        try expect(try await store.read { try $0.lateDossierCount() }, is: 1, "how many are late still")
    }

    /// Those of the finance office come to the tax office, whose reader had read all up to the newest; the recipients
    /// are both, in the order in which they get notices in turn.
    private static func checkArrival(in recipients: [NoticeRecipient], _ store: any DossierStore) async throws {
        let own = NoticeRecipient.heads(SampleDossier.taxOffice)
        let reader = try await store.insertAccount("head.THUE", .head)
        try await insertNotices(6, to: recipients, in: store)
        let all = NoticeFilter(recipients: [own], reader: reader)
        let unread = NoticeFilter(recipients: [own], reader: reader, isUnreadOnly: true)
        let newest = try expectFound(try await delivered(all, in: store).first?.notice.number, "the newest")
        try await store.transact { transaction in
            try transaction.markRead(to: [own], upTo: newest, by: reader)
            for _ in 1...2 { try transaction.readdressNotices(of: .heads(SampleDossier.finance), to: own) }
        }
        let marks = (0..<6).reversed().map { recipients[$0 % 2] == own }
        try expect(try await delivered(all, in: store).map(\.isRead), is: marks, "what is read")
        let left = (0..<6).reversed().filter { recipients[$0 % 2] != own }.map { "rung-\($0)" }
        try expect(try await delivered(unread, in: store).map(\.notice.rung), is: left, "what is unread")
        try await store.transact { try $0.markRead(to: [own], upTo: newest + 1, by: reader) }
        try expect(try await delivered(unread, in: store), is: [], "what is unread at last")
    }

    /// Adds notices named `rung-0`, `rung-1`, … on one dossier to the recipients in turn.
    @discardableResult
    private static func insertNotices(
        _ count: Int,
        to recipients: [NoticeRecipient],
        in store: any DossierStore
    ) async throws -> StreamID {
        let id = try await SampleDossier().save(in: store)
        try await store.transact { transaction in
            for number in 0..<count {
                let at = SampleDossier.receipt.adding(seconds: Int64(number))
                try transaction.insert(
                    Notice(
                        number: nil,
                        recipient: recipients[number % recipients.count].storedName,
                        dossier: id,
                        rung: "rung-\(number)",
                        at: at,
                        plannedAt: at,
                        facts: Array("{}".utf8)
                    )
                )
            }
        }
        return id
    }

    private static func delivered(
        _ filter: NoticeFilter,
        before number: Int64? = nil,
        limit: Int = 9,
        in store: any DossierStore
    ) async throws -> [DeliveredNotice] {
        try await store.read { try $0.notices(filter, before: number, limit: limit) }
    }

    @Sendable
    private static func noticesByPages(_ store: any DossierStore) async throws {
        let reader = AccountID(number: 5)
        // Six notices: to the head, the leaders, the account, the tax office, the head, the leaders.
        let recipients: [NoticeRecipient] = [
            .heads(SampleDossier.finance), .leaders, .account(reader), .staff(SampleDossier.taxOffice),
        ]
        try await insertNotices(6, to: recipients, in: store)
        let mine = NoticeFilter(
            recipients: [.heads(SampleDossier.finance), .leaders, .account(reader)],
            reader: reader
        )

        let first = try await delivered(mine, limit: 3, in: store)
        let rest = try await delivered(mine, before: first.last?.notice.number, limit: 3, in: store)
        try expect(first.map(\.notice.rung), is: ["rung-5", "rung-4", "rung-2"], "the first page")
        try expect(rest.map(\.notice.rung), is: ["rung-1", "rung-0"], "the second page")
        let nobody = NoticeFilter(recipients: [], reader: reader)
        try expect(try await delivered(nobody, in: store), is: [], "nobody's notices")
    }
}
