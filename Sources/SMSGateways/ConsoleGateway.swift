public import DossierEngine
import SMSText

/// A gateway that sends nothing and says so on the console (cổng SMS thử), number and text masked.
///
/// It lets an office try the service before it has a contract with an operator.
public struct ConsoleGateway: SMSGateway {
    /// The name in logs, metrics and the outbox.
    public let name = "console"
    /// Whether it is given texts with their accents.
    public let sendsAccents: Bool
    /// How many texts it is given at once: a console takes everything.
    public let window = 50
    private let write: @Sendable (String) -> Void

    /// Creates a gateway.
    ///
    /// - Parameters:
    ///   - sendsAccents: Whether it is given texts with their accents, so that their segments can be compared.
    ///   - write: Where a line goes; it never holds a whole number or a word of the text.
    public init(sendsAccents: Bool = false, write: @escaping @Sendable (String) -> Void) {
        self.sendsAccents = sendsAccents
        self.write = write
    }

    /// Says that a text would have gone out.
    public func send(_ submission: SMSSubmission) async -> SMSAnswer {
        let segmentation = SMSSegmentation(submission.text)
        write(
            "sms \(submission.reference) to \(submission.to.masked): \(segmentation.segmentCount) segment(s) "
                + segmentation.alphabet.rawValue
        )
        return .accepted(providerReference: nil)
    }

    /// Always up: a console takes everything.
    public func condition() async -> GatewayCondition { GatewayCondition(state: .up) }
}
