import DossierEngine
import Testing

@testable import DossierHTTP

@Suite("Fields of the head and texts of the path")
struct FieldTextTests {
    @Test(
        "JSON in UTF-8 is taken, whatever the case and the blanks",
        arguments: [
            ("application/json", true), ("Application/JSON; charset=UTF-8", true),
            ("application/json;charset=\"utf-8\"", true), ("application/json; profile=x", true),
            ("application/json; charset=latin1", false), ("application/problem+json", false), ("text/json", false),
            ("", false), (nil, false),
        ] as [(String?, Bool)]
    )
    func mediaType(field: String?, isJSON: Bool) {
        #expect(MediaTypeText.isJSON(field) == isJSON)
    }

    @Test(
        "a condition is no version, any, or those named",
        arguments: [
            (nil, .anyVersion), ("*", .anyVersion), ("\"1\"", .oneOf([1])), ("\"1\", \"12\" ", .oneOf([1, 12])),
            ("\"1\", *", .anyVersion), ("W/\"1\"", .oneOf([])), ("1", .oneOf([])), ("\"\"", .oneOf([])),
            ("\"x\"", .oneOf([])), ("\"-1\"", .oneOf([])), ("", .oneOf([])),
        ] as [(String?, VersionCondition)]
    )
    func versionCondition(field: String?, wanted: VersionCondition) {
        #expect(VersionCondition(ifMatch: field) == wanted)
    }

    @Test("the tag of a version is the condition that names it")
    func versionTag() {
        #expect(VersionCondition.tag(of: 7) == "\"7\"")
        #expect(VersionCondition(ifMatch: VersionCondition.tag(of: 7)) == .oneOf([7]))
    }

    @Test("a key has 1 to 255 visible characters of ASCII")
    func idempotencyKey() {
        #expect(IdempotencyField.isValid("5f0c2f0a-3c1e"))
        #expect(IdempotencyField.isValid("!"))
        #expect(IdempotencyField.isValid(String(repeating: "~", count: 255)))
        #expect(!IdempotencyField.isValid(String(repeating: "~", count: 256)))
        for key in ["", " ", "a b", "a\t", "khóa", "\u{7F}"] { #expect(!IdempotencyField.isValid(key), "\(key)") }
    }

    @Test(
        "a token stands after its scheme",
        arguments: [
            ("Bearer abc", "abc"), ("bearer abc", "abc"), ("Basic abc", nil), ("Bearer", nil), ("Bearer ", nil),
            ("abc", nil), (nil, nil),
        ] as [(String?, String?)]
    )
    func bearer(field: String?, token: String?) {
        #expect(BearerToken.read(field) == token)
    }

    @Test(
        "percent signs of a path are resolved",
        arguments: [
            ("a", "a"), ("a%20b", "a b"), ("%e1%BB%87", "ệ"), ("%2F", "/"), ("%", nil), ("%4", nil), ("%zz", nil),
            ("%FF", nil),
        ] as [(String, String?)]
    )
    func percent(text: String, meant: String?) {
        #expect(PercentText.decoded(text) == meant)
    }

    @Test(
        "a time is weeks, days, hours, minutes and seconds, in this order, and may go back",
        arguments: [
            ("PT4H", 14_400), ("P1D", 86_400), ("P1DT2H30M5S", 95_405), ("PT0S", 0), ("PT90M", 5_400),
            ("P1W", 604_800), ("P2W1D", 1_296_000), ("-PT1H", -3_600), ("-P1DT1S", -86_401), ("-P3660DT1S", nil),
            // 3,660 days of 86,400 s, the longest.
            ("P3660D", 316_224_000), ("P3660DT1S", nil), ("P", nil), ("PT", nil), ("P1DT", nil), ("4H", nil),
            ("PT1M2H", nil), ("P1M", nil), ("P1D1W", nil), ("PT1.5H", nil), ("PT-1H", nil), ("--PT1H", nil),
            ("-", nil), ("-P", nil), ("+PT1H", nil), ("PT1W", nil), ("PTH", nil), ("PT9999999999S", nil),
            ("pt4h", nil), ("PT4H ", nil), ("", nil),
        ] as [(String, Int64?)]
    )
    func duration(text: String, seconds: Int64?) {
        #expect(DurationText(text)?.seconds == seconds)
    }
}
