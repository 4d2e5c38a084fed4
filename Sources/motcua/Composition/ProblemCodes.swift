import DossierConfig
import DossierEngine

/// The problem codes that the program uses, for which the messages must have texts.
enum ProblemCodes {
    static let known = KnownProblemCodes(
        problems: [
            "forbidden": [], "assigned-to-other": [], "supplement-needs-head": [], "wrong-status": ["status"],
            "unknown-step": [], "step-not-active": [], "unknown-outcome": ["allowed"], "denial-needs-reason": [],
            "payment-step": [], "hand-over-only": [], "apology-required": [], "return-target-invalid": [],
            "assignee-invalid": [], "reappointment-exhausted": [], "new-due-date-invalid": [],
            "void-only-same-day": [], "calendar-unknown": ["year"], "no-office-time": [], "invalid-request": [],
            "malformed-json": [], "body-too-large": [], "unsupported-media-type": [], "not-found": [],
            "method-not-allowed": [], "unauthenticated": [], "wrong-credentials": [], "too-many-attempts": [],
            "status-not-found": [], "dossier-not-found": [], "procedure-not-found": [], "unknown-action": [],
            "version-mismatch": [], "idempotency-key-reused": [], "idempotency-key-invalid": [], "busy": [],
            "storage-unavailable": [], "internal": ["incident"], "clock-backwards": [], "clock-not-simulated": [],
            "demo-only": [], "weak-password": [], "invalid-cursor": [], "payload-encoding": [],
        ],
        fields: Set(FieldError.Code.allCases.map(\.rawValue))
    )
}
