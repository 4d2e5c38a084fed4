import Testing

@testable import DossierHTTP

@Suite("The language of refusals")
struct LanguageTests {
    @Test(
        "Vietnamese unless English is preferred",
        arguments: [
            (nil, "vi"), ("", "vi"), ("vi", "vi"), ("fr", "vi"), ("*", "vi"), ("en", "en"), ("EN-us", "en"),
            ("en;q=0", "vi"), ("en;q=0.5, vi", "vi"), ("vi;q=0.5, en", "en"), ("en, vi", "en"), ("vi, en", "vi"),
            ("fr, en;q=0.8", "en"), ("fr, *;q=0.9, en;q=0.5", "vi"), ("en;q=abc", "vi"),
        ] as [(String?, String)]
    )
    func choice(field: String?, wanted: String) {
        #expect(Language(acceptLanguage: field).rawValue == wanted)
    }
}
