import DossierDomain
import DossierEngine
import SMSText

/// The papers of a register's row (giấy tờ kèm theo), as clerks write them.
enum PaperList {
    /// Reads `Tờ khai (bản chính) x1; CCCD (bản sao chứng thực) x1`; nil if a paper is written in another way.
    ///
    /// The form is the last pair of parentheses; without a number there is one. An empty text is an empty list.
    static func read(_ typed: String) -> [DocumentDraft]? {
        var papers: [DocumentDraft] = []
        for part in typed.split(separator: ";") where !part.allSatisfy(\.isWhitespace) {
            guard let paper = paper(part) else { return nil }
            papers.append(paper)
        }
        return papers
    }

    private static func paper(_ text: Substring) -> DocumentDraft? {
        guard let close = text.lastIndex(of: ")"), let open = text[..<close].lastIndex(of: "("),
            let form = form(text[text.index(after: open)..<close]),
            let count = quantity(text[text.index(after: close)...])
        else { return nil }
        var draft = DocumentDraft()
        draft.name = String(text[..<open])
        draft.form = form.rawValue
        draft.quantity = count
        return draft
    }

    /// The form in words, whatever accents, case or normal form.
    private static func form(_ words: Substring) -> DocumentForm? {
        switch VietnameseText.folded(String(words)) {
        case "ban chinh", "ban goc": .original
        case "ban sao chung thuc", "ban sao cong chung": .certifiedCopy
        case "ban sao", "ban chup", "ban photo", "photocopy": .photocopy
        case "ban dien tu": .electronic
        default: nil
        }
    }

    /// The number behind the form: nothing, or `x2`.
    private static func quantity(_ text: Substring) -> Int64? {
        let mark = text.filter { !$0.isWhitespace }
        guard let sign = mark.first else { return 1 }
        let digits = mark.dropFirst()
        guard "xX×".contains(sign), (1...9).contains(digits.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int64(digits)
    }
}
