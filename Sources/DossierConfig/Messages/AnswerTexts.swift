public import SMSText

/// How citizens' texts are read and answered (trả lời tin nhắn tra cứu), from `messages/answers.yaml`.
public struct AnswerTexts: Hashable, Sendable {
    /// The answers.
    public enum Kind: String, CaseIterable, Sendable {
        /// How a dossier is that has no appointment any more, or none yet.
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

    /// What may stand before a dossier code.
    public let inquiryKeywords: [String]
    /// What asks for no more texts.
    public let optOutKeywords: [String]
    /// What asks for texts again.
    public let optInKeywords: [String]
    /// The most answers to one number within an hour.
    public let answersPerHour: Int
    /// The answers without accents, each proved to fit one segment.
    public let templates: [Kind: SMSTemplate]
}

extension AnswerTexts {
    /// Reads a file whose schema has been checked; nil if it has mistakes, which are then noted.
    ///
    /// - Parameters:
    ///   - root: The file.
    ///   - values: What is known of the values that are filled in.
    ///   - log: Where mistakes are noted.
    init?(from root: ConfigCursor, values: KnownValues, log: DefectLog) {
        let known = log.defects.count
        let lengths = TemplateLengths(of: root)
        lengths.check(values, log: log)
        var templates: [Kind: SMSTemplate] = [:]
        for kind in Kind.allCases {
            templates[kind] = log.collect { () throws(ConfigurationDefect) in
                try lengths.template(
                    at: try root.required("texts").required(kind.rawValue),
                    given: kind.placeholders,
                    indispensable: kind.indispensable,
                    maximumSegments: 1
                )
            }
        }
        func keywords(_ key: String) -> [String] { root["keywords"]?[key]?.elements.compactMap(\.node.text) ?? [] }
        inquiryKeywords = keywords("inquiry")
        optOutKeywords = keywords("optOut")
        optInKeywords = keywords("optIn")
        answersPerHour = root["answersPerHour"]?.node.integer ?? 1
        self.templates = templates
        var seen: Set<String> = []
        for word in (root["keywords"]?.entries ?? []).flatMap({ $0.value.elements }) {
            guard let text = word.node.text, !seen.insert(text).inserted else { continue }
            log.add(word.defect("The keyword \(text) stands twice.", "Từ khóa \(text) bị lặp lại."))
        }
        guard log.defects.count == known else { return nil }
    }
}

extension AnswerTexts.Kind {
    /// The values that are given, beside `sender`; a name only where the sender may know it.
    fileprivate var placeholders: Set<String> {
        switch self {
        case .status: ["code", "status", "unit"]
        case .statusDue, .statusLate: ["code", "status", "unit", "due"]
        case .ownStatus: ["code", "status", "unit", "name"]
        case .ownStatusDue, .ownStatusLate: ["code", "status", "unit", "due", "name"]
        case .unknown, .help, .optedOut, .optedIn: []
        }
    }

    /// Those without which the text would say nothing.
    fileprivate var indispensable: Set<String> { placeholders.intersection(["code", "status", "due"]) }
}
