/// The parts of the interface (nhóm thao tác) by which ``OperationHandlers`` are divided.
enum OperationArea {
    /// Signing in, sessions and one's own account.
    case sessions
    /// Accounts, postings and keys of other systems.
    case accounts
    /// The catalogue, dossiers, and the work on them.
    case dossiers
    /// Texts to and from citizens, gateways, and systems that are told of texts and notices.
    case texts
    /// What applicants and anybody else may look up or have proved.
    case lookups
    /// The demo, and what watches over the service.
    case service
}

extension Operation {
    /// The part of the interface that it belongs to.
    var area: OperationArea {
        switch self {
        case .signIn, .beginSignOn, .finishSignOn, .signOut, .changePassword, .getOwnUser, .listOwnSessions,
            .endOwnSession, .endOwnSessions, .listUserSessions, .endUserSession, .endUserSessions:
            .sessions
        case .listUsers, .createUser, .getUser, .getUserHistory, .disableUser, .enableUser, .resetUser, .assignUser,
            .listPostings, .createPosting, .endPosting, .listKeys, .createKey, .getKey, .getKeyHistory, .rotateKey,
            .revokeKey:
            .accounts
        case .listProcedures, .getProcedure, .getOrganisation, .registerDossier, .listDossiers, .getDossier,
            .getDossierHistory, .getDossierLedger, .getDossierDeadline, .listDossierReadings, .acceptDossier,
            .refuseDossier, .completeStep, .returnStep, .assignStep, .requestSupplement, .receiveSupplement,
            .requestPayment, .confirmPayment, .withdrawDossier, .stopDossier, .apologise, .handOver, .correctDossier,
            .voidDossier, .renewPIN, .listInbox, .getForecast, .getSettlementReport, .listNotices, .readNotice:
            .dossiers
        case .listMessages, .listDossierMessages, .resendMessage, .takeReceiptByAddress, .takeReceipt,
            .takeTextByAddress, .takeText, .listGateways, .listWebhooks, .retryWebhook:
            .texts
        case .lookUpStatus, .listReadingsByPIN, .listCheckpoints, .getLatestCheckpoint, .getInclusionProof,
            .getConsistencyProof, .getDossierProof, .getReceiptProof:
            .lookups
        case .moveDemoClock, .listDemoMessages, .checkLiveness, .checkReadiness, .readMetrics, .readDescription:
            .service
        }
    }
}
