import DossierDomain
import WorkingCalendar

/// Turns an action into a command: its typed words go into the vault, its names are looked up.
struct ActionPreparation {
    private let vault: Vault
    private let stream: StreamID
    private let transaction: any StoreTransaction
    private let now: Instant
    /// The PIN that the action made, if any.
    private(set) var pin: LookupPIN?

    init(vault: Vault, stream: StreamID, now: Instant, transaction: any StoreTransaction) {
        self.vault = vault
        self.stream = stream
        self.now = now
        self.transaction = transaction
    }

    /// The command for an action.
    mutating func command(for action: DossierAction, on dossier: Dossier) throws -> any DossierCommand {
        switch action {
        case .accept: return AcceptDossier()
        case .refuse(let reason): return RefuseDossier(reason: try keep(reason))
        case .completeStep(let request): return CompleteStep(try completion(request))
        case .returnStep(let step, let target, let reason):
            return ReturnStep(step: step, target: target, reason: try keep(reason))
        case .assign(let step, let username):
            let account = try transaction.account(named: username)
            return AssignStep(
                step: step,
                assignee: account?.id ?? AccountID(number: 0),
                assignees: try account.map { try actors(of: $0) } ?? []
            )
        case .requestSupplement(let items, let reason):
            var texts = TypedTexts(reason: reason)
            texts.items = items
            return RequestSupplement(request: try keep(texts))
        case .receiveSupplement(let documents):
            var texts = TypedTexts()
            texts.documents = documents
            return ReceiveSupplement(documents: try keep(texts))
        case .requestPayment(let amount, let reason):
            return RequestPayment(amountInDong: amount, reason: try keep(reason))
        case .confirmPayment(let reference):
            var texts = TypedTexts()
            texts.reference = reference
            return ConfirmPayment(reference: try keep(texts))
        case .withdraw(let reason): return WithdrawDossier(reason: try keep(reason))
        case .stop(let reason): return StopDossier(reason: try keep(reason))
        case .void(let reason): return VoidDossier(reason: try keep(reason))
        case .apologise(let reason, let newDueAt):
            return Apologise(reason: try keep(reason), newDueAt: newDueAt)
        case .handOver(let receivedBy):
            var texts = TypedTexts()
            texts.receivedBy = receivedBy
            return HandOverDossier(receivedBy: try keep(texts))
        case .correct(let correction, let reason): return try correct(correction, reason: reason, on: dossier)
        case .renewPIN:
            let made = try vault.putPIN(of: stream, in: transaction)
            pin = made.pin
            return RenewPIN(pin: made.reference)
        }
    }

    /// What somebody who may be named for a step is at present.
    private func actors(of account: Account) throws -> [Actor] {
        account.isActive ? try transaction.posted(account, at: now).staff(at: now).actors : []
    }

    private func keep(_ reason: String) throws -> VaultReference { try keep(TypedTexts(reason: reason)) }

    private func keep(_ texts: TypedTexts) throws -> VaultReference {
        try vault.put(texts.stored, of: stream, in: transaction)
    }

    private func completion(_ request: StepCompletionRequest) throws -> StepCompletion {
        var result: DossierResult?
        if let kind = request.result {
            var texts = TypedTexts()
            texts.number = request.resultNumber
            texts.reason = request.resultReason
            let isDenialWithoutReason = kind == .denied && request.resultReason == nil
            let hasTexts = texts != TypedTexts() && !isDenialWithoutReason
            result = DossierResult(kind: kind, text: hasTexts ? try keep(texts) : nil)
        }
        var note: VaultReference?
        if let text = request.note {
            var texts = TypedTexts()
            texts.note = text
            note = try keep(texts)
        }
        return StepCompletion(
            step: request.step,
            outcome: request.outcome,
            note: note,
            result: result,
            overrideReason: try request.overrideReason.map(keep)
        )
    }

    private func correct(
        _ correction: ApplicantCorrection,
        reason: String,
        on dossier: Dossier
    ) throws -> CorrectDossier {
        guard let sheet = try Vault.sheet(dossier.applicant, in: transaction) else {
            guard dossier.status.isEnd else {
                throw StoreError(.damaged, "dossier \(dossier.code) goes on and its sheet was erased")
            }
            // Only what has ended is erased, and nobody corrects that: the policy says so.
            return CorrectDossier(fields: [], applicant: dossier.applicant, reason: try keep(reason))
        }
        let corrected = try correction.applied(to: sheet)
        if correction.notifiesBySMS ?? dossier.notifiesBySMS, corrected.sheet.mobile == nil {
            throw RequestRefusal.invalidFields([FieldError("fields.phone", .noPhoneForSMS)])
        }
        var applicant = dossier.applicant
        // Where only texts are switched on or off, nothing personal is kept a second time.
        if corrected.sheet != sheet { applicant = try replace(sheet, applicant, by: corrected.sheet) }
        return CorrectDossier(
            fields: corrected.fields,
            applicant: applicant,
            notifiesBySMS: correction.notifiesBySMS,
            reason: try keep(reason)
        )
    }

    /// Keeps a corrected sheet; the one before stays for the history.
    private func replace(
        _ old: ApplicantSheet,
        _ reference: VaultReference,
        by sheet: ApplicantSheet
    ) throws -> VaultReference {
        // A mistyped number or name finds the dossier no more: it may be a stranger's. But he is told that it is kept.
        try vault.retire(old, reference, in: transaction)
        try transaction.eraseNameTokens(of: stream)
        return try Vault.put(try vault.seal(sheet), of: stream, in: transaction)
    }
}

extension DossierAction {
    /// Whether the action makes a new PIN.
    var makesPIN: Bool {
        if case .renewPIN = self { true } else { false }
    }

    /// The action's name in paths and metrics.
    public var name: String {
        switch self {
        case .accept: "accept"
        case .refuse: "refuse"
        case .completeStep: "complete-step"
        case .returnStep: "return-step"
        case .assign: "assign"
        case .requestSupplement: "request-supplement"
        case .receiveSupplement: "receive-supplement"
        case .requestPayment: "request-payment"
        case .confirmPayment: "confirm-payment"
        case .withdraw: "withdraw"
        case .stop: "stop"
        case .void: "void"
        case .apologise: "apologise"
        case .handOver: "hand-over"
        case .correct: "correct"
        case .renewPIN: "renew-pin"
        }
    }
}
