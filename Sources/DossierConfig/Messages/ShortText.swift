public import SMSText

/// A short text to an applicant (tin nhắn), in the two ways it may be sent.
public struct ShortText: Hashable, Sendable {
    /// The occasions on which an applicant gets a text (loại tin nhắn).
    public enum Kind: String, CaseIterable, Sendable {
        /// The dossier was received and has a due date.
        case received
        /// A supplement or payment came and the clock runs again, with a new due date.
        case resumed
        /// Papers are missing.
        case supplementNeeded
        /// A sum is to be paid.
        case paymentDue
        /// The result can be fetched.
        case resultReady
        /// The result can be fetched, and it denies.
        case resultDenied
        /// The dossier was not taken.
        case refused
        /// The dossier was stopped.
        case stopped
        /// The dossier was withdrawn as asked.
        case withdrawn
        /// The dossier will be late: an apology and a new date.
        case apology
        /// The appointment has passed.
        case overdue
        /// Days off or office hours were changed, and with them the appointment.
        case rescheduled
    }

    /// The text without accents, proved to fit its segments with the longest values.
    public let template: SMSTemplate
    /// The same text with accents and the same placeholders in braces, whose length nothing bounds.
    public let accentedBody: String
}

extension ShortText.Kind {
    /// The values that are given for this occasion, beside `sender`.
    var placeholders: Set<String> {
        switch self {
        case .received, .resumed, .rescheduled: ["code", "due"]
        case .supplementNeeded: ["code", "items"]
        case .paymentDue: ["code", "amount"]
        case .resultReady: ["code", "desk"]
        case .resultDenied: ["code", "reason", "desk"]
        case .refused, .stopped: ["code", "reason"]
        case .withdrawn, .overdue: ["code"]
        case .apology: ["code", "due", "reason"]
        }
    }

    /// Those without which the text would say nothing: code, date and sum.
    var indispensable: Set<String> {
        placeholders.intersection(["code", "due", "amount"])
    }
}
