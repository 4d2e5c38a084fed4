import DossierEngine
import Testing

extension OneStop {
    /// Whoever does the work of a unit.
    func worker(of unit: String) async throws -> Staff {
        try await staff(unit.hasPrefix("BPMC") ? "desk" : "officer.\(unit)")
    }

    /// Does what a stop stands for, at whatever instant it is.
    func finish(_ stop: HandWorkedRoute.Stop, of code: String) async throws -> Answer {
        if let unit = stop.unit { return try await worker(of: unit).complete(stop.id, of: code) }
        let answer = try await staff("desk").act("confirm-payment", on: code, #"{"reference":"BL-2022-0117"}"#)
        try #require(answer.status == 200, "the payment was not confirmed: \(answer.text)")
        return answer
    }

    /// Registers a dossier and does all its steps but the last one before the hand-over, each at its end.
    func walk(_ route: HandWorkedRoute) async throws -> (code: String, last: HandWorkedRoute.Stop) {
        let code = try #require(try await staff("desk").register(route.procedure).string("code"))
        for stop in route.stops.dropLast() {
            try await clock(to: stop.end)
            _ = try await finish(stop, of: code)
        }
        return (code, try #require(route.stops.last))
    }

    /// The types of a dossier's overdue events, in order.
    func overdueEvents(of code: String) async throws -> [String] {
        let answer = try await staff("leader").get("/dossiers/\(code)/history")
        let items = try #require(answer.json["items"]?.array, "\(answer.text)")
        return items.compactMap { $0["type"]?.string }.filter { $0.hasSuffix("Overdue") }
    }
}

extension Answer {
    /// A step of a whole dossier.
    func step(_ id: String) throws -> JSONValue {
        let steps = try #require(json["steps"]?.array, "\(text)")
        return try #require(steps.first { $0["id"]?.string == id }, "there is no step \(id)")
    }
}
