import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

/// The hours in which texts wait.
struct SendingRulesTests {
    private func rules() throws -> SendingRules {
        let from = try #require(TimeOfDay(text: "21:00"))
        let until = try #require(TimeOfDay(text: "07:00"))
        return SendingRules(quietHours: QuietHours(from: from, until: until), textsPerDay: 20, reportHours: 48)
    }

    private func draft(dueAt: String?) -> OutboxDraft {
        OutboxDraft(
            dossier: StreamID(number: 1),
            position: 1,
            kind: .apology,
            dueAt: dueAt.flatMap(Instant.init(iso8601:)),
            quotes: nil,
            createdAt: Instant(milliseconds: 0)
        )
    }

    @Test(
        "the night lasts from nine in the evening to seven in the morning",
        arguments: [
            ("2022-01-05T20:59:59+07:00", nil), ("2022-01-05T21:00:00+07:00", "2022-01-06T07:00:00+07:00"),
            ("2022-01-06T00:00:00+07:00", "2022-01-06T07:00:00+07:00"),
            ("2022-01-06T06:59:59+07:00", "2022-01-06T07:00:00+07:00"), ("2022-01-06T07:00:00+07:00", nil),
        ]
    )
    func night(at: String, end: String?) throws {
        let now = try #require(Instant(iso8601: at))
        #expect(try rules().quietEnd(for: draft(dueAt: nil), at: now)?.iso8601 == end)
    }

    @Test(
        "a text whose appointment would pass before the morning goes at once, any other waits",
        arguments: [
            ("2022-01-06T06:30:00+07:00", false), ("2022-01-06T07:00:00+07:00", false),
            ("2022-01-06T07:00:01+07:00", true), ("2022-01-05T17:00:00+07:00", true),
        ]
    )
    func appointment(dueAt: String, waits: Bool) throws {
        let now = try #require(Instant(iso8601: "2022-01-05T22:00:00+07:00"))
        #expect(try (rules().quietEnd(for: draft(dueAt: dueAt), at: now) != nil) == waits)
    }

    @Test(
        "what was kept back may go from the morning on, and new texts of a day from its first hour that is not quiet",
        arguments: [
            ("2022-01-05T20:00:00+07:00", "2022-01-05T07:00:00+07:00"),
            ("2022-01-06T03:00:00+07:00", "2022-01-05T07:00:00+07:00"),
            ("2022-01-06T07:00:00+07:00", "2022-01-06T07:00:00+07:00"),
        ]
    )
    func opening(at: String, since: String) throws {
        let now = try #require(Instant(iso8601: at))
        #expect(try rules().lastOpening(before: now)?.iso8601 == since)
        let evening = try #require(Instant(iso8601: "2022-01-04T20:59:00+07:00"))
        #expect(try rules().waitsSince(evening, at: now).iso8601 == since)
        #expect(try rules().waitsSince(now, at: now) == now)
        let always = SendingRules(quietHours: nil, textsPerDay: 20, reportHours: 48)
        #expect(always.lastOpening(before: now)?.iso8601 == at.prefix(11) + "00:00:00+07:00")
        #expect(SendingRules.none.lastOpening(before: now) == nil)
    }

    @Test("the same time twice is no quiet hours, and hours within one day end on it")
    func otherHours() throws {
        let noon = try #require(TimeOfDay(text: "12:00"))
        let two = try #require(TimeOfDay(text: "14:00"))
        #expect(QuietHours(from: noon, until: noon) == nil)
        let hours = try #require(QuietHours(from: noon, until: two))
        let now = try #require(Instant(iso8601: "2022-01-05T13:00:00+07:00"))
        #expect(hours.end(at: now)?.iso8601 == "2022-01-05T14:00:00+07:00")
        #expect(hours.end(at: now.adding(seconds: 3_600)) == nil)
    }
}
