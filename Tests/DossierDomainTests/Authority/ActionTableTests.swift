import DossierDomain
import Testing

/// The table of actions of design.md §3 written out: for each action and party one letter per status.
///
/// `+` allowed, `f` forbidden, `w` wrong status, `n` step not active, `h` only the hand-over ends the last step. Who
/// asks is checked before the dossier's status; a party not named may never do it. In 4, 5 and 6 the active step is
/// TCKH's, in 2 and 9 the desk's; in 1, 3, 8 and 10 none is active.
private let table: [Action: [([Party], letters: String)]] = [
    // Columns:                                1 2 3 4 5 6 8 9 10
    .accept: [([.clerk, .deskHead], letters: " + w w w w w w w w")],
    .refuse: [([.clerk, .deskHead], letters: " + w w w w w w w w")],
    .completeIntake: [([.clerk, .deskHead], letters: " w + w n w w w w w")],
    .completeAppraise: [([.officer, .head], letters: " w n w + w w w w w")],
    .completeHandOver: [([.clerk, .deskHead], letters: " w n w n w w w h w")],
    .returnStep: [([.officer, .head], letters: " w w w + w w w w w")],
    .assignIntake: [([.deskHead], letters: " w + w n w w w w w")],
    .assignAppraise: [([.head], letters: " w n w + w w w w w")],
    .requestSupplement: [
        ([.clerk, .deskHead], letters: " + + w + w w w w w"),
        ([.officer, .head], letters: "   f f f + w w f f f"),
    ],
    .receiveSupplement: [([.clerk, .deskHead], letters: " w w w w + w w w w")],
    .requestPayment: [
        ([.clerk, .deskHead], letters: " w + w + w w w w w"),
        ([.officer, .head], letters: "   f f f + w w f f f"),
    ],
    .confirmPayment: [([.clerk, .deskHead], letters: " w w w w w + w w w")],
    .withdraw: [([.clerk, .deskHead], letters: " + + w + + + w w w")],
    .stop: [([.leader, .deskHead, .head, .laterHead], letters: " w + w + + + w w w")],
    .apologise: [
        ([.leader], letters: "   w + w + w w w w w"),
        ([.deskHead], letters: " f + f f f f f w f"),
        ([.head], letters: "     f f f + w w f f f"),
    ],
    .handOver: [([.clerk, .deskHead], letters: " w w w w w w w + w")],
    .correct: [([.clerk, .deskHead, .head, .laterHead], letters: " + + w + + + w + w")],
    .void: [([.clerk, .deskHead], letters: " + + w w w w w w w")],
    .renewPIN: [([.clerk, .deskHead], letters: " + + + + + + + + +")],
]

private let statuses: [Status] = [
    .submitted, .received, .refused, .processing, .awaitingSupplement, .awaitingPayment, .stopped, .finished,
    .handedOver,
]

@Suite struct ActionTableTests {
    @Test("each action is allowed to whom and when the table says, and refused otherwise", arguments: Action.allCases)
    func table(action: Action) throws {
        let rows = try #require(DossierDomainTests.table[action])

        for status in statuses {
            let story = try Story.inStatus(status)
            #expect(story.dossier.status == status)
            for party in Party.allCases {
                let letters = rows.first { $0.0.contains(party) }?.letters.split(separator: " ").map(String.init)
                let column = try #require(statuses.firstIndex(of: status))
                let expected = letters.map { $0[column] } ?? "f"

                let refusal = try story.refusal(of: action.command(), by: party.actor, at: "2022-01-05 10:00")

                let code = refusal?.code ?? "allowed"
                #expect(code == Self.code(expected), "\(action) in \(status.rawValue) by \(party)")
                if expected == "w" { #expect(refusal == .wrongStatus(status)) }
            }
        }
    }

    @Test("the table names every action and fills every column")
    func complete() {
        for action in Action.allCases {
            let rows = DossierDomainTests.table[action] ?? []
            #expect(!rows.isEmpty, "\(action)")
            #expect(rows.allSatisfy { $0.letters.split(separator: " ").count == statuses.count }, "\(action)")
        }
    }

    @Test("an action leads to the status of the table")
    func effects() throws {
        let moves: [(Action, from: Status, by: Actor, to: Status)] = [
            (.accept, .submitted, Staff.clerk, .received),
            (.refuse, .submitted, Staff.clerk, .refused),
            (.completeIntake, .received, Staff.clerk, .processing),
            (.completeAppraise, .processing, Staff.officer("TCKH"), .processing),
            (.returnStep, .processing, Staff.officer("TCKH"), .processing),
            (.assignAppraise, .processing, Staff.head("TCKH"), .processing),
            (.requestSupplement, .submitted, Staff.clerk, .awaitingSupplement),
            (.requestSupplement, .received, Staff.clerk, .awaitingSupplement),
            (.requestSupplement, .processing, Staff.officer("TCKH"), .awaitingSupplement),
            (.receiveSupplement, .awaitingSupplement, Staff.clerk, .processing),
            (.requestPayment, .received, Staff.clerk, .awaitingPayment),
            (.confirmPayment, .awaitingPayment, Staff.clerk, .processing),
            (.withdraw, .awaitingPayment, Staff.clerk, .stopped),
            (.stop, .awaitingSupplement, Staff.leader, .stopped),
            (.apologise, .processing, Staff.leader, .processing),
            (.handOver, .finished, Staff.clerk, .handedOver),
            (.correct, .finished, Staff.clerk, .finished),
            (.void, .submitted, Staff.clerk, .stopped),
            (.void, .received, Staff.clerk, .stopped),
            (.renewPIN, .handedOver, Staff.clerk, .handedOver),
        ]
        for move in moves {
            var story = try Story.inStatus(move.from)
            try story.act(move.0.command(), by: move.by, at: "2022-01-05 10:00")
            #expect(story.dossier.status == move.to, "\(move.0) from \(move.from.rawValue)")
        }
    }

    private static func code(_ letter: String) -> String {
        switch letter {
        case "+": "allowed"
        case "f": "forbidden"
        case "w": "wrong-status"
        case "n": "step-not-active"
        case "h": "hand-over-only"
        default: "a letter that the table does not know: \(letter)"
        }
    }
}
