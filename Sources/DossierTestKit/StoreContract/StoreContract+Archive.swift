import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with dossiers that may go into the archive (kho lưu trữ).
extension StoreContract {
    static let archive = [
        StoreBehaviour("dossiers that have ended come oldest first, page by page, and no others") { store in
            let statuses: [Status] = [.handedOver, .processing, .stopped, .received, .refused]
            var ids: [StreamID] = []
            for (index, status) in statuses.enumerated() {
                ids.append(try await dossier(index + 1, status, in: store))
            }
            let page = try await store.read { try $0.endedDossiers(after: nil, limit: 2) }
            try expect(page.map(\.id), is: [ids[0], ids[2]], "the first page")
            try expect(page.first?.state, is: Array("state 1 version 1".utf8), "the state")
            let last = ids[2]
            let rest = try await store.read { try $0.endedDossiers(after: last, limit: 2) }
            try expect(rest.map(\.id), is: [ids[4]], "the last page")
        },
        StoreBehaviour("a dossier is awaited while a text or a call about it is under way, or its timer stands") {
            store in
            let (quiet, told) = (try await dossier(1, .stopped, in: store), try await dossier(2, .stopped, in: store))
            let isAwaited = { id in try await store.read { try $0.isAwaited(id) } }
            try await store.transact { try $0.enqueue(SampleDossier.draft(told)) }
            try expect(try await isAwaited(told), is: true, "with a queued text")
            try expect(try await isAwaited(quiet), is: false, "beside it")

            let text = try await store.read { try $0.messages(MessageFilter(dossier: told), before: nil, limit: 1) }
            let message = try expectFound(text.first, "the text")
            let at = SampleDossier.receipt
            try await store.transact { transaction in
                _ = try transaction.startSending(message.number, gateway: "console", leaseUntil: at)
                try transaction.settle(message.number, as: .delivered, reportedAt: at, confirmBy: nil)
            }
            try expect(try await isAwaited(told), is: false, "with a delivered text")
            try await checkCalls(about: message, in: store)

            let ticking = try await SampleDossier(serial: 3, nextTimerAt: at).save(in: store)
            try expect(try await isAwaited(ticking), is: true, "with a timer")
        },
        StoreBehaviour("nothing is archived, and nothing can be, where no archive is open for writing") { store in
            let id = try await dossier(1, .stopped, in: store)
            try expect(try await store.read { try $0.isArchived(id) }, is: false, "a dossier")
            let nobody = StreamID(number: 999)
            try expect(try await store.read { try $0.isArchived(nobody) }, is: false, "no dossier")
            let own = ArchivableDossier(id: id, code: try SampleDossier().code(), entries: [])
            try await expectRefusal("a copy") { try await store.transact { try $0.copyToArchive([own]) } }
            try await expectRefusal("giving up") {
                try await store.transact { try $0.leaveToArchive([own], at: SampleDossier.receipt) }
            }
            try await expectRefusal("a note") { try await store.transact { try $0.settleArchive() } }
            try expect(try await store.read { try $0.dossier(id) } != nil, "the dossier is there")
        },
    ]

    /// A text and a notice that were not looked at for a subscriber, and calls about both, each keep a dossier awaited.
    private static func checkCalls(about text: OutboxMessage, in store: any DossierStore) async throws {
        let dossier = text.draft.dossier
        let notice = try expectFound(try await tellLeaders(1, about: dossier, in: store).first?.number, "a notice")
        let causes: [WebhookCause] = [.text(text.number), .notice(notice)]
        let unseen = [
            WebhookCursor(text: 0, notice: notice), WebhookCursor(text: text.number, notice: notice - 1),
            WebhookCursor(text: text.number, notice: notice),
        ]
        var awaited: [Bool] = []
        for place in unseen {
            try await store.transact { try $0.setWebhookCursor(of: "chat", to: place) }
            awaited.append(try await store.read { try $0.isAwaited(dossier) })
        }
        try expect(awaited, is: [true, true, false], "where a text, a notice, nothing was not looked at")
        for cause in causes {
            try await store.transact { try $0.queueDelivery(of: cause, about: dossier, to: "chat") }
            try expect(try await store.read { try $0.isAwaited(dossier) }, is: true, "with a call that waits: \(cause)")
            let call = try await store.read { try $0.dueDeliveries(of: "chat", at: now, limit: 1) }
            let number = try expectFound(call.first, "the call").number
            try await store.transact { try $0.finishDelivery(number, .dead(reason: WebhookOutcome.gone), at: now) }
            let isKept = try await store.read { try $0.isAwaited(dossier) }
            try expect(isKept, is: true, "with a refusal for good: \(cause)")
            _ = try await store.transact { try $0.retryDeadDeliveries(of: "chat", limit: 9) }
            try await store.transact { try $0.finishDelivery(number, .delivered, at: now) }
            try expect(try await store.read { try $0.isAwaited(dossier) }, is: false, "with a call that was made")
        }
    }

    private static func dossier(_ serial: Int, _ status: Status, in store: any DossierStore) async throws -> StreamID {
        try await SampleDossier(serial: serial, status: status).save(in: store)
    }
}
