/// Random texts made of what makes trouble: accents in both forms, escape pairs, emoji, long clusters, line ends.
enum RandomText {
    private static let plain = "abcdefghijklmnopqrstuvwxyz ABCXYZ 0123456789 .,:;-/()@$_".map(String.init)
    private static let escaped = "^{}\\[~]|€".map(String.init)
    private static let gsm = ["Δ", "Ω", "ø", "ß", "à", "é", "ñ", "\n", "\r\n", "e\u{0300}", "u\u{0308}", "\u{2126}"]
    private static let vietnamese = [
        "đ", "Đ", "ế", "ự", "ặ", "e\u{0302}\u{0301}", "u\u{0323}\u{031B}", "a\u{0323}\u{0306}", "o\u{031B}\u{0300}",
    ]
    private static let wide = [
        "👍", "👨‍👩‍👧", "🇻🇳", "👍🏽", "𠀀", "中", "한", "i\u{0301}\u{0327}\u{0330}", "\u{200D}", "`", "\u{0301}",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️‍🔥", "👩🏽‍🌾", "ạ\u{0302}\u{0323}\u{0302}", "\u{1112}\u{1161}\u{11AB}", "か\u{3099}",
        "\u{09C7}\u{09BE}", "क\u{093C}", "\u{0958}", "\u{F900}", "\u{2F800}", "≠", "<\u{0338}", "\u{FEFF}",
        "\u{10FFFF}",
    ]
    private static let monster = "x" + String(repeating: "\u{0301}\u{0316}", count: 45)

    /// A text of which GSM 7-bit has every character.
    static func gsm(length: Int, using generator: inout SeededGenerator) -> String {
        text(of: [plain, plain, escaped, gsm], length: length, using: &generator)
    }

    /// A text of anything.
    static func any(length: Int, using generator: inout SeededGenerator) -> String {
        text(of: [plain, escaped, gsm, vietnamese, vietnamese, wide, [monster]], length: length, using: &generator)
    }

    private static func text(of pools: [[String]], length: Int, using generator: inout SeededGenerator) -> String {
        (0..<length).reduce(into: "") { text, _ in
            // A monster one time in a hundred is enough.
            var pool = pools.randomElement(using: &generator) ?? plain
            if pool.count == 1, Int.random(in: 0..<15, using: &generator) > 0 { pool = plain }
            text += pool.randomElement(using: &generator) ?? ""
        }
    }
}
