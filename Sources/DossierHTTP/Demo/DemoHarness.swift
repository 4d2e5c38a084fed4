import DossierEngine
import Hummingbird
import WorkingCalendar

/// The simulated clock and the phones of training rooms (trình diễn).
struct DemoHarness: Sendable {
    private let control: (any DemoControl)?

    init(control: (any DemoControl)?) { self.control = control }

    /// What a clock is told.
    enum Move: Equatable, Sendable {
        /// By a time, in seconds; below 0 it goes back, which is refused.
        case advance(seconds: Int64)
        /// To an instant.
        case to(Instant)
    }

    /// Moves the clock.
    func moveClock(_ call: HTTPCall) async throws -> Response {
        let control = try present()
        let (staff, body) = try await call.signedJSON()
        guard control.isSimulated else { throw Problem(.clockNotSimulated) }
        let move = try RequestReader.read(body.value, Self.move)
        let now =
            switch move {
            case .advance(let seconds): try await control.advance(seconds: seconds, by: staff.account)
            case .to(let target): try await control.move(to: target, by: staff.account)
            }
        return Answer.json { writer in writer.object { $0.member("now", now.iso8601) } }
    }

    /// What phones received.
    func messages(_ call: HTTPCall) async throws -> Response {
        _ = try call.staff()
        let messages = try await present().messages()
        return Answer.json(capacity: 64 + messages.count * 256) { writer in
            writer.array(of: messages) { writer, message in
                writer.object { writer in
                    writer.member("to", message.to)
                    writer.member("text", message.text)
                    writer.member("at", message.at.iso8601)
                    writer.member("segments", message.segments)
                    writer.member("encoding", message.encoding)
                }
            }
        }
    }

    /// Reads what the clock is told: one of `advance` and `to`; nil means that something is wrong, which is noted.
    static func move(_ reader: inout RequestReader) -> Move? {
        let typed = reader.text("advance")
        guard reader.has("advance") else {
            guard reader.has("to") else {
                _ = reader.text("to")
                reader.errors.add("advance", .required)
                return nil
            }
            return reader.moment("to").map(Move.to)
        }
        _ = reader.text("to")
        if reader.has("to") { reader.errors.add("to", .unknownField) }
        guard let typed else { return nil }
        guard let duration = DurationText(typed) else {
            reader.errors.add("advance", .invalidValue)
            return nil
        }
        return .advance(seconds: duration.seconds)
    }

    private func present() throws(Problem) -> any DemoControl {
        guard let control else { throw Problem(.demoOnly) }
        return control
    }
}
