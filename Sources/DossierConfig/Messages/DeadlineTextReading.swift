import DossierDomain

/// Reads `messages/deadline.yaml` (câu chữ giải thích ngày hẹn) and holds it complete.
enum DeadlineTextReading {
    /// Reads a file whose schema has been checked; nil if it has mistakes, which are then noted.
    static func texts(from root: ConfigCursor, log: DefectLog) -> [DeadlineSentence: BilingualText]? {
        let known = log.defects.count
        guard let table = root["sentences"] else { return nil }
        for (key, cursor) in table.entries where DeadlineSentence(rawValue: key) == nil {
            log.add(cursor.keyDefect("The program has no sentence \(key).", "Chương trình không có câu \(key)."))
        }
        var texts: [DeadlineSentence: BilingualText] = [:]
        for sentence in DeadlineSentence.allCases {
            texts[sentence] = log.collect { () throws(ConfigurationDefect) in
                try text(try table.required(sentence.rawValue), of: sentence)
            }
        }
        return log.defects.count == known ? texts : nil
    }

    /// Both languages must use every value: a sentence without its date or its sum would explain nothing.
    private static func text(
        _ cursor: ConfigCursor,
        of sentence: DeadlineSentence
    ) throws(ConfigurationDefect) -> BilingualText {
        let text = BilingualText(vietnamese: try cursor.text("vi"), english: try cursor.text("en"))
        for language in [text.vietnamese, text.english] {
            guard BilingualText.placeholders(of: language) == sentence.placeholders else {
                let expected = sentence.placeholders.sorted().map { "{\($0)}" }.joined(separator: ", ")
                throw cursor.defect(
                    "Each language needs exactly these values: \(expected.isEmpty ? "none" : expected).",
                    "Mỗi ngôn ngữ cần đúng các chỗ điền: \(expected.isEmpty ? "không có" : expected)."
                )
            }
        }
        return text
    }
}
