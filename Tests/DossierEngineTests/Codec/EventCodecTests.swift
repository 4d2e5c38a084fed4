import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

@Suite struct EventCodecTests {
    @Test("an event of every kind is read as it was written")
    func everyFact() throws {
        var types: Set<String> = []
        for (name, event) in try GoldenEvents.all() {
            let read = try EventCodec.decode(EventCodec.encode(event, link: GoldenEvents.link))

            #expect(read.event == event, "\(name)")
            #expect(read.link == GoldenEvents.link, "\(name)")
            types.insert(event.fact.typeName)
        }
        // Twenty-two kinds of fact; a new one has to be entered among the golden events.
        #expect(types.count == 22)
    }

    @Test("every effect is read as it was written")
    func everyEffect() throws {
        for effect in try GoldenEvents.effects() {
            var writer = JSONWriter()
            EffectCodec.write(effect, to: &writer)

            #expect(try EffectCodec.read(JSONParser.parse(writer.bytes)) == effect, "\(text(writer.bytes))")
        }
    }

    @Test(
        "whoever caused an event is read as written",
        arguments: [
            (.account(AccountID(number: 1)), "account:1"),
            (.account(AccountID(number: .max)), "account:9223372036854775807"),
            (.timer, "timer"), (.importer, "importer"), (.program, "program"),
        ] as [(Initiator, String)]
    )
    func initiators(initiator: Initiator, stored: String) throws {
        #expect(initiator.storedName == stored)
        #expect(try Initiator.stored(stored) == initiator)
    }

    @Test(
        "an unknown cause of an event is refused",
        arguments: ["", "Timer", "account", "account:", "account:x", "admin"]
    )
    func unknownInitiators(stored: String) {
        #expect(throws: StoredFormDefect(member: "by")) { try Initiator.stored(stored) }
    }

    @Test(
        "the stored names of rungs are read as written",
        arguments: [
            (.dossierOverdue, "dossierOverdue"), (.stepOverdue("tax-code"), "stepOverdue:tax-code"),
            (.stepOverdue("a:b"), "stepOverdue:a:b"), (.filingWarning("waiting"), "filingWarning:waiting"),
        ] as [(Rung, String)]
    )
    func rungs(rung: Rung, stored: String) {
        #expect(rung.storedName == stored)
        #expect(Rung(storedName: stored) == rung)
        #expect(Rung(storedName: "x" + stored) == nil)
    }

    @Test("an event of a system stream says its facts in order, and is read as it was written")
    func systemEvent() throws {
        let event = SystemEvent(
            at: Instant(milliseconds: 1_641_352_800_123),
            by: .program,
            type: "configurationUsed",
            details: [("kind", "procedure"), ("name", "1.001612")]
        )
        let link = ChainLink(stream: "configuration", position: 1, previous: .zero)

        let written = EventCodec.encode(event, link: link)

        #expect(
            text(written)
                == #"{"v":1,"stream":"configuration","position":1,"prev":""# + String(repeating: "0", count: 64)
                + #"","at":1641352800123,"by":"program","type":"configurationUsed","#
                + #""kind":"procedure","name":"1.001612"}"#
        )
        #expect(try EventCodec.link(of: written) == link)
        let read = try EventCodec.decodeSystem(written)
        #expect(read.event == event && read.link == link)
        let damaged = Array(text(written).replacing(#""name":"1.001612""#, with: #""name":1"#).utf8)
        #expect(throws: StoredFormDefect(member: "name")) { try EventCodec.decodeSystem(damaged) }
        #expect(throws: StoredFormDefect(member: "type")) { try EventCodec.decode(written) }
    }

    @Test("the same event at another place of the chain has another hash")
    func chain() throws {
        let event = try #require(try GoldenEvents.all().first).event
        let link = GoldenEvents.link
        let others = [
            ChainLink(stream: "000.00.15.H47-220105-0002", position: link.position, previous: link.previous),
            ChainLink(stream: link.stream, position: link.position + 1, previous: link.previous),
            ChainLink(stream: link.stream, position: link.position, previous: .zero),
        ]

        let hashes = ([link] + others).map { Digest.of(EventCodec.encode(event, link: $0)) }

        #expect(Set(hashes).count == 4)
    }

    @Test(
        "a form of another version or without its link is refused",
        arguments: [
            (#""v":1"#, #""v":2"#, "prev"), (#""v":1"#, #""v":"1""#, "v"),
            (#""position":3"#, #""position":null"#, "position"),
            (#""stream""#, #""Stream""#, "stream"), (#""prev":""#, #""prev":"x"#, "prev"),
            (#""at":"#, #""at":"",":":"#, "at"),
            (#""by":"account:7""#, #""by":7"#, "by"), (#""effects":["#, #""effects":[["nothing"],"#, "effects"),
            (#""type":"accepted""#, #""type":"Accepted""#, "type"), (#""effects":["#, #""effects":[7,"#, "effects"),
            (#""effects":["#, #""effects":[["textsWanted",1],"#, "effects"),
        ]
    )
    func refused(part: String, replacement: String, member: String) throws {
        let accepted = try #require(try GoldenEvents.all().first { $0.name == "accepted" }).event
        let written = text(EventCodec.encode(accepted, link: GoldenEvents.link))
        let range = try #require(written.firstRange(of: part))
        let damaged = written.replacingCharacters(in: range, with: replacement)

        #expect(throws: StoredFormDefect(member: member)) { try EventCodec.decode(bytes(damaged)) }
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
