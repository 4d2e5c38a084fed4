import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

/// Bytes that somebody damaged are refused or read as something else, but never end the program.
@Suite struct DamagedBytesTests {
    @Test("damaged events and states are refused, or can be folded, shown and timed", arguments: [UInt64(1), 2, 3, 4])
    func mutations(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let rules = try TestRules.make()
        let events = try GoldenEvents.all().map { EventCodec.encode($0.event, link: GoldenEvents.link) }
        let states = try GoldenStates.all().map { DossierCodec.encode($0.dossier) }
        var refused = 0
        for _ in 0..<1_500 {
            let event = Self.damaged(try #require(events.randomElement(using: &generator)), using: &generator)
            let state = Self.damaged(try #require(states.randomElement(using: &generator)), using: &generator)
            if !Self.isTaken(event: event, rules: rules) { refused += 1 }
            if !Self.isTaken(state: state, rules: rules) { refused += 1 }
        }
        // Most damage must be seen; what is left changes a number or a letter of a name, which the hashes show.
        #expect((1_500..<3_000).contains(refused))
    }

    @Test("a cut form is refused wherever it is cut")
    func truncation() throws {
        let state = DossierCodec.encode(try Story(Procedures.business(), at: "2022-01-05 10:20").dossier)
        for length in 0..<state.count {
            #expect(throws: StoredFormDefect.self) { try DossierCodec.decode(Array(state.prefix(length))) }
        }
    }

    private static func isTaken(event bytes: [UInt8], rules: Rules) -> Bool {
        do throws(StoredFormDefect) {
            let event = try EventCodec.decode(bytes).event
            if let dossier = Dossier(first: event) { project(dossier, rules: rules) }
            return true
        } catch {
            return false
        }
    }

    private static func isTaken(state bytes: [UInt8], rules: Rules) -> Bool {
        do throws(StoredFormDefect) {
            // A search by name reads less of them, and so may take what the whole does not.
            _ = try? NameCandidate(state: bytes)
            project(try DossierCodec.decode(bytes), rules: rules)
            return true
        } catch {
            return false
        }
    }

    private static func project(_ dossier: Dossier, rules: Rules) {
        do throws(StoreError) {
            let row = try DossierRow(of: dossier, id: StreamID(number: 1), rules: rules)
            #expect(row.columnsThatDiffer(from: row).isEmpty)
        } catch {
            // These rules read no version from anywhere, so that none can be damaged.
            Issue.record("no row: \(error)")
        }
    }

    /// One to three changes: a bit, a byte, a digit made long, a piece left out or doubled.
    private static func damaged(_ good: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = good
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            let end = min(bytes.count, index + Int.random(in: 1...20, using: &generator))
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes[index] = .random(in: 0...255, using: &generator)
            case 2: bytes.removeSubrange(index..<end)
            case 3: bytes.insert(contentsOf: bytes[index..<end], at: index)
            case 4: bytes = Array(bytes[..<index])
            default:
                let digits = bytes.indices.filter { (0x30...0x39).contains(bytes[$0]) }
                guard let digit = digits.randomElement(using: &generator) else { break }
                let number =
                    ["9223372036854775807", "-1", "-9223372036854775808", "1e9", "0.5"]
                    .randomElement(using: &generator) ?? ""
                bytes.replaceSubrange(digit...digit, with: number.utf8)
            }
            if bytes.isEmpty { return [0x7B] }
        }
        return bytes == good ? Array(good.dropLast()) : bytes
    }
}
