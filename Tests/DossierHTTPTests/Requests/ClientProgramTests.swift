import Testing

@testable import DossierHTTP

/// What kind of program a request comes from.
struct ClientProgramTests {
    @Test(
        "browsers and tools are known by name and system, and nothing of what else they say comes out",
        arguments: [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
                    + "Safari/537.36 Edg/140.0.0.0", "Edge, Windows"
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/130 "
                    + "Chrome/124.0.0.0 Safari/537.36", "Cốc Cốc, Windows"
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; Nguyen's phone) AppleWebKit/537.36 (KHTML, like Gecko) "
                    + "Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome, Android"
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
                "Safari, iOS"
            ),
            ("curl/7.88.1", "curl"), ("motcua-portal", "unknown"), ("", "unknown"),
        ]
    )
    func names(field: String, name: String) { #expect(ClientProgram.name(of: field) == name) }

    @Test("a request that says nothing, or too much, comes from an unknown program")
    func unknown() {
        #expect(ClientProgram.name(of: nil) == "unknown")
        #expect(ClientProgram.name(of: String(repeating: "Firefox/", count: 200)) == "unknown")
    }
}
