public import DossierEngine

/// Who takes what gateways bring (nơi nhận báo cáo và tin đến), by connections that last and by files.
public struct GatewaySinks: Sendable {
    /// Keeps a report; while it throws, the report is brought again.
    ///
    /// One by the gateway's own reference may come before the answer that tells the reference. It is to be kept as an
    /// early one, not passed over: a gateway may not bring it twice.
    public let report: @Sendable (DeliveryReport) async throws -> Void
    /// Keeps a citizen's text, likewise; nil if the service takes no texts, which are then rejected.
    public let text: (@Sendable (IncomingText) async throws -> Void)?

    /// Creates sinks.
    ///
    /// - Parameters:
    ///   - report: Keeps a report.
    ///   - text: Keeps a citizen's text; nil if the service takes none.
    public init(
        report: @escaping @Sendable (DeliveryReport) async throws -> Void,
        text: (@Sendable (IncomingText) async throws -> Void)? = nil
    ) {
        self.report = report
        self.text = text
    }
}
