import DossierDomain
import SMSText

/// What somebody looks for in the catalogue (tìm thủ tục): everything that is given must hold.
public struct ProcedureSearch: Sendable {
    /// A part of a code, in capitals; nil if no text was typed.
    private let fragment: String?
    private let words: [VietnameseWord]
    private let field: String?
    private let level: String?

    /// Creates a search of clean texts, nil for what does not matter.
    ///
    /// - Parameters:
    ///   - text: Words of the name in any order, or a part of the code.
    ///   - field: The whole field (lĩnh vực), whatever accents or case.
    ///   - level: The level (cấp thực hiện) as the catalogue writes it, or one of those that it names: `xã` finds what
    ///     is of `huyện/xã` too. Whatever accents or case.
    /// - Throws: ``FieldDefect`` of code too-many if the text has more than 20 words.
    public init(text: String?, field: String?, level: String?) throws(FieldDefect) {
        fragment = text?.uppercased()
        words = text.map(VietnameseWord.words) ?? []
        self.field = field.map(VietnameseText.folded)
        self.level = level.map(VietnameseText.folded)
        guard words.count <= NameQuery.maximumWords else { throw FieldDefect(.tooMany) }
    }

    /// Whether a procedure is among what is looked for.
    func finds(_ procedure: SearchedProcedure) -> Bool {
        if let field, procedure.field != field { return false }
        if let level, !procedure.levels.contains(level) { return false }
        guard let fragment else { return true }
        return procedure.code.rawValue.contains(fragment) || isNamed(procedure.name)
    }

    private func isNamed(_ name: [VietnameseWord]) -> Bool {
        !words.isEmpty && VietnameseWord.all(words, standIn: name)
    }
}

/// What a search compares of a procedure (nội dung tìm của thủ tục), made once, because anybody may search often.
struct SearchedProcedure: Sendable {
    let code: ProcedureCode
    let name: [VietnameseWord]
    let field: String
    /// The level as the catalogue writes it, and each of those that it names.
    let levels: [String]

    init(_ procedure: Procedure) {
        code = procedure.code
        name = VietnameseWord.words(of: procedure.name)
        field = VietnameseText.folded(procedure.field)
        let level = VietnameseText.folded(procedure.level)
        levels = [level] + level.split { $0 == "/" || $0 == "-" }.map(String.init)
    }
}
