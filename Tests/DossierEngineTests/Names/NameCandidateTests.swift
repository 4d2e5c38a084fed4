import DossierDomain
import Testing

@testable import DossierEngine

/// What a search by name reads of a dossier says the same as the whole of it.
@Suite("A candidate of a search by name")
struct NameCandidateTests {
    @Test("has the holders and the sheet of the whole dossier, whatever happened to it", arguments: [UInt64(0), 150])
    func whole(firstSeed: UInt64) throws {
        for seed in firstSeed..<firstSeed + 150 {
            let state = DossierCodec.encode(try RandomHistory.make(seed: seed).dossier)
            let dossier = try DossierCodec.decode(state)

            let candidate = try NameCandidate(state: state)

            #expect(candidate.holders == dossier.holders, "seed \(seed)")
            #expect(candidate.applicant == dossier.applicant, "seed \(seed)")
        }
    }

    @Test("has them of states of every form too, and where desk and steps went to another commune, and on to a third")
    func everyForm() throws {
        var own = try Story(Procedures.birth(), at: "2022-01-05 08:00", desk: "BPMC-X", commune: "binh-nguyen")
        for (from, to) in [("binh-nguyen", "ha-lam"), ("ha-lam", "binh-dinh-bac")] {
            let transfer = CommuneTransfer(from: CommuneID(rawValue: from), to: CommuneID(rawValue: to))
            try own.act(TransferDossier(transfer), by: .program, at: "2022-01-05 09:00")
        }
        #expect(own.dossier.holders.desk.description == "BPMC-X@binh-dinh-bac")

        for (name, dossier) in try GoldenStates.all() + [(name: "own", dossier: own.dossier)] {
            let candidate = try NameCandidate(state: DossierCodec.encode(dossier))

            #expect(candidate.holders == dossier.holders, "\(name)")
            #expect(candidate.applicant == dossier.applicant, "\(name)")
        }
    }

    @Test("is refused where a state is cut, has another form, or lacks what is needed")
    func refused() throws {
        let state = DossierCodec.encode(try Story(Procedures.business(), at: "2022-01-05 10:20").dossier)
        for length in 0..<state.count {
            #expect(throws: StoredFormDefect.self) { try NameCandidate(state: Array(state.prefix(length))) }
        }
        let text = String(decoding: state, as: UTF8.self)
        let changes = [
            (#""v":1"#, #""v":2"#), (#""status":2"#, #""transfers":[["ha-lam"]],"status":2"#),
            (#""status":2"#, #""transfers":["ha-lam"],"status":2"#),
            (#""desk":"#, #""desks":"#), (#""state":"active""#, #""state":"ready""#),
            (#"["tax-code","THUE"]"#, #"["tax-code"]"#), (#"["tax-code","THUE"]"#, #"["tax-code",5]"#),
            (#",["hand-over","BPMC-H"]"#, ""), (#""steps":["#, #""steps":{["#), (#""sms":true"#, #""sms":,"#),
        ]
        for (part, replacement) in changes {
            let range = try #require(text.firstRange(of: part), "\(part)")
            let damaged = text[..<range.lowerBound] + replacement + text[range.upperBound...]
            #expect(throws: StoredFormDefect.self, "\(replacement)") {
                try NameCandidate(state: Array(damaged.utf8))
            }
        }
    }

    @Test("has the names of the whole sheet, whatever letters they have")
    func names() throws {
        var generator = SeededGenerator(seed: 7)
        let letters = ["Nguyễn", " ", "Đ", "\"", "\\", "e\u{323}", "👩‍🌾", "{", "]", ",", "\n", "\u{1}", "李"]
        for number in 0..<300 {
            let name = (0..<8).map { _ in letters.randomElement(using: &generator) ?? "" }.joined() + "."
            let submitter = Submitter(name: name + "b", identityNumber: nil, phone: nil)
            let kind = try #require(ApplicantKind.allCases.randomElement(using: &generator))
            let sheet = ApplicantSheet(
                applicant: Applicant(
                    kind: kind,
                    name: name,
                    identityNumber: nil,
                    phone: nil,
                    email: number.isMultiple(of: 3) ? nil : "a\"b@example.vn",
                    address: name
                ),
                subject: name,
                submitter: number.isMultiple(of: 2) ? submitter : nil,
                documents: [SubmittedDocument(name: #"{"name":"x"}"#, form: .original, quantity: 1)]
            )

            let names = try SheetNames(stored: sheet.stored)

            #expect(names.kind == kind)
            #expect(names.applicant == name)
            #expect(names.submitter == sheet.submitter?.name)
            #expect(throws: StoredFormDefect.self) { try SheetNames(stored: Array(sheet.stored.dropLast())) }
        }
    }
}
