import DossierEngine
import Testing

@Suite struct JSONWriterTests {
    @Test("members and elements are parted by commas, nothing else is added")
    func commas() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("text", "Hà Lam")
            writer.member("nothing", nil as String?)
            writer.member("number", Int64.min)
            writer.member("noNumber", nil as Int64?)
            writer.member("count", 3)
            writer.member("flag", false)
            writer.key("list")
            writer.array(of: ["a", "b"]) { $0.value($1) }
            writer.key("empty")
            writer.array { _ in }
            writer.key("object")
            writer.object { _ in }
            writer.key("ready")
            writer.raw(bytes("[1]"))
            writer.key("null")
            writer.null()
            writer.key(dynamic: "a\"b")
            writer.value(true)
        }

        #expect(
            text(writer.bytes)
                == #"{"text":"Hà Lam","nothing":null,"number":-9223372036854775808,"noNumber":null,"count":3,"#
                + #""flag":false,"list":["a","b"],"empty":[],"object":{},"ready":[1],"null":null,"a\"b":true}"#
        )
    }

    @Test("only what must be escaped is escaped")
    func escapes() {
        var writer = JSONWriter()
        writer.value("\"\\/\n\r\t\u{8}\u{C}\u{0}\u{1F}\u{7F}\u{2028}ệ\u{1F3DB}")

        #expect(
            text(writer.bytes) == #""\"\\/\n\u000d\u0009\u0008\u000c\u0000\u001f"# + "\u{7F}\u{2028}ệ\u{1F3DB}\""
        )
    }

    @Test("what is written is read again as it was", arguments: [UInt64(1), 2, 3, 4])
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<500 {
            let value = Self.randomValue(depth: 0, using: &generator)
            var writer = JSONWriter()
            Self.write(value, to: &writer)

            let read = try JSONParser.parse(writer.bytes)
            var again = JSONWriter()
            Self.write(read, to: &again)

            #expect(read == value, "seed \(seed), round \(round)")
            // Equality of texts forgives other forms of one character; bytes do not.
            #expect(again.bytes == writer.bytes, "seed \(seed), round \(round)")
        }
    }

    private static func write(_ value: JSONValue, to writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .bool(let flag): writer.value(flag)
        case .integer(let number): writer.value(number)
        case .number(let written): writer.raw(bytes(written))
        case .string(let text): writer.value(text)
        case .array(let elements): writer.array(of: elements) { write($1, to: &$0) }
        case .object(let members):
            writer.object { writer in
                for member in members {
                    writer.key(dynamic: member.name)
                    write(member.value, to: &writer)
                }
            }
        }
    }

    private static func randomValue(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth < 6 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2, 3:
            return .integer(Int64(truncatingIfNeeded: generator.next()) >> Int64.random(in: 0..<64, using: &generator))
        case 4, 5: return .string(randomText(using: &generator))
        case 6:
            let count = Int.random(in: 0...4, using: &generator)
            return .array((0..<count).map { _ in randomValue(depth: depth + 1, using: &generator) })
        default:
            let count = Int.random(in: 0...4, using: &generator)
            return .object(
                (0..<count).map { index in
                    // The number keeps the names apart.
                    let name = randomText(using: &generator) + String(index)
                    return JSONMember(name: name, value: randomValue(depth: depth + 1, using: &generator))
                }
            )
        }
    }

    private static func randomText(using generator: inout SeededGenerator) -> String {
        let count = Int.random(in: 0...12, using: &generator)
        let ranges: [ClosedRange<UInt32>] = [0x00...0x7F, 0x20...0x2F, 0x300...0x323, 0x1EA0...0x1EF9, 0x0...0x10FFFF]
        var scalars = String.UnicodeScalarView()
        for _ in 0..<count {
            let range = ranges.randomElement(using: &generator) ?? 0...0
            // Surrogates are no characters and are left out.
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}
