import DossierEngine
import Testing
import WorkingCalendar

@testable import DossierHTTP

@Suite("Moving the simulated clock")
struct ClockMoveTests {
    private func read(_ text: String) throws -> (move: DemoHarness.Move?, errors: [FieldError]) {
        let value = try JSONParser.parse(Array(text.utf8))
        let (move, errors) = try RequestReader.collect(value, DemoHarness.move)
        return (move, errors)
    }

    @Test("by a time or to an instant")
    func moves() throws {
        #expect(try read(#"{"advance":"PT4H"}"#).move == .advance(seconds: 14_400))
        // 2022-01-10 08:00 in Vietnam is 01:00 UTC: 19,002 days and one hour after 1970.
        let wanted = Instant(seconds: 19_002 * 86_400 + 3_600)
        #expect(try read(#"{"to":"2022-01-10T08:00:00+07:00"}"#).move == .to(wanted))
    }

    @Test(
        "one of both must be given, and be right",
        arguments: [
            ("{}", [FieldError("advance", .required)]),
            (#"{"advance":"PT4H","to":"2022-01-10T08:00:00+07:00"}"#, [FieldError("to", .unknownField)]),
            (#"{"advance":"4 hours"}"#, [FieldError("advance", .invalidValue)]),
            (#"{"advance":4}"#, [FieldError("advance", .wrongType)]),
            (#"{"to":"2022-01-10"}"#, [FieldError("to", .invalidDate)]),
            (#"{"by":"PT4H"}"#, [FieldError("advance", .required), FieldError("by", .unknownField)]),
        ]
    )
    func wrongMoves(text: String, errors: [FieldError]) throws {
        #expect(try read(text).errors == errors)
    }
}
