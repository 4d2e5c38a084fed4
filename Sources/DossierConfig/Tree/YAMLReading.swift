import SMSText
import Yams

/// Reads the text of a YAML or JSON file into a ``ConfigNode``, more strictly than YAML demands.
///
/// Refused besides what is no YAML: keys that stand twice, anchors and aliases, tags, words whose meaning readers
/// dispute (see ``PlainScalar``), control characters, a second document, and files over ``maximumBytes``.
struct YAMLReading {
    /// The most bytes of one file; the largest shipped one has about a hundredth of it.
    static let maximumBytes = 1_048_576

    /// The most levels of lists and mappings inside one another.
    private static let maximumDepth = 32

    private let file: String
    private var defects: [ConfigurationDefect] = []

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: The text of the file.
    ///   - file: The name for the errors.
    /// - Returns: The values of the whole file.
    /// - Throws: ``ConfigurationDefects`` with everything that is wrong with the text, at least one.
    static func node(of text: String, file: String) throws(ConfigurationDefects) -> ConfigNode {
        guard text.utf8.count <= maximumBytes else {
            throw ConfigurationDefects(.tooLarge(file: file))
        }
        var reading = YAMLReading(file: file)
        let parser: Parser
        let root: Node?
        do {
            // The parser is kept alive to the end: nodes hold their anchors weakly.
            parser = try Parser(yaml: withoutMark(text), encoding: .utf8)
            root = try parser.singleRoot()
        } catch {
            throw ConfigurationDefects(.notYAML(error, file: file))
        }
        let node = withExtendedLifetime(parser) { root.map { reading.node($0, path: ConfigPath(), depth: 0) } }
        guard reading.defects.isEmpty else { throw ConfigurationDefects(reading.defects) }
        guard let node else {
            throw ConfigurationDefects(.unreadable(file: file, reason: "it is empty", "tệp trống"))
        }
        return node
    }

    private init(file: String) {
        self.file = file
    }

    /// The text without the mark of its encoding (BOM) that some editors put first; told the encoding, the parser would
    /// take the mark for a blank and find the first key further in than the others.
    private static func withoutMark(_ text: String) -> String {
        guard text.unicodeScalars.first == "\u{FEFF}" else { return text }
        return String(text.unicodeScalars.dropFirst())
    }

    private mutating func node(_ node: Node, path: ConfigPath, depth: Int) -> ConfigNode {
        let place = node.mark.map { TextPlace(line: $0.line, column: $0.column) } ?? .beginning
        guard node.anchor == nil, node.alias == nil else {
            report(
                place,
                path,
                "Anchors and aliases are not taken here; write the value out.",
                "Không dùng neo (&) và bí danh (*) ở đây; hãy viết đầy đủ giá trị."
            )
            return ConfigNode(place: place, value: .null)
        }
        guard depth <= Self.maximumDepth else {
            report(place, path, "Values are nested too deeply.", "Các giá trị lồng nhau quá nhiều cấp.")
            return ConfigNode(place: place, value: .null)
        }
        switch node {
        case .scalar(let scalar): return ConfigNode(place: place, value: value(of: scalar, place: place, path: path))
        case .sequence(let sequence):
            refuse(tag: sequence.tag, place: place, path: path)
            let elements = sequence.enumerated().map { self.node($1, path: path.element($0), depth: depth + 1) }
            return ConfigNode(place: place, value: .list(elements))
        case .mapping(let mapping):
            refuse(tag: mapping.tag, place: place, path: path)
            return ConfigNode(place: place, value: .mapping(entries(of: mapping, path: path, depth: depth)))
        case .alias: return ConfigNode(place: place, value: .null)
        }
    }

    private mutating func entries(of mapping: Node.Mapping, path: ConfigPath, depth: Int) -> [ConfigNode.Entry] {
        var entries: [ConfigNode.Entry] = []
        var seen: Set<String> = []
        for (keyNode, valueNode) in mapping {
            let place = keyNode.mark.map { TextPlace(line: $0.line, column: $0.column) } ?? .beginning
            guard let scalar = keyNode.scalar, keyNode.anchor == nil else {
                report(place, path, "A key must be one word.", "Tên mục phải là một từ.")
                continue
            }
            let key = VietnameseText.composed(scalar.string)
            let keyPath = path.key(key)
            refuseDisputedKey(scalar, place: place, path: keyPath)
            guard seen.insert(key).inserted else {
                report(place, keyPath, .duplicateKey(key))
                continue
            }
            let value = node(valueNode, path: keyPath, depth: depth + 1)
            entries.append(ConfigNode.Entry(key: key, keyPlace: place, node: value))
        }
        return entries
    }

    /// A key is a text; a plain word that some reader takes for something else is refused like a value.
    ///
    /// Its tag is not looked at, because the parser, to find doubles, has already put its own guess there.
    private mutating func refuseDisputedKey(_ scalar: Node.Scalar, place: TextPlace, path: ConfigPath) {
        guard scalar.style == .plain else {
            _ = text(scalar.string, place: place, path: path)
            return
        }
        if case .text = PlainScalar(scalar.string) {
            _ = text(scalar.string, place: place, path: path)
        } else {
            report(place, path, "A key must be a text; put it in quotes.", "Hãy đặt tên mục trong dấu ngoặc kép.")
        }
    }

    private mutating func value(of scalar: Node.Scalar, place: TextPlace, path: ConfigPath) -> ConfigNode.Value {
        guard scalar.style == .plain else {
            refuse(tag: scalar.tag, place: place, path: path, allowed: Tag.Name.str.rawValue)
            return text(scalar.string, place: place, path: path)
        }
        refuse(tag: scalar.tag, place: place, path: path)
        switch PlainScalar(scalar.string) {
        case .null: return .null
        case .flag(let flag): return .flag(flag)
        case .integer(let number): return .integer(number)
        case .decimal(let number): return .decimal(number)
        case .text: return text(scalar.string, place: place, path: path)
        case .ambiguous:
            report(place, path, .ambiguousWord(scalar.string))
            return .text(scalar.string)
        }
    }

    private mutating func text(_ string: String, place: TextPlace, path: ConfigPath) -> ConfigNode.Value {
        if VietnameseText.firstForbiddenScalar(in: string, allowingLineBreaks: true) != nil {
            report(place, path, "The text has a control character.", "Văn bản có ký tự điều khiển.")
        } else if string.contains(where: { !$0.isWhitespace }), !VietnameseText.hasVisibleText(string) {
            report(place, path, "Nothing of the text can be seen.", "Văn bản không có ký tự nhìn thấy được.")
        }
        return .text(VietnameseText.composed(string))
    }

    private mutating func refuse(tag: Tag, place: TextPlace, path: ConfigPath, allowed: String = "") {
        guard tag.rawValue != allowed, !tag.rawValue.isEmpty else { return }
        report(place, path, "Tags such as !!\u{2026} are not taken here.", "Không dùng nhãn !! ở đây.")
    }

    private mutating func report(_ place: TextPlace, _ path: ConfigPath, _ english: String, _ vietnamese: String) {
        report(place, path, ConfigurationDefect.Sentence(english, vietnamese))
    }

    private mutating func report(_ place: TextPlace, _ path: ConfigPath, _ sentence: ConfigurationDefect.Sentence) {
        defects.append(ConfigurationDefect(file: file, place: place, path: path.text, sentence: sentence))
    }
}
