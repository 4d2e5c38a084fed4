import Logging

/// Metadata as the fields of one flat JSON object: nested keys joined by dots, masked keys masked with all below them.
struct FlatMetadata {
    /// Values by flattened key.
    private(set) var fields: [String: JSONLine.Value] = [:]

    /// Creates the fields of metadata as given by a logger.
    init(_ metadata: Logger.Metadata) {
        for (key, value) in metadata {
            add(value, under: key)
        }
    }

    private mutating func add(_ value: Logger.MetadataValue, under key: String) {
        guard !MaskingRule.masks(key) else {
            fields[key] = .text(MaskingRule.mask)
            return
        }
        guard case .dictionary(let nested) = value else {
            fields[key] = Self.json(value)
            return
        }
        for (name, value) in nested {
            add(value, under: key + "." + name)
        }
    }

    private static func json(_ value: Logger.MetadataValue) -> JSONLine.Value {
        switch value {
        case .string(let text): .text(text)
        case .stringConvertible(let convertible): scalar(convertible)
        case .array(let elements): .array(elements.map(json))
        case .dictionary(let nested): .object(FlatMetadata(nested).fields.sorted { $0.key < $1.key })
        }
    }

    /// Returns whole numbers, finite decimals and truth values as JSON's own, all else by its description.
    private static func scalar(_ value: any CustomStringConvertible & Sendable) -> JSONLine.Value {
        switch value {
        case let truth as Bool: .literal(truth ? "true" : "false")
        case let whole as any FixedWidthInteger: .literal(String(describing: whole))
        case let real as Double where real.isFinite: .literal(String(real))
        default: .text(value.description)
        }
    }
}
