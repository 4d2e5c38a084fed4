/// What every store promises (giao ước của kho hồ sơ), as one list of behaviours for SQLite now and others later.
public enum StoreContract {
    /// All behaviours, each to be shown on a fresh store.
    public static let behaviours: [StoreBehaviour] =
        changes + streams + dossiers + lists + inboxes + work + timers + outbox + reports + inquiries + webhooks
        + accounts + postings + keys + memories + notices + vault + history + readings + export + restoration
        + search + bounds + archive + periods
}
