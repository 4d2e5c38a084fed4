public import SMSText

/// The texts that answer citizens' texts (mẫu tin nhắn trả lời).
public enum InquiryText: String, CaseIterable, Sendable {
    /// How a dossier is that has no appointment any more, or none yet, or whose clock stands still.
    case status
    /// How a dossier is, with its appointment.
    case statusDue
    /// How a dossier is whose appointment has passed.
    case statusLate
    /// As ``status``, for whoever may know more.
    case ownStatus
    /// As ``statusDue``, for whoever may know more.
    case ownStatusDue
    /// As ``statusLate``, for whoever may know more.
    case ownStatusLate
    /// There is no such dossier, or the PIN is wrong.
    case unknown
    /// How to ask.
    case help
    /// No more texts will come.
    case optedOut
    /// Texts will come again.
    case optedIn
}

/// How citizens' texts are read and answered (quy tắc trả lời tin nhắn đến).
public struct InquiryWording: Sendable {
    /// The words that are known.
    public let keywords: TextKeywords
    /// The answers, each proved to fit one segment.
    public let texts: [InquiryText: SMSTemplate]
    /// The most answers to one number within an hour.
    public let answersPerHour: Int

    /// Creates rules.
    ///
    /// - Parameters:
    ///   - keywords: The words that are known.
    ///   - texts: The answers, each proved to fit one segment.
    ///   - answersPerHour: The most answers to one number within an hour, 1 or more.
    public init(keywords: TextKeywords, texts: [InquiryText: SMSTemplate], answersPerHour: Int) {
        self.keywords = keywords
        self.texts = texts
        self.answersPerHour = answersPerHour
    }
}
