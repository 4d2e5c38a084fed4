import Yams

extension ConfigurationDefect {
    /// The mistake that kept a text from being YAML at all.
    static func notYAML(_ error: any Error, file: String) -> ConfigurationDefect {
        guard let error = error as? YamlError else {
            return unreadable(file: file, reason: String(describing: error), "trình đọc YAML báo lỗi")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return ConfigurationDefect(
                file: file,
                place: TextPlace(line: mark.line, column: mark.column),
                path: "",
                sentence: notYAML(problem)
            )
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.first ?? ""
            return ConfigurationDefect(
                file: file,
                place: TextPlace(line: context.mark.line, column: context.mark.column),
                path: ConfigPath().key(key).text,
                sentence: .duplicateKey(key)
            )
        case .reader(let problem, let offset, _, let yaml):
            let mark = offset.map { place(ofCharacter: $0, in: yaml) } ?? .beginning
            return ConfigurationDefect(file: file, place: mark, path: "", sentence: notYAML(problem))
        default:
            return unreadable(file: file, reason: "the reader gave up", "trình đọc YAML báo lỗi")
        }
    }

    /// A file that cannot be read, or is no UTF-8, with the reason in English and in Vietnamese.
    static func unreadable(file: String, reason: String, _ vietnameseReason: String) -> ConfigurationDefect {
        ConfigurationDefect(
            file: file,
            place: .beginning,
            path: "",
            sentence: Sentence(
                "The file cannot be read: \(reason).",
                "Không đọc được tệp: \(vietnameseReason)."
            )
        )
    }

    /// A file over ``YAMLReading/maximumBytes``.
    static func tooLarge(file: String) -> ConfigurationDefect {
        unreadable(file: file, reason: "it is larger than 1 MiB", "tệp lớn hơn 1 MiB")
    }

    private static func notYAML(_ problem: String) -> Sentence {
        Sentence(
            "This is no YAML: \(problem); indent with blanks, never with tabs, and put texts in quotes.",
            "Sai cú pháp YAML; hãy kiểm tra lề, chỉ thụt lề bằng dấu cách, và đặt văn bản trong ngoặc kép."
        )
    }

    private static func place(ofCharacter offset: Int, in text: String) -> TextPlace {
        let head = text.prefix(offset)
        let lines = head.split(separator: "\n", omittingEmptySubsequences: false)
        return TextPlace(line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1)
    }
}
