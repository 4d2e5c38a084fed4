import DossierDomain
import DossierEngine

/// Reads the body of an action (nội dung thao tác); nil means that something is wrong, which is noted.
enum ActionReading {
    /// The most papers of one supplement request.
    static let maximumItems = 20
    /// The amounts that can be asked for, in đồng.
    static let amounts: ClosedRange<Int64> = 1...1_000_000_000_000

    /// Reads the body of an operation that is an action.
    static func action(_ operation: Operation, _ reader: inout RequestReader) -> DossierAction? {
        switch operation {
        case .acceptDossier: .accept
        case .renewPIN: .renewPIN
        case .refuseDossier: reason(&reader).map(DossierAction.refuse)
        case .withdrawDossier: reason(&reader).map(DossierAction.withdraw)
        case .stopDossier: reason(&reader).map(DossierAction.stop)
        case .voidDossier: reason(&reader).map(DossierAction.void)
        case .completeStep: completion(&reader).map(DossierAction.completeStep)
        case .returnStep: stepReturn(&reader)
        case .assignStep: assignment(&reader)
        case .requestSupplement: supplementRequest(&reader)
        case .receiveSupplement: supplement(&reader)
        case .requestPayment: paymentRequest(&reader)
        case .confirmPayment: reader.clean("reference", .reference).map(DossierAction.confirmPayment)
        case .apologise: apology(&reader)
        case .handOver: reader.clean("receivedBy", .name).map(DossierAction.handOver)
        case .correctDossier: CorrectionReading.correction(&reader)
        default: nil
        }
    }

    private static func reason(_ reader: inout RequestReader) -> String? { reader.clean("reason", .reason) }

    private static func completion(_ reader: inout RequestReader) -> StepCompletionRequest? {
        let step = reader.step("stepId")
        let outcome = reader.optionalClean("outcome", .identifier)
        let note = reader.optionalClean("note", .reason)
        let result = reader.object("result") { reader in
            let typed = reader.mustHave("kind") { $0.text("kind") }
            let kind = typed.flatMap { text in
                reader.errors.collect(reader.path("kind")) { () throws(FieldDefect) in
                    try choice(DossierResult.Kind.self, text)
                }
            }
            let number = reader.optionalClean("number", .reference)
            return (kind: kind, number: number, reason: reader.optionalClean("reason", .reason))
        }
        let overrideReason = reader.optionalClean("reason", .reason)
        return step.map { step in
            StepCompletionRequest(
                step: step,
                outcome: outcome,
                note: note,
                result: result?.kind,
                resultNumber: result?.number,
                resultReason: result?.reason,
                overrideReason: overrideReason
            )
        }
    }

    private static func stepReturn(_ reader: inout RequestReader) -> DossierAction? {
        let step = reader.step("stepId")
        let target = reader.step("toStepId")
        let reason = reason(&reader)
        guard let step, let target, let reason else { return nil }
        return .returnStep(step: step, target: target, reason: reason)
    }

    /// Accounts are known by their names in lower case, as at sign-in.
    private static func assignment(_ reader: inout RequestReader) -> DossierAction? {
        let step = reader.step("stepId")
        let assignee = reader.clean("assignee", .identifier)
        guard let step, let assignee else { return nil }
        return .assign(step: step, username: assignee.lowercased())
    }

    private static func supplementRequest(_ reader: inout RequestReader) -> DossierAction? {
        let typed = reader.mustHave("items") { $0.texts("items", atMost: maximumItems) }
        if reader.isEmptyList("items") { reader.errors.add(reader.path("items"), .tooShort) }
        let items = (typed ?? []).compactMap { item in
            reader.errors.collect(item.path) { () throws(FieldDefect) in
                try TextRules.supplementItem.clean(item.text)
            }
        }
        return reason(&reader).map { .requestSupplement(items: items, reason: $0) }
    }

    private static func supplement(_ reader: inout RequestReader) -> DossierAction? {
        guard let drafts = reader.mustHave("documents", IntakeReading.documents) else { return nil }
        if reader.isEmptyList("documents") { reader.errors.add(reader.path("documents"), .tooShort) }
        return .receiveSupplement(documents: Intake.documents(drafts, errors: &reader.errors))
    }

    private static func paymentRequest(_ reader: inout RequestReader) -> DossierAction? {
        let amount = reader.whole("amountInDong", in: amounts)
        let reason = reason(&reader)
        guard let amount, let reason else { return nil }
        return .requestPayment(amountInDong: amount, reason: reason)
    }

    private static func apology(_ reader: inout RequestReader) -> DossierAction? {
        let reason = reason(&reader)
        let newDueAt = reader.moment("newDueAt")
        guard let reason, let newDueAt else { return nil }
        return .apologise(reason: reason, newDueAt: newDueAt)
    }
}
