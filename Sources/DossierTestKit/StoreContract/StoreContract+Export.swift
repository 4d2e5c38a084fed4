import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must find of one dossier or one person when all of it is asked for (trích xuất dữ liệu).
extension StoreContract {
    static let export = [
        StoreBehaviour("notices about a dossier come oldest first, whoever got them, and those of others do not") {
            store in
            let dossier = try await SampleDossier().save(in: store)
            let second = try await SampleDossier(serial: 2).save(in: store)
            let made: [(StreamID?, String)] = [
                (dossier, "heads:TCKH"), (second, "heads:TCKH"), (nil, "leaders"), (dossier, "leaders"),
            ]
            for (about, recipient) in made {
                let notice = Notice(
                    number: nil,
                    recipient: recipient,
                    dossier: about,
                    rung: "overdue",
                    at: SampleDossier.receipt,
                    plannedAt: SampleDossier.receipt,
                    facts: Array("{}".utf8)
                )
                try await store.transact { try $0.insert(notice) }
            }

            let all = try await store.read { try $0.notices(about: dossier, after: 0, limit: 9) }
            try expect(all.map(\.recipient), is: ["heads:TCKH", "leaders"], "all of them")
            let first = try expectFound(all.first?.number, "the first one's number")
            let rest = try await store.read { try $0.notices(about: dossier, after: first, limit: 9) }
            try expect(rest.map(\.recipient), is: ["leaders"], "those after the first")
            let one = try await store.read { try $0.notices(about: dossier, after: 0, limit: 1) }
            try expect(one.count, is: 1, "a page of one")
        },
        StoreBehaviour("texts of a number come oldest first, also unanswered ones, and those of others do not") {
            store in
            let mine = Digest.of([1])
            let senders = [mine, Digest.of([2]), mine, mine]
            for (index, sender) in senders.enumerated() {
                var draft = InquiryDraft(
                    gateway: "kannel",
                    providerID: "m\(index)",
                    sender: sender,
                    at: SampleDossier.receipt,
                    receivedAt: SampleDossier.receipt
                )
                draft.answer = index == 0 ? nil : .help
                let text = draft
                try await store.transact { _ = try $0.insert(text) }
            }

            let page = try await store.read { try $0.inquiries(from: mine, after: 0, limit: 2) }
            try expect(page.map(\.draft.providerID), is: ["m0", "m2"], "the first page")
            let last = try expectFound(page.last?.number, "the number of the last one")
            let rest = try await store.read { try $0.inquiries(from: mine, after: last, limit: 2) }
            try expect(rest.map(\.draft.providerID), is: ["m3"], "the last page")
        },
    ]
}
