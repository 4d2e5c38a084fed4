/// The rules for answers, read and proved (quy tắc đọc câu trả lời).
struct ReplyReading: Sendable {
    /// Characters of a provider's reference that are kept; longer ones are none that a report could name.
    static let maximumReferenceLength = 128

    private let rules: HTTPReplyRules
    private let secrets: GatewaySecrets
    private let codePath: JSONPath?
    private let referencePath: JSONPath?

    /// Reads the rules.
    ///
    /// - Throws: ``GatewayDescriptionError`` if a path cannot be read or a status is none.
    init(_ rules: HTTPReplyRules, secrets: GatewaySecrets) throws(GatewayDescriptionError) {
        for status in rules.codeStatuses.union(rules.statuses.keys).sorted() {
            try GatewayDescriptionError.check(status, in: 100...599, field: "reply.statuses")
        }
        self.rules = rules
        self.secrets = secrets
        codePath = if let path = rules.codePath { try JSONPath(path, field: "reply.codePath") } else { nil }
        referencePath =
            if let path = rules.referencePath { try JSONPath(path, field: "reply.referencePath") } else { nil }
    }

    /// The verdict on a whole answer to a text, of which no more is quoted than may be.
    func verdict(status: Int, body: [UInt8], answering text: String) -> SendVerdict {
        guard rules.codeStatuses.contains(status) else {
            let meaning = rules.statuses[status] ?? rules.otherStatus
            return verdict(meaning, reason: "HTTP status \(status)", json: nil)
        }
        guard let codePath else {
            return verdict(.accepted, reason: "", json: referencePath == nil ? nil : ReplyJSON.read(body))
        }
        guard let json = ReplyJSON.read(body), let code = codePath.text(in: json) else {
            return verdict(rules.otherCode, reason: "an answer without a code", json: nil)
        }
        let words = ProviderWords(answering: text, secrets: secrets)
        return verdict(rules.codes[code] ?? rules.otherCode, reason: reason(code, words), json: json)
    }

    private func verdict(_ meaning: HTTPReplyRules.Meaning, reason: String, json: ReplyJSON?) -> SendVerdict {
        switch meaning {
        case .accepted: .accepted(providerReference: json.flatMap(reference))
        case .rejected: .rejected(reason: reason)
        case .later: .later(reason: reason)
        case .refusesUs: .refusesUs(reason: reason)
        case .unknown: .unknown(reason: reason)
        }
    }

    private func reference(in json: ReplyJSON) -> String? {
        guard let text = referencePath?.text(in: json), !text.isEmpty,
            text.unicodeScalars.count <= Self.maximumReferenceLength
        else { return nil }
        return text
    }

    private func reason(_ code: String, _ words: ProviderWords) -> String {
        // A code that the administrator wrote down himself is none of the text's words.
        let isOwn = rules.codes[code] != nil || words.allows(code: code)
        guard SafeCode.isSafe(code), !secrets.overlaps(code), isOwn else { return "a code that cannot be shown" }
        return "code \(code)"
    }
}

/// Codes that may be shown (mã lỗi hiển thị được).
enum SafeCode {
    /// The longest code that is shown.
    static let maximumLength = 24
    /// The most digits of a code that is shown; a telephone number has more.
    static let maximumDigits = 6

    /// Whether a code can hold neither a telephone number nor a word of the text that somebody would read.
    static func isSafe(_ code: String) -> Bool {
        guard (1...maximumLength).contains(code.utf8.count) else { return false }
        var digits = 0
        for scalar in code.unicodeScalars {
            switch scalar {
            case "0"..."9": digits += 1
            case "A"..."Z", "a"..."z", "_", "-", ".": break
            default: return false
            }
        }
        return digits <= maximumDigits
    }
}
