/// Reads the rows of a CSV file (RFC 4180) one after the other and knows the line on which each begins.
///
/// Written here because a register must not lose a row to its neighbour: SwiftCSV gives up the whole file at the
/// first stray quote, takes a quote that is never closed for the end of the file, drops blanks at the beginning of
/// a cell, and cannot say on which line a row stands. A row with broken quotes ends here with its line, and reading
/// goes on with the next one. As in other readers, lines may end with CR LF, LF or CR, and a quote inside an unquoted
/// cell is a character.
struct CSVReader: IteratorProtocol, Sequence {
    /// The longest row in bytes: ten times what the longest cells that are taken make together.
    static let maximumRowLength = 256 * 1024

    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    /// The next row; nil at the end of the file.
    mutating func next() -> CSVRow? {
        guard position < bytes.count else { return nil }
        let start = (position: position, line: line)
        do throws(CSVDefect) {
            let cells = try rawCells()
            let texts = cells.compactMap { String(validating: $0, as: UTF8.self) }
            let content: Result<[String], CSVDefect> =
                texts.count == cells.count ? .success(texts) : .failure(.notUTF8)
            return CSVRow(line: start.line, content: content, source: bytes[start.position..<position])
        } catch {
            (position, line) = start
            while position < bytes.count, !isLineEnd(bytes[position]) { position += 1 }
            let source = bytes[start.position..<position]
            skipLineEnd()
            return CSVRow(line: start.line, content: .failure(error), source: source)
        }
    }

    /// Reads a row's cells and what ends its last line.
    private mutating func rawCells() throws(CSVDefect) -> [[UInt8]] {
        let start = position
        var cells: [[UInt8]] = []
        while true {
            let isQuoted = position < bytes.count && bytes[position] == Self.quote
            cells.append(try isQuoted ? quotedCell(ofRowAt: start) : plainCell(ofRowAt: start))
            guard position < bytes.count, bytes[position] == separator else { break }
            position += 1
        }
        skipLineEnd()
        return cells
    }

    private mutating func plainCell(ofRowAt start: Int) throws(CSVDefect) -> [UInt8] {
        let first = position
        while position < bytes.count, bytes[position] != separator, !isLineEnd(bytes[position]) { position += 1 }
        guard position - start <= Self.maximumRowLength else { throw .tooLong }
        return Array(bytes[first..<position])
    }

    private mutating func quotedCell(ofRowAt start: Int) throws(CSVDefect) -> [UInt8] {
        var cell: [UInt8] = []
        position += 1
        while position < bytes.count {
            guard position - start <= Self.maximumRowLength else { throw .tooLong }
            let byte = bytes[position]
            guard byte == Self.quote else {
                if isLineEnd(byte) {
                    let next = position
                    skipLineEnd()
                    cell += bytes[next..<position]
                } else {
                    cell.append(byte)
                    position += 1
                }
                continue
            }
            position += 1
            guard position < bytes.count, bytes[position] != separator, !isLineEnd(bytes[position]) else { return cell }
            guard bytes[position] == Self.quote else { throw .brokenQuotes }
            cell.append(Self.quote)
            position += 1
        }
        throw .brokenQuotes
    }

    /// Passes over one line end, if there is one.
    private mutating func skipLineEnd() {
        guard position < bytes.count, isLineEnd(bytes[position]) else { return }
        let isPair = bytes[position] == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
        position += isPair ? 2 : 1
        line += 1
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private static let quote: UInt8 = 0x22
}

/// A row of a CSV file.
struct CSVRow: Sendable {
    /// The line on which it begins, the file's first being 1.
    let line: Int
    /// The cells as typed, blanks included; or why there are none.
    let content: Result<[String], CSVDefect>
    /// Its bytes in the file.
    let source: ArraySlice<UInt8>

    /// The beginning of the row as it stands in the file, what is no UTF-8 replaced.
    var excerpt: String {
        var end = source.endIndex
        while end > source.startIndex, source[end - 1] == 0x0A || source[end - 1] == 0x0D { end -= 1 }
        return String(decoding: source[source.startIndex..<Swift.min(end, source.startIndex + 500)], as: UTF8.self)
    }

    /// Whether nothing is written in it.
    var isBlank: Bool {
        guard case .success(let cells) = content else { return false }
        return cells.allSatisfy { $0.allSatisfy(\.isWhitespace) }
    }
}

/// Why a row of a CSV file cannot be taken apart.
enum CSVDefect: Error, Hashable, Sendable {
    /// A quote is not closed, or something stands behind the closing one.
    case brokenQuotes
    /// Its bytes are no text in UTF-8.
    case notUTF8
    /// It is longer than any row of a register.
    case tooLong
}
