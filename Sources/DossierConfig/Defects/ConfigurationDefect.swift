/// One mistake in a configuration file (lỗi cấu hình), with the place where an editor finds it.
public struct ConfigurationDefect: Error, Hashable, Sendable {
    /// The file, by its path inside the folder of configuration, such as `procedures/1.001612.yaml`.
    ///
    /// For a setting from elsewhere it is the environment variable's name or `command line`.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column in Unicode scalars, from 1.
    public let column: Int
    /// The path to the value, such as `steps[2].hours`; empty for the file as a whole.
    public let path: String
    /// What is wrong and what is expected, one English sentence.
    public let message: String
    /// The same in Vietnamese, for the clerk who keeps the files.
    public let vietnameseMessage: String

    /// What is wrong, in both languages.
    struct Sentence: Hashable, Sendable {
        let english: String
        let vietnamese: String

        init(_ english: String, _ vietnamese: String) {
            self.english = english
            self.vietnamese = vietnamese
        }
    }

    init(file: String, place: TextPlace, path: String, sentence: Sentence) {
        self.file = file
        line = place.line
        column = place.column
        self.path = path
        message = sentence.english
        vietnameseMessage = sentence.vietnamese
    }
}

extension ConfigurationDefect: CustomStringConvertible {
    /// One line: `procedures/1.001612.yaml:31:12: steps[2].hours: …`, with both sentences.
    public var description: String {
        let place = "\(file):\(line):\(column): "
        let whole = place + (path.isEmpty ? "" : path + ": ") + message + " (" + vietnameseMessage + ")"
        // A value that is named may have line breaks of its own.
        return whole.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\\n")
    }
}

extension ConfigurationDefect.Sentence {
    static func duplicateKey(_ key: String) -> Self {
        Self("The key \(key) stands twice in one mapping.", "Mục \(key) bị ghi hai lần.")
    }

    static func ambiguousWord(_ word: String) -> Self {
        Self(
            "The word \(word) means different things to different readers of YAML; put a text in quotes, "
                + "write a number in plain digits and a flag as true or false.",
            "Giá trị \(word) có thể bị hiểu khác nhau; hãy đặt văn bản trong ngoặc kép, viết số liền không dấu phân "
                + "cách, đúng/sai ghi true/false."
        )
    }

    static func notADate(_ text: String) -> Self {
        Self("There is no date \(text); expected YYYY-MM-DD.", "Không có ngày \(text); cần dạng NĂM-THÁNG-NGÀY.")
    }
}

/// Everything that is wrong with a folder of configuration (danh sách lỗi cấu hình), at least one mistake.
public struct ConfigurationDefects: Error, Hashable, Sendable {
    /// The mistakes in order of file, line and column; after ``maximum`` the rest is left out.
    public let defects: [ConfigurationDefect]

    /// The most mistakes that are told at once, because nobody mends more before the next try.
    public static let maximum = 100

    init(_ defect: ConfigurationDefect) {
        defects = [defect]
    }

    /// The mistakes are at least one, in any order.
    init(_ defects: [ConfigurationDefect]) {
        let ordered = defects.sorted { ($0.file, $0.line, $0.column, $0.path) < ($1.file, $1.line, $1.column, $1.path) }
        self.defects = Array(ordered.prefix(Self.maximum))
    }
}

extension ConfigurationDefects: CustomStringConvertible {
    /// One line per mistake.
    public var description: String {
        defects.map(\.description).joined(separator: "\n")
    }
}
