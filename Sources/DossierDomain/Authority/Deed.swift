/// What somebody may want to do with one dossier (việc trên hồ sơ); each has its line in the policy.
public enum DossierDeed: String, CaseIterable, Sendable {
    /// Read it, whole or in lists, with its history, ledger and texts.
    case see
    /// Learn who has read it.
    case listReadings
    /// Receive it, filed online.
    case accept
    /// Refuse it, filed online.
    case refuse
    /// Complete a unit's step.
    case completeStep
    /// Learn that a citizen's payment step is completed otherwise.
    case completePayment
    /// Return work to an earlier step.
    case returnStep
    /// Name an officer for a step.
    case assignStep
    /// Ask for papers.
    case requestSupplement
    /// Ask for papers once more.
    case requestSupplementAgain
    /// Take papers in.
    case receiveSupplement
    /// Ask for a payment.
    case requestPayment
    /// Confirm a payment.
    case confirmPayment
    /// Take it back for the citizen.
    case withdraw
    /// Stop it.
    case stop
    /// Void a mistaken intake.
    case void
    /// Apologise and give a new appointment.
    case apologise
    /// Decide that it is finished late without an apology.
    case finishLate
    /// Hand the result over.
    case handOver
    /// Mend mistyped data.
    case correct
    /// Renew the look-up PIN.
    case renewPIN
    /// Record that a rung's instant has come.
    case fireRung
    /// Move its due moments to another calendar.
    case reschedule
    /// Give it to the commune that another one was merged into.
    case transfer
}

/// What somebody may want of the service that concerns no single dossier (việc chung); each has its line in the policy.
public enum ServiceDeed: String, CaseIterable, Sendable {
    /// List the dossiers of one's agency.
    case listDossiers
    /// See what waits for one's unit.
    case readInbox
    /// See what will be late.
    case readForecast
    /// Read what was received and settled in a period.
    case readReports
    /// See all texts and how the gateways are.
    case watchTexts
    /// Have a text sent again of whatever dossier.
    case resendAnyText
    /// See the systems that are told of texts and notices.
    case watchWebhooks
    /// Have given-up notifications tried again.
    case retryWebhooks
    /// Keep accounts, their postings, and keys.
    case keepAccounts
}
