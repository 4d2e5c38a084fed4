import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

@Suite struct DossierCodecTests {
    @Test(
        "whatever happened to a dossier, its state and its events are read as they were written",
        arguments: [UInt64(0), 100, 200]
    )
    func randomHistories(firstSeed: UInt64) throws {
        var facts: Set<String> = []
        for seed in firstSeed..<firstSeed + 100 {
            let story = try RandomHistory.make(seed: seed)

            let state = DossierCodec.encode(story.dossier)
            #expect(try DossierCodec.decode(state) == story.dossier, "seed \(seed)")

            let stored = Self.chained(story)
            let read = try stored.map { try EventCodec.decode($0) }
            #expect(read.map(\.event) == story.events, "seed \(seed)")
            let folded = try #require(Dossier(folding: read.map(\.event)))
            #expect(DossierCodec.encode(folded) == state, "seed \(seed)")
            facts.formUnion(story.events.map(\.fact.typeName))
            for (index, link) in read.map(\.link).enumerated() {
                #expect(link.position == index + 1, "seed \(seed)")
                #expect(link.previous == (index == 0 ? .zero : Digest.of(stored[index - 1])), "seed \(seed)")
            }
        }
        // All kinds but the rare refusal of an online dossier and the rare void have to have happened.
        #expect(facts.count >= 18 && facts.contains("transferred"), "\(facts.sorted())")
    }

    @Test("a state whose bytes were read is written with the same bytes")
    func canonical() throws {
        for seed in UInt64(500)..<600 {
            let state = DossierCodec.encode(try RandomHistory.make(seed: seed).dossier)

            #expect(DossierCodec.encode(try DossierCodec.decode(state)) == state, "seed \(seed)")
        }
    }

    @Test("a dossier that went to another commune has the second form from then on, which earlier programs refuse")
    func secondForm() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 08:00", commune: "binh-nguyen")
        let first = DossierCodec.encode(story.dossier)
        let merger = TransferDossier(CommuneTransfer(from: "binh-nguyen", to: "ha-lam"))
        try story.act(merger, by: .program, at: "2022-01-05 08:10")
        let second = DossierCodec.encode(story.dossier)
        try story.complete("intake", at: "2022-01-05 08:30")
        let third = DossierCodec.encode(story.dossier)

        #expect([first, second, third].map { text($0).prefix(7) } == [#"{"v":1,"#, #"{"v":2,"#, #"{"v":2,"#])
        let reverted = text(second).replacing(#"{"v":2,"#, with: #"{"v":1,"#)
        #expect(throws: StoredFormDefect(member: "v")) { try DossierCodec.decode(bytes(reverted)) }
        #expect(throws: StoredFormDefect(member: "v")) { try NameCandidate(state: bytes(reverted)) }
    }

    @Test("a dossier of which texts are wanted otherwise than at the intake has the third form as long as that is so")
    func thirdForm() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 08:00", commune: "binh-nguyen")
        var forms: [String] = []
        func note() { forms.append(String(text(DossierCodec.encode(story.dossier)).prefix(7))) }
        for (minute, wanted) in [(10, false), (20, true), (30, false)] {
            let correction = CorrectDossier(
                fields: ["notifyBySMS"],
                applicant: paper(1),
                notifiesBySMS: wanted,
                reason: paper(5)
            )
            try story.act(correction, by: Staff.clerk, at: "2022-01-05 08:\(minute)")
            note()
        }
        let merger = TransferDossier(CommuneTransfer(from: "binh-nguyen", to: "ha-lam"))
        try story.act(merger, by: .program, at: "2022-01-05 08:40")
        note()

        #expect(forms == [#"{"v":3,"#, #"{"v":1,"#, #"{"v":3,"#, #"{"v":3,"#])
        for form in [#"{"v":1,"#, #"{"v":2,"#] {
            let reverted = text(DossierCodec.encode(story.dossier)).replacing(#"{"v":3,"#, with: form)
            #expect(throws: StoredFormDefect(member: "v")) { try DossierCodec.decode(bytes(reverted)) }
            #expect(throws: StoredFormDefect(member: "v")) { try NameCandidate(state: bytes(reverted)) }
        }
    }

    @Test(
        "a state that cannot have been written is refused by the member that is wrong",
        arguments: [
            (#""v":1"#, #""v":2"#, "v"), (#""v":1"#, #""v":3"#, "v"), (#""v":1"#, #""w":1"#, "v"),
            (#""status":2"#, #""transfers":[["ha-lam","binh-an"]],"status":2"#, "v"),
            (#""status":2"#, #""status":11"#, "status"),
            (#""status":2"#, #""status":"2""#, "status"),
            (#""status":2"#, #""status":2,"resumeStatus":0"#, "resumeStatus"),
            (#""version":1"#, #""Version":1"#, "version"),
            (#""code":"000.00.15.H47-220105-0001""#, #""code":"x""#, "code"),
            (#""channel":"desk""#, #""channel":"fax""#, "channel"),
            (#"["tax-code","THUE"]"#, #"["tax-code",5]"#, "route"),
            (#"["tax-code","THUE"]"#, #"["tax-code"]"#, "route"),
            (#",["hand-over","BPMC-H"]"#, "", "steps"), (#""state":"active""#, #""state":"ready""#, "state"),
            (#""pending":["#, #""pending":[1"#, "pending"), (#""history":[["#, #""history":[[2],["#, "history"),
            (#""applicant":[1,"#, #""applicant":["1","#, "applicant"), (#""sms":true"#, #""sms":1"#, "sms"),
            (#""status":2"#, #""status":2,"remaining":-1"#, "remaining"),
            (#""supplements":0"#, #""supplements":null"#, "supplements"),
            (#""steps":"#, #""result":"maybe","steps":"#, "result"), (#""pin":[2,"#, #""pin":[2,1,"#, "pin"),
            (#""status":2"#, #""transfers":[["ha-lam"]],"status":2"#, "transfers"),
            (#""status":2"#, #""sms":false,"status":2"#, "v"), (#""status":2"#, #""sms":0,"status":2"#, "sms"),
            (#""state":"active""#, #""state":"active","formerPlace":5"#, "formerPlace"),
            (#""state":"active""#, #""state":"active","takenOverAt":"x""#, "takenOverAt"),
        ]
    )
    func refused(part: String, replacement: String, member: String) throws {
        let written = text(DossierCodec.encode(try Story(Procedures.business(), at: "2022-01-05 10:20").dossier))
        let range = try #require(written.firstRange(of: part))
        let damaged = String(written[..<range.lowerBound]) + replacement + String(written[range.upperBound...])

        #expect(throws: StoredFormDefect(member: member)) { try DossierCodec.decode(bytes(damaged)) }
    }

    /// The stored forms of a story's events, each linked to the one before it.
    static func chained(_ story: Story) -> [[UInt8]] {
        var stored: [[UInt8]] = []
        for event in story.events {
            let previous = stored.last.map { Digest.of($0) } ?? .zero
            let link = ChainLink(stream: story.dossier.code.text, position: stored.count + 1, previous: previous)
            stored.append(EventCodec.encode(event, link: link))
        }
        return stored
    }
}
