public import DossierEngine

/// Who takes what an SMSC delivers (nơi nhận báo cáo và tin đến).
public struct SMPPSinks: Sendable {
    /// Keeps a report; while it throws, the SMSC is asked to deliver the report again.
    ///
    /// A report may come before the answer with its reference is kept, so an unknown reference of recent days is to
    /// be thrown at rather than passed over.
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
