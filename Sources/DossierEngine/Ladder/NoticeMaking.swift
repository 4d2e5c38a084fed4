import DossierDomain
import WorkingCalendar

/// Makes the notices that a rung is worth (soạn thông báo): one for each recipient that the ladder prescribes.
struct NoticeMaking: Sendable {
    private let rules: Rules

    init(rules: Rules) { self.rules = rules }

    /// The notices of a rung that has just fired, each recipient once.
    ///
    /// - Parameters:
    ///   - timer: The rung, with the instant at which it was to fire.
    ///   - now: When it fired.
    ///   - dossier: The dossier as the rung left it.
    ///   - id: Its stream.
    ///   - context: The rules it was decided under.
    /// - Returns: The notices, not yet stored.
    func notices(
        of timer: PlannedTimer,
        at now: Instant,
        dossier: Dossier,
        id: StreamID,
        in context: DecisionContext
    ) -> [Notice] {
        guard let prescribed = Prescribed(timer.rung, in: context.ladder) else { return [] }
        let prescribedRecipients = prescribed.wording.recipients
        let names = Self.names(
            of: prescribedRecipients.flatMap {
                recipients($0, of: timer.rung, dossier: dossier, absent: context.absent)
            }
        )
        let facts = facts(of: timer.rung, dossier: dossier, demands: prescribed.demandsApology, in: context).stored
        return names.map { name in
            Notice(
                number: nil,
                recipient: name,
                dossier: id,
                rung: timer.rung.storedName,
                at: now,
                plannedAt: timer.fireAt,
                facts: facts
            )
        }
    }

    /// The stored names of recipients, each once; whoever is told as one of a unit's staff is not told as its head too.
    private static func names(of recipients: [NoticeRecipient]) -> [String] {
        var names: [String] = []
        for recipient in recipients where !names.contains(recipient.storedName) {
            if case .heads(let place) = recipient, recipients.contains(.staff(place)) { continue }
            names.append(recipient.storedName)
        }
        return names
    }

    private func recipients(
        _ recipient: RungRecipient,
        of rung: Rung,
        dossier: Dossier,
        absent: Set<AccountID>
    ) -> [NoticeRecipient] {
        let step = rung.step.flatMap { dossier[$0] }
        // Who is not at the unit any more is told nothing of its work.
        let assignee = step?.assignee.flatMap { absent.contains($0) ? nil : $0 }
        switch recipient {
        case .officer:
            guard let step, let place = step.place else { return [] }
            return [assignee.map(NoticeRecipient.account) ?? .staff(place)]
        case .assignee: return assignee.map { [.account($0)] } ?? []
        case .head:
            if case .filingWarning = rung { return [.heads(dossier.receivingDesk)] }
            return step?.place.map { [.heads($0)] } ?? []
        case .activeHeads: return dossier.activeSteps.compactMap(\.place).map(NoticeRecipient.heads)
        case .desk: return [.staff(dossier.receivingDesk)]
        case .leaders: return [.leaders]
        // He gets a short text, not a notice.
        case .applicant: return []
        }
    }

    private func facts(of rung: Rung, dossier: Dossier, demands: Bool, in context: DecisionContext) -> NoticeFacts {
        var facts = NoticeFacts()
        if case .filingWarning = rung {
            facts.holders = dossier.filedAt.map { [$0] } ?? []
            return facts
        }
        let steps = rung.step.map { id in dossier.activeSteps.filter { $0.id == id } } ?? dossier.activeSteps
        facts.dueAt = rung.step.flatMap { dossier[$0]?.dueAt } ?? dossier.dueAt
        facts.holders = steps.compactMap { step in
            step.place.map {
                NoticeFacts.Holder(place: $0, step: step.id, since: step.heldSince, assignee: step.assignee)
            }
        }
        // Where no date can be kept within the years with data, the draft proposes none.
        if demands { facts.proposedDueAt = try? context.proposedDueDate(for: dossier) }
        return facts
    }
}

extension Dossier {
    /// The desk that a dossier filed online waits at, to take it in or not, since when; nil for any other.
    fileprivate var filedAt: NoticeFacts.Holder? {
        guard status == .submitted, let intake = steps.first else { return nil }
        return NoticeFacts.Holder(place: receivingDesk, step: intake.id, since: statusChanges.last?.at)
    }
}

/// What a ladder prescribes for a rung.
struct Prescribed {
    let wording: RungWording
    /// The draft of the apology that it demands, if it demands one.
    let apologyDraft: String?

    var demandsApology: Bool { apologyDraft != nil }

    /// Looks a rung up; nil if the ladder has none of that name, as after a change of its file.
    init?(_ rung: Rung, in ladder: Ladder) {
        let warning: LadderRung?
        switch rung {
        case .filingWarning(let id):
            guard let filing = ladder.filingWarning(id) else { return nil }
            wording = filing.wording
            apologyDraft = nil
            return
        case .dossierOverdue:
            wording = ladder.dossierOverdue
            apologyDraft = nil
            return
        case .stepOverdue:
            wording = ladder.stepOverdue
            apologyDraft = nil
            return
        case .dossierWarning(let id): warning = ladder.dossierWarning(id)
        case .stepWarning(let id, _): warning = ladder.stepWarning(id)
        }
        guard let warning else { return nil }
        wording = warning.wording
        apologyDraft = warning.apologyDraft
    }
}
