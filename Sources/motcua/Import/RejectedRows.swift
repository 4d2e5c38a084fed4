import Foundation
import Glibc

/// A row that was not taken over (dòng bị từ chối), as the clerk gets it back.
struct RejectedRow: Hashable, Sendable {
    /// What else is wrong with it.
    struct Other: Hashable, Sendable {
        /// Why.
        let defect: RowDefect
        /// The cell as typed.
        let value: String
    }

    /// The line on which it begins, the heading's being 1.
    let line: Int
    /// Why: the first reason in the columns' order, under which it is counted.
    let defect: RowDefect
    /// The cell as typed; the beginning of the row if the row as a whole is wrong.
    let value: String
    /// The other reasons, so that the row is corrected once.
    var others: [Other] = []
}

/// The file of rejected rows beside a register: CSV by RFC 4180 in UTF-8, columns `line,field,value,remedy`; a line for
/// each mistake of a row.
struct RejectedRowsFile: Sendable {
    /// The file's path.
    let path: String

    /// Names the file that belongs to a register.
    init(register: String) {
        path = register + ".rejected.csv"
    }

    /// Puts the rows into the file in place of what it held; without rows there is none.
    ///
    /// The old file stays whole until the new one is. As the cells hold personal data, only its owner may read it,
    /// whoever may read the register.
    ///
    /// - Throws: ``CommandFailure`` if it cannot be written.
    func replace(with rows: [RejectedRow]) throws(CommandFailure) {
        guard !rows.isEmpty else {
            // A disk that takes no writing refuses to remove even what is not there.
            guard !DiskFile.exists(path) || unlink(path) == 0 else { throw unwritten(Self.systemWords) }
            return
        }
        let draft = path + ".new"
        unlink(draft)
        do throws(CommandFailure) {
            try PrivateFile.create(draft, Array(Self.text(of: rows).utf8))
        } catch {
            let parts = error.description.split(separator: "\n", maxSplits: 1).map(String.init)
            throw unwritten((parts.first ?? "", parts.last ?? ""))
        }
        guard rename(draft, path) == 0 else {
            let words = Self.systemWords
            unlink(draft)
            throw unwritten(words)
        }
    }

    /// What the system said last, in the words of both languages.
    private static var systemWords: (english: String, vietnamese: String) {
        let words = String(cString: strerror(errno)) + "."
        return (words, words)
    }

    private func unwritten(_ reason: (english: String, vietnamese: String)) -> CommandFailure {
        CommandFailure(
            "The rows are imported, but \(path) cannot be written: \(reason.english) To get it, copy the register into "
                + "a folder that takes writing and import it there again; nothing is added twice.",
            vietnamese: "Đã nhập các dòng, nhưng không ghi được \(path): \(reason.vietnamese) Để có tệp này, hãy chép "
                + "sổ vào một thư mục ghi được rồi nhập lại từ đó; không dòng nào bị nhập hai lần."
        )
    }

    /// The content of the file.
    static func text(of rows: [RejectedRow]) -> String {
        var text = "line,field,value,remedy\r\n"
        for row in rows {
            for (defect, value) in [(row.defect, row.value)] + row.others.map({ ($0.defect, $0.value) }) {
                let cells = [String(row.line), defect.field, value, defect.remedy]
                text += CSVText.line(cells)
            }
        }
        return text
    }
}
