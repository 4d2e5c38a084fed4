/// The 67 accented lower-case letters of Vietnamese, written out, with what they are made of.
enum VietnameseLetters {
    /// A vowel row: base letter, mark of quality or none, then the letter with each tone.
    struct Row: Sendable {
        let base: Unicode.Scalar
        let quality: Unicode.Scalar?
        /// Without tone, then huyền, sắc, hỏi, ngã, nặng.
        let letters: String
    }

    /// The tone marks huyền, sắc, hỏi, ngã, nặng.
    static let tones: [Unicode.Scalar] = ["\u{0300}", "\u{0301}", "\u{0309}", "\u{0303}", "\u{0323}"]

    static let rows: [Row] = [
        Row(base: "a", quality: nil, letters: "aàáảãạ"),
        Row(base: "a", quality: "\u{0306}", letters: "ăằắẳẵặ"),
        Row(base: "a", quality: "\u{0302}", letters: "âầấẩẫậ"),
        Row(base: "e", quality: nil, letters: "eèéẻẽẹ"),
        Row(base: "e", quality: "\u{0302}", letters: "êềếểễệ"),
        Row(base: "i", quality: nil, letters: "iìíỉĩị"),
        Row(base: "o", quality: nil, letters: "oòóỏõọ"),
        Row(base: "o", quality: "\u{0302}", letters: "ôồốổỗộ"),
        Row(base: "o", quality: "\u{031B}", letters: "ơờớởỡợ"),
        Row(base: "u", quality: nil, letters: "uùúủũụ"),
        Row(base: "u", quality: "\u{031B}", letters: "ưừứửữự"),
        Row(base: "y", quality: nil, letters: "yỳýỷỹỵ"),
        Row(base: "A", quality: nil, letters: "AÀÁẢÃẠ"),
        Row(base: "A", quality: "\u{0306}", letters: "ĂẰẮẲẴẶ"),
        Row(base: "A", quality: "\u{0302}", letters: "ÂẦẤẨẪẬ"),
        Row(base: "E", quality: nil, letters: "EÈÉẺẼẸ"),
        Row(base: "E", quality: "\u{0302}", letters: "ÊỀẾỂỄỆ"),
        Row(base: "I", quality: nil, letters: "IÌÍỈĨỊ"),
        Row(base: "O", quality: nil, letters: "OÒÓỎÕỌ"),
        Row(base: "O", quality: "\u{0302}", letters: "ÔỒỐỔỖỘ"),
        Row(base: "O", quality: "\u{031B}", letters: "ƠỜỚỞỠỢ"),
        Row(base: "U", quality: nil, letters: "UÙÚỦŨỤ"),
        Row(base: "U", quality: "\u{031B}", letters: "ƯỪỨỬỮỰ"),
        Row(base: "Y", quality: nil, letters: "YỲÝỶỸỴ"),
    ]

    /// Every accented letter of both cases, đ and Đ too: 134.
    static let accented: [Unicode.Scalar] =
        rows.flatMap(\.letters.unicodeScalars).filter { !$0.isASCII } + ["đ", "Đ"]
}

/// The scalars of a text: Swift's `==` on strings takes NFC and NFD for equal, which these tests must not.
func scalars(_ text: String) -> [Unicode.Scalar] {
    Array(text.unicodeScalars)
}
