import Foundation
import SMSText
import Testing

/// Names as searches compare them.
@Suite("Words of names")
struct VietnameseWordTests {
    private static func stands(_ typed: String, in name: String) -> Bool {
        VietnameseWord.all(VietnameseWord.words(of: typed), standIn: VietnameseWord.words(of: name))
    }

    @Test(
        "are found with and without accents, in any order, wherever the tone is put",
        arguments: [
            ("Nguyễn Thị Hoà", "nguyen thi hoa"), ("Nguyễn Thị Hoà", "hoa NGUYEN"),
            ("Nguyễn Thị Hoà", "Hòa Thị Nguyễn"),
            ("Nguyễn Thị Hòa", "hoà"), ("Trần Thuỷ", "thủy"), ("Đặng Đình Đức", "dang dinh duc"),
            ("Đặng Đình Đức", "đức đặng"), ("Bùi Quý", "quý bui"), ("Lê Thị Ước", "uoc le"),
            ("Nguyen Van An", "van an"),
            ("Công ty TNHH Minh Phát 559", "559 minh phát"), ("Hộ kinh doanh Út Ơn – Chợ Được", "chợ ơn"),
            ("Bhnướch Hôih", "hoih bhnuoch"), ("Pơloong-Ríah", "riah"), ("D’Arc", "arc d"),
            ("\u{D0}ặng \u{189}ình", "đình đặng"), ("Đặng Đình", "\u{D0}ình dang"), ("\u{D0}ức", "đức"),
            ("Lê Hu\u{200B}y", "huy lê"), ("Lê Huy", "hu\u{AD}y"), ("Lê\u{FEFF} Hoà\u{200D}ng", "hoàng"),
        ]
    )
    func found(_ name: String, _ typed: String) {
        #expect(Self.stands(typed, in: name))
        #expect(Self.stands(typed.decomposedStringWithCanonicalMapping, in: name))
        #expect(Self.stands(typed, in: name.decomposedStringWithCanonicalMapping))
    }

    @Test(
        "are not found by other accents, parts of words, or more words than there are",
        arguments: [
            ("Nguyễn Thị Hoà", "hoá"), ("Nguyễn Thị Hoà", "hóa nguyễn"), ("Nguyễn Thị Hoà", "hoàng"),
            ("Nguyễn Thị Hoà", "nguyễn hoà hoà"), ("Đặng Đức", "dặng"), ("Dang Duc", "đặng"), ("Lê An", "ân"),
            ("Lê Ân", "ẩn"), ("Nguyễn Văn An", "nguyen van an binh"), ("Nguyễn Văn An", "ng"), ("Lê An", "le an an"),
        ]
    )
    func notFound(_ name: String, _ typed: String) {
        #expect(!Self.stands(typed, in: name))
    }

    @Test("are each used once: a word without accents takes what one with accents leaves")
    func once() {
        #expect(Self.stands("an ân", in: "Ân Văn An") && Self.stands("ân an", in: "Ân Văn An"))
        #expect(Self.stands("an an", in: "Ân Văn An"))
        #expect(!Self.stands("ân ân", in: "Ân Văn An"))
        #expect(Self.stands("hoa hoa", in: "Hoa Hoà") && !Self.stands("hoa hoa hoa", in: "Hoa Hoà"))
    }

    @Test("are the same whichever way their letters are composed, each letter of the alphabet and those of neighbours")
    func composition() {
        let letters =
            VietnameseLetters.accented.map { String(Character($0)) } + ["ö", "Ç", "ñ", "Å", "š", "Ž", "ł", "ø"]
        for letter in letters {
            let decomposed = "x" + letter.decomposedStringWithCanonicalMapping + "y"
            // The other word sends the whole text the long way.
            for text in ["x\(letter)y", "\(decomposed) Ω"] {
                #expect(VietnameseWord.words(of: text).first == VietnameseWord(decomposed), "\(letter)")
                #expect(VietnameseWord.words(of: text).first == VietnameseWord("X\(letter.uppercased())Y"), "\(letter)")
            }
        }
    }

    @Test("are parted by whatever is neither letter nor digit, and have accents or none")
    func words() {
        let words = VietnameseWord.words(of: " «Công ty» A&B, số 12/3 ").map(\.folded)
        #expect(words == ["cong", "ty", "a", "b", "so", "12", "3"])
        #expect(VietnameseWord.words(of: " -– . ").isEmpty)
        #expect(VietnameseWord("Đ").hasAccents && VietnameseWord("ƯƠNG").hasAccents)
        #expect(!VietnameseWord("ANH").hasAccents)
        #expect(VietnameseWord("Hoà") == VietnameseWord("HÒA") && VietnameseWord("Hoà") != VietnameseWord("Hoa"))
    }
}
