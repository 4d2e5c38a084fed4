import DossierDomain
import Testing
import WorkingCalendar

@Suite struct DossierRejectionTests {
    @Test("each refusal has its stable code")
    func codes() throws {
        let day = try #require(LocalDate(iso8601: "2018-06-20"))
        let codes: [(DossierRejection, String)] = [
            (.forbidden(Denial(.desk)), "forbidden"), (.assignedToOther("a"), "assigned-to-other"),
            (.supplementNeedsHead, "supplement-needs-head"), (.wrongStatus(.received), "wrong-status"),
            (.unknownStep("a"), "unknown-step"), (.stepNotActive("a"), "step-not-active"),
            (.unknownOutcome(allowed: []), "unknown-outcome"), (.denialNeedsReason, "denial-needs-reason"),
            (.paymentStep("a"), "payment-step"), (.handOverOnly, "hand-over-only"),
            (.apologyRequired, "apology-required"), (.returnTargetInvalid("a"), "return-target-invalid"),
            (.assigneeInvalid, "assignee-invalid"), (.reappointmentExhausted, "reappointment-exhausted"),
            (.newDueDateInvalid(after: Instant(seconds: 0), latest: nil), "new-due-date-invalid"),
            (.voidOnlySameDay, "void-only-same-day"),
            (.newDueDateTooEarly(earliest: Instant(seconds: 0)), "new-due-date-too-early"),
            (.regimeNotInForce(on: day), "regime-not-in-force"),
            (.calendarUnknown(year: 2030), "calendar-unknown"), (.noOfficeTime, "no-office-time"),
        ]
        for (rejection, code) in codes { #expect(rejection.code == code) }
        #expect(Set(codes.map(\.1)).count == codes.count)
    }

    @Test("a calendar's error becomes the refusal that it means")
    func calendarErrors() {
        #expect(DossierRejection(.unknownYear(2030)) == .calendarUnknown(year: 2030))
        #expect(DossierRejection(.invalidLimit) == .noOfficeTime)
        #expect(DossierRejection(.noOpenTime) == .noOfficeTime)
    }

    @Test("a history that does not begin with a registration is none")
    func folding() throws {
        let story = try Story.inStatus(.handedOver)

        #expect(Dossier(folding: story.events) == story.dossier)
        #expect(Dossier(folding: story.events.dropFirst()) == nil)
        #expect(Dossier(folding: [DossierEvent]()) == nil)
    }
}
