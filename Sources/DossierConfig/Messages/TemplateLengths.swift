import DossierDomain
import SMSText

/// What the rest of the configuration says of values that are filled into texts (giá trị biết trước).
struct KnownValues {
    /// The name that is filled in as `sender`; nil while the organisation is not known.
    let senderName: String?
    /// How long the longest code is that a dossier can get; nil while organisation or regimes are not known.
    let longestCode: Int?

    /// Takes the values from what was read without mistakes.
    init(organisation: Organisation?, regimes: [Regime]) {
        senderName = organisation?.shortName
        let identifiers = organisation?.identifierCodes ?? []
        longestCode =
            regimes.flatMap { regime in
                identifiers.map { regime.codePattern.longestLength(agencyIdentifier: $0) }
            }
            .max()
    }
}

/// How long the values of texts may be (độ dài các chỗ điền), as `placeholders` of a file says.
struct TemplateLengths {
    private let root: ConfigCursor
    private let lengths: [String: SMSTemplate.Placeholder]

    /// Reads the lengths of a file whose schema has been checked.
    init(of root: ConfigCursor) {
        self.root = root
        var lengths: [String: SMSTemplate.Placeholder] = [:]
        for (name, cursor) in root["placeholders"]?.entries ?? [] { lengths[name] = Self.length(of: cursor) }
        self.lengths = lengths
    }

    private static func length(of cursor: ConfigCursor) -> SMSTemplate.Placeholder? {
        if let maximum = cursor["fixed"]?.node.integer { return .fixed(maximumLength: maximum) }
        guard
            let clipped = cursor["clipped"], let maximum = clipped["maximum"]?.node.integer,
            let minimum = clipped["minimum"]?.node.integer
        else { return nil }
        return .clippable(maximumLength: maximum, minimumLength: minimum)
    }

    /// The shortest maxima that hold a code of the shipped patterns, a date and the greatest sum that can be asked for,
    /// `1.000.000.000.000 đ`, or the words where none is named.
    private static let leastLengths = ["code": 28, "due": 16, "amount": 19]

    /// A fixed value is never cut: were its maximum too short, the text could not be sent at all.
    ///
    /// - Parameters:
    ///   - known: The values that are known already.
    ///   - log: Where mistakes are noted.
    func check(_ known: KnownValues, log: DefectLog) {
        var needed = Self.leastLengths
        if let longest = known.longestCode { needed["code"] = max(longest, needed["code"] ?? 0) }
        needed["sender"] = known.senderName.map { SMSAlphabet.gsm7.units(of: $0) ?? $0.unicodeScalars.count }
        for (name, least) in needed.sorted(by: { $0.key < $1.key }) {
            guard let cursor = root["placeholders"]?[name] else { continue }
            guard case .fixed(let maximum) = lengths[name], maximum >= least else {
                log.add(
                    cursor.defect(
                        "The value of {\(name)} needs a fixed length of at least \(least).",
                        "Giá trị {\(name)} cần độ dài cố định ít nhất \(least)."
                    )
                )
                continue
            }
        }
    }

    /// Proves that a text says what it must and fits, without accents, whatever is filled in.
    ///
    /// - Parameters:
    ///   - cursor: The text, with accents.
    ///   - given: The values that are given, beside `sender`.
    ///   - indispensable: Those without which it would say nothing.
    ///   - maximumSegments: The most segments.
    /// - Returns: The template without accents.
    /// - Throws: `ConfigurationDefect` that says what is missing or does not fit.
    func template(
        at cursor: ConfigCursor,
        given: Set<String>,
        indispensable: Set<String>,
        maximumSegments: Int
    ) throws(ConfigurationDefect) -> SMSTemplate {
        let template = try fitting(cursor, allowing: given.union(["sender"]), maximumSegments: maximumSegments)
        let missing = indispensable.subtracting(template.placeholderNames).sorted().joined(separator: ", ")
        guard missing.isEmpty else {
            throw cursor.defect("The text must contain {\(missing)}.", "Tin nhắn phải có {\(missing)}.")
        }
        return template
    }

    private func fitting(
        _ cursor: ConfigCursor,
        allowing allowed: Set<String>,
        maximumSegments: Int
    ) throws(ConfigurationDefect) -> SMSTemplate {
        do {
            return try SMSTemplate(
                VietnameseText.unaccented(cursor.node.text ?? ""),
                placeholders: lengths.filter { allowed.contains($0.key) },
                maximumSegments: maximumSegments
            )
        } catch {
            throw cursor.defect(
                "In the text without accents \(error).",
                "Tin nhắn không dấu chưa đạt: quá dài, sai ký tự hoặc sai chỗ điền; chỗ điền được dùng: "
                    + allowed.sorted().joined(separator: ", ") + "."
            )
        }
    }
}
