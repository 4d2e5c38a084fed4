import DossierDomain
import DossierEngine
import Testing
import WorkingCalendar

/// One event of every kind, by the name of its golden file; together they have every effect too.
enum GoldenEvents {
    static func all() throws -> [(name: String, event: DossierEvent)] {
        let now = try at("2022-01-05 10:20")
        let facts: [(String, DossierFact, [DossierEffect])] = [
            ("accepted", .accepted, try effects()),
            ("refused", .refused(reason: paper(11)), [.status(.refused), .stepSkipped("intake")]),
            ("stepCompleted-separated", completed("appraise"), separated),
            ("stepCompleted-plain", completed("intake"), [.stepFinished("intake"), .status(.processing)]),
            (
                "stepCompleted-full",
                .stepCompleted(
                    StepCompletion(
                        step: "appraise",
                        outcome: "denied",
                        note: paper(12),
                        result: DossierResult(kind: .denied, text: paper(13)),
                        overrideReason: paper(14)
                    )
                ), []
            ),
            (
                "stepCompleted-granted",
                completed("sign", result: DossierResult(kind: .granted, text: nil)), [.stepSkipped("notice")]
            ),
            (
                "stepReturned", .stepReturned(from: "sign", to: "appraise", reason: paper(15)),
                [.stepReset("sign"), .stepNotPending("hand-over"), .stepStarted("appraise", dueAt: now)]
            ),
            ("assigned", .assigned(step: "appraise", assignee: AccountID(number: 42)), []),
            (
                "supplementRequested", .supplementRequested(request: paper(16)),
                [.status(.awaitingSupplement), .clockStopped(remaining: .hours(8))]
            ),
            (
                "supplementReceived", .supplementReceived(documents: paper(17)),
                [
                    .status(.processing), .clockResumed,
                    .dueDate(old: now, new: now.adding(seconds: 60), cause: .supplement),
                ]
            ),
            ("paymentRequested", .paymentRequested(amountInDong: 1_250_000, reason: paper(18)), []),
            (
                "paymentConfirmed", .paymentConfirmed(reference: paper(19)),
                [.dueDate(old: now, new: now.adding(seconds: 61), cause: .payment)]
            ),
            ("withdrawn", .withdrawn(reason: paper(20)), [.status(.withdrawn), .status(.stopped)]),
            ("stopped", .stopped(reason: paper(21)), [.status(.stopped)]),
            ("apologised", .apologised(reason: paper(22), isTooLate: false), [postponed(at: now)]),
            ("handedOver", .handedOver(receivedBy: paper(23)), [.stepFinished("hand-over"), .status(.handedOver)]),
            ("corrected", .corrected(fields: ["name", "phone"], applicant: paper(24), reason: paper(25)), []),
            ("voided", .voided(reason: paper(26)), [.status(.stopped)]),
            ("pinRenewed", .pinRenewed(pin: paper(27)), []),
            ("becameOverdue", .becameOverdue, []),
            ("stepBecameOverdue", .stepBecameOverdue("appraise"), []),
        ]
        return [
            ("registered", try registration().events[0]),
            ("registered-imported", try imported().events[0]),
        ]
            + facts.map { name, fact, effects in
                let initiator: Initiator = name.hasSuffix("Overdue") ? .timer : .account(AccountID(number: 7))
                return (name, DossierEvent(at: now, by: initiator, fact: fact, effects: effects))
            }
            + [
                ("corrected-texts", textsSwitchedOff(at: now)), ("stopped-acting", stoppedByActingHead(at: now)),
                ("transferred", transferred(at: now)),
            ]
            + (try ladder(at: now))
    }

    private static let separated: [DossierEffect] = [.completerNoted("appraise"), .stepFinished("appraise")]

    private static func postponed(at now: Instant) -> DossierEffect {
        .dueDate(old: now, new: now.adding(seconds: 62), cause: .apology)
    }

    /// What a desk mends that wants no more texts sent.
    private static func textsSwitchedOff(at now: Instant) -> DossierEvent {
        let fields = ["submitter.phone", "notifyBySMS"]
        return DossierEvent(
            at: now,
            by: .account(AccountID(number: 7)),
            fact: .corrected(fields: fields, applicant: paper(28), reason: paper(29)),
            effects: [.textsWanted(false)]
        )
    }

    private static func transferred(at now: Instant) -> DossierEvent {
        let transfer = CommuneTransfer(from: "binh-nguyen", to: "ha-lam")
        return DossierEvent(at: now, by: .program, fact: .transferred(transfer), effects: [])
    }

    /// What somebody did who acts as head of a commune's unit.
    private static func stoppedByActingHead(at now: Instant) -> DossierEvent {
        let place = UnitPlace(unit: "TPHT-X", commune: "binh-minh")
        return DossierEvent(
            at: now,
            by: .account(AccountID(number: 7)),
            capacity: Capacity(kind: .actingHead, place: place),
            fact: .stopped(reason: paper(21)),
            effects: [.status(.stopped)]
        )
    }

    /// What the ladder and a change of the calendar write; rungs say when they were planned for.
    private static func ladder(at now: Instant) throws -> [(name: String, event: DossierEvent)] {
        let rungs: [(String, DossierFact)] = [
            ("warned-dossier", .warned("half", step: nil)), ("warned-step", .warned("most", step: "appraise")),
            ("becameOverdue-planned", .becameOverdue),
        ]
        let moved: [DossierEffect] = [
            .dueDate(old: now, new: now.adding(seconds: 63), cause: .calendar),
            .warningsPlanned([PlannedWarning(rung: "half", fireAt: now.adding(seconds: 1))]),
            .stepDueDate("appraise", old: now, new: now.adding(seconds: 64)),
            .stepWarningsPlanned("appraise", [PlannedWarning(rung: "most", fireAt: now.adding(seconds: 2))]),
        ]
        let account = Initiator.account(AccountID(number: 7))
        let grounds: [(String, RescheduleGround)] = [
            ("rescheduled", .calendar(version: 2)), ("rescheduled-hours", .officeHours(organisationVersion: 3)),
            ("rescheduled-both", .both(calendarVersion: 2, organisationVersion: 3)),
        ]
        return grounds.map { name, ground in
            (name, DossierEvent(at: now, by: account, fact: .rescheduled(ground), effects: moved))
        }
            + rungs.map { name, fact in
                let plannedAt = now.adding(seconds: -3_600)
                return (name, DossierEvent(at: now, by: .timer, fact: fact, effects: [], plannedAt: plannedAt))
            }
    }

    /// Where the golden events stand in their chain.
    static let link = ChainLink(
        stream: "000.00.15.H47-220105-0001",
        position: 3,
        previous: Digest.of(Array("the event before".utf8))
    )

    private static func registration() throws -> Story {
        try Story(Procedures.land(), at: "2022-01-05 10:20", channel: .post, commune: "binh-nguyen")
    }

    /// A register's row of January taken over in March: both its rungs lie in the past.
    private static func imported() throws -> Story {
        try Story(
            Procedures.business(),
            at: "2022-03-01 08:00",
            notifiesBySMS: false,
            importedReceiptAt: at("2022-01-05 10:20")
        )
    }

    private static func completed(_ step: StepID, result: DossierResult? = nil) -> DossierFact {
        .stepCompleted(StepCompletion(step: step, outcome: nil, note: nil, result: result, overrideReason: nil))
    }

    /// Every effect once, whatever sense they make together.
    static func effects() throws -> [DossierEffect] {
        let due = try at("2022-01-10 10:20")
        return [
            .status(.received), .stepStarted("intake", dueAt: due), .stepStarted("pay", dueAt: nil),
            .stepFinished("intake"), .stepSkipped("notice"), .stepReset("sign"), .stepPending("hand-over"),
            .stepNotPending("hand-over"), .dueDate(old: nil, new: due, cause: .intake),
            .dueDate(old: due, new: due.adding(milliseconds: 1), cause: .apology), .clockStopped(remaining: .zero),
            .stepClockStopped("tax", remaining: .hours(5)), .clockResumed, .stepClockResumed("tax", dueAt: due),
        ]
    }
}
