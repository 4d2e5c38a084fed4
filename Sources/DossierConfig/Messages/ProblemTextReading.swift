/// Reads `messages/problems.yaml` (câu trả lời lỗi) and compares it with the codes that the program uses.
struct ProblemTextReading {
    private let root: ConfigCursor
    private let log: DefectLog

    /// Reads a file whose schema has been checked; nil if it has mistakes, which are then noted.
    static func texts(from root: ConfigCursor, codes: KnownProblemCodes, log: DefectLog) -> ProblemTexts? {
        let known = log.defects.count
        let reading = ProblemTextReading(root: root, log: log)
        reading.compare("problems", with: Set(codes.problems.keys))
        reading.compare("fields", with: codes.fields)
        reading.compare("rules", with: Set(codes.rules.keys))
        var problems: [String: ProblemText] = [:]
        for (code, cursor) in root["problems"]?.entries ?? [] {
            problems[code] = log.collect { () throws(ConfigurationDefect) in
                try Self.problem(cursor, placeholders: codes.problems[code] ?? [])
            }
        }
        var fields: [String: BilingualText] = [:]
        for (code, cursor) in root["fields"]?.entries ?? [] {
            fields[code] = log.collect { () throws(ConfigurationDefect) in try Self.text(cursor, placeholders: []) }
        }
        var rules: [String: BilingualText] = [:]
        for (rule, cursor) in root["rules"]?.entries ?? [] {
            rules[rule] = log.collect { () throws(ConfigurationDefect) in
                try Self.text(cursor, placeholders: codes.rules[rule] ?? [])
            }
        }
        return log.defects.count == known ? ProblemTexts(problems: problems, fields: fields, rules: rules) : nil
    }

    private init(root: ConfigCursor, log: DefectLog) {
        self.root = root
        self.log = log
    }

    private func compare(_ key: String, with codes: Set<String>) {
        guard let table = root[key] else { return }
        let written = table.entries
        for code in codes.subtracting(written.map(\.key)).sorted() {
            log.add(table.defect("The text for \(code) is missing.", "Thiếu câu trả lời cho \(code)."))
        }
        for (code, cursor) in written where !codes.contains(code) {
            log.add(cursor.keyDefect("The program has no code \(code).", "Chương trình không có mã \(code)."))
        }
    }

    private static func problem(
        _ cursor: ConfigCursor,
        placeholders: Set<String>
    ) throws(ConfigurationDefect) -> ProblemText {
        ProblemText(
            title: try text(try cursor.required("title"), placeholders: []),
            detail: try text(try cursor.required("detail"), placeholders: placeholders)
        )
    }

    private static func text(
        _ cursor: ConfigCursor,
        placeholders: Set<String>
    ) throws(ConfigurationDefect) -> BilingualText {
        let text = BilingualText(vietnamese: try cursor.text("vi"), english: try cursor.text("en"))
        let strangers = text.placeholders.subtracting(placeholders).sorted().joined(separator: ", ")
        guard strangers.isEmpty else {
            throw cursor.defect(
                "The placeholder {\(strangers)} is not filled here.",
                "Không có chỗ điền {\(strangers)}."
            )
        }
        return text
    }
}
