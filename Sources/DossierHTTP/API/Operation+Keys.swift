import DossierEngine

/// What keys of other systems may ask for (phạm vi theo thao tác).
extension Operation {
    /// The scopes with which a key may ask for it; none for what belongs to people: passwords, sessions, notices,
    /// accounts and keys, and what only administrators do.
    var keyScopes: Set<KeyScope> {
        switch self {
        case .registerDossier: [.staff, .intakeOnline]
        case .confirmPayment: [.staff, .payments]
        case .listDossiers, .getDossier, .getDossierHistory, .getDossierLedger, .getDossierDeadline, .listInbox,
            .getForecast, .getSettlementReport, .listDossierMessages, .listMessages:
            [.staff, .read]
        // A portal offers the communes to choose from.
        case .getOrganisation: [.staff, .read, .intakeOnline]
        case .resendMessage: [.staff]
        case .takeReceipt, .takeReceiptByAddress: [.smsReceipts]
        case .takeText, .takeTextByAddress: [.smsInbound]
        default: actionName == nil ? [] : [.staff]
        }
    }
}
