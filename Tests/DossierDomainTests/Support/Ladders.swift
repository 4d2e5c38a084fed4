import DossierDomain
import WorkingCalendar

/// Ladders like those of the shipped regimes.
enum Ladders {
    /// 50 % and 80 % of a step; 16 and 8 working hours before the appointment, the latter with the apology demanded.
    static let full = ladder()
    /// The same, and 4 and 8 office hours of the wait of what was filed online.
    static let watchingFilings = ladder(
        filing: [filing("waiting", after: .hours(4), to: .desk), filing("unanswered", after: .hours(8), to: .head)]
    )

    private static func ladder(filing: [FilingRung] = []) -> Ladder {
        Ladder(
            stepWarnings: [rung("half", .used(perCent: 50)), rung("most", .used(perCent: 80))],
            stepOverdue: RungWording(recipients: [.head, .assignee], text: "{code}"),
            dossierWarnings: [
                rung("approaching", .left(.hours(16))),
                LadderRung(
                    id: "apology",
                    threshold: .left(.hours(8)),
                    wording: RungWording(recipients: [.activeHeads, .desk], text: "{code}"),
                    apologyDraft: "{holders}"
                ),
            ],
            dossierOverdue: RungWording(recipients: [.leaders, .activeHeads, .applicant], text: "{code}"),
            filingWarnings: filing
        )
    }

    private static func filing(_ id: RungID, after waited: WorkingTime, to recipient: RungRecipient) -> FilingRung {
        FilingRung(id: id, waited: waited, wording: RungWording(recipients: [recipient], text: "{code}"))
    }

    static func rung(_ id: RungID, _ threshold: RungThreshold) -> LadderRung {
        LadderRung(id: id, threshold: threshold, wording: RungWording(recipients: [.officer], text: "{code}"))
    }
}
