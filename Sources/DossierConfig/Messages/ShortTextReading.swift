import SMSText

/// Reads `messages/sms.yaml` (mẫu tin nhắn) and proves that every text fits.
struct ShortTextReading {
    private let root: ConfigCursor
    private let log: DefectLog
    private let lengths: TemplateLengths
    private let maximumSegments: Int

    /// Reads a file whose schema has been checked.
    ///
    /// - Parameters:
    ///   - root: The file.
    ///   - values: What is known of the values that are filled in.
    ///   - log: Where mistakes are noted.
    /// - Returns: The texts; nil if the file has mistakes, which are then noted.
    static func texts(
        from root: ConfigCursor,
        values: KnownValues,
        log: DefectLog
    ) -> [ShortText.Kind: ShortText]? {
        let known = log.defects.count
        let reading = ShortTextReading(root: root, log: log)
        reading.lengths.check(values, log: log)
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
        lengths = TemplateLengths(of: root)
    }

    private func text(_ kind: ShortText.Kind) throws(ConfigurationDefect) -> ShortText {
        let cursor = try root.required("texts").required(kind.rawValue)
        let template = try lengths.template(
            at: cursor,
            given: kind.placeholders,
            indispensable: kind.indispensable,
            maximumSegments: maximumSegments
        )
        return ShortText(template: template, accentedBody: cursor.node.text ?? "")
    }
}
