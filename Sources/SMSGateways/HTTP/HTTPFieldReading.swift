/// The fields of a call by a provider (các trường trong lệnh gọi của nhà cung cấp).
public enum HTTPFieldReading: String, CaseIterable, Sendable {
    /// They stand in the query of the address.
    case query
    /// They stand in a body of `application/x-www-form-urlencoded`.
    case form
    /// They stand in a JSON body; the fields' names are paths such as `data.status`.
    case json

    /// Bytes of a call that are read.
    public static let maximumBytes = 65_536
    /// Pairs of a query or form that are read; the rest is passed over.
    public static let maximumPairs = 64

    /// Reads the fields with these names; those that are missing or cannot be read are left out.
    ///
    /// Of a name that comes twice the first value counts.
    ///
    /// - Parameters:
    ///   - names: The names, or paths for `json`.
    ///   - bytes: The query without `?`, or the body.
    /// - Returns: The values by name; empty if `bytes` is longer than ``maximumBytes`` or cannot be read.
    public func values(of names: [String], in bytes: [UInt8]) -> [String: String] {
        guard bytes.count <= Self.maximumBytes else { return [:] }
        switch self {
        case .query, .form: return Self.pairs(in: bytes).filter { names.contains($0.key) }
        case .json: return Self.members(of: names, in: bytes)
        }
    }

    private static func members(of names: [String], in bytes: [UInt8]) -> [String: String] {
        guard let json = ReplyJSON.read(bytes) else { return [:] }
        var values: [String: String] = [:]
        for name in names {
            // A path that cannot be read leads nowhere, as one does that names a missing member.
            guard let path = try? JSONPath(name, field: name) else { continue }
            values[name] = path.text(in: json)
        }
        return values
    }

    /// The bytes of one field of a query or form, whatever characters they mean; nil if it is missing or broken.
    ///
    /// - Parameters:
    ///   - name: The field.
    ///   - bytes: The query without `?`, or the body.
    /// - Returns: The bytes of its first value.
    static func octets(of name: String, in bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count <= maximumBytes else { return nil }
        for (field, value) in sides(in: bytes) where decoded(field).map({ text($0) == name }) == true {
            return decoded(value)
        }
        return nil
    }

    private static func pairs(in bytes: [UInt8]) -> [String: String] {
        var values: [String: String] = [:]
        for (field, value) in sides(in: bytes) {
            guard let name = decoded(field).flatMap(text), values[name] == nil else { continue }
            values[name] = decoded(value).flatMap(text)
        }
        return values
    }

    private static func sides(in bytes: [UInt8]) -> [(field: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] {
        bytes.split(separator: UInt8(ascii: "&")).prefix(maximumPairs).map { pair in
            let sides = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (sides[0], sides.count == 2 ? sides[1] : [])
        }
    }

    private static func text(_ bytes: [UInt8]) -> String? { String(validating: bytes, as: UTF8.self) }

    /// Decodes percent signs and plus signs; nil if an escape is broken.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): result.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                    return nil
                }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
        }
        return result
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        Unicode.Scalar(byte).properties.isASCIIHexDigit ? UInt8(String(Unicode.Scalar(byte)), radix: 16) : nil
    }
}
