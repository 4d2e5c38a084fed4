import DossierDomain
import Testing

@testable import DossierEngine

/// What a password must be: by length and by what is tried first, never by kinds of characters.
@Suite("A password") struct PasswordRulesTests {
    private let rules = PasswordRules(
        minimumLength: 8,
        known: ["password", "matkhau", "123456789", "iloveyou"],
        contextWords: ["motcua", "ubnd"]
    )

    /// The rule that a password of `tran.binh` at the finance office breaks.
    private func defect(_ typed: String, rules: PasswordRules? = nil) -> PasswordDefect? {
        do throws(PasswordDefect) {
            let place = UnitPlace(unit: "TCKH", commune: nil)
            try (rules ?? self.rules).check(PasswordRules.normalised(typed), username: "tran.binh", place: place)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "of any characters is taken, without digits, capitals or marks, with blanks and accents",
        arguments: [
            "mưa nước nổi", "cau ha lam", "zyxq klmw", "  hoa  sen  trang ", "密碼很長很長很長", "🌧️🌊🌾🍚🐃🌱🌴🍃", "7391-5028",
            "matkhau hoa sen trang",
        ]
    )
    func taken(password: String) { #expect(defect(password) == nil) }

    @Test("needs as many characters as the installation says, however many bytes they have, and never fewer than eight")
    func length() {
        #expect(defect("mưa nước") == nil && defect("mưa nướ") == .tooShort && defect("") == .tooShort)
        let strict = PasswordRules(minimumLength: 15, known: [], contextWords: [])
        #expect(defect("cau ha lam mua", rules: strict) == .tooShort)
        #expect(defect("cau ha lam mua.", rules: strict) == nil)
        let lax = PasswordRules(minimumLength: 1, known: [], contextWords: [])
        #expect(defect("zyxqklm", rules: lax) == .tooShort)
    }

    @Test("has 256 bytes at most, so that 64 characters of any script fit")
    func maximum() {
        #expect(defect(String(repeating: "🌧🌊🌾🍚🐃🌱🌴🍃", count: 8)) == nil)
        let letters = "cau ha lam mua nuoc noi "
        #expect(defect(String(repeating: letters, count: 10) + "abcdefghijklmnop") == nil)
        #expect(defect(String(repeating: letters, count: 10) + "abcdefghijklmnopq") == .tooLong)
    }

    @Test(
        "that is tried first is refused, in any case, with accents, blanks, digits and marks around it",
        arguments: [
            "password", "PassWord", "Mật khẩu", "MẬT KHẨU 2024!", "matkhau@123", "...iloveyou!!!", "12Password12",
        ]
    )
    func known(password: String) { #expect(defect(password) == .known) }

    @Test(
        "that is little but the user's name, his unit or the service's name is refused",
        arguments: [
            "tran.binh", "Tran.Binh1", "tranbinh2024", "tckhtckhx9", "motcua2024", "MỘT CỬA 2025", "ubnd-motcua-1",
            "motcua123456789", "TCKH.tran.binh",
        ]
    )
    func personal(password: String) { #expect(defect(password) == .personal) }

    @Test(
        "that repeats itself or is a run of neighbours is refused",
        arguments: ["aaaaaaaa", "abababab", "xyzxyzxyz", "12341234", "abcdefgh", "87654321", "1 2 3 4 5 6", "        "]
    )
    func repetitive(password: String) { #expect(defect(password) == .repetitive) }

    @Test("is the same however its accents are typed")
    func normalised() {
        let composed = PasswordRules.normalised("m\u{01B0}a n\u{1EDB}c")
        let decomposed = PasswordRules.normalised("mu\u{031B}a no\u{031B}\u{0301}c")
        #expect(Array(composed.utf8) == Array(decomposed.utf8))
    }

    @Test("each rule has a code of its own")
    func codes() {
        #expect(Set(PasswordDefect.allCases.map(\.code)).count == PasswordDefect.allCases.count)
    }
}
