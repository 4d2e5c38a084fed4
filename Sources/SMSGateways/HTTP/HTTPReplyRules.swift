/// How a provider's answer is read (cách đọc câu trả lời của nhà cung cấp).
public struct HTTPReplyRules: Hashable, Sendable {
    /// What an answer means.
    public enum Meaning: String, CaseIterable, Sendable {
        /// The text was taken.
        case accepted
        /// The text is refused for good.
        case rejected
        /// Not now, and the text was surely not taken.
        case later
        /// We are refused, not the text (wrong key, no money): as `later`, and somebody has to look.
        case refusesUs
        /// The text may or may not have been taken.
        case unknown
    }

    /// How the body of an answer is written.
    public enum Format: String, CaseIterable, Sendable {
        /// As JSON.
        case json
        /// As XML. Paths lead along the names of elements from the root on, without their prefixes and without indexes:
        /// `Envelope.Body.sendResponse.result`; of several with one name the first counts.
        case xml
    }

    /// How the body is written.
    public var format: Format
    /// The HTTP statuses with which the code is looked for.
    public var codeStatuses: Set<Int>
    /// Where the code is, like `CodeResult` or `result[0].r`; nil if such a status alone means `accepted`.
    public var codePath: String?
    /// What each code means; numbers and truth values are written as text.
    ///
    /// `Check Content:*` stands for every code with this beginning; the longest one counts, and the whole code before.
    public var codes: [String: Meaning]
    /// What a code means that is not in the table, or its absence.
    public var otherCode: Meaning
    /// What the statuses mean with which no code is looked for.
    public var statuses: [Int: Meaning]
    /// What a status means that is named nowhere.
    public var otherStatus: Meaning
    /// Where the provider's own reference is; nil if it gives none.
    public var referencePath: String?

    /// Describes how an answer is read.
    ///
    /// - Parameters:
    ///   - format: How the body is written.
    ///   - codeStatuses: The HTTP statuses with which the code is looked for.
    ///   - codePath: Where the code is; nil if such a status alone means `accepted`.
    ///   - codes: What each code means.
    ///   - otherCode: What a code means that is not in the table, or its absence.
    ///   - statuses: What the statuses mean with which no code is looked for.
    ///   - otherStatus: What a status means that is named nowhere.
    ///   - referencePath: Where the provider's own reference is.
    public init(
        format: Format = .json,
        codeStatuses: Set<Int> = [200],
        codePath: String? = nil,
        codes: [String: Meaning] = [:],
        otherCode: Meaning = .unknown,
        statuses: [Int: Meaning] = [:],
        otherStatus: Meaning = .unknown,
        referencePath: String? = nil
    ) {
        self.format = format
        self.codeStatuses = codeStatuses
        self.codePath = codePath
        self.codes = codes
        self.otherCode = otherCode
        self.statuses = statuses
        self.otherStatus = otherStatus
        self.referencePath = referencePath
    }
}
