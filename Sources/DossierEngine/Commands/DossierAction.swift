public import DossierDomain
public import WorkingCalendar

/// An action on a dossier (thao tác) as the desk asks for it, its typed words judged and cleaned.
public enum DossierAction: Sendable {
    /// Receive a dossier filed online.
    case accept
    /// Refuse a dossier filed online.
    case refuse(reason: String)
    /// Complete a step.
    case completeStep(StepCompletionRequest)
    /// Return work to an earlier step.
    case returnStep(step: StepID, target: StepID, reason: String)
    /// Name an officer, by username.
    case assign(step: StepID, username: String)
    /// Ask for more papers.
    case requestSupplement(items: [String], reason: String)
    /// Take in the papers asked for.
    case receiveSupplement(documents: [SubmittedDocument])
    /// Ask for a payment.
    case requestPayment(amountInDong: Int64, reason: String)
    /// Confirm a payment.
    case confirmPayment(reference: String)
    /// Take the dossier back at the citizen's wish.
    case withdraw(reason: String)
    /// Stop it.
    case stop(reason: String)
    /// Void a mistaken intake.
    case void(reason: String)
    /// Apologise and give a new appointment.
    case apologise(reason: String, newDueAt: Instant)
    /// Hand the result over.
    case handOver(receivedBy: String)
    /// Mend what was said at the intake.
    case correct(ApplicantCorrection, reason: String)
    /// Renew the look-up PIN.
    case renewPIN
}

/// How a step is completed, as the officer says.
public struct StepCompletionRequest: Sendable {
    /// The step.
    public let step: StepID
    /// The outcome, where the step decides.
    public let outcome: String?
    /// A note.
    public let note: String?
    /// The result's kind, where the step gives one.
    public let result: DossierResult.Kind?
    /// The result's number.
    public let resultNumber: String?
    /// The reason of a denial.
    public let resultReason: String?
    /// The leader's reason for finishing late without an apology.
    public let overrideReason: String?

    /// Creates a request.
    public init(
        step: StepID,
        outcome: String? = nil,
        note: String? = nil,
        result: DossierResult.Kind? = nil,
        resultNumber: String? = nil,
        resultReason: String? = nil,
        overrideReason: String? = nil
    ) {
        self.step = step
        self.outcome = outcome
        self.note = note
        self.result = result
        self.resultNumber = resultNumber
        self.resultReason = resultReason
        self.overrideReason = overrideReason
    }
}
