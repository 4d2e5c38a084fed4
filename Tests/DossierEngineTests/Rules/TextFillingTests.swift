import DossierEngine
import Testing

/// Sentences with words in braces.
@Suite struct TextFillingTests {
    @Test("a value is filled in once and not searched for further words")
    func once() {
        let values = ["status": "{status} Đã xử lý xong", "unit": "TCKH"]
        #expect(TextFilling.filled("{status}, {unit}", values) == "{status} Đã xử lý xong, TCKH")
    }

    @Test("a word without a value and a lone brace stay as they stand")
    func unfilled() {
        #expect(TextFilling.filled("{a} và {b} {", ["a": "1"]) == "1 và {b} {")
        #expect(TextFilling.filled("{b}{a}", ["a": "1"]) == "{b}1")
    }

    @Test("a word without a value becomes what is asked for")
    func missing() {
        #expect(TextFilling.filled("{a} và {b}.", ["a": "1"], orElse: "") == "1 và .")
    }
}
