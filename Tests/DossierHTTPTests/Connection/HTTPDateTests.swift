import Testing
import WorkingCalendar

@testable import DossierHTTP

@Suite("The moment of an answer")
struct HTTPDateTests {
    @Test(
        "a moment is written in GMT",
        arguments: [
            // RFC 9110, 5.6.7 gives the first.
            ("1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            ("2024-02-29T23:59:59.999Z", "Thu, 29 Feb 2024 23:59:59 GMT"),
            ("2026-11-23T05:44:10+07:00", "Sun, 22 Nov 2026 22:44:10 GMT"),
        ]
    )
    func date(moment: String, text: String) throws {
        #expect(HTTPDate.text(try #require(Instant(iso8601: moment))) == text)
    }
}
