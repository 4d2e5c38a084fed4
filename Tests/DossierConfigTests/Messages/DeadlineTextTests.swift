import DossierDomain
import Testing

@testable import DossierConfig

/// The words in which an appointment is explained, held complete.
@Suite("Deadline texts")
struct DeadlineTextTests {
    @Test("have every sentence of the program in both languages, with every value")
    func complete() throws {
        let texts = try ConfigSandbox().load().deadlineTexts
        #expect(Set(texts.keys) == Set(DeadlineSentence.allCases))
        #expect(texts[.countedDay]?.vietnamese.contains("{stretches}") == true)
        for (sentence, text) in texts { #expect(text.placeholders == sentence.placeholders, "\(sentence)") }
    }

    @Test(
        "with a mistake are refused at its place",
        arguments: [
            ("  weekly:\n    vi: \"nghỉ hằng tuần\"\n    en: \"weekly rest\"\n", "", "sentences"),
            ("  weekly:\n", "  weekly-rest:\n    vi: \"a\"\n    en: \"b\"\n  weekly:\n", "sentences.weekly-rest"),
            ("en: \"The dossier was received at {moment}.\"", "en: \"It was received.\"", "sentences.received"),
            ("en: \"Monday\"", "en: \"Monday {date}\"", "sentences.monday"),
        ]
    )
    func mistakes(old: String, new: String, path: String) throws {
        let sandbox = try ConfigSandbox()
        try sandbox.replace(old, with: new, in: "messages/deadline.yaml")
        #expect(try sandbox.defects().map(\.path) == [path])
    }
}
