import DossierDomain

extension DossierFact {
    /// Every vault entry that the fact points at.
    var references: [VaultReference] {
        switch self {
        case .registered(let registration): [registration.applicant, registration.pin]
        case .refused(let reference), .withdrawn(let reference), .stopped(let reference), .apologised(let reference, _),
            .voided(let reference), .stepReturned(_, _, let reference), .supplementRequested(let reference),
            .supplementReceived(let reference), .paymentRequested(_, let reference), .paymentConfirmed(let reference),
            .handedOver(let reference), .pinRenewed(let reference):
            [reference]
        case .corrected(_, let applicant, let reason): [applicant, reason]
        case .stepCompleted(let completion):
            [completion.note, completion.result?.text, completion.overrideReason].compactMap { $0 }
        case .accepted, .assigned, .becameOverdue, .stepBecameOverdue, .warned, .rescheduled, .transferred: []
        }
    }

    /// The PIN that the fact gave; nil if it gave none.
    var pin: VaultReference? {
        switch self {
        case .registered(let registration): registration.pin
        case .pinRenewed(let pin): pin
        default: nil
        }
    }
}
