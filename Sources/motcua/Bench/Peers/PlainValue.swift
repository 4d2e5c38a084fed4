/// A value as SQLite keeps it, in memory that does not move, so that binding it copies nothing (giá trị thô).
///
/// Our tables are strict and have no numbers with fractions.
enum PlainValue: Equatable {
    case null
    case integer(Int64)
    case text(PlainBytes)
    case blob(PlainBytes)

    /// Creates a text.
    static func text(_ text: String) -> PlainValue { .text(PlainBytes(text)) }

    /// The text; nil for other values.
    var string: String? {
        if case .text(let bytes) = self { bytes.string } else { nil }
    }

    /// The number; nil for other values.
    var number: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }
}

/// Bytes at a fixed address.
final class PlainBytes: Equatable {
    private let buffer: UnsafeMutableRawBufferPointer

    /// Copies bytes; nil counts as none.
    init(_ source: UnsafeRawPointer?, count: Int32) {
        // One byte more than needed, so that an empty value has an address too: SQLite takes none for NULL.
        buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(count) + 1, alignment: 1)
        buffer.copyMemory(from: UnsafeRawBufferPointer(start: source, count: source == nil ? 0 : Int(count)))
    }

    /// Copies a text.
    init(_ text: String) {
        buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count + 1, alignment: 1)
        buffer.copyBytes(from: text.utf8)
    }

    deinit { buffer.deallocate() }

    /// How many bytes there are.
    var count: Int32 { Int32(buffer.count - 1) }

    /// Where they are.
    var start: UnsafeRawPointer? { UnsafeRawPointer(buffer.baseAddress) }

    /// Where they are, for C's texts.
    var characters: UnsafePointer<CChar>? { start?.assumingMemoryBound(to: CChar.self) }

    /// The bytes as text.
    var string: String { String(decoding: buffer.dropLast(), as: UTF8.self) }

    static func == (left: PlainBytes, right: PlainBytes) -> Bool {
        left.count == right.count && left.buffer.dropLast().elementsEqual(right.buffer.dropLast())
    }
}
