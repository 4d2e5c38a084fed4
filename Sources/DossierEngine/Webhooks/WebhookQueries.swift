import DossierDomain

/// What staff may ask of notifications to other systems (tra cứu webhook), and what they may have tried again.
public struct WebhookQueries: Sendable {
    /// How many given-up notifications are tried again at once.
    static let maximumRetries = 1_000

    private let store: any DossierStore
    private let subscriptions: [WebhookSubscription]
    private let clock: any WallClock

    /// Creates the queries.
    ///
    /// - Parameters:
    ///   - store: Where the notifications are.
    ///   - subscriptions: Who is told.
    ///   - clock: The time of the service.
    public init(store: any DossierStore, subscriptions: [WebhookSubscription], clock: any WallClock) {
        self.store = store
        self.subscriptions = subscriptions
        self.clock = clock
    }

    /// The subscriptions and how far they are; for administrators and leaders.
    ///
    /// - Parameter account: Who asks.
    /// - Returns: Each with its counts, in order of their names.
    /// - Throws: `DossierRejection.forbidden` for anybody else, ``StoreError``.
    public func list(
        for account: Account
    ) async throws -> [(subscription: WebhookSubscription, counts: WebhookCounts)] {
        try account.staff(at: clock.now).check(.watchWebhooks)
        return try await store.read { [subscriptions] snapshot in
            try subscriptions.map { ($0, try snapshot.webhookCounts(of: $0.name)) }
        }
    }

    /// Has what was given up tried again; for administrators.
    ///
    /// May be called twice.
    ///
    /// - Parameters:
    ///   - name: The subscription.
    ///   - account: Who asks.
    /// - Returns: How many are tried again, ``maximumRetries`` at most.
    /// - Throws: `DossierRejection.forbidden` for anybody else, ``RequestRefusal/webhookNotFound``, ``StoreError``.
    public func retry(_ name: String, by account: Account) async throws -> Int {
        try account.staff(at: clock.now).check(.retryWebhooks)
        guard subscriptions.contains(where: { $0.name == name }) else { throw RequestRefusal.webhookNotFound }
        let now = clock.now
        return try await store.transact { transaction in
            let count = try transaction.retryDeadDeliveries(of: name, limit: Self.maximumRetries)
            guard count > 0 else { return 0 }
            let event = SystemEvent(
                at: now,
                by: .account(account.id),
                type: "webhookTriedAgain",
                details: [("subscription", name), ("count", String(count))]
            )
            try record(event, to: .messages, in: transaction)
            return count
        }
    }
}
