import DossierDomain
import WorkingCalendar

/// Puts a notice into the words of its dossier's regime (diễn đạt thông báo).
struct NoticeRenderer: Sendable {
    private let rules: Rules

    init(rules: Rules) { self.rules = rules }

    /// Renders a notice.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect``.
    func entry(_ delivered: DeliveredNotice, in snapshot: any StoreSnapshot) throws -> NoticeEntry {
        let notice = delivered.notice
        let facts = try NoticeFacts(stored: notice.facts)
        guard let id = notice.dossier, let stored = try snapshot.dossier(id) else {
            return NoticeEntry(
                notice: notice,
                isRead: delivered.isRead,
                code: nil,
                commune: nil,
                rung: nil,
                demandsApology: false,
                facts: facts,
                usernames: [:],
                text: digestText(facts),
                apologyDraft: nil
            )
        }
        let dossier = try DossierCodec.decode(stored.state)
        let rung = Rung(storedName: notice.rung)
        let ladder = try rules.legibleLadder(of: dossier.registration.procedure, under: dossier.registration.regime)
        let prescribed = rung.flatMap { Prescribed($0, in: ladder) }
        var usernames: [AccountID: String] = [:]
        for id in facts.holders.compactMap(\.assignee) { usernames[id] = try snapshot.account(id)?.username }
        let values = values(facts, step: rung?.step, of: dossier)
        return NoticeEntry(
            notice: notice,
            isRead: delivered.isRead,
            code: dossier.code,
            commune: dossier.commune,
            rung: rung,
            demandsApology: prescribed?.demandsApology ?? false,
            facts: facts,
            usernames: usernames,
            text: prescribed.map { TextFilling.filled($0.wording.text, values) } ?? dossier.code.text,
            apologyDraft: prescribed?.apologyDraft.map { TextFilling.filled($0, values) }
        )
    }

    private func digestText(_ facts: NoticeFacts) -> String {
        let count = facts.count ?? facts.codes.count
        let more = count > facts.codes.count ? ", …" : ""
        let values = ["count": String(count), "codes": facts.codes.joined(separator: ", ") + more]
        return TextFilling.filled(rules.namedRegime.ladder.digest?.text ?? "{count}: {codes}", values)
    }

    private func values(_ facts: NoticeFacts, step: StepID?, of dossier: Dossier) -> [String: String] {
        let procedure = rules.legibleProcedure(dossier.registration.procedure)
        var units: [String] = []
        for name in facts.holders.map({ rules.organisation.displayName(of: $0.place) }) where !units.contains(name) {
            units.append(name)
        }
        let holders = facts.holders.map { holder in
            let stepName = procedure?.route[holder.step]?.name ?? holder.step.rawValue
            let since = holder.since.map { " từ " + MessageRenderer.written($0) } ?? ""
            return rules.organisation.displayName(of: holder.place) + " (" + stepName + since + ")"
        }
        return [
            "code": dossier.code.text,
            "procedure": procedure?.name ?? dossier.registration.procedure.code.rawValue,
            "step": step.map { procedure?.route[$0]?.name ?? $0.rawValue } ?? "",
            "unit": units.joined(separator: ", "),
            "due": facts.dueAt.map(MessageRenderer.written) ?? "",
            "received": dossier.receivedAt.map(MessageRenderer.written) ?? "",
            "holders": holders.joined(separator: "; "),
            "proposed": facts.proposedDueAt.map(MessageRenderer.written) ?? "……",
        ]
    }
}
