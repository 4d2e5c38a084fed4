import DossierDomain
import SMSText
import WorkingCalendar

/// Writes the answer to a citizen's text (soạn tin trả lời) from how the dossier is at the moment of sending.
///
/// One segment, without accents; a personal datum only for whoever knew the PIN or has the dossier's number.
struct InquiryAnswering: Sendable {
    let rules: Rules
    let wording: InquiryWording
    private let renderer: MessageRenderer

    init(rules: Rules, wording: InquiryWording) {
        self.rules = rules
        self.wording = wording
        renderer = MessageRenderer(rules: rules)
    }

    /// The answer; nil if there is none to give.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect``, `SMSTemplateError`.
    func text(for inquiry: InquiryDraft, at now: Instant, in snapshot: any StoreSnapshot) throws -> String? {
        switch inquiry.answer {
        case nil: return nil
        case .unknown: return try filled(.unknown)
        case .help: return try filled(.help)
        case .optedOut: return try filled(.optedOut)
        case .optedIn: return try filled(.optedIn)
        case .status:
            guard let id = inquiry.dossier, let stored = try snapshot.dossier(id) else { return try filled(.unknown) }
            let dossier = try DossierCodec.decode(stored.state)
            if inquiry.isTrusted, let words = try request(of: dossier, id: id, at: now, in: snapshot) { return words }
            return try status(of: dossier, isTrusted: inquiry.isTrusted, at: now, in: snapshot)
        }
    }

    /// What is asked of the applicant, in the words of the text that told it; nil if nothing is, or if it is too long.
    private func request(
        of dossier: Dossier,
        id: StreamID,
        at now: Instant,
        in snapshot: any StoreSnapshot
    ) throws -> String? {
        let kind: NotificationKind
        switch dossier.status {
        case .awaitingSupplement: kind = .supplementNeeded
        case .awaitingPayment: kind = .paymentDue
        default: return nil
        }
        let draft = OutboxDraft(
            dossier: id,
            position: dossier.version,
            kind: kind,
            dueAt: nil,
            amountInDong: dossier.amountInDong,
            quotes: dossier.request,
            createdAt: now
        )
        let values = try renderer.values(for: draft, dossier: dossier, in: snapshot)
        // Words that do not fit are told by the status instead.
        let words = try? rules.texts[kind]?.filled(values, accented: false)
        return words.flatMap { SMSSegmentation($0).parts.count == 1 ? $0 : nil }
    }

    private func status(
        of dossier: Dossier,
        isTrusted: Bool,
        at now: Instant,
        in snapshot: any StoreSnapshot
    ) throws -> String {
        let isOpen = !dossier.status.isEnd && dossier.status != .finished
        let units = PublicStatus.currentUnits(of: dossier, rules: rules)
        var values = [
            "code": dossier.code.text,
            "status": MessageRenderer.deliverable(rules.regime(dossier.registration.regime).name(of: dossier.status)),
            "unit": MessageRenderer.deliverable(units.joined(separator: "; ")),
        ]
        if let due = dossier.dueAt { values["due"] = MessageRenderer.written(due) }
        let hasDate = isOpen && dossier.dueAt != nil
        let isLate = hasDate && dossier.isLate(at: now)
        // While the clock stands still the date that was told promises nothing: it moves when the dossier goes on.
        let isDue = hasDate && dossier.stoppedAt == nil
        guard isTrusted, let sheet = try Vault.sheet(dossier.applicant, in: snapshot) else {
            return try filled(isLate ? .statusLate : isDue ? .statusDue : .status, values)
        }
        values["name"] = MessageRenderer.deliverable(sheet.applicant.name)
        return try filled(isLate ? .ownStatusLate : isDue ? .ownStatusDue : .ownStatus, values)
    }

    private func filled(_ text: InquiryText, _ values: [String: String] = [:]) throws -> String {
        guard let template = wording.texts[text] else {
            throw StoreError(.unsuitable, "there is no text for the answer \(text.rawValue)")
        }
        return try template.filled(
            values.merging(["sender": rules.organisation.shortName]) { value, _ in value },
            accented: false
        )
    }
}
