public import DossierEngine

/// The reports that Kannel brings by calling ``KannelDescription/reportURL`` (báo cáo của Kannel).
///
/// The address has to hold `reference={reference}&status=%d`. Reports come in any order and more than once.
public enum KannelReport {
    /// The field with our reference.
    public static let referenceField = "reference"
    /// The field with Kannel's `%d`.
    public static let statusField = "status"

    /// Reads a report.
    ///
    /// Source: Kannel 1.4.5 user's guide, "Delivery reports"; the statuses are the bits of `dlr-mask`.
    ///
    /// - Parameters:
    ///   - fields: The fields of the query, percent-decoded.
    ///   - gateway: The gateway's name.
    /// - Returns: The report, by our reference.
    /// - Throws: ``UnreadableCall`` if it is none: no reference of ours, or a status that Kannel does not have.
    public static func report(
        from fields: [String: String],
        gateway: String
    ) throws(UnreadableCall) -> DeliveryReport {
        guard let reference = OwnReference.read(fields[referenceField]) else { throw UnreadableCall(referenceField) }
        guard let state = fields[statusField].flatMap(state) else { throw UnreadableCall(statusField) }
        return DeliveryReport(gateway: gateway, subject: .reference(reference), state: state)
    }

    private static func state(_ status: String) -> DeliveryReport.State? {
        switch status {
        case "1": .delivered
        case "2": .undelivered
        // 4: the operator keeps it for a phone that is off. 8: the operator has it.
        case "4", "8": .underWay
        case "16": .rejected
        default: nil
        }
    }
}

/// Our own reference as others write it back (mã tham chiếu của ta).
enum OwnReference {
    /// Reads a reference; nil unless it is digits for a number of 1 or more.
    static func read(_ text: String?) -> Int64? {
        guard let text, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int64(text), number >= 1
        else { return nil }
        return number
    }
}
