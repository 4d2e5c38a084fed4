public import DossierEngine

/// Where a provider's report says what (mô tả báo cáo gửi tin), as plain values from a file.
public struct HTTPReportDescription: Hashable, Sendable {
    /// The field with our own reference; nil if the provider does not send it back.
    public var referenceField: String?
    /// The field with the provider's reference; nil if it is not sent.
    public var providerReferenceField: String?
    /// The field with the state.
    public var stateField: String
    /// What the provider's states mean.
    public var states: [String: DeliveryReport.State]
    /// What a state means that is not in the table; nil to pass over such a report.
    public var otherState: DeliveryReport.State?

    /// Describes a report.
    ///
    /// - Parameters:
    ///   - referenceField: The field with our own reference; nil if it is not sent back.
    ///   - providerReferenceField: The field with the provider's reference; nil if it is not sent.
    ///   - stateField: The field with the state.
    ///   - states: What the provider's states mean.
    ///   - otherState: What a state means that is not in the table; nil to pass over such a report.
    public init(
        referenceField: String? = nil,
        providerReferenceField: String? = nil,
        stateField: String,
        states: [String: DeliveryReport.State],
        otherState: DeliveryReport.State? = nil
    ) {
        self.referenceField = referenceField
        self.providerReferenceField = providerReferenceField
        self.stateField = stateField
        self.states = states
        self.otherState = otherState
    }

    /// The fields that are read.
    public var fields: [String] { [referenceField, providerReferenceField, stateField].compactMap(\.self) }

    /// Reads a report.
    ///
    /// Our own reference counts before the provider's, because nobody else writes it.
    ///
    /// - Parameters:
    ///   - values: The fields of the call, see ``HTTPFieldReading``.
    ///   - gateway: The gateway's name.
    /// - Returns: The report.
    /// - Throws: ``UnreadableCall`` if it names no text or a state that is to be passed over.
    public func report(from values: [String: String], gateway: String) throws(UnreadableCall) -> DeliveryReport {
        guard !values.isEmpty else { throw UnreadableCall(nil) }
        guard let written = values[stateField], let state = states[written] ?? otherState else {
            throw UnreadableCall(stateField)
        }
        guard let subject = subject(values) else { throw UnreadableCall(referenceField ?? providerReferenceField) }
        return DeliveryReport(gateway: gateway, subject: subject, state: state)
    }

    private func subject(_ values: [String: String]) -> DeliveryReport.Subject? {
        if let referenceField, let reference = OwnReference.read(values[referenceField]) {
            return .reference(reference)
        }
        guard let providerReferenceField, let written = values[providerReferenceField], !written.isEmpty,
            written.unicodeScalars.count <= ReplyReading.maximumReferenceLength
        else { return nil }
        return .providerReferences([written])
    }
}
