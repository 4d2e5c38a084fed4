import DossierDomain
import Testing

@testable import DossierEngine

@Suite struct TypedTextsTests {
    @Test("typed words are read as they were written, each alone and all together")
    func roundTrip() throws {
        let changes: [@Sendable (inout TypedTexts) -> Void] = [
            { $0.reason = "Thiếu bản vẽ.\nThiếu CCCD." }, { $0.note = "Gấp" }, { $0.number = "12/GCN" },
            { $0.items = ["Bản vẽ", ""] },
            { $0.documents = [SubmittedDocument(name: "Bản vẽ", form: .electronic, quantity: 3)] },
            { $0.reference = "BL-0001" }, { $0.receivedBy = "Nguyễn Văn An" },
        ]
        var all = TypedTexts()
        #expect(try TypedTexts(stored: all.stored) == all)
        for change in changes {
            var one = TypedTexts()
            change(&one)
            change(&all)
            #expect(try TypedTexts(stored: one.stored) == one)
        }
        #expect(try TypedTexts(stored: all.stored) == all)
        #expect(TypedTexts(reason: "x").reason == "x")
    }

    @Test("what was not typed is not written")
    func empty() {
        #expect(text(TypedTexts().stored) == "{}")
    }

    @Test(
        "words of another kind are refused",
        arguments: [#"{"reason":1}"#, #"{"items":"x"}"#, #"{"items":[1]}"#, "x"]
    )
    func refused(stored: String) {
        #expect(throws: StoredFormDefect.self) { try TypedTexts(stored: bytes(stored)) }
    }
}
