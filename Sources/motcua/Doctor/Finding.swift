import DossierEngine

/// What one look at an installation found (kết quả kiểm tra).
struct Finding: Hashable {
    /// How bad it is, in order.
    enum Grade: Int, Comparable {
        case ok
        case warning
        case error

        static func < (one: Grade, other: Grade) -> Bool { one.rawValue < other.rawValue }

        /// The word in front of the line.
        var word: String {
            switch self {
            case .ok: "ok"
            case .warning: "warning"
            case .error: "ERROR"
            }
        }
    }

    /// The same in both languages.
    struct Words: Hashable {
        let english: String
        let vietnamese: String

        init(_ english: String, _ vietnamese: String) {
            self.english = english
            self.vietnamese = vietnamese
        }

        /// What failed, by its first line and what stands below it in Vietnamese; once if it is told in one language.
        init(of failure: String) {
            let lines = failure.split(separator: "\n").map(String.init)
            self.init(lines.first ?? failure, lines.dropFirst().first ?? lines.first ?? failure)
        }

        /// Several, one after the other.
        init(joining parts: [Words]) {
            self.init(
                parts.map(\.english).joined(separator: "; "),
                parts.map(\.vietnamese).joined(separator: "; ")
            )
        }

        /// The same with something added in each language.
        func adding(_ other: Words) -> Words { Words(english + other.english, vietnamese + other.vietnamese) }
    }

    let grade: Grade
    /// What was looked at, one word or two.
    let subject: String
    /// What was found.
    let text: Words
    /// What to do about it; nil if all is well.
    let remedy: Words?

    static func ok(_ subject: String, _ text: Words) -> Finding {
        Finding(grade: .ok, subject: subject, text: text, remedy: nil)
    }

    static func warning(_ subject: String, _ text: Words, _ remedy: Words) -> Finding {
        Finding(grade: .warning, subject: subject, text: text, remedy: remedy)
    }

    static func error(_ subject: String, _ text: Words, _ remedy: Words) -> Finding {
        Finding(grade: .error, subject: subject, text: text, remedy: remedy)
    }

    /// The lines for people: one for what is well, and in both languages what is not.
    var lines: [String] {
        let head = grade.word.padded(to: 8) + subject.padded(to: 14) + text.english
        guard let remedy else { return [head] }
        var rest = [text.vietnamese, "→ " + remedy.english, "→ " + remedy.vietnamese]
        if text.vietnamese == text.english { rest.removeFirst() }
        return [head] + rest.map { String(repeating: " ", count: 22) + $0 }
    }

    /// The same for programs.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("grade", grade.word.lowercased())
            writer.member("subject", subject)
            writer.member("text", text.english)
            writer.member("textVietnamese", text.vietnamese)
            writer.member("remedy", remedy?.english)
            writer.member("remedyVietnamese", remedy?.vietnamese)
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
