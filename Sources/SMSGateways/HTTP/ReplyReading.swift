/// The rules for answers, read and proved (quy tắc đọc câu trả lời).
struct ReplyReading: Sendable {
    /// Characters of a provider's reference that are kept; longer ones are none that a report could name.
    static let maximumReferenceLength = 128

    private let rules: HTTPReplyRules
    private let secrets: GatewaySecrets
    private let codePath: JSONPath?
    private let referencePath: JSONPath?
    /// The codes of which only a beginning is told, the longest first.
    private let beginnings: [String]

    /// Reads the rules.
    ///
    /// - Throws: ``GatewayDescriptionError`` if a path cannot be read or a status is none.
    init(_ rules: HTTPReplyRules, secrets: GatewaySecrets) throws(GatewayDescriptionError) {
        for status in rules.codeStatuses.union(rules.statuses.keys).sorted() {
            try GatewayDescriptionError.check(status, in: 100...599, field: "reply.statuses")
        }
        self.rules = rules
        self.secrets = secrets
        codePath = try Self.path(rules.codePath, in: rules.format, field: "reply.codePath")
        referencePath = try Self.path(rules.referencePath, in: rules.format, field: "reply.referencePath")
        beginnings = rules.codes.keys.filter { $0.hasSuffix("*") }.sorted { ($0.count, $0) > ($1.count, $1) }
    }

    private static func path(
        _ written: String?,
        in format: HTTPReplyRules.Format,
        field: String
    ) throws(GatewayDescriptionError) -> JSONPath? {
        guard let written else { return nil }
        let path = try JSONPath(written, field: field)
        guard format == .json || path.fitsXML else {
            throw GatewayDescriptionError(.malformedXMLPath, field: field, detail: written)
        }
        return path
    }

    /// The verdict on a whole answer to a text, of which no more is quoted than may be.
    func verdict(status: Int, body: [UInt8], answering text: String) -> SendVerdict {
        guard rules.codeStatuses.contains(status) else {
            let meaning = rules.statuses[status] ?? rules.otherStatus
            return verdict(meaning, reason: "HTTP status \(status)", json: nil)
        }
        guard let codePath else {
            return verdict(.accepted, reason: "", json: referencePath == nil ? nil : read(body))
        }
        guard let json = read(body), let code = codePath.text(in: json) else {
            return verdict(rules.otherCode, reason: "an answer without a code", json: nil)
        }
        let entry = entry(for: code)
        let words = ProviderWords(answering: text, secrets: secrets)
        let meaning = entry.flatMap { rules.codes[$0] } ?? rules.otherCode
        return verdict(meaning, reason: reason(code, entry: entry, words), json: json)
    }

    private func read(_ body: [UInt8]) -> ReplyJSON? {
        switch rules.format {
        case .json: ReplyJSON.read(body)
        case .xml: ReplyXML.read(body)
        }
    }

    /// What in the table stands for a code: the code itself, or its beginning.
    private func entry(for code: String) -> String? {
        rules.codes[code] == nil ? beginnings.first { code.hasPrefix($0.dropLast()) } : code
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

    private func reason(_ code: String, entry: String?, _ words: ProviderWords) -> String {
        // What the administrator wrote down himself quotes nothing of the text.
        let isHarmless = SafeCode.isSafe(code) && words.allows(code: code)
        guard let shown = entry ?? (isHarmless ? code : nil), !secrets.overlaps(shown) else {
            return "a code that cannot be shown"
        }
        return "code \(shown.prefix(ProviderWords.maximumSentenceLength))"
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
