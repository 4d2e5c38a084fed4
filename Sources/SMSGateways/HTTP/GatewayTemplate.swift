/// A text with places to be filled (mẫu có chỗ điền), such as `{"to":"{to}"}`.
///
/// A brace before a letter begins a placeholder; any other stands for itself, so that JSON can be written plainly.
struct GatewayTemplate: Sendable {
    /// What can be filled in.
    enum Placeholder: Hashable, Sendable {
        /// The receiver, in the form that the description names.
        case to
        /// The text.
        case text
        /// The sender's name or number.
        case sender
        /// Our reference, digits only.
        case reference
        /// The flag for the text's alphabet.
        case unicode
        /// A secret by name.
        case secret(String)
    }

    private enum Piece: Sendable {
        case literal(String)
        case placeholder(Placeholder)
    }

    private let pieces: [Piece]
    /// How values are written into it.
    let escaping: TemplateEscaping

    /// Reads a template.
    ///
    /// - Throws: ``GatewayDescriptionError`` `unknownPlaceholder` or `malformedPlaceholder`.
    init(_ text: String, escaping: TemplateEscaping, field: String) throws(GatewayDescriptionError) {
        var pieces: [Piece] = []
        var literal = ""
        var rest = text[...]
        while let character = rest.first {
            guard character == "{", rest.dropFirst().first?.isLetter == true else {
                literal.append(rest.removeFirst())
                continue
            }
            guard let end = rest.firstIndex(of: "}") else {
                throw GatewayDescriptionError(.malformedPlaceholder, field: field)
            }
            pieces.append(.literal(literal))
            literal = ""
            let name = String(rest[rest.index(after: rest.startIndex)..<end])
            pieces.append(.placeholder(try Self.placeholder(name, field: field)))
            rest = rest[rest.index(after: end)...]
        }
        self.pieces = pieces + [.literal(literal)]
        self.escaping = escaping
    }

    /// The placeholders in it.
    var placeholders: Set<Placeholder> {
        var found: Set<Placeholder> = []
        for case .placeholder(let placeholder) in pieces { found.insert(placeholder) }
        return found
    }

    /// The text before the first placeholder.
    var leadingLiteral: String {
        guard case .literal(let text) = pieces.first else { return "" }
        return text
    }

    /// The text with every place filled and escaped; a value is never searched for further placeholders.
    func filled(_ value: (Placeholder) -> String) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .literal(let text): result += text
            case .placeholder(let placeholder): result += escaping.escaped(value(placeholder))
            }
        }
        return result
    }

    private static func placeholder(_ name: String, field: String) throws(GatewayDescriptionError) -> Placeholder {
        let prefix = "secret:"
        switch name {
        case "to": return .to
        case "text": return .text
        case "sender": return .sender
        case "reference": return .reference
        case "unicode": return .unicode
        case _ where name.hasPrefix(prefix) && name.count > prefix.count:
            return .secret(String(name.dropFirst(prefix.count)))
        default: throw GatewayDescriptionError(.unknownPlaceholder, field: field, detail: "{\(name)}")
        }
    }
}
