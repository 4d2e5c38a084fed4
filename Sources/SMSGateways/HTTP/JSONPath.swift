/// A way into JSON (đường dẫn JSON), such as `data.tranId` or `result[0].r`, and into what ``ReplyXML`` makes of XML.
struct JSONPath: Hashable, Sendable {
    /// Steps that a path may have; answers of providers are three deep at most.
    static let maximumSteps = 16

    private enum Step: Hashable, Sendable {
        case key(String)
        case index(Int)
    }

    private let steps: [Step]

    /// Reads a path.
    ///
    /// - Throws: ``GatewayDescriptionError`` `malformedPath`.
    init(_ text: String, field: String) throws(GatewayDescriptionError) {
        var steps: [Step] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard let read = Self.steps(of: part) else {
                throw GatewayDescriptionError(.malformedPath, field: field, detail: text)
            }
            steps += read
        }
        guard steps.count <= Self.maximumSteps else {
            throw GatewayDescriptionError(.malformedPath, field: field, detail: "\(Self.maximumSteps) steps at most")
        }
        self.steps = steps
    }

    /// Whether it can lead into XML, where there are no indexes and names have no prefix.
    var fitsXML: Bool {
        steps.allSatisfy { step in
            switch step {
            case .key(let name): !name.contains(":")
            case .index: false
            }
        }
    }

    /// The text, number or truth value that it leads to, written as text; nil if there is none.
    func text(in json: ReplyJSON) -> String? {
        var current = json
        for step in steps {
            switch (step, current) {
            case (.key(let key), .object(let members)):
                guard let next = members[key] else { return nil }
                current = next
            case (.index(let index), .array(let elements)) where elements.indices.contains(index):
                current = elements[index]
            case (.key, _), (.index, _): return nil
            }
        }
        return current.scalarText
    }

    /// The steps of one part: a key with any number of indexes, like `result[0]`; nil if it cannot be read.
    private static func steps(of part: Substring) -> [Step]? {
        let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
        guard let key = pieces.first, !key.isEmpty, !key.contains("]") else { return nil }
        var steps = [Step.key(String(key))]
        for piece in pieces.dropFirst() {
            guard piece.hasSuffix("]"), let index = Int(piece.dropLast()), index >= 0 else { return nil }
            steps.append(.index(index))
        }
        return steps
    }
}
