import SMSText

/// Reads `messages/sms.yaml` (mẫu tin nhắn) and proves that every text fits.
struct ShortTextReading {
    private let root: ConfigCursor
    private let log: DefectLog
    private let lengths: [String: SMSTemplate.Placeholder]
    private let maximumSegments: Int

    /// Reads a file whose schema has been checked.
    ///
    /// - Parameters:
    ///   - root: The file.
    ///   - senderName: The name that is filled in as `sender`; nil while the organisation is not known.
    ///   - log: Where mistakes are noted.
    /// - Returns: The texts; nil if the file has mistakes, which are then noted.
    static func texts(
        from root: ConfigCursor,
        senderName: String?,
        log: DefectLog
    ) -> [ShortText.Kind: ShortText]? {
        let known = log.defects.count
        let reading = ShortTextReading(root: root, log: log)
        reading.checkLengths(senderName: senderName)
        var texts: [ShortText.Kind: ShortText] = [:]
        for kind in ShortText.Kind.allCases {
            texts[kind] = log.collect { () throws(ConfigurationDefect) in try reading.text(kind) }
        }
        return log.defects.count == known ? texts : nil
    }

    private init(root: ConfigCursor, log: DefectLog) {
        self.root = root
        self.log = log
        maximumSegments = root["maximumSegments"]?.node.integer ?? 1
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

    /// The shortest maxima that hold a code of today's patterns, a date and a sum below one thousand million dong.
    private static let leastLengths = ["code": 28, "due": 16, "amount": 13]

    /// A fixed value is never cut: were its maximum too short, the text could not be sent at all.
    private func checkLengths(senderName: String?) {
        var needed = Self.leastLengths
        needed["sender"] = senderName.map { SMSAlphabet.gsm7.units(of: $0) ?? $0.unicodeScalars.count }
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

    private func text(_ kind: ShortText.Kind) throws(ConfigurationDefect) -> ShortText {
        let cursor = try root.required("texts").required(kind.rawValue)
        let body = cursor.node.text ?? ""
        let allowed = kind.placeholders.union(["sender"])
        let template: SMSTemplate
        do {
            template = try SMSTemplate(
                VietnameseText.unaccented(body),
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
        let missing = kind.indispensable.subtracting(template.placeholderNames).sorted().joined(separator: ", ")
        guard missing.isEmpty else {
            throw cursor.defect("The text must contain {\(missing)}.", "Tin nhắn phải có {\(missing)}.")
        }
        return ShortText(template: template, accentedBody: body)
    }
}
